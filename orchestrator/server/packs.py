"""What a room takes home, for its people, who helps it, and the host."""

from aiohttp import web

from orchestrator.messages import Rejected, Role, RoomId
from orchestrator.reports.markdown_pack import markdown_pack
from orchestrator.reports.pack import FollowUp, Pack, pack
from orchestrator.server.access import Access, Caller
from orchestrator.server.exports import file
from orchestrator.server.guard import Refuse
from orchestrator.server.pages import Pages
from orchestrator.settings import Settings
from orchestrator.viewing.ledger import Ledger


class Packs:
    def __init__(self, pages: Pages, access: Access, ledger: Ledger, settings: Settings) -> None:
        self._pages = pages
        self._access = access
        self._ledger = ledger
        self._settings = settings

    def routes(self) -> list[web.RouteDef]:
        path = "/api/sessions/{session}/rooms/{room}/pack"
        return [web.get(f"{path}.html", self.html), web.get(f"{path}.md", self.markdown)]

    async def html(self, request: web.Request) -> web.Response:
        told = await self._pack(request)
        title = f"{told.room.letter} · {told.room.theme}: {told.title}"
        base, watch = self._base(request), self._watch(request, told)
        return self._pages.render("pack.html", page="record", title=title, pack=told, base=base, watch=watch)

    async def markdown(self, request: web.Request) -> web.Response:
        told = await self._pack(request)
        return file(markdown_pack(told, self._watch(request, told)).encode(), "text/markdown", f"room-{told.room.letter}.md")

    async def _pack(self, request: web.Request) -> Pack:
        """Raises ``Refuse``: no such room, or not theirs."""
        caller = await self._access.caller(request, request.match_info["session"])
        room_id = RoomId(request.match_info["room"])
        if not _may_take(caller, room_id):
            raise Refuse("session.forbidden")
        viewing = await self._ledger.state(caller.session.id)
        thoughts = (each for each in viewing.follow_ups.values() if each.room_id == room_id)
        written = [FollowUp(each.text, each.at, each.question_id) for each in thoughts]
        try:
            return pack(caller.session, room_id, written, self._base(request))
        except Rejected as refusal:
            raise Refuse(refusal.code) from None

    def _watch(self, request: web.Request, told: Pack) -> str:
        return f"{self._base(request)}/watch/{told.session_id}"

    def _base(self, request: web.Request) -> str:
        return self._settings.base_for(request.host)


def _may_take(caller: Caller, room_id: RoomId) -> bool:
    rooms, person = caller.session.rooms, caller.actor.id
    own = room_id in (rooms.members.get(person), rooms.facilitators.get(person))
    return own or Role.HOST in caller.actor.roles
