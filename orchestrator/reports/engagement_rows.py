"""The engagement report as one table for a sheet: ``part`` says of what a row is."""

from collections.abc import Iterator

from orchestrator.reports.engagement import Engagement, Figures
from orchestrator.reports.people_rows import PersonRow
from orchestrator.reports.rows import Cell

COLUMNS = (
    *("part", "name", "joined", "minutes", "drafted", "submitted", "answered", "voted", "watched", "watched_minutes"),
    *("on_air_seconds", "viewers", "seconds", "too", "helped", "answers"),
)


def engagement_rows(report: Engagement) -> Iterator[tuple[Cell, ...]]:
    """In the order of ``COLUMNS``: everybody, those who only watched, rooms, affiliations, questions, people. An empty cell is
    unknown, or not told."""
    yield _figures("everybody", report.total)
    yield _figures("later", report.later)
    yield from (_figures("room", each) for each in report.rooms)
    yield from (_figures("affiliation", each) for each in report.affiliations)
    for each in report.questions:
        name = f"{each.number} {each.text}".strip()
        yield _row(
            "question",
            name,
            on_air_seconds=each.lasted,
            viewers=each.viewers,
            seconds=each.seconds,
            too=each.too,
            helped=each.helped,
        )
    yield from (_person(each) for each in report.people)


def _figures(part: str, of: Figures) -> tuple[Cell, ...]:
    return _row(
        part,
        of.name,
        joined=of.joined,
        minutes=of.minutes,
        drafted=of.drafted,
        submitted=of.submitted,
        answered=of.answered,
        voted=of.voted,
        watched=of.watched,
        watched_minutes=of.watched_minutes,
    )


def _person(of: PersonRow) -> tuple[Cell, ...]:
    return _row(
        "person",
        of.person,
        joined=of.live,
        minutes=of.minutes,
        drafted=of.drafted,
        submitted=of.submitted,
        answered=of.answered,
        voted=of.voted,
        watched_minutes=of.watched_minutes,
        answers=of.answers,
    )


def _row(part: str, name: str, **cells: int | None) -> tuple[Cell, ...]:
    told = {column: None if cell is None else int(cell) for column, cell in cells.items()}
    return part, name, *(told.get(column) for column in COLUMNS[2:])
