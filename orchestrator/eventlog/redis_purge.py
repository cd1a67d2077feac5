"""Old bytes out of the files of Redis: its append-only file and its snapshot are written anew, on replicas, too.

What a hosted Redis does not let us do is its operator's to do; that is said once, in the log.
"""

import asyncio
import logging
from collections.abc import Sequence
from typing import Any

from redis.asyncio.connection import AbstractConnection
from redis.exceptions import NoPermissionError, RedisError, ResponseError

from orchestrator.eventlog.log import StoreUnavailable
from orchestrator.eventlog.redis_keys import barrier
from orchestrator.eventlog.redis_line import plain
from orchestrator.eventlog.redis_servers import Address, Servers

logger = logging.getLogger(__name__)

LOOK_S = 0.05
LONGEST_S = 300.0
ANSWER_S = 10.0
CAUGHT_UP_MS = 5_000


async def purge(servers: Servers, shards: Sequence[int]) -> None:
    """Return when the files of the servers that have these shards hold only what Redis holds.

    Raises ``StoreUnavailable`` where that fails: what was erased is erased, but old bytes may still lie on a disk.
    """
    try:
        async with asyncio.timeout(LONGEST_S):
            for shard in shards if servers.apart else shards[:1]:
                master = await servers.connect(shard)
                try:
                    if await _purge(master):
                        for replica in await _replicas(master, shard):
                            await _purge_replica(servers, replica)
                finally:
                    await master.disconnect(nowait=True)
    except (RedisError, OSError, TimeoutError) as error:
        raise StoreUnavailable(f"what was erased is still in the files of Redis: {plain(error)}") from error


async def _purge_replica(servers: Servers, address: Address) -> None:
    connection = await servers.connect_to(address)
    try:
        await _purge(connection)
    finally:
        await connection.disconnect(nowait=True)


async def _replicas(master: AbstractConnection, shard: int) -> list[Address]:
    """Where they are, once they have everything the master has."""
    facts = await _info(master, "replication")
    rows = [facts[f"slave{number}"] for number in range(int(facts.get("connected_slaves", 0)))]
    if rows:
        await master.send_command("SET", barrier(shard), 1)
        await _answer(master)
        await master.send_command("WAIT", len(rows), CAUGHT_UP_MS)
        if await _answer(master) < len(rows):
            raise ConnectionError("a replica does not keep up")
    fields = [dict(field.split("=", 1) for field in row.split(",")) for row in rows]
    return [(each["ip"], int(each["port"])) for each in fields]


async def _purge(connection: AbstractConnection) -> bool:
    """Whether we are let to."""
    facts = await _info(connection, "persistence")
    try:
        if facts.get("aof_enabled") == "1":
            await _anew(connection, "BGREWRITEAOF", "aof_last_bgrewrite_status")
        if await _saves(connection):
            await _anew(connection, "BGSAVE", "rdb_last_bgsave_status")
    except (NoPermissionError, ResponseError) as error:
        if not isinstance(error, NoPermissionError) and "unknown command" not in str(error).lower():
            raise
        logger.warning("this Redis does not let us write its files anew; what was erased stays in them until it does: %s", error)
        return False
    return True


async def _anew(connection: AbstractConnection, command: str, status: str) -> None:
    """One whole turn that began after now."""
    while not await _begun(connection, command):
        await _at_rest(connection)
    facts = await _at_rest(connection)
    if facts.get(status) != "ok":
        raise ConnectionError(f"{command} failed on the server")


async def _begun(connection: AbstractConnection, command: str) -> bool:
    await connection.send_command(command)
    try:
        answer = await _answer(connection)
    except ResponseError as error:
        if "in progress" in str(error).lower():
            return False
        raise
    return b"scheduled" not in answer


async def _at_rest(connection: AbstractConnection) -> dict[str, str]:
    """What the server says once it writes no file."""
    busy = ("aof_rewrite_in_progress", "aof_rewrite_scheduled", "rdb_bgsave_in_progress")
    facts = await _info(connection, "persistence")
    while any(facts.get(name) == "1" for name in busy):
        await asyncio.sleep(LOOK_S)
        facts = await _info(connection, "persistence")
    return facts


async def _saves(connection: AbstractConnection) -> bool:
    """Whether this server writes snapshots at all. One that does not say so does."""
    await connection.send_command("CONFIG", "GET", "save")
    try:
        answer = await _answer(connection)
    except ResponseError:
        return True
    return len(answer) < 2 or answer[1] != b""


async def _info(connection: AbstractConnection, about: str) -> dict[str, str]:
    await connection.send_command("INFO", about)
    lines = (await _answer(connection)).decode().splitlines()
    return dict(line.split(":", 1) for line in lines if ":" in line)


async def _answer(connection: AbstractConnection) -> Any:
    async with asyncio.timeout(ANSWER_S):
        return await connection.read_response(disconnect_on_error=False)
