"""One evening, moved on through the API, with a page for everybody who takes part in it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

from playwright.async_api import Page

from tests.journeys.crew import Crew, sees
from tests.server.program import Evening, Person, Program

PROMPT = "You promised not to judge. You also saw the pupil's face. " * 5
NOTICE = {"recorded": True, "keeper": "The organisers", "days": 180}
ROOMS = [
    {"theme": "Mentoring", "prompt": PROMPT, "call_url": "https://meet.example.org/a"},
    {"theme": "Networks of schools", "prompt": "Whom do you keep?"},
]
ASKED = ("What may I say after a visit?", "How do I begin?", "Who decides?")


class Staged:
    """Ana speaks for her room, Ben takes part, Cleo speaks for the other room, Eva sits on the panel."""

    def __init__(self, evening: Evening) -> None:
        self.evening = evening
        self.pages: dict[str, Page] = {}
        self.people: dict[str, Person] = {}

    @classmethod
    async def opened(cls, program: Program, **changes: Any) -> "Staged":
        plan = {"title": "An evening of dilemmas", "rooms": ROOMS, "recording_notice": NOTICE}
        staged = cls(await program.open(**{**plan, "plenary_call_url": "https://meet.example.org/all", **changes}))
        for name, room in (("Ana", "r1"), ("Ben", "r1"), ("Cleo", "r2")):
            staged.people[name] = await staged.evening.join(name, room)
        staged.people["Eva"] = await staged.evening.named("panel", "Eva")
        return staged

    @property
    def paths(self) -> dict[str, str]:
        """The live page of each role, with its secret."""
        evening, people = self.evening, self.people
        links = (("host", "host"), ("moderate", "moderator"), ("stage", "stage"))
        return {
            **{page: f"/{page}/{evening.id}?k={evening.tickets[link]}" for page, link in links},
            "panel": f"/panel/{evening.id}?k={people['Eva'].ticket}",
            "representative": f"/s/{evening.id}?k={people['Ana'].ticket}",
            "participant": f"/s/{evening.id}?k={people['Ben'].ticket}",
        }

    async def seat(self, crew: Crew, **how: Any) -> None:
        """Everybody opens their page, each in a browser of their own."""
        opened = await asyncio.gather(*(crew.open(path, **how) for path in self.paths.values()))
        self.pages = dict(zip(self.paths, opened, strict=True))

    async def each(self, look: Callable[[Page], Awaitable[list[str]]]) -> list[str]:
        """What is to be said of all the pages, with the name of the page."""
        told = await asyncio.gather(*map(look, self.pages.values()))
        return [f"{name}: {fault}" for name, faults in zip(self.pages, told, strict=True) for fault in faults]

    async def moments(self) -> AsyncIterator[str]:
        """lobby, breakout, break, panel, finished; every page shows it by then."""
        for name, sign, happens in (
            ("lobby", "Not started yet", self._gathering),
            ("breakout", "Agree on two questions.", self._talking),
            ("break", "Break", self._voting),
            ("panel", ASKED[0], self._answering),
            ("finished", "Thank you", self._closing),
        ):
            await happens()
            for page in self.pages.values():
                await sees(page.locator(".now, .announcements, .on-air, .turn"), sign)
            yield name

    async def _gathering(self) -> None:
        await self._by("Ana", "session.consent", notice=1)
        await self._by("Ana", "rooms.volunteer")

    async def _talking(self) -> None:
        host, evening = self.evening.host, self.evening
        await evening.do(host, "agenda.start")
        await self._by("Cleo", "rooms.volunteer")
        asking = zip(("Ana", "Ben", "Cleo"), ASKED, strict=True)
        self.asked = [await evening.asked(self.people[name], text) for name, text in asking]
        await evening.made(self.people["Ben"].ticket, "qa_queue.draft", text="Still a draft", anonymous=True)
        await self._by("Ben", "rooms.call_for_help", room_id="r1")
        await self._by("Eva", "panel.note", text="Shall I begin?")
        await self._by_host("rooms.announce", text="Agree on two questions.")

    async def _voting(self) -> None:
        await self._by_host("rooms.take_help", room_id="r1")
        await self._by_host("agenda.advance", from_phase="ph1")
        await self._by("Ben", "qa_queue.cast_vote", question_id=self.asked[2])

    async def _answering(self) -> None:
        await self._by_host("agenda.advance", from_phase="ph2")
        await self._by_host("qa_queue.hand_over")
        await self._by("Eva", "panel.claim", question_id=self.asked[0])
        await self._by_host("panel.call", question_id=self.asked[0])

    async def _closing(self) -> None:
        seen = await self.evening.seen(self.evening.host)
        began = seen["view"]["phases"]["ph3"]["starts_at"]
        await self._by_host("panel.answer", question_id=self.asked[0], text="Ask what they saw first.")
        await self._by_host("recordings.link", url="https://video.example.org/panel", started_at=began)
        await self._by_host("session.finish")

    async def _by(self, name: str, command: str, **data: Any) -> None:
        await self.evening.do(self.people[name].ticket, command, **data)

    async def _by_host(self, command: str, **data: Any) -> None:
        await self.evening.do(self.evening.host, command, **data)
