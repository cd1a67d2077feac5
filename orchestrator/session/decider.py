"""Where the nouns meet: who may, when, and which noun decides."""

from collections.abc import Sequence

from orchestrator.agenda import decider as agenda
from orchestrator.agenda import planning
from orchestrator.agenda.commands import AddPhase, Advance, EditPhase, Pause, RemovePhase, Resume, SetEnd, Start
from orchestrator.agenda.state import Activity
from orchestrator.agenda.state import next_due as agenda_due
from orchestrator.messages import CLOCK, Command, Rejected, Role
from orchestrator.panel import backstage
from orchestrator.panel import decider as panel
from orchestrator.panel.commands import AcknowledgeNote, Call, Claim, GiveAnswer, Reopen, Skip, Unclaim, WriteNote
from orchestrator.qa_queue import decider as queue
from orchestrator.qa_queue.commands import CastVote, Draft, Edit, HandOver, OrderRoom, Submit, Withdraw, WithdrawVote
from orchestrator.recordings import decider as recordings
from orchestrator.recordings.commands import Link, Remove
from orchestrator.rooms import decider as rooms
from orchestrator.rooms import help as help_calls
from orchestrator.rooms.commands import (
    Add,
    Announce,
    Appoint,
    Assign,
    CallForHelp,
    Choose,
    Dismiss,
    EditRoom,
    EndHelp,
    TakeHelp,
    Volunteer,
)
from orchestrator.session import consent, lifecycle, rules
from orchestrator.session.commands import Admit, Consent, EditDetails, Finish, Open, SetNotice, SetRoles
from orchestrator.session.events import (
    AnyEvent,
)
from orchestrator.session.state import Session, Status

HOST = frozenset({Role.HOST})
MEMBER = frozenset({Role.PARTICIPANT})
PANEL = frozenset({Role.PANELIST})
BACKSTAGE = HOST | PANEL | {Role.MODERATOR}

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
    Volunteer: MEMBER,
    CallForHelp: MEMBER,
    TakeHelp: MEMBER | HOST,
    EndHelp: MEMBER | HOST,
    Announce: HOST,
    Dismiss: HOST | MEMBER | {Role.MODERATOR, Role.PANELIST},
    Draft: MEMBER,
    Edit: MEMBER | HOST | {Role.MODERATOR},
    Withdraw: MEMBER | HOST,
    Submit: MEMBER | HOST,
    OrderRoom: MEMBER | HOST,
    CastVote: MEMBER,
    WithdrawVote: MEMBER,
    HandOver: HOST,
    Call: HOST,
    GiveAnswer: HOST | PANEL,
    Skip: HOST,
    Reopen: HOST,
    Claim: PANEL,
    Unclaim: HOST | PANEL,
    WriteNote: BACKSTAGE,
    AcknowledgeNote: BACKSTAGE,
    Link: HOST,
    Remove: HOST,
}

AFTER_THE_END = frozenset({Finish, SetRoles, EditDetails, Dismiss, Edit, Link, Remove})


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
    match command:
        case CastVote() | WithdrawVote():
            return rules.vote(session, command)
        case Draft():
            rules.needs(session, Activity.DRAFTING, "qa_queue.asking_closed")
            return queue.draft(session.queue, command, session.rooms.room_of(command.actor.id))
        case Edit():
            return rules.edit(session, command)
        case Withdraw():
            rules.visible(session, command.actor.id, command.question_id)
            rules.not_heard(session, command.question_id)
            return queue.withdraw(session.queue, command)
        case Submit():
            return rules.submit(session, command)
        case OrderRoom():
            return rules.order_room(session, command)
        case HandOver():
            if session.status is Status.LOBBY:
                raise Rejected("session.not_live")
            return queue.hand_over(session.queue, command)
        case Call():
            return rules.call(session, command)
        case GiveAnswer():
            rules.visible(session, command.actor.id, command.question_id)
            return panel.answer(session.panel, command)
        case Skip():
            session.queue.question(command.question_id)
            return panel.skip(session.panel, command)
        case Reopen():
            session.queue.question(command.question_id)
            return panel.reopen(session.panel, command)
        case Claim():
            return rules.claim(session, command)
        case Unclaim():
            return rules.unclaim(session, command)
        case WriteNote():
            return rules.note(session, command)
        case AcknowledgeNote():
            return backstage.acknowledge(session.panel, command)
        case Start():
            return agenda.start(session.agenda, command)
        case Advance():
            return agenda.advance(session.agenda, command)
        case SetEnd():
            return agenda.set_end(session.agenda, command)
        case Pause():
            return agenda.pause(session.agenda, command)
        case Resume():
            return agenda.resume(session.agenda, command)
        case EditPhase():
            return planning.edit_phase(session.agenda, command)
        case AddPhase():
            return planning.add_phase(session.agenda, command)
        case RemovePhase():
            return planning.remove_phase(session.agenda, command)
        case Add():
            return rooms.add(session.rooms, command)
        case EditRoom():
            return rooms.edit(session.rooms, command)
        case Choose():
            rules.not_facilitating(session, command.actor.id)
            return rooms.sit(session.rooms, command.actor.id, command)
        case Assign():
            rules.participant(session, command.participant_id)
            return rooms.sit(session.rooms, command.participant_id, command)
        case Appoint():
            rules.participant(session, command.participant_id)
            return rooms.appoint(session.rooms, command)
        case Volunteer():
            return rooms.volunteer(session.rooms, command)
        case CallForHelp():
            return help_calls.call_for_help(session.rooms, command)
        case TakeHelp():
            return rules.take_help(session, command)
        case EndHelp():
            return help_calls.end_help(session.rooms, command)
        case Announce():
            return rooms.announce(session.rooms, command)
        case Dismiss():
            return rooms.dismiss(session.rooms, command)
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
