"""Where the nouns meet: who may, when, and which noun decides."""

from collections.abc import Sequence
from typing import assert_never

from orchestrator.agenda import decider as agenda
from orchestrator.agenda import planning
from orchestrator.agenda.commands import (
    AddPhase,
    Advance,
    AgendaCommand,
    EditPhase,
    Pause,
    RemovePhase,
    Resume,
    SetEnd,
    Start,
)
from orchestrator.agenda.events import AgendaEvent
from orchestrator.agenda.state import Agenda
from orchestrator.agenda.state import next_due as agenda_due
from orchestrator.messages import CLOCK, Command, Rejected, Role
from orchestrator.panel.commands import (
    AcknowledgeNote,
    Call,
    Claim,
    FollowUp,
    GiveAnswer,
    Hold,
    PanelCommand,
    Promise,
    Release,
    Reopen,
    Skip,
    Unclaim,
    WriteAnswer,
    WriteNote,
)
from orchestrator.qa_queue.commands import (
    Approve,
    CastVote,
    CountHands,
    Draft,
    DropOverrides,
    Edit,
    HandOver,
    Merge,
    Move,
    OrderRoom,
    Prepare,
    QueueCommand,
    Reject,
    ReleaseWaiting,
    Reorder,
    SendBack,
    SetModeration,
    SetRanking,
    Submit,
    Unmerge,
    Withdraw,
    WithdrawVote,
)
from orchestrator.recordings import decider as recordings
from orchestrator.recordings.commands import (
    AddCaptions,
    DropAnchor,
    EditRecording,
    Link,
    RecordingsCommand,
    Remove,
    RemoveCaptions,
    Report,
    SetAnchor,
    SetClock,
    SetSegments,
    ToolsCommand,
)
from orchestrator.recordings.events import RecordingsEvent
from orchestrator.rooms.commands import (
    Add,
    Announce,
    Appoint,
    Assign,
    Balance,
    CallForHelp,
    Choose,
    Dismiss,
    EditRoom,
    EndHelp,
    MarkAbsent,
    MarkPresent,
    RoomsCommand,
    SetGroup,
    TakeHelp,
    Volunteer,
)
from orchestrator.session import (
    answering,
    asking,
    consent,
    forgetting,
    lifecycle,
    reopening,
    retention,
    rules,
    seating,
    seeking,
)
from orchestrator.session.commands import (
    Admit,
    Consent,
    DeleteSession,
    EditDetails,
    EraseParticipant,
    Finish,
    NoteTrouble,
    Open,
    Pseudonymise,
    ReopenSession,
    SeekRecordings,
    SetNotice,
    SetRetention,
    SetRoles,
)
from orchestrator.session.events import AnyEvent, SessionDeleted
from orchestrator.session.state import Session

HOST = frozenset({Role.HOST})
MEMBER = frozenset({Role.PARTICIPANT})
PANEL = frozenset({Role.PANELIST})
REVIEW = HOST | {Role.MODERATOR}
BACKSTAGE = REVIEW | PANEL

# Who may send what. Finer rules (whose question, whose room) stand where the command is decided.
MAY: dict[type[Command], frozenset[Role]] = {
    Admit: HOST,
    Finish: HOST,
    ReopenSession: HOST,
    EraseParticipant: HOST,
    Pseudonymise: HOST,
    DeleteSession: HOST,
    SetRetention: HOST,
    SetRoles: HOST,
    EditDetails: HOST,
    SetNotice: HOST,
    Consent: BACKSTAGE | MEMBER,
    Start: HOST,
    Advance: HOST,
    SetEnd: HOST,
    Pause: HOST,
    Resume: HOST,
    EditPhase: HOST,
    AddPhase: HOST,
    RemovePhase: HOST,
    Add: HOST,
    EditRoom: HOST,
    Choose: MEMBER,
    Assign: HOST,
    Appoint: HOST,
    Balance: HOST,
    SetGroup: HOST,
    MarkAbsent: HOST,
    MarkPresent: HOST | MEMBER,
    Volunteer: MEMBER,
    CallForHelp: MEMBER,
    TakeHelp: MEMBER | HOST,
    EndHelp: MEMBER | HOST,
    Announce: HOST,
    Dismiss: HOST | MEMBER | {Role.MODERATOR, Role.PANELIST},
    Draft: MEMBER,
    Prepare: MEMBER | HOST,
    Edit: MEMBER | REVIEW,
    Withdraw: MEMBER | HOST,
    Submit: MEMBER | HOST,
    OrderRoom: MEMBER | HOST,
    CastVote: MEMBER,
    WithdrawVote: MEMBER,
    CountHands: MEMBER,
    SetModeration: HOST,
    ReleaseWaiting: REVIEW,
    Approve: REVIEW,
    Reject: REVIEW,
    SendBack: REVIEW,
    Merge: REVIEW,
    Unmerge: REVIEW,
    Move: HOST,
    Reorder: HOST,
    DropOverrides: HOST,
    SetRanking: HOST,
    HandOver: HOST,
    Call: HOST,
    GiveAnswer: HOST | PANEL,
    Skip: HOST,
    Hold: HOST | PANEL,
    Release: HOST | PANEL,
    FollowUp: HOST,
    Promise: HOST | PANEL,
    WriteAnswer: HOST | PANEL,
    Reopen: HOST,
    Claim: PANEL,
    Unclaim: HOST | PANEL,
    WriteNote: BACKSTAGE,
    AcknowledgeNote: BACKSTAGE,
    Link: HOST,
    EditRecording: HOST,
    SetSegments: HOST,
    SetAnchor: HOST,
    DropAnchor: HOST,
    SetClock: HOST,
    Remove: HOST,
    RemoveCaptions: HOST,
    Report: HOST,
    AddCaptions: HOST,
    SeekRecordings: HOST,
    NoteTrouble: HOST,
}

