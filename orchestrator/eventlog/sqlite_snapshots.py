"""The snapshots beside a SQLite log: a file for each stream in ``<store>.snapshots/``, so that none lies in a backup.

A file is the SHA-256 of all that follows, the length of the head, the head and the body. None is waited for until the disk
has it: what a crash leaves half-written is found out, and counts as none.
"""

import hashlib
import os
from collections.abc import Callable, Collection
from contextlib import suppress
from pathlib import Path

import msgspec
from msgspec import Struct

from orchestrator.eventlog.log import Snapshot
from orchestrator.eventlog.sqlite_file import make_durable

SUM = 32  # bytes
LENGTH = 4
LONGEST_HEAD = 1 << 16


class Head(Struct, frozen=True, array_like=True):
    stream: str
    epoch: str
    version: int
    hash: bytes


class SnapshotFiles:
    """Every method works on the disk, in any thread, and may raise ``OSError``."""

    def __init__(self, store: Path) -> None:
        self._folder = Path(f"{store}.snapshots")

    def put(self, snapshot: Snapshot) -> None:
        head = msgspec.msgpack.encode(Head(snapshot.stream, snapshot.epoch, snapshot.version, snapshot.hash))
        start = len(head).to_bytes(LENGTH, "big") + head
        self._folder.mkdir(mode=0o700, exist_ok=True)
        file = self._file(snapshot.stream)
        try:
            with open(os.open(_new(file), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as new:
                new.write(_sum(start, snapshot.body))
                new.write(start)
                new.write(snapshot.body)
            _new(file).replace(file)
        except OSError:
            with suppress(OSError):  # the next one or the next start does it
                _new(file).unlink(missing_ok=True)
            raise

    def get(self, stream: str) -> Snapshot | None:
        """``None`` for none, and for one that is not what was put."""
        try:
            data = memoryview(self._file(stream).read_bytes())
        except OSError:
            return None
        head = _head(data)
        if head is None or head.stream != stream or bytes(data[:SUM]) != _sum(data[SUM:]):
            return None
        body = data[SUM + LENGTH + int.from_bytes(data[SUM : SUM + LENGTH], "big") :]
        return Snapshot(stream, head.epoch, head.version, head.hash, bytes(body))

    def drop(self, streams: Collection[str]) -> None:
        """Returns when the disk has none of them, finished or not."""
        files = [self._file(stream) for stream in streams] if self._folder.exists() else []
        there = [each for file in files for each in (file, _new(file)) if each.exists()]
        for file in there:
            file.unlink(missing_ok=True)
        if there:
            make_durable(self._folder)

    def sweep(self, epoch_of: Callable[[str], str]) -> None:
        """Drop what was never finished, and what is of a stream that is gone or is another incarnation by now."""
        for file in self._folder.glob("*"):
            with open(file, "rb") as opened:
                head = _head(memoryview(opened.read(LONGEST_HEAD)))
            if file.suffix or head is None or epoch_of(head.stream) != head.epoch:
                file.unlink(missing_ok=True)

    def _file(self, stream: str) -> Path:
        return self._folder / hashlib.sha256(stream.encode()).hexdigest()[:32]  # a stream may be called anything


def _new(file: Path) -> Path:
    return file.with_suffix(".new")


def _sum(*parts: bytes | memoryview) -> bytes:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part)
    return digest.digest()


def _head(data: memoryview) -> Head | None:
    start = SUM + LENGTH
    try:
        return msgspec.msgpack.decode(data[start : start + int.from_bytes(data[SUM:start], "big")], type=Head)
    except (msgspec.DecodeError, ValueError):  # no MessagePack, or no Unicode in it
        return None
