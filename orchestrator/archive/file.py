"""The file of an archive: it appears whole or not at all, replaces nothing, and is read piece by piece."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from orchestrator.archive.format import BadArchive, Header, Item, read
from orchestrator.eventlog.log import StoreUnavailable
from orchestrator.eventlog.sqlite_file import make_durable, plain

CHUNK = 1 << 18  # bytes read at a time


@contextmanager
def new_file(target: Path) -> Iterator[BinaryIO]:
    """A file (mode 0600) that gets its name when all is written. Raises ``StoreUnavailable`` where the name is taken."""
    new = Path(f"{target}.new")
    try:
        if target.exists():
            raise StoreUnavailable(f"{target} is there already; nothing is replaced")
        new.unlink(missing_ok=True)
        with open(os.open(new, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        new.rename(target)
        make_durable(target.parent)
    except OSError as error:
        raise StoreUnavailable(f"{target}: {plain(error)}") from error
    finally:
        with suppress(OSError):
            new.unlink(missing_ok=True)


def read_file(path: Path) -> tuple[Header, Iterator[Item]]:
    """As ``format.read``; what is wrong is said with the file's name. Also raises ``StoreUnavailable``."""
    try:
        header, items = read(_chunks(path))
    except BadArchive as error:
        raise BadArchive(f"{path}: {error}") from None
    return header, _named(path, items)


def _chunks(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                yield chunk
    except OSError as error:
        raise StoreUnavailable(f"{path}: {plain(error)}") from error


def _named(path: Path, items: Iterator[Item]) -> Iterator[Item]:
    try:
        yield from items
    except BadArchive as error:
        raise BadArchive(f"{path}: {error}") from None
