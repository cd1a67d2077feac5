"""A new SQLite log, filled from elsewhere in one go. Nobody uses it before it is whole."""

import secrets
import sqlite3
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Self

from orchestrator.eventlog.log import Commit, StoreUnavailable
from orchestrator.eventlog.sqlite_file import INDEX, make_durable, make_empty, plain
from orchestrator.eventlog.sqlite_rewrite import NO_CARE

ROWS = 1000  # written at once
NO_EPOCHS: Mapping[str, str] = MappingProxyType({})


class Filling:
    """A context manager: a log with new epochs, but for those given, at ``path`` instead of whatever lies there.

    Streams come one after the other, each from its first commit to its last, proven. Raises ``StoreUnavailable``; what lies at
    ``path`` then is worth nothing.
    """

    def __init__(self, path: Path, epochs: Mapping[str, str] = NO_EPOCHS) -> None:
        self.streams = 0
        self._path = path
        self._epochs = epochs
        self._rows: list[tuple[str, int, bytes, bytes]] = []
        self._last: Commit | None = None

    def __enter__(self) -> Self:
        try:
            make_empty(self._path, indexed=False)
            self._db = sqlite3.connect(self._path, isolation_level=None)
            self._db.executescript(NO_CARE)
            self._db.execute("BEGIN")
        except (OSError, sqlite3.Error) as error:
            raise StoreUnavailable(f"{self._path}: {plain(error)}") from error
        return self

    def add(self, commit: Commit) -> None:
        """The next commit of the stream at hand, or the first one of the next."""
        if self._last is not None and self._last.stream != commit.stream:
            self._end()
        self._last = commit
        self._rows.append((commit.stream, commit.version, commit.body, commit.hash))
        if len(self._rows) >= ROWS:
            self._write()

    def set_due(self, stream: str, at: int) -> None:
        """Something is due in a stream that has ended."""
        self._end()
        self._execute("UPDATE streams SET due_at = ? WHERE stream = ?", (at, stream))

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        try:
            if error is None:
                self._end()
                self._execute(INDEX)
                self._execute("COMMIT")
        finally:
            self._db.close()
        if error is None:
            try:
                make_durable(self._path)
            except OSError as failure:
                raise StoreUnavailable(f"{self._path}: {plain(failure)}") from failure

    def _end(self) -> None:
        self._write()
        last, self._last = self._last, None
        if last is not None:
            self.streams += 1
            epoch = self._epochs.get(last.stream) or secrets.token_hex(8)
            row = (last.stream, epoch, last.version, last.hash)
            self._execute("INSERT INTO streams VALUES (?, ?, ?, ?, NULL)", row)

    def _write(self) -> None:
        rows, self._rows = self._rows, []
        try:
            self._db.executemany("INSERT INTO commits VALUES (?, ?, ?, ?)", rows)
        except sqlite3.Error as error:
            raise StoreUnavailable(f"{self._path}: {plain(error)}") from error

    def _execute(self, sql: str, values: tuple[object, ...] = ()) -> None:
        try:
            self._db.execute(sql, values)
        except sqlite3.Error as error:
            raise StoreUnavailable(f"{self._path}: {plain(error)}") from error
