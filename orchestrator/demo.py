"""The example evening, played in front of the operator: a server, a rehearsal from outside it, and then a person's turn."""

import asyncio
import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import Literal

import aiohttp

from orchestrator.evening import Evening
from orchestrator.rehearsal.play import Speed, rehearse
from orchestrator.rehearsal.progress import Display
from orchestrator.rehearsal.reception import NotAdmitted, Reception
from orchestrator.rehearsal.summary import told

__all__ = ["EXAMPLE", "Evening", "NotAdmitted", "ServerFailed", "create", "demo", "rehearse_visibly", "speed"]

EXAMPLE = Path(__file__).resolve().parents[1] / "examples" / "evening.yaml"


class ServerFailed(Exception):
    """The server did not start; it has said why on its own stderr."""


def speed(word: Literal["seconds", "minutes", "real"]) -> Speed:
    return "seconds" if word == "seconds" else "minutes"


async def create(url: str, evening: Evening, key: str | None) -> dict[str, str]:
    """Create the session of an evening on a running server; its links by name. Raises ``NotAdmitted``."""
    async with aiohttp.ClientSession() as http:
        opened = await Reception(http, url, key).open(evening.plan())
        return {"session": opened.session_id, "join code": opened.join_code, **opened.links}


async def rehearse_visibly(
    url: str, evening: Evening, at: Speed, people: int, key: str | None = None, media: Path | None = None
) -> int:
    """Play the evening and show how it goes; 0 if it went well. ``media``: where the server looks for recordings."""
    display = Display(sys.stdout)
    summary = await rehearse(url, evening, at, people, display, key, media)
    display.end(told(summary))
    return 0 if summary.went_well else 1


async def demo(evening: Evening, port: int, store: Path, media: Path, at: Speed, stop: bool) -> int:
    """A server of its own on the file ``store`` and the folder ``media`` (both absolute), and a rehearsal on it.

    Then it serves on until interrupted, or stops.
    """
    task = asyncio.current_task()
    assert task is not None
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)  # the server must not outlive us
    server = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "orchestrator", "serve", "--port", str(port), "--store", f"sqlite:///{store}"),
        *("--media", str(media), "--limits", "relaxed"),
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        url = await _address(server)
        print(f"The server is at {url}")
        code = await rehearse_visibly(url, evening, at, 32, media=media)
        if not stop:
            print("\nThe server keeps serving. Stop it with Ctrl-C.", flush=True)
            await server.wait()
        return code
    finally:
        with suppress(ProcessLookupError):
            server.send_signal(signal.SIGTERM)
        await server.wait()


async def _address(server: asyncio.subprocess.Process) -> str:
    """What the server prints when it is ready. Raises ``ServerFailed`` if it ends before."""
    assert server.stdout is not None
    line = (await server.stdout.readline()).decode().strip()
    if not line:
        await server.wait()
        raise ServerFailed
    return line.rsplit(" ", 1)[-1]
