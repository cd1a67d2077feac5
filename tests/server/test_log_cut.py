"""A store that lost the last changes: everybody is shown what there is, and hosts are told."""

from pathlib import Path

from orchestrator.refusals import NOTICES
from tests.fakes import MemoryLog
from tests.server.serving import serving


async def test_what_is_left_is_shown_though_nothing_new_happens(tmp_path: Path, faults: list[str]) -> None:
    faults.append("was cut")
    log = MemoryLog()
    async with serving(tmp_path / "unused", log) as server:
        evening = await server.program.open()
        host = await server.connected(evening.id, evening.host)
        await host.ask("rooms.announce", text="Listen")
        await host.until(lambda: len(host.screen.view["announcements"]) == 1)
        log.forget(evening.id, after=host.screen.version - 1)
        log.begin_epoch(evening.id)
        assert (await host.ask("agenda.pause"))["ok"] is False
        await host.until(lambda: not host.screen.view["announcements"])


async def test_hosts_are_told_and_everybody_gets_a_snapshot_of_what_is_left(tmp_path: Path, faults: list[str]) -> None:
    faults.append("was cut")
    log = MemoryLog()
    async with serving(tmp_path / "unused", log) as server:
        evening = await server.program.open()
        ana = await evening.join("Ana", "r1")
        other = await server.program.open()
        host = await server.connected(evening.id, evening.host)
        hers = await server.connected(evening.id, ana.ticket)
        elsewhere = await server.connected(other.id, other.host)
        await host.ask("agenda.start")
        await host.ask("rooms.announce", text="Listen")
        await hers.until(lambda: len(hers.screen.view["announcements"]) == 1)
        log.forget(evening.id, after=hers.screen.version - 1)
        log.begin_epoch(evening.id)
        await host.ask("agenda.pause")
        for wire in (host, hers):
            await wire.until(lambda wire=wire: wire.screen.view["phases"]["ph1"]["status"] == "paused")
            assert (wire.screen.epoch, wire.screen.view["announcements"]) == (await log.epoch(evening.id), {})
        heard = [payload for name, payload in host.heard if name == "notice"]
        assert heard == [{"code": "server.log_cut", "message": NOTICES["server.log_cut"]}]
        await elsewhere.ask("agenda.start")
        assert "notice" not in [name for wire in (hers, elsewhere) for name, _ in wire.heard]
