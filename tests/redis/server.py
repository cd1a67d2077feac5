"""Real Redis servers in processes of their own, which keep everything they were told."""

import signal
import subprocess
import time
from pathlib import Path
from types import TracebackType
from typing import Self

import redis

from tests.processes.server import free_port

READY_S = 20
# Redis writes before it answers, also with "no", and no test takes the power away: a slow disk must not be a fault of ours.
# Replicas are served at once, not after five seconds in which more may come.
EVERYTHING = ("--save", "", "--appendonly", "yes", "--appendfsync", "no", "--repl-diskless-sync-delay", "0")
EVERYTHING += ("--maxmemory-policy", "noeviction")


class RedisServer:
    """A ``redis-server`` with its files in ``directory``. It may be stopped and started again, on the same port."""

    def __init__(self, directory: Path, *more: str, host: str = "127.0.0.1", port: int = 0, inside: tuple[str, ...] = ()) -> None:
        directory.mkdir(parents=True, exist_ok=True)
        self.directory, self.more, self.host, self.inside = directory, more, host, inside
        self.port = port or free_port()
        self.url = f"redis://{host}:{self.port}/0"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> Self:
        command = [*self.inside, "redis-server", "--port", str(self.port), "--bind", self.host, "--dir", str(self.directory)]
        command += [*EVERYTHING, *self.more]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.wait()
        return self

    def wait(self) -> None:
        """Until it answers."""
        deadline = time.monotonic() + READY_S
        while time.monotonic() < deadline:
            try:
                if self._is_itself():
                    return
            except redis.RedisError:
                time.sleep(0.02)
        raise AssertionError(f"redis-server on port {self.port} does not answer")

    def _is_itself(self) -> bool:
        """Whether it answers, and no other that took the port before."""
        assert self.process is not None
        assert self.process.poll() is None, f"redis-server on port {self.port} ended"
        told = self.cli("INFO", "server")
        return isinstance(told, dict) and told["process_id"] == self.process.pid

    def cli(self, *command: str | bytes | int) -> object:
        """The answer to one command, on a connection of its own."""
        with redis.Redis(host=self.host, port=self.port, socket_timeout=5) as client:
            answer: object = client.execute_command(*command)
            return answer

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGCONT)
            self.process.send_signal(how)
            self.process.wait()

    def hang(self) -> None:
        """It keeps its connections and answers nobody, until ``go_on``."""
        assert self.process is not None
        self.process.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        assert self.process is not None
        self.process.send_signal(signal.SIGCONT)

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *error: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.stop(signal.SIGKILL)
