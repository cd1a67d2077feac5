"""The log in Redis, shared by any number of workers, on any number of machines.

Every commit is stored by one call of a script that checks the last version and hash, so of two rivals one wins, whoever they
are. Nothing is believed of memory: what was read last only says what to check. ``redis_keys.py`` says where what stands.
An append whose answer was lost is sent again and recognised by its writer's mark, so a fall of a second goes unnoticed.
"""

import asyncio
import hashlib
import secrets
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from typing import Any, NamedTuple, Self, TypeVar
from weakref import WeakValueDictionary

from redis.exceptions import RedisError

from orchestrator.eventlog import redis_keys as keys
from orchestrator.eventlog.log import (
    NO_HASH,
    Change,
    Commit,
    Damaged,
    Snapshot,
    StoreUnavailable,
    VersionConflict,
    chain,
    is_whole,
)
from orchestrator.eventlog.redis_changes import Changes
from orchestrator.eventlog.redis_line import Command, Line, Terms, plain
from orchestrator.eventlog.redis_purge import purge
from orchestrator.eventlog.redis_servers import Servers, servers_of

TERMS = Terms()
PAGE = 200  # commits read at once
REWRITTEN = 500  # commits sent at once to another incarnation, which is forgotten if it is not finished in
UNFINISHED_S = 600


T = TypeVar("T")


class Tail(NamedTuple):
    """Where a stream ended when this process last looked."""

    version: int
    hash: bytes


class Head(NamedTuple):
    """What Redis says of a stream. ``length``: how many commits it really holds."""

    version: int
    epoch: str
    hash: bytes
    length: int


NOTHING = Head(0, "", NO_HASH, 0)


