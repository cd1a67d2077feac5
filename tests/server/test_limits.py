"""Token buckets, on a clock that the test turns."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestrator.server.limits import KEPT, Rates, Shared, Unlimited


class Clock:
    def __init__(self) -> None:
        self.ms = 0

    def __call__(self) -> int:
        return self.ms


@pytest.fixture
def clock() -> Clock:
    return Clock()


def taken(rates: Rates, times: int, key: str = "ana") -> int:
    return sum(rates.take(key) for _ in range(times))


def test_a_minutes_worth_is_there_at_once_and_then_comes_back_drop_by_drop(clock: Clock) -> None:
    rates = Rates(6, clock)
    assert taken(rates, 10) == 6
    clock.ms += 9_999
    assert not rates.take("ana")
    clock.ms += 1
    assert taken(rates, 2) == 1
    clock.ms += 3_600_000
    assert taken(rates, 10) == 6, "an hour saves up no more than a minute"


def test_a_burst_is_apart_from_the_rate(clock: Clock) -> None:
    rates = Rates(20 * 60, clock, burst=40)
    assert taken(rates, 100) == 40
    clock.ms += 1_000
    assert taken(rates, 100) == 20


def test_everybody_has_a_bucket(clock: Clock) -> None:
    rates = Rates(2, clock)
    assert taken(rates, 5, "ana") == taken(rates, 5, "ben") == 2


def test_looking_takes_nothing(clock: Clock) -> None:
    rates = Rates(2, clock)
    assert [rates.left("ana") for _ in range(5)] == [2] * 5
    rates.take("ana")
    assert rates.left("ana") == 1


def test_what_is_refused_costs_nothing(clock: Clock) -> None:
    rates = Rates(60, clock)
    taken(rates, 1_000)
    clock.ms += 1_000
    assert rates.take("ana")


def test_full_buckets_are_forgotten_and_others_are_not(clock: Clock) -> None:
    rates = Rates(60, clock, burst=2)
    for number in range(KEPT):
        rates.take(f"early {number}")
    clock.ms += 1_000
    assert taken(rates, 3, "ana") == 2
    for number in range(2 * KEPT):
        rates.take(f"late {number}")
    assert not rates.take("ana")
    assert len(rates._buckets) == 2 * KEPT + 1


def test_a_crowd_is_not_looked_through_each_time(clock: Clock) -> None:
    """More people than are kept, none of whom can be forgotten yet."""
    rates = Rates(60, clock)
    looks = 0
    forget = rates._forget

    def counted() -> None:
        nonlocal looks
        looks += 1
        forget()

    rates._forget = counted  # type: ignore[method-assign]
    for number in range(8 * KEPT):
        rates.take(number)
    assert looks <= 4


def test_what_others_took_is_missing_from_when_they_took_it(clock: Clock) -> None:
    rates = Shared(60, clock)
    clock.ms = 100_000
    assert taken(rates, 10) == 10
    rates.spend("ana", 100, 5_000)
    assert rates.left("ana") == -50, "what was taken before it was looked at last came back once"
    rates.spend("ben", 30, 10_000)
    assert rates.left("ben") == 40
    clock.ms += 51_000
    assert taken(rates, 5) == 1


def test_what_was_taken_is_told_once(clock: Clock) -> None:
    rates = Shared(2, clock)
    taken(rates, 5)
    assert rates.taken() == {"ana": 2}
    assert rates.taken() == {}


def test_without_limits_everything_goes() -> None:
    rates = Unlimited()
    assert taken(rates, 100_000) == 100_000
    assert rates.left("ana") >= 1


@given(st.lists(st.tuples(st.integers(0, 30_000), st.integers(0, 5)), max_size=40), st.integers(1, 30), st.integers(1, 30))
def test_nobody_ever_takes_more_than_the_burst_and_the_rate(steps: list[tuple[int, int]], per_minute: int, burst: int) -> None:
    clock = Clock()
    rates, total = Rates(per_minute, clock, burst), 0
    for wait, tries in steps:
        clock.ms += wait
        total += taken(rates, tries)
        assert total <= burst + clock.ms * per_minute / 60_000 + 1e-6
        assert 0 <= rates.left("ana") <= burst
