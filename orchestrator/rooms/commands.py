"""What people want of the rooms."""

from typing import Annotated, Literal

from msgspec import UNSET, Meta, UnsetType

from orchestrator.messages import ActorId, Announcement, AnnouncementId, Command, Prompt, RoomId, Theme, Url

Seat = Literal["representative", "deputy", "facilitator"]


class Add(Command, frozen=True, tag="rooms.add"):
    """A thematic room, also while the session runs."""

    theme: Theme
    prompt: Prompt | None = None
    call_url: Url | None = None


class EditRoom(Command, frozen=True, tag="rooms.edit"):
    """Other words, or another call, for a room. What is absent stays; null takes the prompt or the call away."""

    room_id: RoomId
    theme: Theme | UnsetType = UNSET
    prompt: Prompt | UnsetType | None = UNSET
    call_url: Url | UnsetType | None = UNSET


class Choose(Command, frozen=True, tag="rooms.choose"):
    """A participant takes a seat in a room, leaving the one they had."""

    room_id: RoomId


class Assign(Command, frozen=True, tag="rooms.assign"):
    """The host gives a participant a seat."""

    participant_id: ActorId
    room_id: RoomId


class Balance(Command, frozen=True, tag="rooms.balance"):
    """The host seats everybody anew: rooms of one size, affiliations mixed, or one room per affiliation."""

    by: Literal["size", "mixed", "affiliation"]


class SetGroup(Command, frozen=True, tag="rooms.set_group"):
    """The host says that a device stands for so many people who sit together; 1: for one person."""

    participant_id: ActorId
    people: Annotated[int, Meta(ge=1)]


class Appoint(Command, frozen=True, tag="rooms.appoint", rename={"seat": "as"}):
    """The host says who speaks for a room, or who helps it."""

    room_id: RoomId
    participant_id: ActorId
    seat: Seat


class Volunteer(Command, frozen=True, tag="rooms.volunteer"):
    """A member speaks for the own room: as representative, or as deputy where there is one."""


class MarkAbsent(Command, frozen=True, tag="rooms.mark_absent"):
    """Who speaks for a room is away: the deputy speaks meanwhile, if there is one."""

    participant_id: ActorId


class MarkPresent(Command, frozen=True, tag="rooms.mark_present"):
    """And is back."""

    participant_id: ActorId


class CallForHelp(Command, frozen=True, tag="rooms.call_for_help"):
    """A member asks somebody to come. Calling while a call is open changes nothing."""

    room_id: RoomId


class TakeHelp(Command, frozen=True, tag="rooms.take_help"):
    """The host, or the facilitator of the room, is on the way: nobody else has to come."""

    room_id: RoomId


class EndHelp(Command, frozen=True, tag="rooms.end_help"):
    """The room is fine again: its members, its facilitator and the host may say so."""

    room_id: RoomId


class Announce(Command, frozen=True, tag="rooms.announce"):
    """The host tells everybody, or one room, something. It stays until dismissed."""

    text: Announcement
    room_id: RoomId | None = None


class Dismiss(Command, frozen=True, tag="rooms.dismiss"):
    """Put an announcement away: the host for everybody, anybody else for themselves."""

    announcement_id: AnnouncementId


RoomsCommand = (
    Add
    | EditRoom
    | Choose
    | Assign
    | Balance
    | SetGroup
    | Appoint
    | Volunteer
    | MarkAbsent
    | MarkPresent
    | CallForHelp
    | TakeHelp
    | EndHelp
    | Announce
    | Dismiss
)
