"""From a question to its second: the watch page with recordings that play in it."""

import asyncio
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import NamedTuple

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, expect

from orchestrator import app
from orchestrator.rehearsal.tape import record
from tests.fakes import FakeClock
from tests.journeys.crew import Crew, becomes, fits, question, sees
from tests.server.program import Evening
from tests.server.serving import Server, serving

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

SECOND = 1_000
NEAR = 0.3  # s
ASKED, ALSO_ASKED = "What may I say after a visit?", "Who decides?"


class Watched(NamedTuple):
    """A finished evening. In the recording B-1 is asked at 20 s and answered at 30 s, A-1 asked at 40 s and answered at 50 s."""

    evening: Evening
    path: str
    crew: Crew


class Clock(FakeClock):
    def check(self) -> None:
        """It is never set anew."""


@pytest_asyncio.fixture(loop_scope="session")
async def it(browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Watched]:
    """A server of its own, so that the evening passes on a clock that the test moves."""
    clock = Clock()
    monkeypatch.setattr(app, "SystemClock", lambda: clock)
    media = tmp_path / "media"
    media.mkdir()
    async with serving(tmp_path / "log.db", media_dir=str(media)) as server:
        evening = await _held(server, clock, media)
        crew = Crew(browser, server.url)
        yield Watched(evening, f"/watch/{evening.id}?k={evening.tickets['watch']}", crew)
        for context in browser.contexts:
            await context.close()
        assert crew.faults == []


async def _held(server: Server, clock: Clock, media: Path) -> Evening:
    """The recording of everybody and that of a room play in the page; that of the other room is on another site."""
    evening = await server.program.open()
    ana, ben = await evening.join("Ana", "r1"), await evening.join("Ben", "r2")
    await evening.do(evening.host, "agenda.start")
    asked = [await evening.asked(ana, ASKED), await evening.asked(ben, ALSO_ASKED)]
    for _ in range(2):
        clock.advance(60 * SECOND)
        phase = (await evening.seen(evening.host))["view"]["session"]["phase_id"]
        await evening.do(evening.host, "agenda.advance", from_phase=phase)
    began = clock.now() + 5 * SECOND
    clock.advance(15 * SECOND)
    for question_id in reversed(asked):
        clock.advance(10 * SECOND)
        await evening.do(evening.host, "panel.call", question_id=question_id)
        clock.advance(10 * SECOND)
        await evening.do(evening.host, "panel.answer", question_id=question_id, text="It depends.")
    clock.advance(30 * SECOND)
    for name in ("plenary", "room-a"):
        await asyncio.to_thread(record, media / evening.id / f"{name}.wav", 60 * SECOND, 1)
    known = {"started_at": began, "duration": 60 * SECOND}
    await evening.do(evening.host, "recordings.link", url=f"/media/{evening.id}/plenary.wav", **known)
    await evening.do(evening.host, "recordings.link", url=f"/media/{evening.id}/room-a.wav", room_id="r1")
    await evening.do(evening.host, "recordings.link", url="https://video.example.org/b", room_id="r2")
    await evening.do(evening.host, "session.finish")
    return evening


async def test_a_press_on_a_place_plays_from_its_second(it: Watched) -> None:
    page = await it.crew.open(it.path)
    await _plays_at_once_and_halts(page)
    for words, seconds in ((ASKED, 40), (ALSO_ASKED, 20)):
        await question(page, words).get_by_role("link", name=f"Watch from 0:{seconds}").click()
        assert abs(await _stands(page) - seconds) <= NEAR
    assert await page.evaluate("window.played") == 2
    assert page.url.endswith(f"/watch/{it.evening.id}"), "the page stays"


async def test_the_question_that_is_heard_is_marked_and_nothing_scrolls(it: Watched) -> None:
    page = await it.crew.open(it.path, phone=True)
    for seconds, heard in ((19, None), (20, "B-1"), (29, "B-1"), (31, None), (40, "A-1"), (49, "A-1"), (51, None)):
        await player(page).evaluate("(player, seconds) => { player.currentTime = seconds; }", seconds)
        await expect(page.locator("li[aria-current]")).to_have_count(1 if heard else 0)
        if heard:
            await expect(page.locator("li[aria-current]")).to_contain_text(heard)
            await expect(_index(page).locator("[aria-current]")).to_have_text(heard)
    assert await page.evaluate("scrollY") == 0
    await expect(page.locator(".line__moment[hidden]")).to_have_count(0)
    await fits(page)


