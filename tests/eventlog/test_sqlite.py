"""What the SQLite log promises beyond the contract: one owner, no acknowledged commit lost, no damage unseen."""

import asyncio
import os
import sqlite3
import stat
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from orchestrator.eventlog.log import NO_HASH, Commit, Damaged, StoreInUse, StoreUnavailable, chain
from orchestrator.eventlog.sqlite import SqliteLog
from orchestrator.eventlog.sqlite_file import NotALog
from orchestrator.eventlog.sqlite_proof import Finding, read_only, verify
from tests.eventlog.disk import no_file_larger_than

ROOT = Path(__file__).parents[2]
OWNER = """
import asyncio, os, sys
from orchestrator.eventlog.log import NO_HASH, Commit, chain
from orchestrator.eventlog.sqlite import SqliteLog

async def write(log, name, most):
    version, last = 0, NO_HASH
    while version != most:
        body = os.urandom(200)
        version, last = version + 1, chain(last, body)
        await log.append(Commit(name, version, body, last), version)
        os.write(1, f"{name} {version}\\n".encode())
    await asyncio.Event().wait()

async def main(path, writers, most):
    log = await SqliteLog.open(path)
    os.write(1, b"open\\n")
    if not writers:
        await asyncio.Event().wait()
    await asyncio.gather(*[write(log, f"s{number}", most) for number in range(writers)])

asyncio.run(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "log.db"


@pytest.fixture
async def log(path: Path) -> AsyncIterator[SqliteLog]:
    log = await SqliteLog.open(path)
    yield log
    await log.close()


@contextmanager
def owner(path: Path, writers: int = 0, most: int = -1) -> Iterator[subprocess.Popen[str]]:
    """Another process that has the log open; each line it prints is an acknowledged append, "stream version". A writer stops
    after ``most`` of them, or never."""
    command = [sys.executable, "-c", OWNER, str(path), str(writers), str(most)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        try:
            assert process.stdout.readline() == "open\n"
            yield process
        finally:
            process.kill()


def acknowledged(process: subprocess.Popen[str], lines: int | None = None) -> dict[str, int]:
    """The newest version per stream after so many more acknowledgements; without a number, until the process has ended."""
    assert process.stdout
    versions: dict[str, int] = {}
    while lines is None or lines > 0:
        line = process.stdout.readline()
        if not line:
            break
        name, version = line.split()
        versions[name] = int(version)
        lines = lines and lines - 1
    return versions


async def write(log: SqliteLog, stream: str, *bodies: bytes) -> list[Commit]:
    commits = await log.read(stream)
    for body in bodies:
        version, previous = (commits[-1].version, commits[-1].hash) if commits else (0, NO_HASH)
        commits.append(Commit(stream, version + 1, body, chain(previous, body)))
        await log.append(commits[-1], None)
    return commits


async def written(path: Path, *streams: str, bodies: int = 5) -> None:
    log = await SqliteLog.open(path)
    for stream in streams:
        await write(log, stream, *[f"the body {number} of {stream}".encode() for number in range(1, bodies + 1)])
    await log.close()


def tamper(path: Path, sql: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        assert db.execute(sql).rowcount > 0


async def damage_met_by_reading(path: Path, stream: str) -> int:
    log = await SqliteLog.open(path)
    try:
        with pytest.raises(Damaged) as damage:
            await log.read(stream)
    finally:
        await log.close()
    assert damage.value.stream == stream
    return damage.value.version


# The owner


async def test_a_second_log_in_the_same_process_is_refused(log: SqliteLog, path: Path) -> None:
    with pytest.raises(StoreInUse, match=f"{path} is in use by process {os.getpid()}"):
        await SqliteLog.open(path)


async def test_another_name_of_the_same_file_is_refused_too(log: SqliteLog, path: Path) -> None:
    (path.parent / "alias.db").symlink_to(path)
    with pytest.raises(StoreInUse):
        await SqliteLog.open(path.parent / "alias.db")


async def test_a_second_process_is_refused_until_the_first_is_killed(path: Path) -> None:
    with owner(path) as process:
        with pytest.raises(StoreInUse, match=f"in use by process {process.pid} "):
            await SqliteLog.open(path)
        process.kill()
        process.wait()
        log = await SqliteLog.open(path)
        await write(log, "a", b"one")
        await log.close()


async def test_the_files_are_for_their_owner_only(log: SqliteLog, path: Path) -> None:
    await write(log, "a", b"secret")
    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
    assert modes == dict.fromkeys(["log.db", "log.db-wal", "log.db-shm", "log.db.lock"], 0o600)


async def test_there_is_one_iterator_of_changes(log: SqliteLog) -> None:
    log.changes()
    with pytest.raises(RuntimeError):
        log.changes()


async def test_a_closed_log_says_so(path: Path) -> None:
    log = await SqliteLog.open(path)
    commits = await write(log, "a", b"one")
    await log.close()
    for call in (log.append(commits[0], None), log.read("a"), log.read("a", 1), log.epoch("a"), log.due(1), log.streams()):
        with pytest.raises(StoreUnavailable, match="closed"):
            await call


async def test_waiting_appends_of_one_stream_may_build_on_each_other(log: SqliteLog) -> None:
    commits: list[Commit] = []
    for number in range(2500):  # more than fit into one statement
        body = b"%d" % number
        commits.append(Commit("a", number + 1, body, chain(commits[-1].hash if commits else NO_HASH, body)))
    await asyncio.gather(*[log.append(commit, None) for commit in commits])
    assert await log.read("a") == commits


async def test_an_append_whose_waiter_is_cancelled_disturbs_nobody(log: SqliteLog) -> None:
    body = b"x"
    appends = [asyncio.create_task(log.append(Commit(name, 1, body, chain(NO_HASH, body)), None)) for name in "abc"]
    await asyncio.sleep(0)  # lets every append begin
    appends[1].cancel()
    assert [type(end) for end in await asyncio.gather(*appends, return_exceptions=True)] == [
        type(None),
        asyncio.CancelledError,
        type(None),
    ]
    await write(log, "d", b"one")
    assert {"a", "c", "d"} <= set(await log.streams())


async def test_a_name_that_is_no_unicode_fails_alone(log: SqliteLog) -> None:
    bad, good = (Commit(name, 1, b"", chain(NO_HASH, b"")) for name in ("\ud800", "good"))
    ends = await asyncio.gather(log.append(bad, None), log.append(good, None), return_exceptions=True)
    assert [type(end) for end in ends] == [UnicodeEncodeError, type(None)]
    assert await log.streams() == ["good"]


# Killed


async def test_every_acknowledged_commit_survives_kill_9_in_a_burst(path: Path) -> None:
    for round in "123":
        path = path.with_name(f"{round}.db")
        with owner(path, writers=20) as process:
            versions = acknowledged(process, 1000)
            process.kill()
            versions |= acknowledged(process)
        assert len(versions) == 20
        log = await SqliteLog.open(path)
        stored = {name: len(await log.read(name)) for name in versions}
        await log.close()
        assert all(stored[name] >= version for name, version in versions.items())
        assert verify(path) == [Finding(name, stored[name]) for name in sorted(stored)]


async def test_verify_reads_beside_a_running_writer(path: Path) -> None:
    with owner(path, writers=5) as process:
        for _ in range(5):
            versions = acknowledged(process, 300)
            findings = {finding.stream: finding for finding in verify(path)}
            assert all(finding.bad_version is None for finding in findings.values())
            assert all(findings[name].proven >= version for name, version in versions.items())
        assert process.poll() is None


async def test_verify_reads_beside_a_log_of_the_same_process_and_disturbs_nothing(log: SqliteLog, path: Path) -> None:
    commits = await write(log, "a", b"one", b"two")
    for stream, found in read_only(path):
        assert stream == "a"
        assert next(found) == commits[0]
        await write(log, "a", b"three")
        assert list(found) == commits[1:2]  # as of the moment at which reading began
    assert verify(path) == [Finding("a", 3)]


# Damaged


@pytest.mark.parametrize("version", [1, 3, 5])
async def test_a_flipped_byte_in_a_body_is_found(path: Path, version: int) -> None:
    await written(path, "a", "b")
    data = bytearray(path.read_bytes())
    place = data.index(f"the body {version} of a".encode())
    data[place] ^= 1
    path.write_bytes(data)
    assert await damage_met_by_reading(path, "a") == version
    finding, whole = verify(path)
    assert (finding.stream, finding.proven, finding.bad_version) == ("a", version - 1, version)
    assert "do not match its hash" in finding.why
    assert whole == Finding("b", 5)


async def test_after_damage_the_other_streams_live_on(path: Path) -> None:
    await written(path, "a", "b")
    tamper(path, "UPDATE commits SET body = CAST(body || '!' AS BLOB) WHERE stream = 'a' AND version = 2")
    log = await SqliteLog.open(path)
    with pytest.raises(Damaged):
        await log.read("a")
    assert len(await write(log, "b", b"more")) == 6
    await log.close()


TAMPERED = {
    "a flipped hash": ("UPDATE commits SET hash = zeroblob(32) WHERE stream = 'a' AND version = 2", 2),
    "another type": ("UPDATE commits SET body = 7 WHERE stream = 'a' AND version = 2", 2),
    "a deleted commit": ("DELETE FROM commits WHERE stream = 'a' AND version = 3", 3),
    "the first one deleted": ("DELETE FROM commits WHERE stream = 'a' AND version = 1", 1),
    "a cut tail": ("DELETE FROM commits WHERE stream = 'a' AND version > 3", 4),
    "all commits gone": ("DELETE FROM commits WHERE stream = 'a'", 1),
    "a lost row of the index": ("DELETE FROM streams WHERE stream = 'a'", 1),
    "an index that stayed behind": ("UPDATE streams SET version = 3 WHERE stream = 'a'", 4),
    "an index of another chain": ("UPDATE streams SET hash = zeroblob(32) WHERE stream = 'a'", 5),
    "an index of no number": ("UPDATE streams SET version = 'x' WHERE stream = 'a'", 1),
    "a commit moved away": ("UPDATE commits SET version = 9 WHERE stream = 'a' AND version = 2", 2),
}


@pytest.mark.parametrize(("sql", "version"), TAMPERED.values(), ids=TAMPERED.keys())
async def test_tampering_is_found_and_the_first_bad_version_named(path: Path, sql: str, version: int) -> None:
    await written(path, "a", "b")
    tamper(path, sql)
    assert await damage_met_by_reading(path, "a") == version
    finding, whole = verify(path)
    assert (finding.stream, finding.proven, finding.bad_version) == ("a", version - 1, version)
    assert whole == Finding("b", 5)


@pytest.mark.parametrize("name", ["a cut tail", "an index that stayed behind", "an index of another chain"])
async def test_nothing_is_appended_to_a_damaged_tail(path: Path, name: str) -> None:
    await written(path, "a")
    tamper(path, TAMPERED[name][0])
    log = await SqliteLog.open(path)
    assert await log.read("a", after=99) == []
    with pytest.raises(Damaged):
        await log.append(Commit("a", 6, b"", b""), None)
    await log.close()


async def test_a_tail_cut_behind_the_back_of_a_running_log_is_found(log: SqliteLog, path: Path) -> None:
    await write(log, "a", b"one", b"two", b"three")
    tamper(path, "DELETE FROM commits WHERE version = 3")
    tamper(path, "UPDATE streams SET version = 2, hash = (SELECT hash FROM commits WHERE version = 2)")
    with pytest.raises(Damaged, match="damaged at version 3"):
        await log.read("a")


async def test_reading_after_a_version_proves_the_step_from_it(path: Path) -> None:
    await written(path, "a")
    tamper(path, "UPDATE commits SET hash = zeroblob(32) WHERE version = 3")
    log = await SqliteLog.open(path)
    with pytest.raises(Damaged, match="damaged at version 4"):
        await log.read("a", after=3)
    assert [commit.version for commit in await log.read("a", after=4)] == [5]
    await log.close()


@pytest.fixture
def killed(path: Path) -> dict[str, int]:
    """Makes a log whose owner was killed, so that its write-ahead log is still there; the versions acknowledged. They are too
    few for a checkpoint, after which the log's own end would be older bytes."""
    with owner(path, writers=1, most=100) as process:
        versions = acknowledged(process, 50)
        process.kill()
        return versions | acknowledged(process)


