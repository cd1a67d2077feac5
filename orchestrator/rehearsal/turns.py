"""The turns of the panel: which questions it gets to, and how each of them ends. Pure."""

from random import Random
from typing import Literal, NamedTuple

from orchestrator.rehearsal.moves import Move

TURNS = 9  # questions the panel gets to; the others end as promises


class Turn(NamedTuple):
    """One question on air, from ``starts`` to ``ends``. ``stray``: answered by a stray click, re-opened, answered at the end."""

    starts: float
    ends: float
    outcome: Literal["answered", "by_host", "skipped", "stray"]
    panelist: int
    answer: str

    def of_host(self) -> list[Move]:
        moves = [Move(self.starts, "call")]
        if self.outcome == "skipped":
            moves.append(Move(self.ends, "skip"))
        elif self.outcome == "stray":
            moves.append(Move(self.starts + 0.55 * (self.ends - self.starts), "reopen"))
        elif self.outcome == "by_host":
            moves.append(Move(self.ends, "answer"))
        return moves

    def of_panelist(self, index: int) -> list[Move]:
        if index != self.panelist or self.outcome in ("skipped", "by_host"):
            return []
        stray = [Move(self.starts + 0.3 * (self.ends - self.starts), "answer")] if self.outcome == "stray" else []
        claim = Move(self.starts + 0.15 * (self.ends - self.starts), "claim")
        return [claim, *stray, Move(self.ends, "answer", self.answer)]


def panel_turns(panelists: int) -> list[Turn]:
    """The turns of the panel: one skipped, one with a stray click, one that the host ticks off."""
    rng = Random("panel")  # noqa: S311
    length = 0.9 / TURNS
    outcomes: dict[int, Literal["by_host", "skipped", "stray"]] = {2: "skipped", 4: "stray", 6: "by_host"}
    turns = []
    for index in range(TURNS):
        starts = 0.04 + index * length
        answer = "In short: begin small, and say aloud what you are unsure of." if index % 3 == 0 else ""
        ends = starts + length * rng.uniform(0.6, 0.85)
        turns.append(Turn(starts, ends, outcomes.get(index, "answered"), index % max(1, panelists), answer))
    return turns
