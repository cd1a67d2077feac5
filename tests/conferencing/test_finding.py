"""What a session is told of its recordings: in whatever order, however often, by whatever way."""

from itertools import permutations

import pytest
from hypothesis import given as for_any
from hypothesis import strategies as st
from msgspec.structs import replace

from orchestrator.conferencing import finding
from orchestrator.conferencing.provider import Found, Meeting, News, Told
from orchestrator.messages import SYSTEM, Command
from orchestrator.recordings.commands import SetSegments
from orchestrator.recordings.state import Confidence, Recording, Segment, Status
from orchestrator.recordings.timeline import locate
from orchestrator.session.decider import decide
from orchestrator.session.evolve import evolve
from orchestrator.session.state import Session
from tests.given import EVENING, SECOND, anchored, clock_set, given, opened, removed, reported, t

BBB = "bigbluebutton"
CALLED = [opened(calls=BBB), *EVENING[1:]]
MEETING = Meeting("s1-r1", "run-a", "1", t("19:00"))
PUBLISHED = Found("s1-r1", "run-a", Status.AVAILABLE, "https://bbb.test/p", t("19:00"), t("19:46"))
FOUND = Found("s1-r1", "run-a", Status.PROCESSING, None, t("19:00"), t("19:46"))
JOINED = Told(News.JOINED, "s1-r1", "key", "run-a", at=t("19:00:09"))


def evening(*events: object) -> Session:
    return given(*events, evening=CALLED).session


def after(session: Session, command: Command | None) -> Session:
    if command is not None:
        for event in decide(session, replace(command, actor=SYSTEM, at=session.last_at + 1)):
            session = evolve(session, event)
    return session


def only(session: Session) -> Recording:
    (recording,) = session.recordings.recordings.values()
    return recording


def test_a_recorded_call_is_expected_once():
    session = after(evening(), finding.expected(evening(), BBB, MEETING))
    assert (only(session).status, only(session).room_id, only(session).external_id) == (Status.EXPECTED, "r1", "run-a")
    assert finding.expected(session, BBB, MEETING) is None


def test_a_call_that_is_not_recorded_is_not_expected():
    assert finding.expected(evening(), BBB, replace(MEETING, run=None)) is None


@pytest.mark.parametrize("meeting_id", ["s1-r9", "s2-r1", "s1", "", "s1-", "-plenary", "s1-plenary-x"])
def test_of_places_this_session_does_not_have_nothing_is_told(meeting_id: str):
    assert finding.expected(evening(), BBB, replace(MEETING, id=meeting_id)) is None
    assert finding.begun(evening(), BBB, replace(JOINED, meeting_id=meeting_id)) is None
    assert finding.found(evening(), BBB, replace(PUBLISHED, meeting_id=meeting_id)) is None


def test_a_recording_of_the_plenary_has_no_room():
    assert only(after(evening(), finding.found(evening(), BBB, replace(PUBLISHED, meeting_id="s1-plenary")))).room_id is None


def test_without_more_it_begins_with_its_meeting():
    recording = only(after(evening(), finding.found(evening(), BBB, PUBLISHED)))
    assert recording.segments == (Segment(t("19:00"), t("19:46"), 0),)
    assert (recording.duration, recording.confidence) == (46 * 60 * SECOND, Confidence.DERIVED)


STEPS = {
    "expected": lambda session: finding.expected(session, BBB, MEETING),
    "joined": lambda session: finding.begun(session, BBB, JOINED),
    "joined first": lambda session: finding.begun(session, BBB, replace(JOINED, at=t("19:00:04"))),
}


@pytest.mark.parametrize("order", list(permutations(STEPS)))
def test_it_begins_with_the_first_person_in_however_that_is_told(order: tuple[str, ...]):
    session = evening()
    for name in (*order, *order):
        session = after(session, STEPS[name](session))
    for recording in (FOUND, PUBLISHED, PUBLISHED):
        session = after(session, finding.found(session, BBB, recording))
    assert only(session).segments == (Segment(t("19:00:04"), t("19:46"), 0),)
    assert (only(session).status, only(session).url) == (Status.AVAILABLE, "https://bbb.test/p")
    assert locate(only(session), t("19:10:04")).offset == 600 * SECOND
    assert finding.begun(session, BBB, replace(JOINED, at=t("18:00"))) is None


