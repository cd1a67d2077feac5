"""What the ranking is told of rooms and panel, and what everybody sees of it; one rule each."""

from typing import Any

import pytest

from orchestrator.messages import Command, Event
from orchestrator.qa_queue.commands import Merge, Reject, SendBack, Withdraw
from orchestrator.qa_queue.ranking import Standing
from orchestrator.session import turns
from orchestrator.session.following import expected
from tests.given import (
    MINUTE,
    answer_written,
    answered,
    asked,
    called,
    came_late,
    entered,
    finished,
    followed_up,
    given,
    handed_over,
    held,
    merged,
    next_fixed,
    promised,
    rejected,
    released,
    reopened,
    room_ordered,
    sent_back,
    skipped,
    t,
    voted,
    withdrawn,
)

TWO_EACH = [asked("q1", by="ana"), asked("q2", by="dee"), asked("q3", by="ana"), asked("q4", by="dee")]
PANEL = [*TWO_EACH, entered("ph3", at=t("20:00"))]
ON_AIR = [*PANEL, called("q1", at=t("20:00"))]
HEARD = [*ON_AIR, answered("q1", at=t("20:04"))]
EVERYBODY_BUT_VIEWERS = ("host", "hana", "mo", "pia", "ana", "dee", "gus", "stage")


def order(*happened: object) -> list[str]:
    return list(turns.ranked(given(*happened).session).order)


def had(room: str, *happened: object) -> tuple[int, int]:
    """Turns and airtime (ms) of a room, as the host sees them."""
    row = given(*happened).seen_by("host")["rooms"][room]
    return row["turns"], row["airtime"]


def reason(question: str, *happened: object) -> dict[str, Any]:
    return given(*happened).seen_by("host")["questions"][question]["reason"]


# Turns and airtime of a room


def test_a_room_begins_with_nothing() -> None:
    assert had("r1", PANEL) == had("r4", PANEL) == (0, 0)


def test_a_running_turn_is_a_turn_without_airtime() -> None:
    assert had("r1", ON_AIR) == (1, 0)


def test_a_finished_turn_has_airtime() -> None:
    assert had("r1", HEARD) == (1, 4 * MINUTE)
    assert had("r1", ON_AIR, promised("q1", at=t("20:03"))) == (1, 3 * MINUTE)


def test_turns_and_airtime_add_up() -> None:
    assert had("r1", HEARD, called("q3", at=t("20:10")), answered("q3", at=t("20:11"))) == (2, 5 * MINUTE)


@pytest.mark.parametrize("given_back", [skipped, held])
def test_a_turn_given_back_is_none(given_back) -> None:
    assert had("r1", ON_AIR, given_back("q1", at=t("20:01"))) == (0, 0)


@pytest.mark.parametrize("given_back", [skipped, held])
def test_a_turn_given_back_and_taken_again_is_one_with_all_its_airtime(given_back) -> None:
    again = [*ON_AIR, given_back("q1", at=t("20:01")), called("q1", at=t("20:10"))]
    assert had("r1", again) == (1, 0)
    assert had("r1", again, answered("q1", at=t("20:12"))) == (1, 3 * MINUTE)


@pytest.mark.parametrize("before", [HEARD, ON_AIR])
def test_a_follow_up_is_neither_a_turn_nor_airtime(before: list) -> None:
    again = [*before, followed_up("q1", at=t("20:04"))]
    assert had("r1", again) == (1, 4 * MINUTE)
    assert had("r1", again, answered("q1", at=t("20:30"))) == (1, 4 * MINUTE)


def test_reopening_gives_the_airtime_back_and_keeps_the_turn() -> None:
    assert had("r1", HEARD, reopened("q1")) == (1, 0)


def test_a_written_answer_is_neither_a_turn_nor_airtime() -> None:
    assert had("r1", PANEL, promised("q1"), answer_written("q1")) == (0, 0)


def test_the_end_of_the_evening_gives_no_turns() -> None:
    assert had("r1", PANEL, promised("q1"), promised("q2"), promised("q3"), promised("q4"), finished()) == (0, 0)


