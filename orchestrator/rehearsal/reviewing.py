"""What the moves of the moderator come to. Pure, like ``intents.py``."""

import re
from collections.abc import Iterator
from itertools import combinations

from orchestrator.rehearsal.moves import Move
from orchestrator.rehearsal.scene import Scene
from orchestrator.rehearsal.sense import Intent, about

ALIKE = 0.6  # of all words of two questions so many are in both: they ask the same
LONGEST = 500  # characters of a question
FOR_BOTH = "Two rooms ask: "


def wanted(move: Move, scene: Scene) -> Iterator[Intent]:
    pending = _pending(scene)
    match move.act:
        case "approve":
            yield from about("qa_queue.approve", next(iter(pending), None))
        case "reject":
            fewest = min(pending, key=lambda each: scene.questions[each].score, default=None)
            yield from about("qa_queue.reject", fewest, reason=move.text)
        case "release_waiting" if pending:
            yield Intent("qa_queue.release_waiting", {})
        case "merge":
            later, earlier = _pair(scene)
            yield from about("qa_queue.merge", later, into=earlier or "")
        case "reword":
            yield from _for_both(scene)


def _pending(scene: Scene) -> list[str]:
    """What waits for review, oldest first."""
    return _oldest_first(scene, "pending")


def _oldest_first(scene: Scene, status: str) -> list[str]:
    found = [each for each, question in scene.questions.items() if question.status == status]
    return sorted(found, key=lambda each: (scene.questions[each].submitted_at or 0, each))


def _pair(scene: Scene) -> tuple[str | None, str | None]:
    """Two open questions of different rooms that ask nearly the same, the later one first."""
    questions = scene.questions
    for earlier, later in combinations(_oldest_first(scene, "open"), 2):
        apart = questions[earlier].room_id != questions[later].room_id
        if apart and _alike(questions[earlier].text, questions[later].text):
            return later, earlier
    return None, None


def _alike(one: str, other: str) -> bool:
    words, others = (set(re.findall(r"\w+", text.casefold())) for text in (one, other))
    return len(words & others) > ALIKE * len(words | others)


def _for_both(scene: Scene) -> Iterator[Intent]:
    """A merged question says so in its first words."""
    for question_id, question in scene.questions.items():
        text = FOR_BOTH + question.text
        if len(question.sources) == 1 and not question.text.startswith(FOR_BOTH) and len(text) <= LONGEST:
            yield from about("qa_queue.edit", question_id, text=text)
