"""What the panel did with which question, as facts."""

from __future__ import annotations  # rpds's containers cannot be subscripted when the program runs

from enum import StrEnum

from msgspec import Struct
from rpds import HashTrieMap

from orchestrator.messages import ActorId, Millis, NoteId, QuestionId


class Outcome(StrEnum):
    """What became of a question the panel touched."""

    ON_AIR = "on_air"
    WAITING = "waiting"  # skipped: back in the queue
    ANSWERED = "answered"
    PROMISED = "promised"


class Hearing(Struct, frozen=True, eq=False):
    """A question before the panel. ``called_at``: every instant it went on air; the last is the one that counts."""

    outcome: Outcome
    called_at: tuple[Millis, ...] = ()
    answered_at: Millis | None = None
    answer: str | None = None
    owner: str | None = None


class BackstageNote(Struct, frozen=True, eq=False):
    """``seen_by``: who acknowledged it, in that order."""

    id: NoteId
    text: str
    at: Millis
    author_id: ActorId
    question_id: QuestionId | None = None
    seen_by: tuple[ActorId, ...] = ()


class Panel(Struct, frozen=True, eq=False):
    """At most one question is on air. ``claims``: who wants to answer, or answered, which question."""

    hearings: HashTrieMap[QuestionId, Hearing] = HashTrieMap()
    on_air: QuestionId | None = None
    claims: HashTrieMap[QuestionId, ActorId] = HashTrieMap()
    notes: HashTrieMap[NoteId, BackstageNote] = HashTrieMap()

    def waits(self, question_id: QuestionId) -> bool:
        """The panel never called it, or skipped it."""
        hearing = self.hearings.get(question_id)
        return hearing is None or hearing.outcome is Outcome.WAITING
