"""What BigBlueButton delivers: believed if it is signed, written down before it is acknowledged, and only a reason to ask."""

from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from yarl import URL

from tests.conferencing.fake_bbb import MINUTE, SECRET, FakeBBB, Run, fake_bbb
from tests.conferencing.worker import soon
from tests.fakes import FakeClock, MemoryLog
from tests.given import SECOND
from tests.server.program import Evening, Object
from tests.server.serving import Server, serving

OLD = "an-old-secret-of-thirty-two-bytes-or-more"


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
async def bbb(clock: FakeClock) -> AsyncIterator[FakeBBB]:
    async with fake_bbb(clock.now) as fake:
        yield fake


@pytest.fixture
def log() -> MemoryLog:
    return MemoryLog()


@pytest.fixture
async def server(tmp_path: Path, bbb: FakeBBB, clock: FakeClock, log: MemoryLog) -> AsyncIterator[Server]:
    settings = {"bbb_url": bbb.url, "bbb_secret": SECRET, "bbb_old_secret": OLD}
    async with serving(tmp_path / "unused.db", log=log, clock=clock, **settings) as server:
        yield server


@pytest.fixture
async def evening(server: Server) -> Evening:
    return await server.program.open(calls="bigbluebutton")


@pytest.fixture
async def run(server: Server, evening: Evening, bbb: FakeBBB) -> Run:
    """The call of room r2, with somebody in it."""
    reply = await evening.program.get(f"/call/{evening.id}/r2", evening.host)
    async with server.http.get(URL(reply.headers["Location"], encoded=True)):
        pass
    await soon(lambda: bbb.hooks)
    return bbb.runs[0]


async def recording(evening: Evening) -> Object:
    (found,) = (await evening.seen(evening.host))["view"]["recordings"].values()
    return dict(found)


async def post(server: Server, path: str, body: bytes) -> int:
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    return (await server.program.call("POST", path, headers=headers, data=body)).status


def sought(log: MemoryLog, evening: Evening) -> int:
    return sum(b"session.recordings_sought" in commit.body for commit in log.commits(evening.id))


def end(run: Run, clock: FakeClock) -> None:
    clock.advance(45 * MINUTE)
    run.ended_at, run.record = clock.now(), "published"


# A recording is ready


async def test_a_ready_recording_is_looked_up_and_there(evening: Evening, run: Run, bbb: FakeBBB, clock: FakeClock):
    end(run, clock)
    assert await bbb.send_ready(run) == [200, 200]
    await soon(lambda: bbb.asked.count("getRecordings"))
    for _ in range(500):
        if (await recording(evening))["status"] == "available":
            break
    assert (await recording(evening))["url"] == f"https://bbb.test/playback/presentation/2.3/{run.internal_id}"


async def test_a_delivery_that_comes_twice_counts_once(
    evening: Evening, run: Run, bbb: FakeBBB, log: MemoryLog, clock: FakeClock
):
    await bbb.send_ready(run, times=5)
    assert sought(log, evening) == 1
    clock.advance(2 * MINUTE)
    await bbb.send_ready(run, times=1)
    assert sought(log, evening) == 2


async def test_what_it_says_is_only_a_reason_to_ask(evening: Evening, run: Run, bbb: FakeBBB):
    """Whoever has the token cannot make a recording ready that is not."""
    await bbb.send_ready(run)
    await soon(lambda: bbb.asked.count("getRecordings"))
    assert (await recording(evening))["status"] == "expected"


async def test_the_secret_before_is_believed_while_it_is_changed(evening: Evening, run: Run, bbb: FakeBBB):
    assert await bbb.send_ready(run, times=1, secret=OLD) == [200]
    assert await bbb.send_ready(run, times=1, secret="a-third-secret-that-nobody-ever-had") == [401]


async def test_when_it_cannot_be_written_down_it_may_come_again(
    evening: Evening, run: Run, bbb: FakeBBB, log: MemoryLog, faults: list[str]
):
    faults.append("the store refused a write")
    log.refuses_writes = True
    assert await bbb.send_ready(run, times=1) == [503]
    log.refuses_writes = False
    assert await bbb.send_ready(run, times=1) == [200]
    assert sought(log, evening) == 1


