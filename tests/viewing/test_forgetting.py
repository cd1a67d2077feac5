"""The past without somebody: what the rewritten stream holds, and that every event is thought of."""

from typing import get_args

import msgspec
from hypothesis import given as for_any
from hypothesis import strategies as st

from orchestrator.messages import ActorId
from orchestrator.viewing.codec import decode, encode
from orchestrator.viewing.decider import folded
from orchestrator.viewing.events import AnyViewing
from orchestrator.viewing.forgetting import declining, renamed, uncounted
from orchestrator.viewing.state import Viewing
from tests.viewing.watching import LATER, Count, FindHelpful, FollowUp, HaveToo, RemoveFollowUp, Story, viewer, watched

WHO = ["ana", "ben", "w1"]


def story() -> Story:
    told = Story().roster("19:10", "ana", "ben").roster("19:11", "ana")
    for who in WHO:
        told.when(watched((0, 10_000)), who).when(HaveToo(question_id="q1", on=True), who)
        told.when(FindHelpful(question_id="q1", on=True), who).when(FollowUp(room_id="r1", text=f"Words of {who}"), who)
    return told.when(RemoveFollowUp(follow_up_id="f2"), "ben")


def told_of(viewing: Viewing) -> object:
    """Everything in a state, to compare."""
    return (
        {who: dict(own.items()) for who, own in viewing.watched.items()},
        {key: set(who) for key, who in viewing.toos.items() if len(who)},
        {key: set(who) for key, who in viewing.helps.items() if len(who)},
        {key: (each.viewer_id, each.text) for key, each in viewing.follow_ups.items()},
        {at: set(people) for at, people in viewing.rosters.items()},
        dict(viewing.counted.items()),
    )


def test_the_bytes_say_what_was_meant() -> None:
    events = tuple(story().events)
    assert decode(encode(events)) == events


def test_what_was_counted_before_somebody_declined_is_gone() -> None:
    before = story().when(Count(on=False), "ana")
    after = uncounted(before.events)
    assert told_of(folded(Viewing(), after)) == told_of(before.viewing)
    assert not folded(Viewing(), after).owed
    kept = [event for event in after if getattr(event, "viewer_id", None) == "ana"]
    assert {type(event).__name__ for event in kept} == {"TooSet", "HelpedSet", "FollowUpWritten", "CountingSet"}
    assert all("ana" not in getattr(event, "people", ()) for event in after)


def test_what_was_counted_after_they_thought_again_stays() -> None:
    again = story().when(Count(on=False), "ana").when(Count(on=True), "ana").when(watched((20_000, 30_000)), "ana")
    after = folded(Viewing(), uncounted(again.events))
    assert dict(after.watched["ana"].items()) == {"rec1": ((20_000, 30_000),)}


def test_whoever_declined_before_a_backup_came_back_has_declined_again() -> None:
    there = uncounted(declining(story().events, [ActorId("w1")], LATER))
    after = folded(Viewing(), there)
    assert after.declined(ActorId("w1"))
    assert "w1" not in after.watched
    assert after.watched["ana"]["rec1"] == ((0, 10_000),)
    assert uncounted(declining(there, [ActorId("w1")], LATER)) == there


def test_a_decline_of_long_ago_does_not_undo_a_later_yes() -> None:
    again = story().when(Count(on=False), "w1").when(Count(on=True), "w1", at=LATER + 9)
    again.when(watched((20_000, 30_000)), "w1", at=LATER + 10)
    after = folded(Viewing(), uncounted(declining(again.events, [ActorId("w1")], LATER + 5)))
    assert after.watched["w1"]["rec1"] == ((20_000, 30_000),)


def test_somebody_erased_leaves_their_numbers_and_none_of_their_words() -> None:
    after = renamed(story().events, {"ana": "x1"}, keep_texts=False)
    assert b"ana" not in encode(tuple(after))
    viewing = folded(Viewing(), after)
    assert viewing.too("q1") == viewing.helped("q1") == 3
    assert viewing.present == {"x1": 2, "ben": 1}
    assert viewing.watched["x1"]["rec1"] == ((0, 10_000),)
    assert viewing.follow_ups["f1"].text == "[removed]"
    assert viewing.follow_ups["f3"].text == "Words of w1"


def test_words_stay_where_it_is_said() -> None:
    viewing = folded(Viewing(), renamed(story().events, {"ana": "x1", "ben": "x2"}, keep_texts=True))
    assert (viewing.follow_ups["f1"].viewer_id, viewing.follow_ups["f1"].text) == ("x1", "Words of ana")


def test_every_kind_of_event_is_renamed() -> None:
    told = story().when(Count(on=True), viewer("ana"))
    assert {type(event) for event in told.events} == set(get_args(AnyViewing))
    body = msgspec.json.encode(renamed(told.events, {"ana": "x1"}, keep_texts=False))
    assert b"ana" not in body


@for_any(st.lists(st.sampled_from(range(14)), max_size=12), st.permutations(WHO))
def test_renaming_changes_nothing_but_names(kept: list[int], names: list[str]) -> None:
    events = [event for place, event in enumerate(story().events) if place in kept]
    aliases = {who: f"x{place}" for place, who in enumerate(names)}
    back = {alias: who for who, alias in aliases.items()}
    there = renamed(events, aliases, keep_texts=True)
    assert renamed(there, back, keep_texts=True) == events
