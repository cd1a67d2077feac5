"""Captions of recordings: who may add, read and remove them, what is stored, and what a player gets."""

from pathlib import Path
from typing import Any

import pytest

from orchestrator.erasure import parse
from orchestrator.eventlog.log import Commit, StoreUnavailable
from orchestrator.eventlog.sqlite import SqliteLog
from orchestrator.reports.transcripts import Cue
from orchestrator.server.caption_store import CaptionStore
from tests.server.program import Evening, Reply
from tests.server.serving import Server, serving

VTT = "WEBVTT\n\nNOTE secret\n\n1\n00:01.000 --> 00:02.500 align:start\n<v Ana><b>Hello</b> &amp; welcome.\n"
CLEAN = "WEBVTT\n\n00:00:01.000 --> 00:00:02.500\nAna: Hello &amp; welcome.\n"
SRT = "1\r\n00:00:01,000 --> 00:00:02,500\r\nHello & welcome.\r\n"


class Torn:
    """A log over another that takes no commit any more once it tore, but still deletes."""

    def __init__(self, log: SqliteLog) -> None:
        self._log = log
        self.tears = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._log, name)

    async def append(self, commit: Commit, due_at: int | None) -> None:
        if self.tears:
            raise StoreUnavailable("the disk is full")
        await self._log.append(commit, due_at)


@pytest.fixture
async def recorded(evening: Evening) -> Evening:
    """With a recording of the plenary, ``rec1``, and one that only room r1 may see, ``rec2``."""
    await evening.do(evening.host, "recordings.link", url="https://video.example.org/1", started_at=1)
    await evening.do(evening.host, "recordings.link", url="https://video.example.org/2", room_id="r1", visibility="room")
    return evening


def path(evening: Evening, recording: str = "rec1", file: str = "") -> str:
    return f"{evening.path}/recordings/{recording}/captions{file}"


async def sent(
    evening: Evening,
    body: str | bytes = VTT,
    *,
    kind: str = "text/vtt",
    ticket: str | None = None,
    to: str = "rec1",
    **query: str,
) -> Reply:
    how = {"headers": {"Content-Type": kind}, "data": body, "params": {"language": "en", **query}}
    return await evening.program.call("POST", path(evening, to), ticket=ticket or evening.host, **how)


async def added(evening: Evening, body: str | bytes = VTT, **how: str) -> str:
    reply = await sent(evening, body, **how)
    assert reply.status == 201, reply.text
    return str(reply.json["captions_id"])


async def captions_of(evening: Evening, recording: str = "rec1") -> list[dict[str, object]]:
    return list((await evening.seen(evening.host))["view"]["recordings"][recording].get("captions", []))


async def streams(server: Server) -> list[str]:
    return [name for name in await server.parts.log.streams() if name.startswith("c:")]


async def test_captions_are_handed_out_clean(recorded: Evening) -> None:
    captions = await added(recorded)
    reply = await recorded.program.get(path(recorded, file=f"/{captions}.vtt"), recorded.tickets["watch"])
    assert (reply.status, reply.text) == (200, CLEAN)
    assert reply.headers["Content-Type"] == "text/vtt; charset=utf-8"
    assert reply.headers["X-Content-Type-Options"] == "nosniff"
    assert reply.headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert reply.headers["Cache-Control"] == "private, no-cache"
    assert reply.headers["Content-Disposition"] == f'attachment; filename="captions-{captions}.vtt"'


async def test_the_view_says_which_captions_there_are(recorded: Evening) -> None:
    reply = await sent(recorded, SRT, kind="application/x-subrip", language="pt-BR")
    assert reply.json.keys() == {"captions_id", "cues"}
    assert await captions_of(recorded) == [
        {"captions_id": reply.json["captions_id"], "language": "pt-BR", "source": "host", "cues": 1}
    ]


