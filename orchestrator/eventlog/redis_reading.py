"""Reading a log in Redis, and proving what was read: nothing is handed on that does not continue the chain."""

from typing import NamedTuple

from orchestrator.eventlog import redis_keys as keys
from orchestrator.eventlog.log import NO_HASH, Commit, Damaged, chain
from orchestrator.eventlog.redis_line import Command
from orchestrator.eventlog.redis_lines import Lines

PAGE = 200  # commits read at once


class Tail(NamedTuple):
    """Where a stream ended when this process last looked."""

    version: int
    hash: bytes


class Head(NamedTuple):
    """What Redis says of a stream. ``length``: how many commits it really holds."""

    version: int
    epoch: str
    hash: bytes
    length: int


Entry = tuple[int, bytes, bytes]  # version, body, hash


class Reader:
    """``tails``: where the streams of this process ended. It only says what to ask for; Redis is asked all the same."""

    def __init__(self, lines: Lines) -> None:
        self.tails: dict[str, Tail] = {}
        self._lines = lines

    async def read(self, stream: str, after: int, limit: int | None) -> list[Commit]:
        """As ``Log.read``."""
        while True:
            commits = await self._read(stream, after, limit)
            if commits is not None:
                return commits

    async def tail(self, stream: str) -> Tail:
        """Where a stream ends. Raises ``Damaged`` where that commit is not what it was."""
        self.tails.pop(stream, None)
        await self.read(stream, max(0, (await self.head(stream)).version - 1), None)
        return self.tails.get(stream, Tail(0, NO_HASH))

    async def head(self, stream: str) -> Head:
        shard = keys.shard_of(stream)
        (stored,) = await self._lines.ask_until_told(shard, ("HGET", keys.heads(shard), stream))
        return head_of(stored)

    async def _read(self, stream: str, after: int, limit: int | None) -> list[Commit] | None:
        """``None``: the stream became another one meanwhile."""
        commits: list[Commit] = []
        begun: Head | None = None
        position, previous = after, None if after else NO_HASH
        while limit is None or len(commits) < limit:
            page = PAGE if limit is None else min(PAGE, limit - len(commits))
            head, entries = await self._page(stream, position, page + 1)
            if begun is not None and (head.epoch != begun.epoch or head.version < begun.version):
                return None
            begun = head
            if head.version <= position and head.length == head.version:
                break
            if entries and entries[0][0] == position and previous is None:
                previous = entries[0][2]  # where the chain goes on from
            found = _proven(stream, position, previous, [entry for entry in entries if entry[0] > position][:page])
            commits += found
            if found:
                position, previous = found[-1].version, found[-1].hash
            if len(entries) <= page and (limit is None or len(commits) < limit):
                _check_end(stream, head, position)
                break
        if begun is not None and position == begun.version and previous is not None:
            if begun.version and previous != begun.hash:
                raise Damaged(stream, begun.version, "it is not the last one that was stored")
            self.tails[stream] = Tail(begun.version, begun.hash)
        return commits

    async def _page(self, stream: str, after: int, count: int) -> tuple[Head, list[Entry]]:
        """What is known of a stream, and up to ``count`` commits from version ``after`` on, as of one moment."""
        shard = keys.shard_of(stream)
        script: Command = ("EVAL", keys.READ, 2, keys.log(stream), keys.heads(shard), stream, after, count)
        ((stored, length, entries),) = await self._lines.ask_until_told(shard, script)
        return head_of(stored, length), [_entry(stream, after, *entry) for entry in entries]


def head_of(stored: bytes | None, length: int = 0) -> Head:
    if not stored:
        return Head(0, "", NO_HASH, length)
    version, epoch, digest = stored.decode().split(" ")
    return Head(int(version), epoch, bytes.fromhex(digest), length)


def _entry(stream: str, after: int, name: bytes, fields: list[bytes]) -> Entry:
    """Raises ``Damaged`` where it is none of ours."""
    try:
        (_, body, _, digest, *_) = fields
        return int(name.partition(b"-")[0]), body, bytes.fromhex(digest.decode())
    except ValueError:
        raise Damaged(stream, after + 1, "it is no commit") from None


def _proven(stream: str, position: int, previous: bytes | None, entries: list[Entry]) -> list[Commit]:
    """The commits behind ``position``, each continuing the one before."""
    commits = []
    for expected, (version, body, stored) in enumerate(entries, start=position + 1):
        if version != expected:
            raise Damaged(stream, expected, "it is missing")
        if previous is None:
            raise Damaged(stream, position, "it is missing")
        commits.append(Commit(stream, version, body, stored))
        if stored != chain(previous, body):
            raise Damaged(stream, version, "it does not continue the chain")
        previous = stored
    return commits


def _check_end(stream: str, head: Head, position: int) -> None:
    """Whether the log ends where it should."""
    if position < head.version:
        raise Damaged(stream, position + 1, "it is missing")
    if position > head.version or head.length > head.version:
        raise Damaged(stream, head.version + 1, "it stands behind the last one that was stored")
    if head.length < head.version:
        raise Damaged(stream, head.length + 1, f"of {head.version} commits {head.length} are there")
