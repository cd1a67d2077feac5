"""The way into a call that BigBlueButton makes, over HTTP: who comes in, as whom, and what when it does not work."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from yarl import URL

from tests.conferencing.fake_bbb import SECRET, Chaos, FakeBBB, fake_bbb
from tests.fakes import FakeClock
from tests.server.program import Evening, Person, Reply
from tests.server.serving import Server, serving

PASTED = "https://meet.example.org/a"  # the call of room r1 in the plan of every test; r2 has none


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
async def bbb(clock: FakeClock) -> AsyncIterator[FakeBBB]:
    async with fake_bbb(clock.now) as fake:
        yield fake


@pytest.fixture
async def server(tmp_path: Path, bbb: FakeBBB, clock: FakeClock) -> AsyncIterator[Server]:
    async with serving(tmp_path / "log.db", clock=clock, bbb_url=bbb.url, bbb_secret=SECRET) as server:
        yield server


@pytest.fixture
async def evening(server: Server) -> Evening:
    return await server.program.open(calls="bigbluebutton")


async def enter(evening: Evening, place: str, ticket: str | None) -> Reply:
    return await evening.program.get(f"/call/{evening.id}/{place}", ticket)


async def go_in(server: Server, evening: Evening, place: str, ticket: str) -> None:
    """All the way, as a browser goes."""
    reply = await enter(evening, place, ticket)
    assert reply.status == 303, reply.text
    async with server.http.get(URL(reply.headers["Location"], encoded=True)) as answer:
        assert answer.status == 200


async def in_room(evening: Evening) -> Person:
    return await evening.join("Ana", "r2")


async def refused(evening: Evening, place: str, ticket: str | None) -> int:
    """The status of a page that says why in words, and leads nowhere."""
    reply = await enter(evening, place, ticket)
    assert "Location" not in reply.headers
    assert "<h1>" in reply.text
    return reply.status


# Coming in


async def test_a_member_comes_into_the_call_of_their_room(server: Server, evening: Evening, bbb: FakeBBB):
    ana = await in_room(evening)
    url = (await evening.seen(ana.ticket))["view"]["rooms"]["r2"]["call_url"]
    assert url == f"/call/{evening.id}/r2"
    await go_in(server, evening, "r2", ana.ticket)
    (run,) = bbb.runs
    (person,) = run.people
    assert (run.meeting_id, run.params["name"]) == (f"{evening.id}-r2", "B · Assessment")
    assert (person["fullName"], person["userID"], person["role"]) == ("Ana", ana.id, "VIEWER")


async def test_the_cookie_of_a_page_is_enough(server: Server, evening: Evening, bbb: FakeBBB):
    ana = await in_room(evening)
    headers = {"Cookie": f"orc_{evening.id}_s={ana.ticket}"}
    assert (await evening.program.get(f"/call/{evening.id}/r2", headers=headers)).status == 303


async def test_whoever_holds_several_tickets_comes_in_with_the_one_that_may(server: Server, evening: Evening, bbb: FakeBBB):
    ana = await in_room(evening)
    headers = {"Cookie": f"orc_{evening.id}_panel={evening.tickets['panel']}; orc_{evening.id}_s={ana.ticket}"}
    assert (await evening.program.get(f"/call/{evening.id}/r2", headers=headers)).status == 303


async def test_the_host_moderates_every_call_and_a_facilitator_that_of_their_room(server: Server, evening: Evening, bbb: FakeBBB):
    tom = await evening.join("Tom", "r1")
    await evening.do(evening.host, "rooms.appoint", room_id="r2", participant_id=tom.id, as_="facilitator")
    await go_in(server, evening, "r2", evening.host)
    await go_in(server, evening, "r2", tom.ticket)
    await go_in(server, evening, "plenary", tom.ticket)
    room, plenary = bbb.runs
    assert [(person["fullName"], person["role"], "userID" in person) for person in room.people] == [
        ("Host", "MODERATOR", False),
        ("Tom", "MODERATOR", True),
    ]
    assert [person["role"] for person in plenary.people] == ["VIEWER"]


@pytest.mark.parametrize("link", ["host", "moderator", "panel", "stage"])
async def test_everybody_who_takes_part_comes_into_the_plenary(server: Server, evening: Evening, link: str):
    assert (await enter(evening, "plenary", evening.tickets[link])).status == 303
    assert (await enter(evening, "plenary", (await evening.join("Gus")).ticket)).status == 303


async def test_a_pasted_link_wins_in_every_session(server: Server, evening: Evening, bbb: FakeBBB):
    ana = await evening.join("Ana", "r1")
    assert (await evening.seen(ana.ticket))["view"]["rooms"]["r1"]["call_url"] == PASTED
    assert (await enter(evening, "r1", ana.ticket)).headers["Location"] == PASTED
    pasted = await server.program.open()
    assert (await enter(pasted, "r1", pasted.host)).headers["Location"] == PASTED
    assert bbb.asked == []


# Not coming in


async def test_who_is_nobody_or_from_elsewhere_stays_outside(server: Server, evening: Evening, bbb: FakeBBB):
    other = await server.program.open(calls="bigbluebutton")
    ana = await evening.join("Ana", "r1")
    assert await refused(evening, "r2", None) == 401
    assert await refused(evening, "r2", "x") == 401
    assert await refused(evening, "plenary", other.host) == 401
    assert await refused(evening, "r2", ana.ticket) == 403
    assert await refused(evening, "r2", evening.tickets["panel"]) == 403
    assert await refused(evening, "plenary", evening.tickets["watch"]) == 403
    assert bbb.asked == []


@pytest.mark.parametrize("place", ["r9", "x", "plenary-2", "..%2F", "r2-plenary", "%00"])
async def test_there_is_no_call_of_a_room_that_there_is_not(server: Server, evening: Evening, place: str):
    assert await refused(evening, place, evening.host) == 404


async def test_where_people_paste_links_and_did_not_the_page_says_so(server: Server, bbb: FakeBBB):
    evening = await server.program.open()
    assert await refused(evening, "r2", evening.host) == 404
    assert bbb.asked == []


async def test_after_the_end_no_call_is_made_and_pasted_ones_go_on(server: Server, evening: Evening, bbb: FakeBBB):
    await evening.do(evening.host, "agenda.start")
    await evening.do(evening.host, "session.finish")
    assert await refused(evening, "plenary", evening.host) == 409
    assert (await enter(evening, "r1", evening.host)).status == 303
    assert bbb.asked == []


@pytest.mark.parametrize("status", [500, 403, 429])
async def test_when_the_tool_does_not_work_the_page_says_so_and_the_host_pastes_a_link(
    server: Server, evening: Evening, bbb: FakeBBB, status: int
):
    bbb.chaos = Chaos(times=1, status=status)
    ana = await in_room(evening)
    assert await refused(evening, "r2", ana.ticket) in (502, 503)
    (trouble,) = (await evening.seen(evening.host))["view"]["session"]["call_troubles"].items()
    assert trouble[0] == "r2"
    await evening.do(evening.host, "rooms.edit", room_id="r2", call_url="https://meet.example.org/b")
    assert (await enter(evening, "r2", ana.ticket)).headers["Location"] == "https://meet.example.org/b"


async def test_the_way_in_stands_nowhere_but_in_the_answer(
    server: Server, evening: Evening, bbb: FakeBBB, caplog: pytest.LogCaptureFixture
):
    reply = await enter(evening, "r2", evening.host)
    way = reply.headers["Location"]
    assert (reply.text, reply.headers["Cache-Control"], reply.headers["Referrer-Policy"]) == ("", "no-store", "no-referrer")
    view = (await evening.program.get(evening.path, evening.host)).text
    page = (await evening.program.get(f"/host/{evening.id}", evening.host)).text
    log = b"".join(commit.body for commit in await server.parts.log.read(evening.id)).decode()
    for text in (view, page, log, (await evening.program.get("/metrics")).text, caplog.text):
        assert "checksum" not in text
        assert SECRET not in text
        assert way not in text


# Making sessions


async def test_the_start_page_offers_what_the_server_has(server: Server, tmp_path: Path):
    assert 'data-makes-calls="yes"' in (await server.program.get("/")).text
    async with serving(tmp_path / "other.db") as plain:
        assert 'data-makes-calls="no"' in (await plain.program.get("/")).text


async def test_where_there_is_no_tool_no_session_is_made_with_it(tmp_path: Path):
    async with serving(tmp_path / "other.db") as plain:
        reply = await plain.program.post(
            "/api/sessions", {"title": "T", "template": "45-15-60", "rooms": [{"theme": "A"}], "calls": "bigbluebutton"}
        )
        assert (reply.status, reply.code) == (400, "calls.no_tool")


# Ending


async def test_the_host_ends_the_calls_of_all_rooms(server: Server, evening: Evening, bbb: FakeBBB):
    ana = await in_room(evening)
    await go_in(server, evening, "r2", ana.ticket)
    await go_in(server, evening, "plenary", ana.ticket)
    reply = await evening.program.post(f"{evening.path}/calls/end", ticket=evening.host)
    assert (reply.status, reply.json) == (200, {"rooms": {"r2": "ended"}})
    assert [run.ended_at is None for run in bbb.runs] == [False, True]


async def test_what_could_not_be_ended_is_said(server: Server, evening: Evening, bbb: FakeBBB):
    bbb.chaos = Chaos(times=1, status=500)
    reply = await evening.program.post(f"{evening.path}/calls/end", ticket=evening.host)
    assert reply.json == {"rooms": {"r2": "calls.unreachable"}}


async def test_nobody_else_ends_calls_and_pasted_ones_cannot_be_ended(server: Server, evening: Evening):
    ana = await in_room(evening)
    for ticket in (ana.ticket, evening.tickets["moderator"], evening.tickets["panel"]):
        assert (await evening.program.post(f"{evening.path}/calls/end", ticket=ticket)).code == "session.forbidden"
    assert (await evening.program.post(f"{evening.path}/calls/end")).code == "auth.no_ticket"
    pasted = await server.program.open()
    assert (await pasted.program.post(f"{pasted.path}/calls/end", ticket=pasted.host)).code == "calls.no_tool"
