"""What people see of the questions."""

from typing import Protocol

from msgspec import Struct

from orchestrator.messages import ActorId, Audience, Millis, QuestionId, Role, RoomId
from orchestrator.qa_queue.ranking import Place, Reason
from orchestrator.qa_queue.state import Question, Stage


class WordingView(Struct, frozen=True):
    """Earlier words, until ``at``, when ``by`` changed them."""

    text: str
    at: Millis
    by: str


class OverrideView(Struct, frozen=True, omit_defaults=True):
    """Where the host's hand was: a question "moved" in the queue, or "called" out of turn."""

    kind: str
    by: str
    at: Millis
    reason: str | None = None


class QuestionView(Struct, frozen=True, omit_defaults=True):
    text: str
    status: str
    room_id: RoomId
    score: int
    support: int
    drafted_at: Millis
    number: str | None = None
    rank: int | None = None
    reason: Reason | None = None
    next: bool = False
    held: str | None = None
    override: OverrideView | None = None
    author: str | None = None
    author_id: ActorId | None = None
    anonymous: bool = False
    prepared: bool = False
    addressed_to: str | None = None
    edited: bool = False
    history: tuple[WordingView, ...] = ()
    rejection: str | None = None
    merged_into: QuestionId | None = None
    sources: tuple[QuestionId, ...] = ()
    credited: tuple[RoomId, ...] = ()
    submitted_at: Millis | None = None
    published_at: Millis | None = None
    on_air_at: Millis | None = None
    on_air_since: Millis | None = None
    follow_up: bool = False
    airtime: Millis | None = None
    answered_at: Millis | None = None
    answer: str | None = None
    owner: str | None = None
    promised_at: Millis | None = None
    due_at: Millis | None = None
    written_at: Millis | None = None
    room_order: int | None = None
    claimed_by: str | None = None
    claimed_by_id: ActorId | None = None


class Hearing(Protocol):
    """What the panel shows of a question: ``panel.view.HearingView``."""

    @property
    def status(self) -> str | None: ...
    @property
    def on_air_at(self) -> Millis | None: ...
    @property
    def on_air_since(self) -> Millis | None: ...
    @property
    def follow_up(self) -> bool: ...
    @property
    def airtime(self) -> Millis | None: ...
    @property
    def answered_at(self) -> Millis | None: ...
    @property
    def answer(self) -> str | None: ...
    @property
    def owner(self) -> str | None: ...
    @property
    def promised_at(self) -> Millis | None: ...
    @property
    def due_at(self) -> Millis | None: ...
    @property
    def written_at(self) -> Millis | None: ...


class QuestionRow(Struct, frozen=True):
    """All that the view of a question depends on, whoever looks. ``handed_over``: the ranks are for everybody."""

    question: Question
    score: int
    support: int
    credited: tuple[RoomId, ...]  # besides its own room
    sources: tuple[QuestionId, ...]
    unpublished: tuple[QuestionId, ...]  # those of them that not everybody may know of
    merged_into: QuestionId | None
    author: str | None
    history: tuple[WordingView, ...]
    place: Place | None
    handed_over: bool
    hearing: Hearing
    claimed_by: str | None
    claimed_by_id: ActorId | None
    room_order: int | None  # 1, 2, … where the representative has ordered the room's questions
    held: str | None
    next: bool
    override: OverrideView | None


REVIEWERS = (Role.HOST, Role.MODERATOR)
BACKSTAGE = (*REVIEWERS, Role.PANELIST)


def view(row: QuestionRow, audience: Audience) -> QuestionView | None:
    """A draft is for its room and the host; what waits for review for moderators too. What was rejected, and why, is for host
    and moderators (its author is told apart); what was withdrawn is for nobody. Everything else is for everybody.

    Ranks, and what the host did to them, are for host and moderators, and from the hand-over for everybody. Which panelist
    claimed a question is for panelists too. The author's name is for the own room, the host and moderators; an anonymous
    author's is for nobody. Who voted is for nobody. Earlier words and the order a representative gave the room are for that
    room, the host and moderators.
    """
    question = row.question
    reviewer = audience.role in REVIEWERS
    own_room = audience.room_id == question.room_id
    inside = own_room or reviewer
    if not _may_see(row.question, audience, own_room=own_room):
        return None
    claim = row.handed_over or audience.role in BACKSTAGE
    ranked = row.handed_over or reviewer
    place = row.place if ranked else None
    named = inside and not question.anonymous
    hearing = row.hearing
    return QuestionView(
        text=question.text,
        status=question.stage if question.part_of is not None else hearing.status or question.stage,
        room_id=question.room_id,
        score=row.score,
        support=row.support,
        drafted_at=question.drafted_at,
        number=question.number,
        rank=None if place is None else place.rank,
        reason=None if place is None else place.reason,
        next=ranked and row.next,
        held=row.held if ranked else None,
        override=row.override if ranked else None,
        author=row.author if named else None,
        author_id=question.author_id if named else None,
        anonymous=question.anonymous,
        prepared=question.prepared,
        addressed_to=question.addressed_to,
        edited=question.edited,
        history=row.history if inside else (),
        rejection=question.rejection if reviewer else None,
        merged_into=row.merged_into,
        sources=row.sources if reviewer else tuple(each for each in row.sources if each not in row.unpublished),
        credited=row.credited,
        submitted_at=question.submitted_at,
        published_at=question.published_at,
        on_air_at=hearing.on_air_at,
        on_air_since=hearing.on_air_since,
        follow_up=hearing.follow_up,
        airtime=hearing.airtime,
        answered_at=hearing.answered_at,
        answer=hearing.answer,
        owner=hearing.owner,
        promised_at=hearing.promised_at,
        due_at=hearing.due_at,
        written_at=hearing.written_at,
        claimed_by=row.claimed_by if claim else None,
        claimed_by_id=row.claimed_by_id if claim else None,
        room_order=row.room_order if inside else None,
    )


def _may_see(question: Question, audience: Audience, *, own_room: bool) -> bool:
    match question.stage:
        case Stage.WITHDRAWN:
            return False
        case Stage.REJECTED:
            return audience.role in REVIEWERS
        case Stage.DRAFT:
            return own_room or audience.role is Role.HOST
        case _:
            return question.published_at is not None or own_room or audience.role in REVIEWERS
