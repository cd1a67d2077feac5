"""Captions of recordings: taken as WebVTT or SRT, handed out as clean WebVTT to whoever may see the recording."""

import asyncio

from aiohttp import web
from msgspec.structs import replace
from pydantic import TypeAdapter, ValidationError

from orchestrator.clock import Clock
from orchestrator.handler import Done, Handler
from orchestrator.messages import CaptionsId, Command, RecordingId, Rejected, Role
from orchestrator.plan import Language
from orchestrator.recordings.commands import AddCaptions, RemoveCaptions
from orchestrator.recordings.view import sees
from orchestrator.reports.transcripts import as_webvtt
from orchestrator.server.access import Access, Caller
from orchestrator.server.api import json_response
from orchestrator.server.bodies import read_raw
from orchestrator.server.caption_store import CaptionStore
from orchestrator.server.guard import Guard, Refuse
from orchestrator.server.subtitles import BadCaptions, Format, cues_of
from orchestrator.session.decider import decide
from orchestrator.settings import Settings

FORMATS: dict[str, Format] = {"text/vtt": "vtt", "application/x-subrip": "srt"}
LANGUAGE = TypeAdapter[str](Language)


class Captions:
    def __init__(
        self, access: Access, handler: Handler, store: CaptionStore, clock: Clock, guard: Guard, settings: Settings
    ) -> None:
        self._access = access
        self._handler = handler
        self._store = store
        self._clock = clock
        self._guard = guard
        self._settings = settings

    def routes(self) -> list[web.RouteDef]:
        path = "/api/sessions/{session}/recordings/{recording}/captions"
        return [
            web.post(path, self.add),
            web.get(path + "/{captions}.vtt", self.read),
            web.delete(path + "/{captions}", self.remove),
        ]

    async def add(self, request: web.Request) -> web.Response:
        """First the words are stored, then the recording is told of them."""
        caller, recording_id = await self._host(request)
        wanted = AddCaptions(
            actor=caller.actor,
            recording_id=recording_id,
            captions_id=CaptionsId(""),
            language=_language(request.query.get("language", "")),
            cues=0,
        )
        _may(caller, wanted)
        kind = FORMATS.get(request.content_type)
        if kind is None:
            raise Refuse("recordings.bad_captions", "Send captions as text/vtt or application/x-subrip.")
        body = await read_raw(request, self._settings.captions_bytes, self._settings)
        try:
            cues = await asyncio.to_thread(cues_of, body, kind)
        except BadCaptions as error:
            raise Refuse("recordings.bad_captions", f"Line {error.line}: {error}.") from None
        captions_id = await self._store.put(caller.session.id, cues)
        await self._do(caller, replace(wanted, captions_id=captions_id, cues=len(cues)))
        return json_response({"captions_id": captions_id, "cues": len(cues)}, status=201)

    async def read(self, request: web.Request) -> web.Response:
        """What stands under an id never changes, so a browser that has it needs no second look."""
        caller = await self._access.caller(request, request.match_info["session"])
        recording = caller.session.recordings.recordings.get(RecordingId(request.match_info["recording"]))
        if recording is None or not sees(recording, caller.audience):
            raise Refuse("recordings.unknown_recording")
        captions_id = CaptionsId(request.match_info["captions"])
        if all(each.id != captions_id for each in recording.captions):
            raise Refuse("recordings.unknown_captions")
        headers = {"ETag": f'"{captions_id}"', "Cache-Control": "private, no-cache"}
        if any(tag.value == captions_id for tag in request.if_none_match or ()):
            return web.Response(status=304, headers=headers)
        cues = await self._store.get(caller.session.id, captions_id)
        if not cues:  # they were being removed, see ``remove``
            raise Refuse("recordings.unknown_captions")
        text = await asyncio.to_thread(as_webvtt, cues)
        headers["Content-Disposition"] = f'attachment; filename="captions-{captions_id}.vtt"'
        return web.Response(text=text, content_type="text/vtt", charset="utf-8", headers=headers)

    async def remove(self, request: web.Request) -> web.Response:
        """First the words go, then the recording is told: while it still names them, they can be removed again."""
        caller, recording_id = await self._host(request)
        captions_id = CaptionsId(request.match_info["captions"])
        wanted = RemoveCaptions(actor=caller.actor, recording_id=recording_id, captions_id=captions_id)
        _may(caller, wanted)
        await self._store.drop(caller.session.id, captions_id, self._clock.now())
        await self._do(caller, wanted)
        return json_response({})

    async def _host(self, request: web.Request) -> tuple[Caller, RecordingId]:
        caller = await self._access.caller(request, request.match_info["session"])
        if caller.audience.role is not Role.HOST:
            raise Refuse("session.forbidden")
        if not self._guard.may_send((caller.session.id, caller.actor.id)):
            raise Refuse("server.slow_down")
        return caller, RecordingId(request.match_info["recording"])

    async def _do(self, caller: Caller, command: Command) -> None:
        answer = await self._handler.submit(caller.session.id, command)
        if not isinstance(answer, Done):
            raise Refuse(answer.code)


def _may(caller: Caller, command: Command) -> None:
    """Refuse what would be refused in the end before anything is read or stored."""
    try:
        decide(caller.session, command)
    except Rejected as refusal:
        raise Refuse(refusal.code) from None


def _language(told: str) -> str:
    try:
        return LANGUAGE.validate_python(told)
    except ValidationError:
        raise Refuse("server.bad_request", "language: must be a language code such as en or pt-BR") from None
