"""What those who watch later tell the server over HTTP, and who they are to it."""

import re
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from tests.server.program import Evening, Person, Reply
from tests.server.serving import serving
from tests.server.wire import eventually

HOUR = 3_600_000
Cookie = dict[str, str]


def path(evening: Evening) -> str:
    return f"{evening.path}/viewing"


async def tell(evening: Evening, ticket: str | None, name: str, cookie: Cookie | None = None, **data: Any) -> Reply:
    return await evening.program.post(path(evening), {"name": name, "data": data}, ticket, headers=cookie or {})


async def seen(evening: Evening, ticket: str, cookie: Cookie | None = None) -> dict[str, Any]:
    reply = await evening.program.get(path(evening), ticket, headers=cookie or {})
    assert reply.status == 200, reply.text
    return dict(reply.json)


def kept(reply: Reply) -> Cookie:
    """What a browser sends from then on."""
    return {"Cookie": reply.headers["Set-Cookie"].split(";")[0]}


@pytest.fixture
async def watch(evening: Evening) -> str:
    return evening.tickets["watch"]


@pytest.fixture
async def recording(evening: Evening) -> str:
    return await evening.made(evening.host, "recordings.link", url="https://v.example.org/1", duration=HOUR)


@pytest.fixture
async def question(running: Evening) -> str:
    ana = await running.join("Ana", "r1")
    return await running.asked(ana)


async def test_the_first_report_gives_the_browser_a_name_of_its_own(evening: Evening, watch: str, recording: str) -> None:
    first = await tell(evening, watch, "viewing.watched", recording_id=recording, ranges=[[0, 10_000]])
    assert (first.status, first.json) == (200, {})
    cookie = first.headers["Set-Cookie"]
    assert re.fullmatch(rf"orc_{evening.id}_viewer=w[0-9a-f]{{20}}; HttpOnly; Max-Age=\d+; Path=/; SameSite=Lax", cookie)
    again = await tell(evening, watch, "viewing.count", kept(first), on=True)
    assert "Set-Cookie" not in again.headers
    assert (await seen(evening, watch, kept(first)))["mine"]["counted"] is True
    assert "counted" not in (await seen(evening, watch))["mine"]


async def test_reading_gives_nobody_a_cookie(evening: Evening, watch: str) -> None:
    reply = await evening.program.get(path(evening), watch)
    assert "Set-Cookie" not in reply.headers
    assert reply.json == {"questions": {}, "mine": {"too": {}, "helped": {}}, "follow_ups": {}}


async def test_a_person_is_known_by_their_ticket(running: Evening, question: str) -> None:
    ben = await running.join("Ben", "r2")
    reply = await tell(running, ben.ticket, "viewing.too", question_id=question, on=True)
    assert "Set-Cookie" not in reply.headers
    told = await seen(running, ben.ticket)
    assert told["questions"] == {question: {"too": 1, "helped": 0}}
    assert told["mine"]["too"] == {question: True}


async def test_nobody_passes_for_a_person_or_for_somebody_who_never_was(running: Evening, question: str, watch: str) -> None:
    ben = await running.join("Ben", "r2")
    for forged in (ben.id, "host", "x", "w" + "G" * 20, "w1"):
        cookie = {"Cookie": f"orc_{running.id}_viewer={forged}"}
        reply = await tell(running, watch, "viewing.too", cookie, question_id=question, on=True)
        assert "Set-Cookie" in reply.headers
    assert (await seen(running, ben.ticket))["mine"]["too"] == {}


async def test_two_browsers_with_one_link_are_two_viewers(running: Evening, question: str, watch: str) -> None:
    one = await tell(running, watch, "viewing.too", question_id=question, on=True)
    other = await tell(running, watch, "viewing.helped", question_id=question, on=True)
    assert (await seen(running, watch))["questions"] == {question: {"too": 1, "helped": 1}}
    assert (await seen(running, watch, kept(one)))["mine"] == {"too": {question: True}, "helped": {}}
    assert (await seen(running, watch, kept(other)))["mine"] == {"too": {}, "helped": {question: True}}


