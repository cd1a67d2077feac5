"""A clock that is moved by hand and a log in memory that can be hurt: the world of the handler and the timekeeper."""

import asyncio
import itertools
from collections.abc import AsyncIterator, Callable, Sequence

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
from orchestrator.messages import Millis
from tests.given import t


async def until(condition: Callable[[], object], turns: int = 1_000) -> None:
    """Let everything run until ``condition`` holds. Nothing here waits for real time, so it holds soon or never."""
    for _ in range(turns):
        if condition():
            return
        await asyncio.sleep(0)
    raise AssertionError("that never happened")


async def settled(turns: int = 50) -> None:
    """Let everything run that can run now."""
    for _ in range(turns):
        await asyncio.sleep(0)


class FakeClock:
    """``advance`` lets time pass and wakes who sleeps. ``jump`` only moves what it shows, as a re-anchored clock does."""

    def __init__(self) -> None:
        self.shown: Millis = t("19:00")
        self.slept: list[int] = []  # how long each sleeper wanted to sleep
        self._passed = 0
        self._sleepers: list[tuple[int, asyncio.Future[None]]] = []

    def now(self) -> Millis:
        return self.shown

    async def sleep(self, duration: int) -> None:
        self.slept.append(duration)
        if duration > 0:
            sleeper: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._sleepers.append((self._passed + duration, sleeper))
            await sleeper

    def advance(self, duration: int) -> None:
        self._passed += duration
        self.shown += duration
        for wakes_at, sleeper in self._sleepers:
            if wakes_at <= self._passed and not sleeper.done():
                sleeper.set_result(None)

    def jump(self, duration: int) -> None:
        self.shown += duration

    @property
    def sleepers(self) -> int:
        return sum(not sleeper.done() for _, sleeper in self._sleepers)


class Shelf:
    """What survives the process: share it between two ``MemoryLog`` for two workers, or for a restart."""

    def __init__(self) -> None:
        self.streams: dict[str, list[Commit]] = {}
        self.due: dict[str, int] = {}
        self.epochs: dict[str, str] = {}
        self.incarnations = itertools.count(1)
        self.tombstones: list[bytes] = []
        self.snapshots: dict[str, Snapshot] = {}
        self.listeners: list[asyncio.Queue[Change | None]] = []


