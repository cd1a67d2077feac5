"""Where conferencing tools tell us something: believed if it is signed, written down before it is acknowledged."""

import logging
from collections.abc import Mapping, Sequence

from aiohttp import web

from orchestrator.clock import Clock
from orchestrator.conferencing.hearing import consequences
from orchestrator.conferencing.provider import BadHook, News, Provider, Told, place_of
from orchestrator.handler import Handler, Refused
from orchestrator.messages import SessionId
from orchestrator.server.access import Access
from orchestrator.server.bodies import read_raw
from orchestrator.server.guard import Refuse
from orchestrator.server.limits import Shared
from orchestrator.settings import Settings

logger = logging.getLogger(__name__)

LARGEST = 256 * 1024


class Webhooks:
    def __init__(
        self, access: Access, handler: Handler, providers: Mapping[str, Provider], clock: Clock, settings: Settings
    ) -> None:
        self._access = access
        self._handler = handler
        self._providers = providers
        self._clock = clock
        self._settings = settings
        self.new = Shared(1, clock.now)  # the same delivery counts once a minute, at whatever worker
        self._unknown = 0

    def routes(self) -> list[web.RouteDef]:
        return [web.post("/hooks/{provider}/{token}", self.deliver)]

    def unknown(self) -> int:
        """Authentic deliveries that meant nothing to us."""
        return self._unknown

    async def deliver(self, request: web.Request) -> web.Response:
        """200 once what follows of it is durable; 503 where it could not be stored, 410 where its session is gone."""
        provider = self._providers.get(request.match_info["provider"])
        if provider is None or not provider.expects(request.match_info["token"]):
            raise Refuse("server.not_found")
        body = await read_raw(request, LARGEST, self._settings)
        address = f"{self._settings.base_for(request.host)}{request.raw_path}"
        try:
            told = provider.verify(request.headers, body, address)
        except BadHook as bad:
            raise Refuse(bad.code) from None
        self._unknown += sum(each.news is News.OTHER for each in told)
        new = [each for each in told if each.meeting_id and self.new.left(each.key) >= 1]
        for session_id in {place_of(each.meeting_id).session_id for each in new}:
            await self._take_in(session_id, provider.name, new)
        for each in new:
            self.new.take(each.key)
        return web.Response(text="")

    async def _take_in(self, session_id: SessionId, provider: str, told: Sequence[Told]) -> None:
        try:
            _, session = await self._access.session(session_id)
        except Refuse as refusal:
            raise Refuse("hooks.gone") if refusal.code == "session.unknown" else refusal from None
        if session.calls.tool != provider:
            return
        for command in consequences(session, provider, told, self._clock.now()):
            answer = await self._handler.submit(session.id, command)
            if isinstance(answer, Refused) and answer.code == "server.store_unavailable":
                raise Refuse(answer.code)
            if isinstance(answer, Refused):
                logger.warning("what %s told of %s is refused: %s", provider, session.id, answer.code)
