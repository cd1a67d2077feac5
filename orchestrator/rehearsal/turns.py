"""The turns of the panel: which questions it gets to, and how each of them ends. Pure."""

from random import Random
from typing import Literal, NamedTuple

from orchestrator.rehearsal.moves import Move

TURNS = 9  # questions the panel gets to; the others end as promises
EARLY = 0.01  # the host holds a question so long before the turn would come

Outcome = Literal["answered", "by_host", "skipped", "stray", "follow_up", "after_hold", "out_of_turn", "promised"]


class Turn(NamedTuple):
    """One question on air, from ``starts`` to ``ends``, and how it goes.

    ``stray``: answered by a stray click, re-opened, answered at the end. ``follow_up``: answered, asked again, answered at the
    end. ``after_hold``: the one before it in the queue is held meanwhile. ``out_of_turn``: the host takes another than the next.
    """

    starts: float
    ends: float
    outcome: Outcome
    panelist: int
    answer: str

    def of_host(self) -> list[Move]:
        call = Move(self.starts, "call")
        match self.outcome:
            case "skipped":
                return [call, Move(self.ends, "skip")]
            case "stray":
                return [call, Move(self._at(0.55), "reopen")]
            case "follow_up":
                return [call, Move(self._at(0.55), "follow_up")]
            case "by_host":
                return [call, Move(self.ends, "answer")]
            case "after_hold":
                return [Move(self.starts - EARLY, "hold"), call, Move(self.ends, "release")]
            case "out_of_turn":
                return [Move(self.starts, "call_out_of_turn", "It goes on from what was just said.")]
            case _:
                return [call]

    def of_panelist(self, index: int) -> list[Move]:
        if index != self.panelist or self.outcome in ("skipped", "by_host"):
            return []
        claim = Move(self._at(0.15), "claim")
        if self.outcome == "promised":
            return [claim, Move(self.ends, "promise")]
        first = [Move(self._at(0.3), "answer")] if self.outcome in ("stray", "follow_up") else []
        return [claim, *first, Move(self.ends, "answer", self.answer)]

    def _at(self, share: float) -> float:
        return self.starts + share * (self.ends - self.starts)


def panel_turns(panelists: int) -> list[Turn]:
    """The turns of the panel: of most kinds one, so that everything happens once."""
    rng = Random("panel")  # noqa: S311
    length = 0.9 / TURNS
    outcomes: dict[int, Outcome] = {
        1: "skipped",
        2: "follow_up",
        3: "after_hold",
        4: "stray",
        5: "promised",
        6: "by_host",
        7: "out_of_turn",
    }
    turns = []
    for index in range(TURNS):
        starts = 0.04 + index * length
        answer = "In short: begin small, and say aloud what you are unsure of." if index % 3 == 0 else ""
        ends = starts + length * rng.uniform(0.6, 0.85)
        turns.append(Turn(starts, ends, outcomes.get(index, "answered"), index % max(1, panelists), answer))
    return turns