async def test_of_a_session_that_is_gone_it_need_not_tell_any_more(server: Server, evening: Evening, run: Run, bbb: FakeBBB):
    stranger = Run("s00000000000000000000-r1", run.params, "x-1", 0)
    assert await bbb.send_ready(stranger, times=1) == [410]


async def test_of_rooms_and_sessions_that_are_not_its_own_nothing_is_taken(
    server: Server, evening: Evening, run: Run, bbb: FakeBBB, log: MemoryLog
):
    pasted = await server.program.open()
    for meeting_id in (f"{evening.id}-r9", f"{pasted.id}-r1"):
        assert await bbb.send_ready(Run(meeting_id, run.params, "x-1", 0), times=1) == [200]
    assert (sought(log, evening), sought(log, pasted)) == (0, 0)


# The events of bbb-webhooks


async def test_the_recording_begins_with_the_first_who_came_in(evening: Evening, run: Run, bbb: FakeBBB, clock: FakeClock):
    first, second = (bbb.event(run, "user-joined", clock.now() + delay) for delay in (7 * SECOND, 60 * SECOND))
    assert [await bbb.send(each) for each in (second, first, second)] == [200, 200, 200]
    assert (await recording(evening))["started_at"] == run.created_at + 7 * SECOND


@pytest.mark.parametrize("name", ["rap-publish-ended", "rap-published", "rap-unpublished", "rap-deleted"])
async def test_what_becomes_of_a_recording_is_looked_up(evening: Evening, run: Run, bbb: FakeBBB, log: MemoryLog, name: str):
    delivery = bbb.event(run, name, 1, **{"record-id": run.internal_id, "success": True, "recording": {"is-breakout": "false"}})
    assert await bbb.send(delivery) == 200
    assert sought(log, evening) == 1


async def test_events_that_mean_nothing_to_us_are_taken_and_counted(server: Server, evening: Evening, run: Run, bbb: FakeBBB):
    assert await bbb.send(bbb.event(run, "poll-started", 1)) == 200
    assert "orchestrator_hooks_unknown 1" in (await server.program.get("/metrics")).text


async def test_a_clock_that_goes_wrong_is_noticed_and_a_late_delivery_sets_none_back(
    server: Server, evening: Evening, run: Run, bbb: FakeBBB, clock: FakeClock, log: MemoryLog
):
    late = bbb.event(run, "meeting-ended", 1)
    clock.advance(90 * SECOND)
    assert await bbb.send(late) == 200
    assert not any(b"clock_set" in commit.body for commit in log.commits(evening.id))
    bbb.skew = 90 * SECOND
    assert await bbb.send(bbb.event(run, "meeting-ended", 2)) == 200
    assert sum(b"clock_set" in commit.body for commit in log.commits(evening.id)) == 1


# What is not believed


@pytest.mark.parametrize("path", ["/hooks/bigbluebutton/x", "/hooks/manual/x", "/hooks/zoom/x"])
async def test_an_address_that_nobody_was_given_is_none(server: Server, path: str):
    assert await post(server, path, b"x=1") == 404


async def test_what_is_not_signed_or_cannot_be_read_changes_nothing(evening: Evening, run: Run, server: Server, log: MemoryLog):
    path = URL(run.params["meta_bbb-recording-ready-url"]).path
    before = len(log.commits(evening.id))
    assert await post(server, path, b"event=%5B%5D&timestamp=1") == 401
    assert await post(server, path, urlencode({"signed_parameters": "a.b.c"}).encode()) == 401
    assert await post(server, path, b"\xff\xfe") == 400
    assert await post(server, path, b"") in (400, 401)
    assert await post(server, path, b"x" * (256 * 1024 + 1)) == 413
    assert len(log.commits(evening.id)) == before


async def test_a_delivery_may_be_larger_than_what_people_send(server: Server, evening: Evening, run: Run, bbb: FakeBBB):
    assert await bbb.send(bbb.event(run, "rap-published", 1, **{"record-id": "x", "padding": "x" * 100_000})) == 200


async def test_the_address_tells_nothing_of_the_secret(run: Run):
    assert SECRET not in run.params["meta_bbb-recording-ready-url"]
