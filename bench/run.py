"""Compare the server with a plain Node peer on this machine: acknowledged votes, fan-out, memory. ``README.md`` explains it.

Only loopback, only temporary files. The two take turns, so that both meet the same noise; ratios are of one round.
"""

import argparse
import asyncio
import contextlib
import json
import os
import resource
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, ClassVar, NamedTuple

import aiohttp

HERE = Path(__file__).resolve().parent
PEER = HERE / "peer"
VOTERS = 200
WINDOW = 4  # votes under way per voter
QUESTIONS = 60
PER_ROOM = 250  # people
FILES_BESIDES = 200  # file descriptors that are no sockets of clients
TRIES = 3  # of a measurement that the noise of the machine broke
PATIENT = {"ORCHESTRATOR_CONNECT_SECONDS": "30"}  # a busy machine is slow with thousands of handshakes
CORES = sorted(os.sched_getaffinity(0))


class Scene(NamedTuple):
    """A prepared session and everybody who may connect to it."""

    session_id: str
    host: str
    tickets: list[str]
    questions: list[str]


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


class Broken(Exception):
    """Figures of a broken run are no figures."""


class Figure(NamedTuple):
    """One line of the table."""

    name: str
    more_is_better: bool


# -- processes ------------------------------------------------------------------------------------------------------------


class Running:
    """A child on a core of its own that is ended with us."""

    everyone: ClassVar[set["Running"]] = set()

    def __init__(self, command: Sequence[str], core: int, folder: Path) -> None:
        clean = {name: value for name, value in os.environ.items() if not name.startswith("ORCHESTRATOR_")}
        self._errors = (folder / "errors.txt").open("a")
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            text=True,
            env={**clean, **PATIENT},
            cwd=folder,
            preexec_fn=lambda: os.sched_setaffinity(0, {core}),
        )
        Running.everyone.add(self)

    def line(self) -> str:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"{self.process.args[0]} ended by itself with {self.process.wait()}")
        return line

    def ask(self, command: str) -> dict[str, Any]:
        assert self.process.stdin is not None
        self.process.stdin.write(command + "\n")
        self.process.stdin.flush()
        answer: dict[str, Any] = json.loads(self.line())
        return answer

    def cpu(self) -> float:
        """Seconds of processor time so far, all threads."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory(self) -> int:
        """Resident bytes."""
        return int(Path(f"/proc/{self.process.pid}/statm").read_text().split()[1]) * resource.getpagesize()

    def end(self) -> None:
        if self in Running.everyone:
            Running.everyone.discard(self)
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
            self._errors.close()


@contextlib.contextmanager
def running(command: Sequence[str], core: int, folder: Path) -> Iterator[Running]:
    child = Running(command, core, folder)
    try:
        yield child
    finally:
        child.end()


def port_of(server: Running) -> int:
    """Both servers say in their first line where they serve."""
    return int(server.line().rstrip().rpartition(":")[2])


def ours(folder: Path) -> list[str]:
    store = f"sqlite:///{folder / 'ours.db'}"
    return [sys.executable, "-m", "orchestrator", "serve", "--port", "0", "--limits", "relaxed", "--store", store]


def node(folder: Path) -> list[str]:
    return ["node", str(PEER / "server.js"), "0", str(folder / "node.db")]


# -- preparing ------------------------------------------------------------------------------------------------------------


def build(folder: Path) -> Path:
    program = folder / "load"
    subprocess.run(["gcc", "-O2", "-o", program, HERE / "load.c"], check=True)
    return program


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


async def prepare(base: str, people: int) -> Scene:
    """A session in which everybody may vote for every question."""
    rooms = [{"theme": f"Theme {number}"} for number in range(1, max(3, min(20, people // PER_ROOM)) + 1)]
    agenda = [
        {"kind": "breakout", "title": "In your rooms", "minutes": 600, "at_end": "wait"},
        {"kind": "panel", "title": "With the panel", "minutes": 600, "at_end": "wait"},
    ]
    async with aiohttp.ClientSession(base, connector=aiohttp.TCPConnector(limit=64)) as http:

        async def post(path: str, body: object, bearer: str | None = None) -> dict[str, Any]:
            headers = {"Authorization": f"Bearer {bearer}"} if bearer else {}
            async with http.post(path, json=body, headers=headers) as response:
                answer: dict[str, Any] = await response.json()
                if response.status >= 300:
                    raise SystemExit(f"{path}: {answer}")
                return answer

        plan = {"title": f"{people} people", "agenda": agenda, "rooms": rooms}
        session = await post("/api/sessions", plan)
        path, host = f"/api/sessions/{session['session_id']}", session["tickets"]["host"]

        async def join(number: int) -> str:
            room = session["rooms"][number % len(rooms)]["room_id"]
            body = {"join_code": session["join_code"], "name": f"Person {number}", "room_id": room}
            return str((await post(f"{path}/participants", body))["ticket"])

        async def command(ticket: str, name: str, **data: str) -> dict[str, Any]:
            return await post(f"{path}/commands", {"name": name, "data": data}, ticket)

        tickets = await asyncio.gather(*(join(number) for number in range(people)))
        await command(host, "agenda.start")
        questions = []
        for number in range(QUESTIONS):
            made = await command(
                tickets[number], "qa_queue.draft", text=f"What would you do first about theme {number}, and why?"
            )
            questions.append(made["result"]["question_id"])
            await command(host, "qa_queue.submit", question_id=questions[-1])
        await command(host, "agenda.advance", from_phase="ph1")
        return Scene(session["session_id"], host, list(tickets), questions)


def prepare_all(folder: Path, sizes: Sequence[int]) -> dict[int, Scene]:
    with running(ours(folder), CORES[0], folder) as server:
        base = f"http://127.0.0.1:{port_of(server)}"
        return {size: asyncio.run(prepare(base, size)) for size in sizes}


async def wake(base: str, scene: Scene) -> None:
    """Read the session once, so that its own memory does not count as its clients'."""
    url = f"{base}/api/sessions/{scene.session_id}"
    async with aiohttp.ClientSession() as http, http.get(url, headers={"Authorization": f"Bearer {scene.host}"}) as response:
        response.raise_for_status()


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


