"""Whether the store takes what is to be saved. Hosts are told when it does not, and when it does again."""

import logging
from collections.abc import Callable

from orchestrator.clock import Clock
from orchestrator.eventlog.log import Log, StoreUnavailable

logger = logging.getLogger(__name__)

LOOK = 1_000  # ms


class Outage:
    """``tell``: called with whether the store is away, each time that changes."""

    def __init__(self, log: Log, clock: Clock, tell: Callable[[bool], None]) -> None:
        self._log = log
        self._clock = clock
        self._tell = tell
        self._away = False

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            await self._clock.sleep(LOOK)
            await self.look()

    async def look(self) -> None:
        try:
            await self._log.check()
        except StoreUnavailable as error:
            if not self._away:
                logger.error("nothing can be saved: %s", error)
            self._is(away=True)
        else:
            if self._away:
                logger.warning("saving works again")
            self._is(away=False)

    def _is(self, away: bool) -> None:
        if away != self._away:
            self._away = away
            self._tell(away)
