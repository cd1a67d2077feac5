"""Takes the pictures of the README and docs: an evening is played on a server of its own, on a clock that is moved by hand.

Everything goes through the API, in the same order with the same times each time. ``--all DIR`` takes every page in every phase,
at 360, 768 and 1280 pixels, by day and by night, into DIR, for looking; ``--pages host,stage`` only those.
"""

import argparse
import asyncio
import shutil
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch

import aiohttp
import socketio
from aiohttp import web
from playwright.async_api import Browser, Page, async_playwright

from orchestrator import app
from orchestrator.evening import Evening, load
from orchestrator.rehearsal import tape
from orchestrator.rehearsal.reception import Admitted, Opened, Reception
from orchestrator.server import codes
from orchestrator.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs" / "screens"
EXAMPLE = ROOT / "examples" / "evening.yaml"
SITE = "meet.example.org"  # what the links on the pictures begin with; the browser is told where it really is
CODE = "K7WM4PXE"
MINUTE = 60_000
KNOCK = datetime(2026, 12, 2, 15, 52, tzinfo=UTC)  # eight minutes before the planned start, 16:52 in Brussels
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
FLAGS += ["--disable-component-update", "--disable-sync", "--hide-scrollbars", "--force-color-profile=srgb"]
WIDTHS = {360: 740, 768: 1024, 1280: 860}
SCHEMES = ("light", "dark")

# By room: who takes part (the first one speaks, the second is the deputy) and what they ask (the first two are submitted).
PEOPLE = {
    0: ("Annelies De Wilde", "Claire Dubois", "Taras Kovalenko", "Aino Mäkelä"),
    1: ("Karim Bensaïd", "Giulia Ferraro", "Łukasz Zieliński", "Siobhán O'Brien"),
    2: ("Lucía Fernández", "Nikos Georgiou", "Omar Al-Khatib", "Matti Korhonen"),
    3: ("Agnieszka Wójcik", "Declan Murphy", "Ελένη Παπαδοπούλου", "Mehdi Lefèvre"),
}
ASKED = {0: (0, 2, 6, 13), 1: (0, 4, 11), 2: (2, 4, 0, 14), 3: (0, 2, 13)}
SUBMITTED = 2
ANSWERS = ("Ask what they saw before you say what you saw. Then choose one thing.", "", "In two, and nobody has to speak both.")


class Shot(NamedTuple):
    """One committed picture: which page at which moment, in which size."""

    name: str
    moment: str
    page: str
    width: int
    height: int


SHOTS = (
    Shot("start", "lobby", "start", 1280, 860),
    Shot("join", "lobby", "join", 360, 900),
    Shot("participant-breakout", "breakout", "representative", 360, 1240),
    Shot("participant-break", "break", "participant", 360, 1240),
    Shot("your-turn", "panel", "asker", 360, 740),
    Shot("host-breakout", "breakout", "host", 1280, 860),
    Shot("host", "panel", "host", 1280, 860),
    Shot("panel", "panel", "panel", 1280, 860),
    Shot("moderator", "breakout", "moderate", 360, 740),
    Shot("stage", "panel", "stage", 1280, 720),
    Shot("stage-break", "break", "stage", 1280, 720),
    Shot("handout", "lobby", "handout", 1280, 860),
    Shot("watch", "finished", "watch", 1280, 860),
)


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self._now = int(KNOCK.timestamp() * 1000)
        self._moved = asyncio.Event()

    def now(self) -> int:
        return self._now

    def pass_by(self, duration: int) -> None:
        self._now += duration
        self._moved.set()
        self._moved = asyncio.Event()

    async def sleep(self, duration: int) -> None:
        """Real seconds for what is only a pause, or until the clock is moved."""
        with suppress(TimeoutError):
            async with asyncio.timeout(max(0, duration) / 1000):
                await self._moved.wait()

    def check(self) -> None:
        return None


