"""How fast the queue is ranked: from scratch, with its weights, and again after one change. No network, no disk."""

import argparse
import itertools
import random
import sys
from functools import partial

from core import Line, show, timed
from msgspec.structs import replace

from orchestrator.messages import QuestionId, RoomId
from orchestrator.qa_queue.ranking import Candidate, Course, Ranked, Rule, Stake, Standing, rank, weight

ROOMS = [RoomId(f"r{number}") for number in range(1, 61)]
SEATS = dict.fromkeys(ROOMS, 30)
SCRATCH_GOAL, AGAIN_GOAL = 10, 1  # milliseconds, on a quiet machine


class Queue:
    """``questions`` that wait, of all rooms in turn, with votes from every room; some turns were heard already."""

    def __init__(self, questions: int, chance: random.Random) -> None:
        self.votes = [{room_id: chance.randint(1, SEATS[room_id]) for room_id in ROOMS} for _ in range(questions)]
        self.weights = [weight(votes, SEATS, self._credited(number)) for number, votes in enumerate(self.votes)]
        self.standings = {room_id: Standing(chance.randint(0, 3), chance.randint(0, 600_000)) for room_id in ROOMS}
        self.candidates = {QuestionId(f"q{number}"): self._candidate(number) for number in range(questions)}
        self.chance = chance

    def _credited(self, number: int) -> frozenset[RoomId]:
        return frozenset((ROOMS[number % len(ROOMS)],))

    def _candidate(self, number: int) -> Candidate:
        question_id, votes = QuestionId(f"q{number}"), self.votes[number]
        (room_id,) = self._credited(number)
        stakes = (Stake(room_id, question_id, votes[room_id], number),)
        score = sum(votes.values())
        support = score - votes[room_id]
        return Candidate(question_id, stakes, score, support, len(ROOMS) - 1, self.weights[number], number)

    def scratch(self, rule: Rule = Rule.FAIR_TURN) -> Ranked:
        return rank(self.candidates, self.standings, Course(rule))

    def weigh(self) -> None:
        for number, votes in enumerate(self.votes):
            weight(votes, SEATS, self._credited(number))

    def vote(self) -> None:
        """Another room supports one of the questions more."""
        voted = self.candidates[QuestionId(f"q{self.chance.randrange(len(self.candidates))}")]
        weight = voted.weight + self.chance.randint(1, 10_000_000)
        self.candidates = {**self.candidates, voted.question_id: replace(voted, support=voted.support + 1, weight=weight)}


def scratch(questions: int, repeats: int, rule: Rule = Rule.FAIR_TURN) -> Line:
    queue = Queue(questions, random.Random(7))
    return timed(f"ranking {questions:,} questions, {rule}", repeats, 1, partial(queue.scratch, rule))


def weighed(questions: int, repeats: int) -> Line:
    queue = Queue(questions, random.Random(7))

    def run() -> None:
        queue.weigh()
        queue.scratch()

    return timed(f"weighing and ranking {questions:,} questions", repeats, 1, run)


def again(questions: int, repeats: int) -> Line:
    """What one more vote costs."""
    queue = Queue(questions, random.Random(7))
    known = itertools.accumulate(
        itertools.repeat(None), lambda before, _: rank(queue.candidates, queue.standings, before=before), initial=queue.scratch()
    )
    next(known)
    return timed(f"ranking {questions:,} questions again", repeats, 1, partial(next, known), queue.vote)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer repeats")
    repeats = 15 if parser.parse_args().quick else 51
    print(f"{'':54}{'min':>10}{'median':>10}{'max':>10}    to the first")
    first, weighing, repeated = ([kind(questions, repeats) for questions in (300, 2_000)] for kind in (scratch, weighed, again))
    for lines in (first, weighing, repeated):
        show(lines)
    show([scratch(2_000, repeats, rule) for rule in Rule])
    print()
    for line, goal in ((first[-1], SCRATCH_GOAL), (weighing[-1], SCRATCH_GOAL), (repeated[-1], AGAIN_GOAL)):
        print(f"{line.name}: {line.median / 1_000:.2f} ms (goal {goal} ms)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
