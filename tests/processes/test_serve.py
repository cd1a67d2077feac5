"""Starting and stopping the server: one line when it goes well, one line when it does not."""

import asyncio
import json
import re
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import aiohttp
import pytest

from tests.processes.process import Ended, Server, Servers, run
from tests.server.test_bad_frames import GOOD, masked
from tests.server.wire import PATH

pytestmark = pytest.mark.process


def one_line(end: Ended, *words: str) -> None:
    """It could not start, and said why, once, in plain words."""
    assert end.code == 2, end
    assert end.out == ""
    (line,) = end.err.splitlines()
    assert line.startswith("orchestrator: ")
    for word in words:
        assert word in line, line


async def stalled(server: Server, session_id: str, ticket: str) -> asyncio.StreamWriter:
    """A client that comes in and then reads nothing."""
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port, limit=1024)
    lines = [f"GET {PATH} HTTP/1.1", "Host: 127.0.0.1", *(f"{key}: {value}" for key, value in GOOD.items()), "", ""]
    writer.write("\r\n".join(lines).encode())
    await reader.readuntil(b"\r\n\r\n")
    connect = b"40" + json.dumps({"session": session_id, "ticket": ticket}).encode()
    writer.write(masked(0x01, connect[:100]) + masked(0x80, connect[100:]))
    await reader.readuntil(b'42["snapshot"')
    return writer


async def test_a_server_says_where_it_is_and_says_goodbye(servers: Servers) -> None:
    server = await servers.start()
    assert re.fullmatch(r"orchestrator serves on http://127\.0\.0\.1:\d+\n", server.line)
    evening = await server.program.open()
    wires = [await server.connected(evening.id, evening.host) for _ in range(5)]
    silent = await stalled(server, evening.id, evening.host)
    for number in range(60):
        await evening.do(evening.host, "rooms.add", theme=f"Theme {number}", prompt="\U0001f469\u200d\U0001f467" * 900)
    began = time.monotonic()
    end = await server.stop()
    assert time.monotonic() - began < 10
    assert end == Ended(0, "", "")
    waits = set()
    for wire in wires:
        notice = await wire.event("notice")
        assert notice["code"] == "server.draining"
        waits.add(notice["retry_in"])
        assert await wire.closed() == [], "it may come back: no goodbye for good"
    assert all(500 <= wait <= 3000 for wait in waits)
    assert len(waits) > 1, "they come back one after the other"
    silent.transport.abort()


async def test_what_is_taken_is_taken(servers: Servers, tmp_path: Path) -> None:
    server = await servers.start()
    other = f"sqlite:///{tmp_path}/other.db"
    port, store = await asyncio.gather(
        run("serve", "--port", str(server.port), "--store", other),
        run("serve", "--port", "0", "--store", servers.store),
    )
    one_line(port, f"port {server.port}", "in use", "--port")
    one_line(store, str(servers.path), "in use by process", str(server.process.pid))
    assert (await server.program.get("/healthz")).status == 200


async def test_what_is_no_log_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "text").write_text("These are my notes, and no database.\n" * 100)
    (tmp_path / "empty").touch()
    (tmp_path / "directory").mkdir()
    with closing(sqlite3.connect(tmp_path / "foreign")) as db:
        db.execute("CREATE TABLE mine (a)")
    before = {file.name: file.read_bytes() for file in tmp_path.iterdir() if file.is_file()}
    names = ["text", "empty", "directory", "foreign", "missing/log.db"]
    ends = await asyncio.gather(*(run("serve", "--port", "0", "--store", f"sqlite:///{tmp_path}/{name}") for name in names))
    for name, end in zip(names, ends, strict=True):
        one_line(end, name)
    assert {name: (tmp_path / name).read_bytes() for name in before} == before


