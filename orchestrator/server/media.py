"""Recordings of our own: files that the operator keeps, for the people of their session."""

import asyncio
import re
from pathlib import Path

from aiohttp import web

from orchestrator.messages import SessionId
from orchestrator.recordings.view import sees
from orchestrator.server.access import Access, Caller
from orchestrator.server.guard import Refuse
from orchestrator.settings import Settings
from orchestrator.text import MEDIA_FILE

TYPES = {
    ".wav": "audio/wav",
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".ogg": "audio/ogg",
    ".mp4": "video/mp4",
    ".webm": "video/webm",
}


def _may_see(caller: Caller, path: str) -> bool:
    """A file is as open as the recordings that are linked to it; one that nobody linked is nobody's."""
    recordings = caller.session.recordings.recordings.values()
    return any(each.url == path and sees(each, caller.audience) for each in recordings)


class Media:
    def __init__(self, access: Access, settings: Settings) -> None:
        self._access = access
        self._folder = Path(settings.media_dir).resolve() if settings.media_dir else None

    def routes(self) -> list[web.RouteDef]:
        return [web.get("/media/{session}/{file}", self.serve)]

    async def serve(self, request: web.Request) -> web.FileResponse:
        """A recording, or the range of it that a player asks for, for whoever may read the session's watch page."""
        caller = await self._access.caller(request, request.match_info["session"])
        name = request.match_info["file"]
        file = await asyncio.to_thread(self._find, caller.session.id, name) if _may_see(caller, request.path) else None
        if file is None:
            raise Refuse("server.not_found")
        return web.FileResponse(file, headers={"Cache-Control": "private", "Content-Type": TYPES[file.suffix]})

    def _find(self, session_id: SessionId, name: str) -> Path | None:
        """The file, if it is one, and really lies where it seems to."""
        if self._folder is None or not re.fullmatch(MEDIA_FILE, name):
            return None
        file = self._folder / session_id / name
        return file if file.is_file() and file.resolve() == file else None
