"""The writer of viewing: what it promises of answers, rivals, rewriting, and a store that breaks down."""

import asyncio

import msgspec
import pytest

from orchestrator.eventlog.log import NO_HASH, Change, Commit, Damaged, StoreUnavailable, chain
from orchestrator.messages import ActorId, Rejected
from orchestrator.session.codec import UnknownEvent
from orchestrator.viewing.commands import AnyCommand
from orchestrator.viewing.decider import Limits
from orchestrator.viewing.ledger import PAUSE, Ledger, Written
from orchestrator.viewing.state import MINUTE, Viewing
from tests.fakes import FakeClock, MemoryLog, Shelf, settled, until
from tests.given import t
from tests.viewing.watching import Count, FollowUp, HaveToo, held, viewer, watched

STREAM = "v:s1"


class House:
    """One process with a ledger over a log it may share."""

    def __init__(self, shelf: Shelf | None = None) -> None:
        self.log = MemoryLog(shelf)
        self.clock = FakeClock()
        self.ledger = Ledger(self.log, self.clock, Limits())

    def beside(self) -> "House":
        """Another process, or this one after a restart."""
        return House(self.log.shelf)

    async def send(self, command: AnyCommand, by: str = "w1") -> Written:
        return await self.ledger.submit(held(), viewer(by), command)

    async def state(self) -> Viewing:
        return await self.ledger.state(held().id)

    @property
    def bytes(self) -> bytes:
        return b"".join(commit.body for commit in self.log.commits(STREAM))


@pytest.fixture
async def house() -> House:
    return House()


async def test_what_was_acknowledged_is_there_after_a_restart(house: House) -> None:
    await house.send(watched((0, 10_000)))
    await house.send(HaveToo(question_id="q1", on=True))
    again = await house.beside().state()
    assert again.watched["w1"]["rec1"] == ((0, 10_000),)
    assert again.too("q1") == 1


async def test_what_arrives_together_is_one_commit(house: House) -> None:
    house.log.hold()
    first = asyncio.ensure_future(house.send(watched((0, 1_000))))
    await until(lambda: house.log.in_flight)
    others = [asyncio.ensure_future(house.send(watched((0, 1_000)), f"w{number}")) for number in range(2, 30)]
    await settled()
    house.log.release()
    await asyncio.gather(first, *others)
    assert len(house.log.commits(STREAM)) == 2
    assert len((await house.state()).watched) == 29


async def test_nothing_to_do_appends_nothing(house: House) -> None:
    await house.send(watched((0, 1_000)))
    await house.send(watched((0, 1_000)))
    await house.state()
    assert len(house.log.commits(STREAM)) == 1


async def test_two_processes_agree(house: House) -> None:
    other = house.beside()
    await house.send(FollowUp(room_id="r1", text="One"))
    await other.send(FollowUp(room_id="r1", text="Two"), "w2")
    await house.send(FollowUp(room_id="r1", text="Three"))
    assert sorted((await house.state()).follow_ups) == sorted((await other.state()).follow_ups) == ["f1", "f2", "f3"]


async def test_rivals_in_the_same_moment_lose_nothing(house: House) -> None:
    other = house.beside()
    await asyncio.gather(
        *(house.send(watched((0, 1_000)), f"w{number}") for number in range(10)),
        *(other.send(watched((0, 1_000)), f"v{number}") for number in range(10)),
    )
    assert len((await house.state()).watched) == len((await other.state()).watched) == 20


async def test_a_refusal_fails_only_its_own(house: House) -> None:
    wrong = asyncio.ensure_future(house.send(watched((5, 1))))
    right = asyncio.ensure_future(house.send(watched((0, 1_000))))
    await asyncio.wait([wrong, right])
    assert isinstance(wrong.exception(), Rejected)
    assert right.result().events


