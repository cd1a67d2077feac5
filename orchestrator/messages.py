"""The kernel: what the whole house speaks in. Imports nothing of the house.

Times are UTC milliseconds, durations and offsets milliseconds. Ids are opaque text that begins with a letter.
"""

from enum import StrEnum
from typing import Annotated, ClassVar, NewType

from msgspec import Meta, Struct, field

SessionId = NewType("SessionId", str)
ActorId = NewType("ActorId", str)  # a person, or one of the shared links of LINKS
PhaseId = NewType("PhaseId", str)
RoomId = NewType("RoomId", str)
QuestionId = NewType("QuestionId", str)
AnnouncementId = NewType("AnnouncementId", str)
NoteId = NewType("NoteId", str)
RecordingId = NewType("RecordingId", str)
CaptionsId = NewType("CaptionsId", str)

Millis = Annotated[int, Meta(ge=0, lt=2**53)]
Skew = Annotated[int, Meta(ge=-86_400_000, le=86_400_000)]  # ms one clock is ahead of another


def _text(limit: str) -> Meta:
    """Marks a field as text a person typed: the edge cleans it and holds it to the setting ``limit_<limit>``."""
    return Meta(extra={"limit": limit})


Question = Annotated[str, _text("question")]
Answer = Annotated[str, _text("answer")]
Name = Annotated[str, _text("name")]
Theme = Annotated[str, _text("theme")]
Prompt = Annotated[str, _text("prompt")]
PhaseTitle = Annotated[str, _text("phase_title")]
Announcement = Annotated[str, _text("announcement")]
Note = Annotated[str, _text("note")]
Why = Annotated[str, _text("reason")]
SessionTitle = Annotated[str, _text("session_title")]
Keeper = Annotated[str, _text("keeper")]
Url = Annotated[str, Meta(extra={"limit": "url"})]
RecordingUrl = Annotated[str, Meta(extra={"limit": "recording_url"})]


class Role(StrEnum):
    """What an actor is in a session, widest first: a person with several sees with the widest."""

    HOST = "host"
    MODERATOR = "moderator"
    PANELIST = "panelist"
    PARTICIPANT = "participant"
    STAGE = "stage"
    VIEWER = "viewer"


WIDEST = tuple(Role)

# The shared links of a session are actors too, so that one command revokes them like a person.
LINKS: dict[ActorId, Role] = {
    ActorId("host"): Role.HOST,
    ActorId("moderator"): Role.MODERATOR,
    ActorId("panel"): Role.PANELIST,
    ActorId("stage"): Role.STAGE,
    ActorId("watch"): Role.VIEWER,
}


class Actor(Struct, frozen=True):
    """Who sends a command: the id from the ticket, the roles from the state at the moment of deciding."""

    id: ActorId
    roles: frozenset[Role] = frozenset()

    def may_act_as(self, *roles: Role) -> bool:
        return not self.roles.isdisjoint(roles)


NOBODY = Actor(ActorId("nobody"))
CLOCK = Actor(ActorId("clock"), frozenset({Role.HOST}))  # sends what is due
SYSTEM = Actor(ActorId("system"), frozenset({Role.HOST}))  # opens sessions and admits people


class Audience(Struct, frozen=True):
    """Everybody who sees the same: a role and, for participants, the room they sit in."""

    role: Role
    room_id: RoomId | None = None


class Command(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="command"):
    """Something an actor wants, in the imperative. The server sets who, when, and the version it is decided on; on the wire
    ``at`` is free for a command's own words."""

    actor: Actor = NOBODY
    at: Millis = field(default=0, name="decided_at")
    version: int = 0


class Event(Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="type"):
    """Something that happened, in the past tense. The log keeps it for ever, so its tag never changes."""

    makes: ClassVar[str | None] = None  # the field that names what this event made; becomes the command's result
    at: Millis


def wire_name(message: type[Command] | type[Event]) -> str:
    """The name of a message on the wire and in the log: ``package.verb_noun``."""
    return str(message.__struct_config__.tag)


class Rejected(Exception):
    """The refusal of a command: ``code`` is ``package.reason``, one of ``refusals.REFUSALS``.

    ``details``: what somebody needs to try again, by key; it goes with the answer.
    """

    def __init__(self, code: str, **details: tuple[str, ...]) -> None:
        super().__init__(code)
        self.code = code
        self.details = details
