"""A Redis for a benchmark, and what it says of itself."""

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import redis
from children import Running, running

READY_S = 20
COUNTED = ("eval", "xlen", "hget", "time", "xread")


class RedisChild:
    def __init__(self, child: Running, port: int) -> None:
        self.child = child
        self.url = f"redis://127.0.0.1:{port}/0"
        self._client = redis.Redis(port=port)

    def cpu(self) -> float:
        """Seconds of processor time, all threads."""
        return self.child.cpu()

    def cpu_of_the_thread(self) -> float:
        """Of the one thread that all commands share."""
        facts = self._client.info("cpu")
        return float(facts["used_cpu_user_main_thread"]) + float(facts["used_cpu_sys_main_thread"])

    def told(self) -> dict[str, float]:
        """``memory`` and ``file`` in bytes, and how often which command was called, also by scripts."""
        stats = self._client.info("commandstats")
        calls = {name: float(stats[f"cmdstat_{name}"]["calls"]) for name in COUNTED if f"cmdstat_{name}" in stats}
        facts = self._client.info()
        return {**calls, "memory": facts["used_memory"], "file": facts["aof_current_size"]}

    def wait(self) -> None:
        """Until it answers."""
        deadline = time.monotonic() + READY_S
        while time.monotonic() < deadline:
            try:
                if self._client.ping():
                    return
            except redis.RedisError:
                time.sleep(0.02)
        raise SystemExit("redis-server does not answer")


@contextmanager
def redis_running(folder: Path, fsync: str) -> Iterator[RedisChild]:
    """Its files lie in ``folder``; it never writes them anew, so that they can be measured."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    files = ["--dir", str(folder), "--appendonly", "yes", "--appendfsync", fsync, "--auto-aof-rewrite-percentage", "0"]
    options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--maxmemory-policy", "noeviction", *files]
    with running(["redis-server", *options, "--logfile", str(folder / "redis.txt")], None, folder) as child:
        server = RedisChild(child, port)
        server.wait()
        yield server
