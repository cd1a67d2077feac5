"""What one conferencing tool does for us. One suite, ``tests/conferencing/test_contract.py``, holds every provider to this page.

Instants are UTC ms, those of ``Meeting``, ``Told`` and ``Found`` by the tool's own clock.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Protocol

from msgspec import Struct

from orchestrator.messages import ActorId, Millis, RoomId, SessionId
from orchestrator.recordings.state import Status
from orchestrator.session.calls import PLENARY


class Trouble(Exception):
    """A tool did not do what it was asked. ``code`` is one of ``refusals.REFUSALS``; ``retry_after``: ms it wants to be left in
    peace. Nothing of what it said goes anywhere: it may hold secrets."""

    def __init__(self, code: str, retry_after: Millis | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.retry_after = retry_after

    @property
    def passes(self) -> bool:
        """Asking again may help."""
        return self.code != "calls.refused"


class BadHook(Exception):
    """A delivery is refused: ``hooks.bad_signature``, or ``server.bad_request`` where it cannot be read."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Place(Struct, frozen=True):
    """Where a call belongs: a room, or the plenary of a session."""

    session_id: SessionId
    room_id: RoomId | None = None

    @property
    def key(self) -> str:
        return self.room_id or PLENARY

    @property
    def meeting_id(self) -> str:
        """What a tool calls the meeting of this place, for ever."""
        return f"{self.session_id}-{self.key}"


def place_of(meeting_id: str) -> Place:
    """The place a meeting id names; whether there is such a place is another question."""
    session_id, _, key = meeting_id.partition("-")
    return Place(SessionId(session_id), None if key == PLENARY else RoomId(key))


class Call(Struct, frozen=True):
    """A call as a session wants it. ``url``: what people pasted. ``minutes``: the tool may end it by then. ``hook_url``: where it
    tells that a recording is ready."""

    place: Place
    title: str
    minutes: int
    record: bool
    hook_url: str
    url: str | None = None


class Meeting(Struct, frozen=True):
    """A call that can be joined. ``run``: the tool's name of this run of it, and of its recording; ``None``: it tells of none.

    ``began_at``: when it was made, if that was just now. ``url``: what people pasted.
    """

    id: str
    run: str | None = None
    created: str = ""
    began_at: Millis | None = None
    url: str | None = None


class Guest(Struct, frozen=True):
    """Who comes in. Whoever holds a shared link has no id: they are several."""

    name: str
    id: ActorId | None
    moderates: bool


class Found(Struct, frozen=True):
    """A recording as its tool tells of it. ``url`` is on https."""

    meeting_id: str
    external_id: str
    status: Status
    url: str | None = None
    starts_at: Millis | None = None
    ends_at: Millis | None = None


class News(StrEnum):
    """What a delivery is about."""

    RECORDING = "recording"  # something became of a recording
    JOINED = "joined"  # somebody came into a call: from the first one on it is recorded
    OTHER = "other"  # nothing we act upon


class Told(Struct, frozen=True):
    """One authentic thing that a tool told us. ``key``: the same for the same thing. ``said_at``: when it said so."""

    news: News
    meeting_id: str
    key: str
    external_id: str | None = None
    at: Millis | None = None
    said_at: Millis | None = None


class Able(StrEnum):
    """What a tool can do by itself; for the rest there are people."""

    PROVISION = "provision"
    ROLES = "roles"
    AUTO_RECORD = "auto_record"
    END = "end"
    WARN = "warn"
    WEBHOOKS = "webhooks"
    POLL = "poll"


class Provider(Protocol):
    """Every method that asks the tool may raise ``Trouble``, and takes a few seconds at most."""

    @property
    def name(self) -> str:
        """As it stands in addresses, and in ``Recording.provider``."""
        ...

    @property
    def able(self) -> frozenset[Able]: ...

    async def open(self, call: Call) -> Meeting:
        """The meeting of a place, made if it does not run. Asking twice gives the same one."""
        ...

    def join_url(self, meeting: Meeting, guest: Guest) -> str:
        """The way in for one person: for now, for nobody else's eyes, never stored."""
        ...

    async def follow(self, call: Call) -> None:
        """Have the tool tell more than that a recording is ready, where it can. It may have to be asked again later."""
        ...

    async def warn(self, place: Place, text: str) -> None:
        """Say something to everybody in a call."""
        ...

    async def end(self, place: Place) -> None:
        """Ask for the end of a call; ``running`` tells whether it came. No call is as good as an ended one."""
        ...

    async def running(self, place: Place) -> bool: ...

    async def recordings(self, places: Sequence[Place]) -> list[Found]:
        """All recordings of all runs of these calls."""
        ...

    @property
    def token(self) -> str:
        """The secret word in the address of our hook; ``""``: there is none."""
        ...

    def expects(self, token: str) -> bool:
        """Whether a delivery to this address may be meant for us. Compares in constant time."""
        ...

    def verify(self, headers: Mapping[str, str], body: bytes, url: str) -> list[Told]:
        """What a delivery to ``url`` says, once its signature is proven. Pure. Raises ``BadHook``."""
        ...
