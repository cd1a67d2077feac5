"""What a move comes to depends on the view of that moment."""

from collections.abc import Callable
from random import Random

import pytest

from orchestrator.rehearsal.intents import intents
from orchestrator.rehearsal.leading import GROUP, LEFT_OVER, STEP_MS, WEEK_MS, kept
from orchestrator.rehearsal.moves import Act, Move
from orchestrator.rehearsal.scene import Me, Scene
from orchestrator.rehearsal.sense import Intent, sensible, votable

MakeScene = Callable[..., Scene]
MakeMe = Callable[..., Me]


def wanted(act: Act, scene: Scene, me: Me, text: str = "") -> list[Intent]:
    return intents(Move(0.5, act, text), scene, me, Random(1))


def test_a_question_is_drafted_while_asking_is_open(scene: MakeScene, me: MakeMe) -> None:
    assert wanted("draft", scene("breakout"), me(), "Why?") == [Intent("qa_queue.draft", {"text": "Why?"})]
    assert wanted("draft", scene("break"), me(), "Why?") == []


def test_a_question_is_not_drafted_again_when_a_phase_comes_back(scene: MakeScene, me: MakeMe) -> None:
    mine = me(questions={"q1": {"status": "draft", "text": "Why?"}})
    assert wanted("draft", scene("breakout"), mine, "Why?") == []


def test_asking_too_late_is_wrong_on_purpose(scene: MakeScene, me: MakeMe) -> None:
    assert wanted("draft_late", scene("break"), me(), "Why?") == [Intent("qa_queue.draft", {"text": "Why?"}, wrong=True)]
    assert wanted("draft_late", scene("breakout"), me(), "Why?") == []


def test_in_the_room_one_votes_for_the_own_rooms_drafts(scene: MakeScene, me: MakeMe) -> None:
    seen = scene("breakout", {"q1": ("r1", "draft", 0), "q2": ("r2", "open", 0), "q3": ("r1", "open", 0)})
    assert votable(seen, me()) == ["q1", "q3"]


def test_in_the_break_one_votes_for_the_submitted_questions_of_all(scene: MakeScene, me: MakeMe) -> None:
    seen = scene("break", {"q1": ("r1", "draft", 0), "q2": ("r2", "open", 0), "q3": ("r1", "open", 0)})
    assert votable(seen, me(votes={"q3": True})) == ["q2"]
    assert wanted("vote", seen, me(votes={"q3": True})) == [Intent("qa_queue.cast_vote", {"question_id": "q2"})]


def test_nobody_votes_for_what_was_called(scene: MakeScene, me: MakeMe) -> None:
    seen = scene("panel", {"q1": ("r1", "on_air", 0), "q2": ("r2", "answered", 0)})
    assert wanted("vote", seen, me()) == []


def test_the_representative_submits_the_best_draft(scene: MakeScene, me: MakeMe) -> None:
    seen = scene("breakout", {"q1": ("r1", "draft", 2), "q2": ("r1", "draft", 5), "q3": ("r2", "draft", 9)})
    assert wanted("submit", seen, me(speaks_as="representative")) == [Intent("qa_queue.submit", {"question_id": "q2"})]
    assert wanted("submit", seen, me()) == []


def test_the_deputy_submits_only_where_the_room_has_too_few(scene: MakeScene, me: MakeMe) -> None:
    few = {"q1": ("r1", "draft", 2), "q2": ("r1", "open", 2)}
    enough = {"q1": ("r1", "draft", 2)} | {f"q{number}": ("r1", "open", 2) for number in range(2, 5)}
    assert len(wanted("submit_for_room", scene("breakout", few), me(speaks_as="deputy"))) == 1
    assert wanted("submit_for_room", scene("breakout", enough), me(speaks_as="deputy")) == []


def test_a_room_that_submitted_enough_has_enough_also_while_it_waits_for_review(scene: MakeScene, me: MakeMe) -> None:
    handed_in = {"q2": ("r1", "pending", 0), "q3": ("r1", "rejected", 0), "q4": ("r1", "merged", 0)}
    assert wanted("submit_for_room", scene("breakout", {"q1": ("r1", "draft", 2)} | handed_in), me(speaks_as="deputy")) == []


def test_a_representative_orders_own_first_then_prepared_then_by_votes(scene: MakeScene, me: MakeMe) -> None:
    drafts = {
        "q1": ("r1", "draft", 2, {"prepared": True}),
        "q2": ("r1", "draft", 3),
        "q3": ("r1", "draft", 9),
        "q4": ("r1", "draft", 0, {"drafted_at": 7}),
        "q5": ("r1", "draft", 1, {"drafted_at": 8}),
        "q6": ("r2", "draft", 9),
        "q7": ("r1", "pending", 9),
    }
    mine = {each: {"status": "draft", "text": "Mine?"} for each in ("q4", "q5")}
    (ordered,) = wanted("order", scene("breakout", drafts), me(speaks_as="representative", questions=mine))
    assert ordered == Intent("qa_queue.order_room", {"room_id": "r1", "order": ["q4", "q1", "q3", "q2", "q5"]})
    assert wanted("order", scene("breakout", drafts), me(questions=mine)) == []


