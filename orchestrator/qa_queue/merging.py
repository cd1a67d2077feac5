"""The rules of merging: a question becomes part of another one and can be taken out again, words and votes untouched.

Nothing is copied: what a merged question counts is derived from its parts whenever somebody asks.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import assert_never

from msgspec import Struct
from msgspec.structs import replace

from orchestrator.messages import ActorId, Millis, Rejected, RoomId
from orchestrator.qa_queue.commands import Merge, Unmerge
from orchestrator.qa_queue.events import MergingEvent, QuestionMerged, QuestionUnmerged, QueueEvent
from orchestrator.qa_queue.state import Question, Queue, Stage


def merge(queue: Queue, command: Merge) -> list[QueueEvent]:
    """Like goes into like: what waits for review also into what is open, so that nothing open is hidden by it."""
    question, target = queue.question(command.question_id), queue.question(command.into)
    if question.part_of == target.id:
        return []
    if question.id in {part.id for part in (target, *_wholes(queue, target))}:
        raise Rejected("qa_queue.merge_circle")
    for each in (question, target):
        if each.stage is Stage.MERGED:
            raise Rejected("qa_queue.merged")
        if each.stage is Stage.DRAFT:
            raise Rejected("qa_queue.not_submitted")
        if each.stage not in (Stage.PENDING, Stage.OPEN):
            raise Rejected("qa_queue.not_open")
    if question.stage is Stage.OPEN and target.stage is Stage.PENDING:
        raise Rejected("qa_queue.unlike_merge")
    return [QuestionMerged(question_id=question.id, into=target.id, at=command.at)]


def unmerge(queue: Queue, command: Unmerge) -> list[QueueEvent]:
    question = queue.question(command.question_id)
    if question.part_of is None:
        raise Rejected("qa_queue.not_merged")
    return [QuestionUnmerged(question_id=question.id, at=command.at)]


def taken_apart(queue: Queue, question: Question, at: Millis) -> list[QueueEvent]:
    """Everything that was merged into a question directly stands by itself again, and so does the question."""
    itself: list[QueueEvent] = [] if question.part_of is None else [QuestionUnmerged(question_id=question.id, at=at)]
    return [*itself, *(QuestionUnmerged(question_id=part, at=at) for part in question.parts)]


def _wholes(queue: Queue, question: Question) -> Iterator[Question]:
    """What a question is part of, step by step."""
    while question.part_of is not None:
        question = queue.questions[question.part_of]
        yield question


def parts(queue: Queue, question: Question) -> list[Question]:
    """Everything that was merged into a question, also by way of another one; in the order of merging."""
    found: list[Question] = []
    for part_id in question.parts:
        part = queue.questions[part_id]
        found += [part, *parts(queue, part)]
    return found


class Whole(Struct, frozen=True, eq=False):
    """A question with all its parts. ``credited``: the rooms it speaks for, its own first. ``tally``: people by room, each
    person once, in the room of their first vote in the order of the parts. ``support``: people of ``supporting_rooms`` that
    are not credited."""

    score: int
    support: int
    supporting_rooms: int
    tally: Mapping[RoomId, int]
    credited: tuple[RoomId, ...]


def whole(queue: Queue, question: Question) -> Whole:
    return _together((question, *parts(queue, question))) if question.parts else _alone(question)


@lru_cache(maxsize=8192)
def _alone(question: Question) -> Whole:
    return _counted(question.score, dict(question.tally.items()), (question.room_id,))


def _together(questions: tuple[Question, ...]) -> Whole:
    voters: dict[ActorId, tuple[RoomId | None, int]] = {}
    for part in questions:
        for voter, room_id in part.voters.items():
            known, hands = voters.get(voter, (room_id, 0))
            voters[voter] = known, max(hands, part.hands.get(voter, 1))
    tally: Counter[RoomId] = Counter()
    for room, hands in voters.values():
        if room is not None:
            tally[room] += hands
    score = sum(hands for _, hands in voters.values())
    return _counted(score, tally, tuple(dict.fromkeys(part.room_id for part in questions)))


def _counted(score: int, tally: Mapping[RoomId, int], credited: tuple[RoomId, ...]) -> Whole:
    others = [votes for room, votes in tally.items() if votes and room not in credited]
    return Whole(score, sum(others), len(others), tally, credited)


def published(queue: Queue, question: Question) -> Queue:
    """Every room that an open question speaks for has had one for everybody."""
    return replace(queue, published=queue.published.update(whole(queue, question).credited))


def evolve(queue: Queue, event: MergingEvent) -> Queue:
    match event:
        case QuestionMerged():
            question, target = queue.questions[event.question_id], queue.questions[event.into]
            target = replace(target, parts=(*target.parts, question.id))
            queue = queue.with_question(replace(question, stage=Stage.MERGED, part_of=target.id)).with_question(target)
            return published(queue, target) if target.stage is Stage.OPEN else queue
        case QuestionUnmerged():
            question = queue.questions[event.question_id]
            if question.part_of is None:
                raise ValueError(f"{question.id} was not merged")
            target = queue.questions[question.part_of]
            stage = Stage.PENDING if question.published_at is None else Stage.OPEN
            queue = queue.with_question(replace(question, stage=stage, part_of=None))
            return queue.with_question(replace(target, parts=tuple(part for part in target.parts if part != question.id)))
        case _:
            assert_never(event)
