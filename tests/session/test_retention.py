"""How long a session is kept, and what happens then by itself."""

from typing import Any

import pytest

from orchestrator.messages import CLOCK
from orchestrator.session.commands import DeleteSession, EditDetails, Finish, Pseudonymise, ReopenSession, SetRetention
from orchestrator.session.decider import due
from orchestrator.session.events import SessionDeleted
from orchestrator.session.retention import DAY
from orchestrator.session.state import Then
from tests.given import entered, finished, given, kept_for, pseudonymised, t


def test_a_host_says_how_long_and_what_then() -> None:
    given().when(SetRetention(days=30, then=Then.DELETE)).then(kept_for(30, "delete"))


def test_saying_the_same_again_changes_nothing() -> None:
    given(kept_for(30)).when(SetRetention(days=30)).then_nothing()
    given().when(SetRetention(days=None)).then_nothing()


def test_it_can_be_taken_back() -> None:
    given(kept_for(30)).when(SetRetention(days=None)).then(kept_for(None))


@pytest.mark.parametrize("who", ["host", "mo", "pia", "ana", "stage", "watch"])
def test_everybody_sees_it(who: str) -> None:
    kept = given(entered("ph1"), kept_for(30, "delete"))
    assert kept.seen_by(who)["session"]["retention"] == {"days": 30, "then": "delete"}
    over = kept.when(Finish(), at=t("21:00"))
    assert over.seen_by(who)["session"]["retention"]["due_at"] == t("21:00") + 30 * DAY


def test_without_it_nothing_is_shown_and_nothing_is_due() -> None:
    over = given(finished())
    assert "retention" not in over.seen_by("host")["session"]
    assert due(over.session) is None


def test_before_the_end_nothing_is_due() -> None:
    assert due(given(entered("ph3"), kept_for(1)).session) is None


@pytest.mark.parametrize(("then", "command"), [("delete", DeleteSession), ("pseudonymise", Pseudonymise)])
def test_so_many_days_after_the_end_it_happens(then: str, command: type[Any]) -> None:
    over = given(kept_for(1, then), finished(at=t("21:00")))
    assert due(over.session) == command(actor=CLOCK, at=t("21:00") + DAY)


def test_whoever_made_changes_after_that_time_does_not_put_it_off() -> None:
    over = given(kept_for(1), finished(at=t("21:00"))).when(EditDetails(title="Another"), at=t("21:00") + DAY - 1)
    assert due(over.session).at == t("21:00") + DAY


def test_a_shorter_time_that_is_over_already_is_due_at_once() -> None:
    over = given(finished(at=t("21:00"))).when(SetRetention(days=1), at=t("21:00") + 5 * DAY)
    assert due(over.session).at == t("21:00") + 5 * DAY


def test_an_archive_is_not_made_twice() -> None:
    archive = given(kept_for(1), finished(), pseudonymised())
    assert due(archive.session) is None
    assert archive.seen_by("host")["session"]["retention"] == {"days": 1, "then": "pseudonymise"}


def test_an_archive_may_still_be_deleted_by_itself() -> None:
    assert isinstance(due(given(kept_for(1, "delete"), finished(), pseudonymised()).session), DeleteSession)


def test_reopened_it_is_counted_from_the_next_end() -> None:
    again = given(kept_for(1), finished(at=t("21:00"))).when(ReopenSession(), at=t("21:05"))
    assert due(again.session) is None
    assert due(again.when(Finish(), at=t("22:00")).session).at == t("22:00") + DAY


def test_deleting_is_decided_at_any_time() -> None:
    for happened in ([], [entered("ph1")], [finished()], [finished(), pseudonymised()]):
        assert given(happened).when(DeleteSession()).outcome == [SessionDeleted(at=given(happened).session.last_at)]
