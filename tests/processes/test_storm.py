"""200,000 votes of 2,000 people on several workers, one of which is killed, then all: the tally is what everybody said."""

import asyncio
import os
import random
import signal
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import aiohttp
import pytest

from orchestrator.cli import main
from tests.processes.server import Evening, free_port
from tests.processes.storm import LONG, Phone, Wish, draft, heard, say
from tests.processes.workers import Workers
from tests.redis.server import RedisServer
from tests.server.screen import Screen
from tests.server.wire import Closed, Wire
from tests.workers.supervised import gone, until

pytestmark = [pytest.mark.process, pytest.mark.soak]

VOTERS, VOTES, QUESTIONS, DRAFTERS, WATCHERS = 2_000, 100, 10, 200, 12
THOUGHT_S = 0.5  # between two questions of one person


@pytest.fixture
def server(redis_server: RedisServer) -> Iterator[Workers]:
    with Workers(redis_server.url, free_port()) as server:
        assert server.start()
        yield server


def votes_of(voter: int, dice: random.Random) -> list[Wish]:
    """In any order, for and against; no two that wait at once are about the same question.

    Only what changed something is remembered by its id, so only that may be said again much later.
    """
    wishes: list[Wish] = []
    for number in range(VOTES):
        question = f"q{1 + (voter + number) % QUESTIONS}"
        supported = question in wanted(wishes)
        name = dice.choice(["cast_vote", "cast_vote", "withdraw_vote"])
        changes = supported == (name == "withdraw_vote")
        wishes.append(Wish(f"qa_queue.{name}", question, f"{voter}-{number}", {"question_id": question}, changes))
    return wishes


def wanted(wishes: list[Wish]) -> set[str]:
    """The questions somebody supports in the end."""
    last = {wish.question: wish.name for wish in wishes}
    return {question for question, name in last.items() if name == "qa_queue.cast_vote"}


async def test_the_tally_is_what_everybody_said_last(server: Workers, redis_server: RedisServer, http) -> None:
    dice = random.Random(6)
    evening = await Evening.open(http, server.url, rooms=[{"theme": "one"}, {"theme": "two"}])
    tickets = [await evening.join(f"Voter {number}", f"r{1 + number % 2}") for number in range(VOTERS)]
    await evening.send(evening.host, "agenda.start")
    people = (await evening.look())["view"]["people"]
    first = min(people, key=lambda person: int(person[1:]))
    for number in range(QUESTIONS):
        assert (await evening.send(tickets[0], "qa_queue.draft", text=f"Question {number}?"))[0] == 200
    drafts = [
        [Wish("qa_queue.draft", f"d{n}", f"draft-{v}-{n}", {"text": f"Draft {v}-{n}"}) for n in range(3)] for v in range(DRAFTERS)
    ]
    drafters = [Phone(server.port, evening.session_id, tickets[1 + v], wishes, dice) for v, wishes in enumerate(drafts)]
    await all_through(drafters, {0.5: lambda: kill(server, 1)})
    questions = (await evening.look())["view"]["questions"]
    texts = [question["text"] for question in questions.values()]
    expected = [*[f"Question {n}?" for n in range(QUESTIONS)], *[wish.data["text"] for mine in drafts for wish in mine]]
    assert Counter(texts) - Counter(expected) == Counter(expected) - Counter(texts) == Counter()

    await evening.send(evening.host, "rooms.appoint", room_id="r1", participant_id=first, **{"as": "representative"})
    for number in range(QUESTIONS):
        assert (await evening.send(tickets[0], "qa_queue.submit", question_id=f"q{1 + number}"))[0] == 200
    assert (await evening.send(evening.host, "agenda.advance", from_phase="ph1"))[0] == 200

    wishes = [votes_of(voter, dice) for voter in range(VOTERS)]
    phones = [Phone(server.port, evening.session_id, ticket, mine, dice) for ticket, mine in zip(tickets, wishes, strict=True)]
    pages = [Page(evening, ticket) for ticket in [evening.host, *tickets[:WATCHERS]]]
    watching = [asyncio.create_task(page.watch(server.url)) for page in pages]
    await all_through(phones, {0.3: lambda: kill(server, 1), 0.7: lambda: kill(server, 3)})

    assert [phone.wrong for phone in phones if phone.wrong] == []
    shown = await evening.look()
    oracle = [wanted(mine) for mine in wishes]
    scores = {question: sum(question in mine for mine in oracle) for question in sorted({q for mine in oracle for q in mine})}
    assert {question: shown["view"]["questions"][question]["score"] for question in scores} == scores
    for voter in dice.sample(range(VOTERS), 200):
        assert set((await evening.look(tickets[voter]))["me"]["votes"]) == oracle[voter]
    assert [task.result() for task in watching if task.done()] == []
    for page in pages:
        fresh = await page.caught_up()
        assert page.screen.version == fresh["version"]
        assert differing(page.screen.view, fresh["view"]) == []
        assert differing(page.screen.me, fresh["me"]) == []
    for task in watching:
        task.cancel()
    assert await asyncio.to_thread(main, ["log", "verify", "--store", redis_server.url]) == 0


