"""A real cluster of three Redis nodes."""

import subprocess
import time
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.processes.server import free_port, is_free
from tests.redis.server import READY_S, RedisServer

NODES = 3


BUS = 10_000  # above its port a node listens for the others


def node_ports() -> list[int]:
    """Different ones, whose bus is free too and no port that the system gives to clients."""
    found: set[int] = set()
    while len(found) < NODES:
        port = free_port()
        if port < 22_700 and is_free(port + BUS):
            found.add(port)
    return sorted(found)


class RedisCluster:
    def __init__(self, directory: Path) -> None:
        options = ("--cluster-enabled", "yes", "--cluster-node-timeout", "2000", "--cluster-require-full-coverage", "yes")
        self.nodes = [RedisServer(directory / f"node{port}", *options, port=port) for port in node_ports()]
        self.url = "redis+cluster://" + ",".join(f"127.0.0.1:{node.port}" for node in self.nodes)
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        for node in self.nodes:
            self._stack.enter_context(node)
        addresses = [f"127.0.0.1:{node.port}" for node in self.nodes]
        create = ["redis-cli", "--cluster", "create", *addresses, "--cluster-replicas", "0", "--cluster-yes"]
        subprocess.run(create, check=True, stdout=subprocess.DEVNULL, timeout=60)
        deadline = time.monotonic() + READY_S
        while not all(b"cluster_state:ok" in self._state(node) for node in self.nodes):
            assert time.monotonic() < deadline
            time.sleep(0.05)
        return self

    def __exit__(self, *error: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._stack.close()

    def flush(self) -> None:
        for node in self.nodes:
            node.cli("FLUSHALL")

    def _state(self, node: RedisServer) -> bytes:
        answer = node.cli("CLUSTER", "INFO")
        return answer if isinstance(answer, bytes) else str(answer).replace("'", "").replace(": ", ":").encode()
