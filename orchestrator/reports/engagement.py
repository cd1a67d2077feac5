"""How an evening was taken part in, live and afterwards, as numbers: without names, and without counts of one to four people.

A count that is too small is ``None``, and so is what would give it away: ``suppression.py`` has the rule, and who knows it
still cannot tell. Nothing here comes from anybody but this server. Pure.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct

from orchestrator.messages import Millis, QuestionId, RoomId
from orchestrator.qa_queue.state import Stage
from orchestrator.reports.heard import heard, turns
from orchestrator.reports.people_rows import PersonRow, person_rows
from orchestrator.reports.played import Played, played
from orchestrator.reports.suppression import FEWEST, few, unsafe
from orchestrator.reports.taking_part import Group, asked, by_affiliation, by_room, takers
from orchestrator.session.state import Session
from orchestrator.viewing.state import NOBODY, Marks, ViewerId, Viewing

Times = Mapping[QuestionId, Mapping[ViewerId, Millis]]


class Figures(Struct, frozen=True, omit_defaults=True):
    """Of everybody, or of a group. People: ``joined``, ``voted``, ``watched``. Questions: ``drafted``, ``submitted``,
    ``answered``. ``minutes``: present, the median. What is absent is unknown, or of too few people."""

    name: str
    joined: int | None = None
    minutes: int | None = None
    drafted: int | None = None
    submitted: int | None = None
    answered: int | None = None
    voted: int | None = None
    watched: int | None = None
    watched_minutes: int | None = None
    room_id: RoomId | None = None


class QuestionFigures(Struct, frozen=True, omit_defaults=True):
    """``viewers`` played some of its time on air, ``seconds`` of it together. ``lasted``: seconds on air,
    rounded up."""

    question_id: QuestionId
    number: str
    text: str
    lasted: int
    viewers: int | None = None
    seconds: int | None = None
    too: int | None = None
    helped: int | None = None


class Minute(Struct, frozen=True, omit_defaults=True):
    """``people``: who was there in the minute that began ``at``; absent where they were few."""

    at: Millis
    people: int | None = None


class Engagement(Struct, frozen=True, omit_defaults=True):
    """``total`` and its parts are of those who were there, ``later`` of those who only watched. ``fewest``: the smallest count of
    people that is told. ``people``: one row each, under ids made for this report. Answers and ``recordings`` are told of all
    who watched, or not at all: a count without some of them would be wrong."""

    session_id: str
    title: str
    fewest: int
    total: Figures
    later: Figures
    rooms: list[Figures]
    affiliations: list[Figures]
    questions: list[QuestionFigures]
    minutes: list[Minute]
    people: list[PersonRow]
    recordings: list[Played] | None = None


def engagement(session: Session, viewing: Viewing, new_id: Callable[[], str]) -> Engagement:
    """The whole report. ``new_id`` makes ids that say nothing, not even who came first."""
    people, questions = takers(session, viewing), asked(session)
    rooms, affiliations = by_room(session, people, questions), by_affiliation(people, questions)
    whole = Group("Everybody", tuple(taker for taker in people if taker.live), tuple(questions))
    later = Group("Only watched", tuple(taker for taker in people if not taker.live))
    withheld = {column for column in COLUMNS for table in (rooms, affiliations, [whole]) if _unsafe(table, column) is None}
    told = not few(whole.joined)
    watching = "watched" not in withheld and not few(later.watched)
    shown = {taker.id for taker in people}
    times = {question: {who: own[who] for who in own if who in shown} for question, own in heard(session, viewing).items()}
    listed = [taker for taker in people if told and (taker.live or watching)]
    return Engagement(
        session_id=session.id,
        title=session.title,
        fewest=FEWEST,
        total=_figures(whole, withheld) if told else Figures(whole.name),
        later=_watched(later),
        rooms=_table(rooms, withheld) if told else [],
        affiliations=_table(affiliations, withheld) if told else [],
        questions=_questions(session, viewing, times if watching else None),
        minutes=[Minute(at, _told(len(there))) for at, there in sorted(viewing.rosters.items())],
        people=person_rows(listed, questions, times, new_id, watching),
        recordings=played(session, viewing, shown) if watching else None,
    )


COLUMNS: dict[str, Callable[[Group], int]] = {"voted": lambda group: group.voted, "watched": lambda group: group.watched}


def _unsafe(groups: Sequence[Group], column: str) -> frozenset[int] | None:
    """Which groups must not be told of in a column; of how many people each is, is told beside it."""
    count = COLUMNS[column]
    return unsafe([count(group) for group in groups], [group.joined for group in groups])


def _watched(group: Group) -> Figures:
    hidden = few(group.watched)
    return Figures(
        name=group.name,
        watched=None if hidden else group.watched,
        watched_minutes=None if hidden else group.watched_minutes,
    )


def _table(groups: Sequence[Group], withheld: set[str]) -> list[Figures]:
    hidden = {column: _unsafe(groups, column) or frozenset() for column in COLUMNS}
    return [
        _figures(group, withheld | {column for column, places in hidden.items() if place in places})
        for place, group in enumerate(groups)
    ]


def _figures(group: Group, hidden: set[str]) -> Figures:
    return Figures(
        name=group.name,
        joined=group.joined,
        minutes=group.minutes,
        drafted=len(group.questions),
        submitted=sum(question.submitted for question in group.questions),
        answered=sum(question.answered for question in group.questions),
        voted=None if "voted" in hidden else group.voted,
        watched=None if "watched" in hidden else group.watched,
        watched_minutes=None if "watched" in hidden else group.watched_minutes,
        room_id=group.room_id,
    )


def _told(count: int) -> int | None:
    return None if few(count) else count


def _questions(session: Session, viewing: Viewing, times: Times | None) -> list[QuestionFigures]:
    """Those that everybody may read, the most watched first. What was merged is told of with what it is part of. ``times``:
    who heard how much of each; ``None`` where that is not told."""
    lasted: Counter[QuestionId] = Counter()
    for turn in turns(session):
        lasted[turn.question_id] += turn.end - turn.start
    wholes: defaultdict[QuestionId, list[QuestionId]] = defaultdict(list)
    for question in session.queue.questions.values():
        wholes[session.queue.root(question).id].append(question.id)
    found = []
    for question in session.queue.questions.values():
        if question.stage is Stage.OPEN and question.published_at is not None:
            own, parts = None if times is None else times.get(question.id, {}), wholes[question.id]
            told = QuestionFigures(
                question_id=question.id,
                number=question.number or "",
                text=question.text,
                lasted=-(-lasted[question.id] // 1000),
                viewers=None if own is None else _told(len(own)),
                seconds=None if own is None or few(len(own)) else round(sum(own.values()) / 1000),
                too=_told(_people(viewing.toos, parts)),
                helped=_told(_people(viewing.helps, parts)),
            )
            found.append((-(told.seconds or 0), -told.lasted, question.sequence, told))
    return [told for *_, told in sorted(found, key=lambda each: each[:3])]


def _people(marks: Marks, questions: list[QuestionId]) -> int:
    """How many marked one of these questions."""
    return len({viewer_id for question_id in questions for viewer_id in marks.get(question_id, NOBODY)})
