"""The rules of the rooms."""

from typing import assert_never

from msgspec import UNSET
from msgspec.structs import replace
from rpds import HashTrieSet

from orchestrator.messages import ActorId, AnnouncementId, Millis, Rejected, Role, RoomId
from orchestrator.rooms import absence
from orchestrator.rooms import help as help_calls
from orchestrator.rooms.commands import Add, Announce, Appoint, Assign, Choose, Dismiss, EditRoom, SetGroup, Volunteer
from orchestrator.rooms.events import (
    AnnouncementDismissed,
    AnnouncementMade,
    DeputyAppointed,
    FacilitatorAppointed,
    GroupSet,
    HelpCalled,
    HelpEnded,
    HelpTaken,
    MarkedAbsent,
    MarkedPresent,
    RepresentativeAppointed,
    RoomAdded,
    RoomEdited,
    RoomsEvent,
    SeatLeft,
    SeatTaken,
)
from orchestrator.rooms.state import Notice, Room, Rooms


def add(rooms: Rooms, command: Add) -> list[RoomsEvent]:
    room_id = RoomId(f"r{len(rooms.rooms) + 1}")
    return [RoomAdded(room_id=room_id, theme=command.theme, prompt=command.prompt, call_url=command.call_url, at=command.at)]


def edit(rooms: Rooms, command: EditRoom) -> list[RoomsEvent]:
    room = rooms.room(command.room_id)
    theme = room.theme if command.theme is UNSET else command.theme
    prompt = room.prompt if command.prompt is UNSET else command.prompt
    call_url = room.call_url if command.call_url is UNSET else command.call_url
    if (theme, prompt, call_url) == (room.theme, room.prompt, room.call_url):
        return []
    return [RoomEdited(room_id=room.id, theme=theme, prompt=prompt, call_url=call_url, at=command.at)]


def sit(rooms: Rooms, person: ActorId, command: Choose | Assign) -> list[RoomsEvent]:
    """Whoever chose or was assigned: the same seat is taken."""
    rooms.room(command.room_id)
    if rooms.members.get(person) == command.room_id:
        return []
    return [SeatTaken(participant_id=person, room_id=command.room_id, at=command.at)]


def place(rooms: Rooms, person: ActorId, at: Millis) -> list[RoomsEvent]:
    """A seat for somebody who comes late and named no room: where there are fewest, then in the first room."""
    if not rooms.rooms or rooms.sees(person) is not None:
        return []
    room = min(rooms.rooms.values(), key=lambda room: (room.seats, room.position))
    return [SeatTaken(participant_id=person, room_id=room.id, at=at)]


def set_group(rooms: Rooms, command: SetGroup) -> list[RoomsEvent]:
    if rooms.people_of(command.participant_id) == command.people:
        return []
    return [GroupSet(participant_id=command.participant_id, people=command.people, at=command.at)]


def leave(rooms: Rooms, person: ActorId, at: Millis) -> list[RoomsEvent]:
    return [] if rooms.sees(person) is None else [SeatLeft(participant_id=person, at=at)]


def appoint(rooms: Rooms, command: Appoint) -> list[RoomsEvent]:
    room, person, at = rooms.room(command.room_id), command.participant_id, command.at
    if command.seat == "facilitator":
        if rooms.facilitators.get(person) == room.id:
            return []
        return [FacilitatorAppointed(room_id=room.id, participant_id=person, at=at)]
    if rooms.room_of(person) != room.id:
        raise Rejected("rooms.not_a_member")
    if command.seat == "representative":
        if room.representative == person:
            return []
        return [RepresentativeAppointed(room_id=room.id, participant_id=person, at=at)]
    if room.deputy == person:
        return []
    return [DeputyAppointed(room_id=room.id, participant_id=person, at=at)]


def volunteer(rooms: Rooms, command: Volunteer) -> list[RoomsEvent]:
    person = command.actor.id
    room_id = rooms.room_of(person)
    if room_id is None:
        raise Rejected("rooms.no_room")
    room = rooms.room(room_id)
    if person in (room.representative, room.deputy):
        return []
    if room.representative is None:
        return [RepresentativeAppointed(room_id=room_id, participant_id=person, at=command.at)]
    if room.deputy is None:
        return [DeputyAppointed(room_id=room_id, participant_id=person, at=command.at)]
    raise Rejected("rooms.seats_taken")


def announce(rooms: Rooms, command: Announce) -> list[RoomsEvent]:
    if command.room_id is not None:
        rooms.room(command.room_id)
    announcement_id = AnnouncementId(f"a{rooms.announced + 1}")
    return [AnnouncementMade(announcement_id=announcement_id, text=command.text, room_id=command.room_id, at=command.at)]


