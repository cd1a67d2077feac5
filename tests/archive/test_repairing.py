"""Of a damaged store the longest proven beginning of each stream stays; what is lost is named first, the rest is kept beside."""

import asyncio
import random
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from msgspec.structs import replace

from orchestrator.agenda.commands import Start
from orchestrator.archive.repairing import Damage, repair_file, repair_log
from orchestrator.cli import main
from orchestrator.eventlog.log import StoreInUse
from orchestrator.eventlog.redis_streams import RedisLog
from orchestrator.eventlog.sqlite import SqliteLog
from orchestrator.eventlog.sqlite_proof import verify
from orchestrator.eventlog.sqlite_tombstones import bury
from orchestrator.messages import SessionId
from orchestrator.qa_queue.commands import Draft
from tests.archive.evening import (
    NAME,
    OTHER,
    SESSION,
    TEXT,
    VIEWING,
    bodies,
    contents,
    damage,
    held,
    opening,
    places,
    read,
    says,
    untouched,
)
from tests.archive.test_format import whole
from tests.archive.test_taking import write
from tests.fakes import MemoryLog
from tests.given import t
from tests.redis.server import RedisServer


def sql(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute(statement)


def repaired(path: Path) -> Damage:
    """Mend a store; what was said of it."""
    said: list[Damage] = []

    def agreed(damage: Damage) -> bool:
        said.append(damage)
        return True

    kept = repair_file(path, agreed)
    assert kept == (Path(f"{path}.damaged") if said else None)
    assert {finding.why for finding in verify(path)} <= {""}
    assert repair_file(path, lambda damage: pytest.fail(f"{damage}")) is None
    return said[0] if said else Damage()


# A file


def test_a_sound_store_is_left_alone(store: Path) -> None:
    before = store.read_bytes()
    assert repaired(store) == Damage()
    assert store.read_bytes() == before


def test_the_longest_proven_beginning_stays_and_the_rest_is_named(store: Path) -> None:
    before = read(store)
    sql(store, "UPDATE commits SET body = 'x' WHERE stream = 's1' AND version = 2")
    ruined = store.read_bytes()
    (loss,) = repaired(store).losses
    assert (loss.stream, loss.proven) == (SESSION, 1)
    assert [line.split(": ", 1)[0] for line in loss.lost] == ["version 2", "version 3", "version 4"]
    assert loss.lost[0] == "version 2: cannot be read"
    assert " host: agenda." in loss.lost[1]
    assert " p1: qa_queue." in loss.lost[2]
    after = read(store)
    assert after[SESSION][1] == before[SESSION][1][:1]
    assert after[SESSION][0] != before[SESSION][0], "clients must not believe that they are up to date"
    assert {name: after[name] for name in (OTHER, VIEWING)} == {name: before[name] for name in (OTHER, VIEWING)}
    assert Path(f"{store}.damaged").read_bytes() == ruined


@pytest.mark.parametrize(
    ("statement", "stay", "lost"),
    [
        ("UPDATE commits SET hash = zeroblob(32) WHERE stream = 's1' AND version = 1", 0, 4),
        ("DELETE FROM commits WHERE stream = 's1' AND version = 3", 2, 2),
        ("DELETE FROM commits WHERE stream = 's1' AND version > 2", 2, 2),
        ("DELETE FROM commits WHERE stream = 's1'", 0, 4),
        ("UPDATE streams SET version = 3 WHERE stream = 's1'", 4, 0),
        ("UPDATE streams SET hash = zeroblob(32) WHERE stream = 's1'", 4, 0),
        ("DELETE FROM streams WHERE stream = 's1'", 4, 0),
        ("UPDATE commits SET version = 9 WHERE stream = 's1' AND version = 4", 3, 6),
    ],
)
def test_what_is_missing_or_changed_costs_only_what_follows(store: Path, statement: str, stay: int, lost: int) -> None:
    before = bodies(store)
    sql(store, statement)
    (loss,) = repaired(store).losses
    assert (loss.stream, loss.proven, len(loss.lost)) == (SESSION, stay, lost)
    before[SESSION] = before[SESSION][:stay]
    assert bodies(store) == {name: found for name, found in before.items() if found}


def test_a_stream_that_was_cut_wakes_when_its_beginning_says_so(store: Path) -> None:
    async def due() -> list[tuple[str, int]]:
        log = await SqliteLog.open(store)
        found = await log.due(2**53)
        await log.close()
        return found

    planned = replace(opening(SessionId("s3")), starts_at=t("20:00"), auto_start=True)
    says(store, ("system", planned), ("host", Start()), session=SessionId("s3"))
    write(store, whole("a", b"1"), due_at=7)
    assert asyncio.run(due()) == [("a", 7)]
    sql(store, "UPDATE commits SET body = 'x' WHERE stream = 's3' AND version = 2")
    repaired(store)
    assert asyncio.run(due()) == [("a", 7), ("s3", t("20:00"))]


def test_a_ruined_page_costs_only_what_stood_there(tmp_path: Path) -> None:
    path = tmp_path / "log.db"
    dice = random.Random(5)
    streams = [whole(name, *[dice.randbytes(dice.randrange(600)) for _ in range(40)]) for name in "abcd"]

    async def fill() -> None:
        log = await SqliteLog.open(path)
        for version in range(40):
            await asyncio.gather(*[log.append(commits[version], None) for commits in streams])
        await log.close()

    asyncio.run(fill())
    sound, whole_store = path.read_bytes(), bodies(path)
    kept = []
    for page in range(1, len(sound) // 4096):
        path.write_bytes(sound[: page * 4096] + b"\xa5" * 4096 + sound[(page + 1) * 4096 :])
        repair_file(path, lambda _: True)
        found = bodies(path)
        assert {finding.why for finding in verify(path)} <= {""}
        assert all(found[name] == whole_store[name][: len(found[name])] for name in found)
        kept.append(sum(map(len, found.values())))
        for file in path.parent.glob("*.damaged*"):
            file.unlink()
    assert max(kept) == 160, "a page of the index costs nothing"


# Its write-ahead log


@pytest.fixture
def killed(tmp_path: Path) -> tuple[Path, dict[str, list[bytes]]]:
    """A store whose server was killed, so that much stands in its write-ahead log; and what was in it."""
    path, working = tmp_path / "killed" / "log.db", tmp_path / "working.db"
    path.parent.mkdir()

    async def serve() -> dict[str, list[bytes]]:
        log = await SqliteLog.open(working)
        for name in ("a", "b"):
            for commit in whole(name, *[b"%s %d" % (name.encode(), number) * 30 for number in range(60)]):
                await log.append(commit, commit.version)
        for suffix in ("", "-wal"):
            shutil.copy(f"{working}{suffix}", f"{path}{suffix}")
        found = {name: list(said) for name, (_, said) in (await held(log)).items()}
        await log.close()
        return found

    return path, asyncio.run(serve())


def test_one_flipped_bit_in_the_write_ahead_log_costs_at_most_what_stood_there(
    killed: tuple[Path, dict[str, list[bytes]]],
) -> None:
    path, before = killed
    wal = Path(f"{path}-wal")
    origin, sound = path.read_bytes(), wal.read_bytes()
    dice, whole_again = random.Random(3), 0
    places = [17, 25, 32 + 9, 32 + 17, *[dice.randrange(32, len(sound) * 9 // 10) for _ in range(12)]]
    for place in places:
        path.write_bytes(origin)
        wal.write_bytes(sound[:place] + bytes([sound[place] ^ 1]) + sound[place + 1 :])
        known = {finding.stream: finding.proven for finding in verify(path)}
        said = repaired(path)
        assert "log.db-wal is damaged at frame" in said.file
        found = bodies(path)
        assert all(found[name] == before[name][: len(found[name])] for name in found)
        assert all(len(found.get(name, [])) >= count for name, count in known.items() if name)
        whole_again += found == before
        assert Path(f"{path}.damaged-wal").read_bytes()[:place] == sound[:place]
        for file in path.parent.glob("*.damaged*"):
            file.unlink()
    assert whole_again > len(places) // 2, "of most pages a newer image follows"


# Broken off

KILLED = """
import itertools, os, shutil, signal, sys
from pathlib import Path
from orchestrator.archive.repairing import repair_file
from orchestrator.eventlog.sqlite_proof import verify

STEPS = {"os.rename", "os.link", "os.remove", "os.truncate", "sqlite3.connect"}

def killed(step, store):  # in a process of its own, just before it takes its n-th step on the files
    if child := os.fork():
        return os.WIFSIGNALED(os.waitpid(child, 0)[1])
    steps = itertools.count(1)
    sys.addaudithook(lambda name, _: name in STEPS and next(steps) == step and os.kill(os.getpid(), signal.SIGKILL))
    repair_file(store, lambda _: True)
    os._exit(0)

origin = Path(sys.argv[1])
store = origin.parent.with_name("tried") / origin.name
for step in itertools.count(1):
    shutil.rmtree(store.parent, ignore_errors=True)
    shutil.copytree(origin.parent, store.parent)
    again = killed(step, store)
    print([finding.proven for finding in verify(store)], flush=True)
    if not again:
        break
    assert not killed(0, store), "it cannot be done again"
    assert {finding.why for finding in verify(store)} == {""}
"""


@pytest.mark.soak
def test_a_repair_killed_at_any_step_leaves_the_old_store_or_the_whole_new_one(store: Path) -> None:
    sql(store, "DELETE FROM commits WHERE stream = 's1' AND version > 2")
    sql(store, "UPDATE commits SET body = 'x' WHERE stream = 's2'")
    command = [sys.executable, "-c", KILLED, str(store)]
    ended = subprocess.run(command, cwd=Path(__file__).parents[2], capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    found = ended.stdout.splitlines()
    old, new = "[2, 0, 1]", "[2, 1]"
    assert found == [old] * found.count(old) + [new] * found.count(new), "first the old, then the new"
    assert found.count(old) > 5


# What stays as it is


def test_a_store_in_use_is_not_repaired(store: Path) -> None:
    damage(store)

    async def serving() -> None:
        log = await SqliteLog.open(store)
        with pytest.raises(StoreInUse):
            await asyncio.to_thread(repair_file, store, lambda _: True)
        await log.close()

    asyncio.run(serving())


def test_without_a_yes_nothing_changes(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    damage(store)
    before = {
        file.name: file.read_bytes() for file in store.parent.iterdir() if not file.name.endswith(("-shm", "-wal", ".lock"))
    }
    assert main(["log", "repair", "--store", f"sqlite:///{store}"]) == 1
    said = capsys.readouterr().out
    assert "s1: 1 commit proven and kept" in said
    assert "version 2: cannot be read" in said
    assert said.endswith("nothing has changed; say --yes to do that\n")
    assert untouched(store) == before
    assert main(["log", "repair", "--yes", "--store", f"sqlite:///{store}"]) == 0
    assert f"lies in {store}.damaged" in capsys.readouterr().out
    assert main(["log", "repair", "--store", f"sqlite:///{store}"]) == 0
    assert capsys.readouterr().out == "nothing is damaged\n"


def test_what_was_erased_does_not_come_back(store: Path) -> None:
    bury(store, b'{"session_id":"s1","what":"participant","at":1800000000000,"participant_id":"p1","seed":"ab"}')
    sql(store, "UPDATE streams SET version = 9 WHERE stream = 's1'")
    repair_file(store, lambda _: True)
    for file in store.parent.glob("*.damaged*"):
        file.unlink()
    assert places(store, NAME, TEXT) == []


def test_the_session_goes_on_after_a_repair(store: Path) -> None:
    sql(store, "UPDATE commits SET body = 'x' WHERE stream = 's1' AND version = 4")
    repaired(store)
    says(store, ("p1", Draft(text="Once more")))
    assert b"Once more" in b"".join(bodies(store)[SESSION])


# Any other store


async def test_a_damaged_stream_of_another_store_keeps_its_proven_beginning(tmp_path: Path) -> None:
    log, said = MemoryLog(), list[Damage]()
    for name in ("a", "b", "c"):
        for commit in whole(name, *[b"%d" % number for number in range(600)]):
            await log.append(commit, None)
    log.damage("a", 300, b"x")
    log.damage("b", 1, b"x")
    before = await log.epoch("c"), await log.epoch("a")
    kept = await repair_log(log, "memory", tmp_path, lambda damage: not said.append(damage), 7)
    assert [(loss.stream, loss.proven) for loss in said[0].losses] == [("a", 299), ("b", 0)]
    assert "from version 300 on" in said[0].losses[0].lost[0]
    assert kept == tmp_path / "orchestrator-7.damaged"
    assert {name: len(found) for name, found in contents(kept)[0].items()} == {"a": 299}
    assert [len(await log.read(name)) for name in ("a", "b", "c")] == [299, 0, 600]
    assert await log.epoch("c") == before[0]
    assert await log.epoch("a") != before[1]
    assert await repair_log(log, "memory", tmp_path, lambda damage: pytest.fail(f"{damage}"), 8) is None


async def test_redis_is_repaired_beside_its_workers(redis_server: RedisServer, tmp_path: Path) -> None:
    log = await RedisLog.open(redis_server.url)
    commits = whole("s1", *[b"%d" % number for number in range(300)])
    for commit in commits:
        await log.append(commit, 7)
    key = next(key for key in redis_server.cli("KEYS", "*log:s1"))  # type: ignore[attr-defined]
    redis_server.cli("XDEL", key, "251-0")
    epoch = await log.epoch("s1")
    assert await repair_log(log, "redis", tmp_path, lambda _: False, 7) is None
    with pytest.raises(Exception, match="damaged at version 251"):
        await log.read("s1")
    assert await repair_log(log, "redis", tmp_path, lambda _: True, 7)
    assert await log.read("s1") == commits[:250]
    assert await log.due(2**53) == []
    assert await log.epoch("s1") != epoch
    await log.close()
