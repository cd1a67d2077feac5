"""What the store has, and ever had: the oracle with which every answer and every screen is compared."""

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple, NoReturn

from msgspec.structs import replace

from orchestrator.agenda.events import PhaseEntered
from orchestrator.eventlog.log import Commit
from orchestrator.handler import Done
from orchestrator.messages import CLOCK, LINKS
from orchestrator.session.codec import Entry, decode
from orchestrator.session.decider import decide, due
from orchestrator.session.events import ParticipantErased
from orchestrator.session.evolve import evolve
from orchestrator.session.state import Session

Key = tuple[str, str | None]  # who sent it, and its command_id


class Wrong(AssertionError):
    """A promise is broken."""


class Point(NamedTuple):
    """One state that the store ever had: after one entry of the commit ``version``."""

    session: Session | None
    version: int
    entry: Entry | None


class Truth:
    """``points``: all states in the order in which they came to be. ``answers``: of what is in the log now, by key.

    ``at``: every state that any incarnation of the log had at a version. ``gone``: who is forgotten with all their words.
    """

    def __init__(self) -> None:
        self.points: list[Point] = [Point(None, 0, None)]
        self.at: defaultdict[int, list[Session]] = defaultdict(list)
        self.answers: dict[Key, Done] = {}
        self.acknowledged: dict[Key, Done] = {}
        self.cuts: list[int] = []  # where the store was cut
        self.lost: set[Key] = set()
        self.gone: set[str] = set()
        self.rewrites = 0
        self.wrongs: list[str] = []
        self._now: list[Session | None] = [None]  # by version, of the log as it is

    @property
    def session(self) -> Session:
        session = self._now[-1]
        assert session is not None
        return session

    @property
    def version(self) -> int:
        return len(self._now) - 1

    def wrong(self, what: str) -> NoReturn:
        """A promise is broken; it is remembered, since whoever called may go on all the same."""
        self.wrongs.append(what)
        raise Wrong(what)

    def landed(self, commit: Commit) -> None:
        if commit.version != self.version + 1:
            self.wrong(f"version {commit.version} follows {self.version}")
        session = self._now[-1]
        for entry in decode(commit.body):
            if session is not None:
                self._in_time(session, entry)
            session = self._with(session, commit.version, entry)
            self.points.append(Point(session, commit.version, entry))
        self._add(session)

    def rewritten(self, commits: Sequence[Commit]) -> None:
        """Somebody is forgotten: the same past, told without them."""
        people, before = self.session.people, self.answers
        self.answers, self._now = {}, [None]
        session: Session | None = None
        for commit in commits:
            for entry in decode(commit.body):
                session = self._with(session, commit.version, entry)
            self._add(session)
        self.points.append(Point(session, self.version, entry))
        self.rewrites += 1
        event = entry.events[-1]
        if isinstance(event, ParticipantErased) and not event.keep_texts:
            self.gone |= {who for who in people if who not in self.session.people}
        for key, done in before.items():
            if self._is_kept(key, done) and self.answers.get(key) != done:
                self.wrong(f"an erasing has changed what {key} did")
        self.acknowledged = {key: done for key, done in self.acknowledged.items() if key in self.answers}

    def cut(self, kept: int) -> None:
        """The store has lost what came after ``kept``: so nothing older may be missing."""
        del self._now[kept + 1 :]
        self.cuts.append(kept)
        gone = {key for key, done in self.answers.items() if done.version > kept}
        self.answers = {key: done for key, done in self.answers.items() if key not in gone}
        self.acknowledged = {key: done for key, done in self.acknowledged.items() if key not in gone}
        self.points.append(Point(self._now[-1], kept, None))

    def _is_kept(self, key: Key, done: Done) -> bool:
        """Nobody in it is forgotten."""
        return (key[0] in LINKS or key[0] in self.session.people) and "participant_id" not in (done.result or {})

    def _add(self, session: Session | None) -> None:
        assert session is not None
        self._now.append(session)
        self.at[len(self._now) - 1].append(session)

    def _with(self, session: Session | None, version: int, entry: Entry) -> Session | None:
        for event in entry.events:
            if session is not None and event.at < session.last_at:
                self.wrong(f"the time goes back at version {version}")
            session = evolve(session, event)
        if entry.command_id is not None:
            key = (str(entry.actor), entry.command_id)
            if key in self.answers:
                self.wrong(f"{key} has happened twice, in versions {self.answers[key].version} and {version}")
            self.answers[key] = Done(version, entry.result)
        return session

    def _in_time(self, before: Session, entry: Entry) -> None:
        """What is due comes first, at its own instant; nobody but the clock may come at that instant or later."""
        waiting = due(before)
        if entry.actor == CLOCK.id:
            if waiting is None or entry.at != max(waiting.at, before.last_at):
                self.wrong(f"the clock did at {entry.at} what was due at {None if waiting is None else waiting.at}")
            if list(entry.events) != list(decide(before, replace(waiting, at=entry.at))):
                self.wrong("the clock did what was not due")
        elif waiting is not None and waiting.at < entry.at:
            self.wrong(f"{entry.events[0]} comes before what is due at {waiting.at}")
        moves = [event for event in entry.events if isinstance(event, PhaseEntered)]
        if len(moves) > 1 or (moves and before.agenda.phase is not None and before.agenda.phase.id == moves[0].phase_id):
            self.wrong(f"a phase was entered twice: {moves}")
