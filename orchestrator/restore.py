"""Putting an old backup back in the place of the store, with everything erased again that was erased since."""

import asyncio
import contextlib
import os
from pathlib import Path
from typing import NamedTuple

import msgspec

from orchestrator import erasure
from orchestrator.clock import SystemClock
from orchestrator.eventlog.log import StoreUnavailable
from orchestrator.eventlog.sqlite import SqliteLog
from orchestrator.eventlog.sqlite_copy import copy, renew_epochs
from orchestrator.eventlog.sqlite_file import make_durable, own, plain, put_in_place
from orchestrator.eventlog.sqlite_tombstones import bury, tombstones_of
from orchestrator.session.codec import UnknownEvent
from orchestrator.viewing.decider import Limits
from orchestrator.viewing.ledger import Ledger


class Restored(NamedTuple):
    """What a restore did. ``kept`` is the store as it was, ``None`` if there was none."""

    streams: int
    tombstones: int
    erased: int
    kept: Path | None


def restore(backup: Path, store: Path) -> Restored:
    """Put a backup in the place of a store that no server uses, in one step; until then the store stays as it is.

    Every tombstone of both is applied to the copy before it gets its name, so what is erased is never served again.
    Raises ``StoreInUse``, ``DamagedFile`` (of the backup), ``NotALog`` or ``StoreUnavailable``.
    """
    store, backup = store.resolve(), backup.resolve()
    beside, kept = Path(f"{store}.restoring"), Path(f"{store}.before-restore")
    with contextlib.closing(own(store)):
        _check_free(kept, store)
        try:
            _remove(beside)
            streams = copy(backup, beside)
            renew_epochs(beside)
            bury(beside, *tombstones_of(store), *tombstones_of(backup))
            erased = asyncio.run(_erase_again(beside))
            bury(store, *tombstones_of(beside))
            had_one = store.exists()
            _put_in_place(beside, store, kept)
            return Restored(streams, len(tombstones_of(store)), erased, kept if had_one else None)
        except OSError as error:
            raise StoreUnavailable(f"{store}: {plain(error)}") from error
        finally:
            _remove(beside)


def _check_free(kept: Path, store: Path) -> None:
    if kept.exists() and not (store.exists() and kept.samefile(store)):  # the same: a restore was killed half-way
        raise StoreUnavailable(f"{kept} is there already, from an earlier restore; remove it or give it another name")


async def _erase_again(path: Path) -> int:
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


def _put_in_place(new: Path, store: Path, kept: Path) -> None:
    # A second name for the old file first: at no moment is there no store, and a server would begin an empty one.
    for suffix in ("", "-wal"):
        old, name = Path(f"{store}{suffix}"), Path(f"{kept}{suffix}")
        if old.exists() and not name.exists():
            os.link(old, name)
    make_durable(store.parent)
    for suffix in ("-wal", "-shm"):  # SQLite would read the old one into the new file
        Path(f"{store}{suffix}").unlink(missing_ok=True)
    make_durable(store.parent)
    put_in_place(new, store)


def _remove(path: Path) -> None:
    for suffix in ("", "-wal", "-shm", "-journal", ".lock", ".new", ".tombstones"):
        Path(f"{path}{suffix}").unlink(missing_ok=True)
