"""What happened to the questions."""

from orchestrator.messages import ActorId, Event, QuestionId, RoomId


class QuestionDrafted(Event, frozen=True, tag="qa_queue.drafted"):
    makes = "question_id"
    question_id: QuestionId
    room_id: RoomId
    author_id: ActorId
    text: str
    anonymous: bool = False


class QuestionEdited(Event, frozen=True, tag="qa_queue.edited"):
    question_id: QuestionId
    text: str
    editor_id: ActorId


class QuestionWithdrawn(Event, frozen=True, tag="qa_queue.withdrawn"):
    question_id: QuestionId


class QuestionSubmitted(Event, frozen=True, tag="qa_queue.submitted"):
    """A draft became open. ``number`` is how it is called aloud, such as "C-2"; it is never used again."""

    question_id: QuestionId
    number: str


class RoomOrdered(Event, frozen=True, tag="qa_queue.room_ordered"):
    """``order``: every question of the room that has a place in its order, first to last."""

    room_id: RoomId
    order: tuple[QuestionId, ...]


class VoteCast(Event, frozen=True, tag="qa_queue.vote_cast"):
    """``room_id`` is where the voter sat then: it decides for ever whether the vote is the own room's or support."""

    question_id: QuestionId
    voter_id: ActorId
    room_id: RoomId | None = None


class VoteWithdrawn(Event, frozen=True, tag="qa_queue.vote_withdrawn"):
    question_id: QuestionId
    voter_id: ActorId


class QueueHandedOver(Event, frozen=True, tag="qa_queue.handed_over"):
    pass


QueueEvent = (
    QuestionDrafted
    | QuestionEdited
    | QuestionWithdrawn
    | QuestionSubmitted
    | RoomOrdered
    | VoteCast
    | VoteWithdrawn
    | QueueHandedOver
)
