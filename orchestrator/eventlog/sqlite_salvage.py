"""What can still be read of a damaged SQLite log: the longest proven beginning of every stream, and what else shows.

Nothing here changes a file of the store. A write-ahead log damaged in the middle is read beyond the damage: of each page the
newest sound image counts. Whether that fits together is for the chain to say.
"""

import contextlib
import shutil
import sqlite3
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, Self

from orchestrator.eventlog.log import NO_HASH, Commit, Damaged, StoreUnavailable, chain
from orchestrator.eventlog.sqlite_file import connect, plain
from orchestrator.eventlog.sqlite_proof import COMMITS, names_of, stored_tail, structural_damage
from orchestrator.eventlog.sqlite_wal import PAGE, wal_damage, wal_sums

# Commits of a stream lie in the order of their versions. Read so where the index of commits is damaged.
UNINDEXED = COMMITS.replace("WHERE stream = ?", "WHERE +stream = ?")
INDEXED = f"{COMMITS} ORDER BY version"
ENTRY = "SELECT version, epoch, due_at FROM streams WHERE stream = ?"


class Indexed(NamedTuple):
    """What the index of streams says of one."""

    version: int
    epoch: str
    due_at: int | None


class Best(NamedTuple):
    """The longest proven beginning of a stream: how many commits, and where they are read."""

    proven: int
    db: sqlite3.Connection
    sql: str
    whole: bool


class Wreck:
    """A log as far as it can be read. A context manager; ``beside`` is a path for a copy, which is removed in the end."""

    def __init__(self, path: Path, beside: Path) -> None:
        self._path = path
        self._beside = beside
        self._open: list[sqlite3.Connection] = []
        self._best: dict[str, Best] = {}

    def __enter__(self) -> Self:
        """Raises ``NotALog`` or ``StoreUnavailable``."""
        self._remove_copy()  # of a repair that was killed
        self._open.append(connect(self._path, "ro"))
        self.wal_damage = wal_damage(self._path)
        if self.wal_damage:
            with contextlib.suppress(StoreUnavailable, OSError, struct.error):  # then there is nothing more to read
                salvage(self._path, self._beside)
                self._open.insert(0, connect(self._beside, "ro"))
        self.damage = self.wal_damage or names_of(self._open[-1])[1] or structural_damage(self._open[-1])
        return self

    def __exit__(self, *_: object) -> None:
        for db in self._open:
            db.close()
        self._remove_copy()

    def streams(self) -> list[str]:
        return sorted({name for db in self._open for name in names_of(db)[0]})

    def best(self, stream: str) -> Best:
        if stream not in self._best:
            self._best[stream] = self._choose(stream)
        return self._best[stream]

    def commits(self, stream: str) -> Iterator[Commit]:
        """The longest proven beginning."""
        best = self.best(stream)
        for commit in _proven(best.db, best.sql, stream):
            if commit.version > best.proven:
                return
            yield commit

    def indexed(self, stream: str) -> Indexed | None:
        """What the index of streams says, as of where its commits are read."""
        for db in dict.fromkeys([self.best(stream).db, *self._open]):
            with contextlib.suppress(sqlite3.Error):
                row = db.execute(ENTRY, (stream,)).fetchone()
                if row and isinstance(row[0], int) and isinstance(row[1], str) and isinstance(row[2], int | None):
                    return Indexed(*row)
        return None

    def behind(self, stream: str) -> Iterator[tuple[int, bytes | None]]:
        """Every version known to have been behind the proven ones, with its bytes where they can be read."""
        first = self.best(stream).proven + 1
        found = {version: body for db in self._open for version, body in _scattered(db, stream, first)}
        entry = self.indexed(stream)
        for version in range(first, max([*found, entry.version if entry else 0, first - 1]) + 1):
            yield version, found.get(version)

    def _remove_copy(self) -> None:
        for suffix in ("", "-wal", "-shm"):
            Path(f"{self._beside}{suffix}").unlink(missing_ok=True)

    def _choose(self, stream: str) -> Best:
        tried = []
        for best in self._tries(stream):
            if best.whole and best.db is self._open[0]:  # the newest there is; it may be shorter since something was erased
                return best
            tried.append(best)
        return max(tried, key=lambda best: best.proven)

    def _tries(self, stream: str) -> Iterator[Best]:
        for db in self._open:
            for sql in (INDEXED, UNINDEXED):
                last, count = NO_HASH, 0
                for commit in _proven(db, sql, stream):
                    last, count = commit.hash, commit.version
                yield Best(count, db, sql, _is_last(db, stream, count, last))


