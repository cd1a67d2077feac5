"""One history: an evening, several workers, people, and everything that can go wrong; all of it drawn from one seed."""

import logging
import random
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from random import Random
from unittest.mock import patch

from msgspec.structs import replace

from orchestrator import erasure
from orchestrator.agenda.commands import Advance
from orchestrator.eventlog.log import NO_HASH, Commit, chain
from orchestrator.handler import Desk, keeping, reading
from orchestrator.messages import SYSTEM, Event
from orchestrator.rooms.commands import Announce
from orchestrator.session.codec import Entry, encode
from orchestrator.session.decider import due
from orchestrator.session.events import ParticipantJoined
from orchestrator.session.folded import Folded
from orchestrator.session.remembering import forget
from tests.given import MINUTE, history
from tests.simulation.browser import Browser
from tests.simulation.loop import NS, SimulatedLoop
from tests.simulation.people import People
from tests.simulation.sending import Sending
from tests.simulation.storage import STREAM, Store
from tests.simulation.truth import Truth
from tests.simulation.wishes import HOSTS
from tests.simulation.worker import Worker
from tests.strategies import HAPPENED

HOUR = 60 * MINUTE
STARTS = ("lobby", "planned", "breakout", "breakout", "break", "panel", "panel", "busy", "end")
LOOKING = ("host", "hana", "ana", "ben", "dee", "fay", "gus", "mo", "pia", "stage", "watch", "panel")
QUIET = 600  # ms
HEALED = 5_000  # ms after which every page shows what is true


@cache
def _before(beginning: str) -> tuple[Commit, int]:
    """The evening until we come in, as one commit; and when that was."""
    events = tuple(_marked(event) for event in history(*HAPPENED[beginning]))
    body = encode((Entry(actor=SYSTEM.id, at=events[-1].at, events=events),))
    return Commit(STREAM, 1, body, chain(NO_HASH, body)), events[-1].at


def _marked(event: Event) -> Event:
    """Names are secrets, too."""
    if isinstance(event, ParticipantJoined):
        return replace(event, name=f"«{event.participant_id}»", affiliation=f"«school of {event.participant_id}»")
    return event


