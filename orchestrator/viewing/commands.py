"""What those who watch later want, in the imperative. On the wire each is ``{name, data}``."""

from typing import get_args

from msgspec import Struct

from orchestrator.messages import QuestionId, RecordingId, RoomId
from orchestrator.viewing.state import FollowUpId


class ViewingCommand(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="command"):
    """Something a viewer wants. Who and when is said by the server."""


class Watch(ViewingCommand, frozen=True, tag="viewing.watched"):
    """These stretches of a recording have been played: ``[from, to]`` in ms of the media, in any order."""

    recording_id: RecordingId
    ranges: tuple[tuple[int, int], ...]


class Count(ViewingCommand, frozen=True, tag="viewing.count"):
    """Count what I watch, or do not. Who says no is forgotten, too."""

    on: bool


class HaveToo(ViewingCommand, frozen=True, tag="viewing.too"):
    """I have this question too, or not any more."""

    question_id: QuestionId
    on: bool


class FindHelpful(ViewingCommand, frozen=True, tag="viewing.helped"):
    """The answer to this question helped me, or not any more."""

    question_id: QuestionId
    on: bool


class FollowUp(ViewingCommand, frozen=True, tag="viewing.follow_up"):
    """A thought for the people of a room, perhaps about one question."""

    room_id: RoomId
    text: str
    question_id: QuestionId | None = None


class RemoveFollowUp(ViewingCommand, frozen=True, tag="viewing.remove_follow_up"):
    """Whoever wrote it takes it back, or the host takes it away."""

    follow_up_id: FollowUpId


AnyCommand = Watch | Count | HaveToo | FindHelpful | FollowUp | RemoveFollowUp

COMMANDS: dict[str, type[AnyCommand]] = {str(command.__struct_config__.tag): command for command in get_args(AnyCommand)}
