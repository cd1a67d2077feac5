"""Every page in every phase of an evening whose people write the worst: all is shown as text, and all of it fits."""

import asyncio
import re

import pytest
from playwright.async_api import Page, expect

from tests.journeys.crew import DESK, PHONE, Crew, confirm, fits, press, question, says, sees
from tests.server.program import Evening, Program

pytestmark = [pytest.mark.browser, pytest.mark.soak, pytest.mark.asyncio(loop_scope="session")]

IMAGE = "<img src=x onerror=\"document.title='run'\">"
SCRIPT = "</script><script>document.title='run'</script>{{7*7}}${1}"
LONG = "Donaudampfschifffahrtsgesellschaftskapitänswitwenrentenauszahlungsstelle" * 6
RTL = "\u202eevil\u202c كيف أقدّم ملاحظات صادقة لزميلي 3-10؟"
NAMES = ("<b>Eve</b><img src=x onerror=1>", "W" * 40, "\u202eليلى حدّاد")
PAGES = ("host", "moderate", "panel", "stage")


async def test_every_page_in_every_phase_shows_hostile_texts_as_texts_and_fits(crew: Crew, program: Program) -> None:
    evening = await program.open(
        title=IMAGE,
        rooms=[{"theme": IMAGE[:80], "prompt": SCRIPT + " " + LONG}, {"theme": "W" * 80}],
        agenda=[
            {"kind": "plenary", "title": "<i>All</i> together", "minutes": 5},
            {"kind": "breakout", "title": "W" * 80, "minutes": 45},
            {"kind": "break", "title": "Break", "minutes": 15},
            {"kind": "panel", "title": "Panel", "minutes": 60},
            {"kind": "wrap_up", "title": "Wrap-up", "minutes": 5},
        ],
    )
    people = [await evening.join(name, room) for name, room in zip(NAMES, ("r1", "r1", "r2"), strict=True)]
    entrance = await crew.open("/", phone=True)
    ways_in = [*_links(evening), *(("s", person.ticket) for person in people[1:])]
    pages = await asyncio.gather(*(crew.open(f"/{page}/{evening.id}?k={ticket}", phone=True) for page, ticket in ways_in))
    for path in (f"/join/{evening.join_code}", "/"):
        await _harmless(entrance)
        await crew.go(entrance, path)

    async def look(phase: str) -> None:
        for page in pages:
            await expect(page.locator("body")).to_have_attribute("data-kind", phase)
        await asyncio.gather(*map(_harmless, pages))

    await look("none")
    await evening.do(evening.host, "agenda.start")
    await look("plenary")
    await _next(evening)
    asked = await _written(evening, people)
    await look("breakout")
    await sees(pages[-2], IMAGE)
    await _next(evening)
    await look("break")
    await _next(evening)
    await evening.do(evening.host, "qa_queue.hand_over")
    await evening.do(evening.host, "panel.call", question_id=asked[0])
    await look("panel")
    await _on_a_desk(*pages)
    await evening.do(evening.host, "panel.answer", question_id=asked[0], text=SCRIPT + LONG)
    await evening.do(evening.host, "panel.call", question_id=asked[1])
    await _next(evening)
    await look("wrap_up")
    await evening.do(evening.host, "recordings.link", url=f"https://example.org/{'w' * 300}?<img>=%22".replace("<img>", "img"))
    await evening.do(evening.host, "session.finish")
    await look("none")
    watch = await crew.another_tab(entrance, f"/watch/{evening.id}?k={evening.tickets['watch']}")
    await _harmless(watch)
    await expect(question(watch, "A-1")).to_contain_text(SCRIPT)
    for page in pages:
        await page.reload()
    await asyncio.gather(*map(_harmless, pages))
    await _on_a_desk(*pages, entrance, watch)


async def test_without_scripts_the_live_pages_tell_where_the_evening_stands(crew: Crew, program: Program) -> None:
    evening = await program.open()
    ana = await evening.join("Ana", "r1")
    await evening.do(evening.host, "agenda.start")
    await evening.asked(ana, "Why?")
    page = await crew.open("/", phone=True, java_script_enabled=False)
    for path, ticket in (*_links(evening), ("s", ana.ticket)):
        await crew.go(page, f"/{path}/{evening.id}?k={ticket}")
        await sees(page, "In your rooms", re.compile(r"until \d\d:\d\d"), "A-1")


async def test_a_way_in_that_does_not_work_says_what_to_do(crew: Crew, program: Program) -> None:
    evening = await program.open()
    page = await crew.open("/", phone=True)
    for path, words in (
        ("/join/AAAAAAAA", "This join code does not work"),
        (f"/host/{evening.id}", "You need a way in"),
        (f"/s/{evening.id}?k=wrong", "You need a way in"),
        ("/watch/s00000000000000000000", "There is nothing here"),
        ("/nowhere", "There is nothing here"),
    ):
        await crew.go(page, path)
        await sees(page, words)
        await fits(page)
        assert await page.get_by_role("button").or_(page.get_by_role("link")).count() >= 2, "a next step, and the skip link"
    crew.forgive(re.compile(r"status of (401|403|404)"))


