"""The board of workers that share a Redis: one hash, cleared of the dead by whoever comes by, by the clock of Redis."""

import secrets
from contextlib import suppress
from typing import Any, Final, Self

from redis.exceptions import RedisError

from orchestrator.eventlog.log import StoreInUse, StoreUnavailable
from orchestrator.eventlog.redis_line import Line, Terms, plain
from orchestrator.eventlog.redis_servers import servers_of
from orchestrator.workers.board import LIFETIME_MS

BEATS: Final = "{orc:00}:workers:beats"  # sorted set: worker by the moment at which it last told something
TOLD: Final = "{orc:00}:workers:told"  # hash: worker to what it told

SHUT: Final = "{orc:00}:workers:shut"  # there while a restore has begun and not ended

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

_LIVING: Final = """
local time = redis.call('TIME')
local living = redis.call('ZCOUNT', KEYS[1], time[1] * 1000 + math.floor(time[2] / 1000) - ARGV[1], '+inf')
"""

# KEYS beats; ARGV lifetime -> how many live
LIVING: Final = _LIVING + "return living"

# KEYS beats shut; ARGV lifetime -> how many live; shut if nobody does
CLOSE: Final = _LIVING + "if living == 0 then redis.call('SET', KEYS[2], 1) end return living"

# KEYS beats shut; ARGV lifetime worker -> 1 if the store is shut; else the worker lives
ENTER: Final = """
if redis.call('EXISTS', KEYS[2]) == 1 then return 1 end
local time = redis.call('TIME')
redis.call('ZADD', KEYS[1], time[1] * 1000 + math.floor(time[2] / 1000), ARGV[2])
return 0
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

    async def enter(self) -> None:
        """As ``Board.enter``."""
        if await self._ask("EVAL", ENTER, 2, BEATS, SHUT, LIFETIME_MS, self.worker):
            raise StoreUnavailable("a restore into this store has not come to its end; do it again before anybody is served")

    async def shut(self) -> None:
        """As ``Board.shut``."""
        living = await self._ask("EVAL", CLOSE, 2, BEATS, SHUT, LIFETIME_MS)
        if living:
            raise StoreInUse(f"workers serve from this store ({living}); stop them first")

    async def reopen(self) -> None:
        """As ``Board.reopen``."""
        await self._ask("DEL", SHUT)

    async def exchange(self, mine: bytes) -> dict[str, bytes]:
        """As ``Board.exchange``."""
        told = await self._ask("EVAL", EXCHANGE, 2, BEATS, TOLD, self.worker, LIFETIME_MS, mine)
        others = {name.decode(): blob for name, blob in zip(told[::2], told[1::2], strict=True)}
        others.pop(self.worker, None)
        return others

    async def living(self) -> int:
        """How many workers serve from this store, this one included if it ever told something. Raises ``StoreUnavailable``."""
        return int(await self._ask("EVAL", LIVING, 1, BEATS, LIFETIME_MS))

    async def leave(self) -> None:
        """As ``Board.leave``."""
        with suppress(StoreUnavailable):  # it is believed to be dead soon anyway
            await self._line.ask(("ZREM", BEATS, self.worker), ("HDEL", TOLD, self.worker))
        await self._line.close()

    async def _ask(self, *command: str | bytes | int) -> Any:
        (answer,) = await self._line.ask(command)
        if isinstance(answer, RedisError):
            raise StoreUnavailable(f"Redis refuses this: {plain(answer)}")
        return answer
