"""How fast the pure core is, and how its cost grows: no network, no disk. ``README.md`` explains the figures."""

import argparse
import gc
import itertools
import statistics
import sys
import time
from collections.abc import Callable, Iterable
from typing import NamedTuple

from msgspec.structs import replace

from orchestrator.agenda.commands import Advance, Start
from orchestrator.messages import LINKS, SYSTEM, Actor, ActorId, Audience, Command, PhaseId, Role, RoomId, SessionId
from orchestrator.qa_queue.commands import CastVote, Draft, Submit, WithdrawVote
from orchestrator.session import turns
from orchestrator.session.codec import Entry, decode, encode
from orchestrator.session.commands import Admit, Open, PlannedPhase, PlannedRoom
from orchestrator.session.decider import decide
from orchestrator.session.evolve import evolve
from orchestrator.session.facts import facts
from orchestrator.session.folded import Folded
from orchestrator.session.state import Session
from orchestrator.session.view import patch

START = 1_800_000_000_000
HOST = ActorId("host")
ROOMS = 20
FLAT = 2.5  # a tree of 10,000 is a few levels deeper than one of 10; anything linear would be hundreds of times slower
FOLD_GOAL = 100_000  # events a second, on a quiet machine


class Line(NamedTuple):
    """One figure: microseconds for one of what it counts, over the repeats."""

    name: str
    per_one: list[float]

    @property
    def median(self) -> float:
        return statistics.median(self.per_one)


class Evening:
    """A session that is built by commands, one after the other."""

    def __init__(self, people: int, questions: int, rooms: int = ROOMS) -> None:
        self.session: Session | None = None
        self.at = START
        phases = (PlannedPhase("breakout", "Rooms", 36_000_000, "wait"), PlannedPhase("panel", "Panel", 36_000_000, "wait"))
        themes = tuple(PlannedRoom(f"Theme {number}") for number in range(1, rooms + 1))
        links = {link: f"hash of {link}" for link in LINKS}
        details = {"title": "An evening", "join_code": "JOINCODE", "language": "en", "timezone": "UTC"}
        self.do(Open(session_id=SessionId("s1"), phases=phases, rooms=themes, links=links, actor=SYSTEM, **details))
        for number in range(people):
            room = RoomId(f"r{number % rooms + 1}")
            self.do(
                Admit(name=f"Person {number}", role=Role.PARTICIPANT, ticket_hash=f"hash {number}", room_id=room, actor=SYSTEM)
            )
        self.people = list(self.now.people)
        self.do(Start(actor=self._actor(HOST)))
        for number in range(questions):
            self.do(Draft(text=f"What would you do first about theme {number}?", actor=self._actor(self.people[number % people])))
        for question_id in list(self.now.queue.questions):
            self.do(Submit(question_id=question_id, actor=self._actor(HOST)))
        self.do(Advance(from_phase=PhaseId("ph1"), actor=self._actor(HOST)))
        self.questions = sorted(self.now.queue.questions)

    @property
    def now(self) -> Session:
        assert self.session is not None
        return self.session

    def _actor(self, actor_id: ActorId) -> Actor:
        return self.now.actor(actor_id)

    def do(self, command: Command) -> tuple[Entry, Session]:
        self.at += 1
        command = replace(command, at=self.at)
        events = tuple(decide(self.session, command))
        for event in events:
            self.session = evolve(self.session, event)
        return Entry(actor=command.actor.id, at=self.at, events=events), self.now

    def vote(self, person: ActorId, question: int, *, cast: bool = True) -> tuple[Entry, Session]:
        kind = CastVote if cast else WithdrawVote
        return self.do(kind(question_id=self.questions[question % len(self.questions)], actor=self._actor(person)))


def timed(name: str, repeats: int, count: int, run: Callable[[], object], between: Callable[[], object] = lambda: None) -> Line:
    """``run`` does ``count`` of it; ``between`` prepares the next repeat, unmeasured. Processor time: others may be busy."""
    took = []
    for _ in range(repeats):
        between()
        gc.collect()
        gc.disable()
        began = time.process_time()
        run()
        took.append((time.process_time() - began) / count * 1e6)
        gc.enable()
    return Line(name, took)


# -- the benchmarks ---------------------------------------------------------------------------------------------------------