class Play:
    """The evening, moment by moment."""

    def __init__(self, http: aiohttp.ClientSession, url: str, clock: Clock, evening: Evening, media: Path) -> None:
        self._http = http
        self._media = media
        self._url = url
        self._clock = clock
        self._evening = evening
        self._reception = Reception(http, url)
        self._people: dict[int, list[Admitted]] = {}
        self._sockets: list[socketio.AsyncClient] = []
        self.opened: Opened
        self.paths: dict[str, str] = {}  # of every page, with its secret
        self._expert: Admitted  # a panelist with a name

    async def moments(self) -> AsyncIterator[str]:
        await self._gather()
        yield "lobby"
        await self._talk()
        yield "breakout"
        await self._vote()
        yield "break"
        await self._answer()
        yield "panel"
        await self._close()
        yield "finished"
        for socket in self._sockets:
            await socket.disconnect()

    async def _gather(self) -> None:
        self.opened = await self._reception.open(self._evening.plan())
        session, tickets = self.opened.session_id, self.opened.tickets
        for room, names in PEOPLE.items():
            seat = {"join_code": self.opened.join_code, "room_id": self.opened.rooms[room].room_id}
            self._people[room] = [await self._reception.admit(session, {"name": name, **seat}) for name in names]
        for person in [person for people in self._people.values() for person in people]:
            self._sockets.append(socketio.AsyncClient(http_session=self._http, handle_sigint=False))
            auth = {"session": session, "ticket": person.ticket}
            await self._sockets[-1].connect(self._url, auth=auth, transports=["websocket"])
        expert = self._evening.panelists[0]
        panelist = self._expert = await self._reception.admit(session, {"name": expert.name}, tickets["panel"])
        secrets = {page: tickets[link] for page, link in (("host", "host"), ("moderate", "moderator"), ("stage", "stage"))}
        seated = {
            "representative": self._people[2][0].ticket,
            "participant": self._people[0][2].ticket,
            "asker": self._people[2][0].ticket,
        }
        self.paths = {
            "start": "/",
            "join": f"/join/{CODE}",
            "wrong-code": "/join/AAAAAAAA",
            "watch-closed": f"/watch/{session}",
            "watch": self.opened.links["watch"].removeprefix(f"http://{SITE}"),
            "panel": f"/panel/{session}?k={panelist.ticket}",
            "handout": f"/host/{session}/handout",
            **{page: f"/{page}/{session}?k={ticket}" for page, ticket in secrets.items()},
            **{page: f"/s/{session}?k={ticket}" for page, ticket in seated.items()},
        }

    async def _talk(self) -> None:
        self._clock.pass_by(8 * MINUTE)
        await self._host("agenda.start")
        for people in self._people.values():
            await self._do(people[0], "rooms.volunteer")
        for people in list(self._people.values())[:3]:
            await self._do(people[1], "rooms.volunteer")
        drafts = {room: [await self._draft(room, nth, which) for nth, which in enumerate(ASKED[room])] for room in PEOPLE}
        for room, questions in drafts.items():
            for nth, question in enumerate(questions):
                for person in self._people[room][: 3 - nth % 3]:
                    await self._do(person, "qa_queue.cast_vote", question_id=question)
        self._clock.pass_by(21 * MINUTE)
        await self._host("qa_queue.set_moderation", on=True)
        for room, people in self._people.items():
            await self._do(people[0], "qa_queue.submit", question_id=drafts[room][0])
        for room in (0, 1):
            await self._moderator("qa_queue.approve", question_id=drafts[room][0])
        await self._host("rooms.announce", text="Please agree on two or three questions. Your representative submits them.")
        await self._do(self._people[1][2], "rooms.call_for_help", room_id=self.opened.rooms[1].room_id)
        self._clock.pass_by(2 * MINUTE)
        self._drafts = drafts

    async def _vote(self) -> None:
        await self._host("rooms.end_help", room_id=self.opened.rooms[1].room_id)
        self._clock.pass_by(15 * MINUTE)
        for room, questions in self._drafts.items():
            for question in questions[:SUBMITTED]:
                await self._do(self._people[room][0], "qa_queue.submit", question_id=question)
        await self._moderator("qa_queue.release_waiting")
        await self._moderator("qa_queue.merge", question_id=self._drafts[3][1], into=self._drafts[2][1])
        self._clock.pass_by(7 * MINUTE)  # 45 minutes are over: the break begins by itself
        submitted = [question for questions in self._drafts.values() for question in questions[:SUBMITTED]]
        everybody = [person for people in self._people.values() for person in people]
        for place, person in enumerate(everybody):
            for nth, question in enumerate(submitted):
                if (place * 5 + nth * 3) % 7 < 3:
                    await self._do(person, "qa_queue.cast_vote", question_id=question)
        await self._host("rooms.announce", text="The panel begins at six. Have a coffee, then support what you want to hear.")
        self._clock.pass_by(6 * MINUTE)

    async def _answer(self) -> None:
        self._clock.pass_by(9 * MINUTE)  # and so does the panel
        await self._host("qa_queue.hand_over")
        for answer in ANSWERS:
            self._clock.pass_by(MINUTE)
            question = await self._next()
            await self._host("panel.call", question_id=question)
            self._clock.pass_by(6 * MINUTE)
            await self._host("panel.answer", question_id=question, **({"text": answer} if answer else {}))
        on_air = await self._next()
        await self._host("panel.call", question_id=on_air)
        await self._do(self._expert, "panel.claim", question_id=on_air)
        seen = await self._look()
        waiting = _waiting(seen["view"])
        moved = {"question_id": waiting[-1], "before": waiting[1], "seen_version": seen["version"]}
        await self._host("qa_queue.move", **moved, reason="She has to leave at half past six")
        await self._host("panel.hold", question_id=waiting[2])
        await self._do(self._expert, "panel.note", text="I would like A-2 as well, if nobody else wants it.")
        self._clock.pass_by(2 * MINUTE)

    async def _close(self) -> None:
        began = self._clock.now() - 24 * MINUTE
        self._clock.pass_by(4 * MINUTE)
        view = (await self._look())["view"]
        on_air = next(question_id for question_id, question in view["questions"].items() if question["status"] == "on_air")
        await self._host("panel.answer", question_id=on_air)
        owed = _waiting(view)[0]
        await self._do(self._expert, "panel.promise", question_id=owed, owner=self._evening.panelists[0].name)
        tape.record(self._media / self.opened.session_id / "plenary.wav", 50 * MINUTE, 0)
        whole = {"url": f"/media/{self.opened.session_id}/plenary.wav", "duration": 50 * MINUTE}
        await self._host("recordings.link", **whole, started_at=began)
        first = view["session"]["started_at"]
        for nth, room in enumerate(self.opened.rooms[:2]):
            where = {"room_id": room.room_id, "url": f"https://video.example.org/dilemmas/room-{'ab'[nth]}"}
            await self._host("recordings.link", **where, started_at=first + nth * MINUTE, duration=44 * MINUTE)
        self._clock.pass_by(20 * MINUTE)
        await self._host("session.finish")
        await self._do(self._expert, "panel.write_answer", question_id=owed, text="Begin with one hour a month, and protect it.")
        self._clock.pass_by(15 * 60 * MINUTE)

    async def _draft(self, room: int, nth: int, which: int) -> str:
        text = [question.text for question in self._evening.questions if question.room == room + 1][which]
        made = await self._do(self._people[room][nth % 4], "qa_queue.draft", text=text)
        return str(made["result"]["question_id"])

    async def _next(self) -> str:
        return _waiting((await self._look())["view"])[0]

    async def _look(self) -> dict[str, Any]:
        path, headers = f"{self._url}/api/sessions/{self.opened.session_id}", _bearer(self.opened.tickets["host"])
        async with self._http.get(path, headers=headers) as answer:
            return dict(await answer.json())

    async def _host(self, name: str, **data: object) -> dict[str, Any]:
        return await self._send(self.opened.tickets["host"], name, data)

    async def _moderator(self, name: str, **data: object) -> dict[str, Any]:
        return await self._send(self.opened.tickets["moderator"], name, data)

    async def _do(self, person: Admitted, name: str, **data: object) -> dict[str, Any]:
        return await self._send(person.ticket, name, data)

    async def _send(self, ticket: str, name: str, data: dict[str, object]) -> dict[str, Any]:
        path = f"{self._url}/api/sessions/{self.opened.session_id}/commands"
        async with self._http.post(path, json={"name": name, "data": data}, headers=_bearer(ticket)) as answer:
            body = dict(await answer.json())
            if answer.status != 200:
                raise RuntimeError(f"{name} was refused: {body}")
            return body


