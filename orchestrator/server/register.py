"""Who is there, minute by minute, while a session is live: written down beside it, for "minutes present"."""

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable

from orchestrator.clock import Clock
from orchestrator.eventlog.log import Damaged, StoreUnavailable
from orchestrator.handler import Handler
from orchestrator.messages import LINKS, ActorId, Rejected, SessionId
from orchestrator.server.channels import Connection
from orchestrator.session.codec import UnknownEvent
from orchestrator.session.state import Status
from orchestrator.viewing.ledger import Ledger
from orchestrator.viewing.state import MINUTE

logger = logging.getLogger(__name__)


class Register:
    """``connections``: the open sockets. ``newcomers``: who came since it was last asked, also by HTTP alone."""

    def __init__(
        self,
        handler: Handler,
        ledger: Ledger,
        clock: Clock,
        connections: Callable[[], Iterable[Connection]],
        newcomers: Callable[[], Iterable[tuple[SessionId, ActorId]]],
    ) -> None:
        self._handler = handler
        self._ledger = ledger
        self._clock = clock
        self._connections = connections
        self._newcomers = newcomers

    async def run(self) -> None:
        """Once in each minute, until cancelled."""
        while True:
            await self._clock.sleep(MINUTE - self._clock.now() % MINUTE)
            await self.take()

    async def take(self) -> None:
        """One roster for each live session."""
        there: defaultdict[SessionId, set[ActorId]] = defaultdict(set)
        connected = ((SessionId(each.session_id), ActorId(each.actor_id)) for each in self._connections())
        for session_id, person in (*connected, *self._newcomers()):
            if person not in LINKS:
                there[session_id].add(person)
        for session_id, people in there.items():
            if self._is_live(session_id):
                try:
                    await self._ledger.present(session_id, people)
                except Rejected:
                    continue  # deleted meanwhile
                except (StoreUnavailable, Damaged, UnknownEvent) as error:
                    logger.warning("who is in %s was not written down: %s", session_id, error)

    def _is_live(self, session_id: SessionId) -> bool:
        desk = self._handler.seen(session_id)
        return desk is not None and desk.folded.session is not None and desk.folded.session.status is Status.LIVE
