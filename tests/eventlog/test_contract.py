"""Every implementation of ``Log`` keeps the promises of ``orchestrator/eventlog/log.py``.

A new implementation adds its store to ``STORES``: something empty, whose ``open`` gives a log over the same data each time.
"""

import asyncio
import itertools
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Protocol

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orchestrator.eventlog.log import NO_HASH, Change, Commit, Log, Snapshot, VersionConflict, chain
from orchestrator.eventlog.redis_line import Terms
from orchestrator.eventlog.redis_streams import RedisLog
from orchestrator.eventlog.sqlite import SqliteLog


class Store(Protocol):
    async def open(self) -> Log: ...


class SqliteStore:
    def __init__(self, directory: Path) -> None:
        self.path = directory / "log.db"

    async def open(self) -> Log:
        return await SqliteLog.open(self.path)


class RedisStore:
    def __init__(self, url: str) -> None:
        self.url = url

    async def open(self) -> Log:
        return await RedisLog.open(self.url, Terms(command_s=10))  # a slow disk is no part of the contract


STORES = ("sqlite", "redis", pytest.param("cluster", marks=pytest.mark.soak))


@pytest.fixture(params=STORES)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    if request.param == "sqlite":
        return SqliteStore(tmp_path)
    return RedisStore(request.getfixturevalue(f"redis_{'cluster' if request.param == 'cluster' else 'server'}").url)


@pytest.fixture
async def log(store: Store) -> AsyncIterator[Log]:
    log = await store.open()
    yield log
    await log.close()


def following(last: Commit | None, stream: str, body: bytes) -> Commit:
    version, previous = (last.version, last.hash) if last else (0, NO_HASH)
    return Commit(stream, version + 1, body, chain(previous, body))


def whole(stream: str, *bodies: bytes) -> list[Commit]:
    commits: list[Commit] = []
    for body in bodies:
        commits.append(following(commits[-1] if commits else None, stream, body))
    return commits


async def append(log: Log, stream: str, *bodies: bytes, due_at: int | None = None) -> list[Commit]:
    commits = await log.read(stream)
    start = len(commits)
    for body in bodies:
        commits.append(following(commits[-1] if commits else None, stream, body))
        await log.append(commits[-1], due_at)
    return commits[start:]


async def refused(log: Log, commit: Commit, due_at: int | None = None) -> bool:
    try:
        await log.append(commit, due_at)
    except VersionConflict:
        return True
    return False


async def next_of(changes: AsyncIterator[Change]) -> Change:
    async with asyncio.timeout(5):
        return await anext(changes)


async def test_what_is_appended_is_read_in_order_without_gaps(log: Log) -> None:
    written = await append(log, "a", b"one", b"two", b"three")
    assert await log.read("a") == written
    assert [commit.version for commit in written] == [1, 2, 3]


async def test_reading_after_a_version_gives_only_what_is_newer(log: Log) -> None:
    written = await append(log, "a", b"one", b"two", b"three")
    assert await log.read("a", after=1) == written[1:]
    assert await log.read("a", after=2) == written[2:]


async def test_there_is_nothing_to_read_in_an_unknown_stream_and_at_or_above_the_tail(log: Log) -> None:
    await append(log, "a", b"one", b"two")
    assert await log.read("unknown") == []
    assert await log.read("unknown", after=7) == []
    assert await log.read("a", after=2) == []
    assert await log.read("a", after=99) == []


@pytest.mark.parametrize("body", [b"", b"\0", bytes(range(256)), "Größe 🎉 ‮".encode(), b"\xff\xfe not text", b"x" * 2**20])
async def test_a_body_is_kept_byte_for_byte(store: Store, body: bytes) -> None:
    log = await store.open()
    written = await append(log, "a", body, body)
    await log.close()
    log = await store.open()
    assert await log.read("a") == written
    await log.close()


