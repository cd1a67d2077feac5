"""What a host hands out before the evening: QR codes, an entry for the calendar, and a page to print."""

from urllib.parse import urlsplit

from aiohttp import web

from orchestrator.messages import LINKS
from orchestrator.server.access import Access, Caller
from orchestrator.server.guard import Refuse
from orchestrator.server.ics import calendar_file, calendar_response, planned_end
from orchestrator.server.pages import Pages
from orchestrator.server.qr import qr_response
from orchestrator.settings import Settings


class Invitations:
    def __init__(self, pages: Pages, access: Access, settings: Settings) -> None:
        self._pages = pages
        self._access = access
        self._settings = settings

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/join/{code}/qr.svg", self.join_qr),
            web.get("/join/{code}/session.ics", self.calendar),
            web.get("/host/{session}/qr/{link}.svg", self.link_qr),
            web.get("/host/{session}/handout", self.handout),
        ]

    async def join_qr(self, request: web.Request) -> web.Response:
        session = await self._pages.by_code(request)
        return qr_response(f"{self._base(request)}/join/{session.join_code}", "private, max-age=3600")

    async def calendar(self, request: web.Request) -> web.Response:
        """For whoever may join. Raises ``Refuse``: wrong code, no planned start."""
        desk, session = await self._access.session((await self._pages.by_code(request)).id)
        if session.starts_at is None:
            raise Refuse("session.not_planned")
        base = self._base(request)
        host = urlsplit(base).hostname or "localhost"
        return calendar_response(calendar_file(session, f"{base}/join/{session.join_code}", host, desk.folded.version))

    async def link_qr(self, request: web.Request) -> web.Response:
        """A secret as a picture: for the host alone, and kept nowhere."""
        caller = await self._pages.entitled(request, "host")
        links = self._links(request, caller)
        if caller.actor.id in LINKS:  # the host's own, such as for their phone; a person's ticket is nothing to show
            links["host"] = f"{self._base(request)}/host/{caller.session.id}?k={caller.ticket}"
        link = links.get(request.match_info["link"])
        if link is None:
            raise Refuse("server.not_found")
        return qr_response(link, "no-store")

    async def handout(self, request: web.Request) -> web.Response:
        caller = await self._pages.entitled(request, "host")
        session = caller.session
        return self._pages.render(
            "handout.html",
            page="handout",
            title=f"Handout: {session.title}",
            session={"id": session.id, "title": session.title, "join_code": session.join_code},
            timezone=session.timezone,
            starts_at=session.starts_at,
            ends_at=None if session.starts_at is None else planned_end(session),
            links=self._links(request, caller),
        )

    def _links(self, request: web.Request, caller: Caller) -> dict[str, str]:
        return self._pages.links(self._base(request), caller)

    def _base(self, request: web.Request) -> str:
        return self._settings.base_for(request.host)
