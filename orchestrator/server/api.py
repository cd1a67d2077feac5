"""The HTTP interface for programs: ``docs/protocol.md`` section 1."""

from importlib.metadata import version

import msgspec
from aiohttp import web

from orchestrator.handler import Done, Handler, Refused
from orchestrator.messages import ActorId, Role, SessionId
from orchestrator.plan import Plan
from orchestrator.server.access import Access
from orchestrator.server.auth import PAGES, bearer, same
from orchestrator.server.bodies import NewParticipant, SentCommand, read_body
from orchestrator.server.doorway import Doorway, Opened
from orchestrator.server.guard import Guard, Refuse
from orchestrator.server.hub import Hub
from orchestrator.server.meter import Meter
from orchestrator.server.openapi import describe
from orchestrator.server.parsing import BadCommand, Parser
from orchestrator.settings import Settings

_encode = msgspec.json.Encoder().encode


def json_response(payload: object, status: int = 200) -> web.Response:
    body = payload if isinstance(payload, bytes) else _encode(payload)
    return web.Response(body=body, status=status, content_type="application/json", headers={"Cache-Control": "no-store"})


class Api:
    def __init__(
        self,
        handler: Handler,
        hub: Hub,
        access: Access,
        doorway: Doorway,
        parser: Parser,
        guard: Guard,
        meter: Meter,
        settings: Settings,
    ) -> None:
        self._handler = handler
        self._hub = hub
        self._access = access
        self._doorway = doorway
        self._parser = parser
        self._guard = guard
        self._meter = meter
        self._settings = settings

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post("/api/sessions", self.create),
            web.get("/api/join/{code}", self.look_up),
            web.get("/api/sessions/{session}", self.read),
            web.post("/api/sessions/{session}/participants", self.join),
            web.post("/api/sessions/{session}/commands", self.command),
            web.get("/healthz", self.healthz),
            web.get("/readyz", self.readyz),
            web.get("/metrics", self.metrics),
            web.get("/version", self.version),
            web.get("/api/openapi.json", self.openapi),
        ]

    async def create(self, request: web.Request) -> web.Response:
        self.check_creator(request)
        plan = await read_body(request, Plan, self._settings)
        opened = await self._doorway.open(plan)
        _, session = await self._access.session(opened.session_id)
        roles = ("host", "moderator", "panel", "stage")
        rooms = sorted(session.rooms.rooms.values(), key=lambda room: room.position)
        return json_response(
            {
                "session_id": opened.session_id,
                "join_code": opened.join_code,
                "links": links_of(self._settings.base_for(request.host), opened),
                "tickets": {role: opened.tickets[role] for role in roles},
                "rooms": [{"room_id": room.id, "theme": room.theme} for room in rooms],
            },
            status=201,
        )

    def check_creator(self, request: web.Request) -> None:
        """Who may create sessions is a setting: everybody on loopback, else whoever has the key."""
        if not self._guard.sessions.take(self._guard.address(request)):
            raise Refuse("server.slow_down")
        if self._settings.may_create_openly:
            return
        key = self._settings.create_key
        if not key or not same(bearer(request) or "", key):
            raise Refuse("auth.bad_key")

    async def look_up(self, request: web.Request) -> web.Response:
        session_id = await self._doorway.find(request.match_info["code"], self._guard.address(request))
        _, session = await self._access.session(session_id)
        rooms = sorted(session.rooms.rooms.values(), key=lambda room: room.position)
        return json_response(
            {
                "session_id": session_id,
                "title": session.title,
                "timezone": session.timezone,
                **({} if session.starts_at is None else {"starts_at": session.starts_at}),
                **({} if session.notice is None else {"recording_notice": session.notice}),
                "rooms": [{"room_id": room.id, "theme": room.theme} for room in rooms],
            }
        )

    async def read(self, request: web.Request) -> web.Response:
        caller = await self._access.caller(request, request.match_info["session"])
        self._hub.heard_of(caller.session, caller.actor.id)
        return json_response(self._hub.snapshot(caller.desk, caller.actor.id, caller.audience))

    async def join(self, request: web.Request) -> web.Response:
        session_id, address = request.match_info["session"], self._guard.address(request)
        body = await read_body(request, NewParticipant, self._settings)
        if bearer(request) is not None:
            caller = await self._access.caller(request, session_id)
            session, role = caller.session, caller.audience.role
            if role is Role.PARTICIPANT or role is Role.VIEWER:
                raise Refuse("session.forbidden")
        else:
            _, session = await self._access.session(session_id)
            self._doorway.check_code(session, body.join_code, address)
            role = Role.PARTICIPANT
        notice = session.notice if body.consent else None
        person, ticket = await self._doorway.admit(
            *(SessionId(session_id), role, body.name, body.affiliation, body.room_id, address),
            consent=None if notice is None else notice.number,
        )
        return json_response({"participant_id": person, "ticket": ticket}, status=201)

    async def command(self, request: web.Request) -> web.Response:
        session_id = request.match_info["session"]
        caller = await self._access.caller(request, session_id)
        body = await read_body(request, SentCommand, self._settings)
        if not self._guard.may_send((session_id, caller.actor.id)):
            raise Refuse("server.slow_down")
        data = dict(body.data)
        if body.command_id is not None:
            data["command_id"] = body.command_id
        try:
            command, command_id = self._parser.parse(body.name, data, ActorId(caller.actor.id))
        except BadCommand as error:
            raise Refuse(error.code, str(error)) from None
        if not self._guard.may_do(session_id, caller.actor.id, body.name):
            raise Refuse("server.slow_down")
        answer = await self._handler.submit(SessionId(session_id), command, command_id)
        self._meter.commands["ok" if isinstance(answer, Done) else answer.code] += 1
        if isinstance(answer, Refused):
            raise Refuse(answer.code, details=answer.details)
        return json_response(_done(answer))

    async def healthz(self, request: web.Request) -> web.Response:
        return json_response({"status": "ok"})

    async def readyz(self, request: web.Request) -> web.Response:
        if self._guard.draining:
            raise Refuse("server.draining")
        return json_response({"status": "ready"})

    async def metrics(self, request: web.Request) -> web.Response:
        return web.Response(text=self._meter.text(), headers={"Content-Type": "text/plain; version=0.0.4; charset=utf-8"})

    async def openapi(self, request: web.Request) -> web.Response:
        return json_response(describe())

    async def version(self, request: web.Request) -> web.Response:
        return json_response({"version": version("orchestrator")})


def links_of(base: str, opened: Opened) -> dict[str, str]:
    """What to hand out. A link's secret stands in ``?k=`` once; the page swaps it for a cookie."""
    session_id, tickets = opened.session_id, opened.tickets
    roles = {"host": Role.HOST, "moderator": Role.MODERATOR, "panel": Role.PANELIST, "stage": Role.STAGE, "watch": Role.VIEWER}
    links = {link: f"{base}/{PAGES[role]}/{session_id}?k={tickets[link]}" for link, role in roles.items()}
    return {**links, "join": f"{base}/join/{opened.join_code}"}


def _done(answer: Done) -> dict[str, object]:
    return {"version": answer.version, **({} if answer.result is None else {"result": answer.result})}
