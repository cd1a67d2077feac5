"""The question log as chapters of one recording: which question is heard from where to where, and which are not in it."""

from collections.abc import Sequence

from msgspec import Struct

from orchestrator.messages import Millis
from orchestrator.recordings.state import Recording
from orchestrator.recordings.timeline import Fit, Piece, locate, pieces
from orchestrator.reports.question_log import LoggedQuestion, QuestionLog
from orchestrator.session.state import Session


class Chapter(Struct, frozen=True):
    """A question with the ``start`` and the ``end`` of its time on air, in ms of the recording."""

    question: LoggedQuestion
    start: Millis
    end: Millis

    @property
    def title(self) -> str:
        return titled(self.question)


class Chapters(Struct, frozen=True):
    """In order, without overlap; each lasts. ``unheard``: questions that were asked while this recording did not run, in the
    order they were asked. ``length``: of the recording, where it is known. ``placed``: its seconds are known at all."""

    title: str
    chapters: list[Chapter]
    unheard: list[LoggedQuestion]
    length: Millis | None
    placed: bool


def chapters(session: Session, recording: Recording, log: QuestionLog) -> Chapters:
    """One chapter a question that was on air, from the call that led to its answer until it left the air. A merged question has
    none of its own. The panel is not heard in a recording of a room, even while it ran: it has no chapters, and misses none."""
    known = pieces(recording)
    found, unheard = [], []
    for question in _asked(log) if known and recording.room_id is None else []:
        at = question.on_air_at or 0
        spot = locate(recording, at)
        if spot is None or spot.fit is not Fit.INSIDE:
            unheard.append(question)
        else:
            found.append(Chapter(question, spot.offset, _end(session, recording, question, spot.offset)))
    return Chapters(_title(session, recording), _apart(found), unheard, _length(recording, known), bool(known))


def titled(question: LoggedQuestion) -> str:
    """``C-2 How do we …?`` on one line."""
    return f"{question.number} {' '.join(question.text.split())}"


def _asked(log: QuestionLog) -> list[LoggedQuestion]:
    return [question for question in log.questions if question.on_air_at is not None and question.merged_into is None]


def _title(session: Session, recording: Recording) -> str:
    room = None if recording.room_id is None else session.rooms.rooms.get(recording.room_id)
    return session.title if room is None else f"{session.title}: {room.letter} · {room.theme}"


def _end(session: Session, recording: Recording, question: LoggedQuestion, start: Millis) -> Millis:
    """Where its time on air ends, or the recording; where neither is known it lasts a moment."""
    left = session.panel.hearing(question.question_id).spans[-1].end
    spot = None if left is None else locate(recording, left)
    end = _length(recording, pieces(recording)) if spot is None else spot.offset
    return max(start + 1, end or 0)


def _length(recording: Recording, known: Sequence[Piece]) -> Millis | None:
    """Until where there is something to hear."""
    return (known[-1].media_end if known else None) or recording.duration


def _apart(found: list[Chapter]) -> list[Chapter]:
    """In order, each ending at the latest where the next begins."""
    ordered: list[Chapter] = []
    for chapter in sorted(found, key=lambda chapter: (chapter.start, chapter.question.on_air_at)):
        start = chapter.start
        if ordered:
            last = ordered[-1]
            start = max(start, last.start + 1)
            ordered[-1] = Chapter(last.question, last.start, min(last.end, start))
        ordered.append(Chapter(chapter.question, start, max(start + 1, chapter.end)))
    return ordered