@for_any(st.lists(st.sampled_from(["processing", "published", "unpublished", "joined", "expected"]), max_size=12))
def test_what_was_said_last_holds_and_saying_it_again_changes_nothing(said: list[str]):
    answers = {"processing": FOUND, "published": PUBLISHED, "unpublished": FOUND}
    session = evening()
    for word in said:
        if word in answers:
            session = after(session, finding.found(session, BBB, answers[word]))
            assert only(session).status is answers[word].status
            again = finding.found(session, BBB, answers[word])
            assert after(session, again) is session
        else:
            session = after(session, STEPS[word](session))
    assert len(session.recordings.recordings) <= 1


def test_what_the_host_said_of_its_time_stands():
    session = after(evening(), finding.found(evening(), BBB, PUBLISHED))
    told = (Segment(t("19:01"), t("19:20"), 0), Segment(t("19:30"), t("19:46"), 19 * 60 * SECOND))
    session = after(session, SetSegments(recording_id="rec1", segments=told))
    session = after(session, finding.found(session, BBB, replace(PUBLISHED, ends_at=t("19:47"))))
    assert only(session).segments == told


def test_anchors_of_the_host_stay():
    session = evening(reported("rec1", name="run-a"), anchored("rec1", t("19:10"), 600 * SECOND))
    assert only(after(session, finding.found(session, BBB, PUBLISHED))).confidence is Confidence.ANCHORED


def test_what_the_host_removed_stays_removed():
    session = evening(reported("rec1", name="run-a"), removed("rec1"))
    assert only(after(session, finding.found(session, BBB, PUBLISHED))).status is Status.REMOVED


def test_what_the_tool_has_deleted_is_removed_and_what_we_never_knew_is_not_made_for_that():
    gone = replace(FOUND, status=Status.REMOVED)
    session = evening(reported("rec1", name="run-a"))
    assert only(after(session, finding.found(session, BBB, gone))).status is Status.REMOVED
    assert finding.found(evening(), BBB, gone) is None


@pytest.mark.parametrize(
    "times", [(None, None), (t("19:00"), None), (None, t("19:46")), (t("19:46"), t("19:00")), (1, t("19:00"))]
)
def test_times_that_cannot_be_are_not_told(times: tuple[int | None, int | None]):
    report = finding.found(evening(), BBB, replace(PUBLISHED, starts_at=times[0], ends_at=times[1]))
    assert report is not None
    assert (report.segments, report.duration, report.status) == (None, None, Status.AVAILABLE)


# Clocks


@pytest.mark.parametrize("ahead", [90 * SECOND, -90 * SECOND])
def test_a_clock_that_is_wrong_is_set_by_an_answer(ahead: int):
    session = after(evening(), finding.clock(evening(), BBB, ahead, sure=True))
    assert session.recordings.clocks[BBB] == ahead
    assert finding.clock(session, BBB, ahead + 500, sure=True) is None


def test_a_second_is_no_difference():
    assert finding.clock(evening(), BBB, 900, sure=True) is None


@pytest.mark.parametrize("ahead", [1, -1])
def test_a_clock_that_is_a_day_off_tells_nothing(ahead: int):
    assert finding.clock(evening(), BBB, ahead * 90_000_000, sure=True) is None


def test_what_was_long_on_its_way_sets_no_clock_back():
    assert finding.clock(evening(), BBB, -60 * SECOND, sure=False) is None
    behind = evening(clock_set(BBB, -90 * SECOND))
    assert finding.clock(behind, BBB, -150 * SECOND, sure=False) is None
    assert finding.clock(behind, BBB, -85 * SECOND, sure=False) is not None


def test_where_the_tools_clock_is_wrong_a_question_is_found_all_the_same():
    session = after(evening(), finding.clock(evening(), BBB, 90 * SECOND, sure=True))
    ahead = replace(PUBLISHED, starts_at=t("19:01:30"), ends_at=t("19:47:30"))
    assert locate(only(after(session, finding.found(session, BBB, ahead))), t("19:10")).offset == 600 * SECOND
