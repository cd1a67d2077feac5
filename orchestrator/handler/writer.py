"""The only writer: decide, append, retry on conflict, batch what waits.

One append is in flight per session; what arrives meanwhile is the next batch. Every answer, refusals included, leaves
after the append is durable. A batch that makes nothing reads the log's tail first: no answer comes from the past.
"""

import asyncio
import logging
from collections.abc import Container, Sequence

from orchestrator import erasure
from orchestrator.clock import Clock
from orchestrator.erasure import Keeper
from orchestrator.eventlog.log import Commit, Damaged, Log, Snapshot, StoreUnavailable, VersionConflict, chain
from orchestrator.handler.answer import Answer, Future, Refused, Unreadable
from orchestrator.handler.deciding import BATCH, Decided, decided
from orchestrator.handler.desk import Desk, Waiting
from orchestrator.handler.keeping import Keeping
from orchestrator.handler.proving import Prover
from orchestrator.handler.reading import Reader, Tell
from orchestrator.messages import Command, SessionId
from orchestrator.session.codec import Entry, UnknownEvent, encode
from orchestrator.session.decider import due
from orchestrator.session.folded import Folded

logger = logging.getLogger(__name__)


class Handler:
    """Takes commands for any session. ``history``: how many versions back a client may resume from. ``keepers``: who keeps
    something about people elsewhere. ``cut`` is called when the store has lost something of a session that was acknowledged,
    ``opened`` when this process begins to hold one."""

    def __init__(
        self,
        log: Log,
        clock: Clock,
        history: int = 1000,
        keepers: Sequence[Keeper] = (),
        cut: Tell = lambda session_id: None,
        opened: Tell = lambda session_id: None,
    ) -> None:
        self._log = log
        self._clock = clock
        self._history = history
        self._keepers = keepers
        self._opened = opened
        self._desks: dict[SessionId, Desk] = {}
        self._reader = Reader(log, history, self._begun, cut)
        self._keeping = Keeping(log)
        self._prover = Prover(log, clock, self._doubt)

    def submit(self, session_id: SessionId, command: Command, command_id: str | None = None) -> Future:
        """Queue a command; ``command.actor`` names who sends it, its roles are looked up when it is decided.

        Commands of one session are decided in the order of these calls. The future never raises.
        """
        return self._enqueue(session_id, Waiting(command, command_id, asyncio.get_running_loop().create_future()))

    def wake(self, session_id: SessionId) -> Future:
        """Let what is due in a session happen."""
        return self._enqueue(session_id, Waiting(None, None, asyncio.get_running_loop().create_future()))

    async def read(self, session_id: SessionId) -> Desk | None:
        """The session as the log has it now, what is due included; ``None`` if there is no such session.

        Raises ``Unreadable`` where this worker cannot tell.
        """
        woken = self.wake(session_id)
        desk = self._desks[session_id]  # ours also if it is forgotten before we get the answer
        answer = await woken
        if desk.broken is not None:
            raise Unreadable(desk.broken)
        if desk.folded.session is not None:
            return desk
        if isinstance(answer, Refused):
            raise Unreadable(answer.code)
        return None

    def seen(self, session_id: SessionId) -> Desk | None:
        """The session as this process last saw it."""
        return self._desks.get(session_id)

    def count(self) -> int:
        """Sessions held in memory."""
        return len(self._desks)

    def forget(self, keep: Container[SessionId]) -> None:
        """Let go of the sessions at rest that are not in ``keep``; the log has them."""
        at_rest = [stream for stream, desk in self._desks.items() if desk.work is None and stream not in keep]
        for stream in at_rest:
            self._prover.stop(self._desks.pop(stream))

    async def drain(self) -> None:
        """Return when nothing waits any more, and nothing is at work beside it."""
        while busy := [desk.work for desk in self._desks.values() if desk.work is not None]:
            await asyncio.gather(*busy)
        await self._prover.finish()
        await self._keeping.finish()

    def _enqueue(self, session_id: SessionId, waiting: Waiting) -> Future:
        desk = self._desks.get(session_id)
        if desk is None:
            desk = self._desks[session_id] = Desk(session_id, self._history)
        desk.waiting.append(waiting)
        if desk.work is None:
            desk.work = asyncio.get_running_loop().create_task(self._work(desk))
        return waiting.future

    async def _work(self, desk: Desk) -> None:
        try:
            while desk.waiting:
                batch, desk.waiting = desk.waiting[:BATCH], desk.waiting[BATCH:]
                answers = await self._settle(desk, batch)
                desk.waiting[:0] = batch[len(answers) :]
                for waiting, answer in zip(batch, answers, strict=False):
                    if not waiting.future.done():
                        waiting.future.set_result(answer)
        finally:
            desk.work = None
            if desk.folded.session is None and desk.broken is None:
                self._desks.pop(desk.stream, None)

    async def _settle(self, desk: Desk, batch: list[Waiting]) -> Sequence[Answer]:
        """Decide until the log agrees: every answer is true of the log at or after the moment it was asked.

        What has no answer yet stands behind something that changes the past, and has to wait until that is done.
        """
        desk.broken, desk.stale = None, False
        try:
            if desk.doubted:
                desk.begin_again()
            if desk.folded.version == 0:
                await self._reader.catch_up(desk)
            while True:
                made = decided(desk.folded, batch, self._clock.now())
                try:
                    if await self._holds(desk, made):
                        return made.answers
                except VersionConflict:
                    await self._give_way(desk)
        except StoreUnavailable as error:
            logger.error("the store refused a write of %s: %s", desk.stream, error)
            desk.stale = True
            return [Refused("server.store_unavailable")] * len(batch)
        except (Damaged, UnknownEvent) as error:
            logger.error("%s cannot be read: %s", desk.stream, error)
            desk.broken = "session.damaged" if isinstance(error, Damaged) else "session.newer_version"
            return [Refused(desk.broken)] * len(batch)
        except Exception:
            logger.exception("settling %s failed", desk.stream)
            return [Refused("server.internal")] * len(batch)  # whatever it is, nobody waits for ever

    async def _holds(self, desk: Desk, made: Decided) -> bool:
        """Make it durable; where nothing was made, look whether it was decided on what the log has."""
        if not made.entries:
            return not await self._reader.catch_up(desk)
        if made.erases:
            desk.begin_again(*await erasure.carry_out(self._log, self._keepers, desk.folded, made.entries[0]))
            self._keeping.begun(desk)
            return True
        before = desk.folded.events
        desk.advance_to(await self._append(desk, made.entries, made.folded))
        self._keeping.grown(desk, before)
        return True

    async def _give_way(self, desk: Desk) -> None:
        """Somebody was faster, or the log is not what this process has seen: one look at it, and decide again."""
        if not await self._reader.catch_up(desk) and await self._reader.goes_on(desk):
            raise Damaged(desk.stream, desk.folded.version + 1, "the store has nothing there, and takes nothing")

    async def _append(self, desk: Desk, entries: tuple[Entry, ...], folded: Folded) -> Folded:
        body = encode(entries)
        commit = Commit(desk.stream, folded.version + 1, body, chain(folded.hash, body))
        wakes = None if folded.session is None else due(folded.session)
        await self._log.append(commit, None if wakes is None else wakes.at)
        if not desk.epoch:
            desk.epoch = await self._log.epoch(desk.stream)
        return folded.committed(commit.hash)

    def _begun(self, desk: Desk, snapshot: Snapshot | None) -> None:
        if snapshot is None:
            self._keeping.begun(desk)
        else:
            self._prover.start(desk, snapshot)
        self._opened(desk.stream)

    def _doubt(self, desk: Desk) -> None:
        """What its snapshot stood for is damaged: the desk has to do without, and will find the damage for itself."""
        if self._desks.get(desk.stream) is desk:
            desk.doubted = True
            self.wake(desk.stream)
