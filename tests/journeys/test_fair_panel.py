"""Three rooms before the panel: nearly the same question is supported, not asked twice; every turn is seen, and said why."""

import asyncio
import re
from typing import Any, NamedTuple

import pytest
from playwright.async_api import Locator, Page, expect

from tests.journeys.crew import Crew, button, confirm, fits, is_up_to_date, press, question, says, sees
from tests.journeys.lines import News, held
from tests.journeys.serving import Service
from tests.server.program import Evening, Person, Program

pytestmark = [pytest.mark.browser, pytest.mark.soak, pytest.mark.asyncio(loop_scope="session")]

ROOMS = [{"theme": theme} for theme in ("Mentoring", "Networks", "Assessment")]
TELL = "May I tell the teacher what I saw in the lesson?"
NEARLY = "May I tell a teacher what I have seen in a lesson?"
BEGIN, BETTER = "How to begin?", "How do I begin a talk about a lesson that went wrong?"
OTHERS = (("Cleo", "Whom do we keep in the network?"), ("Cleo", "Who pays for the travel?"))
OTHERS += (("Dan", "Can pupils choose the criteria?"), ("Dan", "When is a mark fair?"))
DUE, DUE_MS = "2080-05-01", 3481851540000  # the end of that day in Bogota
WHY, ANSWER = "Ben has to leave early.", "The ministry pays, until the summer."


@pytest.fixture
def service(hasty: Service) -> Service:
    """Who closes a page is missed after a second."""
    return hasty


class Seats(NamedTuple):
    ana: Page  # speaks for room A
    ben: Page  # her deputy
    cleo: Page  # speaks for room B, which has no deputy
    dan: Page  # speaks for room C
    eva: Page  # sits on the panel
    finn: Page  # too
    host: Page
    second: Page  # another host
    stage: Page

    @property
    def rooms(self) -> tuple[Page, ...]:
        return self.ana, self.ben, self.cleo, self.dan


async def test_a_panel_where_every_room_has_its_turn(crew: Crew, program: Program) -> None:
    evening, people = await _opened(program)
    seats, news = await _seated(crew, evening, people)
    await _the_same_is_not_asked_twice(seats)
    await _ana_puts_it_into_words_and_order(seats)
    await _everybody_reads_in_an_order_of_their_own(seats, evening, people)
    await _the_first_turn(seats, evening)
    seats = await _who_is_gone_is_held_or_stood_in_for(crew, seats, evening, people)
    await _called_out_of_turn(seats)
    await _two_hosts_move(seats, evening, news)
    await _promised_and_written(seats, evening)
    await _everybody_knows_the_same(seats, evening, people)


async def _opened(program: Program) -> tuple[Evening, dict[str, Person]]:
    evening = await program.open(rooms=ROOMS)
    people = {
        name: await evening.join(name, room) for name, room in (("Ana", "r1"), ("Ben", "r1"), ("Cleo", "r2"), ("Dan", "r3"))
    }
    await evening.do(evening.host, "agenda.start")
    for each in people.values():
        await evening.do(each.ticket, "rooms.volunteer")
    for name in ("Eva", "Finn"):
        people[name] = await evening.named("panel", name)
    return evening, people


async def _seated(crew: Crew, evening: Evening, people: dict[str, Person]) -> tuple[Seats, News]:
    await evening.made(people["Ana"].ticket, "qa_queue.draft", text=TELL)
    opening = [crew.open(_page_of(evening, people[name]), phone=True) for name in ("Ana", "Ben", "Cleo", "Dan")]
    opening += [crew.open(f"/panel/{evening.id}?k={people[name].ticket}") for name in ("Eva", "Finn")]
    host, stage = f"/host/{evening.id}?k={evening.host}", f"/stage/{evening.id}?k={evening.tickets['stage']}"
    opening += [crew.open(host), crew.open("/"), crew.open(stage)]
    seats = Seats(*[await page for page in opening])  # one after the other: so many at once take long to load
    news = await News.of(seats.second)
    await crew.go(seats.second, host)
    return seats, news


async def _the_same_is_not_asked_twice(seats: Seats) -> None:
    """While Ben types, what Ana has asked stands below; he supports that and asks something else."""
    field = seats.ben.get_by_label("Your question")
    await field.press_sequentially(NEARLY)
    near = seats.ben.locator(".near__one").filter(has_text=TELL)
    await sees(near, "Nearly the same in your room")
    await expect(field).to_be_focused()
    await press(near, "Support this draft, 0 votes")
    await expect(button(question(seats.ana, TELL), "Support this draft, 1 vote")).to_be_visible()
    await field.fill(BEGIN)
    await expect(near).to_have_count(0)
    await press(seats.ben, "Add to our drafts")


