"""What this worker holds and shows to nobody is brought up to date, too: what another worker erased must leave every memory."""

from collections.abc import Callable

from orchestrator.clock import Clock
from orchestrator.eventlog.log import Change
from orchestrator.handler import Handler
from orchestrator.messages import SessionId

LATER = 5_000  # ms; a session that somebody looks at is brought up to date at once, by the hub


class Freshness:
    """``forget`` is called when a session became another one: whatever was made of it is to be dropped."""

    def __init__(self, handler: Handler, clock: Clock, *forget: Callable[[], None]) -> None:
        self._handler = handler
        self._clock = clock
        self._forget = forget
        self._stale: set[SessionId] = set()
        self._epochs: dict[SessionId, str] = {}

    def changed(self, change: Change) -> None:
        """A stream has grown."""
        if self._handler.seen(SessionId(change.stream)) is not None:
            self._stale.add(SessionId(change.stream))

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            await self._clock.sleep(LATER)
            await self.renew()

    async def renew(self) -> None:
        stale, self._stale = self._stale, set()
        for session_id in stale:
            await self._handler.wake(session_id)
        known = self._epochs.keys() | stale
        epochs = {session_id: desk.epoch for session_id in known if (desk := self._handler.seen(session_id)) is not None}
        if epochs != self._epochs:
            for forget in self._forget:
                forget()
        self._epochs = epochs
