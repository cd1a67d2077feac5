"""A session's log, folded: the state, where in the log it stands, and which commands it remembers."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from orchestrator.messages import Event
from orchestrator.session.answers import Answers, Remembered
from orchestrator.session.codec import Entry
from orchestrator.session.evolve import evolve
from orchestrator.session.state import Session


class Folded(Struct, frozen=True, eq=False):
    """The fold of a log up to ``version``. ``hash`` is the chain's there; ``events``: how many there are up to there."""

    session: Session | None = None
    version: int = 0
    hash: bytes = b""
    events: int = 0
    remembered: Answers = Answers()

    def with_entry(self, entry: Entry) -> Folded:
        """With one more entry of the commit after ``version``; the version itself rises with ``committed``."""
        session = self.session
        for event in entry.events:
            session = evolve(session, event)
        remembered = self.remembered
        if entry.command_id is not None:
            remembered = remembered.with_answer((entry.actor, entry.command_id), Remembered(self.version + 1, entry.result))
        return replace(self, session=session, events=self.events + len(entry.events), remembered=remembered)

    def with_commit(self, entries: Iterable[Entry], commit_hash: bytes) -> Folded:
        """With the whole next commit."""
        folded = self
        for entry in entries:
            folded = folded.with_entry(entry)
        return folded.committed(commit_hash)

    def committed(self, commit_hash: bytes) -> Folded:
        return replace(self, version=self.version + 1, hash=commit_hash)


def result_of(events: tuple[Event, ...]) -> dict[str, str] | None:
    """What a command made: the id its first event names."""
    for event in events:
        if event.makes is not None:
            return {event.makes: getattr(event, event.makes)}
    return None