@pytest.mark.parametrize("version", [0, 1, 2, 4, 9])
async def test_a_version_that_is_not_exactly_the_next_is_a_conflict(log: Log, version: int) -> None:
    written = await append(log, "a", b"one", b"two")
    with pytest.raises(VersionConflict):
        await log.append(Commit("a", version, b"x", chain(written[-1].hash, b"x")), None)
    assert await log.read("a") == written


async def test_the_first_version_of_a_stream_is_one(log: Log) -> None:
    with pytest.raises(VersionConflict):
        await log.append(Commit("a", 2, b"x", chain(NO_HASH, b"x")), None)
    assert await log.read("a") == []
    assert await log.streams() == []


async def test_a_hash_that_does_not_continue_the_chain_is_a_conflict(log: Log) -> None:
    written = await append(log, "a", b"one", b"two")
    for wrong in (chain(NO_HASH, b"x"), chain(written[0].hash, b"x"), chain(written[1].hash, b"y"), b"", bytes(32)):
        with pytest.raises(VersionConflict):
            await log.append(Commit("a", 3, b"x", wrong), None)
    assert await log.read("a") == written


async def test_a_refused_append_changes_nothing_at_all(log: Log) -> None:
    written = await append(log, "a", b"one", due_at=500)
    epoch = await log.epoch("a")
    changes = log.changes()
    assert await refused(log, written[0], due_at=9)
    assert await refused(log, Commit("b", 2, b"", chain(NO_HASH, b"")), due_at=9)
    assert (await log.read("a"), await log.due(10_000), await log.streams()) == (written, [("a", 500)], ["a"])
    assert (await log.epoch("a"), await log.epoch("b")) == (epoch, "")
    await append(log, "c", b"")
    assert await next_of(changes) == Change("c", 1, None)


async def test_a_conflict_heals_by_reading_and_deciding_again(log: Log) -> None:
    written = await append(log, "a", b"one")
    assert await refused(log, following(None, "a", b"mine"))
    tail = await log.read("a", after=0)
    await log.append(following(tail[-1], "a", b"mine"), None)
    assert [commit.body for commit in await log.read("a")] == [written[0].body, b"mine"]


async def test_the_due_moment_is_that_of_the_last_commit(log: Log) -> None:
    await append(log, "a", b"", due_at=300)
    assert await log.due(10_000) == [("a", 300)]
    await append(log, "a", b"", due_at=200)
    assert await log.due(10_000) == [("a", 200)]
    await append(log, "a", b"", due_at=None)
    assert await log.due(10_000) == []


async def test_what_is_due_comes_earliest_first_and_up_to_the_moment_itself(log: Log) -> None:
    moment = 1_790_000_000_000
    for name, due_at in {"c": moment, "a": moment + 1, "d": moment - 5, "b": None, "e": moment - 1}.items():
        await append(log, name, b"", due_at=due_at)
    assert await log.due(moment) == [("d", moment - 5), ("e", moment - 1), ("c", moment)]
    assert await log.due(moment - 6) == []


async def test_streams_come_sorted(log: Log) -> None:
    names = ["join:ABC", "session-2", "session-10", "Ünïcode 🎉", "a b", "z"]
    for name in names:
        await append(log, name, b"")
    assert await log.streams() == sorted(names)


async def test_every_append_from_now_on_is_a_change(log: Log) -> None:
    await append(log, "a", b"before")
    changes = log.changes()
    await append(log, "a", b"after", due_at=7)
    assert await next_of(changes) == Change("a", 2, 7)
    waiting = asyncio.create_task(next_of(changes))
    await append(log, "b", b"")
    assert await waiting == Change("b", 1, None)


async def test_changes_may_merge_but_rise_and_end_with_the_last_version_of_each_stream(log: Log) -> None:
    changes = log.changes()
    for number in range(1, 21):
        await append(log, "a", b"", due_at=number)
        await append(log, "b", b"", due_at=None)
    seen: dict[str, Change] = {}
    while {name: change.version for name, change in seen.items()} != {"a": 20, "b": 20}:
        change = await next_of(changes)
        assert change.stream not in seen or change.version > seen[change.stream].version
        seen[change.stream] = change
    assert seen == {"a": Change("a", 20, 20), "b": Change("b", 20, None)}


