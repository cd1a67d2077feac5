"""One connection of a rehearsal, as a browser would hold it: it keeps its view, reconnects, and repeats what got no answer."""

import asyncio
import time
from contextlib import suppress
from functools import partial
from random import Random
from uuid import uuid4

import msgspec
import socketio
from aiohttp import ClientSession

from orchestrator.rehearsal.known import EVENTS, Known
from orchestrator.rehearsal.reception import NotAdmitted
from orchestrator.rehearsal.scene import Json, Object, Scene
from orchestrator.rehearsal.tally import Answer, Tally

ENTER_S = 10
PATIENCE_S = 5  # without an answer for so long, a phone sends again
GIVE_UP_S = 60
PAUSES_S = (0.3, 0.6, 1.2, 2.5)  # between two tries; the last one again and again
TEMPORARY = {"server.slow_down", "server.full", "server.draining", "server.store_unavailable"}  # later, not never


class Client:
    """One client. ``name`` is for messages, ``rng`` makes its choices the same in every rehearsal."""

    def __init__(self, url: str, session_id: str, ticket: str, name: str, tally: Tally, http: ClientSession) -> None:
        self.name = name
        self.ticket = ticket
        self.rng = Random(name)  # noqa: S311  (choices of actors, no secrets)
        self.tally = tally
        self.known = Known()
        self._url = url
        self._session_id = session_id
        self._heard = time.monotonic()
        self._changed = asyncio.Event()
        self._online = asyncio.Event()
        self._dropped: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        self._socket = socketio.AsyncClient(
            http_session=http, handle_sigint=False, reconnection_delay=0.5, reconnection_delay_max=3
        )
        for event in EVENTS:
            self._socket.on(event, partial(self._on_told, event))
        self._socket.on("connect", self._on_connect)
        self._socket.on("disconnect", self._on_disconnect)

    async def enter(self) -> None:
        """Connect and wait for the first view. Raises ``NotAdmitted``."""
        try:
            await self._socket.connect(
                self._url, auth=self._auth, transports=["websocket"], namespaces=["/"], wait_timeout=ENTER_S
            )
        except socketio.exceptions.ConnectionError as error:
            raise NotAdmitted(f"{self.name} could not connect: {error}") from None
        deadline = time.monotonic() + ENTER_S
        while not self.known.view:
            if time.monotonic() > deadline:
                raise NotAdmitted(f"{self.name} was sent no view")
            await self.change(1)

    async def leave(self) -> None:
        await self._socket.disconnect()

    async def drop(self) -> None:
        """Lose the network without a word, as a phone does; the client reconnects by itself."""
        websocket = self._socket.eio.ws
        if websocket is not None:
            await websocket.close()

    @property
    def scene(self) -> Scene:
        return self.known.scene

    @property
    def silence_s(self) -> float:
        """How long nothing was heard of the server, which speaks every 10 s."""
        return time.monotonic() - self._heard

    async def change(self, timeout: float | None) -> None:
        """Return when the view may have changed, or after so many seconds."""
        self._changed.clear()
        with suppress(TimeoutError):
            async with asyncio.timeout(timeout):  # wait_for may forget that somebody cancelled (Python 3.11)
                await self._changed.wait()

    async def send(self, name: str, data: Object, command_id: str | None = None) -> Answer:
        """Send a command until it is answered, always with the same id."""
        body: Object = {**data, "command_id": command_id or uuid4().hex}
        deadline = time.monotonic() + GIVE_UP_S
        pauses = iter(PAUSES_S)
        while time.monotonic() < deadline:
            answer = await self._send_once(name, body)
            if answer is not None:
                self.tally.answered(name, answer)
                if answer.code not in TEMPORARY:
                    return answer
            self.tally.resent += 1
            await asyncio.sleep(next(pauses, PAUSES_S[-1]))
        self.tally.alarm(f"{self.name} got no answer to {name} in {GIVE_UP_S} s")
        return Answer(ok=False, lost=True)

    async def _send_once(self, name: str, body: Object) -> Answer | None:
        """The answer, or ``None`` where the connection broke or stayed silent."""
        reply: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(PATIENCE_S):
                await self._online.wait()
            dropped = self._dropped
            await self._socket.emit(name, body, callback=reply.set_result)
        except (TimeoutError, socketio.exceptions.SocketIOError):
            return None
        await asyncio.wait((reply, dropped), timeout=PATIENCE_S, return_when=asyncio.FIRST_COMPLETED)
        return msgspec.convert(reply.result(), Answer) if reply.done() else None

    def _auth(self) -> Object:
        """Asked for at every connect: who this is, and what it holds already."""
        return {"session": self._session_id, "ticket": self.ticket, **self.known.at}

    async def _on_connect(self) -> None:
        self._dropped = asyncio.get_running_loop().create_future()
        self._online.set()

    async def _on_disconnect(self, reason: str) -> None:
        self._online.clear()
        self.tally.reconnects += reason != "client disconnect"
        if not self._dropped.done():
            self._dropped.set_result(None)

    async def _on_told(self, event: str, data: Object) -> None:
        self.known.apply(event, data)
        self._heard = time.monotonic()
        self._changed.set()
