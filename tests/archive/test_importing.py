"""A session moves from store to store: it appears whole, without what was erased, or not at all."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from orchestrator.archive.format import BadArchive, Writer, header
from orchestrator.archive.importing import import_session
from orchestrator.archive.taking import export
from orchestrator.eventlog.log import Log, StoreUnavailable
from orchestrator.eventlog.redis_streams import RedisLog
from orchestrator.eventlog.sqlite import SqliteLog
from tests.archive.evening import NAME, SESSION, TEXT, VIEWING, held
from tests.archive.test_format import whole
from tests.fakes import MemoryLog
from tests.redis.server import RedisServer

CODE = whole("code-CODEs1", b'{"session_id":"s1"}')


@pytest.fixture(params=["sqlite", "redis"])
async def target(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Log]:
    """An empty store."""
    if request.param == "redis":
        server: RedisServer = request.getfixturevalue("redis_server")
        log: Log = await RedisLog.open(server.url)
    else:
        log = await SqliteLog.open(tmp_path / "target.db")
    yield log
    await log.close()


@pytest.fixture
async def archive(store: Path, tmp_path: Path) -> Path:
    """The evening with p1, with its code and its captions."""
    log = await SqliteLog.open(store)
    await log.append(CODE[0], None)
    await log.append(whole("c:s1:cap1", b'{"cues":[],"format":1}')[0], None)
    await export(log, "sqlite", SESSION, tmp_path / "archive", 5)
    await log.close()
    return tmp_path / "archive"


async def bodies(log: Log) -> dict[str, list[bytes]]:
    return {name: list(found) for name, (_, found) in (await held(log)).items()}


async def test_the_session_is_there_as_it_was(store: Path, archive: Path, target: Log) -> None:
    await target.append(whole("other", b"x")[0], 5)
    session_id, done = await import_session(target, archive, 9)
    assert (session_id, done.streams, done.erased) == (SESSION, 4, 0)
    log = await SqliteLog.open(store)
    for name in ("c:s1:cap1", "code-CODEs1", SESSION, VIEWING):
        assert await target.read(name) == await log.read(name)
        assert (await target.epoch(name)) not in ("", await log.epoch(name))
    assert sorted(await target.streams()) == ["c:s1:cap1", "code-CODEs1", "other", SESSION, VIEWING]
    await log.close()


async def test_there_and_back_again_it_is_the_same(archive: Path, target: Log, tmp_path: Path) -> None:
    await import_session(target, archive, 9)
    await export(target, "other", SESSION, tmp_path / "again", 5)
    back = await SqliteLog.open(tmp_path / "back.db")
    await import_session(back, tmp_path / "again", 10)
    assert await bodies(back) == await bodies(target)
    await back.close()


async def test_what_is_due_in_it_is_due_there(target: Log, tmp_path: Path, store: Path) -> None:
    log = MemoryLog()
    source = await SqliteLog.open(store)
    for commit in await source.read(SESSION):
        await log.append(commit, 7_000)
    await source.close()
    await export(log, "memory", SESSION, tmp_path / "due", 5)
    await import_session(target, tmp_path / "due", 9)
    assert await target.due(2**53) == [(SESSION, 7_000)]


@pytest.mark.parametrize("name", ["c:s1:cap1", "code-CODEs1", SESSION, VIEWING])
async def test_a_stream_that_is_there_already_is_named_and_nothing_has_changed(archive: Path, target: Log, name: str) -> None:
    await target.append(whole(name, b"mine")[0], None)
    with pytest.raises(StoreUnavailable, match=f"{name} is in the store already"):
        await import_session(target, archive, 9)
    assert await bodies(target) == {name: [b"mine"]}
    assert await target.tombstones() == []


async def test_it_cannot_be_imported_twice(archive: Path, target: Log) -> None:
    await import_session(target, archive, 9)
    before = await held(target)
    with pytest.raises(StoreUnavailable, match="is in the store already"):
        await import_session(target, archive, 9)
    assert await held(target) == before


async def test_an_import_that_broke_off_is_done_again(archive: Path, target: Log) -> None:
    await target.append(CODE[0], None)
    await import_session(target, archive, 9)
    assert SESSION in await target.streams()


async def test_a_session_that_was_deleted_there_stays_deleted(archive: Path, target: Log) -> None:
    await target.delete([], b'{"session_id":"s1","what":"deleted","at":5}')
    with pytest.raises(StoreUnavailable, match="s1 was deleted"):
        await import_session(target, archive, 9)
    assert await target.streams() == []


async def test_who_was_erased_there_stays_erased(archive: Path, target: Log) -> None:
    erased = b'{"session_id":"s1","what":"participant","at":1800000000000,"participant_id":"p1","seed":"ab"}'
    await target.delete([], erased)
    _, done = await import_session(target, archive, 9)
    assert done.erased == 1
    said = b"".join(body for found in (await bodies(target)).values() for body in found)
    assert [word for word in (NAME, TEXT, b'"p1"') if word in said] == []
    assert erased in await target.tombstones()


async def test_what_is_no_archive_of_one_session_is_refused(old: Path, target: Log, tmp_path: Path) -> None:
    with pytest.raises(BadArchive, match="orchestrator restore"):
        await import_session(target, old, 9)
    for stream in ("s2", "v:s2", "code-OTHER"):
        writer = Writer(header(5, "sqlite", SESSION))
        data = b"".join([writer.begin(), writer.add(whole(stream, b"{}")[0]), writer.end()])
        (tmp_path / "wrong").write_bytes(data)
        with pytest.raises(BadArchive, match="not what it says"):
            await import_session(target, tmp_path / "wrong", 9)
    assert await target.streams() == []


async def test_a_cut_archive_is_refused_and_nothing_has_changed(archive: Path, target: Log) -> None:
    archive.write_bytes(archive.read_bytes()[:-30])
    with pytest.raises(BadArchive, match="archive: it is cut off"):
        await import_session(target, archive, 9)
    assert await target.streams() == []