async def test_closing_ends_the_changes(store: Store) -> None:
    log = await store.open()
    changes = log.changes()
    await append(log, "a", b"")
    collecting = asyncio.create_task(collect(changes))
    await log.close()
    async with asyncio.timeout(5):
        assert await collecting == [Change("a", 1, None)]


async def collect(changes: AsyncIterator[Change]) -> list[Change]:
    return [change async for change in changes]


async def test_an_epoch_is_given_at_the_first_commit_and_stays(store: Store) -> None:
    log = await store.open()
    assert await log.epoch("a") == ""
    await append(log, "a", b"one")
    await append(log, "b", b"one")
    epoch = await log.epoch("a")
    assert epoch
    assert epoch != await log.epoch("b")
    await append(log, "a", b"two")
    assert await log.epoch("a") == epoch
    await log.close()
    log = await store.open()
    assert await log.epoch("a") == epoch
    await append(log, "a", b"three")
    assert await log.epoch("a") == epoch
    await log.close()


async def test_everything_is_there_after_closing_and_opening_again(store: Store) -> None:
    log = await store.open()
    written = {name: await append(log, name, b"one", name.encode(), due_at=len(name)) for name in ("a", "bb", "ccc")}
    await log.close()
    log = await store.open()
    assert {name: await log.read(name) for name in written} == written
    assert await log.due(2) == [("a", 1), ("bb", 2)]
    assert await log.streams() == ["a", "bb", "ccc"]
    assert await refused(log, written["a"][-1])
    await append(log, "a", b"three")
    assert len(await log.read("a")) == 3
    await log.close()


async def test_closing_finishes_what_is_in_flight_and_may_be_repeated(store: Store) -> None:
    log = await store.open()
    commits = [following(None, f"s{number}", b"") for number in range(50)]
    appends = [asyncio.create_task(log.append(commit, None)) for commit in commits]
    await asyncio.sleep(0)  # lets every append begin
    await log.close()
    await log.close()
    await asyncio.gather(*appends)
    log = await store.open()
    assert len(await log.streams()) == 50
    await log.close()


async def test_of_200_rivals_for_a_version_exactly_one_wins(log: Log) -> None:
    last: Commit | None = None
    for _ in range(5):
        rivals = [following(last, "a", f"rival {number}".encode()) for number in range(200)]
        verdicts = await asyncio.gather(*[refused(log, rival) for rival in rivals])
        winners = [rival for rival, lost in zip(rivals, verdicts, strict=True) if not lost]
        assert len(winners) == 1
        last = winners[0]
        assert (await log.read("a"))[-1] == last


async def test_writers_of_one_stream_that_retry_all_get_their_turn(log: Log) -> None:
    async def write(name: int) -> None:
        for turn in range(5):
            last: Commit | None = None
            while True:
                for commit in await log.read("a", after=last.version if last else 0):
                    last = commit
                if not await refused(log, following(last, "a", b"%d-%d" % (name, turn))):
                    break

    await asyncio.gather(*[write(name) for name in range(20)])
    bodies = [commit.body for commit in await log.read("a")]
    assert sorted(bodies) == sorted(b"%d-%d" % pair for pair in itertools.product(range(20), range(5)))


async def test_200_streams_grow_at_once(log: Log) -> None:
    names = [f"session-{number}" for number in range(200)]
    written = await asyncio.gather(*[append(log, name, b"one", name.encode(), b"three") for name in names])
    assert [await log.read(name) for name in names] == written
    assert len({await log.epoch(name) for name in names}) == 200


async def test_a_reader_never_sees_less_than_was_acknowledged(log: Log) -> None:
    async def grow(name: str) -> None:
        for version in range(1, 31):
            known = await log.read(name)
            await log.append(following(known[-1] if known else None, name, b""), None)
            assert [commit.version for commit in await log.read(name)] == list(range(1, version + 1))

    await asyncio.gather(*[grow(name) for name in "abcdefgh"])


