"""A whole SQLite log as of one moment, read beside a running server, which is not disturbed."""

import sqlite3
from pathlib import Path

from orchestrator.eventlog.log import Commit, Damaged, StoreUnavailable
from orchestrator.eventlog.sqlite_file import DamagedFile, connect, plain
from orchestrator.eventlog.sqlite_proof import names_of, proven, stored_tail, structural_damage
from orchestrator.eventlog.sqlite_tombstones import tombstones_of
from orchestrator.eventlog.sqlite_wal import wal_damage


class Moment:
    """The reading half of a ``Log``. Takes no lock. What is erased while it is open is answered when it is closed."""

    def __init__(self, path: Path) -> None:
        """Raises ``NotALog``, ``StoreUnavailable``, or ``DamagedFile`` if anything is damaged beyond single streams."""
        self._path = path.resolve()
        self._db = connect(self._path, "ro")
        try:
            self._db.execute("BEGIN")
            names, unread = names_of(self._db)  # the first look is the moment
            if damage := wal_damage(self._path) or unread or structural_damage(self._db):
                raise DamagedFile(f"{path}: {damage}")
        except BaseException:
            self.close()
            raise
        self.names = sorted(names)

    def close(self) -> None:
        self._db.close()

    def commits(self, stream: str, after: int = 0, limit: int | None = None) -> list[Commit]:
        """As ``Log.read``, for whoever runs no event loop."""
        commits = list(proven(self._db, stream, after, stored_tail(self._db, stream), limit))
        if not commits and not after and stream in self.names:
            raise Damaged(stream, 1, "it cannot be found by the name of the stream")
        return commits

    def moments(self, before: int) -> list[tuple[str, int]]:
        """As ``Log.due``, for whoever runs no event loop."""
        sql = "SELECT stream, due_at FROM streams WHERE due_at <= ? ORDER BY due_at, stream"
        try:
            return self._db.execute(sql, (before,)).fetchall()
        except sqlite3.Error as error:
            raise StoreUnavailable(f"{self._path}: {plain(error)}") from error

    async def streams(self) -> list[str]:
        """As ``Log.streams``."""
        return self.names

    async def read(self, stream: str, after: int = 0, limit: int | None = None) -> list[Commit]:
        """As ``Log.read``."""
        return self.commits(stream, after, limit)

    async def epoch(self, stream: str) -> str:
        """As ``Log.epoch``."""
        return stored_tail(self._db, stream).epoch

    async def due(self, before: int) -> list[tuple[str, int]]:
        """As ``Log.due``."""
        return self.moments(before)

    async def tombstones(self) -> list[bytes]:
        """As ``Log.tombstones``: those of now, which may be more than those of the moment."""
        return tombstones_of(self._path)
