"""What the panel needs of questions, rooms and phases, and what it fixes as the next; one rule each."""

from typing import Any

import pytest

from orchestrator.messages import Command
from orchestrator.panel.commands import Call, FollowUp, GiveAnswer, Hold, Promise, Release, Reopen, Skip, WriteAnswer
from orchestrator.qa_queue.commands import CastVote
from orchestrator.session import turns
from orchestrator.session.following import expected
from tests.given import (
    answered,
    asked,
    away,
    back,
    called,
    deputises,
    entered,
    given,
    handed_over,
    held,
    merged,
    next_fixed,
    promised,
    ranking_set,
    rejected,
    released,
    skipped,
    speaks,
    t,
    voted,
    withdrawn,
)

ASKED = [asked("q1", by="ana"), asked("q2", by="dee"), asked("q3", by="fay")]
PANEL = [*ASKED, entered("ph3", at=t("20:00"))]
OVER = [*PANEL, handed_over()]  # to the panel
TWO_EACH = [asked("q1", by="ana"), asked("q2", by="dee"), asked("q3", by="ana"), asked("q4", by="dee")]
SECOND_ROUND = [*TWO_EACH, entered("ph3", at=t("20:00")), handed_over(), called("q1"), answered("q1", at=t("20:02"))]


def q(question_id: str, *happened: object) -> dict[str, Any]:
    return given(*happened).seen_by("host")["questions"][question_id]


def order(*happened: object) -> list[str]:
    return list(turns.ranked(given(*happened).session).order)


def following(*happened: object) -> str | None:
    """Which question is fixed as the next."""
    return next((each for each, row in given(*happened).seen_by("host")["questions"].items() if row.get("next")), None)


# In turn and out of turn


def test_what_is_held_is_passed_over() -> None:
    given(PANEL, held("q1")).when(Call(question_id="q2")).then(called("q2"))


def test_calling_what_is_held_is_out_of_turn() -> None:
    given(PANEL, held("q1")).when(Call(question_id="q1", reason="He is back")).then(
        called("q1", override="host", reason="He is back")
    )


def test_where_all_are_held_the_first_is_the_one_to_call() -> None:
    all_held = [*PANEL, held("q1"), held("q2"), held("q3")]
    given(all_held).when(Call(question_id="q1")).then(called("q1"))
    given(all_held).when(Call(question_id="q2")).then(called("q2", override="host"))


def test_what_is_released_is_called_in_its_turn() -> None:
    given(PANEL, held("q1"), released("q1")).when(Call(question_id="q1")).then(called("q1"))


def test_where_nothing_waits_nothing_is_expected() -> None:
    assert expected(given(entered("ph3")).session) is None


# Held, because nobody speaks for the room

APPOINTED = [*PANEL, speaks("ana", "r1"), deputises("ben", "r1")]


def test_while_the_representative_is_away_the_deputy_speaks() -> None:
    assert "held" not in q("q1", APPOINTED, away("ana"))
    assert "held" not in q("q1", APPOINTED, away("ben"))


def test_while_both_are_away_the_question_is_held() -> None:
    assert q("q1", APPOINTED, away("ana"), away("ben"))["held"] == "absent"
    assert "held" not in q("q2", APPOINTED, away("ana"), away("ben"))


def test_a_room_with_one_speaker_is_held_while_that_one_is_away() -> None:
    assert q("q1", PANEL, speaks("ana", "r1"), away("ana"))["held"] == "absent"


@pytest.mark.parametrize("who", ["ana", "ben"])
def test_who_comes_back_is_heard(who: str) -> None:
    assert "held" not in q("q1", APPOINTED, away("ana"), away("ben"), back(who))


def test_a_room_without_anybody_appointed_is_never_held() -> None:
    assert all("held" not in row for row in given(PANEL).seen_by("host")["questions"].values())


def test_a_room_that_nobody_speaks_for_is_passed_over() -> None:
    gone = given(APPOINTED, away("ana"), away("ben"))
    gone.when(Call(question_id="q2")).then(called("q2"))
    gone.when(Call(question_id="q1")).then(called("q1", override="host"))


def test_a_room_that_nobody_speaks_for_keeps_its_place() -> None:
    row = q("q1", APPOINTED, away("ana"), away("ben"))
    assert (row["rank"], row["reason"]["turn"]) == (1, 1)


