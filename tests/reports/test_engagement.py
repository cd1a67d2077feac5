"""How an evening was taken part in: the numbers, what is not told, and that nobody can be recognised."""

import csv
import io
import itertools
import json
from collections.abc import Iterator

import msgspec
import pytest

from orchestrator.reports.csv_file import csv_file
from orchestrator.reports.engagement import Engagement, Figures, engagement
from orchestrator.reports.engagement_rows import COLUMNS, engagement_rows
from orchestrator.session.state import Session
from orchestrator.viewing.decider import Limits
from tests.given import (
    MINUTE,
    SECOND,
    Events,
    agenda,
    answered,
    called,
    drafted,
    entered,
    finished,
    given,
    joined,
    linked,
    merged,
    opened,
    room_added,
    room_edited,
    submitted,
    t,
    voted,
)
from tests.viewing.watching import Count, FindHelpful, HaveToo, Story, watched

SIZES = {"r1": 12, "r2": 8, "r3": 3}
SECRET = "Canary"
AUTHORS = ("r1p0", "r2p0", "r1p1", "r3p0")  # of q1, q2, q3, and a draft


def people(room: str) -> list[str]:
    return [f"{room}p{number}" for number in range(SIZES[room])]


def evening(*more: Events) -> Session:
    """Twelve, eight and three people in three rooms; of two institutions, and three of neither; q1 and q2 are answered."""
    schools = {"r1": "North", "r2": "South", "r3": None}
    return given(
        *(joined(who, room, affiliation=schools[room], name=f"{SECRET} {who}") for room in SIZES for who in people(room)),
        *(
            drafted(f"q{number}", by=who, room=who[:2], text=f"Why {number}?")
            for number, who in enumerate(("r1p0", "r2p0", "r1p1", "r3p0"), 1)
        ),
        *(submitted(f"q{number}", at=t("19:30")) for number in (1, 2, 3)),
        *(voted("q1", who, who[:2]) for who in (*people("r1")[:7], *people("r2")[:6])),
        entered("ph3", at=t("20:00")),
        *(called("q1", at=t("20:01")), answered("q1", at=t("20:03")), called("q2", at=t("20:05")), answered("q2", at=t("20:06"))),
        finished(at=t("21:00")),
        linked("rec1", started_at=t("20:00"), duration=60 * MINUTE),
        *more,
        evening=(
            opened(),
            *(room_added(room, theme, at=t("18:51")) for room, theme in (("r1", "Mentoring"), ("r2", "Trust"), ("r3", "Time"))),
            *agenda("breakout", "break", "panel"),
        ),
    ).session


def report(story: Story | None = None) -> Engagement:
    story = story or Story(session=evening(), limits=Limits())
    ids = (f"x{number:03}" for number in itertools.count())
    return engagement(story.session, story.viewing, lambda: next(ids))


def story(*more: Events) -> Story:
    return Story(session=evening(*more), limits=Limits())


def named(figures: list[Figures]) -> dict[str, Figures]:
    return {each.name: each for each in figures}


# -- live


def test_it_is_counted_who_joined_wrote_voted_and_was_answered() -> None:
    total = report().total
    assert (total.joined, total.drafted, total.submitted, total.answered, total.voted) == (23, 4, 3, 2, 13)


def test_rooms_stand_in_their_order_and_small_ones_together_with_the_next() -> None:
    rooms = report().rooms
    assert [(each.name, each.joined, each.submitted, each.voted) for each in rooms] == [
        ("A · Mentoring", 12, 2, 7),
        ("Together: B · Trust; C · Time", 11, 1, 6),
    ]


def test_it_is_not_said_which_affiliations_were_small() -> None:
    affiliations = report().affiliations
    assert [(each.name, each.joined) for each in affiliations] == [("North", 12), ("Others", 11)]


def test_hosts_and_panelists_are_no_participants() -> None:
    more = report(story(joined("ha", role="host"), joined("pa", role="panelist"), joined("mo", role="moderator")))
    assert more.total.joined == 23


def test_the_minutes_present_are_those_of_the_one_in_the_middle() -> None:
    told = story()
    for minute in range(10):
        told.roster(f"19:{10 + minute}", *people("r1")[: 12 - minute], *people("r2"))
    after = report(told)
    assert named(after.rooms)["A · Mentoring"].minutes == 6
    assert after.total.minutes == 9
    assert [(each.at, each.people) for each in after.minutes][:2] == [(t("19:10"), 20), (t("19:11"), 19)]


