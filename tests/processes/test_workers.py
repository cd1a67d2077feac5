"""Three workers on one Redis: any of them takes any command, and none of them is needed."""

import asyncio
import os
import signal
import time
from contextlib import suppress

import aiohttp
import pytest

from tests.processes.server import Evening, free_port
from tests.processes.storm import TRY_AGAIN
from tests.processes.workers import Ways, Workers
from tests.workers.supervised import gone, until

pytestmark = pytest.mark.process

VOTERS = 8


@pytest.fixture
def server(redis_server):
    with Workers(redis_server.url, free_port(), drain_seconds="4") as server:
        assert server.start() == f"orchestrator serves on {server.url}"
        yield server


class Voter:
    """A phone that sends again, on another connection, what it has no answer for."""

    def __init__(self, evening: Evening, ticket: str) -> None:
        self.evening, self.ticket = evening, ticket
        self.drafts: dict[str, str] = {}  # the text, and the id it was answered with

    async def write_on(self, enough: asyncio.Event) -> None:
        while not enough.is_set():
            command_id = f"{id(self)}-{len(self.drafts)}"
            self.drafts[command_id] = await self._send(command_id)

    async def _send(self, command_id: str) -> str:
        while True:
            try:
                status, answer = await self.evening.send(self.ticket, "qa_queue.draft", command_id, text=command_id)
            except (aiohttp.ClientError, ConnectionError):
                continue
            if status == 200:
                return str(answer["result"]["question_id"])
            assert answer["code"] in TRY_AGAIN, answer


async def a_moment(http: aiohttp.ClientSession, url: str) -> None:
    """One request, which may meet a worker that is just gone."""
    with suppress(aiohttp.ClientError, ConnectionError):
        async with http.get(f"{url}/healthz"):
            pass


async def many_write(http: aiohttp.ClientSession, url: str) -> tuple[Evening, list[Voter]]:
    evening = await Evening.open(http, url)
    await evening.send(evening.host, "agenda.start")
    return evening, [Voter(evening, await evening.join(f"Voter {number}")) for number in range(VOTERS)]


async def seen(evening: Evening) -> dict[str, object]:
    """All that the host is shown, but for the time."""
    return {name: part for name, part in (await evening.look()).items() if name != "now"}


async def nothing_is_lost(evening: Evening, voters: list[Voter]) -> None:
    shown = {key: question["text"] for key, question in (await evening.look())["view"]["questions"].items()}
    assert shown == {key: text for voter in voters for text, key in voter.drafts.items()}


async def test_a_vote_through_each_worker_is_seen_through_all(server, http):
    evening = await Evening.open(http, server.url)
    await evening.send(evening.host, "agenda.start")
    tickets = [await evening.join(f"Voter {number}") for number in range(4)]
    await evening.send(tickets[3], "qa_queue.draft", text="Why?")
    async with Ways(server) as ways:
        through = [Evening(way, server.url, evening.opened) for way in (await ways.to_all()).values()]
        for one, ticket in zip(through, tickets, strict=False):
            assert (await one.send(ticket, "qa_queue.cast_vote", question_id="q1"))[0] == 200
            first, *others = [await seen(other) for other in through]
            assert others == [first, first]
        assert [(await one.look(ticket))["me"]["votes"] for one, ticket in zip(through, tickets, strict=False)] == [
            {"q1": True}
        ] * 3


async def test_a_killed_worker_is_replaced_and_nothing_is_lost(server, http):
    evening, voters = await many_write(http, server.url)
    before, enough = server.pids(), asyncio.Event()
    writing = [asyncio.create_task(voter.write_on(enough)) for voter in voters]
    async with asyncio.timeout(60):
        while min(len(voter.drafts) for voter in voters) < 3:
            await a_moment(http, server.url)
        os.kill(min(before), signal.SIGKILL)
        while not (len(server.pids()) == 3 and server.pids() != before):
            await a_moment(http, server.url)
        async with Ways(server) as ways:
            await ways.to_all()
        enough.set()
        await asyncio.gather(*writing)
    await nothing_is_lost(evening, voters)


async def test_a_rolling_restart_loses_nothing(server, http):
    evening, voters = await many_write(http, server.url)
    before, enough = server.pids(), asyncio.Event()
    writing = [asyncio.create_task(voter.write_on(enough)) for voter in voters]
    os.kill(server.pid, signal.SIGHUP)
    async with asyncio.timeout(60):
        while server.pids() & before or len(server.pids()) > 3:
            await a_moment(http, server.url)
        enough.set()
        await asyncio.gather(*writing)
    await nothing_is_lost(evening, voters)


async def test_sigterm_ends_them_all_in_time(server, http):
    evening = await Evening.open(http, server.url)
    async with Ways(server) as ways:
        await ways.to_all()
        pids, began = server.pids(), time.monotonic()
        assert await asyncio.to_thread(server.end) == (0, "")
        assert time.monotonic() - began < 10
        assert gone(pids)
    assert evening.session_id


async def test_when_the_supervisor_is_killed_the_workers_end_and_it_can_start_again(server, http):
    evening = await Evening.open(http, server.url)
    before, pids = await seen(evening), server.pids()
    server.kill()
    until(lambda: gone(pids))
    assert server.start() == f"orchestrator serves on {server.url}"
    assert await seen(evening) == before


def test_a_taken_port_is_one_plain_line(server, redis_server):
    with Workers(redis_server.url, server.port) as second:
        assert second.start() == ""
        assert second.failed() == (
            2,
            f"orchestrator: port {server.port} on 127.0.0.1 is in use; choose another with --port\n",
        )


@pytest.mark.parametrize("store", ["redis://127.0.0.1:1/0", "mysql://x"])
def test_why_none_of_them_can_start_is_one_plain_line(store):
    with Workers(store, free_port()) as server:
        assert server.start() == ""
        code, said = server.failed()
        assert code == 2
        assert said.count("\n") == 1
        assert said.startswith("orchestrator: ")
