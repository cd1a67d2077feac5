"""What an operator does with a store, whatever its kind, and what they are told of it. Each answers with an exit code."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from datetime import UTC, datetime
from pathlib import Path

from orchestrator.app import open_board, open_log
from orchestrator.archive import taking
from orchestrator.archive.checking import Contents, check_archive, check_log
from orchestrator.archive.format import Trailer
from orchestrator.archive.importing import import_session
from orchestrator.archive.meaning import check
from orchestrator.archive.repairing import Agreed, Damage, repair_file, repair_log
from orchestrator.archive.restoring import Restored, restore, restore_into
from orchestrator.archive.taking import Source
from orchestrator.clock import SystemClock
from orchestrator.eventlog.log import Log, StoreUnavailable
from orchestrator.eventlog.redis_line import Terms
from orchestrator.eventlog.sqlite_moment import Moment
from orchestrator.eventlog.sqlite_proof import Finding, verify
from orchestrator.messages import SessionId
from orchestrator.server.leftovers import finish_erasing
from orchestrator.settings import Settings
from orchestrator.viewing.decider import Limits
from orchestrator.viewing.ledger import Ledger
from orchestrator.workers.board import Board
from orchestrator.workers.redis_board import RedisBoard

SQLITE = "sqlite:///"


def log_verify(store: str) -> int:
    """1 where something is damaged."""
    findings = _verified_file(_file(store)) if store.startswith(SQLITE) else asyncio.run(_verified(store))
    for finding in findings:
        damage = f"; damaged at version {finding.bad_version}: {finding.why}" if finding.why else ""
        print(f"{finding.stream or 'the file'}: {_count(finding.proven, 'commit')} proven{damage}")
    print(f"{_count(len(findings), 'stream')}, {_count(sum(finding.proven for finding in findings), 'commit')}")
    return 1 if any(finding.why for finding in findings) else 0


def backup(store: str, file: Path) -> int:
    async def take() -> Trailer:
        async with _reading(store) as source:
            return await taking.backup(source, _kind(store), file, _now())

    print(f"{file}: {_counts(asyncio.run(take()))}, every commit proven")
    print("Recordings of your own are not in it: copy their folder, too.")
    return 0


def log_export(store: str, session_id: str, file: Path) -> int:
    async def take() -> Trailer:
        async with _reading(store) as source:
            return await taking.export(source, _kind(store), SessionId(session_id), file, _now())

    print(f"{file}: {_counts(asyncio.run(take()))}, every commit proven")
    print("Recordings of your own are not in it: copy their folder, too.")
    return 0


def check_backup(file: Path) -> int:
    found = check_archive(file)
    what = f"the session {found.header.session}" if found.header.session else "a whole store"
    print(f"{file}: {what} ({found.header.store}), taken at {_moment(found.header.made_at)}")
    print(f"{_counts(found)}; every byte and every commit proven, every session can be read")
    return 0


def restore_store(store: str, file: Path, replace: bool) -> int:
    done = restore(file, _file(store)) if store.startswith(SQLITE) else asyncio.run(_restored(store, file, replace))
    print(f"{store.removeprefix(SQLITE)}: {_count(done.streams, 'stream')} from {file}, every commit proven")
    print(f"erased again: {done.erased}; {_count(done.tombstones, 'tombstone')} on record")
    if done.kept:
        print(f"the store as it was: {done.kept}; remove it when you need it no more")
    return 0


def log_import(store: str, file: Path) -> int:
    session_id, done = asyncio.run(_imported(store, file))
    print(f"{session_id}: {_count(done.streams, 'stream')} from {file}, every commit proven; erased again: {done.erased}")
    return 0


def log_repair(store: str, yes: bool) -> int:
    """1 where something is damaged and was left so."""
    seen = []

    def agreed(damage: Damage) -> bool:
        seen.append(damage)
        _say(damage)
        return yes

    kept = repair_file(_file(store), agreed) if store.startswith(SQLITE) else asyncio.run(_repaired(store, agreed))
    if kept:
        print(f"repaired; what was there before lies in {kept}: keep it for an expert")
    elif seen:
        print("nothing has changed; say --yes to do that")
        return 1
    else:
        print("nothing is damaged")
    return 0


# -- stores ---------------------------------------------------------------------------------------------------------------


async def _verified(store: str) -> list[Finding]:
    async with _open(store) as log:
        return await check_log(log)


def _verified_file(path: Path) -> list[Finding]:
    try:
        return verify(path, check)
    except sqlite3.Error as error:
        raise StoreUnavailable(f"cannot read the store: {error}") from None


async def _restored(store: str, file: Path, replace: bool) -> Restored:
    async with _open(store) as log, _board(store) as board:
        return await restore_into(log, board, file, replace, _now())


async def _imported(store: str, file: Path) -> tuple[SessionId, Restored]:
    async with _open(store) as log:
        if not await _living(store):  # what a crash broke off is found by how recent the newest tombstone is: finish it first
            await finish_erasing(log, [Ledger(log, SystemClock(), Limits())])
        return await import_session(log, file, _now())


async def _repaired(store: str, agreed: Agreed) -> Path | None:
    async with _open(store) as log:
        return await repair_log(log, _kind(store), Path.cwd(), agreed, _now())


@asynccontextmanager
async def _open(store: str) -> AsyncIterator[Log]:
    settings = Settings()
    log = await open_log(store, Terms(settings.redis_replicas, settings.redis_wait_ms))
    try:
        yield log
    finally:
        await log.close()


@asynccontextmanager
async def _reading(store: str) -> AsyncIterator[Source]:
    """A store to read from, beside whoever serves from it."""
    if not store.startswith(SQLITE):
        async with _open(store) as log:
            yield log
        return
    with closing(Moment(_file(store))) as moment:
        yield moment


async def _living(store: str) -> int:
    """How many workers serve from a store. A SQLite log could not have been opened if there were any."""
    async with _board(store) as board:
        return await board.living() if isinstance(board, RedisBoard) else 0


@asynccontextmanager
async def _board(store: str) -> AsyncIterator[Board]:
    board = await open_board(store)
    try:
        yield board
    finally:
        await board.leave()


def _kind(store: str) -> str:
    return store.partition(":")[0].partition("+")[0].replace("rediss", "redis")


def _file(store: str) -> Path:
    return Path(store.removeprefix(SQLITE)).resolve()


def _now() -> int:
    return SystemClock().now()


# -- words ----------------------------------------------------------------------------------------------------------------


def _say(damage: Damage) -> None:
    if damage.file:
        print(f"the file: {damage.file}")
    for loss in damage.losses:
        print(f"{loss.stream}: {_count(loss.proven, 'commit')} proven and kept; what follows cannot be kept:")
        for line in loss.lost or ["nothing that is known"]:
            print(f"  {line}")


def _counts(found: Trailer | Contents) -> str:
    many = (_count(found.streams, "stream"), _count(found.commits, "commit"), _count(found.tombstones, "tombstone"))
    return ", ".join(many)


def _moment(at: int) -> str:
    return datetime.fromtimestamp(at / 1000, UTC).isoformat(sep=" ", timespec="seconds")


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
