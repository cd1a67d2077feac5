"""What histories have shown, each told by itself: whoever looks is told what is true, also where nothing more happens."""

import asyncio
from collections.abc import AsyncIterator
from typing import NamedTuple

import pytest
from msgspec.structs import replace

from orchestrator.agenda.commands import Start
from orchestrator.eventlog.log import NO_HASH, Commit, Snapshot, StoreUnavailable, chain
from orchestrator.handler import Handler
from orchestrator.handler.proving import RETRY, Prover
from orchestrator.messages import SYSTEM, Actor, ActorId, SessionId
from orchestrator.rooms.commands import Announce
from tests.fakes import FakeClock, MemoryLog, settled
from tests.server.workers import OPEN, Socket, World

HOST = Actor(ActorId("host"))
LISTEN = Announce(text="Listen")


class Place(NamedTuple):
    """Of a desk as much as a proof needs."""

    stream: SessionId


@pytest.fixture
async def world() -> AsyncIterator[World]:
    """Two workers; nobody looks at the session through the first."""
    world = World()
    here, _ = await world.worker("here"), await world.worker("elsewhere")
    await here.fill(Start())
    await world.pass_by(1)
    yield world
    await world.end()


def version_of(page: Socket) -> object:
    return [told["version"] for name in ("snapshot", "delta") for told in page.told(name)][-1]


async def test_what_changed_while_the_store_did_not_answer_is_told_when_it_does(world: World) -> None:
    here, elsewhere = world.workers
    page = await here.come("p3")
    await world.pass_by(1)
    here.log.refuses_reads = True
    await elsewhere.send(LISTEN)
    await world.pass_by(1)
    here.log.refuses_reads = False
    await world.pass_by(5)
    assert version_of(page) == len(world.shelf.streams["s1"])


async def test_who_comes_while_the_store_does_not_answer_is_told_the_rest_when_it_does(world: World) -> None:
    here, elsewhere = world.workers
    await elsewhere.send(LISTEN)
    await world.pass_by(1)
    here.log.refuses_reads = True
    page = await here.come("p3")
    here.log.refuses_reads = False
    await world.pass_by(5)
    assert version_of(page) == len(world.shelf.streams["s1"])


async def test_the_first_to_come_is_told_what_changed_while_the_session_was_read(world: World) -> None:
    here, elsewhere = world.workers
    answer = asyncio.Event()
    read = here.log.read

    async def slowly(stream: str, after: int = 0, limit: int | None = None) -> list[Commit]:
        commits = await read(stream, after, limit)
        await answer.wait()
        return commits

    here.log.read = slowly  # type: ignore[method-assign]
    page = Socket("p3")
    coming = asyncio.ensure_future(here.hub.admit(page.connection, None, None))
    await settled()
    await elsewhere.send(LISTEN)
    await settled()
    answer.set()
    await coming
    await world.pass_by(5)
    assert version_of(page) == len(world.shelf.streams["s1"])


async def test_a_proof_that_fails_is_told_also_if_the_store_is_away_just_then() -> None:
    log, clock, doubted = MemoryLog(), FakeClock(), []
    for version in (1, 2):
        last = log.commits("s1")[-1].hash if version > 1 else NO_HASH
        await log.append(Commit("s1", version, b"%d" % version, chain(last, b"%d" % version)), None)
    log.damage("s1", 1, b"another")
    epoch, answers = log.epoch, iter((False, True))

    async def at_second(stream: str) -> str:
        if not next(answers):
            raise StoreUnavailable("the store does not answer")
        return await epoch(stream)

    log.epoch = at_second  # type: ignore[method-assign]
    prover = Prover(log, clock, doubted.append)
    desk = Place(SessionId("s1"))
    prover.start(desk, Snapshot("s1", log.shelf.epochs["s1"], 2, log.commits("s1")[1].hash, b""))
    for _ in range(3):
        await settled()
        clock.advance(RETRY)
    await settled()
    assert doubted == [desk]


async def test_a_cut_is_told_also_if_what_stands_there_now_happened_at_the_same_instant() -> None:
    log, clock, cuts = MemoryLog(), FakeClock(), []
    here, elsewhere = Handler(log, clock, cut=cuts.append), Handler(MemoryLog(log.shelf), clock)
    await here.submit(SessionId("s1"), replace(OPEN, actor=SYSTEM))
    await here.submit(SessionId("s1"), replace(LISTEN, actor=HOST))
    log.forget("s1", 1)
    log.begin_epoch("s1")
    await elsewhere.submit(SessionId("s1"), replace(Start(), actor=HOST))
    await here.read(SessionId("s1"))
    assert cuts == ["s1"]
