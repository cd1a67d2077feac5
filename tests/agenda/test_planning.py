"""The rules of the plan: phases edited, added, removed; one rule each."""

from typing import Any

import pytest

from orchestrator.agenda.commands import AddPhase, Advance, EditPhase, RemovePhase
from orchestrator.agenda.state import AtEnd, Kind
from tests.given import (
    MINUTE,
    PEOPLE,
    ROOMS,
    Sentence,
    agenda,
    end_set,
    entered,
    given,
    opened,
    paused,
    phase_added,
    phase_edited,
    phase_removed,
    t,
)

DATED = [opened(starts_at=t("19:00")), *agenda("breakout", "break", "panel"), *ROOMS, *PEOPLE]
OPEN_ENDED = [opened(), *agenda("breakout", "break", "panel", at_end="wait"), *ROOMS, *PEOPLE]
QUARTER = 15 * MINUTE
WRAP_UP = AddPhase(kind=Kind.WRAP_UP, title="Goodbye", duration=QUARTER)


def shown(evening: Sentence, key: str) -> list[Any]:
    """What the phases say of a key, in the order of the evening."""
    phases = evening.seen_by("ana")["phases"].values()
    return [phase.get(key) for phase in sorted(phases, key=lambda phase: phase["position"])]


# Editing


def test_the_plan_of_a_phase_can_be_edited_before_the_evening_starts() -> None:
    edited = EditPhase(phase_id="ph2", title="Coffee", duration=20 * MINUTE, at_end=AtEnd.WAIT)
    given().when(edited).then(phase_edited("ph2", "Coffee", 20 * MINUTE, "wait"))


def test_the_plan_of_a_phase_that_is_to_come_can_be_edited_while_the_evening_runs() -> None:
    given(entered("ph1")).when(EditPhase(phase_id="ph2", duration=20 * MINUTE)).then(phase_edited("ph2", "Break", 20 * MINUTE))


def test_what_is_absent_from_an_edit_of_a_phase_stays() -> None:
    given().when(EditPhase(phase_id="ph2", title="Coffee")).then(phase_edited("ph2", "Coffee", QUARTER))
    given().when(EditPhase(phase_id="ph2", at_end=AtEnd.WAIT)).then(phase_edited("ph2", "Break", QUARTER, "wait"))


@pytest.mark.parametrize("phase", ["ph1", "ph2", "ph3"])
def test_an_edit_of_a_phase_to_what_it_is_changes_nothing(phase: str) -> None:
    evening = given(entered("ph1"), entered("ph2"))
    evening.when(EditPhase(phase_id=phase)).then_nothing()
    evening.when(EditPhase(phase_id="ph2", title="Break", duration=QUARTER, at_end=AtEnd.ADVANCE)).then_nothing()


def test_an_unknown_phase_is_not_edited() -> None:
    given().when(EditPhase(phase_id="ph9", title="Coffee")).then_refused("agenda.unknown_phase")


@pytest.mark.parametrize("stopped", [[], [paused("ph1", MINUTE)]])
def test_of_a_phase_that_runs_title_and_ending_can_be_edited(stopped: list[Any]) -> None:
    running = given(entered("ph1"), *stopped)
    running.when(EditPhase(phase_id="ph1", title="In pairs", at_end=AtEnd.WAIT)).then(
        phase_edited("ph1", "In pairs", 45 * MINUTE, "wait")
    )
    running.when(EditPhase(phase_id="ph1", duration=50 * MINUTE)).then_refused("agenda.phase_running")


def test_of_a_phase_that_is_over_the_title_can_be_edited() -> None:
    over = given(entered("ph1"), entered("ph2"))
    over.when(EditPhase(phase_id="ph1", title="In pairs")).then(phase_edited("ph1", "In pairs", 45 * MINUTE))
    over.when(EditPhase(phase_id="ph1", duration=50 * MINUTE)).then_refused("agenda.phase_done")
    over.when(EditPhase(phase_id="ph1", at_end=AtEnd.WAIT)).then_refused("agenda.phase_done")


def test_an_edited_phase_keeps_its_times() -> None:
    phase = given(entered("ph1", at=t("19:00")), phase_edited("ph1", "In pairs", 45 * MINUTE)).seen_by("ana")["phases"]["ph1"]
    assert (phase["status"], phase["starts_at"], phase["ends_at"]) == ("running", t("19:00"), t("19:45"))


def test_another_duration_is_how_long_the_phase_lasts() -> None:
    longer = given(entered("ph1", at=t("19:00")), phase_edited("ph2", "Break", 20 * MINUTE))
    longer.when(Advance(from_phase="ph1"), at=t("19:40")).then(entered("ph2", ends_at=t("20:00")))


