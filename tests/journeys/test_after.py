"""After the evening, for those who were there: recordings put in order, answers written, what to keep, and what to forget."""

import asyncio
import re

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from tests.journeys.axe import faults
from tests.journeys.crew import Crew, button, confirm, fits, press, question, says, sees
from tests.journeys.staged import ASKED, Staged
from tests.server.program import Program

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

UNFOLD = "document.querySelectorAll('details').forEach((fold) => { fold.open = true; })"
CAPTIONS = "1\n00:00:01,000 --> 00:00:04,000\nWelcome back from your rooms.\n"
TITLE = "An evening of dilemmas"
PLENARY = "the recording of the plenary"


@pytest_asyncio.fixture(loop_scope="session")
async def over(program: Program) -> Staged:
    """A finished evening: A-1 answered, A-2 and B-1 owed by the host, one recording of the plenary."""
    staged = await Staged.opened(program)
    async for _ in staged.moments():
        pass
    return staged


async def _host(crew: Crew, over: Staged, *, phone: bool = False) -> Page:
    page = await crew.open(over.paths["host"], phone=phone)
    await sees(page, "What is left to do")
    return page


async def test_a_recording_is_changed_corrected_removed_and_brought_back(crew: Crew, over: Staged) -> None:
    host = await _host(crew, over)
    await sees(host, "Nobody has checked the seconds of the plenary.", "beginning as typed, not checked yet")
    await press(host, f"Change: {PLENARY}")
    form = host.locator("#recordings .recordings form")
    await form.get_by_label("Length").fill("1:30:00")
    await form.get_by_label("Who may see it").select_option("everybody who was there")
    await press(form, "Save")
    await sees(host, "1 h 30 min", "For everybody who was there.")
    view = (await over.evening.seen(over.evening.host))["view"]
    (recording,), at = view["recordings"], view["questions"][over.asked[0]]["on_air_at"]
    await over.evening.do(over.evening.host, "recordings.anchor", recording_id=recording, at=at, offset=61_000)
    await sees(host, re.compile(r"A-1 is heard at 1:01, .* later than its times say\."), "seconds set at 1 place")
    await expect(says(host, "Nobody has checked")).to_have_count(0)
    await press(host, "Drop the second of A-1")
    await sees(host, "The second of A-1 is dropped.")
    await press(host, "Undo")
    await sees(host, "seconds set at 1 place")
    await press(host, f"Remove: {PLENARY}")
    await press(host, "Bring back https://video.example.org/panel")
    await expect(host.locator("#recordings-of-plenary")).to_be_focused()
    await sees(host, "seconds set at 1 place", "1 h 30 min")


async def test_pauses_and_the_clock_are_typed(crew: Crew, over: Staged) -> None:
    host = await _host(crew, over, phone=True)
    await press(host, f"Pauses: {PLENARY}")
    began = await host.evaluate("new Date().toTimeString().slice(0, 8)")
    hour, minute, _ = map(int, began.split(":"))
    times = [f"{(hour + (minute + more) // 60) % 24:02}:{(minute + more) % 60:02}:00" for more in (5, 10)]
    await host.get_by_label("Paused at, pause 1").fill(times[0])
    await host.get_by_label("Went on at, pause 1").fill(times[1])
    await fits(host)
    await press(host, "Save the pauses")
    await expect(button(host, "Save the pauses")).to_have_count(0)
    (recording,) = (await over.evening.seen(over.evening.host))["view"]["recordings"].values()
    assert len(recording["pieces"]) == 2
    await says(host, "The recorder’s clock").click()
    await host.get_by_label(re.compile("was, in seconds")).fill("3")
    await press(host, "Save the clock")
    await expect(button(host, "Save the clock")).to_have_attribute("aria-busy", "false")
    (shifted,) = (await over.evening.seen(over.evening.host))["view"]["recordings"].values()
    assert shifted["pieces"][0]["wall_start"] == recording["pieces"][0]["wall_start"] - 3000


