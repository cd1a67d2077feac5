"""The rules of the host's hand on the queue: another rule, another place, another order. ``waiting``: the order as it is."""

from typing import assert_never

from msgspec import Struct
from msgspec.structs import replace

from orchestrator.messages import QuestionId, Rejected
from orchestrator.qa_queue.commands import DropOverrides, Ids, Move, Reorder, SetRanking
from orchestrator.qa_queue.events import (
    HostOrdered,
    OrderingEvent,
    OverridesDropped,
    QuestionsMoved,
    QueueEvent,
    RankingSet,
    RoomCameLate,
)
from orchestrator.qa_queue.ranking import Rule
from orchestrator.qa_queue.state import Late, Override, Queue, Stage


class Standing(Struct, frozen=True):
    """The queue as it stands: its order, how many turns were begun before it, and what is fixed as the next."""

    waiting: Ids
    heard: int
    next: QuestionId | None


def set_ranking(queue: Queue, command: SetRanking, now: Standing) -> list[QueueEvent]:
    if queue.rule is command.rule:
        return []
    order = now.waiting if command.rule is Rule.HOST_ORDER else ()
    return [RankingSet(rule=command.rule, order=order, at=command.at)]


def move(queue: Queue, command: Move, now: Standing) -> list[QueueEvent]:
    question_id, before = queue.question(command.question_id).id, command.before
    if command.seen_version < queue.moved_in:
        raise Rejected("qa_queue.stale_order", order=now.waiting)
    for each in (question_id, before):
        if each is not None:
            _waits(queue, each, now)
    if before == question_id:
        return []
    if now.next is not None and now.next in (question_id, before):
        raise Rejected("qa_queue.locked")
    rest = [each for each in now.waiting if each != question_id]
    index = len(rest) if before is None else rest.index(before)
    order = (*rest[:index], question_id, *rest[index:])
    pinned = {question_id, *(each for each in now.waiting if each in queue.overrides)}
    return _reordered(queue, command, order, pinned, now)


def _waits(queue: Queue, question_id: QuestionId, now: Standing) -> None:
    if queue.question(question_id).stage is Stage.MERGED:
        raise Rejected("qa_queue.merged")
    if question_id not in now.waiting:
        raise Rejected("qa_queue.not_open")


def reorder(queue: Queue, command: Reorder, now: Standing) -> list[QueueEvent]:
    if command.seen != now.waiting:
        raise Rejected("qa_queue.stale_order", order=now.waiting)
    if sorted(command.order) != sorted(now.waiting):
        raise Rejected("qa_queue.bad_order", order=now.waiting)
    if now.next is not None and command.order[:1] != (now.next,):
        raise Rejected("qa_queue.locked")
    return _reordered(queue, command, command.order, set(command.order), now)


def _reordered(queue: Queue, command: Move | Reorder, order: Ids, pinned: set[QuestionId], now: Standing) -> list[QueueEvent]:
    if order == now.waiting:
        return []
    version = command.version + 1
    if queue.rule is Rule.HOST_ORDER:
        return [HostOrdered(order=order, version=version, at=command.at)]
    was = {question_id: index for index, question_id in enumerate(now.waiting)}
    step = {question_id: index - was[question_id] for index, question_id in enumerate(order)}
    moved = (command.question_id,) if isinstance(command, Move) else tuple(each for each in order if step[each])
    return [
        QuestionsMoved(
            slots={question_id: now.heard + index for index, question_id in enumerate(order) if question_id in pinned},
            ahead=tuple(each for each in moved if step[each] < 0),
            behind=tuple(each for each in moved if step[each] > 0),
            actor_id=command.actor.id,
            reason=command.reason,
            version=version,
            at=command.at,
        )
    ]


def drop_overrides(queue: Queue, command: DropOverrides) -> list[QueueEvent]:
    if command.question_id is not None:
        queue.question(command.question_id)
    known = queue.overrides if command.question_id is None else command.question_id in queue.overrides
    return [OverridesDropped(question_id=command.question_id, at=command.at)] if known else []


def evolve(queue: Queue, event: OrderingEvent) -> Queue:
    match event:
        case QuestionsMoved():
            return _moved(queue, event)
        case HostOrdered():
            return replace(queue, host_order=event.order, moved_in=event.version)
        case OverridesDropped():
            overrides = Queue().overrides if event.question_id is None else queue.overrides.discard(event.question_id)
            return replace(queue, overrides=overrides)
        case RankingSet():
            return replace(queue, rule=Rule(event.rule), host_order=event.order, overrides=Queue().overrides)
        case RoomCameLate():
            return replace(queue, late=queue.late.insert(event.room_id, Late(event.turns, event.airtime)))
        case _:
            assert_never(event)


def _moved(queue: Queue, event: QuestionsMoved) -> Queue:
    """Who moved a question, when and why, is kept of its last move; where it stands is what this event says."""
    overrides = queue.overrides
    for question_id, slot in event.slots.items():
        known = overrides.get(question_id)
        if question_id in event.ahead or question_id in event.behind or known is None:
            known = Override(slot, question_id not in event.behind, event.actor_id, event.at, event.reason)
        overrides = overrides.insert(question_id, replace(known, slot=slot))
    return replace(queue, overrides=overrides, moved_in=event.version)
