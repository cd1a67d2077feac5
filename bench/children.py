"""Children of a benchmark: what it starts, what they use, and that they end with it."""

import contextlib
import json
import os
import resource
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, ClassVar

FILES_BESIDES = 200  # file descriptors that are no sockets of clients
PATIENT = {"ORCHESTRATOR_CONNECT_SECONDS": "30"}  # a busy machine is slow with thousands of handshakes
CORES = sorted(os.sched_getaffinity(0))


class Running:
    """A child that is ended with us, on a core of its own, or with ``None`` wherever there is room."""

    everyone: ClassVar[set["Running"]] = set()

    def __init__(self, command: Sequence[str], core: int | None, folder: Path) -> None:
        clean = {name: value for name, value in os.environ.items() if not name.startswith("ORCHESTRATOR_")}
        self._errors = (folder / "errors.txt").open("a")
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            text=True,
            env={**clean, **PATIENT},
            cwd=folder,
            preexec_fn=None if core is None else lambda: os.sched_setaffinity(0, {core}),
        )
        Running.everyone.add(self)

    def line(self) -> str:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"{self.process.args[0]} ended by itself with {self.process.wait()}")
        return line

    def ask(self, command: str) -> dict[str, Any]:
        assert self.process.stdin is not None
        self.process.stdin.write(command + "\n")
        self.process.stdin.flush()
        answer: dict[str, Any] = json.loads(self.line())
        return answer

    def everybody(self) -> list[int]:
        """The process and those it has started: a supervisor and its workers."""
        pid = self.process.pid
        return [pid, *map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split())]

    def cpu(self) -> float:
        """Seconds of processor time of everybody so far, all threads."""
        ticks = 0
        for pid in self.everybody():
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def memory(self) -> int:
        """Resident bytes of everybody; a page that several share counts once."""
        return sum(memory_of(pid) for pid in self.everybody())

    def end(self) -> None:
        if self in Running.everyone:
            Running.everyone.discard(self)
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
            self._errors.close()


def memory_of(pid: int) -> int:
    """Resident bytes; of a page that several processes share its part."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


@contextlib.contextmanager
def running(command: Sequence[str], core: int | None, folder: Path) -> Iterator[Running]:
    child = Running(command, core, folder)
    try:
        yield child
    finally:
        child.end()


def port_of(server: Running) -> int:
    """Both servers say in their first line where they serve."""
    return int(server.line().rstrip().rpartition(":")[2])


def raise_file_limit(most: int) -> int:
    """How many clients fit."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = most + FILES_BESIDES
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))
    return resource.getrlimit(resource.RLIMIT_NOFILE)[0] - FILES_BESIDES


def stop_after(seconds: float) -> threading.Timer:
    def stop() -> None:
        print(f"stopped: it took longer than {seconds:.0f} s", file=sys.stderr, flush=True)
        for child in list(Running.everyone):
            child.process.kill()

    timer = threading.Timer(seconds, stop)
    timer.daemon = True
    timer.start()
    return timer
