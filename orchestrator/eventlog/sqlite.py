"""The log in one SQLite file, owned by one process: what it promises, on the event loop; a ``Scribe`` does it in a thread.

A rewrite builds the file anew while everything else waits, and is answered when nobody reads the old bytes any more.
"""

import asyncio
import contextlib
import sqlite3
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from pathlib import Path
from typing import Any, Self, TextIO, TypeVar

from orchestrator.eventlog.log import Change, Commit, Damaged, Snapshot, StoreUnavailable, is_whole
from orchestrator.eventlog.sqlite_file import open_file, plain
from orchestrator.eventlog.sqlite_proof import stored_tail
from orchestrator.eventlog.sqlite_scribe import Append, Question, Scribe
from orchestrator.eventlog.sqlite_snapshots import SnapshotFiles
from orchestrator.eventlog.sqlite_tombstones import tombstones_of

T = TypeVar("T")


class SqliteLog:
    """A ``Log`` in a SQLite file. Belongs to the event loop it was opened on.

    A full disk or a foreign lock refuses the batch that meets it with ``StoreUnavailable``, and nothing of it is stored;
    the next append tries afresh. After an I/O error nobody can know what the disk holds, and a second fsync may lie: from
    then on ``broken`` says why and every method raises ``StoreUnavailable``, reads answered from memory included. What
    was acknowledged is safe; the last batch may be there or not. End the process and open the file again.
    """

    def __init__(self, path: Path, db: sqlite3.Connection, lock: TextIO) -> None:
        self._path = path
        self._db = db
        self._loop = asyncio.get_running_loop()
        self._scribe = Scribe(path, db, lock, self._tell)
        self._snapshots = SnapshotFiles(path)
        self._one_at_a_time = asyncio.Lock()  # keeping a snapshot, or erasing: what is erased must not be kept again meanwhile
        self._closing = False
        self._watched = False
        self._grown: dict[str, Change] = {}
        self._news = asyncio.Event()

    @classmethod
    async def open(cls, path: str | Path) -> Self:
        """Open the log at ``path`` or begin a new one there (mode 0600, in a directory that exists).

        Raises ``StoreInUse`` if a process has it open, ``NotALog``, ``StoreUnavailable``, or ``DamagedFile`` if the file's
        write-ahead log has lost commits. Reads no stream yet: their damage is found by ``read``, ``append`` or ``verify``.
        """
        return cls(*await asyncio.to_thread(_opened, path))

    @property
    def broken(self) -> str:
        return self._scribe.broken

    async def append(self, commit: Commit, due_at: int | None) -> None:
        """As ``Log.append``; also raises ``Damaged`` if the stream's last commit cannot be proven on first touch."""
        self._check_usable()
        commit.stream.encode()  # a name that is no Unicode must fail here, not together with a whole batch
        answer: asyncio.Future[None] = self._loop.create_future()
        self._scribe.take(Append(commit, due_at, answer))
        await answer

    async def read(self, stream: str, after: int = 0, limit: int | None = None) -> list[Commit]:
        """As ``Log.read``. Where nothing is newer than ``after`` it answers from memory, without disk or thread."""
        self._check_usable()
        tail = self._scribe.tails.get(stream)
        if tail is not None and after >= tail.version:
            return []
        return await self._ask(lambda: self._scribe.read(stream, after, limit))

    async def due(self, before: int) -> list[tuple[str, int]]:
        """As ``Log.due``; streams due at the same moment come by name."""
        sql = "SELECT stream, due_at FROM streams WHERE due_at <= ? ORDER BY due_at, stream"
        return await self._ask(lambda: self._db.execute(sql, (before,)).fetchall())

    async def streams(self) -> list[str]:
        """As ``Log.streams``."""
        return await self._ask(lambda: [name for (name,) in self._db.execute("SELECT stream FROM streams ORDER BY stream")])

    async def rewrite(self, stream: str, seen: int, commits: Sequence[Commit], due_at: int | None, tombstone: bytes) -> str:
        """As ``Log.rewrite``. Needs free room twice the size of the file, and everything else waits meanwhile."""
        self._check_usable()
        stream.encode()
        if not is_whole(stream, commits):
            raise ValueError(f"these commits of {stream} are no whole stream")
        return await self._alone(self._ask(lambda: self._scribe.rewrite(stream, seen, commits, due_at, tombstone), erases=True))

    async def delete(self, streams: Sequence[str], tombstone: bytes) -> None:
        """As ``Log.delete``; costs as much as ``rewrite``."""
        self._check_usable()
        for stream in streams:
            stream.encode()
        await self._alone(self._ask(lambda: self._scribe.delete(streams, tombstone), erases=True))

    async def keep(self, snapshot: Snapshot) -> None:
        """As ``Log.keep``."""
        self._check_usable()
        await self._alone(self._keep(snapshot))

    async def kept(self, stream: str) -> Snapshot | None:
        """As ``Log.kept``."""
        self._check_usable()
        return await asyncio.to_thread(self._snapshots.get, stream)

    async def tombstones(self) -> list[bytes]:
        """As ``Log.tombstones``."""
        return await self._ask(lambda: tombstones_of(self._path))

    async def epoch(self, stream: str) -> str:
        """As ``Log.epoch``."""
        self._check_usable()
        tail = self._scribe.tails.get(stream)
        return tail.epoch if tail else await self._ask(lambda: stored_tail(self._db, stream).epoch)

    def changes(self) -> AsyncIterator[Change]:
        """As ``Log.changes``; counts from this call on, ends with ``close``. A second call raises ``RuntimeError``."""
        if self._watched:
            raise RuntimeError("a log has one iterator of changes")
        self._watched = True
        return self._follow()

    async def check(self) -> None:
        """As ``Log.check``; while nothing was refused, an append will do."""
        self._check_usable()
        if self._scribe.refused:
            await self._ask(self._scribe.try_to_write)

    async def close(self) -> None:
        """As ``Log.close``. Every later call but this one raises ``StoreUnavailable``."""
        if not self._closing:
            self._closing = True
            self._scribe.ended.add_done_callback(lambda _: self._news.set())
            self._scribe.take(None)
        await asyncio.shield(self._scribe.ended)
        async with self._one_at_a_time:  # a snapshot is being written
            pass

    def _check_usable(self) -> None:
        if self.broken or self._closing:
            raise StoreUnavailable(self.broken or f"{self._path}: the log is closed")

    async def _ask(self, ask: Callable[[], T], erases: bool = False) -> T:
        self._check_usable()
        answer: asyncio.Future[T] = self._loop.create_future()
        self._scribe.take(Question(ask, answer, erases))
        return await answer

    async def _alone(self, work: Coroutine[Any, Any, T]) -> T:
        """Also to its end where whoever asked is cancelled."""

        async def in_turn() -> T:
            async with self._one_at_a_time:
                return await work

        return await asyncio.shield(self._loop.create_task(in_turn()))

    async def _keep(self, snapshot: Snapshot) -> None:
        if not snapshot.epoch or await self.epoch(snapshot.stream) != snapshot.epoch:
            return
        try:
            await asyncio.to_thread(self._snapshots.put, snapshot)
        except OSError as error:
            raise StoreUnavailable(f"{self._path}: a snapshot cannot be kept: {plain(error)}") from error

    async def _follow(self) -> AsyncIterator[Change]:
        while True:
            await self._news.wait()
            while self._grown:
                yield self._grown.pop(next(iter(self._grown)))
            if self._scribe.ended.done():
                return
            self._news.clear()

    def _tell(self, grown: dict[str, Change]) -> None:
        if self._watched and grown:
            self._grown.update(grown)
            self._news.set()


def _opened(name: str | Path) -> tuple[Path, sqlite3.Connection, TextIO]:
    path, db, lock = open_file(name)

    def epoch_of(stream: str) -> str:
        try:
            return stored_tail(db, stream).epoch
        except (Damaged, StoreUnavailable):
            return ""

    with contextlib.suppress(OSError):  # erasing does not rely on it
        SnapshotFiles(path).sweep(epoch_of)
    return path, db, lock
