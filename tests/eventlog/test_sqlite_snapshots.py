"""What the snapshots beside a SQLite log promise beyond the contract: damage is none, and no erased byte stays in a file."""

import asyncio
import sqlite3
import stat
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from orchestrator.eventlog.log import NO_HASH, Commit, Snapshot, StoreUnavailable, chain
from orchestrator.eventlog.sqlite import SqliteLog
from orchestrator.eventlog.sqlite_snapshots import SnapshotFiles
from tests.eventlog.disk import no_file_larger_than

CANARY = b"CANARY"
ONE = Commit("victim", 1, b"one", chain(NO_HASH, b"one"))
NEW = [Commit("victim", 1, b"new", chain(NO_HASH, b"new"))]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "log.db"


@pytest.fixture
async def log(path: Path) -> AsyncIterator[SqliteLog]:
    """With one stream, and a snapshot of it."""
    log = await SqliteLog.open(path)
    await log.append(ONE, None)
    await log.keep(await of_victim(log))
    yield log
    await log.close()


async def of_victim(log: SqliteLog, body: bytes = CANARY * 1_000) -> Snapshot:
    return Snapshot("victim", await log.epoch("victim"), 1, ONE.hash, body)


def folder(path: Path) -> Path:
    return Path(f"{path}.snapshots")


def the_file(path: Path) -> Path:
    (file,) = folder(path).iterdir()
    return file


def places(path: Path) -> list[str]:
    """The files of a store in which what was private stands."""
    return sorted(file.name for file in path.parent.rglob("*") if file.is_file() and CANARY in file.read_bytes())


async def test_only_the_owner_may_read_a_snapshot(log: SqliteLog, path: Path) -> None:
    assert stat.S_IMODE(the_file(path).stat().st_mode) == 0o600
    assert stat.S_IMODE(folder(path).stat().st_mode) == 0o700


async def test_a_store_without_snapshots_has_no_folder_for_them(tmp_path: Path) -> None:
    log = await SqliteLog.open(tmp_path / "log.db")
    await log.append(ONE, None)
    await log.rewrite("victim", 1, NEW, None, b"{}")
    await log.close()
    assert [each.name for each in tmp_path.iterdir() if each.is_dir()] == []


async def test_any_flipped_byte_makes_it_none(log: SqliteLog, path: Path) -> None:
    whole = the_file(path).read_bytes()
    for place in (*range(100), len(whole) // 2, len(whole) - 1):
        the_file(path).write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert await log.kept("victim") is None
    the_file(path).write_bytes(whole)
    assert await log.kept("victim") == await of_victim(log)


async def test_a_half_written_one_is_none(log: SqliteLog, path: Path) -> None:
    whole = the_file(path).read_bytes()
    for length in (0, 10, 32, 36, 60, len(whole) - 1):
        the_file(path).write_bytes(whole[:length])
        assert await log.kept("victim") is None


async def test_one_under_the_name_of_another_stream_is_none(log: SqliteLog, path: Path) -> None:
    files = SnapshotFiles(path)
    the_file(path).rename(files._file("other"))
    assert await log.kept("other") is None


async def test_where_there_is_no_room_the_one_before_stays(log: SqliteLog, path: Path) -> None:
    before = await log.kept("victim")
    with no_file_larger_than(50_000), pytest.raises(StoreUnavailable, match="snapshot"):
        await log.keep(await of_victim(log, bytes(100_000)))
    assert await log.kept("victim") == before
    assert len(list(folder(path).iterdir())) == 1
    await log.append(Commit("other", 1, b"", chain(NO_HASH, b"")), None)


# Erasing


async def test_after_an_erasing_the_bytes_of_the_snapshot_are_gone_from_every_file(log: SqliteLog, path: Path) -> None:
    assert places(path) == [the_file(path).name]
    await log.rewrite("victim", 1, NEW, None, b"{}")
    assert places(path) == []


async def test_what_was_never_finished_is_gone_too(log: SqliteLog, path: Path) -> None:
    the_file(path).with_suffix(".new").write_bytes(CANARY)
    await log.delete(["victim"], b"{}")
    assert places(path) == []


async def test_a_snapshot_that_is_being_written_while_somebody_is_erased_does_not_stay(log: SqliteLog, path: Path) -> None:
    keeping = asyncio.create_task(log.keep(await of_victim(log, CANARY * 1_000_000)))
    while not any(file.suffix for file in folder(path).iterdir()) and not keeping.done():
        await asyncio.sleep(0)
    await log.rewrite("victim", 1, NEW, None, b"{}")
    assert places(path) == []
    await keeping
    assert places(path) == []


async def test_nor_where_nobody_waits_for_it_any_more(log: SqliteLog, path: Path) -> None:
    keeping = asyncio.create_task(log.keep(await of_victim(log, CANARY * 1_000_000)))
    while not any(file.suffix for file in folder(path).iterdir()) and not keeping.done():
        await asyncio.sleep(0)
    keeping.cancel()
    await log.rewrite("victim", 1, NEW, None, b"{}")
    assert places(path) == []


async def test_a_snapshot_that_cannot_be_removed_refuses_the_erasing(
    log: SqliteLog, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stuck(self: Path, missing_ok: bool = False) -> None:
        raise PermissionError(1, "Operation not permitted")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "unlink", stuck)
        with pytest.raises(StoreUnavailable, match="not permitted"):
            await log.rewrite("victim", 1, NEW, None, b"{}")
    assert (await log.read("victim"), await log.tombstones()) == ([ONE], [])


# The next start


async def test_what_was_never_finished_is_removed_by_the_next_start(log: SqliteLog, path: Path) -> None:
    the_file(path).with_suffix(".new").write_bytes(CANARY)
    await log.close()
    again = await SqliteLog.open(path)
    assert await again.kept("victim") == await of_victim(again)
    assert len(list(folder(path).iterdir())) == 1
    await again.close()


async def test_snapshots_of_what_the_store_was_before_are_removed_by_the_next_start(log: SqliteLog, path: Path) -> None:
    """As after a restore, or a crash in the middle of erasing."""
    await log.close()
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("UPDATE streams SET epoch = 'another'")
    again = await SqliteLog.open(path)
    assert list(folder(path).iterdir()) == []
    await again.close()