def _proven(db: sqlite3.Connection, sql: str, stream: str) -> Iterator[Commit]:
    version, previous = 0, NO_HASH
    with contextlib.suppress(sqlite3.Error):
        for found, body, digest in db.execute(sql, (stream,)):
            if found != version + 1 or digest != chain(previous, body):
                return
            version, previous = found, digest
            yield Commit(stream, version, body, digest)


def _is_last(db: sqlite3.Connection, stream: str, count: int, last: bytes) -> bool:
    try:
        tail = stored_tail(db, stream)
        (rows,) = db.execute("SELECT count(*) FROM commits WHERE stream = ?", (stream,)).fetchone()
    except (Damaged, StoreUnavailable, sqlite3.Error):
        return False
    return bool(count) and (tail.version, tail.hash, rows) == (count, last, count)


def _scattered(db: sqlite3.Connection, stream: str, first: int) -> Iterator[tuple[int, bytes]]:
    for sql in (UNINDEXED, INDEXED):
        with contextlib.suppress(sqlite3.Error):
            for version, body, _ in db.execute(sql, (stream,)):
                if isinstance(version, int) and version >= first:
                    yield version, body


# -- the write-ahead log ----------------------------------------------------------------------------------------------------


def salvage(path: Path, target: Path) -> None:
    """Copy the file of a log with every sound page of its write-ahead log, also of those behind a damaged one."""
    data = Path(f"{path}-wal").read_bytes()
    images, pages = _images(data)
    try:
        shutil.copyfile(path, target)
        target.chmod(0o600)
        with target.open("r+b") as file:
            for number, at in images.items():
                file.seek((number - 1) * PAGE)
                file.write(data[at : at + PAGE])
            if pages:
                file.truncate(pages * PAGE)
            file.seek(18)
            file.write(b"\1\1")  # a file without a write-ahead log
    except OSError as error:
        raise StoreUnavailable(f"{target}: {plain(error)}") from error


def _images(data: bytes) -> tuple[dict[int, int], int]:
    """Where the newest sound image of each page lies, and how many pages the file has at the end.

    Each frame's checksums go on from those of the frame before. Behind a damaged one they go on from what it says, or, if it
    is that which was damaged, from what it should say: then the next frame proves its page.
    """
    order = ">" if data[3] & 1 else "<"
    start, said = wal_sums(order, data[:24], (0, 0)), struct.unpack_from(">2I", data, 24)
    salts = data[16:24] if start == said else data[40:48]
    before = {start: False, said: False}  # the sums to go on from; whether that proves the frame before
    committed: dict[int, int] = {}
    waiting: dict[int, int] = {}
    pages, last = 0, (0, 0)
    for at in range(32, len(data) - 24 - PAGE + 1, 24 + PAGE):
        number, size = struct.unpack_from(">2I", data, at)
        said, page = struct.unpack_from(">2I", data, at + 16), at + 24
        made = {begin: wal_sums(order, data[page : page + PAGE], wal_sums(order, data[at : at + 8], begin)) for begin in before}
        proof = next((begin for begin, sums in made.items() if sums == said), None)
        if proof is None or data[at + 8 : at + 16] != salts:
            before = dict.fromkeys(made.values(), True) | {said: False}
            last = number, page
            continue
        if before[proof]:
            waiting[last[0]] = last[1]
        waiting[number] = page
        before = {said: False}
        if size:
            committed |= waiting
            waiting, pages = {}, size
    return committed, pages
