"""Real servers in processes of their own."""

from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

pytest.register_assert_rewrite("tests.server.program", "tests.server.screen", "tests.server.wire")

from tests.processes.process import Servers  # noqa: E402


@pytest.fixture
async def servers(tmp_path: Path) -> AsyncIterator[Servers]:
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as http:
        servers = Servers(http, tmp_path / "log.db")
        yield servers
        await servers.end()
