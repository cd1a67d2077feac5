"""What a rewrite of the SQLite log promises beyond the contract: no old byte in any file, whatever happens on the way."""

import asyncio
import random
import re
import signal
import sqlite3
import stat
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from orchestrator.eventlog.log import NO_HASH, Commit, StoreInUse, StoreUnavailable, chain
from orchestrator.eventlog.sqlite import SqliteLog
from orchestrator.eventlog.sqlite_proof import Finding, verify
from tests.eventlog.disk import no_file_larger_than

ROOT = Path(__file__).parents[2]
CANARY = b"CANARY"
TOMBSTONE = b'{"session_id":"victim","what":"deleted","at":1}'
SIZES = (0, 30, 100, 200, 700, 3_000, 10_000)  # many to a page, most of a page, several pages


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "log.db"


@pytest.fixture
async def log(path: Path) -> AsyncIterator[SqliteLog]:
    log = await SqliteLog.open(path)
    yield log
    await log.close()


def whole(stream: str, *bodies: bytes) -> list[Commit]:
    commits: list[Commit] = []
    for body in bodies:
        previous = commits[-1].hash if commits else NO_HASH
        commits.append(Commit(stream, len(commits) + 1, body, chain(previous, body)))
    return commits


async def written(log: SqliteLog, *streams: Sequence[Commit]) -> None:
    """The commits of all streams, those of one version after those of the one before, as an evening writes them."""
    for version in range(max(map(len, streams))):
        await asyncio.gather(*[log.append(commits[version], None) for commits in streams if version < len(commits)])


def places(path: Path, *words: bytes) -> list[str]:
    """The files of a store in which any of the words stands, whatever they are called."""
    return sorted(file.name for file in path.parent.iterdir() if any(word in file.read_bytes() for word in words))


# The old bytes


@pytest.mark.soak
@pytest.mark.parametrize("seed", [1, 2])  # with which ``secure_delete`` alone would leave something
async def test_no_old_byte_stays_in_any_file_as_streams_come_and_go(path: Path, seed: int) -> None:
    dice = random.Random(seed)
    log = await SqliteLog.open(path)
    streams: dict[str, list[Commit]] = {}
    private: set[bytes] = set()
    for turn in range(20):
        new = {f"NAME{dice.randrange(10**9):09}": dice.randrange(1, 9) for _ in range(40)}
        bodies = {name: [b"BODY" + name.encode() + dice.randbytes(dice.choice(SIZES)) for _ in range(new[name])] for name in new}
        streams |= {name: whole(name, *bodies[name]) for name in new}
        private |= {name.encode() for name in new}
        await written(log, *[streams[name] for name in new])
        *gone, changed = dice.sample(sorted(streams), 21)
        await log.delete(gone, b'{"at":%d}' % turn)
        for name in gone:
            del streams[name]
        seen = len(streams[changed])
        streams[changed] = whole(changed, *[b"[removed]"] * seen)
        await log.rewrite(changed, seen, streams[changed], None, b'{"at":%d}' % turn)
        private -= {name.encode() for name in (*gone, changed)}
        found = {word for file in path.parent.iterdir() for word in re.findall(rb"(BODY)?(NAME\d{9})", file.read_bytes())}
        assert {name for body, name in found if body} == private
        assert {name for _, name in found} == {name.encode() for name in streams}
    for name, commits in streams.items():
        assert await log.read(name) == commits
    await log.close()
    assert verify(path) == [Finding(name, len(streams[name])) for name in sorted(streams)]


async def test_the_old_bytes_are_gone_before_the_answer_wherever_they_stood(log: SqliteLog, path: Path) -> None:
    old = whole("victim", *[CANARY + bytes(5_000)] * 1_000)
    await written(log, old)
    assert places(path, CANARY) == ["log.db", "log.db-wal"]
    await log.rewrite("victim", 1_000, whole("victim", b"new"), None, TOMBSTONE)
    assert places(path, CANARY) == []
    assert path.stat().st_size < 100_000, "the room is given back"


async def test_neither_name_nor_hash_of_a_deleted_stream_stays(log: SqliteLog, path: Path) -> None:
    old = whole("CANARY-name", b"one", b"two")
    await written(log, old, whole("other", b"three"))
    await log.delete(["CANARY-name"], b"{}")
    assert places(path, CANARY, *[commit.hash for commit in old]) == []


@contextmanager
def reader(path: Path) -> Iterator[sqlite3.Connection]:
    """Another program that reads the log as of now, until it has finished."""
    with closing(sqlite3.connect(path.as_uri() + "?mode=ro", uri=True, isolation_level=None)) as db:
        db.execute("BEGIN")
        db.execute("SELECT count(*) FROM commits").fetchone()
        yield db


