"""The watch page: from a question to its second, for those who could not come.

The page carries no ticket and repeats nothing of the request but a second and the name of a recording, so it may be packed.
It is still somebody's: no cache keeps it.
"""

import gzip
import hashlib
import re
from functools import cached_property, lru_cache

import msgspec
from aiohttp import web

from orchestrator.clock import Clock
from orchestrator.messages import Audience, Millis, Role
from orchestrator.reports.deep_links import knows
from orchestrator.reports.places import Place
from orchestrator.reports.question_log import QuestionLog, question_log
from orchestrator.reports.strip import Strip, strip
from orchestrator.reports.tapes import Tape, tapes
from orchestrator.server.access import Access, Caller
from orchestrator.server.api import json_response
from orchestrator.server.pages import Pages, in_script
from orchestrator.session.state import Session
from orchestrator.settings import Settings

HOUR = 3_600_000  # ms; how long a page may be wrong about what has expired
SECOND = re.compile("[0-9hms:]{1,12}")
RECORDING = re.compile("[a-z][a-z0-9]{0,30}")
Object = dict[str, object]


class Watched:
    """What one audience finds on the page, computed once per state."""

    def __init__(self, session: Session, audience: Audience) -> None:
        self.session = session
        self.audience = audience
        self.log: QuestionLog = question_log(session, audience)
        self.tapes: list[Tape] = tapes(session, audience)

    @cached_property
    def strip(self) -> Strip | None:
        return strip(self.session, self.log.questions, self.tapes)

    @cached_property
    def places(self) -> dict[str, list[Place]]:
        return {question.question_id: question.places for question in self.log.questions if question.places}

    @cached_property
    def digest(self) -> str:
        """Another one whenever the page would say something else."""
        told = msgspec.json.encode([self.log, [[tape.id, tape.name, tape.recording] for tape in self.tapes]])
        return hashlib.sha256(told).hexdigest()[:16]

    def script(self) -> Object:
        """What the page's script goes by."""
        rooms = sorted(self.session.rooms.rooms.values(), key=lambda room: room.position)
        return {
            "session_id": self.session.id,
            "digest": self.digest,
            "host": self.audience.role is Role.HOST,
            "rooms": {room.id: f"{room.letter} · {room.theme}" for room in rooms},
            "recordings": {tape.id: _tape(tape) for tape in self.tapes},
        }


def _tape(tape: Tape) -> Object:
    """What is not so, or not known, is left out."""
    recording = tape.recording
    facts: Object = {
        "name": tape.name,
        "room_id": recording.room_id,
        "url": recording.url,
        "media": tape.media,
        "site": tape.player and tape.player.site,
        "frame": tape.player and tape.player.frame,
        "pieces": recording.pieces,
        "anchors": recording.anchors,
        "captions": recording.captions,
    }
    return {name: fact for name, fact in facts.items() if fact}


@lru_cache(maxsize=64)
def watched(session: Session, audience: Audience) -> Watched:
    return Watched(session, audience)


class Watching:
    def __init__(self, pages: Pages, access: Access, clock: Clock, settings: Settings) -> None:
        self._pages = pages
        self._access = access
        self._clock = clock
        self._settings = settings
        self._rendered = lru_cache(maxsize=64)(self._render)

    def routes(self) -> list[web.RouteDef]:
        return [web.get("/watch/{session}", self.page), web.get("/api/sessions/{session}/watch", self.data)]

    def forget(self) -> None:
        """Something was told anew: no page of what was before is kept."""
        self._rendered.cache_clear()
        watched.cache_clear()

    async def page(self, request: web.Request) -> web.Response:
        """Always an answer: the log for who may read it, else how to get in."""
        session_id = request.match_info["session"]
        caller = await self._pages.caller(request, session_id, "watch", keeping(request))
        if caller is None:
            _, session = await self._access.session(session_id)
            at = session.agenda.started_at or session.starts_at
            return self._pages.render("watch-closed.html", page="watch", title=session.title, timezone=session.timezone, at=at)
        wanted = tuple(keeping(request).items())
        hour = self._clock.now() // HOUR * HOUR
        plain, packed, frames = self._rendered(
            caller.session, caller.audience, wanted, self._settings.base_for(request.host), hour
        )
        response = self._pages.html(packed if _unpacks(request) else plain, frames)
        response.headers["Vary"] = "Accept-Encoding"
        if _unpacks(request):
            response.headers["Content-Encoding"] = "gzip"
        return response

    async def data(self, request: web.Request) -> web.Response:
        """Where each question can be heard; 304 for who has seen it."""
        caller: Caller = await self._access.caller(request, request.match_info["session"])
        found = watched(caller.session, caller.audience)
        if request.headers.get("If-None-Match", "").strip('"') == found.digest:
            raise web.HTTPNotModified
        answer = json_response(msgspec.json.encode(found.script() | {"places": found.places}))
        answer.headers["ETag"] = f'"{found.digest}"'
        return answer

    def _render(
        self, session: Session, audience: Audience, wanted: tuple[tuple[str, str], ...], base: str, at: Millis
    ) -> tuple[bytes, bytes, frozenset[str]]:
        """The page, the same packed, and the sites whose players it may show."""
        found, asked = watched(session, audience), dict(wanted)
        playable = [tape for tape in found.tapes if tape.playable]
        first = next((tape for tape in playable if tape.id == asked.get("r")), playable[0] if playable else None)
        text = self._pages.text(
            "watch.html",
            page="watch",
            title=session.title,
            timezone=session.timezone,
            found=found,
            log=found.log,
            questions={question.question_id: question for question in found.log.questions},
            rooms=session.rooms.rooms,
            first=first,
            start=asked.get("t"),
            host=audience.role is Role.HOST,
            base=base,
            at=at,
            knows=knows,
            data=in_script(msgspec.json.encode(found.script()).decode()),
        )
        plain = text.encode()
        frames = frozenset(tape.player.origin for tape in found.tapes if tape.player is not None)
        return plain, gzip.compress(plain, 9, mtime=0), frames


def keeping(request: web.Request) -> dict[str, str]:
    """The moment a link names: ``t``, a second, and ``r``, the recording."""
    asked = {"t": SECOND, "r": RECORDING}
    return {key: value for key, shape in asked.items() if shape.fullmatch(value := request.query.get(key, ""))}


def _unpacks(request: web.Request) -> bool:
    return "gzip" in request.headers.get("Accept-Encoding", "")
