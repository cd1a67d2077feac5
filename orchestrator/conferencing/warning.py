"""A minute before room work ends the tool says so, in every room. It is a bonus: our own pages say it first, and always."""

import asyncio

from msgspec import Struct

from orchestrator.agenda.state import Kind
from orchestrator.clock import Clock
from orchestrator.conferencing.finding import made_rooms
from orchestrator.conferencing.provider import Able, Place, Provider, Trouble
from orchestrator.messages import Millis, SessionId
from orchestrator.session.state import Session

BEFORE = 60_000  # ms
WORDS = "One minute left in the rooms."


class Planned(Struct, frozen=True, eq=False):
    ends_at: Millis
    task: asyncio.Task[None]


class Warner:
    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._planned: dict[SessionId, Planned] = {}

    def plan(self, session: Session, provider: Provider) -> None:
        """A session is like this now: its rooms end then, or not."""
        phase, planned = session.agenda.phase, self._planned.get(session.id)
        apart = phase is not None and phase.kind is Kind.BREAKOUT and Able.WARN in provider.able
        ends_at = phase.ends_at if apart and phase is not None else None
        if planned is not None and planned.ends_at != ends_at:
            planned.task.cancel()
            del self._planned[session.id]
        pause = -1 if ends_at is None else ends_at - BEFORE - self._clock.now()
        if ends_at is None or pause < 0 or session.id in self._planned:
            return
        task = asyncio.get_running_loop().create_task(self._warn(provider, made_rooms(session), pause))
        self._planned[session.id] = Planned(ends_at, task)

    def close(self) -> None:
        for planned in self._planned.values():
            planned.task.cancel()

    async def _warn(self, provider: Provider, places: list[Place], pause: Millis) -> None:
        await self._clock.sleep(pause)
        for place in places:
            try:
                await provider.warn(place, WORDS)
            except Trouble as trouble:
                if trouble.passes:  # it is away as a whole; a room nobody opened is refused alone
                    return
