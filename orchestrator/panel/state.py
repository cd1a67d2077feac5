"""What the panel did with which question, as facts."""

from __future__ import annotations  # rpds's containers cannot be subscripted when the program runs

from enum import StrEnum

from msgspec import Struct
from rpds import HashTrieMap

from orchestrator.messages import Millis, QuestionId


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


class Panel(Struct, frozen=True, eq=False):
    """At most one question is on air."""

    hearings: HashTrieMap[QuestionId, Hearing] = HashTrieMap()
    on_air: QuestionId | None = None