async def _ana_puts_it_into_words_and_order(seats: Seats) -> None:
    """Better words for what Ben has written, which stays his."""
    ana = seats.ana
    await press(ana, f"Edit: {BEGIN}")
    await ana.get_by_label("Change the words").fill(BETTER)
    await press(ana, "Save")
    await expect(question(ana, BETTER)).to_contain_text("Ben")
    await says(ana, "1 earlier wording").click()
    await expect(ana.locator(".wordings")).to_contain_text(re.compile(f"{re.escape(BEGIN)}.*changed by Ana", re.DOTALL))
    for text in (TELL, BETTER):
        await press(ana, f"Submit: {text}")
    await press(ana, "Earlier: A-2")
    await expect(ana.locator(".desk li").first).to_contain_text(BETTER)


async def _everybody_reads_in_an_order_of_their_own(seats: Seats, evening: Evening, people: dict[str, Person]) -> None:
    asked = [await evening.asked(people[name], text) for name, text in OTHERS]
    await evening.do(evening.host, "agenda.advance", from_phase="ph1")
    for page in seats.rooms:
        await sees(page, "Questions from all rooms", re.compile(r"You have seen (\d of|all) 6\."))
        await expect(_items(page)).to_have_count(6)
    orders = [await _order(page) for page in seats.rooms]
    assert len({tuple(order) for order in orders}) > 1
    await seats.ben.reload()
    await expect(_items(seats.ben)).to_have_count(6)
    assert await _order(seats.ben) == orders[1]
    better = await question(seats.cleo, BETTER).locator("xpath=..").get_attribute("data-id")
    for name, wanted in (("Cleo", better), ("Dan", better), ("Dan", asked[0])):
        await evening.do(people[name].ticket, "qa_queue.cast_vote", question_id=wanted)
    await sees(question(seats.ana, BETTER), "2")


async def _the_first_turn(seats: Seats, evening: Evening) -> None:
    """Everybody knows who is on, who is next, and how long the others wait."""
    await evening.do(evening.host, "agenda.advance", from_phase="ph2")
    await confirm(seats.host, "Hand over to the panel", "Hand over")
    await expect(_waiting(seats.host, BETTER)).to_contain_text("Round 1 for room A. Supported by 2 people of 2 other rooms.")
    await press(seats.eva, "I will answer A-2")
    await press(seats.host, "Call next: A-2")
    await sees(seats.ana, "You are on. Ask your question now.", "Eva will answer.")
    await sees(seats.cleo, "You are next.")
    await sees(seats.dan, "Your next question stands at place 2.", re.compile(r"In about \d+ minutes?\."))
    air = seats.stage.locator(".on-air")
    for words in (BETTER, "Ana", "A · Mentoring", "Eva answers", "Next: B-1", "Cleo", "left for this question"):
        await expect(air).to_contain_text(words)
    await press(seats.host, "Follow-up")
    await sees(seats.ana, "You are on, with a follow-up.")
    await expect(air).to_contain_text("On air: a follow-up")
    await press(seats.eva, "Answered")
    await sees(seats.stage, "No question is on air.")


async def _who_is_gone_is_held_or_stood_in_for(crew: Crew, seats: Seats, evening: Evening, people: dict[str, Person]) -> Seats:
    """Cleo and Ana lose their phones. Room C comes before B then; for A the deputy speaks. What is skipped comes later."""
    await asyncio.gather(seats.cleo.context.close(), seats.ana.context.close())
    await sees(seats.ben, "You are the deputy. The representative is away: you speak now.")
    await expect(_waiting(seats.host, OTHERS[0][1])).to_contain_text("Held, as nobody who speaks for room B is here.")
    await expect(_waiting(seats.host, TELL)).to_contain_text("Ben · A · Mentoring")
    await sees(seats.dan, "You are next.")
    await press(seats.host, "Call next: C-1")
    await sees(seats.dan, "You are on.")
    cleo = await crew.open(_page_of(evening, people["Cleo"]), phone=True)
    await expect(_waiting(seats.host, OTHERS[0][1])).not_to_contain_text("Held")  # they have noticed that she is back
    await press(seats.host, "Skip for now")
    await sees(cleo, "You are next.")
    await sees(seats.dan, re.compile(r"Your next question stands at place \d"))
    return seats._replace(cleo=cleo)


async def _called_out_of_turn(seats: Seats) -> None:
    """It is another room's turn; everybody reads that, and why."""
    await _menu(seats.host, "A-1")
    place = seats.host.get_by_role("group", name="A-1 out of its turn")
    await place.get_by_label("Why out of its turn").fill(WHY)
    await press(place, "Call A-1 now")
    await sees(seats.ben, "You are on. Ask your question now.")
    for page in (seats.cleo, seats.dan, seats.eva, seats.finn, seats.host, seats.stage):
        await expect(page.locator(".on-air")).to_contain_text(f"The host called it out of order: {WHY}")
    await press(seats.host, "Answered")
    await sees(seats.cleo, "You are next.")


