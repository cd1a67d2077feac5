"""What people want of the questions. Most carry one id; the rest is in the rules."""

from orchestrator.messages import Command, Question, QuestionId, RoomId


class Draft(Command, frozen=True, tag="qa_queue.draft"):
    """A member writes a question for the own room to look at."""

    text: Question
    anonymous: bool = False


class Edit(Command, frozen=True, tag="qa_queue.edit"):
    """Better words. Votes stay; once the question is open everybody sees that it was edited."""

    question_id: QuestionId
    text: Question


class Withdraw(Command, frozen=True, tag="qa_queue.withdraw"):
    """The author takes a question back, until it is on air."""

    question_id: QuestionId


class Submit(Command, frozen=True, tag="qa_queue.submit"):
    """The representative gives a draft to everybody. It gets its spoken number."""

    question_id: QuestionId


class OrderRoom(Command, frozen=True, tag="qa_queue.order_room"):
    """The representative says which drafts and open questions of the room come first. Those not named follow."""

    room_id: RoomId
    order: tuple[QuestionId, ...]


class CastVote(Command, frozen=True, tag="qa_queue.cast_vote"):
    """A participant supports a question. Casting twice changes nothing."""

    question_id: QuestionId


class WithdrawVote(Command, frozen=True, tag="qa_queue.withdraw_vote"):
    """A participant no longer supports a question. Withdrawing twice changes nothing."""

    question_id: QuestionId


class HandOver(Command, frozen=True, tag="qa_queue.hand_over"):
    """The host gives the ranked queue to the panel: from now on everybody sees the ranks."""
