"""An old backup comes back without what was erased since, in one step, and the store as it was stays beside it."""

import asyncio
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from orchestrator.archive.file import read_file
from orchestrator.archive.format import BadArchive, Buried, Writer
from orchestrator.archive.restoring import Restored, restore
from orchestrator.cli import main
from orchestrator.eventlog.log import StoreInUse, StoreUnavailable
from orchestrator.eventlog.sqlite import SqliteLog
from orchestrator.eventlog.sqlite_file import DamagedFile
from orchestrator.eventlog.sqlite_proof import verify
from orchestrator.eventlog.sqlite_tombstones import bury, tombstones_of
from orchestrator.handler import Handler
from orchestrator.messages import SYSTEM, Actor, ActorId, SessionId
from orchestrator.qa_queue.commands import Draft
from orchestrator.session.commands import DeleteSession
from tests.archive.evening import (
    NAME,
    OTHER,
    SESSION,
    TEXT,
    VIEWING,
    bodies,
    damage,
    forget_ana,
    opening,
    places,
    read,
    says,
    untouched,
)
from tests.eventlog.disk import no_file_larger_than
from tests.fakes import FakeClock


def test_a_restored_store_is_the_backup_again_with_other_epochs(store: Path, old: Path) -> None:
    before = read(store)
    says(store, ("p1", Draft(text="Later")))
    done = restore(old, store)
    assert (done.streams, done.erased, done.tombstones) == (3, 0, 0)
    after = read(store)
    assert {name: bodies for name, (_, bodies) in after.items()} == {name: bodies for name, (_, bodies) in before.items()}
    assert not {epoch for epoch, _ in before.values()} & {epoch for epoch, _ in after.values()}


def test_what_was_erased_since_the_backup_stays_erased(store: Path, old: Path) -> None:
    forget_ana(store)
    done = restore(old, store)
    assert (done.erased, done.tombstones) == (1, len(tombstones_of(store)))
    assert places(store, NAME, TEXT) == []
    assert [name for name, (_, bodies) in read(store).items() if b'"p1"' in b"".join(bodies)] == []
    assert {finding.why for finding in verify(store)} == {""}
    assert restore_again(old, store).erased == 1
    assert places(store, NAME, TEXT) == []


def restore_again(old: Path, store: Path) -> Restored:
    for file in store.parent.glob("*.before-restore*"):
        file.unlink()
    return restore(old, store)


def test_a_session_deleted_since_the_backup_stays_deleted(store: Path, old: Path) -> None:
    says(store, ("host", DeleteSession()))
    restore(old, store)
    assert list(read(store)) == [OTHER]
    assert places(store, NAME, TEXT, b"CODEs1") == []


def test_tombstones_of_the_backup_count_too(store: Path, old: Path) -> None:
    """A backup may hold what was erased while it was taken."""
    forget_ana(store)
    tombstones = tombstones_of(store)
    with_tombstones(old, tombstones)
    for file in store.parent.iterdir():
        file.unlink()
    assert restore(old, store).kept is None
    assert places(store, NAME, TEXT) == []
    assert set(tombstones_of(store)) >= set(tombstones)


def with_tombstones(archive: Path, tombstones: list[bytes]) -> None:
    """The same archive, but with these tombstones."""
    made, items = read_file(archive)
    writer = Writer(made)
    data = writer.begin() + b"".join(writer.add(item) for item in items)
    archive.write_bytes(data + b"".join(writer.add(Buried(line)) for line in tombstones) + writer.end())


