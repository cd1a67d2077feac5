"""How many played which part of each recording. Pure."""

from collections.abc import Container

from msgspec import Struct

from orchestrator.messages import Audience, Millis, RecordingId, Role
from orchestrator.recordings.state import Status
from orchestrator.recordings.timeline import Fit, locate
from orchestrator.reports.heard import turns
from orchestrator.reports.suppression import few
from orchestrator.reports.tapes import tapes
from orchestrator.session.state import Session
from orchestrator.viewing.decider import DAY, duration
from orchestrator.viewing.ranges import Ranges
from orchestrator.viewing.state import ViewerId, Viewing

PARTS = 120  # as finely as a phone's screen shows it
SHORTEST = 5_000  # ms


class Mark(Struct, frozen=True):
    """Where a question is heard first."""

    number: str
    offset: Millis


class Part(Struct, frozen=True, omit_defaults=True):
    """``viewers`` played something of the part that begins at ``offset``; absent where they were few."""

    offset: Millis
    viewers: int | None = None


class Played(Struct, frozen=True):
    """A recording in parts, each ``step`` ms long."""

    recording_id: RecordingId
    name: str
    duration: Millis
    step: Millis
    parts: list[Part]
    marks: list[Mark]


def played(session: Session, viewing: Viewing, viewers: Container[ViewerId]) -> list[Played]:
    """Every recording of which one of these viewers played something."""
    found = []
    for tape in tapes(session, Audience(Role.HOST)):
        ranges = [own[tape.id] for who, own in viewing.watched.items() if who in viewers and tape.id in own]
        if ranges and tape.recording.status != Status.REMOVED:
            whole = _length(session, tape.id, ranges)
            step = max(SHORTEST, -(-whole // PARTS))
            counts = _counts(ranges, step, -(-whole // step))
            parts = [Part(place * step, None if few(count) else count) for place, count in enumerate(counts)]
            found.append(Played(tape.id, tape.name, whole, step, parts, _marks(session, tape.id)))
    return found


def _length(session: Session, recording_id: RecordingId, ranges: list[Ranges]) -> Millis:
    """As long as it is known to be, or as far as anybody got."""
    known = duration(session.recordings.recordings[recording_id])
    return known if known < DAY else max(own[-1][1] for own in ranges)


def _counts(ranges: list[Ranges], step: Millis, parts: int) -> list[int]:
    counts = [0] * parts
    for own in ranges:
        touched = {place for start, end in own for place in range(start // step, min(parts, -(-end // step)))}
        for place in touched:
            counts[place] += 1
    return counts


def _marks(session: Session, recording_id: RecordingId) -> list[Mark]:
    recording = session.recordings.recordings[recording_id]
    if recording.room_id is not None:
        return []
    marks: dict[str, Millis] = {}
    for turn in turns(session):
        spot, number = locate(recording, turn.start), session.queue.questions[turn.question_id].number
        if number is not None and spot is not None and spot.fit is not Fit.BEFORE:
            marks.setdefault(number, spot.offset)
    return [Mark(number, offset) for number, offset in marks.items()]
