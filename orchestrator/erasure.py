"""Carrying out what was decided: a stream is written anew without somebody, or all streams of a session go.

Each time a tombstone stays: what it takes to do the same again to an old backup, or to finish it after a crash, without a name.
"""

import asyncio
import secrets
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, Protocol

import msgspec
from msgspec import Struct

from orchestrator.eventlog.log import Commit, Log, VersionConflict, chain
from orchestrator.messages import CLOCK, NOBODY, ActorId, Command, Millis, SessionId
from orchestrator.session.codec import Entry, decode, encode
from orchestrator.session.commands import DeleteSession, EraseParticipant, Finish, Pseudonymise
from orchestrator.session.decider import decide, due
from orchestrator.session.erasing import Erasure, alias, erasure, everybody_ever, rewritten
from orchestrator.session.events import ParticipantErased, SessionDeleted, SessionPseudonymised
from orchestrator.session.folded import Folded
from orchestrator.session.state import Session

BREATH = 200  # entries; then the loop may look at what else waits


class Keeper(Protocol):
    """Somebody who keeps something about the people of a session beside its log."""

    async def rename_all(self, session_id: SessionId, aliases: Mapping[str, str], keep_texts: bool) -> None:
        """People are forgotten: what is kept of each counts for their alias from now on. Doing it twice does no harm."""
        ...

    async def forget(self, session_id: SessionId) -> None:
        """Nothing of this session is kept any more. Doing it twice does no harm."""
        ...


class Tombstone(Struct, frozen=True, omit_defaults=True):
    """What was erased, and from which session. ``participant_id``: as it was before; ``seed``: which aliases were given.

    What was erased of the ``viewing`` alone is erased again by whoever keeps that; ``captions`` that were removed come back with
    the recording they belong to; streams that were ``replaced`` by those of an archive are nothing to erase again.
    """

    session_id: SessionId
    what: Literal["participant", "pseudonymised", "deleted", "viewing", "captions", "replaced"]
    at: Millis
    participant_id: ActorId = NOBODY.id
    keep_texts: bool = False
    seed: str = ""


def parse(line: bytes) -> Tombstone:
    return msgspec.json.decode(line, type=Tombstone)


async def carry_out(
    log: Log, keepers: Sequence[Keeper], folded: Folded, entry: Entry, seed: str | None = None
) -> tuple[Folded, str]:
    """What the last event of ``entry`` says is done to the whole log of the session; its new fold and its new epoch.

    The tombstone stands before anything changes, and the log comes before the keepers: wherever it breaks off, ``apply`` can
    finish it. Raises ``VersionConflict`` if the log has grown beyond ``folded``, and what the log and the keepers raise:
    then nothing was changed, or a tombstone stands.
    """
    session, event = folded.session, entry.events[-1]
    if session is None:
        raise ValueError("there is nobody to forget")
    if isinstance(event, SessionDeleted):
        tombstone = Tombstone(session.id, "deleted", event.at)
        streams = [session.id, f"code-{session.join_code}", *await _beside(log, session.id)]
        await log.delete(streams, msgspec.json.encode(tombstone))
        await _sweep(log, keepers, tombstone)
        return Folded(), ""
    if not isinstance(event, ParticipantErased | SessionPseudonymised):
        raise TypeError(f"{type(event).__name__} changes no past")
    seed = secrets.token_hex(16) if seed is None else seed
    gone = erasure(session, event, seed)
    commits, after = await _without(log, session.id, folded, entry, gone)
    wakes = None if after.session is None else due(after.session)
    tombstone = _tombstone(session.id, event, seed)
    due_at = None if wakes is None else wakes.at
    epoch = await log.rewrite(session.id, folded.version, commits, due_at, msgspec.json.encode(tombstone))
    await _rename(keepers, tombstone, gone.people)
    await _rename(keepers, tombstone, gone.people)  # who was connected until now may have been written down meanwhile
    return after, epoch


async def _rename(keepers: Sequence[Keeper], tombstone: Tombstone, people: Iterable[ActorId]) -> None:
    aliases = {str(person): str(alias(person, tombstone.seed)) for person in people}
    keep_texts = tombstone.keep_texts or tombstone.what == "pseudonymised"
    for keeper in keepers:
        await keeper.rename_all(tombstone.session_id, aliases, keep_texts)


