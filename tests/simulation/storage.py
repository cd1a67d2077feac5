"""The store that all workers share, and the way of each worker to it, with all that goes wrong on the way."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextvars import Context
from random import Random
from typing import Any, TypeVar

from orchestrator.eventlog.log import Change, Commit, Snapshot, StoreUnavailable, VersionConflict
from orchestrator.session.decider import due
from tests.fakes import MemoryLog, Shelf
from tests.simulation.loop import SimulatedLoop
from tests.simulation.truth import Truth

STREAM = "s1"
T = TypeVar("T")


class Store:
    """Outlives every worker. What reaches it happens, whether or not whoever sent it still lives."""

    def __init__(self, loop: SimulatedLoop, random: Random, truth: Truth, commits: Sequence[Commit]) -> None:
        self.loop, self.random, self.truth = loop, random, truth
        self.shelf = Shelf()
        self.context = Context()
        self.wires: list[Wire] = []
        self.shelf.streams[STREAM] = list(commits)
        self.shelf.epochs[STREAM] = "epoch 0"
        for commit in commits:
            truth.landed(commit)
        self._note_due()

    @property
    def commits(self) -> list[Commit]:
        return self.shelf.streams[STREAM]

    def lose(self, count: int) -> None:
        """The last commits are gone, as after a restart from an older file. Everybody has to look at all heads again."""
        kept = len(self.commits) - count
        self.shelf.streams[STREAM] = self.commits[:kept]
        self.shelf.epochs[STREAM] = f"epoch {next(self.shelf.incarnations)} cut"
        self.truth.cut(kept)
        self._note_due()
        for wire in self.wires:
            wire.resync()

    def begin_epoch(self) -> None:
        """It was started again and has lost nothing."""
        self.shelf.epochs[STREAM] = f"epoch {next(self.shelf.incarnations)} again"
        for wire in self.wires:
            wire.resync()

    def _note_due(self) -> None:
        waiting = due(self.truth.session)
        self.shelf.due.pop(STREAM, None)
        if waiting is not None:
            self.shelf.due[STREAM] = waiting.at


class Wire(MemoryLog):
    """``away``: nothing gets through. ``deaf``: changes are not heard. ``bad``: of how many calls one in a hundred goes wrong.
    ``harmed``: how often something went wrong."""

    def __init__(self, store: Store) -> None:
        super().__init__(store.shelf)
        self.store = store
        self.away = False
        self.deaf = False
        self.bad = 0
        self.harmed = 0
        self._ear: Ear | None = None
        store.wires.append(self)

    def hurt(self, **how: Any) -> None:
        self.harmed += 1
        for name, value in how.items():
            setattr(self, name, value)

    def heal(self) -> None:
        self.away, self.deaf, self.bad = False, False, 0
        self.resync()

    def resync(self) -> None:
        """Changes are heard again: whoever was cut off looks at all heads."""
        if self._ear is not None:
            for stream, commits in self.shelf.streams.items():
                self._ear.put_nowait(Change(stream, len(commits), self.shelf.due.get(stream)))

    def cut(self) -> None:
        """The worker is dead."""
        self.store.wires.remove(self)
        if self._ear in self.shelf.listeners:
            self.shelf.listeners.remove(self._ear)

    async def append(self, commit: Commit, due_at: int | None) -> None:
        await self._way()
        random = self.store.random
        goes_wrong = self._goes_wrong()
        if goes_wrong and random.random() < 0.3:
            raise StoreUnavailable("the disk is full")
        landed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        delay = random.choice((0.1, 0.6, 1.5, 2.5)) if goes_wrong else random.choice((0, 0, 0.001, 0.003, 0.02))
        self.store.loop.call_later(delay, self._land, commit, due_at, landed, context=self.store.context)
        if goes_wrong:
            await asyncio.sleep(1)
            raise StoreUnavailable("no answer in time")
        await landed
        await self._pause()

    def _land(self, commit: Commit, due_at: int | None, landed: "asyncio.Future[None]") -> None:
        try:
            self._store(commit, due_at)
        except VersionConflict as error:
            landed.set_exception(error)
            landed.exception()  # nobody may be waiting for it any more
            return
        self.store.truth.landed(commit)
        landed.set_result(None)

    async def rewrite(self, stream: str, seen: int, commits: Sequence[Commit], due_at: int | None, tombstone: bytes) -> str:
        await self._way()
        epoch = await super().rewrite(stream, seen, commits, due_at, tombstone)
        self.store.truth.rewritten(commits)
        if self._goes_wrong():
            raise StoreUnavailable("no answer in time")
        return epoch

    async def read(self, stream: str, after: int = 0, limit: int | None = None) -> list[Commit]:
        return await self._asked(lambda: super(Wire, self).read(stream, after, limit))

    async def epoch(self, stream: str) -> str:
        return await self._asked(lambda: super(Wire, self).epoch(stream))

    async def due(self, before: int) -> list[tuple[str, int]]:
        return await self._asked(lambda: super(Wire, self).due(before))

    async def kept(self, stream: str) -> Snapshot | None:
        return await self._asked(lambda: super(Wire, self).kept(stream))

    async def keep(self, snapshot: Snapshot) -> None:
        await self._asked(lambda: super(Wire, self).keep(snapshot))

    def changes(self) -> AsyncIterator[Change]:
        self._ear = Ear(self)
        self.shelf.listeners.append(self._ear)  # type: ignore[arg-type]
        return self._ear.told()

    async def _asked(self, ask: Callable[[], Any]) -> Any:
        await self._way()
        if self._goes_wrong():
            await asyncio.sleep(self.store.random.choice((0, 0.01, 1)))
            raise StoreUnavailable("no answer in time")
        answer = await ask()
        await self._pause()
        return answer

    async def _way(self) -> None:
        await self._pause()
        if self.away:
            self.harmed += 1
            raise StoreUnavailable("the store does not answer")

    async def _pause(self) -> None:
        chance = self.store.random.random()
        if chance < 0.2:
            await asyncio.sleep(self.store.random.choice((0.001, 0.002, 0.005, 0.05)))
        elif chance < 0.5:
            for _ in range(self.store.random.randrange(4)):
                await asyncio.sleep(0)

    def _goes_wrong(self) -> bool:
        wrong = self.bad > 0 and self.store.random.randrange(100) < self.bad
        self.harmed += wrong
        return wrong


class Ear:
    """Hears of changes: late, and merged with what comes meanwhile. What comes while it is deaf is lost."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._waiting: dict[str, Change] = {}
        self._news: asyncio.Queue[Change] = asyncio.Queue()

    def put_nowait(self, change: Change) -> None:
        if self._wire.deaf or self._wire.away:
            return
        if not self._waiting:
            store = self._wire.store
            delay = store.random.choice((0, 0, 0.001, 0.01, 0.3))
            store.loop.call_later(delay, self._tell, context=store.context)
        self._waiting[change.stream] = change

    def _tell(self) -> None:
        waiting, self._waiting = self._waiting, {}
        for change in waiting.values():
            self._news.put_nowait(change)

    async def told(self) -> AsyncIterator[Change]:
        while True:
            yield await self._news.get()
