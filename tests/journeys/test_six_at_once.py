"""Six browsers, one evening: a host, two who speak for their rooms, one who takes part, an expert, one who comes late."""

import asyncio
import re
from typing import NamedTuple

import pytest
from playwright.async_api import Page, expect

from tests.journeys.crew import OUTAGE, Crew, button, confirm, current, ends, fits, join, press, question, says, sees
from tests.journeys.lines import News, held, offline_minute, pressed_shows_busy, slow_network

pytestmark = [pytest.mark.browser, pytest.mark.soak, pytest.mark.asyncio(loop_scope="session")]

MINUTE = 60_000
DILEMMA = "You saw the pupil's face."
FIRST, SECOND, OTHER = "How do I begin to tell her?", "May I promise silence?", "Whom do we keep in the network?"
PANEL = "Questions and answers with the panel"
NOTE = "The sound of room B is low."
ANSWER = "Those who cannot give much now."


class Six(NamedTuple):
    host: Page
    ana: Page  # speaks for room A
    ben: Page  # takes part in room A
    cleo: Page  # speaks for room B
    eva: Page  # answers
    late: Page

    @property
    def phones(self) -> tuple[Page, ...]:
        return self.ana, self.ben, self.cleo


async def test_six_people_through_one_evening(crew: Crew) -> None:
    six = await _gathered(crew)
    second = await crew.another_tab(six.host, "/")
    news = await News.of(six.host), await News.of(second)
    await six.host.reload()
    await crew.go(second, six.host.url)
    await confirm(six.host, "Start", "Start")
    await _the_rooms_work(six)
    await _help_comes(six)
    await _both_give_five_minutes(six.host, second, news)
    await _both_press_next(six.host, second, news)
    await _the_break_and_an_offline_minute(crew, six)
    await confirm(six.host, f"Next: {PANEL}", f"Begin {PANEL}")
    await _the_panel_answers(six, second, news[1])
    await _the_late_viewer_reads_it_all(crew, six)
    for page in six.phones:
        await fits(page)


async def _gathered(crew: Crew) -> Six:
    """Made on the start page; one comes by the code, two by the link; all agree to be recorded."""
    host = await crew.open("/")
    await host.get_by_label("Title").fill("Six at once")
    await host.get_by_label("Themes").fill("Mentoring\nNetworks")
    await host.get_by_label("Yes", exact=True).check()
    await host.get_by_label("Who keeps it").fill("The organisers")
    await says(host, "Calls and dilemmas").click()
    await host.get_by_role("group", name="Mentoring").get_by_label("What they discuss").fill(DILEMMA)
    await press(host, "Create the session")
    await host.get_by_role("link", name="Open the host page").click()
    ana = await crew.open("/", phone=True)
    await ana.get_by_label("Join code").fill(await host.locator(".join-code__code").inner_text())
    await press(ana, "Go")
    await join(ana, "Ana Ribeiro", "Mentoring", agrees=True)
    link = await _link(host, "Participants")
    ben, cleo = await asyncio.gather(crew.open(link, phone=True, clock=True), crew.open(link, phone=True))
    await join(ben, "Ben Okafor", "Mentoring", agrees=True)
    await join(cleo, "Cleo Martin", "Networks", agrees=True)
    closed = (await _link(host, "Watch later")).partition("?")[0]
    eva, late = await asyncio.gather(crew.open(await _link(host, "Panel")), crew.open(closed))
    await sees(host, "3 joined", "Everybody has agreed.")
    await sees(late, "If you took part")
    return Six(host, ana, ben, cleo, eva, late)


async def _the_rooms_work(six: Six) -> None:
    await sees(six.ana, DILEMMA)
    await press(six.ana, "I will speak for our room")
    await _drafted(six.ana, SECOND)
    await six.ben.get_by_label("Your question").fill(FIRST)
    await six.ben.reload()
    await expect(six.ben.get_by_label("Your question")).to_have_value(FIRST)
    await press(six.ben, "Add to our drafts")
    await press(question(six.ana, SECOND), "Support this draft, 0 votes")
    await expect(button(question(six.ben, SECOND), "Support this draft, 1 vote")).to_have_attribute("aria-pressed", "false")
    for text in (SECOND, FIRST):
        await press(six.ana, f"Submit: {text}")
    await press(six.ana, "Earlier: A-2")
    await expect(six.ana.locator(".desk li").first).to_contain_text(FIRST)
    async with slow_network(six.cleo):
        await pressed_shows_busy(button(six.cleo, "I will speak for our room"))
        await sees(six.cleo, "You speak for this room.")
        await six.cleo.get_by_label("Your question").fill(OTHER)
        await pressed_shows_busy(button(six.cleo, "Add to our drafts"))
        await press(six.cleo, f"Submit: {OTHER}")
        await expect(question(six.cleo, OTHER)).to_contain_text("B-1")