async def test_a_follow_up_reaches_its_room_and_the_host(running: Evening, question: str, watch: str) -> None:
    ben, dee = await running.join("Ben", "r1"), await running.join("Dee", "r2")
    wrote = await tell(running, watch, "viewing.follow_up", room_id="r1", text="  And\u202e in\r\nschool? ", question_id=question)
    follow_up = wrote.json["result"]["follow_up_id"]
    for ticket in (running.host, ben.ticket):
        (told,) = (await seen(running, ticket))["follow_ups"].values()
        assert told | {"at": 0} == {"room_id": "r1", "text": "And in\nschool?", "at": 0, "question_id": question}
    assert (await seen(running, dee.ticket))["follow_ups"] == {}
    assert (await seen(running, watch, kept(wrote)))["follow_ups"][follow_up]["mine"] is True
    refused = await tell(running, watch, "viewing.remove_follow_up", follow_up_id=follow_up)
    assert (refused.status, refused.code) == (404, "viewing.unknown_follow_up")
    assert (await tell(running, running.host, "viewing.remove_follow_up", follow_up_id=follow_up)).status == 200
    assert (await seen(running, ben.ticket))["follow_ups"] == {}


async def test_it_is_all_there_after_a_restart(tmp_path: Path) -> None:
    async with serving(tmp_path / "log.db") as server:
        evening = await server.program.open()
        await evening.do(evening.host, "agenda.start")
        question = await evening.asked(await evening.join("Ana", "r1"))
        cookie = kept(await tell(evening, evening.tickets["watch"], "viewing.too", question_id=question, on=True))
    async with serving(tmp_path / "log.db") as server:
        again = Evening(server.program, evening.opened)
        assert (await seen(again, again.tickets["watch"], cookie))["mine"]["too"] == {question: True}


def stored(folder: Path) -> bytes:
    """All bytes of the store; the WAL before the file into which they move from there. A file may vanish meanwhile."""
    read = b""
    for file in sorted(folder.glob("log.db*"), reverse=True):
        with suppress(FileNotFoundError):
            read += file.read_bytes()
    return read


async def test_who_declines_is_forgotten_to_the_last_byte(tmp_path: Path) -> None:
    async with serving(tmp_path / "log.db") as server:
        evening = await server.program.open()
        recording = await evening.made(evening.host, "recordings.link", url="https://v.example.org/1", duration=HOUR)
        ticket = evening.tickets["watch"]
        cookie = kept(await tell(evening, ticket, "viewing.watched", recording_id=recording, ranges=[[1_111_111, 2_222_222]]))
        assert b"1111111" in stored(tmp_path)
        assert (await tell(evening, ticket, "viewing.count", cookie, on=False)).status == 200
        assert (await seen(evening, ticket, cookie))["mine"]["counted"] is False
        await eventually(lambda: b"1111111" not in stored(tmp_path))
        assert await server.parts.log.tombstones()
        await tell(evening, ticket, "viewing.watched", cookie, recording_id=recording, ranges=[[1_111_111, 2_222_222]])
        assert b"1111111" not in b"".join(commit.body for commit in await server.parts.log.read(f"v:{evening.id}"))


# -- refusals


@pytest.mark.parametrize(
    ("name", "data", "status", "code"),
    [
        ("viewing.watched", {"recording_id": "rec1", "ranges": [[5, 1]]}, 400, "viewing.bad_ranges"),
        ("viewing.watched", {"recording_id": "rec1", "ranges": [[-5, 1]]}, 400, "viewing.bad_ranges"),
        ("viewing.watched", {"recording_id": "rec1", "ranges": [[0.5, 1]]}, 400, "invalid_command"),
        ("viewing.watched", {"recording_id": "rec1", "ranges": [["0", "1"]]}, 400, "invalid_command"),
        ("viewing.watched", {"recording_id": "rec1", "ranges": [[0]]}, 400, "invalid_command"),
        ("viewing.watched", {"recording_id": "rec1", "ranges": [[0, 1, 2]]}, 400, "invalid_command"),
        ("viewing.watched", {"recording_id": "rec1"}, 400, "invalid_command"),
        ("viewing.watched", {"recording_id": "rec1", "ranges": [], "viewer_id": "p1"}, 400, "invalid_command"),
        ("viewing.watched", {"recording_id": "rec9", "ranges": []}, 404, "recordings.unknown_recording"),
        ("viewing.count", {"on": "yes"}, 400, "invalid_command"),
        ("viewing.count", {"on": None}, 400, "invalid_command"),
        ("viewing.too", {"question_id": "q9", "on": True}, 404, "qa_queue.unknown_question"),
        ("viewing.helped", {"question_id": 5, "on": True}, 400, "invalid_command"),
        ("viewing.follow_up", {"room_id": "r9", "text": "And?"}, 404, "rooms.unknown_room"),
        ("viewing.follow_up", {"room_id": "r1", "text": "x" * 501}, 400, "invalid_command"),
        ("viewing.follow_up", {"room_id": "r1", "text": " \u3000"}, 400, "invalid_command"),
        ("viewing.remove_follow_up", {"follow_up_id": "f1"}, 404, "viewing.unknown_follow_up"),
        ("viewing.dream", {}, 404, "unknown_command"),
        ("qa_queue.cast_vote", {"question_id": "q1"}, 404, "unknown_command"),
    ],
)
async def test_nonsense_is_refused_and_gives_nobody_a_cookie(
    evening: Evening, watch: str, recording: str, name: str, data: object, status: int, code: str
) -> None:
    reply = await evening.program.post(path(evening), {"name": name, "data": data}, watch)
    assert (reply.status, reply.code) == (status, code)
    assert "Set-Cookie" not in reply.headers


