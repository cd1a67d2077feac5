"""Rules that need more than one noun."""

from collections.abc import Sequence

from orchestrator.agenda.state import Activity
from orchestrator.messages import ActorId, QuestionId, Rejected, Role
from orchestrator.panel import backstage
from orchestrator.panel import decider as panel
from orchestrator.panel.commands import Call, Claim, Unclaim, WriteNote
from orchestrator.panel.events import PanelEvent
from orchestrator.qa_queue import decider as queue
from orchestrator.qa_queue.commands import CastVote, Edit, OrderRoom, Submit, WithdrawVote
from orchestrator.qa_queue.events import QueueEvent
from orchestrator.qa_queue.state import Question, Stage
from orchestrator.rooms import help as help_calls
from orchestrator.rooms.commands import TakeHelp
from orchestrator.rooms.events import RoomsEvent
from orchestrator.session.state import Person, Session, Status


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
    """What was never published is unknown to all but its author, its room and the host: nobody learns that it is there."""
    question = session.queue.question(question_id)
    inside = question.author_id == person or session.rooms.sees(person) == question.room_id
    if question.published_at is None and not inside and not session.actor(person).may_act_as(Role.HOST):
        raise Rejected("qa_queue.unknown_question")
    return question


def not_heard(session: Session, question_id: QuestionId) -> None:
    if not session.panel.waits(question_id):
        raise Rejected("qa_queue.not_open")


def not_facilitating(session: Session, person: ActorId) -> None:
    """Who helps a room neither votes nor takes a seat; the host may still give them one."""
    if person in session.rooms.facilitators:
        raise Rejected("session.forbidden")


def vote(session: Session, command: CastVote | WithdrawVote) -> Sequence[QueueEvent]:
    voter = command.actor.id
    not_facilitating(session, voter)
    everywhere = session.agenda.allows(Activity.VOTING_ALL)
    if not everywhere:
        needs(session, Activity.VOTING_ROOM, "qa_queue.voting_closed")
    question = visible(session, voter, command.question_id)
    room_id = session.rooms.room_of(voter)
    if not everywhere and question.room_id != room_id:
        raise Rejected("qa_queue.voting_closed")
    not_heard(session, question.id)
    if isinstance(command, CastVote):
        return queue.cast_vote(session.queue, command, room_id)
    return queue.withdraw_vote(session.queue, command)


def edit(session: Session, command: Edit) -> Sequence[QueueEvent]:
    question = visible(session, command.actor.id, command.question_id)
    if session.status is Status.FINISHED and not command.actor.may_act_as(Role.HOST, Role.MODERATOR):
        raise Rejected("session.finished")
    return queue.edit(session.queue, command, speaks_for_room=session.rooms.speaks_for(command.actor.id, question.room_id))


def submit(session: Session, command: Submit) -> Sequence[QueueEvent]:
    question = visible(session, command.actor.id, command.question_id)
    speaks = session.rooms.speaks_for(command.actor.id, question.room_id)
    if not speaks and not command.actor.may_act_as(Role.HOST):
        raise Rejected("qa_queue.not_representative")
    needs(session, Activity.SUBMITTING, "qa_queue.asking_closed")
    return queue.submit(session.queue, command, session.rooms.room(question.room_id).letter)


def order_room(session: Session, command: OrderRoom) -> Sequence[QueueEvent]:
    room = session.rooms.room(command.room_id)
    if not session.rooms.speaks_for(command.actor.id, room.id) and not command.actor.may_act_as(Role.HOST):
        raise Rejected("qa_queue.not_representative")
    if session.status is Status.LOBBY:
        raise Rejected("session.not_live")
    heard = {question_id for question_id in session.panel.hearings if not session.panel.waits(question_id)}
    return queue.order_room(session.queue, command, heard)


def take_help(session: Session, command: TakeHelp) -> Sequence[RoomsEvent]:
    """Whoever sits in a room calls; a host or the room's facilitator comes."""
    room = session.rooms.room(command.room_id)
    if session.rooms.facilitators.get(command.actor.id) != room.id and not command.actor.may_act_as(Role.HOST):
        raise Rejected("session.forbidden")
    return help_calls.take_help(session.rooms, command)


def call(session: Session, command: Call) -> Sequence[PanelEvent]:
    needs(session, Activity.ANSWERING, "panel.answering_closed")
    if session.queue.question(command.question_id).stage is not Stage.OPEN:
        raise Rejected("qa_queue.not_open")
    return panel.call(session.panel, command)


def claim(session: Session, command: Claim) -> Sequence[PanelEvent]:
    _before_the_panel(session, command)
    return panel.claim(session.panel, command)


def unclaim(session: Session, command: Unclaim) -> Sequence[PanelEvent]:
    """A claim on what was answered stays: it says who answered."""
    question = visible(session, command.actor.id, command.question_id)
    if question.id not in session.panel.claims:
        return []
    _before_the_panel(session, command)
    return panel.unclaim(session.panel, command)


def _before_the_panel(session: Session, command: Claim | Unclaim) -> None:
    """The question is open, or on air."""
    question = visible(session, command.actor.id, command.question_id)
    if question.stage is not Stage.OPEN:
        raise Rejected("qa_queue.not_open")
    if session.panel.on_air != question.id:
        not_heard(session, question.id)


def note(session: Session, command: WriteNote) -> Sequence[PanelEvent]:
    """Backstage everybody reads along, so a note is never about a question that some of them may not see."""
    if command.question_id is not None:
        question = visible(session, command.actor.id, command.question_id)
        if question.published_at is None:
            raise Rejected("qa_queue.not_open")
    return backstage.write(session.panel, command)
