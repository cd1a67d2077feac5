"""What people want of the rooms."""

from typing import Literal

from orchestrator.messages import ActorId, Announcement, AnnouncementId, Command, Prompt, RoomId, Theme, Url

Seat = Literal["representative", "deputy", "facilitator"]


class Add(Command, frozen=True, tag="rooms.add"):
    """A thematic room, also while the session runs."""

    theme: Theme
    prompt: Prompt | None = None
    call_url: Url | None = None


class Choose(Command, frozen=True, tag="rooms.choose"):
    """A participant takes a seat in a room, leaving the one they had."""

    room_id: RoomId


class Assign(Command, frozen=True, tag="rooms.assign"):
    """The host gives a participant a seat."""

    participant_id: ActorId
    room_id: RoomId


class Appoint(Command, frozen=True, tag="rooms.appoint", rename={"seat": "as"}):
    """The host says who speaks for a room, or who helps it."""

    room_id: RoomId
    participant_id: ActorId
    seat: Seat


class Volunteer(Command, frozen=True, tag="rooms.volunteer"):
    """A member speaks for the own room: as representative, or as deputy where there is one."""


class Announce(Command, frozen=True, tag="rooms.announce"):
    """The host tells everybody, or one room, something. It stays until dismissed."""

    text: Announcement
    room_id: RoomId | None = None


class Dismiss(Command, frozen=True, tag="rooms.dismiss"):
    """Put an announcement away: the host for everybody, anybody else for themselves."""

    announcement_id: AnnouncementId
