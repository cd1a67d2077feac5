"""What a ranking is made from, and what it says of each place. ``ranking.py`` is the door to all of it."""

import math
from collections.abc import Collection, Mapping
from enum import StrEnum

from msgspec import Struct

from orchestrator.messages import Millis, QuestionId, RoomId

BILLION = 1_000_000_000


class Rule(StrEnum):
    FAIR_TURN = "fair_turn"
    BY_VOTES = "by_votes"
    HOST_ORDER = "host_order"


class Stake(Struct, frozen=True):
    """What one room has in a question. ``question_id``: the part that is the room's own, where several were merged.
    ``room_order``: its place in the order of the room's representative, if it has one."""

    room_id: RoomId
    question_id: QuestionId
    own_votes: int
    submitted_at: Millis
    room_order: int | None = None


class Candidate(Struct, frozen=True):
    """A question that waits. ``stakes``: of the rooms it speaks for; ``support``: people of ``rooms`` other rooms;
    ``weight``: what the function of that name gives; ``submitted_at``: when its oldest part was; ``skipped``: it was called
    and taken off again."""

    question_id: QuestionId
    stakes: tuple[Stake, ...]
    score: int
    support: int
    rooms: int
    weight: int
    submitted_at: Millis
    skipped: bool = False


class Standing(Struct, frozen=True):
    """What a room had so far: turns finished or running, airtime finished. ``late_*``: what a room whose first question
    came late is taken to have had besides."""

    turns: int = 0
    airtime: Millis = 0
    late_turns: int = 0
    late_airtime: Millis = 0


class Reason(Struct, frozen=True, omit_defaults=True):
    """Why here. By fair turn: it stands in round ``turn`` for room ``room_id``, which had ``airtime``; ``late``: that room
    began at a later round than the first, because its first question came late; ``skipped``: it stands behind the others of
    its round. By votes: it has so many."""

    rule: str
    support: int
    rooms: int
    turn: int | None = None
    room_id: RoomId | None = None
    airtime: Millis | None = None
    late: bool = False
    skipped: bool = False
    votes: int | None = None


def weight(votes: Mapping[RoomId, int], seats: Mapping[RoomId, int], credited: Collection[RoomId]) -> int:
    """How much the other rooms want a question, whatever their sizes.

    The geometric mean of 1 + votes / (seats + 2) over all rooms but the ``credited``, as billionths of its logarithm: a whole
    number is the same on every machine. 0 (a mean of 1) where there is no other room. ``seats`` names every room.
    """
    others = len(seats) - sum(room_id in seats for room_id in credited)
    logs = [math.log1p(count / (seats[room_id] + 2)) for room_id, count in votes.items() if count and room_id not in credited]
    return round(math.fsum(sorted(logs)) / others * BILLION) if logs else 0
