"""What happened in the rooms."""

from orchestrator.messages import ActorId, AnnouncementId, Event, RoomId


class RoomAdded(Event, frozen=True, tag="rooms.added"):
    makes = "room_id"
    room_id: RoomId
    theme: str
    prompt: str | None = None
    call_url: str | None = None


class RoomEdited(Event, frozen=True, tag="rooms.edited"):
    """The words of a room and its call as they are from now on."""

    room_id: RoomId
    theme: str
    prompt: str | None = None
    call_url: str | None = None


class SeatTaken(Event, frozen=True, tag="rooms.seat_taken"):
    """A participant sits in this room now. Whoever spoke for the room they left no longer does."""

    participant_id: ActorId
    room_id: RoomId


class SeatLeft(Event, frozen=True, tag="rooms.seat_left"):
    """A person no longer takes part: no seat, no voice for a room."""

    participant_id: ActorId


class RepresentativeAppointed(Event, frozen=True, tag="rooms.representative_appointed"):
    room_id: RoomId
    participant_id: ActorId


class DeputyAppointed(Event, frozen=True, tag="rooms.deputy_appointed"):
    room_id: RoomId
    participant_id: ActorId


class FacilitatorAppointed(Event, frozen=True, tag="rooms.facilitator_appointed"):
    room_id: RoomId
    participant_id: ActorId


class MarkedAbsent(Event, frozen=True, tag="rooms.marked_absent"):
    """Who speaks for a room is away, until they are back or speak for it no more."""

    participant_id: ActorId


class MarkedPresent(Event, frozen=True, tag="rooms.marked_present"):
    participant_id: ActorId


class GroupSet(Event, frozen=True, tag="rooms.group_set"):
    """The device of this participant stands for so many people from now on."""

    participant_id: ActorId
    people: int


class HelpCalled(Event, frozen=True, tag="rooms.help_called"):
    room_id: RoomId
    participant_id: ActorId


class HelpTaken(Event, frozen=True, tag="rooms.help_taken"):
    room_id: RoomId
    actor_id: ActorId


class HelpEnded(Event, frozen=True, tag="rooms.help_ended"):
    room_id: RoomId
    actor_id: ActorId


class AnnouncementMade(Event, frozen=True, tag="rooms.announcement_made"):
    makes = "announcement_id"
    announcement_id: AnnouncementId
    text: str
    room_id: RoomId | None = None


class AnnouncementDismissed(Event, frozen=True, tag="rooms.announcement_dismissed"):
    """Gone for one person, or for everybody where no person is named."""

    announcement_id: AnnouncementId
    participant_id: ActorId | None = None


RoomsEvent = (
    RoomAdded
    | RoomEdited
    | SeatTaken
    | SeatLeft
    | RepresentativeAppointed
    | DeputyAppointed
    | FacilitatorAppointed
    | MarkedAbsent
    | MarkedPresent
    | GroupSet
    | HelpCalled
    | HelpTaken
    | HelpEnded
    | AnnouncementMade
    | AnnouncementDismissed
)
