"""Replacing streams of the SQLite log so that none of their bytes stays in a file.

Deleting rows is not enough: SQLite moves commits from page to page as others come and go, and leaves copies in the gaps,
where ``secure_delete`` does not reach. So the log is built anew beside the old one, from what stays, and all its pages then
replace the old ones in one transaction.
"""

import contextlib
import sqlite3
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import NamedTuple

from orchestrator.eventlog.log import Commit, StoreUnavailable
from orchestrator.eventlog.sqlite_file import BUSY_S, INDEX, make_empty, plain
from orchestrator.eventlog.sqlite_proof import Tail

NO_CARE = "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF"  # a crash throws the file away


class Incarnation(NamedTuple):
    """What stands in the place of a stream."""

    stream: str
    tail: Tail
    commits: Sequence[Commit]
    due_at: int | None


def replace(db: sqlite3.Connection, path: Path, gone: Collection[str], new: Incarnation | None) -> None:
    """Take the streams ``gone`` out of the log that ``db`` writes and put ``new`` into it, durably or not at all.

    ``StoreUnavailable``: nothing was touched. ``sqlite3.Error``: as for any transaction. The old bytes may still stand in
    the write-ahead log and behind it until ``cut_wal`` says otherwise.
    """
    beside = Path(f"{path}.new")
    try:
        try:
            make_empty(beside, indexed=False)
            rebuilt = sqlite3.connect(beside, isolation_level=None, uri=True)
        except (OSError, sqlite3.Error) as error:
            raise StoreUnavailable(plain(error)) from error
        with contextlib.closing(rebuilt):
            try:
                _fill(rebuilt, path, gone, new)
            except sqlite3.Error as error:
                raise StoreUnavailable(plain(error)) from error
            rebuilt.backup(db, progress=refuse_to_wait)
    finally:
        with contextlib.suppress(OSError):  # the next rewrite or the next start does it
            beside.unlink(missing_ok=True)


def cut_wal(db: sqlite3.Connection) -> bool:
    """Copy the write-ahead log into the file and empty it. ``False``: somebody still reads what stood there before."""
    db.execute("PRAGMA busy_timeout = 0")
    try:
        busy, *_ = db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    finally:
        db.execute(f"PRAGMA busy_timeout = {int(BUSY_S * 1000)}")
    return not busy


def present(db: sqlite3.Connection, streams: Collection[str]) -> set[str]:
    """Those of the streams of which the file holds anything."""
    names = f"({', '.join('?' * len(streams))})"
    sql = f"SELECT stream FROM streams WHERE stream IN {names} UNION SELECT stream FROM commits WHERE stream IN {names}"  # noqa: S608
    return {name for (name,) in db.execute(sql, [*streams, *streams])}


def _fill(db: sqlite3.Connection, path: Path, gone: Collection[str], new: Incarnation | None) -> None:
    stays = f"WHERE stream NOT IN ({', '.join('?' * len(gone))})"
    db.executescript(NO_CARE)
    db.execute("ATTACH ? AS old", (f"{path.as_uri()}?mode=ro",))
    db.execute("BEGIN")
    db.execute(f"INSERT INTO commits SELECT stream, version, body, hash FROM old.commits {stays} ORDER BY rowid", [*gone])  # noqa: S608
    db.execute(f"INSERT INTO streams SELECT stream, epoch, version, hash, due_at FROM old.streams {stays}", [*gone])  # noqa: S608
    if new:
        db.executemany("INSERT INTO commits VALUES (?, ?, ?, ?)", ((c.stream, c.version, c.body, c.hash) for c in new.commits))
        row = (new.stream, new.tail.epoch, new.tail.version, new.tail.hash, new.due_at)
        db.execute("INSERT INTO streams VALUES (?, ?, ?, ?, ?)", row)
    db.execute(INDEX)
    db.execute("COMMIT")
    db.execute("DETACH old")


def refuse_to_wait(status: int, _remaining: int, _total: int) -> None:
    """For ``Connection.backup``: SQLite has waited as long as for any transaction; Python would go on for ever."""
    if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        raise StoreUnavailable("another program holds a lock on the file")
