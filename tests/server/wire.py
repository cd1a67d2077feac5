"""A Socket.IO client that hides nothing: one frame at a time, as it stands on the wire."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

import aiohttp
from aiohttp import WSMsgType

from tests.server.screen import Screen

PATIENCE = 30  # seconds; far more than anything here takes, it only bounds failures
PATH = "/socket.io/?EIO=4&transport=websocket"
PULSE = ('42["presence"', '42["head"')  # what the server says by itself, at any moment


async def eventually(so: Callable[[], bool]) -> None:
    """Return when something is so that nobody is told of; ``TimeoutError`` if it does not come."""
    async with asyncio.timeout(PATIENCE):
        while not so():
            await asyncio.sleep(0.005)


class Closed(Exception):
    """The server closed the socket."""


class Wire:
    """``screen``: what it was told. ``heard``: every event so far. ``answers``: by number, in the order they came."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket
        self.screen = Screen()
        self.heard: list[tuple[str, Any]] = []
        self.answers: dict[int, Any] = {}
        self.session_id = ""
        self._asked = 0

    @classmethod
    async def open(cls, http: aiohttp.ClientSession, url: str, path: str = PATH, **how: Any) -> "Wire":
        """As far as engine.io's greeting."""
        wire = cls(await http.ws_connect(url + path, max_msg_size=0, **how))
        opening = await wire.frame()
        assert opening.startswith("0{"), opening
        return wire

    async def frame(self, patience: float = PATIENCE) -> str:
        """The next frame, pings answered. Raises ``Closed``, or ``TimeoutError``."""
        while True:
            async with asyncio.timeout(patience):  # unlike wait_for, it never forgets that somebody cancelled
                message = await self.socket.receive()
            if message.type is not WSMsgType.TEXT:
                raise Closed(message)
            if message.data != "2":
                return str(message.data)
            await self.send("3")

    async def send(self, frame: str) -> None:
        await self.socket.send_str(frame)

    async def connect(self, auth: object) -> str:
        """Send CONNECT; the frame that answers it. ``None``: say nothing of oneself."""
        await self.send("40" if auth is None else "40" + json.dumps(auth))
        return await self.frame()

    async def enter(self, session_id: str, ticket: str, **resume: Any) -> None:
        answer = await self.connect({"session": session_id, "ticket": ticket, **resume})
        assert answer.startswith("40{"), answer
        await self.hear()

    async def hear(self, patience: float = PATIENCE) -> str:
        """Take in the next frame; what it was: the name of an event, ``answer`` or ``dismissed``."""
        frame = await self.frame(patience)
        if frame == "41":
            return "dismissed"
        kind, start = frame[:2], frame.index("[")
        body = json.loads(frame[start:])
        if kind == "43":
            number = int(frame[2:start])
            assert number not in self.answers, "a command is answered once"
            (self.answers[number],) = body
            return "answer"
        assert kind == "42", frame
        assert start == 2, "the server wants no acknowledgements"
        name, payload = body
        self.screen.take(name, payload)
        self.heard.append((name, payload))
        return str(name)

    async def until(self, done: Callable[[], bool]) -> None:
        """Listen until something is so."""
        async with asyncio.timeout(PATIENCE):
            while not done():
                await self.hear()

    async def event(self, name: str) -> Any:
        """The payload of the next event of that name."""
        async with asyncio.timeout(PATIENCE):
            while await self.hear() != name:
                pass
        return self.heard[-1][1]

    async def reach(self, version: int) -> None:
        """Listen until told everything up to a version, and what is personal in it."""
        await self.until(lambda: self.screen.version >= version)
        assert self.screen.version == version

    async def post(self, name: str, data: object = None) -> int:
        """Send a command; the number its answer will have."""
        self._asked += 1
        await self.send(f"42{self._asked}{json.dumps([name, data or {}])}")
        return self._asked

    async def ask(self, name: str, **data: Any) -> Any:
        """Send a command and wait for its answer. A field ``as_`` is sent as ``as``."""
        number = await self.post(name, {field.rstrip("_"): value for field, value in data.items()})
        await self.until(lambda: number in self.answers)
        return self.answers[number]

    async def closed(self) -> list[str]:
        """What still came before the server closed the socket; ``TimeoutError`` if it does not. Left out is what the pulse
        says by itself, presence and head: it may fall between anything."""
        rest: list[str] = []
        try:
            async with asyncio.timeout(PATIENCE):
                while True:
                    rest.append(await self.frame())
        except Closed:
            return [frame for frame in rest if not frame.startswith(PULSE)]
