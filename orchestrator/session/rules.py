"""What several commands must hold to: is it open now, may this person know of it, has the panel had it."""

from collections.abc import Collection

from orchestrator.agenda.state import Activity
from orchestrator.messages import ActorId, QuestionId, Rejected, Role
from orchestrator.qa_queue.state import SUBMITTED, Question
from orchestrator.session.state import Person, Session

REVIEWERS = (Role.HOST, Role.MODERATOR)


def needs(session: Session, activity: Activity, code: str) -> None:
    if not session.agenda.allows(activity):
        raise Rejected(code)


def participant(session: Session, person_id: ActorId) -> Person:
    person = session.people.get(person_id)
    if person is None or Role.PARTICIPANT not in person.roles:
        raise Rejected("session.unknown_participant")
    return person


def own_media(session: Session, url: str) -> None:
    """A file that we serve is served to the people of its session; nobody else's is linked."""
    if url.startswith("/") and not url.startswith(f"/media/{session.id}/"):
        raise Rejected("recordings.other_session")


def visible(session: Session, person: ActorId, question_id: QuestionId) -> Question:
    """What was never published is unknown to all but its author, its room and the host, and to moderators once it was
    submitted: nobody learns that it is there."""
    question = session.queue.question(question_id)
    inside = question.author_id == person or session.rooms.sees(person) == question.room_id
    if question.published_at is None and not inside:
        reviewed = question.stage in SUBMITTED
        if not session.actor(person).may_act_as(*REVIEWERS if reviewed else (Role.HOST,)):
            raise Rejected("qa_queue.unknown_question")
    return question


def not_heard(session: Session, question: Question) -> None:
    """The panel has not had it, nor what it is part of."""
    if not session.panel.waits(session.queue.root(question).id):
        raise Rejected("qa_queue.not_open")


def not_on_air(session: Session, question: Question) -> None:
    if session.panel.on_air == session.queue.root(question).id:
        raise Rejected("panel.on_air")


def heard(session: Session) -> Collection[QuestionId]:
    return {question_id for question_id in session.panel.hearings if not session.panel.waits(question_id)}


def not_facilitating(session: Session, person: ActorId) -> None:
    """Who helps a room neither votes nor takes a seat; the host may still give them one."""
    if person in session.rooms.facilitators:
        raise Rejected("session.forbidden")


def speaks(session: Session, person: ActorId, question: Question) -> bool:
    """For the room of a question; the host may for every room."""
    return session.rooms.speaks_for(person, question.room_id) or session.actor(person).may_act_as(Role.HOST)
