"""What one worker holds on SQLite, and what 1, 2 and 4 hold on Redis: votes, fan-out, memory, and what Redis itself could do.

Every round starts a fresh Redis and a fresh server for each of them, on a copy of the same prepared store. Where workers, Redis
and the load client share few cores, votes per second say little; processor time per 1,000 votes is what to reckon with.
``README.md`` explains the figures.
"""

import argparse
import asyncio
import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from appends import FULL, FULL_OF_HUNDREDS, QUIET, appends
from children import Running, memory_of, port_of, raise_file_limit, running, stop_after
from figures import Broken, Figure, table
from redis_child import RedisChild, redis_running
from scenes import Scene, build, prepare, version_of, wake

VOTERS = 200
SESSIONS = 8  # at once
WINDOW = 4  # votes under way per voter
TRIES = 3  # of a measurement that the noise of the machine broke
LOOKS = 24  # at a session for each worker, on connections of their own: then each has read it


class Side(NamedTuple):
    """``fsync``: how Redis writes its file; without it the store is SQLite."""

    workers: int
    fsync: str = ""

    @property
    def name(self) -> str:
        return f"Redis {self.fsync}, {self.workers}" if self.fsync else "SQLite, 1"


SIDES = [Side(1), *(Side(workers, fsync) for fsync in ("everysec", "always") for workers in (1, 2, 4))]


class Scenes(NamedTuple):
    """``several``: sessions in which the voters of ``one`` would be spread."""

    one: Scene
    several: list[Scene]
    crowd: Scene


class Size(NamedTuple):
    """``crowd``: clients of the fan-out, to which ``hz`` votes a second are told; ``seconds`` of each measurement."""

    crowd: int
    hz: float
    seconds: float


