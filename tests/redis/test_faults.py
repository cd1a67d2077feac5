"""What Redis does to a log on a bad day, with a real redis-server: nothing acknowledged is lost, nothing is there twice."""

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest

from orchestrator.eventlog import redis_keys as keys
from orchestrator.eventlog import redis_line
from orchestrator.eventlog.log import NO_HASH, Change, Commit, Damaged, StoreUnavailable, VersionConflict, chain
from orchestrator.eventlog.redis_line import COMMAND_S, GRACE_S, Terms
from orchestrator.eventlog.redis_streams import TERMS, RedisLog
from tests.redis.proxy import Wire
from tests.redis.server import RedisServer

pytestmark = pytest.mark.process
SOON, LONG = 30, 60
SLACK = 3  # s; this machine may be busy
PATIENT = Terms(command_s=10)  # what is no matter of time must not fail for want of it
HASTY = Terms(command_s=0.2)
REPLICATED = Terms(replicas=1, wait_ms=5_000, command_s=10)


@asynccontextmanager
async def opened(url: str, terms: Terms = PATIENT) -> AsyncIterator[RedisLog]:
    log = await RedisLog.open(url, terms)
    try:
        yield log
    finally:
        await log.close()


def following(last: Commit | None, stream: str, body: bytes) -> Commit:
    version, previous = (last.version, last.hash) if last else (0, NO_HASH)
    return Commit(stream, version + 1, body, chain(previous, body))


async def grow(log: RedisLog, stream: str, *bodies: bytes) -> list[Commit]:
    commits = await log.read(stream)
    for body in bodies:
        commits.append(following(commits[-1] if commits else None, stream, body))
        await log.append(commits[-1], None)
    return commits


async def heals(log: RedisLog) -> None:
    async with asyncio.timeout(SOON):
        while True:
            try:
                return await log.check()
            except StoreUnavailable:
                await asyncio.sleep(0)


class Writer:
    """Appends to one stream as a handler does: on a conflict it reads and looks for what it wanted to say."""

    def __init__(self, log: RedisLog, name: str) -> None:
        self.log, self.name = log, name
        self.acknowledged: list[bytes] = []
        self.refused = 0

    async def write(self, stop: asyncio.Event) -> None:
        commits: list[Commit] = []
        number = 0
        while not stop.is_set():
            body = b"%s-%d" % (self.name.encode(), number)
            try:
                commits += await self.log.read("s", commits[-1].version if commits else 0)
                if body not in [commit.body for commit in commits]:
                    commit = following(commits[-1] if commits else None, "s", body)
                    await self.log.append(commit, None)
                    commits.append(commit)
                self.acknowledged.append(body)
                number += 1
            except VersionConflict:
                pass
            except StoreUnavailable:
                self.refused += 1
                await asyncio.sleep(0)


async def written_through(url: str, trouble, terms: Terms = PATIENT) -> list[Writer]:
    """Two workers write while ``trouble`` happens, and for a while before and after."""
    async with opened(url, terms) as one, opened(url, terms) as two:
        writers, stop = [Writer(one, "one"), Writer(two, "two")], asyncio.Event()
        tasks = [asyncio.create_task(writer.write(stop)) for writer in writers]

        async def more(number: int) -> None:
            before = [len(writer.acknowledged) for writer in writers]
            async with asyncio.timeout(SOON):
                while any(len(w.acknowledged) < n + number for w, n in zip(writers, before, strict=True)):
                    await asyncio.sleep(0.01)

        await more(20)
        await trouble(writers)
        await more(20)
        stop.set()
        await asyncio.gather(*tasks)
    return writers


async def nothing_is_lost_or_doubled(url: str, writers: list[Writer]) -> None:
    async with opened(url) as log:
        bodies = [commit.body for commit in await log.read("s")]
    assert len(bodies) == len(set(bodies))
    for writer in writers:
        mine = [body for body in bodies if body.startswith(writer.name.encode())]
        assert mine[: len(writer.acknowledged)] == writer.acknowledged
        assert len(mine) - len(writer.acknowledged) <= 1  # what was never answered may be there


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
async def test_a_restart_of_redis_loses_nothing_and_nobody_is_refused(tmp_path: Path, how: signal.Signals) -> None:
    with RedisServer(tmp_path) as server:

        async def restart(writers: list[Writer]) -> None:
            await asyncio.to_thread(server.stop, how)
            await asyncio.to_thread(server.start)

        writers = await written_through(server.url, restart)
        await nothing_is_lost_or_doubled(server.url, writers)
        assert [writer.refused for writer in writers] == [0, 0]


