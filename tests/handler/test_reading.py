"""What a desk makes of a log that is not what it has seen: another epoch, a cut, a snapshot."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from msgspec.structs import replace

from orchestrator.agenda.commands import Start
from orchestrator.eventlog.log import Commit, Snapshot, VersionConflict, chain
from orchestrator.handler import Done, Handler, Refused
from orchestrator.handler import reading as reading_module
from orchestrator.messages import CLOCK, SYSTEM, Role
from orchestrator.qa_queue.commands import Draft, WithdrawVote
from orchestrator.session.codec import Entry, encode
from orchestrator.session.commands import Admit, DeleteSession, EraseParticipant
from orchestrator.session.snapshot import kept
from tests.fakes import MemoryLog
from tests.given import announced, t
from tests.test_handler import LISTEN, OPEN, VOTE, Worker, all_of


@pytest.fixture
async def worker() -> Worker:
    """A session in its first phase, with two people and a draft."""
    worker = Worker()
    await worker.send(OPEN, by=SYSTEM.id)
    for number in (1, 2):
        await worker.send(Admit(name="Ana", role=Role.PARTICIPANT, ticket_hash=f"hash {number}", room_id="r1"), by=SYSTEM.id)
    await worker.send(Start())
    await worker.send(Draft(text="Why?"), by="p1")
    return worker


def rivals_commit(worker: Worker, version: int, at: int = t("19:30")) -> Commit:
    """Another announcement than this worker has at that version."""
    before = worker.log.commits("s1")[version - 2]
    body = encode((Entry(actor="host", at=at, events=(announced("a1", at=at),)),))
    return Commit("s1", version, body, chain(before.hash, body))


# Another epoch


async def test_where_only_the_epoch_is_another_the_fold_stays_and_what_was_before_is_remembered(worker: Worker) -> None:
    await worker.send(LISTEN)
    before = worker.handler.seen("s1").folded
    worker.log.begin_epoch("s1")
    desk = await worker.handler.read("s1")
    assert desk.epoch == await worker.log.epoch("s1") == "epoch 2"
    assert desk.folded is before
    assert desk.at(worker.version - 1) is not None
    assert worker.cuts == []


async def test_a_command_holds_though_the_epoch_changes(worker: Worker) -> None:
    worker.log.begin_epoch("s1")
    assert await worker.send(VOTE, by="p1") == Done(worker.version)
    assert await worker.send(VOTE, by="p1") == Done(worker.version)
    assert worker.handler.seen("s1").epoch == "epoch 2"


async def test_what_others_wrote_under_another_epoch_is_folded(worker: Worker) -> None:
    rival = worker.beside()
    await rival.seen()
    worker.log.begin_epoch("s1")
    await worker.send(LISTEN)
    assert await rival.seen() == await worker.seen()
    assert rival.cuts == []
    assert rival.handler.seen("s1").epoch == "epoch 2"


# Cut


@pytest.mark.parametrize("another_epoch", [False, True])
async def test_a_store_that_lost_the_end_is_believed_and_somebody_is_told(worker: Worker, another_epoch: bool) -> None:
    await all_of([worker.send(LISTEN)])
    await worker.send(VOTE, by="p1")
    worker.log.forget("s1", after=worker.version - 2)
    if another_epoch:
        worker.log.begin_epoch("s1")
    async with asyncio.timeout(30):
        assert await worker.send(LISTEN) == Done(worker.version, {"announcement_id": "a1"})
    assert worker.cuts == ["s1"]
    assert await worker.seen() == await worker.beside().seen()
    assert worker.handler.seen("s1").at(worker.version + 1) is None


async def test_a_cut_is_seen_by_whoever_only_looks_where_the_epoch_tells(worker: Worker) -> None:
    await worker.send(LISTEN)
    worker.log.forget("s1", after=worker.version - 1)
    worker.log.begin_epoch("s1")
    assert (await worker.seen())["announcements"] == {}
    assert worker.cuts == ["s1"]


@pytest.mark.parametrize("more", [0, 3])
async def test_another_commit_where_ours_was_is_a_cut_however_long_the_log_is_by_now(worker: Worker, more: int) -> None:
    rival = worker.beside()
    await rival.seen()
    await worker.send(LISTEN)
    version = worker.version
    worker.log.forget("s1", after=version - 1)
    worker.log.begin_epoch("s1")
    await worker.log.append(rivals_commit(worker, version), None)
    await all_of([rival.send(LISTEN) for _ in range(more)])
    assert await worker.seen() == await rival.seen()
    assert (worker.cuts, rival.cuts) == (["s1"], [])


async def test_a_cut_is_told_once(worker: Worker) -> None:
    await worker.send(LISTEN)
    worker.log.forget("s1", after=worker.version - 1)
    await all_of([worker.send(VOTE, by=person) for person in ("p1", "p2")])
    await worker.send(LISTEN)
    assert worker.cuts == ["s1"]


async def test_what_was_asked_for_before_a_cut_and_was_lost_is_made_again_when_it_is_repeated(worker: Worker) -> None:
    first = await worker.send(LISTEN, command_id="c1")
    worker.log.forget("s1", after=worker.version - 1)
    worker.log.begin_epoch("s1")
    assert await worker.send(LISTEN, command_id="c1") == first
    assert (await worker.beside().seen())["announcements"].keys() == {"a1"}


async def test_a_log_that_was_written_anew_without_somebody_is_no_cut(worker: Worker) -> None:
    rival = worker.beside()
    await rival.seen()
    assert isinstance(await worker.send(EraseParticipant(participant_id="p1")), Done)
    await rival.seen()
    assert (worker.cuts, rival.cuts) == ([], [])


async def test_a_session_that_was_deleted_is_no_cut(worker: Worker) -> None:
    rival = worker.beside()
    await rival.seen()
    await worker.handler.submit("s1", replace(DeleteSession(), actor=CLOCK))
    assert await rival.handler.read("s1") is None
    assert (worker.cuts, rival.cuts) == ([], [])


async def test_a_store_that_takes_nothing_and_has_nothing_new_is_damaged(worker: Worker) -> None:
    worker.log.fails_with = VersionConflict("no")
    async with asyncio.timeout(30):
        assert await worker.send(VOTE, by="p1") == Refused("session.damaged")


# From a snapshot


async def keep(worker: Worker) -> Snapshot:
    """A snapshot of the session as it is."""
    desk = await worker.handler.read("s1")
    snapshot = Snapshot("s1", desk.epoch, desk.folded.version, desk.folded.hash, kept(desk.folded))
    await worker.log.keep(snapshot)
    return snapshot


class Counting(MemoryLog):
    """Knows from which version on it was read."""

    def __init__(self, *shelf: object) -> None:
        super().__init__(*shelf)
        self.read_after: list[int] = []

    async def read(self, stream: str, after: int = 0, limit: int | None = None) -> list[Commit]:
        self.read_after.append(after)
        return await super().read(stream, after, limit)


class Restarted(Worker):
    def __init__(self, before: Worker) -> None:
        super().__init__(before.log.shelf, before.clock)
        self.log = Counting(before.log.shelf)
        self.handler = Handler(self.log, self.clock, cut=self.cuts.append)

    @property
    def used_the_snapshot(self) -> bool:
        return 0 not in self.log.read_after


@pytest.fixture
async def restarted(worker: Worker) -> AsyncIterator[Restarted]:
    """Another process, after a snapshot was kept and the session went on."""
    await worker.send(LISTEN, command_id="c1")
    await keep(worker)
    await worker.send(VOTE, by="p1", command_id="c2")
    await worker.send(LISTEN, command_id="c3")
    again = Restarted(worker)
    yield again
    await again.handler.drain()


async def test_a_desk_begins_with_the_snapshot_and_folds_what_came_after_it(worker: Worker, restarted: Restarted) -> None:
    assert await restarted.seen() == await worker.seen()
    assert restarted.used_the_snapshot
    desk, before = restarted.handler.seen("s1"), worker.handler.seen("s1")
    assert (desk.folded.version, desk.folded.hash, desk.epoch) == (before.folded.version, before.folded.hash, before.epoch)
    assert desk.folded.events == before.folded.events


async def test_repeats_from_before_and_after_the_snapshot_are_answered_as_the_first_time(
    worker: Worker, restarted: Restarted
) -> None:
    for command, by, command_id in ((LISTEN, "host", "c1"), (VOTE, "p1", "c2"), (LISTEN, "host", "c3")):
        assert await restarted.send(command, by, command_id) == await worker.send(command, by, command_id)
    assert restarted.used_the_snapshot


async def test_it_goes_on_from_there(worker: Worker, restarted: Restarted) -> None:
    await restarted.seen()
    await all_of([restarted.send(WithdrawVote(question_id="q1"), by="p1"), worker.send(LISTEN)])
    assert await restarted.seen() == await worker.seen() == await worker.beside().seen()


async def test_a_snapshot_of_the_last_version_needs_nothing_after_it(worker: Worker) -> None:
    await keep(worker)
    restarted = Restarted(worker)
    assert await restarted.seen() == await worker.seen()
    assert restarted.used_the_snapshot
    assert restarted.handler.seen("s1").at(worker.version) is not None
    await restarted.handler.drain()


@pytest.mark.parametrize(
    "change",
    [{"epoch": "another"}, {"hash": bytes(32)}, {"version": 2}, {"version": 99}, {"body": b"of another shape"}, {"body": b""}],
    ids=str,
)
async def test_a_snapshot_that_does_not_fit_is_not_used(worker: Worker, restarted: Restarted, change: dict[str, object]) -> None:
    shelf = worker.log.shelf
    shelf.snapshots["s1"] = replace(shelf.snapshots["s1"], **change)
    assert await restarted.seen() == await worker.seen()
    assert not restarted.used_the_snapshot


async def test_a_snapshot_of_what_a_cut_took_away_is_not_used(worker: Worker, restarted: Restarted) -> None:
    worker.log.forget("s1", after=3)
    await restarted.seen()
    assert not restarted.used_the_snapshot
    assert restarted.handler.seen("s1").folded.version == 3


async def test_a_session_of_many_pieces_is_read_whole(worker: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    await all_of([worker.send(LISTEN) for _ in range(3)])
    for _ in range(12):
        await worker.send(LISTEN)
    for piece in (1, 2, 5, worker.version, worker.version + 1):
        monkeypatch.setattr(reading_module, "PIECE", piece)
        assert await worker.beside().seen() == await worker.seen()


async def test_a_session_that_is_written_anew_while_it_is_read_is_read_again(
    worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading_module, "PIECE", 1)
    for turns in range(0, 30, 3):
        await worker.send(Admit(name="Zoe", role=Role.PARTICIPANT, ticket_hash=f"z{turns}", room_id="r1"), by=SYSTEM.id)
        person = sorted(worker.handler.seen("s1").folded.session.people, key=lambda each: (len(each), each))[-1]
        fresh = worker.beside()
        reading = asyncio.ensure_future(fresh.seen())
        for _ in range(turns):
            await asyncio.sleep(0)
        await worker.send(EraseParticipant(participant_id=person))
        await reading
        assert await fresh.seen() == await worker.seen()
        assert fresh.handler.seen("s1").epoch == worker.handler.seen("s1").epoch
