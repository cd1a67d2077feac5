"""The rules of absence: whoever speaks for a room may be away, and a room is heard through who is here."""

from msgspec.structs import replace
from rpds import HashTrieSet

from orchestrator.messages import Rejected, Role
from orchestrator.rooms.commands import MarkAbsent, MarkPresent
from orchestrator.rooms.events import MarkedAbsent, MarkedPresent, RoomsEvent
from orchestrator.rooms.state import Room, Rooms


def mark_absent(rooms: Rooms, command: MarkAbsent) -> list[RoomsEvent]:
    person = command.participant_id
    if not rooms.speaks(person):
        raise Rejected("rooms.not_a_speaker")
    if person in rooms.absent:
        return []
    return [MarkedAbsent(participant_id=person, at=command.at)]


def mark_present(rooms: Rooms, command: MarkPresent) -> list[RoomsEvent]:
    """The host says so, or the person who is back."""
    person, actor = command.participant_id, command.actor
    if person != actor.id and not actor.may_act_as(Role.HOST):
        raise Rejected("session.forbidden")
    if not rooms.speaks(person):
        raise Rejected("rooms.not_a_speaker")
    if person not in rooms.absent:
        return []
    return [MarkedPresent(participant_id=person, at=command.at)]


def evolve(rooms: Rooms, event: MarkedAbsent | MarkedPresent) -> Rooms:
    match event:
        case MarkedAbsent():
            return replace(rooms, absent=rooms.absent.insert(event.participant_id))
        case MarkedPresent():
            return replace(rooms, absent=rooms.absent.discard(event.participant_id))


def forget(rooms: Rooms, before: Room | None) -> Rooms:
    """Whoever spoke for a room as it was before, and speaks for it no more, is not absent: nobody waits for them."""
    if before is None:
        return rooms
    now = rooms.rooms[before.id].speakers
    gone = HashTrieSet(person for person in before.speakers if person in rooms.absent and person not in now)
    return replace(rooms, absent=rooms.absent.difference(gone)) if gone else rooms