def test_without_a_register_nobody_was_present_for_no_minutes() -> None:
    assert report().total.minutes is None


def test_a_minute_with_few_people_is_not_told_of() -> None:
    told = story().roster("19:10", *people("r3")).roster("19:11", *people("r1"))
    assert [each.people for each in report(told).minutes] == [None, 12]


# -- afterwards


def watching(count: int, *ranges: tuple[int, int]) -> Story:
    told = story()
    for number in range(count):
        told.when(watched(*(ranges or ((0, 3 * MINUTE),))), f"w{number}")
    return told


def test_it_is_counted_who_watched_and_how_long() -> None:
    told = watching(6)
    for who in people("r1")[:5]:
        told.when(watched((0, 2 * MINUTE)), who)
    after = report(told)
    assert (after.total.watched, after.total.watched_minutes) == (5, 10)
    assert (after.later.watched, after.later.watched_minutes) == (6, 18)
    assert {name: (each.watched, each.watched_minutes) for name, each in named(after.rooms).items()} == {
        "A · Mentoring": (5, 10),
        "Together: B · Trust; C · Time": (0, 0),
    }


def test_each_answer_has_its_viewers_and_seconds() -> None:
    told = watching(6, (90 * SECOND, 3 * MINUTE))
    told.when(watched((5 * MINUTE, 6 * MINUTE)), "w0")
    q1, q2, q3 = (next(each for each in report(told).questions if each.question_id == f"q{n}") for n in (1, 2, 3))
    assert (q1.viewers, q1.seconds, q1.lasted) == (6, 6 * 90, 120)
    assert (q2.viewers, q2.seconds, q2.lasted) == (None, None, 60)
    assert (q3.viewers, q3.seconds, q3.lasted) == (0, 0, 0)


def test_the_most_watched_comes_first() -> None:
    assert [each.question_id for each in report(watching(6, (5 * MINUTE, 6 * MINUTE))).questions] == ["q2", "q1", "q3"]


def test_what_is_part_of_another_counts_there_and_each_person_once() -> None:
    told = story(merged("q3", into="q1"))
    for number in range(5):
        told.when(HaveToo(question_id="q3", on=True), f"w{number}")
        told.when(HaveToo(question_id="q1", on=True), f"w{number + 1}")
    told.when(FindHelpful(question_id="q1", on=True), "w1")
    q1, *_ = report(told).questions
    assert (q1.question_id, q1.too, q1.helped) == ("q1", 6, None)
    assert [each.question_id for each in report(told).questions] == ["q1", "q2"]


def test_who_declined_is_nowhere() -> None:
    told = watching(6).roster("19:10", *people("r1"))
    told.when(Count(on=False), "w0").when(Count(on=False), "r1p0")
    after = report(told)
    assert after.later.watched == 5
    assert after.minutes[0].people == 11
    assert sum(row.minutes is not None for row in after.people) == 22


def test_a_recording_is_told_of_part_by_part() -> None:
    (tape,) = report(watching(6, (0, 10 * MINUTE))).recordings or ()
    assert (tape.name, tape.duration, tape.step, len(tape.parts)) == ("Everybody together", 60 * MINUTE, 30 * SECOND, 120)
    assert [part.viewers for part in tape.parts] == [6] * 20 + [0] * 100
    assert [(mark.number, mark.offset) for mark in tape.marks] == [("A-1", MINUTE), ("B-1", 5 * MINUTE)]
    told = watching(6, (0, 10 * MINUTE))
    told.when(watched((20 * MINUTE, 25 * MINUTE)), "w1")
    (tape,) = report(told).recordings or ()
    assert [part.viewers for part in tape.parts] == [6] * 20 + [0] * 20 + [None] * 10 + [0] * 70


