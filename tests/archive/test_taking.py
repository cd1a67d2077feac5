"""An archive holds all of a store, or one session, as it was acknowledged; the store goes on meanwhile."""

import asyncio
from pathlib import Path
from random import Random

import pytest
from msgspec.structs import replace

from orchestrator.archive import taking
from orchestrator.archive.file import read_file
from orchestrator.archive.format import Due
from orchestrator.archive.session import NoSession
from orchestrator.eventlog.log import NO_HASH, Commit, Damaged, StoreUnavailable, chain
from orchestrator.eventlog.sqlite import SqliteLog
from orchestrator.eventlog.sqlite_tombstones import tombstones_of
from orchestrator.handler import Done, Handler
from orchestrator.messages import Actor, ActorId, SessionId
from orchestrator.qa_queue.commands import Draft
from tests.archive.evening import SESSION, VIEWING, backup, bodies, contents, damage, forget_ana
from tests.archive.test_format import whole
from tests.eventlog.disk import no_file_larger_than
from tests.fakes import FakeClock, MemoryLog


def test_an_archive_is_one_file_with_everything_in_it(store: Path, old: Path) -> None:
    assert [file.name for file in old.parent.iterdir()] == ["old"]
    assert contents(old)[0] == bodies(store)
    assert old.stat().st_mode & 0o777 == 0o600


def test_what_is_due_is_in_it(store: Path, tmp_path: Path) -> None:
    write(store, whole("a", b"1"), due_at=7)
    backup(store, tmp_path / "new")
    assert contents(tmp_path / "new")[1] == [Due("a", 7)]


def write(store: Path, *streams: list[Commit], due_at: int | None = None) -> None:
    async def append() -> None:
        log = await SqliteLog.open(store)
        for commits in streams:
            for commit in commits:
                await log.append(commit, due_at)
        await log.close()

    asyncio.run(append())


def test_an_archive_beside_a_server_that_writes_holds_all_that_was_acknowledged_before(store: Path, tmp_path: Path) -> None:
    async def serve() -> None:
        log = await SqliteLog.open(store)
        handler = Handler(log, FakeClock())
        going = True

        async def talk() -> None:
            while going:
                drafted = replace(Draft(text="Why?"), actor=Actor(ActorId("p1")))
                assert isinstance(await handler.submit(SESSION, drafted, None), Done)
                await asyncio.sleep(0)

        talking = asyncio.create_task(talk())
        for number in range(5):
            known = len(await log.read(SESSION))
            archive = tmp_path / f"{number}"
            await asyncio.to_thread(backup, store, archive)
            assert len(contents(archive)[0][SESSION]) >= known
        going = False
        await talking
        await log.close()

    asyncio.run(serve())


def test_the_tombstones_are_in_it(store: Path, tmp_path: Path) -> None:
    forget_ana(store)
    backup(store, tmp_path / "new")
    assert contents(tmp_path / "new")[2] == tombstones_of(store) != []


