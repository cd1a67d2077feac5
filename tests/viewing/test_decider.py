"""What those who watch later may do, and what is counted of them."""

from itertools import pairwise

import pytest
from hypothesis import given as for_any
from hypothesis import strategies as st

from orchestrator.messages import Rejected, Role
from orchestrator.viewing.commands import Count, FindHelpful, FollowUp, HaveToo, RemoveFollowUp
from orchestrator.viewing.decider import Limits
from orchestrator.viewing.ranges import SEAM, length, merged
from tests.given import MINUTE, given, linked, removed
from tests.viewing.watching import Story, held, viewer, watched

HOUR = 60 * MINUTE


def refused(story: Story, command: object, by: object = "w1") -> str:
    before = story.viewing
    with pytest.raises(Rejected) as refusal:
        story.when(command, by)  # type: ignore[arg-type]
    assert story.viewing is before
    return refusal.value.code


# -- what was played


def test_stretches_that_touch_or_overlap_are_one() -> None:
    story = Story().when(watched((20_000, 30_000), (0, 10_000))).when(watched((9_000, 20_000)))
    assert story.ranges() == ((0, 30_000),)


def test_a_gap_of_less_than_a_second_is_a_seam_of_the_player() -> None:
    story = Story().when(watched((0, 10_000), (10_000 + SEAM - 1, 20_000), (20_000 + SEAM, 30_000)))
    assert story.ranges() == ((0, 20_000), (20_000 + SEAM, 30_000))


def test_what_is_played_again_counts_once() -> None:
    story = Story().when(watched((0, 10_000)))
    assert len(story.events) == 1
    assert story.when(watched((2_000, 8_000))).ranges() == ((0, 10_000),)
    assert len(story.events) == 1


def test_what_lies_beyond_the_end_is_cut() -> None:
    assert Story().when(watched((HOUR - 5_000, HOUR + 5_000), (2 * HOUR, 3 * HOUR))).ranges() == ((HOUR - 5_000, HOUR),)


def test_a_recording_of_unknown_length_is_no_longer_than_a_day() -> None:
    session = given(linked("rec1")).session
    assert Story(session=session).when(watched((0, 48 * HOUR))).ranges() == ((0, 24 * HOUR),)


@pytest.mark.parametrize("wrong", [(-1, 5), (10, 9), (-10, -5)])
def test_a_stretch_that_ends_before_it_begins_is_refused(wrong: tuple[int, int]) -> None:
    assert refused(Story(), watched((0, 10_000), wrong)) == "viewing.bad_ranges"


def test_an_empty_stretch_is_nothing() -> None:
    assert Story().when(watched((5, 5))).events == []


def test_a_recording_that_is_hidden_removed_or_unknown_is_none() -> None:
    session = given(linked("rec1"), removed("rec1")).session
    assert refused(Story(session=session), watched((0, 1_000))) == "recordings.unknown_recording"
    assert refused(Story(), watched((0, 1_000), recording="rec9")) == "recordings.unknown_recording"
    assert refused(Story(), watched((0, 1_000), recording="rec2")) == "recordings.unknown_recording"
    ana = viewer("ana", Role.PARTICIPANT, "r1")
    assert Story().when(watched((0, 1_000), recording="rec2"), ana).ranges("ana", "rec2") == ((0, 1_000),)


def test_as_many_stretches_as_are_kept_and_not_one_more() -> None:
    apart = [(place * 10_000, place * 10_000 + 5_000) for place in range(4)]
    story = Story().when(watched(*apart[:3]))
    assert len(story.ranges()) == 3
    assert refused(story, watched(apart[3])) == "viewing.too_many_ranges"
    assert story.when(watched((0, 25_000))).ranges() == ((0, 25_000),)
    assert len(story.when(watched(apart[3])).ranges()) == 2


def test_as_many_viewers_as_are_told_apart_and_not_one_more() -> None:
    story = Story()
    for number in range(1, 5):
        story.when(watched((0, 1_000)), f"w{number}")
    assert refused(story, watched((0, 1_000)), "w5") == "viewing.too_many_viewers"
    assert refused(story, Count(on=False), "w5") == "viewing.too_many_viewers"
    assert story.when(watched((0, 5_000)), "w4").ranges("w4") == ((0, 5_000),)


def test_a_host_who_plays_a_recording_works() -> None:
    assert Story().when(watched((0, 10_000)), viewer("hana", Role.HOST)).events == []


stretches = st.lists(
    st.tuples(st.integers(0, 400), st.integers(0, 40)).map(lambda each: (each[0] * 250, (each[0] + each[1]) * 250))
)


@for_any(st.lists(stretches, max_size=6), st.randoms(use_true_random=False))
def test_the_order_of_reports_does_not_matter(reports: list[list[tuple[int, int]]], chance: st.DrawFn) -> None:
    shuffled = list(reports)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = Story(limits=Limits()), Story(limits=Limits())
    for report in reports:
        one.when(watched(*report))
    for report in shuffled:
        other.when(watched(*report))
    assert one.ranges() == other.ranges() == merged([each for report in reports for each in report], SEAM)


