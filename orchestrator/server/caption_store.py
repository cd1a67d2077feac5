"""The words of captions. Each file is a stream of its own, ``c:<session>:<captions>``, of one commit that is never changed."""

import secrets
from collections.abc import Sequence
from typing import Literal

import msgspec
from msgspec import Struct

from orchestrator.eventlog.log import NO_HASH, Commit, Log, chain
from orchestrator.messages import CaptionsId, Millis, SessionId
from orchestrator.reports.transcripts import Cue


class Body(Struct, frozen=True):
    """What the commit holds."""

    cues: tuple[Cue, ...]
    format: Literal[1] = 1


class Buried(Struct, frozen=True):
    """What the tombstone of removed captions says. An old backup brings them back, together with their recording."""

    session_id: SessionId
    at: Millis
    what: Literal["captions"] = "captions"


class CaptionStore:
    def __init__(self, log: Log) -> None:
        self._log = log

    async def put(self, session_id: SessionId, cues: Sequence[Cue]) -> CaptionsId:
        """Store them under a new id. What nothing refers to is found by nobody, and goes with its session."""
        captions_id = CaptionsId(f"cap{secrets.token_hex(8)}")
        body = msgspec.json.encode(Body(tuple(cues)))
        await self._log.append(Commit(_stream(session_id, captions_id), 1, body, chain(NO_HASH, body)), None)
        return captions_id

    async def get(self, session_id: SessionId, captions_id: CaptionsId) -> tuple[Cue, ...]:
        """The cues in order; none where there are no such captions, or no more."""
        commits = await self._log.read(_stream(session_id, captions_id))
        return msgspec.json.decode(commits[0].body, type=Body).cues if commits else ()

    async def drop(self, session_id: SessionId, captions_id: CaptionsId, at: Millis) -> None:
        await self._log.delete([_stream(session_id, captions_id)], msgspec.json.encode(Buried(session_id, at)))


def _stream(session_id: SessionId, captions_id: CaptionsId) -> str:
    return f"c:{session_id}:{captions_id}"
