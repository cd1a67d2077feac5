"""When the tool that makes the calls is asked for its recordings, and what people see of its calls."""

import pytest

from orchestrator.messages import SYSTEM
from orchestrator.recordings.commands import Report
from orchestrator.recordings.state import Confidence, Status
from orchestrator.session.commands import NoteTrouble, SeekRecordings
from orchestrator.session.decider import due
from tests.given import (
    EVENING,
    MINUTE,
    Sentence,
    end_set,
    entered,
    finished,
    given,
    linked,
    opened,
    phase_added,
    removed,
    reported,
    room_edited,
    sought,
    t,
    troubled,
)

HOUR = 60 * MINUTE
CALLED = [opened(calls="bigbluebutton"), *EVENING[1:]]
PASTED = "https://meet.example.org/c"
ROOM, PLENARY = reported("rec1", "expected", "run-a", room_id="r1"), reported("rec2", "expected", "run-p")
LIVE = (entered("ph1", at=t("19:00")), ROOM, PLENARY)


def evening(*events: object) -> Sentence:
    return given(*events, evening=CALLED)


def asked_until(sentence: Sentence, until: int) -> list[int]:
    """The instants at which it was time to ask."""
    return [event.at for event in sentence.when_time_passes(until).outcome if type(event) is type(sought())]


# When


def test_a_rooms_recordings_are_asked_for_ever_more_rarely_once_room_work_is_over():
    times = asked_until(evening(*LIVE, entered("ph2", at=t("19:45")), end_set("ph2", t("20:00"))), t("19:59"))
    assert times == [t("19:47"), t("19:50"), t("19:55")]


