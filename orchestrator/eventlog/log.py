"""What a log promises. One suite, ``tests/eventlog/test_contract.py``, holds every implementation to this page.

A log holds streams. A stream is an ordered, gapless list of commits, version 1, 2, 3, …; every session is one stream,
and so is every join code. A log carries bytes: ``session/codec.py`` knows what they mean.
"""

import hashlib
from collections.abc import AsyncIterator
from typing import Protocol

import msgspec

NO_HASH = b""  # what stands before the first commit of a stream


class Commit(msgspec.Struct, frozen=True):
    """The unit of the log: stored whole or not at all.

    ``hash`` is SHA-256 over the hash of the commit before and ``body``, so a flipped, cut or swapped commit is found.
    """

    stream: str
    version: int
    body: bytes
    hash: bytes


def chain(previous: bytes, body: bytes) -> bytes:
    """The hash of a commit: 32 bytes over the hash before it and its own bytes."""
    return hashlib.sha256(previous + body).digest()


class Change(msgspec.Struct, frozen=True):
    """A stream has grown to ``version``; something is due in it at ``due_at`` (UTC ms), or nothing is."""

    stream: str
    version: int
    due_at: int | None


class VersionConflict(Exception):
    """Another writer was faster, or the chain differs: read the tail and decide again."""


class StoreUnavailable(Exception):
    """The write did not happen, or may not have: nothing may be acknowledged. The message says why, in plain words."""


class StoreInUse(Exception):
    """Another process owns this store."""


class Damaged(Exception):
    """The stored bytes break the chain. ``stream`` and ``version`` name the first bad commit."""

    def __init__(self, stream: str, version: int, why: str) -> None:
        super().__init__(f"{stream} is damaged at version {version}: {why}")
        self.stream = stream
        self.version = version


class Log(Protocol):
    """An append-only store of streams. Every method may raise ``StoreUnavailable``."""

    @property
    def broken(self) -> str:
        """Why nothing can be trusted to this store any more until it is opened again; ``""`` while all is well."""
        ...

    async def append(self, commit: Commit, due_at: int | None) -> None:
        """Store one commit durably, or nothing.

        Returns after the bytes are safe. Stores only if ``version`` is exactly one above the last of the stream and
        ``hash`` is ``chain(hash of the last, body)``; otherwise raises ``VersionConflict`` and stores nothing. Raises
        ``Damaged`` where the last commit cannot be trusted.
        In the same step the stream's due moment becomes ``due_at`` (UTC ms; ``None``: nothing is due).
        """
        ...

    async def read(self, stream: str, after: int = 0) -> list[Commit]:
        """The commits of a stream above version ``after``, in order; ``[]`` for an unknown stream or nothing new.

        Never older than any append acknowledged before the call, whoever made it. Raises ``Damaged`` where a commit
        is missing or does not continue the chain (from version 1 when ``after`` is 0, else from its predecessor).
        """
        ...

    async def due(self, before: int) -> list[tuple[str, int]]:
        """The streams in which something is due at or before ``before`` (UTC ms), earliest first, with the moment."""
        ...

    async def streams(self) -> list[str]:
        """The names of all streams, sorted."""
        ...

    def changes(self) -> AsyncIterator[Change]:
        """Every append from now on, whoever made it, in the order of each stream's versions.

        One iterator per process. Changes of one stream may be merged: the last version counts.
        """
        ...

    async def epoch(self, stream: str) -> str:
        """A random word per incarnation of a stream, given at its first commit; ``""`` for an unknown stream.

        A new one means that the log was replaced or cut: what clients remember of versions is void.
        """
        ...

    async def close(self) -> None:
        """Finish the appends in flight and let go of the store. Closing twice is allowed."""
        ...
