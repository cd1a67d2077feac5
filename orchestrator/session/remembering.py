"""What is remembered of states for speed, and how it is let go: rows and places hold names and words."""

from orchestrator.panel import view as panel
from orchestrator.qa_queue import merging, similar
from orchestrator.session import facts, turns, view

CACHES = (
    *(facts.facts, view._changes, view._item),
    *(turns.turns, turns.room_orders, turns.standings),
    *(merging._alone, similar.fold, panel._shown),
)
LAST = (facts._last, turns._last)


def forget() -> None:
    """Of any session: what is still needed is made again."""
    for cache in CACHES:
        cache.cache_clear()
    for last in LAST:
        last.clear()
