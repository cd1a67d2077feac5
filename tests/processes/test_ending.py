"""Ending with a hall full of people: everybody is told when to come back, and nobody who does not listen holds it up."""

import asyncio
import json
import re
import time

import pytest

from tests.processes.server import Evening
from tests.server.test_bad_frames import GOOD, masked
from tests.server.wire import PATH, Wire

pytestmark = pytest.mark.process

GOODBYE = re.compile("41|1$")  # of Socket.IO, of engine.io


async def deaf(port: int, session_id: str, ticket: str) -> asyncio.StreamWriter:
    """A client that comes in and then reads nothing more."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1024)
    lines = [f"GET {PATH} HTTP/1.1", "Host: 127.0.0.1", *(f"{key}: {value}" for key, value in GOOD.items()), "", ""]
    writer.write("\r\n".join(lines).encode())
    await reader.readuntil(b"\r\n\r\n")
    connect = b"40" + json.dumps({"session": session_id, "ticket": ticket}).encode()
    writer.write(masked(0x01, connect[:100]) + masked(0x80, connect[100:]))
    await reader.readuntil(b'42["snapshot"')
    return writer


async def test_a_deaf_client_does_not_hold_up_the_end(process, http):
    process.settings["drain_seconds"] = "2"
    process.start()
    evening = await Evening.open(http, process.url)
    wires = [await Wire.open(http, process.url) for _ in range(5)]
    for wire in wires:
        await wire.enter(evening.session_id, evening.host)
    writer = await deaf(process.port, evening.session_id, evening.host)
    for number in range(60):
        status, _ = await evening.send(
            evening.host, "rooms.add", theme=f"Theme {number}", prompt="\U0001f469\u200d\U0001f467" * 900
        )
        assert status == 200
        if number % 10 == 9:  # the others do listen
            version = (await evening.look())["version"]
            for wire in wires:
                await wire.reach(version)
    began = time.monotonic()
    assert await asyncio.to_thread(process.end) == (0, "")
    assert time.monotonic() - began < 10
    waits = set()
    for wire in wires:
        notice = await wire.event("notice")
        assert notice["code"] == "server.draining"
        waits.add(notice["retry_in"])
        assert not any(map(GOODBYE.match, await wire.closed())), "no goodbye for good: it may come back"
    assert len(waits) > 1, "they come back one after the other"
    writer.transport.abort()
