"""Mending a damaged store: the longest proven beginning of each stream stays, and what could not stay is named.

Of a file everything is kept beside for an expert. Another store cannot show its bad bytes; of that what is proven is kept.
"""

import asyncio
import contextlib
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from msgspec import Struct

from orchestrator.archive.file import new_file
from orchestrator.archive.format import Due, Item, Writer, header
from orchestrator.archive.meaning import Fold, Unreadable, entries
from orchestrator.archive.restoring import check_free, remove, replaced, take_the_place
from orchestrator.archive.staging import erase_again, stage
from orchestrator.archive.taking import commits_of
from orchestrator.eventlog.log import NO_HASH, Commit, Damaged, Log, StoreUnavailable
from orchestrator.eventlog.sqlite_file import own, plain
from orchestrator.eventlog.sqlite_salvage import Wreck
from orchestrator.eventlog.sqlite_tombstones import bury, tombstones_of
from orchestrator.messages import Millis, SessionId


class Loss(Struct, frozen=True):
    """A damaged stream: so many commits are proven and stay. ``lost``: a line for each thing behind them that is known."""

    stream: str
    proven: int
    lost: Sequence[str] = ()


class Damage(Struct, frozen=True):
    """What is wrong with a store. ``file``: what is wrong with the file at large. Empty where nothing is."""

    file: str = ""
    losses: Sequence[Loss] = ()

    def __bool__(self) -> bool:
        return bool(self.file or self.losses)


Agreed = Callable[[Damage], bool]


# -- a SQLite file --------------------------------------------------------------------------------------------------------


def repair_file(store: Path, agreed: Agreed) -> Path | None:
    """Mend a SQLite store that no server uses, in one step, if it is damaged and ``agreed`` says so; the store as it was.

    Raises ``StoreInUse``, ``NotALog`` or ``StoreUnavailable``; then nothing has changed.
    """
    store = store.resolve()
    beside, kept = Path(f"{store}.repairing"), Path(f"{store}.damaged")
    if not store.is_file():
        raise StoreUnavailable(f"{store}: there is no such file")
    with contextlib.closing(own(store)):
        try:
            with Wreck(store, Path(f"{store}.salvaged")) as wreck:
                damage = _look(wreck)
                if not damage or not agreed(damage):
                    return None
                check_free(kept, store)
                remove(beside)
                stage(_items(wreck), beside, tombstones_of(store), _epochs(wreck))
            asyncio.run(erase_again(beside))
            bury(store, *tombstones_of(beside))
            take_the_place(beside, store, kept)
            return kept
        except OSError as error:
            raise StoreUnavailable(f"{store}: {plain(error)}") from error
        finally:
            remove(beside)


def _look(wreck: Wreck) -> Damage:
    losses = []
    for stream in wreck.streams():
        best, lost = wreck.best(stream), list(_lost(wreck, stream))
        if lost or not best.whole:
            losses.append(Loss(stream, best.proven, lost))
    return Damage(wreck.damage, losses)


def _lost(wreck: Wreck, stream: str) -> Iterator[str]:
    for version, body in wreck.behind(stream):
        told = [] if body is None else entries(Commit(stream, version, body, NO_HASH))
        if not told:
            yield f"version {version}: cannot be read"
        for entry in told:
            what = ", ".join(str(event.__struct_config__.tag) for event in entry.events)
            yield f"version {version}: {_moment(entry.at)} {entry.actor}: {what}"


def _moment(at: Millis) -> str:
    return datetime.fromtimestamp(at / 1000, UTC).isoformat(sep=" ", timespec="seconds")


def _items(wreck: Wreck) -> Iterator[Item]:
    due: list[Due] = []
    for stream in wreck.streams():
        indexed = wreck.indexed(stream) if wreck.best(stream).whole else None
        yield from wreck.commits(stream)
        at = indexed.due_at if indexed else _due(wreck.commits(stream))
        if at is not None:
            due.append(Due(stream, at))
    yield from due


def _epochs(wreck: Wreck) -> dict[str, str]:
    """Streams that are as they were keep theirs. Where commits of the write-ahead log are lost nobody knows which those are."""
    if wreck.wal_damage:
        return {}
    whole = ((stream, wreck.indexed(stream)) for stream in wreck.streams() if wreck.best(stream).whole)
    return {stream: indexed.epoch for stream, indexed in whole if indexed}


def _due(commits: Iterator[Commit]) -> Millis | None:
    fold = Fold()
    try:
        for commit in commits:
            fold.add(commit)
    except Unreadable:
        return None
    return fold.due_at


# -- any other store --------------------------------------------------------------------------------------------------------


async def repair_log(log: Log, kind: str, folder: Path, agreed: Agreed, now: Millis) -> Path | None:
    """Mend every damaged stream of a store, if ``agreed`` says so; an archive in ``folder`` with what is proven of them.

    Workers may serve other sessions meanwhile. Raises ``StoreUnavailable``: then that archive has what may be missing.
    """
    damaged = [(name, *found) for name in await log.streams() if (found := await _prefix(log, name)) is not None]
    damage = Damage("", [Loss(name, len(commits), [f"from version {bad.version} on: {bad}"]) for name, commits, bad in damaged])
    if not damage or not agreed(damage):
        return None
    kept = folder / f"orchestrator-{now}.damaged"
    with new_file(kept) as file:
        writer = Writer(header(now, kind))
        file.write(writer.begin())
        for _, commits, _ in damaged:
            for commit in commits:
                file.write(writer.add(commit))
        file.write(writer.end())
    for name, commits, _ in damaged:
        mark = replaced(SessionId(""), now)
        await log.delete([name], mark)
        if commits:
            await log.rewrite(name, 0, commits, _due(iter(commits)), mark)
    return kept


async def _prefix(log: Log, stream: str) -> tuple[list[Commit], Damaged] | None:
    """What is proven of a stream, and what is wrong with it; ``None`` where nothing is."""
    commits: list[Commit] = []
    try:
        async for commit in commits_of(log, stream):
            commits.append(commit)
    except Damaged as damage:
        return commits, damage
    return None
