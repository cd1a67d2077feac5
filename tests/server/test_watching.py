"""The watch page as a program sees it: what is in it, for whom, how it travels."""

import gzip
import json
import re

import pytest

from tests.server.program import Evening, Reply
from tests.server.serving import Server

KNOWN = {"started_at": 1_000_000, "duration": 60_000}


def told(page: Reply) -> dict:
    """What the page's script goes by."""
    (text,) = re.findall(r'<script type="application/json" id="watched">(.*?)</script>', page.text)
    return dict(json.loads(text))


async def late(server: Server, evening: Evening, query: str = "", **more) -> Reply:  # type: ignore[no-untyped-def]
    return await server.program.get(f"/watch/{evening.id}{query}", evening.tickets["watch"], **more)


async def test_the_page_is_packed_for_whom_can_unpack_it_and_kept_by_nobody(server: Server, evening: Evening) -> None:
    path, ticket = f"{server.url}/watch/{evening.id}", {"Authorization": f"Bearer {evening.tickets['watch']}"}
    bodies = []
    for accepted, coding in (("gzip", "gzip"), ("identity", None)):
        async with server.http.get(path, headers=ticket | {"Accept-Encoding": accepted}, auto_decompress=False) as answer:
            assert (answer.headers.get("Content-Encoding"), answer.headers["Vary"]) == (coding, "Accept-Encoding")
            assert answer.headers["Cache-Control"] == "no-store"
            bodies.append(await answer.read())
    assert gzip.decompress(bodies[0]) == bodies[1]


async def test_the_page_carries_no_ticket_and_repeats_nothing_of_the_request(server: Server, evening: Evening) -> None:
    page = await late(server, evening, "?t=12&r=rec1&x=needle", headers={"Referer": "https://needle.example", "X-A": "needle"})
    assert "needle" not in page.text
    for ticket in evening.tickets.values():
        assert ticket not in page.text


@pytest.mark.parametrize(
    ("asked", "kept"),
    [("&t=12&r=rec2", "?t=12&r=rec2"), ("&r=rec2", "?r=rec2"), ("&t=1:02", "?t=1:02"), ("&t=<b>&r=../x", ""), ("&x=1", "")],
)
async def test_the_moment_in_a_shared_link_outlives_the_swap(server: Server, evening: Evening, asked: str, kept: str) -> None:
    swap = await server.program.get(f"/watch/{evening.id}?k={evening.tickets['watch']}{asked}")
    assert (swap.status, swap.headers["Location"]) == (303, f"/watch/{evening.id}{kept}")


async def test_a_second_of_a_recording_is_there_without_scripts(server: Server, evening: Evening) -> None:
    for name in ("a", "b"):
        await evening.do(evening.host, "recordings.link", url=f"https://video.example.org/{name}.mp4", **KNOWN)
    assert 'src="https://video.example.org/a.mp4#t=40"' in (await late(server, evening, "?t=40")).text
    assert 'src="https://video.example.org/b.mp4#t=40"' in (await late(server, evening, "?t=40&r=rec2")).text
    assert 'src="https://video.example.org/a.mp4"' in (await late(server, evening, "?r=rec9&t=x")).text


async def test_only_the_sites_whose_players_the_page_may_show_are_allowed_in_it(server: Server, evening: Evening) -> None:
    assert "frame-src" not in (await late(server, evening)).headers["Content-Security-Policy"]
    await evening.do(evening.host, "recordings.link", url="https://youtu.be/dQw4w9WgXcQ")
    page = await late(server, evening)
    assert page.headers["Content-Security-Policy"].endswith("; frame-src https://www.youtube-nocookie.com")
    assert told(page)["recordings"]["rec1"]["frame"].startswith("https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?")
    assert "<iframe" not in page.text


async def test_everybody_finds_the_recordings_they_may_see(server: Server, evening: Evening) -> None:
    ana, ben = await evening.join("Ana", "r1"), await evening.join("Ben", "r2")
    for visibility in ("public", "session", "room"):
        await evening.do(
            evening.host, "recordings.link", url=f"https://a.example/{visibility}.mp4", room_id="r1", visibility=visibility
        )
    seen = {"watch": 1, "ben": 2, "ana": 3, "host": 3}
    tickets = evening.tickets | {"ana": ana.ticket, "ben": ben.ticket}
    for who, count in seen.items():
        page = await server.program.get(f"/watch/{evening.id}", tickets[who])
        data = await server.program.get(f"{evening.path}/watch", tickets[who])
        assert len(told(page)["recordings"]) == len(data.json["recordings"]) == count, who
        assert (told(page)["host"], "room.mp4" in page.text) == (who == "host", count == 3)


async def test_who_has_several_cookies_is_who_they_are_at_the_widest(server: Server, evening: Evening) -> None:
    names = {"watch": evening.tickets["watch"], "host": evening.host}
    cookies = "; ".join(f"orc_{evening.id}_{page}={ticket}" for page, ticket in names.items())
    assert told(await server.program.get(f"/watch/{evening.id}", headers={"Cookie": cookies}))["host"] is True


async def test_a_page_asks_whether_there_is_anything_new(server: Server, evening: Evening) -> None:
    page = told(await late(server, evening))
    path, ticket = f"{evening.path}/watch", evening.tickets["watch"]
    held = {"If-None-Match": f'"{page["digest"]}"'}
    assert (await server.program.get(path, ticket, headers=held)).status == 304
    await evening.join("Ana", "r1")
    assert (await server.program.get(path, ticket, headers=held)).status == 304, "nothing the page would show"
    await evening.do(evening.host, "recordings.link", url="https://video.example.org/1", **KNOWN)
    fresh = await server.program.get(path, ticket, headers=held)
    assert (fresh.status, fresh.headers["ETag"]) == (200, f'"{fresh.json["digest"]}"')
    assert fresh.headers["Cache-Control"] == "no-store"
    assert fresh.json["digest"] == told(await late(server, evening))["digest"] != page["digest"]


async def test_where_a_question_is_heard_is_told_by_question(server: Server, running: Evening) -> None:
    ana = await running.join("Ana", "r1")
    question = await running.asked(ana)
    for phase in ("ph1", "ph2"):
        await running.do(running.host, "agenda.advance", from_phase=phase)
    await running.do(running.host, "panel.call", question_id=question)
    called = (await running.seen(running.host))["view"]["questions"][question]["on_air_at"]
    known = {"started_at": called - 5_000, "duration": 60_000}
    await running.do(running.host, "recordings.link", url="https://video.example.org/1.mp4", **known)
    data = (await server.program.get(f"{running.path}/watch", running.tickets["watch"])).json
    (place,) = data["places"][question]
    assert (place["recording_id"], place["offset"], place["url"]) == ("rec1", 5_000, "https://video.example.org/1.mp4#t=5")
    assert data["recordings"]["rec1"]["pieces"][0]["wall_start"] == called - 5_000


async def test_who_has_no_way_in_gets_no_data(server: Server, evening: Evening) -> None:
    assert (await server.program.get(f"{evening.path}/watch")).code == "auth.no_ticket"
    assert (await server.program.get(f"{evening.path}/watch", "wrong")).code == "auth.bad_ticket"


async def test_hostile_words_stay_words_in_what_the_script_goes_by(server: Server) -> None:
    theme = '</script><script>alert("1")</script>'
    evening = await server.program.open(rooms=[{"theme": theme}])
    page = await late(server, evening)
    assert told(page)["rooms"]["r1"] == f"A · {theme}"
    assert "<script>alert" not in page.text