class MemoryLog:
    """Keeps the promises of ``orchestrator.eventlog.log.Log``, unless told to break down.

    ``appends``, ``reads`` and ``keeps`` count what was asked of it; ``commits`` what it has stored.
    """

    def __init__(self, shelf: Shelf | None = None) -> None:
        self.shelf = shelf or Shelf()
        self.appends = 0
        self.reads = 0
        self.keeps = 0
        self.in_flight = 0
        self.most_in_flight = 0
        self.refuses_writes = False
        self.refuses_reads = False
        self.loses_answers = False
        self.fails_with: Exception | None = None
        self.broken = ""
        self._open = asyncio.Event()
        self._open.set()
        self._listeners: list[asyncio.Queue[Change | None]] = []

    # Breaking down

    def hold(self) -> None:
        """Appends wait until ``release``."""
        self._open.clear()

    def release(self) -> None:
        self._open.set()

    def damage(self, stream: str, version: int, body: bytes) -> None:
        """One commit has other bytes than were written."""
        commits = self.shelf.streams[stream]
        commits[version - 1] = Commit(stream, version, body, commits[version - 1].hash)

    def forget(self, stream: str, after: int) -> None:
        """The stream was cut."""
        self.shelf.streams[stream] = self.shelf.streams[stream][:after]

    def begin_epoch(self, stream: str) -> None:
        """The store was started again, or another one took over: what it has is called another incarnation."""
        self.shelf.epochs[stream] = f"epoch {next(self.shelf.incarnations)}"

    # Keeping promises

    async def append(self, commit: Commit, due_at: int | None) -> None:
        self.appends += 1
        self.in_flight += 1
        self.most_in_flight = max(self.most_in_flight, self.in_flight)
        try:
            await self._open.wait()
            await asyncio.sleep(0)
            self._store(commit, due_at)
        finally:
            self.in_flight -= 1

    def _store(self, commit: Commit, due_at: int | None) -> None:
        self._check_writable()
        commits = self.shelf.streams.get(commit.stream, [])
        last = commits[-1].hash if commits else NO_HASH
        if commit.version != len(commits) + 1 or commit.hash != chain(last, commit.body):
            raise VersionConflict(f"{commit.stream} is at version {len(commits)}")
        self.shelf.streams[commit.stream] = [*commits, commit]
        if commit.stream not in self.shelf.epochs:
            self.shelf.epochs[commit.stream] = f"epoch {next(self.shelf.incarnations)}"
        self._tell(Change(commit.stream, commit.version, due_at))

    def _check_writable(self) -> None:
        if self.fails_with is not None:
            raise self.fails_with
        if self.refuses_writes:
            raise StoreUnavailable("the disk is full")

    def _tell(self, *changes: Change) -> None:
        for change in changes:
            self.shelf.due.pop(change.stream, None)
            if change.due_at is not None:
                self.shelf.due[change.stream] = change.due_at
            for listener in self.shelf.listeners:
                listener.put_nowait(change)
        if self.loses_answers:
            raise StoreUnavailable("the answer was lost on the way")

    async def rewrite(self, stream: str, seen: int, commits: Sequence[Commit], due_at: int | None, tombstone: bytes) -> str:
        if not is_whole(stream, commits):
            raise ValueError("that is no whole stream")
        await self._open.wait()
        await asyncio.sleep(0)
        self._check_writable()
        if len(self.shelf.streams.get(stream, [])) != seen:
            raise VersionConflict(f"{stream} is at another version than {seen}")
        self._bury(tombstone)
        self.shelf.streams[stream] = list(commits)
        self.shelf.epochs[stream] = f"epoch {next(self.shelf.incarnations)}"
        self.shelf.snapshots.pop(stream, None)
        self._tell(Change(stream, len(commits), due_at))
        return self.shelf.epochs[stream]

    async def delete(self, streams: Sequence[str], tombstone: bytes) -> None:
        await self._open.wait()
        await asyncio.sleep(0)
        self._check_writable()
        self._bury(tombstone)
        gone = self.shelf.streams.keys() & set(streams)
        for stream in gone:
            del self.shelf.streams[stream], self.shelf.epochs[stream]
            self.shelf.snapshots.pop(stream, None)
        self._tell(*[Change(stream, 0, None) for stream in sorted(gone)])

    def _bury(self, tombstone: bytes) -> None:
        if tombstone not in self.shelf.tombstones:
            self.shelf.tombstones.append(tombstone)

    async def tombstones(self) -> list[bytes]:
        if self.refuses_reads:
            raise StoreUnavailable("the store does not answer")
        return list(self.shelf.tombstones)

    async def read(self, stream: str, after: int = 0, limit: int | None = None) -> list[Commit]:
        self.reads += 1
        await asyncio.sleep(0)
        if self.refuses_reads:
            raise StoreUnavailable("the store does not answer")
        commits = self.shelf.streams.get(stream, [])
        last = commits[after - 1].hash if 0 < after <= len(commits) else NO_HASH
        found = commits[after:][:limit]
        for commit in found:
            if commit.hash != chain(last, commit.body):
                raise Damaged(stream, commit.version, "its bytes are not those that were written")
            last = commit.hash
        return found

    async def keep(self, snapshot: Snapshot) -> None:
        self.keeps += 1
        await asyncio.sleep(0)
        self._check_writable()
        if snapshot.epoch and self.shelf.epochs.get(snapshot.stream) == snapshot.epoch:
            self.shelf.snapshots[snapshot.stream] = snapshot

    async def kept(self, stream: str) -> Snapshot | None:
        await asyncio.sleep(0)
        return self.shelf.snapshots.get(stream)

    async def check(self) -> None:
        self._check_writable()

    async def due(self, before: int) -> list[tuple[str, int]]:
        await asyncio.sleep(0)
        if self.refuses_reads:
            raise StoreUnavailable("the store does not answer")
        found = ((stream, due_at) for stream, due_at in self.shelf.due.items() if due_at <= before)
        return sorted(found, key=lambda each: each[1])

    async def streams(self) -> list[str]:
        return sorted(self.shelf.streams)

    async def epoch(self, stream: str) -> str:
        return self.shelf.epochs.get(stream, "")

    def changes(self) -> AsyncIterator[Change]:
        news: asyncio.Queue[Change | None] = asyncio.Queue()
        self.shelf.listeners.append(news)
        self._listeners.append(news)
        return _told(news)

    async def close(self) -> None:
        await until(lambda: not self.in_flight)
        for news in self._listeners:
            news.put_nowait(None)
            if news in self.shelf.listeners:
                self.shelf.listeners.remove(news)

    def commits(self, stream: str) -> list[Commit]:
        return self.shelf.streams.get(stream, [])


async def _told(news: asyncio.Queue[Change | None]) -> AsyncIterator[Change]:
    while (change := await news.get()) is not None:
        yield change
