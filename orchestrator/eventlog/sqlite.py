"""The log in one SQLite file, owned by one process, written and read by one thread through one connection.

One connection both writes and checkpoints, because two that do so at once can corrupt the file before SQLite 3.51.3.
Whatever waits, of all streams, is stored by one statement, which is one transaction and one fsync. The newest version
of every stream in use is kept in memory; that is exact, as nobody else may write (``<path>.lock`` sees to it).
"""

import asyncio
import contextlib
import fcntl
import os
import secrets
import sqlite3
import struct
import threading
from collections.abc import AsyncIterator, Callable, Generator, Iterator
from pathlib import Path
from queue import SimpleQueue
from typing import Any, NamedTuple, Self, TextIO, TypeVar

import msgspec

from orchestrator.eventlog.log import (
    NO_HASH,
    Change,
    Commit,
    Damaged,
    StoreInUse,
    StoreUnavailable,
    VersionConflict,
    chain,
)

APPLICATION_ID = 0x6F72636C  # "orcl", in the file's header: tells our files from other programs' databases
SCHEMA_VERSION = 1
BUSY_S = 1.0  # how long to wait for another program's lock
BATCH_ROWS = 1024  # SQLite takes 32,766 parameters a statement, a row has six
PAGE = 4096
CHECKPOINT_PAGES = 1000  # about 4 MB stand in the write-ahead log before it is copied into the file

# Commits lie in the order of arrival, so a batch of 500 streams dirties a few hundred pages and not a thousand.
# The view exists for its trigger: each statement from Python gives up the interpreter lock twice and, beside a busy
# event loop, waits up to 5 ms to get it back. One statement instead of four is three to five times faster there.
# ``due_at`` is set apart, because it seldom changes and its index is then left alone.
SCHEMA = """
CREATE TABLE commits (stream TEXT NOT NULL, version INTEGER NOT NULL, body BLOB NOT NULL, hash BLOB NOT NULL);
CREATE UNIQUE INDEX commits_by_stream ON commits (stream, version);
CREATE TABLE streams (
    stream TEXT PRIMARY KEY, epoch TEXT NOT NULL, version INTEGER NOT NULL, hash BLOB NOT NULL, due_at INTEGER
) WITHOUT ROWID;
CREATE INDEX streams_by_due ON streams (due_at, stream) WHERE due_at IS NOT NULL;
CREATE VIEW appends (stream, version, body, hash, epoch, due_at) AS SELECT NULL, NULL, NULL, NULL, NULL, NULL;
CREATE TRIGGER append INSTEAD OF INSERT ON appends WHEN new.stream IS NOT NULL BEGIN
    INSERT INTO commits VALUES (new.stream, new.version, new.body, new.hash);
    INSERT INTO streams VALUES (new.stream, new.epoch, new.version, new.hash, NULL) ON CONFLICT (stream)
        DO UPDATE SET version = excluded.version, hash = excluded.hash;
    UPDATE streams SET due_at = new.due_at WHERE stream = new.stream AND due_at IS NOT new.due_at;
END;
"""
IDENTITY = f"PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {SCHEMA_VERSION};"
INSERT, ROW = "INSERT INTO appends VALUES", "(?, ?, ?, ?, ?, ?)"
# A damaged row may hold any type or none: the casts make bytes and numbers of it, which then fail the proof.
COMMITS = "SELECT version, CAST(coalesce(body, '') AS BLOB), CAST(coalesce(hash, '') AS BLOB) FROM commits WHERE stream = ?"
TAIL = """SELECT CAST(coalesce(version, 0) AS INTEGER), CAST(coalesce(hash, '') AS BLOB), CAST(coalesce(epoch, '') AS TEXT)
    FROM streams WHERE stream = ?"""
NAMES = ("SELECT stream FROM streams", "SELECT DISTINCT stream FROM commits")  # either table may have lost one

IN_PLAIN_WORDS = {
    sqlite3.SQLITE_FULL: "the disk is full",
    sqlite3.SQLITE_BUSY: "another program holds a lock on the file",
    sqlite3.SQLITE_IOERR: "the disk failed to read or write",
    sqlite3.SQLITE_READONLY: "the file may not be written",
    sqlite3.SQLITE_CANTOPEN: "the file cannot be opened",
    sqlite3.SQLITE_CORRUPT: "the file is damaged; `orchestrator log verify` says where",
    sqlite3.SQLITE_NOTADB: "this is not a database",
}

