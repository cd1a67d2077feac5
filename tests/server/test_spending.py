"""What is taken at one worker counts at all, once, however the exchanges go."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestrator.server.limits import Shared
from orchestrator.server.peers import Peers
from orchestrator.server.spending import Spending
from tests.fakes import FakeClock
from tests.server.test_limits import Clock
from tests.server.workers import Pin, Wall

MINUTE = 60_000


class Teller:
    """A worker with one kind of buckets; ``others``: what was taken elsewhere as it has counted it."""

    def __init__(self, wall: Wall, name: str, clock: Clock, per_minute: float = 60) -> None:
        self.clock = clock
        self.rates = Counted(per_minute, clock)
        self.board = Pin(wall, name)
        self.peers = Peers(self.board, FakeClock(), lambda session_id: ())
        self.peers.carry(spent=Spending({"votes": self.rates}).told)

    async def exchange(self) -> None:
        await self.peers.exchange()


class Counted(Shared):
    def __init__(self, per_minute: float, now: Clock) -> None:
        super().__init__(per_minute, now)
        self.elsewhere: list[tuple[str, int]] = []

    def spend(self, key: str, count: int, age: int) -> None:
        self.elsewhere.append((key, count))
        super().spend(key, count, age)

    def counted(self, key: str) -> int:
        return sum(count for known, count in self.elsewhere if known == key)


async def all_hear(workers: Sequence[Teller], rounds: int = 1) -> None:
    for _ in range(rounds):
        for worker in workers:
            await worker.exchange()


async def tellers(count: int, per_minute: float = 60) -> tuple[Wall, Clock, list[Teller]]:
    """Workers that know each other."""
    wall, clock = Wall(), Clock()
    workers = [Teller(wall, f"w{number}", clock, per_minute) for number in range(count)]
    await all_hear(workers, 2)
    return wall, clock, workers


def taken(worker: Teller, times: int, key: str = "ana") -> int:
    return sum(worker.rates.take(key) for _ in range(times))


async def test_what_was_taken_here_is_missing_there() -> None:
    _, _, (a, b) = await tellers(2)
    assert taken(a, 40) == 40
    await all_hear([a, b])
    assert taken(b, 100) == 20
    assert taken(b, 100, "ben") == 60


async def test_what_is_refused_costs_nothing_anywhere() -> None:
    _, _, (a, b) = await tellers(2)
    taken(a, 1_000)
    await all_hear([a, b], 2)
    b.clock.ms += 1_000
    assert taken(b, 100) == 1


async def test_two_bursts_in_one_second_are_paid_back_before_there_is_more() -> None:
    _, clock, workers = await tellers(3)
    assert sum(taken(worker, 100) for worker in workers) == 180
    await all_hear(workers, 2)
    clock.ms += 2 * MINUTE + 999
    assert sum(taken(worker, 1) for worker in workers) == 0, "the two bursts too much take two minutes"
    clock.ms += 1
    assert taken(workers[0], 2) == 1


async def test_an_exchange_that_is_seen_twice_counts_once() -> None:
    wall, _, (a, b) = await tellers(2)
    taken(a, 5)
    await a.exchange()
    for _ in range(5):
        await b.exchange()
    assert b.rates.counted("ana") == 5
    old = wall.told["w0"]
    await all_hear([a, b], 3)
    wall.told["w0"] = old
    await b.exchange()
    assert b.rates.counted("ana") == 5


async def test_a_worker_that_heard_nothing_for_half_a_minute_has_missed_nothing() -> None:
    _, clock, (a, b, c) = await tellers(3)
    c.board.away = True
    for _ in range(30):
        clock.ms += 1_000
        taken(a, 1)
        await all_hear([a, b, c])
    c.board.away = False
    await all_hear([a, b, c], 2)
    assert b.rates.counted("ana") == c.rates.counted("ana") == 30


async def test_a_worker_that_is_new_knows_what_was_taken_in_the_last_minute_and_when() -> None:
    wall, clock, (a,) = await tellers(1)
    taken(a, 60)
    for _ in range(20):
        await a.exchange()
        clock.ms += 1_000
    b = Teller(wall, "new", clock)
    for _ in range(3):
        await all_hear([a, b])
        clock.ms += 1_000
    assert b.rates.left("ana") == pytest.approx(a.rates.left("ana"), abs=1.1)


async def test_little_is_told_when_everybody_has_counted_it() -> None:
    wall, clock, (a, b) = await tellers(2)
    for _ in range(30):
        clock.ms += 1_000
        taken(a, 1)
        await all_hear([a, b])
    assert len(wall.told["w0"][1]) < 80
    assert b.rates.counted("ana") >= 29


async def test_what_another_version_counts_is_left_alone() -> None:
    wall, clock, (a, _) = await tellers(2)
    newer = Shared(60, clock)
    other = Peers(Pin(wall, "new"), FakeClock(), lambda session_id: ())
    other.carry(spent=Spending({"votes": Shared(60, clock), "waves": newer}).told)
    await all_hear([a])
    newer.take("ana")
    await other.exchange()
    await a.exchange()
    assert a.rates.left("ana") == 60


STEP = st.tuples(st.integers(0, 2), st.sampled_from(["take", "exchange", "miss", "replay"]), st.integers(1, 3))


@given(st.lists(STEP, max_size=55))
async def test_whatever_was_missed_or_came_twice_everybody_counts_the_same(steps: list[tuple[int, str, int]]) -> None:
    wall, _, workers = await tellers(3, per_minute=10_000)
    earlier = dict(wall.told)
    took = [0, 0, 0]
    for who, what, number in steps:
        worker = workers[who]
        if what == "take":
            took[who] += taken(worker, number)
        elif what == "replay":  # the board shows once more what it has shown before
            wall.told, earlier = {**wall.told, **earlier}, dict(wall.told)
        else:
            worker.board.away = what == "miss"
            await worker.exchange()
    for worker in workers:
        worker.board.away = False
    await all_hear(workers, 3)
    assert [worker.rates.counted("ana") for worker in workers] == [sum(took) - mine for mine in took]


@given(
    st.lists(st.tuples(st.integers(0, 1), st.integers(0, 40)), max_size=60),
    st.integers(1, 60),
)
async def test_over_all_workers_the_average_holds(steps: list[tuple[int, int]], per_minute: int) -> None:
    """Each second one of two workers is asked so many times."""
    _, clock, workers = await tellers(2, per_minute)
    total = 0
    for who, tries in steps:
        clock.ms += 1_000
        total += taken(workers[who], tries)
        await all_hear(workers)
        assert total <= 2 * per_minute + clock.ms * per_minute / MINUTE + 1e-6