class RedisLog:
    """A ``Log`` in Redis 7.0 or later. Belongs to the event loop it was opened on.

    ``StoreUnavailable`` where Redis is away, hangs, is full, or has not enough replicas; it heals by itself. ``epoch`` holds
    the run id of the server: whoever takes over, or starts again, may have lost what was not yet on its disk.
    """

    broken = ""

    def __init__(self, servers: Servers, terms: Terms) -> None:
        self._servers = servers
        self._terms = terms
        shards = range(keys.SHARDS)
        one = None if servers.apart else Line(servers, 0, terms)
        self._lines = [one or Line(servers, shard, terms) for shard in shards]
        self._changes = Changes(servers, [[shard] for shard in shards] if servers.apart else [list(shards)], self._resync)
        self._tails: dict[str, Tail] = {}
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
            for line in dict.fromkeys(log._lines):
                await line.ask_until_told(("PING",))
            await log._changes.ready()
        except BaseException:
            await log.close()
            raise
        return log

    # -- growing ------------------------------------------------------------------------------------------------------------

    async def append(self, commit: Commit, due_at: int | None) -> None:
        """As ``Log.append``."""
        await self._finish(self._in_turn(commit, due_at))

    async def read(self, stream: str, after: int = 0, limit: int | None = None) -> list[Commit]:
        """As ``Log.read``."""
        while True:
            commits = await self._read(stream, after, limit)
            if commits is not None:
                return commits

    async def due(self, before: int) -> list[tuple[str, int]]:
        """As ``Log.due``; streams due at the same moment come by name."""
        answers = await self._ask_all(lambda shard: ("ZRANGE", keys.due(shard), "-inf", before, "BYSCORE", "WITHSCORES"))
        moments = [(int(at), name.decode()) for names in answers for name, at in zip(names[::2], names[1::2], strict=True)]
        return [(name, moment) for moment, name in sorted(moments)]

    async def streams(self) -> list[str]:
        """As ``Log.streams``."""
        answers = await self._ask_all(lambda shard: ("HKEYS", keys.heads(shard)))
        return sorted(name.decode() for names in answers for name in names)

    async def epoch(self, stream: str) -> str:
        """As ``Log.epoch``."""
        shard = keys.shard_of(stream)
        line = self._line(shard)
        (head,) = _sound(await line.ask_until_told(("HGET", keys.heads(shard), stream)))
        return self._incarnation(line, _head(head, 0).epoch)

    def changes(self) -> AsyncIterator[Change]:
        """As ``Log.changes``; counts from this call on, ends with ``close``. A second call raises ``RuntimeError``."""
        return self._changes.follow()

    async def check(self) -> None:
        """As ``Log.check``."""
        await self._ask_all(lambda shard: ("SET", keys.barrier(shard), 1))

    async def close(self) -> None:
        """As ``Log.close``."""
        self._closed = True
        if self._in_flight:
            await asyncio.wait(self._in_flight)
        await self._changes.close()
        for line in dict.fromkeys(self._lines):
            await line.close()

    async def _in_turn(self, commit: Commit, due_at: int | None) -> None:
        """Appends of this process to one stream happen in the order in which they were asked for."""
        turn = self._turns.setdefault(commit.stream, asyncio.Lock())
        async with turn:
            await self._append(commit, due_at)

    async def _append(self, commit: Commit, due_at: int | None) -> None:
        stream, shard = commit.stream, keys.shard_of(commit.stream)
        tail = self._tails.get(stream)
        if tail is None or tail.version + 1 != commit.version:
            tail = await self._tail(stream)
        if tail.version + 1 != commit.version:
            raise VersionConflict(f"{stream} is at version {tail.version}; {commit.version} does not follow")
        if commit.hash != chain(tail.hash, commit.body):
            self._tails.pop(stream, None)  # it may be another incarnation
            tail = await self._tail(stream)
            if commit.hash != chain(tail.hash, commit.body):
                raise VersionConflict(f"{stream} has another commit at version {tail.version} than this one continues")
        names = (keys.log(stream), keys.heads(shard), keys.due(shard), keys.wake(shard))
        moment = "" if due_at is None else due_at
        facts = (stream, commit.version, tail.hash.hex(), commit.hash.hex(), commit.body, moment)
        script: Command = ("EVAL", keys.APPEND, len(names), *names, *facts, secrets.token_hex(8), secrets.token_hex(8))
        ((word, last, wake),) = _sound(await self._line(shard).ask_until_told(script))
        if word == b"stored":
            self._tails[stream] = Tail(commit.version, commit.hash)
            self._changes.told(shard, wake)
            return
        self._tails.pop(stream, None)
        if word == b"damaged":
            raise Damaged(stream, last, "commits that were stored are gone")
        raise VersionConflict(f"{stream} is at version {last}; {commit.version} does not follow")

    async def _tail(self, stream: str) -> Tail:
        """Where a stream ends. Raises ``Damaged`` where that commit is not what it was."""
        await self.read(stream, max(0, (await self._head(stream)).version - 1))
        return self._tails.get(stream, Tail(0, NO_HASH))

    async def _head(self, stream: str) -> Head:
        shard = keys.shard_of(stream)
        (head,) = _sound(await self._line(shard).ask_until_told(("HGET", keys.heads(shard), stream)))
        return _head(head, 0)

    # -- reading ------------------------------------------------------------------------------------------------------------

    async def _read(self, stream: str, after: int, limit: int | None) -> list[Commit] | None:
        """``None``: the stream became another one meanwhile."""
        commits: list[Commit] = []
        begun: Head | None = None
        position, previous = after, None if after else NO_HASH
        while limit is None or len(commits) < limit:
            page = PAGE if limit is None else min(PAGE, limit - len(commits))
            head, entries = await self._page(stream, position, page + 1)
            if begun is not None and (head.epoch != begun.epoch or head.version < begun.version):
                return None
            begun = head
            if head.version <= position and head.length == head.version:
                break
            for version, body, stored in entries[: page + 1]:
                if version == position and previous is None:
                    previous = stored  # where the chain goes on from
                elif version > position:
                    previous = _proven(stream, position + 1, version, previous, body, stored)
                    position = version
                    commits.append(Commit(stream, version, body, stored))
                    if len(commits) == limit:
                        break
            if limit is None or len(commits) < limit:
                _check_end(stream, head, position, more=len(entries) > page)
                if position >= head.version:
                    break
        if begun is not None and position == begun.version and previous is not None:
            if begun.version and previous != begun.hash:
                raise Damaged(stream, begun.version, "it is not the last one that was stored")
            self._tails[stream] = Tail(begun.version, begun.hash)
        return commits

    async def _page(self, stream: str, after: int, count: int) -> tuple[Head, list[tuple[int, bytes, bytes]]]:
        """What is known of a stream, and up to ``count`` commits from version ``after`` on, as of one moment."""
        shard = keys.shard_of(stream)
        script: Command = ("EVAL", keys.READ, 2, keys.log(stream), keys.heads(shard), stream, after, count)
        ((head, length, entries),) = _sound(await self._line(shard).ask_until_told(script))
        return _head(head, length), [_entry(stream, after, *entry) for entry in entries]

    # -- erasing ------------------------------------------------------------------------------------------------------------

    async def rewrite(self, stream: str, seen: int, commits: Sequence[Commit], due_at: int | None, tombstone: bytes) -> str:
        """As ``Log.rewrite``: the new incarnation is built beside the old one, and takes its place in one step."""
        if not is_whole(stream, commits):
            raise ValueError(f"these commits of {stream} are no whole stream")
        return await self._finish(self._rewrite(stream, seen, commits, due_at, tombstone))

    async def delete(self, streams: Sequence[str], tombstone: bytes) -> None:
        """As ``Log.delete``; one step for each shard."""
        await self._finish(self._delete(streams, tombstone))

    async def tombstones(self) -> list[bytes]:
        """As ``Log.tombstones``."""
        (lines,) = _sound(await self._line(0).ask_until_told(("LRANGE", keys.TOMBSTONES, 0, -1)))
        return list(lines)

    async def _rewrite(self, stream: str, seen: int, commits: Sequence[Commit], due_at: int | None, tombstone: bytes) -> str:
        shard = keys.shard_of(stream)
        line = self._line(shard)
        await self._tail(stream)  # nothing is built on what is damaged
        new = keys.beside(stream, secrets.token_hex(8))
        for start in range(0, len(commits), REWRITTEN):
            parts: list[Command] = [
                ("XADD", new, f"{commit.version}-0", "b", commit.body, "h", commit.hash.hex(), "w", "")
                for commit in commits[start : start + REWRITTEN]
            ]
            _sound(await line.ask(*parts, ("EXPIRE", new, UNFINISHED_S)))
        epoch, last = secrets.token_hex(8), commits[-1]
        names = (keys.log(stream), keys.heads(shard), keys.due(shard), keys.wake(shard), new, keys.kept(stream))
        moment = "" if due_at is None else due_at
        facts = (stream, seen, last.version, epoch, last.hash.hex(), moment)
        buried = await self._bury(tombstone)
        ((word, version, wake),) = _sound(await line.ask(("EVAL", keys.SWAP, len(names), *names, *facts)))
        self._tails.pop(stream, None)
        if word != b"stored":
            await line.ask(("DEL", new))
            if buried:
                await self._line(0).ask(("LREM", keys.TOMBSTONES, -1, tombstone))
            if word == b"damaged":
                raise Damaged(stream, version, "commits that were stored are gone")
            raise VersionConflict(f"{stream} is at version {version}, not {seen}")
        self._tails[stream] = Tail(last.version, last.hash)
        self._changes.told(shard, wake)
        await purge(self._servers, [shard])
        return self._incarnation(line, epoch)

    async def _delete(self, streams: Sequence[str], tombstone: bytes) -> None:
        await self._bury(tombstone)
        together: defaultdict[int, list[str]] = defaultdict(list)
        for stream in dict.fromkeys(streams):
            together[keys.shard_of(stream)].append(stream)
            self._tails.pop(stream, None)
        gone = []
        for shard, names in together.items():
            places = [place for name in names for place in (keys.log(name), keys.kept(name))]
            all_keys = (keys.heads(shard), keys.due(shard), keys.wake(shard), *places)
            (there,) = _sound(await self._line(shard).ask_until_told(("EVAL", keys.DELETE, len(all_keys), *all_keys, *names)))
            if there:
                gone.append(shard)
        if gone:
            await purge(self._servers, gone)

    async def _bury(self, tombstone: bytes) -> bool:
        """Whether it is new."""
        if b"\n" in tombstone:
            raise ValueError("a tombstone is one line")
        (new,) = _sound(await self._line(0).ask(("EVAL", keys.BURY, 1, keys.TOMBSTONES, tombstone)))
        return bool(new)

    # -- snapshots ----------------------------------------------------------------------------------------------------------

    async def keep(self, snapshot: Snapshot) -> None:
        """As ``Log.keep``."""
        shard = keys.shard_of(snapshot.stream)
        epoch = snapshot.epoch.partition(".")[0]
        facts = (snapshot.version, snapshot.hash.hex(), snapshot.body)
        script: Command = ("EVAL", keys.KEEP, 2, keys.heads(shard), keys.kept(snapshot.stream))
        _sound(await self._line(shard).ask((*script, snapshot.stream, epoch, *facts, _sum(snapshot))))

    async def kept(self, stream: str) -> Snapshot | None:
        """As ``Log.kept``."""
        line = self._line(keys.shard_of(stream))
        (fields,) = _sound(await line.ask_until_told(("HMGET", keys.kept(stream), "e", "v", "h", "b", "s")))
        if None in fields:
            return None
        epoch, version, digest, body, checksum = fields
        try:
            incarnation = self._incarnation(line, epoch.decode())
            snapshot = Snapshot(stream, incarnation, int(version), bytes.fromhex(digest.decode()), body)
        except ValueError:
            return None
        return snapshot if _sum(snapshot) == checksum.decode(errors="replace") else None

    # -- asking -------------------------------------------------------------------------------------------------------------

    def _line(self, shard: int) -> Line:
        if self._closed and asyncio.current_task() not in self._in_flight:
            raise StoreUnavailable("the log is closed")
        return self._lines[shard]

    async def _finish(self, work: Coroutine[Any, Any, T]) -> T:
        """Let a write come to its end, also when whoever wanted it has gone, or the log is closed meanwhile."""
        if self._closed:
            work.close()
            raise StoreUnavailable("the log is closed")
        task = asyncio.get_running_loop().create_task(work)
        self._in_flight.add(task)
        task.add_done_callback(self._in_flight.discard)
        return await asyncio.shield(task)

    async def _ask_all(self, command: Callable[[int], Command]) -> list[Any]:
        """One command for every shard."""
        if not self._servers.apart:
            return _sound(await self._line(0).ask_until_told(*[command(shard) for shard in range(keys.SHARDS)]))
        asked = [self._line(shard).ask_until_told(command(shard)) for shard in range(keys.SHARDS)]
        return [_sound(answers)[0] for answers in await asyncio.gather(*asked)]

    async def _resync(self, shards: Sequence[int]) -> list[Change]:
        """How every stream of these shards stands now, for who may have missed changes."""
        changes = []
        for shard in shards:
            commands = (("HGETALL", keys.heads(shard)), ("ZRANGE", keys.due(shard), 0, -1, "WITHSCORES"))
            heads, moments = _sound(await self._line(shard).ask_until_told(*commands))
            due = {name: int(at) for name, at in zip(moments[::2], moments[1::2], strict=True)}
            for name, head in zip(heads[::2], heads[1::2], strict=True):
                changes.append(Change(name.decode(), _head(head, 0).version, due.get(name)))
        return changes

    def _incarnation(self, line: Line, epoch: str) -> str:
        return f"{epoch}.{line.run_id[:8]}" if epoch else ""


