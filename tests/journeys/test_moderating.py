"""Moderators clear what waits for review: two of them at once, with keys and with a thumb; and two hundred in one go."""

import asyncio
import json
import statistics
import sys
from typing import NamedTuple

import pytest
from playwright.async_api import Locator, Page, Request, WebSocket, expect

from tests.journeys.crew import Crew, becomes, button, confirm, fits, is_up_to_date, known, question, says, sees
from tests.journeys.lines import News, held
from tests.journeys.serving import Service
from tests.journeys.thumb import Thumb
from tests.server.program import Evening, Program

pytestmark = [pytest.mark.browser, pytest.mark.soak, pytest.mark.asyncio(loop_scope="session")]

ASKED = (
    "What may I say to a teacher after a visit?",
    "Who decides which schools join the network?",
    "Is the canteen open tomorrow?",
    "How do we keep mentors for a second year?",
    "Why did Mr. Silva get the grant?",
    "How much time should a mentor spend on reading lesson plans?",
    "How much time should the mentors spend on reading lesson plans each week?",
    "Can pupils take part in choosing what they learn?",
    "When is a conversation over?",
    "Whom do we invite from outside?",
    "Does silence help in a group?",
    "Where are the notes of last spring kept?",
)
OFF_TOPIC, NAMES = "Not about the theme", "Names a person"
MANY = 200

WATCH_TAPS = """() => {
    window.taps = [];
    window.places = new Set();
    const desk = document.querySelector(".review");
    const number = () => desk.querySelector(".review__text .question__number")?.textContent;
    const place = (one) => [one.dataset.does, ...Object.values(one.getBoundingClientRect().toJSON())];
    const bar = () => [...desk.querySelectorAll(".review__bar .button")];
    const look = () => window.places.add(JSON.stringify([scrollY, ...bar().map(place)]));
    let pressed, was;
    desk.addEventListener("pointerdown", () => { pressed = performance.now(); was = number(); }, { capture: true });
    new MutationObserver(() => {
        if (pressed === undefined || number() === was) return;
        window.taps.push(performance.now() - pressed);
        pressed = undefined;
        if (number()) look();
    }).observe(desk, { subtree: true, childList: true, characterData: true });
    look();
}"""

READY = "(nth) => window.taps.length === nth && !document.querySelector('.review__bar [aria-busy=true]')"


@pytest.fixture
def service(hasty: Service) -> Service:
    """A hundred people are not needed to ask two hundred questions in a second."""
    return hasty


class Desk(NamedTuple):
    laptop: Page
    phone: Page
    host: Page
    ana: Page  # wrote every second question
    ben: Page  # takes part in the same room

    @property
    def moderators(self) -> tuple[Page, Page]:
        return self.laptop, self.phone


async def test_two_moderators_share_what_waits(crew: Crew, program: Program) -> None:
    evening, tickets, ids = await _twelve_wait(program)
    paths = [f"/moderate/{evening.id}?k={tickets[name]}" for name in ("Mia", "Max")]
    paths += [f"/host/{evening.id}?k={tickets['host']}", *(f"/s/{evening.id}?k={tickets[name]}" for name in ("Ana", "Ben"))]
    shapes = ({"clock": True}, {"clock": True, "phone": True}, {}, {"phone": True}, {"phone": True})
    pages = await asyncio.gather(*(crew.open("/", **shape) for shape in shapes))
    news = await News.of(pages[1])
    await asyncio.gather(*(crew.go(page, path) for page, path in zip(pages, paths, strict=True)))
    desk = Desk(*pages)
    await _one_decides_and_the_other_goes_on(desk)
    await _both_decide_the_same_at_once(desk, news, evening)
    await _the_phone_draws_to_the_sides(desk)
    await _the_phone_merges(desk)
    await _the_laptop_goes_by_keys(desk)
    await _the_host_switches_review_off(desk, evening, tickets)
    await _everybody_knows_the_same(desk, evening, tickets, ids)
    for page in (desk.phone, desk.ana):
        await fits(page)


async def _twelve_wait(program: Program) -> tuple[Evening, dict[str, str], list[str]]:
    """Ana and Ben of room A take turns in asking; nobody else reads it yet."""
    evening = await program.open()
    ana, ben = await evening.join("Ana", "r1"), await evening.join("Ben", "r1")
    mia, max_ = await evening.named("moderator", "Mia"), await evening.named("moderator", "Max")
    await evening.do(evening.host, "agenda.start")
    await evening.do(evening.host, "qa_queue.set_moderation", on=True)
    ids = [await evening.asked((ana, ben)[nth % 2], text) for nth, text in enumerate(ASKED)]
    people = {"Ana": ana, "Ben": ben, "Mia": mia, "Max": max_}
    return evening, {"host": evening.host, **{name: person.ticket for name, person in people.items()}}, ids


