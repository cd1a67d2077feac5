"""What others do takes no focus, no text and no place in a list from anybody, and is not read out vote by vote."""

import pytest
from playwright.async_api import Locator, Page, expect

from tests.journeys.crew import Crew, becomes, button, question, says, sees
from tests.server.program import Evening, Program

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

TWICE = [{"kind": "breakout", "title": title, "minutes": 20} for title in ("First round", "Second round")]
BREAK = {"kind": "break", "title": "Break", "minutes": 15}

SAID = """() => {
    window.said = [];
    const regions = "[aria-live=polite], [aria-live=assertive], [role=status]:not(.banner-slot), [role=alert]";
    new MutationObserver((changes) => {
        for (const { target } of changes) {
            const region = (target.nodeType === 1 ? target : target.parentElement)?.closest(regions);
            if (region?.innerText.trim()) window.said.push(region.innerText.trim());
        }
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
}"""


async def test_who_is_writing_goes_on_writing(crew: Crew, program: Program) -> None:
    evening, ana, ben = await _two_in_a_room(program)
    page = await crew.open(f"/s/{evening.id}?k={ana.ticket}", phone=True)
    await evening.do(evening.host, "agenda.start")
    field = page.get_by_label("Your question")
    await field.press_sequentially("May I ")
    draft = await evening.made(ben.ticket, "qa_queue.draft", text="Somebody else's draft")
    await evening.do(ben.ticket, "qa_queue.cast_vote", question_id=draft)
    await evening.do(ben.ticket, "rooms.volunteer")
    await evening.do(ben.ticket, "qa_queue.submit", question_id=draft)
    await evening.do(ben.ticket, "rooms.call_for_help", room_id="r1")
    await evening.do(evening.host, "rooms.announce", text="Ten minutes more.")
    await sees(page, "Somebody else's draft", "Help is called.", "Ten minutes more.")
    await expect(field).to_be_focused()
    await evening.do(evening.host, "agenda.advance", from_phase="ph1")
    await expect(page.locator(".now__phase")).to_have_text("Second round")
    await page.keyboard.type("promise silence?")
    await expect(field).to_be_focused()
    await expect(field).to_have_value("May I promise silence?")


@pytest.mark.parametrize("place", ["rooms", "queue", "announce"])
async def test_a_host_who_is_writing_goes_on_writing_when_the_part_changes(crew: Crew, program: Program, place: str) -> None:
    evening, ana, _ = await _two_in_a_room(program)
    await evening.do(evening.host, "agenda.start")
    await evening.asked(ana)
    host = await crew.open(f"/host/{evening.id}?k={evening.host}")
    await host.evaluate("document.querySelectorAll('details').forEach((fold) => { fold.open = true; })")
    if place == "queue":
        await host.get_by_role("button", name="Edit A-1").click()
    field = host.locator(f"#{place}").locator("textarea, input:not([type=checkbox])").first
    await field.fill("Half a")
    for phase, title in (("ph1", "Second round"), ("ph2", "Break")):
        await evening.do(evening.host, "agenda.advance", from_phase=phase)
        await expect(host.locator(".now__phase")).to_have_text(title)
        await expect(field).to_be_focused()
    await host.keyboard.type(" word")
    await expect(field).to_have_value("Half a word")


async def test_a_list_keeps_its_order_under_a_pointer(crew: Crew, program: Program) -> None:
    evening, ana, ben = await _two_in_a_room(program)
    await evening.do(evening.host, "agenda.start")
    for text in ("The older one", "The newer one"):
        newer = await evening.made(ben.ticket, "qa_queue.draft", text=text)
    page = await crew.open(f"/s/{evening.id}?k={ana.ticket}")
    items = page.locator(".drafts li")
    await question(page, "The older one").hover()
    await evening.do(ben.ticket, "qa_queue.cast_vote", question_id=newer)
    await question(page, "The older one").hover(position={"x": 5, "y": 5})  # who lies still does not use it
    await expect(button(items.last, "Support this draft, 1 vote")).to_be_visible()
    await expect(items).to_contain_text(["The older one", "The newer one"])
    await page.locator("h1").hover()
    await expect(items).to_contain_text(["The newer one", "The older one"])


async def test_counts_and_moments_are_read_out_and_single_votes_are_not(crew: Crew, program: Program) -> None:
    evening, ana, ben = await _two_in_a_room(program)
    await evening.do(evening.host, "agenda.start")
    question_id = await evening.asked(ben, "Who decides?")
    page = await crew.open(f"/s/{evening.id}?k={ana.ticket}", clock=True)
    await expect(_support(page, 0)).to_be_visible()
    await page.evaluate(SAID)
    for nth in range(3):
        voter = await evening.join(f"Voter {nth}", "r1")
        await evening.do(voter.ticket, "qa_queue.cast_vote", question_id=question_id)
    await expect(_support(page, 3)).to_be_visible()
    assert await page.evaluate("window.said") == []
    await evening.asked(ben, "And who pays?")
    await evening.asked(ben, "And who stays?")
    await says(page, "And who stays?").wait_for()
    await page.clock.fast_forward(5000)
    await becomes(page, "window.said.some((words) => words.includes('3 questions submitted.'))")
    await evening.do(evening.host, "agenda.advance", from_phase="ph1")
    await becomes(page, "window.said.some((words) => words.includes('Second round.'))")


def _support(page: Page, votes: int) -> Locator:
    return button(page, f"Support A-1, {votes} vote{'s' if votes != 1 else ''}")


async def _two_in_a_room(program: Program) -> tuple[Evening, ...]:
    evening = await program.open(agenda=[*TWICE, BREAK])
    return evening, await evening.join("Ana", "r1"), await evening.join("Ben", "r1")