def test_a_question_that_was_on_air_for_less_than_a_second_was_on_air() -> None:
    short = given(
        *(joined(who, "r1") for who in people("r1")),
        *(drafted("q1", by="r1p0", room="r1"), submitted("q1"), entered("ph3", at=t("20:00"))),
        *(called("q1", at=t("20:01")), answered("q1", at=t("20:01") + 360)),
    ).session
    told = json.loads(msgspec.json.encode(report(Story(session=short))))
    assert [question["lasted"] for question in told["questions"]] == [1]
    never = json.loads(msgspec.json.encode(report()))["questions"]
    assert {question["question_id"]: question["lasted"] for question in never} == {"q1": 120, "q2": 60, "q3": 0}


def two_rooms(live: int, later: int) -> Story:
    """Thirty people in two rooms; ``live`` of them, taken from both in turn, and ``later`` others heard the first answer."""
    who = [f"r{1 + number % 2}p{number}" for number in range(30)]
    told = Story(
        session=given(
            *(joined(each, each[:2]) for each in who),
            *(drafted("q1", by=who[0], room="r1"), submitted("q1"), drafted("q2", by=who[0], room="r1"), submitted("q2")),
            entered("ph3", at=t("20:00")),
            *(called("q1", at=t("20:00")), answered("q1", at=t("20:00:20"))),
            *(called("q2", at=t("20:30")), answered("q2", at=t("20:30:20"))),
            linked("rec1", started_at=t("20:00"), duration=60 * MINUTE),
        ).session,
        limits=Limits(),
    )
    for viewer in (*who[:live], *(f"w{number}" for number in range(later))):
        told.when(watched((0, MINUTE)), viewer)
    return told


@pytest.mark.parametrize(("live", "later"), [(6, 0), (8, 0), (1, 7), (20, 4), (3, 2), (0, 2)])
def test_where_some_viewers_must_not_be_told_no_count_of_answers_or_recordings_is(live: int, later: int) -> None:
    """Without them it would be wrong, with them it would give them away."""
    after = report(two_rooms(live, later))
    assert after.total.watched is None or after.later.watched is None
    assert after.recordings is None
    told = json.loads(msgspec.json.encode(after))
    assert "recordings" not in told
    assert all(question.keys().isdisjoint({"viewers", "seconds"}) for question in told["questions"])
    rows = csv.DictReader(io.StringIO(csv_file(COLUMNS, engagement_rows(after))))
    assert {(row["viewers"], row["seconds"]) for row in rows if row["part"] == "question"} == {("", "")}


@pytest.mark.parametrize(("live", "later"), [(0, 0), (0, 7), (20, 0), (20, 7)])
def test_else_all_who_watched_are_counted(live: int, later: int) -> None:
    after = report(two_rooms(live, later))
    assert [(question.viewers, question.seconds) for question in after.questions] == [
        (live + later, 20 * (live + later)),
        (0, 0),
    ]
    assert after.recordings is not None
    assert [tape.parts[0].viewers for tape in after.recordings] == ([live + later] if live + later else [])


# -- what is not told


def numbers(after: Engagement) -> Iterator[object]:
    for each in (after.total, after.later, *after.rooms, *after.affiliations):
        yield from (each.joined, each.voted, each.watched)
    for question in after.questions:
        yield from (question.viewers, question.too, question.helped)
    yield from (minute.people for minute in after.minutes)
    yield from (part.viewers for tape in after.recordings or () for part in tape.parts)


@pytest.mark.parametrize("viewers", range(8))
@pytest.mark.parametrize("live", [0, 1, 4, 5, 9])
def test_no_count_of_one_to_four_people_is_told(viewers: int, live: int) -> None:
    told = watching(viewers).roster("19:10", *people("r3"))
    for who in (*people("r1"), *people("r2"))[:live]:
        told.when(watched((0, 4 * MINUTE)), who).when(HaveToo(question_id="q1", on=True), who)
    after = report(told)
    assert not {1, 2, 3, 4} & {number for number in numbers(after) if number is not None}


@pytest.mark.parametrize("viewers", range(8))
@pytest.mark.parametrize("live", [0, 3, 5, 11])
def test_the_rows_of_people_give_away_nothing_that_the_tables_keep(viewers: int, live: int) -> None:
    told = watching(viewers)
    for who in people("r1")[:live]:
        told.when(watched((0, 4 * MINUTE)), who)
    after = report(told)
    for column in ("drafted", "submitted", "answered", "voted", "watched_minutes", "answers"):
        assert sum(bool(getattr(row, column)) for row in after.people) not in (1, 2, 3, 4)
    if after.total.watched is None or after.later.watched is None:
        assert all(row.live and row.watched_minutes is None and row.answers is None for row in after.people)
    else:
        assert len(after.people) == 23 + viewers
        assert sum(bool(row.watched_minutes) for row in after.people) == viewers + live


