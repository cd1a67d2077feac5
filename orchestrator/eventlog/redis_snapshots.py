"""Snapshots beside the streams in Redis, each with a checksum: one that was hurt counts as none."""

import asyncio
import hashlib

from orchestrator.eventlog import redis_keys as keys
from orchestrator.eventlog.log import Snapshot
from orchestrator.eventlog.redis_line import Command
from orchestrator.eventlog.redis_lines import Lines, stored_epoch


class Snapshots:
    def __init__(self, lines: Lines) -> None:
        self._lines = lines

    async def keep(self, snapshot: Snapshot) -> None:
        """As ``Log.keep``."""
        shard = keys.shard_of(snapshot.stream)
        names = (keys.heads(shard), keys.kept(snapshot.stream))
        facts = (stored_epoch(snapshot.epoch), snapshot.version, snapshot.hash.hex(), snapshot.body)
        checksum = await asyncio.to_thread(_sum, snapshot)  # of a long session it takes longer than anybody should wait
        script: Command = ("EVAL", keys.KEEP, len(names), *names, snapshot.stream, *facts, checksum)
        await self._lines.ask(shard, script)

    async def kept(self, stream: str) -> Snapshot | None:
        """As ``Log.kept``."""
        shard = keys.shard_of(stream)
        (fields,) = await self._lines.ask_until_told(shard, ("HMGET", keys.kept(stream), "e", "v", "h", "b", "s"))
        if None in fields:
            return None
        epoch, version, digest, body, checksum = fields
        try:
            incarnation = self._lines.incarnation(shard, epoch.decode())
            snapshot = Snapshot(stream, incarnation, int(version), bytes.fromhex(digest.decode()), body)
        except ValueError:
            return None
        found = await asyncio.to_thread(_sum, snapshot)
        return snapshot if found == checksum.decode(errors="replace") else None


def _sum(snapshot: Snapshot) -> str:
    facts = f"{snapshot.stream} {stored_epoch(snapshot.epoch)} {snapshot.version} {snapshot.hash.hex()} "
    return hashlib.sha256(facts.encode() + snapshot.body).hexdigest()
