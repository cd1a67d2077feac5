"""The rules of the questions. Who may, and in which phase, is settled in ``session/asking.py``."""

from collections.abc import Container
from typing import assert_never

from msgspec import UNSET
from msgspec.structs import replace
from rpds import HashTrieSet

from orchestrator.messages import ActorId, QuestionId, Rejected, Role, RoomId
from orchestrator.qa_queue import merging, ordering, review
from orchestrator.qa_queue.commands import (
    CastVote,
    CountHands,
    Draft,
    Edit,
    HandOver,
    OrderRoom,
    Prepare,
    Submit,
    Withdraw,
    WithdrawVote,
)
from orchestrator.qa_queue.events import (
    MergingEvent,
    OrderingEvent,
    QuestionDrafted,
    QuestionEdited,
    QuestionSubmitted,
    QuestionWithdrawn,
    QueueEvent,
    QueueHandedOver,
    ReviewEvent,
    RoomOrdered,
    VoteCast,
    VoteWithdrawn,
)
from orchestrator.qa_queue.state import SUBMITTED, Question, Queue, Stage, Wording


def draft(queue: Queue, command: Draft | Prepare, room_id: RoomId | None) -> list[QueueEvent]:
    if room_id is None:
        raise Rejected("qa_queue.no_room")
    return [
        QuestionDrafted(
            question_id=QuestionId(f"q{len(queue.questions) + 1}"),
            room_id=room_id,
            author_id=command.actor.id,
            text=command.text,
            anonymous=isinstance(command, Draft) and command.anonymous,
            addressed_to=command.addressed_to,
            prepared=isinstance(command, Prepare),
            at=command.at,
        )
    ]


def edit(queue: Queue, command: Edit, *, speaks_for_room: bool) -> list[QueueEvent]:
    """The author edits freely until the question is submitted; who speaks for the room, moderators and hosts also later."""
    question = _kept(queue, command.question_id)
    keeper = speaks_for_room or command.actor.may_act_as(Role.HOST, Role.MODERATOR)
    if not keeper and question.author_id != command.actor.id:
        raise Rejected("qa_queue.not_yours")
    if not keeper and question.stage is not Stage.DRAFT:
        raise Rejected("qa_queue.already_open")
    if question.stage is Stage.MERGED:
        raise Rejected("qa_queue.merged")
    addressed_to = question.addressed_to if command.addressed_to is UNSET else command.addressed_to
    if (question.text, question.addressed_to) == (command.text, addressed_to):
        return []
    editor_id = command.actor.id
    return [
        QuestionEdited(question_id=question.id, text=command.text, addressed_to=addressed_to, editor_id=editor_id, at=command.at)
    ]


def withdraw(queue: Queue, command: Withdraw) -> list[QueueEvent]:
    question = queue.question(command.question_id)
    if question.author_id != command.actor.id and not command.actor.may_act_as(Role.HOST):
        raise Rejected("qa_queue.not_yours")
    if question.stage is Stage.WITHDRAWN:
        return []
    apart = merging.taken_apart(queue, question, command.at)
    return [*apart, QuestionWithdrawn(question_id=question.id, at=command.at)]


def submit(queue: Queue, command: Submit, letter: str) -> list[QueueEvent]:
    question = queue.question(command.question_id)
    if question.stage is Stage.WITHDRAWN:
        raise Rejected("qa_queue.not_open")
    if question.stage in SUBMITTED:
        return []
    number = f"{letter}-{queue.numbered.get(question.room_id, 0) + 1}"
    return [QuestionSubmitted(question_id=question.id, number=number, pending=queue.moderated, at=command.at)]


def order_room(queue: Queue, command: OrderRoom, heard: Container[QuestionId]) -> list[QueueEvent]:
    """``heard``: what is, or was, on air; it has no place in the order any more. What is not named keeps its order behind."""
    movable = {
        question.id
        for question in queue.questions.values()
        if question.room_id == command.room_id and has_place(question) and queue.root(question).id not in heard
    }
    named = set(command.order)
    if len(named) < len(command.order) or not named <= movable:
        raise Rejected("qa_queue.bad_order")
    before = tuple(question_id for question_id in queue.orders.get(command.room_id, ()) if question_id in movable)
    order = (*command.order, *(question_id for question_id in before if question_id not in named))
    return [] if order == before else [RoomOrdered(room_id=command.room_id, order=order, at=command.at)]


def has_place(question: Question) -> bool:
    """It stands in the order of its room."""
    return question.stage not in (Stage.WITHDRAWN, Stage.REJECTED)


def cast_vote(queue: Queue, command: CastVote | CountHands, room_id: RoomId | None) -> list[QueueEvent]:
    """A hand is counted as ``hands`` people; casting a plain vote where one stands changes nothing."""
    question, voter = _kept(queue, command.question_id), command.actor.id
    hands = command.hands if isinstance(command, CountHands) else 1
    if voter in question.voters and (isinstance(command, CastVote) or question.hands.get(voter, 1) == hands):
        return []
    room_id = question.voters.get(voter, room_id)
    return [VoteCast(question_id=question.id, voter_id=voter, room_id=room_id, hands=hands, at=command.at)]