async def test_a_redis_that_hangs_is_refused_and_heals(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(redis_line, "FIRST_S", 60)
    with RedisServer(tmp_path) as server:

        async def hang(writers: list[Writer]) -> None:
            server.hang()
            late = asyncio.create_task(RedisLog.open(server.url))
            async with asyncio.timeout(LONG):
                while not all(writer.refused for writer in writers):
                    await asyncio.sleep(0.01)
            assert not late.done()
            server.go_on()
            await (await late).close()  # who starts meanwhile is more patient

        writers = await written_through(server.url, hang, TERMS)
        await nothing_is_lost_or_doubled(server.url, writers)


async def test_whoever_starts_with_a_redis_that_hangs_is_told_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(redis_line, "FIRST_S", 1)
    with RedisServer(tmp_path) as server:
        server.hang()
        with pytest.raises(StoreUnavailable, match="Redis does not answer within"):
            await RedisLog.open(server.url, Terms(command_s=0.2))


async def test_an_append_into_a_hanging_redis_is_refused_within_two_seconds(tmp_path: Path) -> None:
    with RedisServer(tmp_path) as server:
        async with opened(server.url) as patient, opened(server.url, TERMS) as log:
            (first,) = await grow(patient, "s", b"one")
            server.hang()
            loop = asyncio.get_running_loop()
            began = loop.time()
            with pytest.raises(StoreUnavailable, match="does not answer"):
                await log.append(following(first, "s", b"two"), None)
            assert loop.time() - began < 2 + SLACK
            began = loop.time()
            with pytest.raises(StoreUnavailable):
                await log.read("s")
            assert loop.time() - began < 1 + SLACK
            server.go_on()
            await heals(log)
            assert [commit.body for commit in await patient.read("s")] in ([b"one"], [b"one", b"two"])
    assert COMMAND_S + GRACE_S <= 2


async def test_a_pause_of_all_clients_is_a_refusal_and_heals(redis_server: RedisServer) -> None:
    async with opened(redis_server.url) as log, opened(redis_server.url, HASTY) as hasty:
        (first,) = await grow(log, "s", b"one")
        redis_server.cli("CLIENT", "PAUSE", 2_500)
        with pytest.raises(StoreUnavailable):
            await hasty.append(following(first, "s", b"two"), None)
        await heals(hasty)
        assert (await grow(log, "s", b"three"))[-1].body == b"three"


async def test_when_redis_is_full_writes_are_refused_in_words_and_reads_go_on(redis_server: RedisServer) -> None:
    async with opened(redis_server.url) as log:
        written = await grow(log, "s", b"one")
        redis_server.cli("CONFIG", "SET", "maxmemory", "1mb")
        try:
            with pytest.raises(StoreUnavailable, match="maxmemory"):
                await log.append(following(written[-1], "s", b"two"), 5)
            with pytest.raises(StoreUnavailable):
                await log.check()
            assert await log.read("s") == written
            assert await log.due(10) == []
        finally:
            redis_server.cli("CONFIG", "SET", "maxmemory", "0")
        await log.append(following(written[-1], "s", b"two"), None)


async def test_an_answer_that_was_lost_is_no_second_write(redis_server: RedisServer) -> None:
    async with Wire(redis_server.port) as wire, opened(wire.url) as log, opened(redis_server.url) as other:
        (first,) = await grow(log, "s", b"one")
        wire.swallows = True
        wire.heard.clear()
        appending = asyncio.create_task(log.append(following(first, "s", b"two"), None))
        async with asyncio.timeout(SOON):
            while len(await other.read("s")) < 2:
                await asyncio.sleep(0)
        await grow(other, "s", b"three")  # on top of it: the tail alone does not tell whose it was
        wire.swallows = False
        wire.drop()
        await appending
        assert [commit.body for commit in await other.read("s")] == [b"one", b"two", b"three"]


async def test_the_same_commit_of_another_writer_is_a_conflict(redis_server: RedisServer) -> None:
    async with opened(redis_server.url) as one, opened(redis_server.url) as two:
        same = following(None, "s", b"advance")
        await one.append(same, None)
        with pytest.raises(VersionConflict):
            await two.append(same, None)


async def test_what_happens_while_a_worker_is_cut_off_is_told_when_it_is_back(redis_server: RedisServer) -> None:
    async with Wire(redis_server.port) as wire, opened(wire.url) as log, opened(redis_server.url) as other:
        changes = log.changes()
        await grow(other, "s", b"one")
        async with asyncio.timeout(SOON):
            assert await anext(changes) == Change("s", 1, None)
        wire.is_cut = True
        await grow(other, "s", b"two")
        await grow(other, "unheard", b"one")
        redis_server.cli("XTRIM", keys.wake(keys.shard_of("s")), "MAXLEN", 0)
        wire.is_cut = False
        wire.drop()
        seen = {}
        async with asyncio.timeout(SOON):
            while seen.get("s") != Change("s", 2, None) or seen.get("unheard") != Change("unheard", 1, None):
                change = await anext(changes)
                seen[change.stream] = change


async def test_a_worker_that_is_cut_off_acknowledges_nothing_after_two_seconds(redis_server: RedisServer) -> None:
    async with Wire(redis_server.port) as wire, opened(wire.url, TERMS) as log, opened(redis_server.url) as other:
        (first,) = await grow(other, "s", b"one")
        wire.is_cut = True
        async with asyncio.timeout(2 + SLACK):
            with pytest.raises(StoreUnavailable):
                await log.append(following(first, "s", b"two"), None)
    assert COMMAND_S + GRACE_S <= 2


# A log that somebody hurt


@pytest.mark.parametrize(
    ("hurt", "version"),
    [
        (("DEL", keys.log("s")), 1),
        (("XDEL", keys.log("s"), "4-0"), 4),
        (("XDEL", keys.log("s"), "2-0"), 2),
        (("XTRIM", keys.log("s"), "MAXLEN", 2), 1),
        (("XADD", keys.log("s"), "9-0", "b", "x", "h", "00", "w", ""), 5),
        (("HSET", keys.heads(keys.shard_of("s")), "s", "4 ab " + "0" * 64), 4),
        (("HDEL", keys.heads(keys.shard_of("s")), "s"), 1),
    ],
)
async def test_a_hurt_log_is_found_before_anybody_sees_it(redis_server: RedisServer, hurt, version: int) -> None:
    async with opened(redis_server.url) as log, opened(redis_server.url) as fresh:
        written = await grow(log, "s", b"one", b"two", b"three", b"four")
        redis_server.cli(*hurt)
        with pytest.raises(Damaged) as damage:
            await fresh.read("s")
        assert damage.value.version == version
        with pytest.raises((Damaged, VersionConflict)):
            await log.append(following(written[-1], "s", b"five"), None)


async def test_a_flipped_byte_is_found_and_named(redis_server: RedisServer) -> None:
    async with opened(redis_server.url) as log, opened(redis_server.url) as fresh:
        written = await grow(log, "s", b"one", b"two", b"three")
        redis_server.cli("DEL", keys.log("s"))
        for commit in written:
            body = b"tWo" if commit.version == 2 else commit.body
            redis_server.cli("XADD", keys.log("s"), f"{commit.version}-0", "b", body, "h", commit.hash.hex(), "w", "")
        with pytest.raises(Damaged) as damage:
            await fresh.read("s")
        assert damage.value.version == 2
        assert await fresh.read("s", limit=1) == written[:1]


async def test_a_new_start_of_redis_is_another_epoch(tmp_path: Path) -> None:
    with RedisServer(tmp_path) as server:
        async with opened(server.url) as log:
            await grow(log, "s", b"one")
            epoch = await log.epoch("s")
            server.stop()
            server.start()
            assert await log.epoch("s") not in ("", epoch)
            assert [commit.body for commit in await log.read("s")] == [b"one"]


# What must not be started


async def test_a_redis_that_throws_data_away_is_refused(tmp_path: Path) -> None:
    with RedisServer(tmp_path, "--maxmemory-policy", "allkeys-lru") as server:
        with pytest.raises(StoreUnavailable, match="noeviction"):
            await RedisLog.open(server.url)


async def test_a_password_is_needed_and_never_said(tmp_path: Path) -> None:
    with RedisServer(tmp_path) as server:
        server.cli("CONFIG", "SET", "requirepass", "s3cret")
        with pytest.raises(StoreUnavailable) as refusal:
            await RedisLog.open(server.url.replace("//", "//:wr0ng@"))
        assert "wr0ng" not in str(refusal.value)
        async with opened(server.url.replace("//", "//:s3cret@")) as log:
            await grow(log, "s", b"one")


async def test_a_user_who_may_not_hear_of_changes_is_refused_in_words(redis_server: RedisServer) -> None:
    redis_server.cli("ACL", "SETUSER", "deaf", "on", ">pw", "~*", "+@all", "-xrevrange")
    with pytest.raises(StoreUnavailable, match="changes in Redis cannot be heard"):
        await RedisLog.open(redis_server.url.replace("//", "//deaf:pw@"))


@pytest.mark.parametrize("url", ["redis://127.0.0.1:1/0", "redis+sentinel://127.0.0.1:1/x", "redis+cluster://127.0.0.1:1"])
async def test_a_redis_that_is_not_there_is_refused_in_words(url: str) -> None:
    with pytest.raises(StoreUnavailable, match="away"):
        await RedisLog.open(url)


# Erasing


@pytest.mark.parametrize("save", ["", "3600 1"])
async def test_erased_bytes_are_in_no_file_of_redis(tmp_path: Path, save: str) -> None:
    with RedisServer(tmp_path, "--save", save) as server:
        async with opened(server.url) as log:
            written = await grow(log, "s", b"Ana Example", b"two")
            await grow(log, "v:s", b"Ana Example")
            if save:
                server.cli("SAVE")
            assert holds(tmp_path, b"Ana Example")
            new = [following(None, "s", b"Somebody")]
            await log.rewrite("s", len(written), new, None, b"{}")
            await log.delete(["v:s"], b'{"b":1}')
            async with asyncio.timeout(SOON):
                while holds(tmp_path, b"Ana Example"):
                    await asyncio.sleep(0.01)  # Redis unlinks what it no longer needs in a thread
            assert await log.read("s") == new


def holds(directory: Path, word: bytes) -> bool:
    """Whether a file there has it. One that is being replaced may go while we look."""
    for path in directory.rglob("*"):
        with suppress(FileNotFoundError):
            if path.is_file() and word in path.read_bytes():
                return True
    return False


# Replicas


async def test_a_write_counts_only_when_a_replica_has_it(tmp_path: Path) -> None:
    with RedisServer(tmp_path / "one") as master:
        with RedisServer(tmp_path / "two", "--replicaof", "127.0.0.1", str(master.port)) as replica:
            await linked(replica)
            async with opened(master.url, Terms(replicas=1, wait_ms=1_000, command_s=2)) as log:
                (first,) = await grow(log, "s", b"one")
                replica.hang()
                with pytest.raises(StoreUnavailable, match="replicas"):
                    await log.append(following(first, "s", b"two"), None)
                with pytest.raises(StoreUnavailable):  # it would show what a fail-over may take away again
                    await log.read("s")
                replica.go_on()
                await heals(log)
                assert [commit.body for commit in await log.read("s")] == [b"one", b"two"]


async def test_erased_bytes_are_in_no_file_of_a_replica(tmp_path: Path) -> None:
    with RedisServer(tmp_path / "one") as master:
        with RedisServer(tmp_path / "two", "--replicaof", "127.0.0.1", str(master.port)) as replica:
            await linked(replica)
            async with opened(master.url, REPLICATED) as log:
                await grow(log, "s", b"Ana Example")
                assert holds(tmp_path / "two", b"Ana Example")
                await log.rewrite("s", 1, [following(None, "s", b"Somebody")], None, b"{}")
                async with asyncio.timeout(SOON):
                    while holds(tmp_path, b"Ana Example"):
                        await asyncio.sleep(0.01)


async def linked(replica: RedisServer) -> None:
    async with asyncio.timeout(SOON):
        while replica.cli("INFO", "replication")["master_link_status"] != "up":
            await asyncio.sleep(0.02)
