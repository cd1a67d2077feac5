"""What the workers of one store tell each other once a second: whatever is true only just now, and of no log's business."""

import logging
from collections.abc import Callable, Iterable, Mapping
from hashlib import blake2b
from typing import Any, Generic, TypeVar

import msgspec
from msgspec import MsgspecError, Raw, Struct

from orchestrator.clock import Clock
from orchestrator.eventlog.log import StoreUnavailable
from orchestrator.messages import SessionId
from orchestrator.workers.board import LIFETIME_MS, Board

logger = logging.getLogger(__name__)

EVERY = 1_000  # ms
T = TypeVar("T")


def _nothing() -> None:
    pass


class Topic(Generic[T]):
    """One thing that every worker tells. ``mine``: what this worker has of it; ``heard``: called when the others were heard.

    ``others``: what each other living worker told last. ``deaf``: nobody could be heard for so long that the others believe
    this worker to be dead; while ``heard`` is called it says how it was until then.
    """

    def __init__(self, kind: type[T], mine: Callable[[], T], heard: Callable[[], None] = _nothing) -> None:
        self.mine = mine
        self.heard = heard
        self.others: Mapping[str, T] = {}
        self.deaf = False
        self.worker = ""
        self.parse = msgspec.msgpack.Decoder(kind).decode


class Word(Struct, frozen=True, eq=False):
    """What one worker told last: all of it, its parts, and what they mean."""

    blob: bytes
    parts: dict[str, bytes]
    meaning: dict[str, Any]


NOTHING = Word(b"", {}, {})
_parts = msgspec.msgpack.Decoder(dict[str, Raw]).decode


class Peers:
    """``gathered``: the workers that have clients in a session."""

    def __init__(self, board: Board, clock: Clock, gathered: Callable[[SessionId], Iterable[str]]) -> None:
        self._board = board
        self._clock = clock
        self._gathered = gathered
        self._topics: dict[str, Topic[Any]] = {}
        self._words: dict[str, Word] = {}
        self._heard_at = clock.now()
        self._silent = False  # the board does not answer
        self._unreadable: set[str] = set()  # workers about whom that was logged

    def carry(self, **topics: Topic[Any]) -> None:
        """Tell these, too, by the name they have between workers. What another version does not know is left out."""
        for topic in topics.values():
            topic.worker = self._board.worker
        self._topics.update(topics)

    @property
    def living(self) -> frozenset[str]:
        """The workers that are there, this one included."""
        return frozenset({self._board.worker, *self._words})

    def leads(self, session_id: SessionId) -> bool:
        """Whether this worker does what one of all should do: the first of those that have clients there, or else by lot.

        Workers may differ about that for a second or two.
        """
        gathered = sorted(self._gathered(session_id))
        first = gathered[0] if gathered else max(self.living, key=lambda worker: _lot(worker, session_id))
        return first == self._board.worker

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            await self.exchange()
            await self._clock.sleep(EVERY)

    async def exchange(self) -> None:
        """Tell, and hear. What was heard last holds for a while where the board does not answer."""
        mine = msgspec.msgpack.encode({name: topic.mine() for name, topic in self._topics.items()})
        try:
            told = await self._board.exchange(mine)
        except StoreUnavailable as error:
            self._miss(error)
            return
        self._heard_at, self._silent = self._clock.now(), False
        words = {worker: self._understood(worker, blob) for worker, blob in told.items() if worker != self._board.worker}
        self._hear({worker: word for worker, word in words.items() if word is not None})
        for topic in self._topics.values():
            topic.heard()
            topic.deaf = False

    async def leave(self) -> None:
        """The others need not wait to know that this worker is gone. Never raises."""
        await self._board.leave()

    def _miss(self, error: StoreUnavailable) -> None:
        if not self._silent:
            logger.warning("the other workers cannot be heard: %s", error)
        self._silent = True
        if self._clock.now() - self._heard_at > LIFETIME_MS:
            self._hear({})
            for topic in self._topics.values():
                topic.deaf = True

    def _hear(self, words: dict[str, Word]) -> None:
        self._words = words
        for name, topic in self._topics.items():
            topic.others = {worker: word.meaning[name] for worker, word in words.items() if name in word.meaning}

    def _understood(self, worker: str, blob: bytes) -> Word | None:
        """What a worker tells; what it has told before is not read again."""
        last = self._words.get(worker, NOTHING)
        if blob and blob == last.blob:
            return last
        try:
            parts = {name: bytes(part) for name, part in _parts(blob).items() if name in self._topics}
            meaning = {
                name: last.meaning[name] if part == last.parts.get(name) else self._topics[name].parse(part)
                for name, part in parts.items()
            }
        except MsgspecError as error:
            if worker not in self._unreadable:
                logger.error("what worker %s tells cannot be read: %s", worker, error)
            self._unreadable.add(worker)
            return None
        return Word(blob, parts, meaning)


def _lot(worker: str, session_id: SessionId) -> bytes:
    return blake2b(f"{worker} {session_id}".encode(), digest_size=8).digest()
