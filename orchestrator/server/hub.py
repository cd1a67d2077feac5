"""The fan-out: reads the log's changes and brings every client from what it was told to what is true.

Each client remembers the last state it was told. A tick computes one patch per (that state, audience), encodes it once and
writes the same bytes to everybody who needs it. Whoever was slow, late or away is the same case with an older state.
"""

import asyncio
import logging
from collections.abc import Iterable, Mapping

from orchestrator.clock import Clock
from orchestrator.eventlog.log import Change
from orchestrator.handler import Desk, Handler, Unreadable
from orchestrator.messages import LINKS, ActorId, Audience, Role, SessionId
from orchestrator.server import telling
from orchestrator.server.attendance import Attendance
from orchestrator.server.channels import Connection
from orchestrator.server.gathering import Client, Gathering
from orchestrator.server.peers import Topic
from orchestrator.server.presence import Crowd, Crowds, presence, surplus, vanished
from orchestrator.server.telling import notice
from orchestrator.session.me import traces
from orchestrator.session.state import Session
from orchestrator.session.view import audience_of
from orchestrator.settings import Settings

logger = logging.getLogger(__name__)

WRITES_PER_TURN = 100  # then the loop may look at what else waits: keeps its lateness under 2 ms
CROWD = 3  # a tick lasts so many times as long as telling everybody keeps the loop busy


