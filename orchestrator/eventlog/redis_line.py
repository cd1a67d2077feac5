"""One connection to the server that has a shard: what waits is sent in one go, and answered in order.

An answer that did not come leaves open whether it happened: only what may happen twice without harm is sent again. A line that
fell heals by itself; after a short grace it answers at once that it is away.
"""

import asyncio
from collections.abc import Sequence
from typing import Any

from msgspec import Struct
from redis.asyncio.connection import AbstractConnection
from redis.exceptions import (
    AskError,
    BusyLoadingError,
    ClusterDownError,
    ReadOnlyError,
    RedisError,
    ResponseError,
    TryAgainError,
)

from orchestrator.eventlog.log import StoreUnavailable
from orchestrator.eventlog.redis_keys import barrier
from orchestrator.eventlog.redis_servers import Servers, Unfit, greet

COMMAND_S = 1.0  # for a whole batch
RETRY_S = 0.1  # between two tries to connect
GRACE_S = 1.0  # a server that is back within this time was never missed
FIRST_S = 5.0  # a server that is silent when it is asked first may have many to greet
BATCH = 512  # requests sent in one go
UNKNOWN = "Redis was not reached yet"
MOVED = (AskError, ReadOnlyError, ClusterDownError, TryAgainError, BusyLoadingError)  # and MovedError, which is an AskError

Command = tuple[str | bytes | int, ...]


class Terms(Struct, frozen=True):
    """``replicas`` must have every write before it counts, within ``wait_ms``; an answer may take ``command_s``."""

    replicas: int = 0
    wait_ms: int = 300
    command_s: float = COMMAND_S


class Asked(Struct):
    """Commands whose answers are wanted together."""

    commands: Sequence[Command]
    answer: asyncio.Future[list[Any]]


class Line:
    """``run_id``: of the server it was connected to last. ``why``: what is wrong while it is away, else ``""``."""

    def __init__(self, servers: Servers, shard: int, terms: Terms) -> None:
        self.run_id = ""
        self.why = UNKNOWN
        self._servers = servers
        self._shard = shard
        self._terms = terms
        self._waiting: list[Asked] = []
        self._news = asyncio.Event()
        self._up = asyncio.Event()
        self._loop = asyncio.get_running_loop()
        self._fell_at = self._loop.time()
        self._closed = False
        self._work = self._loop.create_task(self._run(), name=f"line {shard}")

    async def reach(self) -> None:
        """Return when the server has answered for the first time. Raises ``StoreUnavailable``."""
        give_up = self._loop.time() + FIRST_S
        while True:
            try:
                await self.ask_until_told(("PING",))
                return
            except StoreUnavailable:
                if self.why != UNKNOWN and (self.why != self._silence or self._loop.time() > give_up):
                    raise
                await asyncio.sleep(RETRY_S)

    async def ask(self, *commands: Command) -> list[Any]:
        """The answers in order; one that the server refused is an exception among them.

        Raises ``StoreUnavailable``: then nobody knows which of the commands happened.
        """
        if self.why:
            await self._heals()
        asked = Asked(commands, self._loop.create_future())
        self._waiting.append(asked)
        self._news.set()
        return await asked.answer

    async def ask_until_told(self, *commands: Command) -> list[Any]:
        """As ``ask``, but asks again after a fall that heals soon: for what may happen twice without harm."""
        fell_at: float | None = None
        while True:
            try:
                return await self.ask(*commands)
            except StoreUnavailable:
                fell_at = self._fell_at if fell_at is None else fell_at
                if self._closed or self._loop.time() >= fell_at + self._grace:
                    raise

    async def close(self) -> None:
        """Let go. What waits is told that the store is away."""
        self._work.cancel()
        await asyncio.gather(self._work, return_exceptions=True)

    @property
    def _silence(self) -> str:
        return f"Redis does not answer within {self._terms.command_s:g} s"

    @property
    def _grace(self) -> float:
        return GRACE_S * self._terms.command_s / COMMAND_S

    async def _heals(self) -> None:
        """Wait for that, but not for long."""
        try:
            async with asyncio.timeout_at(self._fell_at + self._grace):
                await self._up.wait()
        except TimeoutError:
            raise StoreUnavailable(self.why) from None

    async def _run(self) -> None:
        try:
            while True:
                await self._once()
                await asyncio.sleep(RETRY_S)
        finally:
            self._closed = True
            self._fall("the log is closed")

    async def _once(self) -> None:
        """Connect, and serve until something goes wrong."""
        connection: AbstractConnection | None = None
        try:
            async with asyncio.timeout(self._terms.command_s):
                connection = await self._servers.connect(self._shard)
                self.run_id = await greet(connection)
            self.why = ""
            self._up.set()
            await self._serve(connection)
        except TimeoutError:
            self._fall(self._silence)
        except Unfit as error:
            self._fall(str(error))
        except (RedisError, OSError) as error:
            self._fall(f"Redis is away: {plain(error)}")
        finally:
            if connection is not None:
                await connection.disconnect(nowait=True)

    async def _serve(self, connection: AbstractConnection) -> None:
        while True:
            await self._news.wait()
            batch, self._waiting = self._waiting[:BATCH], self._waiting[BATCH:]
            if not self._waiting:
                self._news.clear()
            try:
                async with asyncio.timeout(self._terms.command_s):
                    answers = await self._sent(connection, [command for asked in batch for command in asked.commands])
            except BaseException:
                self._waiting[:0] = batch  # falls with those that wait
                raise
            start = 0
            for asked in batch:
                end = start + len(asked.commands)
                if not asked.answer.done():
                    asked.answer.set_result(answers[start:end])
                start = end

    async def _sent(self, connection: AbstractConnection, commands: list[Command]) -> list[Any]:
        waits = self._terms.replicas > 0
        if waits:  # a write of this connection behind all it read and wrote: once replicas have it, they have those, too
            wait: Command = ("WAIT", self._terms.replicas, self._terms.wait_ms)
            commands = [*commands, ("SET", barrier(self._shard), 1), wait]
        await connection.send_packed_command(connection.pack_commands(commands), check_health=False)
        answers = [await _answer(connection) for _ in commands]
        if waits:
            *answers, written, reached = answers
            if isinstance(written, Exception) or isinstance(reached, Exception) or reached < self._terms.replicas:
                raise ConnectionError(f"not {self._terms.replicas} replicas have it in time")
        return answers

    def _fall(self, why: str) -> None:
        if not self.why:
            self._fell_at = self._loop.time()
            self._up.clear()
        self.why = why
        self._news.clear()
        waiting, self._waiting = self._waiting, []
        for asked in waiting:
            if not asked.answer.done():
                asked.answer.set_exception(StoreUnavailable(why))


async def _answer(connection: AbstractConnection) -> Any:
    """An answer, or what the server refused it with; but where another server has the shard, the line ends."""
    try:
        return await connection.read_response(disconnect_on_error=False)
    except MOVED:
        raise
    except ResponseError as refusal:
        return refusal


def plain(error: BaseException) -> str:
    """What is wrong, in one line."""
    return " ".join(str(error).split()) or type(error).__name__
