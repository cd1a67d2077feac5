"""What others asked already: questions like the one that somebody is writing, among those they may see."""

import asyncio
from collections.abc import Mapping

from aiohttp import web

from orchestrator.messages import Audience, QuestionId
from orchestrator.qa_queue.similar import similar
from orchestrator.qa_queue.view import QuestionRow, QuestionView, view
from orchestrator.server.access import Access
from orchestrator.server.api import json_response
from orchestrator.server.bodies import NewQuestion, read_body
from orchestrator.server.guard import Guard, Refuse
from orchestrator.server.parsing import cleaner
from orchestrator.session.facts import facts
from orchestrator.settings import Settings

MOST = 5
STANDING = frozenset({"draft", "pending", "open", "on_air", "answered", "promised"})


class Similar:
    def __init__(self, access: Access, guard: Guard, settings: Settings) -> None:
        self._access = access
        self._guard = guard
        self._settings = settings
        self._clean = cleaner("question", settings)

    def routes(self) -> list[web.RouteDef]:
        return [web.post("/api/sessions/{session}/similar", self.find)]

    async def find(self, request: web.Request) -> web.Response:
        caller = await self._access.caller(request, request.match_info["session"])
        body = await read_body(request, NewQuestion, self._settings)
        if not self._guard.may_send((caller.session.id, caller.actor.id)):
            raise Refuse("server.slow_down")
        try:
            text = self._clean(body.text)
        except ValueError as error:
            raise Refuse("server.bad_request", f"text: {error}") from None
        rows = {key: row for key, row in facts(caller.session).questions.items() if key != body.question_id}
        found = await asyncio.to_thread(among, rows, caller.audience, text)
        return json_response({"similar": [{"question_id": key, "percent": percent} for key, percent in found]})


def among(rows: Mapping[str, QuestionRow], audience: Audience, text: str) -> list[tuple[QuestionId, int]]:
    """The questions like ``text`` that this audience sees: those of its own room, then the others; the most alike first.

    Of those that are as much alike, the oldest comes first.
    """
    own: dict[QuestionId, str] = {}
    others: dict[QuestionId, str] = {}
    for question_id, row in sorted(rows.items(), key=lambda each: each[1].question.sequence):
        seen: QuestionView | None = view(row, audience)
        if seen is not None and seen.status in STANDING:
            (own if seen.room_id == audience.room_id else others)[QuestionId(question_id)] = seen.text
    return (similar(text, own, MOST) + similar(text, others, MOST))[:MOST]