async def _one_decides_and_the_other_goes_on(desk: Desk) -> None:
    for page in desk.moderators:
        await _stands(page, 1)
        await sees(page, "12 wait")
    await desk.laptop.keyboard.press("a")
    await _stands(desk.laptop, 2)
    await sees(desk.phone, "A-1 was approved meanwhile.", "11 wait")
    await _stands(desk.phone, 2)
    await sees(desk.ben, ASKED[0])
    await _has_been_read(desk.phone)


async def _both_decide_the_same_at_once(desk: Desk, news: News, evening: Evening) -> None:
    """The phone has not heard of it when it decides; nothing is decided twice."""
    async with held(news):
        await desk.laptop.keyboard.press("a")
        await _stands(desk.laptop, 3)
        version = await evening.version()
        await _approve(desk.phone).tap()
        await _stands(desk.phone, 3)
    assert await evening.version() == version
    for page in desk.moderators:
        await _stands(page, 3)
        await sees(page, "10 wait")


async def _the_phone_draws_to_the_sides(desk: Desk) -> None:
    """To the left asks why, to the right approves. Ana reads why; the laptop, which looked at the same, is told."""
    thumb = await Thumb.on(desk.phone)
    await thumb.swipe(_card(desk.phone), -150)
    await sees(desk.phone, "Why is A-3 not accepted?", "only its author sees the reason.")
    await button(desk.phone, OFF_TOPIC).tap()
    await _stands(desk.phone, 4)
    await sees(desk.laptop, "A-3 was rejected meanwhile.")
    await _stands(desk.laptop, 4)
    await says(desk.ana, "My questions").click()
    await sees(desk.ana, f"not accepted: {OFF_TOPIC}", "Only you see this.")
    await thumb.swipe(_card(desk.phone), 40)
    await _stands(desk.phone, 4)  # a finger that slipped means nothing
    await thumb.swipe(_card(desk.phone), 150)
    await _stands(desk.phone, 5)
    await sees(desk.laptop, "A-4 was approved meanwhile.")
    await sees(desk.ben, ASKED[3])


async def _the_phone_merges(desk: Desk) -> None:
    """A question further on, into the one that says nearly the same."""
    await button(desk.phone, "Next question").tap()
    await _stands(desk.phone, 6)
    await expect(desk.phone.get_by_role("list", name="Nearly the same")).to_contain_text(ASKED[6])
    await desk.phone.locator("[data-does=merge]").tap()
    await button(question(desk.phone.locator(".review__form"), ASKED[6]), "Merge into it: A-7").tap()
    await _stands(desk.phone, 7)
    await expect(_card(desk.phone).get_by_role("list", name="Part of A-7")).to_contain_text(ASKED[5])
    await _stands(desk.laptop, 5)
    await sees(desk.phone, "7 wait")


async def _the_laptop_goes_by_keys(desk: Desk) -> None:
    """Rejects with a ready reason, takes it back, decides again, looks further and approves there."""
    keys = desk.laptop.keyboard
    await _has_been_read(desk.laptop)
    await keys.press("r")
    await expect(button(desk.laptop, "Asked already")).to_be_focused()
    for _ in range(2):
        await keys.press("Tab")
    await expect(button(desk.laptop, NAMES)).to_be_focused()
    await keys.press("Enter")
    await _stands(desk.laptop, 7)
    await sees(desk.laptop, "Undo: A-5 rejected")
    await keys.press("u")
    await _stands(desk.laptop, 5)
    await keys.press("r")
    await desk.laptop.get_by_label("In other words").fill("Ask it without the name.")
    await keys.press("Enter")
    await _stands(desk.laptop, 7)
    await sees(desk.ana, "not accepted: Ask it without the name.")
    await keys.press("j")
    await _stands(desk.laptop, 8)
    await keys.press("a")
    await _stands(desk.laptop, 9)
    await sees(desk.laptop, "5 wait")
    await _stands(desk.phone, 7)