async def test_a_browser_that_has_them_needs_no_second_look(recorded: Evening) -> None:
    where = path(recorded, file=f"/{await added(recorded)}.vtt")
    tag = (await recorded.program.get(where, recorded.host)).headers["ETag"]
    again = await recorded.program.get(where, recorded.host, headers={"If-None-Match": tag})
    assert (again.status, again.text, again.headers["ETag"]) == (304, "", tag)
    other = await recorded.program.get(where, recorded.host, headers={"If-None-Match": '"other"'})
    assert other.status == 200


async def test_they_are_there_after_a_restart(tmp_path: Path) -> None:
    store = tmp_path / "log.db"
    async with serving(store) as server:
        evening = await server.program.open()
        await evening.do(evening.host, "recordings.link", url="https://video.example.org/1")
        captions = await added(evening)
    async with serving(store) as server:
        assert (await server.program.get(path(evening, file=f"/{captions}.vtt"), evening.host)).text == CLEAN


async def test_only_hosts_add_and_remove(server: Server, recorded: Evening) -> None:
    ana, captions = await recorded.join("Ana", "r1"), await added(recorded)
    tickets = [ticket for role, ticket in recorded.tickets.items() if role != "host"]
    for ticket in (*tickets, ana.ticket):
        assert (await sent(recorded, ticket=ticket)).code == "session.forbidden"
        remove = await recorded.program.call("DELETE", path(recorded, file=f"/{captions}"), ticket=ticket)
        assert remove.code == "session.forbidden"
    for ticket, code in (("wrong", "auth.bad_ticket"), (None, "auth.no_ticket")):
        assert (await recorded.program.call("POST", path(recorded), ticket=ticket)).code == code
    assert len(await streams(server)) == 1


async def test_whoever_may_not_see_the_recording_does_not_read_its_captions(recorded: Evening) -> None:
    ana, dee = await recorded.join("Ana", "r1"), await recorded.join("Dee", "r2")
    where = path(recorded, "rec2", f"/{await added(recorded, to='rec2')}.vtt")
    for ticket in (recorded.host, ana.ticket):
        assert (await recorded.program.get(where, ticket)).status == 200
    for ticket in (dee.ticket, recorded.tickets["watch"], recorded.tickets["panel"]):
        assert (await recorded.program.get(where, ticket)).code == "recordings.unknown_recording"


async def test_captions_are_those_of_their_recording(server: Server, recorded: Evening) -> None:
    captions, other = await added(recorded), await server.program.open()
    for recording, file, code in (
        ("rec2", f"/{captions}.vtt", "recordings.unknown_captions"),
        ("rec9", f"/{captions}.vtt", "recordings.unknown_recording"),
        ("rec1", "/cap9.vtt", "recordings.unknown_captions"),
    ):
        assert (await recorded.program.get(path(recorded, recording, file), recorded.host)).code == code
    assert (await server.program.get(path(other, "rec1", f"/{captions}.vtt"), other.host)).status == 404


async def test_removed_captions_are_gone_from_the_store(server: Server, recorded: Evening) -> None:
    captions, kept = await added(recorded), await added(recorded, language="de")
    where = path(recorded, file=f"/{captions}")
    reply = await recorded.program.call("DELETE", where, ticket=recorded.host)
    assert (reply.status, reply.json) == (200, {})
    assert (await recorded.program.get(f"{where}.vtt", recorded.host)).code == "recordings.unknown_captions"
    assert [each["captions_id"] for each in await captions_of(recorded)] == [kept]
    assert await streams(server) == [f"c:{recorded.id}:{kept}"]
    assert [parse(line).what for line in await server.parts.log.tombstones()] == ["captions"]
    again = await recorded.program.call("DELETE", where, ticket=recorded.host)
    assert again.code == "recordings.unknown_captions"


