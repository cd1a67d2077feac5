"""Join codes: each is a stream of one commit that names its session, so any store of the log finds it."""

import msgspec

from orchestrator.eventlog.log import NO_HASH, Commit, Log, VersionConflict, chain
from orchestrator.messages import SessionId
from orchestrator.server.auth import new_join_code


class Named(msgspec.Struct, frozen=True):
    session_id: SessionId


class JoinCodes:
    """The codes of all sessions. What a code names never changes, so it is remembered."""

    def __init__(self, log: Log) -> None:
        self._log = log
        self._known: dict[str, SessionId] = {}

    async def reserve(self, session_id: SessionId) -> str:
        """A code nobody has, now naming this session."""
        body = msgspec.json.encode(Named(session_id))
        while True:
            code = new_join_code()
            try:
                await self._log.append(Commit(_stream(code), 1, body, chain(NO_HASH, body)), None)
            except VersionConflict:
                continue
            return code

    async def find(self, code: str) -> SessionId | None:
        """The session a code names; ``code`` in its normal form."""
        known = self._known.get(code)
        if known is None:
            commits = await self._log.read(_stream(code))
            if not commits:
                return None
            known = self._known[code] = msgspec.json.decode(commits[0].body, type=Named).session_id
        return known


def _stream(code: str) -> str:
    return f"code-{code}"
