"""What people are told of the recording, and who agreed to it; one rule each."""

from typing import Any

import pytest
from msgspec.structs import replace

from orchestrator.messages import Role
from orchestrator.session.commands import Admit, Consent, PlannedNotice, SetNotice
from tests.given import consented, entered, finished, given, given_nothing, joined, notice_set, roles_set, seated
from tests.strategies import NEWCOMER, OPEN

EVERYBODY = ("host", "hana", "moderator", "mo", "panel", "pia", "stage", "watch", "ana", "gus")
NOTICE = SetNotice(recorded=True, keeper="The school", days=90)


def admit(**details: Any) -> Admit:
    return Admit(**{"name": "Zoe", "role": Role.PARTICIPANT, "ticket_hash": "hash of zoe", **details})


# The notice


@pytest.mark.parametrize("happened", [[], [entered("ph1")]])
def test_the_host_says_what_is_recorded(happened: list[Any]) -> None:
    given(*happened).when(NOTICE).then(notice_set())


def test_that_nothing_is_recorded_can_be_said_too() -> None:
    said = given().when(SetNotice(recorded=False)).then(notice_set(recorded=False, keeper=None, days=None))
    assert said.seen_by("ana")["session"]["recording_notice"] == {"number": 1, "recorded": False}


@pytest.mark.parametrize("missing", [{"keeper": None}, {"days": None}])
def test_a_recording_has_a_keeper_and_an_end(missing: dict[str, Any]) -> None:
    given().when(replace(NOTICE, **missing)).then_refused("session.notice_incomplete")


@pytest.mark.parametrize("who", EVERYBODY)
def test_everybody_is_told(who: str) -> None:
    told = given(notice_set()).seen_by(who)["session"]["recording_notice"]
    assert told == {"number": 1, "recorded": True, "keeper": "The school", "days": 90}


def test_where_nothing_was_said_nothing_is_shown() -> None:
    assert "recording_notice" not in given().seen_by("host")["session"]


def test_the_same_notice_again_changes_nothing() -> None:
    given(notice_set()).when(NOTICE).then_nothing()


def test_other_words_are_the_next_notice() -> None:
    other = given(notice_set()).when(replace(NOTICE, days=30)).then(notice_set(days=30))
    assert other.seen_by("ana")["session"]["recording_notice"]["number"] == 2


def test_a_session_may_begin_with_its_notice() -> None:
    opened = given_nothing().when(replace(OPEN, recording_notice=PlannedNotice(recorded=True, keeper="The school", days=90)))
    assert opened.seen_by("watch")["session"]["recording_notice"]["number"] == 1
    first, *_ = opened.outcome
    assert first.makes == "session_id"


def test_no_session_begins_with_half_a_notice() -> None:
    given_nothing().when(replace(OPEN, recording_notice=PlannedNotice(recorded=True))).then_refused("session.notice_incomplete")


# Agreeing


@pytest.mark.parametrize("who", ["ana", "gus", "mo", "pia", "hana"])
def test_a_person_agrees(who: str) -> None:
    agreed = given(notice_set()).when(Consent(notice=1), by=who).then(consented(who))
    assert agreed.me(who)["consented"] == 1
    assert agreed.seen_by("host")["people"][who]["consented"] is True


@pytest.mark.parametrize("link", ["host", "moderator", "panel"])
def test_behind_a_shared_link_is_nobody_who_could_agree(link: str) -> None:
    given(notice_set()).when(Consent(notice=1), by=link).then_refused("session.unknown_participant")


def test_agreeing_twice_changes_nothing() -> None:
    given(notice_set(), consented("ana")).when(Consent(notice=1), by="ana").then_nothing()


def test_nobody_agrees_to_a_notice_that_is_not_there() -> None:
    given().when(Consent(notice=1), by="ana").then_refused("session.no_notice")


@pytest.mark.parametrize("number", [1, 3])
def test_nobody_agrees_to_another_notice_than_the_current_one(number: int) -> None:
    changed = given(notice_set(), notice_set(days=30), consented("ana", 2))
    changed.when(Consent(notice=number), by="ana").then_refused("session.stale_notice")


def test_who_agreed_to_an_old_notice_is_asked_again() -> None:
    changed = given(notice_set(), consented("ana"), notice_set(days=30))
    assert changed.me("ana")["consented"] == 1
    assert "consented" not in changed.seen_by("host")["people"]["ana"]
    changed.when(Consent(notice=2), by="ana").then(consented("ana", 2))


@pytest.mark.parametrize("who", ["ana", "ben", "mo"])
def test_who_agreed_is_for_the_host_and_for_oneself(who: str) -> None:
    people = given(notice_set(), consented("ana")).seen_by(who)["people"]
    assert all("consented" not in person for person in people.values())


def test_consent_stays_with_the_person_whatever_becomes_of_them() -> None:
    moved = given(notice_set(), consented("ana"), seated("ana", "r2"), roles_set("ana", "participant", "panelist"))
    assert moved.me("ana")["consented"] == 1


@pytest.mark.parametrize("command", [replace(NOTICE, days=30), Consent(notice=1)])
def test_after_the_end_nothing_is_agreed_any_more(command: Any) -> None:
    given(notice_set(), finished()).when(command, by="hana").then_refused("session.finished")


# Agreeing while coming in


def test_who_agrees_at_the_door_has_agreed_in_the_same_commit() -> None:
    inside = given(notice_set()).when(admit(consent=1, room_id="r4"))
    inside.then(joined(NEWCOMER, name="Zoe", ticket_hash="hash of zoe"), consented(NEWCOMER), seated(NEWCOMER, "r4"))


def test_who_comes_in_without_a_word_has_not_agreed() -> None:
    assert "consented" not in given(notice_set()).when(admit()).me(NEWCOMER)


def test_nobody_comes_in_on_a_notice_that_changed_meanwhile() -> None:
    given(notice_set(), notice_set(days=30)).when(admit(consent=1)).then_refused("session.stale_notice")
    given().when(admit(consent=1)).then_refused("session.no_notice")
