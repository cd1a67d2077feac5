"""What the moderator does depends on what waits for review."""

from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from msgspec import convert

from orchestrator.rehearsal.intents import intents
from orchestrator.rehearsal.moves import Act, Move
from orchestrator.rehearsal.reviewing import FOR_BOTH
from orchestrator.rehearsal.scene import Me, Scene
from orchestrator.rehearsal.sense import Intent

MakeScene = Callable[..., Scene]
MODERATOR = convert({"id": "moderator", "roles": ["moderator"]}, Me)
PENDING = {
    "q1": ("r1", "pending", 5, {"submitted_at": 20}),
    "q2": ("r2", "pending", 1, {"submitted_at": 30}),
    "q3": ("r2", "pending", 7, {"submitted_at": 10}),
}


def wanted(act: Act, scene: Scene, text: str = "") -> list[Intent]:
    return intents(Move(0.5, act, text), scene, MODERATOR, Random(1))


def asked(room: str, text: str, status: str = "open", **details: Any) -> tuple[Any, ...]:
    return room, status, 0, {"text": text, **details}


def test_what_waits_longest_is_approved_first(scene: MakeScene) -> None:
    assert wanted("approve", scene("breakout", PENDING)) == [Intent("qa_queue.approve", {"question_id": "q3"})]


def test_what_has_the_fewest_votes_is_rejected_with_a_reason(scene: MakeScene) -> None:
    rejected = Intent("qa_queue.reject", {"question_id": "q2", "reason": "No time."})
    assert wanted("reject", scene("breakout", PENDING), "No time.") == [rejected]


def test_everything_that_waits_is_released(scene: MakeScene) -> None:
    assert wanted("release_waiting", scene("break", PENDING)) == [Intent("qa_queue.release_waiting", {})]


@pytest.mark.parametrize("act", ["approve", "reject", "release_waiting", "merge", "reword"])
def test_where_nothing_waits_and_nothing_is_alike_there_is_nothing_to_do(act: Act, scene: MakeScene) -> None:
    assert wanted(act, scene("break", {"q1": asked("r1", "Why so?"), "q2": asked("r2", "Who pays?")})) == []


def test_the_later_of_two_alike_becomes_part_of_the_earlier(scene: MakeScene) -> None:
    alike = {
        "q1": asked("r1", "Who has time for this at school?", submitted_at=9),
        "q2": asked("r2", "Who has the time for this at school?", submitted_at=5),
    }
    assert wanted("merge", scene("break", alike)) == [Intent("qa_queue.merge", {"question_id": "q1", "into": "q2"})]


def test_two_of_one_room_and_two_that_share_few_words_stay_apart(scene: MakeScene) -> None:
    seen = {
        "q1": asked("r1", "Who has time for this?"),
        "q2": asked("r1", "Who has time for this?"),
        "q3": asked("r2", "Who has a plan?"),
    }
    assert wanted("merge", scene("break", seen)) == []


def test_a_merged_question_is_told_to_be_of_two_rooms_once(scene: MakeScene) -> None:
    merged = {"q1": asked("r1", "Who has time?", sources=["q2"])}
    reworded = Intent("qa_queue.edit", {"question_id": "q1", "text": f"{FOR_BOTH}Who has time?"})
    assert wanted("reword", scene("break", merged)) == [reworded]
    assert wanted("reword", scene("break", {"q1": asked("r1", f"{FOR_BOTH}Who has time?", sources=["q2"])})) == []


def test_no_wording_becomes_too_long(scene: MakeScene) -> None:
    assert wanted("reword", scene("break", {"q1": asked("r1", "x" * 490, sources=["q2"])})) == []