def withdraw_vote(queue: Queue, command: WithdrawVote | CountHands) -> list[QueueEvent]:
    question = _kept(queue, command.question_id)
    if command.actor.id not in question.voters:
        return []
    return [VoteWithdrawn(question_id=question.id, voter_id=command.actor.id, at=command.at)]


def hand_over(queue: Queue, command: HandOver) -> list[QueueEvent]:
    return [] if queue.handed_over_at is not None else [QueueHandedOver(at=command.at)]


def _kept(queue: Queue, question_id: QuestionId) -> Question:
    """Neither withdrawn nor rejected."""
    question = queue.question(question_id)
    if question.stage in (Stage.WITHDRAWN, Stage.REJECTED):
        raise Rejected("qa_queue.not_open")
    return question


def evolve(queue: Queue, event: QueueEvent) -> Queue:
    if isinstance(event, VoteCast):
        return _vote_cast(queue, event)
    if isinstance(event, ReviewEvent):
        return review.evolve(queue, event)
    if isinstance(event, MergingEvent):
        return merging.evolve(queue, event)
    if isinstance(event, OrderingEvent):
        return ordering.evolve(queue, event)
    match event:
        case VoteWithdrawn():
            return _vote_withdrawn(queue, event.question_id, event.voter_id)
        case QuestionDrafted():
            return _drafted(queue, event)
        case QuestionEdited():
            return queue.with_question(_edited(queue.questions[event.question_id], event))
        case QuestionWithdrawn():
            question = queue.questions[event.question_id]
            return queue.with_question(replace(question, stage=Stage.WITHDRAWN))
        case QuestionSubmitted():
            return _submitted(queue, event)
        case RoomOrdered():
            return replace(queue, orders=queue.orders.insert(event.room_id, event.order))
        case QueueHandedOver():
            return replace(queue, handed_over_at=event.at)
        case _:
            assert_never(event)


def _edited(question: Question, event: QuestionEdited) -> Question:
    history = question.history
    if event.text != question.text:
        history = (*history, Wording(question.text, event.at, event.editor_id))
    edited = question.edited or question.stage is not Stage.DRAFT
    return replace(question, text=event.text, addressed_to=event.addressed_to, edited=edited, history=history)


def _submitted(queue: Queue, event: QuestionSubmitted) -> Queue:
    question = queue.questions[event.question_id]
    submitted = replace(
        question,
        stage=Stage.PENDING if event.pending else Stage.OPEN,
        number=event.number,
        submitted_at=event.at,
        published_at=None if event.pending else event.at,
    )
    count = queue.numbered.get(question.room_id, 0) + 1
    return replace(
        queue.with_question(submitted),
        numbered=queue.numbered.insert(question.room_id, count),
        published=queue.published if event.pending else queue.published.insert(question.room_id),
    )


def _drafted(queue: Queue, event: QuestionDrafted) -> Queue:
    question = Question(
        id=event.question_id,
        sequence=len(queue.questions),
        room_id=event.room_id,
        author_id=event.author_id,
        text=event.text,
        anonymous=event.anonymous,
        addressed_to=event.addressed_to,
        prepared=event.prepared,
        drafted_at=event.at,
    )
    mine = (*queue.authored.get(event.author_id, ()), question.id)
    return replace(queue.with_question(question), authored=queue.authored.insert(event.author_id, mine))


def _vote_cast(queue: Queue, event: VoteCast) -> Queue:
    voter, room_id, hands = event.voter_id, event.room_id, event.hands
    if voter in queue.questions[event.question_id].voters:
        queue = _vote_withdrawn(queue, event.question_id, voter)
    question = queue.questions[event.question_id]
    tally = question.tally
    if room_id is not None:
        tally = tally.insert(room_id, tally.get(room_id, 0) + hands)
    many = question.hands.insert(voter, hands) if hands > 1 else question.hands
    voted = replace(question, voters=question.voters.insert(voter, room_id), hands=many, tally=tally)
    ballot = queue.ballots.get(voter, HashTrieSet()).insert(question.id)
    return replace(queue.with_question(voted), ballots=queue.ballots.insert(voter, ballot))


def _vote_withdrawn(queue: Queue, question_id: QuestionId, voter: ActorId) -> Queue:
    question = queue.questions[question_id]
    room_id, tally = question.voters[voter], question.tally
    if room_id is not None:
        tally = tally.insert(room_id, tally[room_id] - question.hands.get(voter, 1))
    left = replace(question, voters=question.voters.remove(voter), hands=question.hands.discard(voter), tally=tally)
    ballot = queue.ballots[voter].remove(question.id)
    return replace(queue.with_question(left), ballots=queue.ballots.insert(voter, ballot))
