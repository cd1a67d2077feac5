"""The rules of viewing: a command becomes events, ``[]`` for nothing to do, or ``Rejected``."""

from __future__ import annotations  # rpds's containers cannot be subscripted when the program runs

from collections.abc import Sequence
from typing import assert_never

from msgspec import Struct
from msgspec.structs import replace
from rpds import HashTrieMap

from orchestrator.messages import Audience, Millis, QuestionId, RecordingId, Rejected, Role
from orchestrator.qa_queue.state import Stage
from orchestrator.recordings.state import Recording, Status
from orchestrator.recordings.timeline import pieces
from orchestrator.recordings.view import sees
from orchestrator.session.state import Session
from orchestrator.viewing.commands import AnyCommand, Count, FindHelpful, FollowUp, HaveToo, RemoveFollowUp, Watch
from orchestrator.viewing.events import (
    AnyViewing,
    CountingSet,
    FollowUpRemoved,
    FollowUpWritten,
    HelpedSet,
    RangesWatched,
    RosterTaken,
    TooSet,
)
from orchestrator.viewing.ranges import SEAM, Ranges, merged, within
from orchestrator.viewing.state import NOBODY, FollowUpId, Marks, Thought, ViewerId, Viewing

DAY = 86_400_000  # ms; a recording of unknown length is no longer


class Limits(Struct, frozen=True):
    """``ranges``: of one viewer in one recording. ``viewers``: of a session. ``follow_ups``: of one viewer."""

    ranges: int = 500
    viewers: int = 5_000
    follow_ups: int = 20


class Viewer(Struct, frozen=True):
    """Who sends a command, and with whom they see the same."""

    id: ViewerId
    audience: Audience


def decide(
    viewing: Viewing, session: Session, viewer: Viewer, command: AnyCommand, at: Millis, limits: Limits
) -> list[AnyViewing]:
    if viewer.id not in viewing.seen and len(viewing.seen) >= limits.viewers:
        raise Rejected("viewing.too_many_viewers")
    match command:
        case Watch():
            return watch(viewing, session, viewer, command, at, limits)
        case Count():
            same = viewing.counted.get(viewer.id) is command.on
            return [] if same else [CountingSet(viewer_id=viewer.id, on=command.on, at=at)]
        case HaveToo():
            check_question(session, command.question_id)
            same = (viewer.id in viewing.toos.get(command.question_id, NOBODY)) is command.on
            return [] if same else [TooSet(viewer_id=viewer.id, question_id=command.question_id, on=command.on, at=at)]
        case FindHelpful():
            check_question(session, command.question_id)
            same = (viewer.id in viewing.helps.get(command.question_id, NOBODY)) is command.on
            return [] if same else [HelpedSet(viewer_id=viewer.id, question_id=command.question_id, on=command.on, at=at)]
        case FollowUp():
            return follow_up(viewing, session, viewer, command, at, limits)
        case RemoveFollowUp():
            thought = viewing.follow_ups.get(command.follow_up_id)
            host = viewer.audience.role is Role.HOST
            if thought is None or not (host or thought.viewer_id == viewer.id):
                raise Rejected("viewing.unknown_follow_up")
            return [FollowUpRemoved(follow_up_id=thought.id, at=at)]
        case _:
            assert_never(command)


def watch(viewing: Viewing, session: Session, viewer: Viewer, command: Watch, at: Millis, limits: Limits) -> list[AnyViewing]:
    """Hosts set the seconds of recordings by playing them: that is work, and not counted."""
    recording = session.recordings.recordings.get(command.recording_id)
    if recording is None or recording.status is Status.REMOVED or not sees(recording, viewer.audience):
        raise Rejected("recordings.unknown_recording")
    if any(not 0 <= start <= end for start, end in command.ranges):
        raise Rejected("viewing.bad_ranges")
    if viewing.declined(viewer.id) or viewer.audience.role is Role.HOST:
        return []
    before = viewing.watched.get(viewer.id, NOTHING).get(recording.id, ())
    heard = merged(within(command.ranges, 0, duration(recording)), SEAM)
    after = merged((*before, *heard), SEAM)
    if len(after) > limits.ranges:
        raise Rejected("viewing.too_many_ranges")
    if after == before:
        return []
    return [RangesWatched(viewer_id=viewer.id, recording_id=recording.id, ranges=heard, at=at)]


