"""Wall clock to offset in a recording, and back.

A recording is read as *pieces*: stretches of wall clock, by our own, on which its media runs evenly. Segments make them,
between which nothing was recorded. Anchors correct the clock: one shifts every piece, two or more stretch what lies between.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import astuple

from orchestrator.messages import Millis
from orchestrator.recordings.state import Confidence, Recording, Segment


class Piece(Struct, frozen=True, omit_defaults=True):
    """From ``wall_start`` up to ``wall_end`` (UTC ms) the media runs from ``media_start`` to ``media_end`` (ms). Without ends it
    goes on, as fast as the wall clock."""

    wall_start: Millis
    media_start: Millis
    wall_end: Millis | None = None
    media_end: Millis | None = None


class Fit(StrEnum):
    """Where an instant lies."""

    INSIDE = "inside"
    GAP = "gap"  # while nothing was recorded
    BEFORE = "before"


class Spot(Struct, frozen=True):
    """Where an instant is heard. In a gap that is where the recording goes on; before the recording, its beginning."""

    offset: Millis
    confidence: Confidence
    fit: Fit

    @property
    def snapped(self) -> bool:
        """This is near the instant, and not the instant itself."""
        return self.fit is not Fit.INSIDE


def locate(recording: Recording, at: Millis) -> Spot | None:
    """Where the instant ``at`` (UTC ms) is heard; ``None`` after the end, and where nothing is known of the recording."""
    known = pieces(recording)
    index = bisect_right(known, at, key=_starts) - 1
    if index < 0:
        return Spot(known[0].media_start, recording.confidence, Fit.BEFORE) if known else None
    piece = known[index]
    if piece.wall_end is None or at < piece.wall_end:
        return Spot(_media(piece, at), recording.confidence, Fit.INSIDE)
    if index + 1 < len(known):
        return Spot(known[index + 1].media_start, recording.confidence, Fit.GAP)
    return None


def wall(recording: Recording, offset: Millis) -> Millis | None:
    """The first instant (UTC ms) that is heard at ``offset``; ``None`` where the recording has no such second."""
    known = pieces(recording)
    index = bisect_right(known, offset, key=lambda piece: piece.media_start) - 1
    if index < 0:
        return None
    piece = known[index]
    return _wall(piece, offset) if piece.media_end is None or offset < piece.media_end else None


@lru_cache(maxsize=512)
def pieces(recording: Recording) -> tuple[Piece, ...]:
    """The recording by our clock, in order, without overlap."""
    segments, anchors = segments_of(recording), recording.anchors
    knots = [(_recorded(segments, anchor.offset), anchor.at) for anchor in anchors if holds(segments, anchor.offset)]
    cut: list[Piece] = []
    for segment in segments:
        inside = [at for at, _ in knots if segment.wall_start < at and (segment.wall_end is None or at < segment.wall_end)]
        for start, end in pairwise([segment.wall_start, *inside, segment.wall_end]):
            assert start is not None
            cut.append(_piece(segment, start, end, knots))
    return tuple(piece for piece in cut if piece.wall_end is None or piece.wall_start < piece.wall_end)


def segments_of(recording: Recording) -> tuple[Segment, ...]:
    """The segments by our clock; the last one ends with the recording. Where none is known the first anchor makes one."""
    segments = [_shifted(segment, recording.clock) for segment in recording.segments]
    if not segments and recording.anchors:
        first = recording.anchors[0]
        segments = [Segment(first.at - first.offset, None, 0)]
    if segments and segments[-1].wall_end is None and recording.duration is not None:
        start, _, media_start = astuple(segments[-1])
        segments[-1] = Segment(start, start + max(0, recording.duration - media_start), media_start)
    return tuple(segments)


def _starts(piece: Piece) -> Millis:
    return piece.wall_start


def _shifted(segment: Segment, ahead: int) -> Segment:
    end = None if segment.wall_end is None else segment.wall_end - ahead
    return Segment(segment.wall_start - ahead, end, segment.media_start)


def media_end(segment: Segment) -> Millis | None:
    return None if segment.wall_end is None else segment.media_start + segment.wall_end - segment.wall_start


def holds(segments: Sequence[Segment], offset: Millis) -> bool:
    """There is something to hear at ``offset``."""
    return any(each.media_start <= offset and (end is None or offset < end) for each in segments for end in [media_end(each)])


def _recorded(segments: Sequence[Segment], offset: Millis) -> Millis:
    """When, by the segments alone, ``offset`` was recorded; at a seam, when recording went on."""
    index = max(0, bisect_right(segments, offset, key=lambda segment: segment.media_start) - 1)
    return segments[index].wall_start + offset - segments[index].media_start


def _told(knots: Sequence[tuple[Millis, Millis]], at: Millis) -> Millis:
    """What the anchors make of an instant of the segments: straight between two of them, shifted before and after."""
    if not knots:
        return at
    index = bisect_left(knots, at, key=lambda knot: knot[0])
    if index == 0 or index == len(knots):
        recorded, true = knots[0 if index == 0 else -1]
        return true + at - recorded
    (start, true_start), (end, true_end) = knots[index - 1], knots[index]
    return true_start + (at - start) * (true_end - true_start) // (end - start)


def _piece(segment: Segment, start: Millis, end: Millis | None, knots: Sequence[tuple[Millis, Millis]]) -> Piece:
    media = segment.media_start - segment.wall_start
    if end is None:
        return Piece(_told(knots, start), media + start)
    return Piece(_told(knots, start), media + start, _told(knots, end), media + end)


def _media(piece: Piece, at: Millis) -> Millis:
    passed = at - piece.wall_start
    if piece.wall_end is None or piece.media_end is None:
        return piece.media_start + passed
    return piece.media_start + passed * (piece.media_end - piece.media_start) // (piece.wall_end - piece.wall_start)


def _wall(piece: Piece, offset: Millis) -> Millis:
    """Rounded up, so that the instant found is heard at ``offset`` again."""
    passed = offset - piece.media_start
    if piece.wall_end is None or piece.media_end is None:
        return piece.wall_start + passed
    return piece.wall_start - (-passed * (piece.wall_end - piece.wall_start) // (piece.media_end - piece.media_start))
