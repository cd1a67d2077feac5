"""A whole server whose Redis master is killed while everybody writes: Sentinel promotes a replica, and nothing is lost."""

import asyncio
import random
import signal
import subprocess
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

import pytest
import redis

from tests.processes.server import Evening, free_port, free_ports
from tests.processes.storm import Phone, draft, heard, say
from tests.processes.workers import Workers
from tests.redis.server import RedisServer
from tests.workers.supervised import until

pytestmark = [pytest.mark.process, pytest.mark.soak]

PEOPLE = 200
PATIENCE_S = 60
SENTINEL = """
port {port}
bind 127.0.0.1
sentinel monitor mymaster 127.0.0.1 {master} 2
sentinel down-after-milliseconds mymaster 1000
sentinel failover-timeout mymaster 3000
"""


class Watched(NamedTuple):
    master: RedisServer
    url: str


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Watched]:
    """A master, two replicas, and three Sentinels that agree."""
    with ExitStack() as stack:
        master = stack.enter_context(RedisServer(tmp_path / "master"))
        for name in ("one", "two"):
            stack.enter_context(RedisServer(tmp_path / name, "--replicaof", "127.0.0.1", str(master.port)))
        until(lambda: str(master.cli("INFO", "replication")).count("'online'") == 2, PATIENCE_S)
        ports = free_ports(3)
        for port in ports:
            file = tmp_path / f"{port}.conf"
            file.write_text(SENTINEL.format(port=port, master=master.port))
            sentinel = subprocess.Popen(["redis-server", str(file), "--sentinel"], stdout=subprocess.DEVNULL)
            stack.callback(sentinel.wait)
            stack.callback(sentinel.kill)
        until(lambda: all(knows(port, sentinels=2, replicas=2) for port in ports), PATIENCE_S)
        yield Watched(master, "redis+sentinel://" + ",".join(f"127.0.0.1:{port}" for port in ports) + "/mymaster/0")


def knows(port: int, sentinels: int, replicas: int) -> bool:
    """Whether this Sentinel has found so many others."""
    try:
        with redis.Redis(port=port, decode_responses=True) as client:
            seen = client.sentinel_master("mymaster")
    except redis.RedisError:
        return False
    return (seen["num-other-sentinels"], seen["num-slaves"]) == (sentinels, replicas)


async def test_a_master_that_is_killed_while_everybody_writes_costs_nothing(watched, http):
    dice = random.Random(5)
    with Workers(watched.url, free_port(), count=2, redis_replicas="1") as server:
        assert server.start()
        evening = await Evening.open(http, server.url)
        tickets = [await evening.join(f"Writer {number}", f"r{1 + number % 2}") for number in range(PEOPLE)]
        await evening.send(evening.host, "agenda.start")
        phones = [Phone(server.port, evening.session_id, ticket, [draft(v, 0)], dice) for v, ticket in enumerate(tickets)]
        await asyncio.gather(*[phone.connect() for phone in phones])
        await heard(phones)

        saying = asyncio.create_task(say(phones, 1))
        await asyncio.sleep(0)  # all of it is on the way
        watched.master.stop(signal.SIGKILL)
        await saying
        await say(phones, 2)

        shown = (await evening.look())["view"]["questions"].values()
        assert Counter(question["text"] for question in shown) == Counter(
            draft(voter, turn).data["text"] for voter in range(PEOPLE) for turn in range(3)
        )
        assert [phone.wrong for phone in phones if phone.wrong] == []
        code, said = await asyncio.to_thread(server.end)
        assert code == 0
        assert 0 < said.count("\n") < 100, "what everybody meets again and again is said a few times"