def _waiting(view: dict[str, Any]) -> list[str]:
    """Those that can be called, first to last."""
    ready = {id: each for id, each in view["questions"].items() if "rank" in each and "held" not in each}
    return sorted(ready, key=lambda question_id: ready[question_id]["rank"])


def _bearer(ticket: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {ticket}"}


# -- taking pictures --------------------------------------------------------------------------------------------------------


class Camera:
    def __init__(self, browser: Browser) -> None:
        self._browser = browser

    async def committed(self, play: Play, moment: str) -> None:
        DOCS.mkdir(parents=True, exist_ok=True)
        for shot in SHOTS:
            if shot.moment == moment:
                async with self._page(play.paths, shot.page, shot.width, shot.height) as page:
                    await page.screenshot(path=DOCS / f"{shot.name}.png")

    async def everything(self, play: Play, moment: str, folder: Path, only: list[str]) -> None:
        for name in [name for name in play.paths if not only or name in only]:
            if name in ("start", "join", "wrong-code", "watch-closed", "handout") and moment not in ("lobby", "finished"):
                continue
            async with self._page(play.paths, name, 1280, WIDTHS[1280]) as page:
                for width, height in WIDTHS.items():
                    await page.set_viewport_size({"width": width, "height": height})
                    for scheme in SCHEMES:
                        await page.emulate_media(color_scheme=scheme)
                        await page.screenshot(path=folder / f"{name}-{moment}-{width}-{scheme}.png", full_page=True)

    @asynccontextmanager
    async def _page(self, paths: dict[str, str], name: str, width: int, height: int) -> AsyncIterator[Page]:
        """A page as somebody sees it who came a moment ago: connected, and with nothing moving."""
        context = await self._browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="light",
            reduced_motion="reduce",
            locale="en-GB",
            timezone_id="Europe/Brussels",
        )
        page = await context.new_page()
        await page.clock.set_fixed_time(KNOCK)  # the server's clock stands still, and so does the page's
        if name == "handout":
            await page.goto(f"http://{SITE}{paths['host']}")  # it opens for who has been on the host's page
        await page.goto(f"http://{SITE}{paths[name]}")
        await page.wait_for_load_state("networkidle")
        if name == "host":
            await page.get_by_text("here now").wait_for()
        yield page
        await context.close()