async def _help_comes(six: Six) -> None:
    await press(six.ben, "Call for help")
    await sees(six.host, "Room A asks for help.")
    await press(six.host.locator("#needs"), "I will go")
    await sees(six.ben, "the host is coming.")
    await press(six.ben, "All is well")
    await six.host.get_by_label("Message").fill("Agree on two questions.")
    await press(six.host, "Send")
    for page in (*six.phones, six.eva):
        await sees(page, "Agree on two questions.")


async def _both_give_five_minutes(host: Page, second: Page, news: tuple[News, ...]) -> None:
    """Both saw the same end and want the same one: five minutes, not ten. Who wants another one is told."""
    async with held(*news):
        await asyncio.gather(press(host, "+5 min"), press(second, "+5 min"))
        for page in (host, second):
            await expect(page.locator("button[aria-busy=true]")).to_have_count(0)
        await press(second, "−1 min")
        await sees(second, "The end has just been changed")
    began = (await current(host))["starts_at"]
    for page in (host, second):
        await ends(page, began + 50 * MINUTE)


async def _both_press_next(host: Page, second: Page, news: tuple[News, ...]) -> None:
    """One part ends, not two. The other host is told."""
    async with held(*news):
        await asyncio.gather(*(press(page, "Next: Break") for page in (host, second)))
        await asyncio.gather(*(press(page.locator(".confirm"), "Begin Break") for page in (host, second)))
        await expect(host.locator(".confirm")).to_have_count(0)
        await expect(second.locator(".confirm")).to_have_count(0)
        told = [await says(page, "It has already moved on.").count() for page in (host, second)]
        assert sorted(told) == [0, 1]


async def _the_break_and_an_offline_minute(crew: Crew, six: Six) -> None:
    """What was pressed without a network is counted once it is back, and once."""
    await sees(six.ben, "Questions from all rooms", re.compile(r"You have seen (\d of|all) 3\."))
    async with offline_minute(six.ben):
        await press(question(six.ben, OTHER), "Support B-1, 0 votes")
        await expect(question(six.ben, OTHER).get_by_role("button")).to_have_attribute("aria-busy", "true")
    crew.forgive(OUTAGE)
    await expect(question(six.host, OTHER)).to_contain_text("Supported by 1 person of 1 other room.")
    await expect(button(six.ben, "Support B-1, 1 vote")).to_have_attribute("aria-pressed", "true")
    for text in (FIRST, SECOND, OTHER):
        await question(six.ben, text).scroll_into_view_if_needed()
        await six.ben.clock.run_for(1100)
    await sees(six.ben, "You have seen all 3.")


async def _the_panel_answers(six: Six, second: Page, news: News) -> None:
    await confirm(six.host, "Hand over to the panel", "Hand over")
    await sees(six.cleo, "You are next.")
    await sees(six.ana, "Your next question stands at place 2.")
    await press(six.eva, "I will answer B-1")
    await sees(six.cleo, "the panel will answer.")
    await second.get_by_role("article").filter(has_text="A-2").get_by_text("Change").click()
    await expect(button(second, "Call A-2 now")).to_be_visible()
    async with held(news):
        await press(six.host, "Call next: B-1")
        await sees(six.cleo, "You are on. Ask your question now.")
        await press(second, "Call A-2 now")
        await sees(second, "Another question is on air. End that one first.")
    await sees(six.ana, "You are next.")
    await expect(six.ben.locator(".on-air")).to_contain_text(OTHER)
    await six.eva.get_by_label("Note for").fill(NOTE)
    await press(six.eva, "Send note")
    await press(six.host, f"Seen: {NOTE}")
    await sees(six.eva, "seen by the host")
    await expect(says(six.ben, NOTE)).to_have_count(0)
    await says(six.eva, "Note the answer").click()
    await six.eva.get_by_label("The answer to B-1 in short").fill(ANSWER)
    await press(six.eva, "Answered")
    await sees(six.cleo, "None of your questions is waiting.")
    await press(six.host, "Call next: A-2")
    await sees(six.ana, "You are on.")
    await press(six.host, "Answered")


async def _the_late_viewer_reads_it_all(crew: Crew, six: Six) -> None:
    link = await _link(six.host, "Watch later")
    await confirm(six.host, "Finish", "Finish")
    await six.host.get_by_label("Address").fill("https://video.example.org/panel")
    await press(six.host, "Link")
    await sees(six.host.locator("#recordings"), "Plenary")
    await crew.go(six.late, link)
    for text in (FIRST, OTHER):
        await expect(question(six.late, text)).to_contain_text("asked and answered at")
        await expect(question(six.late, text)).to_contain_text("Open, and go to")
    await expect(question(six.late, OTHER)).to_contain_text(ANSWER)
    await expect(question(six.late, SECOND)).to_contain_text("answer promised")
    await sees(six.ben, "The session is over.")


async def _drafted(page: Page, text: str) -> None:
    await page.get_by_label("Your question").fill(text)
    await press(page, "Add to our drafts")
    await expect(page.get_by_label("Your question")).to_have_value("")


async def _link(host: Page, name: str) -> str:
    """A link the host hands out, folded away or not."""
    return await host.get_by_role("textbox", name=name, exact=True, include_hidden=True).input_value()