def duration(recording: Recording) -> Millis:
    """How long the media is, as far as we know."""
    if recording.duration is not None:
        return recording.duration
    known = pieces(recording)
    end = known[-1].media_end if known else None
    return DAY if end is None else end


def check_question(session: Session, question_id: QuestionId) -> None:
    """It is one of those that everybody may read."""
    question = session.queue.questions.get(question_id)
    if question is None or question.published_at is None or question.stage not in (Stage.OPEN, Stage.MERGED):
        raise Rejected("qa_queue.unknown_question")


def follow_up(
    viewing: Viewing, session: Session, viewer: Viewer, command: FollowUp, at: Millis, limits: Limits
) -> list[AnyViewing]:
    session.rooms.room(command.room_id)
    if command.question_id is not None:
        check_question(session, command.question_id)
    own = sum(thought.viewer_id == viewer.id for thought in viewing.follow_ups.values())
    if own >= limits.follow_ups:
        raise Rejected("viewing.too_many_follow_ups")
    return [
        FollowUpWritten(
            follow_up_id=FollowUpId(f"f{viewing.written + 1}"),
            viewer_id=viewer.id,
            room_id=command.room_id,
            text=command.text,
            question_id=command.question_id,
            at=at,
        )
    ]


def evolve(viewing: Viewing, event: AnyViewing) -> Viewing:
    match event:
        case RosterTaken():
            people = (*viewing.rosters.get(event.at, ()), *event.people)
            return replace(viewing, rosters=viewing.rosters.insert(event.at, tuple(dict.fromkeys(people))))
        case RangesWatched():
            return _watched(viewing, event)
        case CountingSet():
            viewing = viewing if event.on else _declined(viewing, event.viewer_id)
            counted, seen = viewing.counted.insert(event.viewer_id, event.on), viewing.seen.insert(event.viewer_id)
            return replace(viewing, counted=counted, seen=seen)
        case TooSet():
            return replace(viewing, toos=_marked(viewing.toos, event), seen=viewing.seen.insert(event.viewer_id))
        case HelpedSet():
            return replace(viewing, helps=_marked(viewing.helps, event), seen=viewing.seen.insert(event.viewer_id))
        case FollowUpWritten():
            thought = Thought(event.follow_up_id, event.viewer_id, event.room_id, event.text, event.at, event.question_id)
            kept, seen = viewing.follow_ups.insert(thought.id, thought), viewing.seen.insert(event.viewer_id)
            return replace(viewing, follow_ups=kept, seen=seen, written=viewing.written + 1)
        case FollowUpRemoved():
            return replace(viewing, follow_ups=viewing.follow_ups.discard(event.follow_up_id))
        case _:
            assert_never(event)


NOTHING: HashTrieMap[RecordingId, Ranges] = HashTrieMap()


def _watched(viewing: Viewing, event: RangesWatched) -> Viewing:
    own = viewing.watched.get(event.viewer_id, NOTHING)
    ranges = merged((*own.get(event.recording_id, ()), *event.ranges), SEAM)
    watched = viewing.watched.insert(event.viewer_id, own.insert(event.recording_id, ranges))
    return replace(viewing, watched=watched, seen=viewing.seen.insert(event.viewer_id))


def _declined(viewing: Viewing, viewer_id: ViewerId) -> Viewing:
    """What was counted of somebody is void at once; ``owed`` says that the log still holds it."""
    there = {at: people for at, people in viewing.rosters.items() if viewer_id in people}
    if viewer_id not in viewing.watched and not there:
        return viewing
    rosters = viewing.rosters
    for at, people in there.items():
        rosters = rosters.insert(at, tuple(person for person in people if person != viewer_id))
    watched = viewing.watched.discard(viewer_id)
    return replace(viewing, watched=watched, rosters=rosters, owed=viewing.owed.insert(viewer_id))


def _marked(marks: Marks, event: TooSet | HelpedSet) -> Marks:
    known = marks.get(event.question_id, NOBODY)
    who = known.insert(event.viewer_id) if event.on else known.discard(event.viewer_id)
    return marks.insert(event.question_id, who)


def folded(viewing: Viewing, events: Sequence[AnyViewing]) -> Viewing:
    for event in events:
        viewing = evolve(viewing, event)
    return viewing
