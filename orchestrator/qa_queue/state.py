"""Questions and votes, as facts. Counts are derived from voters, never kept beside them."""

from __future__ import annotations  # rpds's containers cannot be subscripted when the program runs

from enum import StrEnum

from msgspec import Struct
from rpds import HashTrieMap, HashTrieSet

from orchestrator.messages import ActorId, Millis, QuestionId, Rejected, RoomId


class Stage(StrEnum):
    """How far a question is before the panel has it."""

    DRAFT = "draft"
    OPEN = "open"
    WITHDRAWN = "withdrawn"


class Question(Struct, frozen=True, eq=False):
    """``voters``: person to the room they sat in when they voted. ``tally``: votes by that room."""

    id: QuestionId
    sequence: int  # how many were drafted before: breaks ties between questions of the same instant
    room_id: RoomId
    author_id: ActorId
    text: str
    anonymous: bool
    drafted_at: Millis
    stage: Stage = Stage.DRAFT
    number: str | None = None
    submitted_at: Millis | None = None
    published_at: Millis | None = None
    edited: bool = False
    voters: HashTrieMap[ActorId, RoomId | None] = HashTrieMap()
    tally: HashTrieMap[RoomId, int] = HashTrieMap()

    @property
    def score(self) -> int:
        """Distinct voters, the own room included."""
        return len(self.voters)

    @property
    def own_votes(self) -> int:
        return self.tally.get(self.room_id, 0)

    @property
    def support(self) -> int:
        """Voters who sat in another room."""
        return sum(self.tally.values()) - self.own_votes


class Queue(Struct, frozen=True, eq=False):
    """``ballots``: person to what they support. ``authored``: person to what they wrote. ``numbered``: room to count.
    ``orders``: room to its questions in the order its representative gave them."""

    questions: HashTrieMap[QuestionId, Question] = HashTrieMap()
    ballots: HashTrieMap[ActorId, HashTrieSet[QuestionId]] = HashTrieMap()
    authored: HashTrieMap[ActorId, tuple[QuestionId, ...]] = HashTrieMap()
    numbered: HashTrieMap[RoomId, int] = HashTrieMap()
    orders: HashTrieMap[RoomId, tuple[QuestionId, ...]] = HashTrieMap()
    handed_over_at: Millis | None = None

    def question(self, question_id: QuestionId) -> Question:
        question = self.questions.get(question_id)
        if question is None:
            raise Rejected("qa_queue.unknown_question")
        return question