async def test_captions_are_added_and_deleted(crew: Crew, over: Staged) -> None:
    host = await _host(crew, over)
    await press(host, f"Add captions: {PLENARY}")
    file = host.get_by_label("Captions", exact=False).and_(host.locator("input[type=file]"))
    await file.set_input_files({"name": "panel.srt", "mimeType": "text/plain", "buffer": b"no captions at all"})
    await press(host, "Add the captions")
    await sees(host, re.compile(r"Line \d"))
    crew.forgive(re.compile("status of 400"))
    await file.set_input_files({"name": "panel.srt", "mimeType": "text/plain", "buffer": CAPTIONS.encode()})
    await host.get_by_role("combobox", name="Language").fill("Deutsch")
    await press(host, "Add the captions")
    await sees(host, "Captions in German", "1 line")
    await confirm(host, "Delete", "Delete")
    await expect(says(host, "Captions in German")).to_have_count(0)


async def test_everything_to_keep_is_there(crew: Crew, over: Staged) -> None:
    host = await _host(crew, over)
    await host.evaluate(UNFOLD)
    ana = await crew.open(over.paths["representative"], phone=True)
    await ana.evaluate(UNFOLD)
    for page, place in ((host, "#downloads"), (host, "#recordings"), (ana, ".later, .folds")):
        links = await page.locator(f":is({place}) a").evaluate_all("(links) => links.map((link) => link.getAttribute('href'))")
        own = [link for link in links if link.startswith("/") and "youtube" not in link]
        assert own
        replies = [await page.context.request.get(crew.url + link) for link in own]
        assert {reply.url: reply.status for reply in replies if reply.status != 200} == {}


async def test_an_answer_in_writing_reaches_the_room_that_asked(crew: Crew, over: Staged) -> None:
    eva = await crew.open(over.paths["panel"])
    cleo = await crew.open(f"/s/{over.evening.id}?k={over.people['Cleo'].ticket}", phone=True)
    await press(question(eva, ASKED[2]), "Write the answer: B-1")
    await eva.get_by_label(re.compile("^The answer to B-1")).fill("Whoever has to live with it.")
    await press(eva, "Save the answer")
    await sees(cleo, "Answers that came in writing", "Whoever has to live with it.")
    await expect(cleo.locator(".written__new")).to_have_text("New")
    await press(eva, "Change the answer to A-1")
    await eva.get_by_label(re.compile("^The answer to A-1")).fill("Ask first what they saw.")
    await press(eva, "Save the answer")
    await sees(cleo, "Ask first what they saw.")


async def test_moderator_and_host_correct_words_and_keep_the_earlier_ones(crew: Crew, over: Staged) -> None:
    moderator, host = await crew.open(over.paths["moderate"]), await _host(crew, over)
    await press(moderator, "Correct the words of A-1")
    await moderator.get_by_label("Change the words of A-1").fill("What may I say after visiting?")
    await press(moderator, "Save")
    await sees(moderator, "1 earlier wording")
    await press(host, "Correct the words of B-1")
    await host.get_by_label("Change the words of B-1").fill("Who has decided?")
    await press(host.locator("#promises"), "Save")
    await sees(moderator, "Who has decided?")
    ben = await crew.open(over.paths["participant"], phone=True)
    await sees(ben, "What may I say after visiting?", "Who has decided?")


async def test_a_session_that_ended_by_a_slip_goes_on(crew: Crew, over: Staged) -> None:
    host, ben = await _host(crew, over), await crew.open(over.paths["participant"], phone=True)
    await confirm(host, "Reopen the session", "Reopen")
    await sees(host, "Needed from you")
    await expect(ben.locator(".now__phase")).to_have_text("Panel")


