"""One evening from the start page to the late viewer, in everybody's browser at once."""

import re

import pytest
from playwright.async_api import Locator, Page, expect

from tests.journeys.crew import OUTAGE, Crew, confirm, fits, is_connected, join, press, question, says, sees
from tests.journeys.serving import Service

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

MENTORING, NETWORKS = "Mentoring", "Networks of schools"
ASKED = "What may I say after a visit?"
ANSWER = "First ask what they saw themselves."
RECORDING = "https://video.example.org/panel"


async def test_an_evening(crew: Crew, service: Service) -> None:
    host = await _made_on_the_start_page(crew)
    ana, ben = await _two_join_by_code(crew, host)

    await confirm(host, "Start", "Start")
    await sees(ana, "Write questions and support the good ones", "Your room")
    await _ana_asks_for_her_room(ana)
    await _the_host_tells_everybody(host, ana, ben)
    await confirm(host, "Next: Break", "Begin Break")
    await sees(host, "Only you and the moderator see the order")

    await _ben_votes_in_the_break(ben)
    await _the_server_dies_and_comes_back(crew, service, host, ana, ben)
    await expect(_support(ben)).to_have_attribute("aria-pressed", "true")

    await confirm(host, "Next: Questions and answers with the panel", "Begin Questions and answers with the panel")
    await _handed_over_called_and_answered(crew, host, ana, ben)
    watch_link = await _recorded_and_finished(host)
    await sees(ana, "The session is over")
    await expect(question(ana, ANSWER)).to_be_visible()
    await _watched_later(crew, watch_link)
    await _without_a_way_in(crew, watch_link)
    await ana.get_by_role("link", name="All questions and the recordings").click()
    await sees(ana, ASKED, "Open, and go to")
    for page in (ana, ben):
        await fits(page)


async def _made_on_the_start_page(crew: Crew) -> Page:
    host = await crew.open("/")
    await host.get_by_label("Title").fill("An evening of dilemmas")
    await host.get_by_label("Themes").fill(f"{MENTORING}\n{NETWORKS}\n")
    await says(host, "Calls and dilemmas").click()
    await host.get_by_label("Call link for everybody").fill("https://meet.example.org/all")
    await host.get_by_role("group", name=MENTORING).get_by_label("What they discuss").fill("You saw a pupil's face.")
    await press(host, "Create the session")
    await sees(host, "Your session is ready", "Save the host link now")
    assert "?k=" in await host.get_by_label("Host", exact=True).input_value()
    await host.get_by_role("link", name="Open the host page").click()
    await sees(host, "Nobody has joined yet. Share the join link.")
    assert "?k=" not in host.url, "the secret does not stay in the address bar"
    return host


async def _two_join_by_code(crew: Crew, host: Page) -> tuple[Page, Page]:
    """One types the code as it is read aloud, in small letters and two halves; the other follows the link."""
    code = await host.locator(".join-code__code").inner_text()
    ana = await crew.open("/", phone=True)
    await ana.get_by_label("Join code").fill(f"{code[:4].lower()} {code[4:].lower()}")
    await press(ana, "Go")
    await join(ana, "Ana Ribeiro", MENTORING)
    await sees(ana, "You saw a pupil's face.", "The host starts the session.")
    ben = await crew.open(await _link(host, "Participants"), phone=True)
    await join(ben, "Ben Okafor", NETWORKS)
    await sees(host, "2 joined", "Rooms A and B have no representative.")
    return ana, ben


async def _ana_asks_for_her_room(ana: Page) -> None:
    await press(ana, "I will speak for our room")
    await sees(ana, "You speak for this room.")
    await ana.get_by_label("Your question").fill(ASKED)
    await ana.reload()
    await expect(ana.get_by_label("Your question")).to_have_value(ASKED)
    await press(ana, "Add to our drafts")
    await expect(ana.get_by_label("Your question")).to_have_value("")
    await press(question(ana, ASKED), "Support this draft, 0 votes")
    await expect(_support(ana)).to_have_attribute("aria-pressed", "true")
    await press(question(ana, ASKED), f"Submit: {ASKED}")
    await expect(question(ana, ASKED)).to_contain_text("A-1")


