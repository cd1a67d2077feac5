"""The end was a slip: all that finishing did is undone."""

from collections.abc import Sequence

from orchestrator.agenda import decider as agenda
from orchestrator.messages import Millis, QuestionId, Rejected, Role
from orchestrator.panel.events import QuestionReopened
from orchestrator.panel.state import Hearing, Outcome
from orchestrator.qa_queue.state import Stage
from orchestrator.session import following
from orchestrator.session.commands import ReopenSession
from orchestrator.session.events import AnyEvent, SessionReopened
from orchestrator.session.state import Session


def reopen(session: Session, command: ReopenSession) -> Sequence[AnyEvent]:
    """Where the names are forgotten nobody could come back."""
    if session.finished_at is None:
        raise Rejected("session.not_finished")
    if session.archived_at is not None:
        raise Rejected("session.archived")
    at = command.at
    again = _closed_by_the_end(session, session.finished_at)
    questions = [QuestionReopened(question_id=question_id, at=at) for question_id in again]
    return following.with_next(session, [*agenda.reopen(session.agenda, at), SessionReopened(at=at), *questions])


def _closed_by_the_end(session: Session, finished_at: Millis) -> list[QuestionId]:
    """Questions that the host owes an answer only because the evening ended, and a follow-up that ended with it."""
    questions = session.queue.questions
    heard = [(questions[question_id], hearing) for question_id, hearing in session.panel.hearings.items()]
    closed = [
        question
        for question, hearing in heard
        if (_owed(hearing, finished_at) and (question.stage is Stage.OPEN or not hearing.came_from_air))
        or (question.id == session.panel.last and _cut_short(hearing, finished_at))
    ]
    return [question.id for question in sorted(closed, key=lambda question: question.sequence)]


def _owed(hearing: Hearing, finished_at: Millis) -> bool:
    promised_at = hearing.promised_at
    by_the_end = promised_at is not None and promised_at >= finished_at
    return hearing.outcome is Outcome.PROMISED and hearing.owner == Role.HOST and by_the_end


def _cut_short(hearing: Hearing, finished_at: Millis) -> bool:
    """A follow-up: its question had been answered before."""
    last = hearing.spans[-1] if hearing.spans else None
    answered = hearing.outcome is Outcome.ANSWERED and hearing.written_at is None
    return answered and last is not None and not last.charged and last.end == finished_at
