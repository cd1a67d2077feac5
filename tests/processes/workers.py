"""Several workers of one server, and a way to each of them."""

import asyncio
import os
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

import aiohttp

from tests.processes.server import Process, free_port
from tests.workers.supervised import children, gone


class Workers(Process):
    """``orchestrator serve --workers 3``, or another number, on a store they share."""

    def __init__(self, store: str, port: int, *more: str, count: int = 3, **settings: str) -> None:
        super().__init__(store, port, "--workers", str(count), "--limits", "relaxed", *more, **settings)

    @property
    def pid(self) -> int:
        assert self.process is not None
        return self.process.pid

    def pids(self) -> set[int]:
        return {pid for pid in children(self.pid) if not gone({pid})}

    def serving(self, client_port: int) -> int | None:
        """Which worker has the connection that comes from this port."""
        inode = _inode(self.port, client_port)
        return next((pid for pid in self.pids() if inode in _sockets(pid)), None)


class Ways:
    """A connection to each worker that stays open, by its pid."""

    def __init__(self, server: Workers) -> None:
        self.server = server
        self.open: dict[int, aiohttp.ClientSession] = {}

    async def to_all(self) -> dict[int, aiohttp.ClientSession]:
        """The system chooses who takes a connection, so some are made in vain."""
        async with asyncio.timeout(60):
            while self.open.keys() != self.server.pids():
                port = free_port()
                connector = aiohttp.TCPConnector(limit=1, local_addr=("127.0.0.1", port))
                http = aiohttp.ClientSession(connector=connector, timeout=aiohttp.ClientTimeout(total=10))
                async with http.get(f"{self.server.url}/healthz") as answer:
                    await answer.read()
                pid = self.server.serving(port)
                if pid is None or pid in self.open:
                    await http.close()
                else:
                    self.open[pid] = http
        return self.open

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *error: type[BaseException] | BaseException | TracebackType | None) -> None:
        for http in self.open.values():
            await http.close()


def _inode(port: int, client_port: int) -> str:
    """Of the server's end of a connection."""
    for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
        fields = line.split()
        if [int(end.split(":")[1], 16) for end in fields[1:3]] == [port, client_port]:
            return fields[9]
    return ""


def _sockets(pid: int) -> set[str]:
    """The inodes of a process's sockets."""
    found = set()
    with suppress(FileNotFoundError, ProcessLookupError, PermissionError):  # it has ended meanwhile
        for file in os.scandir(f"/proc/{pid}/fd"):
            with suppress(FileNotFoundError):  # closed meanwhile
                found.add(os.readlink(file.path).removeprefix("socket:[").removesuffix("]"))
    return found
