"""A small evening in the middle of things, as a client sees it."""

from collections.abc import Callable
from typing import Any

import pytest
from msgspec import convert

from orchestrator.rehearsal.scene import Me, Scene

OPENS = {
    "breakout": (["drafting", "submitting", "voting"], "room"),
    "break": (["voting"], "all"),
    "panel": (["voting", "answering"], "all"),
}


@pytest.fixture
def scene() -> Callable[..., Scene]:
    """Makes a session whose one phase is of that kind and runs from 1,000 to 61,000."""

    def make(kind: str, questions: dict[str, tuple[Any, ...]] | None = None, **more: Any) -> Scene:
        """A question is its room, status and score, and other keys of its view where they matter."""
        opens, scope = OPENS[kind]
        phase = {"position": 0, "kind": kind, "title": kind.title(), "status": "running", "duration": 60_000}
        asked = {
            question_id: {"room_id": room_id, "status": status, "score": score, "text": f"Is {question_id} a question?"}
            | dict(*details)
            for question_id, (room_id, status, score, *details) in (questions or {}).items()
        }
        view = {
            "session": {"status": "live", "phase_id": "ph1", "open": opens, "voting_scope": scope},
            "phases": {"ph1": {**phase, "starts_at": 1_000, "ends_at": 61_000}},
            "rooms": {"r1": {"position": 0, "theme": "One"}, "r2": {"position": 1, "theme": "Two"}},
            "questions": asked,
        }
        return convert({**view, **more}, Scene)

    return make


@pytest.fixture
def me() -> Callable[..., Me]:
    """Makes somebody in the room ``r1``."""

    def make(**more: Any) -> Me:
        return convert({"id": "p1", "roles": ["participant"], "room_id": "r1", **more}, Me)

    return make
