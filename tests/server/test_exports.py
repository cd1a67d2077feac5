"""The record of an evening over HTTP: who gets which format, of which recording, as which kind of file."""

import csv
import io
import zipfile
from datetime import datetime
from html.parser import HTMLParser
from pathlib import Path
from zoneinfo import ZoneInfo

import openpyxl
import pytest
import webvtt as reader
from icalendar import Calendar

from orchestrator.messages import LINKS
from orchestrator.server.exports import XLSX
from tests.reports.hostile import TEXTS, one_line
from tests.reports.json_schema import faults
from tests.server.held import Held, held_by
from tests.server.program import Evening
from tests.server.serving import Server, serving

FORMATS = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "xlsx": XLSX,
    "md": "text/markdown; charset=utf-8",
    "html": "text/html; charset=utf-8",
}
CHAPTERS = {
    "vtt": "text/vtt; charset=utf-8",
    "chapters.json": "application/json+chapters",
    "youtube.txt": "text/plain; charset=utf-8",
}
STARTS = 1_796_227_200_000  # 2 December 2026, 16:00 UTC


@pytest.fixture
async def held(running: Evening) -> Held:
    return await held_by(running)


class Page(HTMLParser):
    """What a reader of HTML finds: tags, links, and the text between."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.attributes: set[str] = set()
        self.words = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value or "" for name, value in attrs if tag == "a" and name == "href"]

    def handle_data(self, data: str) -> None:
        self.words += data


# -- the log


@pytest.mark.parametrize("ending", FORMATS | CHAPTERS)
async def test_every_format_is_what_it_says_and_is_kept_by_nobody_between(server: Server, held: Held, ending: str) -> None:
    address = f"{server.url}{held.evening.path}/question-log.{ending}?recording={held.recording}"
    async with server.http.get(address, headers={"Authorization": f"Bearer {held.evening.host}"}) as reply:
        refused = ending == "youtube.txt"  # there are only two questions
        kind = "application/json" if refused else (FORMATS | CHAPTERS)[ending]
        assert (reply.status, reply.headers["Content-Type"]) == (409 if refused else 200, kind)
        assert reply.headers["Cache-Control"] == "no-store"
        assert reply.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("ending", [*FORMATS, *CHAPTERS])
async def test_nobody_reads_it_without_a_way_in(held: Held, ending: str) -> None:
    path = f"{held.evening.path}/question-log.{ending}?recording={held.recording}"
    assert (await held.evening.program.get(path)).code == "auth.no_ticket"
    assert (await held.log(ending, "wrong")).code == "auth.bad_ticket"


@pytest.mark.parametrize("who", LINKS)
async def test_every_role_reads_it_in_every_format(held: Held, who: str) -> None:
    for ending in ("json", "csv", "md", "html", "vtt", "chapters.json"):
        assert (await held.log(ending, held.evening.tickets[who])).status == 200, ending


async def test_the_json_is_as_its_schema_says(held: Held) -> None:
    reply, schema = await held.log("json"), await held.evening.program.get("/api/question-log.schema.json")
    assert reply.headers["Link"] == '</api/question-log.schema.json>; rel="describedby"'
    assert schema.headers["Content-Type"] == "application/schema+json"
    assert schema.text == (Path(__file__).parents[2] / "docs" / "question-log.schema.json").read_text(encoding="utf-8")
    assert faults(reply.json, schema.json) == []


async def test_files_have_names(held: Held) -> None:
    named = {
        **{ending: f"question-log.{ending}" for ending in ("json", "csv", "md")},
        "vtt": f"chapters-{held.recording}.vtt",
        "chapters.json": f"chapters-{held.recording}.json",
    }
    for ending, name in named.items():
        assert (await held.log(ending)).headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert "Content-Disposition" not in (await held.log("html")).headers


async def test_lines_for_youtube_have_a_name(held: Held) -> None:
    evening = held.evening
    shown = (await evening.seen(evening.host))["view"]["questions"].values()
    first, second = sorted(question["on_air_at"] for question in shown if "on_air_at" in question)
    segments = [
        {"wall_start": first, "wall_end": second, "media_start": 60_000},
        {"wall_start": second, "wall_end": second + 60_000, "media_start": 120_000},
    ]
    await evening.do(evening.host, "recordings.set_segments", recording_id=held.recording, segments=segments)
    reply = await held.log("youtube.txt")
    assert (reply.status, reply.text.split()[0]) == (200, "0:00")
    assert reply.headers["Content-Disposition"] == f'attachment; filename="youtube-{held.recording}.txt"'


async def test_the_workbook_opens(server: Server, held: Held) -> None:
    address = f"{server.url}{held.evening.path}/question-log.xlsx"
    async with server.http.get(address, headers={"Authorization": f"Bearer {held.evening.host}"}) as reply:
        body = await reply.read()
    assert zipfile.ZipFile(io.BytesIO(body)).testzip() is None
    head, *lines = openpyxl.load_workbook(io.BytesIO(body))["Questions"].iter_rows(values_only=True)
    rows = [dict(zip(head, line, strict=True)) for line in lines]
    table = list(csv.DictReader(io.StringIO((await held.log("csv")).text, newline="")))
    assert [row["number"] for row in rows] == [row["number"] for row in table] == ["A-1", "B-1"]


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
async def test_no_text_becomes_more_than_text_on_a_page(running: Evening, text: str) -> None:
    held = await held_by(running, text)
    await running.do(running.host, "rooms.edit", room_id="r1", theme=one_line(text)[:80], prompt=text)
    for reply in (await held.log("html"), await held.pack("html", "r1", held.ana.ticket)):
        page = Page(reply.text)
        assert set(page.tags) <= PARTS
        assert not page.attributes & {"onerror", "onload", "style", "src"}
        assert all(link.startswith((running.program.url, "https://youtu.be/abc", "#app")) for link in page.links), page.links
        assert text in page.words


PARTS = {
    *("html", "head", "meta", "title", "link", "body", "main", "div", "header", "section", "article", "h1", "h2", "h3"),
    *("p", "a", "bdi", "span", "ul", "ol", "li"),
}


async def test_links_of_ours_are_whole(held: Held) -> None:
    evening = held.evening
    await evening.do(evening.host, "recordings.link", url=f"/media/{evening.id}/b.mp4", started_at=1, visibility="public")
    page = Page((await held.log("html")).text)
    assert f"{evening.program.url}/watch/{evening.id}" in page.links
    assert f"{evening.program.url}/watch/{evening.id}" in (await held.log("md")).text


# -- chapters


async def test_chapters_are_of_one_recording(held: Held) -> None:
    assert [cue.identifier for cue in reader.from_string((await held.log("vtt")).text)] == ["A-1", "B-1"]
    told = (await held.log("chapters.json")).json
    assert [chapter["url"] for chapter in told["chapters"]] == [
        f"{held.evening.program.url}/watch/{held.evening.id}#{number}" for number in ("A-1", "B-1")
    ]
    assert told["chapters"][0]["startTime"] == pytest.approx(100, abs=30)


@pytest.mark.parametrize("ending", CHAPTERS)
async def test_a_recording_that_is_not_there_has_no_chapters(held: Held, ending: str) -> None:
    assert (await held.log(ending, recording="rec99")).code == "recordings.unknown_recording"
    assert (await held.log(ending, recording="../x")).code == "recordings.unknown_recording"
    nothing = await held.get(f"question-log.{ending}")
    assert (nothing.status, nothing.code) == (400, "server.bad_request")


@pytest.mark.parametrize("ending", CHAPTERS)
async def test_a_recording_somebody_may_not_see_is_not_there_for_them(held: Held, ending: str) -> None:
    evening, watch = held.evening, held.evening.tickets["watch"]
    await evening.do(evening.host, "recordings.edit", recording_id=held.recording, visibility="session")
    refused = await held.log(ending, watch)
    assert (refused.status, refused.code) == (404, "recordings.unknown_recording")
    assert (await held.log(ending, held.ana.ticket)).status in (200, 409)
    await evening.do(evening.host, "recordings.edit", recording_id=held.recording, visibility="room", room_id="r1")
    assert (await held.log(ending, held.dee.ticket)).code == "recordings.unknown_recording"
    assert (await held.log(ending, held.ana.ticket)).status in (200, 409)
    await evening.do(evening.host, "recordings.remove", recording_id=held.recording)
    assert (await held.log(ending, held.ana.ticket)).code == "recordings.unknown_recording"


async def test_too_few_questions_for_youtube_are_refused_with_the_reason(held: Held) -> None:
    refused = await held.log("youtube.txt")
    assert (refused.status, refused.code) == (409, "recordings.too_few_chapters")
    assert refused.json["message"] == (
        "YouTube shows chapters from 3 on, ten seconds apart. Here there are 2, the beginning included."
    )


# -- the pack of a room


@pytest.mark.parametrize("ending", ["html", "md"])
async def test_a_pack_is_for_the_people_of_its_room_who_helps_it_and_the_host(held: Held, ending: str) -> None:
    evening = held.evening
    flo = await evening.join("Flo")
    await evening.do(evening.host, "rooms.appoint", room_id="r2", participant_id=flo.id, as_="facilitator")
    for ticket in (evening.host, held.dee.ticket, flo.ticket):
        reply = await held.pack(ending, "r2", ticket)
        assert (reply.status, reply.headers["Cache-Control"]) == (200, "no-store")
        assert "Only a draft" in reply.text
        assert "Who decides?" in reply.text
    others = [held.ana.ticket, *(evening.tickets[link] for link in LINKS if link != "host")]
    for ticket in others:
        refused = await held.pack(ending, "r2", ticket)
        assert (refused.status, refused.code) == (403, "session.forbidden")
    assert (await evening.program.get(f"{evening.path}/rooms/r2/pack.{ending}")).code == "auth.no_ticket"
    assert (await held.pack(ending, "r9", evening.host)).code == "rooms.unknown_room"


async def test_a_pack_shows_the_room_no_more_to_the_host_than_to_the_room(held: Held) -> None:
    evening = held.evening
    await evening.do(evening.host, "recordings.edit", recording_id=held.recording, visibility="room", room_id="r1")
    assert "youtu.be" in (await held.pack("md", "r1", evening.host)).text
    assert "youtu.be" not in (await held.pack("md", "r2", evening.host)).text
    for ending in ("md", "html"):
        mine, theirs = await held.pack(ending, "r2", held.dee.ticket), await held.pack(ending, "r2", evening.host)
        assert mine.text == theirs.text


async def test_what_late_viewers_wrote_to_a_room_is_in_its_pack(held: Held) -> None:
    evening = held.evening
    thought = {"name": "viewing.follow_up", "data": {"room_id": "r2", "text": "And afterwards?"}}
    assert (await evening.program.post(f"{evening.path}/viewing", thought, held.ana.ticket)).status == 200
    assert "And afterwards?" in (await held.pack("html", "r2", held.dee.ticket)).text
    assert "And afterwards?" not in (await held.pack("html", "r1", held.ana.ticket)).text


# -- the calendar


async def event_of(evening: Evening, ticket: str) -> dict[str, str]:
    reply = await evening.program.get(f"{evening.path}/session.ics", ticket)
    assert (reply.status, reply.headers["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert not [secret for secret in (ticket, evening.host) if secret in reply.text.replace("\r\n ", "")]
    (event,) = Calendar.from_ical(reply.text).events
    return event


async def test_every_role_has_its_way_in_its_calendar_without_a_secret(server: Server) -> None:
    evening = await server.program.open(starts_at=STARTS, timezone="Europe/Brussels")
    ana, url = await evening.join("Ana"), evening.program.url
    ways = {
        ana.ticket: evening.opened["links"]["join"],
        evening.host: f"{url}/host/{evening.id}",
        evening.tickets["moderator"]: f"{url}/moderate/{evening.id}",
        evening.tickets["panel"]: f"{url}/panel/{evening.id}",
        evening.tickets["stage"]: f"{url}/stage/{evening.id}",
        evening.tickets["watch"]: f"{url}/watch/{evening.id}",
    }
    for ticket, way in ways.items():
        event = await event_of(evening, ticket)
        assert event["URL"] == way
        assert event["DESCRIPTION"].endswith(way)
        assert event["DTSTART"].dt == datetime(2026, 12, 2, 17, tzinfo=ZoneInfo("Europe/Brussels"))
        assert event["UID"] == f"{evening.id}@127.0.0.1"
    assert evening.join_code not in str(await event_of(evening, evening.tickets["watch"]))


async def test_after_the_end_everybody_is_led_to_the_watch_page(running: Evening) -> None:
    ana = await running.join("Ana", "r1")
    assert (await event_of(running, ana.ticket))["URL"] == running.opened["links"]["join"]
    await running.do(running.host, "session.finish")
    for ticket in (ana.ticket, running.host, running.tickets["panel"]):
        event = await event_of(running, ticket)
        assert event["URL"] == f"{running.program.url}/watch/{running.id}"
        assert event.start <= event.end


async def test_what_is_neither_planned_nor_begun_is_in_no_calendar(evening: Evening) -> None:
    refused = await evening.program.get(f"{evening.path}/session.ics", evening.host)
    assert (refused.status, refused.code) == (409, "session.not_planned")
    assert (await evening.program.get(f"{evening.path}/session.ics")).code == "auth.no_ticket"


async def test_addresses_are_those_of_the_public_site(tmp_path: Path) -> None:
    async with serving(tmp_path / "log.db", public_url="https://meet.example.org") as server:
        evening = await server.program.open(starts_at=STARTS)
        assert (await event_of(evening, evening.host))["URL"] == f"https://meet.example.org/host/{evening.id}"
        log = await server.program.get(f"{evening.path}/question-log.md", evening.host)
        assert f"https://meet.example.org/watch/{evening.id}" in log.text
