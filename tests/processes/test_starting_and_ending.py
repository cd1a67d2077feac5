"""Starting, what keeps a server from starting, and ending."""

import asyncio
import sqlite3

import pytest
import socketio

from orchestrator.cli import main
from tests.processes.server import Evening, Process, free_port
from tests.workers.supervised import children

pytestmark = pytest.mark.process


def test_it_prints_one_line_with_its_address(process):
    assert process.start() == f"orchestrator serves on {process.url}"


async def test_a_taken_port_is_one_plain_line(process, tmp_path):
    process.start()
    with Process(tmp_path / "other.db", process.port) as second:
        assert second.start() == ""
        code, said = second.failed()
    assert code == 2
    assert said == f"orchestrator: port {process.port} on 127.0.0.1 is in use; choose another with --port\n"


def test_a_file_in_use_is_one_plain_line(process):
    process.start()
    with Process(process.store, free_port()) as second:
        assert second.start() == ""
        code, said = second.failed()
    assert code == 2
    assert said.count("\n") == 1
    (worker,) = children(process.process.pid)
    assert f"is in use by process {worker} " in said


def test_a_file_that_is_no_log_is_left_alone(process):
    process.store.write_text("dear diary")
    assert process.start() == ""
    code, said = process.failed()
    assert code == 2
    assert said.count("\n") == 1
    assert "Traceback" not in said
    assert process.store.read_text() == "dear diary"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--store", "mysql://x"], "use sqlite:////absolute/path.db"),
        (["--host", "0.0.0.0"], "--public-url"),
        (["--host", "192.0.2.1", "--public-url", "https://a.example", "--limits", "relaxed"], "loopback addresses only"),
        (["--workers", "2"], "a SQLite file serves one"),
        (["--port", "70000"], "port"),
    ],
)
def test_a_wrong_option_is_said_in_words(arguments, words, capsys):
    assert main(["serve", *arguments]) == 2
    said = capsys.readouterr().err
    assert words in said
    assert said.startswith("orchestrator: ")
    assert said.count("\n") == 1


async def test_sigterm_ends_it_in_time_with_people_connected(process, http):
    process.start()
    evening = await Evening.open(http, process.url)
    notices: asyncio.Queue[dict[str, object]] = asyncio.Queue()
    here, gone = asyncio.Event(), asyncio.Event()
    client = socketio.AsyncClient(reconnection=False)
    client.on("snapshot", lambda _: here.set())
    client.on("notice", notices.put)
    client.on("disconnect", lambda *reason: gone.set())
    auth = {"session": evening.session_id, "ticket": evening.host}
    await client.connect(process.url, auth=auth, transports=["websocket"], wait_timeout=30)
    await asyncio.wait_for(here.wait(), 30)  # connected is not yet admitted
    code, said = await asyncio.to_thread(process.end)
    assert (code, said) == (0, "")
    notice = await asyncio.wait_for(notices.get(), 30)
    assert notice["code"] == "server.draining"
    assert 0 < notice["retry_in"] <= 3000
    await asyncio.wait_for(gone.wait(), 30)
    await client.disconnect()


async def test_a_damaged_commit_is_named_and_the_other_sessions_go_on(process, http, capsys):
    process.start()
    hurt, whole = [await Evening.open(http, process.url) for _ in range(2)]
    for name in ("Ana", "Ben", "Cleo"):
        await hurt.join(name)
        await whole.join(name)
    process.end()
    with sqlite3.connect(process.store) as db:
        (body,) = db.execute("SELECT body FROM commits WHERE stream = ? AND version = 3", (hurt.session_id,)).fetchone()
        flipped = body.replace(b"Ben", b"Bex")
        db.execute("UPDATE commits SET body = ? WHERE stream = ? AND version = 3", (flipped, hurt.session_id))
    assert main(["log", "verify", "--store", f"sqlite:///{process.store}"]) == 1
    said = capsys.readouterr().out
    assert f"{hurt.session_id}: 2 commits proven; damaged at version 3" in said
    assert f"{whole.session_id}: 4 commits proven\n" in said
    process.start()
    status, refusal = await hurt.send(hurt.host, "agenda.start")
    assert (status, refusal["code"]) == (503, "session.damaged")
    assert (await whole.send(whole.host, "agenda.start"))[0] == 200
