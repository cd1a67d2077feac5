"""How long we go on asking: as the tool says, else with waits that grow and are spread."""

import asyncio

import pytest

from orchestrator.conferencing.patience import TRIES, patiently, wait
from orchestrator.conferencing.provider import Trouble
from tests.fakes import FakeClock, settled


class Tool:
    """Answers once it has refused so often."""

    def __init__(self, *troubles: Trouble) -> None:
        self.troubles = list(troubles)
        self.asked = 0

    async def __call__(self) -> str:
        self.asked += 1
        if self.troubles:
            raise self.troubles.pop(0)
        return "answer"


async def asked(tool: Tool, clock: FakeClock) -> str:
    """Asks until the end, and lets as much time pass as that takes."""
    task = asyncio.ensure_future(patiently(tool, clock, lambda: 1.0))
    while not task.done():
        await settled()
        if clock.sleepers:
            clock.advance(1_000)
    return await task


async def test_it_waits_longer_each_time():
    clock, tool = FakeClock(), Tool(*(Trouble("calls.unreachable") for _ in range(4)))
    assert await asked(tool, clock) == "answer"
    assert clock.slept == [1_001, 2_001, 4_001, 8_001]


async def test_it_waits_as_long_as_the_tool_says():
    clock, tool = FakeClock(), Tool(Trouble("calls.busy", 120_000), Trouble("calls.unreachable"))
    assert await asked(tool, clock) == "answer"
    assert clock.slept == [120_000, 2_001]


async def test_it_gives_up_in_the_end():
    clock, tool = FakeClock(), Tool(*(Trouble("calls.unreachable") for _ in range(99)))
    with pytest.raises(Trouble, match=r"^calls\.unreachable$"):
        await asked(tool, clock)
    assert tool.asked == TRIES


async def test_what_is_refused_is_not_asked_again():
    clock, tool = FakeClock(), Tool(Trouble("calls.refused"))
    with pytest.raises(Trouble, match=r"^calls\.refused$"):
        await asked(tool, clock)
    assert (tool.asked, clock.slept) == (1, [])


@pytest.mark.parametrize("tried", range(40))
def test_waits_are_spread_from_nothing_to_a_minute(tried: int):
    assert wait(tried, lambda: 0.0) == 1
    assert wait(tried, lambda: 0.999_999) <= 60_000