class Bench:
    """A server of one side at work, with its Redis; each measurement adds its figures."""

    def __init__(self, side: Side, size: Size, folder: Path, program: Path, server: Running, redis: RedisChild | None) -> None:
        self.side, self.size, self.folder, self.program, self.server, self.redis = side, size, folder, program, server, redis
        self.port = port_of(server)
        self.base = f"http://127.0.0.1:{self.port}"
        self.figures: dict[Figure, float] = {}

    def figure(self, name: str, value: float, *, more_is_better: bool = False) -> None:
        self.figures[Figure(name, more_is_better)] = value

    def workers(self) -> list[int]:
        everybody = self.server.everybody()
        return everybody[1:] or everybody

    def wake(self, scene: Scene) -> None:
        async def look() -> None:
            await asyncio.gather(*(wake(self.base, scene) for _ in range(LOOKS * self.side.workers)))

        asyncio.run(look())

    @contextmanager
    def crowd(self, scenes: list[Scene], clients: int) -> Iterator[Running]:
        """The load client, connected. Raises ``Broken`` where somebody was left outside."""
        tickets = self.folder / "tickets.txt"
        each = clients // len(scenes)
        tickets.write_text("".join(f"{scene.session_id} {ticket}\n" for scene in scenes for ticket in scene.tickets[:each]))
        load = [str(self.program), str(self.port), str(tickets), ",".join(scenes[0].questions)]
        with running(load, None, self.folder) as client:
            connected = json.loads(client.line())
            if connected["ready"] != clients:
                raise Broken(f"only {connected['ready']} of {clients} connected")
            yield client

    def asked(self, client: Running, command: str) -> tuple[dict[str, Any], float, float]:
        """The answer, and the processor seconds of the workers and of Redis meanwhile."""
        workers, redis = self.server.cpu(), self.redis.cpu() if self.redis else 0.0
        answer = client.ask(command)
        wrong = [f"{key}={answer[key]}" for key in ("refused", "dead", "missed") if answer.get(key)]
        if wrong:
            raise Broken(f"{', '.join(wrong)}\n{(self.folder / 'errors.txt').read_text()[-2000:]}".strip())
        return answer, self.server.cpu() - workers, (self.redis.cpu() if self.redis else 0.0) - redis

    # -- the measurements ---------------------------------------------------------------------------------------------------

    def fan_out(self, scene: Scene) -> None:
        name = f"fan-out, {self.size.crowd:,} clients"
        with self.crowd([scene], self.size.crowd) as client:
            answer, cpu, _ = self.asked(client, f"fanout {self.size.seconds} {self.size.hz}")
        self.figure(f"{name}: workers' processor per 1,000 deliveries, ms", cpu * 1e6 / answer["deliveries"])
        self.figure(f"{name}: bytes per delivery", answer["bytes"] / answer["deliveries"])
        self.figure(f"{name}: last delivery p50, ms", answer["last"]["p50"])
        self.figure(f"{name}: last delivery p99, ms", answer["last"]["p99"])

    def memory(self, scene: Scene) -> None:
        workers = self.workers()
        self.figure("memory of a worker alone, MB", sum(map(memory_of, workers)) / len(workers) / 1e6)
        self.wake(scene)
        before = self.server.memory()
        with self.crowd([scene], self.size.crowd):
            self.figure("memory per 1,000 sockets, MB", (self.server.memory() - before) / self.size.crowd / 1e3)

    def votes(self, name: str, scenes: list[Scene]) -> None:
        versions = [version_of(self.base, scene) for scene in scenes]
        told = self.redis.told() if self.redis else {}
        with self.crowd(scenes, VOTERS) as client:
            answer, workers, redis = self.asked(client, f"votes {self.size.seconds} {WINDOW}")
        thousands = answer["votes"] / 1000
        commits = sum(version_of(self.base, scene) for scene in scenes) - sum(versions)
        self.figure(f"{name}: votes per second", answer["votes_per_second"], more_is_better=True)
        self.figure(f"{name}: ack p50, ms", answer["ack"]["p50"])
        self.figure(f"{name}: ack p99, ms", answer["ack"]["p99"])
        self.figure(f"{name}: workers' processor per 1,000 votes, ms", workers * 1e3 / thousands)
        self.figure(f"{name}: commits per second", commits / self.size.seconds, more_is_better=True)
        self.figure(f"{name}: votes per commit", answer["votes"] / commits, more_is_better=True)
        if self.redis:
            grown = {key: value - told.get(key, 0) for key, value in self.redis.told().items()}
            self.figure(f"{name}: Redis' processor per 1,000 votes, ms", redis * 1e3 / thousands)
            self.figure(f"{name}: Redis' processor per commit, µs", redis * 1e6 / commits)
            self.figure(f"{name}: conflicts per commit, about", conflicts(grown, commits))
            self.figure(f"{name}: looks for changes per commit", grown.get("xread", 0) / commits)
            self.figure(f"{name}: memory of Redis per 1,000 votes, kB", grown["memory"] / 1e3 / thousands)
            self.figure(f"{name}: file of Redis per 1,000 votes, kB", grown["file"] / 1e3 / thousands)


def conflicts(grown: dict[str, float], commits: int) -> float:
    """How many appends were refused for each that was not, from what Redis counts by command.

    Each append and each reading of a stream asks once for its length and once for its head, a snapshot kept once for the
    head; who reads asks for the head once more, for the epoch.
    """
    kept = grown.get("eval", 0) - grown.get("xlen", 0) - grown.get("time", 0)
    readings = grown.get("hget", 0) - grown.get("xlen", 0) - kept
    return max(0.0, grown.get("xlen", 0) - readings - commits) / commits


# -- the run --------------------------------------------------------------------------------------------------------------


def serve(side: Side, folder: Path, redis: RedisChild | None) -> list[str]:
    store = redis.url if redis else f"sqlite:///{folder / 'ours.db'}"
    options = ["--port", "0", "--limits", "relaxed", "--workers", str(side.workers), "--store", store]
    return [sys.executable, "-m", "orchestrator", "serve", *options]


@contextmanager
def at_work(side: Side, size: Size, folder: Path, program: Path) -> Iterator[Bench]:
    """A server on the store that lies in ``folder``."""
    with ExitStack() as stack:
        redis = stack.enter_context(redis_running(folder, side.fsync)) if side.fsync else None
        server = stack.enter_context(running(serve(side, folder, redis), None, folder))
        yield Bench(side, size, folder, program, server, redis)


