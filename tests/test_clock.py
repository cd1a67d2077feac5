"""What time it is: the wall clock is believed once, and again only when it insists."""

import pytest

from orchestrator.clock import SystemClock
from tests.given import MINUTE, SECOND, t

MS = 1_000_000  # ns


class Hardware:
    """A wall clock that may jump, and a monotonic one that does not."""

    def __init__(self) -> None:
        self.wall = t("19:00") * MS
        self.monotonic = 7 * MS
        self.clock = SystemClock(lambda: self.wall, lambda: self.monotonic)

    def pass_by(self, duration: int) -> None:
        self.wall += duration * MS
        self.monotonic += duration * MS

    def jump(self, duration: int) -> None:
        self.wall += duration * MS


@pytest.fixture
def hardware() -> Hardware:
    return Hardware()


def test_it_shows_the_wall_clock_at_the_start(hardware: Hardware) -> None:
    assert hardware.clock.now() == t("19:00")


def test_it_goes_on_with_the_monotonic_clock(hardware: Hardware) -> None:
    hardware.pass_by(5 * MINUTE)
    assert hardware.clock.now() == t("19:05")


@pytest.mark.parametrize("jump", [-24 * 60 * MINUTE, -60 * MINUTE, -1, 60 * MINUTE, 24 * 60 * MINUTE])
def test_a_jump_of_the_wall_clock_moves_nothing(hardware: Hardware, jump: int) -> None:
    hardware.jump(jump)
    assert hardware.clock.now() == t("19:00")


@pytest.mark.parametrize("jump", [-60 * MINUTE, -2 * SECOND - 1, 2 * SECOND + 1, 24 * 60 * MINUTE])
def test_a_wall_clock_that_insists_for_a_minute_is_believed(hardware: Hardware, jump: int) -> None:
    hardware.jump(jump)
    assert hardware.clock.check() is None
    hardware.pass_by(MINUTE - 1)
    assert hardware.clock.check() is None
    hardware.pass_by(1)
    assert hardware.clock.check() == jump
    assert hardware.clock.now() == t("19:01") + jump


@pytest.mark.parametrize("jump", [-2 * SECOND, 2 * SECOND])
def test_a_small_difference_is_never_believed(hardware: Hardware, jump: int) -> None:
    hardware.jump(jump)
    for _ in range(10):
        assert hardware.clock.check() is None
        hardware.pass_by(MINUTE)
    assert hardware.clock.now() == t("19:10")


def test_a_wall_clock_that_comes_back_has_to_insist_again(hardware: Hardware) -> None:
    hardware.jump(MINUTE)
    assert hardware.clock.check() is None
    hardware.pass_by(59 * SECOND)
    hardware.jump(-MINUTE)
    assert hardware.clock.check() is None
    hardware.jump(MINUTE)
    for _ in range(2):
        assert hardware.clock.check() is None
        hardware.pass_by(30 * SECOND)
    assert hardware.clock.check() == MINUTE


def test_it_is_moved_once(hardware: Hardware) -> None:
    hardware.jump(MINUTE)
    hardware.clock.check()
    hardware.pass_by(MINUTE)
    assert hardware.clock.check() == MINUTE
    hardware.pass_by(MINUTE)
    assert hardware.clock.check() is None


async def test_sleeping_for_no_time_returns_at_once() -> None:
    for duration in (-MINUTE, 0):
        await SystemClock().sleep(duration)