async def _the_host_switches_review_off(desk: Desk, evening: Evening, tickets: dict[str, str]) -> None:
    """What is asked from now on is open at once; what waits goes on waiting until it is released."""
    await desk.host.locator("#review > summary").click()
    await sees(desk.host, "5 waiting")
    await desk.host.get_by_role("switch", name="A moderator reviews new questions").click()
    await sees(desk.phone, "New questions go to everybody at once. These were asked before.")
    asked = await evening.made(tickets["Ben"], "qa_queue.draft", text="Is this one open at once?")
    await evening.do(tickets["host"], "qa_queue.submit", question_id=asked)
    await sees(desk.ana, "Is this one open at once?")
    await expect(question(desk.ana, "Is this one open at once?")).not_to_contain_text("waiting for review")
    await sees(desk.phone, "5 wait")
    await confirm(desk.host, "Release the 5 waiting", "Release them")
    for page in desk.moderators:
        await sees(page, "Questions go to everybody at once.")
        await expect(page.locator(".review__desk")).to_have_count(0)
    await sees(desk.ana, ASKED[-1])


async def _everybody_knows_the_same(desk: Desk, evening: Evening, tickets: dict[str, str], ids: list[str]) -> None:
    for page, name in zip(desk, ("Mia", "Max", "host", "Ana", "Ben"), strict=True):
        await is_up_to_date(page, await evening.seen(tickets[name]))
    questions = (await evening.seen(tickets["host"]))["view"]["questions"]
    rejected, merged = {2, 4}, {5}
    stand = ["rejected" if nth in rejected else "merged" if nth in merged else "open" for nth in range(len(ids))]
    assert [questions[each]["status"] for each in ids] == stand
    for reason in (OFF_TOPIC, "Ask it without the name."):
        assert reason in await desk.ana.content()
        assert reason not in await desk.ben.content() + json.dumps(await known(desk.ben))


@pytest.mark.soak
async def test_two_hundred_are_cleared_with_a_thumb(crew: Crew, program: Program) -> None:
    """One command each, the page stays, and so does the button under the thumb."""
    evening = await program.open()
    await evening.do(evening.host, "agenda.start")
    await evening.do(evening.host, "qa_queue.set_moderation", on=True)
    ana = await evening.join("Ana", "r1")
    await asyncio.gather(*(evening.asked(ana, _distinct(nth)) for nth in range(MANY)))
    phone = await crew.open("/", phone=True)
    sent, loaded = _counted(phone)
    await crew.go(phone, f"/moderate/{evening.id}?k={evening.tickets['moderator']}")
    await sees(phone, f"{MANY} wait")
    await _approve(phone).scroll_into_view_if_needed()
    await phone.evaluate(WATCH_TAPS)
    box = await _approve(phone).bounding_box()
    assert box is not None
    thumb, loads = await Thumb.on(phone), len(loaded)
    for nth in range(1, MANY + 1):
        await thumb.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        await becomes(phone, READY, nth)
    await sees(phone, "Nothing waits.")
    assert sent == ["qa_queue.approve"] * MANY
    assert len(loaded) == loads
    assert len(await phone.evaluate("[...window.places]")) == 1, "something moved"
    taps = await phone.evaluate("window.taps")
    middle, longest = statistics.median(taps), max(taps)
    sys.stdout.write(
        f"\nFrom the tap to the next question, {len(taps)} times: median {middle:.0f} ms, longest {longest:.0f} ms\n"
    )


def _counted(page: Page) -> tuple[list[str], list[str]]:
    """The names of the commands the page sends, and the addresses of pages it loads, as they come."""
    sent: list[str] = []
    loaded: list[str] = []

    def frame(text: str | bytes) -> None:
        if str(text).startswith("42"):
            sent.append(json.loads(str(text)[str(text).index("[") :])[0])

    def opened(line: WebSocket) -> None:
        line.on("framesent", frame)

    def asked(request: Request) -> None:
        if request.is_navigation_request():
            loaded.append(request.url)

    page.on("websocket", opened)
    page.on("request", asked)
    return sent, loaded


def _distinct(nth: int) -> str:
    """Long and short ones, none like another."""
    return (
        f"{nth} "
        + " ".join(f"{'abcdefghij'[(nth * step) % 10]}{(nth * 7919 * step) % 9973}" for step in range(1, 3 + nth % 61))
        + "?"
    )


async def _stands(page: Page, nth: int) -> None:
    """This one of the twelve lies on the desk."""
    await expect(page.locator(".review__text")).to_have_text(f"A-{nth} {ASKED[nth - 1]}")


async def _has_been_read(page: Page) -> None:
    """What somebody else's decision has put there is not decided on before it can have been read."""
    await page.clock.run_for(1000)


def _card(page: Page) -> Locator:
    return page.locator(".review__card")


def _approve(page: Page) -> Locator:
    return page.locator("[data-does=approve]")
