"""A whole server in this process, on a free port of 127.0.0.1, with its log in a SQLite file."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web
from msgspec import Struct

from orchestrator.app import Parts, running
from orchestrator.clock import Clock
from orchestrator.eventlog.log import Log
from orchestrator.settings import Settings
from orchestrator.workers.board import Board
from tests.server.program import Program
from tests.server.wire import PATIENCE, Wire

RATES = ("commands_per_second", "commands_burst", "questions_per_minute", "votes_per_minute", "sessions_per_minute")
UNHURRIED = dict.fromkeys(RATES, 1_000_000)  # for tests of anything but rates: who writes them types faster than people
CALM = UNHURRIED | {"tick_ms": 5, "connect_seconds": 2 * PATIENCE}  # a socket that closes was not just silent for too long


class Server(Struct):
    """``program`` speaks HTTP with it, ``wire`` opens sockets to it."""

    parts: Parts
    runner: web.AppRunner
    http: aiohttp.ClientSession
    url: str
    program: Program

    async def wire(self, **how: Any) -> Wire:
        return await Wire.open(self.http, self.url, **how)

    async def connected(self, session_id: str, ticket: str, **resume: Any) -> Wire:
        """A socket that is in, and holds its first snapshot (or what it missed)."""
        wire = await self.wire()
        await wire.enter(session_id, ticket, **resume)
        return wire


@asynccontextmanager
async def serving(
    store: Path, log: Log | None = None, clock: Clock | None = None, board: Board | None = None, **settings: Any
) -> AsyncIterator[Server]:
    """As ``app.serve`` does it, without its signals; at the end it breaks off like a server that dies."""
    chosen = Settings(**{"host": "127.0.0.1", "port": 0, "store": f"sqlite:///{store}", **CALM, **settings})
    async with running(chosen, log, clock, board) as parts:
        runner = web.AppRunner(parts.web, access_log=None, shutdown_timeout=0.1, handler_cancellation=False)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", chosen.port).start()
        url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        try:
            async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as http:
                yield Server(parts, runner, http, url, Program(http, url))
        finally:
            for connection in parts.hub.connections():
                connection.abort()
            await runner.cleanup()