@for_any(stretches)
def test_merging_loses_nothing_and_adds_only_seams(ranges: list[tuple[int, int]]) -> None:
    joined = merged(ranges)
    moments = {moment for start, end in ranges for moment in range(start, end, 250)}
    assert length(joined) == 250 * len(moments)
    assert all(one[1] < other[0] for one, other in pairwise(joined))
    assert merged(joined) == joined


# -- who may be counted


def test_who_declines_is_forgotten_and_not_counted_any_more() -> None:
    story = Story().when(watched((0, 10_000))).when(watched((0, 10_000)), "w2").when(Count(on=False))
    assert story.ranges() == ()
    assert story.viewing.owed == {"w1"}
    assert story.when(watched((0, 10_000))).ranges() == ()
    assert story.ranges("w2") == ((0, 10_000),)


def test_who_declines_was_not_there_either() -> None:
    story = Story().roster("19:10", "ana", "ben").roster("19:11", "ana", "ben").when(Count(on=False), "ana")
    assert story.viewing.present == {"ben": 2}


def test_who_declined_may_think_again() -> None:
    story = Story().when(Count(on=False)).when(Count(on=True)).when(watched((0, 10_000)))
    assert story.ranges() == ((0, 10_000),)


def test_saying_the_same_again_changes_nothing() -> None:
    assert len(Story().when(Count(on=True)).when(Count(on=True)).events) == 1


def test_who_declines_keeps_what_they_said_aloud() -> None:
    story = Story().when(HaveToo(question_id="q1", on=True)).when(Count(on=False))
    assert story.viewing.too("q1") == 1


# -- I have this too, this helped me


@pytest.mark.parametrize(("command", "count"), [(HaveToo, "too"), (FindHelpful, "helped")])
def test_a_mark_is_a_wanted_state_and_each_person_counts_once(command: type[HaveToo], count: str) -> None:
    story = Story()
    for who, on in (("w1", True), ("w1", True), ("w2", True), ("w1", False), ("w1", False), ("w1", True)):
        story.when(command(question_id="q1", on=on), who)
    assert getattr(story.viewing, count)("q1") == 2
    assert getattr(story.viewing, count)("q2") == 0
    assert len(story.events) == 4


def test_marks_and_live_votes_are_apart() -> None:
    before = held().queue.questions["q1"].score
    Story().when(HaveToo(question_id="q1", on=True))
    assert held().queue.questions["q1"].score == before


@pytest.mark.parametrize("question", ["q4", "q9"])
def test_what_not_everybody_may_read_cannot_be_marked(question: str) -> None:
    assert refused(Story(), HaveToo(question_id=question, on=True)) == "qa_queue.unknown_question"
    assert refused(Story(), FindHelpful(question_id=question, on=True)) == "qa_queue.unknown_question"
    assert refused(Story(), FollowUp(room_id="r1", text="And?", question_id=question)) == "qa_queue.unknown_question"


# -- follow-ups


def test_a_follow_up_is_for_a_room() -> None:
    story = Story().when(FollowUp(room_id="r2", text="And in primary school?", question_id="q2"))
    (thought,) = story.viewing.follow_ups.values()
    assert (thought.id, thought.room_id, thought.question_id, thought.text) == ("f1", "r2", "q2", "And in primary school?")
    assert refused(story, FollowUp(room_id="r9", text="And?")) == "rooms.unknown_room"


def test_as_many_follow_ups_as_one_may_write_and_not_one_more() -> None:
    story = Story().when(FollowUp(room_id="r1", text="One")).when(FollowUp(room_id="r1", text="Two"))
    assert refused(story, FollowUp(room_id="r1", text="Three")) == "viewing.too_many_follow_ups"
    story.when(RemoveFollowUp(follow_up_id="f1")).when(FollowUp(room_id="r1", text="Three"))
    assert sorted(story.viewing.follow_ups) == ["f2", "f3"]


def test_who_wrote_it_or_the_host_takes_it_away() -> None:
    story = Story().when(FollowUp(room_id="r1", text="One")).when(FollowUp(room_id="r1", text="Two"))
    assert refused(story, RemoveFollowUp(follow_up_id="f1"), "w2") == "viewing.unknown_follow_up"
    assert refused(story, RemoveFollowUp(follow_up_id="f9")) == "viewing.unknown_follow_up"
    story.when(RemoveFollowUp(follow_up_id="f1")).when(RemoveFollowUp(follow_up_id="f2"), viewer("host", Role.HOST))
    assert not story.viewing.follow_ups


# -- who was there


def test_the_minutes_of_each_person_are_the_rosters_they_stand_in() -> None:
    story = Story().roster("19:10", "ana", "ben").roster("19:11", "ana").roster("19:11", "ana", "cal")
    assert story.viewing.present == {"ana": 2, "ben": 1, "cal": 1}
