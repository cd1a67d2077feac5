"""Asks the tools for their recordings whenever a session wants it: ``session/seeking.py`` says when, the log says that it was."""

import asyncio
import logging
from collections.abc import Callable, Mapping

from orchestrator.clock import Clock
from orchestrator.conferencing import finding
from orchestrator.conferencing.patience import patiently
from orchestrator.conferencing.provider import Provider, Trouble
from orchestrator.conferencing.warning import Ours, Warner, always_ours
from orchestrator.eventlog.log import Change
from orchestrator.handler import Handler, Refused, Unreadable
from orchestrator.messages import SYSTEM, SessionId
from orchestrator.session.calls import RECORDINGS
from orchestrator.session.commands import NoteTrouble
from orchestrator.session.state import Session

logger = logging.getLogger(__name__)


class Reactor:
    """Level-triggered: it compares what a session wants with what it did for it. After a restart it asks once too often.

    ``dice``: a random number from 0 to 1. ``ours``: several workers may read the same wish, and the tool is asked once.
    """

    def __init__(
        self,
        handler: Handler,
        providers: Mapping[str, Provider],
        warner: Warner,
        clock: Clock,
        dice: Callable[[], float],
        ours: Ours = always_ours,
    ) -> None:
        self._handler = handler
        self._providers = providers
        self._warner = warner
        self._clock = clock
        self._dice = dice
        self._ours = ours
        self._changed: set[SessionId] = set()
        self._news = asyncio.Event()
        self._asked: dict[SessionId, int] = {}  # how many wishes of a session were seen to
        self._asking: dict[SessionId, asyncio.Task[None]] = {}

    def changed(self, change: Change) -> None:
        """A stream has grown."""
        self.opened(SessionId(change.stream))

    def opened(self, session_id: SessionId) -> None:
        """This process has begun to hold a session, perhaps in mid-phase. One with pasted links alone wants nothing of us."""
        desk = self._handler.seen(session_id)
        session = None if desk is None else desk.folded.session
        if session is not None and session.calls.tool in self._providers:
            self._changed.add(session.id)
            self._news.set()

    async def run(self) -> None:
        """Until cancelled."""
        try:
            while True:
                await self._news.wait()
                self._news.clear()
                while self._changed:
                    session = await self._read(self._changed.pop())
                    if session is not None:
                        self._look(session)
        finally:
            for task in list(self._asking.values()):
                task.cancel()
            self._warner.close()

    def _look(self, session: Session) -> None:
        self._warner.plan(session, self._providers[session.calls.tool])
        if self._wants(session) and session.id not in self._asking:
            self._asking[session.id] = asyncio.get_running_loop().create_task(self._seek(session.id))

    def _wants(self, session: Session) -> bool:
        return session.calls.sought != self._asked.get(session.id, 0)

    async def _read(self, session_id: SessionId) -> Session | None:
        try:
            desk = await self._handler.read(session_id)
        except Unreadable:
            return None
        return None if desk is None else desk.folded.session

    async def _seek(self, session_id: SessionId) -> None:
        """Until nothing more is wanted; what comes in between is asked for together."""
        try:
            while (session := await self._read(session_id)) is not None and self._wants(session):
                self._asked[session_id] = session.calls.sought
                if await self._ours(session_id, f"asking {session.calls.sought}"):
                    await self._ask(session)
        except Exception:  # the session goes on, and the next wish tries again
            logger.exception("asking for the recordings of %s failed", session_id)
        finally:
            del self._asking[session_id]

    async def _ask(self, session: Session) -> None:
        provider, places = self._providers[session.calls.tool], finding.all_places(session)
        try:
            recordings = await patiently(lambda: provider.recordings(places), self._clock, self._dice)
        except Trouble as trouble:
            logger.warning("%s does not tell of its recordings: %s", provider.name, trouble.code)
            await self._handler.submit(session.id, NoteTrouble(actor=SYSTEM, place=RECORDINGS, trouble=trouble.code))
            return
        await self._handler.submit(session.id, NoteTrouble(actor=SYSTEM, place=RECORDINGS))
        now = await self._read(session.id)
        reports = [] if now is None else [finding.found(now, provider.name, recording) for recording in recordings]
        for answer in [await self._handler.submit(session.id, report) for report in reports if report is not None]:
            if isinstance(answer, Refused):
                logger.warning("a recording of %s could not be noted: %s", session.id, answer.code)
