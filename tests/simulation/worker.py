"""One worker: its real parts, wired as in ``orchestrator/app.py``, with a clock of its own and without a network."""

from collections.abc import Awaitable, Callable
from contextvars import copy_context
from typing import Any, TypeVar

from orchestrator.clock import SystemClock
from orchestrator.eventlog.log import Change
from orchestrator.handler import Desk, Handler
from orchestrator.server.attendance import Attendance
from orchestrator.server.hub import Hub
from orchestrator.session.folded import Folded
from orchestrator.settings import Settings
from orchestrator.timekeeper import Timekeeper
from tests.simulation.loop import NS, PROCESS
from tests.simulation.storage import STREAM, Store, Wire

CHECK_CLOCK = 5_000
TIDY = 60_000
SETTINGS = Settings(absent_seconds=20)
T = TypeVar("T")


class Worker:
    """``skew``: how far its wall clock is ahead (ms). ``cuts``: how often it found the log cut."""

    def __init__(self, store: Store, wall: Callable[[], int], skew: int, history: int, leads: bool) -> None:
        self.store = store
        self.skew = skew
        self.alive = True
        self.cuts = 0
        self._wall = wall
        self._context = copy_context()
        self._context.run(PROCESS.set, self)
        self.run(self._begin, history, leads)

    def run(self, call: Callable[..., T], *args: Any) -> T:
        """As one of its own doings."""
        return self._context.run(call, *args)

    def start(self, work: Awaitable[Any]) -> None:
        self.run(self.store.loop.create_task, work)

    def die(self) -> None:
        self.alive = False
        self.store.loop.kill(self)
        self.wire.cut()

    @property
    def desk(self) -> Desk | None:
        return self.handler.seen(STREAM)

    @property
    def folded(self) -> Folded:
        return Folded() if self.desk is None else self.desk.folded

    def _begin(self, history: int, leads: bool) -> None:
        loop = self.store.loop
        self.wire = Wire(self.store)
        self.clock = SystemClock(lambda: (self._wall() + self.skew) * NS, lambda: loop.ns)
        self.handler = Handler(self.wire, self.clock, history, cut=self._log_cut)
        self.attendance = Attendance(self.handler, self.clock, SETTINGS)
        self.hub = Hub(self.handler, self.attendance, self.clock, SETTINGS)
        self.timekeeper = Timekeeper(self.wire, self.handler, self.clock, lambda session_id: leads)
        for work in (self._carry(), self.timekeeper.run(), self.hub.pulse(), self._watch_clock(), self._tidy()):
            loop.create_task(work)

    async def _carry(self) -> None:
        async for change in self.wire.changes():
            self.timekeeper.changed(change)
            self.hub.changed(change)

    def _log_cut(self, session_id: str) -> None:
        self.cuts += 1
        self.hub.changed(Change(session_id, 0, None))

    async def _watch_clock(self) -> None:
        while True:
            await self.clock.sleep(CHECK_CLOCK)
            self.clock.check()

    async def _tidy(self) -> None:
        while True:
            await self.clock.sleep(TIDY)
            self.handler.forget(keep=self.hub.sessions())
