"""The question log as a table: one row a question, the same for every kind of sheet."""

from msgspec import Struct

from orchestrator.messages import Millis, QuestionId
from orchestrator.reports.question_log import LoggedQuestion, QuestionLog
from orchestrator.session.state import Session

COLUMNS = (
    *("number", "status", "room", "theme", "text", "submitted_at", "on_air_at", "answered_at", "answer", "owner", "link"),
    *("due_at", "written_at", "addressed_to", "part_of", "also_from", "airtime_seconds", "wordings"),
)


class Instant(Struct, frozen=True):
    """A cell that is a time: UTC ms."""

    at: Millis


class Link(Struct, frozen=True):
    """A cell that is an address."""

    url: str


Cell = str | int | Instant | Link | None


def rows(session: Session, log: QuestionLog, base: str) -> list[tuple[Cell, ...]]:
    """The cells of every question, in the order of ``COLUMNS``; ``None`` is an empty one. ``base``: what our own paths follow."""
    numbers = {question.question_id: question.number for question in log.questions}
    return [_row(session, question, numbers, base) for question in log.questions]


def _row(session: Session, question: LoggedQuestion, numbers: dict[QuestionId, str], base: str) -> tuple[Cell, ...]:
    room = session.rooms.rooms[question.room_id]
    return (
        question.number,
        question.status,
        room.letter,
        room.theme,
        question.text,
        _instant(question.submitted_at),
        _instant(question.on_air_at),
        _instant(question.answered_at),
        question.answer,
        question.owner,
        _link(question, base),
        _instant(question.due_at),
        _instant(question.written_at),
        question.addressed_to,
        None if question.merged_into is None else numbers.get(question.merged_into),
        " ".join(session.rooms.rooms[room_id].letter for room_id in question.credited) or None,
        None if question.airtime is None else round(question.airtime / 1000),
        question.wordings,
    )


def _link(question: LoggedQuestion, base: str) -> Link | None:
    """To the call that led to the answer; earlier ones would lead to the wrong second."""
    asked = (place for place in question.places if place.at == question.on_air_at)
    return next((Link(absolute(place.url, base)) for place in asked), None)


def absolute(url: str, base: str) -> str:
    """A link that works outside our pages, too: ``base`` is put before a path of ours."""
    return f"{base}{url}" if url.startswith("/") else url


def _instant(at: Millis | None) -> Instant | None:
    return None if at is None else Instant(at)
