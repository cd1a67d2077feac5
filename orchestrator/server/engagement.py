"""The engagement report: a page of pictures, and the same as JSON and CSV. For the host alone."""

import asyncio
import secrets

import msgspec
from aiohttp import web

from orchestrator.messages import Role
from orchestrator.reports import plots
from orchestrator.reports.csv_file import csv_file
from orchestrator.reports.engagement import Engagement, engagement
from orchestrator.reports.engagement_rows import COLUMNS, engagement_rows
from orchestrator.reports.strip import strip
from orchestrator.server.access import Access, Caller
from orchestrator.server.api import json_response
from orchestrator.server.guard import Refuse
from orchestrator.server.pages import Pages
from orchestrator.server.viewing import ViewingApi


class EngagementReport:
    def __init__(self, pages: Pages, access: Access, viewing: ViewingApi) -> None:
        self._pages = pages
        self._access = access
        self._viewing = viewing

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/api/sessions/{session}/engagement.json", self.json),
            web.get("/api/sessions/{session}/engagement.csv", self.csv),
            web.get("/host/{session}/engagement", self.page),
        ]

    async def json(self, request: web.Request) -> web.Response:
        _, report = await self._asked_for(request)
        return json_response(msgspec.json.encode(report))

    async def csv(self, request: web.Request) -> web.Response:
        _, report = await self._asked_for(request)
        headers = {"Content-Disposition": 'attachment; filename="engagement.csv"', "Cache-Control": "no-store"}
        text = csv_file(COLUMNS, engagement_rows(report))
        return web.Response(text=text, content_type="text/csv", charset="utf-8", headers=headers)

    async def page(self, request: web.Request) -> web.Response:
        caller = await self._pages.entitled(request, "host")
        report, session = await self._report(caller), caller.session
        evening = None if session.agenda.started_at is None else strip(session, [], [])
        return self._pages.render(
            "engagement.html",
            page="engagement",
            title=f"Engagement: {session.title}",
            session_id=session.id,
            timezone=session.timezone,
            started_at=session.agenda.started_at,
            report=report,
            measures=plots.MEASURES,
            crowd=None if evening is None else plots.crowd(report.minutes, evening.parts),
            rooms=plots.side_by_side(report.rooms),
            affiliations=plots.side_by_side(report.affiliations),
            questions=plots.by_seconds(report.questions),
            heats=plots.heats(report),
        )

    async def _asked_for(self, request: web.Request) -> tuple[Caller, Engagement]:
        caller = await self._access.caller(request, request.match_info["session"])
        if caller.audience.role is not Role.HOST:
            raise Refuse("session.forbidden")
        return caller, await self._report(caller)

    async def _report(self, caller: Caller) -> Engagement:
        """In a thread: two thousand people take a while."""
        viewing = await self._viewing.state(caller.session.id)
        return await asyncio.to_thread(engagement, caller.session, viewing, _new_id)


def _new_id() -> str:
    return "x" + secrets.token_hex(6)
