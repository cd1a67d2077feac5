"""What a client is told, as frames: all of a session, what it missed of it, or what has changed for it."""

from collections.abc import Mapping
from functools import lru_cache

import msgspec

from orchestrator.handler import Desk
from orchestrator.messages import ActorId, Audience, Millis
from orchestrator.refusals import NOTICES, REFUSALS
from orchestrator.server.channels import event
from orchestrator.server.gathering import Client
from orchestrator.session.me import me
from orchestrator.session.patch import diff
from orchestrator.session.state import Session
from orchestrator.session.view import audience_of, patch, view

_encode = msgspec.json.Encoder().encode


def snapshot(session: Session, epoch: str, version: int, actor_id: ActorId, audience: Audience, now: Millis) -> bytes:
    """``{epoch, version, now, view, me}`` as JSON."""
    return b'{"epoch":%b,"version":%d,"now":%d,"view":%b,"me":%b}' % (
        _encode(epoch),
        version,
        now,
        _shown(session, audience),
        _encode(me(session, actor_id)),
    )


def welcome(desk: Desk, client: Client, epoch: object, version: object, now: Millis, most: int) -> bytes:
    """What somebody is told who comes and has seen ``version`` of ``epoch``: nothing but where it stands, one patch of at most
    ``most`` bytes over all that was missed, or everything."""
    if epoch == desk.epoch and isinstance(version, int):
        if version == client.version:
            return head(client.version, now)
        old = desk.at(version)
        if old is not None and audience_of(old, client.actor_id) == client.audience:
            missed = _delta(client.version, old, client.seen, client.audience)
            if len(missed) <= most:
                mine = _encode({"version": client.version, "me": me(client.seen, client.actor_id)})
                return event("delta", missed) + event("me", mine)
    return everything(client.seen, client.epoch, client.version, client.actor_id, client.audience, now)


def everything(session: Session, epoch: str, version: int, actor_id: ActorId, audience: Audience, now: Millis) -> bytes:
    """The session whole."""
    return event("snapshot", snapshot(session, epoch, version, actor_id, audience, now))


def delta(version: int, before: Session, after: Session, audience: Audience) -> bytes:
    """What has changed for everybody of an audience."""
    return event("delta", _delta(version, before, after, audience))


def personal(version: int, before: Session, after: Session, actor_id: ActorId) -> bytes:
    """What has changed for one person only; perhaps nothing."""
    changes = diff(me(before, actor_id), me(after, actor_id))
    return event("me", _encode({"version": version, "patch": changes})) if changes else b""


def head(version: int, now: Millis) -> bytes:
    """Where the session stands."""
    return event("head", _encode({"version": version, "now": now}))


def present(who: Mapping[str, object]) -> bytes:
    """How many are here, and for hosts who."""
    return event("presence", _encode(who))


def notice(code: str, **details: int) -> bytes:
    """Something about the connection, not about the session."""
    message = REFUSALS[code].message if code in REFUSALS else NOTICES[code]
    return event("notice", _encode({"code": code, "message": message, **details}))


def forget() -> None:
    """Keep no view of what was before."""
    _shown.cache_clear()


def _delta(version: int, before: Session, after: Session, audience: Audience) -> bytes:
    return _encode({"version": version, "patch": patch(before, after, audience)})


@lru_cache(maxsize=128)
def _shown(session: Session, audience: Audience) -> bytes:
    """A whole view as JSON, once for everybody of an audience."""
    return _encode(view(session, audience))
