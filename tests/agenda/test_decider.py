"""The rules of the clock; one each."""

import pytest

from orchestrator.agenda.commands import Advance, Pause, Resume, SetEnd, Start
from orchestrator.session.commands import Finish
from tests.given import (
    MINUTE,
    PEOPLE,
    ROOMS,
    agenda,
    end_set,
    entered,
    finished,
    given,
    opened,
    paused,
    resumed,
    t,
)

OPEN_ENDED = [opened(), *agenda("breakout", "break", "panel", at_end="wait"), *ROOMS, *PEOPLE]
SCHEDULED = [opened(starts_at=t("19:00"), auto_start=True), *agenda("breakout", "break", "panel"), *ROOMS, *PEOPLE]


# Starting


def test_start_enters_the_first_phase_for_as_long_as_it_was_planned() -> None:
    given().when(Start(), at=t("19:02")).then(entered("ph1", ends_at=t("19:47")))


def test_starting_a_started_evening_changes_nothing() -> None:
    given(entered("ph1")).when(Start()).then_nothing()


def test_starting_late_in_the_evening_does_not_go_back_to_the_first_phase() -> None:
    given(entered("ph1"), entered("ph3")).when(Start()).then_nothing()


def test_a_finished_evening_is_not_started() -> None:
    given(finished()).when(Start()).then_refused("session.finished")


# Moving on


def test_advance_enters_the_next_phase() -> None:
    given(entered("ph1", at=t("19:00"))).when(Advance(from_phase="ph1"), at=t("19:40")).then(entered("ph2", ends_at=t("19:55")))


def test_of_two_presses_of_next_one_moves_the_evening() -> None:
    given(entered("ph1")).when(Advance(from_phase="ph1")).when(Advance(from_phase="ph1")).then_refused("agenda.stale_phase")


def test_the_timer_and_the_host_together_move_one_phase() -> None:
    late = given(entered("ph1", at=t("19:00"))).when_time_passes(until=t("19:45"))
    late.when(Advance(from_phase="ph1"), at=t("19:45")).then_refused("agenda.stale_phase")


def test_a_phase_that_is_still_planned_cannot_be_left() -> None:
    given(entered("ph1")).when(Advance(from_phase="ph2")).then_refused("agenda.stale_phase")


def test_before_the_start_no_phase_can_be_left() -> None:
    given().when(Advance(from_phase="ph1")).then_refused("agenda.stale_phase")


def test_an_unknown_phase_cannot_be_left() -> None:
    given(entered("ph1")).when(Advance(from_phase="ph9")).then_refused("agenda.unknown_phase")


def test_an_unknown_phase_cannot_be_entered() -> None:
    given(entered("ph1")).when(Advance(from_phase="ph1", to_phase="ph9")).then_refused("agenda.unknown_phase")


def test_a_phase_does_not_follow_itself() -> None:
    given(entered("ph1")).when(Advance(from_phase="ph1", to_phase="ph1")).then_refused("agenda.same_phase")


def test_nothing_follows_the_last_phase() -> None:
    given(entered("ph3")).when(Advance(from_phase="ph3")).then_refused("agenda.last_phase")


def test_a_paused_phase_can_be_left() -> None:
    left = given(entered("ph1"), paused("ph1", 5 * MINUTE)).when(Advance(from_phase="ph1")).then(entered("ph2"))
    assert "remaining" not in left.seen_by("host")["phases"]["ph1"]


def test_a_phase_can_be_skipped_and_is_done_without_times() -> None:
    skipped = given(entered("ph1")).when(Advance(from_phase="ph1", to_phase="ph3")).then(entered("ph3"))
    phase = skipped.seen_by("host")["phases"]["ph2"]
    assert phase["status"] == "done"
    assert not {"starts_at", "ends_at", "ended_at", "expected_starts_at"} & phase.keys()


def test_going_back_makes_the_phases_from_there_on_planned_again() -> None:
    back = given(entered("ph1", at=t("19:00")), entered("ph2", at=t("19:45")), entered("ph3", at=t("20:00"))).when(
        Advance(from_phase="ph3", to_phase="ph1"), at=t("20:10")
    )
    back.then(entered("ph1", ends_at=t("20:55")))
    phases = back.seen_by("host")["phases"]
    assert [phase["status"] for phase in phases.values()] == ["running", "planned", "planned"]
    assert [phase.get("starts_at") for phase in phases.values()] == [t("20:10"), None, None]


def test_a_phase_that_was_gone_back_behind_lasts_its_whole_duration_again() -> None:
    again = given(
        entered("ph1", at=t("19:00")),
        end_set("ph2", t("20:00")),
        entered("ph2", at=t("19:45"), ends_at=t("20:00")),
        entered("ph1", at=t("19:50")),
    )
    again.when(Advance(from_phase="ph1"), at=t("20:30")).then(entered("ph2", ends_at=t("20:45")))


def test_going_back_keeps_the_instant_at_which_the_evening_started() -> None:
    back = given(entered("ph1", at=t("19:00")), entered("ph2", at=t("19:45")), entered("ph1", at=t("19:50")))
    assert back.seen_by("host")["session"]["started_at"] == t("19:00")


