"""What institutions keep, in a browser: pages to read and to print, and chapters that a player loads."""

import pytest
from playwright.async_api import Page

from tests.journeys.axe import faults
from tests.journeys.crew import Crew, becomes, fits, sees
from tests.reports.hostile import TEXTS, one_line
from tests.server.held import Held, held_by
from tests.server.program import Program

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

LOAD = """(address) => {
    const track = document.createElement("track");
    const player = document.createElement("video");
    track.kind = "chapters";
    track.default = true;
    track.src = address;
    player.append(track);
    document.body.append(player);
    track.track.mode = "hidden";
    globalThis.chapters = track;
}"""
LOADED = "() => chapters.readyState > 1"
READ = "() => [...chapters.track.cues].map((cue) => [cue.id, cue.startTime < cue.endTime, cue.getCueAsHTML().textContent])"


async def ended(program: Program, text: str) -> Held:
    evening = await program.open()
    await evening.do(evening.host, "agenda.start")
    held = await held_by(evening, text)
    await evening.do(evening.host, "session.finish")
    return held


def pages(held: Held) -> list[str]:
    return [f"{held.evening.path}/question-log.html", f"{held.evening.path}/rooms/r1/pack.html"]


async def opened(crew: Crew, held: Held, phone: bool = False) -> Page:
    evening = held.evening
    return await crew.open(f"/host/{evening.id}?k={evening.host}", phone=phone)


@pytest.mark.parametrize("name", ["cues", "html", "right to left", "500 emoji", "markdown"])
async def test_a_player_loads_the_chapters_whatever_was_asked(crew: Crew, program: Program, name: str) -> None:
    held = await ended(program, TEXTS[name])
    page = await opened(crew, held)
    await page.evaluate(LOAD, f"{held.evening.path}/question-log.vtt?recording={held.recording}")
    await becomes(page, LOADED)
    assert await page.evaluate(READ) == [
        ["A-1", True, f"A-1 {one_line(TEXTS[name])}"],
        ["B-1", True, "B-1 Who decides?"],
    ]


@pytest.mark.parametrize("phone", [True, False])
async def test_the_pages_are_read_on_every_screen_and_by_everybody(crew: Crew, program: Program, phone: bool) -> None:
    held = await ended(program, "Why?\nAnd how?")
    page = await opened(crew, held, phone)
    for path in pages(held):
        await crew.go(page, path)
        await sees(page, "A-1", "asked at")
        assert await faults(page) == []
        await fits(page)


async def test_on_paper_addresses_are_text_and_nothing_runs_over_the_edge(crew: Crew, program: Program) -> None:
    held = await ended(program, "x" * 500)
    page = await opened(crew, held)
    await page.set_viewport_size({"width": 680, "height": 1000})  # A4 without its margins
    await page.emulate_media(media="print")
    for path in pages(held):
        await crew.go(page, path)
        await sees(page, "https://youtu.be/abc?t=")
        await fits(page)
        assert (await page.pdf(format="A4")).startswith(b"%PDF")