T = TypeVar("T")


class NotALog(StoreUnavailable):
    """The file is empty, foreign, without its main part, or of a newer version of this program. It is left as it is."""


class DamagedFile(Damaged):
    """Damage that belongs to no single stream; ``stream`` is ``""`` and ``version`` 0."""

    def __init__(self, why: str) -> None:
        super().__init__("", 0, why)
        self.args = (why,)


class Finding(msgspec.Struct, frozen=True):
    """What ``verify`` says of one stream: ``proven`` commits from version 1 on, then the first bad one and why.

    ``bad_version`` is ``None`` for a whole stream. What is wrong with the file at large has the stream ``""`` and 0.
    """

    stream: str
    proven: int
    bad_version: int | None = None
    why: str = ""


class _Tail(NamedTuple):
    version: int
    hash: bytes
    epoch: str


class _Append(NamedTuple):
    commit: Commit
    due_at: int | None
    answer: asyncio.Future[None]


class _Question(NamedTuple):
    ask: Callable[[], Any]
    answer: asyncio.Future[Any]


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
        self._tails: dict[str, _Tail] = {}  # written by the thread after COMMIT, so never ahead of the disk
        self._dirty_pages = 0
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
        return cls(*await asyncio.to_thread(_open, path))

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

    async def epoch(self, stream: str) -> str:
        """As ``Log.epoch``."""
        self._check_usable()
        tail = self._tails.get(stream)
        return tail.epoch if tail else await self._ask(lambda: _stored_tail(self._db, stream).epoch)

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

    async def _ask(self, ask: Callable[[], T]) -> T:
        self._check_usable()
        answer: asyncio.Future[T] = self._loop.create_future()
        self._jobs.put(_Question(ask, answer))
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
        if self._watched and grown:
            self._grown.update(grown)
            self._news.set()
        for append, verdict in zip(batch, verdicts, strict=True):
            _resolve(append.answer, None, verdict)

    # In the thread

    def _work(self) -> None:
        jobs: list[_Append | _Question | None] = []
        while None not in jobs:
            jobs = [self._jobs.get()]
            jobs += [self._jobs.get() for _ in range(self._jobs.qsize())]
            appends = [job for job in jobs if isinstance(job, _Append)]
            for start in range(0, len(appends), BATCH_ROWS):
                self._store(appends[start : start + BATCH_ROWS])
            for job in jobs:
                if isinstance(job, _Question):
                    self._reply(job)
            self._checkpoint()
        with contextlib.suppress(sqlite3.Error):  # the WAL stays beside the file then, and is read at the next start
            self._db.close()
        self._lock.close()
        assert self._closed is not None
        self._loop.call_soon_threadsafe(_resolve, self._closed, None, None)

    def _store(self, batch: list[_Append]) -> None:
        rows: list[object] = []
        tails: dict[str, _Tail] = {}
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

    def _next_tail(self, commit: Commit, provisional: dict[str, _Tail]) -> _Tail:
        stream = commit.stream
        tail = provisional.get(stream) or self._tails.get(stream) or self._load(stream)
        if commit.version != tail.version + 1:
            raise VersionConflict(f"{stream} is at version {tail.version}; {commit.version} does not follow")
        if commit.hash != chain(tail.hash, commit.body):
            raise VersionConflict(f"{stream} has another commit at version {tail.version} than this one continues")
        return _Tail(commit.version, commit.hash, tail.epoch or secrets.token_hex(8))

    def _insert(self, rows: list[object]) -> None:
        if self.broken:
            raise StoreUnavailable(self.broken)
        size = 1 << (len(rows) // 6 - 1).bit_length()  # filled up with rows of NULL: eleven prepared statements serve all
        self._dirty_pages += 3 + len(rows) // 6 + sum(len(body) for body in rows[2::6] if isinstance(body, bytes)) // PAGE
        padding: list[object] = [None] * (6 * size - len(rows))
        self._db.execute(f"{INSERT} {', '.join([ROW] * size)}", rows + padding)

    def _refusal(self, error: Exception) -> str:
        code = _code(error) if isinstance(error, sqlite3.Error) else None
        if code == sqlite3.SQLITE_FULL:
            self._dirty_pages = CHECKPOINT_PAGES  # the room in the WAL can be used again once it is copied into the file
        if code == sqlite3.SQLITE_IOERR:
            self.broken = f"{self._path}: {_plain(error)}; nothing is acknowledged until the server is started again"
        return self.broken or f"{self._path}: {_plain(error)}"

    def _checkpoint(self) -> None:
        # By hand, because SQLite's automatic checkpoint hides a failed fsync and tries it again.
        if self._dirty_pages < CHECKPOINT_PAGES or self.broken:
            return
        try:
            self._db.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
            self._dirty_pages = 0
        except sqlite3.Error as error:
            self._refusal(error)

    def _reply(self, question: _Question) -> None:
        result: Any = None
        failure: Exception | None = None
        try:
            if self.broken:
                raise StoreUnavailable(self.broken)
            result = question.ask()
        except sqlite3.Error as error:
            failure = StoreUnavailable(f"{self._path}: {_plain(error)}")
        except Exception as error:  # noqa: BLE001 - belongs to who asked; the thread must live on
            failure = error
        self._loop.call_soon_threadsafe(_resolve, question.answer, result, failure)

    def _read(self, stream: str, after: int) -> list[Commit]:
        tail = self._tails.get(stream) or _stored_tail(self._db, stream)
        commits = list(_proven(self._db, stream, after, tail))
        if 0 < tail.version >= after:  # else nothing has been proven
            self._tails[stream] = tail
        return commits

    def _load(self, stream: str) -> _Tail:
        tail = _stored_tail(self._db, stream)
        for _ in _proven(self._db, stream, max(0, tail.version - 1), tail):
            pass
        return tail


def read_only(path: str | Path) -> Iterator[tuple[str, Iterator[Commit]]]:
    """Each stream of a log, by name, with its proven commits in order. Takes no lock; a running server is not disturbed.

    Use the commits of one stream before asking for the next. They end with ``Damaged`` where the proof ends. Each stream
    is read as of one moment. Raises ``NotALog`` or ``StoreUnavailable``, and after all streams ``DamagedFile`` if commits
    are lost from the write-ahead log, a name is unreadable, or SQLite finds its own structures damaged.
    """
    path = Path(path).resolve()
    with contextlib.closing(_connect(path, "ro")) as db:
        names, damage = _names(db)
        for name in sorted(names):
            commits = _snapshot(db, name)
            yield name, commits
            commits.close()
        damage = _wal_damage(path) or damage or _structural_damage(db)
    if damage:
        raise DamagedFile(damage)


def verify(path: str | Path) -> list[Finding]:
    """Prove every stream of a log from its first commit to its last, by name; works beside a running server.

    Raises ``NotALog`` or ``StoreUnavailable``. Damage is no error but a finding.
    """
    findings = []
    try:
        for stream, commits in read_only(path):
            proven = 0
            try:
                for _ in commits:
                    proven += 1
                findings.append(Finding(stream, proven))
            except Damaged as damage:
                findings.append(Finding(stream, min(proven, damage.version - 1), damage.version, str(damage)))
    except Damaged as damage:
        findings.append(Finding(damage.stream, 0, damage.version, str(damage)))
    return findings


def _proven(db: sqlite3.Connection, stream: str, after: int, tail: _Tail | None) -> Iterator[Commit]:
    """The commits above ``after`` as far as each continues the one before; then ``Damaged`` unless ``tail`` is the last."""
    if tail and after > tail.version:
        return
    version, previous = after, NO_HASH
    try:
        if after:
            row = db.execute(f"{COMMITS} AND version = ?", (stream, after)).fetchone()
            if row is None:
                raise Damaged(stream, after, "it is missing")
            previous = row[2]
        for found, body, digest in db.execute(f"{COMMITS} AND version > ? ORDER BY version", (stream, after)):
            if found != version + 1:
                raise Damaged(stream, version + 1, "it is missing")
            if digest != chain(previous, body):
                raise Damaged(stream, found, "its bytes do not match its hash")
            yield Commit(stream, found, body, digest)
            version, previous = found, digest
    except sqlite3.Error as error:
        raise _damage(error, stream, version + 1) from error
    if tail is None:
        raise Damaged(stream, version + 1, "whether there is one cannot be known, the index of streams is damaged")
    if version < tail.version:
        raise Damaged(stream, version + 1, f"it is missing, and so is everything up to {tail.version}")
    if version > tail.version:
        raise Damaged(stream, tail.version + 1, "the index of streams does not know it")
    if previous != tail.hash:
        raise Damaged(stream, version, "the index of streams has another hash for it")


def _stored_tail(db: sqlite3.Connection, stream: str) -> _Tail:
    try:
        row = db.execute(TAIL, (stream,)).fetchone()
    except sqlite3.Error as error:
        raise _damage(error, stream, 1) from error
    return _Tail(*row) if row else _Tail(0, NO_HASH, "")


def _damage(error: sqlite3.Error, stream: str, version: int) -> Exception:
    unreadable = _code(error) in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_IOERR)
    return Damaged(stream, version, f"it cannot be read: {error}") if unreadable else StoreUnavailable(_plain(error))


