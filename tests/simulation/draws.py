"""What somebody could mean just then: people, rooms, questions, phases, drawn from a session as it is."""

from collections.abc import Iterable
from random import Random

from orchestrator.messages import Role
from orchestrator.qa_queue.state import Stage
from orchestrator.session.state import Session

NOTHING = "x0"  # where there is nothing to draw from


class Draws:
    """``who``: whose wish is being made, once that is clear. ``texts``: how many were made; each is a secret of its own."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.who = ""
        self.texts = 0
        self.session: Session | None = None

    def one(self, of: Iterable[str]) -> str:
        return self.random.choice(list(of) or [NOTHING])

    def by(self, *who: str) -> None:
        self.who = self.one(who)

    def text(self) -> str:
        self.texts += 1
        return f"«{self.texts}»"

    def everybody(self) -> list[str]:
        return sorted(self.now.people)

    def with_role(self, role: Role) -> list[str]:
        return [who for who in self.everybody() if role in self.now.people[who].roles]

    def member(self) -> None:
        self.who = self.one(self.with_role(Role.PARTICIPANT))

    def speaker(self) -> None:
        rooms = self.now.rooms.rooms
        self.by(*[who for room in sorted(rooms) for who in (rooms[room].representative, rooms[room].deputy) if who], "host")

    def question(self, *stages: Stage) -> str:
        questions = self.now.queue.questions
        return self.one(each for each in sorted(questions) if not stages or questions[each].stage in stages)

    def waiting(self) -> str:
        panel = self.now.panel
        questions = self.now.queue.questions
        return self.one(each for each in sorted(questions) if questions[each].stage is Stage.OPEN and panel.waits(each))

    def open(self, room_id: str | None) -> str:
        """Something one may vote for: of a room, or of all."""
        questions, panel = self.now.queue.questions, self.now.panel
        stages = (Stage.OPEN,) if room_id is None else (Stage.DRAFT, Stage.OPEN)
        found = (each for each in sorted(questions) if questions[each].stage in stages and panel.waits(each))
        return self.one(each for each in found if room_id in (None, questions[each].room_id))

    def on_air(self) -> str:
        return self.now.panel.on_air or self.waiting()

    def heard(self) -> str:
        return self.one(sorted(self.now.panel.hearings))

    def room(self) -> str:
        return self.one(sorted(self.now.rooms.rooms))

    def phase(self) -> str:
        phase = self.now.agenda.phase
        if phase is not None and self.random.random() < 0.8:
            return phase.id
        return self.one(each.id for each in self.now.agenda.phases)

    def some(self, of: list[str]) -> tuple[str, ...]:
        return tuple(self.random.sample(of, self.random.randint(0, len(of))))

    @property
    def now(self) -> Session:
        assert self.session is not None
        return self.session