def differing(one: dict, other: dict) -> list[str]:
    """The names of what is not the same; pytest would take minutes to compare the whole."""
    return [name for name in sorted(one.keys() | other.keys()) if one.get(name) != other.get(name)]


async def test_a_rolling_restart_under_five_hundred_people_loses_nothing(redis_server: RedisServer, http) -> None:
    dice = random.Random(8)
    with Workers(redis_server.url, free_port(), count=4) as server:
        assert server.start()
        evening = await Evening.open(http, server.url)
        tickets = [await evening.join(f"Writer {number}", f"r{1 + number % 2}") for number in range(500)]
        await evening.send(evening.host, "agenda.start")
        phones = [Phone(server.port, evening.session_id, ticket, [draft(v, 0)], dice) for v, ticket in enumerate(tickets)]
        await all_through(phones, {})
        before = server.pids()
        os.kill(server.pid, signal.SIGHUP)
        turn, last = 0, False
        while not last:  # they go on writing until nobody of before is left, and once more
            last = not server.pids() & before
            turn += 1
            await say(phones, turn)
            await asyncio.sleep(THOUGHT_S)
        assert [voter for voter, phone in enumerate(phones) if phone.reconnects < 1] == []
        texts = Counter(question["text"] for question in (await evening.look())["view"]["questions"].values())
        assert texts - Counter(draft(v, t).data["text"] for v in range(500) for t in range(turn + 1)) == Counter()
        assert texts.total() == 500 * (turn + 1)
        assert await asyncio.to_thread(server.end) == (0, "")


async def all_through(phones: list[Phone], deeds: dict[float, object]) -> None:
    """Everybody says what they want; at these shares of the whole something happens to the server."""
    whole = sum(len(phone.ahead) for phone in phones)
    async with asyncio.timeout(LONG):
        for start in range(0, len(phones), 100):
            await asyncio.gather(*[phone.connect() for phone in phones[start : start + 100]])
        for share, deed in deeds.items():
            while sum(len(phone.answered) for phone in phones) < share * whole:
                await asyncio.sleep(0.05)
            deed()
    await heard(phones)
    assert sum(len(phone.answered) for phone in phones) == whole


def kill(server: Workers, number: int) -> None:
    killed = sorted(server.pids())[:number]
    for pid in killed:
        os.kill(pid, signal.SIGKILL)
    until(lambda: gone(set(killed)))  # whose connections are reset until then


class Page:
    """One that follows, and comes back with what it knows when its line is lost."""

    def __init__(self, evening: Evening, ticket: str) -> None:
        self.evening, self.ticket = evening, ticket
        self.screen = Screen()
        self.heard = asyncio.Event()

    async def watch(self, url: str) -> None:
        """Until cancelled."""
        async with aiohttp.ClientSession() as http:
            while True:
                with suppress(Closed, aiohttp.ClientError, ConnectionError, TimeoutError):
                    await self._follow(http, url)
                await asyncio.sleep(0.2)

    async def _follow(self, http: aiohttp.ClientSession, url: str) -> None:
        wire = await Wire.open(http, url)
        wire.screen = self.screen
        known = {"epoch": self.screen.epoch, "version": self.screen.version} if self.screen.epoch else {}
        await wire.enter(self.evening.session_id, self.ticket, **known)
        while True:
            self.heard.set()
            await wire.hear(patience=60)

    async def caught_up(self) -> dict[str, Any]:
        """What a fresh page shows, as soon as this one stands where that one does."""
        fresh: dict[str, Any] = {}
        with suppress(TimeoutError):
            async with asyncio.timeout(60):
                while not fresh or (self.screen.version, self.screen.me) != (fresh["version"], fresh["me"]):
                    if fresh and self.screen.version <= fresh["version"]:
                        await self.heard.wait()
                    self.heard.clear()
                    fresh = await self.evening.look(self.ticket)
        return fresh