def test_phases_are_exactly_those_given() -> None:
    one = given(entered("ph1"), evening=[opened(), *agenda("panel")])
    one.when(Advance(from_phase="ph1")).then_refused("agenda.last_phase")


# Ends


def test_the_end_of_the_running_phase_can_be_set() -> None:
    given(entered("ph1", at=t("19:00"))).when(SetEnd(phase_id="ph1", ends_at=t("19:50"))).then(end_set("ph1", t("19:50")))


def test_setting_the_same_end_again_changes_nothing() -> None:
    given(entered("ph1", at=t("19:00"))).when(SetEnd(phase_id="ph1", ends_at=t("19:45"))).then_nothing()


def test_two_hosts_who_add_five_minutes_add_five_minutes() -> None:
    plus_five = SetEnd(phase_id="ph1", ends_at=t("19:50"), expected_ends_at=t("19:45"))
    given(entered("ph1", at=t("19:00"))).when(plus_five).when(plus_five, by="hana").then_nothing()


def test_an_end_that_was_seen_before_somebody_else_moved_it_is_refused() -> None:
    moved = given(entered("ph1", at=t("19:00")), end_set("ph1", t("19:50")))
    moved.when(SetEnd(phase_id="ph1", ends_at=t("19:55"), expected_ends_at=t("19:45"))).then_refused("agenda.stale_end")


def test_an_end_that_was_never_there_is_refused_as_stale() -> None:
    early = SetEnd(phase_id="ph2", ends_at=t("20:00"), expected_ends_at=t("20:05"))
    given(entered("ph1", at=t("19:00"))).when(early).then_refused("agenda.stale_end")


def test_a_phase_may_be_ended_this_instant() -> None:
    given(entered("ph1", at=t("19:00"))).when(SetEnd(phase_id="ph1", ends_at=t("19:30")), at=t("19:30")).then(
        end_set("ph1", t("19:30"))
    )


def test_an_end_in_the_past_is_refused() -> None:
    given(entered("ph1", at=t("19:00"))).when(SetEnd(phase_id="ph1", ends_at=t("19:30") - 1), at=t("19:30")).then_refused(
        "agenda.bad_end"
    )


@pytest.mark.parametrize(("later", "fine"), [(24 * 60 * MINUTE, True), (24 * 60 * MINUTE + 1, False)])
def test_an_end_is_at_most_a_day_away(later: int, fine: bool) -> None:
    far = given(entered("ph1", at=t("19:00"))).when(SetEnd(phase_id="ph1", ends_at=t("19:00") + later))
    if fine:
        far.then(end_set("ph1", t("19:00") + later))
    else:
        far.then_refused("agenda.bad_end")


def test_the_end_of_a_phase_that_is_over_cannot_be_set() -> None:
    given(entered("ph1"), entered("ph2")).when(SetEnd(phase_id="ph1", ends_at=t("20:00"))).then_refused("agenda.phase_done")


def test_a_paused_phase_has_no_end_to_set() -> None:
    stopped = given(entered("ph1"), paused("ph1", MINUTE))
    stopped.when(SetEnd(phase_id="ph1", ends_at=t("19:30"))).then_refused("agenda.paused")


def test_the_end_of_an_unknown_phase_cannot_be_set() -> None:
    given(entered("ph1")).when(SetEnd(phase_id="ph9", ends_at=t("20:00"))).then_refused("agenda.unknown_phase")


def test_the_end_of_a_phase_can_be_fixed_before_the_evening_starts() -> None:
    given().when(SetEnd(phase_id="ph2", ends_at=t("20:00"))).then(end_set("ph2", t("20:00")))


def test_a_break_with_a_fixed_end_absorbs_an_overrun() -> None:
    fixed = given(entered("ph1", at=t("19:00")), end_set("ph2", t("20:00")), end_set("ph1", t("19:52")))
    fixed.when(Advance(from_phase="ph1"), at=t("19:52")).then(entered("ph2", ends_at=t("20:00")))


def test_a_break_with_a_fixed_end_grows_when_the_phase_before_it_ends_early() -> None:
    fixed = given(entered("ph1", at=t("19:00")), end_set("ph2", t("20:00")))
    fixed.when(Advance(from_phase="ph1"), at=t("19:30")).then(entered("ph2", ends_at=t("20:00")))


def test_an_overrun_beyond_a_fixed_end_leaves_a_phase_of_no_length() -> None:
    overrun = given(entered("ph1", at=t("19:00")), end_set("ph2", t("20:00")), end_set("ph1", t("20:05")))
    overrun.when_time_passes(until=t("20:05")).then(
        entered("ph2", at=t("20:05"), ends_at=t("20:05")), entered("ph3", at=t("20:05"), ends_at=t("21:05"))
    )


# Pausing


def test_a_pause_keeps_what_remains() -> None:
    given(entered("ph1", at=t("19:00"))).when(Pause(), at=t("19:40")).then(paused("ph1", 5 * MINUTE))


