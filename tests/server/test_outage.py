"""Hosts are told when nothing can be saved, and when it works again; everybody else only hears it of what they do."""

import sqlite3
from contextlib import closing
from pathlib import Path

from orchestrator.refusals import NOTICES
from tests.server.serving import serving


async def test_a_file_that_cannot_be_written_is_told_to_hosts_until_it_can(tmp_path: Path, faults: list[str]) -> None:
    faults += ["the store refused a write", "nothing can be saved"]
    async with serving(tmp_path / "log.db") as server:
        evening = await server.program.open()
        host = await server.connected(evening.id, evening.host)
        stage = await server.connected(evening.id, evening.tickets["stage"])
        with closing(sqlite3.connect(tmp_path / "log.db", isolation_level=None)) as foreigner:
            foreigner.execute("BEGIN IMMEDIATE")
            assert (await host.ask("agenda.start"))["code"] == "server.store_unavailable"
            assert await host.event("notice") == {"code": "server.store_away", "message": NOTICES["server.store_away"]}
            late = await server.connected(evening.id, evening.host)
            assert (await late.event("notice"))["code"] == "server.store_away"
            foreigner.execute("ROLLBACK")
        assert (await host.event("notice"))["code"] == "server.store_back"
        assert (await host.ask("agenda.start"))["ok"]
        assert "notice" not in [name for name, _ in stage.heard]
