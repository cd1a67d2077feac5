"""One process of ours without its web server: handler, timekeeper, opener and reactor over a log in memory."""

import asyncio
from collections.abc import Callable

from msgspec.structs import replace

from orchestrator.conferencing.bigbluebutton.provider import BigBlueButton
from orchestrator.conferencing.manual import Manual
from orchestrator.conferencing.opening import Opener
from orchestrator.conferencing.provider import Call, Place, Provider
from orchestrator.conferencing.reactor import Reactor
from orchestrator.conferencing.warning import Ours, Warner, always_ours
from orchestrator.handler import Answer, Handler
from orchestrator.messages import LINKS, SYSTEM, Actor, ActorId, Command, RoomId, SessionId
from orchestrator.recordings.state import Recording
from orchestrator.session.calls import Tool
from orchestrator.session.codec import decode
from orchestrator.session.commands import Open, PlannedPhase, PlannedRoom
from orchestrator.session.state import Session
from orchestrator.timekeeper import Timekeeper
from tests.conferencing.fake_bbb import MINUTE
from tests.fakes import FakeClock, MemoryLog, Shelf

OPEN = Open(
    session_id=SessionId("s1"),
    title="An evening",
    join_code="JOINCODE",
    phases=(
        PlannedPhase("breakout", "In your rooms", 45 * MINUTE, "advance"),
        PlannedPhase("break", "Break", 15 * MINUTE, "advance"),
        PlannedPhase("panel", "Panel", 60 * MINUTE, "wait"),
    ),
    rooms=(PlannedRoom("Mentoring"), PlannedRoom("Assessment", call_url="https://meet.example.org/b")),
    links={link: f"hash of {link}" for link in LINKS},
    language="en",
    timezone="UTC",
    calls=Tool.BIGBLUEBUTTON,
)
ROOM, PLENARY = Place(SessionId("s1"), RoomId("r1")), Place(SessionId("s1"))
PATIENCE = 30  # seconds; far more than anything here takes, it only bounds failures


async def soon(condition: Callable[[], object]) -> None:
    """Let everything run until ``condition`` holds, also what goes over a socket of this machine."""
    async with asyncio.timeout(PATIENCE):
        while not condition():
            await asyncio.sleep(0)


class Worker:
    """``ours``: whether something falls to this worker."""

    def __init__(self, clock: FakeClock, provider: BigBlueButton, shelf: Shelf | None = None, ours: Ours = always_ours) -> None:
        self.clock = clock
        self.log = MemoryLog(shelf)
        self.handler = Handler(self.log, clock, opened=lambda session_id: self.reactor.opened(session_id))
        self.tools: dict[str, Provider] = {"manual": Manual(), "bigbluebutton": provider}
        self.opener = Opener(self.handler, self.tools, clock)
        self.reactor = Reactor(self.handler, self.tools, Warner(clock, ours), clock, lambda: 0.5, ours)
        self.keeper = Timekeeper(self.log, self.handler, clock)
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> "Worker":
        changes = self.log.changes()

        async def listen() -> None:
            async for change in changes:
                self.keeper.changed(change)
                self.reactor.changed(change)

        work = (listen(), self.keeper.run(), self.reactor.run())
        self._tasks = [asyncio.create_task(part) for part in work]
        return self

    async def stop(self) -> None:
        await self.opener.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def send(self, command: Command, by: str = "host") -> Answer:
        return await self.handler.submit(SessionId("s1"), replace(command, actor=Actor(ActorId(by))))

    async def begin(self, **details: object) -> None:
        await self.send(replace(OPEN, **details), by=SYSTEM.id)

    async def enter(self, place: Place = ROOM, record: bool = True) -> str:
        """Opens a call as the page does; the way in."""
        session = await self.session()
        provider = self.opener.provider(session, None)
        assert provider is not None
        meeting = await self.opener.open(session, provider, call(place, record))
        return meeting.id

    async def session(self) -> Session:
        desk = await self.handler.read(SessionId("s1"))
        assert desk is not None
        assert desk.folded.session is not None
        return desk.folded.session

    def seen(self) -> Session:
        """As this process last saw it."""
        desk = self.handler.seen(SessionId("s1"))
        assert desk is not None
        assert desk.folded.session is not None
        return desk.folded.session

    def recordings(self) -> list[Recording]:
        found = self.seen().recordings.recordings
        return [found[name] for name in sorted(found)]

    def events(self, name: str) -> int:
        """How many of these the log holds."""
        entries = [entry for commit in self.log.commits("s1") for entry in decode(commit.body)]
        return sum(type(event).__name__ == name for entry in entries for event in entry.events)


def call(place: Place = ROOM, record: bool = True) -> Call:
    return Call(place, "A title", 240, record, "http://127.0.0.1:1/hooks/bigbluebutton/token")
