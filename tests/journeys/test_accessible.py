"""Every page of every role in every phase, by day and by night: axe finds nothing to say."""

import re

import pytest
from playwright.async_api import Page

from tests.journeys.axe import faults
from tests.journeys.crew import Crew, press, sees
from tests.journeys.staged import Staged
from tests.server.program import Program

pytestmark = [pytest.mark.browser, pytest.mark.soak, pytest.mark.asyncio(loop_scope="session")]

UNFOLD = "document.querySelectorAll('details').forEach((fold) => { fold.open = true; })"


async def test_axe_finds_nothing_on_a_live_page_in_any_phase(crew: Crew, program: Program) -> None:
    staged = await Staged.opened(program)
    await staged.seat(crew)
    found = [f"{moment}, {fault}" async for moment in staged.moments() for fault in await staged.each(_looked_at)]
    assert not found, "\n".join(found)


async def test_axe_finds_nothing_on_the_pages_before_and_after(crew: Crew, program: Program) -> None:
    staged = await Staged.opened(program)
    moments = [moment async for moment in staged.moments()]
    assert moments[-1] == "finished"
    page = await crew.open("/")
    found = []

    async def look(name: str) -> None:
        found.extend(f"{name} {fault}" for fault in await _looked_at(page))

    await look("start")
    await page.get_by_label("Title").fill("Another evening")
    await page.get_by_label("Themes").fill("Mentoring")
    await page.get_by_label("Yes", exact=True).check()
    await page.get_by_label("Who keeps it").fill("The organisers")
    await page.get_by_label("For how many days").fill("180")
    await look("start, filled in")
    await press(page, "Create the session")
    await sees(page, "Your session is ready")
    await look("created")
    code = await page.locator(".join-code__code").inner_text()
    await page.get_by_role("link", name="Open the host page").click()
    await page.wait_for_url("**/host/*")
    host = page.url
    for name, path in (
        ("handout", f"{host}/handout"),
        ("join", f"/join/{code}"),
        ("wrong code", "/join/AAAAAAAA"),
        ("nothing there", "/nowhere"),
        ("no way in", f"/host/{staged.evening.id}"),
        ("watch, closed", f"/watch/{staged.evening.id}"),
        ("watch", f"/watch/{staged.evening.id}?k={staged.evening.tickets['watch']}"),
    ):
        await crew.go(page, path)
        await look(name)
    await crew.go(page, f"/join/{code}")
    await page.get_by_label("Your name").fill("A" * 41)
    await page.get_by_label("I agree to be recorded").check()
    await press(page, "Join")
    await sees(page, "Your name must be text of 1 to 40 characters")
    await look("join, with a fault")
    crew.forgive(re.compile("status of 40[0134]"))
    assert not found, "\n".join(found)


async def test_axe_finds_nothing_on_what_opens_on_a_page(crew: Crew, program: Program) -> None:
    """The sheet of keys, a question before a deed, the menu of a part, a field with a fault, a form that changes words."""
    staged = await Staged.opened(program)
    async for moment in staged.moments():
        if moment == "breakout":
            break
    host = await crew.open(staged.paths["host"])
    found = []
    await press(host, "Keys ?")
    found += await faults(host)
    await press(host, "Close")
    await press(host, "Next: Break")
    found += await faults(host)
    await press(host, "Not now")
    await host.locator(".control__part").nth(1).click()
    found += await faults(host)
    await press(host, "Add a part")
    found += await faults(host)
    theirs = await crew.open(staged.paths["representative"], phone=True)
    await press(theirs, "Edit: A-1")
    await press(theirs, "Change room")
    found += await faults(theirs)
    assert not found, "\n".join(found)


async def _looked_at(page: Page) -> list[str]:
    await page.evaluate(UNFOLD)
    return await faults(page)
