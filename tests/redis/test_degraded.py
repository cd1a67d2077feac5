"""A server whose Redis is away: what is there is still shown, what cannot be saved is refused in words, and it heals."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from orchestrator.eventlog.redis_streams import RedisLog
from orchestrator.refusals import NOTICES
from tests.redis.proxy import Wire as Cable
from tests.redis.server import RedisServer
from tests.server.serving import Server, serving

pytestmark = pytest.mark.process
SLACK = 3  # s; this machine may be busy


@asynccontextmanager
async def behind(cable: Cable, unused: Path) -> AsyncIterator[Server]:
    async with serving(unused, await RedisLog.open(cable.url)) as server:
        yield server


async def told(wire, code: str) -> None:
    async with asyncio.timeout(10):
        assert await wire.event("notice") == {"code": code, "message": NOTICES[code]}


async def test_a_server_that_is_cut_off_from_redis_says_so_and_heals(redis_server: RedisServer, tmp_path: Path) -> None:
    async with Cable(redis_server.port) as cable, behind(cable, tmp_path / "unused") as server:
        evening = await server.program.open()
        ana = await evening.join("Ana", "r1")
        host = await server.connected(evening.id, evening.host)
        hers = await server.connected(evening.id, ana.ticket)
        await host.ask("agenda.start")
        await hers.ask("qa_queue.draft", text="Why?")
        before = (await evening.seen(ana.ticket))["view"]
        cable.is_cut = True
        loop = asyncio.get_running_loop()
        began = loop.time()
        answer = await hers.ask("qa_queue.cast_vote", question_id="q1")
        assert loop.time() - began < 2 + SLACK
        assert (answer["ok"], answer["code"]) == (False, "server.store_unavailable")
        await told(host, "server.store_away")
        assert (await evening.seen(ana.ticket))["view"] == before
        late = await server.connected(evening.id, evening.host)
        await told(late, "server.store_away")
        assert "notice" not in [name for name, _ in hers.heard]
        cable.is_cut = False
        cable.drop()
        await told(host, "server.store_back")
        assert (await hers.ask("qa_queue.cast_vote", question_id="q1"))["ok"]
        fresh = await evening.seen(ana.ticket)
        await hers.until(lambda: hers.screen.version == fresh["version"] and hers.screen.me == fresh["me"])
        assert (hers.screen.view, fresh["me"]["votes"]) == (fresh["view"], {"q1": True})


async def test_when_redis_is_full_reads_and_pushes_go_on(redis_server: RedisServer, tmp_path: Path) -> None:
    async with serving(tmp_path / "unused", await RedisLog.open(redis_server.url)) as server:
        evening = await server.program.open()
        host = await server.connected(evening.id, evening.host)
        redis_server.cli("CONFIG", "SET", "maxmemory", "1mb")
        try:
            assert (await host.ask("agenda.start"))["code"] == "server.store_unavailable"
            await told(host, "server.store_away")
            late = await server.connected(evening.id, evening.host)
            assert late.screen.view["session"]["status"] == "lobby"
        finally:
            redis_server.cli("CONFIG", "SET", "maxmemory", "0")
        await told(host, "server.store_back")
        assert (await host.ask("agenda.start"))["ok"]
