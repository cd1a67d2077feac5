"""The lines to all shards: one for all of them where they live on one server, else one each."""

import asyncio
from collections.abc import Callable
from typing import Any

from redis.exceptions import RedisError

from orchestrator.eventlog import redis_keys as keys
from orchestrator.eventlog.log import StoreUnavailable
from orchestrator.eventlog.redis_keys import SHARDS
from orchestrator.eventlog.redis_line import Command, Line, Terms, plain
from orchestrator.eventlog.redis_servers import Servers


class Lines:
    """``apart``: shards may live on different servers, so that no command names keys of two."""

    def __init__(self, servers: Servers, terms: Terms) -> None:
        one = None if servers.apart else Line(servers, 0, terms)
        self.apart = servers.apart
        self._lines = [one or Line(servers, shard, terms) for shard in range(SHARDS)]

    async def reach(self) -> None:
        """Return when all servers have answered. Raises ``StoreUnavailable``."""
        for line in dict.fromkeys(self._lines):
            await line.reach()

    async def ask(self, shard: int, *commands: Command) -> list[Any]:
        """The answers in order. Raises ``StoreUnavailable`` where it is not known, or the server refuses one of them."""
        return _sound(await self._lines[shard].ask(*commands))

    async def ask_until_told(self, shard: int, *commands: Command) -> list[Any]:
        """As ``ask``, for what may happen twice without harm: a fall that heals soon is not noticed."""
        return _sound(await self._lines[shard].ask_until_told(*commands))

    async def ask_all(self, command: Callable[[int], Command]) -> list[Any]:
        """One command for every shard; the answers in their order."""
        if not self.apart:
            return await self.ask_until_told(0, *[command(shard) for shard in range(SHARDS)])
        asked = [self.ask_until_told(shard, command(shard)) for shard in range(SHARDS)]
        return [answer for (answer,) in await asyncio.gather(*asked)]

    async def ask_each_server(self, command: Callable[[int], Command]) -> None:
        """One command for every server, with keys of a shard that it has."""
        if self.apart:
            await self.ask_all(command)
        else:
            await self.ask_until_told(0, command(0))

    def wake(self, shard: int) -> str:
        """Where it is told that something changed in a shard: the fewer streams somebody waits for, the cheaper it is."""
        return keys.wake(shard if self.apart else 0)

    def incarnation(self, shard: int, epoch: str) -> str:
        """The epoch for who reads the log: what a server knows after a start, or a fail-over, may have been cut."""
        return f"{epoch}.{self._lines[shard].run_id[:8]}" if epoch else ""

    async def close(self) -> None:
        for line in dict.fromkeys(self._lines):
            await line.close()


def stored_epoch(incarnation: str) -> str:
    """What of an incarnation stands in Redis."""
    return incarnation.partition(".")[0]


def _sound(answers: list[Any]) -> list[Any]:
    for answer in answers:
        if isinstance(answer, RedisError):
            raise StoreUnavailable(f"Redis refuses this: {plain(answer)}")
    return answers