EXAMPLES = itertools.count()
ATTEMPT = st.tuples(
    st.sampled_from(["next", "next", "next", "old", "ahead", "wrong hash"]),
    st.binary(max_size=20),
    st.none() | st.integers(0, 9),
)
ERASURE = st.tuples(st.sampled_from("abcd"), st.lists(st.binary(max_size=20), max_size=4))
ROUND = st.tuples(st.dictionaries(st.sampled_from("abcd"), ATTEMPT, min_size=1), st.none() | ERASURE, st.booleans())


@settings(
    max_examples=min(settings().max_examples, 60), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(rounds=st.lists(ROUND, max_size=12))
async def test_any_interleaving_of_appends_and_erasures_matches_a_dictionary(
    store: Store, rounds: list[tuple[dict[str, tuple[str, bytes, int | None]], tuple[str, list[bytes]] | None, bool]]
) -> None:
    prefix = f"{next(EXAMPLES)}:"
    model: dict[str, list[Commit]] = {prefix + name: [] for name in "abcd"}
    due: dict[str, int | None] = {}
    epochs: dict[str, str] = {}
    log = await store.open()
    try:
        for attempts, erasure, reopen in rounds:
            commits = []
            for name, (kind, body, due_at) in attempts.items():
                known = model[prefix + name]
                commit = following(known[-1] if known else None, prefix + name, body)
                version = commit.version + {"old": -1, "ahead": 1}.get(kind, 0)
                digest = commit.hash[::-1] if kind == "wrong hash" else commit.hash
                commits.append((kind, Commit(commit.stream, version, body, digest), due_at))
            verdicts = await asyncio.gather(*[refused(log, commit, due_at) for _, commit, due_at in commits])
            assert verdicts == [kind != "next" for kind, _, _ in commits]
            for kind, commit, due_at in commits:
                if kind == "next":
                    model[commit.stream].append(commit)
                    due[commit.stream] = due_at
            if erasure:
                name, seen = prefix + erasure[0], len(model[prefix + erasure[0]])
                model[name], due[name] = whole(name, *erasure[1]), len(erasure[1]) or None
                if model[name]:
                    await log.rewrite(name, seen, model[name], due[name], b"{}")
                else:
                    await log.delete([name], b"{}")
                assert await log.epoch(name) not in {epochs.pop(name, "")} - {""}
            if reopen:
                await log.close()
                log = await store.open()
            for name, known in model.items():
                assert await log.read(name) == known
                assert await log.read(name, after=1) == known[1:]
                epoch = await log.epoch(name)
                assert bool(epoch) == bool(known)
                assert epochs.get(name, "") in ("", epoch)
                epochs[name] = epoch
            found = [(name, moment) for name, moment in await log.due(5) if name.startswith(prefix)]
            assert sorted(found) == sorted((name, moment) for name, moment in due.items() if moment is not None and moment <= 5)
            assert [moment for _, moment in found] == sorted(moment for _, moment in found)
            assert [name for name in await log.streams() if name.startswith(prefix)] == [n for n in sorted(model) if model[n]]
    finally:
        await log.close()


# Erasing


TOMBSTONE = b'{"session_id":"a","what":"deleted","at":1}'


@pytest.mark.parametrize("bodies", [(b"1",), (b"1", b"2", b"3"), (b"1", b"2", b"3", b"4", b"5")], ids=len)
async def test_a_rewritten_stream_is_the_new_one_whole_also_after_opening_again(store: Store, bodies: tuple[bytes, ...]) -> None:
    log = await store.open()
    await append(log, "a", b"one", b"two", b"three", due_at=500)
    others = await append(log, "b", b"one", b"two", due_at=600)
    new = whole("a", *bodies)
    await log.rewrite("a", 3, new, 700, TOMBSTONE)
    for _ in range(2):
        assert (await log.read("a"), await log.read("b")) == (new, others)
        assert await log.read("a", after=1) == new[1:]
        assert await log.due(10_000) == [("b", 600), ("a", 700)]
        assert await log.streams() == ["a", "b"]
        await log.close()
        log = await store.open()
    await log.close()


async def test_a_rewritten_stream_has_another_epoch_and_the_others_keep_theirs(store: Store) -> None:
    log = await store.open()
    await append(log, "a", b"one")
    await append(log, "b", b"one")
    before = [await log.epoch(name) for name in "ab"]
    epoch = await log.rewrite("a", 1, whole("a", b"1"), None, TOMBSTONE)
    assert epoch not in ("", *before)
    assert [await log.epoch(name) for name in "ab"] == [epoch, before[1]]
    await log.close()
    log = await store.open()
    assert [await log.epoch(name) for name in "ab"] == [epoch, before[1]]
    await log.close()


async def test_what_is_appended_after_a_rewrite_continues_the_new_chain(log: Log) -> None:
    old = await append(log, "a", b"one", b"two")
    new = whole("a", b"1", b"2")
    await log.rewrite("a", 2, new, 5, TOMBSTONE)
    assert await refused(log, following(old[-1], "a", b"three"))
    await log.append(following(new[-1], "a", b"3"), None)
    assert [commit.body for commit in await log.read("a")] == [b"1", b"2", b"3"]
    assert await log.due(10) == []


@pytest.mark.parametrize("seen", [0, 1, 3])
async def test_a_rewrite_that_has_not_seen_the_last_version_changes_nothing_and_leaves_no_tombstone(log: Log, seen: int) -> None:
    written = await append(log, "a", b"one", b"two", due_at=500)
    epoch = await log.epoch("a")
    changes = log.changes()
    with pytest.raises(VersionConflict):
        await log.rewrite("a", seen, whole("a", b"1"), None, TOMBSTONE)
    assert (await log.read("a"), await log.epoch("a"), await log.due(500)) == (written, epoch, [("a", 500)])
    assert await log.tombstones() == []
    await append(log, "b", b"")
    assert await next_of(changes) == Change("b", 1, None)


async def test_what_is_no_whole_chain_of_that_stream_is_never_written(log: Log) -> None:
    written = await append(log, "a", b"one")
    one, two = whole("a", b"1", b"2")
    for commits in ([], [two], [two, one], [one, one], whole("b", b"1"), [Commit("a", 1, b"1", chain(one.hash, b"1"))]):
        with pytest.raises(ValueError, match="whole"):
            await log.rewrite("a", 1, commits, None, TOMBSTONE)
    assert (await log.read("a"), await log.tombstones()) == (written, [])


async def test_a_deleted_stream_is_unknown_and_its_name_begins_anew(store: Store) -> None:
    log = await store.open()
    for name in ("a", "b", "c"):
        await append(log, name, b"one", b"two", due_at=5)
    epoch = await log.epoch("a")
    await log.delete(["a", "unknown", "c", "a"], TOMBSTONE)
    for _ in range(2):
        assert await log.streams() == ["b"]
        assert await log.due(10) == [("b", 5)]
        assert [await log.read("a"), await log.read("a", after=1), await log.read("a", after=9)] == [[], [], []]
        assert await log.epoch("a") == ""
        await log.close()
        log = await store.open()
    assert await refused(log, Commit("a", 3, b"", chain(NO_HASH, b"")))
    assert len(await append(log, "a", b"again")) == 1
    assert await log.epoch("a") not in ("", epoch)
    await log.close()


async def test_a_rewrite_and_a_deletion_are_changes(log: Log) -> None:
    await append(log, "a", b"one", b"two", b"three")
    await append(log, "b", b"one")
    changes = log.changes()
    await log.rewrite("a", 3, whole("a", b"1"), 7, TOMBSTONE)
    assert await next_of(changes) == Change("a", 1, 7)
    await log.delete(["b", "unknown"], TOMBSTONE)
    assert await next_of(changes) == Change("b", 0, None)
    await append(log, "b", b"again")
    assert await next_of(changes) == Change("b", 1, None)


async def test_tombstones_stay_in_order_each_once_and_outlive_their_streams(store: Store) -> None:
    log = await store.open()
    assert await log.tombstones() == []
    lines = [b'{"at":3}', b'{"at":1}', b'{"at":2}']
    await append(log, "a", b"one")
    await log.rewrite("a", 1, whole("a", b"1"), None, lines[0])
    await log.delete(["a"], lines[1])
    await log.delete(["unknown"], lines[2])
    await log.delete(["a"], lines[0])
    assert (await log.tombstones(), await log.streams()) == (lines, [])
    await log.close()
    log = await store.open()
    assert await log.tombstones() == lines
    await log.close()


async def test_appends_that_wait_beside_a_rewrite_are_neither_lost_nor_put_in_another_order(log: Log) -> None:
    chains = {f"s{number}": whole(f"s{number}", *[b"%d" % turn for turn in range(20)]) for number in range(20)}
    await append(log, "a", b"one")
    appends = [asyncio.create_task(log.append(commit, 5)) for turn in zip(*chains.values(), strict=True) for commit in turn]
    rewrite = asyncio.create_task(log.rewrite("a", 1, whole("a", b"1"), None, TOMBSTONE))
    deletion = asyncio.create_task(log.delete(["unknown"], TOMBSTONE))
    more = [following(commits[-1], name, b"more") for name, commits in chains.items()]
    appends += [asyncio.create_task(log.append(commit, 6)) for commit in more]
    await asyncio.gather(*appends, rewrite, deletion)
    for commit in more:
        assert await log.read(commit.stream) == [*chains[commit.stream], commit]
    assert sorted(await log.due(6)) == [(name, 6) for name in sorted(chains)]
    assert [commit.body for commit in await log.read("a")] == [b"1"]


async def test_of_an_append_and_a_rewrite_that_have_seen_the_same_version_one_wins(log: Log) -> None:
    for _ in range(10):
        before = await log.read("a")
        last = before[-1] if before else None
        append_ = asyncio.create_task(refused(log, following(last, "a", b"appended")))
        rewrite = asyncio.create_task(log.rewrite("a", len(before), whole("a", b"rewritten"), None, TOMBSTONE))
        lost, rewritten = await asyncio.gather(append_, rewrite, return_exceptions=True)
        assert lost is isinstance(rewritten, str)
        assert [commit.body for commit in await log.read("a")] == (
            [b"rewritten"] if lost else [*[commit.body for commit in before], b"appended"]
        )


# Reading in pieces


async def test_with_a_limit_the_first_commits_come_and_the_next_go_on_from_them(log: Log) -> None:
    written = await append(log, "a", *[b"%d" % number for number in range(10)])
    assert await log.read("a", limit=3) == written[:3]
    assert await log.read("a", after=3, limit=3) == written[3:6]
    assert await log.read("a", after=9, limit=3) == written[9:]
    assert await log.read("a", after=10, limit=3) == []
    assert await log.read("a", limit=10) == await log.read("a", limit=11) == written
    assert await log.read("unknown", limit=3) == []


async def test_pieces_of_any_size_are_the_whole_stream_also_after_opening_again(store: Store) -> None:
    log = await store.open()
    written = await append(log, "a", *[b"%d" % number for number in range(30)])
    await log.close()
    log = await store.open()
    for limit in (1, 7, 30):
        found: list[Commit] = []
        while piece := await log.read("a", after=len(found), limit=limit):
            assert len(piece) <= limit
            found += piece
        assert found == written
    await append(log, "a", b"more")
    await log.close()


# Snapshots


async def kept_of(log: Log, commit: Commit, body: bytes) -> Snapshot:
    snapshot = Snapshot(commit.stream, await log.epoch(commit.stream), commit.version, commit.hash, body)
    await log.keep(snapshot)
    return snapshot


@pytest.mark.parametrize("body", [b"", b"\0", bytes(range(256)), b"\xff\xfe not text", b"x" * 2**24], ids=len)
async def test_a_snapshot_is_kept_byte_for_byte(store: Store, body: bytes) -> None:
    log = await store.open()
    *_, last = await append(log, "a", b"one", b"two")
    kept = await kept_of(log, last, body)
    assert await log.kept("a") == kept
    await log.close()
    log = await store.open()
    assert await log.kept("a") == kept
    await log.close()


async def test_nothing_is_kept_of_a_stream_until_somebody_does(log: Log) -> None:
    (one,) = await append(log, "a", b"one")
    await append(log, "b", b"one")
    await kept_of(log, one, b"mine")
    assert await log.kept("b") is None
    assert await log.kept("unknown") is None


async def test_a_snapshot_takes_the_place_of_the_one_before_and_of_no_other_stream(log: Log) -> None:
    one, two = await append(log, "a", b"one", b"two")
    (other,) = await append(log, "b", b"one")
    others = await kept_of(log, other, b"of b")
    await kept_of(log, one, b"first")
    second = await kept_of(log, two, b"second")
    assert (await log.kept("a"), await log.kept("b")) == (second, others)


async def test_a_snapshot_is_kept_while_the_stream_grows(log: Log) -> None:
    (one,) = await append(log, "a", b"one")
    kept = await kept_of(log, one, b"mine")
    await append(log, "a", b"two", b"three")
    assert await log.kept("a") == kept


async def test_a_snapshot_changes_nothing_of_its_stream(log: Log) -> None:
    written = await append(log, "a", b"one", due_at=5)
    epoch = await log.epoch("a")
    changes = log.changes()
    await kept_of(log, written[-1], b"mine")
    assert (await log.read("a"), await log.epoch("a"), await log.due(9)) == (written, epoch, [("a", 5)])
    assert await log.streams() == ["a"]
    await append(log, "b", b"")
    assert await next_of(changes) == Change("b", 1, None)


async def test_a_snapshot_of_another_incarnation_is_not_kept(log: Log) -> None:
    (one,) = await append(log, "a", b"one")
    before = Snapshot("a", await log.epoch("a"), 1, one.hash, b"of before")
    await log.rewrite("a", 1, whole("a", b"1"), None, TOMBSTONE)
    await log.keep(before)
    assert await log.kept("a") is None
    await log.keep(Snapshot("unknown", "", 1, one.hash, b"of nothing"))
    await log.keep(Snapshot("unknown", "somewhat", 1, one.hash, b"of nothing"))
    assert await log.kept("unknown") is None


async def test_a_rewrite_and_a_deletion_take_the_snapshot_away_and_no_other(store: Store) -> None:
    log = await store.open()
    commits = [(await append(log, name, b"one"))[-1] for name in "abc"]
    kept = [await kept_of(log, commit, b"of " + commit.stream.encode()) for commit in commits]
    await log.rewrite("a", 1, whole("a", b"1"), None, TOMBSTONE)
    await log.delete(["b"], TOMBSTONE)
    for _ in range(2):
        assert [await log.kept(name) for name in "abc"] == [None, None, kept[2]]
        await log.close()
        log = await store.open()
    await log.close()


async def test_a_stream_that_begins_anew_after_its_deletion_has_no_snapshot(log: Log) -> None:
    (one,) = await append(log, "a", b"one")
    await kept_of(log, one, b"of before")
    await log.delete(["a"], TOMBSTONE)
    await append(log, "a", b"one")
    assert await log.kept("a") is None


async def test_of_a_snapshot_and_a_rewrite_at_once_nothing_of_before_stays(log: Log) -> None:
    for _ in range(10):
        seen = len(await log.read("a"))
        (last,) = await append(log, "a", b"old")
        before = Snapshot("a", await log.epoch("a"), last.version, last.hash, b"of before" * 10_000)
        rewrite = log.rewrite("a", seen + 1, whole("a", b"new"), None, TOMBSTONE)
        await asyncio.gather(log.keep(before), rewrite, log.keep(before))
        assert await log.kept("a") is None
