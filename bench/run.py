"""Compare the server with a plain Node peer on this machine: acknowledged votes, fan-out, memory. ``README.md`` explains it.

Only loopback, only temporary files. The two take turns, so that both meet the same noise; ratios are of one round.
"""

import argparse
import asyncio
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from children import CORES, Running, port_of, raise_file_limit, running, stop_after
from figures import Broken, Figure, table
from scenes import Scene, build, prepare, wake

HERE = Path(__file__).resolve().parent
PEER = HERE / "peer"
VOTERS = 200
WINDOW = 4  # votes under way per voter
TRIES = 3  # of a measurement that the noise of the machine broke


class Job(NamedTuple):
    """What a fresh server is asked for: ``clients`` sockets, then one command of the load client."""

    name: str
    clients: int
    command: str
    count: str  # what of the answer is divided by the server's processor time
    rate: str  # the same per second
    latency: str  # the latency that matters


class Side(NamedTuple):
    """A server under test: how it is started, and whether it knows sessions."""

    name: str
    start: Callable[[Path], list[str]]
    plain: bool


# -- the sides ------------------------------------------------------------------------------------------------------------


def ours(folder: Path) -> list[str]:
    store = f"sqlite:///{folder / 'ours.db'}"
    return [sys.executable, "-m", "orchestrator", "serve", "--port", "0", "--limits", "relaxed", "--store", store]


def node(folder: Path) -> list[str]:
    return ["node", str(PEER / "server.js"), "0", str(folder / "node.db")]


# -- preparing ------------------------------------------------------------------------------------------------------------