@pytest.mark.parametrize("place", [17, 32 + 9, 32 + 24 + 100, 0.5, 0.9], ids=str)
async def test_a_flipped_byte_in_the_write_ahead_log_is_found(path: Path, killed: dict[str, int], place: float) -> None:
    wal = Path(f"{path}-wal")
    data = bytearray(wal.read_bytes())
    data[int(place * len(data)) if place < 1 else int(place)] ^= 1
    wal.write_bytes(data)
    *streams, finding = verify(path)  # SQLite itself goes on with a shorter log and calls it sound
    assert all(stream.bad_version is None and stream.proven < killed["s0"] for stream in streams)
    assert (finding.stream, finding.bad_version) == ("", 0)
    assert "log.db-wal is damaged at frame" in finding.why
    with pytest.raises(Damaged, match=r"log\.db-wal is damaged at frame"):
        await SqliteLog.open(path)
    assert wal.read_bytes() == data


@pytest.mark.parametrize("lost", [1, 100, 4119, 4121, 9000])
async def test_a_write_ahead_log_cut_in_mid_write_is_no_damage(path: Path, killed: dict[str, int], lost: int) -> None:
    os.truncate(f"{path}-wal", Path(f"{path}-wal").stat().st_size - lost)
    (finding,) = verify(path)
    assert finding.bad_version is None
    assert finding.proven >= killed["s0"] - 3
    log = await SqliteLog.open(path)
    assert len(await log.read("s0")) == finding.proven
    await log.close()


