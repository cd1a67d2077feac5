"""What a snapshot stands for is proven later, slowly; damage there is damage."""

from typing import NamedTuple

import pytest

from orchestrator.eventlog.log import Snapshot
from orchestrator.handler import Done, Refused, Unreadable, proving
from orchestrator.messages import SYSTEM
from orchestrator.session.snapshot import kept
from tests.fakes import settled
from tests.test_handler import LISTEN, OPEN, Worker

COMMITS = 12
PIECE = 3


class Restart(NamedTuple):
    """Two processes, one after the other, on the same log."""

    before: Worker
    after: Worker


@pytest.fixture
async def restart(monkeypatch: pytest.MonkeyPatch) -> Restart:
    """A process that has not begun yet, with a snapshot of all but the last commit."""
    monkeypatch.setattr(proving, "PIECE", PIECE)
    before = Worker()
    await before.send(OPEN, by=SYSTEM.id)
    while before.version < COMMITS:
        await before.send(LISTEN)
    desk = before.handler.seen("s1")
    await before.log.keep(Snapshot("s1", desk.epoch, desk.folded.version, desk.folded.hash, kept(desk.folded)))
    await before.send(LISTEN)
    return Restart(before, before.beside())


async def proven(worker: Worker, pieces: int = 100) -> None:
    """So much time passes that so many pieces are proven."""
    for _ in range(pieces):
        worker.clock.advance(proving.PAUSE)
        await settled(10)


async def test_a_sound_log_is_read_once_in_pieces_with_pauses(restart: Restart) -> None:
    worker = restart.after
    await worker.seen()
    reads = worker.log.reads
    await settled()
    assert worker.log.reads == reads
    await proven(worker, 1)
    assert worker.log.reads == reads + 1
    await proven(worker)
    assert worker.log.reads == reads + COMMITS // PIECE
    assert await worker.seen() == await restart.before.seen()


@pytest.mark.parametrize("version", [1, 2, PIECE, PIECE + 1, COMMITS - 1])
async def test_damage_in_the_older_part_is_found_and_said(restart: Restart, version: int) -> None:
    worker = restart.after
    worker.log.damage("s1", version, b"{}")
    await worker.seen()
    await proven(worker)
    assert await worker.send(LISTEN) == Refused("session.damaged")
    with pytest.raises(Unreadable) as caught:
        await worker.handler.read("s1")
    assert caught.value.code == "session.damaged"
    assert worker.handler.seen("s1").folded.session is None, "what is not proven is not shown any more"


async def test_until_then_votes_are_taken(restart: Restart) -> None:
    worker = restart.after
    worker.log.damage("s1", 2, b"{}")
    await worker.seen()
    assert await worker.send(LISTEN) == Done(worker.version, {"announcement_id": f"a{worker.version - 1}"})


async def test_what_was_repaired_is_read_again(restart: Restart) -> None:
    worker = restart.after
    sound = worker.log.commits("s1")[1].body
    worker.log.damage("s1", 2, b"{}")
    await worker.seen()
    await proven(worker)
    assert await worker.send(LISTEN) == Refused("session.damaged")
    worker.log.damage("s1", 2, sound)
    assert isinstance(await worker.send(LISTEN), Done)
    await proven(worker)
    assert isinstance(await worker.send(LISTEN), Done)


async def test_a_chain_that_is_sound_but_leads_elsewhere_is_damage(restart: Restart) -> None:
    """Each piece is sound by itself: the last commit before a piece was exchanged, and its stored hash with it."""
    worker = restart.after
    commits = worker.log.commits("s1")
    swapped = Worker()
    swapped.clock.advance(1)
    await swapped.send(OPEN, by=SYSTEM.id)
    while swapped.version < PIECE:
        await swapped.send(LISTEN)
    worker.log.shelf.streams["s1"] = [*swapped.log.commits("s1"), *commits[PIECE:]]
    await worker.seen()
    await proven(worker)
    assert await worker.send(LISTEN) == Refused("session.damaged")


async def test_a_store_that_does_not_answer_is_asked_again(restart: Restart) -> None:
    worker = restart.after
    worker.log.damage("s1", 2, b"{}")
    await worker.seen()
    worker.log.refuses_reads = True
    await proven(worker, 5)
    worker.log.refuses_reads = False
    worker.clock.advance(proving.RETRY)
    await proven(worker)
    assert await worker.send(LISTEN) == Refused("session.damaged")


async def test_a_log_that_is_another_one_by_now_is_not_called_damaged(restart: Restart) -> None:
    worker = restart.after
    await worker.seen()
    worker.log.begin_epoch("s1")
    worker.log.forget("s1", after=3)
    await proven(worker)
    assert isinstance(await worker.send(LISTEN), Done)


async def test_a_session_that_nobody_holds_any_more_is_not_proven_on(restart: Restart) -> None:
    worker = restart.after
    await worker.seen()
    worker.handler.forget(keep=())
    reads = worker.log.reads
    await proven(worker)
    assert worker.log.reads == reads


async def test_draining_ends_it(restart: Restart) -> None:
    worker = restart.after
    await worker.seen()
    await worker.handler.drain()
    reads = worker.log.reads
    await proven(worker)
    assert worker.log.reads == reads