AFTER_THE_END = frozenset(
    {
        *(Finish, SetRoles, EditDetails, Dismiss),
        *(ReopenSession, EraseParticipant, Pseudonymise, DeleteSession, SetRetention),
        *(Link, EditRecording, SetSegments, SetAnchor, DropAnchor, SetClock, Remove, RemoveCaptions, Report, AddCaptions),
        *(Edit, Approve, Reject, SendBack, ReleaseWaiting, Merge, Unmerge),
        *(Promise, WriteAnswer),
        *(SeekRecordings, NoteTrouble),
    }
)


def decide(session: Session | None, command: Command) -> Sequence[AnyEvent]:
    """What happens because of a command: events in order, ``[]`` for nothing to do, ``Rejected`` to refuse.

    ``command.actor`` and ``command.at`` must be set. Nothing is due before ``command.at``: see ``due``.
    """
    if isinstance(command, Open):
        return lifecycle.open_session(session, command)
    if session is None:
        raise Rejected("session.unknown")
    if command.actor.roles.isdisjoint(MAY.get(type(command), frozenset())):
        raise Rejected("session.forbidden")
    if session.finished_at is not None and type(command) not in AFTER_THE_END:
        raise Rejected("session.finished")
    return _dispatch(session, command)


def _dispatch(session: Session, command: Command) -> Sequence[AnyEvent]:
    if isinstance(command, QueueCommand):
        return asking.decide(session, command)
    if isinstance(command, PanelCommand):
        return answering.decide(session, command)
    if isinstance(command, RoomsCommand):
        return seating.decide(session, command)
    if isinstance(command, AgendaCommand):
        return _agenda(session.agenda, command)
    if isinstance(command, RecordingsCommand | ToolsCommand):
        return _recordings(session, command)
    match command:
        case Admit():
            return lifecycle.admit(session, command)
        case SetRoles():
            return lifecycle.set_roles(session, command)
        case EditDetails():
            return lifecycle.edit(session, command)
        case SetNotice():
            return consent.set_notice(session, command)
        case Consent():
            return consent.consent(session, command)
        case Finish():
            return lifecycle.finish(session, command)
        case ReopenSession():
            return reopening.reopen(session, command)
        case EraseParticipant():
            return forgetting.erase(session, command)
        case Pseudonymise():
            return forgetting.pseudonymise(session, command)
        case DeleteSession():
            return [SessionDeleted(at=command.at)]
        case SetRetention():
            return retention.set_retention(session, command)
        case SeekRecordings():
            return seeking.seek(session, command)
        case NoteTrouble():
            return seeking.note(session, command)
    raise Rejected("unknown_command")


def _recordings(session: Session, command: RecordingsCommand | ToolsCommand) -> Sequence[RecordingsEvent]:
    """Of a room that there is, and no file of another session."""
    if isinstance(command, Link | EditRecording | Report):
        if isinstance(command.room_id, str):
            session.rooms.room(command.room_id)
        if isinstance(command.url, str):
            rules.own_media(session, command.url)
    return recordings.decide(session.recordings, command)


def _agenda(state: Agenda, command: AgendaCommand) -> Sequence[AgendaEvent]:
    match command:
        case Start():
            return agenda.start(state, command)
        case Advance():
            return agenda.advance(state, command)
        case SetEnd():
            return agenda.set_end(state, command)
        case Pause():
            return agenda.pause(state, command)
        case Resume():
            return agenda.resume(state, command)
        case EditPhase():
            return planning.edit_phase(state, command)
        case AddPhase():
            return planning.add_phase(state, command)
        case RemovePhase():
            return planning.remove_phase(state, command)
        case _:
            assert_never(command)


def due(session: Session) -> Command | None:
    """What happens by itself next, stamped with the instant it is due; ``None`` if nothing ever will."""
    waiting = (command for command in (_next_phase(session), seeking.due(session), retention.due(session)) if command is not None)
    return min(waiting, key=lambda command: command.at, default=None)


def _next_phase(session: Session) -> Start | Advance | None:
    if session.finished_at is not None:
        return None
    if session.agenda.started_at is None:
        if not session.auto_start or session.starts_at is None:
            return None
        return Start(actor=CLOCK, at=max(session.starts_at, session.last_at))
    ends_at, phase = agenda_due(session.agenda), session.agenda.phase
    if ends_at is None or phase is None:
        return None
    return Advance(from_phase=phase.id, actor=CLOCK, at=ends_at)
