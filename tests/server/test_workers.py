"""Who is here, who is away and who has too many sockets, over several workers of one store."""

from collections.abc import AsyncIterator
from typing import NamedTuple

import pytest

from orchestrator.agenda.commands import Start
from orchestrator.messages import ActorId
from orchestrator.rooms.commands import MarkAbsent
from orchestrator.server.channels import frame
from tests.fakes import settled
from tests.given import away, back
from tests.server.workers import S1, Worker, World


class Two(NamedTuple):
    world: World
    a: Worker
    b: Worker


@pytest.fixture
async def two() -> AsyncIterator[Two]:
    world = World()
    a, b = await world.worker("w1"), await world.worker("w2")
    await a.fill(Start())
    yield Two(world, a, b)
    await world.end()


DISMISSED = frame(b"41")


# Presence


async def test_those_at_other_workers_are_here_too(two: Two) -> None:
    host = await two.a.come("host")
    await two.a.come("p1")
    await two.b.come("p2")
    await two.world.pass_by(2)
    assert host.told("presence")[-1] == {"total": 2, "rooms": {"r1": 2}, "here": ["p1", "p2"]}


async def test_a_phone_and_a_laptop_at_two_workers_are_one_person(two: Two) -> None:
    phone = await two.a.come("p1")
    await two.b.come("p1")
    await two.world.pass_by(3)
    assert phone.told("presence") == [{"total": 1, "rooms": {"r1": 1}}]


async def test_whoever_moves_to_another_worker_changes_nothing_that_is_told(two: Two) -> None:
    host, phone = await two.a.come("host"), await two.a.come("p1")
    await two.world.pass_by(2)
    before = len(host.told("presence"))
    again = await two.b.come("p1")
    await two.world.pass_by(2)
    await two.a.leave(phone)
    await two.world.pass_by(5)
    assert len(host.told("presence")) == before
    assert again.open


async def test_a_dead_worker_takes_its_people_away_when_it_is_believed_to_be_dead(two: Two) -> None:
    host = await two.a.come("host")
    await two.b.come("p1")
    await two.world.pass_by(2)
    await two.b.die()
    await two.world.pass_by(3)
    assert host.told("presence")[-1]["total"] == 1
    await two.world.pass_by(4)
    assert host.told("presence")[-1] == {"total": 0, "rooms": {}, "here": []}


async def test_without_the_board_those_heard_of_stay_for_a_while_and_come_back_with_it(two: Two) -> None:
    host = await two.a.come("host")
    await two.b.come("p1")
    await two.world.pass_by(2)
    two.world.wall.away = True
    await two.world.pass_by(4)
    assert host.told("presence")[-1]["total"] == 1
    await two.world.pass_by(4)
    assert host.told("presence")[-1]["total"] == 0
    two.world.wall.away = False
    await two.world.pass_by(3)
    assert host.told("presence")[-1]["total"] == 1


async def test_somebody_is_here_wherever_their_socket_is(two: Two) -> None:
    await two.a.come("p1")
    await two.world.pass_by(2)
    assert two.b.hub.here(S1, ActorId("p1"))
    assert not two.b.hub.here(S1, ActorId("p2"))


# Who speaks for a room


async def test_a_representative_with_a_socket_at_another_worker_is_not_away(two: Two) -> None:
    phone = await two.a.come("p1")
    await two.b.come("p1")
    await two.world.pass_by(2)
    await two.a.leave(phone)
    await two.world.pass_by(60)
    assert two.world.told == []


async def test_whoever_leaves_one_worker_after_the_other_is_away_twenty_seconds_after_the_last(two: Two) -> None:
    phone, laptop = await two.a.come("p1"), await two.b.come("p1")
    await two.world.pass_by(2)
    await two.a.leave(phone)
    await two.world.pass_by(15)
    await two.b.leave(laptop)
    await two.world.pass_by(19)
    assert two.world.told == []
    await two.world.pass_by(3)
    assert two.world.told == [away("p1")]


async def test_a_dead_worker_leaves_its_speakers_away_after_the_grace_and_once(two: Two) -> None:
    await two.a.come("p1")
    await two.a.come("p3")
    await two.b.come("p2")
    await two.world.pass_by(2)
    await two.a.die()
    await two.world.pass_by(20)
    assert two.world.told == []
    await two.world.pass_by(10)
    assert two.world.told == [away("p1")]
    await two.world.pass_by(60)
    assert two.world.told == [away("p1")]
    assert two.b.attendance.count() == 0


async def test_several_workers_that_miss_the_same_speaker_say_so_once(two: Two) -> None:
    c = await two.world.worker("w3")
    await two.a.come("p1")
    await two.b.come("p2")
    await c.come("p3")
    await two.world.pass_by(2)
    await two.a.die()
    await two.world.pass_by(30)
    assert two.world.told == [away("p1")]


