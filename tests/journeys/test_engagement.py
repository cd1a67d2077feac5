"""The engagement page with a whole evening on it: it fits, axe finds nothing, and hostile words stay words."""

import pytest
from playwright.async_api import Page, expect

from tests.journeys.axe import faults
from tests.journeys.crew import Crew, fits
from tests.server.program import Evening, Program

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

IMAGE = "<img src=x onerror=\"document.title='run'\">"
HOUR = 3_600_000
UNFOLD = "document.querySelectorAll('details').forEach((fold) => { fold.open = true; })"


async def _watched(program: Program) -> Evening:
    """Twelve people in two rooms; six of them, and six others, have watched."""
    rooms = [{"theme": IMAGE}, {"theme": "W" * 80}]
    evening = await program.open(title=IMAGE, rooms=rooms)
    people = [await evening.join(f"Person {number}", "r1" if number < 6 else "r2") for number in range(12)]
    await evening.do(evening.host, "agenda.start")
    question = await evening.asked(people[0], f"{IMAGE} {'W' * 300}")
    await evening.do(evening.host, "agenda.advance", from_phase="ph1", to_phase="ph3")
    await evening.do(evening.host, "panel.call", question_id=question)
    await evening.do(evening.host, "panel.answer", question_id=question)
    await evening.do(evening.host, "session.finish")
    start = (await evening.seen(evening.host))["view"]["session"]["started_at"]
    link = {"url": "https://v.example.org/1", "started_at": start - 60_000, "duration": HOUR}
    recording = await evening.made(evening.host, "recordings.link", **link)
    for ticket in (*(person.ticket for person in people[:6]), *[evening.tickets["watch"]] * 6):
        body = {"name": "viewing.watched", "data": {"recording_id": recording, "ranges": [[0, 120_000]]}}
        assert (await program.post(f"{evening.path}/viewing", body, ticket)).status == 200
    return evening


async def _opened(crew: Crew, evening: Evening, phone: bool) -> Page:
    ticket = {"Authorization": f"Bearer {evening.host}"}
    return await crew.open(f"/host/{evening.id}/engagement", phone=phone, extra_http_headers=ticket)


@pytest.mark.parametrize("phone", [True, False])
async def test_the_page_fits_and_axe_finds_nothing(crew: Crew, program: Program, phone: bool) -> None:
    evening = await _watched(program)
    page = await _opened(crew, evening, phone)
    await expect(page.get_by_role("heading", name="The recordings, second by second")).to_be_visible()
    await expect(page).to_have_title(f"Engagement: {IMAGE}")
    await page.evaluate(UNFOLD)
    await fits(page)
    assert await faults(page) == []


async def test_before_anybody_came_it_says_so(crew: Crew, program: Program) -> None:
    evening = await program.open()
    page = await _opened(crew, evening, True)
    await expect(page.get_by_text("Nothing to show yet")).to_be_visible()
    assert await faults(page) == []
