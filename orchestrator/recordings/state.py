"""Which recordings there are, as facts."""

from __future__ import annotations  # rpds's containers cannot be subscripted when the program runs

from enum import StrEnum

from msgspec import Struct
from rpds import HashTrieMap

from orchestrator.messages import Millis, RecordingId, RoomId


class Confidence(StrEnum):
    """How well we know which second of a recording belongs to which instant."""

    EXACT = "exact"
    DERIVED = "derived"
    ANCHORED = "anchored"  # somebody told us
    UNKNOWN = "unknown"


class Segment(Struct, frozen=True):
    """From ``wall_start`` to ``wall_end`` (UTC ms; open-ended where unknown) the media runs from ``media_start`` (ms)."""

    wall_start: Millis
    wall_end: Millis | None
    media_start: Millis


class Recording(Struct, frozen=True, eq=False):
    """``room_id``: of this room; ``None``: of the plenary."""

    id: RecordingId
    url: str
    room_id: RoomId | None
    duration: Millis | None
    segments: tuple[Segment, ...]
    confidence: Confidence


class Recordings(Struct, frozen=True, eq=False):
    recordings: HashTrieMap[RecordingId, Recording] = HashTrieMap()
    linked: int = 0  # how many there ever were: the next id
