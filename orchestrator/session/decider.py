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
from orchestrator.recordings.commands import Link, Remove
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
from orchestrator.session import answering, asking, consent, lifecycle, rules, seating
from orchestrator.session.commands import Admit, Consent, EditDetails, Finish, Open, SetNotice, SetRoles
from orchestrator.session.events import AnyEvent
from orchestrator.session.state import Session, Status

HOST = frozenset({Role.HOST})
MEMBER = frozenset({Role.PARTICIPANT})
PANEL = frozenset({Role.PANELIST})
REVIEW = HOST | {Role.MODERATOR}
BACKSTAGE = REVIEW | PANEL

# Who may send what. Finer rules (whose question, whose room) stand where the command is decided.
MAY: dict[type[Command], frozenset[Role]] = {
    Admit: HOST,
    Finish: HOST,
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
    Remove: HOST,
}

AFTER_THE_END = frozenset(
    {
        *(Finish, SetRoles, EditDetails, Dismiss, Link, Remove),
        *(Edit, Approve, Reject, SendBack, ReleaseWaiting, Merge, Unmerge),
        *(Promise, WriteAnswer),
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
    if session.status is Status.FINISHED and type(command) not in AFTER_THE_END:
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
    match command:
        case Link():
            if command.room_id is not None:
                session.rooms.room(command.room_id)
            rules.own_media(session, command.url)
            return recordings.link(session.recordings, command)
        case Remove():
            return recordings.remove(session.recordings, command)
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
    raise Rejected("unknown_command")


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
