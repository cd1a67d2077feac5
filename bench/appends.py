"""How much Redis can take: commits of ``RedisLog`` to many streams at once, through the one connection a worker has."""

import asyncio
import secrets
import time
from typing import NamedTuple

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


class Pace(NamedTuple):
    """``apart``: seconds between two commits of a stream."""

    name: str
    streams: int
    apart: float
    votes: int


FULL = Pace("full speed, 1 vote each", STREAMS, 0, 1)
FULL_OF_HUNDREDS = Pace("full speed, 100 votes each", STREAMS, 0, 100)
QUIET = Pace("one by one, 5 ms apart", 1, 0.005, 1)


def appends(redis: RedisChild, seconds: float, pace: Pace, idle: int, listening: Running | None = None) -> dict[Figure, float]:
    """``listening``: a server whose ``idle`` workers hear of each commit, and need none."""
    name = f"{pace.name}, {idle} idle workers" if listening else pace.name
    told, before = redis.told(), listening.cpu() if listening else 0.0
    thread, took = redis.cpu_of_the_thread(), time.monotonic()
    count = uvloop.run(_fill(redis.url, seconds, pace))
    thread, took = redis.cpu_of_the_thread() - thread, time.monotonic() - took
    looks = redis.told()["xread"] - told.get("xread", 0)
    figures = {
        Figure(f"{name}: appends per second", True): count / took,
        Figure(f"{name}: Redis' thread per append, µs", False): thread / count * 1e6,
        Figure(f"{name}: looks for changes per append", False): looks / count,
    }
    if listening:
        cpu = (listening.cpu() - before) / count * 1e6
        figures[Figure(f"{name}: their processor per 1,000 appends, ms", False)] = cpu
    return figures


async def _fill(url: str, seconds: float, pace: Pace) -> int:
    log = await RedisLog.open(url)
    body = encode(tuple(_vote(number) for number in range(pace.votes)))
    until = time.monotonic() + seconds
    names = [f"s{secrets.token_hex(10)}" for _ in range(pace.streams)]
    counts = await asyncio.gather(*(_append(log, name, body, until, pace.apart) for name in names))
    await log.close()
    return sum(counts)


async def _append(log: RedisLog, stream: str, body: bytes, until: float, apart: float) -> int:
    version, last = 0, NO_HASH
    while time.monotonic() < until:
        last = chain(last, body)
        version += 1
        await log.append(Commit(stream, version, body, last), None)
        await asyncio.sleep(apart)
    return version


def _vote(number: int) -> Entry:
    who = ActorId(f"p{number}")
    cast = VoteCast(at=AT, question_id=QuestionId("q17"), voter_id=who, room_id=RoomId("r3"))
    return Entry(actor=who, at=AT, events=(cast,), command_id=secrets.token_hex(8))
