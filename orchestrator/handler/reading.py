"""Bringing a desk to what the log has: what is new, another log, or everything from a snapshot or the beginning on."""

import asyncio
import logging
from collections import deque
from collections.abc import Callable

from orchestrator.eventlog.log import Commit, Damaged, Log, Snapshot, chain
from orchestrator.handler.desk import Desk
from orchestrator.messages import SessionId
from orchestrator.session.codec import UnknownEvent, decode
from orchestrator.session.folded import Folded
from orchestrator.session.snapshot import loaded
from orchestrator.session.state import Erased, Session

logger = logging.getLogger(__name__)

PIECE = 2_000  # commits read at once: bounds what they take in memory, and for how long the store does nothing else
BREATH = 50  # commits folded; then the loop may look at what else waits

Begun = Callable[[Desk, Snapshot | None], None]
Tell = Callable[[SessionId], None]


class Torn(Exception):
    """What was read does not continue what was folded."""


class Reader:
    """``begun`` is called when a desk began with a snapshot, or without; ``cut`` when the store lost what it had acknowledged.

    Everything is folded apart and shown at once: nobody sees a desk on its way.
    """

    def __init__(self, log: Log, history: int, begun: Begun, cut: Tell) -> None:
        self._log = log
        self._history = history
        self._begun = begun
        self._cut = cut

    async def catch_up(self, desk: Desk) -> bool:
        """Fold what the log has and we have not; says whether there was any, or whether it is another log now."""
        if desk.folded.version == 0:
            return await self._begin(desk)
        try:
            # Asked together, which costs one way there and back. New commits prove by their hashes that the log goes on from
            # ours. Where there are none, an epoch that is still ours says the same: whatever takes commits away gives another.
            new = self._log.read(desk.stream, desk.folded.version, PIECE)
            commits, epoch = await asyncio.gather(new, self._log.epoch(desk.stream))
            states = await self._folded(desk.stream, desk.folded, commits)
            if epoch == desk.epoch:
                desk.advance(states)
                return bool(states)
        except Torn:
            pass
        except Damaged:
            if await self._log.epoch(desk.stream) == desk.epoch:
                raise
        await self.goes_on(desk)
        return True

    async def goes_on(self, desk: Desk) -> bool:
        """Whether the log still has our last commit, perhaps under another epoch. If not, the desk begins again."""
        seen = desk.folded
        epoch = await self._log.epoch(desk.stream)  # before reading: should the log be written anew meanwhile, it shows
        there = await self._log.read(desk.stream, seen.version - 1, 1)
        if there and there[0].hash == seen.hash:
            if desk.epoch != epoch:
                desk.epoch = epoch
                self._begun(desk, None)
            return True
        await self._begin(desk)
        if epoch and not (there and _is_told_anew(there[0], seen, desk.folded)):
            logger.error("%s was cut: it had version %d, and now ends with %d", desk.stream, seen.version, desk.folded.version)
            self._cut(desk.stream)
        return False

    async def _begin(self, desk: Desk) -> bool:
        """Begin with a snapshot, or else from the first commit on; says whether there was any."""
        while True:
            epoch, snapshot = await asyncio.gather(self._log.epoch(desk.stream), self._log.kept(desk.stream))
            states: deque[Folded] = deque()
            try:
                if epoch:
                    start = None if desk.doubted or snapshot is None else await self._loaded(snapshot, epoch)
                    snapshot = None if start is None else snapshot
                    first = await self._log.read(desk.stream, 0 if start is None else start.version, PIECE)
                    states = await self._folded(desk.stream, start or Folded(), first)
                    states = states or deque([start or Folded()])
            except (Torn, Damaged) as error:
                if await self._log.epoch(desk.stream) != epoch:
                    continue
                raise (
                    error if isinstance(error, Damaged) else Damaged(desk.stream, 1, "it cannot be read twice the same")
                ) from None
            if not epoch or await self._log.epoch(desk.stream) == epoch:  # else it was written anew while we read
                break
        desk.begin_again(epoch=epoch)
        desk.advance(states)
        desk.doubted = False
        if epoch:
            self._begun(desk, snapshot)
        return desk.folded.version > 0

    async def _loaded(self, snapshot: Snapshot, epoch: str) -> Folded | None:
        """The fold of a snapshot, if it is one of this log: the prefix it stands for is vouched for by the hash of its end."""
        if snapshot.epoch != epoch:
            return None
        there = await self._log.read(snapshot.stream, snapshot.version - 1, 1)
        if not there or there[0].hash != snapshot.hash:
            return None
        folded = await asyncio.to_thread(loaded, snapshot.body)
        if folded is None or (folded.version, folded.hash) != (snapshot.version, snapshot.hash):
            return None
        return folded

    async def _folded(self, stream: SessionId, folded: Folded, commits: list[Commit]) -> deque[Folded]:
        """The states after these commits and all that follow them, the last ones, as many as a desk remembers."""
        states: deque[Folded] = deque(maxlen=max(1, self._history))
        while True:
            for number, commit in enumerate(commits, start=1):
                folded = _with(folded, commit)
                states.append(folded)
                if number % BREATH == 0:
                    await asyncio.sleep(0)
            if len(commits) < PIECE:
                return states
            commits = await self._log.read(stream, folded.version, PIECE)


def _with(folded: Folded, commit: Commit) -> Folded:
    if commit.hash != chain(folded.hash, commit.body):
        raise Torn
    try:
        return folded.with_commit(decode(commit.body), commit.hash)
    except ValueError as error:  # a word inside an event that this version does not know
        raise UnknownEvent(str(error)) from error


def _is_told_anew(commit: Commit, seen: Folded, now: Folded) -> bool:
    """It stands where our last commit stood, happened when that did, and somebody was forgotten since: nothing is lost."""
    if seen.session is None or now.session is None or _forgotten(now.session) <= _forgotten(seen.session):
        return False
    return decode(commit.body)[-1].events[-1].at == seen.session.last_at


def _forgotten(session: Session) -> tuple[bool, int]:
    """Grows with every erasing."""
    gone = [person.erased for person in session.people.values() if person.erased is not None]
    return session.archived_at is not None, len(gone) + gone.count(Erased.TEXTS)
