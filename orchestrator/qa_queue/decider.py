"""The rules of the questions. Who may, and in which phase, is settled in ``session/decider.py``."""

from collections.abc import Container
from typing import assert_never

from msgspec.structs import replace
from rpds import HashTrieSet

from orchestrator.messages import QuestionId, Rejected, Role, RoomId
from orchestrator.qa_queue.commands import CastVote, Draft, Edit, HandOver, OrderRoom, Submit, Withdraw, WithdrawVote
from orchestrator.qa_queue.events import (
    QuestionDrafted,
    QuestionEdited,
    QuestionSubmitted,
    QuestionWithdrawn,
    QueueEvent,
    QueueHandedOver,
    RoomOrdered,
    VoteCast,
    VoteWithdrawn,
)
from orchestrator.qa_queue.state import Question, Queue, Stage


def draft(queue: Queue, command: Draft, room_id: RoomId | None) -> list[QueueEvent]:
    if room_id is None:
        raise Rejected("qa_queue.no_room")
    return [
        QuestionDrafted(
            question_id=QuestionId(f"q{len(queue.questions) + 1}"),
            room_id=room_id,
            author_id=command.actor.id,
            text=command.text,
            anonymous=command.anonymous,
            at=command.at,
        )
    ]


def edit(queue: Queue, command: Edit, *, speaks_for_room: bool) -> list[QueueEvent]:
    """The author edits freely until the question is open; who speaks for the room, moderators and hosts also later."""
    question = _not_withdrawn(queue, command.question_id)
    keeper = speaks_for_room or command.actor.may_act_as(Role.HOST, Role.MODERATOR)
    if not keeper and question.author_id != command.actor.id:
        raise Rejected("qa_queue.not_yours")
    if not keeper and question.stage is not Stage.DRAFT:
        raise Rejected("qa_queue.already_open")
    if question.text == command.text:
        return []
    return [QuestionEdited(question_id=question.id, text=command.text, editor_id=command.actor.id, at=command.at)]


def withdraw(queue: Queue, command: Withdraw) -> list[QueueEvent]:
    question = queue.question(command.question_id)
    if question.author_id != command.actor.id and not command.actor.may_act_as(Role.HOST):
        raise Rejected("qa_queue.not_yours")
    if question.stage is Stage.WITHDRAWN:
        return []
    return [QuestionWithdrawn(question_id=question.id, at=command.at)]


def submit(queue: Queue, command: Submit, letter: str) -> list[QueueEvent]:
    question = _not_withdrawn(queue, command.question_id)
    if question.stage is Stage.OPEN:
        return []
    number = f"{letter}-{queue.numbered.get(question.room_id, 0) + 1}"
    return [QuestionSubmitted(question_id=question.id, number=number, at=command.at)]


def order_room(queue: Queue, command: OrderRoom, heard: Container[QuestionId]) -> list[QueueEvent]:
    """``heard``: what is, or was, on air; it has no place in the order any more. What is not named keeps its order behind."""
    movable = {
        question.id
        for question in queue.questions.values()
        if question.room_id == command.room_id and question.stage is not Stage.WITHDRAWN and question.id not in heard
    }
    named = set(command.order)
    if len(named) < len(command.order) or not named <= movable:
        raise Rejected("qa_queue.bad_order")
    before = tuple(question_id for question_id in queue.orders.get(command.room_id, ()) if question_id in movable)
    order = (*command.order, *(question_id for question_id in before if question_id not in named))
    return [] if order == before else [RoomOrdered(room_id=command.room_id, order=order, at=command.at)]


def cast_vote(queue: Queue, command: CastVote, room_id: RoomId | None) -> list[QueueEvent]:
    question = _not_withdrawn(queue, command.question_id)
    if command.actor.id in question.voters:
        return []
    return [VoteCast(question_id=question.id, voter_id=command.actor.id, room_id=room_id, at=command.at)]


def withdraw_vote(queue: Queue, command: WithdrawVote) -> list[QueueEvent]:
    question = _not_withdrawn(queue, command.question_id)
    if command.actor.id not in question.voters:
        return []
    return [VoteWithdrawn(question_id=question.id, voter_id=command.actor.id, at=command.at)]


def hand_over(queue: Queue, command: HandOver) -> list[QueueEvent]:
    return [] if queue.handed_over_at is not None else [QueueHandedOver(at=command.at)]


def _not_withdrawn(queue: Queue, question_id: QuestionId) -> Question:
    question = queue.question(question_id)
    if question.stage is Stage.WITHDRAWN:
        raise Rejected("qa_queue.not_open")
    return question


def evolve(queue: Queue, event: QueueEvent) -> Queue:
    match event:
        case VoteCast():
            return _vote_cast(queue, event)
        case VoteWithdrawn():
            return _vote_withdrawn(queue, event)
        case QuestionDrafted():
            return _drafted(queue, event)
        case QuestionEdited():
            question = queue.questions[event.question_id]
            return _with(queue, replace(question, text=event.text, edited=question.stage is Stage.OPEN))
        case QuestionWithdrawn():
            return _with(queue, replace(queue.questions[event.question_id], stage=Stage.WITHDRAWN))
        case QuestionSubmitted():
            question = replace(
                queue.questions[event.question_id],
                stage=Stage.OPEN,
                number=event.number,
                submitted_at=event.at,
                published_at=event.at,
            )
            count = queue.numbered.get(question.room_id, 0) + 1
            return replace(_with(queue, question), numbered=queue.numbered.insert(question.room_id, count))
        case RoomOrdered():
            return replace(queue, orders=queue.orders.insert(event.room_id, event.order))
        case QueueHandedOver():
            return replace(queue, handed_over_at=event.at)
        case _:
            assert_never(event)


def _with(queue: Queue, question: Question) -> Queue:
    return replace(queue, questions=queue.questions.insert(question.id, question))


def _drafted(queue: Queue, event: QuestionDrafted) -> Queue:
    question = Question(
        id=event.question_id,
        sequence=len(queue.questions),
        room_id=event.room_id,
        author_id=event.author_id,
        text=event.text,
        anonymous=event.anonymous,
        drafted_at=event.at,
    )
    mine = (*queue.authored.get(event.author_id, ()), question.id)
    return replace(_with(queue, question), authored=queue.authored.insert(event.author_id, mine))


def _vote_cast(queue: Queue, event: VoteCast) -> Queue:
    question, voter = queue.questions[event.question_id], event.voter_id
    tally = question.tally
    if event.room_id is not None:
        tally = tally.insert(event.room_id, tally.get(event.room_id, 0) + 1)
    ballot = queue.ballots.get(voter, HashTrieSet()).insert(question.id)
    voted = replace(question, voters=question.voters.insert(voter, event.room_id), tally=tally)
    return replace(_with(queue, voted), ballots=queue.ballots.insert(voter, ballot))


def _vote_withdrawn(queue: Queue, event: VoteWithdrawn) -> Queue:
    question, voter = queue.questions[event.question_id], event.voter_id
    room_id, tally = question.voters[voter], question.tally
    if room_id is not None:
        tally = tally.insert(room_id, tally[room_id] - 1)
    ballot = queue.ballots[voter].remove(question.id)
    left = replace(question, voters=question.voters.remove(voter), tally=tally)
    return replace(_with(queue, left), ballots=queue.ballots.insert(voter, ballot))
