"""What a log promises. One suite, ``tests/eventlog/test_contract.py``, holds every implementation to this page.

A log holds streams. A stream is an ordered, gapless list of commits, version 1, 2, 3, …; every session is one stream,
and so is every join code. A log carries bytes: ``session/codec.py`` knows what they mean.
"""

import hashlib
from collections.abc import AsyncIterator, Sequence
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
    """A stream ends at ``version`` now; something is due in it at ``due_at`` (UTC ms), or nothing is.

    After a rewrite the version may be lower than before (the epoch tells), after a deletion it is 0.
    """

    stream: str
    version: int
    due_at: int | None


class Snapshot(msgspec.Struct, frozen=True):
    """What somebody made of a stream up to ``version``, so that they need not read it all again.

    It counts only while the stream has ``epoch`` and its commit ``version`` has ``hash``. A store may lose it at any time.
    """

    stream: str
    epoch: str
    version: int
    hash: bytes
    body: bytes


def is_whole(stream: str, commits: Sequence[Commit]) -> bool:
    """Whether ``commits`` are a stream from its first commit on, each continuing the one before."""
    previous = NO_HASH
    for version, commit in enumerate(commits, start=1):
        if (commit.stream, commit.version, commit.hash) != (stream, version, chain(previous, commit.body)):
            return False
        previous = commit.hash
    return bool(commits)


class VersionConflict(Exception):
    """Another writer was faster, or the chain differs: read the tail and decide again."""


class StoreUnavailable(Exception):
    """The write did not happen, or may not have: nothing may be acknowledged. The message says why, in plain words."""


class StoreInUse(Exception):
    """Another process owns this store."""


class BadStore(Exception):
    """The setting ``store`` names nothing we can open."""


class Damaged(Exception):
    """The stored bytes break the chain. ``stream`` and ``version`` name the first bad commit."""

    def __init__(self, stream: str, version: int, why: str) -> None:
        super().__init__(f"{stream} is damaged at version {version}: {why}")
        self.stream = stream
        self.version = version


class Log(Protocol):
    """A store of streams that only grow, but for erasing. Every method may raise ``StoreUnavailable``.

    Each erasing leaves a tombstone, a line of JSON that says what is gone, without saying it again. Tombstones stand outside
    the streams, so that what was erased can be erased again after an old backup came back.
    """

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

    async def read(self, stream: str, after: int = 0, limit: int | None = None) -> list[Commit]:
        """The commits of a stream above version ``after``, in order; ``[]`` for an unknown stream or nothing new.

        With a ``limit`` at most so many, the first ones; what is not given back need not be proven.

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

    async def rewrite(self, stream: str, seen: int, commits: Sequence[Commit], due_at: int | None, tombstone: bytes) -> str:
        """Put another incarnation in the place of a stream, whole, in one step; returns its epoch.

        ``commits`` are its chain from version 1 on, else ``ValueError``. Raises ``VersionConflict`` unless the last version is
        exactly ``seen``, and ``Damaged`` as ``append`` does. The tombstone is safe before anything else changes. Returns after
        the old bytes are gone from every file of the store. A refusal changes nothing and leaves no tombstone; only where the
        store broke down or was closed meanwhile may the stream be the old one or the new one, with the tombstone.
        """
        ...

    async def delete(self, streams: Sequence[str], tombstone: bytes) -> None:
        """Take whole streams away, in one step, with the promises of ``rewrite``; unknown names do no harm."""
        ...

    async def keep(self, snapshot: Snapshot) -> None:
        """Keep a snapshot in the place of the one before. Stores nothing where the stream has another epoch by now.

        ``rewrite`` and ``delete`` take the snapshot away with the old bytes.
        """
        ...

    async def kept(self, stream: str) -> Snapshot | None:
        """The snapshot kept last; ``None`` where its bytes are not what they were, and for an unknown stream."""
        ...

    async def tombstones(self) -> list[bytes]:
        """All tombstones, oldest first; one that came again stands once."""
        ...

    def changes(self) -> AsyncIterator[Change]:
        """Every append, rewrite and deletion from now on, whoever made it, in the order in which each stream met them.

        One iterator per process. Changes of one stream may be merged: the last one counts.
        """
        ...

    async def epoch(self, stream: str) -> str:
        """A random word per incarnation of a stream, given at its first commit; ``""`` for an unknown stream.

        A new one means that the log was replaced or cut: what clients remember of versions is void.
        """
        ...

    async def check(self) -> None:
        """Raise ``StoreUnavailable`` where an append would be refused now. Cheap: it is asked every second."""
        ...

    async def close(self) -> None:
        """Finish the appends in flight and let go of the store. Closing twice is allowed."""
        ...
