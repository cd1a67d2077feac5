"""Supervised workers that answer every connection with what they are: ``python -m tests.workers.program COUNT``.

A file in the folder it is started in changes the workers that start from then on: ``unwilling``, ``broken``, ``dying``, ``deaf``,
``hanging`` (it takes no connection and says nothing more).
With ``full`` there can be none, with ``impatient`` a hung one is soon noticed, with ``alone`` an old one ends before a new one
starts.
"""

import json
import os
import random
import resource
import signal
import socket
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from orchestrator.workers import pauses
from orchestrator.workers.port import reserved
from orchestrator.workers.supervisor import CannotStart, supervise
from orchestrator.workers.worker import BEAT_S

PATIENCE = 1.0  # with those that are deaf; the others end by themselves, however slow they are
BEAT = 0.3  # expected with ``impatient``; what comes is more often


class Told(Exception):
    """SIGTERM has come."""


def about() -> bytes:
    """What a worker should not share with another, or with its parent."""
    signals = {name: str(signal.getsignal(getattr(signal, name))) for name in ("SIGHUP", "SIGCHLD", "SIGINT")}
    files = [Path(f"/proc/self/fd/{file}") for file in os.listdir("/proc/self/fd") if int(file) > 2]
    open_files = [os.readlink(file).split(":")[0] for file in files if os.path.lexists(file)]
    return json.dumps({"pid": os.getpid(), "chance": random.random(), "files": open_files, "signals": signals}).encode()


def say(address: str) -> None:
    sys.stdout.write(f"{address}\n")
    sys.stdout.flush()


def note(file: str, what: float) -> None:
    """A line of what all workers do, in the order in which they do it."""
    with Path(file).open("a") as lines:
        lines.write(f"{what}\n")


def tell(*_: object) -> None:
    raise Told


def serve(port: int, ready: Callable[[str], None]) -> None:
    here = Path.cwd()
    hanging = (here / "hanging").exists()
    note("starts", time.monotonic())
    if (here / "unwilling").exists():
        raise CannotStart("the store is away")
    if (here / "broken").exists():
        raise ZeroDivisionError
    if (here / "dying").exists():
        os.kill(os.getpid(), signal.SIGKILL)
    signal.signal(signal.SIGTERM, signal.SIG_IGN if (here / "deaf").exists() else tell)
    with suppress(Told), socket.socket() as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        listening.bind(("127.0.0.1", port))
        listening.listen()
        note("serving", +1)
        ready(f"127.0.0.1:{port}")
        if hanging:
            time.sleep(60)
        listening.settimeout(BEAT / 3)
        while True:
            with suppress(TimeoutError):
                caller, _ = listening.accept()
                with caller:
                    caller.sendall(about())
            ready(f"127.0.0.1:{port}")
    note("serving", -1)


def main(count: int) -> int:
    with reserved("127.0.0.1", 0) as (port, let_go):

        def work(ready: Callable[[str], None]) -> None:
            let_go()
            serve(port, ready)

        if Path("full").exists():
            resource.setrlimit(resource.RLIMIT_NOFILE, (8, 8))  # as many as the supervisor needs without a worker
        try:
            beat = BEAT if Path("impatient").exists() else BEAT_S
            pauses.STEADY_S = 60  # whoever dies young is young, however slow the system is
            supervise(count, work, PATIENCE if Path("deaf").exists() else 60, say, overlap=not Path("alone").exists(), beat=beat)
        except CannotStart as reason:
            sys.stderr.write(f"{reason}\n")
            return 2
        return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
