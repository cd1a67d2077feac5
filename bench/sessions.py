"""What a session of 40 people takes: memory of the worker that runs it, of one that only read it, and of Redis."""

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import aiohttp
from children import Running, port_of, running
from redis_child import RedisChild, redis_running
from scenes import Scene, prepare, version_of, wake

PEOPLE, QUESTIONS, VOTES = 40, 10, 5  # votes of each person
BEFORE = 5  # sessions that are not counted: what every worker needs once is there then


@contextmanager
def serving(redis: RedisChild, folder: Path) -> Iterator[tuple[Running, str]]:
    options = ["--port", "0", "--limits", "relaxed", "--store", redis.url]
    with running([sys.executable, "-m", "orchestrator", "serve", *options], None, folder) as server:
        yield server, f"http://127.0.0.1:{port_of(server)}"


async def held(base: str, count: int) -> list[Scene]:
    """So many sessions in which everybody has voted."""
    return [await _held(base) for _ in range(count)]


async def _held(base: str) -> Scene:
    scene = await prepare(base, PEOPLE, QUESTIONS)
    async with aiohttp.ClientSession(base) as http:
        for choice in range(VOTES):  # one after the other, as in an evening: then each is a commit of its own
            for number, ticket in enumerate(scene.tickets):
                data = {"question_id": scene.questions[(number + choice) % QUESTIONS]}
                body = {"name": "qa_queue.cast_vote", "data": data}
                headers = {"Authorization": f"Bearer {ticket}"}
                async with http.post(f"/api/sessions/{scene.session_id}/commands", json=body, headers=headers) as response:
                    response.raise_for_status()
    return scene


async def read(base: str, scenes: Sequence[Scene]) -> None:
    for scene in scenes:
        await wake(base, scene)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sessions", type=int, default=40, help="how many are counted (40)")
    count = parser.parse_args().sessions
    with tempfile.TemporaryDirectory(prefix="orchestrator-bench-") as name:
        folder = Path(name)
        with redis_running(folder, "everysec") as redis:
            with serving(redis, folder) as (server, base):
                first = asyncio.run(held(base, BEFORE))
                memory, told = server.memory(), redis.told()
                scenes = asyncio.run(held(base, count))
                tell("of the worker that ran it, kB", (server.memory() - memory) / count / 1e3)
                tell("of Redis, kB", (redis.told()["memory"] - told["memory"]) / count / 1e3)
                tell("of the file of Redis, kB", (redis.told()["file"] - told["file"]) / count / 1e3)
                tell("commits", sum(version_of(base, scene) for scene in scenes) / count)
            with serving(redis, folder) as (server, base):
                asyncio.run(read(base, first))
                memory = server.memory()
                asyncio.run(read(base, scenes))
                tell("of a worker that read it, kB", (server.memory() - memory) / count / 1e3)


def tell(what: str, value: float) -> None:
    print(f"a session of {PEOPLE} people, {QUESTIONS} questions, {PEOPLE * VOTES} votes: {what:<30} {value:>9,.1f}", flush=True)


if __name__ == "__main__":
    main()
