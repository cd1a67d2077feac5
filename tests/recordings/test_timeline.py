"""Wall clock to offset in a recording, and back."""

from itertools import pairwise

import pytest
from hypothesis import given as for_any
from hypothesis import strategies as st
from msgspec.structs import replace

from orchestrator.messages import Rejected
from orchestrator.recordings import mapping
from orchestrator.recordings.state import Anchor, Confidence, Recording, Segment
from orchestrator.recordings.timeline import Fit, Piece, Spot, locate, pieces, wall
from tests.given import MINUTE, SECOND, given, linked, segment, t

PAUSED = (segment("19:00", "19:10", 0), segment("19:30", "19:40", 10 * MINUTE))


def recording(**details: int) -> Recording:
    return given(linked("rec1", **details)).session.recordings.recordings["rec1"]


def of(*segments: Segment, **details: object) -> Recording:
    return Recording("rec1", None, segments=segments, measured=Confidence.EXACT, **details)


def offset_at(known: Recording, at: int) -> int | None:
    spot = locate(known, at)
    return None if spot is None else spot.offset


# Without anchors


def test_an_instant_is_heard_as_long_after_the_beginning_as_it_was() -> None:
    spot = locate(recording(started_at=t("19:00"), duration=90 * MINUTE), t("19:20"))
    assert spot == Spot(20 * MINUTE, Confidence.ANCHORED, Fit.INSIDE)


@pytest.mark.parametrize(("at", "heard"), [(t("19:00"), 0), (t("20:00") - 1, 60 * MINUTE - 1), (t("20:00"), None)])
def test_what_came_after_the_end_is_not_heard(at: int, heard: int | None) -> None:
    assert offset_at(recording(started_at=t("19:00"), duration=60 * MINUTE), at) == heard


def test_what_came_before_the_beginning_is_the_beginning_and_flagged() -> None:
    spot = locate(recording(started_at=t("19:00")), t("18:59"))
    assert spot == Spot(0, Confidence.ANCHORED, Fit.BEFORE)
    assert spot.snapped


def test_a_recording_of_unknown_length_goes_on() -> None:
    assert offset_at(recording(started_at=t("19:00")), t("23:00")) == 240 * MINUTE


def test_without_a_beginning_nothing_can_be_found() -> None:
    known = recording(duration=60 * MINUTE)
    assert (locate(known, t("19:20")), wall(known, 0), pieces(known)) == (None, None, ())


def test_what_happened_in_a_pause_is_where_the_recording_goes_on_and_flagged() -> None:
    assert [offset_at(of(*PAUSED), t(clock)) for clock in ("19:05", "19:31")] == [5 * MINUTE, 11 * MINUTE]
    spot = locate(of(*PAUSED), t("19:20"))
    assert spot == Spot(10 * MINUTE, Confidence.EXACT, Fit.GAP)
    assert spot.snapped


def test_an_offset_was_recorded_at_one_instant() -> None:
    assert [wall(of(*PAUSED), minute * MINUTE) for minute in (0, 5, 10, 15)] == [
        t("19:00"),
        t("19:05"),
        t("19:30"),
        t("19:35"),
    ]


def test_an_offset_after_the_end_was_never_recorded() -> None:
    assert wall(of(*PAUSED), 20 * MINUTE) is None


def test_an_open_end_is_where_the_recording_ends() -> None:
    goes_on = (PAUSED[0], segment("19:30", None, 10 * MINUTE))
    assert [offset_at(of(*goes_on, duration=duration), t("19:50")) for duration in (None, 25 * MINUTE)] == [30 * MINUTE, None]


def test_a_clock_that_was_a_minute_ahead_is_a_minute_taken_off() -> None:
    ahead = of(*PAUSED, clock=MINUTE)
    assert [offset_at(ahead, t(clock)) for clock in ("18:59", "19:04", "19:30")] == [0, 5 * MINUTE, 11 * MINUTE]


def test_a_clock_that_was_a_minute_behind_is_a_minute_added() -> None:
    assert offset_at(of(*PAUSED, clock=-MINUTE), t("19:06")) == 5 * MINUTE


# Anchors


