"""What the views show of a question, put together from questions, panel and people."""

from orchestrator.messages import QuestionId
from orchestrator.panel import view as panel_view
from orchestrator.qa_queue import merging
from orchestrator.qa_queue.ranking import Place
from orchestrator.qa_queue.state import Question
from orchestrator.qa_queue.view import OverrideView, QuestionRow, WordingView
from orchestrator.session import turns
from orchestrator.session.names import called
from orchestrator.session.state import Session


def question_row(session: Session, question: Question, place: Place | None) -> QuestionRow:
    together, parts = merging.whole(session.queue, question), merging.parts(session.queue, question)
    claimed_by_id = session.panel.claims.get(question.id)
    return QuestionRow(
        question=question,
        score=together.score,
        support=together.support,
        credited=together.credited[1:],
        sources=tuple(part.id for part in parts),
        unpublished=tuple(part.id for part in parts if part.published_at is None),
        merged_into=None if question.part_of is None else session.queue.root(question).id,
        author=called(session, question.author_id),
        history=_history(session, question),
        place=place,
        handed_over=session.queue.handed_over_at is not None,
        hearing=panel_view.view(session.panel, question.id),
        claimed_by=called(session, claimed_by_id),
        claimed_by_id=claimed_by_id,
        room_order=turns.room_orders(session).get(question.id),
        held=None if place is None else turns.held(session, question),
        next=question.id == turns.fixed_next(session),
        override=_override(session, question.id),
    )


def _history(session: Session, question: Question) -> tuple[WordingView, ...]:
    """Who changed the words, but for an author who does not want to be named."""
    hidden = question.author_id if question.anonymous else None
    return tuple(
        WordingView(text=each.text, at=each.at, by="the author" if each.editor_id == hidden else called(session, each.editor_id))
        for each in question.history
    )


def _override(session: Session, question_id: QuestionId) -> OverrideView | None:
    """The host's hand: on where a question waits, or on when it was called."""
    call = session.panel.hearing(question_id).out_of_turn
    if call is not None:
        return OverrideView(kind="called", by=called(session, call.by), at=call.at, reason=call.reason)
    moved = session.queue.overrides.get(question_id)
    if moved is None or not session.panel.waits(question_id):
        return None
    return OverrideView(kind="moved", by=called(session, moved.by), at=moved.at, reason=moved.reason)
