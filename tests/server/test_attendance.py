"""Who speaks for a room and loses the connection is away after a while, and back at once."""

import asyncio
from pathlib import Path

import pytest
from msgspec.structs import replace

from orchestrator.agenda.commands import Start
from orchestrator.handler import Handler
from orchestrator.messages import LINKS, SYSTEM, Actor, ActorId, Command, Event, Role
from orchestrator.rooms.commands import Appoint, MarkPresent, Volunteer
from orchestrator.rooms.events import MarkedAbsent, MarkedPresent
from orchestrator.server.attendance import Attendance
from orchestrator.session.codec import decode
from orchestrator.session.commands import Admit, Finish, Open, PlannedPhase, PlannedRoom
from orchestrator.session.state import Session
from orchestrator.settings import Settings
from tests.fakes import FakeClock, MemoryLog, settled
from tests.given import MINUTE, SECOND, away, back
from tests.server.serving import Server, serving
from tests.server.wire import Wire

OPEN = Open(
    session_id="s1",
    title="An evening",
    join_code="JOINCODE",
    phases=(PlannedPhase("breakout", "In your rooms", 45 * MINUTE, "wait"),),
    rooms=(PlannedRoom("Mentoring"), PlannedRoom("Assessment")),
    links={link: f"hash of {link}" for link in LINKS},
    language="en",
    timezone="UTC",
)


