"""What was said in a recording, as captions have it: when in the evening, and under which question. Pure."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from msgspec import Struct

from orchestrator.messages import Millis, QuestionId, RecordingId
from orchestrator.recordings.state import Recording
from orchestrator.recordings.timeline import wall
from orchestrator.reports.heard import Turn, turns
from orchestrator.reports.webvtt import stamp
from orchestrator.session.state import Session


class Cue(Struct, frozen=True, array_like=True):
    """Text that is shown from ``start`` up to ``end`` (ms of the media): plain, clean, without an empty line."""

    start: Millis
    end: Millis
    text: str


class Spoken(Struct, frozen=True, omit_defaults=True):
    """Something that was said at ``offset`` (ms of the media). ``at``: when that was (UTC ms), where the time of the recording is
    known. ``question_id``: what was on air then."""

    recording_id: RecordingId
    offset: Millis
    text: str
    at: Millis | None = None
    question_id: QuestionId | None = None


def transcript(session: Session, recording: Recording, cues: Iterable[Cue]) -> list[Spoken]:
    """In the order of the recording. It moves with the anchors of the recording."""
    on_air = turns(session) if recording.room_id is None else []
    return [_spoken(recording, cue, on_air) for cue in cues]


def _spoken(recording: Recording, cue: Cue, on_air: Sequence[Turn]) -> Spoken:
    at = wall(recording, cue.start)
    question = None if at is None else _on_air_at(on_air, at)
    return Spoken(recording.id, cue.start, cue.text, at, question)


def _on_air_at(on_air: Sequence[Turn], at: Millis) -> QuestionId | None:
    index = bisect_right(on_air, at, key=lambda turn: turn.start) - 1
    return on_air[index].question_id if index >= 0 and at < on_air[index].end else None


def as_webvtt(cues: Iterable[Cue]) -> str:
    """As a ``<track>`` takes them: nothing but times and escaped text."""
    blocks = (f"{stamp(cue.start)} --> {stamp(cue.end)}\n{_escaped(cue.text)}" for cue in cues)
    return "\n\n".join(["WEBVTT", *blocks]) + "\n"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
