"""A minute before room work ends the tool says so, in every room. It is a bonus: our own pages say it first, and always."""

import asyncio
from collections.abc import Awaitable, Callable

from msgspec import Struct

from orchestrator.agenda.state import Kind
from orchestrator.clock import Clock
from orchestrator.conferencing.finding import made_rooms
from orchestrator.conferencing.provider import Able, Place, Provider, Trouble
from orchestrator.messages import Millis, SessionId
from orchestrator.session.state import Session

BEFORE = 60_000  # ms
WORDS = "One minute left in the rooms."


Ours = Callable[[SessionId, str], Awaitable[bool]]  # whether something in a session falls to this worker


async def always_ours(session_id: SessionId, deed: str) -> bool:
    return True


class Planned(Struct, frozen=True, eq=False):
    ends_at: Millis
    task: asyncio.Task[None]


class Warner:
    """``ours``: several workers may have planned the same, and a call is warned once."""

    def __init__(self, clock: Clock, ours: Ours = always_ours) -> None:
        self._clock = clock
        self._ours = ours
        self._planned: dict[SessionId, Planned] = {}

    def plan(self, session: Session, provider: Provider) -> None:
        """A session is like this now: its rooms end then, or not."""
        phase, planned = session.agenda.phase, self._planned.get(session.id)
        apart = phase is not None and phase.kind is Kind.BREAKOUT and Able.WARN in provider.able
        ends_at = phase.ends_at if apart and phase is not None else None
        if planned is not None and planned.ends_at != ends_at:
            planned.task.cancel()
            del self._planned[session.id]
        if ends_at is None or ends_at - BEFORE < self._clock.now() or session.id in self._planned:
            return
        task = asyncio.get_running_loop().create_task(self._warn(session.id, provider, made_rooms(session), ends_at))
        self._planned[session.id] = Planned(ends_at, task)

    def close(self) -> None:
        for planned in self._planned.values():
            planned.task.cancel()

    async def _warn(self, session_id: SessionId, provider: Provider, places: list[Place], ends_at: Millis) -> None:
        await self._clock.sleep(ends_at - BEFORE - self._clock.now())
        if not await self._ours(session_id, f"warning of {ends_at}"):
            return
        for place in places:
            try:
                await provider.warn(place, WORDS)
            except Trouble as trouble:
                if trouble.passes:  # it is away as a whole; a room nobody opened is refused alone
                    return
