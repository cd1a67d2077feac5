"""The log in Redis, shared by any number of workers, on any number of machines.

Every commit is stored by one call of a script that checks the last version and hash, so of two rivals one wins, whoever they
are. Nothing is believed of memory: what was read last only says what to check. ``redis_keys.py`` says where what stands.
An append whose answer was lost is sent again and recognised by its writer's mark, so a fall of a second goes unnoticed.
"""

import asyncio
import secrets
from collections.abc import AsyncIterator, Coroutine, Sequence
from typing import Any, Self, TypeVar
from weakref import WeakValueDictionary

from orchestrator.eventlog import redis_keys as keys
from orchestrator.eventlog.log import Change, Commit, Damaged, Snapshot, StoreUnavailable, VersionConflict, chain, is_whole
from orchestrator.eventlog.redis_changes import Changes
from orchestrator.eventlog.redis_erasing import Eraser
from orchestrator.eventlog.redis_line import Command, Terms
from orchestrator.eventlog.redis_lines import Lines
from orchestrator.eventlog.redis_reading import Reader, Tail, head_of
from orchestrator.eventlog.redis_servers import Servers, servers_of
from orchestrator.eventlog.redis_snapshots import Snapshots

TERMS = Terms()

T = TypeVar("T")


class RedisLog:
    """A ``Log`` in Redis 7.0 or later. Belongs to the event loop it was opened on.

    ``StoreUnavailable`` where Redis is away, hangs, is full, or has not enough replicas; it heals by itself. ``epoch`` holds
    the run id of the server: whoever takes over, or starts again, may have lost what was not yet on its disk.
    """

    broken = ""

    def __init__(self, servers: Servers, terms: Terms) -> None:
        shards = list(range(keys.SHARDS))
        self._lines = Lines(servers, terms)
        self._reader = Reader(self._lines)
        self._changes = Changes(servers, [[shard] for shard in shards] if servers.apart else [shards], self._resync)
        self._eraser = Eraser(servers, self._lines, self._reader, self._changes)
        self._snapshots = Snapshots(self._lines)
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._in_flight: set[asyncio.Task[Any]] = set()
        self._closed = False

    @classmethod
    async def open(cls, url: str, terms: Terms = TERMS) -> Self:
        """Open the log at a store URL, see ``redis_servers.py``.

        Raises ``StoreUnavailable`` where Redis is away or is set up so that it would lose something.
        """
        log = cls(servers_of(url), terms)
        try:
            await log._lines.reach()
            await log._changes.ready()
        except BaseException:
            await log.close()
            raise
        return log

    async def append(self, commit: Commit, due_at: int | None) -> None:
        """As ``Log.append``. Appends of this process to one stream happen in the order in which they were asked for."""
        await self._finish(self._in_turn(commit, due_at))

    async def read(self, stream: str, after: int = 0, limit: int | None = None) -> list[Commit]:
        """As ``Log.read``."""
        self._check_open()
        return await self._reader.read(stream, after, limit)

    async def due(self, before: int) -> list[tuple[str, int]]:
        """As ``Log.due``; streams due at the same moment come by name."""
        self._check_open()
        answers = await self._lines.ask_all(lambda shard: ("ZRANGE", keys.due(shard), "-inf", before, "BYSCORE", "WITHSCORES"))
        found = [(moment, name) for names in answers for name, moment in _moments(names).items()]
        return [(name, moment) for moment, name in sorted(found)]

    async def streams(self) -> list[str]:
        """As ``Log.streams``."""
        self._check_open()
        answers = await self._lines.ask_all(lambda shard: ("HKEYS", keys.heads(shard)))
        return sorted(name.decode() for names in answers for name in names)

    async def rewrite(self, stream: str, seen: int, commits: Sequence[Commit], due_at: int | None, tombstone: bytes) -> str:
        """As ``Log.rewrite``; returns when Redis has written its files anew."""
        if not is_whole(stream, commits):
            raise ValueError(f"these commits of {stream} are no whole stream")
        return await self._finish(self._eraser.rewrite(stream, seen, commits, due_at, tombstone))

    async def delete(self, streams: Sequence[str], tombstone: bytes) -> None:
        """As ``Log.delete``; one step for each shard."""
        await self._finish(self._eraser.delete(streams, tombstone))

    async def keep(self, snapshot: Snapshot) -> None:
        """As ``Log.keep``."""
        await self._finish(self._snapshots.keep(snapshot))

    async def kept(self, stream: str) -> Snapshot | None:
        """As ``Log.kept``."""
        self._check_open()
        return await self._snapshots.kept(stream)

    async def tombstones(self) -> list[bytes]:
        """As ``Log.tombstones``."""
        self._check_open()
        return await self._eraser.tombstones()

    def changes(self) -> AsyncIterator[Change]:
        """As ``Log.changes``; counts from this call on, ends with ``close``. A second call raises ``RuntimeError``."""
        return self._changes.follow()

    async def epoch(self, stream: str) -> str:
        """As ``Log.epoch``."""
        self._check_open()
        head = await self._reader.head(stream)
        return self._lines.incarnation(keys.shard_of(stream), head.epoch)

    async def check(self) -> None:
        """As ``Log.check``."""
        self._check_open()
        await self._lines.ask_each_server(lambda shard: ("SET", keys.barrier(shard), 1))

    async def close(self) -> None:
        """As ``Log.close``."""
        self._closed = True
        if self._in_flight:
            await asyncio.wait(self._in_flight)
        await self._changes.close()
        await self._lines.close()

    def _check_open(self) -> None:
        if self._closed:
            raise StoreUnavailable("the log is closed")

    async def _finish(self, work: Coroutine[Any, Any, T]) -> T:
        """Let a write come to its end, also when whoever wanted it has gone, or the log is closed meanwhile."""
        if self._closed:
            work.close()
            self._check_open()
        task = asyncio.get_running_loop().create_task(work)
        self._in_flight.add(task)
        task.add_done_callback(self._in_flight.discard)
        return await asyncio.shield(task)

    async def _in_turn(self, commit: Commit, due_at: int | None) -> None:
        turn = self._turns.setdefault(commit.stream, asyncio.Lock())
        async with turn:
            await self._append(commit, due_at)

    async def _append(self, commit: Commit, due_at: int | None) -> None:
        stream, shard = commit.stream, keys.shard_of(commit.stream)
        tail = await self._continued_by(commit)
        names = (keys.log(stream), keys.heads(shard), keys.due(shard), self._lines.wake(shard))
        facts = (stream, commit.version, tail.hash.hex(), commit.hash.hex(), commit.body, "" if due_at is None else due_at)
        writer, epoch = secrets.token_hex(8), secrets.token_hex(8)
        script: Command = ("EVAL", keys.APPEND, len(names), *names, *facts, writer, epoch)
        ((word, last, wake),) = await self._lines.ask_until_told(shard, script)
        if word == b"stored":
            self._reader.tails[stream] = Tail(commit.version, commit.hash)
            self._changes.told(shard, wake)
            return
        self._reader.tails.pop(stream, None)
        if word == b"damaged":
            raise Damaged(stream, last, "commits that were stored are gone")
        raise VersionConflict(f"{stream} is at version {last}; {commit.version} does not follow")

    async def _continued_by(self, commit: Commit) -> Tail:
        """The end of the stream, if this commit continues it as far as this process knows."""
        stream = commit.stream
        tail = self._reader.tails.get(stream)
        if tail is None or not _continues(commit, tail):
            tail = await self._reader.tail(stream)
        if tail.version + 1 != commit.version:
            raise VersionConflict(f"{stream} is at version {tail.version}; {commit.version} does not follow")
        if not _continues(commit, tail):
            raise VersionConflict(f"{stream} has another commit at version {tail.version} than this one continues")
        return tail

    async def _resync(self, shards: Sequence[int]) -> list[Change]:
        """How every stream of these shards stands now, for who may have missed changes."""
        changes = []
        for shard in shards:
            commands: list[Command] = [("HGETALL", keys.heads(shard)), ("ZRANGE", keys.due(shard), 0, -1, "WITHSCORES")]
            heads, moments = await self._lines.ask_until_told(shard, *commands)
            due = _moments(moments)
            for name, stored in zip(heads[::2], heads[1::2], strict=True):
                changes.append(Change(name.decode(), head_of(stored).version, due.get(name.decode())))
        return changes


def _continues(commit: Commit, tail: Tail) -> bool:
    return tail.version + 1 == commit.version and commit.hash == chain(tail.hash, commit.body)


def _moments(answer: list[bytes]) -> dict[str, int]:
    return {name.decode(): int(moment) for name, moment in zip(answer[::2], answer[1::2], strict=True)}
