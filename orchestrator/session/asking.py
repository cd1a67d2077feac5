"""Commands about questions: what they need of phases, rooms and the panel, and what follows from them there."""

from collections.abc import Sequence
from typing import assert_never

from orchestrator.agenda.state import Activity
from orchestrator.messages import Rejected, Role, RoomId
from orchestrator.panel import promises
from orchestrator.qa_queue import decider as queue
from orchestrator.qa_queue import merging, ordering, review
from orchestrator.qa_queue.commands import (
    Approve,
    CastVote,
    CountHands,
    Draft,
    DropOverrides,
    Edit,
    HandOver,
    Merge,
    Move,
    OrderRoom,
    Prepare,
    QueueCommand,
    Reject,
    ReleaseWaiting,
    Reorder,
    SendBack,
    SetModeration,
    SetRanking,
    Submit,
    Unmerge,
    Withdraw,
    WithdrawVote,
)
from orchestrator.qa_queue.events import QuestionApproved, QuestionUnmerged, QueueEvent
from orchestrator.qa_queue.state import Stage
from orchestrator.session import following, turns
from orchestrator.session.events import AnyEvent
from orchestrator.session.rules import heard, needs, not_facilitating, not_heard, not_on_air, speaks, visible
from orchestrator.session.state import Session, Status


def decide(session: Session, command: QueueCommand) -> Sequence[AnyEvent]:
    match command:
        case CastVote() | WithdrawVote() | CountHands():
            return vote(session, command)
        case Draft():
            needs(session, Activity.DRAFTING, "qa_queue.asking_closed")
            return queue.draft(session.queue, command, session.rooms.room_of(command.actor.id))
        case Prepare():
            return queue.draft(session.queue, command, _prepared_for(session, command))
        case Edit():
            return edit(session, command)
        case Withdraw():
            not_heard(session, visible(session, command.actor.id, command.question_id))
            return following.keeping_next(session, queue.withdraw(session.queue, command))
        case Submit():
            return following.with_late_rooms(session, submit(session, command))
        case OrderRoom():
            return order_room(session, command)
        case SetModeration():
            return review.set_moderation(session.queue, command)
        case ReleaseWaiting():
            return _published(session, review.release_waiting(session.queue, command))
        case Approve():
            visible(session, command.actor.id, command.question_id)
            return _published(session, review.approve(session.queue, command))
        case Reject():
            not_heard(session, visible(session, command.actor.id, command.question_id))
            return following.keeping_next(session, review.reject(session.queue, command))
        case SendBack():
            not_heard(session, visible(session, command.actor.id, command.question_id))
            return following.keeping_next(session, review.send_back(session.queue, command))
        case Merge() | Unmerge():
            return merged(session, command)
        case Move():
            return ordering.move(session.queue, command, turns.standing(session))
        case Reorder():
            return ordering.reorder(session.queue, command, turns.standing(session))
        case DropOverrides():
            return ordering.drop_overrides(session.queue, command)
        case SetRanking():
            return ordering.set_ranking(session.queue, command, turns.standing(session))
        case HandOver():
            if session.status is Status.LOBBY:
                raise Rejected("session.not_live")
            return queue.hand_over(session.queue, command)
        case _:
            assert_never(command)


def vote(session: Session, command: CastVote | WithdrawVote | CountHands) -> Sequence[QueueEvent]:
    voter = command.actor.id
    not_facilitating(session, voter)
    everywhere = session.agenda.allows(Activity.VOTING_ALL)
    if not everywhere:
        needs(session, Activity.VOTING_ROOM, "qa_queue.voting_closed")
    question = visible(session, voter, command.question_id)
    room_id = session.rooms.room_of(voter)
    if not everywhere and question.room_id != room_id:
        raise Rejected("qa_queue.voting_closed")
    not_heard(session, question)
    if isinstance(command, CountHands):
        group = session.rooms.groups.get(voter)
        if group is None:
            raise Rejected("qa_queue.no_group")
        if command.hands > group:
            raise Rejected("qa_queue.too_many_hands")
    if isinstance(command, WithdrawVote) or (isinstance(command, CountHands) and command.hands == 0):
        return queue.withdraw_vote(session.queue, command)
    return queue.cast_vote(session.queue, command, room_id)


