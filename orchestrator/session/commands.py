"""What opens, fills and ends a session. ``Open`` and ``Admit`` come from the server alone, never from the wire."""

from msgspec import Struct

from orchestrator.messages import ActorId, Command, Millis, Role, RoomId, SessionId


class PlannedPhase(Struct, frozen=True):
    kind: str
    title: str
    duration: Millis
    at_end: str


class PlannedRoom(Struct, frozen=True):
    theme: str
    prompt: str | None = None
    call_url: str | None = None


class Open(Command, frozen=True, tag="session.open"):
    """Create a session. ``links``: the SHA-256 of each shared link's ticket, hexadecimal."""

    session_id: SessionId
    title: str
    join_code: str
    phases: tuple[PlannedPhase, ...]
    rooms: tuple[PlannedRoom, ...]
    links: dict[ActorId, str]
    language: str
    timezone: str
    starts_at: Millis | None = None
    auto_start: bool = False
    plenary_call_url: str | None = None


class Admit(Command, frozen=True, tag="session.admit"):
    """Somebody comes in, with a role and a ticket of their own (its SHA-256, hexadecimal)."""

    name: str
    role: Role
    ticket_hash: str
    affiliation: str | None = None
    room_id: RoomId | None = None


class Finish(Command, frozen=True, tag="session.finish"):
    """The evening is over: what is still open becomes a promise owned by the host."""


class SetRoles(Command, frozen=True, tag="session.set_roles"):
    """What a person, or a shared link, may be from now on. An empty list revokes their ticket."""

    participant_id: ActorId
    roles: frozenset[Role]
