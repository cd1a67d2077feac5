"""The end was a slip: what finishing did is undone, one rule each."""

from typing import Any

import pytest

from orchestrator.session.commands import Finish, ReopenSession
from tests.given import (
    Sentence,
    agenda,
    answer_written,
    answered,
    asked,
    called,
    entered,
    finished,
    followed_up,
    given,
    handed_over,
    merged,
    next_fixed,
    opened,
    paused,
    promised,
    pseudonymised,
    reopened,
    session_reopened,
    t,
)
from tests.strategies import BEGINNINGS

ROOM_A = [asked("q1", by="ana"), entered("ph3", at=t("20:00"))]


def test_what_is_not_over_is_not_reopened() -> None:
    given(entered("ph1")).when(ReopenSession()).then_refused("session.not_finished")


def test_where_the_names_are_forgotten_nobody_comes_back() -> None:
    given(finished(), pseudonymised()).when(ReopenSession()).then_refused("session.archived")


def test_the_phase_goes_on_as_it_stood() -> None:
    before = given(entered("ph1", at=t("19:00")))
    after = before.when(Finish(), at=t("19:10")).when(ReopenSession(), at=t("19:12")).then(session_reopened())
    for key in ("phases", "session"):
        assert after.seen_by("host")[key] == before.seen_by("host")[key]


def test_a_paused_phase_is_paused_still() -> None:
    before = given(entered("ph1", at=t("19:00")), paused("ph1", remaining=600_000, at=t("19:05")))
    after = before.when(Finish(), at=t("19:10")).when(ReopenSession(), at=t("19:12"))
    assert after.seen_by("host")["phases"] == before.seen_by("host")["phases"]


def test_a_phase_whose_end_has_passed_meanwhile_ends_now() -> None:
    after = given(entered("ph1", at=t("19:00"))).when(Finish(), at=t("19:40")).when(ReopenSession(), at=t("19:50"))
    assert after.seen_by("host")["phases"]["ph1"]["ends_at"] == t("19:50")
    after.when_time_passes(t("19:50")).then(entered("ph2", at=t("19:50")))


def test_before_the_start_it_is_the_lobby_again() -> None:
    after = given().when(Finish()).when(ReopenSession()).then(session_reopened())
    assert after.seen_by("watch")["session"]["status"] == "lobby"


def test_what_was_owed_only_because_it_was_over_is_asked_again() -> None:
    after = given(ROOM_A).when(Finish()).when(ReopenSession()).then(session_reopened(), reopened("q1"))
    question = after.seen_by("host")["questions"]["q1"]
    assert question["status"] == "open"
    assert not {"owner", "promised_at"} & question.keys()


def test_what_was_on_air_is_on_air_again() -> None:
    after = given(ROOM_A, called("q1")).when(Finish()).when(ReopenSession())
    assert after.seen_by("watch")["questions"]["q1"]["status"] == "on_air"


def test_a_follow_up_that_the_end_cut_short_goes_on() -> None:
    before = given(ROOM_A, called("q1"), answered("q1", at=t("20:04")), followed_up("q1", at=t("20:08")))
    after = before.when(Finish(), at=t("20:09")).when(ReopenSession()).then(session_reopened(), reopened("q1"))
    assert after.seen_by("host")["questions"]["q1"] == before.seen_by("host")["questions"]["q1"]


@pytest.mark.parametrize(
    "fate",
    [
        [promised("q1", owner="Pia")],
        [promised("q1", owner="host", at=t("20:05"))],
        [called("q1"), answered("q1", at=t("20:05"))],
    ],
)
def test_what_had_happened_before_the_end_stays(fate: list[Any]) -> None:
    given(ROOM_A, fate).when(Finish(), at=t("20:30")).when(ReopenSession()).then(session_reopened())


@pytest.mark.parametrize("meanwhile", [[answer_written("q1")], [promised("q1", owner="Pia")]])
def test_what_was_done_about_it_since_stays(meanwhile: list[Any]) -> None:
    given(ROOM_A, promised("q1"), finished(), meanwhile).when(ReopenSession()).then(session_reopened())


def test_what_was_merged_since_does_not_come_on_air() -> None:
    over = given(ROOM_A, asked("q2", by="dee"), called("q1"), promised("q1"), promised("q2"), finished(), merged("q1", into="q2"))
    after = over.when(ReopenSession()).then(session_reopened(), reopened("q2"))
    assert after.seen_by("watch")["questions"]["q2"]["status"] == "open"


def test_after_the_hand_over_the_next_one_is_fixed_again() -> None:
    after = given(ROOM_A, handed_over(), next_fixed("q1")).when(Finish()).when(ReopenSession())
    after.then(session_reopened(), reopened("q1"), next_fixed("q1"))


@pytest.mark.parametrize("beginning", sorted(BEGINNINGS.keys() - {"end", "planned"}))
def test_everybody_sees_what_they_saw_before(beginning: str) -> None:
    session = BEGINNINGS[beginning]
    before = Sentence(session, session.last_at, [])
    after = before.when(Finish()).when(ReopenSession())
    for who in ("host", "ana", "dee", "watch"):
        was, now = before.seen_by(who), after.seen_by(who)
        assert now.pop("questions").keys() == was.pop("questions").keys()
        assert now == was


def test_an_automatic_start_that_has_passed_happens_then() -> None:
    planned = [opened(starts_at=t("19:00"), auto_start=True), *agenda("breakout", "panel")]
    over = given(evening=planned).when(Finish(), at=t("18:55")).when(ReopenSession(), at=t("19:02"))
    over.when_time_passes(t("19:02")).then(entered("ph1", at=t("19:02")))
