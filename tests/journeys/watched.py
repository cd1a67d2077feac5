"""A finished evening that somebody watches later, on a server of its own whose clock a test moves."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.async_api import Browser, Locator, Page

from orchestrator import app
from orchestrator.rehearsal.tape import record
from tests.fakes import FakeClock
from tests.journeys.crew import Crew, becomes
from tests.server.program import Evening
from tests.server.serving import Server, serving

SECOND = 1_000
NEAR = 0.3  # s
ASKED, ALSO_ASKED = "What may I say after a visit?", "Who decides?"


class Watched(NamedTuple):
    """In the recording B-1 is asked at 20 s and answered at 30 s, A-1 asked at 40 s and answered at 50 s. ``called``: when, UTC
    ms, by number. The first second was recorded at ``began``. ``ana``: a ticket of room A."""

    evening: Evening
    path: str
    crew: Crew
    clock: FakeClock
    began: int
    called: dict[str, int]
    ana: str


@asynccontextmanager
async def watched(browser: Browser, folder: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Watched]:
    clock = FakeClock()

    class Given:
        def __new__(cls) -> FakeClock:  # type: ignore[misc]
            return clock

    monkeypatch.setattr(app, "SystemClock", Given)
    media = folder / "media"
    media.mkdir()
    async with serving(folder / "log.db", media_dir=str(media)) as server:
        evening, began, called, ana = await _held(server, clock, media)
        crew = Crew(browser, server.url)
        yield Watched(evening, f"/watch/{evening.id}?k={evening.tickets['watch']}", crew, clock, began, called, ana)
        for context in browser.contexts:
            await context.close()
        assert crew.faults == [], crew.faults


async def _held(server: Server, clock: FakeClock, media: Path) -> tuple[Evening, int, dict[str, int], str]:
    """The recording of everybody and that of a room play in the page; that of the other room is on another site."""
    evening = await server.program.open()
    ana, ben = await evening.join("Ana", "r1"), await evening.join("Ben", "r2")
    await evening.do(evening.host, "agenda.start")
    asked = {"A-1": await evening.asked(ana, ASKED), "B-1": await evening.asked(ben, ALSO_ASKED)}
    for _ in range(2):
        clock.advance(60 * SECOND)
        phase = (await evening.seen(evening.host))["view"]["session"]["phase_id"]
        await evening.do(evening.host, "agenda.advance", from_phase=phase)
    began = clock.now() + 5 * SECOND
    clock.advance(15 * SECOND)
    called = {}
    for number in ("B-1", "A-1"):
        clock.advance(10 * SECOND)
        called[number] = clock.now()
        await evening.do(evening.host, "panel.call", question_id=asked[number])
        clock.advance(10 * SECOND)
        await evening.do(evening.host, "panel.answer", question_id=asked[number], text="It depends.")
    clock.advance(30 * SECOND)
    for name in ("plenary", "room-a"):
        await asyncio.to_thread(record, media / evening.id / f"{name}.wav", 60 * SECOND, 1)
    known = {"started_at": began, "duration": 60 * SECOND}
    await evening.do(evening.host, "recordings.link", url=f"/media/{evening.id}/plenary.wav", **known)
    await evening.do(evening.host, "recordings.link", url=f"/media/{evening.id}/room-a.wav", room_id="r1", visibility="public")
    await evening.do(evening.host, "recordings.link", url="https://video.example.org/b", room_id="r2", visibility="public")
    await evening.do(evening.host, "session.finish")
    return evening, began, called, ana.ticket


def player(page: Page) -> Locator:
    return page.locator("#player")


async def stands(page: Page) -> float:
    """Where the player stands (s) once it knows its recording and has come to rest."""
    await becomes(
        page, "() => { const p = document.querySelector('#player'); return p.readyState > 0 && !p.seeking && p.paused; }"
    )
    return float(await player(page).evaluate("(player) => player.currentTime"))


async def goes_to(page: Page, seconds: float) -> None:
    await player(page).evaluate("(player, seconds) => { player.currentTime = seconds; }", seconds)
