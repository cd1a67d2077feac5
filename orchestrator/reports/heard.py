"""Who heard which answers afterwards: what was played of the recordings, against the times on air. Pure."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from orchestrator.messages import Millis, QuestionId, RecordingId
from orchestrator.recordings.state import Recording, Status
from orchestrator.recordings.timeline import Piece, pieces
from orchestrator.session.state import Session
from orchestrator.viewing.ranges import Ranges, merged, within
from orchestrator.viewing.state import ViewerId, Viewing


class Turn(NamedTuple):
    """A time on air, that is over."""

    start: Millis
    end: Millis
    question_id: QuestionId


def heard(session: Session, viewing: Viewing) -> dict[QuestionId, dict[ViewerId, Millis]]:
    """For each question that was on air, how much of that each viewer has played: the time of the evening they heard, so it is
    never more than it lasted, however often and in however many recordings they played it."""
    on_air = turns(session)
    found: dict[QuestionId, dict[ViewerId, Millis]] = {turn.question_id: {} for turn in on_air}
    plenary = {
        each.id: each
        for each in session.recordings.recordings.values()
        if each.room_id is None and each.status is not Status.REMOVED
    }
    for viewer_id, watched in viewing.watched.items():
        played = moments(plenary, dict(watched.items()))
        for turn, time in _shared(on_air, played):
            own = found[turn.question_id]
            own[viewer_id] = own.get(viewer_id, 0) + time
    return found


def turns(session: Session) -> list[Turn]:
    """Every time on air that has ended, in order. At most one question is on air, so they do not overlap."""
    known = [
        Turn(span.start, span.end, question_id)
        for question_id, hearing in session.panel.hearings.items()
        for span in hearing.spans
        if span.end is not None and span.start < span.end
    ]
    return sorted(known)


def moments(recordings: Mapping[RecordingId, Recording], watched: Mapping[RecordingId, Ranges]) -> Ranges:
    """When that what somebody played was recorded, in wall clock."""
    return merged(
        stretch
        for recording_id, ranges in watched.items()
        if recording_id in recordings
        for piece in pieces(recordings[recording_id])
        for stretch in _recorded(piece, ranges)
    )


def _recorded(piece: Piece, ranges: Ranges) -> Iterable[tuple[Millis, Millis]]:
    """What of the ranges lies in a piece, as stretches of the wall clock. Rounded down at both ends: what joins, joins there."""
    whole = max((end for _, end in ranges), default=0)
    end = max(whole, piece.media_start) if piece.media_end is None else piece.media_end
    for start, stop in within(ranges, piece.media_start, end):
        yield _wall(piece, start), _wall(piece, stop)


def _wall(piece: Piece, offset: Millis) -> Millis:
    passed = offset - piece.media_start
    if piece.wall_end is None or piece.media_end is None:
        return piece.wall_start + passed
    return piece.wall_start + passed * (piece.wall_end - piece.wall_start) // (piece.media_end - piece.media_start)


def _shared(on_air: list[Turn], played: Ranges) -> Iterable[tuple[Turn, Millis]]:
    """The turns of which something was played, with how much. Both are in order, so one walk is enough."""
    first = 0
    for turn in on_air:
        while first < len(played) and played[first][1] <= turn.start:
            first += 1
        time, place = 0, first
        while place < len(played) and played[place][0] < turn.end:
            time += min(turn.end, played[place][1]) - max(turn.start, played[place][0])
            place += 1
        if time:
            yield turn, time
