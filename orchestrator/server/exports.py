"""The question log to take away: one address a format, for whoever may read the log."""

import asyncio
from collections.abc import Awaitable, Callable

from aiohttp import web

from orchestrator.messages import RecordingId
from orchestrator.recordings.state import Recording
from orchestrator.recordings.view import sees
from orchestrator.reports.chapters import Chapters, chapters
from orchestrator.reports.csv_file import csv_file
from orchestrator.reports.entries import Entry, Reader
from orchestrator.reports.markdown_log import markdown_log
from orchestrator.reports.places import playable
from orchestrator.reports.podcast import podcast
from orchestrator.reports.question_log import QuestionLog, question_log
from orchestrator.reports.rows import COLUMNS, rows
from orchestrator.reports.schema import schema
from orchestrator.reports.webvtt import webvtt
from orchestrator.reports.xlsx_file import about, xlsx_file
from orchestrator.reports.youtube import FEWEST, TooFew, youtube
from orchestrator.server.access import Access, Caller
from orchestrator.server.api import json_response
from orchestrator.server.guard import Refuse
from orchestrator.server.pages import Pages
from orchestrator.settings import Settings

Respond = Callable[[web.Request], Awaitable[web.StreamResponse]]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SCHEMA = "/api/question-log.schema.json"


class Exports:
    def __init__(self, pages: Pages, access: Access, settings: Settings) -> None:
        self._pages = pages
        self._access = access
        self._settings = settings

    def routes(self) -> list[web.RouteDef]:
        formats: dict[str, Respond] = {
            "json": self.json,
            "csv": self.csv,
            "xlsx": self.xlsx,
            "md": self.markdown,
            "html": self.html,
            "vtt": self.vtt,
            "chapters.json": self.podcast,
            "youtube.txt": self.youtube,
        }
        written = [web.get(f"/api/sessions/{{session}}/question-log.{ending}", write) for ending, write in formats.items()]
        return [*written, web.get(SCHEMA, self.schema)]

    async def schema(self, request: web.Request) -> web.Response:
        return web.Response(body=schema(), content_type="application/schema+json", headers={"Cache-Control": "no-cache"})

    async def json(self, request: web.Request) -> web.Response:
        _, log = await self._log(request)
        response = json_response(log)
        response.headers["Link"] = f'<{SCHEMA}>; rel="describedby"'
        response.headers["Content-Disposition"] = 'attachment; filename="question-log.json"'
        return response

    async def csv(self, request: web.Request) -> web.Response:
        caller, log = await self._log(request)
        text = csv_file(COLUMNS, rows(caller.session, log, self._base(request)))
        return file(text.encode(), "text/csv", "question-log.csv")

    async def xlsx(self, request: web.Request) -> web.Response:
        caller, log = await self._log(request)
        told = about(log, self._watch(request, caller))
        cells = rows(caller.session, log, self._base(request))
        body = await asyncio.to_thread(xlsx_file, COLUMNS, cells, told, caller.session.last_at)
        return file(body, XLSX, "question-log.xlsx", charset=None)

    async def markdown(self, request: web.Request) -> web.Response:
        caller, log = await self._log(request)
        text = await asyncio.to_thread(markdown_log, log, self._entries(request, caller, log), self._watch(request, caller))
        return file(text.encode(), "text/markdown", "question-log.md")

    async def html(self, request: web.Request) -> web.Response:
        caller, log = await self._log(request)
        return self._pages.render(
            "question-log.html",
            page="record",
            title=f"Questions: {caller.session.title}",
            log=log,
            entries=self._entries(request, caller, log),
            base=self._base(request),
            watch=self._watch(request, caller),
        )

    async def vtt(self, request: web.Request) -> web.Response:
        _, recording, told = await self._chapters(request)
        return file(webvtt(told).encode(), "text/vtt", f"chapters-{recording.id}.vtt")

    async def podcast(self, request: web.Request) -> web.Response:
        caller, recording, told = await self._chapters(request)
        body = podcast(told, self._watch(request, caller))
        return file(body, "application/json+chapters", f"chapters-{recording.id}.json", charset=None)

    async def youtube(self, request: web.Request) -> web.Response:
        _, recording, told = await self._chapters(request)
        try:
            return file(youtube(told).encode(), "text/plain", f"youtube-{recording.id}.txt")
        except TooFew as few:
            reason = (
                f"YouTube shows chapters from {FEWEST} on, ten seconds apart. Here there are {few.found}, the beginning included."
            )
            raise Refuse("recordings.too_few_chapters", reason) from None

    async def _log(self, request: web.Request) -> tuple[Caller, QuestionLog]:
        caller = await self._access.caller(request, request.match_info["session"])
        return caller, question_log(caller.session, caller.audience)

    async def _chapters(self, request: web.Request) -> tuple[Caller, Recording, Chapters]:
        """Of the recording in ``?recording=``. Raises ``Refuse``: none is named, or there is none for this audience."""
        caller, log = await self._log(request)
        wanted = request.query.get("recording")
        if wanted is None:
            raise Refuse("server.bad_request", "Say which recording: ?recording= and its id.")
        recording = caller.session.recordings.recordings.get(RecordingId(wanted))
        if recording is None or not sees(recording, caller.audience):
            raise Refuse("recordings.unknown_recording")
        return caller, recording, chapters(caller.session, recording, log)

    def _entries(self, request: web.Request, caller: Caller, log: QuestionLog) -> list[Entry]:
        reader = Reader(caller.session, log, playable(caller.session, None, caller.audience), self._base(request))
        return [reader.entry(question) for question in log.questions]

    def _watch(self, request: web.Request, caller: Caller) -> str:
        return f"{self._base(request)}/watch/{caller.session.id}"

    def _base(self, request: web.Request) -> str:
        return self._settings.base_for(request.host)


def file(body: bytes, kind: str, name: str | None = None, charset: str | None = "utf-8") -> web.Response:
    """An answer that is a file, kept by nobody between; with a ``name`` browsers save it."""
    headers = {"Cache-Control": "no-store"}
    if name is not None:
        headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return web.Response(body=body, content_type=kind, charset=charset, headers=headers)
