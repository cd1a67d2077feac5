"""What opens, fills and ends a session. ``Open`` and ``Admit`` come from the server alone, never from the wire."""

from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from orchestrator.messages import ActorId, Command, Keeper, Millis, Role, RoomId, SessionId, SessionTitle, Url
from orchestrator.session.calls import Tool
from orchestrator.session.state import Then

Days = Annotated[int, Meta(ge=1, le=3_650)]
NoticeNumber = Annotated[int, Meta(ge=1, lt=2**53)]
PlannedStart = Annotated[int, Meta(ge=0, le=253_402_300_799_999)]  # UTC ms, until the end of the year 9999


class PlannedPhase(Struct, frozen=True):
    kind: str
    title: str
    duration: Millis
    at_end: str


class PlannedRoom(Struct, frozen=True):
    theme: str
    prompt: str | None = None
    call_url: str | None = None
    questions: tuple[str, ...] = ()


class PlannedNotice(Struct, frozen=True):
    recorded: bool
    keeper: str | None = None
    days: int | None = None


class Open(Command, frozen=True, tag="session.open"):
    """Create a session. ``links``: the SHA-256 of each shared link's ticket, hexadecimal.

    The questions of its rooms are drafts that the host prepared.
    """

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
    recording_notice: PlannedNotice | None = None
    moderation: bool = False
    calls: Tool = Tool.LINKS


class Admit(Command, frozen=True, tag="session.admit"):
    """Somebody comes in, with a role and a ticket of their own (its SHA-256, hexadecimal).

    ``consent``: the number of the recording notice they agree to as they come in.
    """

    name: str
    role: Role
    ticket_hash: str
    affiliation: str | None = None
    room_id: RoomId | None = None
    consent: int | None = None


class SeekRecordings(Command, frozen=True, tag="session.seek_recordings"):
    """The tool that made the calls is to be asked for its recordings. Never from the wire."""


class NoteTrouble(Command, frozen=True, tag="session.note_trouble"):
    """Why the call of a place cannot be opened; ``None``: it can again. Never from the wire."""

    place: str
    trouble: str | None = None


class Finish(Command, frozen=True, tag="session.finish"):
    """The evening is over: what is still open becomes a promise owned by the host."""


class ReopenSession(Command, frozen=True, tag="session.reopen"):
    """It was not over yet: undoes ``session.finish``, and the promises it made."""


class EraseParticipant(Command, frozen=True, tag="session.erase_participant"):
    """A person is forgotten, in all that was ever written. Their votes and their seat count on under an id that names nobody;
    their words go too, unless ``keep_texts``."""

    participant_id: ActorId
    keep_texts: bool = False


class Pseudonymise(Command, frozen=True, tag="session.pseudonymise"):
    """Everybody is forgotten, and what they said stays: the session becomes an archive."""


class DeleteSession(Command, frozen=True, tag="session.delete"):
    """All of the session goes, for good."""


class SetRetention(Command, frozen=True, tag="session.set_retention"):
    """What happens by itself so many days after the end. Without days: nothing."""

    days: Days | None = None
    then: Then = Then.PSEUDONYMISE


class SetRoles(Command, frozen=True, tag="session.set_roles"):
    """What a person, or a shared link, may be from now on. An empty list revokes their ticket."""

    participant_id: ActorId
    roles: frozenset[Role]


class EditDetails(Command, frozen=True, tag="session.edit"):
    """Other words, another call, another planned start. What is absent stays; ``null`` clears the latter two."""

    title: SessionTitle | UnsetType = UNSET
    plenary_call_url: Url | UnsetType | None = UNSET
    starts_at: PlannedStart | UnsetType | None = UNSET


class SetNotice(Command, frozen=True, tag="session.set_notice"):
    """What people are told of the recording: whether there is one, who keeps it, and for how many days."""

    recorded: bool
    keeper: Keeper | None = None
    days: Days | None = None


class Consent(Command, frozen=True, tag="session.consent"):
    """A person agrees to the recording notice of that number."""

    notice: NoticeNumber
