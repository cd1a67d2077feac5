"""Putting a backup in the place of a store, with everything erased again that was erased since."""

import asyncio
import contextlib
import os
import shutil
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir
from typing import NamedTuple

import msgspec

from orchestrator.archive.format import Item
from orchestrator.archive.staging import erase_again, items_of, stage
from orchestrator.archive.taking import FOREVER
from orchestrator.erasure import Tombstone
from orchestrator.eventlog.log import Log, StoreUnavailable
from orchestrator.eventlog.sqlite import SqliteLog
from orchestrator.eventlog.sqlite_file import make_durable, own, plain, put_in_place
from orchestrator.eventlog.sqlite_tombstones import bury, tombstones_of
from orchestrator.messages import Millis, SessionId
from orchestrator.workers.board import Board

TOGETHER = 32  # streams put at once into a store
LONG = 5_000  # commits


class Restored(NamedTuple):
    """What a restore did. ``kept`` is the store as it was, ``None`` if there is none."""

    streams: int
    tombstones: int
    erased: int
    kept: Path | None


def replaced(session_id: SessionId, at: Millis) -> bytes:
    """The tombstone of streams that others take the place of; there is nothing to do again."""
    return msgspec.json.encode(Tombstone(session_id, "replaced", at))


# -- a SQLite file --------------------------------------------------------------------------------------------------------


def restore(backup: Path, store: Path) -> Restored:
    """Put a backup in the place of a SQLite store that no server uses, in one step; until then the store stays as it is.

    Every tombstone of both is applied before it gets its name, so what is erased is never served again. Raises
    ``StoreInUse``, ``BadArchive``, ``DamagedFile`` or ``NotALog`` (of the backup), or ``StoreUnavailable``.
    """
    store, backup = store.resolve(), backup.resolve()
    beside, kept = Path(f"{store}.restoring"), Path(f"{store}.before-restore")
    with contextlib.closing(own(store)):
        check_free(kept, store)
        try:
            remove(beside)
            streams = stage(items_of(backup), beside, tombstones_of(store))
            erased = asyncio.run(erase_again(beside))
            bury(store, *tombstones_of(beside))
            had_one = store.exists()
            take_the_place(beside, store, kept)
            return Restored(streams, len(tombstones_of(store)), erased, kept if had_one else None)
        except OSError as error:
            raise StoreUnavailable(f"{store}: {plain(error)}") from error
        finally:
            remove(beside)


def take_the_place(new: Path, store: Path, kept: Path) -> None:
    """Put a finished log in the place of a store in one step; what was there stays as ``kept``."""
    # A second name for the old file first: at no moment is there no store, and a server would begin an empty one.
    for suffix in ("", "-wal"):
        old, name = Path(f"{store}{suffix}"), Path(f"{kept}{suffix}")
        if old.exists() and not name.exists():
            os.link(old, name)
    make_durable(store.parent)
    for suffix in ("-wal", "-shm"):  # SQLite would read the old one into the new file
        Path(f"{store}{suffix}").unlink(missing_ok=True)
    shutil.rmtree(f"{store}.snapshots", ignore_errors=True)  # of what was there before
    make_durable(store.parent)
    put_in_place(new, store)


def check_free(kept: Path, store: Path) -> None:
    """Raise ``StoreUnavailable`` where the store of an earlier time lies."""
    if kept.exists() and not (store.exists() and kept.samefile(store)):  # the same: a restore was killed half-way
        raise StoreUnavailable(f"{kept} is there already, from an earlier time; remove it or give it another name")


def remove(path: Path) -> None:
    """Remove a log that nobody uses, with everything beside it."""
    for suffix in ("", "-wal", "-shm", "-journal", ".lock", ".new", ".tombstones"):
        Path(f"{path}{suffix}").unlink(missing_ok=True)
    shutil.rmtree(f"{path}.snapshots", ignore_errors=True)


# -- any other store --------------------------------------------------------------------------------------------------------


async def restore_into(log: Log, board: Board, backup: Path, replace: bool, now: Millis) -> Restored:
    """Put a backup into a store from which no worker serves, instead of what is there if ``replace`` says so.

    Nothing is changed before the whole backup is proven and erased again what was erased since. From then on it has to come
    to its end: no worker serves before that. If it breaks off, do it again. Raises as ``restore``.
    """
    there = await log.streams()
    if there and not replace:
        raise StoreUnavailable(f"the store is not empty ({len(there)} streams); take a backup of it, then say --replace")
    async with staged(items_of(backup), await log.tombstones()) as (new, streams, erased):
        await board.shut()
        for line in await new.tombstones():
            await log.delete([], line)
        mark = replaced(SessionId(""), now)
        if there:
            await log.delete(there, mark)
        await _copy(new, log, mark)
        await board.reopen()
    return Restored(streams, len(await log.tombstones()), erased, None)


async def _copy(new: Log, log: Log, mark: bytes) -> None:
    moments, waiting = dict(await new.due(FOREVER)), iter(await new.streams())

    async def work() -> None:
        for name in waiting:
            commits, due_at = await new.read(name, limit=LONG), moments.get(name)
            if len(commits) < LONG:
                for commit in commits:
                    await log.append(commit, due_at)
            else:  # many at once, but then the store writes its files anew
                await log.rewrite(name, 0, await new.read(name), due_at, mark)

    try:
        async with asyncio.TaskGroup() as tasks:
            for _ in range(TOGETHER):
                tasks.create_task(work())
    except ExceptionGroup as failures:
        raise failures.exceptions[0] from None


@asynccontextmanager
async def staged(items: Iterable[Item], tombstones: Iterable[bytes]) -> AsyncIterator[tuple[SqliteLog, int, int]]:
    """What an archive holds as a log of its own, erased again; its streams before that, and how many tombstones found something.

    It lies in the folder for temporary files (``TMPDIR``), for this process only.
    """
    try:
        with TemporaryDirectory(prefix="orchestrator-") as folder:
            path = Path(folder) / "log.db"
            streams = stage(items, path, tombstones)
            erased = await erase_again(path)
            log = await SqliteLog.open(path)
            try:
                yield log, streams, erased
            finally:
                await log.close()
    except OSError as error:
        raise StoreUnavailable(f"{gettempdir()}: {plain(error)}") from error
