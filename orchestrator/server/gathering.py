"""Those who look at one session through this worker."""

import asyncio

from msgspec import Struct

from orchestrator.messages import ActorId, Audience, Millis, SessionId
from orchestrator.server.channels import Connection
from orchestrator.server.presence import Crowd, Standing
from orchestrator.session.state import Session


class Client(Struct, eq=False):
    """One admitted socket. ``seen``, ``epoch``, ``version``: the state it was told; ``traces``: what its ``me`` was made of."""

    connection: Connection
    since: Millis
    actor_id: ActorId
    audience: Audience
    seen: Session
    epoch: str
    version: int
    traces: tuple[object, ...]
    stalled_since: int | None = None


class Gathering:
    """The clients of one session at this worker."""

    def __init__(self, session_id: SessionId, epoch: str) -> None:
        self.session_id = session_id
        self.clients: dict[Connection, Client] = {}
        self._of: dict[ActorId, list[Client]] = {}  # the oldest first
        self._crowd: Crowd = {}  # never changed, but replaced
        self._stirred: set[ActorId] = set()  # of whom it says what was
        self.epoch = epoch
        self.version = 0  # the newest version any tick began with
        self.dirty = asyncio.Event()
        self.ticks: asyncio.Task[None] | None = None
        self.crowds: list[Crowd] = []  # who was here when that was last looked at
        self.presence = b""  # what was told of it

    def add(self, client: Client) -> None:
        """The newcomer has not heard yet who is here."""
        self.crowds, self.presence = [], b""
        self.clients[client.connection] = client
        self._of.setdefault(client.actor_id, []).append(client)
        self._stirred.add(client.actor_id)

    def remove(self, connection: Connection) -> Client | None:
        client = self.clients.pop(connection, None)
        if client is not None:
            theirs = self._of[client.actor_id]
            theirs.remove(client)
            if not theirs:
                del self._of[client.actor_id]
            self._stirred.add(client.actor_id)
        return client

    def of(self, actor_id: ActorId) -> list[Client]:
        return self._of.get(actor_id, [])

    def move(self, client: Client, audience: Audience) -> None:
        """Somebody has another role or another room now."""
        client.audience = audience
        self._stirred.add(client.actor_id)

    def crowd(self) -> Crowd:
        """Who is here at this worker: the same object while nothing changes."""
        if self._stirred:
            self._crowd = self._crowd.copy()
            for actor_id in self._stirred:
                clients = self._of.get(actor_id)
                if clients:
                    self._crowd[actor_id] = Standing(clients[-1].audience.room_id, [client.since for client in clients])
                else:
                    self._crowd.pop(actor_id, None)
            self._stirred.clear()
        return self._crowd
