"""What happened to the session itself."""

from orchestrator.agenda.events import AgendaEvent
from orchestrator.messages import ActorId, Event, Millis, Role, SessionId
from orchestrator.panel.events import PanelEvent
from orchestrator.qa_queue.events import QueueEvent
from orchestrator.recordings.events import RecordingsEvent
from orchestrator.rooms.events import RoomsEvent
from orchestrator.session.calls import Tool
from orchestrator.session.state import Then


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
    calls: Tool = Tool.LINKS


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


class RecordingsSought(Event, frozen=True, tag="session.recordings_sought"):
    """It is time to ask the tool that made the calls for its recordings."""


class CallTroubled(Event, frozen=True, tag="session.call_troubled"):
    """Why the call of a place cannot be opened; without ``trouble`` it can again."""

    place: str
    trouble: str | None = None


class SessionFinished(Event, frozen=True, tag="session.finished"):
    pass


class SessionReopened(Event, frozen=True, tag="session.reopened"):
    pass


class RetentionSet(Event, frozen=True, tag="session.retention_set"):
    """Without ``days`` the session is kept until somebody deletes it."""

    then: Then
    days: int | None = None


class ParticipantErased(Event, frozen=True, tag="session.participant_erased"):
    """A person was forgotten. In the log they have another id here, as everywhere before: see ``erasing.py``."""

    participant_id: ActorId
    keep_texts: bool = False


class SessionPseudonymised(Event, frozen=True, tag="session.pseudonymised"):
    """Everybody was forgotten, and what they said stayed."""


class SessionDeleted(Event, frozen=True, tag="session.deleted"):
    """Never in a log: there is none any more."""


class DetailsEdited(Event, frozen=True, tag="session.edited"):
    """All three as they are from now on."""

    title: str
    plenary_call_url: str | None = None
    starts_at: Millis | None = None


class NoticeSet(Event, frozen=True, tag="session.notice_set"):
    """What people are told of the recording. The first notice has the number 1, the next one 2."""

    recorded: bool
    keeper: str | None = None
    days: int | None = None


class ConsentGiven(Event, frozen=True, tag="session.consent_given"):
    """``notice``: the number of the notice this person agreed to."""

    participant_id: ActorId
    notice: int


SessionEvent = (
    SessionOpened
    | ParticipantJoined
    | RolesSet
    | SessionFinished
    | SessionReopened
    | RetentionSet
    | ParticipantErased
    | SessionPseudonymised
    | SessionDeleted
    | DetailsEdited
    | NoticeSet
    | ConsentGiven
    | RecordingsSought
    | CallTroubled
)
AnyEvent = SessionEvent | AgendaEvent | RoomsEvent | QueueEvent | PanelEvent | RecordingsEvent
