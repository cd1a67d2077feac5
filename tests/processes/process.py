"""``orchestrator`` as an operator runs it: a command line, what it prints, how it ends."""

import asyncio
import os
import signal
import sys
from pathlib import Path
from typing import NamedTuple

import aiohttp

from tests.server.program import Program
from tests.server.wire import Wire

ROOT = Path(__file__).parents[2]
PATIENCE = 20  # seconds to start or to end, on a machine that does other things too


class Ended(NamedTuple):
    code: int
    out: str
    err: str


async def _start(*arguments: str, **environment: str) -> asyncio.subprocess.Process:
    known = {name: value for name, value in os.environ.items() if not name.startswith("ORCHESTRATOR_")}
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "orchestrator", *arguments),
        cwd=ROOT,
        env=known | environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


async def run(*arguments: str, **environment: str) -> Ended:
    """A command from its start to its end."""
    process = await _start(*arguments, **environment)
    return await ended(process)


async def ended(process: asyncio.subprocess.Process) -> Ended:
    out, err = await asyncio.wait_for(process.communicate(), PATIENCE)
    assert process.returncode is not None
    return Ended(process.returncode, out.decode(), err.decode())


class Server:
    """A server that takes requests."""

    def __init__(self, process: asyncio.subprocess.Process, http: aiohttp.ClientSession, line: str) -> None:
        self.process = process
        self.line = line
        self.url = line.rsplit(" ", 1)[-1].strip()
        self.port = int(self.url.rsplit(":", 1)[1])
        self.program = Program(http, self.url)
        self._http = http

    async def connected(self, session_id: str, ticket: str) -> Wire:
        wire = await Wire.open(self._http, self.url)
        await wire.enter(session_id, ticket)
        return wire

    async def kill(self) -> None:
        """As a power cut: no goodbye."""
        self.process.kill()
        await asyncio.wait_for(self.process.wait(), PATIENCE)

    async def stop(self) -> Ended:
        """As an operator does."""
        self.process.send_signal(signal.SIGTERM)
        return await ended(self.process)


class Servers:
    """Starts servers on one store, and leaves none behind."""

    def __init__(self, http: aiohttp.ClientSession, path: Path) -> None:
        self.path = path
        self.store = f"sqlite:///{path}"
        self._http = http
        self._started: list[asyncio.subprocess.Process] = []

    async def start(self, *options: str, port: int = 0) -> Server:
        process = await _start("serve", "--port", str(port), "--store", self.store, *options)
        self._started.append(process)
        assert process.stdout is not None
        line = await asyncio.wait_for(process.stdout.readline(), PATIENCE)
        assert line, (await ended(process)).err
        return Server(process, self._http, line.decode())

    async def end(self) -> None:
        for process in self._started:
            if process.returncode is None:
                process.kill()
                await process.communicate()
