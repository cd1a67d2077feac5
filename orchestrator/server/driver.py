"""engine.io's driver of a websocket, ours: the library gets its handshake and pongs, events go another way.

Everything that is not how we talk closes the socket before the library sees it.
"""

import asyncio
import socket as sockets
from collections.abc import Awaitable, Callable
from typing import Any, Protocol

from aiohttp import WSMsgType, web

from orchestrator.server.channels import Connection
from orchestrator.server.strict_json import BadJson, loads
from orchestrator.settings import Settings

CONNECTION = "orchestrator.connection"  # where the driver leaves its connection for the connect handler
SEND_BUFFER = 64 * 1024  # with the kernel's default a reader that stands still swallows megabytes unnoticed
EVENTS_PER_TURN = 50  # of one socket; what it has sent already would be read without a pause
BACKLOG_PAUSE = 0.05  # s; a transport tells nobody that it has drained
PONG = "3"  # engine.io's


class Owner(Protocol):
    """What a driver tells: ``sockets.Sockets``."""

    def admitted(self, connection: Connection) -> None:
        """The CONNECT answer has left."""

    def receive(self, connection: Connection, text: str) -> bool:
        """An event, after its ``42``. ``False``: close the socket."""

    def left(self, connection: Connection) -> None:
        """The socket is gone."""

    def forget(self, handler: Callable[["Driver"], Awaitable[None]]) -> None:
        """The socket never came to be."""


class Driver:
    """engine.io's view of one aiohttp websocket (its driver interface: ``__call__``, ``send``, ``wait``, ``close``)."""

    def __init__(self, handler: Callable[["Driver"], Awaitable[None]], owner: Owner, settings: Settings) -> None:
        self._handler = handler
        self._owner = owner
        self._settings = settings
        self._socket = web.WebSocketResponse(max_msg_size=settings.frame_bytes + 1, compress=False, timeout=1.0, autoclose=True)
        self._connection: Connection | None = None
        self._asked = False  # it has sent its CONNECT
        self._admitted = False

    async def __call__(self, environ: dict[str, Any]) -> web.StreamResponse:
        request: web.Request = environ["aiohttp.request"]
        try:
            await self._socket.prepare(request)
        except ConnectionError:
            self._owner.forget(self._handler)
            raise
        transport = request.transport
        if transport is None:
            self._owner.forget(self._handler)
            return self._socket
        raw = transport.get_extra_info("socket")
        if raw is not None:
            raw.setsockopt(sockets.SOL_SOCKET, sockets.SO_SNDBUF, SEND_BUFFER)
        connection = self._connection = Connection(transport, request.remote or "")
        environ[CONNECTION] = connection
        deadline = asyncio.get_running_loop().call_later(self._settings.connect_seconds, self._expire)
        try:
            await self._handler(self)
        finally:
            deadline.cancel()
            self._owner.left(connection)
            connection.abort()
        return self._socket

    def _expire(self) -> None:
        if not self._admitted and self._connection is not None:
            self._connection.abort()

    async def send(self, message: str | bytes) -> None:
        if isinstance(message, bytes):
            await self._socket.send_bytes(message)
            return
        await self._socket.send_str(message)
        if message.startswith("40{") and self._connection is not None:
            self._admitted = True
            self._owner.admitted(self._connection)
        elif message.startswith("44") and self._connection is not None:
            asyncio.get_running_loop().call_later(1, self._connection.close)

    async def wait(self) -> str:
        """The next packet that is the library's business: a pong, or the one CONNECT. Events are ours and do not get there."""
        events = 0
        while True:
            events += 1
            if events % EVENTS_PER_TURN == 0:
                await self._let_others_speak()
            message = await self._socket.receive()
            if message.type is not WSMsgType.TEXT:
                raise OSError("closed, or binary: nothing we speak is binary")
            text: str = message.data
            if text == PONG or self._is_connect(text):
                return text
            if not text.startswith("42") or not self._admitted or self._connection is None:
                raise OSError("it leaves, or this is not how we talk")
            if not self._owner.receive(self._connection, text[2:]):
                raise OSError("not how we talk")

    def _is_connect(self, text: str) -> bool:
        """One per socket, to the default namespace. The library parses it with lenient rules; ours come first."""
        if self._asked or not (text == "40" or text.startswith("40{")):
            return False
        try:
            loads(text[2:] or "{}", depth=self._settings.json_depth)
        except BadJson:
            return False
        self._asked = True
        return True

    async def _let_others_speak(self) -> None:
        """Who shouts is heard in turns, and not at all while answers wait unread."""
        await asyncio.sleep(0)
        connection, most = self._connection, self._settings.outbox_bytes
        while connection is not None and not connection.closed and connection.backlog() > most:  # noqa: ASYNC110
            await asyncio.sleep(BACKLOG_PAUSE)

    async def close(self) -> None:
        await self._socket.close()