def test_what_is_held_by_hand_stays_so_when_somebody_comes_back() -> None:
    gone = [*APPOINTED, held("q1"), away("ana"), away("ben")]
    assert q("q1", gone)["held"] == "host"
    assert q("q1", gone, back("ana"))["held"] == "host"


def test_a_release_by_hand_does_not_bring_anybody_back() -> None:
    gone = given(APPOINTED, away("ana"), away("ben"), held("q1")).when(Release(question_id="q1")).then(released("q1"))
    assert gone.seen_by("host")["questions"]["q1"]["held"] == "absent"


# The next is fixed


def test_the_next_is_fixed_at_the_call() -> None:
    given(OVER).when(Call(question_id="q1")).then(called("q1"), next_fixed("q2"))


def test_the_next_is_shown_as_next() -> None:
    assert following(OVER, called("q1"), next_fixed("q2")) == "q2"


def test_nothing_is_fixed_before_the_hand_over() -> None:
    given(PANEL).when(Call(question_id="q1")).then(called("q1"))
    given(PANEL, called("q1")).when(GiveAnswer(question_id="q1")).then(answered("q1"))


def test_after_the_last_nothing_is_fixed() -> None:
    given(asked("q1", by="ana"), entered("ph3"), handed_over()).when(Call(question_id="q1")).then(called("q1"))


def test_what_was_fixed_is_not_fixed_again() -> None:
    running = [*OVER, called("q1"), next_fixed("q2")]
    given(running).when(GiveAnswer(question_id="q1")).then(answered("q1"))
    given(running).when(Skip(question_id="q1")).then(skipped("q1"))


def test_calling_the_next_fixes_the_one_after_it() -> None:
    given(OVER, called("q1"), next_fixed("q2"), answered("q1")).when(Call(question_id="q2")).then(called("q2"), next_fixed("q3"))


def test_calling_another_is_out_of_turn_and_the_next_stays() -> None:
    early = given(OVER, called("q1"), next_fixed("q2"), answered("q1")).when(Call(question_id="q3"))
    early.then(called("q3", override="host"))
    assert early.seen_by("host")["questions"]["q2"]["next"] is True


def test_while_the_room_on_air_competes_the_next_waits_for_its_airtime() -> None:
    given(SECOND_ROUND).when(Call(question_id="q2")).then(called("q2"))


@pytest.mark.parametrize(("airtime_ends", "least"), [("20:03", "q4"), ("20:05", "q3")])
def test_after_the_turn_the_room_with_less_airtime_is_next(airtime_ends: str, least: str) -> None:
    running = given(SECOND_ROUND, called("q2", at=t("20:02")))
    running.when(GiveAnswer(question_id="q2"), at=t(airtime_ends)).then(answered("q2"), next_fixed(least))


def test_a_room_that_competes_with_itself_only_is_fixed_at_once() -> None:
    alone = given(asked("q1", by="ana"), asked("q2", by="ana"), entered("ph3"), handed_over())
    alone.when(Call(question_id="q1")).then(called("q1"), next_fixed("q2"))


def test_a_room_of_a_merged_question_on_air_competes_too() -> None:
    together = [*TWO_EACH, merged("q2", into="q1"), entered("ph3"), handed_over()]
    given(together).when(Call(question_id="q1")).then(called("q1"))


@pytest.mark.parametrize("rule", ["by_votes", "host_order"])
def test_where_airtime_does_not_count_the_next_is_fixed_at_once(rule: str) -> None:
    given(SECOND_ROUND, ranking_set(rule, "q2", "q3", "q4")).when(Call(question_id="q2")).then(called("q2"), next_fixed("q3"))


def test_what_is_held_is_not_fixed() -> None:
    given(OVER, held("q2")).when(Call(question_id="q1")).then(called("q1"), next_fixed("q3"))
    given(OVER, held("q2"), held("q3")).when(Call(question_id="q1")).then(called("q1"))


def test_a_room_that_nobody_speaks_for_is_not_fixed() -> None:
    gone = [*OVER, speaks("dee", "r2"), away("dee")]
    given(gone).when(Call(question_id="q1")).then(called("q1"), next_fixed("q3"))


# The next stays the next

FIXED = [*OVER, called("q1"), next_fixed("q2"), answered("q1")]