async def test_while_somebody_reads_the_old_bytes_the_answer_waits_and_nobody_else_does(log: SqliteLog, path: Path) -> None:
    await written(log, whole("victim", CANARY))
    new, other = whole("victim", b"new"), whole("other", *[b"%d" % number for number in range(50)])
    with reader(path) as db:
        rewrite = asyncio.create_task(log.rewrite("victim", 1, new, None, TOMBSTONE))
        await written(log, other)
        assert (await log.read("victim"), await log.read("other")) == (new, other)
        assert not rewrite.done()
        assert db.execute("SELECT body FROM commits").fetchall() == [(CANARY,)]
    async with asyncio.timeout(5):
        assert await rewrite == await log.epoch("victim")
    assert places(path, CANARY) == []


async def test_a_log_closed_while_somebody_reads_the_old_bytes_says_so_and_the_next_owner_erases_them(path: Path) -> None:
    log = await SqliteLog.open(path)
    await written(log, whole("victim", CANARY))
    with reader(path):
        rewrite = asyncio.create_task(log.rewrite("victim", 1, whole("victim", b"new"), None, TOMBSTONE))
        await log.streams()
        await log.close()
        with pytest.raises(StoreUnavailable, match="still reads"):
            await rewrite
        log = await SqliteLog.open(path)
        assert [commit.body for commit in await log.read("victim")] == [b"new"]
        assert await log.tombstones() == [TOMBSTONE]
        assert places(path, CANARY) != []
    async with asyncio.timeout(5):
        await log.delete(["unknown"], TOMBSTONE)  # is answered when nothing erased is left
    assert places(path, CANARY) == []
    await log.close()


async def test_verify_finds_no_damage_beside_rewrites_and_deletions(log: SqliteLog, path: Path) -> None:
    names = [f"s{number}" for number in range(40)]
    await written(log, *[whole(name, *[bytes(500)] * 5) for name in names])
    for name in names[:20]:
        proof = asyncio.create_task(asyncio.to_thread(verify, path))
        await log.rewrite(name, 5, whole(name, b"new"), None, TOMBSTONE)
        await log.delete([f"s{int(name[1:]) + 20}"], TOMBSTONE)
        assert [finding for finding in await proof if finding.why] == []


async def test_a_rewritten_log_still_has_one_owner_and_is_for_its_eyes_only(log: SqliteLog, path: Path) -> None:
    await written(log, whole("victim", b"old"))
    await log.rewrite("victim", 1, whole("victim", b"new"), None, TOMBSTONE)
    with pytest.raises(StoreInUse):
        await SqliteLog.open(path)
    assert {stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()} == {0o600}
    assert sorted(file.name for file in path.parent.iterdir()) == [
        f"log.db{suffix}" for suffix in ("", "-shm", "-wal", ".lock", ".tombstones")
    ]


# Tombstones


async def test_a_tombstone_that_was_never_finished_does_not_count(path: Path) -> None:
    file = Path(f"{path}.tombstones")
    file.write_bytes(b'{"at":1}\n{"at":2')
    log = await SqliteLog.open(path)
    assert await log.tombstones() == [b'{"at":1}']
    await log.delete(["unknown"], b'{"at":3}')
    assert file.read_bytes() == b'{"at":1}\n{"at":3}\n'
    await log.close()


async def test_a_tombstone_is_one_line(log: SqliteLog) -> None:
    with pytest.raises(ValueError, match="one line"):
        await log.delete(["a"], b'{"at":1}\n{"at":2}')
    assert await log.tombstones() == []


# Faults


async def test_a_full_disk_refuses_a_rewrite_and_nothing_has_changed(log: SqliteLog, path: Path) -> None:
    old, other = whole("victim", CANARY, b"two"), whole("other", b"one")
    await written(log, old, other)
    epoch = await log.epoch("victim")
    await log._ask(lambda: log._db.execute("PRAGMA max_page_count = 1").fetchone())  # SQLite takes the present size
    with pytest.raises(StoreUnavailable, match="the disk is full"):
        await log.rewrite("victim", 2, whole("victim", bytes(2**20)), 5, TOMBSTONE)
    assert (await log.read("victim"), await log.read("other"), await log.epoch("victim")) == (old, other, epoch)
    assert (await log.tombstones(), await log.due(9), log.broken) == ([], [], "")
    await log._ask(lambda: log._db.execute("PRAGMA max_page_count = 100000").fetchone())
    await log.rewrite("victim", 2, whole("victim", bytes(2**20)), 5, TOMBSTONE)
    assert places(path, CANARY) == []


