"""What each audience sees: every noun's own policy, put together; and the difference between two states.

``view`` and ``patch`` render the same rows with the same functions, so a patch applied to an old view is the new view.
"""

from functools import lru_cache
from typing import Any, TypeAlias

import msgspec
from msgspec import Struct

from orchestrator.agenda import view as agenda
from orchestrator.agenda.state import Activity
from orchestrator.messages import WIDEST, ActorId, Audience, Millis, Role, RoomId
from orchestrator.qa_queue import view as queue
from orchestrator.recordings import view as recordings
from orchestrator.rooms import view as rooms
from orchestrator.session.facts import Facts, PersonRow, SessionRow, facts
from orchestrator.session.patch import Object, diff
from orchestrator.session.state import Session

COLLECTIONS = ("phases", "rooms", "people", "questions", "announcements", "recordings")


class SessionView(Struct, frozen=True, omit_defaults=True):
    id: str
    title: str
    status: str
    language: str
    timezone: str
    people: int
    open: tuple[str, ...]
    voting_scope: str | None = None
    phase_id: str | None = None
    starts_at: Millis | None = None
    started_at: Millis | None = None
    finished_at: Millis | None = None
    handed_over_at: Millis | None = None
    join_code: str | None = None
    plenary_call_url: str | None = None


class PersonView(Struct, frozen=True, omit_defaults=True):
    name: str
    roles: tuple[Role, ...]
    affiliation: str | None = None
    room_id: RoomId | None = None
    facilitates: RoomId | None = None


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
    whole: Object = {"session": _render(_view_session(known.session, audience))}
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
            _render(_view_session(before.session, audience)),
            _render(_view_session(after.session, audience)),
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


Row: TypeAlias = Any  # one of the row types of Facts; _view pairs each collection with its own
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
    shown = _view(name, row, audience)
    return None if shown is None else _render(shown)


def _view(name: str, row: Row, audience: Audience) -> Struct | None:
    match name:
        case "phases":
            return agenda.view(row, audience)
        case "rooms":
            return rooms.view(row, audience)
        case "people":
            return _view_person(row, audience)
        case "questions":
            return queue.view(row, audience)
        case "announcements":
            return rooms.view_notice(row, audience)
        case "recordings":
            return recordings.view(row, audience)
    raise KeyError(name)


def _view_session(row: SessionRow, audience: Audience) -> SessionView:
    """The join code is for those who may hand it on; calls are for those who take part; late viewers get neither."""
    opens = [word for word in (Activity.DRAFTING, Activity.SUBMITTING) if word in row.opens]
    voting = Activity.VOTING_ALL in row.opens or Activity.VOTING_ROOM in row.opens
    scope = "all" if Activity.VOTING_ALL in row.opens else "room"
    late = audience.role is Role.VIEWER
    return SessionView(
        id=row.id,
        title=row.title,
        status=row.status,
        language=row.language,
        timezone=row.timezone,
        people=row.people,
        open=(*opens, *(["voting"] if voting else []), *([Activity.ANSWERING] if Activity.ANSWERING in row.opens else [])),
        voting_scope=scope if voting else None,
        phase_id=row.phase_id,
        starts_at=row.starts_at,
        started_at=row.started_at,
        finished_at=row.finished_at,
        handed_over_at=row.handed_over_at,
        join_code=row.join_code if audience.role in (Role.HOST, Role.STAGE, Role.PARTICIPANT) else None,
        plenary_call_url=None if late else row.plenary_call_url,
    )


def _view_person(row: PersonRow, audience: Audience) -> PersonView | None:
    """The host sees everybody; a member sees the people of the own room; nobody else sees a list of people."""
    person = row.person
    if audience.role is not Role.HOST and (audience.room_id is None or audience.room_id not in (row.room_id, row.facilitates)):
        return None
    return PersonView(
        name=person.name,
        roles=tuple(sorted(person.roles)),
        affiliation=person.affiliation,
        room_id=row.room_id,
        facilitates=row.facilitates,
    )


def _render(shown: Struct) -> Object:
    rendered: Object = msgspec.to_builtins(shown)
    return rendered
