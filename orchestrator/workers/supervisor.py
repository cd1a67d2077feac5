"""One process that looks after the workers: starts them, replaces those that die, and ends with them.

It has no threads and no event loop, so that a worker is a mere fork of it, with everything imported.
"""

import logging
import os
import select
import signal
import time
from collections.abc import Callable

from orchestrator.workers.pauses import Pauses
from orchestrator.workers.signals import hearing
from orchestrator.workers.worker import BEAT_S, CannotStart, Work, Worker

__all__ = ["CannotStart", "supervise"]

logger = logging.getLogger(__name__)

HUNG = 6  # looks without a beat; counted, since all of us may have been stopped for an hour


def supervise(
    count: int, work: Work, patience: float, ready: Callable[[str], None], *, overlap: bool = True, beat: float = BEAT_S
) -> None:
    """Keep ``count`` children at ``work`` until SIGTERM or SIGINT; SIGHUP replaces them all, one after the other.

    ``ready`` is called once, with the address, when all of them take requests. ``patience``: how many seconds a worker
    has to end by itself. ``overlap``: whether a new one may be at work before the one it replaces has ended; with a store
    that serves one it may not. A worker that is not heard for ``HUNG`` times ``beat`` seconds is killed.
    Raises ``CannotStart`` if one ends before all have started.
    """
    with hearing() as heard:
        _Supervisor(count, work, patience, ready, heard, overlap, beat).run()


class _Supervisor:
    def __init__(
        self,
        count: int,
        work: Work,
        patience: float,
        ready: Callable[[str], None],
        heard: tuple[int, int],
        overlap: bool,
        beat: float,
    ) -> None:
        self._count, self._work, self._patience, self._ready = count, work, patience, ready
        self._heard, self._overlap, self._beat = heard, overlap, beat
        self._next_look = time.monotonic() + beat
        self._workers: dict[int, Worker] = {}
        self._outdated: list[Worker] = []
        self._up = self._ending = False
        self._pauses, self._next_start = Pauses(), 0.0
        self._said = ""  # why a worker ended last

    def run(self) -> None:
        self._start_missing()
        while self._workers or not self._ending:
            self._wait()
            self._bury()
            self._tell_when_all_are_ready()
            self._replace_outdated()
            self._kill_late()
            self._kill_hung()
            self._start_missing()
        if self._said and not self._up:
            raise CannotStart(self._said)

    # -- what is wanted ---------------------------------------------------------------------------------------------------

    def _staying(self) -> list[Worker]:
        return [worker for worker in self._workers.values() if not worker.leaving]

    def _missing(self) -> int:
        if self._ending:
            return 0
        nobody_leaves = len(self._staying()) == len(self._workers)
        if not self._overlap and not nobody_leaves:
            return 0
        return self._count + (self._overlap and bool(self._outdated) and nobody_leaves) - len(self._staying())

    def _start_missing(self) -> None:
        while self._missing() > 0 and time.monotonic() >= self._next_start:
            pipes = (worker.pipe for worker in self._workers.values() if worker.pipe >= 0)
            try:
                worker = Worker.start(self._work, (*self._heard, *pipes))
            except OSError as error:
                self._do_without(f"no process can be started: {error.strerror}", lived=0)
            else:
                self._workers[worker.pid] = worker

    def _tell_when_all_are_ready(self) -> None:
        addresses = [worker.address for worker in self._staying() if worker.address]
        if not self._up and len(addresses) == self._count:
            self._up = True
            self._ready(addresses[0])

    def _replace_outdated(self) -> None:
        """The next one may go when more take requests than are needed, or all of them where there cannot be more."""
        if self._outdated and sum(bool(worker.address) for worker in self._staying()) >= self._count + self._overlap:
            self._outdated.pop(0).leave(self._patience)

    def _kill_late(self) -> None:
        for worker in self._workers.values():
            if worker.killed_at is not None and time.monotonic() >= worker.killed_at:
                worker.kill()

    def _kill_hung(self) -> None:
        """One that takes connections and answers nobody is worse than none."""
        if time.monotonic() < self._next_look:
            return
        self._next_look = time.monotonic() + self._beat
        for worker in self._staying():
            worker.missed += bool(worker.address)
            if worker.missed > HUNG:
                logger.warning("a worker is replaced: it has done nothing for %g s", HUNG * self._beat)
                worker.kill()

    # -- what happens -----------------------------------------------------------------------------------------------------

    def _wait(self) -> None:
        """For a signal, for a worker that says something, or until something has to be done."""
        talking = {worker.pipe: worker for worker in self._workers.values() if worker.pipe >= 0}
        for file in select.select([self._heard[0], *talking], [], [], self._leisure())[0]:
            if file in talking:
                talking[file].hear()
            else:
                self._obey(set(os.read(file, 65_536)))

    def _leisure(self) -> float:
        """Seconds until something has to be done though nothing happens."""
        instants = [self._next_look]
        instants += [worker.killed_at for worker in self._workers.values() if worker.killed_at is not None]
        if self._missing() > 0:
            instants.append(self._next_start)
        return max(0.0, min(instants) - time.monotonic())

    def _obey(self, signals: set[int]) -> None:
        if signals & {signal.SIGTERM, signal.SIGINT}:
            self._end()
        elif signal.SIGHUP in signals and self._up:
            self._outdated = self._staying()

    def _end(self) -> None:
        self._ending = True
        for worker in self._staying():
            worker.leave(self._patience)

    def _bury(self) -> None:
        dead = [worker for worker in self._workers.values() if worker.ended()]
        for worker in dead:
            del self._workers[worker.pid]
        self._outdated = [worker for worker in self._outdated if worker not in dead]
        for worker in dead:
            if not worker.leaving:
                self._do_without(worker.reason, time.monotonic() - worker.began)

    def _do_without(self, reason: str, lived: float) -> None:
        """A worker is not there. What keeps the first ones from starting ends everything; later it is replaced."""
        pause = self._pauses.after(lived)
        self._next_start = time.monotonic() + pause
        if not self._up:
            self._said = reason or "a worker ended before all had started"
            self._end()
        elif reason and (reason != self._said or not pause):
            self._said = reason
            logger.warning("a worker is replaced: %s", reason)