async def test_a_name_that_is_too_long_is_refused_in_words_and_stays_in_the_field(crew: Crew, program: Program) -> None:
    evening = await program.open()
    page = await crew.open(f"/join/{evening.join_code}", phone=True)
    await page.get_by_label("Your name").fill("A" * 41)
    await page.get_by_label("Assessment").check()
    await press(page, "Join")
    await sees(page, "Your name must be text of 1 to 40 characters")
    await expect(page.get_by_label("Your name")).to_have_value("A" * 41)
    await expect(page.get_by_label("Assessment")).to_be_checked()
    crew.forgive(re.compile(r"status of 400"))


async def test_what_is_wrong_on_the_start_page_is_said_in_the_words_of_the_form(crew: Crew) -> None:
    page = await crew.open("/")
    await page.get_by_label("Title").fill("An evening")
    await page.get_by_label("Themes").fill("Mentoring\n" + "W" * 81)
    await says(page, "Calls and dilemmas").click()
    await page.get_by_label("Call link for everybody").fill("http://meet.example.org")
    await press(page, "Create the session")
    await sees(page, "The theme of room 2 must be text of 1 to 80 characters.")
    await sees(page, "The call link for everybody must be a link that begins with https://.")
    await expect(page.get_by_label("Title")).to_have_value("An evening")
    crew.forgive(re.compile(r"status of 400"))


async def test_a_room_without_a_representative_gets_one_from_the_host(crew: Crew, program: Program) -> None:
    evening = await program.open()
    ana = await evening.join("Ana", "r1")
    host = await crew.open(f"/host/{evening.id}?k={evening.host}")
    theirs = await crew.open(f"/s/{evening.id}?k={ana.ticket}", phone=True)
    await host.get_by_role("link", name="Room A has no representative.").click()
    await host.locator("summary").filter(has_text="Mentoring").click()
    await host.get_by_label("What to do with Ana").select_option("Make representative")
    await sees(theirs, "You speak for this room.")
    await host.get_by_label("What to do with Ana").select_option("Move to B · Assessment")
    await sees(theirs, re.compile("Your room · B.*Assessment"), "Nobody speaks for this room yet.")
    await confirm(host, "Start", "Start")
    await sees(theirs, "In your rooms")


async def test_the_late_viewer_finds_a_question_by_its_words_and_its_room(crew: Crew, program: Program) -> None:
    evening = await program.open()
    ana, ben = await evening.join("Ana", "r1"), await evening.join("Ben", "r2")
    await evening.do(evening.host, "agenda.start")
    await evening.asked(ana, "Comment évaluer sans juger ?")
    await evening.asked(ben, "Who decides?")
    watch = await crew.open(f"/watch/{evening.id}?k={evening.tickets['watch']}", phone=True)
    await watch.get_by_label("Search").fill("EVALUER")
    await sees(watch, "1 of 2 questions")
    await expect(question(watch, "Who decides?")).to_be_hidden()
    await watch.get_by_label("Search").fill("")
    await watch.get_by_label("Room").select_option("B · Assessment")
    await expect(question(watch, "juger")).to_be_hidden()
    await expect(question(watch, "Who decides?")).to_be_visible()


def _links(evening: Evening) -> list[tuple[str, str]]:
    links = {"host": "host", "moderate": "moderator", "panel": "panel", "stage": "stage"}
    return [(page, evening.tickets[links[page]]) for page in PAGES]


async def _written(evening: Evening, people: list) -> list[str]:
    """Drafts, questions and a message; the first room speaks, the second has a deputy only by the host."""
    asked = [await evening.asked(person, text) for person, text in zip(people, (SCRIPT, LONG, RTL), strict=True)]
    await evening.do(people[0].ticket, "rooms.volunteer")
    await evening.do(people[1].ticket, "rooms.volunteer")
    await evening.made(people[0].ticket, "qa_queue.draft", text=IMAGE)
    await evening.made(people[2].ticket, "qa_queue.draft", text=LONG)
    await evening.do(evening.host, "rooms.announce", text=LONG[:240])
    await evening.do(evening.host, "rooms.announce", text=IMAGE)
    return asked


async def _next(evening: Evening) -> None:
    phase = (await evening.seen(evening.host))["view"]["session"]["phase_id"]
    await evening.do(evening.host, "agenda.advance", from_phase=phase)


async def _harmless(page: Page) -> None:
    """Nothing that people wrote became part of the page's own language, and nothing sticks out."""
    assert await page.locator("img:not([src$='.svg']), main script, main i, main b b").count() == 0
    assert await page.title() != "run"
    assert "\u202e" not in await page.content()
    await page.evaluate("document.querySelectorAll('details').forEach((fold) => { fold.open = true; })")
    await fits(page)


async def _on_a_desk(*pages: Page) -> None:
    for page in pages:
        await page.set_viewport_size(DESK["viewport"])
        await fits(page)
        await page.set_viewport_size(PHONE["viewport"])
