"""Connections that do not say one whole request in time are let go."""

import asyncio
from pathlib import Path

import pytest

from orchestrator.app import listening, running
from orchestrator.settings import Settings

BODY = b"POST /api/sessions HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"


@pytest.mark.parametrize("said", [b"", b"GET / HTTP/1.1\r\nHost: ", BODY], ids=["nothing", "half a head", "half a body"])
async def test_who_stops_talking_is_let_go(tmp_path: Path, said: bytes) -> None:
    settings = Settings(port=0, store=f"sqlite:///{tmp_path / 'log.db'}", header_seconds=0.2)
    async with running(settings) as parts, listening(parts) as (address, _):
        reader, writer = await asyncio.open_connection("127.0.0.1", int(address.rsplit(":", 1)[1]))
        writer.write(said)
        async with asyncio.timeout(5):
            await reader.read()  # until the other side closes
        writer.close()


async def test_who_has_asked_once_may_stay(tmp_path: Path) -> None:
    settings = Settings(port=0, store=f"sqlite:///{tmp_path / 'log.db'}", header_seconds=60)
    async with running(settings) as parts, listening(parts) as (address, _):
        reader, writer = await asyncio.open_connection("127.0.0.1", int(address.rsplit(":", 1)[1]))
        for _ in range(2):
            writer.write(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
            assert b"200" in await asyncio.wait_for(reader.readline(), 5)
            await asyncio.wait_for(reader.readuntil(b"}"), 5)
        writer.close()