async def take(folder: Path | None, only: list[str]) -> None:
    evening = load(EXAMPLE.read_text(encoding="utf-8"), str(EXAMPLE))
    with tempfile.TemporaryDirectory() as place:
        async with _serving(Path(place)) as (url, clock), aiohttp.ClientSession() as http, _chromium(url) as browser:
            play, camera = Play(http, url, clock, evening, Path(place, "media")), Camera(browser)
            async for moment in play.moments():
                if folder is None:
                    await camera.committed(play, moment)
                else:
                    await camera.everything(play, moment, folder, only)


@asynccontextmanager
async def _serving(place: Path) -> AsyncIterator[tuple[str, Clock]]:
    clock = Clock()
    where = {"store": f"sqlite:///{place / 'log.db'}", "media_dir": str(place / "media"), "public_url": f"http://{SITE}"}
    settings = Settings(host="127.0.0.1", limits="relaxed", **where)
    with patch.object(codes, "new_join_code", lambda: CODE):
        async with app.running(settings, clock=clock) as parts:
            runner = web.AppRunner(parts.web, access_log=None, shutdown_timeout=0.1)
            await runner.setup()
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            yield f"http://127.0.0.1:{runner.addresses[0][1]}", clock
            for connection in parts.hub.connections():
                connection.abort()
            await runner.cleanup()


@asynccontextmanager
async def _chromium(url: str) -> AsyncIterator[Browser]:
    where = shutil.which("chromium")
    if where is None:
        sys.exit("chromium is missing: make browser")
    mapped = f"--host-resolver-rules=MAP {SITE}:80 {url.removeprefix('http://')}"
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=where, args=[*FLAGS, mapped])
        yield browser
        await browser.close()


def main() -> None:
    parser = argparse.ArgumentParser(description="Take the pictures of the docs anew.")
    parser.add_argument("--all", type=Path, metavar="DIR", help="take every page in every phase into DIR instead")
    parser.add_argument("--pages", default="", metavar="NAMES", help="with --all: only these pages, with commas between them")
    options = parser.parse_args()
    if options.all is not None:
        options.all.mkdir(parents=True, exist_ok=True)
    asyncio.run(take(options.all, [name for name in options.pages.split(",") if name]))


if __name__ == "__main__":
    main()
