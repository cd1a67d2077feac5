"""The way into calls that a conferencing tool makes: the link is made at the click, and stands nowhere."""

from collections.abc import Mapping

from aiohttp import web

from orchestrator.clock import Clock
from orchestrator.conferencing.ending import end_all
from orchestrator.conferencing.finding import made_rooms
from orchestrator.conferencing.opening import Opener
from orchestrator.conferencing.provider import Able, Call, Guest, Place, Provider, Trouble, place_of
from orchestrator.messages import LINKS, Role
from orchestrator.server.access import Access, Caller
from orchestrator.server.api import json_response
from orchestrator.server.auth import bearer, cookie_tickets
from orchestrator.server.guard import Refuse
from orchestrator.session.names import called
from orchestrator.session.state import Session
from orchestrator.settings import Settings

AFTERWARDS = 120  # minutes after the planned end for which a tool keeps a call that nobody ended


class Calls:
    def __init__(
        self, access: Access, opener: Opener, providers: Mapping[str, Provider], clock: Clock, settings: Settings
    ) -> None:
        self._access = access
        self._opener = opener
        self._providers = providers
        self._clock = clock
        self._settings = settings

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/call/{session}/{place}", self.enter),
            web.post("/api/sessions/{session}/calls/end", self.end),
        ]

    async def enter(self, request: web.Request) -> web.Response:
        """Into the call of a room or of everybody, made if it does not run yet."""
        desk, session = await self._access.session(request.match_info["session"])
        place = place_of(f"{session.id}-{request.match_info['place']}")
        tickets = [bearer(request), *cookie_tickets(request, self._settings, session.id)]
        callers = [self._access.by_ticket(desk, session, ticket) for ticket in tickets if ticket]
        caller = _entitled([caller for caller in callers if caller is not None], place)
        pasted = _pasted(session, place)
        provider = self._opener.provider(session, pasted)
        if provider is None:
            raise Refuse("calls.no_call")
        if pasted is None and session.finished_at is not None:
            raise Refuse("session.finished")
        try:
            meeting = await self._opener.open(session, provider, self._call(request, session, place, provider))
            url = provider.join_url(meeting, _guest(caller, place))
        except Trouble as trouble:
            raise Refuse(trouble.code) from None
        return web.Response(status=303, headers={"Location": url, "Cache-Control": "no-store"})

    async def end(self, request: web.Request) -> web.Response:
        """All calls of rooms that the tool made; ``{rooms: {room_id: "ended" | "running" | a code}}``."""
        caller = await self._access.caller(request, request.match_info["session"])
        if Role.HOST not in caller.actor.roles:
            raise Refuse("session.forbidden")
        provider = self._providers.get(caller.session.calls.tool)
        if provider is None or Able.END not in provider.able:
            raise Refuse("calls.no_tool")
        rooms = await end_all(provider, made_rooms(caller.session), self._clock)
        return json_response({"rooms": rooms})

    def _call(self, request: web.Request, session: Session, place: Place, provider: Provider) -> Call:
        room = None if place.room_id is None else session.rooms.room(place.room_id)
        planned = sum(phase.duration for phase in session.agenda.phases)
        return Call(
            place=place,
            title=session.title if room is None else f"{room.letter} · {room.theme}",
            minutes=planned // 60_000 + AFTERWARDS,
            record=session.notice is None or session.notice.recorded,
            hook_url=f"{self._settings.base_for(request.host)}/hooks/{provider.name}/{provider.token}",
            url=_pasted(session, place),
        )


def _pasted(session: Session, place: Place) -> str | None:
    return session.plenary_call_url if place.room_id is None else session.rooms.room(place.room_id).call_url


def _entitled(callers: list[Caller], place: Place) -> Caller:
    """Everybody who takes part comes into the plenary; its members, its facilitators and hosts into a room. Raises ``Refuse``."""
    if not callers:
        raise Refuse("auth.no_ticket")
    if place.room_id is not None and place.room_id not in callers[0].session.rooms.rooms:
        raise Refuse("rooms.unknown_room")
    for caller in callers:
        inside = place.room_id is None or caller.session.rooms.sees(caller.actor.id) == place.room_id
        if Role.HOST in caller.actor.roles or (inside and caller.audience.role is not Role.VIEWER):
            return caller
    raise Refuse("session.forbidden")


def _guest(caller: Caller, place: Place) -> Guest:
    """Hosts moderate every call, facilitators that of the room they help. Whoever holds a shared link is one of several."""
    actor, session = caller.actor, caller.session
    helps = place.room_id is not None and session.rooms.facilitators.get(actor.id) == place.room_id
    name = called(session, actor.id).removeprefix("the ")
    shared = actor.id in LINKS
    return Guest(name.title() if shared else name, None if shared else actor.id, Role.HOST in actor.roles or helps)