def test_another_duration_drops_a_fixed_end() -> None:
    fixed = given(entered("ph1", at=t("19:00")), end_set("ph2", t("20:00")))
    longer = fixed.when(EditPhase(phase_id="ph2", duration=20 * MINUTE)).then(phase_edited("ph2", "Break", 20 * MINUTE))
    assert "ends_at" not in longer.seen_by("ana")["phases"]["ph2"]


def test_another_title_keeps_a_fixed_end() -> None:
    fixed = given(end_set("ph2", t("20:00"))).when(EditPhase(phase_id="ph2", title="Coffee"))
    assert fixed.seen_by("ana")["phases"]["ph2"]["ends_at"] == t("20:00")


def test_what_is_planned_and_expected_follows_another_duration() -> None:
    longer = given(entered("ph1", at=t("19:00")), end_set("ph1", t("19:50")), phase_edited("ph2", "Break", 20 * MINUTE))
    assert shown(longer, "planned_starts_at") == [t("19:00"), t("19:45"), t("20:05")]
    assert shown(longer, "expected_starts_at") == [None, t("19:50"), t("20:10")]
    dated = given(phase_edited("ph1", "Breakout", 30 * MINUTE), evening=DATED)
    assert shown(dated, "planned_starts_at") == shown(dated, "expected_starts_at") == [t("19:00"), t("19:30"), t("19:45")]


def test_a_phase_that_is_told_to_wait_runs_into_overtime() -> None:
    given(entered("ph1", at=t("19:00")), phase_edited("ph1", "Breakout", 45 * MINUTE, "wait")).when_time_passes(
        until=t("23:00")
    ).then_nothing()


def test_a_phase_that_is_told_to_end_by_itself_does_so_at_its_end() -> None:
    evening = given(entered("ph1", at=t("19:00")), evening=OPEN_ENDED)
    told = evening.when(EditPhase(phase_id="ph1", at_end=AtEnd.ADVANCE), at=t("19:40"))
    told.then(phase_edited("ph1", "Breakout", 45 * MINUTE)).when_time_passes(until=t("23:00")).then(
        entered("ph2", at=t("19:45"), ends_at=t("20:00"))
    )


def test_a_phase_in_overtime_that_is_told_to_end_by_itself_ends_now() -> None:
    evening = given(entered("ph1", at=t("19:00")), evening=OPEN_ENDED)
    told = evening.when(EditPhase(phase_id="ph1", at_end=AtEnd.ADVANCE), at=t("19:50"))
    told.then(phase_edited("ph1", "Breakout", 45 * MINUTE), end_set("ph1", t("19:50")))
    told.when_time_passes(until=t("19:50")).then(entered("ph2", at=t("19:50"), ends_at=t("20:05")))


def test_the_last_phase_waits_whatever_it_is_told() -> None:
    last = given(entered("ph3", at=t("20:00")), evening=OPEN_ENDED)
    told = last.when(EditPhase(phase_id="ph3", at_end=AtEnd.ADVANCE), at=t("21:30")).then(
        phase_edited("ph3", "Panel", 60 * MINUTE)
    )
    told.when_time_passes(until=t("23:00")).then_nothing()
    assert told.seen_by("ana")["phases"]["ph3"]["at_end"] == "wait"


# Adding


def test_a_phase_is_added_at_the_end() -> None:
    longer = given().when(WRAP_UP).then(phase_added("ph4", "wrap_up", QUARTER, "Goodbye"))
    assert shown(longer, "title") == ["Breakout", "Break", "Panel", "Goodbye"]
    assert shown(longer, "position") == [0, 1, 2, 3]


def test_a_phase_is_added_behind_another() -> None:
    plenary = AddPhase(kind=Kind.PLENARY, title="Music", duration=QUARTER, at_end=AtEnd.WAIT, after="ph1")
    longer = given().when(plenary).then(phase_added("ph4", "plenary", QUARTER, "Music", "wait", after="ph1"))
    assert shown(longer, "title") == ["Breakout", "Music", "Break", "Panel"]
    assert shown(longer, "position") == [0, 1, 2, 3]


def test_an_added_phase_opens_what_its_kind_opens() -> None:
    panel = given().when(AddPhase(kind=Kind.PANEL, title="More", duration=QUARTER))
    assert panel.seen_by("ana")["phases"]["ph4"]["opens"] == panel.seen_by("ana")["phases"]["ph3"]["opens"]


