"""A worker in a process of its own that appends to one stream of a log, and says what became of each try, a line each.

``python -m tests.redis.writer URL NAME REPLICAS``. Ends with its standard input.
"""

import asyncio
import sys
import time

from orchestrator.eventlog.log import NO_HASH, Commit, StoreUnavailable, VersionConflict, chain
from orchestrator.eventlog.redis_line import Terms
from orchestrator.eventlog.redis_streams import RedisLog

STREAM = "s"
PAUSE_S = 0.005


async def write(url: str, name: str, replicas: int) -> None:
    log = await RedisLog.open(url, Terms(replicas=replicas))
    commits: list[Commit] = []
    stop = asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    number = 0
    while not stop.done():
        body = f"{name}-{number}".encode()
        try:
            commits += await log.read(STREAM, commits[-1].version if commits else 0)
            if body not in [commit.body for commit in commits]:
                version, previous = (commits[-1].version, commits[-1].hash) if commits else (0, NO_HASH)
                commit = Commit(STREAM, version + 1, body, chain(previous, body))
                await log.append(commit, None)
                commits.append(commit)
            say("stored", body)
            number += 1
        except VersionConflict:
            if not await log.read(STREAM, commits[-1].version if commits else 0):
                commits = await log.read(STREAM)  # what this worker has seen was cut
        except StoreUnavailable:
            say("refused", body)
        await asyncio.sleep(PAUSE_S)
    await log.close()


def say(what: str, body: bytes) -> None:
    print(f"{time.monotonic():.3f} {what} {body.decode()}", flush=True)


if __name__ == "__main__":
    asyncio.run(write(sys.argv[1], sys.argv[2], int(sys.argv[3])))
