"""Wakes sessions in which nobody commands at the instants at which something is due."""

import asyncio
import heapq
import logging
from collections.abc import Callable

from orchestrator.clock import Clock
from orchestrator.eventlog.log import Change, Log, StoreUnavailable
from orchestrator.handler import Handler, Refused
from orchestrator.messages import Millis, SessionId

logger = logging.getLogger(__name__)

FOREVER = 2**53
RETRY = 1_000  # ms between tries while the store refuses
RETRY_UNREADABLE = 60_000  # ms between tries of a session whose log cannot be read: somebody has to mend it first
LATER = 1_500  # ms; the worker that leads has done it by then, if it lives
LONGEST_NAP = 10_000  # ms; a clock that was moved while we slept is noticed by then


def _alone(session_id: SessionId) -> bool:
    return True


class Timekeeper:
    """Keeps the due moments of all streams in memory; the log's index is read once, at the start.

    ``leads``: whether this worker, of all, comes first in a session. The others let it go ahead where they would have to read
    the session for it; who wakes it in the end makes no difference to what happens.
    """

    def __init__(self, log: Log, handler: Handler, clock: Clock, leads: Callable[[SessionId], bool] = _alone) -> None:
        self._log = log
        self._handler = handler
        self._clock = clock
        self._leads = leads
        self._heap: list[tuple[Millis, str, Millis]] = []  # when to wake a stream, and for what is due when
        self._due: dict[str, Millis] = {}  # a heap entry counts only while it is for what stands here
        self._earlier = asyncio.Event()

    def changed(self, change: Change) -> None:
        """A stream has grown: what is due in it may have moved."""
        if change.due_at is None:
            self._due.pop(change.stream, None)
        elif self._due.get(change.stream) != change.due_at:
            self._plan(change.stream, change.due_at)
            self._earlier.set()

    async def run(self) -> None:
        """Until cancelled."""
        for stream, due_at in await self._index():
            if stream not in self._due:  # what changed meanwhile is newer
                self._plan(stream, due_at)
        while True:
            await self._wake_due()
            self._earlier.clear()
            await self._wait()

    async def _index(self) -> list[tuple[str, Millis]]:
        while True:
            try:
                return await self._log.due(FOREVER)
            except StoreUnavailable as error:
                logger.warning("what is due cannot be read yet: %s", error)
                await self._clock.sleep(RETRY)

    def _plan(self, stream: str, due_at: Millis) -> None:
        self._due[stream] = due_at
        heapq.heappush(self._heap, (due_at, stream, due_at))

    async def _wake_due(self) -> None:
        now = self._clock.now()
        woken = []
        while self._heap and self._heap[0][0] <= now:
            at, stream, due_at = heapq.heappop(self._heap)
            if self._due.get(stream) != due_at:
                continue
            if at == due_at and not self._comes_first(SessionId(stream)):
                heapq.heappush(self._heap, (now + LATER, stream, due_at))
                continue
            del self._due[stream]
            woken.append((stream, self._handler.wake(SessionId(stream))))
        for stream, future in woken:
            answer = await future
            if isinstance(answer, Refused):
                logger.warning("what is due in %s has to wait: %s", stream, answer.code)
                if stream not in self._due:
                    heals = answer.code == "server.store_unavailable"
                    self._plan(stream, now + (RETRY if heals else RETRY_UNREADABLE))

    def _comes_first(self, session_id: SessionId) -> bool:
        return self._handler.seen(session_id) is not None or self._leads(session_id)

    async def _wait(self) -> None:
        if not self._heap:
            await self._earlier.wait()
            return
        nap = asyncio.ensure_future(self._clock.sleep(min(self._heap[0][0] - self._clock.now(), LONGEST_NAP)))
        news = asyncio.ensure_future(self._earlier.wait())
        try:
            await asyncio.wait({nap, news}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            nap.cancel()
            news.cancel()