def test_a_phase_is_added_behind_the_one_that_runs_and_comes_next() -> None:
    longer = given(entered("ph1", at=t("19:00"))).when(AddPhase(kind=Kind.BREAK, title="Air", duration=MINUTE, after="ph1"))
    longer.when(Advance(from_phase="ph1"), at=t("19:40")).then(entered("ph4", ends_at=t("19:41")))
    assert shown(longer, "status") == ["running", "planned", "planned", "planned"]
    assert shown(longer, "expected_starts_at") == [None, t("19:45"), t("19:46"), t("20:01")]
    assert shown(longer, "planned_starts_at") == [t("19:00"), t("19:45"), t("19:46"), t("20:01")]


def test_no_phase_is_added_before_the_one_that_runs() -> None:
    early = AddPhase(kind=Kind.BREAK, title="Air", duration=MINUTE, after="ph1")
    given(entered("ph2")).when(early).then_refused("agenda.phase_done")
    given(entered("ph1"), entered("ph3")).when(early).then_refused("agenda.phase_done")


def test_no_phase_is_added_behind_an_unknown_one() -> None:
    given().when(AddPhase(kind=Kind.BREAK, title="Air", duration=MINUTE, after="ph9")).then_refused("agenda.unknown_phase")


def test_an_agenda_has_at_most_24_phases() -> None:
    full = given([phase_added(f"ph{number}", "break", MINUTE) for number in range(4, 25)])
    full.when(WRAP_UP).then_refused("agenda.too_many_phases")
    full.when(RemovePhase(phase_id="ph2")).when(WRAP_UP).then(phase_added("ph25", "wrap_up", QUARTER, "Goodbye"))


def test_ids_of_phases_are_never_used_again() -> None:
    given(phase_removed("ph3")).when(WRAP_UP).then(phase_added("ph4", "wrap_up", QUARTER, "Goodbye"))


def test_what_was_the_last_phase_ends_by_itself_when_another_follows() -> None:
    longer = given(entered("ph3", at=t("20:00"))).when(WRAP_UP, at=t("20:30"))
    assert shown(longer, "at_end") == ["advance", "advance", "advance", "wait"]
    longer.when_time_passes(until=t("23:00")).then(entered("ph4", at=t("21:00"), ends_at=t("21:15")))


def test_what_was_the_last_phase_goes_on_waiting_when_it_is_in_overtime() -> None:
    longer = given(entered("ph3", at=t("20:00"))).when(WRAP_UP, at=t("21:10"))
    longer.then(phase_added("ph4", "wrap_up", QUARTER, "Goodbye"), phase_edited("ph3", "Panel", 60 * MINUTE, "wait"))
    longer.when_time_passes(until=t("23:00")).then_nothing()
    longer.when(Advance(from_phase="ph3"), at=t("21:20")).then(entered("ph4", ends_at=t("21:35")))


# Removing


def test_a_phase_that_is_to_come_is_removed() -> None:
    shorter = given(entered("ph1", at=t("19:00"))).when(RemovePhase(phase_id="ph2")).then(phase_removed("ph2"))
    assert shown(shorter, "title") == ["Breakout", "Panel"]
    assert shown(shorter, "position") == [0, 1]
    assert shown(shorter, "expected_starts_at") == [None, t("19:45")]
    shorter.when(Advance(from_phase="ph1"), at=t("19:40")).then(entered("ph3", ends_at=t("20:40")))


@pytest.mark.parametrize("phase", ["ph1", "ph2"])
def test_a_phase_that_has_begun_is_not_removed(phase: str) -> None:
    given(entered("ph1"), entered("ph2")).when(RemovePhase(phase_id=phase)).then_refused("agenda.phase_done")


def test_a_phase_that_was_gone_back_behind_can_be_removed() -> None:
    back = given(entered("ph1"), entered("ph2"), entered("ph1"))
    back.when(RemovePhase(phase_id="ph2")).then(phase_removed("ph2"))


def test_an_unknown_phase_is_not_removed() -> None:
    given().when(RemovePhase(phase_id="ph9")).then_refused("agenda.unknown_phase")
    given(phase_removed("ph2")).when(RemovePhase(phase_id="ph2")).then_refused("agenda.unknown_phase")


def test_one_phase_always_remains() -> None:
    given(phase_removed("ph1"), phase_removed("ph2")).when(RemovePhase(phase_id="ph3")).then_refused("agenda.only_phase")


def test_the_phase_that_becomes_the_last_one_waits() -> None:
    shorter = given(entered("ph2", at=t("19:45")), phase_removed("ph3"))
    assert shown(shorter, "at_end") == ["advance", "wait"]
    shorter.when_time_passes(until=t("23:00")).then_nothing()