async def test_no_room_to_build_the_file_anew_refuses_a_rewrite_and_nothing_has_changed(log: SqliteLog, path: Path) -> None:
    old = whole("victim", CANARY)
    await written(log, old)
    with no_file_larger_than(2**19), pytest.raises(StoreUnavailable, match="the disk"):
        await log.rewrite("victim", 1, whole("victim", bytes(2**20)), 5, TOMBSTONE)
    assert (await log.read("victim"), await log.tombstones(), await log.due(9), log.broken) == (old, [], [], "")
    assert not Path(f"{path}.new").exists()
    assert len(await log.streams()) == 1
    await log.delete(["victim"], TOMBSTONE)
    assert places(path, CANARY) == []


async def test_a_tombstone_that_cannot_be_written_refuses_a_rewrite(log: SqliteLog, path: Path) -> None:
    old = whole("victim", CANARY)
    await written(log, old)
    Path(f"{path}.tombstones").mkdir()
    with pytest.raises(StoreUnavailable):
        await log.rewrite("victim", 1, whole("victim", b"new"), None, TOMBSTONE)
    assert await log.read("victim") == old


async def test_a_foreign_lock_refuses_a_rewrite_and_nothing_has_changed(log: SqliteLog, path: Path) -> None:
    old = whole("victim", CANARY)
    await written(log, old)
    with closing(sqlite3.connect(path, isolation_level=None)) as foreigner:
        foreigner.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreUnavailable, match="another program holds a lock"):
            await log.rewrite("victim", 1, whole("victim", b"new"), None, TOMBSTONE)
        assert (await log.read("victim"), await log.tombstones()) == (old, [])
    await log.rewrite("victim", 1, whole("victim", b"new"), None, TOMBSTONE)
    assert places(path, CANARY) == []


async def test_after_an_io_error_the_stream_is_the_old_or_the_new_one_and_the_tombstone_stays(path: Path) -> None:
    log = await SqliteLog.open(path)
    old, new, other = whole("victim", *[CANARY] * 9), whole("victim", b"new"), whole("other", *[bytes(4000)] * 200)
    await written(log, old, other)
    await log.rewrite("other", 200, other, None, b"{}")  # now the file is as small as can be, and the write-ahead log larger
    with no_file_larger_than(path.stat().st_size), pytest.raises(StoreUnavailable, match="started again"):
        await log.rewrite("victim", 9, new, None, TOMBSTONE)
    assert log.broken
    await log.close()
    log = await SqliteLog.open(path)
    assert await log.read("victim") in (old, new)
    assert await log.read("other") == other
    assert await log.tombstones() == [b"{}", TOMBSTONE]
    await log.close()


# Killed

REWRITER = """
import asyncio, os, signal, sys, threading, time
from orchestrator.eventlog.log import NO_HASH, Commit, chain
from orchestrator.eventlog.sqlite import SqliteLog

def whole(word):
    commits, last = [], NO_HASH
    for version in range(1, 2001):
        body = word + b" %d " % version + bytes(500)
        last = chain(last, body)
        commits.append(Commit("victim", version, body, last))
    return commits

async def main(path, share):
    log = await SqliteLog.open(path)
    await asyncio.gather(*[log.append(commit, 1) for commit in whole(b"first")])
    other = chain(NO_HASH, bytes(2**21))
    await log.append(Commit("other", 1, bytes(2**21), other), None)
    began = time.monotonic()
    await log.rewrite("victim", 2000, whole(b"CANARY"), 2, b'{"at":1}')
    took = time.monotonic() - began
    threading.Timer(took * share, os.kill, [os.getpid(), signal.SIGKILL]).start()
    await log.rewrite("victim", 2000, whole(b"removed"), 3, b'{"at":2}')
    print("done", flush=True)
    await asyncio.Event().wait()

asyncio.run(main(sys.argv[1], float(sys.argv[2])))
"""


@pytest.mark.parametrize("share", [0.02, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.2])
async def test_killed_in_a_rewrite_the_stream_is_the_old_or_the_new_one_whole(path: Path, share: float) -> None:
    command = [sys.executable, "-c", REWRITER, str(path), str(share)]
    ended = await asyncio.to_thread(subprocess.run, command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ended.returncode == -signal.SIGKILL, ended.stderr
    log = await SqliteLog.open(path)
    commits = await log.read("victim")
    words = {commit.body.split()[0] for commit in commits}
    (due,) = await log.due(9)
    assert len(commits) == 2000
    assert (words, due) in (({CANARY}, ("victim", 2)), ({b"removed"}, ("victim", 3)))
    assert [commit.body for commit in await log.read("other")] == [bytes(2**21)]
    if words == {b"removed"}:
        assert b'{"at":2}' in await log.tombstones()
        assert places(path, CANARY) == [], "the next owner erases what was left"
    else:
        assert not ended.stdout, "an erasure that was acknowledged is lost"
        await log.rewrite("victim", 2000, whole("victim", b"new"), None, b'{"at":2}')
        assert places(path, CANARY) == []
    await log.close()
    assert [(finding.stream, finding.why) for finding in verify(path)] == [("other", ""), ("victim", "")]
