"""What people see of a question that the panel has, or had."""

import pytest

from tests.given import (
    MINUTE,
    answered,
    asked,
    called,
    entered,
    followed_up,
    given,
    handed_over,
    held,
    next_fixed,
    promised,
    released,
    reopened,
    skipped,
    t,
)

PANEL = [asked("q1", by="ana"), asked("q2", by="dee"), entered("ph3", at=t("20:00"))]
ON_AIR = [*PANEL, called("q1", at=t("20:05"))]
HEARD = [*ON_AIR, answered("q1", at=t("20:09"))]
EVERYBODY = ("host", "hana", "moderator", "mo", "panel", "pia", "ana", "dee", "gus", "stage", "watch")
REVIEWERS = ("host", "hana", "moderator", "mo")


def q1(*happened: object, who: str = "host") -> dict:
    return given(*happened).seen_by(who)["questions"]["q1"]


# The instants


def test_what_waits_has_no_instants() -> None:
    assert q1(PANEL).keys().isdisjoint({"on_air_at", "on_air_since", "follow_up", "airtime", "answered_at"})


@pytest.mark.parametrize("who", EVERYBODY)
def test_everybody_sees_what_is_on_air_and_since_when(who: str) -> None:
    question = q1(ON_AIR, who=who)
    assert (question["status"], question["on_air_at"], question["on_air_since"]) == ("on_air", t("20:05"), t("20:05"))


def test_what_is_over_is_not_on_air_since() -> None:
    for fate in (answered("q1"), skipped("q1"), held("q1"), promised("q1")):
        assert "on_air_since" not in q1(ON_AIR, fate)


def test_a_second_call_is_on_air_since_then() -> None:
    again = q1(ON_AIR, skipped("q1", at=t("20:06")), called("q1", at=t("20:30")))
    assert (again["on_air_at"], again["on_air_since"]) == (t("20:30"), t("20:30"))


def test_what_is_reopened_is_on_air_since_its_call() -> None:
    assert q1(HEARD, reopened("q1", at=t("20:10")))["on_air_since"] == t("20:05")


# The time on air


def test_a_running_turn_has_no_airtime_yet() -> None:
    assert "airtime" not in q1(ON_AIR)


def test_a_finished_turn_has_its_airtime() -> None:
    assert q1(HEARD)["airtime"] == 4 * MINUTE
    assert q1(ON_AIR, promised("q1", at=t("20:08")))["airtime"] == 3 * MINUTE


@pytest.mark.parametrize("given_back", [skipped, held])
def test_a_turn_given_back_has_no_airtime(given_back) -> None:
    assert "airtime" not in q1(ON_AIR, given_back("q1", at=t("20:08")))


@pytest.mark.parametrize("given_back", [skipped, held])
def test_the_time_of_a_turn_given_back_counts_once_it_is_answered(given_back) -> None:
    twice = [*ON_AIR, given_back("q1", at=t("20:08")), called("q1", at=t("20:30"))]
    assert "airtime" not in q1(twice)
    assert q1(twice, answered("q1", at=t("20:31")))["airtime"] == 4 * MINUTE


def test_reopening_takes_the_airtime_back_until_it_is_answered_again() -> None:
    assert "airtime" not in q1(HEARD, reopened("q1"))
    assert q1(HEARD, reopened("q1"), answered("q1", at=t("20:11")))["airtime"] == 6 * MINUTE


def test_what_is_reopened_after_another_was_heard_does_not_pay_for_the_other() -> None:
    between = [called("q2", at=t("20:10")), answered("q2", at=t("20:15"))]
    again = [HEARD, between, reopened("q1", at=t("20:20"))]
    assert q1(again)["on_air_since"] == t("20:20")
    assert q1(again)["on_air_at"] == t("20:05")  # the call that led to the answer
    assert q1(again, answered("q1", at=t("20:21")))["airtime"] == 5 * MINUTE


