"""Calls for help: who calls, who comes, who says that it is over; one rule each."""

import pytest

from orchestrator.rooms.commands import CallForHelp, EndHelp, TakeHelp
from orchestrator.session.commands import Finish
from tests.given import entered, finished, given, help_called, help_ended, help_taken, helps, joined, revoked, seated, t

CALL, TAKE, END = CallForHelp(room_id="r1"), TakeHelp(room_id="r1"), EndHelp(room_id="r1")
EVERYBODY = ("host", "hana", "moderator", "mo", "panel", "pia", "stage", "watch", "ana", "ben", "dee", "gus")


# Calling


def test_a_member_calls_for_help() -> None:
    given(entered("ph1")).when(CALL, by="ana").then(help_called("r1", by="ana"))


def test_calling_while_a_call_is_open_changes_nothing() -> None:
    given(help_called("r1", by="ana")).when(CALL, by="ben").then_nothing()
    given(help_called("r1", by="ana"), help_taken("r1", by="host")).when(CALL, by="ana").then_nothing()


def test_a_room_may_call_again_when_the_call_before_is_over() -> None:
    given(help_called("r1", by="ana"), help_ended("r1", by="ana")).when(CALL, by="ana").then(help_called("r1", by="ana"))


@pytest.mark.parametrize("who", ["dee", "gus"])
def test_only_members_of_a_room_call_for_help_in_it(who: str) -> None:
    given().when(CALL, by=who).then_refused("rooms.not_a_member")


def test_a_facilitator_calls_nobody() -> None:
    given(helps("gus", "r1")).when(CALL, by="gus").then_refused("rooms.not_a_member")


def test_an_unknown_room_is_not_helped() -> None:
    given().when(CallForHelp(room_id="r9"), by="ana").then_refused("rooms.unknown_room")
    given().when(TakeHelp(room_id="r9")).then_refused("rooms.unknown_room")
    given().when(EndHelp(room_id="r9")).then_refused("rooms.unknown_room")


# Coming


@pytest.mark.parametrize("who", ["host", "hana", "gus"])
def test_a_host_or_the_facilitator_of_the_room_takes_a_call(who: str) -> None:
    given(helps("gus", "r1"), help_called("r1", by="ana")).when(TAKE, by=who).then(help_taken("r1", by=who))


@pytest.mark.parametrize("who", ["ana", "dee", "gus"])
def test_members_and_the_facilitators_of_other_rooms_take_no_call(who: str) -> None:
    given(helps("gus", "r2"), help_called("r1", by="ana")).when(TAKE, by=who).then_refused("session.forbidden")


def test_where_nobody_calls_there_is_nothing_to_take() -> None:
    given().when(TAKE).then_refused("rooms.no_help_call")
    given(help_called("r1", by="ana"), help_ended("r1", by="ana")).when(TAKE).then_refused("rooms.no_help_call")


def test_one_helper_comes() -> None:
    taken = given(helps("gus", "r1"), help_called("r1", by="ana"), help_taken("r1", by="gus"))
    taken.when(TAKE).then_refused("rooms.help_taken")


def test_taking_a_call_twice_changes_nothing() -> None:
    given(help_called("r1", by="ana"), help_taken("r1", by="hana")).when(TAKE, by="hana").then_nothing()


# Ending


@pytest.mark.parametrize("who", ["host", "hana", "gus", "ana", "ben"])
def test_a_host_the_facilitator_or_a_member_ends_a_call(who: str) -> None:
    given(helps("gus", "r1"), help_called("r1", by="ana")).when(END, by=who).then(help_ended("r1", by=who))


def test_another_room_ends_no_call() -> None:
    given(help_called("r1", by="ana")).when(END, by="dee").then_refused("rooms.not_a_member")
    given(helps("gus", "r2"), help_called("r1", by="ana")).when(END, by="gus").then_refused("rooms.not_a_member")


def test_somebody_of_another_room_does_not_learn_whether_there_is_a_call() -> None:
    given().when(END, by="dee").then_refused("rooms.not_a_member")


def test_ending_what_is_not_open_changes_nothing() -> None:
    given().when(END, by="ana").then_nothing()


# What is seen


@pytest.mark.parametrize("who", EVERYBODY)
def test_a_call_is_for_the_room_its_facilitator_and_the_host(who: str) -> None:
    room = given(helps("gus", "r1"), help_called("r1", by="ana", at=t("19:10"))).seen_by(who)["rooms"]["r1"]
    inside = who in ("host", "hana", "ana", "ben", "gus")
    assert room.get("help") == ({"at": t("19:10"), "by": "Ana"} if inside else None)


def test_a_call_shows_who_comes_and_since_when() -> None:
    taken = given(help_called("r1", by="ana", at=t("19:10")), help_taken("r1", by="hana", at=t("19:12"))).seen_by("ben")
    assert taken["rooms"]["r1"]["help"] == {"at": t("19:10"), "by": "Ana", "taken_at": t("19:12"), "taken_by": "Hana"}


def test_whoever_has_the_link_of_the_host_is_called_the_host() -> None:
    taken = given(help_called("r1", by="ana"), help_taken("r1", by="host")).seen_by("ana")
    assert taken["rooms"]["r1"]["help"]["taken_by"] == "the host"


def test_a_call_stays_when_the_phase_changes_and_when_the_caller_goes() -> None:
    still = given(entered("ph1"), help_called("r1", by="ana"), entered("ph2"), seated("ana", "r2"), joined("zoe", "r1"))
    assert still.seen_by("zoe")["rooms"]["r1"]["help"]["by"] == "Ana"


def test_a_call_outlives_who_was_to_come() -> None:
    alone = given(help_called("r1", by="ana"), help_taken("r1", by="hana"), revoked("hana"))
    alone.when(END).then(help_ended("r1", by="host"))


def test_a_call_that_is_over_is_not_seen() -> None:
    assert "help" not in given(help_called("r1", by="ana"), help_ended("r1", by="ben")).seen_by("host")["rooms"]["r1"]


def test_the_end_of_the_evening_ends_every_call() -> None:
    assert "help" not in given(help_called("r1", by="ana"), finished()).seen_by("host")["rooms"]["r1"]
    over = given(entered("ph3"), help_called("r1", by="ana"))
    assert "help" in over.seen_by("host")["rooms"]["r1"]
    assert "help" not in over.when(Finish()).seen_by("host")["rooms"]["r1"]
