"""From a question to its second: the watch page with recordings that play in it."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, expect

from tests.journeys.axe import faults
from tests.journeys.crew import button, fits, press, question, sees
from tests.journeys.watched import ALSO_ASKED, ASKED, NEAR, SECOND, Watched, goes_to, player, stands, watched

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


@pytest_asyncio.fixture(loop_scope="session")
async def it(browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Watched]:
    async with watched(browser, tmp_path, monkeypatch) as it:
        yield it


async def test_a_press_on_a_place_plays_from_its_second(it: Watched) -> None:
    page = await it.crew.open(it.path)
    await _plays_at_once_and_halts(page)
    for words, seconds in ((ASKED, 40), (ALSO_ASKED, 20)):
        await question(page, words).get_by_role("link", name=f"Watch from 0:{seconds}").click()
        assert abs(await stands(page) - seconds) <= NEAR
    assert await page.evaluate("window.played") == 2
    assert page.url.endswith(f"/watch/{it.evening.id}"), "the page stays"


async def test_the_question_that_is_heard_is_marked_and_nothing_scrolls(it: Watched) -> None:
    page = await it.crew.open(it.path, phone=True)
    for seconds, heard in ((19, None), (20, "B-1"), (29, "B-1"), (31, None), (40, "A-1"), (49, "A-1"), (51, None)):
        await goes_to(page, seconds)
        await expect(page.locator("li[aria-current]")).to_have_count(1 if heard else 0)
        if heard:
            await expect(page.locator("li[aria-current]")).to_contain_text(heard)
            await expect(_chapters(page).locator("[aria-current]")).to_contain_text(heard)
    assert await page.evaluate("scrollY") == 0
    await expect(page.locator(".line__moment[hidden]")).to_have_count(0)
    await fits(page)


async def test_the_chapters_name_the_questions_and_their_seconds(it: Watched) -> None:
    page = await it.crew.open(it.path, phone=True)
    await expect(_chapters(page).get_by_role("listitem")).to_have_text(
        [re.compile("B-1.*0:20.*Who"), re.compile("A-1.*0:40.*What")]
    )
    await page.locator("summary", has_text="In the rooms").click()
    await page.get_by_role("link", name="A · Mentoring").click()
    await expect(_chapters(page)).not_to_contain_text("0:20")


async def test_an_address_names_a_question_or_a_second(it: Watched) -> None:
    page = await it.crew.open(f"{it.path}#A-1")
    await expect(page.locator("li[aria-current]")).to_contain_text(ASKED)
    assert abs(await stands(page) - 40) <= NEAR
    await _chapters(page).get_by_role("link", name="B-1").click()
    await expect(page.locator("li[aria-current]")).to_contain_text(ALSO_ASKED)
    assert abs(await stands(page) - 20) <= NEAR
    assert page.url.endswith("#B-1")
    again = await it.crew.another_tab(page, f"/watch/{it.evening.id}?t=12")
    assert abs(await stands(again) - 12) <= NEAR
    assert await player(again).evaluate("(player) => player.paused"), "nobody is surprised by sound"
    room = await it.crew.another_tab(page, f"/watch/{it.evening.id}?t=7&r=rec2")
    assert abs(await stands(room) - 7) <= NEAR
    await expect(room.locator("#playing")).to_have_text("A · Mentoring")


async def test_a_link_to_a_question_or_a_second_can_be_copied_and_leads_there(it: Watched) -> None:
    page = await it.crew.open(it.path, clock=True, permissions=["clipboard-read", "clipboard-write"])
    await page.clock.pause_at(await page.evaluate("new Date(Date.now() + 10_000).toISOString()"))  # what is said stands
    await goes_to(page, 33.7)
    await press(page, "Copy link to this second")
    await sees(page, "Copied")
    second = await page.evaluate("navigator.clipboard.readText()")
    assert second == f"{it.crew.url}/watch/{it.evening.id}?t=33&r=rec1"
    await press(question(page, ASKED), "More about A-1")
    await press(question(page, ASKED), "Copy link to this question")
    await expect(button(question(page, ASKED), "Copied")).to_be_visible()
    assert await page.evaluate("navigator.clipboard.readText()") == f"{it.crew.url}/watch/{it.evening.id}#A-1"
    await it.crew.go(page, second)
    assert abs(await stands(page) - 33) <= NEAR


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


async def test_a_question_asked_in_a_pause_leads_to_where_it_goes_on_and_says_so(it: Watched) -> None:
    cut = [(0, 15, 0), (25, 60, 15)]
    segments = [
        {"wall_start": it.began + begin * SECOND, "wall_end": it.began + end * SECOND, "media_start": media * SECOND}
        for begin, end, media in cut
    ]
    await it.evening.do(it.evening.host, "recordings.set_segments", recording_id="rec1", segments=segments)
    page = await it.crew.open(it.path)
    await sees(question(page, ALSO_ASKED), "Watch from 0:15", "asked while nothing was recorded; this is where it goes on")
    await question(page, ASKED).get_by_role("link", name="Watch from 0:30").click()
    await expect(page.locator("li[aria-current]")).to_contain_text(ASKED)
    await goes_to(page, 19)
    await expect(page.locator("li[aria-current]")).to_contain_text(ALSO_ASKED)
    await goes_to(page, 21)
    await expect(page.locator("li[aria-current]")).to_have_count(0)


async def test_the_player_of_another_site_is_loaded_only_when_somebody_agrees(it: Watched) -> None:
    for recording in ("rec1", "rec2"):
        await it.evening.do(it.evening.host, "recordings.remove", recording_id=recording)
    url, known = "https://www.youtube.com/watch?v=abcdefghijk", {"started_at": it.began, "duration": 60 * SECOND}
    await it.evening.do(it.evening.host, "recordings.link", url=url, **known)
    page = await it.crew.open("/", phone=True)
    asked: list[str] = []

    async def elsewhere(route) -> None:  # type: ignore[no-untyped-def]
        asked.append(route.request.url)
        await route.fulfill(status=200, content_type="text/html", body="<title>A player</title>")

    await page.route("https://www.youtube-nocookie.com/**", elsewhere)
    await it.crew.go(page, it.path)
    await sees(page, "This recording is on YouTube.", "Open YouTube instead")
    await question(page, ASKED).get_by_role("link", name="Watch from 0:40").click()
    await expect(page.locator("li[aria-current]")).to_contain_text(ASKED)
    assert await faults(page) == []
    assert asked == []
    async with page.expect_event("framenavigated", lambda frame: frame.url.endswith("start=40")):
        await press(page, "Load the player from YouTube, at 0:40")
    await expect(page.locator("iframe")).to_be_focused()
    async with page.expect_event("framenavigated", lambda frame: frame.url.endswith("start=20")):
        await question(page, ALSO_ASKED).get_by_role("link", name="Watch from 0:20").click()
    await expect(page.locator("iframe")).to_have_attribute("src", re.compile("start=20$"))
    assert [re.sub(r".*start=", "", each) for each in asked] == ["40", "20"]
    await fits(page)


async def test_what_is_not_there_yet_is_said_in_words(it: Watched) -> None:
    for recording in ("rec1", "rec2", "rec3"):
        await it.evening.do(it.evening.host, "recordings.remove", recording_id=recording)
    late = await it.crew.open(it.path, phone=True)
    await sees(late, "No recording is linked yet.")
    gone = it.clock.now() + 60 * SECOND
    await it.evening.do(it.evening.host, "recordings.link", url="https://video.example.org/c", expires_at=gone)
    await it.evening.do(it.evening.host, "recordings.link", url="https://video.example.org/d", visibility="session")
    it.clock.advance(3_600 * SECOND)
    await late.reload()
    await sees(late, "opens video.example.org", re.compile("It was kept until .* and may be gone."))
    await expect(late.locator(".tape")).to_have_count(1)
    host = await it.crew.open(f"/watch/{it.evening.id}?k={it.evening.host}")
    await sees(host, "removed: only you see this line", "for those who took part", "Its beginning is not known")


async def test_the_log_is_found_by_words_and_put_in_order_by_rooms(it: Watched) -> None:
    page = await it.crew.open(it.path)
    await page.get_by_label("Search").fill("decides depends")
    await sees(page, "1 of 2 questions")
    await expect(question(page, ASKED)).to_be_hidden()
    await page.get_by_label("Search").fill("")
    await expect(page.locator(".log > li").first).to_contain_text(ALSO_ASKED)
    await page.get_by_label("Order").select_option("by room")
    await expect(page.locator(".log > li").first).to_contain_text(ASKED)


async def test_what_was_said_is_found_as_well_and_leads_to_its_second(it: Watched) -> None:
    vtt = "WEBVTT\n\n00:00:33.500 --> 00:00:36.000\nThe portfolio &amp; more is yours\n\n00:00:40.000 --> 00:00:42.000\nNext\n"
    path = f"{it.evening.path}/recordings/rec1/captions?language=en"
    sent = await it.evening.program.call("POST", path, ticket=it.evening.host, headers={"Content-Type": "text/vtt"}, data=vtt)
    assert sent.status == 201, sent.text
    page = await it.crew.open(it.path, phone=True)
    await page.get_by_label("Search").fill("portfolio YOURS")
    said = page.get_by_role("region", name="In what was said")
    await sees(said, "In what was said: 1 moment", "The portfolio & more is yours")
    await sees(page, "0 of 2 questions")
    assert await faults(page) == []
    await fits(page)
    await _plays_at_once_and_halts(page)
    await said.get_by_role("link", name="0:33").click()
    assert abs(await stands(page) - 33.5) <= NEAR
    assert await page.evaluate("window.played") == 1
    await page.get_by_label("Search").fill("")
    await expect(said).to_be_hidden()


async def test_the_evening_is_a_table_too(it: Watched) -> None:
    page = await it.crew.open(it.path, phone=True)
    await page.locator("summary", has_text="The evening as a table").click()
    table = page.get_by_role("table")
    await expect(table.get_by_role("row", name="A · Mentoring")).to_contain_text("10 s, 1 question")
    await expect(table.get_by_role("row", name="Everybody together")).to_be_visible()
    await expect(table.get_by_role("row", name="Panel")).to_be_visible()
    await fits(page)


async def test_the_page_is_whole_by_keyboard_and_for_axe(it: Watched) -> None:
    for path, phone in ((it.path, True), (f"/watch/{it.evening.id}?k={it.evening.host}", False)):
        page = await it.crew.open(path, phone=phone)
        await sees(page, "I have this too")
        await page.evaluate("document.querySelectorAll('details').forEach((fold) => { fold.open = true; })")
        assert await faults(page) == []
        await fits(page)
        await player(page).focus()
        await page.keyboard.press("ArrowRight")
        assert await stands(page) > 0, "the player's own keys are its own"


async def test_something_new_is_said_without_moving_anything(it: Watched) -> None:
    page = await it.crew.open(it.path, phone=True, clock=True)
    await sees(page, "I have this too")
    await page.clock.fast_forward(61_000)
    await it.evening.do(it.evening.host, "recordings.link", url="https://video.example.org/c")
    before = await page.locator("#questions").bounding_box()
    await page.clock.fast_forward(61_000)
    await sees(page, "There is something new on this page.")
    assert await page.locator("#questions").bounding_box() == before
    await press(page, "Load again")
    await sees(page, "Everybody together, 2")


async def test_without_scripts_the_page_plays_and_its_places_are_links(it: Watched) -> None:
    page = await it.crew.open(it.path, java_script_enabled=False)
    await expect(player(page)).to_be_visible()
    place = question(page, ASKED).get_by_role("link", name="Watch from 0:40")
    assert await place.get_attribute("href") == f"/media/{it.evening.id}/plenary.wav#t=40"
    await sees(page, "Times are UTC.", "asked and answered at 19:02")
    await expect(page.get_by_text("is counted")).to_be_hidden()
    await it.crew.go(page, f"/watch/{it.evening.id}?t=40")
    assert str(await player(page).get_attribute("src")).endswith("/plenary.wav#t=40")


def _chapters(page: Page) -> Locator:
    return page.get_by_role("list", name="Questions as they were asked")


async def _plays_at_once_and_halts(page: Page) -> None:
    """Playing is counted and halted, so that where it began can be read at leisure: until it halts, time stands still."""
    await player(page).evaluate(
        """(player) => {
            window.played = 0;
            player.playbackRate = 0;
            player.addEventListener("play", () => { window.played += 1; player.pause(); });
        }"""
    )