async def test_what_cannot_be_served_is_refused_in_words(tmp_path: Path) -> None:
    store = f"sqlite:///{tmp_path}/log.db"
    wrong = {
        "postgres": ["--store", "postgres://localhost/x"],
        "sqlite": ["--store", str(tmp_path / "log.db")],
        "listen": ["--store", store, "--host", "192.0.2.1", "--public-url", "https://meet.example.org"],
    }
    ends = await asyncio.gather(*(run("serve", "--port", "0", *options) for options in wrong.values()))
    for word, end in zip(wrong, ends, strict=True):
        one_line(end, word)
    assert "192.0.2.1" in ends[2].err


async def test_a_damaged_session_is_refused_and_the_others_go_on(servers: Servers) -> None:
    server = await servers.start()
    damaged, whole = await server.program.open(title="Damaged"), await server.program.open(title="Whole")
    await damaged.do(damaged.host, "agenda.start")
    await damaged.do(damaged.host, "rooms.announce", text="The words that rot on the disk")
    await damaged.do(damaged.host, "rooms.announce", text="And more")
    await server.stop()
    stored = servers.path.read_bytes()
    assert stored.count(b"rot on the disk") == 1
    servers.path.write_bytes(stored.replace(b"rot on the disk", b"rot on the dish"))

    server = await servers.start()
    for call in (
        server.program.get(damaged.path, damaged.host),
        server.program.get(f"{damaged.path}/question-log.json", damaged.host),
        server.program.post(f"{damaged.path}/commands", {"name": "agenda.pause"}, damaged.host),
        server.program.post(f"{damaged.path}/participants", {"name": "Ana", "join_code": damaged.join_code}),
        server.program.get(f"/api/join/{damaged.join_code}"),
    ):
        refused = await call
        assert (refused.status, refused.code) == (503, "session.damaged")
        assert "Retry-After" in refused.headers
    assert (await server.program.get(f"/host/{damaged.id}", damaged.host)).status == 503
    again = Evening_on(server, whole)
    await again.do(again.host, "agenda.start")
    verified = await run("log", "verify", "--store", servers.store)
    assert verified.code == 1
    (line,) = [line for line in verified.out.splitlines() if line.startswith(damaged.id)]
    assert line.startswith(f"{damaged.id}: 2 commits proven; damaged at version 3: ")
    assert f"{whole.id}: 2 commits proven\n" in verified.out
    end = await server.stop()
    assert end.code == 0
    assert "Traceback" not in end.err
    assert f"{damaged.id} is damaged at version 3" in end.err


def Evening_on(server: Server, evening: "Evening") -> "Evening":  # noqa: N802
    return type(evening)(server.program, evening.opened | {"links": evening.opened["links"]})


async def test_settings_come_from_the_environment_too(tmp_path: Path) -> None:
    store = f"sqlite:///{tmp_path}/log.db"
    bad, unknown = await asyncio.gather(
        run("serve", ORCHESTRATOR_PORT="many", ORCHESTRATOR_STORE=store),
        run("serve", ORCHESTRATOR_TRUSTED_PROXIES="127.0.0.1", ORCHESTRATOR_STORE=store),
    )
    one_line(bad, "port")
    one_line(unknown, "trusted_proxies")


async def test_a_store_that_is_damaged_as_a_whole_is_not_opened(servers: Servers) -> None:
    server = await servers.start()
    for number in range(3):
        await server.program.open(title=f"Number {number}")
    await server.kill()
    wal = Path(f"{servers.path}-wal")
    stored = bytearray(wal.read_bytes())
    stored[32 + 24 + 100] ^= 1
    wal.write_bytes(stored)
    one_line(await run("serve", "--port", "0", "--store", servers.store), "damaged at frame 1")


async def test_connections_are_taken_before_anybody_is_admitted(servers: Servers) -> None:
    """What the line promises: whoever reads it may connect at once."""
    server = await servers.start()
    async with aiohttp.ClientSession() as http:
        answers = await asyncio.gather(*(http.get(server.url + "/readyz") for _ in range(50)))
        assert {answer.status for answer in answers} == {200}
