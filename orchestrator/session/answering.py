"""Commands of the panel: what they need of the questions, and what they fix as the next."""

from collections.abc import Sequence
from typing import assert_never

from orchestrator.agenda.state import Activity
from orchestrator.messages import ActorId, QuestionId, Rejected
from orchestrator.panel import backstage, promises
from orchestrator.panel import decider as panel
from orchestrator.panel.commands import (
    AcknowledgeNote,
    Call,
    Claim,
    FollowUp,
    GiveAnswer,
    Hold,
    PanelCommand,
    Promise,
    Release,
    Reopen,
    Skip,
    Unclaim,
    WriteAnswer,
    WriteNote,
)
from orchestrator.panel.events import PanelEvent
from orchestrator.qa_queue.state import Question, Stage
from orchestrator.session import following
from orchestrator.session.events import AnyEvent
from orchestrator.session.rules import needs, not_heard, visible
from orchestrator.session.state import Session


def decide(session: Session, command: PanelCommand) -> Sequence[AnyEvent]:
    match command:
        case Call():
            return following.with_next(session, call(session, command))
        case GiveAnswer():
            visible(session, command.actor.id, command.question_id)
            return following.with_next(session, panel.answer(session.panel, command))
        case Skip():
            session.queue.question(command.question_id)
            return following.with_next(session, panel.skip(session.panel, command))
        case Hold():
            _open(session, command.actor.id, command.question_id)
            return following.with_next(session, panel.hold(session.panel, command))
        case Release():
            _open(session, command.actor.id, command.question_id)
            return panel.release(session.panel, command)
        case FollowUp():
            session.queue.question(command.question_id)
            needs(session, Activity.ANSWERING, "panel.answering_closed")
            return panel.follow_up(session.panel, command)
        case Promise():
            _open(session, command.actor.id, command.question_id)
            return following.with_next(session, promises.promise(session.panel, command))
        case WriteAnswer():
            _open(session, command.actor.id, command.question_id)
            return promises.write_answer(session.panel, command)
        case Reopen():
            _open(session, command.actor.id, command.question_id)
            return panel.reopen(session.panel, command)
        case Claim():
            _before_the_panel(session, _open(session, command.actor.id, command.question_id))
            return panel.claim(session.panel, command)
        case Unclaim():
            return unclaim(session, command)
        case WriteNote():
            return note(session, command)
        case AcknowledgeNote():
            return backstage.acknowledge(session.panel, command)
        case _:
            assert_never(command)


def call(session: Session, command: Call) -> Sequence[PanelEvent]:
    needs(session, Activity.ANSWERING, "panel.answering_closed")
    question = session.queue.question(command.question_id)
    if question.stage is not Stage.OPEN:
        raise Rejected("qa_queue.not_open")
    return panel.call(session.panel, command, out_of_turn=following.expected(session) != question.id)


def _open(session: Session, actor_id: ActorId, question_id: QuestionId) -> Question:
    question = visible(session, actor_id, question_id)
    if question.stage is not Stage.OPEN:
        raise Rejected("qa_queue.not_open")
    return question


def unclaim(session: Session, command: Unclaim) -> Sequence[PanelEvent]:
    """A claim on what was answered stays: it says who answered."""
    question = visible(session, command.actor.id, command.question_id)
    if question.id not in session.panel.claims:
        return []
    _before_the_panel(session, _open(session, command.actor.id, command.question_id))
    return panel.unclaim(session.panel, command)


def _before_the_panel(session: Session, question: Question) -> None:
    """The question waits, or is on air."""
    if session.panel.on_air != question.id:
        not_heard(session, question)


def note(session: Session, command: WriteNote) -> Sequence[PanelEvent]:
    """Backstage everybody reads along, so a note is never about a question that some of them may not see."""
    if command.question_id is not None:
        question = visible(session, command.actor.id, command.question_id)
        if question.published_at is None:
            raise Rejected("qa_queue.not_open")
    return backstage.write(session.panel, command)
