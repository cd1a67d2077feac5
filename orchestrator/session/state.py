"""One live gathering, lobby to archive: its people, and the five nouns side by side."""

from __future__ import annotations  # rpds's containers cannot be subscripted when the program runs

from enum import StrEnum

from msgspec import Struct
from rpds import HashTrieMap

from orchestrator.agenda.state import Agenda
from orchestrator.messages import CLOCK, SYSTEM, Actor, ActorId, Millis, Role, SessionId
from orchestrator.panel.state import Panel
from orchestrator.qa_queue.state import Queue
from orchestrator.recordings.state import Recordings
from orchestrator.rooms.state import Rooms
from orchestrator.session.calls import Calls


class Status(StrEnum):
    LOBBY = "lobby"
    LIVE = "live"
    FINISHED = "finished"
    ARCHIVED = "archived"


class Then(StrEnum):
    """What happens to a session when the time for which it is kept is over."""

    DELETE = "delete"
    PSEUDONYMISE = "pseudonymise"


class Retention(Struct, frozen=True):
    """For how many days after its end a session is kept, and what then."""

    days: int
    then: Then


class Erased(StrEnum):
    """What is gone of a person."""

    NAME = "name"
    TEXTS = "texts"  # too


class RecordingNotice(Struct, frozen=True, omit_defaults=True):
    """What people are told of the recording, also on the wire. ``number``: 1, 2, …; people agree to one of them."""

    number: int
    recorded: bool
    keeper: str | None = None
    days: int | None = None


class Person(Struct, frozen=True, eq=False):
    """Somebody who joined. No roles: their ticket is void. ``consented``: the number of the notice they agreed to.

    Whoever was ``erased`` keeps their seat and their votes under another id, so that all counts stay what they are.
    """

    id: ActorId
    name: str
    affiliation: str | None
    roles: frozenset[Role]
    joined_at: Millis
    consented: int | None = None
    erased: Erased | None = None


class Session(Struct, frozen=True, eq=False, weakref=True):
    """The whole state. Frozen, compared by identity; versions share what did not change.

    ``tickets``: hash of a ticket to whom it proves. ``links``: the roles the shared links still have.
    """

    id: SessionId
    title: str
    join_code: str
    language: str
    timezone: str
    opened_at: Millis
    last_at: Millis
    starts_at: Millis | None = None
    auto_start: bool = False
    plenary_call_url: str | None = None
    notice: RecordingNotice | None = None
    finished_at: Millis | None = None
    archived_at: Millis | None = None
    retention: Retention | None = None
    links: HashTrieMap[ActorId, frozenset[Role]] = HashTrieMap()
    people: HashTrieMap[ActorId, Person] = HashTrieMap()
    tickets: HashTrieMap[str, ActorId] = HashTrieMap()
    agenda: Agenda = Agenda()
    rooms: Rooms = Rooms()
    queue: Queue = Queue()
    panel: Panel = Panel()
    recordings: Recordings = Recordings()
    calls: Calls = Calls()

    @property
    def status(self) -> Status:
        if self.archived_at is not None:
            return Status.ARCHIVED
        if self.finished_at is not None:
            return Status.FINISHED
        return Status.LOBBY if self.agenda.started_at is None else Status.LIVE

    def actor(self, actor_id: ActorId) -> Actor:
        """Who this is now. Somebody unknown, or revoked, has no roles."""
        if actor_id == CLOCK.id:
            return CLOCK
        if actor_id == SYSTEM.id:
            return SYSTEM
        person = self.people.get(actor_id)
        return Actor(actor_id, self.links.get(actor_id, frozenset()) if person is None else person.roles)

    def proven_by(self, ticket_hash: str) -> Actor | None:
        """Whom a ticket proves, if it is still good."""
        actor_id = self.tickets.get(ticket_hash)
        if actor_id is None:
            return None
        actor = self.actor(actor_id)
        return actor if actor.roles else None
