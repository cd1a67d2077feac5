"""One stream of viewing at work: decided in batches, appended, caught up with, and now and then told anew.

As in the handler one append is in flight, and what arrives meanwhile is the next batch. Every answer leaves after the append
is durable; what appends nothing reads the tail first.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence

import msgspec
from msgspec import Struct

from orchestrator.eventlog.log import NO_HASH, Commit, Damaged, Log, VersionConflict, chain
from orchestrator.messages import Millis, Rejected, SessionId
from orchestrator.viewing.codec import decode, encode
from orchestrator.viewing.decider import folded
from orchestrator.viewing.events import AnyViewing
from orchestrator.viewing.forgetting import uncounted
from orchestrator.viewing.state import ViewerId, Viewing

BATCH = 500  # what one commit holds at most: bounds how long the loop is held
WHAT = "viewing"  # in tombstones

Decide = Callable[[Viewing], Sequence[AnyViewing]]
Rewrite = Callable[[Sequence[AnyViewing]], Sequence[AnyViewing]]


class Buried(Struct, frozen=True, omit_defaults=True):
    """What the tombstone of a rewriting says. ``declined``: of whom nothing may be counted that happened before."""

    session_id: SessionId
    what: str
    at: Millis
    declined: tuple[ViewerId, ...] = ()


class Written(Struct, frozen=True):
    """The state after something was written, and what that was."""

    viewing: Viewing
    events: tuple[AnyViewing, ...] = ()


class Waiting(Struct):
    """What shall be decided on the state as it is then."""

    decide: Decide
    answer: asyncio.Future[Written]


class Book:
    """``used``: somebody asked since that was last looked at."""

    def __init__(self, log: Log, session_id: SessionId) -> None:
        self.session_id = session_id
        self.used = True
        self._log = log
        self._stream = f"v:{session_id}"
        self._viewing = Viewing()
        self._version = 0
        self._hash = NO_HASH
        self._epoch = ""
        self._waiting: deque[Waiting] = deque()
        self._work: asyncio.Task[None] | None = None
        self._writing = asyncio.Lock()

    @property
    def at_rest(self) -> bool:
        return self._work is None and not self._writing.locked()

    async def write(self, decide: Decide) -> Written:
        """Raises what ``decide`` raises, what the log raises, and ``UnknownEvent``."""
        self.used = True
        loop = asyncio.get_running_loop()
        waiting = Waiting(decide, loop.create_future())
        self._waiting.append(waiting)
        if self._work is None:
            self._work = loop.create_task(self._settle_all())
        return await waiting.answer

    async def rewrite(self, at: Millis, change: Rewrite = list) -> bool:
        """The stream told anew, without what was counted of who declined; says whether that changed it.

        Returns when the old bytes are gone.
        """
        async with self._writing:
            while True:
                old = await self._log.read(self._stream)
                events = [event for commit in old for event in decode(commit.body)]
                changed = change(events)
                told = uncounted(changed)
                if told == events:
                    return False
                declined = tuple(sorted(folded(Viewing(), changed).owed))
                tombstone = msgspec.json.encode(Buried(self.session_id, WHAT, at, declined))
                try:
                    await self._log.rewrite(self._stream, len(old), _commits(self._stream, told), None, tombstone)
                except VersionConflict:
                    continue
                finally:
                    self._begin_again()
                return True

    async def close(self) -> None:
        """Return when nothing is in flight any more."""
        if self._work is not None:
            await asyncio.wait([self._work])
        async with self._writing:
            self._begin_again()

    async def _settle_all(self) -> None:
        try:
            while self._waiting:
                batch = [self._waiting.popleft() for _ in range(min(BATCH, len(self._waiting)))]
                async with self._writing:
                    await self._settle(batch)
        finally:
            self._work = None

    async def _settle(self, batch: list[Waiting]) -> None:
        try:
            if self._version == 0:
                await self._catch_up()
            while True:
                viewing, answers = _decided(self._viewing, batch)
                events = tuple(event for answer in answers if isinstance(answer, Written) for event in answer.events)
                if not await (self._append(events, viewing) if events else self._catch_up()):
                    break
            for waiting, answer in zip(batch, answers, strict=True):
                _resolve(waiting.answer, answer)
        except Exception as error:  # noqa: BLE001 - whatever it is, those who wait hear of it
            for waiting in batch:
                _resolve(waiting.answer, error)

    async def _append(self, events: tuple[AnyViewing, ...], viewing: Viewing) -> bool:
        """Whether somebody else was faster; then the state is newer now."""
        body = encode(events)
        commit = Commit(self._stream, self._version + 1, body, chain(self._hash, body))
        try:
            await self._log.append(commit, None)
        except VersionConflict:
            if not await self._catch_up():
                raise Damaged(self._stream, commit.version, "it ends before what this process has seen") from None
            return True
        self._viewing, self._version, self._hash = viewing, commit.version, commit.hash
        if not self._epoch:
            self._epoch = await self._log.epoch(self._stream)
        return False

    async def _catch_up(self) -> bool:
        """Fold the tail, or all of a stream that was rewritten meanwhile; says whether anything was new."""
        before = self._version, self._hash
        epoch = await self._log.epoch(self._stream)
        if self._epoch and not epoch:
            raise Rejected("session.unknown")  # another worker deleted it, and nothing may be written here any more
        if epoch != self._epoch:
            self._begin_again()
            self._epoch = epoch
        for commit in await self._log.read(self._stream, self._version):
            if commit.hash != chain(self._hash, commit.body):  # it was rewritten between the two questions
                self._begin_again()
                return await self._catch_up()
            self._viewing = folded(self._viewing, decode(commit.body))
            self._version, self._hash = commit.version, commit.hash
            await asyncio.sleep(0)  # a long stream must not hold up the others
        return before != (self._version, self._hash)

    def _begin_again(self) -> None:
        self._viewing, self._version, self._hash = Viewing(), 0, NO_HASH


def _decided(viewing: Viewing, batch: list[Waiting]) -> tuple[Viewing, list[Written | Exception]]:
    """The batch in turn on the provisional state. A refusal fails only its own."""
    answers: list[Written | Exception] = []
    for waiting in batch:
        try:
            events = tuple(waiting.decide(viewing))
            viewing = folded(viewing, events)
            answers.append(Written(viewing, events))
        except Exception as refusal:  # noqa: BLE001 - belongs to who asked
            answers.append(refusal)
    return viewing, answers


def _commits(stream: str, events: list[AnyViewing]) -> list[Commit]:
    commits: list[Commit] = []
    last = NO_HASH
    for version, start in enumerate(range(0, len(events), BATCH), start=1):
        body = encode(tuple(events[start : start + BATCH]))
        last = chain(last, body)
        commits.append(Commit(stream, version, body, last))
    return commits


def _resolve(answer: asyncio.Future[Written], with_: Written | Exception) -> None:
    if answer.done():  # whoever waited is gone
        return
    if isinstance(with_, Exception):
        answer.set_exception(with_)
    else:
        answer.set_result(with_)
