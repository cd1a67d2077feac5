"""The log in one SQLite file, owned by one process, written and read by one thread through one connection.

One connection both writes and checkpoints, because two that do so at once can corrupt the file before SQLite 3.51.3.
Whatever waits, of all streams, is stored by one statement, which is one transaction and one fsync. The newest version
of every stream in use is kept in memory; that is exact, as nobody else may write (``<path>.lock`` sees to it).
A rewrite builds the file anew while everything else waits, and is answered when nobody reads the old bytes any more.
"""

import asyncio
import contextlib
import secrets
import sqlite3
import threading
from collections.abc import AsyncIterator, Callable, Collection, Sequence
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any, NamedTuple, Self, TextIO, TypeVar

from orchestrator.eventlog.log import (
    Change,
    Commit,
    Damaged,
    StoreUnavailable,
    VersionConflict,
    chain,
    is_whole,
)
from orchestrator.eventlog.sqlite_file import code, open_file, plain
from orchestrator.eventlog.sqlite_proof import Tail, proven, stored_tail
from orchestrator.eventlog.sqlite_rewrite import Incarnation, cut_wal, present, replace
from orchestrator.eventlog.sqlite_tombstones import bury, tombstones_of, unbury
from orchestrator.eventlog.sqlite_wal import PAGE

BATCH_ROWS = 1024  # SQLite takes 32,766 parameters a statement, a row has six
CHECKPOINT_PAGES = 1000  # about 4 MB stand in the write-ahead log before it is copied into the file
CUT_AGAIN_S = 0.1  # after which the write-ahead log is tried again while somebody reads old bytes in it
INSERT, ROW = "INSERT INTO appends VALUES", "(?, ?, ?, ?, ?, ?)"

T = TypeVar("T")


class _Append(NamedTuple):
    commit: Commit
    due_at: int | None
    answer: asyncio.Future[None]


class _Question(NamedTuple):
    ask: Callable[[], Any]
    answer: asyncio.Future[Any]
    erases: bool  # then the answer waits until the old bytes are gone


