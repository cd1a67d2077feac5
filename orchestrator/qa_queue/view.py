"""What people see of the questions."""

from typing import Protocol

from msgspec import Struct

from orchestrator.messages import ActorId, Audience, Millis, Role, RoomId
from orchestrator.qa_queue.ranking import Place, Reason
from orchestrator.qa_queue.state import Question, Stage


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
    author: str | None = None
    author_id: ActorId | None = None
    anonymous: bool = False
    edited: bool = False
    submitted_at: Millis | None = None
    published_at: Millis | None = None
    on_air_at: Millis | None = None
    answered_at: Millis | None = None
    answer: str | None = None
    owner: str | None = None
    room_order: int | None = None
    claimed_by: str | None = None
    claimed_by_id: ActorId | None = None


class Hearing(Protocol):
    """What the panel shows of a question: ``panel.view.HearingView``."""

    @property
    def on_air_at(self) -> Millis | None: ...
    @property
    def answered_at(self) -> Millis | None: ...
    @property
    def answer(self) -> str | None: ...
    @property
    def owner(self) -> str | None: ...


class QuestionRow(Struct, frozen=True):
    """All that the view of a question depends on, whoever looks. ``handed_over``: the ranks are for everybody."""

    question: Question
    status: str  # the one word: the panel's where it has one, else the queue's
    author: str | None
    place: Place | None
    handed_over: bool
    hearing: Hearing
    claimed_by: str | None
    claimed_by_id: ActorId | None
    room_order: int | None  # 1, 2, … where the representative has ordered the room's drafts and open questions


def view(row: QuestionRow, audience: Audience) -> QuestionView | None:
    """A draft is for its room and the host. A withdrawn question is for nobody. Everything else is for everybody.

    Which panelist claimed a question is for host, moderators and panelists, and from the hand-over for everybody.

    Ranks are for host and moderator, and from the hand-over for everybody. The author's name is for the own room, the
    host and moderators; an anonymous author's is for nobody. Who voted is for nobody. The order a representative gave
    the room is for that room, the host and moderators.
    """
    question = row.question
    host = audience.role is Role.HOST
    own_room = audience.room_id == question.room_id
    if question.stage is Stage.WITHDRAWN:
        return None
    if question.stage is Stage.DRAFT and not (host or own_room):
        return None
    claim = row.handed_over or audience.role in (Role.HOST, Role.MODERATOR, Role.PANELIST)
    place = row.place if row.handed_over or host or audience.role is Role.MODERATOR else None
    inside = host or own_room or audience.role is Role.MODERATOR
    named = inside and not question.anonymous
    return QuestionView(
        text=question.text,
        status=row.status,
        room_id=question.room_id,
        score=question.score,
        support=question.support,
        drafted_at=question.drafted_at,
        number=question.number,
        rank=None if place is None else place.rank,
        reason=None if place is None else place.reason,
        author=row.author if named else None,
        author_id=question.author_id if named else None,
        anonymous=question.anonymous,
        edited=question.edited,
        submitted_at=question.submitted_at,
        published_at=question.published_at,
        on_air_at=row.hearing.on_air_at,
        answered_at=row.hearing.answered_at,
        answer=row.hearing.answer,
        owner=row.hearing.owner,
        claimed_by=row.claimed_by if claim else None,
        claimed_by_id=row.claimed_by_id if claim else None,
        room_order=row.room_order if inside else None,
    )