def _sound(answers: list[Any]) -> list[Any]:
    """The answers, if the server refused none of them."""
    for answer in answers:
        if isinstance(answer, RedisError):
            raise StoreUnavailable(f"Redis refuses this: {plain(answer)}")
    return answers


def _head(stored: bytes | None, length: int) -> Head:
    if not stored:
        return NOTHING._replace(length=length)
    version, epoch, digest = stored.decode().split(" ")
    return Head(int(version), epoch, bytes.fromhex(digest), length)


def _entry(stream: str, after: int, name: bytes, fields: list[bytes]) -> tuple[int, bytes, bytes]:
    """Version, body and hash of an entry. Raises ``Damaged`` where it is none of ours."""
    try:
        version = int(name.partition(b"-")[0])
        (_, body, _, digest, *_) = fields
        return version, body, bytes.fromhex(digest.decode())
    except ValueError:
        raise Damaged(stream, after + 1, "it is no commit") from None


def _check_end(stream: str, head: Head, position: int, more: bool) -> None:
    """Whether the log ends where it should, once there is nothing ``more`` to read."""
    if more:
        return
    if position < head.version:
        raise Damaged(stream, position + 1, "it is missing")
    if position > head.version or head.length > head.version:
        raise Damaged(stream, head.version + 1, "it stands behind the last one that was stored")
    if head.length < head.version:
        raise Damaged(stream, head.length + 1, f"of {head.version} commits {head.length} are there")


def _proven(stream: str, expected: int, version: int, previous: bytes | None, body: bytes, stored: bytes) -> bytes:
    if version != expected:
        raise Damaged(stream, expected, "it is missing")
    if previous is None:
        raise Damaged(stream, expected - 1, "it is missing")
    if stored != chain(previous, body):
        raise Damaged(stream, version, "it does not continue the chain")
    return stored


def _sum(snapshot: Snapshot) -> str:
    facts = f"{snapshot.stream} {snapshot.epoch.partition('.')[0]} {snapshot.version} {snapshot.hash.hex()} "
    return hashlib.sha256(facts.encode() + snapshot.body).hexdigest()
