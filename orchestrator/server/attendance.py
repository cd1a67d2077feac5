"""Who speaks for a room and has lost every connection: after a while the session is told that they are away."""

from collections import defaultdict
from collections.abc import Callable

from orchestrator.clock import Clock
from orchestrator.handler import Handler
from orchestrator.messages import SYSTEM, ActorId, Millis, SessionId
from orchestrator.rooms.commands import MarkAbsent, MarkPresent
from orchestrator.server.peers import Topic
from orchestrator.session.state import Session, Status
from orchestrator.settings import Settings
from orchestrator.workers.board import LIFETIME_MS

Here = Callable[[SessionId, ActorId], bool]
BELATED = LIFETIME_MS + 2_000  # ms; a worker that has not heard yet that somebody is back may say for so long that they are away


class Attendance:
    """Remembers who left, and since when, until they are back or the log says that they are away. Whoever never had a
    socket is never missed: they may well follow by HTTP. ``told``: who came lately, and when."""

    def __init__(self, handler: Handler, clock: Clock, settings: Settings) -> None:
        self._handler = handler
        self._clock = clock
        self._grace = round(settings.absent_seconds * 1000)
        self._gone: dict[tuple[SessionId, ActorId], Millis] = {}
        self._back: dict[tuple[SessionId, ActorId], Millis] = {}  # who speaks for a room and came lately
        self._came: set[tuple[SessionId, ActorId]] = set()
        self.told = Topic(dict[SessionId, dict[ActorId, Millis]], self._tell, self._hear)

    def came(self, session: Session, person: ActorId) -> None:
        """A socket of this person is in, or they ask by HTTP."""
        self._came.add((session.id, person))
        if session.rooms.speaks(person):
            self._back[session.id, person] = self._clock.now()
        was_gone = self._gone.pop((session.id, person), None) is not None  # then their absence may be on its way to the log
        if was_gone or person in session.rooms.absent:
            self._present(session.id, person)

    def left(self, session: Session, person: ActorId) -> None:
        """A socket of this person is gone, perhaps the last one."""
        self._back.pop((session.id, person), None)
        if session.rooms.speaks(person):
            self._gone[session.id, person] = self._clock.now()

    def vanished(self, session_id: SessionId, person: ActorId) -> None:
        """Another worker has them no more, or is no more itself. Whether they are missed shows in time."""
        self._gone.setdefault((session_id, person), self._clock.now())

    def beat(self, here: Here) -> None:
        """Call about once a second. ``here``: whether a person has a socket in a session, at whatever worker."""
        now = self._clock.now()
        for (session_id, person), since in list(self._gone.items()):
            session = self._session(session_id)
            if (session is not None and not _missed(session, person)) or here(session_id, person):
                del self._gone[session_id, person]
            elif now - since < self._grace:
                continue
            elif session is None:  # nobody of this session is with this worker
                del self._gone[session_id, person]
            elif session.status is Status.LIVE:
                self._gone[session_id, person] = now  # should the store refuse it, it is said again
                self._handler.submit(session_id, MarkAbsent(participant_id=person, actor=SYSTEM))
        self._back = {key: at for key, at in self._back.items() if now - at < BELATED}
        for session_id, person in self._back:
            session = self._session(session_id)
            if session is not None and person in session.rooms.absent:
                self._present(session_id, person)

    def newcomers(self) -> set[tuple[SessionId, ActorId]]:
        """Who came since the last call."""
        came, self._came = self._came, set()
        return came

    def count(self) -> int:
        """How many people are looked out for."""
        return len(self._gone)

    def _tell(self) -> dict[SessionId, dict[ActorId, Millis]]:
        told: defaultdict[SessionId, dict[ActorId, Millis]] = defaultdict(dict)
        for (session_id, person), at in self._back.items():
            told[session_id][person] = at
        return dict(told)

    def _hear(self) -> None:
        """Whoever came to another worker is not gone, also where they have no socket there."""
        for sessions in self.told.others.values():
            for session_id, people in sessions.items():
                for person, at in people.items():
                    if self._gone.get((session_id, person), at + 1) <= at:
                        del self._gone[session_id, person]

    def _present(self, session_id: SessionId, person: ActorId) -> None:
        self._handler.submit(session_id, MarkPresent(participant_id=person, actor=SYSTEM))

    def _session(self, session_id: SessionId) -> Session | None:
        desk = self._handler.seen(session_id)
        return None if desk is None else desk.folded.session


def _missed(session: Session, person: ActorId) -> bool:
    """Whether it still has to be said that somebody is away. Before the start nobody minds, but it may start without them."""
    return session.finished_at is None and session.rooms.speaks(person) and person not in session.rooms.absent