async def test_whoever_was_away_is_back_at_whatever_worker(two: Two) -> None:
    await two.a.come("p1")
    await two.b.come("p2")
    await two.world.pass_by(2)
    await two.a.die()
    await two.world.pass_by(30)
    await two.b.come("p1")
    assert two.world.told == [away("p1"), back("p1")]


async def test_after_a_crash_a_speaker_who_comes_back_in_time_is_not_missed(two: Two) -> None:
    await two.a.come("p1")
    await two.b.come("p2")
    await two.world.pass_by(2)
    await two.a.die()
    await two.world.pass_by(8)
    await two.b.come("p1")
    await two.world.pass_by(60)
    assert two.world.told == []


async def test_a_rolling_restart_makes_nobody_away(two: Two) -> None:
    old, people = [two.a, two.b], ("p1", "p2", "p3", "p4")
    for index, person in enumerate(people):
        await old[index % 2].come(person)
    await two.world.pass_by(2)
    for index, worker in enumerate(old):
        fresh = await two.world.worker(f"w{index + 3}")
        await two.world.pass_by(1)
        await worker.end()
        await two.world.pass_by(8)
        for person in people[index::2]:
            await fresh.come(person)
        await two.world.pass_by(3)
    await two.world.pass_by(60)
    assert two.world.told == []


async def test_a_worker_that_cannot_hear_the_others_calls_nobody_away(two: Two) -> None:
    await two.a.come("p1")
    await two.b.come("p3")
    await two.world.pass_by(2)
    two.b.board.away = True
    await two.world.pass_by(40)
    two.b.board.away = False
    await two.world.pass_by(40)
    assert two.world.told == []


async def test_a_worker_that_was_believed_to_be_dead_says_who_is_here_all_the_same(two: Two) -> None:
    await two.a.come("p1")
    await two.b.come("p2")
    await two.world.pass_by(2)
    two.b.board.away = True
    await two.world.pass_by(40)
    assert two.world.told == [away("p2")]
    two.b.board.away = False
    await two.world.pass_by(40)
    assert two.world.told == [away("p2"), back("p2")]


async def test_a_board_that_lost_everything_makes_nobody_away(two: Two) -> None:
    await two.a.come("p1")
    await two.b.come("p2")
    await two.world.pass_by(2)
    two.world.wall.away = True
    await two.world.pass_by(30)
    two.world.wall.told.clear()
    two.world.wall.away = False
    await two.world.pass_by(40)
    assert two.world.told == []


async def test_whoever_asks_another_worker_by_http_is_not_gone(two: Two) -> None:
    phone = await two.a.come("p1")
    await two.world.pass_by(2)
    await two.a.leave(phone)
    await two.world.pass_by(10)
    desk = await two.b.handler.read(S1)
    assert desk is not None
    assert desk.folded.session is not None
    two.b.hub.heard_of(desk.folded.session, ActorId("p1"))
    await two.world.pass_by(60)
    assert two.world.told == []


async def test_a_worker_that_had_not_heard_of_a_return_is_set_right(two: Two) -> None:
    await two.b.come("p1")
    await two.a.send(MarkAbsent(participant_id=ActorId("p1")))
    await settled()
    await two.world.pass_by(2)
    assert two.world.told == [away("p1"), back("p1")]


async def test_whom_the_host_sends_away_later_stays_away(two: Two) -> None:
    await two.b.come("p1")
    await two.world.pass_by(10)
    await two.a.send(MarkAbsent(participant_id=ActorId("p1")))
    await two.world.pass_by(10)
    assert two.world.told == [away("p1")]


# Too many sockets


async def test_the_fourth_socket_of_a_person_lets_the_oldest_go_wherever_it_is(two: Two) -> None:
    oldest = await two.a.come("p1")
    two.world.clock.advance(10)
    others = [await two.b.come("p1") for _ in range(3)]
    assert oldest.open
    await two.world.pass_by(2)
    assert not oldest.open
    assert oldest.told("notice")[0]["code"] == "auth.replaced"
    assert DISMISSED in oldest.transport.frames[-1]
    await two.world.pass_by(5)
    assert all(socket.open for socket in others)


async def test_of_sockets_that_came_in_one_instant_as_many_go_as_have_to(two: Two) -> None:
    sockets = [await worker.come("p1") for _ in range(3) for worker in (two.a, two.b)]
    await two.world.pass_by(5)
    assert sum(socket.open for socket in sockets) == 3


async def test_a_shared_link_has_its_own_limit(two: Two) -> None:
    sockets = []
    for _ in range(27):
        two.world.clock.advance(1)
        sockets += [await two.a.come("stage"), await two.b.come("stage")]
    await two.world.pass_by(2)
    assert [socket.open for socket in sockets] == [False] * 4 + [True] * 50


async def test_without_limits_nobody_is_let_go() -> None:
    world = World()
    a, b = await world.worker("w1", limits="relaxed"), await world.worker("w2", limits="relaxed")
    await a.fill(Start())
    sockets = [await worker.come("p1") for _ in range(5) for worker in (a, b)]
    await world.pass_by(3)
    assert all(socket.open for socket in sockets)
    await world.end()
