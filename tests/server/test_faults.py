"""A store that fails while people are there: a typed refusal, nothing half done, and it heals by itself."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from orchestrator.eventlog.log import Change, Commit, StoreUnavailable
from orchestrator.eventlog.sqlite import SqliteLog
from tests.server.program import PLAN, Evening
from tests.server.serving import serving
from tests.server.wire import eventually


class Full:
    """A log on a disk that is full now and then."""

    def __init__(self, log: SqliteLog) -> None:
        self._log = log
        self.full = False
        self.broken = ""
        self.read, self.due, self.streams = log.read, log.due, log.streams
        self.epoch, self.keep, self.kept = log.epoch, log.keep, log.kept
        self.check, self.close = log.check, log.close
        self.rewrite, self.delete, self.tombstones = log.rewrite, log.delete, log.tombstones

    async def append(self, commit: Commit, due_at: int | None) -> None:
        if self.full:
            raise StoreUnavailable("the disk is full")
        await self._log.append(commit, due_at)

    def changes(self) -> AsyncIterator[Change]:
        return self._log.changes()


async def test_a_full_disk_refuses_and_heals(tmp_path: Path, faults: list[str]) -> None:
    faults.append("the disk is full")
    log = Full(await SqliteLog.open(tmp_path / "log.db"))
    async with serving(tmp_path / "unused", log) as server:
        evening = await server.program.open()
        ana = await evening.join("Ana", "r1")
        wire = await server.connected(evening.id, evening.host)
        log.full = True
        assert (await wire.ask("agenda.start", command_id="once"))["code"] == "server.store_unavailable"
        for path, body in (
            (f"{evening.path}/commands", {"name": "agenda.start"}),
            (f"{evening.path}/participants", {"name": "Ben", "join_code": evening.join_code}),
            ("/api/sessions", PLAN),
        ):
            refused = await server.program.post(path, body, evening.host if "commands" in path else None)
            assert (refused.status, refused.code) == (503, "server.store_unavailable")
            assert "Retry-After" in refused.headers
        assert (await evening.seen(ana.ticket))["view"]["session"]["status"] == "lobby", "who looks still sees"
        assert (await server.connected(evening.id, ana.ticket)).screen.version == wire.screen.version
        log.full = False
        version = wire.screen.version
        assert await wire.ask("agenda.start", command_id="once") == {"ok": True, "version": version + 1}
        await wire.until(lambda: wire.screen.view["session"]["status"] == "live")


async def test_a_fault_while_telling_is_made_good_by_the_next_tick(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, faults: list[str]
) -> None:
    faults.append("telling s")
    async with serving(tmp_path / "log.db") as server:
        evening = await server.program.open()
        wire = await server.connected(evening.id, evening.host)
        with monkeypatch.context() as broken:
            broken.setattr("orchestrator.server.telling.patch", None)
            version = (await evening.do(evening.host, "agenda.start"))["version"]
            await eventually(lambda: any("telling s" in record.getMessage() for record in caplog.records))
        await wire.reach(version)
        assert wire.screen.view["session"]["status"] == "live"


@pytest.fixture
async def damaged(tmp_path: Path) -> dict[str, object]:
    """Two sessions opened on a store; then one byte of the second commit of the first is another."""
    async with serving(tmp_path / "log.db") as server:
        opened = [(await server.program.open(title=title)).opened for title in ("Damaged", "Whole")]
        for each in opened:
            await Evening(server.program, each).join("Ana")
    with closing(sqlite3.connect(tmp_path / "log.db")) as db, db:
        change = "UPDATE commits SET body = CAST(replace(body, 'Ana', 'Bna') AS BLOB) WHERE stream = ? AND version = 2"
        assert db.execute(change, (opened[0]["session_id"],)).rowcount == 1
    return dict(zip(("damaged", "whole"), opened, strict=True))


async def test_a_damaged_session_is_refused_everywhere_and_the_others_go_on(
    tmp_path: Path, damaged: dict[str, dict[str, object]], faults: list[str]
) -> None:
    faults.append("is damaged at version 2")
    async with serving(tmp_path / "log.db") as server:
        hurt, whole = Evening(server.program, damaged["damaged"]), Evening(server.program, damaged["whole"])
        for reply in (
            await server.program.get(hurt.path, hurt.host),
            await server.program.get(f"{hurt.path}/question-log.json", hurt.host),
            await server.program.get(f"{hurt.path}/question-log.csv", hurt.host),
            await server.program.get(f"/api/join/{hurt.join_code}"),
            await hurt.send(hurt.host, "agenda.start"),
            await server.program.post(f"{hurt.path}/participants", {"name": "Ben", "join_code": hurt.join_code}),
        ):
            assert (reply.status, reply.code) == (503, "session.damaged")
            assert "Retry-After" in reply.headers
        for page in ("host", "s", "watch", "stage"):
            assert (await server.program.get(f"/{page}/{hurt.id}", hurt.host)).status == 503
        assert (await server.program.get(f"/join/{hurt.join_code}")).status == 503
        await whole.do(whole.host, "agenda.start")
        assert (await server.connected(whole.id, whole.host)).screen.view["session"]["status"] == "live"


async def test_a_damaged_join_code_is_refused(tmp_path: Path, faults: list[str]) -> None:
    faults.append("is damaged at version 1")
    async with serving(tmp_path / "log.db") as server:
        opened = (await server.program.open()).opened
    with closing(sqlite3.connect(tmp_path / "log.db")) as db, db:
        db.execute("UPDATE commits SET body = CAST('{}' AS BLOB) WHERE stream = ?", (f"code-{opened['join_code']}",))
    async with serving(tmp_path / "log.db") as server:
        evening = Evening(server.program, opened)
        refused = await server.program.get(f"/api/join/{evening.join_code}")
        assert (refused.status, refused.code) == (503, "session.damaged")
        await evening.join("Ana")
