"""How far it is from nothing to something: counted in steps, estimated in seconds. ``pytest -s`` prints them."""

import sys

import pytest
from playwright.async_api import expect

from tests.journeys.crew import Crew, button, question, sees
from tests.journeys.keystrokes import Keys, Person
from tests.server.program import Program

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

TITLE = "Collaborating with peers and experts"
THEMES = "Non-judgemental mentoring\nLearning that teachers choose\nNetworks across schools\nInclusive group work"
ASKED = "What may I say after their visit, if I promise not to judge?"


async def test_a_new_host_is_in_the_rooms_in_three_minutes(crew: Crew) -> None:
    page = await crew.open("/")
    host = Person(Keys.DESK)
    await host.fill(page.get_by_label("Title"), "the title", TITLE)
    await host.fill(page.get_by_label("Themes"), "four themes", THEMES)
    await host.press(page.get_by_label("No", exact=True), "not recorded")
    await host.press(button(page, "Create the session"), "Create the session")
    await host.press(button(page, "Copy Host"), "Copy, for the host link")
    await host.press(button(page, "Copy Participants"), "Copy, for the join link")
    await host.press(page.get_by_role("link", name="Open the host page"), "Open the host page")
    await host.press(button(page, "Start"), "Start")
    await host.press(button(page.locator(".confirm"), "Start"), "Start, and mean it")
    await expect(page.locator(".now__phase")).to_have_text("In your rooms")
    await expect(page.locator("#rooms .host-room")).to_have_count(4)
    sys.stdout.write(host.told("\nA new host, from the start page to four running rooms"))
    assert len(host.steps) == 9
    assert host.seconds < 180


async def test_a_representative_on_a_phone_asks_within_a_minute(crew: Crew, program: Program) -> None:
    """From the address in the QR code, with a consent to give."""
    evening = await program.open(recording_notice={"recorded": True, "keeper": "The organisers", "days": 180})
    await evening.do(evening.host, "agenda.start")
    page = await crew.open(f"/join/{evening.join_code}", phone=True)
    ana = Person(Keys.PHONE)
    await ana.fill(page.get_by_label("Your name"), "the name", "Ana")
    await ana.press(page.get_by_label("Mentoring"), "the room")
    await ana.press(page.get_by_label("I agree to be recorded"), "I agree to be recorded")
    await ana.press(button(page, "Join"), "Join")
    await ana.press(button(page, "I will speak for our room"), "I will speak for our room")
    await sees(page, "You speak for this room.")
    await ana.fill(page.get_by_label("Your question"), "the question", ASKED)
    await ana.press(button(page, "Add to our drafts"), "Add to our drafts")
    await ana.press(button(page, f"Submit: {ASKED}"), "Submit")
    await expect(question(page, ASKED)).to_contain_text("A-1")
    sys.stdout.write(ana.told("\nA representative on a phone, from the QR code to a submitted question"))
    assert len(ana.steps) == 8
    assert ana.seconds < 60