def prepared(side: Side, size: Size, folder: Path, program: Path) -> Scenes:
    """The sessions, in a store of this kind."""
    folder.mkdir()

    async def all_scenes(base: str) -> Scenes:
        several = [await prepare(base, VOTERS // SESSIONS) for _ in range(SESSIONS)]
        return Scenes(await prepare(base, VOTERS), several, await prepare(base, size.crowd))

    with at_work(side, size, folder, program) as bench:
        return asyncio.run(all_scenes(bench.base))


def measured(side: Side, size: Size, scenes: Scenes, template: Path, program: Path) -> dict[Figure, float]:
    """All figures of a side, once."""
    with tempfile.TemporaryDirectory(dir=template.parent) as name:
        folder = Path(name) / "store"
        shutil.copytree(template, folder)
        with at_work(side, size, folder, program) as bench:
            bench.memory(scenes.crowd)
            again_if_broken(lambda: bench.votes("one session", [scenes.one]), side)
            again_if_broken(lambda: bench.votes(f"{SESSIONS} sessions", scenes.several), side)
            again_if_broken(lambda: bench.fan_out(scenes.crowd), side)
            return bench.figures


def again_if_broken(measure: Callable[[], None], side: Side) -> None:
    for left in reversed(range(TRIES)):
        try:
            measure()
            return
        except Broken as error:
            if not left:
                raise SystemExit(f"{side.name}: {error}") from None
            print(f"again, as this broke: {side.name}: {error}", flush=True)


def ceiling(fsync: str, size: Size, folder: Path) -> dict[Figure, float]:
    """What Redis could do, alone and with workers that have nothing to do but to hear of it."""
    figures: dict[Figure, float] = {}
    for idle in (0, 4):
        here = folder / f"{idle}"
        here.mkdir()
        with ExitStack() as stack:
            redis = stack.enter_context(redis_running(here, fsync))
            server = None
            if idle:
                server = stack.enter_context(running(serve(Side(idle, fsync), here, redis), None, here))
                port_of(server)
            for pace in (QUIET, FULL) if idle else (QUIET, FULL, FULL_OF_HUNDREDS):
                figures |= appends(redis, size.seconds / 2, pace, idle, server)
    return figures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--quick", action="store_true", help="one round, 300 clients: under 2 minutes")
    parser.add_argument("--rounds", type=int, help="how often they take turns (3)")
    parser.add_argument("--crowd", type=int, help="clients of the fan-out (1000)")
    parser.add_argument("--seconds", type=float, help="length of each measurement (2)")
    options = parser.parse_args()
    if shutil.which("redis-server") is None:
        raise SystemExit("redis-server is not installed")
    rounds = options.rounds or (1 if options.quick else 3)
    size = Size(options.crowd or (300 if options.quick else 1000), 20, options.seconds or (1.2 if options.quick else 2))
    if raise_file_limit(size.crowd) < size.crowd:
        raise SystemExit(f"this system does not allow {size.crowd} clients at once")
    print(f"cores: {len(os.sched_getaffinity(0))}, shared by all; load before: {os.getloadavg()[0]:.1f}", flush=True)

    figures: dict[str, list[dict[Figure, float]]] = {side.name: [] for side in SIDES}
    alone: dict[str, list[dict[Figure, float]]] = {"everysec": [], "always": []}
    watchdog = stop_after(180 if options.quick else max(600, 200 * rounds))
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="orchestrator-bench-") as name:
        try:
            folder = Path(name)
            program = build(folder)
            kinds = {"": Side(1), "redis": Side(1, "everysec")}
            scenes = {kind: prepared(side, size, folder / f"template-{kind}", program) for kind, side in kinds.items()}
            for number in range(1, rounds + 1):
                for side in SIDES:
                    kind = "redis" if side.fsync else ""
                    figures[side.name].append(measured(side, size, scenes[kind], folder / f"template-{kind}", program))
                for fsync, series in alone.items():
                    with tempfile.TemporaryDirectory(dir=folder) as empty:
                        series.append(ceiling(fsync, size, Path(empty)))
                print(f"round {number} of {rounds} after {time.monotonic() - began:.0f} s", flush=True)
        finally:
            watchdog.cancel()
            for child in list(Running.everyone):
                child.end()
    print(f"load after: {os.getloadavg()[0]:.1f}")
    for fsync in alone:
        print(f"\nworkers\n{table({name: series for name, series in figures.items() if fsync in name or 'SQLite' in name})}")
    print(f"\nappends of one RedisLog, which listens, too\n{table(alone)}")


if __name__ == "__main__":
    main()
