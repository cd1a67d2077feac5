"""The pages people see. Their first paint is rendered from the same view the socket then patches."""

import re
from collections.abc import Awaitable, Callable, Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from urllib.parse import urlencode

import jinja2
import msgspec
from aiohttp import web

from orchestrator import local_time
from orchestrator.clock import Clock
from orchestrator.messages import LINKS, Role
from orchestrator.refusals import REFUSALS
from orchestrator.server.access import Access, Caller
from orchestrator.server.assets import Assets
from orchestrator.server.auth import PAGES, bearer, cookie_name, derived, hashed, set_cookie
from orchestrator.server.bodies import read_form
from orchestrator.server.doorway import Doorway
from orchestrator.server.guard import Guard, Refuse
from orchestrator.server.hub import Hub
from orchestrator.session.me import me
from orchestrator.session.state import Session
from orchestrator.session.view import view
from orchestrator.settings import Settings

WEB = Path(__file__).resolve().parents[2] / "web"

# Which page may be opened with which roles; the name of its template; the roles are tried in order.
LIVE: dict[str, tuple[str, frozenset[Role]]] = {
    "host": ("host.html", frozenset({Role.HOST})),
    "moderate": ("moderate.html", frozenset({Role.MODERATOR, Role.HOST})),
    "panel": ("panel.html", frozenset({Role.PANELIST, Role.HOST})),
    "stage": ("stage.html", frozenset({Role.STAGE, Role.HOST})),
    "s": ("participant.html", frozenset({Role.PARTICIPANT})),
}