def test_a_paused_phase_has_no_end_but_what_remains() -> None:
    phase = given(entered("ph1", at=t("19:00")), paused("ph1", 5 * MINUTE, at=t("19:40"))).seen_by("ana")["phases"]["ph1"]
    assert phase["status"] == "paused"
    assert phase["remaining"] == 5 * MINUTE
    assert "ends_at" not in phase


def test_a_resumed_phase_lasts_what_remained() -> None:
    stopped = given(entered("ph1", at=t("19:00")), paused("ph1", 5 * MINUTE, at=t("19:40")))
    stopped.when(Resume(), at=t("19:55")).then(resumed("ph1", t("20:00")))


def test_two_pauses_lose_no_time() -> None:
    evening = given(entered("ph1", at=t("19:00")))
    for stop, go in (("19:10", "19:20"), ("19:30", "19:31")):
        evening = evening.when(Pause(), at=t(stop)).when(Resume(), at=t(go))
    assert evening.seen_by("host")["phases"]["ph1"]["ends_at"] == t("19:56")


def test_a_pause_in_overtime_leaves_nothing() -> None:
    overtime = given(entered("ph1", at=t("19:00")), evening=OPEN_ENDED)
    overtime.when(Pause(), at=t("19:50")).then(paused("ph1", 0))


def test_pausing_twice_changes_nothing() -> None:
    given(entered("ph1"), paused("ph1", MINUTE)).when(Pause()).then_nothing()


def test_resuming_what_runs_changes_nothing() -> None:
    given(entered("ph1")).when(Resume()).then_nothing()


@pytest.mark.parametrize("command", [Pause(), Resume()])
def test_before_the_start_there_is_nothing_to_pause(command: Pause | Resume) -> None:
    given().when(command).then_refused("agenda.not_running")


# What happens by itself


def test_a_phase_ends_at_its_instant_whenever_that_is_noticed() -> None:
    given(entered("ph1", at=t("19:00"))).when_time_passes(until=t("19:58")).then(
        entered("ph2", at=t("19:45"), ends_at=t("20:00")),
    )


def test_after_hours_of_downtime_every_phase_has_the_times_it_would_have_had() -> None:
    given(entered("ph1", at=t("19:00"))).when_time_passes(until=t("23:00")).then(
        entered("ph2", at=t("19:45"), ends_at=t("20:00")), entered("ph3", at=t("20:00"), ends_at=t("21:00"))
    )


def test_a_moment_before_its_end_a_phase_runs() -> None:
    given(entered("ph1", at=t("19:00"))).when_time_passes(until=t("19:45") - 1).then_nothing()


def test_a_phase_that_waits_runs_into_overtime() -> None:
    given(entered("ph1", at=t("19:00")), evening=OPEN_ENDED).when_time_passes(until=t("23:00")).then_nothing()


def test_the_last_phase_always_waits() -> None:
    last = given(entered("ph3", at=t("20:00")))
    last.when_time_passes(until=t("23:00")).then_nothing()
    assert last.seen_by("ana")["phases"]["ph3"]["at_end"] == "wait"


def test_a_paused_phase_does_not_end_by_itself() -> None:
    given(entered("ph1", at=t("19:00")), paused("ph1", MINUTE)).when_time_passes(until=t("23:00")).then_nothing()


def test_a_moved_end_is_when_a_phase_ends() -> None:
    given(entered("ph1", at=t("19:00")), end_set("ph1", t("19:50"))).when_time_passes(until=t("19:55")).then(
        entered("ph2", at=t("19:50"), ends_at=t("20:05"))
    )


def test_a_phase_that_was_gone_back_to_ends_by_itself_again() -> None:
    back = given(entered("ph1", at=t("19:00")), entered("ph2", at=t("19:45")), entered("ph1", at=t("19:50")))
    back.when_time_passes(until=t("20:35")).then(entered("ph2", at=t("20:35"), ends_at=t("20:50")))


def test_a_scheduled_start_happens_at_its_instant() -> None:
    given(evening=SCHEDULED).when_time_passes(until=t("19:03")).then(entered("ph1", at=t("19:00")))


def test_a_scheduled_start_in_the_past_happens_when_the_session_is_opened() -> None:
    late = [opened(starts_at=t("18:00"), auto_start=True), *agenda("breakout", "break")]
    given(evening=late).when_time_passes(until=t("18:50")).then(entered("ph1", at=t("18:50")))


def test_a_scheduled_start_fires_once_also_when_the_host_was_earlier() -> None:
    given(entered("ph1", at=t("18:55")), evening=SCHEDULED).when_time_passes(until=t("19:10")).then_nothing()


def test_a_planned_start_alone_starts_nothing() -> None:
    planned = [opened(starts_at=t("19:00")), *agenda("breakout", "break")]
    given(evening=planned).when_time_passes(until=t("23:00")).then_nothing()


def test_a_scheduled_evening_that_was_finished_does_not_start() -> None:
    given(evening=SCHEDULED).when(Finish()).when_time_passes(until=t("23:00")).then_nothing()


def test_after_the_end_nothing_happens_by_itself() -> None:
    given(entered("ph1", at=t("19:00")), finished()).when_time_passes(until=t("23:00")).then_nothing()
