"""What hosts, and the tools that record, want of the recordings."""

from typing import Annotated

from msgspec import UNSET, Meta, UnsetType

from orchestrator.messages import CaptionsId, Command, Millis, RecordingId, RecordingUrl, RoomId, Skew
from orchestrator.recordings.state import Confidence, Segment, Status, Visibility

Provider = Annotated[str, Meta(pattern="^[a-z][a-z0-9_]{0,29}$")]


class Link(Command, frozen=True, tag="recordings.link"):
    """A recording lies at ``url`` (https, or a file of our own): of a room, or of the plenary where no room is named.

    ``started_at`` (UTC ms) is the wall clock at its first second; without it, or an anchor, no question can be found in it.
    Without ``visibility`` the plenary is public, and what was said in a room is for its people.
    """

    url: RecordingUrl
    room_id: RoomId | None = None
    started_at: Millis | None = None
    duration: Millis | None = None
    visibility: Visibility | None = None
    expires_at: Millis | None = None


class EditRecording(Command, frozen=True, tag="recordings.edit"):
    """Another address, room, beginning, length, audience or expiry. What is absent stays, anchors and captions always do.

    On a removed recording it brings the recording back.
    """

    recording_id: RecordingId
    url: RecordingUrl | UnsetType = UNSET
    room_id: RoomId | UnsetType | None = UNSET
    started_at: Millis | UnsetType | None = UNSET
    duration: Millis | UnsetType | None = UNSET
    visibility: Visibility | UnsetType = UNSET
    expires_at: Millis | UnsetType | None = UNSET


class SetSegments(Command, frozen=True, tag="recordings.set_segments"):
    """When it was recorded, pauses apart: each segment ends before the next begins, and its media goes on from there."""

    recording_id: RecordingId
    segments: tuple[Segment, ...]


class SetAnchor(Command, frozen=True, tag="recordings.anchor", rename={"instant": "at"}):
    """This is what was heard then: what happened at ``at`` is heard at ``offset``. One anchor shifts the whole recording; two
    or more stretch what lies between them."""

    recording_id: RecordingId
    instant: Millis
    offset: Millis


class DropAnchor(Command, frozen=True, tag="recordings.drop_anchor", rename={"instant": "at"}):
    recording_id: RecordingId
    instant: Millis


class SetClock(Command, frozen=True, tag="recordings.set_clock"):
    """The clock of a provider (``manual``: of the hosts) is ``offset`` ms ahead of ours, in all its recordings."""

    provider: Provider
    offset: Skew


class Remove(Command, frozen=True, tag="recordings.remove"):
    """This link was wrong, or the recording is gone. ``recordings.edit`` brings it back, anchors included."""

    recording_id: RecordingId


RecordingsCommand = Link | EditRecording | SetSegments | SetAnchor | DropAnchor | SetClock | Remove


class Report(Command, frozen=True, tag="recordings.report"):
    """What a provider says of one of its recordings; said again, it changes the same one. Never from the wire.

    ``external_id`` is the provider's name for it. ``None`` says nothing new. What a host removed stays removed, and what a host
    changed stays until the provider says something else than before.
    """

    provider: Provider
    external_id: str
    status: Status
    room_id: RoomId | None = None
    url: str | None = None
    segments: tuple[Segment, ...] | None = None
    duration: Millis | None = None
    confidence: Confidence = Confidence.DERIVED
    expires_at: Millis | None = None


class AddCaptions(Command, frozen=True, tag="recordings.add_captions"):
    """A transcript has been stored under ``captions_id``. Never from the wire: ``server/captions.py`` stores it first."""

    recording_id: RecordingId
    captions_id: CaptionsId
    language: str
    cues: int
    source: str = "host"


class RemoveCaptions(Command, frozen=True, tag="recordings.remove_captions"):
    """Never from the wire: ``server/captions.py`` takes the stored ones away, too."""

    recording_id: RecordingId
    captions_id: CaptionsId


ToolsCommand = Report | AddCaptions | RemoveCaptions