def test_the_store_of_a_killed_server_is_kept_whole(store: Path, old: Path, tmp_path: Path) -> None:
    killed = tmp_path / "killed" / "log.db"
    killed.parent.mkdir()

    async def serve() -> None:
        log = await SqliteLog.open(store)
        await Handler(log, FakeClock()).submit(SESSION, Draft(text="Later", actor=Actor(ActorId("p1"))), None)
        for suffix in ("", "-wal"):
            shutil.copy(f"{store}{suffix}", f"{killed}{suffix}")
        await log.close()

    asyncio.run(serve())
    assert places(killed, b"Later") == ["log.db-wal"]
    kept = restore(old, killed).kept
    assert kept == Path(f"{killed}.before-restore")
    assert b"Later" in b"".join(read(kept)[SESSION][1])
    assert b"Later" not in b"".join(read(killed)[SESSION][1])


def test_a_damaged_store_can_be_restored_and_is_kept_for_whoever_looks_into_it(store: Path, old: Path) -> None:
    store.write_bytes(b"\xa5" * 4096 + store.read_bytes()[4096:])
    ruined = store.read_bytes()
    kept = restore(old, store).kept
    assert kept
    assert kept.read_bytes() == ruined
    assert set(read(store)) == {SESSION, OTHER, VIEWING}


# Refused


def test_a_store_in_use_is_not_restored(store: Path, old: Path) -> None:
    async def serving() -> None:
        log = await SqliteLog.open(store)
        with pytest.raises(StoreInUse):
            await asyncio.to_thread(restore, old, store)
        await log.close()

    asyncio.run(serving())
    assert TEXT in b"".join(read(store)[SESSION][1])


def test_a_damaged_backup_is_refused_and_nothing_has_changed(store: Path, old: Path) -> None:
    data, before = old.read_bytes(), untouched(store)
    for ruined in (data[:-1], data[:200], data[:200] + b"x" + data[201:], data + b"x", b""):
        old.write_bytes(ruined)
        with pytest.raises(BadArchive, match="old: "):
            restore(old, store)
        assert untouched(store) == before


