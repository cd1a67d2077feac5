"""What an archive holds, put into a SQLite log that nobody else sees, where everything is erased again that was erased since."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from pathlib import Path

import msgspec

from orchestrator import erasure
from orchestrator.archive.file import read_file
from orchestrator.archive.format import Buried, Due, Item
from orchestrator.archive.taking import FOREVER, PIECE
from orchestrator.clock import SystemClock
from orchestrator.eventlog.log import Damaged, StoreUnavailable
from orchestrator.eventlog.sqlite import SqliteLog
from orchestrator.eventlog.sqlite_file import DamagedFile
from orchestrator.eventlog.sqlite_filling import NO_EPOCHS, Filling
from orchestrator.eventlog.sqlite_moment import Moment
from orchestrator.eventlog.sqlite_tombstones import bury, tombstones_of
from orchestrator.session.codec import UnknownEvent
from orchestrator.viewing.decider import Limits
from orchestrator.viewing.ledger import Ledger

SQLITE = b"SQLite format 3\0"  # how a copy of a SQLite log begins, which backups were before there were archives


def items_of(backup: Path) -> Iterator[Item]:
    """What a backup holds. Raises ``BadArchive``, ``DamagedFile``, ``NotALog`` or ``StoreUnavailable``."""
    return _items_of_copy(backup) if is_copy(backup) else read_file(backup)[1]


def is_copy(backup: Path) -> bool:
    """Whether a file is no archive but a copy of a SQLite log. Raises ``StoreUnavailable``."""
    try:
        with backup.open("rb") as file:
            return file.read(len(SQLITE)) == SQLITE
    except OSError as error:
        raise StoreUnavailable(f"{backup}: {error.strerror}") from error


def _items_of_copy(backup: Path) -> Iterator[Item]:
    with closing(Moment(backup)) as moment:
        try:
            for name in moment.names:
                after = 0
                while commits := moment.commits(name, after, PIECE):
                    yield from commits
                    after = commits[-1].version
        except Damaged as damage:
            raise DamagedFile(f"{backup}: {damage}") from None
        yield from (Due(name, at) for name, at in moment.moments(FOREVER))
    yield from map(Buried, tombstones_of(backup))


def stage(items: Iterable[Item], path: Path, tombstones: Iterable[bytes], epochs: Mapping[str, str] = NO_EPOCHS) -> int:
    """Make a new log of what an archive holds, with those tombstones and its own; the number of its streams.

    Streams get new epochs, but for those given.
    """
    own: list[bytes] = []
    with Filling(path, epochs) as log:
        for item in items:
            match item:
                case Due():
                    log.set_due(item.stream, item.at)
                case Buried():
                    own.append(item.line)
                case commit:
                    log.add(commit)
    bury(path, *tombstones, *own)
    return log.streams


async def erase_again(path: Path) -> int:
    """Apply every tombstone of a staged log to it; how many found something. Raises ``StoreUnavailable``."""
    log = await SqliteLog.open(path)
    try:
        erased = 0
        for line in await log.tombstones():
            ledger = Ledger(log, SystemClock(), Limits())
            # Both, in this order, as each knows the tombstones that are its own.
            erased += await ledger.apply(line)
            erased += await erasure.apply(log, erasure.parse(line), [ledger])
        return erased
    except (msgspec.MsgspecError, UnknownEvent) as error:
        raise StoreUnavailable(f"what was erased cannot be erased again, so nothing is restored: {error}") from error
    finally:
        await log.close()
