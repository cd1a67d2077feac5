"""A batch of commands, decided in turn on the provisional state, what is due first."""

import logging
from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from orchestrator.handler.answer import Answer, Done, Refused
from orchestrator.handler.desk import Waiting
from orchestrator.messages import Millis, Rejected
from orchestrator.session.codec import Entry
from orchestrator.session.decider import decide, due
from orchestrator.session.erasing import erases
from orchestrator.session.folded import Folded, result_of

logger = logging.getLogger(__name__)

BATCH = 500  # commands in one commit at most: bounds how long the loop is held
FAR_AHEAD = 5 * 60_000  # ms; a log that is further ahead of our clock than this was written with a wrong clock
NEXT = -1  # stands for the version of the commit that is being decided

Turn = tuple[Answer | None, Entry | None, Folded]


class Decided(Struct, frozen=True):
    """What comes of the first commands of a batch, as many as have an answer. ``erases``: the one entry changes the past."""

    entries: tuple[Entry, ...]
    answers: Sequence[Answer]
    folded: Folded
    erases: bool = False


def decided(folded: Folded, batch: list[Waiting], now: Millis) -> Decided:
    """Answers hold once the entries are durable.

    What changes the past is done alone: what comes before it is settled first, and the rest waits.
    """
    entries: list[Entry] = []
    answers: list[Answer] = []
    if folded.session is not None and folded.session.last_at > now + FAR_AHEAD:
        logger.error("%s is %d ms ahead of this clock", folded.session.id, folded.session.last_at - now)
    for answer, entry, after in _in_turn(folded, batch, now):
        alone = entry is not None and erases(entry.events)
        if alone and (entries or answers):
            break
        folded = after
        entries += [] if entry is None else [entry]
        answers += [] if answer is None else [answer]
        if alone:
            return Decided(tuple(entries), _named(answers, folded.version + 1), folded, erases=True)
    version = folded.version + 1 if entries else folded.version
    return Decided(tuple(entries), _named(answers, version), folded)


def _named(answers: list[Answer], version: int) -> list[Answer]:
    """The answers with the version at which they hold."""
    return [Done(version, a.result) if isinstance(a, Done) and a.version == NEXT else a for a in answers]


def _in_turn(folded: Folded, batch: list[Waiting], now: Millis) -> Iterator[Turn]:
    """What is due, then every command, each on the state that the one before it left."""
    for entry in _overdue(folded, now):
        folded = folded.with_entry(entry)
        yield None, entry, folded
    for waiting in batch:
        answer, made, folded = _answer(folded, waiting, now)
        yield answer, made, folded


def _overdue(folded: Folded, now: Millis) -> Iterator[Entry]:
    """What should have happened by ``now``, each stamped with its own instant."""
    while folded.session is not None:
        command = due(folded.session)
        if command is None or command.at > now:
            break
        command = replace(command, at=max(command.at, folded.session.last_at))
        entry = Entry(actor=command.actor.id, at=command.at, events=tuple(decide(folded.session, command)))
        yield entry
        folded = folded.with_entry(entry)


def _answer(folded: Folded, waiting: Waiting, now: Millis) -> tuple[Answer, Entry | None, Folded]:
    """The answer, what it puts into the log, and the state after it."""
    command, command_id, session = waiting.command, waiting.command_id, folded.session
    if command is None:
        return Done(NEXT), None, folded
    if command_id is not None:
        before = folded.remembered.get((command.actor.id, command_id))
        if before is not None:
            version = NEXT if before.version > folded.version else before.version
            return Done(version, before.result), None, folded
    if session is not None:
        actor, at = session.actor(command.actor.id), max(now, session.last_at)
        command = replace(command, actor=actor, at=at, version=folded.version)
    else:
        command = replace(command, at=now)
    try:
        events = tuple(decide(session, command))
        if not events:
            return Done(NEXT), None, folded
        result = result_of(events)
        entry = Entry(actor=command.actor.id, at=command.at, events=events, command_id=command_id, result=result)
        return Done(NEXT, result), entry, folded.with_entry(entry)
    except Rejected as refusal:
        return Refused(refusal.code, refusal.details), None, folded
    except Exception:
        logger.exception("deciding %s failed", type(command).__name__)
        return Refused("server.internal"), None, folded
