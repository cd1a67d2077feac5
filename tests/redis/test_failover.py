"""A master that is cut off from its Sentinels, with real Sentinels, in network namespaces: no acknowledged write is lost."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import IO

import pytest

from orchestrator.eventlog.redis_keys import log
from tests.redis.server import EVERYTHING
from tests.redis.writer import STREAM

pytestmark = [pytest.mark.process, pytest.mark.soak]
ROOT = Path(__file__).parents[2]
HERE, THERE = "10.77.0.1", "10.77.0.2"  # addresses inside the namespaces only
OPEN = ("--protected-mode", "no")  # nobody else is in the namespace
SOON = 40
SENTINEL = """
port {port}
sentinel resolve-hostnames no
sentinel monitor mymaster {master} 6379 2
sentinel down-after-milliseconds mymaster 1000
sentinel failover-timeout mymaster 3000
sentinel parallel-syncs mymaster 2
"""


def run(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=20).stdout


class Sides:
    """Two namespaces with a wire between them."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.names = {HERE: f"orc{os.getpid()}a", THERE: f"orc{os.getpid()}b"}
        self._stack = ExitStack()
        self.said: dict[str, Path] = {}

    def __enter__(self) -> "Sides":
        for name in self.names.values():
            run("ip", "netns", "add", name)
            self._stack.callback(run, "ip", "netns", "del", name)
        one, two = self.names.values()
        run("ip", "link", "add", "wire", "netns", one, "type", "veth", "peer", "name", "wire", "netns", two)
        for address, name in self.names.items():
            run("ip", "-n", name, "addr", "add", f"{address}/24", "dev", "wire")
            for device in ("lo", "wire"):
                run("ip", "-n", name, "link", "set", device, "up")
        return self

    def __exit__(self, *error: object) -> None:
        self._stack.close()

    def start(self, side: str, *command: str, stdout: IO[str] | int = subprocess.DEVNULL) -> subprocess.Popen[str]:
        inside = ["ip", "netns", "exec", self.names[side], *command]
        errors = (self.directory / "errors").open("a")
        process = subprocess.Popen(inside, cwd=ROOT, stdin=subprocess.PIPE, stdout=stdout, stderr=errors, text=True)
        self._stack.callback(errors.close)
        self._stack.callback(process.wait)
        self._stack.callback(process.kill)
        return process

    def redis(self, side: str, port: int, *more: str) -> None:
        directory = self.directory / f"redis{side}-{port}"
        directory.mkdir()
        options = ["--port", str(port), "--bind", side, "--dir", str(directory), *OPEN, *EVERYTHING, *more]
        self.start(side, "redis-server", *options)
        until(lambda: self.cli(side, port, "PING") == "PONG")

    def sentinel(self, side: str, port: int) -> None:
        file = self.directory / f"sentinel{side}-{port}.conf"
        file.write_text(SENTINEL.format(port=port, master=HERE))
        self.start(side, "redis-server", str(file), "--sentinel", "--bind", side, *OPEN, "--dir", str(self.directory))
        until(lambda: self.cli(side, port, "PING") == "PONG")

    def writer(self, side: str, name: str, url: str) -> subprocess.Popen[str]:
        self.said[name] = self.directory / f"{name}.said"
        stdout = self.said[name].open("w")
        self._stack.callback(stdout.close)
        return self.start(side, sys.executable, "-m", "tests.redis.writer", url, name, "1", stdout=stdout)

    def told(self, name: str, what: str) -> list[tuple[float, str]]:
        lines = [line.split() for line in self.said[name].read_text().splitlines() if line.count(" ") == 2]
        return [(float(moment), body) for moment, word, body in lines if word == what]

    def cli(self, side: str, port: int, *command: str) -> str:
        inside = ["ip", "netns", "exec", self.names[side], "redis-cli", "-h", side, "-p", str(port), *command]
        return subprocess.run(inside, capture_output=True, text=True, timeout=10, check=False).stdout.strip()

    def cut(self) -> None:
        run("ip", "-n", self.names[HERE], "link", "set", "wire", "down")

    def heal(self) -> None:
        run("ip", "-n", self.names[HERE], "link", "set", "wire", "up")


def until(holds: Callable[[], object]) -> None:
    deadline = time.monotonic() + SOON
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.fixture
def sides(tmp_path: Path) -> Iterator[Sides]:
    if shutil.which("ip") is None or os.geteuid() != 0:
        pytest.skip("network namespaces need root and the program ip")
    with Sides(tmp_path) as sides:
        yield sides


def test_a_master_that_is_cut_off_acknowledges_nothing_that_is_lost(sides: Sides) -> None:
    sides.redis(HERE, 6379)
    for port in (6379, 6380):
        sides.redis(THERE, port, "--replicaof", HERE, "6379")
    for side, port in ((HERE, 26379), (THERE, 26379), (THERE, 26380)):
        sides.sentinel(side, port)
    sentinels = [(HERE, 26379), (THERE, 26379), (THERE, 26380)]
    until(lambda: all("num-other-sentinels\n2" in sides.cli(*s, "SENTINEL", "MASTER", "mymaster") for s in sentinels))
    until(lambda: sides.cli(HERE, 6379, "INFO", "replication").count("state=online") == 2)
    url = "redis+sentinel://" + ",".join(f"{side}:{port}" for side, port in sentinels) + "/mymaster/0"
    writers = [sides.writer(HERE, "here", url), sides.writer(THERE, "there", url)]

    def more(name: str, number: int = 50) -> None:
        so_far = len(sides.told(name, "stored"))
        until(lambda: len(sides.told(name, "stored")) >= so_far + number)

    more("here")
    more("there")
    sides.cut()
    cut_at = time.monotonic()
    more("there")  # after the fail-over
    until(lambda: sides.told("here", "refused"))
    assert [moment for moment, _ in sides.told("here", "stored") if moment > cut_at + 2] == []  # beside a master that lives
    sides.heal()
    more("here")
    more("there")
    for writer in writers:
        writer.communicate("", timeout=SOON)

    masters = [(side, port) for side, port in ((THERE, 6379), (THERE, 6380)) if "role:master" in sides.cli(side, port, "INFO")]
    (master,) = masters
    stored = sides.cli(*master, "--raw", "XRANGE", log(STREAM), "-", "+").split("\n")
    bodies = [line for line in stored if line.startswith(("here-", "there-"))]
    assert len(bodies) == len(set(bodies))
    for name in ("here", "there"):
        acknowledged = [body for _, body in sides.told(name, "stored")]
        mine = [body for body in bodies if body.startswith(f"{name}-")]
        assert mine[: len(acknowledged)] == acknowledged
        assert len(mine) - len(acknowledged) <= 1
