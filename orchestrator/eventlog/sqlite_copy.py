"""Whole, proven copies of a SQLite log, each a single file; taken beside a running server, which is not disturbed."""

import contextlib
import sqlite3
from pathlib import Path

from orchestrator.eventlog.log import Damaged, StoreUnavailable
from orchestrator.eventlog.sqlite_file import DamagedFile, connect, make_empty, plain, put_in_place
from orchestrator.eventlog.sqlite_proof import read_only
from orchestrator.eventlog.sqlite_rewrite import refuse_to_wait
from orchestrator.eventlog.sqlite_tombstones import bury, tombstones_of
from orchestrator.eventlog.sqlite_wal import wal_damage


def backup(store: Path, target: Path) -> int:
    """Copy a log and its tombstones to a name that is free; the number of its streams. Raises as ``copy``."""
    for name in (target, Path(f"{target}.tombstones")):
        if name.exists():
            raise StoreUnavailable(f"{name} is there already; a backup replaces nothing")
    new = Path(f"{target}.new")
    try:
        streams = copy(store, new)
        bury(target, *tombstones_of(store))  # after the copy: it may hold what is erased by now, never the other way round
        put_in_place(new, target)
    except OSError as error:
        raise StoreUnavailable(f"{target}: {plain(error)}") from error
    finally:
        with contextlib.suppress(OSError):
            new.unlink(missing_ok=True)
    return streams


def copy(source: Path, target: Path) -> int:
    """Copy a log as of one moment to ``target``, instead of whatever lies there, and prove it; the number of its streams.

    Raises ``DamagedFile``, ``NotALog`` or ``StoreUnavailable``; what lies at ``target`` then is worth nothing.
    """
    with contextlib.closing(connect(source, "ro")) as old:
        try:
            make_empty(target)
            with contextlib.closing(sqlite3.connect(target, isolation_level=None)) as new:
                old.backup(new, progress=refuse_to_wait)
                new.execute("PRAGMA journal_mode = DELETE")  # one file, which can be read where nothing may be written
        except (OSError, sqlite3.Error) as error:
            raise StoreUnavailable(f"{target}: {plain(error)}") from error
    try:
        if lost := wal_damage(source):
            raise DamagedFile(lost)
        return _prove(target)
    except Damaged as damage:
        raise DamagedFile(f"{source}: {damage}") from None


def renew_epochs(path: Path) -> None:
    """Make every stream of a log that nobody uses another incarnation: it was replaced by what it was before."""
    with contextlib.closing(connect(path, "rw")) as db:
        try:
            db.execute("UPDATE streams SET epoch = lower(hex(randomblob(8)))")
        except sqlite3.Error as error:
            raise StoreUnavailable(f"{path}: {plain(error)}") from error


def _prove(path: Path) -> int:
    streams = 0
    for _, commits in read_only(path):
        for _ in commits:
            pass
        streams += 1
    return streams
