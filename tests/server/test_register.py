"""Who is there is written down once a minute, while the session is live, and nobody else."""

import asyncio
from pathlib import Path
from typing import NamedTuple

import pytest

from orchestrator.agenda.commands import Start
from orchestrator.messages import ActorId, SessionId
from orchestrator.server.register import Register
from orchestrator.session.commands import Finish
from orchestrator.viewing.decider import Limits
from orchestrator.viewing.ledger import Ledger
from orchestrator.viewing.state import MINUTE
from tests.fakes import FakeClock, until
from tests.given import t
from tests.server.serving import serving
from tests.server.test_attendance import House


class Socket(NamedTuple):
    session_id: str
    actor_id: str


class Hall(House):
    """A house that keeps a register."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[Socket] = []
        self.ledger = Ledger(self.log, self.clock, Limits())
        newcomers = self.attendance.newcomers
        self.register = Register(self.handler, self.ledger, self.clock, lambda: self.open, newcomers)  # type: ignore[arg-type,return-value]

    async def rosters(self) -> dict[int, tuple[str, ...]]:
        return dict((await self.ledger.state(SessionId("s1"))).rosters.items())


@pytest.fixture
async def hall() -> Hall:
    hall = Hall()
    await hall.fill()
    hall.open = [Socket("s1", who) for who in ("p1", "p2", "p2", "host", "stage")]
    return hall


async def test_people_with_a_socket_are_there_and_shared_links_are_nobody(hall: Hall) -> None:
    await hall.send(Start())
    await hall.register.take()
    assert await hall.rosters() == {t("19:00"): ("p1", "p2")}


async def test_whoever_only_asked_in_this_minute_is_there_too(hall: Hall) -> None:
    await hall.send(Start())
    hall.attendance.came(hall.session, ActorId("p3"))
    await hall.register.take()
    hall.clock.advance(MINUTE)
    await hall.register.take()
    assert await hall.rosters() == {t("19:00"): ("p1", "p2", "p3"), t("19:01"): ("p1", "p2")}


async def test_before_the_start_and_after_the_end_nobody_is_written_down(hall: Hall) -> None:
    await hall.register.take()
    await hall.send(Start())
    await hall.send(Finish())
    await hall.register.take()
    assert await hall.rosters() == {}


async def test_a_roster_is_taken_as_each_minute_begins(hall: Hall) -> None:
    await hall.send(Start())
    hall.clock.advance(20_000)
    running = asyncio.ensure_future(hall.register.run())
    await until(lambda: hall.clock.sleepers)
    assert hall.clock.slept[-1] == 40_000
    hall.clock.advance(40_000)
    await until(lambda: hall.clock.slept[-1] == MINUTE)
    assert await hall.rosters() == {t("19:01"): ("p1", "p2")}
    running.cancel()


async def test_a_store_that_refuses_costs_a_minute_and_no_more(hall: Hall) -> None:
    await hall.send(Start())
    hall.log.refuses_writes = True
    await hall.register.take()
    hall.log.refuses_writes = False
    hall.clock.advance(MINUTE)
    await hall.register.take()
    assert await hall.rosters() == {t("19:01"): ("p1", "p2")}


async def test_real_sockets_are_counted(tmp_path: Path) -> None:
    async with serving(tmp_path / "log.db", clock=FakeClock()) as server:  # its own register waits for a minute to begin
        evening = await server.program.open()
        ana, ben = await evening.join("Ana", "r1"), await evening.join("Ben", "r2")
        await evening.do(evening.host, "agenda.start")
        wires = [await server.connected(evening.id, ticket) for ticket in (ana.ticket, evening.host)]
        await evening.seen(ben.ticket)
        parts = server.parts
        ledger = Ledger(parts.log, FakeClock(), Limits())
        register = Register(parts.handler, ledger, FakeClock(), parts.hub.connections, list)
        await register.take()
        assert (await ledger.state(SessionId(evening.id))).present == {ana.id: 1}
        assert len(wires) == 2
