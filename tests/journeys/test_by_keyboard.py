"""Nobody needs a pointer: coming in, writing a question and starting the evening with keys alone."""

import pytest
from playwright.async_api import Locator, Page, expect

from tests.journeys.crew import Crew, button, current, ends, question, says, sees
from tests.server.program import Program

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

MINUTE = 60_000
FAR = 60  # presses of the tab key; whatever is further away is out of reach


async def test_joining_and_drafting_by_keyboard(crew: Crew, program: Program) -> None:
    evening = await program.open(recording_notice={"recorded": True, "keeper": "The organisers", "days": 180})
    page = await crew.open("/")
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("link", name="To the content")).to_be_focused()
    await _type(page, page.get_by_label("Join code"), evening.join_code)
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/join/*")
    await _type(page, page.get_by_label("Your name"), "Ana")
    await _tab_to(page, page.get_by_label("Put me where there is space"))
    await page.keyboard.press("ArrowUp")
    await expect(page.get_by_label("Assessment")).to_be_checked()
    await _tab_to(page, page.get_by_label("I agree to be recorded"))
    await page.keyboard.press("Space")
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/s/*")
    await evening.do(evening.host, "agenda.start")

    await _tab_to(page, button(page, "I will speak for our room"))
    await page.keyboard.press("Enter")
    await sees(page, "You speak for this room.")
    await _type(page, page.get_by_label("Your question"), "Who decides?")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Space")
    await expect(page.get_by_label("Without my name")).to_be_checked()
    await _tab_to(page, button(page, "Add to our drafts"))
    await page.keyboard.press("Enter")
    await expect(question(page, "Who decides?")).to_contain_text("anonymous")
    await _tab_to(page, button(page, "Support this draft, 0 votes"))
    await page.keyboard.press("Space")
    await expect(button(page, "Support this draft, 1 vote")).to_have_attribute("aria-pressed", "true")
    await _tab_to(page, button(page, "Submit: Who decides?"))
    await page.keyboard.press("Enter")
    await expect(question(page, "Who decides?")).to_contain_text("B-1")


async def test_a_key_held_down_starts_nothing_and_escape_takes_it_back(crew: Crew, program: Program) -> None:
    evening = await program.open()
    host = await crew.open(f"/host/{evening.id}?k={evening.host}")
    await _tab_to(host, button(host, "Start"))
    await host.keyboard.press("Enter")
    await expect(button(host.locator(".confirm"), "Start")).to_be_focused()
    await host.keyboard.press("Escape")
    await expect(button(host, "Start")).to_be_focused()
    assert (await evening.seen(evening.host))["view"]["session"]["status"] == "lobby"
    await host.keyboard.press("Enter")
    await expect(button(host.locator(".confirm"), "Start")).to_be_focused()
    await host.keyboard.press("Enter")
    await sees(host, "Next: Break")


async def test_a_host_runs_the_evening_with_single_keys(crew: Crew, program: Program) -> None:
    evening = await program.open()
    ana = await evening.join("Ana", "r1")
    host = await crew.open(f"/host/{evening.id}?k={evening.host}")
    keys = host.keyboard
    await expect(button(host, "Start")).to_be_visible()
    await keys.press("?")
    await expect(host.get_by_role("dialog", name="Keys")).to_be_visible()
    await keys.press("n")
    await keys.press("Escape")
    await expect(host.get_by_role("dialog")).to_have_count(0)
    await expect(host.locator(".confirm")).to_have_count(0)
    await _asked_and_confirmed(host, "n", "Start")
    await evening.asked(ana, "Why?")
    await keys.press("p")
    await sees(host, "paused")
    await keys.press("p")
    await expect(says(host, "paused")).to_have_count(0)
    end = (await current(host))["ends_at"]
    await keys.press("+")
    await ends(host, end + 5 * MINUTE)
    for part in ("Break", "Panel"):
        await _asked_and_confirmed(host, "n", f"Begin {part}")
        await expect(host.locator(".now__phase")).to_have_text(part)
    await _asked_and_confirmed(host, "o", "Hand over")
    await expect(button(host, "Call next: A-1")).to_be_visible()
    await keys.press("c")
    await sees(host, "On air")
    await expect(button(host, "Answered")).to_be_visible()
    await keys.press("a")
    await sees(host, "No question is on air.")


async def test_single_keys_do_nothing_in_a_field_and_can_be_switched_off(crew: Crew, program: Program) -> None:
    evening = await program.open()
    host = await crew.open(f"/host/{evening.id}?k={evening.host}")
    await expect(button(host, "Start")).to_be_visible()
    await evening.do(evening.host, "agenda.start")
    await expect(button(host, "Pause")).to_be_visible()
    version = await evening.version()
    await host.keyboard.press("m")
    await host.keyboard.type("np+-ca?")
    await expect(host.get_by_label("Message")).to_have_value("np+-ca?")
    await expect(host.get_by_role("dialog")).to_have_count(0)
    await host.get_by_label("Message").blur()
    await host.keyboard.press("?")
    await host.get_by_label("Single keys work on this page").uncheck()
    await host.keyboard.press("Escape")
    await expect(host.get_by_role("dialog")).to_have_count(0)
    await host.keyboard.type("np+")
    await expect(host.locator(".confirm")).to_have_count(0)
    assert await evening.version() == version
    await host.keyboard.press("?")
    await expect(host.get_by_role("dialog", name="Keys")).to_be_visible()


async def _asked_and_confirmed(host: Page, key: str, yes: str) -> None:
    await host.keyboard.press(key)
    await expect(button(host.locator(".confirm"), yes)).to_be_focused()
    await host.keyboard.press("Enter")
    await expect(host.locator(".confirm")).to_have_count(0)


async def _type(page: Page, field: Locator, text: str) -> None:
    await _tab_to(page, field)
    await page.keyboard.type(text)


async def _tab_to(page: Page, wanted: Locator) -> None:
    """Go on with the tab key until it is there; where the focus stands is always to be seen."""
    await expect(wanted).to_be_visible()
    for _ in range(FAR):
        if await wanted.evaluate("element => element === document.activeElement"):
            assert await wanted.evaluate("element => getComputedStyle(element).outlineStyle") != "none"
            return
        await page.keyboard.press("Tab")
    raise AssertionError(f"{wanted} cannot be reached")