class Hub:
    """All gatherings of this process. Nobody calls it but the log's changes, and sockets that come and go.

    ``told``: who has sockets at which worker.
    """

    def __init__(self, handler: Handler, attendance: Attendance, clock: Clock, settings: Settings) -> None:
        self._handler = handler
        self._attendance = attendance
        self._clock = clock
        self._settings = settings
        self._gatherings: dict[SessionId, Gathering] = {}
        self._per_tick = settings.tick_ms
        self._store_away = False
        self._known: Mapping[str, Crowds] = {}  # what the other workers told when they were heard last
        self.told = Topic(Crowds, self._crowds, self._heard)

    # -- coming and going ---------------------------------------------------------------------------------------------------

    async def admit(self, connection: Connection, epoch: object, version: object) -> None:
        """Tell a socket that has just proven who it is everything it may see, or what it missed since ``version``."""
        session_id, actor_id = SessionId(connection.session_id), ActorId(connection.actor_id)
        try:
            desk = await self._handler.read(session_id)
        except Unreadable:
            connection.close()  # temporary: the client tries again
            return
        if connection.closed or desk is None or desk.folded.session is None:
            connection.close()
            return
        session = desk.folded.session
        audience = audience_of(session, actor_id)
        if audience is None:
            connection.dismiss(notice("auth.bad_ticket"))
            return
        gathering = self._gatherings.get(session_id)
        if gathering is None:
            gathering = self._gatherings[session_id] = Gathering(session_id, desk.epoch)
            gathering.ticks = asyncio.get_running_loop().create_task(self._tick(gathering))
            gathering.dirty.set()  # what changed while the session was read was told to nobody
        self._make_room(gathering, actor_id)
        version_now, since = desk.folded.version, self._clock.now()
        client = Client(connection, since, actor_id, audience, session, desk.epoch, version_now, traces(session, actor_id))
        gathering.add(client)
        self._attendance.came(session, actor_id)
        connection.write(telling.welcome(desk, client, epoch, version, since, self._settings.resume_bytes))
        if self._store_away and audience.role is Role.HOST:
            connection.write(notice("server.store_away"))

    def leave(self, connection: Connection) -> None:
        """A socket is gone."""
        gathering = self._gatherings.get(SessionId(connection.session_id))
        if gathering is None:
            return
        client = gathering.remove(connection)
        if client is not None:  # else it was let go before
            self._attendance.left(client.seen, client.actor_id)
        if not gathering.clients:
            if gathering.ticks is not None:
                gathering.ticks.cancel()
            del self._gatherings[gathering.session_id]

    def here(self, session_id: SessionId, actor_id: ActorId) -> bool:
        """Whether somebody has a socket, at whatever worker."""
        gathering = self._gatherings.get(session_id)
        if gathering is not None and gathering.of(actor_id):
            return True
        return any(actor_id in crowds.get(session_id, {}) for crowds in self.told.others.values())

    def gathered(self, session_id: SessionId) -> list[str]:
        """The workers that have clients in a session."""
        others = [worker for worker, crowds in self.told.others.items() if session_id in crowds]
        return [*others, self.told.worker] if session_id in self._gatherings else others

    def count(self) -> int:
        return sum(len(gathering.clients) for gathering in self._gatherings.values())

    def _make_room(self, gathering: Gathering, actor_id: ActorId) -> None:
        """A phone and a laptop are one person; one device too many lets the oldest go, for good."""
        if self._settings.limits == "relaxed":
            return
        most = self._settings.sockets_per_link if actor_id in LINKS else self._settings.sockets_per_person
        self._let_go(gathering, actor_id, max(0, len(gathering.of(actor_id)) + 1 - most))

    def _let_go(self, gathering: Gathering, actor_id: ActorId, oldest: int) -> None:
        for client in gathering.of(actor_id)[:oldest]:
            client.connection.dismiss(notice("auth.replaced"))
            gathering.remove(client.connection)

    def heard_of(self, session: Session, actor_id: ActorId) -> None:
        """Somebody asks by HTTP, as pages do where sockets are blocked: they are here."""
        self._attendance.came(session, actor_id)

    def snapshot(self, desk: Desk, actor_id: ActorId, audience: Audience) -> bytes:
        """What somebody who asks by HTTP is shown, as JSON, of the session as this process last read it."""
        folded = desk.folded
        if folded.session is None:
            raise ValueError("there is no session to show")
        return telling.snapshot(folded.session, desk.epoch, folded.version, actor_id, audience, self._clock.now())

    # -- deltas -----------------------------------------------------------------------------------------------------------

    def changed(self, change: Change) -> None:
        """A stream has grown."""
        gathering = self._gatherings.get(SessionId(change.stream))
        if gathering is not None:
            gathering.dirty.set()

    async def _tick(self, gathering: Gathering) -> None:
        """The first change leaves at once; then at most one delta per tick, and ticks grow with the crowd."""
        while True:
            await gathering.dirty.wait()
            gathering.dirty.clear()
            busy = 0.0
            try:
                busy = await self._broadcast(gathering)
            except Unreadable as error:
                logger.warning("nothing to tell in %s: %s", gathering.session_id, error.code)
            except Exception:  # the session goes on, and the next tick tries again
                logger.exception("telling %s failed", gathering.session_id)
            await self._clock.sleep(round(max(self._per_tick, CROWD * busy)))

    async def _broadcast(self, gathering: Gathering) -> float:
        """Returns how many ms it kept the loop busy; what others did meanwhile is not counted."""
        desk = await self._handler.read(gathering.session_id)
        if desk is None or desk.folded.session is None:
            self._dismiss_all(gathering)
            return 0
        loop = asyncio.get_running_loop()
        began, busy = loop.time(), 0.0
        session, epoch, version = desk.folded.session, desk.epoch, desk.folded.version
        if epoch != gathering.epoch:
            self.forget()  # nobody looks at what was before
        gathering.epoch, gathering.version = epoch, version
        deltas: dict[tuple[int, Audience], bytes] = {}
        written = 0
        for client in list(gathering.clients.values()):
            if (client.epoch == epoch and client.version >= version) or self._is_slow(client):
                continue
            self._tell(gathering, client, session, epoch, version, deltas)
            written += 1
            if written % WRITES_PER_TURN == 0:
                busy += loop.time() - began
                await asyncio.sleep(0)
                began = loop.time()
        return (busy + loop.time() - began) * 1000

    def _tell(
        self,
        gathering: Gathering,
        client: Client,
        session: Session,
        epoch: str,
        version: int,
        deltas: dict[tuple[int, Audience], bytes],
    ) -> None:
        """Bring one client to ``version``: a delta, and what changed of ``me``; a new audience, or another log, gets a new
        snapshot."""
        now_traces = traces(session, client.actor_id)
        personal = now_traces != client.traces
        audience = audience_of(session, client.actor_id) if personal else client.audience
        if audience is None:
            client.connection.dismiss(notice("auth.bad_ticket"))
            gathering.remove(client.connection)
            return
        if audience != client.audience or epoch != client.epoch:
            data = telling.everything(session, epoch, version, client.actor_id, audience, self._clock.now())
            gathering.move(client, audience)
        else:
            key = (client.version, audience)
            if key not in deltas:
                deltas[key] = telling.delta(version, client.seen, session, audience)
            data = deltas[key]
            if personal:
                data += telling.personal(version, client.seen, session, client.actor_id)
        client.seen, client.epoch, client.version, client.traces = session, epoch, version, now_traces
        client.connection.write(data)

    def _dismiss_all(self, gathering: Gathering) -> None:
        """The session is gone."""
        self.forget()
        for client in gathering.clients.values():
            client.connection.dismiss(notice("session.unknown"))

    def _is_slow(self, client: Client) -> bool:
        """A client whose outbox is full is skipped: it will get one patch from where it stands when it has read."""
        if client.connection.backlog() <= self._settings.outbox_bytes:
            client.stalled_since = None
            return False
        now = self._clock.now()
        if client.stalled_since is None:
            client.stalled_since = now
        elif now - client.stalled_since > self._settings.stalled_seconds * 1000:
            client.connection.abort()
        return True

    # -- the pulse ----------------------------------------------------------------------------------------------------------

    async def pulse(self) -> None:
        """Once a second presence and attendance, every ten the head; whoever was slow is looked at again. Until cancelled."""
        beats = 0
        while True:
            await self._clock.sleep(1000)
            beats += 1
            if not self.told.deaf:  # who can say now who is nowhere else
                self._attendance.beat(self.here)
            for gathering in list(self._gatherings.values()):
                self._presence(gathering)
                desk = self._handler.seen(gathering.session_id)
                stale = desk is not None and desk.stale
                if stale or any(_is_behind(client, gathering) for client in gathering.clients.values()):
                    gathering.dirty.set()
                if beats % max(1, round(self._settings.head_seconds)) == 0:
                    await self._heads(gathering)

    async def _heads(self, gathering: Gathering) -> None:
        heads: dict[int, bytes] = {}
        for index, client in enumerate(list(gathering.clients.values()), start=1):
            if client.version not in heads:
                heads[client.version] = telling.head(client.version, self._clock.now())
            if not self._is_slow(client):
                client.connection.write(heads[client.version])
            if index % WRITES_PER_TURN == 0:
                await asyncio.sleep(0)

    def _presence(self, gathering: Gathering) -> None:
        """Who is here now, if that has changed: numbers for all, names for hosts. Outside the log and its versions."""
        others = self.told.others.values()
        crowds = [crowds[gathering.session_id] for crowds in others if gathering.session_id in crowds] + [gathering.crowd()]
        if crowds == gathering.crowds:
            return
        gathering.crowds = crowds
        told = presence(crowds)
        counts = {"total": len(told.people), "rooms": told.rooms}
        for_all, for_hosts = telling.present(counts), telling.present({**counts, "here": told.people})
        if for_hosts == gathering.presence:  # somebody has another socket, or is with another worker
            return
        gathering.presence = for_hosts
        for client in gathering.clients.values():
            if not self._is_slow(client):
                client.connection.write(for_hosts if client.audience.role is Role.HOST else for_all)

    # -- the other workers ------------------------------------------------------------------------------------------------

    def _crowds(self) -> Crowds:
        return {session_id: gathering.crowd() for session_id, gathering in self._gatherings.items() if gathering.clients}

    def _heard(self) -> None:
        """The other workers have told who is with them: who is missing, and who has too many sockets over all."""
        before, self._known = self._known, self.told.others
        for session_id, person in vanished(before, self._known):
            self._attendance.vanished(session_id, person)
        if self.told.deaf:  # the others may have said of ours that they are away
            for client in [client for gathering in self._gatherings.values() for client in gathering.clients.values()]:
                self._attendance.came(client.seen, client.actor_id)
        if self._settings.limits == "relaxed":
            return
        for session_id, gathering in self._gatherings.items():
            theirs = {worker: crowds[session_id] for worker, crowds in self._known.items() if session_id in crowds}
            if theirs:
                self._share_out(gathering, theirs)

    def _share_out(self, gathering: Gathering, theirs: Mapping[str, Crowd]) -> None:
        most, of_link = self._settings.sockets_per_person, self._settings.sockets_per_link
        for actor_id, oldest in surplus(self.told.worker, gathering.crowd(), theirs, most, of_link):
            self._let_go(gathering, actor_id, oldest)

    # -- telling everybody about the server -----------------------------------------------------------------------------

    def announce(
        self, code: str, roles: Iterable[Role] = tuple(Role), session_id: SessionId | None = None, **details: int
    ) -> None:
        """A notice to everybody of these roles, in every session or in one."""
        wanted = frozenset(roles)
        for gathering in self._gatherings.values():
            if session_id not in (None, gathering.session_id):
                continue
            for client in gathering.clients.values():
                if client.audience.role in wanted:
                    client.connection.write(notice(code, **details))

    def store_is(self, away: bool) -> None:
        """Nothing can be saved, or it can again: hosts are told, also those who come while it is so."""
        self._store_away = away
        self.announce("server.store_away" if away else "server.store_back", roles=(Role.HOST,))

    def forget(self) -> None:
        """Something was told anew: no view of what was before is kept."""
        telling.forget()

    def sessions(self) -> frozenset[SessionId]:
        """The sessions somebody is looking at."""
        return frozenset(self._gatherings)

    def connections(self) -> list[Connection]:
        return [connection for gathering in self._gatherings.values() for connection in gathering.clients]


def _is_behind(client: Client, gathering: Gathering) -> bool:
    return client.epoch != gathering.epoch or client.version < gathering.version
