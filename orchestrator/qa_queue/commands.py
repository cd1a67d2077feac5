"""What people want of the questions. Most carry one id; the rest is in the rules."""

from typing import Annotated, Literal

from msgspec import UNSET, Meta, UnsetType

from orchestrator.messages import Command, Name, Question, QuestionId, RoomId, Why
from orchestrator.qa_queue.ranking import Rule

Ids = tuple[QuestionId, ...]
Hands = Annotated[int, Meta(ge=0, lt=2**31)]
Reviewed = Literal["pending", "open", "rejected"]  # how a question stood when its reviewer looked
SeenVersion = Annotated[int, Meta(ge=0, lt=2**53)]


class Draft(Command, frozen=True, tag="qa_queue.draft"):
    """A member writes a question for the own room to look at. ``addressed_to``: the panelist it is meant for, by name."""

    text: Question
    anonymous: bool = False
    addressed_to: Name | None = None


class Prepare(Command, frozen=True, tag="qa_queue.prepare"):
    """A draft made before the evening: by a member for the own room, or by the host for a room that is named."""

    text: Question
    room_id: RoomId | None = None
    addressed_to: Name | None = None


class Edit(Command, frozen=True, tag="qa_queue.edit"):
    """Better words. Votes and earlier wordings stay; once the question is published everybody sees that it was edited."""

    question_id: QuestionId
    text: Question
    addressed_to: Name | UnsetType | None = UNSET


class Withdraw(Command, frozen=True, tag="qa_queue.withdraw"):
    """The author takes a question back, until it is on air."""

    question_id: QuestionId


class Submit(Command, frozen=True, tag="qa_queue.submit"):
    """The representative gives a draft to everybody, or to the moderator first. It gets its spoken number."""

    question_id: QuestionId


class OrderRoom(Command, frozen=True, tag="qa_queue.order_room"):
    """The representative says which drafts and open questions of the room come first. Those not named follow."""

    room_id: RoomId
    order: Ids


class CastVote(Command, frozen=True, tag="qa_queue.cast_vote"):
    """A participant supports a question. Casting twice changes nothing."""

    question_id: QuestionId


class WithdrawVote(Command, frozen=True, tag="qa_queue.withdraw_vote"):
    """A participant no longer supports a question. Withdrawing twice changes nothing."""

    question_id: QuestionId


class CountHands(Command, frozen=True, tag="qa_queue.count_hands"):
    """So many of a face-to-face group that shares one device support a question; 0 is nobody."""

    question_id: QuestionId
    hands: Hands


class SetModeration(Command, frozen=True, tag="qa_queue.set_moderation"):
    """Whether questions wait for review. It concerns those submitted from now on."""

    on: bool


class ReleaseWaiting(Command, frozen=True, tag="qa_queue.release_waiting"):
    """Approve everything that waits for review."""


class Approve(Command, frozen=True, tag="qa_queue.approve"):
    """A question that waits for review, or was rejected, is for everybody. When it was asked does not change.
    ``seen``: refuse it if somebody else has decided otherwise meanwhile."""

    question_id: QuestionId
    seen: Reviewed | None = None


class Reject(Command, frozen=True, tag="qa_queue.reject"):
    """A question is not, or no longer, for everybody. Its author is told why, and nobody else of the rooms."""

    question_id: QuestionId
    reason: Why
    seen: Reviewed | None = None


class SendBack(Command, frozen=True, tag="qa_queue.send_back"):
    """Review a question again: the undo of approving and of rejecting."""

    question_id: QuestionId
    seen: Reviewed | None = None


class Merge(Command, frozen=True, tag="qa_queue.merge"):
    """One question becomes part of another one that asks the same."""

    question_id: QuestionId
    into: QuestionId


class Unmerge(Command, frozen=True, tag="qa_queue.unmerge"):
    """A question stands by itself again, with its own words and votes."""

    question_id: QuestionId


class Move(Command, frozen=True, tag="qa_queue.move"):
    """The host puts a waiting question before another one, or at the end. ``seen_version``: the version that was looked at."""

    question_id: QuestionId
    seen_version: SeenVersion
    before: QuestionId | None = None
    reason: Why | None = None


class Reorder(Command, frozen=True, tag="qa_queue.reorder"):
    """The host puts all waiting questions in this order. ``seen``: the order that was looked at."""

    order: Ids
    seen: Ids
    reason: Why | None = None


class DropOverrides(Command, frozen=True, tag="qa_queue.drop_overrides"):
    """What the host has moved, one question or all, goes back where the rule puts it."""

    question_id: QuestionId | None = None


class SetRanking(Command, frozen=True, tag="qa_queue.set_ranking"):
    """By which rule questions are ranked. ``host_order`` begins with the order as it is."""

    rule: Rule


class HandOver(Command, frozen=True, tag="qa_queue.hand_over"):
    """The host gives the ranked queue to the panel: from now on everybody sees the ranks."""


ReviewCommand = SetModeration | ReleaseWaiting | Approve | Reject | SendBack
OrderingCommand = Move | Reorder | DropOverrides | SetRanking
QueueCommand = (
    Draft
    | Prepare
    | Edit
    | Withdraw
    | Submit
    | OrderRoom
    | CastVote
    | WithdrawVote
    | CountHands
    | Merge
    | Unmerge
    | HandOver
    | ReviewCommand
    | OrderingCommand
)