class World:
    """``play`` lets it happen, ``heal`` ends all trouble. What breaks a promise raises ``Wrong``."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.steps = self.random.randint(5, 30) if self.random.random() < 0.97 else 150
        self.loop = SimulatedLoop()
        self.truth = Truth()
        commit, self._began = _before(self.random.choice(STARTS))
        self.store = Store(self.loop, self.random, self.truth, [commit])
        self.people = People(self.random)
        self.sending = Sending(self, self.truth, self.random)
        self.history = self.random.choice((3, 20, 1000))
        self.workers: list[Worker] = []
        self.cut_off: list[tuple[Worker, Desk | None, Folded, int]] = []  # who had seen what the store lost, and its cuts so far
        for _ in range(self.random.choice((1, 2, 2, 3))):
            self.add_worker()
        self.browsers = [Browser(self.truth, who, self._connect) for who in self.random.sample(LOOKING, 4)]

    def now(self) -> int:
        return self._began + self.loop.ns // NS

    # Workers

    def add_worker(self) -> None:
        skew = self.random.choice((0, 0, self.random.randint(-1_500, 1_500), self.random.randint(-120_000, 120_000)))
        self.workers.append(Worker(self.store, self.now, skew, self.history, leads=self.random.random() < 0.5))

    def some_worker(self) -> Worker | None:
        living = [worker for worker in self.workers if worker.alive]
        return self.random.choice(living) if living else None

    # What happens

    def play(self) -> None:
        for browser in self.browsers:
            self._connect(browser)
        for _ in range(self.steps):
            happens = self.random.choices((self._wish, self._burst, self._rush, self._trouble, self._go), (60, 6, 6, 15, 10))[0]
            happens()
            self._time_passes()
            if self.truth.wrongs:
                break

    def heal(self) -> None:
        """All trouble ends. What people have sent arrives, and every page is there again."""
        for worker in list(self.workers):
            if not worker.alive:
                self.workers.remove(worker)
                self.add_worker()
            else:
                worker.wire.heal()
        for browser in self.browsers:
            browser.read()
            self._connect(browser)
        self._let_it_settle(HEALED)

    def say_goodbye(self) -> None:
        """One more command, so that all workers look at the log once more."""
        self.sending.send("host", Announce(text="Good night"))
        self.loop.run(HEALED)
        for worker in self.workers:
            worker.start(worker.handler.read(STREAM))
        self._let_it_settle(QUIET)

    def _let_it_settle(self, ms: int) -> None:
        """So long, and until nothing has happened for a while: people may still have something to say."""
        self.loop.run(ms)
        for _ in range(10):
            version = self.truth.version
            for browser in self.browsers:
                if browser.dismissed:  # perhaps they have a role again
                    self._connect(browser)
            self.loop.run(QUIET)
            if version == self.truth.version:
                return

    def close(self) -> None:
        self.loop.close()

    def _wish(self) -> None:
        self.sending.send(*self.people.wish(self.truth.session))

    def _burst(self) -> None:
        """Many at once."""
        for _ in range(self.random.randint(2, 12)):
            votes = self.truth.session.queue.published and self.random.random() < 0.8
            wish = self.people.vote if votes else self.people.wish
            self.sending.send(*wish(self.truth.session))

    def _rush(self) -> None:
        """The timer, and hosts who press "next" on several workers, all in about the same instant."""
        waiting, phase = due(self.truth.session), self.truth.session.agenda.phase
        if waiting is not None and 0 < waiting.at - self.now() < 3 * HOUR:
            self.loop.leap(max(0, waiting.at - self.now() - self.random.choice((0, 1, 2))))
        for host in HOSTS:
            if phase is not None and phase is not self.truth.session.agenda.phases[-1]:
                self.sending.send(host, Advance(from_phase=phase.id))

    def _go(self) -> None:
        """Somebody leaves, comes back, or does not read for a while."""
        browser = self.random.choice(self.browsers)
        kind = self.random.randrange(3)
        if kind == 0 and browser.connected:
            browser.leave()
        elif kind == 1 and browser.connected:
            browser.reads = False
        else:
            browser.read()
            self._connect(browser)

    def _connect(self, browser: Browser) -> None:
        worker = self.some_worker()
        if browser.line is not None and not browser.line.worker.alive:
            browser.line = None
        if worker is not None and not browser.connected:
            browser.connect(worker)

    def _time_passes(self) -> None:
        kind = self.random.choices(("moment", "while", "leap", "due"), (60, 10, 8, 5))[0]
        waiting = due(self.truth.session)
        if kind == "due" and waiting is not None and 0 < waiting.at - self.now() < 3 * HOUR:
            self.loop.leap(max(0, waiting.at - self.now() + self.random.choice((-1, 0, 1, 60))))
        elif kind == "leap":
            self.loop.leap(self.random.choice((30_000, 5 * MINUTE, 20 * MINUTE)))
        else:
            self.loop.run(self.random.choice((0, 0, 1, 2, 5, 20, 100, 400)) if kind == "moment" else 1500)

    # What goes wrong

    def _trouble(self) -> None:
        self.random.choices(
            (self._kill, self._start, self._cut_off, self._disturb, self._mend, self._lose, self._begin_epoch, self._move_clock),
            (4, 5, 3, 4, 4, 1, 1, 3),
        )[0]()

    def _kill(self) -> None:
        worker = self.some_worker()
        if worker is not None:
            worker.die()
            for browser in self.browsers:
                if browser.line is not None and browser.line.worker is worker:
                    browser.line = None
                    self.loop.call_later(self.random.choice((0, 0.1, 2)), self._connect, browser)

    def _start(self) -> None:
        if sum(worker.alive for worker in self.workers) < 3:
            self.add_worker()

    def _cut_off(self) -> None:
        worker = self.some_worker()
        if worker is not None:
            worker.wire.hurt(**{self.random.choice(("away", "deaf")): True})
            self.loop.call_later(self.random.choice((0.05, 1, 3, 60)), worker.wire.heal)

    def _disturb(self) -> None:
        worker = self.some_worker()
        if worker is not None:
            worker.wire.hurt(bad=self.random.choice((5, 30, 90)))

    def _mend(self) -> None:
        for worker in self.workers:
            if worker.alive:
                worker.wire.heal()

    def _lose(self) -> None:
        if self.truth.version > 1 and self.random.random() < 0.5:
            count = self.random.randint(1, min(3, self.truth.version - 1))
            kept = self.truth.version - count
            ahead = [worker for worker in self.workers if worker.alive and worker.folded.version > kept]
            self.cut_off += [(worker, worker.desk, worker.folded, worker.cuts) for worker in ahead]
            self.store.lose(count)

    def _begin_epoch(self) -> None:
        self.store.begin_epoch()

    def _move_clock(self) -> None:
        """The wall clock of one machine, or of all, is set to another time; after a minute they believe it."""
        by = self.random.choice((HOUR, -HOUR, 24 * HOUR, -24 * HOUR, 10_000, -10_000))
        for worker in self.workers if self.random.random() < 0.3 else self.random.sample(self.workers, 1):
            worker.skew += by


class Unexpected(logging.Handler):
    """What the house catches and only logs, with a traceback, is a fault of the house."""

    def __init__(self, failures: list[str]) -> None:
        super().__init__(logging.WARNING)
        self._failures = failures

    def emit(self, record: logging.LogRecord) -> None:
        if record.exc_info:
            self._failures.append(f"{record.getMessage()}: {record.exc_info[1]!r}")


@contextmanager
def small_world(seed: int, failures: list[str]) -> Iterator[None]:
    """Snapshots after few events, reading in small pieces, and no chance but that of the seed."""
    chance = Random(seed)
    before = random.getstate()
    random.seed(seed)
    forget()
    ears = logging.getLogger("orchestrator")
    propagates, ears.propagate = ears.propagate, False
    handler = Unexpected(failures)
    ears.addHandler(handler)
    try:
        with (
            patch.object(keeping, "EVERY", 15),
            patch.object(reading, "PIECE", 4),
            patch.object(erasure.secrets, "token_hex", lambda size: chance.randbytes(size).hex()),
        ):
            yield
    finally:
        random.setstate(before)
        ears.propagate = propagates
        ears.removeHandler(handler)