async def test_a_store_that_refuses_is_not_believed(house: House) -> None:
    await house.send(watched((0, 1_000)))
    house.log.refuses_writes = True
    with pytest.raises(StoreUnavailable):
        await house.send(watched((0, 9_000)))
    assert (await house.state()).watched["w1"]["rec1"] == ((0, 1_000),)
    house.log.refuses_writes = False
    await house.send(watched((0, 9_000)))
    assert (await house.state()).watched["w1"]["rec1"] == ((0, 9_000),)


async def test_what_a_newer_version_wrote_is_not_guessed(house: House) -> None:
    body = b'{"events":[{"type":"viewing.dreamed","at":1}],"format":1}'
    house.log.shelf.streams[STREAM] = [Commit(STREAM, 1, body, chain(NO_HASH, body))]
    with pytest.raises(UnknownEvent):
        await house.state()


# -- who was there


async def test_a_minute_has_one_roster_however_often_it_is_taken(house: House) -> None:
    for people in (("p1", "p2"), ("p2",), ("p3",)):
        await house.ledger.present(held().id, [ActorId(person) for person in people])
    house.clock.advance(MINUTE)
    await house.ledger.present(held().id, [ActorId("p1")])
    viewing = await house.state()
    assert dict(viewing.rosters.items()) == {t("19:00"): ("p1", "p2", "p3"), t("19:01"): ("p1",)}
    assert viewing.present == {"p1": 2, "p2": 1, "p3": 1}


async def test_who_declined_stands_in_no_roster(house: House) -> None:
    await house.send(Count(on=False), "p1")
    await house.ledger.present(held().id, [ActorId("p1"), ActorId("p2")])
    assert (await house.state()).present == {"p2": 1}
    assert house.bytes.count(b'"p1"') == 1


# -- forgetting


async def test_the_bytes_of_who_declined_go_at_once_and_leave_a_tombstone(house: House) -> None:
    paying = asyncio.ensure_future(house.ledger.pay())
    await house.send(watched((0, 123_456)), "w1")
    await house.send(watched((0, 654_321)), "w2")
    await house.send(Count(on=False), "w1")
    await until(lambda: house.log.shelf.tombstones)
    assert b"123456" not in house.bytes
    assert b"654321" in house.bytes
    (tombstone,) = house.log.shelf.tombstones
    told = {"session_id": "s1", "what": "viewing", "at": t("19:00"), "declined": ["w1"]}
    assert msgspec.json.decode(tombstone) == told
    assert (await house.state()).watched.get("w1") is None
    assert (await house.send(watched((0, 5_000)), "w1")).events == ()
    paying.cancel()


async def test_rewriting_is_seldom_and_forgets_all_who_declined_meanwhile(house: House) -> None:
    paying = asyncio.ensure_future(house.ledger.pay())
    for number in range(3):
        await house.send(watched((0, 123_456)), f"w{number}")
    await house.send(Count(on=False), "w0")
    await until(lambda: house.clock.sleepers)
    await house.send(Count(on=False), "w1")
    await house.send(Count(on=False), "w2")
    await settled()
    assert len(house.log.shelf.tombstones) == 1
    house.clock.advance(PAUSE)
    await until(lambda: len(house.log.shelf.tombstones) == 2)
    assert b"123456" not in house.bytes
    paying.cancel()


async def test_what_is_owed_is_paid_after_a_restart(house: House) -> None:
    await house.send(watched((0, 123_456)))
    await house.send(Count(on=False))
    later = house.beside()
    paying = asyncio.ensure_future(later.ledger.pay())
    await later.state()
    await until(lambda: house.log.shelf.tombstones)
    assert b"123456" not in house.bytes
    paying.cancel()


async def test_what_cannot_be_rewritten_now_is_rewritten_later(house: House) -> None:
    paying = asyncio.ensure_future(house.ledger.pay())
    await house.send(watched((0, 123_456)))
    house.log.hold()
    declining = asyncio.ensure_future(house.send(Count(on=False)))
    house.log.release()
    await declining
    house.log.refuses_writes = True
    await until(lambda: house.clock.sleepers)
    house.log.refuses_writes = False
    house.clock.advance(PAUSE)
    await until(lambda: house.log.shelf.tombstones)
    assert b"123456" not in house.bytes
    paying.cancel()


