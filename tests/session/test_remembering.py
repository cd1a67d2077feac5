"""What is remembered of states for speed can be let go, all of it."""

import importlib
import pkgutil

import orchestrator
from orchestrator.session import remembering
from orchestrator.session.view import view
from tests.given import asked, given
from tests.strategies import AUDIENCES

NAMES_NOBODY = {
    "orchestrator.qa_queue.similar._weight",  # a word, and how much it counts
    "orchestrator.recordings.timeline.pieces",  # instants
    "orchestrator.session.erasing.meanings",  # of types
    "orchestrator.session.snapshot._plain",  # of types, too
    "orchestrator.session.snapshot._shape",
}
PURE = ("session", "agenda", "rooms", "qa_queue", "panel", "recordings")


def caches() -> dict[str, object]:
    found = {}
    for part in PURE:
        package = importlib.import_module(f"{orchestrator.__name__}.{part}")
        for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            for thing in vars(importlib.import_module(module.name)).values():
                if hasattr(thing, "cache_clear"):
                    found[f"{thing.__module__}.{thing.__qualname__}"] = thing
    return found


def test_no_cache_is_forgotten() -> None:
    known = {f"{cache.__module__}.{cache.__qualname__}" for cache in remembering.CACHES}
    assert caches().keys() - NAMES_NOBODY == known


def test_afterwards_nothing_is_remembered_and_everybody_sees_the_same() -> None:
    session = given(asked("q1", by="ana")).session
    before = [view(session, audience) for audience in AUDIENCES]
    remembering.forget()
    assert all(cache.cache_info().currsize == 0 for cache in remembering.CACHES)
    assert not any(remembering.LAST)
    assert [view(session, audience) for audience in AUDIENCES] == before