def _snapshot(db: sqlite3.Connection, stream: str) -> Generator[Commit]:
    db.execute("BEGIN")
    try:
        tail: _Tail | None = None
        with contextlib.suppress(Damaged):  # then the commits are proven first, for what they are worth
            tail = _stored_tail(db, stream)
        yield from _proven(db, stream, 0, tail)
    finally:
        db.rollback()
    if tail and not tail.version:  # nothing was under the name by which it was listed
        raise Damaged(stream, 1, "it cannot be found by the name of the stream")


def _names(db: sqlite3.Connection) -> tuple[set[str], str]:
    names: set[str] = set()
    unread = ""
    for select in NAMES:
        try:
            for (name,) in db.execute(select):
                names.add(name)
        except sqlite3.Error as error:
            failure = _damage(error, "", 0)
            if isinstance(failure, StoreUnavailable):
                raise failure from error
            unread = f"the names of the streams cannot be read whole: {error}"
    return names, unread


def _structural_damage(db: sqlite3.Connection) -> str:
    try:
        (answer,) = db.execute("PRAGMA integrity_check(1)").fetchone()
    except sqlite3.Error as error:
        answer = _plain(error)
    return "" if answer == "ok" else f"SQLite finds: {' '.join(answer.split())}"


def _wal_damage(path: Path) -> str:
    wal = Path(f"{path}-wal")
    frame = _lost_from(wal)
    if not frame or frame != _lost_from(wal):  # a frame may have been read while the server was writing it
        return ""
    return f"{wal.name} is damaged at frame {frame}, and SQLite passes over what was acknowledged after it"


