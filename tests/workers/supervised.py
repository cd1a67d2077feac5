"""A supervisor in a process of its own, seen from outside: by its children, and by whoever connects to its port."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from itertools import accumulate
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

T = TypeVar("T")

HOUSE = Path(__file__).parents[2]
SOON_S = 10


def until(look: Callable[[], T], patience: float = SOON_S) -> T:
    """What ``look`` sees as soon as that is something."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        if seen := look():
            return seen
        time.sleep(0.005)  # other processes cannot be awaited
    raise AssertionError(f"not within {patience:g} s")


def gone(pids: set[int]) -> bool:
    """Whether all of these have ended; who is dead and not yet buried has."""
    return not any(_state(pid) not in ("", "Z") for pid in pids)


def children(pid: int) -> set[int]:
    return {int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()}


def _state(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return ""


class Supervised:
    """``here`` is the folder whose files say how the workers behave."""

    def __init__(self, here: Path, count: int = 3) -> None:
        self.here, self.count = here, count
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.workers.program", str(count)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=here,
            env=os.environ | {"PYTHONPATH": str(HOUSE)},
        )
        self._known: set[int] = set()
        assert self.process.stdout is not None
        self.address = self.process.stdout.readline().strip()

    def workers(self) -> set[int]:
        now = {pid for pid in children(self.process.pid) if not gone({pid})}
        self._known |= now
        return now

    def answer(self) -> dict[str, Any]:
        """What one of the workers says; ``{}`` if the one that was connected died."""
        host, port = self.address.split(":")
        with suppress(ConnectionError), socket.create_connection((host, int(port)), SOON_S) as connection:
            told = b""
            while some := connection.recv(4096):
                told += some
            return dict(json.loads(told)) if told else {}
        return {}

    def answering(self) -> dict[int, dict[str, Any]]:
        """What ``count`` workers say, by their pid; they all are its children, and there are no others."""
        answers: dict[int, dict[str, Any]] = {}

        def all_of_them() -> bool:
            answer = self.answer()
            if answer:
                answers[answer["pid"]] = answer
            workers = self.workers()
            for dead in answers.keys() - workers:
                del answers[dead]
            return len(answers) == self.count and answers.keys() == workers

        until(all_of_them)
        return answers

    def starts(self) -> list[float]:
        """When a worker has started, each time."""
        return self._noted("starts")

    def serving(self) -> list[int]:
        """How many took requests, after each that began or ended; the killed ones count on."""
        return list(accumulate(map(int, self._noted("serving"))))

    def _noted(self, file: str) -> list[float]:
        return [float(line) for line in (self.here / file).read_text().split()]

    def tell(self, number: signal.Signals) -> None:
        self.process.send_signal(number)

    def end(self) -> tuple[int, str]:
        """Its exit code, and what it said, when it has ended."""
        _, said = self.process.communicate(timeout=SOON_S)
        return self.process.returncode, said

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: type[BaseException] | BaseException | TracebackType | None) -> None:
        if self.process.poll() is None:
            self.workers()
            self.process.kill()
        for pid in {pid for pid in self._known if not gone({pid})}:  # a test that failed leaves nobody behind
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.communicate()
