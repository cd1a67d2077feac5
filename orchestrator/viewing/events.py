"""What happened beside the session: who was there, and what became of the recordings. The log keeps these in a stream of
their own, so their tags never change."""

from msgspec import Struct

from orchestrator.messages import ActorId, Millis, QuestionId, RecordingId, RoomId
from orchestrator.viewing.state import FollowUpId, ViewerId


class ViewingEvent(Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="type"):
    at: Millis


class RosterTaken(ViewingEvent, frozen=True, tag="viewing.roster_taken"):
    """Who was connected in the minute that began at ``at``."""

    people: tuple[ActorId, ...]


class RangesWatched(ViewingEvent, frozen=True, tag="viewing.ranges_watched"):
    viewer_id: ViewerId
    recording_id: RecordingId
    ranges: tuple[tuple[int, int], ...]


class CountingSet(ViewingEvent, frozen=True, tag="viewing.counting_set"):
    """Whether somebody may be counted. What was counted of who says no is void."""

    viewer_id: ViewerId
    on: bool


class TooSet(ViewingEvent, frozen=True, tag="viewing.too_set"):
    viewer_id: ViewerId
    question_id: QuestionId
    on: bool


class HelpedSet(ViewingEvent, frozen=True, tag="viewing.helped_set"):
    viewer_id: ViewerId
    question_id: QuestionId
    on: bool


class FollowUpWritten(ViewingEvent, frozen=True, tag="viewing.follow_up_written"):
    follow_up_id: FollowUpId
    viewer_id: ViewerId
    room_id: RoomId
    text: str
    question_id: QuestionId | None = None


class FollowUpRemoved(ViewingEvent, frozen=True, tag="viewing.follow_up_removed"):
    follow_up_id: FollowUpId


AnyViewing = RosterTaken | RangesWatched | CountingSet | TooSet | HelpedSet | FollowUpWritten | FollowUpRemoved
