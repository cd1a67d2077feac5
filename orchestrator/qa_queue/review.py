"""The rules of review: what a moderator does with questions before, and after, everybody sees them."""

from typing import assert_never

from msgspec.structs import replace

from orchestrator.messages import Millis, QuestionId, Rejected
from orchestrator.qa_queue import merging
from orchestrator.qa_queue.commands import Approve, Reject, ReleaseWaiting, SendBack, SetModeration
from orchestrator.qa_queue.events import (
    ModerationSet,
    QuestionApproved,
    QuestionRejected,
    QuestionSentBack,
    QueueEvent,
    ReviewEvent,
)
from orchestrator.qa_queue.state import SUBMITTED, Question, Queue, Stage


def set_moderation(queue: Queue, command: SetModeration) -> list[QueueEvent]:
    return [] if queue.moderated == command.on else [ModerationSet(on=command.on, at=command.at)]


def release_waiting(queue: Queue, command: ReleaseWaiting) -> list[QueueEvent]:
    """In the order in which they were asked."""
    pending = [question for question in queue.questions.values() if question.stage is Stage.PENDING]
    pending.sort(key=lambda question: (question.submitted_at, question.sequence))
    return [QuestionApproved(question_id=question.id, at=command.at) for question in pending]


def approve(queue: Queue, command: Approve) -> list[QueueEvent]:
    question = _submitted(queue, command.question_id)
    if question.stage is Stage.OPEN:
        return []
    _as_seen(question, command)
    return [QuestionApproved(question_id=question.id, at=command.at)]


def reject(queue: Queue, command: Reject) -> list[QueueEvent]:
    question = _submitted(queue, command.question_id)
    if question.stage is Stage.REJECTED:
        return []
    _as_seen(question, command)
    freed = _freed(queue, question, command.at)
    return [*freed, QuestionRejected(question_id=question.id, reason=command.reason, at=command.at)]


def send_back(queue: Queue, command: SendBack) -> list[QueueEvent]:
    question = _submitted(queue, command.question_id)
    if question.stage is Stage.PENDING:
        return []
    _as_seen(question, command)
    return [*_freed(queue, question, command.at), QuestionSentBack(question_id=question.id, at=command.at)]


def _as_seen(question: Question, command: Approve | Reject | SendBack) -> None:
    if command.seen not in (None, question.stage):
        raise Rejected("qa_queue.decided")


def _freed(queue: Queue, question: Question, at: Millis) -> list[QueueEvent]:
    """What was merged into a question does not vanish with it."""
    return merging.taken_apart(queue, question, at)


def _submitted(queue: Queue, question_id: QuestionId) -> Question:
    question = queue.question(question_id)
    if question.stage is Stage.WITHDRAWN:
        raise Rejected("qa_queue.not_open")
    if question.stage is Stage.MERGED:
        raise Rejected("qa_queue.merged")
    if question.stage not in SUBMITTED:
        raise Rejected("qa_queue.not_submitted")
    return question


def evolve(queue: Queue, event: ReviewEvent) -> Queue:
    match event:
        case ModerationSet():
            return replace(queue, moderated=event.on)
        case QuestionApproved():
            question = queue.questions[event.question_id]
            opened = replace(question, stage=Stage.OPEN, published_at=event.at, rejection=None)
            return merging.published(queue.with_question(opened), opened)
        case QuestionRejected():
            question = queue.questions[event.question_id]
            return queue.with_question(replace(question, stage=Stage.REJECTED, published_at=None, rejection=event.reason))
        case QuestionSentBack():
            question = queue.questions[event.question_id]
            return queue.with_question(replace(question, stage=Stage.PENDING, published_at=None, rejection=None))
        case _:
            assert_never(event)
