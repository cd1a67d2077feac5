"""The only writer: decide, append, retry on conflict, batch what waits.

One append is in flight per session; what arrives meanwhile is the next batch. Every answer, refusals included, leaves
after the append is durable. A batch that makes nothing reads the log's tail first: no answer comes from the past.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Container, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from orchestrator import erasure
from orchestrator.clock import Clock
from orchestrator.erasure import Keeper
from orchestrator.eventlog.log import Commit, Damaged, Log, StoreUnavailable, VersionConflict, chain
from orchestrator.messages import Command, Millis, Rejected, SessionId
from orchestrator.session.codec import Entry, UnknownEvent, decode, encode
from orchestrator.session.decider import decide, due
from orchestrator.session.erasing import erases
from orchestrator.session.folded import Folded, result_of
from orchestrator.session.remembering import forget
from orchestrator.session.state import Session

logger = logging.getLogger(__name__)

BATCH = 500  # commands in one commit at most: bounds how long the loop is held
FAR_AHEAD = 5 * 60_000  # ms; a log that is further ahead of our clock than this was written with a wrong clock


class Done(Struct, frozen=True):
    """The command holds, and everything up to ``version`` is durable."""

    version: int
    result: dict[str, str] | None = None


class Refused(Struct, frozen=True):
    """Nothing changed. ``code`` is one of ``refusals.REFUSALS``; ``details``: what helps to try again."""

    code: str
    details: dict[str, tuple[str, ...]] = {}


Answer = Done | Refused
Future = asyncio.Future[Answer]


class Unreadable(Exception):
    """The log of a session cannot be read here and now. ``code`` is one of ``refusals.REFUSALS``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Waiting(Struct):
    """A command in the queue; without a command only what is due is wanted."""

    command: Command | None
    command_id: str | None
    future: Future


class Decided(Struct, frozen=True):
    """What comes of the first commands of a batch, as many as have an answer. ``erases``: the one entry changes the past."""

    entries: tuple[Entry, ...]
    answers: Sequence[Answer]
    folded: Folded
    erases: bool = False


class Desk:
    """One session at work: its fold, its recent past, and what waits."""

    def __init__(self, stream: SessionId, history: int) -> None:
        self.stream = stream
        self.epoch = ""
        self.folded = Folded()
        self.past: deque[tuple[int, Session]] = deque(maxlen=history)
        self.broken: str | None = None  # the refusal code while this worker cannot read the log
        self.waiting: list[Waiting] = []
        self.work: asyncio.Task[None] | None = None

    def at(self, version: int) -> Session | None:
        """The state as it was at ``version``, if that is recent enough to remember."""
        if not self.past or version < self.past[0][0]:
            return None
        index = version - self.past[0][0]
        return self.past[index][1] if index < len(self.past) else None

    def begin_again(self, folded: Folded | None = None, epoch: str = "") -> None:
        """The log is another one now: nothing of what it was is kept in memory."""
        self.epoch = epoch
        self.past.clear()
        self.advance_to(folded or Folded())
        forget()

    def advance_to(self, folded: Folded) -> None:
        self.folded = folded
        if folded.session is not None:
            self.past.append((folded.version, folded.session))


