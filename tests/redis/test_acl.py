"""The user of Redis that the docs give us may do all that a server needs, and nothing else."""

import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import redis

from orchestrator.eventlog.log import NO_HASH, Commit, Snapshot, VersionConflict, chain
from orchestrator.eventlog.redis_line import Terms
from orchestrator.eventlog.redis_streams import RedisLog
from orchestrator.workers.redis_board import RedisBoard
from tests.redis.cluster import RedisCluster
from tests.redis.server import RedisServer
from tests.server.serving import Server, serving
from tests.workers.supervised import until

pytestmark = pytest.mark.process

DOCS = Path(__file__).parents[2] / "docs" / "scaling.md"
FOUND = re.search(r"^user (\S+) (.*>(\S+) .*)$", DOCS.read_text(encoding="utf-8"), re.MULTILINE)
assert FOUND is not None
PATIENT = Terms(command_s=10)
NAME, RULES, PASSWORD = FOUND[1], FOUND[2].split(), FOUND[3]


def as_user(url: str) -> str:
    return url.replace("://", f"://{NAME}:{PASSWORD}@")


def admit(server: RedisServer, *more: str) -> None:
    server.cli("ACL", "SETUSER", NAME, "reset", *RULES, *more)
    server.cli("ACL", "LOG", "RESET")


def refused(server: RedisServer) -> list[object]:
    """What the user tried and may not."""
    denied = server.cli("ACL", "LOG")
    assert isinstance(denied, list)
    return denied


@pytest.fixture
def guarded(redis_server: RedisServer) -> Iterator[RedisServer]:
    admit(redis_server)
    yield redis_server
    redis_server.cli("ACL", "DELUSER", NAME)


@asynccontextmanager
async def served(url: str, unused: Path) -> AsyncIterator[Server]:
    async with serving(unused, await RedisLog.open(as_user(url), PATIENT), board=await RedisBoard.open(as_user(url))) as server:
        yield server


async def hold(server: Server) -> None:
    """An evening in short: people come, ask, vote and are forgotten."""
    evening = await server.program.open()
    ana, ben = await evening.join("Ana", "r1"), await evening.join("Ben", "r1")
    await evening.do(evening.host, "agenda.start")
    hers = await server.connected(evening.id, ana.ticket)
    await evening.do(ben.ticket, "qa_queue.draft", text="Why?")
    assert (await hers.ask("qa_queue.cast_vote", question_id="q1"))["ok"]
    assert (await evening.seen(ana.ticket))["me"]["votes"] == {"q1": True}
    await evening.do(evening.host, "agenda.advance", from_phase="ph1")
    await evening.do(evening.host, "session.erase_participant", participant_id=ben.id)
    await evening.do(evening.host, "session.delete")
    assert (await evening.send(evening.host, "agenda.start")).code == "session.unknown"


async def ask_everything(log: RedisLog) -> None:
    """What a server asks of a log seldom."""
    commit = Commit("s", 1, b"one", chain(NO_HASH, b"one"))
    await log.append(commit, 5)
    await log.keep(Snapshot("s", await log.epoch("s"), 1, commit.hash, b"snapshot"))
    assert await log.kept("s") is not None
    assert (await log.read("s"), await log.streams(), await log.due(5)) == ([commit], ["s"], [("s", 5)])
    await log.check()
    other = Commit("s", 1, b"two", chain(NO_HASH, b"two"))
    with pytest.raises(VersionConflict):
        await log.rewrite("s", 7, [other], None, b"too late")
    await log.rewrite("s", 1, [other], None, b"rewritten")
    await log.delete(["s"], b"deleted")
    assert await log.tombstones() == [b"rewritten", b"deleted"]


async def test_an_evening_needs_no_more_than_the_user_may(guarded: RedisServer, tmp_path: Path) -> None:
    async with served(guarded.url, tmp_path / "unused") as server:
        await hold(server)
    assert refused(guarded) == []


async def test_nothing_else_that_is_asked_of_a_log_and_a_board_is_more_than_the_user_may(guarded: RedisServer) -> None:
    log, board = await RedisLog.open(as_user(guarded.url), PATIENT), await RedisBoard.open(as_user(guarded.url))
    await ask_everything(log)
    assert await board.exchange(b"here") == {}
    assert await board.living() == 1
    await board.leave()
    await log.close()
    assert refused(guarded) == []


async def test_waiting_for_a_replica_is_no_more_than_the_user_may(guarded: RedisServer, tmp_path: Path) -> None:
    with RedisServer(tmp_path / "replica", "--replicaof", "127.0.0.1", str(guarded.port)) as replica:
        admit(replica)  # users are not replicated
        until(lambda: guarded.cli("WAIT", 1, 100) == 1)
        log = await RedisLog.open(as_user(guarded.url), Terms(replicas=1, wait_ms=5_000, command_s=10))
        await ask_everything(log)
        await log.close()
    assert refused(guarded) == []


async def test_a_cluster_needs_no_more_than_the_user_may(redis_cluster: RedisCluster) -> None:
    for node in redis_cluster.nodes:
        admit(node)
    log = await RedisLog.open(as_user(redis_cluster.url), PATIENT)
    await ask_everything(log)
    await log.close()
    for node in redis_cluster.nodes:
        assert refused(node) == []
        node.cli("ACL", "DELUSER", NAME)


TOO_MUCH = [
    ("FLUSHALL",),
    ("KEYS", "*"),
    ("CONFIG", "SET", "appendonly", "no"),
    ("HGETALL", "other"),
    ("SHUTDOWN",),
    ("ACL", "LIST"),
]


@pytest.mark.parametrize("command", TOO_MUCH)
def test_the_user_may_nothing_that_is_not_needed(guarded: RedisServer, command: tuple[str, ...]) -> None:
    with redis.Redis.from_url(as_user(guarded.url)) as client, pytest.raises(redis.exceptions.NoPermissionError):
        client.execute_command(*command)


async def test_where_files_may_not_be_written_anew_erasing_goes_on_and_the_log_says_it(
    guarded: RedisServer, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    admit(guarded, "-config", "-bgrewriteaof", "-bgsave")
    async with served(guarded.url, tmp_path / "unused") as server:
        await hold(server)
    assert "does not let us write its files anew" in caplog.text
