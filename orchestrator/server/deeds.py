"""What one worker need do, and two might: whoever leads does it at once, the others a little later unless they hear of it."""

from collections.abc import Callable

from orchestrator.clock import Clock
from orchestrator.messages import Millis, SessionId
from orchestrator.server.peers import Topic

LATER = 3_000  # ms; what another worker did is heard of by then
KEPT = 60_000  # ms for which it is told


class Deeds:
    """A worker that leads may be gone, or may not know the session: then it is done all the same."""

    def __init__(self, leads: Callable[[SessionId], bool], clock: Clock) -> None:
        self._leads = leads
        self._clock = clock
        self._done: dict[str, Millis] = {}
        self.told = Topic(list[str], self._tell)

    async def ours(self, session_id: SessionId, deed: str) -> bool:
        """Whether it falls to this worker to do something in a session. Then it counts as done."""
        name = f"{session_id} {deed}"
        if not self._leads(session_id):
            await self._clock.sleep(LATER)
        if any(name in done for done in self.told.others.values()):
            return False
        self._done[name] = self._clock.now()
        return True

    def _tell(self) -> list[str]:
        now = self._clock.now()
        self._done = {name: at for name, at in self._done.items() if now - at < KEPT}
        return list(self._done)
