"""Who speaks for a room and has lost every connection: after a while the session is told that they are away."""

from collections.abc import Callable

from orchestrator.clock import Clock
from orchestrator.handler import Handler
from orchestrator.messages import SYSTEM, ActorId, Millis, SessionId
from orchestrator.rooms.commands import MarkAbsent, MarkPresent
from orchestrator.session.state import Session, Status
from orchestrator.settings import Settings

Here = Callable[[SessionId, ActorId], bool]


class Attendance:
    """Remembers who left, and since when, until they are back or the log says that they are away. Whoever never had a
    socket is never missed: they may well follow by HTTP."""

    def __init__(self, handler: Handler, clock: Clock, settings: Settings) -> None:
        self._handler = handler
        self._clock = clock
        self._grace = round(settings.absent_seconds * 1000)
        self._gone: dict[tuple[SessionId, ActorId], Millis] = {}
        self._came: set[tuple[SessionId, ActorId]] = set()

    def came(self, session: Session, person: ActorId) -> None:
        """A socket of this person is in, or they ask by HTTP."""
        self._came.add((session.id, person))
        was_gone = self._gone.pop((session.id, person), None) is not None  # then their absence may be on its way to the log
        if was_gone or person in session.rooms.absent:
            self._handler.submit(session.id, MarkPresent(participant_id=person, actor=SYSTEM))

    def left(self, session: Session, person: ActorId) -> None:
        """A socket of this person is gone, perhaps the last one."""
        if session.rooms.speaks(person):
            self._gone[session.id, person] = self._clock.now()

    def beat(self, here: Here) -> None:
        """Call about once a second. ``here``: whether a person has a socket in a session."""
        now = self._clock.now()
        for (session_id, person), since in list(self._gone.items()):
            session = self._session(session_id)
            if session is None or not _missed(session, person):
                del self._gone[session_id, person]
            elif session.status is Status.LIVE and now - since >= self._grace:
                if here(session_id, person):
                    del self._gone[session_id, person]
                else:
                    self._gone[session_id, person] = now  # should the store refuse it, it is said again
                    self._handler.submit(session_id, MarkAbsent(participant_id=person, actor=SYSTEM))

    def newcomers(self) -> set[tuple[SessionId, ActorId]]:
        """Who came since the last call."""
        came, self._came = self._came, set()
        return came

    def count(self) -> int:
        """How many people are looked out for."""
        return len(self._gone)

    def _session(self, session_id: SessionId) -> Session | None:
        desk = self._handler.seen(session_id)
        return None if desk is None else desk.folded.session


def _missed(session: Session, person: ActorId) -> bool:
    """Whether it still has to be said that somebody is away. Before the start nobody minds, but it may start without them."""
    return session.finished_at is None and session.rooms.speaks(person) and person not in session.rooms.absent
