"""Coming in: opening sessions and admitting people, for the API and the pages alike."""

from orchestrator.handler import Done, Handler
from orchestrator.messages import SYSTEM, Role, RoomId, SessionId
from orchestrator.plan import Plan, phases
from orchestrator.server.auth import hashed, new_links, new_session_id, new_ticket, normal_code, same
from orchestrator.server.codes import JoinCodes
from orchestrator.server.guard import Guard, Refuse
from orchestrator.server.parsing import Cleaner, cleaner
from orchestrator.session.calls import Tool
from orchestrator.session.commands import Admit, Open, PlannedNotice, PlannedPhase, PlannedRoom
from orchestrator.session.state import Session
from orchestrator.settings import Settings


class Opened:
    """A new session and the tickets of its shared links; only their hashes are kept."""

    def __init__(self, session_id: SessionId, join_code: str, tickets: dict[str, str]) -> None:
        self.session_id = session_id
        self.join_code = join_code
        self.tickets = tickets


class Doorway:
    def __init__(self, handler: Handler, codes: JoinCodes, guard: Guard, settings: Settings) -> None:
        self._handler = handler
        self._codes = codes
        self._guard = guard
        self._tools = settings.call_tools
        self._name = cleaner("name", settings)
        self._affiliation = cleaner("affiliation", settings)

    async def open(self, plan: Plan) -> Opened:
        """Create a session. Raises ``Refuse``."""
        if plan.calls not in self._tools:
            raise Refuse("calls.no_tool")
        session_id, links, notice = new_session_id(), new_links(), plan.recording_notice
        join_code = await self._codes.reserve(session_id)
        command = Open(
            actor=SYSTEM,
            session_id=session_id,
            title=plan.title,
            join_code=join_code,
            phases=tuple(PlannedPhase(p.kind, p.title, p.duration, p.at_end) for p in phases(plan)),
            rooms=tuple(PlannedRoom(room.theme, room.prompt, room.call_url, tuple(room.questions)) for room in plan.rooms),
            links={link: hashed(ticket) for link, ticket in links.items()},
            language=plan.language,
            timezone=plan.timezone,
            starts_at=plan.starts_at,
            auto_start=plan.auto_start,
            plenary_call_url=plan.plenary_call_url,
            recording_notice=None if notice is None else PlannedNotice(notice.recorded, notice.keeper, notice.days),
            moderation=plan.moderation,
            calls=Tool(plan.calls),
        )
        answer = await self._handler.submit(session_id, command)
        if not isinstance(answer, Done):
            raise Refuse(answer.code)
        return Opened(session_id, join_code, {str(link): ticket for link, ticket in links.items()})

    def check_code(self, session: Session, typed: str | None, address: str) -> None:
        """Is this the join code of this session? Raises ``Refuse``. Right ones are not limited: a lecture hall joins at once."""
        if not same(normal_code(typed or ""), session.join_code):
            raise self._guard.wrong_code(address, session.id)

    async def find(self, typed: str, address: str) -> SessionId:
        """The session a typed join code names. Raises ``Refuse``."""
        code = normal_code(typed)
        session_id = await self._codes.find(code) if code else None
        if session_id is None:
            raise self._guard.wrong_code(address)
        return session_id

    async def admit(
        self,
        session_id: SessionId,
        role: Role,
        name: str,
        affiliation: str | None,
        room_id: str | None,
        address: str,
        consent: int | None,
    ) -> tuple[str, str]:
        """A new person of this role: their id and their ticket. ``consent``: the number of the notice they agree to.

        Raises ``Refuse``.
        """
        if not self._guard.joins.take(address):
            raise Refuse("server.slow_down")
        ticket = new_ticket()
        command = Admit(
            actor=SYSTEM,
            name=_fit("name", self._name, name),
            affiliation=_fit("affiliation", self._affiliation, affiliation) if affiliation else None,
            role=role,
            ticket_hash=hashed(ticket),
            room_id=RoomId(room_id) if room_id else None,
            consent=consent,
        )
        answer = await self._handler.submit(session_id, command)
        if not isinstance(answer, Done) or answer.result is None:
            raise Refuse("server.internal" if isinstance(answer, Done) else answer.code)
        return answer.result["participant_id"], ticket


def _fit(field: str, clean: Cleaner, text: str) -> str:
    try:
        return clean(text)
    except ValueError as error:
        raise Refuse("server.bad_request", f"{field}: {error}") from None
