"""Ending the calls of the rooms: asked for, and then looked whether it came."""

import asyncio
from collections.abc import Sequence

from orchestrator.clock import Clock
from orchestrator.conferencing.provider import Place, Provider, Trouble

LOOKS = 5
BETWEEN = 1_000  # ms; a call takes about two seconds to end
ENDED, RUNNING = "ended", "running"


async def end_all(provider: Provider, places: Sequence[Place], clock: Clock) -> dict[str, str]:
    """What became of each call: ``ended``, ``running`` (asked to end, but it has not yet), or the code of the trouble."""
    outcomes = await asyncio.gather(*(_end(provider, place, clock) for place in places))
    return {place.key: outcome for place, outcome in zip(places, outcomes, strict=True)}


async def _end(provider: Provider, place: Place, clock: Clock) -> str:
    try:
        await provider.end(place)
        for _ in range(LOOKS):
            if not await provider.running(place):
                return ENDED
            await clock.sleep(BETWEEN)
    except Trouble as trouble:
        return trouble.code
    return RUNNING