def test_a_hidden_count_cannot_be_had_by_subtraction() -> None:
    """Three of the second group watched: neither the sum nor the other groups say so."""
    told = watching(6)
    for who in (*people("r1")[:5], *people("r2")[:3]):
        told.when(watched((0, 2 * MINUTE)), who)
    after = report(told)
    assert (after.total.watched, after.later.watched) == (8, 6)
    for table in (after.rooms, after.affiliations):
        assert [each.watched for each in table] == [None, None]
        assert [each.watched_minutes for each in table] == [None, None]


def test_those_who_were_there_and_those_who_were_not_are_told_of_apart() -> None:
    told = watching(3)
    for who in people("r1")[:6]:
        told.when(watched((0, 2 * MINUTE)), who)
    after = report(told)
    assert (after.total.watched, after.later.watched, after.later.watched_minutes) == (6, None, None)
    assert len(after.people) == 23


def test_of_an_evening_of_few_people_nothing_is_told() -> None:
    few = given(joined("p1", "r1"), joined("p2", "r1"), evening=(opened(), room_added("r1", "Trust", at=t("18:51")))).session
    after = report(Story(session=few))
    assert after.total == Figures("Everybody")
    assert (after.rooms, after.affiliations, after.people) == ([], [], [])


def test_before_anything_happened_there_is_a_report() -> None:
    after = report(Story(session=given(evening=(opened(),)).session))
    assert (after.total.joined, after.questions, after.people) == (0, [], [])


def test_it_names_nobody() -> None:
    told = watching(6).roster("19:10", *people("r1"))
    for who in people("r1"):
        told.when(watched((0, 4 * MINUTE)), who)
    text = msgspec.json.encode(report(told)).decode() + csv_file(COLUMNS, engagement_rows(report(told)))
    assert SECRET not in text
    assert not any(f'"{who}"' in text or f",{who}," in text for room in SIZES for who in people(room))
    assert '"w0"' not in text


def test_rows_of_people_stand_in_the_order_of_their_new_ids() -> None:
    told = story()
    ids = iter([f"x{number:03}" for number in range(99, 0, -1)])
    after = engagement(told.session, told.viewing, lambda: next(ids))
    assert [row.person for row in after.people] == [f"x{number:03}" for number in range(77, 100)]


# -- as a table


def test_the_sheet_has_a_row_for_everything() -> None:
    told = watching(6)
    rows = list(csv.DictReader(io.StringIO(csv_file(COLUMNS, engagement_rows(report(told))))))
    parts = [row["part"] for row in rows]
    assert [(part, len(list(same))) for part, same in itertools.groupby(parts)] == [
        ("everybody", 1),
        ("later", 1),
        ("room", 2),
        ("affiliation", 2),
        ("question", 3),
        ("person", 29),
    ]
    assert rows[0]["joined"] == "23"
    assert rows[1]["watched_minutes"] == "18"
    first = next(row for row in rows if row["part"] == "question")
    assert (first["name"], first["viewers"], first["seconds"]) == ("A-1 Why 1?", "6", "720")


def test_a_formula_in_the_sheet_is_text() -> None:
    after = report(story(room_edited("r1", theme="=1+1"), joined("bad", "r1", affiliation="=2+2", name="x")))
    text = csv_file(COLUMNS, engagement_rows(msgspec.structs.replace(after, total=Figures("=3+3"))))
    assert "'=3+3" in text
    assert all(not cell.startswith(("=", "+", "-", "@")) for row in csv.reader(io.StringIO(text)) for cell in row)


def test_the_json_holds_no_null() -> None:
    assert None not in _values(json.loads(msgspec.json.encode(report(watching(3)))))


def _values(value: object) -> Iterator[object]:
    if isinstance(value, dict):
        for each in value.values():
            yield from _values(each)
    elif isinstance(value, list):
        for each in value:
            yield from _values(each)
    else:
        yield value
