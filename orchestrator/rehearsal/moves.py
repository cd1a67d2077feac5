"""Moves: what somebody in a rehearsal does at some moment of a phase."""

from collections.abc import Iterable
from typing import Literal, NamedTuple

Act = Literal[
    "all_well",
    "announce",
    "answer",
    "appoint",
    "approve",
    "call",
    "call_for_help",
    "call_out_of_turn",
    "claim",
    "dismiss",
    "draft",
    "draft_late",
    "drop",
    "edit",
    "extend",
    "extend_stale",
    "follow_up",
    "hand_over",
    "hold",
    "merge",
    "note",
    "order",
    "promise",
    "reject",
    "release",
    "release_waiting",
    "reopen",
    "reword",
    "set_group",
    "skip",
    "submit",
    "submit_for_room",
    "take_help",
    "unvote",
    "volunteer",
    "vote",
    "withdraw",
]


class Move(NamedTuple):
    """Something to do when ``at`` (0 to 1) of the phase has passed. ``twice``: sent twice with one id."""

    at: float
    act: Act
    text: str = ""
    twice: bool = False


def in_order(moves: Iterable[Move]) -> list[Move]:
    """Moves by their moment; together they keep their order."""
    return sorted(moves, key=lambda move: move.at)
