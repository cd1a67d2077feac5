"""A server as an operator starts it: ``orchestrator serve``, a process of its own, on a free port and a SQLite file."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.processes.server import free_port

ROOT = Path(__file__).resolve().parents[2]


class Service:
    """It keeps its port and its file from one start to the next."""

    def __init__(self, store: Path, **settings: object) -> None:
        self._store = store
        self._settings = {f"ORCHESTRATOR_{name.upper()}": str(value) for name, value in settings.items()}
        self._port = free_port()
        self._process: subprocess.Popen[str] | None = None
        self.url = f"http://127.0.0.1:{self._port}"

    def start(self) -> None:
        """Returns when it says that it takes requests. Starting what runs changes nothing."""
        if self._process is not None:
            return
        place = ("--host", "127.0.0.1", "--port", str(self._port), "--store", f"sqlite:///{self._store}")
        others = {name: value for name, value in os.environ.items() if not name.startswith("ORCHESTRATOR_")}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "orchestrator", "serve", *place],
            cwd=ROOT,
            env=others | self._settings,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout is not None
        assert self.url in self._process.stdout.readline(), "the server said why it did not start"

    def kill(self) -> None:
        """As a power cut would."""
        self._end(signal.SIGKILL)

    def terminate(self) -> None:
        self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.send_signal(how)
            process.communicate(timeout=60)

    def __enter__(self) -> "Service":
        self.start()
        return self

    def __exit__(self, *_: Any) -> None:
        self.kill()
