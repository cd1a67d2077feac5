"""For fingers, for eyes that need large text, few movements or their own colours: on every page in every phase."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from playwright.async_api import Locator, Page, expect

from tests.journeys.crew import DESK, PHONE, Crew, becomes, button, sticking_out
from tests.journeys.staged import Staged
from tests.server.program import Program

pytestmark = [pytest.mark.browser, pytest.mark.soak, pytest.mark.asyncio(loop_scope="session")]

ZOOMED = {"width": 320, "height": 256}  # 1280 x 1024 at 400 %
UNFOLD = "document.querySelectorAll('details').forEach((fold) => { fold.open = true; })"

# A checkbox is as large as its label. A link inside a sentence is as large as its words (WCAG 2.5.8 makes the same exception).
SMALL = """() => {
    const alone = (link) => [...link.parentElement.childNodes].every((node) => node === link || !node.textContent.trim());
    const wanted = (one) => one.tagName !== "A" || alone(one);
    const target = (one) => (["checkbox", "radio"].includes(one.type) && one.closest("label")) || one;
    const apart = ".skip, .visually-hidden, svg, [inert]";
    const seen = (one) => one.checkVisibility({ visibilityProperty: true }) && !one.closest(apart);
    return [...document.querySelectorAll("button, summary, input, select, textarea, a[href]")]
        .filter((one) => seen(one) && wanted(one))
        .map((one) => [one, target(one).getBoundingClientRect()])
        .filter(([, box]) => box.width < 43.5 || box.height < 43.5)
        .map(([one, box]) => `${one.outerHTML.slice(0, 90)} ${Math.round(box.width)} x ${Math.round(box.height)}`);
}"""

MOVING = """() => [
    ...document.getAnimations().map((one) => `moves: ${one.animationName ?? one.transitionProperty}`),
    ...[...document.querySelectorAll("*")]
        .filter((one) => parseFloat(getComputedStyle(one).transitionDuration) > 0)
        .map((one) => one.className),
]"""


async def test_every_page_fits_fingers_and_large_text_in_any_phase(crew: Crew, program: Program) -> None:
    staged = await Staged.opened(program)
    await staged.seat(crew, reduced_motion="reduce")
    faults = [f"{moment}, {fault}" async for moment in staged.moments() for fault in await staged.each(_faults)]
    assert not faults, "\n".join(faults)


async def test_the_pages_around_an_evening_fit_fingers_and_large_text(crew: Crew, program: Program) -> None:
    staged = await Staged.opened(program)
    assert [moment async for moment in staged.moments()][-1] == "finished"
    coming = await program.open(recording_notice={"recorded": True, "keeper": "The organisers", "days": 180})
    page = await crew.open("/", phone=True, reduced_motion="reduce")
    faults = []
    past = f"/watch/{staged.evening.id}?k={staged.evening.tickets['watch']}"
    for path in ("/", f"/join/{coming.join_code}", f"/watch/{coming.id}", past):
        await crew.go(page, path)
        faults += [f"{path}: {fault}" for fault in await _faults(page)]
    assert not faults, "\n".join(faults)


async def test_in_forced_colours_a_pressed_vote_and_every_border_can_be_seen(crew: Crew, program: Program) -> None:
    staged = await Staged.opened(program)
    async for moment in staged.moments():
        if moment == "break":
            break
    page = await crew.open(staged.paths["participant"], phone=True, forced_colors="active", reduced_motion="reduce")
    pressed = button(page, "Support B-1, 1 vote")
    await expect(pressed).to_have_attribute("aria-pressed", "true")
    plain = button(page, "Support A-2, 0 votes")
    looks = [await _look(one) for one in (pressed, plain)]
    assert looks[0]["backgroundColor"] != looks[1]["backgroundColor"]
    assert looks[0]["color"] != looks[1]["color"]
    assert await pressed.screenshot() != await plain.screenshot()
    host = await crew.open(staged.paths["host"], forced_colors="active")
    for one in (plain, button(host, "Pause"), button(host, "Next: Panel"), host.get_by_label("Message")):
        assert (await _look(one))["borderTopStyle"] == "solid"


async def _faults(page: Page) -> list[str]:
    """On a phone; at 400 % on a small desk; with text of twice the size on a whole one."""
    await page.evaluate(UNFOLD)
    await page.set_viewport_size(PHONE["viewport"])
    faults = [*await page.evaluate(SMALL), *await page.evaluate(MOVING), *await sticking_out(page)]
    await page.set_viewport_size(ZOOMED)
    faults += [f"at 400 %: {fault}" for fault in await sticking_out(page)]
    await page.set_viewport_size(DESK["viewport"])
    async with _text_of(page, 32):
        faults += [f"at 200 %: {fault}" for fault in await sticking_out(page)]
    return faults


@asynccontextmanager
async def _text_of(page: Page, pixels: int) -> AsyncIterator[None]:
    """As set in the browser by somebody who reads large text; 16 is usual."""
    browser = await page.context.new_cdp_session(page)
    await browser.send("Page.setFontSizes", {"fontSizes": {"standard": pixels}})
    await becomes(page, "(size) => getComputedStyle(document.documentElement).fontSize === `${size}px`", pixels)
    yield
    await browser.send("Page.setFontSizes", {"fontSizes": {"standard": 16}})
    await browser.detach()


async def _look(one: Locator) -> dict[str, str]:
    names = ["backgroundColor", "color", "borderTopStyle"]
    return dict(await one.evaluate("(one, names) => Object.fromEntries(names.map((n) => [n, getComputedStyle(one)[n]]))", names))
