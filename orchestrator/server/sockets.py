"""The way in of a socket: Socket.IO's handshake by its own library, everything after it by us.

The engine.io driver is ours, so an event is taken from the wire before any dispatch by name: only commands of the allow-list
are decided, in the order they were sent, and each is answered.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qs

import msgspec
import socketio
from aiohttp import web

from orchestrator.handler import Answer, Done, Handler, Unreadable
from orchestrator.messages import ActorId, SessionId
from orchestrator.refusals import REFUSALS
from orchestrator.server.auth import hashed, session_id_of
from orchestrator.server.channels import Connection, acknowledgement
from orchestrator.server.driver import CONNECTION, Driver
from orchestrator.server.guard import Guard, Refuse
from orchestrator.server.hub import Hub
from orchestrator.server.meter import Meter
from orchestrator.server.parsing import BadCommand, Parser
from orchestrator.server.strict_json import BadJson, loads
from orchestrator.settings import Settings

logger = logging.getLogger(__name__)

RESERVED = frozenset({"connect", "connect_error", "disconnect", "disconnecting", "newListener", "removeListener"})
_encode = msgspec.json.Encoder().encode


class Sockets:
    """All sockets of this process."""

    def __init__(self, handler: Handler, hub: Hub, parser: Parser, guard: Guard, meter: Meter, settings: Settings) -> None:
        self._handler = handler
        self._hub = hub
        self._parser = parser
        self._guard = guard
        self._meter = meter
        self._settings = settings
        self._tasks: set[asyncio.Task[None]] = set()
        self._sio = socketio.AsyncServer(
            async_mode="aiohttp",
            transports=["websocket"],
            cors_allowed_origins=[],  # the guard has checked the origin before
            ping_interval=settings.ping_seconds,
            ping_timeout=settings.ping_wait_seconds,
            max_http_buffer_size=settings.frame_bytes,
            monitor_clients=False,
            allow_upgrades=False,
            always_connect=False,
            logger=logging.getLogger("socketio"),
            engineio_logger=logging.getLogger("engineio"),
        )
        engine = self._sio.eio
        engine._async = {**engine._async, "websocket": self._driver}
        self._sio.on("connect", self._connect)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """The route of ``/socket.io``: of all that engine.io knows, a new websocket and nothing else."""
        self._guard.check_socket(request)
        if not _opens_a_websocket(request):
            raise Refuse("server.bad_request", "Connect with a websocket and EIO=4.")
        with self._guard.socket_of(request):
            response: web.StreamResponse = await self._sio.handle_request(request)
            return response

    def forget(self, handler: Any) -> None:
        """A socket that broke off before it was open. ``handler`` is the method of engine.io's own socket."""
        self._sio.eio.sockets.pop(handler.__self__.sid, None)

    async def close(self) -> None:
        await self._sio.shutdown()

    # -- the driver -----------------------------------------------------------------------------------------------------------

    def _driver(self, handler: Callable[[Driver], Awaitable[None]], engine: Any) -> Driver:
        return Driver(handler, self, self._settings)

    async def _connect(self, sid: str, environ: dict[str, Any], auth: object = None) -> None:
        """Prove who this is. Refused only for good; what may get better closes the socket, and the client comes back."""
        connection: Connection = environ[CONNECTION]
        auth = auth if isinstance(auth, dict) else {}
        session_id, ticket = auth.get("session"), auth.get("ticket")
        if not isinstance(session_id, str) or not isinstance(ticket, str):
            raise _refused("auth.no_ticket")
        known = session_id_of(session_id)
        try:
            desk = None if known is None else await self._handler.read(known)
        except Unreadable:
            connection.abort()  # nothing more leaves, not even this refusal: the client tries again
            raise _refused("server.store_unavailable") from None
        if desk is None or desk.folded.session is None:
            raise _refused("session.unknown")
        actor = desk.folded.session.proven_by(hashed(ticket))
        if actor is None:
            raise _refused("auth.bad_ticket")
        connection.session_id, connection.actor_id = session_id, actor.id
        connection.resume = (auth.get("epoch"), auth.get("version"))

    def admitted(self, connection: Connection) -> None:
        """The CONNECT answer has left: from now on the client may be told things."""
        epoch, version = connection.resume
        task = asyncio.get_running_loop().create_task(self._hub.admit(connection, epoch, version))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def left(self, connection: Connection) -> None:
        self._hub.leave(connection)

    # -- commands -------------------------------------------------------------------------------------------------------------

    def receive(self, connection: Connection, text: str) -> bool:
        """Take one Socket.IO event (after its ``42``). ``False``: this is not how we talk, close the socket."""
        end = text.find("[")
        digits = text[:end] if end >= 0 else "-"
        if digits and not (digits.isascii() and digits.isdigit() and len(digits) <= 18):
            return False
        if not self._guard.may_send(id(connection)):
            self._refuse(connection, digits, "server.slow_down")
            return True
        try:
            packet = loads(
                text[end:],
                depth=self._settings.json_depth + 1,
                keys=self._settings.json_keys,
                items=self._settings.json_items,
            )
        except BadJson as error:
            if not digits:
                return False
            self._answer(connection, digits, {"ok": False, "code": "server.bad_json", "message": str(error)})
            return True
        if not isinstance(packet, list) or not packet or not isinstance(packet[0], str):
            return False
        name: str = packet[0]
        if name in RESERVED or name.startswith("__"):
            return False
        if len(packet) > 2:
            self._refuse(connection, digits, "invalid_command")
            return True
        self._command(connection, digits, name, packet[1] if len(packet) == 2 else {})
        return True

    def _command(self, connection: Connection, digits: str, name: str, data: object) -> None:
        try:
            command, command_id = self._parser.parse(name, data, ActorId(connection.actor_id))
        except BadCommand as error:
            self._answer(connection, digits, {"ok": False, "code": error.code, "message": str(error)})
            return
        if connection.in_flight >= self._settings.commands_in_flight and self._settings.limits != "relaxed":
            self._refuse(connection, digits, "server.slow_down")
            return
        if not self._guard.may_do(connection.session_id, connection.actor_id, name):
            self._refuse(connection, digits, "server.slow_down")
            return
        connection.in_flight += 1

        def answered(future: "asyncio.Future[Answer]") -> None:
            connection.in_flight -= 1
            if not future.cancelled():
                answer = future.result()
                self._meter.commands["ok" if isinstance(answer, Done) else answer.code] += 1
                self._answer(connection, digits, answer_payload(answer))

        self._handler.submit(SessionId(connection.session_id), command, command_id).add_done_callback(answered)

    def _refuse(self, connection: Connection, digits: str, code: str) -> None:
        self._answer(connection, digits, {"ok": False, "code": code, "message": REFUSALS[code].message})

    def _answer(self, connection: Connection, digits: str, payload: dict[str, object]) -> None:
        if digits:  # a client that wants no acknowledgement gives no number
            connection.write_soon(acknowledgement(digits.encode(), _encode(payload)))


def answer_payload(answer: Answer) -> dict[str, object]:
    """``{ok:true, version, result?}`` or ``{ok:false, code, message, …}`` with what helps to try again."""
    if isinstance(answer, Done):
        made = {} if answer.result is None else {"result": answer.result}
        return {"ok": True, "version": answer.version, **made}
    return {"ok": False, "code": answer.code, "message": REFUSALS[answer.code].message, **answer.details}


def _refused(code: str) -> socketio.exceptions.ConnectionRefusedError:
    return socketio.exceptions.ConnectionRefusedError(REFUSALS[code].message, {"code": code, "message": REFUSALS[code].message})


def _opens_a_websocket(request: web.Request) -> bool:
    """Engine.io would log the rest as errors, echo some of it, or keep a socket that never comes to be."""
    query = parse_qs(request.query_string)
    asked = query.get("transport") == ["websocket"] and query.get("EIO") == ["4"] and not query.keys() & {"sid", "j"}
    upgrades = "upgrade" in (word.strip() for word in request.headers.get("Connection", "").lower().split(","))
    return asked and upgrades and request.method == "GET" and web.WebSocketResponse().can_prepare(request).ok
