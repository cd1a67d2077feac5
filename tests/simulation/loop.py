"""An event loop of its own time, in which a process can be killed. Nothing in it depends on the real world."""

import asyncio
import heapq
import itertools
from collections import deque
from collections.abc import Callable, Coroutine
from contextvars import Context, ContextVar
from typing import Any

NS = 1_000_000  # a millisecond
PROCESS: ContextVar[object] = ContextVar("PROCESS", default=None)  # whose code runs; everything it starts is its own


class SimulatedLoop(asyncio.AbstractEventLoop):
    """What is ready runs in order; time stands still until nothing is. ``failures``: what no one has caught."""

    def __init__(self) -> None:
        self.ns = 0
        self.failures: list[str] = []
        self._ready: deque[asyncio.Handle] = deque()
        self._timers: list[tuple[int, int, asyncio.Handle]] = []
        self._order = itertools.count()
        self._dead: set[object] = set()
        self._tasks: list[asyncio.Task[Any]] = []  # the dead, too: nothing of them must run when they are collected

    # What the world does

    def kill(self, process: object) -> None:
        """As by kill -9: not one more line of it runs, not even what stands behind ``finally``."""
        self._dead.add(process)

    def run(self, ms: int = 0) -> None:
        """Let so much time pass, every timer at its instant."""
        self._run_until(self.ns + ms * NS)

    def leap(self, ms: int) -> None:
        """Let so much time pass at once, as for machines that slept: every timer in it comes late."""
        self.ns += ms * NS
        self._run_until(self.ns)

    def close(self) -> None:
        """Let go of all that still waits."""
        asyncio._set_running_loop(self)
        try:
            for task in self._tasks:
                task._log_destroy_pending = False  # type: ignore[attr-defined]
                if not task.done():
                    task.get_coro().close()  # type: ignore[union-attr]
        finally:
            asyncio._set_running_loop(None)
        self._ready.clear()
        self._timers.clear()
        self._tasks.clear()

    def _run_until(self, until: int) -> None:
        asyncio._set_running_loop(self)
        try:
            while True:
                while self._ready:
                    handle = self._ready.popleft()
                    if not handle._cancelled and handle._context.get(PROCESS) not in self._dead:  # type: ignore[attr-defined]
                        handle._run()
                if not self._timers or self._timers[0][0] > until:
                    break
                at, _, handle = heapq.heappop(self._timers)
                self.ns = max(self.ns, at)
                self._ready.append(handle)
            self.ns = until
        finally:
            asyncio._set_running_loop(None)

    # What asyncio asks of a loop

    def time(self) -> float:
        return self.ns / 1e9

    def get_debug(self) -> bool:
        return False

    def is_closed(self) -> bool:
        return False

    def is_running(self) -> bool:
        return True

    def call_soon(self, callback: Callable[..., object], *args: Any, context: Context | None = None) -> asyncio.Handle:  # type: ignore[override]
        handle = asyncio.Handle(callback, args, self, context)
        self._ready.append(handle)
        return handle

    def call_later(  # type: ignore[override]
        self, delay: float, callback: Callable[..., object], *args: Any, context: Context | None = None
    ) -> asyncio.Handle:
        handle = asyncio.Handle(callback, args, self, context)
        heapq.heappush(self._timers, (self.ns + max(0, round(delay * 1e9)), next(self._order), handle))
        return handle

    def create_future(self) -> asyncio.Future[Any]:
        return asyncio.Future(loop=self)

    def create_task(  # type: ignore[override]
        self, coro: Coroutine[Any, Any, Any], *, name: str | None = None, context: Context | None = None
    ) -> asyncio.Task[Any]:
        task = asyncio.Task(coro, loop=self, name=name, context=context)
        self._tasks.append(task)
        return task

    def run_in_executor(self, executor: object, func: Callable[..., object], *args: object) -> asyncio.Future[Any]:  # type: ignore[override]
        """There are no threads: it is done a millisecond later."""
        future = self.create_future()

        def work() -> None:
            try:
                future.set_result(func(*args))
            except Exception as error:  # noqa: BLE001 - whoever waits for it gets it
                future.set_exception(error)

        self.call_later(0.001, work)
        return future

    def call_exception_handler(self, context: dict[str, Any]) -> None:
        self.failures.append(f"{context.get('message')}: {context.get('exception')!r}")
