"""One row a person, for who wants to reckon with them: without a name, a room or an affiliation. Pure."""

from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from orchestrator.messages import Millis, QuestionId
from orchestrator.reports.suppression import few
from orchestrator.reports.taking_part import Asked, Taker
from orchestrator.viewing.state import ViewerId


class PersonRow(Struct, frozen=True, omit_defaults=True):
    """``person``: made for this report. ``answers``: how many questions they heard something of, afterwards. What is absent
    is unknown, or something that few people did."""

    person: str
    live: bool | None = None
    minutes: int | None = None
    drafted: int | None = None
    submitted: int | None = None
    answered: int | None = None
    voted: bool | None = None
    watched_minutes: int | None = None
    answers: int | None = None


CLOSED = (
    "drafted",
    "submitted",
    "answered",
    "voted",
    "watched_minutes",
    "answers",
)  # nobody's row tells of what one to four people did


def person_rows(
    people: Sequence[Taker],
    questions: Sequence[Asked],
    times: Mapping[QuestionId, Mapping[ViewerId, Millis]],
    new_id: Callable[[], str],
    watching: bool,
) -> list[PersonRow]:
    """``watching``: whether it may be told who watched what."""
    rows = [_row(taker, questions, times, new_id(), watching) for taker in people]
    for column in CLOSED:
        if few(sum(bool(getattr(row, column)) for row in rows)):
            rows = [replace(row, **{column: None}) for row in rows]
    return sorted(rows, key=lambda row: row.person)


def _row(
    taker: Taker, questions: Sequence[Asked], times: Mapping[QuestionId, Mapping[ViewerId, Millis]], name: str, watching: bool
) -> PersonRow:
    own = [question for question in questions if question.author_id == taker.id]
    return PersonRow(
        person=name,
        live=taker.live,
        minutes=taker.minutes,
        drafted=len(own),
        submitted=sum(question.submitted for question in own),
        answered=sum(question.answered for question in own),
        voted=taker.voted,
        watched_minutes=round(taker.watched / 60_000) if watching else None,
        answers=sum(taker.id in viewers for viewers in times.values()) if watching else None,
    )
