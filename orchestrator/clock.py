"""What time it is. Everything that needs to know is handed a clock."""

import asyncio
import time
from collections.abc import Callable
from typing import Protocol

from orchestrator.messages import Millis

TOLERANCE = 2_000  # ms the wall clock may differ before we wonder
PATIENCE = 60_000  # ms it must go on differing before we believe it


class Clock(Protocol):
    def now(self) -> Millis:
        """UTC milliseconds."""
        ...

    async def sleep(self, duration: int) -> None:
        """Return after ``duration`` ms."""
        ...


class SystemClock:
    """The wall clock at start plus the monotonic clock, so a jump of the wall clock does not move a session.

    ``check`` takes the wall clock's word when it has differed for a minute.
    """

    def __init__(self, wall: Callable[[], int] = time.time_ns, monotonic: Callable[[], int] = time.monotonic_ns) -> None:
        self._wall = wall
        self._monotonic = monotonic
        self._offset = wall() - monotonic()
        self._differs_since: int | None = None

    def now(self) -> Millis:
        return (self._offset + self._monotonic()) // 1_000_000

    async def sleep(self, duration: int) -> None:
        await asyncio.sleep(max(0, duration) / 1000)

    def check(self) -> int | None:
        """Call now and then. Returns by how many ms ``now`` was moved, if it was."""
        difference = self._wall() // 1_000_000 - self.now()
        since = self._monotonic() // 1_000_000
        if abs(difference) <= TOLERANCE:
            self._differs_since = None
            return None
        if self._differs_since is None:
            self._differs_since = since
        if since - self._differs_since < PATIENCE:
            return None
        self._differs_since = None
        self._offset += difference * 1_000_000
        return difference
