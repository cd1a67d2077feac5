"""The file behind the SQLite log: its schema, its lock, how it is made and opened, and what goes wrong in plain words."""

import contextlib
import fcntl
import os
import sqlite3
from pathlib import Path
from typing import TextIO

from orchestrator.eventlog.log import (
    Damaged,
    StoreInUse,
    StoreUnavailable,
)
from orchestrator.eventlog.sqlite_wal import PAGE, wal_damage

APPLICATION_ID = 0x6F72636C  # "orcl", in the file's header: tells our files from other programs' databases
SCHEMA_VERSION = 1
BUSY_S = 1.0  # how long to wait for another program's lock

# Commits lie in the order of arrival, so a batch of 500 streams dirties a few hundred pages and not a thousand.
# The view exists for its trigger: each statement from Python gives up the interpreter lock twice and, beside a busy
# event loop, waits up to 5 ms to get it back. One statement instead of four is three to five times faster there.
# ``due_at`` is set apart, because it seldom changes and its index is then left alone.
INDEX = "CREATE UNIQUE INDEX commits_by_stream ON commits (stream, version);"
SCHEMA = """
CREATE TABLE commits (stream TEXT NOT NULL, version INTEGER NOT NULL, body BLOB NOT NULL, hash BLOB NOT NULL);
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


IN_PLAIN_WORDS = {
    sqlite3.SQLITE_FULL: "the disk is full",
    sqlite3.SQLITE_BUSY: "another program holds a lock on the file",
    sqlite3.SQLITE_IOERR: "the disk failed to read or write",
    sqlite3.SQLITE_READONLY: "the file may not be written",
    sqlite3.SQLITE_CANTOPEN: "the file cannot be opened",
    sqlite3.SQLITE_CORRUPT: "the file is damaged; `orchestrator log verify` says where",
    sqlite3.SQLITE_NOTADB: "this is not a database",
}


class NotALog(StoreUnavailable):
    """The file is empty, foreign, without its main part, or of a newer version of this program. It is left as it is."""


class DamagedFile(Damaged):
    """Damage that belongs to no single stream; ``stream`` is ``""`` and ``version`` 0."""

    def __init__(self, why: str) -> None:
        super().__init__("", 0, why)
        self.args = (why,)


def own(path: Path) -> TextIO:
    """Lock ``<path>.lock`` until the returned file is closed or the process ends, however it ends."""
    try:
        lock = os.fdopen(os.open(f"{path}.lock", os.O_RDWR | os.O_CREAT, 0o600), "r+")
    except OSError as error:
        raise StoreUnavailable(f"{path}: its lock cannot be opened: {plain(error)}") from error
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


def open_file(name: str | Path) -> tuple[Path, sqlite3.Connection, TextIO]:
    """The path made absolute, the one connection that writes, and the lock that makes it the only one."""
    path = Path(name).resolve()
    lock = own(path)
    try:
        Path(f"{path}.new").unlink(missing_ok=True)  # of a log or a rewrite that was never finished
        if not path.exists():
            _create(path)
        db = connect(path, "rw")
        if damage := wal_damage(path):
            raise DamagedFile(damage)
        if db.execute("PRAGMA journal_mode = WAL").fetchone() != ("wal",):
            raise StoreUnavailable(f"{path}: this file system cannot hold a write-ahead log")
        db.execute("PRAGMA synchronous = FULL")
        db.execute("PRAGMA secure_delete = ON")
        db.execute("PRAGMA wal_autocheckpoint = 0")
        # After a failed fsync the WAL may stand in the system's cache only: write it out before building on it.
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except (OSError, sqlite3.Error) as error:
        lock.close()
        raise StoreUnavailable(f"{path}: {plain(error)}") from error
    except (StoreUnavailable, Damaged):
        lock.close()
        raise
    return path, db, lock


def connect(path: Path, mode: str) -> sqlite3.Connection:
    """A connection in autocommit mode, ``ro`` or ``rw``, to a file that is certainly a log."""
    if path.is_file() and path.stat().st_size == 0:
        raise NotALog(f"{path}: the file is empty, which a log never is; remove it to begin a new log")
    try:
        db = sqlite3.connect(
            f"{path.as_uri()}?mode={mode}", uri=True, timeout=BUSY_S, isolation_level=None, check_same_thread=False
        )
        application_id, version = (db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version"))
    except sqlite3.Error as error:
        kind = NotALog if code(error) in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT) else StoreUnavailable
        raise kind(f"{path}: {plain(error)}") from error
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
    try:
        new = Path(f"{path}.new")
        make_empty(new)
        put_in_place(new, path)
    except (OSError, sqlite3.Error) as error:
        raise StoreUnavailable(f"{path}: a new log cannot be made: {plain(error)}") from error


def make_empty(path: Path, indexed: bool = True) -> None:
    """A log without streams at ``path``, instead of whatever lies there; not yet safe on the disk."""
    path.unlink(missing_ok=True)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.executescript(f"PRAGMA page_size = {PAGE}; PRAGMA journal_mode = OFF; {IDENTITY} {SCHEMA} {INDEX if indexed else ''}")


def put_in_place(new: Path, path: Path) -> None:
    """Give a finished file its name in one step; what had the name is gone. Returns when the disk has it."""
    make_durable(new)
    new.rename(path)
    make_durable(path.parent)


def make_durable(path: Path) -> None:
    """Return when the disk has the bytes of a file, or the names in a directory."""
    file = os.open(path, os.O_RDONLY)
    try:
        os.fsync(file)
    finally:
        os.close(file)


def code(error: sqlite3.Error) -> int:
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF  # without the detail in the upper bytes


def plain(error: Exception) -> str:
    words = IN_PLAIN_WORDS.get(code(error)) if isinstance(error, sqlite3.Error) else getattr(error, "strerror", None)
    return words or str(error) or repr(error)