@pytest.mark.parametrize(
    "body", ['{"name":"viewing.watched","data":{"recording_id":"rec1","ranges":[[NaN,1]]}}', "[]", "{", '{"name":1}']
)
async def test_what_is_no_report_is_refused(evening: Evening, watch: str, body: str) -> None:
    json = {"Content-Type": "application/json"}
    reply = await evening.program.call("POST", path(evening), ticket=watch, headers=json, data=body)
    assert reply.status == 400
    assert reply.code in ("server.bad_json", "server.bad_request")


async def test_who_is_nobody_tells_and_hears_nothing(evening: Evening) -> None:
    assert (await tell(evening, None, "viewing.count", on=True)).code == "auth.no_ticket"
    assert (await evening.program.get(path(evening))).code == "auth.no_ticket"
    assert (await evening.program.get("/api/sessions/nosuch/viewing", evening.host)).code == "session.unknown"


async def test_a_cookie_has_to_come_from_our_own_pages(evening: Evening, watch: str) -> None:
    cookie = {"Cookie": f"orc_{evening.id}_watch={watch}"}
    assert (await tell(evening, None, "viewing.count", cookie, on=True)).code == "server.bad_origin"
    assert (await tell(evening, None, "viewing.count", cookie | {"Origin": evening.program.url}, on=True)).status == 200


@pytest.mark.usefixtures("no_refill")
async def test_a_little_more_than_once_a_minute_is_tolerated(tmp_path: Path) -> None:
    async with serving(tmp_path / "log.db", watched_per_minute=2) as server:
        evening = await server.program.open()
        recording = await evening.made(evening.host, "recordings.link", url="https://v.example.org/1")
        ben, cal = await evening.join("Ben"), await evening.join("Cal")

        async def report(who: Person) -> int:
            return (await tell(evening, who.ticket, "viewing.watched", recording_id=recording, ranges=[[0, 1000]])).status

        assert [await report(ben) for _ in range(3)] == [200, 200, 429]
        assert await report(cal) == 200


@pytest.mark.usefixtures("no_refill")
async def test_one_address_is_not_a_thousand_viewers(tmp_path: Path) -> None:
    async with serving(tmp_path / "log.db", joins_per_minute=2) as server:
        evening = await server.program.open()
        replies = [await tell(evening, evening.tickets["watch"], "viewing.count", on=True) for _ in range(3)]
        assert [reply.status for reply in replies] == [200, 200, 429]
        assert (await tell(evening, evening.tickets["watch"], "viewing.count", kept(replies[0]), on=False)).status == 200


async def test_the_limits_are_settings(tmp_path: Path) -> None:
    async with serving(tmp_path / "log.db", viewers_per_session=1, watched_ranges=1, follow_ups_per_viewer=1) as server:
        evening = await server.program.open()
        ticket = evening.tickets["watch"]
        recording = await evening.made(evening.host, "recordings.link", url="https://v.example.org/1")
        first = await tell(evening, ticket, "viewing.watched", recording_id=recording, ranges=[[0, 1000]])
        refused = await tell(evening, ticket, "viewing.watched", recording_id=recording, ranges=[[0, 1000]])
        assert (refused.status, refused.code) == (409, "viewing.too_many_viewers")
        more = await tell(evening, ticket, "viewing.watched", kept(first), recording_id=recording, ranges=[[9000, 9999]])
        assert (more.status, more.code) == (409, "viewing.too_many_ranges")
        assert (await tell(evening, ticket, "viewing.follow_up", kept(first), room_id="r1", text="One")).status == 200
        second = await tell(evening, ticket, "viewing.follow_up", kept(first), room_id="r1", text="Two")
        assert (second.status, second.code) == (409, "viewing.too_many_follow_ups")


async def test_viewing_changes_nothing_live(running: Evening, question: str, watch: str) -> None:
    before = await running.seen(running.host)
    await tell(running, watch, "viewing.too", question_id=question, on=True)
    after = await running.seen(running.host)
    assert (after["version"], after["view"]) == (before["version"], before["view"])
