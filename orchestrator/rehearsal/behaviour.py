"""Who does what when: the moves of everybody in each kind of phase, spread over its length. Pure; same names, same moves.

A move says what somebody is about to do; what exactly (which question) is settled at that moment, in ``intents.py``.
"""

from collections.abc import Sequence
from random import Random
from typing import NamedTuple

from orchestrator.rehearsal.moves import Move, in_order
from orchestrator.rehearsal.turns import Turn

FLAKY = 0.06  # so many commands of participants are sent twice


class Seat(NamedTuple):
    """A participant: number ``place`` of room number ``room`` (both from 0), and what they are going to ask."""

    name: str
    affiliation: str | None
    room: int
    place: int
    questions: tuple[str, ...] = ()


def participant(seat: Seat, kind: str) -> list[Move]:
    """The moves of a participant, in order."""
    rng = Random(f"{seat.name}/{kind}")  # noqa: S311  (a play, no secret)
    moves: list[Move] = []
    if kind == "breakout":
        moves = _in_the_room(seat, rng)
    elif kind == "break":
        moves = [*_votes(rng, rng.randint(5, 8), 0.08, 0.85), Move(rng.uniform(0.3, 0.8), "dismiss")]
        if (seat.room, seat.place) == (0, 4):
            moves.append(Move(0.3, "draft_late", "One more question, if that is still possible?"))
    elif kind == "panel":
        moves = _votes(rng, rng.randint(0, 2), 0.02, 0.3)
    return in_order(move._replace(twice=rng.random() < FLAKY) for move in moves)


def _in_the_room(seat: Seat, rng: Random) -> list[Move]:
    moments = sorted(rng.uniform(0.06, 0.55) for _ in seat.questions)
    moves = [Move(at, "draft", text) for at, text in zip(moments, seat.questions, strict=True)]
    moves += _votes(rng, rng.randint(4, 6), 0.3, 0.72)
    match seat.place:
        case 0:
            last = (4, 2, 4, 3)[seat.room % 4]
            moves += [Move(0.03, "volunteer"), Move(0.74, "order")] + [Move(0.76 + 0.04 * step, "submit") for step in range(last)]
        case 1:
            moves += [Move(0.08, "volunteer"), Move(0.95, "submit_for_room")]
        case 2:
            moves.append(Move(0.6, "edit"))
            if seat.room == 1:
                moves += [Move(0.34, "call_for_help"), Move(0.5, "all_well")]
        case 3:
            moves.append(Move(0.62, "withdraw"))
        case 4:
            moves.append(Move(0.7, "unvote"))
        case 5:
            moves.append(Move(rng.uniform(0.2, 0.6), "drop"))
    return moves


def _votes(rng: Random, count: int, first: float, last: float) -> list[Move]:
    return [Move(rng.uniform(first, last), "vote") for _ in range(count)]


def host(kind: str, turns: Sequence[Turn]) -> list[Move]:
    """The moves of the host: appoints who is missing, keeps the time, leads the panel."""
    if kind == "breakout":
        return [
            Move(0.05, "set_group"),
            Move(0.15, "appoint"),
            Move(0.38, "take_help"),
            Move(0.4, "extend", twice=True),
            Move(0.42, "extend_stale"),
            Move(0.6, "announce", "Please agree on three or four questions; your representative submits them."),
            Move(0.7, "appoint"),
        ]
    if kind == "break":
        return [Move(0.1, "announce", "Have a coffee, and vote for the questions of all rooms."), Move(0.92, "hand_over")]
    if kind == "panel":
        return [Move(0.01, "hand_over"), *in_order(move for turn in turns for move in turn.of_host())]
    return []


def moderator(kind: str) -> list[Move]:
    """The moves of the moderator: reviews one by one as questions come, and leaves nothing waiting."""
    if kind == "breakout":
        approvals = [Move(0.775 + 0.02 * step, "approve") for step in range(10)]
        reason = "There is more to ask than the panel has time for."
        return in_order([*approvals, Move(0.92, "reject", reason)])
    if kind == "break":
        return [Move(0.03, "release_waiting"), Move(0.08, "merge"), Move(0.14, "reword")]
    return [Move(0.005, "release_waiting")] if kind == "panel" else []


def panelist(index: int, kind: str, turns: Sequence[Turn]) -> list[Move]:
    """The moves of the ``index``-th panelist."""
    if kind != "panel":
        return []
    notes = [Move(0.03, "note", "Two minutes each, please. I keep an eye on the clock.")] if index == 0 else []
    return in_order([*notes, *(move for turn in turns for move in turn.of_panelist(index))])