def test_one_anchor_shifts_everything() -> None:
    known = of(*PAUSED, anchors=(Anchor(t("19:05"), 4 * MINUTE),))
    assert [offset_at(known, t(clock)) for clock in ("19:01", "19:10", "19:32", "19:41")] == [0, 9 * MINUTE, 11 * MINUTE, None]
    assert locate(known, t("19:05")) == Spot(4 * MINUTE, Confidence.ANCHORED, Fit.INSIDE)


def test_two_anchors_stretch_what_lies_between_them_and_nothing_else() -> None:
    known = of(segment("19:00", "20:00", 0), anchors=(Anchor(t("19:10"), 10 * MINUTE), Anchor(t("19:40"), 30 * MINUTE)))
    assert [offset_at(known, t(clock)) for clock in ("19:05", "19:25", "19:45")] == [5 * MINUTE, 20 * MINUTE, 35 * MINUTE]
    assert wall(known, 20 * MINUTE) == t("19:25")


def test_an_anchor_alone_makes_a_beginning() -> None:
    known = Recording("rec1", None, duration=60 * MINUTE, anchors=(Anchor(t("20:05"), 5 * MINUTE),))
    assert [offset_at(known, t(clock)) for clock in ("20:00", "20:59", "21:00")] == [0, 59 * MINUTE, None]
    assert pieces(known) == (
        Piece(t("20:00"), 0, t("20:05"), 5 * MINUTE),
        Piece(t("20:05"), 5 * MINUTE, t("21:00"), 60 * MINUTE),
    )


def test_an_anchor_outside_of_what_was_recorded_after_all_says_nothing() -> None:
    assert pieces(of(*PAUSED, anchors=(Anchor(t("19:05"), 90 * MINUTE),))) == pieces(of(*PAUSED))


# Any recording

START = t("19:00")
SHORT, MEDIUM, LONG = st.integers(1, 9), st.integers(1, 500), st.integers(1, 90 * MINUTE)
LENGTHS = SHORT | MEDIUM | LONG


@st.composite
def recordings(draw: st.DrawFn, anchors: int = 4) -> Recording:
    """With pauses and jumps of the media, an open end, a clock that is wrong, and up to so many anchors that hold together."""
    at, media, segments = START, draw(st.just(0) | MEDIUM), []
    for _ in range(draw(st.integers(0 if anchors else 1, 5))):
        length = draw(LENGTHS)
        segments.append(Segment(at, at + length, media))
        at, media = at + length + draw(st.just(0) | LENGTHS), media + length + draw(st.just(0) | MEDIUM)
    if segments and draw(st.booleans()):
        segments[-1] = replace(segments[-1], wall_end=None)
    duration = draw(st.none() | LENGTHS) if not segments else None
    known = Recording("rec1", None, segments=tuple(segments), duration=duration, clock=draw(st.integers(-MINUTE, MINUTE)))
    ats = draw(st.lists(st.integers(START - 500, at + 500), min_size=anchors and 2, max_size=anchors))
    heard = [
        offset
        for offset in draw(st.lists(st.integers(0, media), min_size=anchors and 2, max_size=anchors))
        if _has(known, offset)
    ]
    for each, offset in zip(sorted(ats), sorted(heard), strict=False):
        known = with_anchor(known, each, offset)
    return known


def _has(known: Recording, offset: int) -> bool:
    return not known.segments or wall(known, offset) is not None


def with_anchor(known: Recording, at: int, offset: int) -> Recording:
    """Where it holds together with the others."""
    anchored = replace(known, anchors=mapping.with_anchor(known.anchors, at, offset))
    try:
        mapping.check(anchored)
    except Rejected:
        return known
    return anchored


