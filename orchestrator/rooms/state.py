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
    """A thematic group. ``seats`` counts its members, facilitators apart."""

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
    """``members``: person to room. ``facilitators``: person to the room they help. ``dismissed``: person to announcements."""

    rooms: HashTrieMap[RoomId, Room] = HashTrieMap()
    members: HashTrieMap[ActorId, RoomId] = HashTrieMap()
    facilitators: HashTrieMap[ActorId, RoomId] = HashTrieMap()
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
        return room is not None and person in (room.representative, room.deputy)
