"""What changes in Redis, as it happens: one wake stream for all shards of a server, or one for each shard of a cluster.

Wake streams say only that something changed. Whoever was cut off looks at all heads again, so nothing is missed for ever.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence

from redis.asyncio.connection import AbstractConnection
from redis.exceptions import RedisError

from orchestrator.eventlog import redis_keys as keys
from orchestrator.eventlog.log import Change, StoreUnavailable
from orchestrator.eventlog.redis_line import plain
from orchestrator.eventlog.redis_servers import Servers, Unfit

logger = logging.getLogger(__name__)

BLOCK_MS = 1000
ANSWER_S = 3.0  # in which the server must answer, though nothing happens
RETRY_S = 0.2
BREATH_S = 0.005  # between two looks: what happens meanwhile is heard together, and Redis is woken less often
READY_S = 5.0
BEGINNING = b"0-0"

Resync = Callable[[Sequence[int]], Awaitable[list[Change]]]


class Changes:
    """``groups``: the shards that share a wake stream, that of the first of them."""

    def __init__(self, servers: Servers, groups: Sequence[Sequence[int]], resync: Resync) -> None:
        self._servers = servers
        self._resync = resync
        self._grown: dict[str, Change] = {}
        self._news = asyncio.Event()
        self._watched = False
        self._closed = False
        self._group_of = {shard: group[0] for group in groups for shard in group}
        self._acknowledged: dict[int, bytes] = {}  # by group: the newest wake this process has heard of as a writer
        self._before: dict[int, bytes] = {}  # what of that was before ``follow``
        self._why = "Redis does not answer"
        self._ready = [asyncio.Event() for _ in groups]
        loop = asyncio.get_running_loop()
        self._work = [loop.create_task(self._run(group, event)) for group, event in zip(groups, self._ready, strict=True)]

    async def ready(self) -> None:
        """Return when no change can be missed any more. Raises ``StoreUnavailable`` where that does not come."""
        try:
            async with asyncio.timeout(READY_S):
                for event in self._ready:
                    await event.wait()
        except TimeoutError:
            raise StoreUnavailable(f"changes in Redis cannot be heard: {self._why}") from None

    def told(self, shard: int, wake: bytes) -> None:
        """A write of this process woke the others with this id."""
        group = self._group_of[shard]
        if _order(wake) > _order(self._acknowledged.get(group, BEGINNING)):
            self._acknowledged[group] = wake

    def follow(self) -> AsyncIterator[Change]:
        if self._watched:
            raise RuntimeError("a log has one iterator of changes")
        self._watched = True
        self._before = dict(self._acknowledged)
        return self._follow()

    async def close(self) -> None:
        """Hand on what was heard, and end."""
        for task in self._work:
            task.cancel()
        await asyncio.gather(*self._work, return_exceptions=True)
        self._closed = True
        self._news.set()

    async def _follow(self) -> AsyncIterator[Change]:
        while True:
            await self._news.wait()
            self._news.clear()
            while self._grown:
                yield self._grown.pop(next(iter(self._grown)))
            if self._closed:
                return

    async def _run(self, shards: Sequence[int], ready: asyncio.Event) -> None:
        first = True
        while True:
            try:
                await self._listen(shards, ready, first)
            except (RedisError, OSError, TimeoutError, Unfit, StoreUnavailable) as error:
                self._why = plain(error)
                logger.info("changes in Redis are not heard: %s", self._why)
            first = first and not ready.is_set()
            await asyncio.sleep(RETRY_S)

    async def _listen(self, shards: Sequence[int], ready: asyncio.Event, first: bool) -> None:
        """Until something goes wrong."""
        group = shards[0]
        connection: AbstractConnection | None = None
        try:
            async with asyncio.timeout(ANSWER_S):
                connection = await self._servers.connect(group)
                heard = await _newest(connection, group)
            if not first:
                self._tell(await self._resync(shards))
            ready.set()
            while True:
                async with asyncio.timeout(ANSWER_S):
                    await connection.send_command("XREAD", "BLOCK", BLOCK_MS, "STREAMS", keys.wake(group), heard)
                    answer = await connection.read_response()
                for _, entries in answer or ():
                    heard = entries[-1][0]
                    self._tell(_changes(entries, self._before.get(group, BEGINNING)))
                    await asyncio.sleep(BREATH_S)
        finally:
            if connection is not None:
                await connection.disconnect(nowait=True)

    def _tell(self, changes: Sequence[Change]) -> None:
        if self._watched and changes:
            for change in changes:
                self._grown.pop(change.stream, None)
                self._grown[change.stream] = change
            self._news.set()


async def _newest(connection: AbstractConnection, shard: int) -> bytes:
    await connection.send_command("XREVRANGE", keys.wake(shard), "+", "-", "COUNT", 1)
    entries = await connection.read_response()
    return entries[0][0] if entries else BEGINNING


def _changes(entries: Sequence[tuple[bytes, list[bytes]]], before: bytes) -> list[Change]:
    return [
        Change(stream.decode(), int(version), int(due_at) if due_at else None)
        for wake, (_, stream, _, version, _, due_at) in entries
        if _order(wake) > _order(before)
    ]


def _order(wake: bytes) -> tuple[int, int]:
    moment, _, number = wake.partition(b"-")
    return int(moment), int(number)
