"""Opening calls at the click: once however many click, and a session knows what came of it."""

import asyncio
import logging
from collections.abc import Coroutine, Mapping

from msgspec import Struct

from orchestrator.clock import Clock
from orchestrator.conferencing import finding
from orchestrator.conferencing.provider import Call, Meeting, Provider, Trouble
from orchestrator.handler import Handler, Refused
from orchestrator.messages import SYSTEM, Command, Millis
from orchestrator.recordings.state import MANUAL
from orchestrator.session.commands import NoteTrouble
from orchestrator.session.state import Session

logger = logging.getLogger(__name__)

KEPT = 5_000  # ms for which an answer, or a failure, counts for others who click


class Opening(Struct, frozen=True, eq=False):
    meeting: asyncio.Task[Meeting]
    asked_at: Millis


class Opener:
    """``providers`` by name; ``manual`` is among them."""

    def __init__(self, handler: Handler, providers: Mapping[str, Provider], clock: Clock) -> None:
        self._handler = handler
        self._providers = providers
        self._clock = clock
        self._openings: dict[Call, Opening] = {}
        self._aside: set[asyncio.Task[None]] = set()

    def provider(self, session: Session, pasted: str | None) -> Provider | None:
        """Who opens a call: pasted links come first, in every session."""
        return self._providers.get(session.calls.tool if pasted is None else MANUAL)

    async def open(self, session: Session, provider: Provider, call: Call) -> Meeting:
        """The meeting of a call. Raises ``Trouble``."""
        now = self._clock.now()
        self._openings = {
            known: each for known, each in self._openings.items() if not each.meeting.done() or now - each.asked_at < KEPT
        }
        opening = self._openings.get(call)
        if opening is None:
            task = asyncio.get_running_loop().create_task(self._open(session, call, provider))
            task.add_done_callback(_heard)
            opening = self._openings[call] = Opening(task, now)
        return await asyncio.shield(opening.meeting)

    async def close(self) -> None:
        for task in self._aside:
            task.cancel()
        await asyncio.gather(*self._aside, return_exceptions=True)

    async def _open(self, session: Session, call: Call, provider: Provider) -> Meeting:
        place = call.place
        try:
            meeting = await provider.open(call)
        except Trouble as trouble:
            await self._tell(session, NoteTrouble(actor=SYSTEM, place=place.key, trouble=trouble.code))
            raise
        if place.key in session.calls.troubles:
            await self._tell(session, NoteTrouble(actor=SYSTEM, place=place.key))
        if meeting.began_at is not None:
            await self._tell(session, finding.clock(session, provider.name, meeting.began_at - self._clock.now(), sure=True))
            self._do_aside(_try(provider.follow(call)))
        await self._tell(session, finding.expected(session, provider.name, meeting))
        return meeting

    async def _tell(self, session: Session, command: Command | None) -> None:
        """A call is open whether or not it can be written down."""
        answer = None if command is None else await self._handler.submit(session.id, command)
        if isinstance(answer, Refused):
            logger.warning("a call of %s could not be noted: %s", session.id, answer.code)

    def _do_aside(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._aside.add(task)
        task.add_done_callback(self._aside.discard)


async def _try(work: Coroutine[None, None, None]) -> None:
    try:
        await work
    except Trouble as trouble:
        logger.info("a tool tells no more than it has to: %s", trouble.code)


def _heard(task: asyncio.Task[Meeting]) -> None:
    """Whoever waited for it may be gone."""
    if not task.cancelled():
        task.exception()
