"""What is shown of the agenda: as planned, as expected now, as it was."""

from typing import Any

from tests.given import MINUTE, agenda, end_set, entered, finished, given, opened, paused, t

DATED = [opened(starts_at=t("19:00")), *agenda("breakout", "break", "panel")]


def times(phases: dict[str, Any], key: str) -> list[int | None]:
    return [phase.get(key) for phase in phases.values()]


def test_everybody_sees_the_same_agenda() -> None:
    evening = given(entered("ph2", at=t("19:45")))
    views = [evening.seen_by(who)["phases"] for who in ("host", "moderator", "panel", "stage", "watch", "ana", "gus")]
    assert all(phases == views[0] for phases in views)


def test_positions_count_from_zero() -> None:
    assert times(given().seen_by("ana")["phases"], "position") == [0, 1, 2]


def test_before_the_start_every_phase_is_planned() -> None:
    assert times(given().seen_by("ana")["phases"], "status") == ["planned"] * 3


def test_phases_before_the_running_one_are_done_and_those_after_it_planned() -> None:
    assert times(given(entered("ph2")).seen_by("ana")["phases"], "status") == ["done", "running", "planned"]


def test_after_the_end_every_phase_is_done() -> None:
    for evening in (given(finished()), given(entered("ph1"), finished()), given(entered("ph3"), finished())):
        assert times(evening.seen_by("ana")["phases"], "status") == ["done"] * 3


def test_an_evening_without_a_date_has_no_times_before_it_starts() -> None:
    phases = given().seen_by("ana")["phases"]
    assert times(phases, "planned_starts_at") == times(phases, "expected_starts_at") == [None] * 3


def test_an_evening_with_a_date_has_planned_times() -> None:
    phases = given(evening=DATED).seen_by("watch")["phases"]
    assert times(phases, "planned_starts_at") == times(phases, "expected_starts_at") == [t("19:00"), t("19:45"), t("20:00")]


def test_what_was_planned_never_moves() -> None:
    late = given(entered("ph1", at=t("19:20")), end_set("ph1", t("20:10")), evening=DATED)
    assert times(late.seen_by("watch")["phases"], "planned_starts_at") == [t("19:00"), t("19:45"), t("20:00")]


def test_an_evening_without_a_date_is_planned_from_its_start() -> None:
    phases = given(entered("ph1", at=t("19:05"))).seen_by("ana")["phases"]
    assert times(phases, "planned_starts_at") == [t("19:05"), t("19:50"), t("20:05")]


def test_an_overrun_pushes_what_is_expected() -> None:
    phases = given(entered("ph1", at=t("19:00")), end_set("ph1", t("19:55"))).seen_by("ana")["phases"]
    assert times(phases, "expected_starts_at") == [None, t("19:55"), t("20:10")]


def test_a_fixed_end_absorbs_what_is_expected_of_an_overrun() -> None:
    phases = given(entered("ph1", at=t("19:00")), end_set("ph2", t("20:00")), end_set("ph1", t("19:55"))).seen_by("ana")["phases"]
    assert times(phases, "expected_starts_at") == [None, t("19:55"), t("20:00")]


def test_an_overrun_beyond_a_fixed_end_is_expected_to_push_again() -> None:
    phases = given(entered("ph1", at=t("19:00")), end_set("ph2", t("20:00")), end_set("ph1", t("20:05"))).seen_by("ana")["phases"]
    assert times(phases, "expected_starts_at") == [None, t("20:05"), t("20:05")]


def test_while_the_clock_is_paused_nothing_is_expected() -> None:
    phases = given(entered("ph1", at=t("19:00")), paused("ph1", MINUTE)).seen_by("ana")["phases"]
    assert times(phases, "expected_starts_at") == [None] * 3


def test_a_phase_that_is_over_shows_when_it_was() -> None:
    phase = given(entered("ph1", at=t("19:00")), entered("ph2", at=t("19:40"))).seen_by("ana")["phases"]["ph1"]
    assert (phase["starts_at"], phase["ends_at"], phase["ended_at"]) == (t("19:00"), t("19:40"), t("19:40"))


def test_a_phase_that_was_gone_back_to_has_not_ended() -> None:
    back = given(entered("ph1", at=t("19:00")), entered("ph2", at=t("19:45")), entered("ph1", at=t("19:50")))
    phases = back.seen_by("ana")["phases"]
    assert times(phases, "ended_at") == [None] * 3
    assert times(phases, "starts_at") == [t("19:50"), None, None]


def test_the_phase_that_runs_when_the_evening_is_finished_ends_with_it() -> None:
    phases = given(entered("ph1", at=t("19:00")), finished(at=t("19:10"))).seen_by("ana")["phases"]
    assert times(phases, "ended_at") == [t("19:10"), None, None]


def test_the_session_says_which_phase_it_is_in() -> None:
    assert given(entered("ph2")).seen_by("ana")["session"]["phase_id"] == "ph2"
    assert "phase_id" not in given().seen_by("ana")["session"]
    assert "phase_id" not in given(entered("ph2"), finished()).seen_by("ana")["session"]


def test_each_kind_of_phase_opens_what_the_protocol_says() -> None:
    kinds = ("breakout", "break", "panel", "plenary", "wrap_up")
    evening = [opened(), *agenda(*kinds)]
    opens = {}
    for index, kind in enumerate(kinds, start=1):
        session = given(entered(f"ph{index}", at=t("19:00"), ends_at=t("19:30")), evening=evening).seen_by("host")["session"]
        opens[kind] = (session["open"], session.get("voting_scope"))
    assert opens == {
        "breakout": (["drafting", "submitting", "voting"], "room"),
        "break": (["voting"], "all"),
        "panel": (["voting", "answering"], "all"),
        "plenary": ([], None),
        "wrap_up": ([], None),
    }
