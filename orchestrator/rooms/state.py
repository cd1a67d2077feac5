"""Themes, who sits where, who speaks for whom, who needs help, what was announced: facts."""

from __future__ import annotations  # rpds's containers cannot be subscripted when the program runs

from msgspec import Struct
from rpds import HashTrieMap, HashTrieSet

from orchestrator.messages import ActorId, AnnouncementId, Millis, Rejected, RoomId


class Help(Struct, frozen=True, eq=False):
    """An open call for help, and who is on the way."""

    at: Millis
    by: ActorId
    taken_at: Millis | None = None
    taken_by: ActorId | None = None


class Room(Struct, frozen=True, eq=False):
    """A thematic group. ``seats`` counts its members, all people of a group among them, facilitators apart."""

    id: RoomId
    position: int
    theme: str
    prompt: str | None = None
    call_url: str | None = None
    representative: ActorId | None = None
    deputy: ActorId | None = None
    seats: int = 0
    help: Help | None = None

    @property
    def speakers(self) -> tuple[ActorId, ...]:
        """Who speaks for the room, the representative first."""
        return tuple(person for person in (self.representative, self.deputy) if person is not None)

    @property
    def letter(self) -> str:
        """A, B, … Z, AA, AB, …: how the room is called aloud."""
        letters, rest = "", self.position
        while rest >= 0:
            letters = chr(ord("A") + rest % 26) + letters
            rest = rest // 26 - 1
        return letters


class Notice(Struct, frozen=True, eq=False):
    id: AnnouncementId
    text: str
    at: Millis
    room_id: RoomId | None = None


class Rooms(Struct, frozen=True, eq=False):
    """``members``: person to room. ``facilitators``: person to the room they help. ``dismissed``: person to announcements.

    ``absent``: who speaks for a room and is away. ``groups``: how many people a device stands for, where not for one.
    """

    rooms: HashTrieMap[RoomId, Room] = HashTrieMap()
    members: HashTrieMap[ActorId, RoomId] = HashTrieMap()
    facilitators: HashTrieMap[ActorId, RoomId] = HashTrieMap()
    absent: HashTrieSet[ActorId] = HashTrieSet()
    groups: HashTrieMap[ActorId, int] = HashTrieMap()
    announcements: HashTrieMap[AnnouncementId, Notice] = HashTrieMap()
    announced: int = 0  # how many there ever were: the next id
    dismissed: HashTrieMap[ActorId, HashTrieSet[AnnouncementId]] = HashTrieMap()

    def room(self, room_id: RoomId) -> Room:
        room = self.rooms.get(room_id)
        if room is None:
            raise Rejected("rooms.unknown_room")
        return room

    def room_of(self, person: ActorId) -> RoomId | None:
        """Where a person drafts and votes: their seat."""
        return self.members.get(person)

    def sees(self, person: ActorId) -> RoomId | None:
        """The room whose inside a person sees: the seat, or the room they help."""
        return self.members.get(person) or self.facilitators.get(person)

    def speaks_for(self, person: ActorId, room_id: RoomId) -> bool:
        room = self.rooms.get(room_id)
        return room is not None and person in room.speakers

    def speaks(self, person: ActorId) -> bool:
        """Whether somebody is representative or deputy of a room."""
        room_id = self.members.get(person)
        return room_id is not None and self.speaks_for(person, room_id)

    def speaker(self, room: Room) -> ActorId | None:
        """Who is called when the room is: the representative, the deputy while they are away, or nobody."""
        return next((person for person in room.speakers if person not in self.absent), None)

    def away(self, room: Room) -> tuple[str, ...]:
        """Which of ``representative`` and ``deputy`` are absent."""
        spoken = (("representative", room.representative), ("deputy", room.deputy))
        return tuple(seat for seat, person in spoken if person is not None and person in self.absent)

    def people_of(self, person: ActorId) -> int:
        """How many people somebody's device stands for."""
        return self.groups.get(person, 1)