def test_an_archive_replaces_nothing(store: Path, tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.write_text("mine")
    for target in (taken, store):
        with pytest.raises(StoreUnavailable, match="is there already"):
            backup(store, target)
    assert taken.read_text() == "mine"


def test_a_damaged_store_makes_no_archive(store: Path, tmp_path: Path) -> None:
    damage(store)
    with pytest.raises(Damaged, match="s1 is damaged at version 2"):
        backup(store, tmp_path / "new")
    assert list(tmp_path.glob("new*")) == []


def test_a_disk_without_room_makes_no_archive(store: Path, tmp_path: Path) -> None:
    write(store, whole("a", Random(1).randbytes(100_000)))
    with no_file_larger_than(50_000), pytest.raises(StoreUnavailable, match="new: "):
        backup(store, tmp_path / "new")
    assert list(tmp_path.glob("new*")) == []


# Any store


class Changing(MemoryLog):
    """Streams change while they are read: ``then`` happens once, after so many reads of one."""

    def __init__(self, stream: str, reads: int) -> None:
        super().__init__()
        self.stream, self.left = stream, reads

    async def then(self) -> None: ...

    async def read(self, stream: str, after: int = 0, limit: int | None = None) -> list[Commit]:
        commits = await super().read(stream, after, limit)
        self.left -= stream == self.stream
        if stream == self.stream and not self.left:
            await self.then()
        return commits


async def filled(log: MemoryLog, *streams: list[Commit]) -> None:
    for commits in streams:
        for commit in commits:
            await log.append(commit, commit.version)


async def taken(log: MemoryLog, tmp_path: Path) -> tuple[dict[str, list[bytes]], list[Due], list[bytes]]:
    await taking.backup(log, "memory", tmp_path / "archive", 5)
    return contents(tmp_path / "archive")


LONG = whole("a", *[b"%d" % number for number in range(600)])


@pytest.mark.parametrize("reads", [1, 2, 3, 4])
async def test_a_stream_that_is_told_anew_meanwhile_is_taken_from_its_beginning(tmp_path: Path, reads: int) -> None:
    class Rewritten(Changing):
        async def then(self) -> None:
            await self.rewrite("a", 600, anew, 7, b"erased")

    anew = whole("a", *[b"[%d]" % number for number in range(300)])
    log = Rewritten("a", reads)
    await filled(log, LONG, whole("b", b"x"))
    streams, _, buried = await taken(log, tmp_path)
    assert streams == {"a": [commit.body for commit in anew], "b": [b"x"]}
    assert buried == [b"erased"]


@pytest.mark.parametrize("reads", [1, 2, 3, 4])
async def test_a_stream_that_is_deleted_meanwhile_is_not_in_it(tmp_path: Path, reads: int) -> None:
    class Deleted(Changing):
        async def then(self) -> None:
            await self.delete(["a"], b"gone")

    log = Deleted("a", reads)
    await filled(log, LONG, whole("b", b"x"))
    assert await taken(log, tmp_path) == ({"b": [b"x"]}, [Due("b", 1)], [b"gone"])


async def test_what_became_due_while_a_stream_was_read_is_the_earlier_of_both(tmp_path: Path) -> None:
    class Moved(Changing):
        async def then(self) -> None:
            last = self.commits("a")[-1]
            await self.append(Commit("a", 601, b"", chain(last.hash, b"")), 9)
            await self.append(Commit("c", 1, b"", chain(NO_HASH, b"")), 9)

    log = Moved("a", 1)
    await filled(log, LONG)
    streams, due, _ = await taken(log, tmp_path)
    assert len(streams["a"]) == 601
    assert due == [Due("a", 9)]


# One session


async def test_a_session_is_taken_with_everything_that_belongs_to_it(store: Path, tmp_path: Path) -> None:
    log = await SqliteLog.open(store)
    await log.append(whole("c:s1:cap1", b"{}")[0], None)
    await log.append(whole("c:s10:cap1", b"{}")[0], None)
    await log.append(whole("code-CODEs1", b"{}")[0], None)
    await log.append(whole("code-CODEs2", b"{}")[0], None)
    await log.delete([], b'{"session_id":"s1","what":"viewing","at":1}')
    await log.delete([], b'{"session_id":"s2","what":"viewing","at":1}')
    await taking.export(log, "sqlite", SESSION, tmp_path / "s1", 5)
    await log.close()
    streams, _, buried = contents(tmp_path / "s1")
    assert list(streams) == ["c:s1:cap1", "code-CODEs1", SESSION, VIEWING]
    assert buried == [b'{"session_id":"s1","what":"viewing","at":1}']
    assert read_file(tmp_path / "s1")[0].session == SESSION


@pytest.mark.parametrize("name", ["none", VIEWING, "code-CODEs1"])
async def test_a_session_that_is_not_there_is_not_taken(store: Path, tmp_path: Path, name: str) -> None:
    log = await SqliteLog.open(store)
    await log.append(whole("code-CODEs1", b"{}")[0], None)
    with pytest.raises(NoSession, match=f"no session {name}"):
        await taking.export(log, "sqlite", SessionId(name), tmp_path / "new", 5)
    await log.close()
    assert list(tmp_path.glob("new*")) == []