async def test_how_long_it_is_kept_is_told_to_everybody(crew: Crew, over: Staged) -> None:
    host, ben = await _host(crew, over), await crew.open(over.paths["participant"], phone=True)
    await sees(host, "Say how long names and questions are kept.")
    await host.get_by_label("Days after the end").fill("30")
    await host.get_by_role("combobox", name="Then").select_option("Delete everything")
    await press(host.locator("#keep"), "Save")
    await expect(says(host, "Say how long names and questions are kept.")).to_have_count(0)
    await expect(host.locator("#keep")).to_contain_text(re.compile(r"On \d+ \w+ \d{4} everything is deleted"))
    await says(ben, "What is stored of me").click()
    await sees(ben, re.compile(r"On \d+ \w+ \d{4} everything is deleted"))


async def test_one_person_is_forgotten_and_the_others_go_on(crew: Crew, over: Staged) -> None:
    host, ana, ben = await asyncio.gather(
        _host(crew, over), crew.open(over.paths["representative"], phone=True), crew.open(over.paths["participant"], phone=True)
    )
    await host.locator("summary").filter(has_text="Mentoring").locator("visible=true").click()
    await press(host, "Stored data of Ana")
    await says(host, "Forget Ana").click()
    await host.get_by_label("To confirm, type “Ana”").fill("ana")
    await press(host, "Forget Ana")
    await expect(says(host, "Stored data of Ana")).to_have_count(0)
    await expect(question(ben, "A-1").first).to_contain_text("[removed]")
    await sees(ana, "Your data was removed, or your link was taken back.")
    await expect(ana.locator("main")).not_to_contain_text(TITLE)
    await expect(host.locator("#rooms-title")).to_be_focused()
    stored = await over.evening.program.get(over.evening.path, over.evening.host)
    assert "Ana" not in stored.text
    assert ASKED[0] not in stored.text


async def test_all_names_are_forgotten(crew: Crew, over: Staged) -> None:
    host = await _host(crew, over)
    await says(host, "Forget all names now").click()
    await confirm(host, "Forget all names", "Forget them")
    await sees(host, "The names are forgotten.")
    await expect(host.locator("#keep-title")).to_be_focused()
    await sees(host.locator("#queue"), ASKED[2])
    assert "Cleo" not in (await over.evening.program.get(over.evening.path, over.evening.host)).text


async def test_a_deleted_session_is_gone_from_every_page(crew: Crew, over: Staged) -> None:
    host, ben = await _host(crew, over), await crew.open(over.paths["participant"], phone=True)
    await says(host, "Delete this session").click()
    await host.get_by_label("To confirm, type the title of the session").fill("Another evening")
    await press(host, "Delete the session")
    await sees(host, "That is not the title.")
    await host.get_by_label("To confirm, type the title of the session").fill(TITLE)
    await press(host, "Delete the session")
    for page in (host, ben):
        await sees(page, "This session is deleted")
        await expect(page.locator("main")).not_to_contain_text(TITLE)
    assert (await over.evening.program.get(over.evening.path, over.evening.host)).code == "session.unknown"


@pytest.mark.soak
@pytest.mark.parametrize("phone", [True, False])
async def test_everything_open_fits_and_axe_finds_nothing(crew: Crew, over: Staged, phone: bool) -> None:
    await over.evening.do(over.evening.host, "recordings.link", url="https://video.example.org/a", room_id="r1")
    host = await _host(crew, over, phone=phone)
    await host.evaluate(UNFOLD)
    await press(host, f"Pauses: {PLENARY}")
    await press(host, "Change: the recording of room A")
    await press(host, "Stored data of Ben")
    await host.evaluate(UNFOLD)
    await fits(host)
    found = await faults(host)
    await press(host, f"Add captions: {PLENARY}")
    found += await faults(host)
    for name in ("participant", "panel", "moderate"):
        page = await crew.open(over.paths[name], phone=phone)
        await page.evaluate(UNFOLD)
        await fits(page)
        found += await faults(page)
    assert not found, "\n".join(found)
