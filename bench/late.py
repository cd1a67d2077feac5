"""An evening as somebody finds it afterwards: 300 questions, 2,000 people, 8 recordings; written into a log, not over HTTP."""

import itertools
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from orchestrator.agenda.commands import Advance, Start
from orchestrator.eventlog.log import NO_HASH, Commit, Log, chain
from orchestrator.messages import SYSTEM, Actor, ActorId, Command, Millis, Role, RoomId, SessionId
from orchestrator.panel.commands import Call, GiveAnswer, WriteAnswer
from orchestrator.qa_queue.commands import CastVote, Draft, HandOver, Submit
from orchestrator.recordings.commands import Link, SetSegments
from orchestrator.recordings.state import Segment
from orchestrator.server.auth import hashed, new_links, new_session_id
from orchestrator.session.codec import Entry, encode
from orchestrator.session.commands import Admit, Finish, Open, PlannedPhase, PlannedRoom
from orchestrator.session.decider import decide
from orchestrator.session.evolve import evolve
from orchestrator.session.state import Session

START = 1_795_568_400_000  # UTC ms
MINUTE = 60_000
BATCH = 50  # entries of a commit, as a busy evening has them
ROOMS, PEOPLE, QUESTIONS, VOTES_EACH = 12, 2_000, 300, 5
CALLED, WRITTEN = 24, 40  # what a panel hears in an hour, and what it answers afterwards

DOCS = Path(__file__).resolve().parents[1] / "docs"


def prose() -> Iterator[str]:
    """Word after word of our own documentation, over and over: texts that pack as language does."""
    texts = [file.read_text(encoding="utf-8") for file in sorted(DOCS.rglob("*.md"))]
    return itertools.cycle(re.findall("[a-z']{1,20}", " ".join(texts).lower()))


class Evening(NamedTuple):
    """What is in the log, and the way in for somebody late and for the host."""

    session_id: SessionId
    watch: str
    host: str


async def held(log: Log, media: str = "https://video.example.org/{n}.mp4") -> Evening:
    """Write the evening into ``log``. ``media``: where recording ``n`` lies."""
    tickets = new_links()
    writing = _Writing(random.Random(5), {link: hashed(ticket) for link, ticket in tickets.items()})
    writing.whole(media)
    previous = NO_HASH
    for version, first in enumerate(range(0, len(writing.entries), BATCH), 1):
        body = encode(tuple(writing.entries[first : first + BATCH]))
        previous = chain(previous, body)
        await log.append(Commit(writing.id, version, body, previous), None)
    return Evening(writing.id, tickets[ActorId("watch")], tickets[ActorId("host")])


class _Writing:
    """The evening, command by command."""

    def __init__(self, chance: random.Random, links: dict[ActorId, str]) -> None:
        self.chance = chance
        self.prose = prose()
        self.entries: list[Entry] = []
        self.session: Session | None = None
        self.at = START
        self.id = new_session_id()
        phases = [("breakout", "In your rooms", 45), ("break", "Break", 15), ("panel", "Panel", 60)]
        self.do(
            Open(
                session_id=self.id,
                title="What may a mentor say?",
                join_code="JOINCODE",
                phases=tuple(PlannedPhase(kind, title, minutes * MINUTE, "wait") for kind, title, minutes in phases),
                rooms=tuple(PlannedRoom(self.words(3).capitalize()) for _ in range(ROOMS)),
                links=links,
                language="en",
                timezone="Europe/Brussels",
            )
        )

    @property
    def now(self) -> Session:
        assert self.session is not None
        return self.session

    def do(self, command: Command, by: ActorId | None = None, after: Millis = 1) -> None:
        self.at += after
        actor: Actor = SYSTEM if by is None else self.now.actor(by)
        events = tuple(decide(self.session, replace(command, actor=actor, at=self.at)))
        for event in events:
            self.session = evolve(self.session, event)
        self.entries.append(Entry(actor=actor.id, at=self.at, events=events))

    def words(self, count: int) -> str:
        return " ".join(itertools.islice(self.prose, count))

    def whole(self, media: str) -> None:
        for number in range(PEOPLE):
            room = RoomId(f"r{number % ROOMS + 1}")
            self.do(Admit(name=f"Person {number}", role=Role.PARTICIPANT, ticket_hash=f"hash {number}", room_id=room))
        people = list(self.now.people)
        self.do(Start(), after=MINUTE)
        for number in range(QUESTIONS):
            text = self.words(self.chance.randint(9, 24)).capitalize() + "?"
            self.do(Draft(text=text), people[number * 7 % PEOPLE], after=5_000)
        for question_id in list(self.now.queue.questions):
            self.do(Submit(question_id=question_id), after=1_000)
        self._next()
        questions = sorted(self.now.queue.questions, key=lambda question_id: int(question_id[1:]))
        for person in people:
            for question_id in self.chance.sample(questions, VOTES_EACH):
                self.do(CastVote(question_id=question_id), person)
        self.do(HandOver())
        self._next()
        panel = self.at
        for question_id in questions[:: QUESTIONS // CALLED][:CALLED]:
            self.do(Call(question_id=question_id), after=10_000)
            self.do(GiveAnswer(question_id=question_id, text=self.words(20).capitalize() + "."), after=130_000)
        self.do(Finish(), after=MINUTE)
        for question_id in [each for each in questions if not self.now.panel.answered(each)][:WRITTEN]:
            self.do(WriteAnswer(question_id=question_id, text=self.words(40).capitalize() + "."))
        self._recorded(panel, media)

    def _next(self) -> None:
        phase = self.now.agenda.phase
        assert phase is not None
        self.do(Advance(from_phase=phase.id), after=MINUTE)

    def _recorded(self, panel: Millis, media: str) -> None:
        """Two of everybody, the first with two pauses; six of rooms."""
        half = 30 * MINUTE
        self.do(Link(url=media.format(n=1), started_at=panel - MINUTE, duration=half))
        cuts = ((-1, 9), (10, 19), (21, 29))
        segments, heard = [], 0
        for begin, end in cuts:
            segments.append(Segment(panel + begin * MINUTE, panel + end * MINUTE, heard))
            heard += (end - begin) * MINUTE
        (first,) = self.now.recordings.recordings
        self.do(SetSegments(recording_id=first, segments=tuple(segments)))
        self.do(Link(url=media.format(n=2), started_at=panel + half, duration=half))
        for number in range(3, 9):
            room = RoomId(f"r{number - 2}")
            self.do(Link(url=media.format(n=number), room_id=room, started_at=START + MINUTE, duration=45 * MINUTE))
