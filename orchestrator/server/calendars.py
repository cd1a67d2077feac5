"""The session in people's own calendars: to their way in before the end, to the watch page after it."""

from urllib.parse import urlsplit

from aiohttp import web

from orchestrator.messages import Role
from orchestrator.server.access import Access, Caller
from orchestrator.server.auth import PAGES
from orchestrator.server.guard import Refuse
from orchestrator.server.ics import calendar_file, calendar_response
from orchestrator.session.state import Status
from orchestrator.settings import Settings


class Calendars:
    def __init__(self, access: Access, settings: Settings) -> None:
        self._access = access
        self._settings = settings

    def routes(self) -> list[web.RouteDef]:
        return [web.get("/api/sessions/{session}/session.ics", self.calendar)]

    async def calendar(self, request: web.Request) -> web.Response:
        """For whoever has a ticket. Raises ``Refuse``: neither planned nor begun."""
        caller = await self._access.caller(request, request.match_info["session"])
        session, base = caller.session, self._settings.base_for(request.host)
        if session.starts_at is None and session.agenda.started_at is None:
            raise Refuse("session.not_planned")
        words, path = _way(caller)
        host = urlsplit(base).hostname or "localhost"
        return calendar_response(calendar_file(session, f"{base}{path}", host, caller.desk.folded.version, words))


def _way(caller: Caller) -> tuple[str, str]:
    """Where this person goes, without a secret: a calendar is read by many. Who takes part joins by the code; roles have pages of
    their own, which open where their link was opened before."""
    session, role = caller.session, caller.audience.role
    if role is Role.VIEWER or session.status not in (Status.LOBBY, Status.LIVE):
        return "Questions and recordings", f"/watch/{session.id}"
    if role is Role.PARTICIPANT:
        return "Join", f"/join/{session.join_code}"
    return "Your page", f"/{PAGES[role]}/{session.id}"
