"""Which recordings there are, as facts."""

from __future__ import annotations  # rpds's containers cannot be subscripted when the program runs

from enum import StrEnum

from msgspec import Struct
from rpds import HashTrieMap

from orchestrator.messages import CaptionsId, Millis, RecordingId, Rejected, RoomId, Skew

MANUAL = "manual"  # the provider of what a host linked by hand


class Confidence(StrEnum):
    """How well we know which second of a recording belongs to which instant."""

    EXACT = "exact"
    DERIVED = "derived"
    ANCHORED = "anchored"  # somebody told us
    UNKNOWN = "unknown"


class Status(StrEnum):
    EXPECTED = "expected"  # a call is recorded; nothing of it has come yet
    PROCESSING = "processing"
    AVAILABLE = "available"
    FAILED = "failed"
    REMOVED = "removed"


class Visibility(StrEnum):
    """Who may see and hear a recording, the host always."""

    ROOM = "room"  # the people of its room
    SESSION = "session"  # everybody who was there
    PUBLIC = "public"  # whoever has the link for watching later, too


class Segment(Struct, frozen=True):
    """From ``wall_start`` to ``wall_end`` (UTC ms, by the recorder's clock; open-ended where unknown) the media runs from
    ``media_start`` (ms)."""

    wall_start: Millis
    wall_end: Millis | None
    media_start: Millis


class Anchor(Struct, frozen=True):
    """Somebody heard it: what happened at the instant ``at`` (UTC ms) is heard at ``offset`` ms."""

    at: Millis
    offset: Millis


class Captions(Struct, frozen=True):
    """A transcript that stands in a stream of its own. ``language``: BCP 47. ``cues``: how many it has."""

    id: CaptionsId
    language: str
    source: str
    cues: int


class Said(Struct, frozen=True):
    """What the provider of a recording said of it last."""

    status: Status | None = None
    url: str | None = None
    segments: tuple[Segment, ...] | None = None
    duration: Millis | None = None
    expires_at: Millis | None = None


class Recording(Struct, frozen=True, eq=False):
    """``room_id``: of this room; ``None``: of the plenary. ``measured``: how well the segments are known, anchors apart.
    ``clock``: how far the recorder's clock is ahead of ours. ``external_id``: what its provider calls it."""

    id: RecordingId
    room_id: RoomId | None
    url: str | None = None
    duration: Millis | None = None
    segments: tuple[Segment, ...] = ()
    measured: Confidence = Confidence.UNKNOWN
    anchors: tuple[Anchor, ...] = ()
    clock: Skew = 0
    status: Status = Status.AVAILABLE
    visibility: Visibility = Visibility.PUBLIC
    expires_at: Millis | None = None
    provider: str = MANUAL
    external_id: str | None = None
    said: Said = Said()
    captions: tuple[Captions, ...] = ()

    @property
    def confidence(self) -> Confidence:
        return Confidence.ANCHORED if self.anchors else self.measured


class Recordings(Struct, frozen=True, eq=False):
    """``linked``: how many there ever were, for the next id. ``clocks``: how far ahead of ours, by provider."""

    recordings: HashTrieMap[RecordingId, Recording] = HashTrieMap()
    linked: int = 0
    clocks: HashTrieMap[str, Skew] = HashTrieMap()

    def recording(self, recording_id: RecordingId) -> Recording:
        recording = self.recordings.get(recording_id)
        if recording is None:
            raise Rejected("recordings.unknown_recording")
        return recording

    def kept(self, recording_id: RecordingId) -> Recording:
        """One that was not removed."""
        recording = self.recording(recording_id)
        if recording.status is Status.REMOVED:
            raise Rejected("recordings.removed")
        return recording

    def known_as(self, provider: str, external_id: str) -> Recording | None:
        """The recording that a provider calls so."""
        found = (each for each in self.recordings.values() if (each.provider, each.external_id) == (provider, external_id))
        return next(found, None)
