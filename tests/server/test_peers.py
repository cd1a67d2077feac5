"""What the workers tell each other: parsed strictly, once, and for as long as it holds."""

import asyncio
import pickle

import msgspec
import pytest

from orchestrator.messages import SessionId
from orchestrator.server.deeds import KEPT, LATER, Deeds
from orchestrator.server.meter import Meter
from orchestrator.server.peers import Peers, Topic
from orchestrator.workers.board import LIFETIME_MS
from tests.fakes import FakeClock, settled
from tests.server.workers import Pin, Wall

S1 = SessionId("s1")


class Worker:
    """``has``: what it tells. ``in_sessions``: where it has clients."""

    def __init__(self, wall: Wall, clock: FakeClock, name: str) -> None:
        self.has = {"x": 1}
        self.in_sessions: set[str] = set()
        self.hearings = 0
        self.board = Pin(wall, name)
        self.peers = Peers(self.board, clock, self._gathered)
        self.sessions = Topic(list[str], lambda: sorted(self.in_sessions))
        self.topic = Topic(dict[str, int], lambda: self.has, self._heard)
        self.deeds = Deeds(self.peers.leads, clock)
        self.peers.carry(numbers=self.topic, sessions=self.sessions, done=self.deeds.told)

    def _heard(self) -> None:
        self.hearings += 1

    def _gathered(self, session_id: SessionId) -> list[str]:
        here = {self.board.worker: list(self.in_sessions), **self.sessions.others}
        return [worker for worker, sessions in here.items() if session_id in sessions]


class World:
    def __init__(self, *names: str) -> None:
        self.clock = FakeClock()
        self.wall = Wall(self.clock.now)
        self.workers = [Worker(self.wall, self.clock, name) for name in names]

    async def all_hear(self) -> None:
        for _ in range(2):
            for worker in self.workers:
                if not worker.board.away:
                    await worker.peers.exchange()


@pytest.fixture
async def world() -> World:
    world = World("w1", "w2", "w3")
    await world.all_hear()
    return world


async def test_everybody_hears_what_the_others_have(world: World) -> None:
    one, two, three = world.workers
    two.has = {"y": 7}
    await world.all_hear()
    assert one.topic.others == {"w2": {"y": 7}, "w3": {"x": 1}}
    assert three.topic.others == {"w1": {"x": 1}, "w2": {"y": 7}}
    assert one.peers.living == {"w1", "w2", "w3"}


async def test_what_did_not_change_is_not_parsed_again(world: World) -> None:
    one, two, _ = world.workers
    before = one.topic.others["w2"]
    two.in_sessions.add("s9")
    await world.all_hear()
    assert one.topic.others["w2"] is before


async def test_a_worker_that_says_no_more_is_gone_after_a_while(world: World) -> None:
    one, two, three = world.workers
    for _ in range(LIFETIME_MS // 1_000):
        world.clock.advance(1_000)
        await one.peers.exchange()
        await three.peers.exchange()
    assert one.peers.living == {"w1", "w3"}
    assert "w2" not in one.topic.others
    await two.peers.exchange()
    await one.peers.exchange()
    assert one.peers.living == {"w1", "w2", "w3"}


async def test_without_the_board_what_was_heard_last_holds_for_a_while(world: World) -> None:
    one = world.workers[0]
    one.board.away = True
    world.clock.advance(LIFETIME_MS)
    await one.peers.exchange()
    assert len(one.topic.others) == 2
    assert not one.topic.deaf
    world.clock.advance(1)
    await one.peers.exchange()
    assert one.topic.others == {}
    assert one.topic.deaf
    assert one.peers.leads(S1)
    one.board.away = False
    await world.all_hear()
    assert len(one.topic.others) == 2
    assert not one.topic.deaf


async def test_a_board_that_is_away_is_logged_once(world: World, caplog: pytest.LogCaptureFixture) -> None:
    world.wall.away = True
    for _ in range(3):
        await world.workers[0].peers.exchange()
    assert len(caplog.records) == 1


def blob(**parts: object) -> bytes:
    return msgspec.msgpack.encode(parts)


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"\xc1",
        b"{}",
        pickle.dumps({"numbers": {"x": 1}}),
        blob(numbers=[1]),
        blob(numbers={"x": "1"}),
        blob(numbers={"x": 1}, done={"not": "a list"}),
        blob(numbers={"x": 1})[:-1],
        blob(numbers={"x": 1}) + b"\x00",
    ],
)
async def test_whoever_cannot_be_understood_is_not_there(
    world: World, said: bytes, caplog: pytest.LogCaptureFixture, faults: list[str]
) -> None:
    faults.append("cannot be read")
    one, two, _ = world.workers
    for _ in range(3):
        world.wall.told["w2"] = (world.clock.now(), said)
        await one.peers.exchange()
    assert one.peers.living == {"w1", "w3"}
    assert one.topic.others.keys() == {"w3"}
    assert len([record for record in caplog.records if "w2" in record.getMessage()]) == 1
    await two.peers.exchange()
    await one.peers.exchange()
    assert one.peers.living == {"w1", "w2", "w3"}