async def test_removing_them_again_finishes_what_a_crash_broke_off(tmp_path: Path, faults: list[str]) -> None:
    faults.append("the store refused a write")
    log = Torn(await SqliteLog.open(tmp_path / "log.db"))
    async with serving(tmp_path / "log.db", log=log) as server:
        evening = await server.program.open()
        await evening.do(evening.host, "recordings.link", url="https://video.example.org/1")
        where = path(evening, file=f"/{await added(evening)}")
        log.tears = True
        assert (await evening.program.call("DELETE", where, ticket=evening.host)).code == "server.store_unavailable"
        assert await streams(server) == []
    async with serving(tmp_path / "log.db") as server:
        again = Evening(server.program, evening.opened)
        assert len(await captions_of(again)) == 1
        assert (await server.program.get(f"{where}.vtt", again.host)).code == "recordings.unknown_captions"
        assert (await server.program.call("DELETE", where, ticket=again.host)).status == 200
        assert await captions_of(again) == []


async def test_another_address_keeps_the_captions(recorded: Evening) -> None:
    captions = await added(recorded)
    await recorded.do(recorded.host, "recordings.remove", recording_id="rec1")
    assert (await sent(recorded)).code == "recordings.removed"
    await recorded.do(recorded.host, "recordings.edit", recording_id="rec1", url="https://video.example.org/3")
    assert (await recorded.program.get(path(recorded, file=f"/{captions}.vtt"), recorded.host)).text == CLEAN


@pytest.mark.parametrize(
    ("body", "kind", "message"),
    [
        (b"\xff\xfe", "text/vtt", "Line 1: this is no UTF-8; save the file as UTF-8."),
        ("cAnArY", "text/vtt", "Line 1: a WebVTT file begins with WEBVTT."),
        ("WEBVTT\n\n00:01.000 --> cAnArY\nx", "text/vtt", "Line 3: a cue begins and ends, as in"),
        (VTT, "application/x-subrip", "Line 6: a cue begins and ends, as in"),
        (VTT, "text/plain", "Send captions as text/vtt or application/x-subrip."),
        ("", "application/x-subrip", "Line 1: there are no cues with text in it."),
    ],
)
async def test_what_is_no_captions_is_refused_with_its_line(
    server: Server, recorded: Evening, body: str | bytes, kind: str, message: str
) -> None:
    version = await recorded.version()
    reply = await sent(recorded, body, kind=kind)
    assert (reply.status, reply.code) == (400, "recordings.bad_captions")
    assert reply.json["message"].startswith(message)
    assert "cAnArY" not in reply.text
    assert (await recorded.version(), await streams(server)) == (version, [])


@pytest.mark.parametrize("language", ["", "english", "e", "en_US", "en-", "<b>", "en-" + "x" * 9])
async def test_a_language_is_a_language_code(recorded: Evening, language: str) -> None:
    reply = await sent(recorded, language=language)
    assert reply.code == "server.bad_request"
    assert reply.json["message"] == "language: must be a language code such as en or pt-BR"


async def test_too_much_or_too_many_is_refused_before_it_is_stored(server: Server, recorded: Evening) -> None:
    assert (await sent(recorded, VTT + " " * (2 * 1024 * 1024))).code == "server.too_large"
    for _ in range(10):
        await added(recorded, VTT + "\n" * (1024 * 128))
    assert (await sent(recorded)).code == "recordings.too_many_captions"
    assert (await sent(recorded, to="rec9")).code == "recordings.unknown_recording"
    assert len(await streams(server)) == 10


async def test_what_was_stored_and_never_told_of_is_found_by_nobody(server: Server, recorded: Evening) -> None:
    """The server ended between the two."""
    captions = await CaptionStore(server.parts.log).put(recorded.id, [Cue(0, 1, "Hello")])
    reply = await recorded.program.get(path(recorded, file=f"/{captions}.vtt"), recorded.host)
    assert reply.code == "recordings.unknown_captions"
    assert await added(recorded) != captions


async def test_captions_may_come_after_the_end(running: Evening) -> None:
    await running.do(running.host, "session.finish")
    await running.do(running.host, "recordings.link", url="https://video.example.org/1")
    assert await added(running)
