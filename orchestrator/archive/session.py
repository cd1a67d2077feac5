"""What belongs to one session in a store: its streams and its tombstones."""

from typing import Protocol

import msgspec
from msgspec import Struct

from orchestrator.eventlog.log import Commit, StoreUnavailable
from orchestrator.messages import SessionId
from orchestrator.session.codec import UnknownEvent, decode
from orchestrator.session.folded import Folded


class NoSession(StoreUnavailable):
    """There is no session of this id."""


class Readable(Protocol):
    async def streams(self) -> list[str]: ...

    async def read(self, stream: str, after: int = 0, limit: int | None = None) -> list[Commit]: ...


async def streams_of(source: Readable, session_id: SessionId) -> list[str]:
    """The names of its streams, sorted: its own, its viewing, its captions, its join code. Raises ``NoSession``."""
    code = code_stream(await source.read(session_id, limit=1))
    if not code:
        raise NoSession(f"there is no session {session_id} in the store")
    return [name for name in await source.streams() if name == code or belongs(name, session_id)]


def belongs(stream: str, session_id: SessionId) -> bool:
    """Whether a stream is the session's own, or its viewing, or captions of it."""
    return stream in (session_id, f"v:{session_id}") or stream.startswith(f"c:{session_id}:")


def code_stream(beginning: list[Commit]) -> str:
    """The stream of the join code of a session that begins so; ``""`` where it is no session."""
    try:
        folded = Folded()
        for commit in beginning[:1]:
            folded = folded.with_commit(decode(commit.body), commit.hash)
    except UnknownEvent:
        return ""
    return f"code-{folded.session.join_code}" if folded.session else ""


class _Of(Struct):
    session_id: SessionId


def buried_of(tombstone: bytes) -> SessionId:
    """The session of which a tombstone tells. Raises ``StoreUnavailable`` where it cannot be read."""
    try:
        return msgspec.json.decode(tombstone, type=_Of).session_id
    except msgspec.MsgspecError as error:
        raise StoreUnavailable(f"a tombstone cannot be read: {error}") from None
