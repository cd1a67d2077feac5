"""The one thread that writes and reads the file of a SQLite log, through one connection.

One connection both writes and checkpoints, because two that do so at once can corrupt the file before SQLite 3.51.3.
Whatever waits, of all streams, is stored by one statement, which is one transaction and one fsync. The newest version
of every stream in use is kept in memory; that is exact, as nobody else may write (``<path>.lock`` sees to it).
"""

import asyncio
import contextlib
import secrets
import sqlite3
import threading
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any, NamedTuple, TextIO

from orchestrator.eventlog.log import Change, Commit, Damaged, StoreUnavailable, VersionConflict, chain
from orchestrator.eventlog.sqlite_file import code, plain
from orchestrator.eventlog.sqlite_proof import Tail, proven, stored_tail
from orchestrator.eventlog.sqlite_rewrite import Incarnation, cut_wal, present, replace
from orchestrator.eventlog.sqlite_snapshots import SnapshotFiles
from orchestrator.eventlog.sqlite_tombstones import bury, unbury
from orchestrator.eventlog.sqlite_wal import PAGE

BATCH_ROWS = 1024  # SQLite takes 32,766 parameters a statement, a row has six
CHECKPOINT_PAGES = 1000  # about 4 MB stand in the write-ahead log before it is copied into the file
CUT_AGAIN_S = 0.1  # after which the write-ahead log is tried again while somebody reads old bytes in it
INSERT, ROW = "INSERT INTO appends VALUES", "(?, ?, ?, ?, ?, ?)"


class Append(NamedTuple):
    commit: Commit
    due_at: int | None
    answer: asyncio.Future[None]


class Question(NamedTuple):
    ask: Callable[[], Any]
    answer: asyncio.Future[Any]
    erases: bool  # then the answer waits until the old bytes are gone