def test_the_plenarys_are_asked_for_once_the_evening_is_over():
    over = evening(entered("ph3", at=t("20:00")), PLENARY, finished(at=t("21:00")))
    minutes = [(at - t("21:00")) // MINUTE for at in asked_until(over, t("21:00") + 48 * HOUR)]
    assert minutes == [2, 5, 10, 20, 40, 80, 160, 320, 640, 1280, 1440]


def test_a_last_phase_that_nobody_ends_counts_as_over_at_its_planned_end():
    assert due(evening(entered("ph3", at=t("20:00")), PLENARY).session).at == t("21:02")


def test_nothing_is_asked_for_while_the_call_goes_on():
    assert asked_until(evening(*LIVE), t("19:44")) == []
    assert due(evening(entered("ph2", at=t("19:45")), PLENARY, end_set("ph2", t("23:00"))).session).at == t("23:00")


def test_a_room_that_works_twice_is_asked_for_after_the_second_time():
    again = phase_added("ph4", "breakout", 30 * MINUTE, after="ph2")
    twice = evening(again, *LIVE, entered("ph2", at=t("19:45")), entered("ph4", at=t("20:00"), ends_at=t("20:30")))
    assert asked_until(twice, t("20:33")) == [t("20:32")]


def test_a_room_whose_evening_had_no_room_work_waits_for_the_end():
    assert due(evening(entered("ph3", at=t("20:00")), ROOM, finished(at=t("21:00"))).session).at == t("21:02")


@pytest.mark.parametrize("status", ["available", "failed"])
def test_what_has_come_is_not_asked_for(status: str):
    came = evening(entered("ph3", at=t("20:00")), reported("rec1", status), finished(at=t("21:00")))
    assert due(came.session) is None


def test_what_is_processed_is_asked_for_and_what_was_removed_is_not():
    beginning = (entered("ph3", at=t("20:00")), reported("rec1", "processing"))
    assert due(evening(*beginning, finished(at=t("21:00"))).session).at == t("21:02")
    assert due(evening(*beginning, removed("rec1"), finished(at=t("21:00"))).session) is None


def test_pasted_links_are_never_asked_for():
    session = given(entered("ph3", at=t("20:00")), linked("rec1"), ROOM, finished(at=t("21:00"))).session
    assert due(session) is None


def test_asked_for_out_of_turn_the_next_time_follows_the_plan():
    session = evening(entered("ph3", at=t("20:00")), PLENARY, finished(at=t("21:00")), sought(at=t("21:07"))).session
    assert due(session).at == t("21:10")


def test_a_phase_ends_before_anything_is_asked_at_the_same_instant():
    again = evening(*LIVE, entered("ph2", at=t("19:45")), end_set("ph2", t("19:47")))
    assert [type(event).__name__ for event in again.when_time_passes(t("19:47")).outcome] == ["PhaseEntered", "RecordingsSought"]


# What does not come


def test_what_has_not_come_within_a_day_failed():
    over = evening(entered("ph3", at=t("20:00")), PLENARY, finished(at=t("21:00")), sought(at=t("21:00") + 23 * HOUR))
    day = t("21:00") + 24 * HOUR
    failed = over.when_time_passes(day)
    assert failed.outcome == [sought(at=day), reported("rec2", "failed", "run-p", confidence=Confidence.UNKNOWN, at=day)]
    assert due(failed.session) is None


def test_what_comes_after_it_failed_is_there_all_the_same():
    late = Report(provider="bigbluebutton", external_id="run-p", status=Status.AVAILABLE, url="https://bbb.example.org/p")
    failed = evening(entered("ph3", at=t("20:00")), PLENARY, finished(at=t("21:00")), reported("rec2", "failed", "run-p"))
    came = failed.when(late, by=SYSTEM.id).seen_by("watch")["recordings"]["rec2"]
    assert (came["status"], came["url"]) == ("available", "https://bbb.example.org/p")


def test_after_a_long_downtime_it_is_asked_once_more():
    over = evening(entered("ph3", at=t("20:00")), PLENARY, finished(at=t("21:00")))
    assert asked_until(over, t("21:00") + 7 * 24 * HOUR)[-1] == t("21:00") + 24 * HOUR


def test_a_tool_may_say_at_any_time_that_there_is_something_to_ask_for():
    evening(*LIVE).when(SeekRecordings(), by=SYSTEM.id).then(sought())
    evening(*LIVE, finished(at=t("21:00"))).when(SeekRecordings(), by=SYSTEM.id).then(sought())


def test_nobody_else_says_so():
    evening(*LIVE).when(SeekRecordings(), by="ana").then_refused("session.forbidden")


# What is wrong with a call


def test_the_host_sees_which_call_cannot_be_opened_and_why():
    told = evening(troubled("r1"))
    assert told.seen_by("host")["session"]["call_troubles"] == {"r1": "calls.unreachable"}
    for who in ("ana", "mo", "pia", "stage", "watch"):
        assert "call_troubles" not in told.seen_by(who)["session"]


def test_a_trouble_is_noted_once_and_goes_when_the_call_opens():
    evening(troubled("r1")).when(NoteTrouble(place="r1", trouble="calls.unreachable"), by=SYSTEM.id).then_nothing()
    gone = evening(troubled("r1")).when(NoteTrouble(place="r1"), by=SYSTEM.id)
    gone.then(troubled("r1", None))
    assert "call_troubles" not in gone.seen_by("host")["session"]
    evening().when(NoteTrouble(place="r1"), by=SYSTEM.id).then_nothing()


# The way into a call


def test_a_call_that_the_tool_makes_is_opened_at_an_address_of_ours():
    seen = evening().seen_by("ana")
    assert seen["session"]["calls"] == "bigbluebutton"
    assert seen["session"]["plenary_call_url"] == "/call/s1/plenary"
    assert seen["rooms"]["r1"]["call_url"] == "/call/s1/r1"
    assert "call_url" not in seen["rooms"]["r2"]


def test_a_pasted_link_wins():
    assert evening(room_edited("r1", "Mentoring", call_url=PASTED)).seen_by("ana")["rooms"]["r1"]["call_url"] == PASTED


def test_where_people_paste_links_nothing_is_made():
    session, room = given().seen_by("ana")["session"], given().seen_by("ana")["rooms"]["r1"]
    assert "calls" not in session
    assert "plenary_call_url" not in session
    assert "call_url" not in room


def test_when_the_evening_is_over_no_call_is_made():
    over = evening(finished(at=t("21:00"))).seen_by("host")
    assert "plenary_call_url" not in over["session"]
    assert "call_url" not in over["rooms"]["r1"]


def test_late_viewers_are_shown_no_call():
    assert "plenary_call_url" not in evening().seen_by("watch")["session"]
