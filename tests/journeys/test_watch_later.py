"""What a late viewer says and leaves behind, and what a host corrects, on the watch page."""

import json
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, Request, expect

from tests.journeys.axe import faults
from tests.journeys.crew import fits, press, question, sees
from tests.journeys.watched import ALSO_ASKED, ASKED, Watched, goes_to, player, watched

pytestmark = [pytest.mark.browser, pytest.mark.soak, pytest.mark.asyncio(loop_scope="session")]


@pytest_asyncio.fixture(loop_scope="session")
async def it(browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Watched]:
    async with watched(browser, tmp_path, monkeypatch) as it:
        yield it


async def test_a_late_viewer_says_that_it_is_theirs_too_and_that_it_helped(it: Watched) -> None:
    page = await it.crew.open(it.path, phone=True)
    too = _too(page)
    await too.click()
    await expect(too).to_have_attribute("aria-pressed", "true")
    await question(page, ASKED).get_by_role("button", name="Helped me A-1").click()
    again = await it.crew.another_tab(page)
    await expect(_too(again)).to_have_attribute("aria-pressed", "true")
    other = await it.crew.open(it.path)
    theirs = _too(other)
    await expect(theirs).to_have_attribute("aria-pressed", "false")
    await expect(theirs).to_contain_text("1")
    await theirs.click()
    await expect(theirs).to_contain_text("✓2")
    await theirs.click()
    await expect(theirs).not_to_contain_text("✓")
    live = (await it.evening.seen(it.evening.host))["view"]["questions"]
    assert all(each["score"] == 0 for each in live.values()), "these are no votes"


async def test_a_row_of_buttons_stays_where_it_is_when_one_is_pressed(it: Watched) -> None:
    page = await it.crew.open(it.path, phone=True)
    more = question(page, ASKED).get_by_role("button", name="More about A-1")
    stands = "(button) => [button.offsetLeft, button.offsetTop - button.closest('.tools').offsetTop]"
    before = await more.evaluate(stands)
    await _too(page).click()
    await sees(question(page, ASKED), "✓1")
    await more.click()
    await sees(question(page, ASKED), "Copy link to this question")
    assert await more.evaluate(stands) == before
    await fits(page)


async def test_a_follow_up_reaches_the_room_and_the_host_and_can_be_taken_back(it: Watched) -> None:
    page = await it.crew.open(it.path, phone=True)
    await press(question(page, ASKED), "More about A-1")
    await question(page, ASKED).get_by_label("Ask or tell A · Mentoring").fill("And <b>before</b> it?")
    assert await faults(page) == []
    await press(page, "Send")
    await sees(page, "Sent.", "And <b>before</b> it?")
    for ticket in (it.evening.host, it.ana):
        theirs = await it.crew.open(f"/watch/{it.evening.id}?k={ticket}")
        await sees(question(theirs, ASKED), "A late viewer", "And <b>before</b> it?")
    other = await it.crew.open(it.path)
    await sees(question(other, ASKED), "I have this too")
    await expect(other.get_by_text("before")).to_have_count(0)
    await press(page, "Take back")
    await expect(page.get_by_text("And <b>before</b> it?")).to_have_count(0)
    again = await it.crew.another_tab(page)
    await sees(question(again, ASKED), "I have this too")
    await expect(again.get_by_text("before")).to_have_count(0)


async def test_a_follow_up_that_does_not_arrive_stays_in_its_field(it: Watched) -> None:
    page = await it.crew.open(it.path)
    await press(question(page, ASKED), "More about A-1")
    field = question(page, ASKED).get_by_label("Ask or tell")
    await field.fill("x" * 501)
    await press(page, "Send")
    await sees(page, "must be text of 1 to 500 characters")
    await expect(field).to_have_value("x" * 501)
    it.crew.forgive(re.compile("status of 400"))


async def test_what_was_watched_is_told_at_a_pause_and_not_of_who_declined(it: Watched) -> None:
    page = await it.crew.open(it.path)
    told = _telling(page)
    await sees(page, "Which seconds you watch is counted, and nobody is shown that it was you.")
    await _plays(page, 20, 22)
    async with page.expect_request(re.compile("/viewing$")) as left:
        await _plays(page, 40, 42)
        await page.evaluate("dispatchEvent(new Event('pagehide'))")
    assert (await left.value).post_data_json["name"] == "viewing.watched"
    ranges = _watched(told)
    assert ranges
    assert all(0 <= begin < end <= 60_000 for begin, end in ranges)
    await page.locator("summary", has_text="is counted").click()
    await sees(page, "no other company takes part")
    assert await faults(page) == []
    await press(page, "Do not count me")
    await sees(page, "What you watch is not counted.")
    told.clear()
    await _plays(page, 10, 12)
    await page.evaluate("dispatchEvent(new Event('pagehide'))")
    await page.reload()
    await sees(page, "What you watch is not counted.")
    assert _watched(told) == []