def _prepared_for(session: Session, command: Prepare) -> RoomId | None:
    """A member prepares for the own room, until the evening starts; the host for any."""
    if command.actor.may_act_as(Role.HOST) and command.room_id is not None:
        return session.rooms.room(command.room_id).id
    if not command.actor.may_act_as(Role.PARTICIPANT):
        return None
    not_facilitating(session, command.actor.id)
    if session.status is not Status.LOBBY:
        raise Rejected("qa_queue.asking_closed")
    own = session.rooms.room_of(command.actor.id)
    if command.room_id not in (None, own):
        raise Rejected("rooms.not_a_member")
    return own


def edit(session: Session, command: Edit) -> Sequence[QueueEvent]:
    question = visible(session, command.actor.id, command.question_id)
    if session.finished_at is not None and not command.actor.may_act_as(Role.HOST, Role.MODERATOR):
        raise Rejected("session.finished")
    return queue.edit(session.queue, command, speaks_for_room=session.rooms.speaks_for(command.actor.id, question.room_id))


def submit(session: Session, command: Submit) -> Sequence[QueueEvent]:
    question = visible(session, command.actor.id, command.question_id)
    if not speaks(session, command.actor.id, question):
        raise Rejected("qa_queue.not_representative")
    needs(session, Activity.SUBMITTING, "qa_queue.asking_closed")
    return queue.submit(session.queue, command, session.rooms.room(question.room_id).letter)


def order_room(session: Session, command: OrderRoom) -> Sequence[QueueEvent]:
    room = session.rooms.room(command.room_id)
    if not session.rooms.speaks_for(command.actor.id, room.id) and not command.actor.may_act_as(Role.HOST):
        raise Rejected("qa_queue.not_representative")
    if session.status is Status.LOBBY:
        raise Rejected("session.not_live")
    return queue.order_room(session.queue, command, heard(session))


def _published(session: Session, events: Sequence[QueueEvent]) -> Sequence[AnyEvent]:
    """What becomes open after the end is owed like everything else that was not answered."""
    if session.finished_at is None:
        return following.with_late_rooms(session, events)
    owed = [
        event.question_id for event in events if isinstance(event, QuestionApproved | QuestionUnmerged) and _opens(session, event)
    ]
    return [*events, *promises.promise_all(owed, Role.HOST, events[0].at)] if owed else events


def _opens(session: Session, event: QuestionApproved | QuestionUnmerged) -> bool:
    """What was merged before everybody saw it waits for review again; what was promised then is promised still."""
    was_open = session.queue.questions[event.question_id].published_at is not None
    return isinstance(event, QuestionApproved) or (was_open and session.panel.waits(event.question_id))


def merged(session: Session, command: Merge | Unmerge) -> Sequence[AnyEvent]:
    """Neither on air nor answered; what was promised only with what was promised, so that one written answer is owed."""
    question = visible(session, command.actor.id, command.question_id)
    target = visible(session, command.actor.id, command.into) if isinstance(command, Merge) else question
    for each in (question, target):
        not_on_air(session, each)
        if session.panel.answered(session.queue.root(each).id):
            raise Rejected("qa_queue.not_open")
    if isinstance(command, Unmerge):
        return _published(session, merging.unmerge(session.queue, command))
    if Stage.MERGED not in (question.stage, target.stage) and session.panel.waits(question.id) != session.panel.waits(target.id):
        raise Rejected("qa_queue.unlike_merge")
    return following.keeping_next(session, following.with_late_rooms(session, merging.merge(session.queue, command)))
