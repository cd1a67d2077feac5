"""What each audience sees: every noun's own policy, put together; and the difference between two states.

``view`` and ``patch`` render the same rows with the same functions, so a patch applied to an old view is the new view.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Any, TypeAlias

import msgspec
from msgspec import Struct

from orchestrator.agenda import view as agenda
from orchestrator.messages import WIDEST, ActorId, Audience, Role
from orchestrator.panel import view as panel
from orchestrator.qa_queue import view as queue
from orchestrator.recordings import view as recordings
from orchestrator.rooms import view as rooms
from orchestrator.session.facts import Facts, facts
from orchestrator.session.patch import Object, diff
from orchestrator.session.policy import view_person, view_session
from orchestrator.session.state import Session

Row: TypeAlias = Any  # one of the row types of Facts; each collection's function takes its own

# A collection is a field of Facts, and the function that says what an audience sees of one of its rows.
COLLECTIONS: dict[str, Callable[[Row, Audience], Struct | None]] = {
    "phases": agenda.view,
    "rooms": rooms.view,
    "people": view_person,
    "questions": queue.view,
    "announcements": rooms.view_notice,
    "notes": panel.view_note,
    "recordings": recordings.view,
}


def audience_of(session: Session, actor_id: ActorId) -> Audience | None:
    """The one audience a person belongs to: their widest role, and the room they see from inside. ``None``: revoked."""
    roles = session.actor(actor_id).roles
    role = next((role for role in WIDEST if role in roles), None)
    if role is None:
        return None
    return Audience(role, session.rooms.sees(actor_id) if role is Role.PARTICIPANT else None)


def view(session: Session, audience: Audience) -> Object:
    """Everything this audience may see, in the shape of ``docs/protocol.md`` section 4."""
    known = facts(session)
    whole: Object = {"session": _render(view_session(known.session, audience))}
    for name in COLLECTIONS:
        rows: dict[str, Row] = getattr(known, name)
        items: Object = {}
        for item_id, row in rows.items():
            item = _item(name, row, audience)
            if item is not None:
                items[item_id] = item
        whole[name] = items
    return whole


def patch(old: Session, new: Session, audience: Audience) -> Object:
    """The merge patch that brings this audience from ``old`` to ``new``; ``{}`` where it sees no difference."""
    before, after = facts(old), facts(new)
    result: Object = {}
    if before.session != after.session:
        session = diff(
            _render(view_session(before.session, audience)),
            _render(view_session(after.session, audience)),
        )
        if session:
            result["session"] = session
    for name, changed in _changes(before, after):
        items: Object = {}
        for item_id, old_row, new_row in changed:
            was = None if old_row is None else _item(name, old_row, audience)
            now = None if new_row is None else _item(name, new_row, audience)
            if was is not None and now is not None:
                item = diff(was, now)
                if item:
                    items[item_id] = item
            elif was is not None or now is not None:
                items[item_id] = now
        if items:
            result[name] = items
    return result


Changed: TypeAlias = list[tuple[str, Row, Row]]


@lru_cache(maxsize=128)
def _changes(before: Facts, after: Facts) -> list[tuple[str, Changed]]:
    """The rows that differ, once for all audiences: mostly told by identity, since states share what did not change."""
    changes = []
    for name in COLLECTIONS:
        old: dict[str, Row] = getattr(before, name)
        new: dict[str, Row] = getattr(after, name)
        if old is new:
            continue
        changed: Changed = [(key, row, None) for key, row in old.items() if key not in new]
        changed += [(key, old.get(key), row) for key, row in new.items() if old.get(key) != row]
        if changed:
            changes.append((name, changed))
    return changes


@lru_cache(maxsize=8192)
def _item(name: str, row: Row, audience: Audience) -> Object | None:
    """One rendered item. Remembered by value: rows are frozen and hold what is compared by identity."""
    shown = COLLECTIONS[name](row, audience)
    return None if shown is None else _render(shown)


def _render(shown: Struct) -> Object:
    rendered: Object = msgspec.to_builtins(shown)
    return rendered
