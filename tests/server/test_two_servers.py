"""Limits and counts of two servers that share a store: what is used up at one is missing at the other."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any, NamedTuple

import aiohttp
import pytest

from tests.fakes import MemoryLog, Shelf
from tests.server.program import Evening
from tests.server.serving import Server, serving
from tests.server.wire import eventually
from tests.server.workers import Pin, Wall


class Two(NamedTuple):
    """``evening`` is seen through ``a``, ``beside`` is the same evening through ``b``."""

    a: Server
    b: Server
    evening: Evening
    beside: Evening

    async def hear(self) -> None:
        """A second or two pass."""
        for _ in range(3):
            for server in (self.a, self.b):
                await server.parts.peers.exchange()


@asynccontextmanager
async def two_servers(path: Path, **settings: Any) -> AsyncIterator[Two]:
    shelf, wall = Shelf(), Wall()
    async with AsyncExitStack() as stack:
        a, b = [
            await stack.enter_async_context(serving(path / "log.db", MemoryLog(shelf), None, Pin(wall, name), **settings))
            for name in ("w1", "w2")
        ]
        evening = await a.program.open()
        two = Two(a, b, evening, Evening(b.program, evening.opened))
        await two.hear()
        yield two


@pytest.mark.usefixtures("no_refill")
async def test_drafts_at_one_server_count_at_the_other(tmp_path: Path) -> None:
    async with two_servers(tmp_path, questions_per_minute=6) as two:
        await two.evening.do(two.evening.host, "agenda.start")
        ana = await two.evening.join("Ana", "r1")
        for _ in range(4):
            await two.evening.made(ana.ticket, "qa_queue.draft", text="Why?")
        await two.hear()
        for _ in range(2):
            await two.beside.made(ana.ticket, "qa_queue.draft", text="Why?")
        assert await two.beside.refused(ana.ticket, "qa_queue.draft", text="Why?") == "server.slow_down"


@pytest.mark.usefixtures("no_refill")
async def test_wrong_codes_at_one_server_count_at_the_other(tmp_path: Path) -> None:
    async with two_servers(tmp_path, wrong_codes_per_minute=10) as two:
        for _ in range(6):
            assert (await two.a.program.get("/api/join/WRONGONE")).code == "auth.wrong_code"
        await two.hear()
        codes = [(await two.b.program.get("/api/join/WRONGONE")).code for _ in range(5)]
        assert codes == ["auth.wrong_code"] * 4 + ["auth.too_many_codes"]
        assert (await two.b.program.get(f"/api/join/{two.evening.join_code}")).status == 200


@pytest.mark.usefixtures("no_refill")
async def test_people_who_come_in_and_sessions_count_by_address_at_both(tmp_path: Path) -> None:
    async with two_servers(tmp_path, joins_per_minute=3, sessions_per_minute=2) as two:
        for name in ("Ana", "Ben"):
            await two.evening.join(name)
        await two.hear()
        await two.beside.join("Cem")
        with pytest.raises(AssertionError, match=r"server\.slow_down"):
            await two.beside.join("Dee")
        await two.b.program.open()
        with pytest.raises(AssertionError, match=r"server\.slow_down"):
            await two.b.program.open()


async def test_sockets_of_an_address_count_at_both(tmp_path: Path) -> None:
    async with two_servers(tmp_path, sockets_per_address=2) as two:
        first, second = [await server.connected(two.evening.id, two.evening.host) for server in (two.a, two.b)]
        await two.hear()
        for server in (two.a, two.b):
            with pytest.raises(aiohttp.WSServerHandshakeError) as refusal:
                await server.wire()
            assert refusal.value.status == 503
        await first.socket.close()
        await eventually(lambda: two.a.parts.hub.count() == 0)
        await two.hear()
        third = await two.b.wire()
        assert not second.socket.closed
        assert not third.socket.closed


async def test_sockets_of_a_process_are_its_own(tmp_path: Path) -> None:
    async with two_servers(tmp_path, sockets_per_process=1) as two:
        first = await two.a.connected(two.evening.id, two.evening.host)
        await two.hear()
        second = await two.b.connected(two.evening.id, two.evening.host)
        assert not first.socket.closed
        assert not second.socket.closed


async def test_a_socket_too_many_lets_the_oldest_go_at_the_other_server(tmp_path: Path) -> None:
    async with two_servers(tmp_path) as two:
        ana = await two.evening.join("Ana")
        oldest = await two.a.connected(two.evening.id, ana.ticket)
        others = [await two.b.connected(two.evening.id, ana.ticket) for _ in range(3)]
        await two.hear()
        assert "41" in await oldest.closed()
        assert two.b.parts.hub.count() == len(others)


async def test_both_tell_the_same_of_both(tmp_path: Path) -> None:
    async with two_servers(tmp_path) as two:
        wires = [await server.connected(two.evening.id, two.evening.host) for server in (two.a, two.b)]
        await two.evening.do(two.evening.host, "agenda.start")
        await two.hear()
        a, b = [(await server.program.get("/metrics")).text for server in (two.a, two.b)]
        assert a == b
        assert f"orchestrator_sockets {len(wires)}" in a
        assert 'orchestrator_commands_total{outcome="ok"} 1' in a