def _lost_from(wal: Path) -> int:
    """The number (from 1) of the first frame that SQLite will not read though acknowledged ones follow it, else 0.

    SQLite takes a damaged frame for the end of the log. One transaction behind it may be a crash in the middle of a
    write; two cannot, as each is made durable before the next begins. (So a flaw in the very last one stays unseen.)
    Format: sqlite.org/fileformat2.html, section 4.
    """
    data = wal.read_bytes() if wal.exists() else b""
    if len(data) < 32 + 24:
        return 0
    order = ">" if data[3] & 1 else "<"
    sums = _wal_sums(order, data[:24], (0, 0))
    bad = 0 if sums == struct.unpack_from(">2I", data, 24) else 1
    salts = data[40:48] if bad else data[16:24]
    page = PAGE if bad else int.from_bytes(data[8:12], "big")
    transactions = 0
    for number, at in enumerate(range(32, len(data) - 24 - page + 1, 24 + page), start=1):
        if not bad:
            sums = _wal_sums(order, data[at + 24 : at + 24 + page], _wal_sums(order, data[at : at + 8], sums))
            if data[at + 8 : at + 16] != salts or sums != struct.unpack_from(">2I", data, at + 16):
                bad = number
        ends_transaction = data[at + 4 : at + 8] != bytes(4)
        transactions += bool(bad and ends_transaction and data[at + 8 : at + 16] == salts)  # else of an older round
    return bad if transactions > 1 else 0


def _wal_sums(order: str, data: bytes, sums: tuple[int, int]) -> tuple[int, int]:
    first, second = sums
    for one, two in struct.iter_unpack(f"{order}2I", data):
        first = (first + one + second) & 0xFFFFFFFF
        second = (second + two + first) & 0xFFFFFFFF
    return first, second