@pytest.mark.parametrize("who", EVERYBODY_BUT_VIEWERS)
def test_everybody_who_takes_part_sees_turns_and_airtime(who: str) -> None:
    row = given(HEARD).seen_by(who)["rooms"]["r1"]
    assert (row["turns"], row["airtime"]) == (1, 4 * MINUTE)


def test_late_viewers_see_no_turns_and_no_airtime() -> None:
    assert given(HEARD).seen_by("watch")["rooms"]["r1"].keys().isdisjoint({"turns", "airtime"})


# Shared turns

TOGETHER = [*TWO_EACH, merged("q2", into="q1"), entered("ph3", at=t("20:00")), called("q1", at=t("20:00"))]


def test_a_merged_question_is_a_turn_of_each_of_its_rooms() -> None:
    assert had("r1", TOGETHER) == had("r2", TOGETHER) == (1, 0)


def test_the_airtime_of_a_merged_question_is_shared() -> None:
    heard = [*TOGETHER, answered("q1", at=t("20:04"))]
    assert had("r1", heard) == had("r2", heard) == (1, 2 * MINUTE)
    assert had("r3", heard) == (0, 0)


def test_a_question_shows_its_whole_airtime_though_it_is_shared() -> None:
    heard = given(TOGETHER, answered("q1", at=t("20:04")))
    assert heard.seen_by("host")["questions"]["q1"]["airtime"] == 4 * MINUTE


def test_two_questions_of_one_room_merged_are_one_turn() -> None:
    alike = [*TWO_EACH, merged("q3", into="q1"), entered("ph3", at=t("20:00")), called("q1"), answered("q1", at=t("20:04"))]
    assert had("r1", alike) == (1, 4 * MINUTE)


def test_what_was_on_air_before_it_was_merged_keeps_its_own_turn() -> None:
    heard = [*ON_AIR, promised("q1", at=t("20:04")), called("q2", at=t("20:05")), promised("q2", at=t("20:07"))]
    for merging in (merged("q2", into="q1"), merged("q1", into="q2")):
        assert had("r1", heard, merging) == (1, 4 * MINUTE)
        assert had("r2", heard, merging) == (1, 2 * MINUTE)


# The order


def test_every_room_has_a_turn_before_any_has_two() -> None:
    assert order(PANEL) == ["q1", "q2", "q3", "q4"]
    assert order(HEARD) == ["q2", "q4", "q3"]


def test_in_a_round_the_room_with_less_airtime_comes_first() -> None:
    heard = [*HEARD, called("q2", at=t("20:05")), answered("q2", at=t("20:06"))]
    assert order(heard) == ["q4", "q3"]
    assert reason("q4", heard) == {"rule": "fair_turn", "support": 0, "rooms": 0, "turn": 2, "room_id": "r2", "airtime": MINUTE}


def test_a_few_seconds_of_airtime_do_not_count() -> None:
    assert order(HEARD, called("q2", at=t("20:05")), answered("q2", at=t("20:08:59")))[0] == "q4"
    assert order(HEARD, called("q2", at=t("20:05")), answered("q2", at=t("20:09:29")))[0] == "q3"


def test_what_is_on_air_is_not_in_the_order() -> None:
    assert order(ON_AIR) == ["q2", "q3", "q4"]


def test_what_is_skipped_stands_behind_the_others_of_its_round() -> None:
    assert order(ON_AIR, skipped("q1")) == ["q2", "q1", "q3", "q4"]
    assert reason("q1", ON_AIR, skipped("q1"))["turn"] == 1


def test_what_was_skipped_and_reopened_as_a_promise_still_stands_behind() -> None:
    assert order(ON_AIR, skipped("q1"), promised("q1"), reopened("q1")) == ["q2", "q1", "q3", "q4"]


@pytest.mark.parametrize("before", [PANEL, ON_AIR])
def test_what_is_held_keeps_its_place_and_its_turn(before: list) -> None:
    assert order(before, held("q1")) == ["q1", "q2", "q3", "q4"]
    assert reason("q1", before, held("q1"))["turn"] == 1
    assert order(before, held("q1"), released("q1")) == ["q1", "q2", "q3", "q4"]