class SqliteLog:
    """A ``Log`` in a SQLite file. Belongs to the event loop it was opened on.

    A full disk or a foreign lock refuses the batch that meets it with ``StoreUnavailable``, and nothing of it is stored;
    the next append tries afresh. After an I/O error nobody can know what the disk holds, and a second fsync may lie: from
    then on ``broken`` says why and every method raises ``StoreUnavailable``, reads answered from memory included. What
    was acknowledged is safe; the last batch may be there or not. End the process and open the file again.
    """

    def __init__(self, path: Path, db: sqlite3.Connection, lock: TextIO) -> None:
        self.broken = ""
        self._path = path
        self._db = db
        self._lock = lock
        self._loop = asyncio.get_running_loop()
        self._jobs: SimpleQueue[_Append | _Question | None] = SimpleQueue()
        self._tails: dict[str, Tail] = {}  # written by the thread after COMMIT, so never ahead of the disk
        self._dirty_pages = 0
        self._uncut = True  # a killed process may have left old bytes in the write-ahead log
        self._erased: list[tuple[asyncio.Future[Any], object]] = []  # what is answered once it is cut
        self._closed: asyncio.Future[None] | None = None
        self._watched = False
        self._grown: dict[str, Change] = {}
        self._news = asyncio.Event()
        threading.Thread(target=self._work, name=f"log {path.name}", daemon=True).start()

    @classmethod
    async def open(cls, path: str | Path) -> Self:
        """Open the log at ``path`` or begin a new one there (mode 0600, in a directory that exists).

        Raises ``StoreInUse`` if a process has it open, ``NotALog``, ``StoreUnavailable``, or ``DamagedFile`` if the file's
        write-ahead log has lost commits. Reads no stream yet: their damage is found by ``read``, ``append`` or ``verify``.
        """
        return cls(*await asyncio.to_thread(open_file, path))

    async def append(self, commit: Commit, due_at: int | None) -> None:
        """As ``Log.append``; also raises ``Damaged`` if the stream's last commit cannot be proven on first touch."""
        self._check_usable()
        commit.stream.encode()  # a name that is no Unicode must fail here, not together with a whole batch
        answer: asyncio.Future[None] = self._loop.create_future()
        self._jobs.put(_Append(commit, due_at, answer))
        await answer

    async def read(self, stream: str, after: int = 0) -> list[Commit]:
        """As ``Log.read``. Where nothing is newer than ``after`` it answers from memory, without disk or thread."""
        self._check_usable()
        tail = self._tails.get(stream)
        if tail is not None and after >= tail.version:
            return []
        return await self._ask(lambda: self._read(stream, after))

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
        return await self._ask(lambda: self._rewrite(stream, seen, commits, due_at, tombstone), erases=True)

    async def delete(self, streams: Sequence[str], tombstone: bytes) -> None:
        """As ``Log.delete``; costs as much as ``rewrite``."""
        self._check_usable()
        for stream in streams:
            stream.encode()
        await self._ask(lambda: self._delete(streams, tombstone), erases=True)

    async def tombstones(self) -> list[bytes]:
        """As ``Log.tombstones``."""
        return await self._ask(lambda: tombstones_of(self._path))

    async def epoch(self, stream: str) -> str:
        """As ``Log.epoch``."""
        self._check_usable()
        tail = self._tails.get(stream)
        return tail.epoch if tail else await self._ask(lambda: stored_tail(self._db, stream).epoch)

    def changes(self) -> AsyncIterator[Change]:
        """As ``Log.changes``; counts from this call on, ends with ``close``. A second call raises ``RuntimeError``."""
        if self._watched:
            raise RuntimeError("a log has one iterator of changes")
        self._watched = True
        return self._follow()

    async def close(self) -> None:
        """As ``Log.close``. Every later call but this one raises ``StoreUnavailable``."""
        if self._closed is None:
            self._closed = self._loop.create_future()
            self._closed.add_done_callback(lambda _: self._news.set())
            self._jobs.put(None)
        await asyncio.shield(self._closed)

    # On the event loop

    def _check_usable(self) -> None:
        if self.broken or self._closed is not None:
            raise StoreUnavailable(self.broken or f"{self._path}: the log is closed")

    async def _ask(self, ask: Callable[[], T], erases: bool = False) -> T:
        self._check_usable()
        answer: asyncio.Future[T] = self._loop.create_future()
        self._jobs.put(_Question(ask, answer, erases))
        return await answer

    async def _follow(self) -> AsyncIterator[Change]:
        while True:
            await self._news.wait()
            while self._grown:
                yield self._grown.pop(next(iter(self._grown)))
            if self._closed is not None and self._closed.done():
                return
            self._news.clear()

    def _settle(self, batch: list[_Append], verdicts: list[Exception | None], grown: dict[str, Change]) -> None:
        self._tell(grown)
        for append, verdict in zip(batch, verdicts, strict=True):
            _resolve(append.answer, None, verdict)

    def _tell(self, grown: dict[str, Change]) -> None:
        if self._watched and grown:
            self._grown.update(grown)
            self._news.set()

    # In the thread

    def _work(self) -> None:
        jobs: list[_Append | _Question | None] = []
        while None not in jobs:
            jobs = self._waiting()
            appends = [job for job in jobs if isinstance(job, _Append)]
            for start in range(0, len(appends), BATCH_ROWS):
                self._store(appends[start : start + BATCH_ROWS])
            for job in jobs:
                if isinstance(job, _Question):
                    self._reply(job)
            self._cut()
            self._checkpoint()
        self._give_up()
        with contextlib.suppress(sqlite3.Error):  # the WAL stays beside the file then, and is read at the next start
            self._db.close()
        self._lock.close()
        assert self._closed is not None
        self._loop.call_soon_threadsafe(_resolve, self._closed, None, None)

    def _waiting(self) -> list[_Append | _Question | None]:
        try:
            jobs = [self._jobs.get(timeout=CUT_AGAIN_S if self._uncut and not self.broken else None)]
        except Empty:
            return []
        return jobs + [self._jobs.get() for _ in range(self._jobs.qsize())]

    def _store(self, batch: list[_Append]) -> None:
        rows: list[object] = []
        tails: dict[str, Tail] = {}
        grown: dict[str, Change] = {}
        verdicts: list[Exception | None] = []
        try:
            for commit, due_at, _ in batch:
                try:
                    tail = self._next_tail(commit, tails)
                except (VersionConflict, Damaged) as refusal:
                    verdicts.append(refusal)
                    continue
                tails[commit.stream] = tail
                grown[commit.stream] = Change(commit.stream, commit.version, due_at)
                rows += (commit.stream, commit.version, commit.body, commit.hash, tail.epoch, due_at)
                verdicts.append(None)
            if rows:
                self._insert(rows)
        except Exception as error:  # noqa: BLE001 - whatever it is, those who wait must hear of it and the thread live on
            why = self._refusal(error)
            tails, grown, verdicts = {}, {}, [StoreUnavailable(why) for _ in batch]
        self._tails.update(tails)
        self._loop.call_soon_threadsafe(self._settle, batch, verdicts, grown)

    def _next_tail(self, commit: Commit, provisional: dict[str, Tail]) -> Tail:
        stream = commit.stream
        tail = provisional.get(stream) or self._tails.get(stream) or self._load(stream)
        if commit.version != tail.version + 1:
            raise VersionConflict(f"{stream} is at version {tail.version}; {commit.version} does not follow")
        if commit.hash != chain(tail.hash, commit.body):
            raise VersionConflict(f"{stream} has another commit at version {tail.version} than this one continues")
        return Tail(commit.version, commit.hash, tail.epoch or secrets.token_hex(8))

    def _insert(self, rows: list[object]) -> None:
        if self.broken:
            raise StoreUnavailable(self.broken)
        size = 1 << (len(rows) // 6 - 1).bit_length()  # filled up with rows of NULL: eleven prepared statements serve all
        self._dirty_pages += 3 + len(rows) // 6 + sum(len(body) for body in rows[2::6] if isinstance(body, bytes)) // PAGE
        padding: list[object] = [None] * (6 * size - len(rows))
        self._db.execute(f"{INSERT} {', '.join([ROW] * size)}", rows + padding)

    def _refusal(self, error: Exception) -> str:
        number = code(error) if isinstance(error, sqlite3.Error) else None
        if number == sqlite3.SQLITE_FULL:
            self._dirty_pages = CHECKPOINT_PAGES  # the room in the WAL can be used again once it is copied into the file
        if number == sqlite3.SQLITE_IOERR:
            self.broken = f"{self._path}: {plain(error)}; nothing is acknowledged until the server is started again"
        return self.broken or f"{self._path}: {plain(error)}"

    def _checkpoint(self) -> None:
        # By hand, because SQLite's automatic checkpoint hides a failed fsync and tries it again.
        if self._dirty_pages < CHECKPOINT_PAGES or self.broken:
            return
        try:
            self._db.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
            self._dirty_pages = 0
        except sqlite3.Error as error:
            self._refusal(error)

    def _cut(self) -> None:
        if self._uncut and not self.broken:
            try:
                self._uncut = not cut_wal(self._db)
            except sqlite3.Error as error:
                self._refusal(error)
        if not self._uncut:
            for answer, result in self._erased:
                self._loop.call_soon_threadsafe(_resolve, answer, result, None)
            self._erased.clear()
        elif self.broken:
            self._give_up()

    def _give_up(self) -> None:
        why = self.broken or f"{self._path}: closed while another program still reads what was erased; the next start erases it"
        for answer, _ in self._erased:
            self._loop.call_soon_threadsafe(_resolve, answer, None, StoreUnavailable(why))
        self._erased.clear()

    def _reply(self, question: _Question) -> None:
        result: Any = None
        failure: Exception | None = None
        try:
            if self.broken:
                raise StoreUnavailable(self.broken)
            result = question.ask()
        except (OSError, sqlite3.Error) as error:
            failure = StoreUnavailable(f"{self._path}: {plain(error)}")
        except Exception as error:  # noqa: BLE001 - belongs to who asked; the thread must live on
            failure = error
        if question.erases and failure is None:
            self._erased.append((question.answer, result))
            return
        self._loop.call_soon_threadsafe(_resolve, question.answer, result, failure)

    def _read(self, stream: str, after: int) -> list[Commit]:
        tail = self._tails.get(stream) or stored_tail(self._db, stream)
        commits = list(proven(self._db, stream, after, tail))
        if 0 < tail.version >= after:  # else nothing has been proven
            self._tails[stream] = tail
        return commits

    def _rewrite(self, stream: str, seen: int, commits: Sequence[Commit], due_at: int | None, tombstone: bytes) -> str:
        tail = self._tails.get(stream) or self._load(stream)
        if tail.version != seen:
            raise VersionConflict(f"{stream} is at version {tail.version}, not {seen}")
        tail = Tail(commits[-1].version, commits[-1].hash, secrets.token_hex(8))
        self._replace({stream}, Incarnation(stream, tail, commits, due_at), tombstone)
        self._tails[stream] = tail
        self._loop.call_soon_threadsafe(self._tell, {stream: Change(stream, tail.version, due_at)})
        return tail.epoch

    def _delete(self, streams: Sequence[str], tombstone: bytes) -> None:
        gone = present(self._db, streams)
        self._replace(gone, None, tombstone)
        for stream in gone:
            self._tails.pop(stream, None)
        self._loop.call_soon_threadsafe(self._tell, {stream: Change(stream, 0, None) for stream in gone})

    def _replace(self, gone: Collection[str], new: Incarnation | None, tombstone: bytes) -> None:
        length = bury(self._path, tombstone)
        try:
            if gone:
                self._uncut = True  # whatever comes of it: a refused transaction may leave a large write-ahead log
                replace(self._db, self._path, gone, new)
        except (StoreUnavailable, sqlite3.Error) as error:
            why = self._refusal(error)
            if not self.broken:  # else nobody knows whether it happened
                unbury(self._path, length)
            raise StoreUnavailable(why) from error

    def _load(self, stream: str) -> Tail:
        tail = stored_tail(self._db, stream)
        for _ in proven(self._db, stream, max(0, tail.version - 1), tail):
            pass
        return tail


def _resolve(answer: asyncio.Future[Any], result: object, failure: Exception | None) -> None:
    if answer.done():  # whoever waited has been cancelled
        return
    if failure is None:
        answer.set_result(result)
    else:
        answer.set_exception(failure)