async def test_an_address_names_a_question_or_a_second(it: Watched) -> None:
    page = await it.crew.open(f"{it.path}#A-1")
    await expect(page.locator("li[aria-current]")).to_contain_text(ASKED)
    assert abs(await _stands(page) - 40) <= NEAR
    await _index(page).get_by_role("link", name="B-1").click()
    await expect(page.locator("li[aria-current]")).to_contain_text(ALSO_ASKED)
    assert abs(await _stands(page) - 20) <= NEAR
    assert page.url.endswith("#B-1")
    again = await it.crew.another_tab(page, f"/watch/{it.evening.id}?t=12")
    assert abs(await _stands(again) - 12) <= NEAR
    assert await player(again).evaluate("(player) => player.paused"), "nobody is surprised by sound"


async def test_the_recording_of_a_room_plays_in_the_same_place(it: Watched) -> None:
    page = await it.crew.open(it.path)
    await page.locator("summary", has_text="In the rooms").click()
    await page.get_by_role("link", name="A · Mentoring").click()
    await expect(player(page)).to_have_attribute("src", re.compile("room-a.wav$"))
    await expect(page.locator("#playing")).to_have_text("A · Mentoring")
    assert await page.get_by_role("link", name="B · Assessment").get_attribute("href") == "https://video.example.org/b"
    await question(page, ASKED).get_by_role("link", name="Watch from 0:40").click()
    await expect(player(page)).to_have_attribute("src", re.compile("plenary.wav$"))
    await expect(page.locator("li[aria-current]")).to_contain_text(ASKED)


async def test_a_recording_that_does_not_play_says_so_and_offers_its_link(it: Watched) -> None:
    film = "https://video.example.org/panel.mp4"
    await it.evening.do(it.evening.host, "recordings.link", url=film)
    page = await it.crew.open(it.path)
    await page.route(film, lambda route: route.fulfill(status=404))
    await page.get_by_role("link", name="Everybody together, 2").click()
    await sees(page, "This recording does not play here.")
    assert await page.get_by_role("link", name="Open it by itself").get_attribute("href") == film
    await page.get_by_role("link", name="Everybody together, 1").click()
    await expect(page.get_by_text("This recording does not play here.")).to_be_hidden()
    it.crew.forgive(re.compile("status of 404"))


async def test_the_log_is_found_by_words_and_put_in_order_by_rooms(it: Watched) -> None:
    page = await it.crew.open(it.path)
    await page.get_by_label("Search").fill("decides depends")
    await sees(page, "1 of 2 questions")
    await expect(question(page, ASKED)).to_be_hidden()
    await page.get_by_label("Search").fill("")
    await expect(page.locator(".log > li").first).to_contain_text(ALSO_ASKED)
    await page.get_by_label("Order").select_option("by room")
    await expect(page.locator(".log > li").first).to_contain_text(ASKED)


async def test_without_scripts_the_page_plays_and_its_places_are_links(it: Watched) -> None:
    page = await it.crew.open(it.path, java_script_enabled=False)
    await expect(player(page)).to_be_visible()
    place = question(page, ASKED).get_by_role("link", name="Watch from 0:40")
    assert await place.get_attribute("href") == f"/media/{it.evening.id}/plenary.wav#t=40"
    await sees(page, "Times are UTC.", "asked and answered at 19:02")


def player(page: Page) -> Locator:
    return page.locator("#player")


def _index(page: Page) -> Locator:
    return page.get_by_role("list", name="Questions as they were asked")


async def _plays_at_once_and_halts(page: Page) -> None:
    """Playing is counted and halted, so that where the player stands can be read at leisure."""
    await player(page).evaluate(
        """(player) => {
            window.played = 0;
            player.addEventListener("play", () => { window.played += 1; player.pause(); });
        }"""
    )


async def _stands(page: Page) -> float:
    """Where the player stands (s) once it knows its recording and has come to rest."""
    await becomes(
        page, "() => { const p = document.querySelector('#player'); return p.readyState > 0 && !p.seeking && p.paused; }"
    )
    return float(await player(page).evaluate("(player) => player.currentTime"))
