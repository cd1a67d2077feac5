"""Instants as clocks, days and players show them."""

import pytest

from orchestrator.local_time import clock, day, local, offset
from tests.given import t


def test_an_instant_is_a_time_and_a_day_where_the_session_is() -> None:
    assert (clock(t("23:30"), "Europe/Brussels"), day(t("23:30"), "Europe/Brussels")) == ("00:30", "Thursday 26 November 2026")
    assert (clock(t("23:30")), day(t("23:30"))) == ("23:30", "Wednesday 25 November 2026")


def test_an_instant_beyond_all_calendars_is_the_last_day() -> None:
    assert local(2**53 - 1, "Pacific/Kiritimati").year == 9999


@pytest.mark.parametrize(
    ("ms", "shown"),
    [(0, "0:00"), (999, "0:00"), (59_000, "0:59"), (754_321, "12:34"), (3_723_000, "1:02:03"), (36_000_000, "10:00:00")],
)
def test_how_far_into_a_recording_is_shown_as_players_show_it(ms: int, shown: str) -> None:
    assert offset(ms) == shown
