"""Opening a session and its details, admitting people, giving and taking roles, finishing."""

from collections.abc import Sequence

from msgspec import UNSET

from orchestrator.agenda import decider as agenda
from orchestrator.messages import ActorId, Millis, QuestionId, Rejected, Role, RoomId
from orchestrator.panel import promises
from orchestrator.panel.events import QuestionAnswered
from orchestrator.panel.state import Outcome
from orchestrator.qa_queue.events import ModerationSet, QuestionDrafted
from orchestrator.qa_queue.state import Stage
from orchestrator.rooms import decider as rooms
from orchestrator.rooms.events import RoomAdded, SeatTaken
from orchestrator.session import consent
from orchestrator.session.commands import Admit, EditDetails, Finish, Open, SetRoles
from orchestrator.session.events import (
    AnyEvent,
    DetailsEdited,
    ParticipantJoined,
    RolesSet,
    SessionFinished,
    SessionOpened,
)
from orchestrator.session.state import Session, Status


def open_session(session: Session | None, command: Open) -> Sequence[AnyEvent]:
    if session is not None:
        raise Rejected("session.exists")
    at = command.at
    opened = SessionOpened(
        session_id=command.session_id,
        title=command.title,
        join_code=command.join_code,
        links=command.links,
        language=command.language,
        timezone=command.timezone,
        starts_at=command.starts_at,
        auto_start=command.auto_start,
        plenary_call_url=command.plenary_call_url,
        calls=command.calls,
        at=at,
    )
    told = [] if command.recording_notice is None else [consent.notice_set(command.recording_notice, at)]
    phases = [
        agenda.planned(f"ph{index}", phase.kind, phase.title, phase.duration, phase.at_end, at)
        for index, phase in enumerate(command.phases, start=1)
    ]
    added = [
        RoomAdded(room_id=RoomId(f"r{index}"), theme=room.theme, prompt=room.prompt, call_url=room.call_url, at=at)
        for index, room in enumerate(command.rooms, start=1)
    ]
    reviewed = [ModerationSet(on=True, at=at)] if command.moderation else []
    return [opened, *told, *phases, *added, *reviewed, *_prepared(command)]


def _prepared(command: Open) -> list[QuestionDrafted]:
    """The questions of the plan, as if the host's link had prepared them."""
    planned = [(RoomId(f"r{index}"), text) for index, room in enumerate(command.rooms, start=1) for text in room.questions]
    host = ActorId(Role.HOST.value)
    return [
        QuestionDrafted(
            question_id=QuestionId(f"q{index}"), room_id=room_id, author_id=host, text=text, prepared=True, at=command.at
        )
        for index, (room_id, text) in enumerate(planned, start=1)
    ]


def edit(session: Session, command: EditDetails) -> Sequence[AnyEvent]:
    """The planned start moves only as long as nothing has started."""
    title = session.title if command.title is UNSET else command.title
    call_url = session.plenary_call_url if command.plenary_call_url is UNSET else command.plenary_call_url
    starts_at = session.starts_at if command.starts_at is UNSET else command.starts_at
    if starts_at != session.starts_at and session.status is not Status.LOBBY:
        raise Rejected("session.started")
    if (title, call_url, starts_at) == (session.title, session.plenary_call_url, session.starts_at):
        return []
    return [DetailsEdited(title=title, plenary_call_url=call_url, starts_at=starts_at, at=command.at)]


def admit(session: Session, command: Admit) -> Sequence[AnyEvent]:
    person = ActorId(f"p{len(session.people) + 1}")
    joined = ParticipantJoined(
        participant_id=person,
        name=command.name,
        affiliation=command.affiliation,
        role=command.role,
        ticket_hash=command.ticket_hash,
        at=command.at,
    )
    agreed = [] if command.consent is None else [consent.given(session, person, command.consent, command.at)]
    if command.room_id is None:
        late = command.role is Role.PARTICIPANT and session.status is Status.LIVE
        return [joined, *agreed, *(rooms.place(session.rooms, person, command.at) if late else [])]
    session.rooms.room(command.room_id)
    if command.role is not Role.PARTICIPANT:
        raise Rejected("rooms.not_a_member")
    return [joined, *agreed, SeatTaken(participant_id=person, room_id=command.room_id, at=command.at)]


def set_roles(session: Session, command: SetRoles) -> Sequence[AnyEvent]:
    target, roles = command.participant_id, command.roles
    if target not in session.people and (target not in session.links or Role.PARTICIPANT in roles):
        raise Rejected("session.unknown_participant")  # a link admits nobody: votes and seats belong to people
    before = session.actor(target).roles
    if before == roles:
        return []
    if Role.HOST in before and Role.HOST not in roles and not _another_host(session, target):
        raise Rejected("session.last_host")
    events: list[AnyEvent] = [RolesSet(participant_id=target, roles=tuple(sorted(roles)), at=command.at)]
    if Role.PARTICIPANT not in roles:
        events += rooms.leave(session.rooms, target, command.at)
    return events


def _another_host(session: Session, but: ActorId) -> bool:
    links = ((link, roles) for link, roles in session.links.items())
    people = ((person.id, person.roles) for person in session.people.values())
    return any(Role.HOST in roles for group in (links, people) for actor_id, roles in group if actor_id != but)


def finish(session: Session, command: Finish) -> Sequence[AnyEvent]:
    if session.finished_at is not None:
        return []
    return [
        *_answered_again(session, command.at),
        *promises.promise_all(owed(session), owner=Role.HOST, at=command.at),
        *agenda.end(session.agenda, command.at),
        SessionFinished(at=command.at),
    ]


def _answered_again(session: Session, at: Millis) -> list[QuestionAnswered]:
    """A follow-up ends with the evening; its question was answered before."""
    on_air = session.panel.on_air
    if on_air is None or not session.panel.hearing(on_air).asking_again:
        return []
    return [QuestionAnswered(question_id=on_air, at=at)]


def owed(session: Session) -> list[QuestionId]:
    """Every submitted question that was not answered, in the order of drafting."""
    open_questions = (question for question in session.queue.questions.values() if question.stage is Stage.OPEN)
    done = (Outcome.ANSWERED, Outcome.PROMISED)
    heard = {question.id: session.panel.hearing(question.id) for question in open_questions}
    left = [question_id for question_id, hearing in heard.items() if hearing.outcome not in done and not hearing.asking_again]
    return sorted(left, key=lambda question_id: session.queue.questions[question_id].sequence)
