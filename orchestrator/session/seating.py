"""Commands about rooms: whom they may be about."""

from collections.abc import Sequence
from typing import assert_never

from orchestrator.messages import ActorId, Rejected, Role
from orchestrator.qa_queue.events import VoteCast
from orchestrator.rooms import absence, balance
from orchestrator.rooms import decider as rooms
from orchestrator.rooms import help as help_calls
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
from orchestrator.rooms.events import RoomsEvent
from orchestrator.session.events import AnyEvent
from orchestrator.session.rules import not_facilitating, participant
from orchestrator.session.state import Session


def decide(session: Session, command: RoomsCommand) -> Sequence[AnyEvent]:
    match command:
        case Add():
            return rooms.add(session.rooms, command)
        case EditRoom():
            return rooms.edit(session.rooms, command)
        case Choose():
            not_facilitating(session, command.actor.id)
            return rooms.sit(session.rooms, command.actor.id, command)
        case Assign():
            participant(session, command.participant_id)
            return rooms.sit(session.rooms, command.participant_id, command)
        case Balance():
            return balance.balance(session.rooms, command, seatable(session))
        case Appoint():
            participant(session, command.participant_id)
            return rooms.appoint(session.rooms, command)
        case Volunteer():
            return rooms.volunteer(session.rooms, command)
        case SetGroup():
            participant(session, command.participant_id)
            return [*rooms.set_group(session.rooms, command), *fewer_hands(session, command)]
        case MarkAbsent():
            participant(session, command.participant_id)
            return absence.mark_absent(session.rooms, command)
        case MarkPresent():
            participant(session, command.participant_id)
            return absence.mark_present(session.rooms, command)
        case CallForHelp():
            return help_calls.call_for_help(session.rooms, command)
        case TakeHelp():
            return take_help(session, command)
        case EndHelp():
            return help_calls.end_help(session.rooms, command)
        case Announce():
            return rooms.announce(session.rooms, command)
        case Dismiss():
            return rooms.dismiss(session.rooms, command)
        case _:
            assert_never(command)


def seatable(session: Session) -> list[tuple[ActorId, str | None]]:
    """Who may be given a seat, in the order of joining, with their affiliation."""
    people = sorted(session.people.values(), key=lambda person: (person.joined_at, len(person.id), person.id))
    return [
        (person.id, person.affiliation)
        for person in people
        if Role.PARTICIPANT in person.roles and person.id not in session.rooms.facilitators
    ]


def fewer_hands(session: Session, command: SetGroup) -> list[VoteCast]:
    """A group that became smaller shows no more hands than it has people, for all that is still to be heard."""
    voter, most = command.participant_id, command.people
    voted = [session.queue.questions[question_id] for question_id in sorted(session.queue.ballots.get(voter, ()))]
    return [
        VoteCast(question_id=question.id, voter_id=voter, room_id=question.voters[voter], hands=most, at=command.at)
        for question in voted
        if question.hands.get(voter, 1) > most and session.panel.waits(session.queue.root(question).id)
    ]


def take_help(session: Session, command: TakeHelp) -> Sequence[RoomsEvent]:
    """Whoever sits in a room calls; a host or the room's facilitator comes."""
    room = session.rooms.room(command.room_id)
    if session.rooms.facilitators.get(command.actor.id) != room.id and not command.actor.may_act_as(Role.HOST):
        raise Rejected("session.forbidden")
    return help_calls.take_help(session.rooms, command)
