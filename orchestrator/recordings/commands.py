"""What hosts want of the recordings."""

from orchestrator.messages import Command, Millis, RecordingId, RecordingUrl, RoomId


class Link(Command, frozen=True, tag="recordings.link"):
    """A recording lies at ``url`` (https, or a file of our own): of a room, or of the plenary where no room is named.

    ``started_at`` (UTC ms) is the wall clock at its first second; without it no question can be found in it.
    """

    url: RecordingUrl
    room_id: RoomId | None = None
    started_at: Millis | None = None
    duration: Millis | None = None


class Remove(Command, frozen=True, tag="recordings.remove"):
    """This link was wrong, or the recording is gone."""

    recording_id: RecordingId


RecordingsCommand = Link | Remove