class Pages:
    def __init__(
        self, hub: Hub, access: Access, doorway: Doorway, guard: Guard, assets: Assets, clock: Clock, settings: Settings
    ) -> None:
        self._hub = hub
        self._access = access
        self._doorway = doorway
        self._guard = guard
        self._clock = clock
        self._settings = settings
        self._jinja = jinja2.Environment(
            loader=jinja2.FileSystemLoader(WEB / "templates"), autoescape=True, undefined=jinja2.ChainableUndefined
        )
        self._jinja.filters.update(clock=local_time.clock, day=local_time.day)
        self._jinja.globals.update(
            static=assets.path, sheets=assets.sheets, module=assets.module, libraries=assets.libraries, importmap=assets.importmap
        )
        self.policy = (
            f"default-src 'none'; script-src 'self' '{assets.importmap_hash}'; style-src 'self'; connect-src 'self'; "
            "img-src 'self' data:; font-src 'self'; media-src 'self' https:; form-action 'self'; base-uri 'none'; "
            "frame-ancestors 'none'; require-trusted-types-for 'script'"
        )

    def routes(self) -> list[web.RouteDef]:
        live = [web.get(f"/{page}/{{session}}", self._live(page)) for page in LIVE]
        return [
            web.get("/", self.start),
            web.get("/join", self.to_join),
            web.get("/join/{code}", self.join),
            web.post("/join/{code}", self.joined),
            *live,
        ]

    def render(self, template: str, status: int = 200, **context: object) -> web.Response:
        return self.html(self.text(template, **context).encode(), status=status)

    def text(self, template: str, **context: object) -> str:
        return self._jinja.get_template(template).render(context)

    def html(self, body: bytes, frames: Iterable[str] = (), status: int = 200) -> web.Response:
        """An answer that is a page; ``frames``: the other sites that may stand in it."""
        policy = "; ".join([self.policy, *(["frame-src " + " ".join(sorted(frames))] if frames else [])])
        headers = {"Content-Security-Policy": policy, "Cache-Control": "no-store"}
        return web.Response(body=body, status=status, content_type="text/html", charset="utf-8", headers=headers)

    def refused(self, code: str, message: str, status: int) -> web.Response:
        title = {404: "There is nothing here", 401: "You need a way in", 403: "Not for you"}.get(status, "That did not work")
        return self.render("error.html", status=status, page="error", title=title, message=message, code=code)

    # -- coming in ----------------------------------------------------------------------------------------------------------

    async def start(self, request: web.Request) -> web.Response:
        may_create = self._settings.may_create_openly or bool(self._settings.create_key)
        return self.render(
            "start.html",
            page="start",
            title="Sessions",
            may_create=may_create,
            needs_key=not self._settings.may_create_openly,
            makes_calls="bigbluebutton" in self._settings.call_tools,
            error=request.query.get("error") and REFUSALS["auth.wrong_code"].message,
        )

    async def to_join(self, request: web.Request) -> web.Response:
        code = request.query.get("code", "")[:40].strip()
        raise web.HTTPSeeOther(f"/join/{_path(code)}" if code else "/")

    async def join(self, request: web.Request) -> web.Response:
        """A browser that has a seat goes there; everybody else says their name, or reads that it is over."""
        session = await self.by_code(request)
        seated = request.cookies.get(cookie_name(self._settings, session.id, PAGES[Role.PARTICIPANT]))
        if seated and session.proven_by(hashed(seated)) is not None:
            raise web.HTTPSeeOther(f"/s/{session.id}")
        return self._join_page(request, session)

    async def joined(self, request: web.Request) -> web.Response:
        session = await self.by_code(request)
        form = await read_form(request, self._settings)
        name, affiliation, room = (form.get(field, "") for field in ("name", "affiliation", "room_id"))
        try:
            _, ticket = await self._doorway.admit(
                *(session.id, Role.PARTICIPANT, name, affiliation, room or _least_full(session), self._guard.address(request)),
                consent=_agreed(session, form.get("consent", "")),
            )
        except Refuse as refusal:
            values = {"name": name, "affiliation": affiliation, "room_id": room, "consent": form.get("consent", "")}
            return self._join_page(request, session, refusal, values)
        response = web.HTTPSeeOther(f"/s/{session.id}")
        set_cookie(response, self._settings, session.id, PAGES[Role.PARTICIPANT], ticket)
        raise response

    async def by_code(self, request: web.Request) -> Session:
        """The session that the join code in the address opens. Raises ``Refuse``."""
        session_id = await self._doorway.find(request.match_info["code"], self._guard.address(request))
        _, session = await self._access.session(session_id)
        return session

    def _join_page(
        self, request: web.Request, session: Session, refusal: Refuse | None = None, form: dict[str, str] | None = None
    ) -> web.Response:
        rooms = sorted(session.rooms.rooms.values(), key=lambda room: room.position)
        return self.render(
            "join.html",
            status=200 if refusal is None else refusal.status,
            page="join",
            title=session.title if session.finished_at is not None else f"Join: {session.title}",
            over=session.finished_at is not None,
            code=request.match_info["code"],
            session={
                "session_id": session.id,
                "title": session.title,
                "rooms": [{"room_id": room.id, "letter": room.letter, "theme": room.theme} for room in rooms],
                "phases": [{"kind": p.kind, "title": p.title, "duration": p.duration} for p in session.agenda.phases],
                "starts_at": session.starts_at,
                "timezone": session.timezone,
                "recording_notice": msgspec.to_builtins(session.notice),
            },
            error=None if refusal is None else refusal.message,
            form=form or {},
        )

    # -- live pages ----------------------------------------------------------------------------------------------------------

    def _live(self, page: str) -> Callable[[web.Request], Awaitable[web.Response]]:
        template, _ = LIVE[page]

        async def serve(request: web.Request) -> web.Response:
            return self._live_page(request, page, template, await self.entitled(request, page))

        return serve

    async def entitled(self, request: web.Request, page: str) -> Caller:
        """Who opens a live page, or something for whoever may open it. Raises ``Refuse``."""
        caller = await self.caller(request, request.match_info["session"], page)
        if caller is None:
            raise Refuse("auth.no_ticket")
        if caller.actor.roles.isdisjoint(LIVE[page][1]):
            raise Refuse("session.forbidden")
        return caller

    def _live_page(self, request: web.Request, page: str, template: str, caller: Caller) -> web.Response:
        session = caller.session
        return self.render(
            template,
            page=page,
            title=session.title,
            session_id=session.id,
            timezone=session.timezone,
            at=self._clock.now(),
            bootstrap=self._bootstrap(request, page, caller),
            view=view(session, caller.audience),
            me=me(session, caller.actor.id),
        )

    def _bootstrap(self, request: web.Request, page: str, caller: Caller) -> str:
        """The snapshot, the ticket of the socket, and for the host the links to hand out; safe inside a script tag."""
        own: dict[str, object] = {"session_id": caller.session.id, "ticket": caller.ticket, "page": page}
        if page == "host":
            own["links"] = self.links(self._settings.base_for(request.host), caller)
        head = msgspec.json.encode(own)[:-1]
        snapshot = self._hub.snapshot(caller.desk, caller.actor.id, caller.audience)
        return in_script((head + b"," + snapshot[1:]).decode())

    def links(self, base: str, caller: Caller) -> dict[str, str]:
        """The links that the holder of the host link can hand out, as far as they still open something."""
        session = caller.session
        links = {"join": f"{base}/join/{session.join_code}"}
        for link, role in LINKS.items():
            ticket = derived(caller.ticket, link)
            if role is not Role.HOST and session.proven_by(hashed(ticket)) is not None:
                links[link] = f"{base}/{PAGES[role]}/{session.id}?k={ticket}"
        return links

    async def caller(
        self, request: web.Request, session_id: str, page: str, keep: Mapping[str, str] = MappingProxyType({})
    ) -> Caller | None:
        """Who opens a page. A secret in ``?k=`` is swapped for a cookie, so that it does not stay in the address bar; ``keep``
        is what stays there.

        A secret that opens nothing is refused, but not on the watch page, which always answers, and which every cookie of the
        session opens, the widest first.
        """
        desk, session = await self._access.session(session_id)
        secret = request.query.get("k")
        if secret is not None and self._access.by_ticket(desk, session, secret) is not None:
            response = web.HTTPSeeOther(f"/{page}/{session_id}" + ("?" + urlencode(keep, safe=":") if keep else ""))
            set_cookie(response, self._settings, session_id, page, secret)
            raise response
        if secret is not None and page != "watch":
            raise Refuse("auth.bad_ticket")
        names = PAGES.values() if page == "watch" else [page]
        tickets = [bearer(request), *(request.cookies.get(cookie_name(self._settings, session_id, name)) for name in names)]
        callers = (self._access.by_ticket(desk, session, ticket) for ticket in tickets if ticket)
        return next((caller for caller in callers if caller is not None), None)


def _agreed(session: Session, ticked: str) -> int | None:
    """The number of the notice a form agrees to: the one it says it showed, else the current one. Raises ``Refuse``."""
    notice = session.notice
    if notice is None:
        return None
    if not ticked:
        if notice.recorded:
            raise Refuse("session.consent_needed")
        return None
    return int(ticked) if re.fullmatch("[0-9]{1,9}", ticked) else notice.number


def _least_full(session: Session) -> str | None:
    """Where there is most space; of equals the first."""
    rooms = session.rooms.rooms.values()
    return min(rooms, key=lambda room: (room.seats, room.position)).id if rooms else None


def _path(text: str) -> str:
    return "".join(character for character in text if character.isalnum() and character.isascii())[:40] or "-"


def in_script(text: str) -> str:
    """JSON that cannot end its script tag, nor open a comment in it."""
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