def dismiss(rooms: Rooms, command: Dismiss) -> list[RoomsEvent]:
    announcement_id, person = command.announcement_id, command.actor.id
    for_all = command.actor.may_act_as(Role.HOST)
    notice = rooms.announcements.get(announcement_id)
    if notice is None or not (for_all or notice.room_id in (None, rooms.sees(person))):
        raise Rejected("rooms.unknown_announcement")
    if not for_all and announcement_id in rooms.dismissed.get(person, HashTrieSet()):
        return []
    return [AnnouncementDismissed(announcement_id=announcement_id, participant_id=None if for_all else person, at=command.at)]


def evolve(rooms: Rooms, event: RoomsEvent) -> Rooms:
    match event:
        case RoomAdded():
            room = Room(
                id=event.room_id,
                position=len(rooms.rooms),
                theme=event.theme,
                prompt=event.prompt,
                call_url=event.call_url,
            )
            return _with_room(rooms, room)
        case RoomEdited():
            room = rooms.rooms[event.room_id]
            return _with_room(rooms, replace(room, theme=event.theme, prompt=event.prompt, call_url=event.call_url))
        case SeatTaken():
            return _take_seat(_leave_seat(rooms, event.participant_id), event.participant_id, event.room_id)
        case SeatLeft():
            return _leave_seat(rooms, event.participant_id)
        case RepresentativeAppointed():
            room = rooms.rooms[event.room_id]
            deputy = None if room.deputy == event.participant_id else room.deputy
            return _with_room(rooms, replace(room, representative=event.participant_id, deputy=deputy))
        case DeputyAppointed():
            room = rooms.rooms[event.room_id]
            representative = None if room.representative == event.participant_id else room.representative
            return _with_room(rooms, replace(room, deputy=event.participant_id, representative=representative))
        case FacilitatorAppointed():
            left = _leave_seat(rooms, event.participant_id)
            return replace(left, facilitators=left.facilitators.insert(event.participant_id, event.room_id))
        case MarkedAbsent() | MarkedPresent():
            return absence.evolve(rooms, event)
        case GroupSet():
            return _with_group(rooms, event.participant_id, event.people)
        case HelpCalled() | HelpTaken() | HelpEnded():
            return _with_room(rooms, help_calls.evolve(rooms.rooms[event.room_id], event))
        case AnnouncementMade():
            notice = Notice(id=event.announcement_id, text=event.text, at=event.at, room_id=event.room_id)
            return replace(rooms, announcements=rooms.announcements.insert(notice.id, notice), announced=rooms.announced + 1)
        case AnnouncementDismissed():
            return _dismissed(rooms, event)
        case _:
            assert_never(event)


def _with_room(rooms: Rooms, room: Room) -> Rooms:
    return absence.forget(replace(rooms, rooms=rooms.rooms.insert(room.id, room)), rooms.rooms.get(room.id))


def _leave_seat(rooms: Rooms, person: ActorId) -> Rooms:
    """A deputy moves up when the representative leaves."""
    rooms = replace(rooms, facilitators=rooms.facilitators.discard(person))
    old = rooms.members.get(person)
    if old is None:
        return rooms
    room = rooms.rooms[old]
    deputy = None if room.deputy == person else room.deputy
    representative = room.representative
    if representative == person:
        representative, deputy = deputy, None
    room = replace(room, seats=room.seats - rooms.people_of(person), representative=representative, deputy=deputy)
    return _with_room(replace(rooms, members=rooms.members.remove(person)), room)


def _take_seat(rooms: Rooms, person: ActorId, room_id: RoomId) -> Rooms:
    room = rooms.rooms[room_id]
    room = replace(room, seats=room.seats + rooms.people_of(person))
    return _with_room(replace(rooms, members=rooms.members.insert(person, room_id)), room)


def _with_group(rooms: Rooms, person: ActorId, people: int) -> Rooms:
    more, room_id = people - rooms.people_of(person), rooms.members.get(person)
    groups = rooms.groups.discard(person) if people == 1 else rooms.groups.insert(person, people)
    rooms = replace(rooms, groups=groups)
    if room_id is None:
        return rooms
    room = rooms.rooms[room_id]
    return _with_room(rooms, replace(room, seats=room.seats + more))


def _dismissed(rooms: Rooms, event: AnnouncementDismissed) -> Rooms:
    if event.participant_id is None:
        return replace(rooms, announcements=rooms.announcements.remove(event.announcement_id))
    mine = rooms.dismissed.get(event.participant_id, HashTrieSet()).insert(event.announcement_id)
    return replace(rooms, dismissed=rooms.dismissed.insert(event.participant_id, mine))
