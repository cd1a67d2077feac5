"""Real servers in processes of their own."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import aiohttp
import pytest

from tests.processes.server import Process, free_port


@pytest.fixture
def process(tmp_path: Path) -> Iterator[Process]:
    """A server that has not been started, on a port and a store of its own; its clients type faster than people."""
    with Process(tmp_path / "log.db", free_port(), "--limits", "relaxed") as process:
        yield process


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    """Every request on a connection of its own: the server before may have been killed."""
    connector, soon = aiohttp.TCPConnector(limit=0, force_close=True), aiohttp.ClientTimeout(total=20)
    async with aiohttp.ClientSession(connector=connector, timeout=soon) as http:
        yield http
