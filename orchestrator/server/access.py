"""Who is calling, and what they may read: tickets of requests held against the state."""

from aiohttp import web
from msgspec import Struct

from orchestrator.handler import Desk, Handler, Unreadable
from orchestrator.messages import Actor, Audience
from orchestrator.server.auth import bearer, cookie_tickets, hashed, session_id_of
from orchestrator.server.guard import Guard, Refuse
from orchestrator.session.state import Session
from orchestrator.session.view import audience_of
from orchestrator.settings import Settings


class Caller(Struct, frozen=True):
    """Somebody proven, in a session as it is now."""

    desk: Desk
    session: Session
    actor: Actor
    audience: Audience
    ticket: str


class Access:
    def __init__(self, handler: Handler, guard: Guard, settings: Settings) -> None:
        self._handler = handler
        self._guard = guard
        self._settings = settings

    async def session(self, session_id: str) -> tuple[Desk, Session]:
        """The session as the log has it now. Raises ``Refuse``."""
        known = session_id_of(session_id)
        try:
            desk = None if known is None else await self._handler.read(known)
        except Unreadable as error:
            raise Refuse(error.code) from None
        if desk is None or desk.folded.session is None:
            raise Refuse("session.unknown")
        return desk, desk.folded.session

    async def caller(self, request: web.Request, session_id: str) -> Caller:
        """Who sends this request, by Bearer or cookie. Raises ``Refuse``."""
        desk, session = await self.session(session_id)
        ticket = bearer(request)
        if ticket is not None:
            return self._proven(desk, session, [ticket])
        tickets = cookie_tickets(request, self._settings, session_id)
        if not tickets:
            raise Refuse("auth.no_ticket")
        if request.method not in ("GET", "HEAD"):
            self._guard.needs_origin(request)
        return self._proven(desk, session, tickets)

    def by_ticket(self, desk: Desk, session: Session, ticket: str) -> Caller | None:
        actor = session.proven_by(hashed(ticket))
        audience = None if actor is None else audience_of(session, actor.id)
        if actor is None or audience is None:
            return None
        return Caller(desk, session, actor, audience, ticket)

    def _proven(self, desk: Desk, session: Session, tickets: list[str]) -> Caller:
        for ticket in tickets:
            caller = self.by_ticket(desk, session, ticket)
            if caller is not None:
                return caller
        raise Refuse("auth.bad_ticket")
