"""The evening as a picture and as a table: its parts, who was on air and when, what was recorded. All as shares of the whole."""

from collections.abc import Iterable, Sequence
from itertools import zip_longest

from msgspec import Struct

from orchestrator.agenda.view import PhaseView, phase_rows
from orchestrator.messages import Millis
from orchestrator.reports.question_log import LoggedQuestion
from orchestrator.reports.tapes import Tape
from orchestrator.rooms.state import Room
from orchestrator.session.state import Session


class Stretch(Struct, frozen=True):
    """From ``start`` to ``end`` (UTC ms); ``x`` and ``width`` in percent of the evening. ``word``: what it is of."""

    start: Millis
    end: Millis
    x: float
    width: float
    word: str
    kind: str = ""


class Lane(Struct, frozen=True):
    """What one room had of the air."""

    room: Room
    turns: list[Stretch]

    @property
    def airtime(self) -> Millis:
        return sum(each.end - each.start for each in self.turns)


class Strip(Struct, frozen=True):
    """``turns``: the questions that were on air. ``lanes``: the same by room. ``recorded``: what was recorded, by recording."""

    start: Millis
    end: Millis
    parts: list[Stretch]
    turns: list[Stretch]
    lanes: list[Lane]
    recorded: dict[str, list[Stretch]]


def strip(session: Session, questions: Sequence[LoggedQuestion], tapes: Iterable[Tape]) -> Strip | None:
    """``None`` before anything has begun."""
    parts = list(_parts(session))
    if not parts:
        return None
    start, end = parts[0][0], parts[-1][1]

    def stretch(begin: Millis, until: Millis, word: str, kind: str = "") -> Stretch | None:
        begin, until = max(begin, start), min(until, end)
        if until <= begin:
            return None
        share = 100 / (end - start)
        return Stretch(begin, until, (begin - start) * share, (until - begin) * share, word, kind)

    turns: list[Stretch] = []
    lanes = {room.id: Lane(room, []) for room in sorted(session.rooms.rooms.values(), key=lambda room: room.position)}
    for question in questions:
        turn = _turn(question)
        shown = None if turn is None else stretch(*turn, question.number or "")
        if shown is not None and question.merged_into is None:
            turns.append(shown)
            lanes[question.room_id].turns.append(shown)
    recorded = {
        tape.id: [
            shown
            for piece in tape.recording.pieces
            if (shown := stretch(piece.wall_start, end if piece.wall_end is None else piece.wall_end, tape.name)) is not None
        ]
        for tape in tapes
    }
    return Strip(
        start=start,
        end=end,
        parts=[shown for each in parts if (shown := stretch(*each)) is not None],
        turns=turns,
        lanes=[lane for lane in lanes.values() if lane.turns],
        recorded={tape: stretches for tape, stretches in recorded.items() if stretches},
    )


def _parts(session: Session) -> Iterable[tuple[Millis, Millis, str, str]]:
    """Every part that was held, until the next one began."""
    rows = (phase for phase in phase_rows(session.agenda, session.starts_at).values() if phase.starts_at is not None)
    held = sorted(rows, key=lambda phase: phase.starts_at or 0)
    for phase, following in zip_longest(held, held[1:]):
        start = phase.starts_at or 0
        end = _end(phase, start, session.finished_at if following is None else following.starts_at)
        if end > start:
            yield start, end, phase.title, phase.kind


def _end(phase: PhaseView, start: Millis, limit: Millis | None) -> Millis:
    return phase.ended_at or limit or phase.ends_at or start + phase.duration


def _turn(question: LoggedQuestion) -> tuple[Millis, Millis] | None:
    """From the call to the answer, or to the promise that took its place."""
    start, ends = question.on_air_at, (question.answered_at, question.promised_at)
    if start is None:
        return None
    return start, min((end for end in ends if end is not None and end > start), default=start + SHORTEST)


SHORTEST = 30_000  # ms; what was called and has no end still shows