async def _two_hosts_move(seats: Seats, evening: Evening, news: News) -> None:
    """The second has not heard of the first, is refused in words, and reads the order as it is."""
    host, second = seats.host, seats.second
    before = await _ranked(evening)
    for page in (host, second):
        await expect(_articles(page).locator(".question__number")).to_have_text(before)
    last, middle = before[-1], before[-2]
    for page, number in ((host, last), (second, middle)):
        await _menu(page, number)
    async with held(news):
        await press(host, f"Earlier: {last}")
        await expect(_waiting(host, last)).to_contain_text("The host moved it here.")
        await press(second, f"Earlier: {middle}")
        now = await _ranked(evening)
        listed = f"{', '.join(now[:-1])} and {now[-1]}"
        await sees(second, f"The order has changed meanwhile. Look at it and move again. Now it is {listed}.")
    for page in (host, second):
        await expect(_articles(page)).to_contain_text(now)
    await expect(_row(seats.cleo, last)).to_contain_text("The host moved it here.")


async def _promised_and_written(seats: Seats, evening: Evening) -> None:
    """The panelist promises on air and writes after the end; the room that asked reads it first of all, and the log has it."""
    await press(seats.host, "Call next: B-1")
    await sees(seats.cleo, "You are on.")
    await press(seats.eva, "Promise")
    await expect(seats.eva.get_by_label("Who will answer")).to_have_value("Eva")
    await seats.eva.get_by_label("Until").fill(DUE)
    await press(seats.eva, "Promise the answer")
    await sees(seats.host, "B-1 is promised.")
    await confirm(seats.host, "Finish", "Finish")
    await press(seats.eva, "Write the answer: B-1")
    await seats.eva.get_by_label("The answer to B-1").fill(ANSWER)
    await press(seats.eva, "Save the answer")
    await sees(seats.cleo, "Answers that came in writing")
    await expect(seats.cleo.get_by_role("article").first).to_contain_text(ANSWER)
    await expect(seats.cleo.get_by_role("article").first).to_contain_text("Answered in writing by Eva")
    log = (await evening.program.get(f"{evening.path}/question-log.json", evening.host)).json["questions"]
    (entry,) = (each for each in log if each["number"] == "B-1")
    assert (entry["answer"], entry["status"]) == (ANSWER, "answered")
    assert (entry["owner"], entry["due_at"]) == ("Eva", DUE_MS)


async def _everybody_knows_the_same(seats: Seats, evening: Evening, people: dict[str, Person]) -> None:
    tickets = [*(people[name].ticket for name in ("Ben", "Cleo", "Dan", "Eva", "Finn")), evening.host, evening.host]
    for page, ticket in zip(seats[1:], [*tickets, evening.tickets["stage"]], strict=True):
        await is_up_to_date(page, await evening.seen(ticket))
    for page in (seats.ben, seats.cleo, seats.dan):
        await fits(page)


async def test_a_show_of_hands_counts_everybody_in_the_room(crew: Crew, program: Program) -> None:
    evening = await program.open()
    ana, ben = await evening.join("Ana", "r1"), await evening.join("Ben", "r2")
    await evening.do(evening.host, "agenda.start")
    await evening.asked(ben, TELL)
    await evening.do(evening.host, "agenda.advance", from_phase="ph1")
    paths = (_page_of(evening, ana), _page_of(evening, ben), f"/host/{evening.id}?k={evening.host}")
    shapes: tuple[dict[str, Any], ...] = ({"phone": True}, {"phone": True}, {})
    group, other, host = await asyncio.gather(*(crew.open(path, **how) for path, how in zip(paths, shapes, strict=True)))
    await button(other, "Support B-1, 0 votes").tap()
    await host.locator("#room-r1 > summary").click()
    await host.get_by_label("What to do with Ana").select_option("Set the size of a group…")
    await host.get_by_label("People at the device of Ana").fill("18")
    await press(host.locator(".group-field"), "Save")
    await sees(host, "stands for 18 people")
    await sees(group, "This device stands for 18 people in one place.")
    await group.get_by_label("How many hands for B-1?").fill("11")
    await button(group, "One hand more: B-1").tap()
    await button(group.get_by_role("group", name="Hands for B-1"), "Save").tap()
    await sees(group, "12 of your 18 · 13 votes")
    await expect(button(other, "Support B-1, 13 votes")).to_be_visible()
    await expect(_waiting(host, TELL)).to_contain_text("13 votes")


def _page_of(evening: Evening, person: Person) -> str:
    return f"/s/{evening.id}?k={person.ticket}"


def _items(page: Page) -> Locator:
    return page.locator(".questions li[data-id]")


async def _order(page: Page) -> list[str]:
    return list(await _items(page).evaluate_all("(items) => items.map((one) => one.dataset.id)"))


def _articles(host: Page) -> Locator:
    return host.locator("#queue article.waits")


def _waiting(host: Page, words: str) -> Locator:
    """In the host's queue, by number or words."""
    return _articles(host).filter(has_text=words)


async def _ranked(evening: Evening) -> list[str]:
    """The numbers of what waits, in order."""
    questions = (await evening.seen(evening.host))["view"]["questions"].values()
    waiting = sorted((each for each in questions if each["status"] == "open"), key=lambda each: int(each["rank"]))
    return [str(each["number"]) for each in waiting]


def _row(page: Page, words: str) -> Locator:
    return _items(page).filter(has_text=words)


async def _menu(host: Page, number: str) -> None:
    await _waiting(host, number).locator(".waits__menu > summary").click()
