"""The tombstones of a SQLite log: a line of JSON each in ``<store>.tombstones``.

They stand in a file of their own, so that putting an old copy of the store back does not lose them.
"""

import contextlib
import os
from pathlib import Path

from orchestrator.eventlog.sqlite_file import make_durable


def tombstones_of(store: Path) -> list[bytes]:
    """All tombstones of a store, oldest first. A line that was never finished does not count."""
    file = _file(store)
    return file.read_bytes().split(b"\n")[:-1] if file.exists() else []


def bury(store: Path, *tombstones: bytes) -> int:
    """Add those tombstones that do not stand yet; returns when the disk has them.

    The answer is how long the file was without them, for ``unbury``. ``OSError``: none was added.
    """
    if any(b"\n" in tombstone for tombstone in tombstones):
        raise ValueError("a tombstone is one line")
    standing = tombstones_of(store)
    length = sum(len(line) + 1 for line in standing)
    new = [tombstone for tombstone in dict.fromkeys(tombstones) if tombstone not in standing]
    if new:
        try:
            with open(os.open(_file(store), os.O_RDWR | os.O_CREAT, 0o600), "r+b") as file:
                file.truncate(length)
                file.seek(length)
                file.write(b"".join(line + b"\n" for line in new))
            make_durable(_file(store))
            make_durable(store.parent)
        except OSError:
            unbury(store, length)
            raise
    return length


def unbury(store: Path, length: int) -> None:
    """Take back what ``bury`` added. Where that fails they stay: then the next start, or a
    restore, erases what they name, which somebody wanted."""
    with contextlib.suppress(OSError):
        os.truncate(_file(store), length)


def _file(store: Path) -> Path:
    return Path(f"{store}.tombstones")
