"""Proving, after a desk began with a snapshot, what the snapshot stands for: slowly, so that nobody waits for it."""

import asyncio
import logging
from collections.abc import Callable

from orchestrator.clock import Clock
from orchestrator.eventlog.log import NO_HASH, Damaged, Log, Snapshot, StoreUnavailable, chain
from orchestrator.handler.desk import Desk

logger = logging.getLogger(__name__)

PIECE = 250  # commits: a few ms of the store's time
PAUSE = 20  # ms between two pieces
RETRY = 5_000  # ms while the store does not answer


class Prover:
    """``doubt`` is called with a desk whose log turned out to be damaged before the snapshot."""

    def __init__(self, log: Log, clock: Clock, doubt: Callable[[Desk], None]) -> None:
        self._log = log
        self._clock = clock
        self._doubt = doubt
        self._at_work: dict[Desk, asyncio.Task[None]] = {}
        self._turn = asyncio.Lock()

    def start(self, desk: Desk, snapshot: Snapshot) -> None:
        """One after the other, where there are several."""
        self.stop(desk)
        work = self._prove(desk, snapshot.epoch, snapshot.version, snapshot.hash)
        task = self._at_work[desk] = asyncio.get_running_loop().create_task(work, name=f"proof of {desk.stream}")
        task.add_done_callback(lambda done: self._ended(desk, done))

    def stop(self, desk: Desk) -> None:
        """Nobody needs to know any more."""
        if desk in self._at_work:
            self._at_work.pop(desk).cancel()

    async def finish(self) -> None:
        """Stop all."""
        tasks = list(self._at_work.values())
        for desk in list(self._at_work):
            self.stop(desk)
        await asyncio.gather(*tasks, return_exceptions=True)

    def _ended(self, desk: Desk, task: asyncio.Task[None]) -> None:
        if self._at_work.get(desk) is task:
            del self._at_work[desk]
        if not task.cancelled() and task.exception() is not None:
            logger.error("proving %s failed", desk.stream, exc_info=task.exception())

    async def _prove(self, desk: Desk, epoch: str, end: int, end_hash: bytes) -> None:
        async with self._turn:
            try:
                whole = await self._hash_at(desk.stream, end) == end_hash
            except Damaged:
                whole = False
            if not whole and await self._epoch(desk.stream) == epoch:  # else it is another log by now
                self._doubt(desk)

    async def _epoch(self, stream: str) -> str:
        while True:
            try:
                return await self._log.epoch(stream)
            except StoreUnavailable:
                await self._clock.sleep(RETRY)

    async def _hash_at(self, stream: str, end: int) -> bytes:
        """The hash of a commit, from the first one on; ``NO_HASH`` where it does not follow from that."""
        version, last = 0, NO_HASH
        while version < end:
            await self._clock.sleep(PAUSE)
            try:
                commits = await self._log.read(stream, version, min(PIECE, end - version))
            except StoreUnavailable:
                await self._clock.sleep(RETRY)
                continue
            if not commits or commits[0].hash != chain(last, commits[0].body):
                return NO_HASH
            version, last = commits[-1].version, commits[-1].hash
        return last