def _tombstone(session_id: SessionId, event: ParticipantErased | SessionPseudonymised, seed: str) -> Tombstone:
    if isinstance(event, SessionPseudonymised):
        return Tombstone(session_id, "pseudonymised", event.at, seed=seed)
    return Tombstone(session_id, "participant", event.at, event.participant_id, event.keep_texts, seed)


async def _without(log: Log, stream: SessionId, folded: Folded, entry: Entry, gone: Erasure) -> tuple[list[Commit], Folded]:
    """The chain without them, ``entry`` as its last commit, and its fold."""
    bodies = [commit.body for commit in await log.read(stream)]
    if len(bodies) != folded.version:
        raise VersionConflict(f"{stream} has grown meanwhile")
    commits: list[Commit] = []
    after, told = Folded(), 0
    for body in (*bodies, encode((entry,))):
        entries = tuple(rewritten(each, gone) for each in decode(body))
        again = encode(entries)
        commits.append(Commit(stream, len(commits) + 1, again, chain(after.hash, again)))
        after = after.with_commit(entries, commits[-1].hash)
        told += len(entries)
        if told >= BREATH:
            told = 0
            await asyncio.sleep(0)
    return commits, after


async def _sweep(log: Log, keepers: Sequence[Keeper], tombstone: Tombstone) -> None:
    """What is left of a session whose log is gone."""
    for keeper in keepers:
        await keeper.forget(tombstone.session_id)
    late = await _beside(log, tombstone.session_id)
    if late:  # was on its way meanwhile
        await log.delete(late, msgspec.json.encode(tombstone))


async def _beside(log: Log, session_id: SessionId) -> list[str]:
    """Streams that belong to a session: its viewing, its captions."""
    return [name for name in await log.streams() if name == f"v:{session_id}" or name.startswith(f"c:{session_id}:")]


async def apply(log: Log, tombstone: Tombstone, keepers: Sequence[Keeper] = ()) -> bool:
    """Erase again what an old backup brought back, or a crash left; says whether the log had anything. The aliases are the same.

    Raises what the log and the keepers raise.
    """
    if tombstone.what in ("viewing", "captions", "replaced"):
        return False
    folded = Folded()
    for commit in await log.read(tombstone.session_id):
        folded = folded.with_commit(decode(commit.body), commit.hash)
    session = folded.session
    if session is not None and tombstone.what == "pseudonymised" and session.finished_at is None:
        finish = Finish(actor=CLOCK, at=max(tombstone.at, session.last_at))
        folded = await _appended(log, session, folded, _entry(session, finish))
    command = None if folded.session is None else _again(folded.session, tombstone)
    entry = None if folded.session is None or command is None else _entry(folded.session, command)
    if entry is None or not entry.events:
        await _finish(log, keepers, folded.session, tombstone)
        return False
    await carry_out(log, keepers, folded, entry, tombstone.seed)
    return True


async def _finish(log: Log, keepers: Sequence[Keeper], session: Session | None, tombstone: Tombstone) -> None:
    """The log is as it shall be; the keepers may not have heard of it. An id that somebody has now is left to them."""
    if tombstone.what == "deleted":
        await _sweep(log, keepers, tombstone)
    elif session is not None:
        people = [tombstone.participant_id] if tombstone.what == "participant" else everybody_ever(session)
        await _rename(keepers, tombstone, [person for person in people if person not in session.people])


def _again(session: Session, tombstone: Tombstone) -> Command | None:
    """What is left to do for a tombstone. Nobody is asked whether it may be done.

    Whoever came later has the id of somebody who was not in the backup.
    """
    at = max(tombstone.at, session.last_at)
    match tombstone.what:
        case "deleted":
            return DeleteSession(actor=CLOCK, at=at)
        case "pseudonymised":
            return Pseudonymise(actor=CLOCK, at=at)
        case "participant":
            person = session.people.get(tombstone.participant_id)
            if person is not None and person.joined_at <= tombstone.at:
                return EraseParticipant(participant_id=person.id, keep_texts=tombstone.keep_texts, actor=CLOCK, at=at)
    return None


def _entry(session: Session, command: Command) -> Entry:
    return Entry(actor=CLOCK.id, at=command.at, events=tuple(decide(session, command)))


async def _appended(log: Log, session: Session, folded: Folded, entry: Entry) -> Folded:
    body = encode((entry,))
    commit = Commit(session.id, folded.version + 1, body, chain(folded.hash, body))
    await log.append(commit, None)
    return folded.with_commit((entry,), commit.hash)
