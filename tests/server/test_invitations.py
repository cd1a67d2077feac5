"""What a host hands out: QR codes, the calendar file, the handout."""

import re
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import segno
from icalendar import Calendar

from orchestrator.server.qr import qr_svg
from tests.server.program import Evening, Reply
from tests.server.serving import Server, serving

STARTS = 1_796_227_200_000  # 2 December 2026, 16:00 UTC
NOVEMBER = 1_795_622_400_000  # 25 November 2026, 16:00 UTC
CHANGE = 1_792_879_200_000  # 25 October 2026, 00:00 in Brussels
LINKS = ["moderator", "panel", "stage", "watch", "host"]
HOSTILE = 'A, B; C\\n "D"\nBEGIN:VEVENT <b>&amp;'


def dark(matrix: list[list[int]]) -> set[tuple[int, int]]:
    return {(row, column) for row, line in enumerate(matrix) for column, module in enumerate(line) if module}


def drawn(svg: str) -> set[tuple[int, int]]:
    """The dark modules of a code as it is drawn, without its quiet zone of four."""
    (path,) = re.findall(r'<path stroke="#000" d="([^"]+)"', svg)
    found, x, y = set(), 0.0, 0.0
    for step, numbers in re.findall(r"([Mmh])([-\d. ]+)", path):
        values = [float(number) for number in re.findall(r"-?[\d.]+", numbers)]
        if step == "h":
            found |= {(int(y - 4), int(x - 4) + module) for module in range(int(values[0]))}
            x += values[0]
        else:
            x, y = (values[0], values[1]) if step == "M" else (x + values[0], y + values[1])
    return found


def says(answer: Reply, link: str) -> None:
    """The answer is the QR code of this link: level M, four modules of quiet, dark on white, without a size."""
    code = segno.make_qr(link, error="m", boost_error=False)
    side = len(code.matrix) + 8
    assert (answer.status, answer.headers["Content-Type"]) == (200, "image/svg+xml")
    assert answer.text.startswith(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}">')
    assert f'<path fill="#fff" d="M0 0h{side}v{side}h-{side}z"/>' in answer.text
    assert drawn(answer.text) == dark([list(line) for line in code.matrix])


# -- QR codes


def test_a_code_is_drawn_as_it_was_made() -> None:
    assert drawn(qr_svg("https://meet.example.org/join/ABCDEFGH").decode())


async def test_the_code_of_the_join_link_is_for_everybody_who_knows_it(server: Server, evening: Evening) -> None:
    link = evening.opened["links"]["join"]
    for typed in (evening.join_code, evening.join_code.lower()):
        answer = await server.program.get(f"/join/{typed}/qr.svg")
        says(answer, link)
        assert answer.headers["Cache-Control"].startswith("private")


async def test_the_code_names_the_public_address(tmp_path: Path) -> None:
    async with serving(tmp_path / "log.db", public_url="https://meet.example.org") as server:
        evening = await server.program.open()
        says(await server.program.get(f"/join/{evening.join_code}/qr.svg"), f"https://meet.example.org/join/{evening.join_code}")


@pytest.mark.parametrize("what", ["qr.svg", "session.ics"])
@pytest.mark.usefixtures("no_refill")
async def test_wrong_codes_are_limited_here_too(tmp_path: Path, what: str) -> None:
    async with serving(tmp_path / "log.db", wrong_codes_per_minute=3) as server:
        statuses = [(await server.program.get(f"/join/{code}/{what}")).status for code in ("ABCDEFGH", "x", "%00", "ABCDEFGH")]
        assert statuses == [403, 403, 403, 429]


@pytest.mark.parametrize("link", LINKS)
async def test_the_codes_of_the_roles_are_for_the_host_alone(server: Server, evening: Evening, link: str) -> None:
    path = f"/host/{evening.id}/qr/{link}.svg"
    answer = await server.program.get(path, evening.host)
    says(answer, evening.opened["links"][link])
    assert answer.headers["Cache-Control"] == "no-store"
    cookie = {"headers": {"Cookie": f"orc_{evening.id}_host={evening.host}"}}
    assert (await server.program.get(path, **cookie)).text == answer.text
    ana = await evening.join("Ana")
    for ticket, status in {None: 401, "wrong": 401, ana.ticket: 403, evening.tickets["panel"]: 403}.items():
        assert (await server.program.get(path, ticket)).status == status


async def test_a_code_is_of_a_link_that_opens_something(server: Server, evening: Evening) -> None:
    says(await server.program.get(f"/host/{evening.id}/qr/join.svg", evening.host), evening.opened["links"]["join"])
    assert (await server.program.get(f"/host/{evening.id}/qr/door.svg", evening.host)).status == 404
    await evening.do(evening.host, "session.set_roles", participant_id="panel", roles=[])
    assert (await server.program.get(f"/host/{evening.id}/qr/panel.svg", evening.host)).status == 404
    hana = await evening.named("host", "Hana")
    for link in LINKS:
        assert (await server.program.get(f"/host/{evening.id}/qr/{link}.svg", hana.ticket)).status == 404


# -- the calendar


async def event_of(evening: Evening) -> tuple[Calendar, Reply]:
    answer = await evening.program.get(f"/join/{evening.join_code}/session.ics")
    assert answer.status == 200, answer.text
    return Calendar.from_ical(answer.text), answer


