"""Who is asked next: turns by room, then support, then oldest, then id. Deterministic, and every place says why.

Round r holds every room's r-th question, rooms with none are passed over; a room that had n turns is in round n + 1.
"""

from collections.abc import Iterable, Mapping

from msgspec import Struct

from orchestrator.messages import Millis, QuestionId, RoomId


class Candidate(Struct, frozen=True):
    """What the ranking knows of an open question. ``skipped``: it was called and not answered. ``room_order``: its
    place in the order its representative gave the room."""

    question_id: QuestionId
    room_id: RoomId
    own_votes: int
    support: int
    supporting_rooms: int
    submitted_at: Millis
    sequence: int
    skipped: bool
    room_order: int | None = None


class Reason(Struct, frozen=True):
    """Why here: the room's turn this is, and how many people of how many other rooms support it."""

    turn: int
    support: int
    rooms: int


class Place(Struct, frozen=True):
    rank: int
    reason: Reason


def rank(candidates: Iterable[Candidate], turns_taken: Mapping[RoomId, int]) -> dict[QuestionId, Place]:
    """The place of every candidate. ``turns_taken``: how many questions of a room the panel has finished."""
    buckets: dict[RoomId, list[Candidate]] = {}
    for candidate in candidates:
        buckets.setdefault(candidate.room_id, []).append(candidate)
    turns: list[tuple[int, Candidate]] = []
    for room_id, bucket in buckets.items():
        bucket.sort(key=_inside_room)
        first = turns_taken.get(room_id, 0) + 1
        turns.extend((first + index, candidate) for index, candidate in enumerate(bucket))
    turns.sort(key=_between_rooms)
    return {
        candidate.question_id: Place(rank, Reason(turn, candidate.support, candidate.supporting_rooms))
        for rank, (turn, candidate) in enumerate(turns, start=1)
    }


def _inside_room(candidate: Candidate) -> tuple[bool, int, int, Millis, int]:
    """The representative's order first, then what its own members want."""
    unordered, order = candidate.room_order is None, candidate.room_order or 0
    return unordered, order, -candidate.own_votes, candidate.submitted_at, candidate.sequence


def _between_rooms(turn: tuple[int, Candidate]) -> tuple[int, bool, int, Millis, int]:
    """A question that was skipped keeps its turn, behind the others of that round: calling "next" must not offer it again."""
    number, candidate = turn
    return number, candidate.skipped, -candidate.support, candidate.submitted_at, candidate.sequence
