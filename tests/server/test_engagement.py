"""The engagement report: for the host alone, as a page, as JSON and as CSV."""

import csv
import io
import json
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.fakes import FakeClock
from tests.server.program import Evening, Person
from tests.server.serving import Server, serving

HOUR = 3_600_000
HOSTILE = '</svg><script>alert("1")</script>=1+1'
WAYS = ["/api/sessions/{id}/engagement.json", "/api/sessions/{id}/engagement.csv", "/host/{id}/engagement"]


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[Server]:
    """No minute begins, so the register writes nobody down."""
    async with serving(tmp_path / "log.db", clock=FakeClock()) as server:
        yield server


@pytest.fixture
async def people(evening: Evening) -> list[Person]:
    return [await evening.join(f"Canary {number}", "r1" if number < 6 else "r2") for number in range(12)]


@pytest.fixture
async def watched(evening: Evening, people: list[Person]) -> Evening:
    """Six of twelve have watched the recording, in which one question was answered."""
    await evening.do(evening.host, "agenda.start")
    question = await evening.asked(people[0], HOSTILE)
    recording = await evening.made(
        evening.host, "recordings.link", url="https://v.example.org/1", started_at=1_000_000, duration=HOUR
    )
    for person in people[:6]:
        for name, data in (
            ("viewing.watched", {"recording_id": recording, "ranges": [[0, 600_000]]}),
            ("viewing.too", {"question_id": question, "on": True}),
        ):
            await evening.program.post(f"{evening.path}/viewing", {"name": name, "data": data}, person.ticket)
    return evening


async def test_the_host_reads_the_report(watched: Evening) -> None:
    reply = await watched.program.get(f"{watched.path}/engagement.json", watched.host)
    assert (reply.status, reply.headers["Cache-Control"]) == (200, "no-store")
    told = reply.json
    assert told["total"] == {
        "name": "Everybody",
        "joined": 12,
        "drafted": 1,
        "submitted": 1,
        "answered": 0,
        "voted": 0,
        "watched": 6,
        "watched_minutes": 60,
    }
    assert [(room["name"], room["joined"], room["watched"]) for room in told["rooms"]] == [
        ("A · Mentoring", 6, 6),
        ("B · Assessment", 6, 0),
    ]
    assert told["questions"][0]["too"] == 6
    assert len(told["people"]) == 12


async def test_ids_are_new_in_each_report(watched: Evening, people: list[Person]) -> None:
    path = f"{watched.path}/engagement.json"
    one, other = [(await watched.program.get(path, watched.host)).json["people"] for _ in range(2)]
    known = {person.id for person in people}
    ids = [{row["person"] for row in rows} for rows in (one, other)]
    assert not ids[0] & ids[1]
    assert not (ids[0] | ids[1]) & known


async def test_the_sheet_is_a_file_that_runs_nothing(watched: Evening) -> None:
    await watched.do(watched.host, "rooms.edit", room_id="r1", theme="=2+2")
    reply = await watched.program.get(f"{watched.path}/engagement.csv", watched.host)
    assert reply.headers["Content-Disposition"] == 'attachment; filename="engagement.csv"'
    rows = list(csv.DictReader(io.StringIO(reply.text)))
    assert [row["part"] for row in rows].count("person") == 12
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())


@pytest.mark.parametrize("way", WAYS)
async def test_it_is_for_the_host_alone_and_names_nobody(watched: Evening, people: list[Person], way: str) -> None:
    path = way.format(id=watched.id)
    for ticket in (people[0].ticket, *(watched.tickets[link] for link in ("moderator", "panel", "stage", "watch"))):
        assert (await watched.program.get(path, ticket)).status == 403
    assert (await watched.program.get(path)).status == 401
    told = await watched.program.get(path, watched.host)
    assert told.status == 200
    assert "Canary" not in told.text


async def test_the_page_needs_no_styles_and_no_scripts_and_words_stay_words(watched: Evening) -> None:
    page = (await watched.program.get(f"/host/{watched.id}/engagement", watched.host)).text
    assert "<script" not in page
    assert " style=" not in page
    assert "<style" not in page
    assert "&lt;/svg&gt;&lt;script&gt;" in page
    assert not re.findall(r' (?:x|y|width|height)="[^"]*(?:nan|inf|e-)[^"]*"', page)


async def test_viewers_that_are_too_few_to_show_do_not_look_like_nobody(watched: Evening, people: list[Person]) -> None:
    recording = next(iter((await watched.seen(watched.host))["view"]["recordings"]))
    body = {"name": "viewing.watched", "data": {"recording_id": recording, "ranges": [[0, 600_000]]}}
    await watched.program.post(f"{watched.path}/viewing", body, watched.tickets["watch"])
    page = (await watched.program.get(f"/host/{watched.id}/engagement", watched.host)).text
    assert page.count("too few to show</dd>") == 1
    assert page.count("Too few to show: ") == 2
    assert "nobody" not in page.replace("Nobody is named", "")
    assert "recordings" not in (await watched.program.get(f"{watched.path}/engagement.json", watched.host)).json


async def test_before_anything_happened_the_page_says_so(evening: Evening) -> None:
    page = await evening.program.get(f"/host/{evening.id}/engagement", evening.host)
    assert page.status == 200
    assert "Nothing to show yet" in page.text
    assert json.loads((await evening.program.get(f"{evening.path}/engagement.json", evening.host)).text)["people"] == []
