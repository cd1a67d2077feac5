"""The official clients of Socket.IO, both told what to do in the same words."""

import asyncio
import json
import subprocess
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import aiohttp
import socketio

from tests.server.screen import Screen

NODE = Path(__file__).parents[1] / "node"
PATIENCE = 15  # seconds: Node starts, clients wait before they reconnect
TOLD = ("snapshot", "delta", "me", "head", "presence", "notice")


@cache
def installed() -> Path:
    """Node's client, with all that is pinned beside it, as in ``tests/node/package-lock.json``."""
    wanted = json.loads((NODE / "package.json").read_text())["dependencies"]
    if not all((NODE / "node_modules" / name).is_dir() for name in wanted):
        try:
            subprocess.run(["npm", "ci", "--no-audit", "--no-fund"], cwd=NODE, check=True, capture_output=True, text=True)
        except FileNotFoundError:
            raise AssertionError("these tests need Node.js and npm; install them, or run `make node`") from None
        except subprocess.CalledProcessError as error:
            raise AssertionError(f"`npm ci` in {NODE} failed:\n{error.stderr}") from None
    return NODE / "client.mjs"


class Client:
    """``screen``: what it was told. ``events``: the names of what happened, in order."""

    def __init__(self) -> None:
        self.screen = Screen()
        self.events: list[str] = []
        self._news: asyncio.Queue[tuple[str, Any]] = asyncio.Queue()

    async def hear(self, wanted: str) -> Any:
        """Take in what happens up to an event of that name; what came with it."""
        async with asyncio.timeout(PATIENCE):
            while True:
                event, payload = await self._news.get()
                self.events.append(event)
                if event in TOLD:
                    self.screen.take(event, payload)
                if event == wanted:
                    return payload

    async def reach(self, version: int) -> None:
        async with asyncio.timeout(PATIENCE):
            while self.screen.version < version:
                event, payload = await self._news.get()
                self.events.append(event)
                if event in TOLD:
                    self.screen.take(event, payload)


class Official(Protocol):
    screen: Screen
    events: list[str]

    async def connect(self, url: str, session_id: str, ticket: str) -> None: ...
    async def ask(self, name: str, **data: Any) -> Any: ...
    async def drop(self) -> None: ...
    async def hear(self, wanted: str) -> Any: ...
    async def reach(self, version: int) -> None: ...


class NodeClient(Client):
    def __init__(self, process: asyncio.subprocess.Process) -> None:
        super().__init__()
        self._process = process

    async def read(self) -> None:
        """Until the process ends."""
        assert self._process.stdout is not None
        async for line in self._process.stdout:
            happened = json.loads(line)
            payload = happened.get("payload", happened.get("data", happened.get("reason")))
            self._news.put_nowait((happened["event"], payload))

    def _wish(self, **wish: Any) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(wish).encode() + b"\n")

    async def connect(self, url: str, session_id: str, ticket: str) -> None:
        self._wish(connect={"url": url, "auth": {"session": session_id, "ticket": ticket}})

    async def ask(self, name: str, **data: Any) -> Any:
        self._wish(send=[name, data])
        return await self.hear("answer")

    async def drop(self) -> None:
        self._wish(drop=True)


class PythonClient(Client):
    def __init__(self, http: aiohttp.ClientSession) -> None:
        super().__init__()
        self._socket = socketio.AsyncClient(
            http_session=http, handle_sigint=False, reconnection_delay=0.05, reconnection_delay_max=0.1
        )
        for name in TOLD:
            self._socket.on(name, self._hears(name))
        self._socket.on("connect", lambda: self._news.put_nowait(("connect", None)))
        self._socket.on("disconnect", self._hears("disconnect"))
        self._socket.on("connect_error", self._refused)

    def _refused(self, error: object) -> None:
        if isinstance(error, dict):  # else nobody answered, and the client tries again by itself
            self._news.put_nowait(("connect_error", error["data"]))

    def _hears(self, name: str) -> Callable[[Any], None]:
        return lambda payload: self._news.put_nowait((name, payload))

    async def connect(self, url: str, session_id: str, ticket: str) -> None:
        def auth() -> dict[str, Any]:
            held = {"epoch": self.screen.epoch, "version": self.screen.version} if self.screen.epoch else {}
            return {"session": session_id, "ticket": ticket, **held}

        try:
            await self._socket.connect(url, auth=auth, transports=["websocket"], wait=False)
        except socketio.exceptions.ConnectionError:
            return  # the handler of connect_error has been told

    async def ask(self, name: str, **data: Any) -> Any:
        return await self._socket.call(name, data, timeout=PATIENCE)

    async def drop(self) -> None:
        await self._socket.eio.ws.close()

    async def leave(self) -> None:
        self._socket.reconnection = False  # a client that was refused would begin to try again just now
        await self._socket.shutdown()


@asynccontextmanager
async def official(kind: str) -> AsyncIterator[Official]:
    """``node`` or ``python``."""
    if kind == "python":
        async with aiohttp.ClientSession() as http:
            client = PythonClient(http)
            yield client
            await client.leave()
        return
    process = await asyncio.create_subprocess_exec(
        "node", str(installed()), stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    node = NodeClient(process)
    reading = asyncio.create_task(node.read())
    try:
        yield node
    finally:
        process.kill()
        await process.wait()
        await reading
