"""The rules of calls for help: at most one is open in a room, until somebody ends it."""

from msgspec.structs import replace

from orchestrator.messages import Rejected, Role
from orchestrator.rooms.commands import CallForHelp, EndHelp, TakeHelp
from orchestrator.rooms.events import HelpCalled, HelpEnded, HelpTaken, RoomsEvent
from orchestrator.rooms.state import Help, Room, Rooms


def call_for_help(rooms: Rooms, command: CallForHelp) -> list[RoomsEvent]:
    room, person = rooms.room(command.room_id), command.actor.id
    if rooms.room_of(person) != room.id:
        raise Rejected("rooms.not_a_member")
    if room.help is not None:
        return []
    return [HelpCalled(room_id=room.id, participant_id=person, at=command.at)]


def take_help(rooms: Rooms, command: TakeHelp) -> list[RoomsEvent]:
    room, helper = rooms.room(command.room_id), command.actor.id
    if room.help is None:
        raise Rejected("rooms.no_help_call")
    if room.help.taken_by == helper:
        return []
    if room.help.taken_by is not None:
        raise Rejected("rooms.help_taken")
    return [HelpTaken(room_id=room.id, actor_id=helper, at=command.at)]


def end_help(rooms: Rooms, command: EndHelp) -> list[RoomsEvent]:
    room, actor = rooms.room(command.room_id), command.actor
    if rooms.sees(actor.id) != room.id and not actor.may_act_as(Role.HOST):
        raise Rejected("rooms.not_a_member")
    if room.help is None:
        return []
    return [HelpEnded(room_id=room.id, actor_id=actor.id, at=command.at)]


def evolve(room: Room, event: HelpCalled | HelpTaken | HelpEnded) -> Room:
    match event:
        case HelpCalled():
            return replace(room, help=Help(at=event.at, by=event.participant_id))
        case HelpTaken():
            return replace(room, help=room.help and replace(room.help, taken_at=event.at, taken_by=event.actor_id))
        case HelpEnded():
            return replace(room, help=None)
