"""The official clients of Socket.IO work unchanged: in Python, and in Node as in browsers."""

from pathlib import Path

import pytest

from tests.processes.server import free_port
from tests.server.clients import official
from tests.server.program import Evening
from tests.server.serving import Server, serving

pytestmark = pytest.mark.parametrize("kind", ["python", "node"])


async def test_a_client_comes_in_commands_and_is_told(server: Server, evening: Evening, kind: str) -> None:
    async with official(kind) as client:
        await client.connect(server.url, evening.id, evening.host)
        await client.hear("snapshot")
        assert client.events == ["connect", "snapshot"]
        answer = await client.ask("rooms.announce", text="Hello \u2014 \U0001f600")
        assert answer == {"ok": True, "version": 2, "result": {"announcement_id": "a1"}}
        await client.reach(2)
        assert client.screen.view["announcements"]["a1"]["text"] == "Hello \u2014 \U0001f600"
        await evening.do(evening.tickets["host"], "agenda.start")
        await client.reach(3)
        seen = await evening.seen(evening.host)
        assert (client.screen.view, client.screen.me) == (seen["view"], seen["me"])
        refused = await client.ask("panel.call", question_id="q1")
        assert (refused["ok"], refused["code"]) == (False, "panel.answering_closed")
        assert (await client.ask("no.such.command"))["code"] == "unknown_command"


async def test_a_client_that_may_not_come_in_is_told_why(server: Server, evening: Evening, kind: str) -> None:
    async with official(kind) as client:
        await client.connect(server.url, evening.id, "wrong")
        assert (await client.hear("connect_error"))["code"] == "auth.bad_ticket"


async def test_a_client_that_is_let_go_stays_away(server: Server, evening: Evening, kind: str) -> None:
    ana = await evening.join("Ana", "r1")
    async with official(kind) as client:
        await client.connect(server.url, evening.id, ana.ticket)
        await client.hear("snapshot")
        await evening.do(evening.host, "session.set_roles", participant_id=ana.id, roles=[])
        assert (await client.hear("notice"))["code"] == "auth.bad_ticket"
        reason = await client.hear("disconnect")
        if kind == "node":
            assert reason == "io server disconnect", "the one reason after which a client does not come back by itself"


async def test_a_client_that_lost_the_network_goes_on_where_it_was(server: Server, evening: Evening, kind: str) -> None:
    async with official(kind) as client:
        await client.connect(server.url, evening.id, evening.host)
        await client.hear("snapshot")
        await client.drop()
        await client.hear("disconnect")
        await evening.do(evening.host, "rooms.announce", text="While you were away")
        await client.reach(2)
        assert client.events.count("snapshot") == 1
        seen = await evening.seen(evening.host)
        assert client.screen.view == seen["view"]


async def test_a_client_comes_back_after_the_server_was_started_again(tmp_path: Path, kind: str) -> None:
    port = free_port()
    async with official(kind) as client:
        async with serving(tmp_path / "log.db", port=port) as server:
            evening = await server.program.open()
            await client.connect(server.url, evening.id, evening.host)
            await client.hear("snapshot")
        await client.hear("disconnect")
        async with serving(tmp_path / "log.db", port=port) as server:
            again = Evening(server.program, evening.opened)
            await again.do(again.host, "agenda.start")
            await client.reach(2)
            seen = await again.seen(again.host)
            assert (client.screen.view, client.screen.epoch) == (seen["view"], seen["epoch"])
            assert client.events.count("snapshot") == 1, "it is told what it missed, not everything"
            assert (await client.ask("rooms.announce", text="I am back"))["ok"]