class House:
    """One process with one session: p1, p2 and p3 in the first room, p1 its representative, p2 the deputy."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.log = MemoryLog()
        self.handler = Handler(self.log, self.clock)
        self.attendance = Attendance(self.handler, self.clock, Settings(absent_seconds=20))
        self.sockets: list[str] = []

    async def fill(self) -> None:
        await self.send(OPEN, by=SYSTEM.id)
        for number in (1, 2, 3):
            person = Admit(name="Ana", role=Role.PARTICIPANT, ticket_hash=f"hash {number}", room_id="r1")
            await self.send(person, by=SYSTEM.id)
        await self.send(Volunteer(), by="p1")
        await self.send(Volunteer(), by="p2")

    async def send(self, command: Command, by: str = "host") -> None:
        await self.handler.submit("s1", replace(command, actor=Actor(ActorId(by))))

    @property
    def session(self) -> Session:
        desk = self.handler.seen("s1")
        assert desk is not None
        assert desk.folded.session is not None
        return desk.folded.session

    def come(self, *people: str) -> None:
        for person in people:
            self.sockets.append(person)
            self.attendance.came(self.session, person)

    def leave(self, *people: str) -> None:
        for person in people:
            self.sockets.remove(person)
            self.attendance.left(self.session, person)

    async def pass_by(self, seconds: int) -> None:
        """Time, with a beat every second."""
        for _ in range(seconds):
            self.clock.advance(SECOND)
            self.attendance.beat(lambda session_id, person: session_id == "s1" and person in self.sockets)
            await settled()

    @property
    def told(self) -> list[Event]:
        """What the log says of coming and going, without the instants."""
        events = [event for commit in self.log.commits("s1") for entry in decode(commit.body) for event in entry.events]
        return [replace(event, at=0) for event in events if isinstance(event, MarkedAbsent | MarkedPresent)]


@pytest.fixture
async def lobby() -> House:
    house = House()
    await house.fill()
    return house


@pytest.fixture
async def house(lobby: House) -> House:
    """In its first phase, with everybody there."""
    await lobby.send(Start())
    lobby.come("p1", "p2", "p3")
    return lobby


async def test_a_representative_who_is_gone_for_twenty_seconds_is_away(house: House) -> None:
    house.leave("p1")
    await house.pass_by(19)
    assert house.told == []
    await house.pass_by(1)
    assert house.told == [away("p1")]


async def test_a_deputy_is_missed_too(house: House) -> None:
    house.leave("p2", "p1")
    await house.pass_by(30)
    assert house.told == [away("p2"), away("p1")]


async def test_a_phone_that_changes_the_network_is_not_missed(house: House) -> None:
    house.leave("p1")
    await house.pass_by(8)
    house.come("p1")
    await house.pass_by(60)
    assert house.told == []


async def test_whoever_comes_back_is_there_at_once(house: House) -> None:
    house.leave("p1")
    await house.pass_by(30)
    house.come("p1")
    await settled()
    assert house.told == [away("p1"), back("p1")]


async def test_whoever_comes_back_while_it_is_written_down_is_there_in_the_end(house: House) -> None:
    house.leave("p1")
    await house.pass_by(19)
    house.clock.advance(SECOND)
    house.attendance.beat(lambda *_: False)
    house.come("p1")  # the session does not say yet that p1 is away
    await settled()
    assert house.told == [away("p1"), back("p1")]


async def test_whoever_goes_again_is_missed_again(house: House) -> None:
    for _ in range(2):
        house.leave("p1")
        await house.pass_by(25)
        house.come("p1")
        await settled()
    assert house.told == [away("p1"), back("p1")] * 2


async def test_a_laptop_is_as_good_as_a_phone(house: House) -> None:
    house.come("p1")
    house.leave("p1")
    await house.pass_by(30)
    assert house.told == []
    house.leave("p1")
    await house.pass_by(20)
    assert house.told == [away("p1")]


async def test_members_are_not_missed(house: House) -> None:
    house.leave("p3")
    await house.pass_by(30)
    assert house.told == []


async def test_whoever_never_had_a_socket_is_not_missed(lobby: House) -> None:
    await lobby.send(Start())
    await lobby.pass_by(60)
    assert lobby.told == []


async def test_the_evening_begins_without_who_left_before_it(lobby: House) -> None:
    lobby.come("p1", "p2")
    lobby.leave("p1")
    await lobby.pass_by(60)
    assert lobby.told == []
    await lobby.send(Start())
    await lobby.pass_by(1)
    assert lobby.told == [away("p1")]


async def test_whom_the_host_knows_to_be_there_stays_there(house: House) -> None:
    house.leave("p1")
    await house.pass_by(25)
    await house.send(MarkPresent(participant_id="p1"))
    await house.pass_by(60)
    assert house.told == [away("p1"), back("p1")]


async def test_the_end_of_the_evening_is_the_end_of_waiting(house: House) -> None:
    house.leave("p1")
    await house.send(Finish())
    await house.pass_by(30)
    assert house.told == []
    assert house.attendance.count() == 0


async def test_coming_back_after_the_end_changes_nothing(house: House) -> None:
    house.leave("p1")
    await house.pass_by(25)
    await house.send(Finish())
    house.come("p1")
    await settled()
    assert house.told == [away("p1")]


async def test_whoever_was_replaced_meanwhile_is_not_missed(house: House) -> None:
    house.leave("p1")
    await house.send(Appoint(room_id="r1", participant_id="p3", seat="representative"))
    await house.pass_by(30)
    assert house.told == []


async def test_while_the_store_refuses_it_is_said_again(house: House, faults: list[str]) -> None:
    faults.append("the store refused a write")
    house.leave("p1")
    house.log.refuses_writes = True
    await house.pass_by(30)
    assert house.told == []
    house.log.refuses_writes = False
    await house.pass_by(20)
    assert house.told == [away("p1")]


async def test_nobody_is_remembered_longer_than_needed(house: House) -> None:
    house.leave("p1", "p2", "p3")
    assert house.attendance.count() == 2
    await house.pass_by(21)
    assert house.attendance.count() == 0


async def test_a_session_that_left_the_memory_is_forgotten(lobby: House) -> None:
    lobby.come("p1")
    lobby.leave("p1")
    lobby.handler.forget(keep=())
    await lobby.pass_by(20)
    assert lobby.attendance.count() == 0


# With real sockets


def room(wire: Wire) -> dict[str, object]:
    return dict(wire.screen.view["rooms"]["r1"])


async def test_everybody_sees_who_is_away_and_who_is_back(tmp_path: Path) -> None:
    async with serving(tmp_path / "log.db", absent_seconds=0) as server:
        evening = await server.program.open()
        ana, ben = await evening.join("Ana", "r1"), await evening.join("Ben", "r1")
        for person in (ana, ben):
            await evening.do(person.ticket, "rooms.volunteer")
        await evening.do(evening.host, "agenda.start")
        host = await server.connected(evening.id, evening.host)
        phone = await server.connected(evening.id, ana.ticket)
        assert room(host)["speaker"] == "Ana"
        await phone.socket.close()
        await host.until(lambda: room(host).get("absent") == ["representative"])
        assert room(host)["speaker"] == "Ben"
        phone = await server.connected(evening.id, ana.ticket)
        await host.until(lambda: "absent" not in room(host))
        assert room(host)["speaker"] == "Ana"
        await phone.until(lambda: "absent" not in phone.screen.me)


async def test_a_server_knows_who_is_here(server: Server) -> None:
    evening = await server.program.open()
    ana = await evening.join("Ana", "r1")
    hub = server.parts.hub
    assert not hub.here(evening.id, ana.id)
    phone, laptop = await asyncio.gather(*(server.connected(evening.id, ana.ticket) for _ in range(2)))
    assert hub.here(evening.id, ana.id)
    await phone.socket.close()
    assert hub.here(evening.id, ana.id)
    await laptop.socket.close()
    host = await server.connected(evening.id, evening.host)
    await host.until(lambda: any(name == "presence" and data["here"] == [] for name, data in host.heard))
    assert not hub.here(evening.id, ana.id)
