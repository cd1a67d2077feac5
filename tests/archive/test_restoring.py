"""An old backup comes back without what was erased since, in one step, and the store as it was stays beside it."""

import asyncio
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest
from msgspec.structs import replace

from orchestrator.agenda.commands import Start
from orchestrator.cli import main
from orchestrator.eventlog.log import Damaged, StoreInUse, StoreUnavailable
from orchestrator.eventlog.sqlite import SqliteLog
from orchestrator.eventlog.sqlite_copy import backup
from orchestrator.eventlog.sqlite_file import NotALog
from orchestrator.eventlog.sqlite_proof import verify
from orchestrator.eventlog.sqlite_tombstones import bury, tombstones_of
from orchestrator.handler import Done, Handler
from orchestrator.messages import LINKS, SYSTEM, Actor, ActorId, Command, Role, SessionId
from orchestrator.qa_queue.commands import Draft
from orchestrator.restore import Restored, restore
from orchestrator.session.commands import Admit, DeleteSession, EraseParticipant, Open, PlannedPhase, PlannedRoom
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


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A store with an evening in which p1 has drafted a question and was seen, and an evening nobody came to."""
    path = tmp_path / "store" / "log.db"
    path.parent.mkdir()
    says(path, (SYSTEM.id, opening(OTHER)), session=OTHER)
    ana = Admit(name=NAME.decode(), role=Role.PARTICIPANT, ticket_hash="hash", room_id="r1")
    says(path, (SYSTEM.id, opening(SESSION)), (SYSTEM.id, ana))
    says(path, ("host", Start()), ("p1", Draft(text=TEXT.decode())))
    return path


@pytest.fixture
def old(store: Path, tmp_path: Path) -> Path:
    """A backup of that store, on another disk."""
    path = tmp_path / "backups" / "old.db"
    path.parent.mkdir()
    assert backup(store, path) == 3
    return path


def forget_ana(store: Path) -> None:
    says(store, ("host", EraseParticipant(participant_id=ActorId("p1"))))


def read(path: Path) -> dict[str, tuple[str, Sequence[bytes]]]:
    """Epoch and bodies of every stream."""

    async def look() -> dict[str, tuple[str, Sequence[bytes]]]:
        log = await SqliteLog.open(path)
        found = {name: (await log.epoch(name), [commit.body for commit in await log.read(name)]) for name in await log.streams()}
        await log.close()
        return found

    return asyncio.run(look())


def places(path: Path, *words: bytes) -> list[str]:
    """The files of a store, but for those kept from before, in which any of the words stands."""
    files = (file for file in path.parent.iterdir() if ".before-restore" not in file.name)
    return sorted(file.name for file in files if any(word in file.read_bytes() for word in words))


# Backups


def test_a_backup_is_one_file_with_everything_in_it(store: Path, old: Path) -> None:
    assert [file.name for file in old.parent.iterdir()] == ["old.db"]
    assert read(old) == read(store)
    assert old.stat().st_mode & 0o777 == 0o600


def test_a_backup_can_be_read_where_nothing_may_be_written(old: Path) -> None:
    with closing(sqlite3.connect(old)) as db:
        assert db.execute("PRAGMA journal_mode").fetchone() == ("delete",)


def test_a_backup_beside_a_server_that_writes_holds_all_that_was_acknowledged_before(store: Path, tmp_path: Path) -> None:
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
            copy = tmp_path / f"{number}.db"
            await asyncio.to_thread(backup, store, copy)
            (found,) = (finding for finding in await asyncio.to_thread(verify, copy) if finding.stream == SESSION)
            assert found.proven >= known
        going = False
        await talking
        await log.close()

    asyncio.run(serve())


def test_a_backup_takes_the_tombstones_with_it(store: Path, tmp_path: Path) -> None:
    forget_ana(store)
    backup(store, tmp_path / "new.db")
    assert tombstones_of(tmp_path / "new.db") == tombstones_of(store) != []


@pytest.mark.parametrize("suffix", ["", ".tombstones"])
def test_a_backup_replaces_nothing(store: Path, tmp_path: Path, suffix: str) -> None:
    taken = tmp_path / f"taken.db{suffix}"
    taken.write_text("mine")
    with pytest.raises(StoreUnavailable, match="is there already"):
        backup(store, tmp_path / "taken.db")
    with pytest.raises(StoreUnavailable, match="is there already"):
        backup(store, store)
    assert taken.read_text() == "mine"


def test_a_damaged_store_makes_no_backup(store: Path, tmp_path: Path) -> None:
    damage(store)
    with pytest.raises(Damaged, match=r"log\.db: s1 is damaged at version 2"):
        backup(store, tmp_path / "new.db")
    assert list(tmp_path.glob("new*")) == []


def damage(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        assert db.execute("UPDATE commits SET body = 'x' WHERE stream = 's1' AND version = 2").rowcount


# Restoring


def test_a_restored_store_is_the_backup_again_with_other_epochs(store: Path, old: Path) -> None:
    before = read(store)
    says(store, ("p1", Draft(text="Later")))
    done = restore(old, store)
    assert (done.streams, done.erased, done.tombstones) == (3, 0, 0)
    after = read(store)
    assert {name: bodies for name, (_, bodies) in after.items()} == {name: bodies for name, (_, bodies) in before.items()}
    assert not {epoch for epoch, _ in before.values()} & {epoch for epoch, _ in after.values()}


def test_what_was_erased_since_the_backup_stays_erased(store: Path, old: Path) -> None:
    assert places(old, NAME, TEXT) == ["old.db"]
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
    forget_ana(store)
    bury(old, *tombstones_of(store))
    for file in store.parent.iterdir():
        file.unlink()
    assert restore(old, store).kept is None
    assert places(store, NAME, TEXT) == []
    assert set(tombstones_of(store)) >= set(tombstones_of(old))


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


def untouched(store: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in store.parent.iterdir() if not file.name.endswith((".lock", "-shm"))}


def test_a_store_in_use_is_not_restored(store: Path, old: Path) -> None:
    async def serving() -> None:
        log = await SqliteLog.open(store)
        with pytest.raises(StoreInUse):
            await asyncio.to_thread(restore, old, store)
        await log.close()

    asyncio.run(serving())
    assert TEXT in b"".join(read(store)[SESSION][1])


def test_a_damaged_backup_is_refused_and_nothing_has_changed(store: Path, old: Path) -> None:
    damage(old)
    before = untouched(store)
    with pytest.raises(Damaged, match=r"old\.db: s1 is damaged at version 2"):
        restore(old, store)
    assert untouched(store) == before


def test_what_is_no_log_is_no_backup(store: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.db").touch()
    before = untouched(store)
    for name, refusal in (("empty.db", NotALog), ("none.db", StoreUnavailable)):
        with pytest.raises(refusal, match=name):
            restore(tmp_path / name, store)
    assert untouched(store) == before


def test_a_store_kept_from_an_earlier_restore_is_not_overwritten(store: Path, old: Path) -> None:
    restore(old, store)
    kept = Path(f"{store}.before-restore")
    before = kept.read_bytes()
    with pytest.raises(StoreUnavailable, match="earlier restore"):
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
from orchestrator.restore import restore

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
    ended = subprocess.run(command, cwd=Path(__file__).parents[1], capture_output=True, text=True, check=False)
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
    copy = tmp_path / "copy.db"
    assert main(["backup", str(copy), "--store", f"sqlite:///{store}"]) == 0
    assert capsys.readouterr().out == f"{copy}: 3 streams, every commit proven\n"
    forget_ana(store)
    assert main(["restore", str(copy), "--store", f"sqlite:///{store}"]) == 0
    said = capsys.readouterr().out
    assert said.startswith(f"{store}: 3 streams from {copy}, every commit proven\nerased again: 1; ")
    assert f"the store as it was: {store}.before-restore; remove it" in said


@pytest.mark.parametrize("command", ["backup", "restore"])
def test_the_commands_refuse_in_one_line(command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for file, store, word in (
        ("copy.db", "mysql://x", "mysql://x is no store in a file"),
        ("none.db", f"sqlite:///{tmp_path}/none/log.db", "none"),
    ):
        assert main([command, str(tmp_path / file), "--store", store]) == 2
        said = capsys.readouterr().err
        assert word in said
        assert said.startswith("orchestrator: ")
        assert said.count("\n") == 1