async def test_a_host_says_when_a_question_was_asked_and_the_whole_recording_follows(it: Watched) -> None:
    page = await it.crew.open(f"/watch/{it.evening.id}?k={it.evening.host}")
    await sees(page, "Its seconds are only as typed.")
    await goes_to(page, 26)
    await press(question(page, ALSO_ASKED), "This is when B-1 was asked")
    await sees(
        question(page, ALSO_ASKED), "B-1 is at 0:26 now, it was at 0:20. 1 other question moved by 6 s.", "Watch from 0:26"
    )
    await sees(question(page, ASKED), "Watch from 0:46")
    await expect(page.locator("li[aria-current]")).to_contain_text("B-1")
    assert await faults(page) == []
    await press(question(page, ALSO_ASKED), "Undo")
    await sees(question(page, ALSO_ASKED), "Undone: the seconds are as before.", "Watch from 0:20")
    await sees(question(page, ASKED), "Watch from 0:40")


async def test_a_second_correction_of_the_same_question_is_undone_to_the_first(it: Watched) -> None:
    page = await it.crew.open(f"/watch/{it.evening.id}?k={it.evening.host}", phone=True)
    for second in (25, 27):
        await goes_to(page, second)
        await press(question(page, ALSO_ASKED), "This is when B-1 was asked")
        await sees(question(page, ALSO_ASKED), f"Watch from 0:{second}")
    await press(question(page, ALSO_ASKED), "Undo")
    await sees(question(page, ALSO_ASKED), "Watch from 0:25")
    await page.reload()
    await sees(page, "Checked at 1 moment.", "Watch from 0:25")
    await fits(page)


async def test_a_correction_that_cannot_be_is_refused_in_words(it: Watched) -> None:
    page = await it.crew.open(f"/watch/{it.evening.id}?k={it.evening.host}")
    await goes_to(page, 30)
    await press(question(page, ALSO_ASKED), "This is when B-1 was asked")
    await sees(question(page, ALSO_ASKED), "B-1 is at 0:30 now")
    await goes_to(page, 10)
    await press(question(page, ASKED), "This is when A-1 was asked")
    await expect(question(page, ASKED).get_by_role("status")).not_to_be_empty()
    await sees(question(page, ASKED), "Watch from 0:50")
    it.crew.forgive(re.compile("status of 4"))


async def test_corrections_are_for_hosts_and_for_the_recording_of_everybody(it: Watched) -> None:
    late = await it.crew.open(it.path)
    await sees(late, "I have this too")
    await expect(late.get_by_text("This is when")).to_have_count(0)
    host = await it.crew.open(f"/watch/{it.evening.id}?k={it.evening.host}")
    await sees(question(host, ASKED), "This is when A-1 was asked")
    await host.locator("summary", has_text="In the rooms").click()
    await host.get_by_role("link", name="A · Mentoring").click()
    await expect(host.get_by_text("This is when A-1 was asked")).to_be_hidden()


def _too(page: Page) -> Locator:
    return question(page, ASKED).get_by_role("button", name="I have this too A-1")


def _telling(page: Page) -> list[Any]:
    """What the page tells the server from now on."""
    told: list[Any] = []

    def heard(request: Request) -> None:
        if request.url.endswith("/viewing") and request.post_data:
            told.append(json.loads(request.post_data))

    page.on("request", heard)
    return told


def _watched(told: list[Any]) -> list[list[int]]:
    return [span for each in told if each["name"] == "viewing.watched" for span in each["data"]["ranges"]]


async def _plays(page: Page, begin: float, end: float) -> None:
    await player(page).evaluate(
        """(player, [begin, end]) => new Promise((halted) => {
            player.currentTime = begin;
            player.muted = true;
            const halt = () => { if (player.currentTime >= end) player.pause(); };
            player.addEventListener("timeupdate", halt);
            player.addEventListener("pause", () => { player.removeEventListener("timeupdate", halt); halted(); }, { once: true });
            player.play();
        })""",
        [begin, end],
    )
