"""What those who watch later tell us, and what they see of each other: ``docs/protocol.md`` section "Watching later"."""

import re
import secrets

import msgspec
from aiohttp import web

from orchestrator.messages import LINKS, ActorId, Rejected, SessionId
from orchestrator.server.access import Access, Caller
from orchestrator.server.api import json_response
from orchestrator.server.auth import cookie_name, set_cookie
from orchestrator.server.bodies import Told, read_body
from orchestrator.server.guard import Guard, Refuse
from orchestrator.server.parsing import cleaner, plain
from orchestrator.session.codec import UnknownEvent
from orchestrator.settings import Settings
from orchestrator.viewing.commands import COMMANDS, AnyCommand, FollowUp
from orchestrator.viewing.decider import Limits, Viewer
from orchestrator.viewing.events import FollowUpWritten
from orchestrator.viewing.ledger import Ledger
from orchestrator.viewing.state import ViewerId, Viewing
from orchestrator.viewing.view import view

PAGE = "viewer"  # the cookie of somebody without a ticket of their own
UNKNOWN = re.compile(r"w[0-9a-f]{20}")  # never the id of a person: nobody can pass for one


def limits_of(settings: Settings) -> Limits:
    return Limits(settings.watched_ranges, settings.viewers_per_session, settings.follow_ups_per_viewer)


class ViewingApi:
    def __init__(self, access: Access, ledger: Ledger, guard: Guard, settings: Settings) -> None:
        self._access = access
        self._ledger = ledger
        self._guard = guard
        self._settings = settings
        self._clean = cleaner("question", settings)

    def routes(self) -> list[web.RouteDef]:
        path = "/api/sessions/{session}/viewing"
        return [web.get(path, self.read), web.post(path, self.tell)]

    async def read(self, request: web.Request) -> web.Response:
        caller = await self._access.caller(request, request.match_info["session"])
        seen = view(await self.state(caller.session.id), caller.audience, self._known(request, caller))
        return json_response(msgspec.json.encode(seen))

    async def state(self, session_id: SessionId) -> Viewing:
        """All that is known of the viewing of a session. Raises ``Refuse``."""
        try:
            return await self._ledger.state(session_id)
        except Rejected as refusal:
            raise Refuse(refusal.code) from None
        except UnknownEvent:
            raise Refuse("session.newer_version") from None

    async def tell(self, request: web.Request) -> web.Response:
        """A cookie makes somebody without a ticket of their own the same person the next time."""
        caller = await self._access.caller(request, request.match_info["session"])
        body = await read_body(request, Told, self._settings)
        known = self._known(request, caller)
        viewer_id = known or ViewerId(ActorId("w" + secrets.token_hex(10)))
        self._check_rates(request, caller, known, body.name)
        command = self._parse(body.name, dict(body.data))
        try:
            written = await self._ledger.submit(caller.session, Viewer(viewer_id, caller.audience), command)
        except Rejected as refusal:
            raise Refuse(refusal.code, details=refusal.details) from None
        except UnknownEvent:
            raise Refuse("session.newer_version") from None
        made = [event.follow_up_id for event in written.events if isinstance(event, FollowUpWritten)]
        response = json_response({"result": {"follow_up_id": made[0]}} if made else {})
        if known is None:
            set_cookie(response, self._settings, caller.session.id, PAGE, viewer_id)
        return response

    def _known(self, request: web.Request, caller: Caller) -> ViewerId | None:
        """A person is known by their ticket; whoever holds a shared link, by the cookie of their browser."""
        if caller.actor.id not in LINKS:
            return caller.actor.id
        given = request.cookies.get(cookie_name(self._settings, caller.session.id, PAGE), "")
        return ViewerId(ActorId(given)) if UNKNOWN.fullmatch(given) else None

    def _check_rates(self, request: web.Request, caller: Caller, known: ViewerId | None, name: str) -> None:
        """By viewer; who is new by address, as somebody who comes in."""
        if known is None:
            allowed = self._guard.joins.take(self._guard.address(request))
        else:
            session_id = caller.session.id
            allowed = self._guard.may_send((session_id, known)) and self._guard.may_do(session_id, known, name)
        if not allowed:
            raise Refuse("server.slow_down")

    def _parse(self, name: str, data: dict[str, object]) -> AnyCommand:
        kind = COMMANDS.get(name)
        if kind is None:
            raise Refuse("unknown_command")
        try:
            command: AnyCommand = msgspec.convert(data, kind)
        except msgspec.ValidationError as error:
            raise Refuse("invalid_command", plain(error)) from None
        if isinstance(command, FollowUp):
            try:
                return msgspec.structs.replace(command, text=self._clean(command.text))
            except ValueError as error:
                raise Refuse("invalid_command", f"text: {error}") from None
        return command