async def test_what_is_reported_while_the_stream_is_rewritten_is_not_lost(house: House) -> None:
    await house.send(watched((0, 10_000)), "ana")
    renaming = asyncio.ensure_future(house.ledger.rename(held().id, "ana", "x1"))
    await asyncio.gather(*(house.send(watched((0, 1_000)), f"w{number}") for number in range(5)), renaming)
    assert set((await house.state()).watched) == {"x1", "w0", "w1", "w2", "w3", "w4"}
    assert b"ana" not in house.bytes


async def test_another_process_sees_the_stream_that_was_rewritten(house: House) -> None:
    other = house.beside()
    await house.send(FollowUp(room_id="r1", text="Words"), "ana")
    assert (await other.state()).follow_ups["f1"].text == "Words"
    await house.ledger.rename_all(held().id, {"ana": "x1"}, keep_texts=False)
    assert (await other.state()).follow_ups["f1"].text == "[removed]"
    await other.send(FollowUp(room_id="r1", text="More"), "w1")
    assert sorted((await house.state()).follow_ups) == ["f1", "f2"]


async def test_who_did_nothing_costs_no_rewriting(house: House) -> None:
    await house.send(watched((0, 10_000)))
    await house.ledger.rename(held().id, "ben", "x1")
    assert house.log.shelf.tombstones == []


async def test_a_deleted_session_gets_nothing_any_more(house: House) -> None:
    sending = asyncio.ensure_future(house.send(watched((0, 10_000))))
    await asyncio.sleep(0)
    await house.ledger.forget(held().id)
    assert sending.done()
    with pytest.raises(Rejected, match=r"session\.unknown"):
        await house.send(watched((0, 10_000)))
    await house.ledger.forget(held().id)


async def test_what_another_process_deleted_is_not_written_again(house: House) -> None:
    other = house.beside()
    await house.send(watched((0, 10_000)))
    await other.state()
    await house.log.delete([STREAM], b"{}")
    with pytest.raises(Rejected, match=r"session\.unknown"):
        await other.send(watched((0, 20_000)))
    assert house.log.commits(STREAM) == []


async def test_a_session_that_another_process_deleted_gets_nothing_any_more(house: House) -> None:
    await house.send(watched((0, 10_000)))
    house.ledger.changed(Change(held().id, 0, None))
    with pytest.raises(Rejected, match=r"session\.unknown"):
        await house.state()
    assert not house.ledger._books


async def test_an_old_backup_forgets_again_who_declined(house: House) -> None:
    await house.send(watched((0, 123_456)), "w1")
    tombstone = msgspec.json.encode({"session_id": "s1", "what": "viewing", "at": t("19:30"), "declined": ["w1"]})
    assert await house.ledger.apply(tombstone)
    assert b"123456" not in house.bytes
    assert (await house.state()).declined(ActorId("w1"))
    assert not await house.ledger.apply(tombstone)
    assert not await house.ledger.apply(msgspec.json.encode({"session_id": "s1", "what": "deleted", "at": 1}))


async def test_what_nobody_asks_for_leaves_the_memory(house: House) -> None:
    await house.send(watched((0, 10_000)))
    reads = house.log.reads
    house.ledger.let_go()
    await house.send(watched((0, 20_000)))
    house.ledger.let_go()
    house.ledger.let_go()
    assert (await house.state()).watched["w1"]["rec1"] == ((0, 20_000),)
    assert house.log.reads > reads


async def test_a_stream_that_was_cut_is_damaged_and_not_written_on(house: House) -> None:
    await house.send(watched((0, 1_000)))
    await house.send(watched((0, 9_000)))
    house.log.forget(STREAM, after=1)
    with pytest.raises(Damaged):
        await house.send(watched((0, 20_000)))
    assert len(house.log.commits(STREAM)) == 1