def instants(known: Recording) -> list[int]:
    """Around every corner of a recording, and between."""
    corners = [at for piece in pieces(known) for at in (piece.wall_start, piece.wall_end) if at is not None]
    between = [(one + other) // 2 for one, other in pairwise(corners)]
    return sorted({at + step for at in (*corners, *between) for step in (-SECOND, -1, 0, 1, SECOND)})


def offsets(known: Recording) -> list[int]:
    corners = [at for piece in pieces(known) for at in (piece.media_start, piece.media_end) if at is not None]
    between = [(one + other) // 2 for one, other in pairwise(corners)]
    return sorted({max(0, at + step) for at in (*corners, *between) for step in (-SECOND, -1, 0, 1, SECOND)})


@for_any(recordings())
def test_pieces_are_in_order_and_never_overlap(known: Recording) -> None:
    parts = pieces(known)
    for piece in parts:
        assert piece.wall_end is None or piece.wall_start < piece.wall_end
        assert piece.media_end is None or piece.media_start < piece.media_end
    for before, after in pairwise(parts):
        assert before.wall_end is not None
        assert before.media_end is not None
        assert before.wall_end <= after.wall_start
        assert before.media_end <= after.media_start


@for_any(recordings())
def test_what_was_later_is_never_heard_earlier_and_nothing_before_the_beginning(known: Recording) -> None:
    heard = [spot for at in instants(known) if (spot := locate(known, at)) is not None]
    assert [spot.offset for spot in heard] == sorted(spot.offset for spot in heard)
    assert all(spot.offset >= 0 for spot in heard)


@for_any(recordings(anchors=0))
def test_what_was_heard_later_was_later_within_a_segment(known: Recording) -> None:
    inside = [spot.offset for at in instants(known) if (spot := locate(known, at)) is not None and spot.fit is Fit.INSIDE]
    assert len(inside) == len(set(inside))


@for_any(recordings())
def test_an_instant_in_a_piece_is_inside_and_every_other_one_is_flagged(known: Recording) -> None:
    for at in instants(known):
        inside = any(piece.wall_start <= at and (piece.wall_end is None or at < piece.wall_end) for piece in pieces(known))
        spot = locate(known, at)
        assert inside == (spot is not None and not spot.snapped)
        if spot is not None and spot.snapped:
            assert spot.offset in {piece.media_start for piece in pieces(known) if at < piece.wall_start}


@for_any(recordings())
def test_what_is_heard_there_is_heard_at_its_instant_again(known: Recording) -> None:
    for at in instants(known):
        spot = locate(known, at)
        if spot is not None and spot.fit is Fit.INSIDE:
            back = wall(known, spot.offset)
            assert back is not None
            assert back <= at
            assert locate(known, back) == spot


@for_any(recordings())
def test_where_the_media_runs_as_fast_as_the_clock_nothing_is_lost_there_and_back(known: Recording) -> None:
    for offset in offsets(known):
        piece = next(
            (p for p in pieces(known) if p.media_start <= offset and (p.media_end is None or offset < p.media_end)), None
        )
        at = wall(known, offset)
        assert (at is None) == (piece is None)
        if at is not None and piece is not None and evenly(piece):
            assert offset_at(known, at) == offset


def evenly(piece: Piece) -> bool:
    if piece.wall_end is None or piece.media_end is None:
        return True
    return piece.wall_end - piece.wall_start == piece.media_end - piece.media_start


@for_any(recordings())
def test_an_anchor_is_always_hit(known: Recording) -> None:
    for anchor in known.anchors:
        assert locate(known, anchor.at) == Spot(anchor.offset, Confidence.ANCHORED, Fit.INSIDE)


@for_any(recordings(anchors=0), st.integers(-MINUTE, MINUTE), st.integers(0, 200))
def test_one_anchor_shifts_all_by_the_same(known: Recording, by: int, offset: int) -> None:
    at = wall(known, offset)
    anchored = known if at is None else with_anchor(known, at + by, offset)
    if anchored.anchors:
        assert [offset_at(anchored, instant + by) for instant in instants(known)] == [
            offset_at(known, instant) for instant in instants(known)
        ]


@for_any(recordings(), st.integers(-MINUTE, MINUTE))
def test_a_clock_set_right_shifts_all_by_the_same(known: Recording, by: int) -> None:
    unanchored = replace(known, anchors=())
    later = replace(unanchored, clock=known.clock + by)
    assert [offset_at(later, at - by) for at in instants(unanchored)] == [
        offset_at(unanchored, at) for at in instants(unanchored)
    ]


@for_any(recordings(), st.randoms(use_true_random=False))
def test_anchors_may_be_set_in_any_order(known: Recording, chance) -> None:
    anchors = list(known.anchors)
    chance.shuffle(anchors)
    again = replace(known, anchors=())
    for anchor in anchors:
        again = with_anchor(again, anchor.at, anchor.offset)
    assert again.anchors == known.anchors
    assert pieces(again) == pieces(known)
