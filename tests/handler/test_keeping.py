"""Snapshots are written now and then, beside the work: not too often, never two at once, by one of several workers."""

import asyncio
import logging

import pytest

from orchestrator.eventlog.log import Snapshot
from orchestrator.handler import Done, keeping
from orchestrator.messages import SYSTEM, Role
from orchestrator.session.commands import Admit, EraseParticipant
from orchestrator.session.snapshot import loaded
from tests.fakes import settled
from tests.test_handler import LISTEN, OPEN, Worker, all_of

EVERY = 10


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "EVERY", EVERY)
    monkeypatch.setattr(keeping, "SHARE", 1)


@pytest.fixture
async def worker() -> Worker:
    """A session of a few events, none of them kept."""
    worker = Worker()
    await worker.send(OPEN, by=SYSTEM.id)
    assert worker.handler.seen("s1").folded.events < EVERY
    return worker


async def grow(worker: Worker, events: int) -> None:
    """Until there are so many."""
    while worker.handler.seen("s1").folded.events < events:
        await worker.send(LISTEN)


async def at_rest(*workers: Worker) -> None:
    for worker in workers:
        await worker.handler.drain()


def kept(worker: Worker) -> Snapshot:
    return worker.log.shelf.snapshots["s1"]


async def test_a_small_session_is_not_kept(worker: Worker) -> None:
    await grow(worker, EVERY - 1)
    await at_rest(worker)
    assert worker.log.keeps == 0


async def test_whoever_appends_what_fills_the_next_so_many_keeps_the_session(worker: Worker) -> None:
    await grow(worker, EVERY)
    await at_rest(worker)
    desk = worker.handler.seen("s1")
    assert (kept(worker).version, kept(worker).hash, kept(worker).epoch) == (desk.folded.version, desk.folded.hash, desk.epoch)
    assert loaded(kept(worker).body).events == EVERY


async def test_what_was_kept_takes_the_place_of_what_was_before(worker: Worker) -> None:
    for times in (1, 2, 3):
        await grow(worker, times * EVERY)
        await at_rest(worker)
        assert (worker.log.keeps, loaded(kept(worker).body).events) == (times, times * EVERY)


async def test_a_batch_that_leaps_over_a_boundary_is_kept_once(worker: Worker) -> None:
    await all_of([worker.send(LISTEN) for _ in range(3 * EVERY)])
    await at_rest(worker)
    assert worker.log.keeps == 1


async def test_of_several_workers_one_keeps_it(worker: Worker) -> None:
    rivals = [worker, worker.beside(), worker.beside()]
    for rival in rivals:
        await rival.seen()
    for _ in range(EVERY):
        for rival in rivals:
            await rival.send(LISTEN)
    await at_rest(*rivals)
    events = rivals[-1].handler.seen("s1").folded.events
    assert sum(rival.log.keeps for rival in rivals) == events // EVERY


async def test_no_command_waits_for_it(worker: Worker) -> None:
    await grow(worker, EVERY - 1)
    stuck = Stuck(worker)
    assert await worker.send(LISTEN) == Done(worker.version, {"announcement_id": f"a{worker.version - 1}"})
    await stuck.waits.wait()
    assert isinstance(await worker.send(LISTEN), Done)
    stuck.release()
    await at_rest(worker)


class Stuck:
    """A log that takes its time to keep a snapshot."""

    def __init__(self, worker: Worker) -> None:
        self.asked = 0
        self.waits = asyncio.Event()
        self._keep = worker.log.keep
        self._open = asyncio.Event()
        worker.log.keep = self.keep

    async def keep(self, snapshot: Snapshot) -> None:
        self.asked += 1
        self.waits.set()
        await self._open.wait()
        await self._keep(snapshot)

    def release(self) -> None:
        self._open.set()


async def test_never_two_at_once(worker: Worker) -> None:
    stuck = Stuck(worker)
    await grow(worker, EVERY)
    await stuck.waits.wait()
    await grow(worker, 3 * EVERY)
    assert stuck.asked == 1
    stuck.release()
    await at_rest(worker)
    assert worker.log.keeps == 1
    await grow(worker, 4 * EVERY)
    await at_rest(worker)
    assert worker.log.keeps == 2


async def test_draining_waits_until_it_is_written(worker: Worker) -> None:
    stuck = Stuck(worker)
    await grow(worker, EVERY)
    await stuck.waits.wait()
    stuck.release()
    await worker.handler.drain()
    assert kept(worker).version == worker.version


async def test_writing_them_takes_a_small_part_of_the_time(worker: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "SHARE", 10**9)
    await grow(worker, 5 * EVERY)
    await at_rest(worker)
    assert worker.log.keeps == 1


async def test_what_cannot_be_kept_hurts_no_command_and_is_said_once(worker: Worker, caplog: pytest.LogCaptureFixture) -> None:
    async def refuse(snapshot: Snapshot) -> None:
        raise OSError("no room")

    keep, worker.log.keep = worker.log.keep, refuse
    with caplog.at_level(logging.WARNING):
        for times in (1, 2, 3):
            await grow(worker, times * EVERY)
            await at_rest(worker)
    assert [record.message for record in caplog.records] == ["no snapshot of s1 is kept: no room"]
    worker.log.keep = keep
    await grow(worker, 4 * EVERY)
    await at_rest(worker)
    assert kept(worker).version == worker.version


# Without having appended


async def test_a_worker_that_found_no_snapshot_of_a_long_session_keeps_one(worker: Worker) -> None:
    await grow(worker, EVERY)
    await at_rest(worker)
    worker.log.shelf.snapshots.clear()
    fresh = worker.beside()
    await fresh.seen()
    await at_rest(fresh)
    assert kept(worker).version == worker.version


async def test_but_not_where_another_worker_did_it_meanwhile(worker: Worker) -> None:
    await grow(worker, EVERY)
    await at_rest(worker)
    worker.log.shelf.snapshots.clear()
    for fresh in [worker.beside() for _ in range(3)]:
        await fresh.seen()
        await at_rest(fresh)
        await settled()
    fresh = worker.beside()
    await fresh.seen()
    await at_rest(fresh)
    assert fresh.log.keeps == 0


async def test_under_another_epoch_it_is_kept_again(worker: Worker) -> None:
    await grow(worker, EVERY)
    await at_rest(worker)
    worker.log.begin_epoch("s1")
    await worker.seen()
    await at_rest(worker)
    assert kept(worker).epoch == await worker.log.epoch("s1")


async def test_what_somebody_was_erased_from_is_kept_without_them(worker: Worker) -> None:
    await worker.send(Admit(name="Ana", role=Role.PARTICIPANT, ticket_hash="hash", room_id="r1"), by=SYSTEM.id)
    await grow(worker, EVERY)
    await at_rest(worker)
    assert b"Ana" in kept(worker).body
    await worker.send(EraseParticipant(participant_id="p1"))
    await at_rest(worker)
    assert b"Ana" not in kept(worker).body
    assert kept(worker).epoch == await worker.log.epoch("s1")


async def test_what_was_being_written_while_somebody_was_erased_is_not_kept(worker: Worker) -> None:
    await worker.send(Admit(name="Ana", role=Role.PARTICIPANT, ticket_hash="hash", room_id="r1"), by=SYSTEM.id)
    stuck = Stuck(worker)
    await grow(worker, EVERY)
    await stuck.waits.wait()
    await worker.send(EraseParticipant(participant_id="p1"))
    stuck.release()
    await at_rest(worker)
    assert b"Ana" not in worker.log.shelf.snapshots.get("s1", Snapshot("", "", 0, b"", b"")).body
