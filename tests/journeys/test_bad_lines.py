"""What people notice when the line or the server is gone, and what becomes of what they pressed meanwhile."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.journeys.crew import OUTAGE, Crew, button, is_connected, press, question, says, sees
from tests.journeys.serving import Service
from tests.server.program import Evening, Program

NO_WEBSOCKETS = """window.WebSocket = class {
    constructor() { setTimeout(() => { this.onerror?.(new Event("error")); this.onclose?.(new Event("close")); }); }
    close() {}
};"""

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_what_is_pressed_while_the_server_restarts_happens_once_it_is_back(crew: Crew, service: Service) -> None:
    host = await _a_session(crew)
    ana = await crew.open(await host.get_by_role("textbox", name="Participants").input_value(), phone=True)
    await ana.get_by_label("Your name").fill("Ana")
    await press(ana, "Join")
    await ana.wait_for_url("**/s/*")
    await sees(host, "1 joined · 1 here now")
    service.terminate()
    await sees(ana, "The server is restarting.")
    await press(ana, "I will speak for our room")
    await expect(button(ana, "I will speak for our room")).to_have_attribute("aria-busy", "true")
    service.start()
    await is_connected(ana)
    await sees(ana, "You speak for this room.")
    await expect(says(host, "no representative")).to_have_count(0)
    crew.forgive(OUTAGE)


async def test_where_websockets_are_blocked_the_page_polls_and_everything_works(crew: Crew, program: Program) -> None:
    evening = await program.open()
    person = await evening.join("Ana", "r1")
    ana = await crew.open("/", phone=True)
    await ana.add_init_script(NO_WEBSOCKETS)
    await crew.go(ana, f"/s/{evening.id}?k={person.ticket}")
    await sees(ana, "There is no live connection right now.")
    await evening.do(evening.host, "agenda.start")
    await ana.get_by_label("Your question").fill("Why?")
    await press(ana, "Add to our drafts")
    await press(question(ana, "Why?"), "Support this draft, 0 votes")
    await expect(button(ana, "Support this draft, 1 vote")).to_have_attribute("aria-pressed", "true")


async def test_a_vote_that_comes_too_late_is_refused_in_words(crew: Crew, program: Program) -> None:
    """The page does not know yet that voting is over."""
    agenda = [{"kind": "breakout", "title": "Rooms", "minutes": 5}, {"kind": "wrap_up", "title": "Wrap-up", "minutes": 5}]
    evening = await program.open(agenda=agenda)
    person = await evening.join("Ana", "r1")
    await evening.do(evening.host, "agenda.start")
    await evening.made(person.ticket, "qa_queue.draft", text="Why?")
    ana = await _behind(crew, evening, person.ticket)
    await evening.do(evening.host, "agenda.advance", from_phase="ph1")
    await press(ana, "Support this draft, 0 votes")
    await sees(ana, "Voting on this question is closed now.")
    await expect(button(ana, "Support this draft, 0 votes")).to_have_attribute("aria-pressed", "false")


async def test_phases_end_by_themselves_and_take_nothing_away(crew: Crew, program: Program) -> None:
    """Somebody is still writing when asking closes: the words are not lost."""
    phases = [{"kind": "breakout", "title": "In your rooms", "minutes": 5}, {"kind": "break", "title": "Break", "seconds": 1}]
    evening = await program.open(agenda=[*phases, {"kind": "panel", "title": "Panel", "seconds": 1}])
    person = await evening.join("Ana", "r1")
    ana = await crew.open(f"/s/{evening.id}?k={person.ticket}", phone=True)
    host = await crew.open(f"/host/{evening.id}?k={evening.host}")
    await evening.do(evening.host, "agenda.start")
    await ana.get_by_label("Your question").fill("May I ask one more?")
    now = (await evening.seen(evening.host))["now"]
    await evening.do(evening.host, "agenda.set_end", phase_id="ph1", ends_at=now + 3_000)
    for page in (ana, host):
        await expect(page.locator(".now__phase")).to_have_text("Panel")
        await expect(page.locator(".now__time")).to_have_text(re.compile(r"-\d+:\d\d"))
        await sees(page, "Over time")
    await sees(ana, "Asking closed before you added this question.", "May I ask one more?")


async def _a_session(crew: Crew) -> Page:
    host = await crew.open("/")
    await host.get_by_label("Title").fill("An evening")
    await host.get_by_label("Themes").fill("Mentoring")
    await press(host, "Create the session")
    await host.get_by_role("link", name="Open the host page").click()
    return host


async def _behind(crew: Crew, evening: Evening, ticket: str) -> Page:
    """A page to which the news of a phase do not come through; answers do."""
    page = await crew.open("/", phone=True)

    def slow(line) -> None:
        server = line.connect_to_server()
        server.on_message(lambda message: None if _of_a_phase(message) else line.send(message))

    await page.route_web_socket(re.compile("socket.io"), slow)
    await crew.go(page, f"/s/{evening.id}?k={ticket}")
    await expect(says(page, "Why?")).to_be_visible()
    return page


def _of_a_phase(message: str | bytes) -> bool:
    return isinstance(message, str) and message.startswith('42["delta"') and "phase_id" in message
