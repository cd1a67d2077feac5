"""A real ``orchestrator serve`` in a process of its own, and a program that talks to it over HTTP."""

import os
import random
import signal
import socket
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import aiohttp

READY_S = 20


def free_port() -> int:
    """Below the ports the system gives to clients: one of those could take it while the server is dead."""
    return next(port for port in iter(lambda: random.randrange(20_000, 32_000), 0) if is_free(port))


def free_ports(count: int) -> list[int]:
    """As many different ones."""
    found: set[int] = set()
    while len(found) < count:
        found.add(free_port())
    return sorted(found)


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


class Process:
    """Started by ``start``; it prints one line with its address when it takes requests. ``store``: a file of SQLite, or a URL."""

    def __init__(self, store: Path | str, port: int, *more: str, **settings: str) -> None:
        self.store, self.port, self.more, self.settings = store, port, more, settings
        self.url = f"http://127.0.0.1:{port}"
        self.process: subprocess.Popen[str] | None = None

    def start(self) -> str:
        store = self.store if isinstance(self.store, str) else f"sqlite:///{self.store}"
        command = [sys.executable, "-m", "orchestrator", "serve", "--port", str(self.port), "--store", store]
        environment = {key: value for key, value in os.environ.items() if not key.startswith("ORCHESTRATOR_")}
        environment |= {f"ORCHESTRATOR_{name.upper()}": value for name, value in self.settings.items()}
        self.process = subprocess.Popen(
            [*command, *self.more], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
        )
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def kill(self) -> None:
        """As ``kill -9``, or the power, would."""
        assert self.process is not None
        self.process.kill()
        self.process.communicate()

    def end(self, timeout: float = 60) -> tuple[int, str]:
        """As an operator would: SIGTERM. The exit code and what it said."""
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        _, said = self.process.communicate(timeout=timeout)
        return self.process.returncode, said

    def failed(self) -> tuple[int, str]:
        """The exit code and the words of a server that did not start."""
        assert self.process is not None
        _, said = self.process.communicate(timeout=READY_S)
        return self.process.returncode, said

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: type[BaseException] | BaseException | TracebackType | None) -> None:
        if self.process is not None and self.process.poll() is None:
            self.kill()


class Evening:
    """A session on a server, for a program with all its tickets."""

    def __init__(self, http: aiohttp.ClientSession, url: str, opened: dict[str, Any]) -> None:
        self.http, self.url, self.opened = http, url, opened
        self.session_id: str = opened["session_id"]
        self.host: str = opened["tickets"]["host"]

    @classmethod
    async def open(cls, http: aiohttp.ClientSession, url: str, **plan: Any) -> Self:
        body = {
            "title": "An evening",
            "agenda": [
                {"kind": "breakout", "title": "Rooms", "seconds": 600},
                {"kind": "break", "title": "Break", "seconds": 600},
                {"kind": "panel", "title": "Panel", "seconds": 600},
            ],
            "rooms": [{"theme": "one"}, {"theme": "two"}],
            **plan,
        }
        async with http.post(f"{url}/api/sessions", json=body) as answer:
            assert answer.status == 201, await answer.text()
            return cls(http, url, await answer.json())

    async def join(self, name: str, room_id: str = "r1") -> str:
        body = {"join_code": self.opened["join_code"], "name": name, "room_id": room_id}
        async with self.http.post(f"{self.url}/api/sessions/{self.session_id}/participants", json=body) as answer:
            assert answer.status == 201, await answer.text()
            return str((await answer.json())["ticket"])

    async def send(self, ticket: str, name: str, command_id: str | None = None, **data: Any) -> tuple[int, dict[str, Any]]:
        body = {"name": name, "data": data, **({"command_id": command_id} if command_id else {})}
        headers = {"Authorization": f"Bearer {ticket}"}
        async with self.http.post(f"{self.url}/api/sessions/{self.session_id}/commands", json=body, headers=headers) as answer:
            return answer.status, await answer.json()

    async def look(self, ticket: str | None = None) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {ticket or self.host}"}
        async with self.http.get(f"{self.url}/api/sessions/{self.session_id}", headers=headers) as answer:
            shown: dict[str, Any] = await answer.json()
            assert answer.status == 200, shown
            return shown
