"""Keeping snapshots, so that a desk need not begin from the first commit.

They are written beside the work, now and then, and a store may lose them: nothing waits for them, and none is missed.
"""

import asyncio
import logging
from weakref import WeakKeyDictionary

from orchestrator.eventlog.log import Log, Snapshot, StoreUnavailable
from orchestrator.handler.desk import Desk
from orchestrator.session.folded import Folded
from orchestrator.session.snapshot import kept

logger = logging.getLogger(__name__)

EVERY = 5_000  # events: to fold so many takes less than 0.3 s
SHARE = 10  # of the time at most one part in so many is spent on snapshots of a session


class Keeping:
    def __init__(self, log: Log) -> None:
        self._log = log
        self._at_work: dict[Desk, asyncio.Task[None]] = {}
        self._rests: WeakKeyDictionary[Desk, float] = WeakKeyDictionary()  # until when, by the loop's time
        self._failed = False

    def grown(self, desk: Desk, before: int) -> None:
        """This process has appended. Of several workers one appends what fills the next five thousand, and that one keeps it."""
        if desk.folded.events // EVERY > before // EVERY:
            self._keep(desk, perhaps_kept=False)

    def begun(self, desk: Desk) -> None:
        """A desk began without a snapshot, as all workers may have done at once."""
        if desk.folded.events >= EVERY:
            self._keep(desk, perhaps_kept=True)

    async def finish(self) -> None:
        """Return when none is being written any more."""
        if self._at_work:
            await asyncio.wait(self._at_work.values())

    def _keep(self, desk: Desk, *, perhaps_kept: bool) -> None:
        loop = asyncio.get_running_loop()
        if desk not in self._at_work and loop.time() >= self._rests.get(desk, 0):
            work = self._write(desk, desk.epoch, desk.folded, perhaps_kept)
            self._at_work[desk] = loop.create_task(work, name=f"snapshot of {desk.stream}")

    async def _write(self, desk: Desk, epoch: str, folded: Folded, perhaps_kept: bool) -> None:
        loop = asyncio.get_running_loop()
        began = loop.time()
        try:
            if not (perhaps_kept and await self._is_kept(desk, epoch, folded)):
                body = await asyncio.to_thread(kept, folded)
                await self._log.keep(Snapshot(desk.stream, epoch, folded.version, folded.hash, body))
            self._failed = False
        except Exception as error:
            if not self._failed:  # it would be said every few seconds
                expected = isinstance(error, StoreUnavailable)
                logger.warning("no snapshot of %s is kept: %s", desk.stream, error, exc_info=None if expected else error)
            self._failed = True
        finally:
            del self._at_work[desk]
            self._rests[desk] = loop.time() + (SHARE - 1) * (loop.time() - began)

    async def _is_kept(self, desk: Desk, epoch: str, folded: Folded) -> bool:
        there = await self._log.kept(desk.stream)
        return there is not None and there.epoch == epoch and there.version + EVERY > folded.version
