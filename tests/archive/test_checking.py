"""An archive is proven without a store, a store of any kind beside whoever serves from it."""

from pathlib import Path

import pytest

from orchestrator.archive.checking import Contents, check_archive, check_log
from orchestrator.archive.file import read_file
from orchestrator.archive.format import BadArchive, Item, Writer
from orchestrator.archive.meaning import check
from orchestrator.cli import main
from orchestrator.eventlog.log import Commit
from orchestrator.eventlog.sqlite import SqliteLog
from orchestrator.eventlog.sqlite_proof import Finding, verify
from tests.archive.evening import OTHER, SESSION, VIEWING, damage
from tests.archive.test_format import whole
from tests.archive.test_taking import write
from tests.fakes import MemoryLog
from tests.redis.server import RedisServer

UNKNOWN = b'{"entries":[{"actor":"host","at":1,"events":[{"type":"session.of_tomorrow"}]}],"format":1}'


def with_more(archive: Path, *more: Commit) -> None:
    made, items = read_file(archive)
    writer, all_items = Writer(made), sorted([*items, *more], key=place)
    archive.write_bytes(b"".join([writer.begin(), *[writer.add(item) for item in all_items], writer.end()]))


def place(item: Item) -> tuple[str, int]:
    return (item.stream, item.version) if isinstance(item, Commit) else ("~", 0)


def test_a_sound_archive_is_counted(old: Path) -> None:
    assert check_archive(old) == Contents(read_file(old)[0], streams=3, commits=6, tombstones=0)


@pytest.mark.parametrize(
    ("stream", "body", "words"),
    [
        ("s3", UNKNOWN, "s3 means nothing to this program at version 1: .*session.of_tomorrow"),
        ("s3", b"not json", "s3 means nothing to this program at version 1"),
        ("s3", b'{"entries":[{"actor":"a","at":1,"events":[{"type":"agenda.advanced"}]}],"format":1}', "s3 means nothing"),
        ("c:s1:cap1", b"{}", "c:s1:cap1 means nothing"),
        ("code-X", b"{}", "code-X means nothing"),
        ("v:s3", b"{}", "v:s3 means nothing"),
    ],
)
def test_an_archive_with_a_commit_that_means_nothing_is_refused(old: Path, stream: str, body: bytes, words: str) -> None:
    with_more(old, whole(stream, body)[0])
    with pytest.raises(BadArchive, match=f"old: {words}"):
        check_archive(old)


def test_the_command_says_what_an_archive_holds_and_changes_nothing(
    old: Path, store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {file: file.read_bytes() for file in store.parent.iterdir()}
    assert main(["restore", str(old), "--verify", "--store", f"sqlite:///{store}"]) == 0
    said = capsys.readouterr().out
    assert said.startswith(f"{old}: a whole store (sqlite), taken at 1970-01-01 00:00:01")
    assert "3 streams, 6 commits, 0 tombstones; every byte and every commit proven" in said
    assert {file: file.read_bytes() for file in store.parent.iterdir()} == before
    old.write_bytes(old.read_bytes()[:-1])
    assert main(["restore", str(old), "--verify"]) == 2
    assert capsys.readouterr().err == f"orchestrator: {old}: it is cut off\n"


def test_a_copy_of_a_file_is_proven_in_another_way(store: Path) -> None:
    with pytest.raises(BadArchive, match="orchestrator log verify --store sqlite:///"):
        check_archive(store)


async def test_every_stream_of_a_store_is_proven(store: Path) -> None:
    log = await SqliteLog.open(store)
    sound = [Finding(SESSION, 4), Finding(OTHER, 1), Finding(VIEWING, 1)]
    assert await check_log(log) == sound == verify(store, check)
    await log.close()


@pytest.mark.parametrize("bad", [1, 2, 256, 257, 300, 512, 513, 600])
async def test_the_first_bad_version_is_named_and_what_is_before_it_counted(bad: int) -> None:
    log = MemoryLog()
    for commit in whole("code-a", *[b'{"session_id":"s1"}'] * 600):
        await log.append(commit, None)
    log.damage("code-a", bad, b"x")
    (finding,) = await check_log(log)
    assert (finding.proven, finding.bad_version) == (bad - 1, bad)


async def test_a_commit_that_means_nothing_is_found() -> None:
    log = MemoryLog()
    await log.append(whole("s1", UNKNOWN)[0], None)
    (finding,) = await check_log(log)
    assert (finding.proven, finding.bad_version) == (0, 1)
    assert "of_tomorrow" in finding.why


def test_the_command_names_what_is_damaged_or_means_nothing(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["log", "verify", "--store", f"sqlite:///{store}"]) == 0
    assert capsys.readouterr().out == ("s1: 4 commits proven\ns2: 1 commit proven\nv:s1: 1 commit proven\n3 streams, 6 commits\n")
    damage(store)
    write(store, whole("s3", UNKNOWN))
    assert main(["log", "verify", "--store", f"sqlite:///{store}"]) == 1
    said = capsys.readouterr().out
    assert "s1: 1 commit proven; damaged at version 2" in said
    assert "s3: 0 commits proven; damaged at version 1: s3 means nothing to this program" in said


def test_the_command_reads_redis_too(old: Path, redis_server: RedisServer, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["restore", str(old), "--store", redis_server.url]) == 0
    assert main(["log", "verify", "--store", redis_server.url]) == 0
    assert capsys.readouterr().out.endswith(
        "s1: 4 commits proven\ns2: 1 commit proven\nv:s1: 1 commit proven\n3 streams, 6 commits\n"
    )