def test_what_was_put_in_order_is_submitted_in_that_order(scene: MakeScene, me: MakeMe) -> None:
    drafts = {"q1": ("r1", "draft", 9, {"room_order": 2}), "q2": ("r1", "draft", 0, {"room_order": 1}), "q3": ("r1", "draft", 9)}
    seen = scene("breakout", drafts)
    assert wanted("submit", seen, me(speaks_as="representative")) == [Intent("qa_queue.submit", {"question_id": "q2"})]


def test_an_order_refused_after_a_draft_was_withdrawn_is_natural(scene: MakeScene, me: MakeMe) -> None:
    order = Intent("qa_queue.order_room", {"room_id": "r1", "order": ["q1", "q2"]})
    both = {"q1": ("r1", "draft", 0), "q2": ("r1", "draft", 0)}
    assert sensible(order, scene("breakout", both), me(speaks_as="representative"))
    both.pop("q2")
    assert not sensible(order, scene("breakout", both), me(speaks_as="representative"))


def test_a_group_that_shares_a_device_raises_hands(scene: MakeScene, me: MakeMe) -> None:
    (raised,) = wanted("vote", scene("break", {"q1": ("r2", "open", 0)}), me(group=8))
    assert raised.name == "qa_queue.count_hands"
    assert raised.data["hands"] in range(1, 9)


def test_the_host_makes_one_group_of_somebody_who_does_not_speak(scene: MakeScene, me: MakeMe) -> None:
    people = {each: {"name": "N", "room_id": "r2", "roles": ["participant"]} for each in ("p1", "p2", "p3")}
    rooms = {"r2": {"position": 1, "theme": "Two", "representative_id": "p3"}}
    made = wanted("set_group", scene("breakout", people=people, rooms=rooms), me(id="host"))
    assert made == [Intent("rooms.set_group", {"participant_id": "p2", "people": GROUP})]
    people["p1"]["group"] = 3
    assert wanted("set_group", scene("breakout", people=people, rooms=rooms), me(id="host")) == []


def test_the_host_appoints_where_nobody_volunteered(scene: MakeScene, me: MakeMe) -> None:
    people = {f"p{number}": {"name": "N", "room_id": "r1", "roles": ["participant"]} for number in (1, 2, 3)}
    rooms = {"r1": {"position": 0, "theme": "One", "representative_id": "p2"}, "r2": {"position": 1, "theme": "Two"}}
    appointed = wanted("appoint", scene("breakout", people=people, rooms=rooms), me(id="host"))
    assert appointed == [Intent("rooms.appoint", {"room_id": "r1", "participant_id": "p1", "as": "deputy"})]


def test_a_room_calls_for_help_once_and_says_when_all_is_well(scene: MakeScene, me: MakeMe) -> None:
    quiet = {"r1": {"position": 0, "theme": "One"}, "r2": {"position": 1, "theme": "Two"}}
    called = quiet | {"r1": {"position": 0, "theme": "One", "help": {"at": 5}}}
    taken = quiet | {"r1": {"position": 0, "theme": "One", "help": {"at": 5, "taken_by": "the host"}}}
    here = {"room_id": "r1"}
    assert wanted("call_for_help", scene("breakout", rooms=quiet), me()) == [Intent("rooms.call_for_help", here)]
    assert wanted("call_for_help", scene("breakout", rooms=called), me()) == []
    assert wanted("take_help", scene("breakout", rooms=called), me(id="host")) == [Intent("rooms.take_help", here)]
    assert wanted("take_help", scene("breakout", rooms=taken), me(id="host")) == []
    assert wanted("all_well", scene("breakout", rooms=taken), me()) == [Intent("rooms.end_help", here)]
    assert wanted("all_well", scene("breakout", rooms=quiet), me()) == []


def test_a_panelist_claims_what_is_on_air(scene: MakeScene, me: MakeMe) -> None:
    on_air = scene("panel", {"q1": ("r1", "on_air", 0)})
    assert wanted("claim", on_air, me(id="p9")) == [Intent("panel.claim", {"question_id": "q1"})]
    assert wanted("claim", scene("panel", {"q1": ("r1", "open", 0)}), me(id="p9")) == []


def test_more_time_is_asked_from_the_end_that_is_seen(scene: MakeScene, me: MakeMe) -> None:
    (intent,) = wanted("extend", scene("breakout"), me())
    assert intent == Intent("agenda.set_end", {"phase_id": "ph1", "ends_at": 61_000 + STEP_MS, "expected_ends_at": 61_000})
    (stale,) = wanted("extend_stale", scene("breakout"), me())
    assert stale.wrong
    assert stale.data["expected_ends_at"] != 61_000 != stale.data["ends_at"]