def _own(path: Path) -> TextIO:
    """Lock ``<path>.lock`` until the returned file is closed or the process ends, however it ends."""
    try:
        lock = os.fdopen(os.open(f"{path}.lock", os.O_RDWR | os.O_CREAT, 0o600), "r+")
    except OSError as error:
        raise StoreUnavailable(f"{path}: its lock cannot be opened: {_plain(error)}") from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        with lock:
            owner = lock.read().strip() or "unknown"
        raise StoreInUse(f"{path} is in use by process {owner} (its lock is {path}.lock)") from None
    with contextlib.suppress(OSError):  # the number is for people; a full disk must not keep the log closed
        os.truncate(lock.fileno(), 0)
        os.write(lock.fileno(), f"{os.getpid()}\n".encode())
    return lock


def _open(name: str | Path) -> tuple[Path, sqlite3.Connection, TextIO]:
    """The path made absolute, the one connection that writes, and the lock that makes it the only one."""
    path = Path(name).resolve()
    lock = _own(path)
    try:
        if not path.exists():
            _create(path)
        db = _connect(path, "rw")
        if damage := _wal_damage(path):
            raise DamagedFile(damage)
        if db.execute("PRAGMA journal_mode = WAL").fetchone() != ("wal",):
            raise StoreUnavailable(f"{path}: this file system cannot hold a write-ahead log")
        db.execute("PRAGMA synchronous = FULL")
        db.execute("PRAGMA secure_delete = ON")
        db.execute("PRAGMA wal_autocheckpoint = 0")
        # After a failed fsync the WAL may stand in the system's cache only: write it out before building on it.
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.Error as error:
        lock.close()
        raise StoreUnavailable(f"{path}: {_plain(error)}") from error
    except (StoreUnavailable, Damaged):
        lock.close()
        raise
    return path, db, lock


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    """A connection in autocommit mode, ``ro`` or ``rw``, to a file that is certainly a log."""
    if path.is_file() and path.stat().st_size == 0:
        raise NotALog(f"{path}: the file is empty, which a log never is; remove it to begin a new log")
    try:
        db = sqlite3.connect(
            f"{path.as_uri()}?mode={mode}", uri=True, timeout=BUSY_S, isolation_level=None, check_same_thread=False
        )
        application_id, version = (db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version"))
    except sqlite3.Error as error:
        kind = NotALog if _code(error) in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT) else StoreUnavailable
        raise kind(f"{path}: {_plain(error)}") from error
    if application_id == APPLICATION_ID and version == SCHEMA_VERSION:
        db.text_factory = lambda name: name.decode(errors="replace")  # of a damaged name; the rest must stay readable
        return db
    db.close()
    if application_id != APPLICATION_ID:
        raise NotALog(f"{path}: this is a database of another program")
    raise NotALog(f"{path}: its format is {version}, this program knows {SCHEMA_VERSION}: start the newer version")


def _create(path: Path) -> None:
    """A new log appears complete or not at all, so an empty file is always a damaged or a foreign one."""
    wal = Path(f"{path}-wal")
    if wal.exists() and wal.stat().st_size:
        raise NotALog(f"{path}: the file is missing, though {wal.name} stands there; bring it back, or remove both")
    new = Path(f"{path}.new")
    try:
        new.unlink(missing_ok=True)
        file = os.open(new, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        with contextlib.closing(sqlite3.connect(new, isolation_level=None)) as db:
            db.executescript(f"PRAGMA page_size = {PAGE}; PRAGMA journal_mode = OFF; {IDENTITY} {SCHEMA}")
        os.fsync(file)
        os.close(file)
        new.rename(path)
        directory = os.open(path.parent, os.O_RDONLY)
        os.fsync(directory)
        os.close(directory)
    except (OSError, sqlite3.Error) as error:
        raise StoreUnavailable(f"{path}: a new log cannot be made: {_plain(error)}") from error


def _resolve(answer: asyncio.Future[Any], result: object, failure: Exception | None) -> None:
    if answer.done():  # whoever waited has been cancelled
        return
    if failure is None:
        answer.set_result(result)
    else:
        answer.set_exception(failure)


def _code(error: sqlite3.Error) -> int:
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF  # without the detail in the upper bytes


def _plain(error: Exception) -> str:
    return (IN_PLAIN_WORDS.get(_code(error)) if isinstance(error, sqlite3.Error) else None) or str(error) or repr(error)