async def test_a_ruined_page_is_found_wherever_it_is(path: Path) -> None:
    await written(path, "a", "b", "c", bodies=50)
    log = await SqliteLog.open(path)
    await log.append(Commit("due", 1, b"", chain(NO_HASH, b"")), 5)
    await log.close()
    sound = path.read_bytes()
    assert verify(path) == [Finding("a", 50), Finding("b", 50), Finding("c", 50), Finding("due", 1)]
    for page in range(1, len(sound) // 4096):
        path.write_bytes(sound[: page * 4096] + b"\xa5" * 4096 + sound[(page + 1) * 4096 :])
        findings = verify(path)
        assert any(finding.bad_version is not None for finding in findings)
        assert all(finding.proven <= 50 for finding in findings)
    path.write_bytes(b"\xa5" * 4096 + sound[4096:])
    with pytest.raises(NotALog):
        verify(path)


# Not ours


@pytest.mark.parametrize("content", [b"", b"not a database at all, but long enough to look for a header" * 9])
async def test_a_file_that_is_no_log_is_refused_and_left_alone(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(NotALog):
        await SqliteLog.open(path)
    with pytest.raises(NotALog):
        verify(path)
    assert path.read_bytes() == content


async def test_a_database_of_another_program_is_refused(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE commits (id)")
    with pytest.raises(NotALog, match="another program"):
        await SqliteLog.open(path)


async def test_a_log_of_a_newer_version_is_refused(path: Path) -> None:
    await written(path, "a")
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA user_version = 2")
    with pytest.raises(NotALog, match="its format is 2, this program knows 1"):
        await SqliteLog.open(path)
    with pytest.raises(NotALog):
        verify(path)


async def test_a_missing_file_beside_its_write_ahead_log_is_refused(path: Path) -> None:
    with owner(path, writers=1) as process:
        acknowledged(process, 5)
    path.unlink()
    with pytest.raises(NotALog, match=r"log\.db-wal"):
        await SqliteLog.open(path)


async def test_a_place_where_no_file_can_be_is_unavailable(path: Path) -> None:
    for place in (path / "no" / "such", path.parent):
        with pytest.raises(StoreUnavailable):
            await SqliteLog.open(place)
        with pytest.raises(StoreUnavailable):
            verify(place)


async def test_a_refused_open_lets_go_of_the_lock(path: Path) -> None:
    path.write_bytes(b"")
    with pytest.raises(NotALog):
        await SqliteLog.open(path)
    path.unlink()
    await (await SqliteLog.open(path)).close()


# Faults


async def test_a_full_disk_refuses_writes_serves_reads_and_heals(log: SqliteLog) -> None:
    commits = await write(log, "a", b"one")
    await log._ask(lambda: log._db.execute("PRAGMA max_page_count = 1").fetchone())  # SQLite takes the present size
    large = [Commit(name, 1, bytes(2**16), chain(NO_HASH, bytes(2**16))) for name in "bcd"]
    ends = await asyncio.gather(*[log.append(commit, 5) for commit in large], return_exceptions=True)
    assert [str(end) for end in ends if isinstance(end, StoreUnavailable)] == [f"{log._path}: the disk is full"] * 3
    assert await log.read("a") == commits
    assert (await log.streams(), await log.due(9)) == (["a"], [])
    assert not log.broken
    await log._ask(lambda: log._db.execute("PRAGMA max_page_count = 100000").fetchone())
    await asyncio.gather(*[log.append(commit, None) for commit in large])
    assert await log.streams() == ["a", "b", "c", "d"]


async def test_a_foreign_lock_refuses_writes_serves_reads_and_heals(log: SqliteLog, path: Path) -> None:
    await write(log, "a", b"one")
    with closing(sqlite3.connect(path, isolation_level=None)) as foreigner:
        foreigner.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreUnavailable, match="another program holds a lock"):
            await write(log, "a", b"two")
        with pytest.raises(StoreUnavailable, match="another program holds a lock"):
            await log.check()
        assert len(await log.read("a")) == 1
        foreigner.execute("ROLLBACK")
        await log.check()
        assert len(await write(log, "a", b"two")) == 2


async def test_after_an_io_error_nothing_is_acknowledged_or_answered_until_the_log_is_opened_again(path: Path) -> None:
    log = await SqliteLog.open(path)
    commits = await write(log, "a", b"one", b"two")
    with no_file_larger_than(Path(f"{path}-wal").stat().st_size), pytest.raises(StoreUnavailable, match="the disk failed"):
        await write(log, "a", bytes(2**16))
    assert "started again" in log.broken
    for call in (write(log, "b", b"x"), log.read("a"), log.read("a", after=2), log.epoch("a"), log.due(1), log.streams()):
        with pytest.raises(StoreUnavailable, match="started again"):
            await call
    await log.close()
    log = await SqliteLog.open(path)
    assert (await log.read("a"))[:2] == commits
    await write(log, "a", b"three")
    await log.close()


async def test_the_write_ahead_log_is_copied_into_the_file_and_used_again(log: SqliteLog, path: Path) -> None:
    previous = NO_HASH
    for version in range(1, 41):
        body = os.urandom(2**20)
        previous = chain(previous, body)
        await log.append(Commit("a", version, body, previous), None)
    assert Path(f"{path}-wal").stat().st_size < 10 * 2**20
    assert verify(path) == [Finding("a", 40)]
