"""How much of which answer somebody has heard afterwards."""

from hypothesis import given as for_any
from hypothesis import strategies as st
from msgspec.structs import replace

from orchestrator.messages import ActorId, RecordingId
from orchestrator.recordings.state import Anchor, Recording, Recordings, Segment
from orchestrator.reports.heard import heard, moments, turns
from orchestrator.session.state import Session
from orchestrator.viewing.decider import folded
from orchestrator.viewing.events import RangesWatched
from orchestrator.viewing.ranges import length
from orchestrator.viewing.state import Viewing
from tests.given import MINUTE, SECOND, answered, called, drafted, entered, followed_up, given, linked, submitted, t
from tests.viewing.watching import LATER, Story, held, watched

Stretches = list[tuple[int, int]]


def of(story: Story) -> dict[str, dict[str, int]]:
    return {question: own for question, own in heard(story.session, story.viewing).items() if own}


def test_the_seconds_within_the_time_on_air_count() -> None:
    story = Story().when(watched((30 * SECOND, 2 * MINUTE)))
    assert of(story) == {"q1": {"w1": MINUTE}}
    assert of(Story().when(watched((0, 60 * MINUTE)))) == {"q1": {"w1": 2 * MINUTE}, "q2": {"w1": MINUTE}}
    assert of(Story().when(watched((3 * MINUTE, 5 * MINUTE)))) == {}


def test_every_question_that_was_on_air_is_told_of() -> None:
    assert heard(held(), Viewing()) == {"q1": {}, "q2": {}}


def test_a_recording_of_a_room_holds_no_answers() -> None:
    session = given(
        *(drafted("q1", by="ana"), submitted("q1"), entered("ph3"), called("q1", at=t("20:01")), answered("q1", at=t("20:03"))),
        linked("rec1", room_id="r1", started_at=t("20:00"), duration=60 * MINUTE),
    ).session
    assert of(Story(session=session).when(watched((0, 60 * MINUTE)))) == {}


def test_follow_ups_are_part_of_the_answer() -> None:
    session = given(
        *(drafted("q1", by="ana"), submitted("q1"), entered("ph3", at=t("20:00")), called("q1", at=t("20:01"))),
        *(followed_up("q1", at=t("20:03")), answered("q1", at=t("20:04"))),
        linked("rec1", started_at=t("20:00"), duration=60 * MINUTE),
    ).session
    assert of(Story(session=session).when(watched((0, 60 * MINUTE)))) == {"q1": {"w1": 3 * MINUTE}}


def test_what_is_still_on_air_is_not_told_of() -> None:
    session = given(drafted("q1", by="ana"), submitted("q1"), entered("ph3"), called("q1")).session
    assert turns(session) == []


def twice() -> Session:
    """The plenary of ``held`` was recorded a second time, with a pause while q1 was on air, and by a clock that ran slow."""
    paused = Recording(
        RecordingId("rec3"),
        None,
        url="https://video.example.org/3",
        duration=58 * MINUTE,
        segments=(Segment(t("20:00"), t("20:02"), 0), Segment(t("20:04"), t("21:00"), 2 * MINUTE)),
        anchors=(Anchor(t("20:00"), 0), Anchor(t("20:05"), 2 * MINUTE + 50 * SECOND)),
    )
    known = held().recordings.recordings.insert(paused.id, paused)
    return replace(held(), recordings=Recordings(recordings=known))


def test_the_same_minute_in_two_recordings_is_heard_once() -> None:
    story = Story(session=twice()).when(watched((0, 60 * MINUTE)))
    story.when(watched((0, 58 * MINUTE), recording="rec3"))
    assert of(story) == {"q1": {"w1": 2 * MINUTE}, "q2": {"w1": MINUTE}}


seconds = st.integers(0, 60 * 60)
stretches = st.lists(st.tuples(seconds, seconds).map(sorted).map(tuple), max_size=4)
reports = st.lists(st.tuples(st.sampled_from(["rec1", "rec3"]), stretches), max_size=5)


def after(told: list[tuple[str, Stretches]]) -> Viewing:
    return folded(
        Viewing(),
        [
            RangesWatched(
                viewer_id=ActorId("w1"),
                recording_id=RecordingId(recording),
                ranges=tuple((start * SECOND, end * SECOND) for start, end in ranges if start < end),
                at=LATER,
            )
            for recording, ranges in told
        ],
    )


@for_any(reports)
def test_nobody_hears_more_than_the_answer_lasted(told: list[tuple[str, Stretches]]) -> None:
    lasted = {"q1": 2 * MINUTE, "q2": MINUTE}
    for question, own in heard(twice(), after(told)).items():
        assert all(0 < time <= lasted[question] for time in own.values())


@for_any(reports, st.data())
def test_the_order_of_reports_does_not_matter(told: list[tuple[str, Stretches]], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(told))
    assert heard(twice(), after(told)) == heard(twice(), after(shuffled))


@for_any(reports)
def test_who_hears_more_has_never_heard_less(told: list[tuple[str, Stretches]]) -> None:
    for some in range(len(told)):
        less, more = heard(twice(), after(told[:some])), heard(twice(), after(told))
        assert all(time <= more[question]["w1"] for question, own in less.items() for time in own.values())


@for_any(reports)
def test_what_joins_in_the_recording_joins_in_the_evening(told: list[tuple[str, Stretches]]) -> None:
    """Played in two goes or in one: it is the same time."""
    recordings = dict(held().recordings.recordings.items())
    for start, end in ((s * SECOND, e * SECOND) for _, ranges in told for s, e in ranges if s < e):
        middle = (start + end) // 2
        one = moments(recordings, {RecordingId("rec1"): ((start, end),)})
        two = moments(recordings, {RecordingId("rec1"): ((start, middle), (middle, end))})
        assert length(one) == length(two)
