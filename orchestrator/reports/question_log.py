"""The question log: what was asked, when it was on air, and where to hear it. A pure reader of the state.

It names rooms, never who asked. The other files of this folder write it down, one format each.
"""

from typing import Annotated

from msgspec import Meta, Struct

from orchestrator.messages import Audience, Millis, QuestionId, Role, RoomId
from orchestrator.panel import view as panel_view
from orchestrator.qa_queue import merging
from orchestrator.qa_queue.state import Question, Stage
from orchestrator.recordings.state import Recording
from orchestrator.reports.places import Place, heard, playable
from orchestrator.session.state import Session

STATUSES = ("pending", "open", "on_air", "answered", "promised", "merged")


class LoggedQuestion(Struct, frozen=True, omit_defaults=True):
    """``number``: how it was called aloud. ``places``: where its times on air can be heard. ``airtime``: ms its turn took.
    ``wordings``: how many there were since it was published, where more than one. ``owner``: who promised an answer. A merged
    question has the times and the answer of the one it is part of; ``credited``: the other rooms a question speaks for."""

    question_id: QuestionId
    number: str
    text: str
    room_id: RoomId
    status: Annotated[str, Meta(extra_json_schema={"enum": list(STATUSES)})]
    places: list[Place]
    submitted_at: Millis | None = None
    published_at: Millis | None = None
    on_air_at: Millis | None = None
    airtime: Millis | None = None
    answered_at: Millis | None = None
    answer: str | None = None
    owner: str | None = None
    promised_at: Millis | None = None
    due_at: Millis | None = None
    written_at: Millis | None = None
    addressed_to: str | None = None
    wordings: int = 1
    merged_into: QuestionId | None = None
    credited: tuple[RoomId, ...] = ()


class LoggedSession(Struct, frozen=True, omit_defaults=True):
    """``starts_at``: as planned; ``started_at`` and ``finished_at``: as it was. ``timezone``: where it took place (IANA)."""

    session_id: str
    title: str
    status: str
    language: str
    timezone: str
    starts_at: Millis | None = None
    started_at: Millis | None = None
    finished_at: Millis | None = None


class QuestionLog(Struct, frozen=True):
    """What was asked in a session. All times are UTC milliseconds, all durations and offsets milliseconds."""

    session: LoggedSession
    questions: list[LoggedQuestion]


LATE = Audience(Role.VIEWER)
REVIEWERS = (Role.HOST, Role.MODERATOR)


def question_log(session: Session, audience: Audience = LATE) -> QuestionLog:
    """Every submitted question except withdrawn and rejected ones: those that were on air in that order, then by submission.
    What waits for review is in it for reviewers only, and places only in recordings that ``audience`` may see."""
    reviewer = audience.role in REVIEWERS
    stages = (Stage.OPEN, Stage.MERGED, Stage.PENDING)
    plenary = playable(session, None, audience)
    questions = [
        logged(session, question, plenary)
        for question in session.queue.questions.values()
        if question.stage in stages and (reviewer or question.published_at is not None)
    ]
    questions.sort(key=order)
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


def order(question: LoggedQuestion) -> tuple[bool, Millis, str]:
    """First what was on air, as it was called; then the rest, as it was submitted."""
    return question.on_air_at is None, question.on_air_at or question.submitted_at or 0, question.question_id


def logged(session: Session, question: Question, recordings: list[Recording]) -> LoggedQuestion:
    """A submitted question as the log has it, to be heard in ``recordings``."""
    asked = session.queue.root(question)
    shown = panel_view.view(session.panel, asked.id)
    hearing = session.panel.hearing(asked.id)
    return LoggedQuestion(
        question_id=question.id,
        number=question.number or "",
        text=question.text,
        room_id=question.room_id,
        status=question.stage if question.stage is Stage.MERGED else shown.status or question.stage,
        places=heard(recordings, hearing.called_at),
        submitted_at=question.submitted_at,
        published_at=question.published_at,
        on_air_at=shown.on_air_at if hearing.asked_live else None,
        airtime=shown.airtime if asked is question else None,
        answered_at=shown.answered_at,
        answer=shown.answer,
        owner=shown.owner,
        promised_at=shown.promised_at,
        due_at=shown.due_at,
        written_at=shown.written_at,
        addressed_to=question.addressed_to,
        wordings=1 + sum(question.published_at is not None and each.at > question.published_at for each in question.history),
        merged_into=None if asked is question else asked.id,
        credited=merging.whole(session.queue, question).credited[1:],
    )