async def test_another_version_may_tell_more_and_less(world: World) -> None:
    one = world.workers[0]
    world.wall.told["w2"] = (world.clock.now(), blob(numbers={"z": 3}, weather="fine"))
    await one.peers.exchange()
    assert one.topic.others["w2"] == {"z": 3}
    assert "w2" not in one.sessions.others


async def test_those_who_want_to_know_are_told_after_each_exchange_that_came_about(world: World) -> None:
    one = world.workers[0]
    before = one.hearings
    await one.peers.exchange()
    one.board.away = True
    await one.peers.exchange()
    assert one.hearings == before + 1


async def test_taking_leave_is_believed_at_once(world: World) -> None:
    one, two, _ = world.workers
    await two.peers.leave()
    await one.peers.exchange()
    assert one.peers.living == {"w1", "w3"}


# Who leads


def leaders(world: World, session_id: str = "s1") -> list[str]:
    return [worker.board.worker for worker in world.workers if worker.peers.leads(SessionId(session_id))]


async def test_the_first_of_those_that_have_clients_leads(world: World) -> None:
    world.workers[1].in_sessions.add("s1")
    world.workers[2].in_sessions.add("s1")
    await world.all_hear()
    assert leaders(world) == ["w2"]


async def test_where_nobody_is_looked_after_one_leads_by_lot(world: World) -> None:
    by_lot = [leaders(world, f"s{number}") for number in range(100)]
    assert all(len(each) == 1 for each in by_lot)
    assert {name for (name,) in by_lot} == {"w1", "w2", "w3"}


async def test_when_a_worker_is_gone_only_its_sessions_find_another(world: World) -> None:
    before = {f"s{number}": leaders(world, f"s{number}") for number in range(100)}
    await world.workers[2].peers.leave()
    del world.workers[2]
    await world.all_hear()
    after = {session: leaders(world, session) for session in before}
    assert all(after[session] == who for session, who in before.items() if who != ["w3"])
    assert all(len(who) == 1 for who in after.values())


async def test_whoever_is_alone_leads() -> None:
    assert leaders(World("w1")) == ["w1"]


# What one need do


async def doing(world: World, deed: str = "warn") -> list[str]:
    """Every worker sets about the same at the same time; who does it."""
    asked = {worker.board.worker: asyncio.ensure_future(worker.deeds.ours(S1, deed)) for worker in world.workers}
    for _ in range(LATER // 1_000):
        await settled()
        await world.all_hear()
        world.clock.advance(1_000)
    return [name for name, answer in asked.items() if await answer]


async def test_one_of_several_does_it(world: World) -> None:
    for worker in world.workers:
        worker.in_sessions.add("s1")
    await world.all_hear()
    assert await doing(world) == ["w1"]


async def test_where_the_leader_does_not_know_of_it_another_does(world: World) -> None:
    world.workers[0].in_sessions.add("s1")
    await world.all_hear()
    leader = world.workers.pop(0)
    world.workers.pop()
    assert await doing(world) == ["w2"]
    assert not leader.deeds._done


async def test_whoever_leads_leaves_alone_what_another_has_done(world: World) -> None:
    """Two clocks that differ, or who leads has changed meanwhile."""
    world.workers[0].in_sessions.add("s1")
    leader = world.workers.pop(0)
    await doing(world)
    await world.all_hear()
    await leader.peers.exchange()
    assert not await leader.deeds.ours(S1, "warn")


async def test_each_deed_is_another(world: World) -> None:
    first = await doing(world, "warn 1")
    assert len(first) == 1
    assert await doing(world, "warn 2") == first


async def test_deeds_of_long_ago_are_forgotten(world: World) -> None:
    await doing(world)
    world.clock.advance(KEPT)
    await world.all_hear()
    assert not any(worker.deeds.told.mine() for worker in world.workers)


# What is measured


async def test_whichever_worker_is_asked_the_sums_are_the_same() -> None:
    clock = FakeClock()
    wall, meters = Wall(clock.now), [Meter(), Meter()]
    peers = [Peers(Pin(wall, f"w{number}"), clock, lambda session_id: ()) for number in range(2)]
    for number, meter in enumerate(meters):
        meter.gauge("sockets", "Open sockets.", lambda number=number: 10 + number)  # type: ignore[misc]
        meter.commands["ok"] = 3
        peers[number].carry(measured=meter.told)
    meters[1].commands["server.slow_down"] = 1
    for each in (*peers, *peers):
        await each.exchange()
    assert meters[0].text() == meters[1].text()
    assert "orchestrator_sockets 21" in meters[0].text()
    assert 'orchestrator_commands_total{outcome="ok"} 6' in meters[0].text()
    assert 'orchestrator_commands_total{outcome="server.slow_down"} 1' in meters[0].text()
