"""The board of workers that share a Redis: one hash, cleared of the dead by whoever comes by, by the clock of Redis."""

import secrets
from contextlib import suppress
from typing import Final, Self

from redis.exceptions import RedisError

from orchestrator.eventlog.log import StoreUnavailable
from orchestrator.eventlog.redis_line import Line, Terms, plain
from orchestrator.eventlog.redis_servers import servers_of
from orchestrator.workers.board import LIFETIME_MS

BEATS: Final = "{orc:00}:workers:beats"  # sorted set: worker by the moment at which it last told something
TOLD: Final = "{orc:00}:workers:told"  # hash: worker to what it told

# KEYS beats told; ARGV worker lifetime blob -> worker, blob, worker, blob, ... of the others
EXCHANGE: Final = """
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZADD', KEYS[1], now, ARGV[1])
redis.call('HSET', KEYS[2], ARGV[1], ARGV[3])
local dead = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now - ARGV[2])
for _, worker in ipairs(dead) do
  redis.call('ZREM', KEYS[1], worker)
  redis.call('HDEL', KEYS[2], worker)
end
return redis.call('HGETALL', KEYS[2])
"""

# KEYS beats; ARGV lifetime -> how many live
LIVING: Final = """
local time = redis.call('TIME')
return redis.call('ZCOUNT', KEYS[1], time[1] * 1000 + math.floor(time[2] / 1000) - ARGV[1], '+inf')
"""


class RedisBoard:
    """A ``Board`` on a line of its own, so that nothing waits behind it."""

    def __init__(self, line: Line) -> None:
        self.worker = f"w{secrets.token_hex(6)}"
        self._line = line

    @classmethod
    async def open(cls, url: str) -> Self:
        """Raises ``StoreUnavailable`` where the URL means nothing; a Redis that is away is waited for."""
        return cls(Line(servers_of(url), 0, Terms()))

    async def exchange(self, mine: bytes) -> dict[str, bytes]:
        """As ``Board.exchange``."""
        (told,) = await self._line.ask(("EVAL", EXCHANGE, 2, BEATS, TOLD, self.worker, LIFETIME_MS, mine))
        if isinstance(told, RedisError):
            raise StoreUnavailable(f"Redis refuses this: {plain(told)}")
        others = {name.decode(): blob for name, blob in zip(told[::2], told[1::2], strict=True)}
        others.pop(self.worker, None)
        return others

    async def living(self) -> int:
        """How many workers serve from this store, this one included if it ever told something. Raises ``StoreUnavailable``."""
        (living,) = await self._line.ask(("EVAL", LIVING, 1, BEATS, LIFETIME_MS))
        if isinstance(living, RedisError):
            raise StoreUnavailable(f"Redis refuses this: {plain(living)}")
        return int(living)

    async def leave(self) -> None:
        """As ``Board.leave``."""
        with suppress(StoreUnavailable):  # it is believed to be dead soon anyway
            await self._line.ask(("ZREM", BEATS, self.worker), ("HDEL", TOLD, self.worker))
        await self._line.close()
