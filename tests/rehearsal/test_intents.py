"""What a move comes to depends on the view of that moment."""

from collections.abc import Callable
from random import Random

import pytest

from orchestrator.rehearsal.intents import LEFT_OVER, STEP_MS, intents
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
