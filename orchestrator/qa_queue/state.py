"""Questions and votes, as facts. Counts are derived from voters, never kept beside them."""

from __future__ import annotations  # rpds's containers cannot be subscripted when the program runs

from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace
from rpds import HashTrieMap, HashTrieSet

from orchestrator.messages import ActorId, Millis, QuestionId, Rejected, RoomId
from orchestrator.qa_queue.ranking import Rule


class Stage(StrEnum):
    """How far a question is before the panel has it."""

    DRAFT = "draft"
    PENDING = "pending"
    OPEN = "open"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"


SUBMITTED = (Stage.PENDING, Stage.OPEN, Stage.REJECTED, Stage.MERGED)


class Wording(Struct, frozen=True, eq=False):
    """Words that stood until ``at``, when ``editor_id`` changed them."""

    text: str
    at: Millis
    editor_id: ActorId


class Question(Struct, frozen=True, eq=False):
    """``voters``: person to the room they sat in when they voted. ``hands``: device of a group to how many it stands for, where
    more than one. ``tally``: votes by room, hands counted. ``parts``: what was merged into it; ``part_of``: what it is in."""

    id: QuestionId
    room_id: RoomId
    sequence: int  # how many were drafted before
    author_id: ActorId
    text: str
    anonymous: bool
    drafted_at: Millis
    stage: Stage = Stage.DRAFT
    number: str | None = None
    submitted_at: Millis | None = None
    published_at: Millis | None = None
    edited: bool = False
    prepared: bool = False
    addressed_to: str | None = None
    rejection: str | None = None
    history: tuple[Wording, ...] = ()
    part_of: QuestionId | None = None
    parts: tuple[QuestionId, ...] = ()
    voters: HashTrieMap[ActorId, RoomId | None] = HashTrieMap()
    hands: HashTrieMap[ActorId, int] = HashTrieMap()
    tally: HashTrieMap[RoomId, int] = HashTrieMap()

    @property
    def score(self) -> int:
        """Distinct people who support it, the own room included; a hand is a person."""
        return len(self.voters) + sum(self.hands.values()) - len(self.hands)

    @property
    def own_votes(self) -> int:
        return self.tally.get(self.room_id, 0)

    @property
    def support(self) -> int:
        """People of other rooms."""
        return sum(self.tally.values()) - self.own_votes


class Override(Struct, frozen=True):
    """Where the host put a question: ``slot`` in turns of the whole evening. ``ahead``: up, or left where it was."""

    slot: int
    ahead: bool
    by: ActorId
    at: Millis
    reason: str | None = None


class Late(Struct, frozen=True):
    """What a room that came late is counted to have had."""

    turns: int
    airtime: Millis


class Queue(Struct, frozen=True, eq=False):
    """``ballots``: person to what they support. ``authored``: person to what they wrote. ``numbered``: room to count.
    ``orders``: room to its questions in the order its representative gave them. ``published``: rooms that ever had a question
    for everybody. ``moved_in``: the version of the last override."""

    questions: HashTrieMap[QuestionId, Question] = HashTrieMap()
    ballots: HashTrieMap[ActorId, HashTrieSet[QuestionId]] = HashTrieMap()
    authored: HashTrieMap[ActorId, tuple[QuestionId, ...]] = HashTrieMap()
    numbered: HashTrieMap[RoomId, int] = HashTrieMap()
    orders: HashTrieMap[RoomId, tuple[QuestionId, ...]] = HashTrieMap()
    moderated: bool = False
    handed_over_at: Millis | None = None
    rule: Rule = Rule.FAIR_TURN
    host_order: tuple[QuestionId, ...] = ()
    overrides: HashTrieMap[QuestionId, Override] = HashTrieMap()
    moved_in: int = 0
    published: HashTrieSet[RoomId] = HashTrieSet()
    late: HashTrieMap[RoomId, Late] = HashTrieMap()

    def question(self, question_id: QuestionId) -> Question:
        question = self.questions.get(question_id)
        if question is None:
            raise Rejected("qa_queue.unknown_question")
        return question

    def root(self, question: Question) -> Question:
        """What a question is part of in the end: itself, unless it was merged."""
        while question.part_of is not None:
            question = self.questions[question.part_of]
        return question

    def with_question(self, question: Question) -> Queue:
        return replace(self, questions=self.questions.insert(question.id, question))
