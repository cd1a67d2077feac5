"""Fair turn: one bucket per room; round r holds every room's r-th question; inside a round least airtime, then the support
of the other rooms, then the oldest. ``docs/ranking.md`` says why."""

import math
from collections.abc import Mapping
from typing import Final, TypeAlias

from msgspec import Struct

from orchestrator.messages import Millis, QuestionId, RoomId
from orchestrator.qa_queue.candidates import Candidate, Reason, Rule, Stake, Standing

AIRTIME_STEP = 30_000  # whole half minutes: nobody is passed over for a few seconds

# A question's turn in one of its rooms: round, skipped, airtime, weight (negative), submitted_at, question, room, reason.
# Turns sort as they are heard. Question and room make each unlike all others, so reasons are never compared.
Turn: TypeAlias = tuple[int, bool, int, int, Millis, QuestionId, RoomId, Reason]
QUESTION: Final = 5
ROOM: Final = 6
REASON: Final = 7

Bucket: TypeAlias = list[tuple[Stake, Candidate]]
Moves: TypeAlias = dict[QuestionId, tuple[int, int, QuestionId]]  # what the host moved: AHEAD or BEHIND, slot, id
AHEAD, BEHIND = -1, 1
UNMOVED = (0, 0, QuestionId(""))
InsideRoom: TypeAlias = tuple[tuple[int, int, QuestionId], float, int, Millis, QuestionId]


class Rounds(Struct, frozen=True, eq=False):
    """The turns of all rooms, first to last, and what they were made from."""

    candidates: Mapping[QuestionId, Candidate] = {}
    standings: Mapping[RoomId, Standing] = {}
    moves: Moves = {}
    buckets: dict[RoomId, Bucket] = {}
    turns: list[Turn] = []

    @property
    def reasons(self) -> dict[QuestionId, Reason]:
        """In the order of the turns. A merged question has a turn in each of its rooms; the first one counts."""
        reasons = {turn[QUESTION]: turn[REASON] for turn in self.turns}
        if len(reasons) < len(self.turns):
            reasons = {}
            for turn in self.turns:
                reasons.setdefault(turn[QUESTION], turn[REASON])
        return reasons


def rounds(waiting: Mapping[QuestionId, Candidate], standings: Mapping[RoomId, Standing], moves: Moves, known: Rounds) -> Rounds:
    """The rounds of what waits. Only the rooms that are not as ``known`` are numbered again."""
    then = known.candidates
    new = [each for question_id, each in waiting.items() if then.get(question_id) is not each]
    gone = [then[each.question_id] for each in new if each.question_id in then]
    if len(then) + len(new) - len(gone) > len(waiting):
        gone += [then[question_id] for question_id in then.keys() - waiting.keys()]
    moved = [waiting[question_id] for question_id, _ in moves.items() ^ known.moves.items() if question_id in waiting]
    changed = {stake.room_id for each in (*new, *gone, *moved) for stake in each.stakes}
    changed.update(room_id for room_id in known.buckets if standings.get(room_id) != known.standings.get(room_id))

    buckets = dict(known.buckets)
    for room_id in changed:
        buckets[room_id] = [entry for entry in buckets.get(room_id, ()) if waiting.get(entry[1].question_id) is entry[1]]
    for candidate in new:
        for stake in candidate.stakes:
            buckets[stake.room_id].append((stake, candidate))

    turns = [turn for turn in known.turns if turn[ROOM] not in changed]
    for room_id in changed:
        turns += _turns(room_id, buckets[room_id], standings.get(room_id, Standing()), moves)
    turns.sort()
    return Rounds(waiting, standings, moves, buckets, turns)


def _turns(room_id: RoomId, bucket: Bucket, standing: Standing, moves: Moves) -> list[Turn]:
    """The turns of one room. Two parts of a merged question are one turn, at the place of the better part."""
    own: dict[QuestionId, tuple[Stake, Candidate]] = {}
    for entry in sorted(bucket, key=lambda entry: _inside_room(entry, moves)):
        own.setdefault(entry[1].question_id, entry)
    airtime = (standing.airtime + standing.late_airtime) // AIRTIME_STEP
    late = standing.late_turns > 0 or standing.late_airtime > 0
    turns: list[Turn] = []
    for number, (stake, each) in enumerate(own.values(), start=standing.turns + standing.late_turns + 1):
        reason = Reason(Rule.FAIR_TURN, each.support, each.rooms, number, room_id, standing.airtime, late, each.skipped)
        turns.append((number, each.skipped, airtime, -each.weight, stake.submitted_at, each.question_id, room_id, reason))
    return turns


def _inside_room(entry: tuple[Stake, Candidate], moves: Moves) -> InsideRoom:
    """What the host moved up takes the room's first turns: the room pays for it. Then the order of its representative, then
    what its own members want. What the host moved down costs no turn that another question of the room can take."""
    stake, candidate = entry
    moved = moves.get(candidate.question_id, UNMOVED)
    order = math.inf if stake.room_order is None else stake.room_order
    return moved, order, -stake.own_votes, stake.submitted_at, stake.question_id