def test_a_follow_up_does_not_push_the_room_back() -> None:
    short = [*HEARD, called("q2", at=t("20:04")), answered("q2", at=t("20:08"))]
    long = [*HEARD, followed_up("q1"), answered("q1", at=t("20:30")), called("q2"), answered("q2", at=t("20:34"))]
    assert order(short) == order(long) == ["q3", "q4"]


def test_a_room_ordered_by_its_representative_takes_its_turns_so() -> None:
    assert order(PANEL, room_ordered("r1", "q3", "q1")) == ["q2", "q3", "q1", "q4"]


def test_support_of_other_rooms_decides_where_airtime_is_equal() -> None:
    assert order(PANEL, voted("q2", "fay"))[:2] == ["q2", "q1"]
    assert order(PANEL, voted("q2", "dee"), voted("q2", "eli"))[:2] == ["q1", "q2"]


# Late rooms


def test_a_late_room_stands_where_the_others_are() -> None:
    late = [*HEARD, asked("q5", by="fay"), came_late("r3", turns=1, airtime=MINUTE)]
    standing = turns.standings(given(late).session)["r3"]
    assert standing == Standing(turns=0, airtime=0, late_turns=1, late_airtime=MINUTE)
    assert reason("q5", late)["turn"] == 2
    assert reason("q5", late)["late"] is True


def test_what_a_late_room_did_not_have_is_not_shown_as_had() -> None:
    late = [*HEARD, asked("q5", by="fay"), came_late("r3", turns=1, airtime=MINUTE)]
    assert had("r3", late) == (0, 0)
    assert reason("q5", late)["airtime"] == 0


def test_the_turns_of_a_late_room_count_on_from_there() -> None:
    late = [*HEARD, asked("q5", by="fay"), came_late("r3", turns=1, airtime=MINUTE), asked("q6", by="fay")]
    heard = [*late, called("q5", at=t("20:10")), answered("q5", at=t("20:12"))]
    assert reason("q6", heard)["turn"] == 3
    assert had("r3", heard) == (1, 2 * MINUTE)


# The queue as a host sees it


def test_turns_begun_are_counted_once() -> None:
    assert turns.heard(given(PANEL).session) == 0
    assert turns.heard(given(ON_AIR).session) == 1
    assert turns.heard(given(HEARD, followed_up("q1")).session) == 1
    assert turns.heard(given(ON_AIR, skipped("q1")).session) == 0


def test_the_next_is_asked_first_and_passed_over_by_nobody() -> None:
    session = given(PANEL, handed_over()).session
    assert turns.fixed_next(session) is None
    assert expected(session) == "q1"


# What was fixed as the next goes

NEXT = [
    *(asked("q1", by="ana"), asked("q2", by="dee"), asked("q3", by="fay"), entered("ph3", at=t("20:00"))),
    *(handed_over(), called("q1"), next_fixed("q2")),
]


@pytest.mark.parametrize(
    ("command", "by", "gone"),
    [
        (Withdraw(question_id="q2"), "dee", withdrawn("q2")),
        (Reject(question_id="q2", reason="Asked already"), "mo", rejected("q2")),
        (SendBack(question_id="q2"), "mo", sent_back("q2")),
        (Merge(question_id="q2", into="q3"), "mo", merged("q2", into="q3")),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Command) else "",
)
def test_another_one_is_fixed_when_the_next_is_taken_away(command: Command, by: str, gone: Event) -> None:
    given(NEXT).when(command, by=by).then(gone, next_fixed("q3"))


def test_what_goes_from_further_behind_fixes_nothing() -> None:
    given(NEXT).when(Withdraw(question_id="q3"), by="fay").then(withdrawn("q3"))


def test_nothing_is_fixed_by_taking_away_where_nothing_was() -> None:
    given(NEXT[:-1]).when(Withdraw(question_id="q2"), by="dee").then(withdrawn("q2"))
