"""Two evenings in a SQLite store, and what the tests of archives do with them."""

import asyncio
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from msgspec.structs import replace

from orchestrator.agenda.commands import Start
from orchestrator.archive import taking
from orchestrator.archive.file import read_file
from orchestrator.archive.format import Due
from orchestrator.eventlog.log import Commit, Log
from orchestrator.eventlog.sqlite import SqliteLog
from orchestrator.eventlog.sqlite_moment import Moment
from orchestrator.handler import Done, Handler
from orchestrator.messages import LINKS, SYSTEM, Actor, ActorId, Command, Role, SessionId
from orchestrator.qa_queue.commands import Draft
from orchestrator.session.commands import Admit, EraseParticipant, Open, PlannedPhase, PlannedRoom
from orchestrator.viewing.decider import Limits
from orchestrator.viewing.ledger import Ledger
from tests.fakes import FakeClock
from tests.given import MINUTE

NAME, TEXT, SESSION, OTHER, VIEWING = b"Canary Name", b"canary of a question", SessionId("s1"), SessionId("s2"), "v:s1"


def opening(session_id: SessionId) -> Open:
    return Open(
        session_id=session_id,
        title="An evening",
        join_code=f"CODE{session_id}",
        phases=(PlannedPhase("breakout", "In your rooms", 45 * MINUTE, "advance"),),
        rooms=(PlannedRoom("Mentoring"),),
        links={link: f"hash of {link}" for link in LINKS},
        language="en",
        timezone="UTC",
    )


def says(path: Path, *commands: tuple[str, Command], session: SessionId = SESSION) -> None:
    """A server runs on the store, takes these commands, and ends."""

    async def serve() -> None:
        log = await SqliteLog.open(path)
        ledger = Ledger(log, FakeClock(), Limits())
        handler = Handler(log, FakeClock(), keepers=[ledger])
        for by, command in commands:
            assert isinstance(await handler.submit(session, replace(command, actor=Actor(ActorId(by))), None), Done)
            if isinstance(command, Start):
                await ledger.present(session, [ActorId("p1")])
        await log.close()

    asyncio.run(serve())


def played(path: Path) -> None:
    """An evening in which p1 has drafted a question and was seen, and an evening nobody came to."""
    says(path, (SYSTEM.id, opening(OTHER)), session=OTHER)
    ana = Admit(name=NAME.decode(), role=Role.PARTICIPANT, ticket_hash="hash", room_id="r1")
    says(path, (SYSTEM.id, opening(SESSION)), (SYSTEM.id, ana))
    says(path, ("host", Start()), ("p1", Draft(text=TEXT.decode())))


def backup(store: Path, target: Path) -> int:
    """The number of streams in the archive."""
    with closing(Moment(store)) as moment:
        return asyncio.run(taking.backup(moment, "sqlite", target, 1_000)).streams


def damage(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        assert db.execute("UPDATE commits SET body = 'x' WHERE stream = 's1' AND version = 2").rowcount


def forget_ana(store: Path) -> None:
    says(store, ("host", EraseParticipant(participant_id=ActorId("p1"))))


def read(path: Path) -> dict[str, tuple[str, Sequence[bytes]]]:
    """Epoch and bodies of every stream."""

    async def look() -> dict[str, tuple[str, Sequence[bytes]]]:
        log = await SqliteLog.open(path)
        try:
            return await held(log)
        finally:
            await log.close()

    return asyncio.run(look())


async def held(log: Log) -> dict[str, tuple[str, Sequence[bytes]]]:
    """Epoch and bodies of every stream."""
    return {name: (await log.epoch(name), [commit.body for commit in await log.read(name)]) for name in await log.streams()}


def places(path: Path, *words: bytes) -> list[str]:
    """The files of a store, but for those kept from before, in which any of the words stands."""
    files = (file for file in path.parent.iterdir() if ".before-restore" not in file.name)
    return sorted(file.name for file in files if any(word in file.read_bytes() for word in words))


def contents(archive: Path) -> tuple[dict[str, list[bytes]], list[Due], list[bytes]]:
    """The bodies of every stream, what is due, the tombstones."""
    streams: dict[str, list[bytes]] = {}
    due: list[Due] = []
    buried: list[bytes] = []
    for item in read_file(archive)[1]:
        match item:
            case Commit():
                streams.setdefault(item.stream, []).append(item.body)
            case Due():
                due.append(item)
            case _:
                buried.append(item.line)
    return streams, due, buried


def bodies(store: Path) -> dict[str, list[bytes]]:
    """The bodies of every stream."""
    return {name: list(found) for name, (_, found) in read(store).items()}


def untouched(store: Path) -> dict[str, bytes]:
    """The files of a store, but for what a look at it leaves behind."""
    files = [file for file in store.parent.iterdir() if file.stat().st_size and not file.name.endswith((".lock", "-shm"))]
    return {file.name: file.read_bytes() for file in files}