class Scribe:
    """``broken``: why nobody can know any more what the disk holds. ``tails``: what the streams in use end with. ``ended``: the
    file is closed. ``tell`` is called on the loop with what has changed, before the answer."""

    def __init__(self, path: Path, db: sqlite3.Connection, lock: TextIO, tell: Callable[[dict[str, Change]], None]) -> None:
        self.broken = ""
        self.tails: dict[str, Tail] = {}  # written by the thread after COMMIT, so never ahead of the disk
        self._loop = asyncio.get_running_loop()
        self.ended: asyncio.Future[None] = self._loop.create_future()
        self._path = path
        self._db = db
        self._lock = lock
        self._tell = tell
        self._snapshots = SnapshotFiles(path)
        self._jobs: SimpleQueue[Append | Question | None] = SimpleQueue()
        self._dirty_pages = 0
        self.refused = False  # the last thing that was to be written
        self._uncut = True  # a killed process may have left old bytes in the write-ahead log
        self._erased: list[tuple[asyncio.Future[Any], object]] = []  # what is answered once it is cut
        threading.Thread(target=self._work, name=f"log {path.name}", daemon=True).start()

    def take(self, job: Append | Question | None) -> None:
        """One more thing to do; ``None`` is the last one."""
        self._jobs.put(job)

    # What is asked inside a Question

    def read(self, stream: str, after: int, limit: int | None) -> list[Commit]:
        tail = self.tails.get(stream) or stored_tail(self._db, stream)
        commits = list(proven(self._db, stream, after, tail, limit))
        if 0 < tail.version >= after and len(commits) != limit:  # else it has not been proven
            self.tails[stream] = tail
        return commits

    def rewrite(self, stream: str, seen: int, commits: Sequence[Commit], due_at: int | None, tombstone: bytes) -> str:
        tail = self.tails.get(stream) or self._load(stream)
        if tail.version != seen:
            raise VersionConflict(f"{stream} is at version {tail.version}, not {seen}")
        tail = Tail(commits[-1].version, commits[-1].hash, secrets.token_hex(8))
        self._replace({stream}, Incarnation(stream, tail, commits, due_at), tombstone)
        self.tails[stream] = tail
        self._loop.call_soon_threadsafe(self._tell, {stream: Change(stream, tail.version, due_at)})
        return tail.epoch

    def delete(self, streams: Sequence[str], tombstone: bytes) -> None:
        gone = present(self._db, streams)
        self._replace(gone, None, tombstone)
        for stream in gone:
            self.tails.pop(stream, None)
        self._loop.call_soon_threadsafe(self._tell, {stream: Change(stream, 0, None) for stream in gone})

    def try_to_write(self) -> None:
        """Write what stands there already."""
        (number,) = self._db.execute("PRAGMA user_version").fetchone()
        self._db.execute(f"PRAGMA user_version = {number:d}")
        self.refused = False

    # The work

    def _work(self) -> None:
        jobs: list[Append | Question | None] = []
        while None not in jobs:
            jobs = self._waiting()
            appends = [job for job in jobs if isinstance(job, Append)]
            for start in range(0, len(appends), BATCH_ROWS):
                self._store(appends[start : start + BATCH_ROWS])
            for job in jobs:
                if isinstance(job, Question):
                    self._reply(job)
            self._cut()
            self._checkpoint()
        self._give_up()
        with contextlib.suppress(sqlite3.Error):  # the WAL stays beside the file then, and is read at the next start
            self._db.close()
        self._lock.close()
        self._loop.call_soon_threadsafe(_resolve, self.ended, None, None)

    def _waiting(self) -> list[Append | Question | None]:
        try:
            jobs = [self._jobs.get(timeout=CUT_AGAIN_S if self._uncut and not self.broken else None)]
        except Empty:
            return []
        return jobs + [self._jobs.get() for _ in range(self._jobs.qsize())]

    def _store(self, batch: list[Append]) -> None:
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
                self.refused = False
        except Exception as error:  # noqa: BLE001 - whatever it is, those who wait must hear of it and the thread live on
            why = self._refusal(error)
            self.refused = True
            tails, grown, verdicts = {}, {}, [StoreUnavailable(why) for _ in batch]
        self.tails.update(tails)
        self._loop.call_soon_threadsafe(self._settle, batch, verdicts, grown)

    def _settle(self, batch: list[Append], verdicts: list[Exception | None], grown: dict[str, Change]) -> None:
        self._tell(grown)
        for append, verdict in zip(batch, verdicts, strict=True):
            _resolve(append.answer, None, verdict)

    def _next_tail(self, commit: Commit, provisional: dict[str, Tail]) -> Tail:
        stream = commit.stream
        tail = provisional.get(stream) or self.tails.get(stream) or self._load(stream)
        if commit.version != tail.version + 1:
            raise VersionConflict(f"{stream} is at version {tail.version}; {commit.version} does not follow")
        if commit.hash != chain(tail.hash, commit.body):
            raise VersionConflict(f"{stream} has another commit at version {tail.version} than this one continues")
        return Tail(commit.version, commit.hash, tail.epoch or secrets.token_hex(8))

    def _load(self, stream: str) -> Tail:
        tail = stored_tail(self._db, stream)
        for _ in proven(self._db, stream, max(0, tail.version - 1), tail):
            pass
        return tail

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

    def _reply(self, question: Question) -> None:
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

    # Erasing

    def _replace(self, gone: Collection[str], new: Incarnation | None, tombstone: bytes) -> None:
        length = bury(self._path, tombstone)
        try:
            if gone:
                self._snapshots.drop(gone)  # first: a crash in between loses no more than a snapshot
                self._uncut = True  # whatever comes of it: a refused transaction may leave a large write-ahead log
                replace(self._db, self._path, gone, new)
        except (OSError, StoreUnavailable, sqlite3.Error) as error:
            why = self._refusal(error)
            if not self.broken:  # else nobody knows whether it happened
                unbury(self._path, length)
            raise StoreUnavailable(why) from error

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


def _resolve(answer: asyncio.Future[Any], result: object, failure: Exception | None) -> None:
    if answer.done():  # whoever waited has been cancelled
        return
    if failure is None:
        answer.set_result(result)
    else:
        answer.set_exception(failure)
