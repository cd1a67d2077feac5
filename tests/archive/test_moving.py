"""From a file to Redis and back, with the operator's commands: everybody sees the same, and every commit is proven."""

import asyncio
from pathlib import Path

import pytest

from orchestrator.archive.importing import import_session
from orchestrator.archive.taking import export
from orchestrator.cli import main
from orchestrator.eventlog.log import Log
from orchestrator.eventlog.redis_streams import RedisLog
from orchestrator.eventlog.sqlite import SqliteLog
from orchestrator.handler import Done, Handler
from orchestrator.messages import Actor, ActorId, Audience, Role, RoomId
from orchestrator.qa_queue.commands import Draft
from orchestrator.session.codec import decode
from orchestrator.session.folded import Folded
from orchestrator.session.view import view
from orchestrator.workers import redis_board
from orchestrator.workers.redis_board import RedisBoard
from tests.archive.evening import SESSION, TEXT
from tests.archive.test_format import whole
from tests.archive.test_taking import write
from tests.fakes import FakeClock
from tests.redis.server import RedisServer

AUDIENCES = [*[Audience(role) for role in Role if role is not Role.PARTICIPANT], Audience(Role.PARTICIPANT, RoomId("r1"))]


def views(store: str) -> list[object]:
    """What everybody sees of the evening."""

    async def look() -> list[object]:
        log = await opened(store)
        folded = Folded()
        for commit in await log.read(SESSION):
            folded = folded.with_commit(decode(commit.body), commit.hash)
        await log.close()
        assert folded.session is not None
        return [view(folded.session, audience) for audience in AUDIENCES]

    return asyncio.run(look())


async def opened(store: str) -> Log:
    if store.startswith("redis"):
        return await RedisLog.open(store)
    return await SqliteLog.open(store.removeprefix("sqlite:///"))


def verified(store: str, capsys: pytest.CaptureFixture[str]) -> str:
    capsys.readouterr()
    assert main(["log", "verify", "--store", store]) == 0
    return capsys.readouterr().out


def test_a_session_moves_to_redis_and_back(
    store: Path, tmp_path: Path, redis_server: RedisServer, capsys: pytest.CaptureFixture[str]
) -> None:
    write(store, whole("code-CODEs1", b'{"session_id":"s1"}'))
    first, redis, last = f"sqlite:///{store}", redis_server.url, f"sqlite:///{tmp_path}/last.db"
    shown = views(first)
    assert TEXT.decode() in str(shown)
    assert main(["log", "export", SESSION, str(tmp_path / "there"), "--store", first]) == 0
    assert main(["log", "import", str(tmp_path / "there"), "--store", redis]) == 0
    assert views(redis) == shown
    assert main(["log", "export", SESSION, str(tmp_path / "back"), "--store", redis]) == 0
    assert main(["log", "import", str(tmp_path / "back"), "--store", last]) == 0
    assert views(last) == shown
    assert verified(redis, capsys) == verified(last, capsys)
    assert main(["log", "import", str(tmp_path / "back"), "--store", last]) == 2
    assert "is in the store already; nothing is imported" in capsys.readouterr().err


def test_a_whole_store_moves_to_redis_and_back(
    store: Path, tmp_path: Path, redis_server: RedisServer, capsys: pytest.CaptureFixture[str]
) -> None:
    first, redis, last = f"sqlite:///{store}", redis_server.url, f"sqlite:///{tmp_path}/last.db"
    shown = views(first)
    for file, source, target in (("there", first, redis), ("back", redis, last)):
        assert main(["backup", str(tmp_path / file), "--store", source]) == 0
        assert main(["restore", str(tmp_path / file), "--verify"]) == 0
        assert main(["restore", str(tmp_path / file), "--store", target]) == 0
        assert views(target) == shown
    assert verified(first, capsys) == verified(redis, capsys) == verified(last, capsys)


async def test_nothing_is_restored_beside_a_worker(
    old: Path, redis_server: RedisServer, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(redis_board, "LIFETIME_MS", 60_000)
    board = await RedisBoard.open(redis_server.url)
    await board.exchange(b"here")
    assert await asyncio.to_thread(main, ["restore", str(old), "--store", redis_server.url]) == 2
    assert "workers serve from this store (1); stop them first" in capsys.readouterr().err
    await board.leave()
    assert await asyncio.to_thread(main, ["restore", str(old), "--store", redis_server.url]) == 0


async def test_a_session_comes_into_a_store_from_which_workers_serve(
    store: Path, tmp_path: Path, redis_server: RedisServer
) -> None:
    source = await SqliteLog.open(store)
    await export(source, "sqlite", SESSION, tmp_path / "archive", 5)
    await source.close()
    log, other = await RedisLog.open(redis_server.url), await RedisLog.open(redis_server.url)
    worker = Handler(log, FakeClock())
    assert await worker.read(SESSION) is None
    await import_session(other, tmp_path / "archive", 9)
    assert await worker.read(SESSION) is not None
    drafted = Draft(text="Once more", actor=Actor(ActorId("p1")))
    assert isinstance(await worker.submit(SESSION, drafted, None), Done)
    await log.close()
    await other.close()
