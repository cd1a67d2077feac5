"""The pictures of the engagement report: everything inside the frame, and nothing that was not told."""

import pytest
from hypothesis import given as for_any
from hypothesis import strategies as st

from orchestrator.reports.engagement import Figures, Minute, QuestionFigures
from orchestrator.reports.played import Mark, Part, Played
from orchestrator.reports.plots import SHADES, by_seconds, crowd, heat, side_by_side
from orchestrator.reports.strip import Stretch
from tests.given import MINUTE, t

START = t("19:00")
PARTS = [
    Stretch(START, t("19:45"), 0, 75, "In your rooms", "breakout"),
    Stretch(t("19:45"), t("20:00"), 75, 25, "Break", "break"),
]


def minutes(*people: int | None) -> list[Minute]:
    return [Minute(START + place * MINUTE, count) for place, count in enumerate(people)]


def test_each_minute_has_the_colour_of_its_phase_and_its_share_of_the_most() -> None:
    picture = crowd([Minute(t("19:44"), 10), Minute(t("19:45"), 5)], PARTS)
    assert picture is not None
    assert [(bar.kind, bar.size) for bar in picture.bars] == [("breakout", 100), ("break", 50)]
    assert picture.bars[1].x == pytest.approx(75)
    assert picture.bars[1].width == pytest.approx(100 / 60)
    assert picture.most == 10


def test_a_minute_of_few_people_has_no_height() -> None:
    picture = crowd(minutes(None, 8), PARTS)
    assert picture is not None
    assert [(bar.count, bar.size) for bar in picture.bars] == [(None, 0), (8, 100)]


def test_the_table_says_the_same_in_fewer_rows() -> None:
    picture = crowd([*minutes(8, 8, None, 9), Minute(START + 10 * MINUTE, 9)], PARTS)
    assert picture is not None
    at = [START + place * MINUTE for place in range(12)]
    assert picture.runs == [(at[0], at[2], 8), (at[2], at[3], None), (at[3], at[4], 9), (at[10], at[11], 9)]


def test_without_a_register_there_is_no_picture() -> None:
    assert crowd([], PARTS) is None
    assert crowd(minutes(5), []) is None


@for_any(st.lists(st.tuples(st.integers(-30, 90), st.none() | st.integers(0, 50)), min_size=1, unique_by=lambda each: each[0]))
def test_nothing_leaves_the_frame(told: list[tuple[int, int | None]]) -> None:
    picture = crowd([Minute(START + place * MINUTE, count) for place, count in sorted(told)], PARTS)
    assert picture is not None
    for bar in picture.bars:
        assert bar.x >= 0
        assert bar.x + bar.width <= 100.001
        assert 0 <= bar.size <= 100
    assert sum(part.width for part in picture.parts) <= 100.001


def test_a_bar_is_a_share_of_the_longest_of_its_kind() -> None:
    one, other = side_by_side([Figures("A", joined=10, voted=4, submitted=0), Figures("B", joined=5, voted=None, submitted=0)])
    assert [(bar.label, bar.count, bar.width) for bar in one.bars][:1] == [("joined", 10, 100)]
    assert [bar.width for bar in other.bars if bar.label == "joined"] == [50]
    assert [(bar.count, bar.width) for bar in other.bars if bar.label in ("voted", "submitted")] == [(0, 0), (None, 0)]


def test_questions_that_nobody_heard_or_marked_are_left_out() -> None:
    told = [
        QuestionFigures("q1", "A-1", "Why?", lasted=60, viewers=6, seconds=300, too=0, helped=0),
        QuestionFigures("q2", "A-2", "When?", lasted=60, viewers=6, seconds=150, too=0, helped=0),
        QuestionFigures("q3", "A-3", "Who?", lasted=0, viewers=0, seconds=0, too=None, helped=0),
        QuestionFigures("q4", "A-4", "Where?", lasted=0, viewers=0, seconds=0, too=0, helped=0),
    ]
    assert [(question.question_id, share) for question, share in by_seconds(told)] == [("q1", 100), ("q2", 50), ("q3", 0)]


def tape(*viewers: int | None, marks: tuple[int, ...] = ()) -> Played:
    step = 60_000 // len(viewers)
    parts = [Part(place * step, count) for place, count in enumerate(viewers)]
    return Played("rec1", "Everybody together", 60_000, step, parts, [Mark(f"A-{at}", at * 600) for at in marks])


def test_the_most_watched_is_darkest_and_few_are_apart_from_none() -> None:
    picture = heat(tape(0, None, 5, 10, 50))
    assert [(bar.count, bar.size) for bar in picture.bars] == [(0, 0), (None, 0), (5, 1), (10, 1), (50, SHADES)]
    assert picture.most == 50


def test_a_number_stands_where_there_is_room_for_it() -> None:
    picture = heat(tape(5, marks=(0, 2, 6, 12, 30, 99)))
    assert [(label.x, label.shown) for label in picture.labels] == [
        *((0, "always"), (2, ""), (6, "wide"), (12, "always"), (30, "always"), (99, "")),
    ]
