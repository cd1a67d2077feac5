"""Proving a log: every commit continues the one before, the last is the last, and SQLite lost nothing on the way."""

import contextlib
import sqlite3
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec

from orchestrator.eventlog.log import (
    NO_HASH,
    Commit,
    Damaged,
    StoreUnavailable,
    chain,
)
from orchestrator.eventlog.sqlite_file import DamagedFile, code, connect, plain
from orchestrator.eventlog.sqlite_wal import wal_damage

# A damaged row may hold any type or none: the casts make bytes and numbers of it, which then fail the proof.
COMMITS = "SELECT version, CAST(coalesce(body, '') AS BLOB), CAST(coalesce(hash, '') AS BLOB) FROM commits WHERE stream = ?"
TAIL = """SELECT CAST(coalesce(version, 0) AS INTEGER), CAST(coalesce(hash, '') AS BLOB), CAST(coalesce(epoch, '') AS TEXT)
    FROM streams WHERE stream = ?"""
NAMES = ("SELECT stream FROM streams", "SELECT DISTINCT stream FROM commits")  # either table may have lost one


class Finding(msgspec.Struct, frozen=True):
    """What ``verify`` says of one stream: ``proven`` commits from version 1 on, then the first bad one and why.

    ``bad_version`` is ``None`` for a whole stream. What is wrong with the file at large has the stream ``""`` and 0.
    """

    stream: str
    proven: int
    bad_version: int | None = None
    why: str = ""


class Tail(NamedTuple):
    version: int
    hash: bytes
    epoch: str


def read_only(path: str | Path) -> Iterator[tuple[str, Iterator[Commit]]]:
    """Each stream of a log, by name, with its proven commits in order. Takes no lock; a running server is not disturbed.

    Use the commits of one stream before asking for the next. They end with ``Damaged`` where the proof ends. Each stream
    is read as of one moment. Raises ``NotALog`` or ``StoreUnavailable``, and after all streams ``DamagedFile`` if commits
    are lost from the write-ahead log, a name is unreadable, or SQLite finds its own structures damaged.
    """
    path = Path(path).resolve()
    with contextlib.closing(connect(path, "ro")) as db:
        names, damage = names_of(db)
        for name in sorted(names):
            commits = _snapshot(db, name)
            yield name, commits
            commits.close()
        damage = wal_damage(path) or damage or structural_damage(db)
    if damage:
        raise DamagedFile(damage)


def verify(path: str | Path, check: Callable[[Commit], None] = lambda _: None) -> list[Finding]:
    """Prove every stream of a log from its first commit to its last, by name; works beside a running server.

    ``check`` looks at each proven commit and may raise ``Damaged``. Raises ``NotALog`` or ``StoreUnavailable``. Damage is no
    error but a finding.
    """
    findings = []
    try:
        for stream, commits in read_only(path):
            proven = 0
            try:
                for commit in commits:
                    check(commit)
                    proven += 1
                if proven:
                    findings.append(Finding(stream, proven))
            except Damaged as damage:
                findings.append(Finding(stream, min(proven, damage.version - 1), damage.version, str(damage)))
    except Damaged as damage:
        findings.append(Finding(damage.stream, 0, damage.version, str(damage)))
    return findings


def proven(db: sqlite3.Connection, stream: str, after: int, tail: Tail | None, limit: int | None = None) -> Iterator[Commit]:
    """The commits above ``after`` as far as each continues the one before; then ``Damaged`` unless ``tail`` is the last.

    With a ``limit`` so many at most; what follows them is not looked at.
    """
    if tail and after > tail.version:
        return
    version, previous = after, NO_HASH
    try:
        if after:
            row = db.execute(f"{COMMITS} AND version = ?", (stream, after)).fetchone()
            if row is None:
                raise Damaged(stream, after, "it is missing")
            previous = row[2]
        most = -1 if limit is None else limit
        for found, body, digest in db.execute(f"{COMMITS} AND version > ? ORDER BY version LIMIT ?", (stream, after, most)):
            if found != version + 1:
                raise Damaged(stream, version + 1, "it is missing")
            if digest != chain(previous, body):
                raise Damaged(stream, found, "its bytes do not match its hash")
            yield Commit(stream, found, body, digest)
            version, previous = found, digest
        if version - after == limit:
            return
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


def stored_tail(db: sqlite3.Connection, stream: str) -> Tail:
    try:
        row = db.execute(TAIL, (stream,)).fetchone()
    except sqlite3.Error as error:
        raise _damage(error, stream, 1) from error
    return Tail(*row) if row else Tail(0, NO_HASH, "")


def _damage(error: sqlite3.Error, stream: str, version: int) -> Exception:
    unreadable = code(error) in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_IOERR)
    return Damaged(stream, version, f"it cannot be read: {error}") if unreadable else StoreUnavailable(plain(error))


def _snapshot(db: sqlite3.Connection, stream: str) -> Generator[Commit]:
    db.execute("BEGIN")
    try:
        tail: Tail | None = None
        with contextlib.suppress(Damaged):  # then the commits are proven first, for what they are worth
            tail = stored_tail(db, stream)
        yield from proven(db, stream, 0, tail)
    finally:
        db.rollback()
    if tail and not tail.version and stream in names_of(db)[0]:  # else it was deleted since it was listed
        raise Damaged(stream, 1, "it cannot be found by the name of the stream")


def names_of(db: sqlite3.Connection) -> tuple[set[str], str]:
    """The names of all streams that left a trace, and why there may be more, ``""`` if there are none."""
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


def structural_damage(db: sqlite3.Connection) -> str:
    """What SQLite finds wrong with its own structures, or ``""``."""
    try:
        (answer,) = db.execute("PRAGMA integrity_check(1)").fetchone()
    except sqlite3.Error as error:
        answer = plain(error)
    return "" if answer == "ok" else f"SQLite finds: {' '.join(answer.split())}"