def votes(voters: int, repeats: int, count: int) -> Line:
    """All but one of ``voters`` support the question; votes go up and down on it."""
    evening = Evening(voters + 1, 10)
    for person in evening.people[:voters]:
        evening.vote(person, 0)
    last = evening.people[voters]

    def run() -> None:
        for number in range(count):
            evening.vote(last, 0, cast=number % 2 == 0)

    return timed(f"a vote, {voters:,} voters", repeats, count, run)


def rankings(questions: int, repeats: int) -> Line:
    evening = Evening(300, questions)
    for number, person in enumerate(evening.people * 3):
        evening.vote(person, number * 7 + number // 300)
    return timed(f"ranking {questions:,} questions of a state never seen", repeats, 1, lambda: first_seen(evening.now))


def first_seen(session: Session) -> None:
    turns._last.clear()
    turns.turns.__wrapped__(session)


def rankings_again(questions: int, repeats: int) -> Line:
    """After each vote, as a tick does."""
    evening = Evening(300, questions)
    states = [evening.vote(person, number)[1] for number, person in enumerate(evening.people * 3)]
    turns.turns(states[0])
    following = iter(states[1:])
    return timed(f"ranking {questions:,} questions again after a vote", repeats, 1, lambda: turns.turns(next(following)))


def patches(people: int, questions: int, audiences: int, repeats: int) -> Line:
    """What a tick computes after one vote: the facts of the new state, and a patch for each audience."""
    evening = Evening(people, questions)
    everybody = [Audience(Role.HOST), *(Audience(Role.PARTICIPANT, RoomId(f"r{number + 1}")) for number in range(ROOMS))]
    voter = itertools.cycle(evening.people)
    turn = itertools.count()
    states = [evening.now]

    def next_state() -> None:
        states.append(evening.vote(next(voter), next(turn))[1])
        facts(states[-2])  # the hub has computed those for the tick before

    def run() -> None:
        for audience in everybody[:audiences]:
            patch(states[-2], states[-1], audience)

    name = f"a patch, {people:,} people, {questions} questions, {audiences} audience{'s' if audiences > 1 else ''}"
    return timed(name, repeats, 1, run, next_state)


def fold(events: int, repeats: int) -> Line:
    """From the bytes of commits of 100 votes to the state."""
    evening = Evening(1000, 60)
    start = Folded(session=evening.now)
    entries: Iterable[Entry] = (
        evening.vote(evening.people[number % 1000], number // 1000 // 2 + number % 1000, cast=number // 1000 % 2 == 0)[0]
        for number in range(events)
    )
    commits = [encode(tuple(batch)) for batch in iter(lambda: list(itertools.islice(entries, 100)), [])]

    def run() -> None:
        folded = start
        for body in commits:
            for entry in decode(body):
                folded = folded.with_entry(entry)
            folded = folded.committed(b"")

    return timed(f"folding {events:,} events", repeats, events, run)


# -- telling --------------------------------------------------------------------------------------------------------------


def show(lines: list[Line]) -> None:
    """Each line with its ratio to the first of its group."""
    for line in lines:
        low, middle, high = min(line.per_one), line.median, max(line.per_one)
        ratio = f"{middle / lines[0].median:8.2f} ×" if len(lines) > 1 else ""
        print(f"{line.name:54}{low:10.1f}{middle:10.1f}{high:10.1f} µs {ratio}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer repeats")
    quick = parser.parse_args().quick
    repeats = 3 if quick else 7
    print(f"{'':54}{'min':>10}{'median':>10}{'max':>10}    to the first")
    by_voters = [votes(voters, repeats, 2_000) for voters in (10, 100, 1_000, *([] if quick else [10_000]))]
    show(by_voters)
    show([bench(questions, repeats * 3) for questions in (300, 2_000) for bench in (rankings, rankings_again)])
    show([patches(2_000, 300, audiences, repeats * 3) for audiences in (1, 21)])
    folding = fold(20_000 if quick else 100_000, 3)
    show([folding])
    growth = by_voters[-1].median / by_voters[0].median
    print(f"\na vote costs {growth:.2f} × as much with {by_voters[-1].name.split(', ', 1)[1]} as with 10: ", end="")
    print("flat" if growth <= FLAT else f"NOT FLAT, more than {FLAT}")
    print(f"folding: {1e6 / folding.median:,.0f} events/s (goal {FOLD_GOAL:,})")
    return 0 if growth <= FLAT else 1


if __name__ == "__main__":
    sys.exit(main())
