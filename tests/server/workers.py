"""Several workers in one process, without their web servers: one shelf of streams, one board, one clock moved by hand."""

import asyncio
import json
from collections.abc import Callable

from msgspec.structs import replace

from orchestrator.eventlog.log import StoreUnavailable
from orchestrator.handler import Handler
from orchestrator.messages import LINKS, SYSTEM, Actor, ActorId, Command, Event, Role, SessionId
from orchestrator.rooms.commands import Volunteer
from orchestrator.rooms.events import MarkedAbsent, MarkedPresent
from orchestrator.server.attendance import Attendance
from orchestrator.server.channels import Connection
from orchestrator.server.hub import Hub
from orchestrator.server.peers import Peers
from orchestrator.session.codec import decode
from orchestrator.session.commands import Admit, Open, PlannedPhase, PlannedRoom
from orchestrator.settings import Settings
from orchestrator.workers.board import LIFETIME_MS, Alone
from tests.fakes import FakeClock, MemoryLog, Shelf, settled
from tests.given import MINUTE, SECOND

S1 = SessionId("s1")
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


class Wall:
    """What hangs on the board. ``away``: nobody gets there."""

    def __init__(self, now: Callable[[], int] = lambda: 0) -> None:
        self.now = now
        self.away = False
        self.told: dict[str, tuple[int, bytes]] = {}


class Pin(Alone):
    """The board as one worker sees it."""

    def __init__(self, wall: Wall, worker: str) -> None:
        self.worker = worker
        self.away = False
        self._wall = wall

    async def exchange(self, mine: bytes) -> dict[str, bytes]:
        if self.away or self._wall.away:
            raise StoreUnavailable("the board is away")
        now = self._wall.now()
        self._wall.told[self.worker] = (now, mine)
        others = ((worker, told) for worker, told in self._wall.told.items() if worker != self.worker)
        return {worker: blob for worker, (at, blob) in others if now - at < LIFETIME_MS}

    async def leave(self) -> None:
        self._wall.told.pop(self.worker, None)


class Transport:
    """Takes everything, and remembers it."""

    def __init__(self) -> None:
        self.frames: list[bytes] = []
        self.closing = False

    def write(self, data: bytes) -> None:
        self.frames.append(data)

    def close(self) -> None:
        self.closing = True

    def is_closing(self) -> bool:
        return self.closing

    def get_write_buffer_size(self) -> int:
        return 0


class Socket:
    """One open socket of somebody at one worker."""

    def __init__(self, person: str, session_id: str = "s1") -> None:
        self.transport = Transport()
        self.connection = Connection(self.transport, "")  # type: ignore[arg-type]
        self.connection.session_id, self.connection.actor_id = session_id, person

    @property
    def open(self) -> bool:
        return not self.transport.closing

    def told(self, name: str) -> list[dict[str, object]]:
        """The payloads of the events of that name."""
        mark = f'["{name}",'
        written = [data.decode(errors="replace") for data in self.transport.frames if mark.encode() in data]
        return [json.JSONDecoder().raw_decode(text[text.index(mark) :])[0][1] for text in written]


class World:
    """A session with p1 to p4 in its first room, p1 its representative and p2 the deputy; it has begun."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.shelf = Shelf()
        self.wall = Wall(self.clock.now)
        self.workers: list[Worker] = []

    async def worker(self, name: str, **settings: object) -> "Worker":
        worker = Worker(self, name, **settings)
        self.workers.append(worker)
        await worker.start()
        return worker

    async def pass_by(self, seconds: int) -> None:
        for _ in range(seconds):
            self.clock.advance(SECOND)
            await settled()

    @property
    def told(self) -> list[Event]:
        """What the log says of coming and going, without the instants."""
        commits = self.shelf.streams.get("s1", [])
        events = [event for commit in commits for entry in decode(commit.body) for event in entry.events]
        return [replace(event, at=0) for event in events if isinstance(event, MarkedAbsent | MarkedPresent)]

    async def end(self) -> None:
        for worker in self.workers:
            await worker.die()


class Worker:
    def __init__(self, world: World, name: str, **settings: object) -> None:
        self.log = MemoryLog(world.shelf)
        chosen = Settings(absent_seconds=20, **settings)
        self.handler = Handler(self.log, world.clock)
        self.attendance = Attendance(self.handler, world.clock, chosen)
        self.hub = Hub(self.handler, self.attendance, world.clock, chosen)
        self.board = Pin(world.wall, name)
        self.peers = Peers(self.board, world.clock, self.hub.gathered)
        self.peers.carry(sockets=self.hub.told, back=self.attendance.told)
        self._tasks: list[asyncio.Task[None]] = []
        self._open: list[Socket] = []

    async def start(self) -> None:
        changes = self.log.changes()

        async def listen() -> None:
            async for change in changes:
                self.hub.changed(change)

        self._tasks = [asyncio.create_task(work) for work in (listen(), self.peers.run(), self.hub.pulse())]
        await settled()

    async def fill(self, start: Command) -> None:
        await self.send(OPEN, by=SYSTEM.id)
        for number in range(1, 5):
            person = Admit(name="Ana", role=Role.PARTICIPANT, ticket_hash=f"hash {number}", room_id="r1")
            await self.send(person, by=SYSTEM.id)
        for person in ("p1", "p2"):
            await self.send(Volunteer(), by=person)
        await self.send(start)

    async def send(self, command: Command, by: str = "host") -> None:
        await self.handler.submit(S1, replace(command, actor=Actor(ActorId(by))))

    async def come(self, person: str) -> Socket:
        socket = Socket(person)
        await self.hub.admit(socket.connection, None, None)
        await settled()
        self._open.append(socket)
        return socket

    async def leave(self, *sockets: Socket) -> None:
        for socket in sockets:
            socket.transport.close()
            self.hub.leave(socket.connection)
        await settled()

    async def die(self) -> None:
        """As after a kill -9: nothing is said any more, not even to the board."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for gathering in self.hub._gatherings.values():
            if gathering.ticks is not None:
                gathering.ticks.cancel()
        await self.log.close()

    async def end(self) -> None:
        """As on SIGTERM: its sockets are closed, and it takes its leave."""
        await self.leave(*(socket for socket in self._open if socket.open))
        await self.die()
        await self.peers.leave()
