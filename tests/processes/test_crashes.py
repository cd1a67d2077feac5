"""kill -9 at any moment: nothing acknowledged is gone, nothing is twice, the evening goes on at the right instant."""

import asyncio
import random
import time

import aiohttp
import pytest

from orchestrator.cli import main
from tests.processes.server import Evening

pytestmark = pytest.mark.process

VOTERS = 12
SOON = 20  # seconds a server may take to show what it must


async def until(evening, holds):
    """The first view of the host for which ``holds`` is true."""
    deadline = time.monotonic() + SOON
    while time.monotonic() < deadline:
        shown = await evening.look()
        if holds(shown["view"]):
            return shown
    raise AssertionError(f"not within {SOON} s: {shown['view']['phases']}")


@pytest.mark.parametrize("seed", [0, 1, *(pytest.param(seed, marks=pytest.mark.soak) for seed in (2, 3))])
async def test_a_burst_of_votes_and_drafts_survives(process, http, seed):
    chance = random.Random(seed)
    process.start()
    evening = await Evening.open(http, process.url)
    tickets = [await evening.join(f"Voter {number}") for number in range(VOTERS)]
    await evening.send(evening.host, "agenda.start")
    for number in range(5):
        await evening.send(tickets[0], "qa_queue.draft", text=f"Question {number}")
    votes: dict[tuple[int, str], bool] = {}  # what each voter last heard acknowledged
    drafts: dict[str, str] = {}  # command_id: question_id
    unanswered: list[tuple[int, str]] = []
    acknowledged = asyncio.Event()
    enough = chance.randrange(30, 250)

    async def take_part(voter: int) -> None:
        for number in range(10_000):
            command_id = f"{voter}-{number}"
            question = f"q{1 + (voter + number // 2) % 5}"
            try:
                if number % 7 == 0:
                    unanswered.append((voter, command_id))
                    _, answer = await evening.send(tickets[voter], "qa_queue.draft", command_id, text=f"Draft {command_id}")
                    drafts[command_id] = answer["result"]["question_id"]
                else:
                    cast = number % 2 == 0
                    votes.pop((voter, question), None)  # from here to its answer both outcomes are true
                    name = "qa_queue.cast_vote" if cast else "qa_queue.withdraw_vote"
                    status, _ = await evening.send(tickets[voter], name, command_id, question_id=question)
                    assert status == 200
                    votes[voter, question] = cast
            except (aiohttp.ClientError, ConnectionError, TimeoutError):
                return  # the server is dead
            if len(drafts) + number * VOTERS > enough:
                acknowledged.set()

    taking_part = [asyncio.create_task(take_part(voter)) for voter in range(VOTERS)]
    await asyncio.wait_for(acknowledged.wait(), SOON)
    process.kill()
    await asyncio.gather(*taking_part)

    assert main(["log", "verify", "--store", f"sqlite:///{process.store}"]) == 0
    process.start()
    for voter, command_id in unanswered:  # a phone sends again what it has no answer for
        status, answer = await evening.send(tickets[voter], "qa_queue.draft", command_id, text=f"Draft {command_id}")
        assert status == 200
        assert drafts.setdefault(command_id, answer["result"]["question_id"]) == answer["result"]["question_id"]
    texts = [question["text"] for question in (await evening.look())["view"]["questions"].values()]
    assert sorted(texts) == sorted([f"Question {number}" for number in range(5)] + [f"Draft {key}" for key in drafts])
    for voter, ticket in enumerate(tickets):
        mine = (await evening.look(ticket))["me"]["votes"]
        assert {(voter, q): q in mine for v, q in votes if v == voter} == {key: votes[key] for key in votes if key[0] == voter}


async def test_the_running_phase_keeps_its_end(process, http):
    process.start()
    evening = await Evening.open(http, process.url)
    await evening.send(evening.host, "agenda.start")
    before = await evening.look()
    process.kill()
    process.start()
    after = await evening.look()
    assert after["view"] == before["view"]
    assert (after["epoch"], after["version"]) == (before["epoch"], before["version"])


async def test_a_phase_that_ended_while_the_server_was_down_ended_at_its_instant(process, http):
    process.start()
    agenda = [
        {"kind": "breakout", "title": "Rooms", "seconds": 1},
        {"kind": "break", "title": "Break", "seconds": 1},
        {"kind": "panel", "title": "Panel", "seconds": 600},
    ]
    evening = await Evening.open(http, process.url, agenda=agenda)
    await evening.send(evening.host, "agenda.start")
    started = (await evening.look())["view"]["phases"]["ph1"]["starts_at"]
    process.kill()
    while time.time() * 1000 < started + 2_100:
        await asyncio.to_thread(time.sleep, 0.05)  # the wall clock of another process cannot be injected
    process.start()
    phases = (await until(evening, lambda view: view["phases"]["ph3"]["status"] == "running"))["view"]["phases"]
    assert phases["ph1"]["ended_at"] == started + 1_000 == phases["ph2"]["starts_at"]
    assert phases["ph2"]["ended_at"] == started + 2_000 == phases["ph3"]["starts_at"]
    assert phases["ph3"]["ends_at"] == started + 602_000


async def test_a_phase_ends_by_itself_though_nobody_is_there(process, http):
    process.start()
    agenda = [{"kind": "breakout", "title": "Rooms", "seconds": 1}, {"kind": "panel", "title": "Panel", "seconds": 60}]
    evening = await Evening.open(http, process.url, agenda=agenda)
    await evening.send(evening.host, "agenda.start")
    phases = (await until(evening, lambda view: view["phases"]["ph2"]["status"] == "running"))["view"]["phases"]
    assert phases["ph1"]["ended_at"] - phases["ph1"]["starts_at"] == 1_000


async def test_a_scheduled_start_is_not_missed_by_a_restart(process, http):
    process.start()
    starts_at = int(time.time() * 1000) + 3_000
    evening = await Evening.open(http, process.url, starts_at=starts_at, auto_start=True)
    process.kill()
    process.start()
    shown = await until(evening, lambda view: view["session"]["status"] == "live")
    assert shown["view"]["phases"]["ph1"]["starts_at"] == starts_at
