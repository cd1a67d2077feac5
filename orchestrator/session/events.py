"""What happened to the session itself."""

from orchestrator.agenda.events import AgendaEvent
from orchestrator.messages import ActorId, Event, Millis, Role, SessionId
from orchestrator.panel.events import PanelEvent
from orchestrator.qa_queue.events import QueueEvent
from orchestrator.recordings.events import RecordingsEvent
from orchestrator.rooms.events import RoomsEvent


class SessionOpened(Event, frozen=True, tag="session.opened"):
    """``links``: the SHA-256 of each shared link's ticket. ``starts_at``: when the evening is planned to begin."""

    makes = "session_id"
    session_id: SessionId
    title: str
    join_code: str
    links: dict[ActorId, str]
    language: str
    timezone: str
    starts_at: Millis | None = None
    auto_start: bool = False
    plenary_call_url: str | None = None


class ParticipantJoined(Event, frozen=True, tag="session.joined"):
    """``ticket_hash``: the SHA-256 of the ticket that proves this person."""

    makes = "participant_id"
    participant_id: ActorId
    name: str
    role: Role
    ticket_hash: str
    affiliation: str | None = None


class RolesSet(Event, frozen=True, tag="session.roles_set"):
    participant_id: ActorId
    roles: tuple[Role, ...]


class SessionFinished(Event, frozen=True, tag="session.finished"):
    pass


SessionEvent = SessionOpened | ParticipantJoined | RolesSet | SessionFinished
AnyEvent = SessionEvent | AgendaEvent | RoomsEvent | QueueEvent | PanelEvent | RecordingsEvent