def test_what_is_no_archive_is_no_backup(store: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    (tmp_path / "text").write_text("These are my notes.\n" * 1_000)
    (tmp_path / "folder").mkdir()
    before = untouched(store)
    for name, refusal in (("empty", BadArchive), ("text", BadArchive), ("folder", StoreUnavailable), ("none", StoreUnavailable)):
        with pytest.raises(refusal, match=name):
            restore(tmp_path / name, store)
    assert untouched(store) == before


def test_a_disk_without_room_changes_nothing(store: Path, old: Path) -> None:
    before = untouched(store)
    with no_file_larger_than(8_192), pytest.raises(StoreUnavailable, match="restoring"):
        restore(old, store)
    assert untouched(store) == before
    assert restore(old, store).streams == 3


# Copies of the file, which backups were before there were archives


def test_a_copy_of_the_file_can_be_restored(store: Path, tmp_path: Path) -> None:
    copied, before = tmp_path / "copy.db", bodies(store)
    shutil.copy(store, copied)
    forget_ana(store)
    bury(copied, b'{"session_id":"s2","what":"deleted","at":5}')
    done = restore(copied, store)
    assert (done.streams, done.erased) == (3, 2)
    assert places(store, NAME, TEXT) == []
    assert bodies(store).keys() == before.keys() - {OTHER}


def test_a_damaged_copy_is_refused_and_nothing_has_changed(store: Path, tmp_path: Path) -> None:
    copied = tmp_path / "copy.db"
    shutil.copy(store, copied)
    damage(copied)
    before = untouched(store)
    with pytest.raises(DamagedFile, match=r"copy\.db: s1 is damaged at version 2"):
        restore(copied, store)
    assert untouched(store) == before


def test_a_store_kept_from_an_earlier_restore_is_not_overwritten(store: Path, old: Path) -> None:
    restore(old, store)
    kept = Path(f"{store}.before-restore")
    before = kept.read_bytes()
    with pytest.raises(StoreUnavailable, match="from an earlier time"):
        restore(old, store)
    assert kept.read_bytes() == before


def test_a_restore_killed_half_way_is_done_again(store: Path, old: Path) -> None:
    kept = Path(f"{store}.before-restore")
    kept.hardlink_to(store)
    for suffix in ("", "-wal", ".tombstones"):
        Path(f"{store}.restoring{suffix}").write_text("left over")
    restore(old, store)
    assert set(read(store)) == {SESSION, OTHER, VIEWING}
    assert list(store.parent.glob("*.restoring*")) == []


KILLED = """
import itertools, os, shutil, signal, sys
from pathlib import Path
from orchestrator.eventlog.sqlite_proof import read_only
from orchestrator.archive.restoring import restore

STEPS = {"os.rename", "os.link", "os.remove", "os.truncate", "sqlite3.connect"}

def killed(step, *args):  # in a process of its own, just before it takes its n-th step on the files
    if child := os.fork():
        return os.WIFSIGNALED(os.waitpid(child, 0)[1])
    steps = itertools.count(1)
    sys.addaudithook(lambda name, _: name in STEPS and next(steps) == step and os.kill(os.getpid(), signal.SIGKILL))
    restore(*args)
    os._exit(0)

old, origin = map(Path, sys.argv[1:])
store = origin.parent.with_name("tried") / origin.name
for step in itertools.count(1):
    shutil.rmtree(store.parent, ignore_errors=True)
    shutil.copytree(origin.parent, store.parent)
    again = killed(step, old, store)
    bodies = [[commit.body for commit in commits] for _, commits in read_only(store)]
    print(len(bodies), b"Canary" in b"".join(sum(bodies, [])), flush=True)
    if not again:
        break
    assert not killed(0, old, store), "it cannot be done again"
    assert len(list(read_only(store))) == 3
"""


@pytest.mark.soak
def test_a_restore_killed_at_any_step_leaves_the_old_store_or_the_whole_new_one(store: Path, old: Path) -> None:
    says(store, (SYSTEM.id, opening(SessionId("s3"))), session=SessionId("s3"))
    forget_ana(store)
    command = [sys.executable, "-c", KILLED, str(old), str(store)]
    ended = subprocess.run(command, cwd=Path(__file__).parents[2], capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    found = ended.stdout.splitlines()
    assert found == ["4 False"] * found.count("4 False") + ["3 False"] * found.count("3 False"), "first the old, then the new"
    assert found.count("4 False") > 10


def test_a_tombstone_that_cannot_be_read_lets_nothing_come_back(store: Path, old: Path) -> None:
    bury(store, b'{"of": "a newer version"}')
    before = untouched(store)
    with pytest.raises(StoreUnavailable, match="nothing is restored"):
        restore(old, store)
    assert untouched(store) == before


# The operator


def test_the_commands_say_what_they_did(store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    copy = tmp_path / "copy"
    assert main(["backup", str(copy), "--store", f"sqlite:///{store}"]) == 0
    assert capsys.readouterr().out.startswith(f"{copy}: 3 streams, 6 commits, 0 tombstones, every commit proven\n")
    forget_ana(store)
    assert main(["restore", str(copy), "--store", f"sqlite:///{store}"]) == 0
    said = capsys.readouterr().out
    assert said.startswith(f"{store}: 3 streams from {copy}, every commit proven\nerased again: 1; ")
    assert f"the store as it was: {store}.before-restore; remove it" in said


@pytest.mark.parametrize(
    "command",
    [["backup", "FILE"], ["restore", "FILE"], ["log", "import", "FILE"], ["log", "export", "s1", "FILE"], ["log", "repair"]],
    ids=lambda command: " ".join(command),
)
def test_the_commands_refuse_in_one_line(command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for store, word in (("mysql://x", "mysql"), (f"sqlite:///{tmp_path}/none/log.db", "none"), ("redis://127.0.0.1:1/0", "1")):
        arguments = [str(tmp_path / "file") if part == "FILE" else part for part in command]
        assert main([*arguments, "--store", store]) == 2
        said = capsys.readouterr().err
        assert word in said
        assert said.startswith("orchestrator: ")
        assert said.count("\n") == 1