def test_the_host_calls_by_rank_and_leaves_some_for_later(scene: MakeScene, me: MakeMe) -> None:
    waiting = {f"q{number}": ("r1", "open", 0) for number in range(LEFT_OVER + 1)}
    assert wanted("call", scene("panel", waiting), me()) == [Intent("panel.call", {"question_id": "q0"})]
    waiting.pop("q0")
    assert wanted("call", scene("panel", waiting), me()) == []


def test_nothing_is_called_while_somebody_else_called(scene: MakeScene, me: MakeMe) -> None:
    waiting = {f"q{number}": ("r1", "open", 0) for number in range(5)} | {"q9": ("r2", "on_air", 0)}
    assert wanted("call", scene("panel", waiting), me()) == []


def test_what_is_held_is_passed_over(scene: MakeScene, me: MakeMe) -> None:
    held = {"q0": ("r1", "open", 0, {"rank": 1, "held": "absent"}), "q1": ("r1", "open", 0, {"rank": 2})}
    seen = scene("panel", held | {f"q{number}": ("r1", "open", 0, {"rank": number + 1}) for number in (2, 3)})
    assert wanted("call", seen, me()) == [Intent("panel.call", {"question_id": "q1"})]
    assert wanted("hold", seen, me()) == [Intent("panel.hold", {"question_id": "q1"})]
    (called,) = wanted("call_out_of_turn", seen, me(), "It fits.")
    assert called == Intent("panel.call", {"question_id": "q2", "reason": "It fits."})


def test_the_host_releases_only_what_was_held_by_hand(scene: MakeScene, me: MakeMe) -> None:
    absent = {"q1": ("r1", "open", 0, {"held": "absent"})}
    assert wanted("release", scene("panel", absent), me()) == []
    held = absent | {"q2": ("r1", "open", 0, {"held": "host"})}
    assert wanted("release", scene("panel", held), me()) == [Intent("panel.release", {"question_id": "q2"})]


def test_a_follow_up_goes_to_the_last_answer_and_only_with_nothing_on_air(scene: MakeScene, me: MakeMe) -> None:
    answered = {f"q{number}": ("r1", "answered", 0, {"answered_at": number}) for number in (1, 3, 2)}
    assert wanted("follow_up", scene("panel", answered), me()) == [Intent("panel.follow_up", {"question_id": "q3"})]
    assert wanted("follow_up", scene("panel", answered | {"q9": ("r1", "on_air", 0)}), me()) == []


def test_a_panelist_promises_in_person_and_within_a_week(scene: MakeScene, me: MakeMe) -> None:
    expert = me(id="p9", name="Dr. Ada")
    promised = Intent("panel.promise", {"question_id": "q1", "owner": "Dr. Ada", "due_at": 1_000 + WEEK_MS})
    assert wanted("promise", scene("panel", {"q1": ("r1", "on_air", 0)}), expert) == [promised]
    assert wanted("promise", scene("panel", {"q1": ("r1", "open", 0)}), expert) == []


def test_who_promised_writes_the_answer_after_the_end(scene: MakeScene, me: MakeMe) -> None:
    owed = {"q1": ("r1", "promised", 0, {"owner": "Dr. Ada"}), "q2": ("r1", "promised", 0, {"owner": "host"})}
    seen = scene("panel", owed, session={"status": "finished"})
    (written,) = kept(seen, me(name="Dr. Ada"), "So it is.")
    assert written == Intent("panel.write_answer", {"question_id": "q1", "text": "So it is."})
    assert sensible(written, seen, me(name="Dr. Ada"))


@pytest.mark.parametrize("act", ["answer", "skip"])
def test_what_is_on_air_is_answered_or_skipped(act: Act, scene: MakeScene, me: MakeMe) -> None:
    assert wanted(act, scene("panel", {"q1": ("r1", "on_air", 0)}), me()) == [Intent(f"panel.{act}", {"question_id": "q1"})]
    assert wanted(act, scene("panel", {"q1": ("r1", "answered", 0)}), me()) == []


def test_only_the_last_answer_is_reopened_and_only_with_nothing_on_air(scene: MakeScene, me: MakeMe) -> None:
    assert len(wanted("reopen", scene("panel", {"q1": ("r1", "answered", 0)}), me())) == 1
    assert wanted("reopen", scene("panel", {"q1": ("r1", "answered", 0), "q2": ("r1", "on_air", 0)}), me()) == []


def test_a_vote_refused_after_the_call_is_natural_and_one_refused_before_is_not(scene: MakeScene, me: MakeMe) -> None:
    vote = Intent("qa_queue.cast_vote", {"question_id": "q1"})
    assert not sensible(vote, scene("panel", {"q1": ("r1", "on_air", 0)}), me())
    assert sensible(vote, scene("panel", {"q1": ("r1", "open", 0)}), me())
