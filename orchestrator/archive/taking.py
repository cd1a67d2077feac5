"""Taking an archive of a store, whatever its kind: all of it, or one session. The store goes on meanwhile."""

from collections.abc import AsyncIterator, Iterable, Mapping
from pathlib import Path
from typing import BinaryIO, Protocol

from orchestrator.archive.file import new_file
from orchestrator.archive.format import BadArchive, Buried, Due, Trailer, Writer, header
from orchestrator.archive.session import NoSession, buried_of, streams_of
from orchestrator.eventlog.log import Commit, Damaged
from orchestrator.messages import Millis, SessionId

FOREVER = 2**53  # ms; nothing is due later
PIECE = 256  # commits read at a time


class Source(Protocol):
    """The reading half of a ``Log``."""

    async def streams(self) -> list[str]: ...

    async def read(self, stream: str, after: int = 0, limit: int | None = None) -> list[Commit]: ...

    async def due(self, before: int) -> list[tuple[str, int]]: ...

    async def epoch(self, stream: str) -> str: ...

    async def tombstones(self) -> list[bytes]: ...


async def backup(source: Source, kind: str, target: Path, now: Millis) -> Trailer:
    """Put a whole store into an archive; what is in it.

    Each stream is as of one moment, no older than this call. It may hold what is erased by now, but then the tombstone, too.
    Raises ``StoreUnavailable``, or ``Damaged``: then there is no archive.
    """
    with new_file(target) as file:
        taking = _Taking(Writer(header(now, kind)), file)
        await taking.streams(source, await source.streams())
        return taking.end(await source.tombstones())


async def export(source: Source, kind: str, session_id: SessionId, target: Path, now: Millis) -> Trailer:
    """Put one session, with everything that belongs to it, into an archive. Raises as ``backup``, and ``NoSession``."""
    names = await streams_of(source, session_id)
    with new_file(target) as file:
        taking = _Taking(Writer(header(now, kind, session_id)), file)
        await taking.streams(source, names)
        if not taking.holds(session_id):
            raise NoSession(f"{session_id} was deleted meanwhile")
        return taking.end([line for line in await source.tombstones() if buried_of(line) == session_id])


class _Taking:
    def __init__(self, writer: Writer, file: BinaryIO) -> None:
        self._writer = writer
        self._file = file
        self._taken: list[str] = []
        file.write(writer.begin())

    async def streams(self, source: Source, names: Iterable[str]) -> None:
        before = dict(await source.due(FOREVER))
        for name in names:
            await self._stream(source, name)
        after = dict(await source.due(FOREVER))
        for name in self._taken:
            if (at := _earlier(name, before, after)) is not None:
                self._file.write(self._writer.add(Due(name, at)))

    def holds(self, stream: str) -> bool:
        return stream in self._taken

    def end(self, tombstones: Iterable[bytes]) -> Trailer:
        for line in tombstones:
            self._file.write(self._writer.add(Buried(line)))
        self._file.write(self._writer.end())
        return self._writer.trailer()

    async def _stream(self, source: Source, name: str) -> None:
        """Take a stream; from its beginning again where it becomes another one meanwhile."""
        while True:
            start, writer, epoch = self._file.tell(), self._writer.copy(), await source.epoch(name)
            try:
                async for commit in commits_of(source, name):
                    self._file.write(self._writer.add(commit))
            except (Damaged, BadArchive):
                if await source.epoch(name) == epoch:
                    raise
            if epoch and await source.epoch(name) == epoch:
                self._taken.append(name)
                return
            self._writer = writer
            self._file.seek(start)
            self._file.truncate()
            if not await source.epoch(name):  # deleted since it was listed
                return


async def commits_of(source: Source, stream: str) -> AsyncIterator[Commit]:
    """The commits of a stream, a few at a time. Raises what ``read`` raises; ``Damaged`` after the last proven one."""
    after = 0
    while True:
        damage: Damaged | None = None
        try:
            commits = await source.read(stream, after, PIECE)
        except Damaged as found:
            if found.version <= after + 1:
                raise
            damage, commits = found, await source.read(stream, after, found.version - 1 - after)
        for commit in commits:
            yield commit
        if damage is not None:
            raise damage
        if not commits:
            return
        after = commits[-1].version


def _earlier(name: str, before: Mapping[str, Millis], after: Mapping[str, Millis]) -> Millis | None:
    """Which of the two moments a stream had when it was read is unknown: to wake it too early does no harm."""
    return min((due[name] for due in (before, after) if name in due), default=None)
