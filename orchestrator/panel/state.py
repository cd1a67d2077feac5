"""What the panel did with which question, as facts."""

from __future__ import annotations  # rpds's containers cannot be subscripted when the program runs

from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace
from rpds import HashTrieMap

from orchestrator.messages import ActorId, Millis, NoteId, QuestionId


class Outcome(StrEnum):
    """What became of a question the panel touched."""

    ON_AIR = "on_air"
    WAITING = "waiting"  # skipped or held: back in the queue
    ANSWERED = "answered"
    PROMISED = "promised"


class Span(Struct, frozen=True):
    """A time on air. A follow-up is not charged to the room. ``resumed``: taken up again without a call."""

    start: Millis
    end: Millis | None = None
    charged: bool = True
    resumed: bool = False


class Called(Struct, frozen=True):
    """Who called a question out of turn, when, and why."""

    by: ActorId
    at: Millis
    reason: str | None = None


class Hearing(Struct, frozen=True, eq=False):
    """A question before the panel. ``spans``: every time it was on air, in order.

    ``answered_at``: when the panel had answered; ``written_at``: when the written answer came. ``promised_on_air``: the promise
    took it off the air. ``out_of_turn``: of its last call, unless that turn was given back.
    """

    outcome: Outcome = Outcome.WAITING
    spans: tuple[Span, ...] = ()
    answered_at: Millis | None = None
    answer: str | None = None
    owner: str | None = None
    promised_at: Millis | None = None
    promised_on_air: bool = False
    due_at: Millis | None = None
    written_at: Millis | None = None
    held: bool = False
    skipped: bool = False
    out_of_turn: Called | None = None

    @property
    def called_at(self) -> tuple[Millis, ...]:
        """Every instant at which it was called; the last is the one that counts."""
        return tuple(span.start for span in self.spans if span.charged and not span.resumed)

    @property
    def following_up(self) -> bool:
        return self.outcome is Outcome.ON_AIR and not self.spans[-1].charged

    @property
    def asking_again(self) -> bool:
        """The follow-up of a question that was answered already."""
        return self.following_up and self.answered_at is not None

    @property
    def came_from_air(self) -> bool:
        """It was on air until it became what it is now."""
        return self.promised_on_air if self.outcome is Outcome.PROMISED else bool(self.spans)

    @property
    def asked_live(self) -> bool:
        """It was heard, and not only called and taken off again."""
        if self.outcome is Outcome.WAITING or (self.promised_at is not None and not self.promised_on_air):
            return False
        return bool(self.spans)

    @property
    def took_turn(self) -> bool:
        """The turn of its room was begun, and not given back by skipping or holding it."""
        return self.outcome is not Outcome.WAITING and bool(self.spans)

    @property
    def airtime(self) -> Millis:
        """What its room is charged: the time on air of a finished turn, follow-ups apart."""
        finished = self.outcome in (Outcome.ANSWERED, Outcome.PROMISED) or self.following_up
        return sum(span.end - span.start for span in self.spans if finished and span.charged and span.end is not None)

    def off_air(self, at: Millis) -> tuple[Span, ...]:
        """The spans, none of them running any more."""
        if self.outcome is not Outcome.ON_AIR:
            return self.spans
        return (*self.spans[:-1], replace(self.spans[-1], end=at))


UNHEARD = Hearing()


class BackstageNote(Struct, frozen=True, eq=False):
    """``seen_by``: who acknowledged it, in that order."""

    id: NoteId
    text: str
    at: Millis
    author_id: ActorId
    question_id: QuestionId | None = None
    seen_by: tuple[ActorId, ...] = ()


class Panel(Struct, frozen=True, eq=False):
    """At most one question is on air. ``next``: what was fixed to come after it, which may have gone since.
    ``last``: what is on air, or was before the air became free. ``claims``: who wants to answer, or answered, which question."""

    hearings: HashTrieMap[QuestionId, Hearing] = HashTrieMap()
    on_air: QuestionId | None = None
    next: QuestionId | None = None
    last: QuestionId | None = None
    claims: HashTrieMap[QuestionId, ActorId] = HashTrieMap()
    notes: HashTrieMap[NoteId, BackstageNote] = HashTrieMap()

    def hearing(self, question_id: QuestionId) -> Hearing:
        return self.hearings.get(question_id, UNHEARD)

    def waits(self, question_id: QuestionId) -> bool:
        """The panel never called it, or it was skipped or held."""
        return self.hearing(question_id).outcome is Outcome.WAITING

    def answered(self, question_id: QuestionId) -> bool:
        """Live or in writing."""
        return self.hearing(question_id).outcome is Outcome.ANSWERED
