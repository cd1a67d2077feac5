"""One session at work in this process."""

import asyncio
from collections import deque
from collections.abc import Iterable

from msgspec import Struct

from orchestrator.handler.answer import Future
from orchestrator.messages import Command, SessionId
from orchestrator.session.folded import Folded
from orchestrator.session.remembering import forget
from orchestrator.session.state import Session


class Waiting(Struct):
    """A command in the queue; without a command only what is due is wanted."""

    command: Command | None
    command_id: str | None
    future: Future


class Desk:
    """Its fold, its recent past, and what waits. ``doubted``: what a snapshot stood for was found damaged."""

    def __init__(self, stream: SessionId, history: int) -> None:
        self.stream = stream
        self.epoch = ""
        self.folded = Folded()
        self.past: deque[tuple[int, Session]] = deque(maxlen=history)
        self.stale = False  # the store did not answer when it was asked last what it has
        self.broken: str | None = None  # the refusal code while this worker cannot read the log
        self.doubted = False
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
        if self.folded.version:
            forget()
        self.epoch = epoch
        self.past.clear()
        self.advance_to(folded or Folded())

    def advance(self, states: Iterable[Folded]) -> None:
        """One version after the other."""
        for folded in states:
            self.advance_to(folded)

    def advance_to(self, folded: Folded) -> None:
        self.folded = folded
        if folded.session is not None:
            self.past.append((folded.version, folded.session))
