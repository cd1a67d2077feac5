"""How long we go on asking a tool that does not answer."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from orchestrator.clock import Clock
from orchestrator.conferencing.provider import Trouble
from orchestrator.messages import Millis

TRIES = 6
FIRST, MOST = 1_000, 60_000  # ms: what the waits grow from and to

T = TypeVar("T")


async def patiently(ask: Callable[[], Awaitable[T]], clock: Clock, dice: Callable[[], float]) -> T:
    """Ask until there is an answer, as long as the trouble may pass; raises the last ``Trouble``.

    Waits as long as the tool says, else a random part of a wait that doubles, so that many who wait do not come back at once.
    """
    for tried in range(TRIES - 1):
        try:
            return await ask()
        except Trouble as trouble:
            if not trouble.passes:
                raise
            pause = wait(tried, dice) if trouble.retry_after is None else trouble.retry_after
        await clock.sleep(pause)
    return await ask()


def wait(tried: int, dice: Callable[[], float]) -> Millis:
    return 1 + int(dice() * min(MOST, FIRST * 2**tried))