class Handler:
    """Takes commands for any session. ``history``: how many versions back a client may resume from. ``keepers``: who keeps
    something about people elsewhere."""

    def __init__(self, log: Log, clock: Clock, history: int = 1000, keepers: Sequence[Keeper] = ()) -> None:
        self._log = log
        self._clock = clock
        self._history = history
        self._keepers = keepers
        self._desks: dict[SessionId, Desk] = {}

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
            del self._desks[stream]

    async def drain(self) -> None:
        """Return when nothing waits any more."""
        while busy := [desk.work for desk in self._desks.values() if desk.work is not None]:
            await asyncio.gather(*busy)

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
        desk.broken = None
        try:
            if desk.folded.version == 0:
                await self._catch_up(desk)
            while True:
                decided = self._decide(desk.folded, batch)
                if not decided.entries:
                    if await self._catch_up(desk):
                        continue
                    return decided.answers
                try:
                    if decided.erases:
                        desk.begin_again(*await erasure.carry_out(self._log, self._keepers, desk.folded, decided.entries[0]))
                    else:
                        desk.advance_to(await self._append(desk, decided.entries, decided.folded))
                except VersionConflict:
                    if not await self._catch_up(desk):
                        version = desk.folded.version + 1
                        raise Damaged(desk.stream, version, "it ends before what this process has seen") from None
                    continue
                return decided.answers
        except StoreUnavailable as error:
            logger.error("the store refused a write of %s: %s", desk.stream, error)
            return [Refused("server.store_unavailable")] * len(batch)
        except (Damaged, UnknownEvent) as error:
            logger.error("%s cannot be read: %s", desk.stream, error)
            desk.broken = "session.damaged" if isinstance(error, Damaged) else "session.newer_version"
            return [Refused(desk.broken)] * len(batch)
        except Exception:
            logger.exception("settling %s failed", desk.stream)
            return [Refused("server.internal")] * len(batch)  # whatever it is, nobody waits for ever

    async def _append(self, desk: Desk, entries: tuple[Entry, ...], folded: Folded) -> Folded:
        body = encode(entries)
        commit = Commit(desk.stream, folded.version + 1, body, chain(folded.hash, body))
        wakes = None if folded.session is None else due(folded.session)
        await self._log.append(commit, None if wakes is None else wakes.at)
        if not desk.epoch:
            desk.epoch = await self._log.epoch(desk.stream)
        return folded.committed(commit.hash)

    async def _catch_up(self, desk: Desk) -> bool:
        """Fold what the log has and we have not; says whether there was any. A log that was written anew is folded anew."""
        if not desk.epoch:  # before reading: should the log be written anew meanwhile, it shows
            desk.epoch = await self._log.epoch(desk.stream)
        try:
            commits = await self._log.read(desk.stream, desk.folded.version)
            _fold(desk, commits)
            if commits:
                return True
        except Damaged:
            if await self._log.epoch(desk.stream) == desk.epoch:
                raise
        epoch = await self._log.epoch(desk.stream)
        if epoch == desk.epoch:
            return False
        commits = await self._log.read(desk.stream)
        desk.begin_again(epoch=epoch)
        _fold(desk, commits)
        return True

    def _decide(self, folded: Folded, batch: list[Waiting]) -> Decided:
        """The batch in turn on the provisional state, what is due first. Answers hold once the entries are durable.

        What changes the past is done alone: what comes before it is settled first, and the rest waits.
        """
        entries: list[Entry] = []
        answers: list[Answer] = []
        now = self._clock.now()
        if folded.session is not None and folded.session.last_at > now + FAR_AHEAD:
            logger.error("%s is %d ms ahead of this clock", folded.session.id, folded.session.last_at - now)
        for answer, entry, after in _in_turn(folded, batch, now):
            alone = entry is not None and erases(entry.events)
            if alone and (entries or answers):
                break
            folded = after
            entries += [] if entry is None else [entry]
            answers += [] if answer is None else [answer]
            if alone:
                return Decided(tuple(entries), _named(answers, folded.version + 1), folded, erases=True)
        version = folded.version + 1 if entries else folded.version
        return Decided(tuple(entries), _named(answers, version), folded)


def _fold(desk: Desk, commits: list[Commit]) -> None:
    for commit in commits:
        if commit.hash != chain(desk.folded.hash, commit.body):
            raise Damaged(desk.stream, commit.version, "it does not continue what this process has seen")
        try:
            desk.advance_to(desk.folded.with_commit(decode(commit.body), commit.hash))
        except ValueError as error:  # a word inside an event that this version does not know
            raise UnknownEvent(str(error)) from error


NEXT = -1  # stands for the version of the commit that is being decided


def _named(answers: list[Answer], version: int) -> list[Answer]:
    """The answers with the version at which they hold."""
    return [Done(version, a.result) if isinstance(a, Done) and a.version == NEXT else a for a in answers]


Turn = tuple[Answer | None, Entry | None, Folded]


def _in_turn(folded: Folded, batch: list[Waiting], now: Millis) -> Iterator[Turn]:
    """What is due, then every command, each on the state that the one before it left."""
    for entry in _overdue(folded, now):
        folded = folded.with_entry(entry)
        yield None, entry, folded
    for waiting in batch:
        answer, made, folded = _answer(folded, waiting, now)
        yield answer, made, folded


def _overdue(folded: Folded, now: Millis) -> Iterator[Entry]:
    """What should have happened by ``now``, each stamped with its own instant."""
    while folded.session is not None:
        command = due(folded.session)
        if command is None or command.at > now:
            break
        command = replace(command, at=max(command.at, folded.session.last_at))
        entry = Entry(actor=command.actor.id, at=command.at, events=tuple(decide(folded.session, command)))
        yield entry
        folded = folded.with_entry(entry)


def _answer(folded: Folded, waiting: Waiting, now: Millis) -> tuple[Answer, Entry | None, Folded]:
    """The answer, what it puts into the log, and the state after it."""
    command, command_id, session = waiting.command, waiting.command_id, folded.session
    if command is None:
        return Done(NEXT), None, folded
    if command_id is not None:
        before = folded.remembered.get((command.actor.id, command_id))
        if before is not None:
            version = NEXT if before.version > folded.version else before.version
            return Done(version, before.result), None, folded
    if session is not None:
        actor, at = session.actor(command.actor.id), max(now, session.last_at)
        command = replace(command, actor=actor, at=at, version=folded.version)
    else:
        command = replace(command, at=now)
    try:
        events = tuple(decide(session, command))
        if not events:
            return Done(NEXT), None, folded
        result = result_of(events)
        entry = Entry(actor=command.actor.id, at=command.at, events=events, command_id=command_id, result=result)
        return Done(NEXT, result), entry, folded.with_entry(entry)
    except Rejected as refusal:
        return Refused(refusal.code, refusal.details), None, folded
    except Exception:
        logger.exception("deciding %s failed", type(command).__name__)
        return Refused("server.internal"), None, folded
