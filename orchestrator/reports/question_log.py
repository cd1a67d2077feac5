"""The question log: what was asked, when it was on air, and where to hear it. A pure reader of the state."""

import csv
import io
from datetime import UTC, datetime

from msgspec import Struct

from orchestrator.messages import Millis, QuestionId, RoomId
from orchestrator.panel import view as panel_view
from orchestrator.panel.state import Hearing
from orchestrator.qa_queue import merging
from orchestrator.qa_queue.state import Question, Stage
from orchestrator.recordings.state import Recording
from orchestrator.recordings.timeline import offset
from orchestrator.reports.deep_links import deep_link
from orchestrator.session.state import Session


class Place(Struct, frozen=True):
    """Where a question can be heard: ``offset`` ms into a recording of the plenary."""

    recording_id: str
    offset: Millis
    confidence: str
    url: str


class LoggedQuestion(Struct, frozen=True, omit_defaults=True):
    question_id: QuestionId
    number: str | None
    text: str
    room_id: RoomId
    status: str
    places: list[Place]
    submitted_at: Millis | None = None
    published_at: Millis | None = None
    on_air_at: Millis | None = None
    answered_at: Millis | None = None
    answer: str | None = None
    owner: str | None = None
    promised_at: Millis | None = None
    due_at: Millis | None = None
    written_at: Millis | None = None
    addressed_to: str | None = None
    merged_into: QuestionId | None = None
    credited: tuple[RoomId, ...] = ()


class LoggedSession(Struct, frozen=True, omit_defaults=True):
    session_id: str
    title: str
    status: str
    language: str
    timezone: str
    starts_at: Millis | None = None
    started_at: Millis | None = None
    finished_at: Millis | None = None


class QuestionLog(Struct, frozen=True):
    session: LoggedSession
    questions: list[LoggedQuestion]


def question_log(session: Session, *, reviewer: bool = False) -> QuestionLog:
    """Every submitted question except withdrawn and rejected ones: those that were on air in that order, then by submission.
    What waits for review is in it for a ``reviewer`` only."""
    stages = (Stage.OPEN, Stage.MERGED, Stage.PENDING)
    questions = [
        _logged(session, question)
        for question in session.queue.questions.values()
        if question.stage in stages and (reviewer or question.published_at is not None)
    ]
    questions.sort(key=_order)
    return QuestionLog(
        session=LoggedSession(
            session_id=session.id,
            title=session.title,
            status=session.status,
            language=session.language,
            timezone=session.timezone,
            starts_at=session.starts_at,
            started_at=session.agenda.started_at,
            finished_at=session.finished_at,
        ),
        questions=questions,
    )


def _order(question: LoggedQuestion) -> tuple[bool, Millis, str]:
    return question.on_air_at is None, question.on_air_at or question.submitted_at or 0, question.question_id


def _logged(session: Session, question: Question) -> LoggedQuestion:
    """A merged question was asked and answered with the one it is part of."""
    asked = session.queue.root(question)
    heard = panel_view.view(session.panel, asked.id)
    hearing = session.panel.hearing(asked.id)
    return LoggedQuestion(
        question_id=question.id,
        number=question.number,
        text=question.text,
        room_id=question.room_id,
        status=question.stage if question.stage is Stage.MERGED else heard.status or question.stage,
        places=_places(session, session.panel.hearings.get(asked.id)),
        submitted_at=question.submitted_at,
        published_at=question.published_at,
        on_air_at=heard.on_air_at if hearing.asked_live else None,
        answered_at=heard.answered_at,
        answer=heard.answer,
        owner=heard.owner,
        promised_at=heard.promised_at,
        due_at=heard.due_at,
        written_at=heard.written_at,
        addressed_to=question.addressed_to,
        merged_into=None if asked is question else asked.id,
        credited=merging.whole(session.queue, question).credited[1:],
    )


def _places(session: Session, hearing: Hearing | None) -> list[Place]:
    """Every instant the question went on air, in every recording of the plenary that covers it, in order of time."""
    if hearing is None:
        return []
    plenary = sorted(
        (recording for recording in session.recordings.recordings.values() if recording.room_id is None),
        key=lambda recording: recording.id,
    )
    return [place for at in hearing.called_at for recording in plenary if (place := _place(recording, at)) is not None]


def _place(recording: Recording, at: Millis) -> Place | None:
    media = offset(recording, at)
    if media is None:
        return None
    return Place(recording.id, media, recording.confidence, deep_link(recording.url, media))


COLUMNS = (
    *("number", "status", "room", "theme", "text", "submitted_at", "on_air_at", "answered_at", "answer", "owner", "link"),
    *("due_at", "written_at", "addressed_to", "part_of", "also_from"),
)


def as_csv(session: Session, *, reviewer: bool = False) -> str:
    """The log as CSV (RFC 4180, UTF-8): one row a question, times as ISO 8601 in UTC, the first place as a link."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for question in question_log(session, reviewer=reviewer).questions:
        room = session.rooms.rooms.get(question.room_id)
        writer.writerow(
            _neutral(cell)
            for cell in (
                question.number or "",
                question.status,
                room.letter if room else "",
                room.theme if room else "",
                question.text,
                _iso(question.submitted_at),
                _iso(question.on_air_at),
                _iso(question.answered_at),
                question.answer or "",
                question.owner or "",
                question.places[0].url if question.places else "",
                _iso(question.due_at),
                _iso(question.written_at),
                question.addressed_to or "",
                "" if question.merged_into is None else session.queue.questions[question.merged_into].number or "",
                " ".join(session.rooms.rooms[room_id].letter for room_id in question.credited),
            )
        )
    return out.getvalue()


def _neutral(cell: str) -> str:
    """A spreadsheet runs a cell that begins like a formula; a leading apostrophe makes it text."""
    return "'" + cell if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


def _iso(at: Millis | None) -> str:
    return "" if at is None else datetime.fromtimestamp(at / 1000, UTC).isoformat(timespec="milliseconds")
