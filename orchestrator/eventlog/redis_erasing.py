"""Another incarnation in the place of a stream, and no stream at all; with the tombstones that remain."""

import secrets
from collections import defaultdict
from collections.abc import Sequence

from orchestrator.eventlog import redis_keys as keys
from orchestrator.eventlog.log import Commit, Damaged, VersionConflict
from orchestrator.eventlog.redis_changes import Changes
from orchestrator.eventlog.redis_line import Command
from orchestrator.eventlog.redis_lines import Lines
from orchestrator.eventlog.redis_purge import purge
from orchestrator.eventlog.redis_reading import Reader, Tail
from orchestrator.eventlog.redis_servers import Servers

AT_ONCE = 500  # commits sent to another incarnation, which is forgotten if it is not finished in
UNFINISHED_S = 600


class Eraser:
    def __init__(self, servers: Servers, lines: Lines, reader: Reader, changes: Changes) -> None:
        self._servers = servers
        self._lines = lines
        self._reader = reader
        self._changes = changes

    async def rewrite(self, stream: str, seen: int, commits: Sequence[Commit], due_at: int | None, tombstone: bytes) -> str:
        """As ``Log.rewrite``: the new incarnation is built beside the old one, and takes its place in one step."""
        shard = keys.shard_of(stream)
        await self._reader.tail(stream)  # nothing is built on what is damaged
        new = await self._beside(stream, commits)
        epoch, last = secrets.token_hex(8), commits[-1]
        names = (keys.log(stream), keys.heads(shard), keys.due(shard), self._lines.wake(shard), new, keys.kept(stream))
        facts = (stream, seen, last.version, epoch, last.hash.hex(), "" if due_at is None else due_at)
        buried = await self._bury(tombstone)
        ((word, version, wake),) = await self._lines.ask(shard, ("EVAL", keys.SWAP, len(names), *names, *facts))
        self._reader.tails.pop(stream, None)
        if word != b"stored":
            await self._lines.ask(shard, ("DEL", new))
            if buried:
                await self._lines.ask(0, ("LREM", keys.TOMBSTONES, -1, tombstone))
            if word == b"damaged":
                raise Damaged(stream, version, "commits that were stored are gone")
            raise VersionConflict(f"{stream} is at version {version}, not {seen}")
        self._reader.tails[stream] = Tail(last.version, last.hash)
        self._changes.told(shard, wake)
        await purge(self._servers, [shard])
        return self._lines.incarnation(shard, epoch)

    async def delete(self, streams: Sequence[str], tombstone: bytes) -> None:
        """As ``Log.delete``; one step for each shard."""
        await self._bury(tombstone)
        together: defaultdict[int, list[str]] = defaultdict(list)
        for stream in dict.fromkeys(streams):
            together[keys.shard_of(stream)].append(stream)
            self._reader.tails.pop(stream, None)
        gone = []
        for shard, names in together.items():
            places = [place for name in names for place in (keys.log(name), keys.kept(name))]
            all_keys = (keys.heads(shard), keys.due(shard), self._lines.wake(shard), *places)
            (there,) = await self._lines.ask_until_told(shard, ("EVAL", keys.DELETE, len(all_keys), *all_keys, *names))
            if there:
                gone.append(shard)
        if gone:
            await purge(self._servers, gone)

    async def tombstones(self) -> list[bytes]:
        """As ``Log.tombstones``."""
        (lines,) = await self._lines.ask_until_told(0, ("LRANGE", keys.TOMBSTONES, 0, -1))
        return list(lines)

    async def _beside(self, stream: str, commits: Sequence[Commit]) -> str:
        """Where the new incarnation stands, whole."""
        new = keys.beside(stream, secrets.token_hex(8))
        for start in range(0, len(commits), AT_ONCE):
            parts: list[Command] = [
                ("XADD", new, f"{commit.version}-0", "b", commit.body, "h", commit.hash.hex(), "w", "")
                for commit in commits[start : start + AT_ONCE]
            ]
            await self._lines.ask(keys.shard_of(stream), *parts, ("EXPIRE", new, UNFINISHED_S))
        return new

    async def _bury(self, tombstone: bytes) -> bool:
        """Whether it is new."""
        if b"\n" in tombstone:
            raise ValueError("a tombstone is one line")
        (new,) = await self._lines.ask(0, ("EVAL", keys.BURY, 1, keys.TOMBSTONES, tombstone))
        return bool(new)
