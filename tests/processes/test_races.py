"""Two hosts at two workers press "next" in the instant in which the phase ends by itself: it moves by one, each time."""

import asyncio
import random
from collections.abc import Iterator
from typing import Any

import pytest

from orchestrator.agenda.events import PhaseEntered
from orchestrator.eventlog.redis_streams import RedisLog
from orchestrator.session.codec import decode
from tests.processes.server import Evening, free_port
from tests.processes.workers import Ways, Workers
from tests.redis.server import RedisServer

pytestmark = [pytest.mark.process, pytest.mark.soak]

EVENINGS, PHASES = 100, 21  # 20 transitions each
AT_ONCE = 20
AHEAD = 150  # ms from setting the end to it


@pytest.fixture
def server(redis_server: RedisServer) -> Iterator[Workers]:
    with Workers(redis_server.url, free_port()) as server:
        assert server.start()
        yield server


async def test_two_thousand_races_for_the_next_phase_are_two_thousand_transitions(
    server: Workers, redis_server: RedisServer, http
) -> None:
    dice = random.Random(7)
    agenda = [{"kind": "plenary", "title": f"Part {number}", "minutes": 60} for number in range(PHASES)]
    evenings = [await Evening.open(http, server.url, agenda=agenda) for _ in range(EVENINGS)]
    async with Ways(server) as ways:
        hosts = list((await ways.to_all()).values())
        for start in range(0, EVENINGS, AT_ONCE):
            await asyncio.gather(*[one_evening(evening, hosts, dice) for evening in evenings[start : start + AT_ONCE]])
    log = await RedisLog.open(redis_server.url)
    try:
        for evening in evenings:
            assert await entered(log, evening.session_id) == [f"ph{number + 1}" for number in range(PHASES)]
    finally:
        await log.close()


async def one_evening(evening: Evening, ways: list[Any], dice: random.Random) -> None:
    assert (await evening.send(evening.host, "agenda.start"))[0] == 200
    for number in range(1, PHASES):
        here, next_one = f"ph{number}", f"ph{number + 1}"
        await end_soon(evening, here)
        one, two = [Evening(way, evening.url, evening.opened) for way in dice.sample(ways, 2)]
        await asyncio.sleep(max(0.0, AHEAD / 1000 + dice.uniform(-0.05, 0.02)))
        presses = [each.send(evening.host, "agenda.advance", from_phase=here) for each in (one, two)]
        answers = [(status, answer.get("code")) for status, answer in await asyncio.gather(*presses)]
        assert answers.count((200, None)) <= 1, answers
        assert set(answers) <= {(200, None), (409, "agenda.stale_phase")}, answers
        phases = (await evening.look())["view"]["phases"]
        assert (phases[here]["status"], phases[next_one]["status"]) == ("done", "running"), answers


async def end_soon(evening: Evening, here: str) -> None:
    """The phase ends in a moment; on a slow day that moment may be over before the server hears of it."""
    status = 409
    while status == 409:
        shown = await evening.look()
        moved = {"phase_id": here, "expected_ends_at": shown["view"]["phases"][here]["ends_at"]}
        status, answer = await evening.send(evening.host, "agenda.set_end", ends_at=shown["now"] + AHEAD, **moved)
        assert status == 200 or answer["code"] == "agenda.bad_end", answer


async def entered(log: RedisLog, session_id: str) -> list[str]:
    events = [event for commit in await log.read(session_id) for entry in decode(commit.body) for event in entry.events]
    return [event.phase_id for event in events if isinstance(event, PhaseEntered)]
