"""The last five minutes and the last one: told to everybody in words, and with sound to who wants it."""

import pytest
from playwright.async_api import Page, expect

from tests.journeys.crew import Crew, becomes, sees
from tests.server.program import Evening, Program

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

COUNTED = """window.tones = 0;
window.AudioContext = class extends AudioContext {
    constructor(...how) { super(...how); window.sound = this; }
};
window.OscillatorNode = class extends OscillatorNode {
    start(...when) { window.tones += this.context.state === "running" ? 1 : 0; super.start(...when); }
};"""
SOUND = "Sound at 5 minutes and at 1 minute"


async def test_five_minutes_and_one_minute_are_told_in_words_and_tones(crew: Crew, program: Program) -> None:
    evening = await program.open()
    ana = await evening.join("Ana", "r1")
    host = await _listening(crew, f"/host/{evening.id}?k={evening.host}")
    stage = await _listening(crew, f"/stage/{evening.id}?k={evening.tickets['stage']}")
    theirs = await _listening(crew, f"/s/{evening.id}?k={ana.ticket}", phone=True)
    await evening.do(evening.host, "agenda.start")
    for page in (host, stage, theirs):
        await expect(page.locator(".now__phase")).to_have_text("In your rooms")
    await theirs.get_by_label(SOUND).check()
    await _tones(theirs, 1, "so that it is known how it sounds")

    await _ends_in(evening, 299)
    for page in (host, stage, theirs):
        await sees(page, "Less than 5 minutes left")
    await expect(_spoken(theirs)).to_contain_text("Less than five minutes left.")
    await _tones(theirs, 2, "one more")

    await theirs.reload()
    await theirs.get_by_label(SOUND).hover()
    await theirs.locator(".now__time").tap()  # a browser lets a page sound only after it was touched
    await becomes(theirs, "window.sound?.state === 'running'")
    await _ends_in(evening, 59)
    for page in (host, stage, theirs):
        await sees(page, "Last minute")
    await expect(_spoken(theirs)).to_contain_text("Last minute.")
    await _tones(theirs, 2, "two, counted anew after the reload")
    await _tones(host, 0, "nobody asked for sound here")


async def _listening(crew: Crew, where: str, **how: bool) -> Page:
    page = await crew.open("/", **how)
    await page.add_init_script(COUNTED)
    await crew.go(page, where)
    return page


async def _ends_in(evening: Evening, seconds: int) -> None:
    now = (await evening.seen(evening.host))["now"]
    await evening.do(evening.host, "agenda.set_end", phase_id="ph1", ends_at=now + seconds * 1000)


async def _tones(page: Page, number: int, why: str) -> None:
    await becomes(page, "(number) => window.tones >= number", number)
    assert await page.evaluate("window.tones") == number, why


def _spoken(page: Page):
    return page.locator("main [aria-live=polite].visually-hidden")
