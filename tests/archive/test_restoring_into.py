"""A backup comes back into Redis: only where no worker serves, only instead of what one agrees to lose, erased again."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from unittest.mock import AsyncMock

import pytest

from orchestrator.archive.format import BadArchive
from orchestrator.archive.restoring import restore, restore_into
from orchestrator.archive.taking import backup
from orchestrator.eventlog.log import StoreInUse, StoreUnavailable
from orchestrator.eventlog.redis_streams import RedisLog
from orchestrator.eventlog.sqlite import SqliteLog
from orchestrator.workers import redis_board
from orchestrator.workers.redis_board import RedisBoard
from tests.archive.evening import NAME, OTHER, SESSION, TEXT, held
from tests.archive.test_format import whole
from tests.archive.test_importing import bodies
from tests.redis.server import RedisServer

ERASED = b'{"session_id":"s1","what":"participant","at":1800000000000,"participant_id":"p1","seed":"ab"}'


@pytest.fixture
async def log(redis_server: RedisServer) -> AsyncIterator[RedisLog]:
    log = await RedisLog.open(redis_server.url)
    yield log
    await log.close()


@pytest.fixture
async def board(redis_server: RedisServer) -> AsyncIterator[RedisBoard]:
    board = await RedisBoard.open(redis_server.url)
    yield board
    await board.leave()


another = board  # of a worker


async def test_a_backup_of_a_file_comes_back_in_redis_and_again_in_a_file(
    store: Path, old: Path, log: RedisLog, board: RedisBoard, tmp_path: Path
) -> None:
    done = await restore_into(log, board, old, False, 9)
    assert (done.streams, done.erased, done.tombstones) == (3, 0, 0)
    source = await SqliteLog.open(store)
    for name in await source.streams():
        assert await log.read(name) == await source.read(name)
    assert await log.due(2**53) == await source.due(2**53)
    await source.close()
    await backup(log, "redis", tmp_path / "again", 5)
    await asyncio.to_thread(restore, tmp_path / "again", tmp_path / "again.db")
    again = await SqliteLog.open(tmp_path / "again.db")
    assert await bodies(again) == await bodies(log)
    await again.close()


async def test_what_was_erased_in_redis_stays_erased(old: Path, log: RedisLog, board: RedisBoard) -> None:
    await log.delete([], ERASED)
    done = await restore_into(log, board, old, False, 9)
    assert done.erased == 1
    said = b"".join(body for found in (await bodies(log)).values() for body in found)
    assert [word for word in (NAME, TEXT, b'"p1"') if word in said] == []
    assert ERASED in await log.tombstones()


async def test_nothing_is_restored_while_workers_serve(
    old: Path, log: RedisLog, board: RedisBoard, another: RedisBoard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(redis_board, "LIFETIME_MS", 60_000)
    await another.enter()
    with pytest.raises(StoreInUse, match=r"workers serve from this store \(1\); stop them first"):
        await restore_into(log, board, old, True, 9)
    assert (await log.streams(), await log.tombstones()) == ([], [])


async def test_no_worker_serves_before_a_restore_has_come_to_its_end(
    old: Path, log: RedisLog, board: RedisBoard, another: RedisBoard, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(log, "append", AsyncMock(side_effect=StoreUnavailable("away")))
        with pytest.raises(StoreUnavailable, match="away"):
            await restore_into(log, board, old, True, 9)
    with pytest.raises(StoreUnavailable, match="has not come to its end"):
        await another.enter()
    await restore_into(log, board, old, True, 9)
    await another.enter()
    assert await another.living() == 1


async def test_what_is_there_goes_only_if_that_is_said(old: Path, log: RedisLog, board: RedisBoard) -> None:
    for commit in whole(OTHER, b"mine"):
        await log.append(commit, 5)
    await log.append(whole("mine", b"mine")[0], 5)
    before = await held(log)
    with pytest.raises(StoreUnavailable, match=r"not empty \(2 streams\); .*--replace"):
        await restore_into(log, board, old, False, 9)
    assert await held(log) == before
    await restore_into(log, board, old, True, 9)
    after = await held(log)
    assert sorted(after) == [SESSION, OTHER, "v:s1"]
    assert after[OTHER][0] != before[OTHER][0]
    assert await log.due(2**53) == []


async def test_a_damaged_archive_changes_nothing(old: Path, log: RedisLog, board: RedisBoard) -> None:
    await log.append(whole("mine", b"mine")[0], 5)
    old.write_bytes(old.read_bytes()[:-1])
    with pytest.raises(BadArchive, match="old: it is cut off"):
        await restore_into(log, board, old, True, 9)
    assert await bodies(log) == {"mine": [b"mine"]}


async def test_a_restore_that_broke_off_is_done_again(old: Path, log: RedisLog, board: RedisBoard) -> None:
    await restore_into(log, board, old, False, 9)
    whole_store = await bodies(log)
    await log.delete([SESSION], b'{"session_id":"","what":"replaced","at":1}')
    await restore_into(log, board, old, True, 10)
    assert await bodies(log) == whole_store