def install_peer() -> str:
    """The peer's packages as locked; says why there is no peer, or nothing."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        return "node and npm are not installed"
    lock, installed = PEER / "package-lock.json", PEER / "node_modules" / ".package-lock.json"
    if installed.exists() and installed.stat().st_mtime >= lock.stat().st_mtime:
        return ""
    print("installing the peer's packages, once (a few minutes where SQLite has to be compiled) …", flush=True)
    done = subprocess.run(["npm", "ci", "--no-fund", "--no-audit"], cwd=PEER, capture_output=True, text=True, check=False)
    if done.returncode:
        return f"npm ci failed: {done.stderr.strip()[-300:]}"
    installed.touch()
    return ""


def prepare_all(folder: Path, sizes: Sequence[int]) -> dict[int, Scene]:
    with running(ours(folder), CORES[0], folder) as server:
        base = f"http://127.0.0.1:{port_of(server)}"
        return {size: asyncio.run(prepare(base, size)) for size in sizes}


# -- measuring ------------------------------------------------------------------------------------------------------------


def measured(side: Side, job: Job, scene: Scene, program: Path, template: Path) -> dict[Figure, float]:
    """``measure``, again if it broke."""
    for left in reversed(range(TRIES)):
        try:
            return measure(side, job, scene, program, template)
        except Broken as error:
            if not left:
                raise SystemExit(str(error)) from None
            print(f"again, as this broke: {error}", flush=True)
    raise AssertionError


def measure(side: Side, job: Job, scene: Scene, program: Path, template: Path) -> dict[Figure, float]:
    """One job on a fresh server with a fresh copy of the prepared store."""
    with tempfile.TemporaryDirectory(dir=template.parent) as name:
        folder = Path(name)
        for file in template.glob("ours.db*"):
            shutil.copy(file, folder)
        tickets = folder / "tickets.txt"
        tickets.write_text("".join(f"{scene.session_id} {ticket}\n" for ticket in scene.tickets))
        with running(side.start(folder), CORES[0], folder) as server:
            port = port_of(server)
            if not side.plain:
                asyncio.run(wake(f"http://127.0.0.1:{port}", scene))
            before = server.memory()
            load = [str(program), str(port), str(tickets), ",".join(scene.questions), *(["plain"] if side.plain else [])]
            with running(load, CORES[-1], folder) as client:
                connected = json.loads(client.line())
                memory = (server.memory() - before) / job.clients / 1024
                cpu = server.cpu()
                answer = client.ask(job.command)
                cpu = server.cpu() - cpu
        errors = (folder / "errors.txt").read_text().strip()
    check(side, job, connected, answer, errors)
    latency = answer[job.latency]
    figures = {
        Figure(f"{job.name}: {job.count} per second", True): answer[job.rate],
        Figure(f"{job.name}: {job.count} per second of processor", True): answer[job.count] / cpu,
        Figure(f"{job.name}: {job.latency} p50, ms", False): latency["p50"],
        Figure(f"{job.name}: {job.latency} p99, ms", False): latency["p99"],
    }
    if job.latency == "last":
        figures[Figure(f"{job.name}: broadcasts per second", True)] = answer["broadcasts"] / answer["seconds"]
        figures[Figure(f"{job.name}: connects per second", True)] = connected["per_second"]
        figures[Figure(f"{job.name}: memory per connection, kB", False)] = memory
    return figures


def check(side: Side, job: Job, connected: dict[str, Any], answer: dict[str, Any], errors: str) -> None:
    """Raise ``Broken`` where anything was lost or refused."""
    wrong = [f"{key}={answer[key]}" for key in ("refused", "dead", "missed") if answer.get(key)]
    if connected["ready"] != job.clients or job.latency not in answer:
        wrong.append(f"only {connected['ready']} of {job.clients} connected")
    if wrong:
        raise Broken(f"{side.name}, {job.name}: {', '.join(wrong)}\n{errors[-2000:]}".strip())
    if answer["client_cpu"] > 0.9:
        print(
            f"  {side.name}, {job.name}: the load client was busy to {answer['client_cpu']:.0%}; it may be the limit", flush=True
        )


# -- telling --------------------------------------------------------------------------------------------------------------


# -- the run --------------------------------------------------------------------------------------------------------------


def jobs_for(crowds: Sequence[int], seconds: float, hz: float) -> list[Job]:
    jobs = [Job(f"votes, {VOTERS} clients", VOTERS, f"votes {seconds} {WINDOW}", "votes", "votes_per_second", "ack")]
    for crowd in crowds:
        command = f"fanout {seconds} {hz}"
        jobs.append(Job(f"fan-out, {crowd:,} clients", crowd, command, "deliveries", "deliveries_per_second", "last"))
    return jobs


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--quick", action="store_true", help="one round, 1,000 clients at most: under 90 s")
    parser.add_argument("--rounds", type=int, help="how often the servers take turns (3)")
    parser.add_argument("--crowds", type=int, nargs="*", help="clients of the fan-outs (1000 5000)")
    parser.add_argument("--hz", type=float, default=20, help="votes a second that set off the fan-outs (20)")
    parser.add_argument("--seconds", type=float, help="length of each measurement (5)")
    parser.add_argument("--alone", action="store_true", help="without the peer")
    options = parser.parse_args()
    rounds = options.rounds or (1 if options.quick else 3)
    crowds = options.crowds if options.crowds is not None else [1000] if options.quick else [1000, 5000]
    most = raise_file_limit(max([VOTERS, *crowds]))
    if most < max([0, *crowds]):
        print(f"this system allows only {most} clients at once")
    crowds = [crowd for crowd in crowds if crowd <= most]
    no_peer = "it was not wanted" if options.alone else install_peer()
    if no_peer:
        print(f"no peer: {no_peer}")
    sides = [Side("ours", ours, False), *([] if no_peer else [Side("node", node, True)])]
    jobs = jobs_for(crowds, options.seconds or (3 if options.quick else 5), options.hz)
    print(f"cores: server {CORES[0]}, client {CORES[-1]}; load before: {os.getloadavg()[0]:.1f}", flush=True)

    figures: dict[str, list[dict[Figure, float]]] = {side.name: [] for side in sides}
    watchdog = stop_after(90 if options.quick else max(360, 120 * rounds))
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="orchestrator-bench-") as name:
        try:
            program, template = build(Path(name)), Path(name) / "template"
            template.mkdir()
            scenes = prepare_all(template, sorted({job.clients for job in jobs}))
            for number in range(1, rounds + 1):
                fresh: dict[str, dict[Figure, float]] = {side.name: {} for side in sides}
                for job in jobs:
                    for side in sides:
                        fresh[side.name] |= measured(side, job, scenes[job.clients], program, template)
                for side in sides:
                    figures[side.name].append(fresh[side.name])
                print(f"round {number} of {rounds} after {time.monotonic() - began:.0f} s", flush=True)
        finally:
            watchdog.cancel()
            for child in list(Running.everyone):
                child.end()
    print(f"load after: {os.getloadavg()[0]:.1f}\n\n{table(figures)}")


if __name__ == "__main__":
    main()