async def _the_host_tells_everybody(host: Page, ana: Page, ben: Page) -> None:
    await host.get_by_label("Message").fill("Five minutes more.")
    await press(host, "Send")
    await sees(ana, "Five minutes more.")
    await press(ben, "Dismiss: Five minutes more.")
    await expect(says(ben, "Five minutes more.")).to_have_count(0)
    await sees(ana, "Five minutes more.")


async def _ben_votes_in_the_break(ben: Page) -> None:
    await sees(ben, "Questions from all rooms", "1 question, you support 0.")
    await _support(ben).click()
    await sees(ben, "1 question, you support 1.")
    await expect(_support(ben)).to_have_attribute("aria-pressed", "true")
    await ben.reload()
    await expect(_support(ben)).to_have_attribute("aria-pressed", "true")
    await expect(_support(ben)).to_have_accessible_name("Support A-1, 2 votes")


async def _the_server_dies_and_comes_back(crew: Crew, service: Service, *pages: Page) -> None:
    service.kill()
    for page in pages:
        await sees(page, "Connection lost.")
    service.start()
    for page in pages:
        await is_connected(page)
    crew.forgive(OUTAGE)


async def _handed_over_called_and_answered(crew: Crew, host: Page, ana: Page, ben: Page) -> None:
    """The expert writes the answer down; the host has called the question."""
    expert = await crew.open(await _link(host, "Panel"))
    await expect(ben.get_by_label("Place 1")).to_have_count(0)
    await confirm(host, "Hand over to the panel", "Hand over")
    await expect(ben.get_by_label("Place 1")).to_be_visible()
    await sees(ana, "You are next.")
    await press(host, "Call next: A-1")
    await sees(ana, "You are on. Ask your question now.")
    await expect(ben.locator(".on-air")).to_contain_text(ASKED)
    await expect(ben.locator(".on-air")).to_contain_text("Ana Ribeiro")
    await says(expert, "Note the answer").click()
    await expert.get_by_label("The answer to A-1 in short").fill(ANSWER)
    await press(expert, "Answered")
    await sees(ben, "No question is on air.")


async def _recorded_and_finished(host: Page) -> str:
    """The beginning of the recording is proposed, in the time of the host's own clock."""
    watch_link = await _link(host, "Watch later")
    await says(host, "Link a recording").click()
    await host.get_by_label("Address").fill(RECORDING)
    await expect(host.get_by_label("Began at")).not_to_have_value("")
    await press(host, "Link")
    await sees(host, "Plenary")
    await confirm(host, "Finish", "Finish")
    await sees(host, "Finished")
    return watch_link


async def _watched_later(crew: Crew, link: str) -> None:
    for script in (True, False):
        late = await crew.open(link, java_script_enabled=script)
        asked = question(late, ASKED)
        await expect(asked).to_contain_text("A-1")
        await expect(asked).to_contain_text("asked and answered at")
        await expect(asked).to_contain_text(ANSWER)
        place = asked.get_by_role("link", name=re.compile(r"^Open, and go to \d+:\d\d$"))
        assert await place.get_attribute("href") == RECORDING  # nobody knows how this site begins elsewhere
        await expect(late.get_by_label("Search")).to_be_visible(visible=script)


async def _without_a_way_in(crew: Crew, link: str) -> None:
    stranger = await crew.open(link.partition("?")[0], phone=True)
    await sees(stranger, "An evening of dilemmas", "If you took part, open this page in the browser you used then.")
    await expect(says(stranger, ASKED)).to_have_count(0)
    await expect(stranger.get_by_role("link", name="Enter a join code")).to_be_visible()
    await fits(stranger)


async def _link(host: Page, name: str) -> str:
    """A link the host hands out, folded away or not."""
    return await host.get_by_role("textbox", name=name, exact=True, include_hidden=True).input_value()


def _support(page: Page) -> Locator:
    return question(page, ASKED).get_by_role("button", name=re.compile("^Support"))