def test_what_is_reopened_after_another_was_skipped_begins_anew_too() -> None:
    again = [HEARD, called("q2", at=t("20:10")), skipped("q2", at=t("20:10")), reopened("q1", at=t("20:20"))]
    assert q1(again, answered("q1", at=t("20:21")))["airtime"] == 5 * MINUTE


# Follow-ups


@pytest.mark.parametrize("who", EVERYBODY)
def test_everybody_sees_a_follow_up_and_since_when(who: str) -> None:
    question = q1(HEARD, followed_up("q1", at=t("20:10")), who=who)
    assert (question["status"], question["follow_up"], question["on_air_since"]) == ("on_air", True, t("20:10"))
    assert (question["on_air_at"], question["answered_at"]) == (t("20:05"), t("20:09"))


@pytest.mark.parametrize("before", [HEARD, ON_AIR])
def test_during_a_follow_up_the_finished_part_is_charged(before: list) -> None:
    assert q1(before, followed_up("q1", at=t("20:09")))["airtime"] == 4 * MINUTE


@pytest.mark.parametrize("before", [HEARD, ON_AIR])
def test_a_follow_up_is_not_charged(before: list) -> None:
    heard = q1(before, followed_up("q1", at=t("20:09")), answered("q1", at=t("20:20")))
    assert heard["airtime"] == 4 * MINUTE
    assert heard["status"] == "answered"
    assert "follow_up" not in heard


# The hand of the host


def test_a_call_out_of_turn_says_who_when_and_why() -> None:
    early = [*PANEL, called("q1", override="hana", reason="She must leave", at=t("20:05"))]
    override = {"kind": "called", "by": "Hana", "at": t("20:05"), "reason": "She must leave"}
    assert q1(early)["override"] == override
    assert q1(early, answered("q1"))["override"] == override
    assert q1(early, answered("q1"), followed_up("q1"))["override"] == override
    assert q1(early, promised("q1"))["override"] == override


def test_a_shared_link_calls_out_of_turn_as_the_host() -> None:
    assert q1(PANEL, called("q1", override="host", at=t("20:05")))["override"] == {
        "kind": "called",
        "by": "the host",
        "at": t("20:05"),
    }


def test_a_call_in_turn_is_no_override() -> None:
    assert "override" not in q1(HEARD)


@pytest.mark.parametrize("given_back", [skipped, held])
def test_a_call_out_of_turn_that_was_given_back_is_no_override(given_back) -> None:
    early = [*PANEL, called("q1", override="host"), given_back("q1")]
    assert "override" not in q1(early)
    assert "override" not in q1(early, called("q1"))


# Who sees what is next, held, or out of turn


@pytest.mark.parametrize("who", EVERYBODY)
def test_what_is_next_is_for_everybody_from_the_hand_over(who: str) -> None:
    assert q1(PANEL, next_fixed("q1"), who=who).get("next") == (True if who in REVIEWERS else None)
    assert q1(PANEL, handed_over(), next_fixed("q1"), who=who)["next"] is True


@pytest.mark.parametrize("who", EVERYBODY)
def test_what_is_held_is_for_everybody_from_the_hand_over(who: str) -> None:
    assert q1(PANEL, held("q1"), who=who).get("held") == ("host" if who in REVIEWERS else None)
    assert q1(PANEL, handed_over(), held("q1"), who=who)["held"] == "host"


@pytest.mark.parametrize("who", EVERYBODY)
def test_overrides_are_for_everybody_from_the_hand_over(who: str) -> None:
    early = called("q1", override="host")
    assert ("override" in q1(PANEL, early, who=who)) == (who in REVIEWERS)
    assert "override" in q1(PANEL, handed_over(), early, who=who)


def test_what_is_released_is_not_held() -> None:
    assert "held" not in q1(PANEL, held("q1"), released("q1"))


@pytest.mark.parametrize("who", EVERYBODY)
def test_everybody_sees_who_owes_an_answer(who: str) -> None:
    question = q1(PANEL, promised("q1", owner="Pia", due_at=t("23:00")), who=who)
    assert (question["status"], question["owner"], question["due_at"]) == ("promised", "Pia", t("23:00"))