async def test_a_planned_session_is_one_event_on_the_clock_of_its_zone(server: Server) -> None:
    evening = await server.program.open(starts_at=STARTS, timezone="Europe/Brussels")
    calendar, answer = await event_of(evening)
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    (event,) = calendar.events
    brussels = ZoneInfo("Europe/Brussels")
    assert event["UID"] == f"{evening.id}@127.0.0.1"
    assert event["DTSTART"].params["TZID"] == "Europe/Brussels"
    assert event.start == datetime(2026, 12, 2, 17, tzinfo=brussels)
    assert event.end == datetime(2026, 12, 2, 19, tzinfo=brussels)
    assert [str(zone["TZID"]) for zone in calendar.timezones] == ["Europe/Brussels"]
    assert (event["SUMMARY"], event["URL"]) == ("An evening", evening.opened["links"]["join"])
    assert event["DESCRIPTION"].split("\n") == [
        "17:00-17:45 In your rooms",
        "17:45-18:00 Break",
        "18:00-19:00 Panel",
        "",
        f"Join: {evening.opened['links']['join']}",
    ]


async def test_the_sequence_rises_with_every_change_and_the_id_stays(server: Server) -> None:
    evening = await server.program.open(starts_at=STARTS)
    (before,) = (await event_of(evening))[0].events
    await evening.do(evening.host, "rooms.add", theme="Another")
    (after,) = (await event_of(evening))[0].events
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert after["UID"] == before["UID"]


async def test_hostile_words_stay_in_their_field(server: Server) -> None:
    agenda = [{"kind": "panel", "title": HOSTILE, "minutes": 5}]
    evening = await server.program.open(starts_at=STARTS, title=HOSTILE, agenda=agenda)
    calendar, _ = await event_of(evening)
    (event,) = calendar.events
    one_line = HOSTILE.replace("\n", " ")
    assert event["SUMMARY"] == one_line
    assert event["DESCRIPTION"].split("\n")[0] == f"16:00-16:05 {one_line}"


@pytest.mark.parametrize(
    ("timezone", "offsets"), [("Europe/Brussels", [("STANDARD", 1)]), ("Asia/Tokyo", [("STANDARD", 9)]), ("UTC", [])]
)
async def test_a_zone_says_its_offset_also_where_it_does_not_change(
    server: Server, timezone: str, offsets: list[tuple[str, int]]
) -> None:
    evening = await server.program.open(starts_at=NOVEMBER, timezone=timezone)
    calendar, _ = await event_of(evening)
    rules = [rule for zone in calendar.timezones for rule in zone.subcomponents]
    assert [(rule.name, rule["TZOFFSETTO"].td.total_seconds() / 3600) for rule in rules] == offsets
    (event,) = calendar.events
    assert all(rule["DTSTART"].dt <= event.start.replace(tzinfo=None) for rule in rules)
    assert (event.start.timestamp() * 1000, event["DTSTART"].params.get("TZID", "UTC")) == (NOVEMBER, timezone)


async def test_a_night_in_which_the_clocks_change_has_both_offsets(server: Server) -> None:
    evening = await server.program.open(starts_at=CHANGE, timezone="Europe/Brussels")
    (zone,) = (await event_of(evening))[0].timezones
    assert [rule.name for rule in zone.subcomponents] == ["DAYLIGHT", "STANDARD"]


async def test_a_session_beyond_all_calendars_breaks_none(server: Server) -> None:
    for timezone in ("Pacific/Kiritimati", "UTC", "America/New_York"):
        evening = await server.program.open(starts_at=253_402_300_799_999, timezone=timezone)
        (event,) = (await event_of(evening))[0].events
        assert event.start.year == 9999


async def test_without_a_planned_start_there_is_nothing_for_a_calendar(server: Server, evening: Evening) -> None:
    refused = await server.program.get(f"/join/{evening.join_code}/session.ics")
    assert refused.status == 409
    assert "The session has no planned start yet." in refused.text


# -- the handout


async def test_the_handout_has_every_link_and_its_code(server: Server) -> None:
    evening = await server.program.open(starts_at=STARTS, timezone="Europe/Brussels")
    page = await server.program.get(f"/host/{evening.id}/handout", evening.host)
    assert (page.status, page.headers["Cache-Control"]) == (200, "no-store")
    assert "2 December 2026, 17:00 to 19:00" in page.text
    assert "(Europe/Brussels)" in page.text
    assert f'<p class="handout__code">{evening.join_code}</p>' in page.text
    for link in ("join", "panel", "moderator", "stage", "watch"):
        assert f">{evening.opened['links'][link]}</p>" in page.text
    assert evening.host not in page.text
    codes = re.findall(r'<img class="handout__qr" src="([^"]+)"', page.text)
    assert len(codes) == 5
    for code in codes:
        assert (await server.program.get(code, evening.host)).status == 200


async def test_the_handout_is_for_the_host_in_every_phase(server: Server, running: Evening) -> None:
    path = f"/host/{running.id}/handout"
    ana = await running.join("Ana")
    for ticket, status in {None: 401, ana.ticket: 403, running.tickets["moderator"]: 403, running.host: 200}.items():
        assert (await server.program.get(path, ticket)).status == status
    await running.do(running.host, "session.finish")
    assert (await server.program.get(path, running.host)).status == 200


async def test_a_person_who_hosts_has_no_links_to_give_away(server: Server, evening: Evening) -> None:
    hana = await evening.named("host", "Hana")
    page = await server.program.get(f"/host/{evening.id}/handout", hana.ticket)
    assert evening.join_code in page.text
    assert "?k=" not in page.text


async def test_hostile_titles_stay_words_on_the_handout(server: Server) -> None:
    evening = await server.program.open(title="<script>alert(1)</script>")
    page = await server.program.get(f"/host/{evening.id}/handout", evening.host)
    assert "<script>alert" not in page.text