def table(rounds: dict[str, list[dict[Figure, float]]]) -> str:
    names = list(rounds)
    head = ["", *(f"{name}: min, median, max" for name in names)]
    if len(names) == 2:
        head.append(f"{names[0]}/{names[1]}: min, median, max")
    lines = [head]
    for figure in rounds[names[0]][0]:
        values = [[one[figure] for one in rounds[name]] for name in names]
        cells = [spread(series, digits(series)) for series in values]
        if len(names) == 2:
            ratios = [a / b if b else float("inf") for a, b in zip(*values, strict=True)]
            better = statistics.median(ratios) > 1 if figure.more_is_better else statistics.median(ratios) < 1
            cells.append(spread(ratios, 2) + ("  better" if better else ""))
        lines.append([figure.name, *cells])
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines)


def digits(series: Sequence[float]) -> int:
    return 0 if max(series) >= 100 else 1


def spread(series: Sequence[float], places: int) -> str:
    return " ".join(f"{value:>9,.{places}f}" for value in (min(series), statistics.median(series), max(series)))


# -- the run --------------------------------------------------------------------------------------------------------------


def raise_file_limit(most: int) -> int:
    """How many clients fit."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = most + FILES_BESIDES
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))
    return resource.getrlimit(resource.RLIMIT_NOFILE)[0] - FILES_BESIDES


def jobs_for(crowds: Sequence[int], seconds: float, hz: float) -> list[Job]:
    jobs = [Job(f"votes, {VOTERS} clients", VOTERS, f"votes {seconds} {WINDOW}", "votes", "votes_per_second", "ack")]
    for crowd in crowds:
        command = f"fanout {seconds} {hz}"
        jobs.append(Job(f"fan-out, {crowd:,} clients", crowd, command, "deliveries", "deliveries_per_second", "last"))
    return jobs


def stop_after(seconds: float) -> threading.Timer:
    def stop() -> None:
        print(f"stopped: it took longer than {seconds:.0f} s", file=sys.stderr, flush=True)
        for child in list(Running.everyone):
            child.process.kill()

    timer = threading.Timer(seconds, stop)
    timer.daemon = True
    timer.start()
    return timer


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