def test_the_next_stays_first_whatever_votes_come() -> None:
    votes = [voted("q3", who) for who in ("ana", "ben", "cal", "dee", "eli")]
    assert order(OVER, votes, called("q1"))[0] == "q3"
    assert order(FIXED, votes) == ["q2", "q3"]


def test_a_vote_fixes_nothing() -> None:
    given(FIXED).when(CastVote(question_id="q3"), by="ana").then(voted("q3", "ana"))


def test_the_next_stays_first_under_another_rule() -> None:
    assert order(FIXED, voted("q3", "ana"), ranking_set("by_votes")) == ["q2", "q3"]
    assert order(FIXED, ranking_set("host_order", "q3", "q2")) == ["q2", "q3"]


@pytest.mark.parametrize(
    "gone", [[withdrawn("q2")], [held("q2")], [rejected("q2")], [merged("q2", into="q3")], [speaks("dee", "r2"), away("dee")]]
)
def test_the_next_goes_when_it_cannot_be_called(gone: list[Any]) -> None:
    assert following(FIXED, gone) is None
    given(FIXED, gone).when(Call(question_id="q3")).then(called("q3"))


@pytest.mark.parametrize("gone", [withdrawn("q2"), held("q2"), rejected("q2"), merged("q2", into="q3")])
def test_the_next_call_fixes_it_anew(gone: Any) -> None:
    more = [*ASKED, asked("q4", by="fay"), entered("ph3"), handed_over(), called("q1"), next_fixed("q2"), answered("q1"), gone]
    given(more).when(Call(question_id="q3")).then(called("q3"), next_fixed("q4"))


def test_holding_the_next_fixes_another() -> None:
    given(FIXED).when(Hold(question_id="q2")).then(held("q2"), next_fixed("q3"))


def test_what_is_released_does_not_push_away_what_was_fixed_meanwhile() -> None:
    assert following(FIXED, held("q2"), next_fixed("q3"), released("q2")) == "q3"


def test_promising_the_next_fixes_another() -> None:
    given(FIXED).when(Promise(question_id="q2", owner="Pia")).then(promised("q2", owner="Pia"), next_fixed("q3"))


def test_who_is_back_in_time_is_still_the_next() -> None:
    assert following(FIXED, speaks("dee", "r2"), away("dee"), back("dee")) == "q2"


def test_the_next_that_was_called_and_skipped_is_no_longer_the_next() -> None:
    again = given(FIXED, called("q2")).when(Skip(question_id="q2"))
    again.then(skipped("q2"), next_fixed("q3"))


def test_what_is_on_air_is_not_the_next() -> None:
    assert following(FIXED, called("q2")) is None


# What is part of another question

PART = [*PANEL, promised("q1"), promised("q2"), merged("q1", into="q2")]


@pytest.mark.parametrize(
    "command", [Reopen(question_id="q1"), WriteAnswer(question_id="q1", text="Yes"), Promise(question_id="q1", owner="Pia")]
)
def test_what_is_owed_for_a_part_is_owed_for_the_whole(command: Command) -> None:
    given(PART).when(command).then_refused("qa_queue.not_open")


def test_a_merged_question_is_called_and_answered_as_one() -> None:
    together = given(PANEL, merged("q1", into="q2")).when(Call(question_id="q2")).when(GiveAnswer(question_id="q2"))
    assert together.then(answered("q2")).session.panel.on_air is None


# Outside the panel


@pytest.mark.parametrize("command", [Call(question_id="q2"), FollowUp(question_id="q1")])
def test_nothing_goes_on_air_when_the_panel_is_over(command: Command) -> None:
    over = given(PANEL, called("q1"), answered("q1"), entered("ph2"))
    over.when(command).then_refused("panel.answering_closed")


@pytest.mark.parametrize(
    ("command", "event"),
    [
        (GiveAnswer(question_id="q1"), answered("q1")),
        (Skip(question_id="q1"), skipped("q1")),
        (Hold(question_id="q1"), held("q1")),
        (Promise(question_id="q1", owner="Pia"), promised("q1", owner="Pia")),
    ],
)
def test_what_is_on_air_when_the_panel_ends_still_comes_to_an_end(command: Command, event: Any) -> None:
    given(PANEL, called("q1"), entered("ph2")).when(command).then(event)
