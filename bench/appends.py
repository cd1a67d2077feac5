"""How much Redis can take: commits of ``RedisLog`` to many streams at once, through the one connection a worker has."""

import asyncio
import secrets
import time

import uvloop
from children import Running
from figures import Figure
from redis_child import RedisChild

from orchestrator.eventlog.log import NO_HASH, Commit, chain
from orchestrator.eventlog.redis_streams import RedisLog
from orchestrator.messages import ActorId, Millis, QuestionId, RoomId
from orchestrator.qa_queue.events import VoteCast
from orchestrator.session.codec import Entry, encode

STREAMS = 64
AT = Millis(1_790_000_000_000)


def appends(redis: RedisChild, seconds: float, votes: int, who: str, listening: Running | None = None) -> dict[Figure, float]:
    """Figures of commits of so many votes. ``listening``: a server whose workers hear of each commit, and need none."""
    name = f"{votes} vote{'s' if votes > 1 else ''} each, {who}"
    idle = listening.cpu() if listening else 0.0
    told, thread, took = redis.told(), redis.cpu_of_the_thread(), time.monotonic()
    count = uvloop.run(_fill(redis.url, seconds, encode(tuple(_vote(number) for number in range(votes)))))
    thread, took = redis.cpu_of_the_thread() - thread, time.monotonic() - took
    figures = {
        Figure(f"{name}: appends per second", True): count / took,
        Figure(f"{name}: Redis' thread per append, µs", False): thread / count * 1e6,
        Figure(f"{name}: appends per second of Redis' thread", True): count / thread,
    }
    if listening:
        looks = redis.told()["xread"] - told.get("xread", 0)
        figures[Figure(f"{name}: looks for changes per append", False)] = looks / count
        figures[Figure(f"{name}: idle workers' processor per 1,000 appends, ms", False)] = (listening.cpu() - idle) / count * 1e6
    return figures


async def _fill(url: str, seconds: float, body: bytes) -> int:
    log = await RedisLog.open(url)
    until = time.monotonic() + seconds
    counts = await asyncio.gather(*(_append(log, f"s{secrets.token_hex(10)}", body, until) for _ in range(STREAMS)))
    await log.close()
    return sum(counts)


async def _append(log: RedisLog, stream: str, body: bytes, until: float) -> int:
    version, last = 0, NO_HASH
    while time.monotonic() < until:
        last = chain(last, body)
        version += 1
        await log.append(Commit(stream, version, body, last), None)
    return version


def _vote(number: int) -> Entry:
    who = ActorId(f"p{number}")
    cast = VoteCast(at=AT, question_id=QuestionId("q17"), voter_id=who, room_id=RoomId("r3"))
    return Entry(actor=who, at=AT, events=(cast,), command_id=secrets.token_hex(8))
