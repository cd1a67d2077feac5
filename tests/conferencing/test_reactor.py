"""The evening with a tool that makes calls: opened at the click, asked for its recordings until they are there."""

import asyncio
from collections.abc import AsyncIterator

import aiohttp
import pytest
from yarl import URL

from orchestrator.agenda.commands import SetEnd, Start
from orchestrator.conferencing.bigbluebutton.provider import BigBlueButton
from orchestrator.conferencing.provider import Guest, Place, Trouble
from orchestrator.messages import ActorId, RoomId
from orchestrator.recordings.state import Status
from orchestrator.session.commands import Finish, SeekRecordings
from tests.conferencing.fake_bbb import MINUTE, Chaos, FakeBBB
from tests.conferencing.worker import PLENARY, ROOM, Worker, call, soon
from tests.fakes import FakeClock, settled
from tests.given import SECOND, t

HOUR = 60 * MINUTE


@pytest.fixture
async def worker(clock: FakeClock, provider: BigBlueButton) -> AsyncIterator[Worker]:
    worker = await Worker(clock, provider).start()
    await worker.begin()
    yield worker
    await worker.stop()


async def come_in(worker: Worker, place: Place = ROOM) -> None:
    """Somebody clicks, and is in."""
    session, bbb = await worker.session(), worker.tools["bigbluebutton"]
    meeting = await worker.opener.open(session, bbb, call(place))
    url = bbb.join_url(meeting, Guest("Ana", ActorId("p1"), False))
    async with aiohttp.ClientSession() as http, http.get(URL(url, encoded=True)) as answer:
        assert answer.status == 200


async def pass_time(worker: Worker, duration: int, step: int = MINUTE) -> None:
    """Minute after minute, as time passes."""
    for _ in range(duration // step):
        worker.clock.advance(step)
        await settled()


def states(worker: Worker) -> list[str]:
    return [recording.status for recording in worker.recordings()]


# Opening


async def test_the_first_click_makes_the_call_and_its_recording_is_expected(worker: Worker, bbb: FakeBBB):
    await come_in(worker)
    await come_in(worker)
    (recording,) = worker.recordings()
    assert (recording.status, recording.room_id, recording.external_id) == (Status.EXPECTED, "r1", bbb.runs[0].internal_id)
    assert worker.events("RecordingReported") == 1


async def test_a_whole_room_that_clicks_at_once_asks_once(worker: Worker, bbb: FakeBBB):
    await asyncio.gather(*(worker.enter() for _ in range(50)))
    assert bbb.asked.count("create") == 1


async def test_a_call_of_a_pasted_link_asks_nobody(worker: Worker, bbb: FakeBBB):
    session = await worker.session()
    provider = worker.opener.provider(session, session.rooms.room(RoomId("r2")).call_url)
    assert provider is not None
    assert provider.name == "manual"
    assert bbb.asked == []


async def test_what_went_wrong_is_noted_for_the_host_and_forgotten_when_it_works(worker: Worker, bbb: FakeBBB, clock: FakeClock):
    bbb.chaos = Chaos(times=1, status=500)
    with pytest.raises(Trouble, match=r"^calls\.unreachable$"):
        await worker.enter()
    with pytest.raises(Trouble, match=r"^calls\.unreachable$"):
        await worker.enter()  # the same answer for those who click a moment later
    assert dict(worker.seen().calls.troubles.items()) == {"r1": "calls.unreachable"}
    clock.advance(5 * SECOND)
    await worker.enter()
    assert dict(worker.seen().calls.troubles.items()) == {}


async def test_a_call_opens_though_it_cannot_be_noted(worker: Worker, bbb: FakeBBB):
    worker.log.refuses_writes = True
    assert await worker.enter() == "s1-r1"


@pytest.mark.parametrize("skew", [90 * SECOND, -90 * SECOND])
async def test_a_wrong_clock_is_noticed_with_the_first_call(worker: Worker, bbb: FakeBBB, skew: int):
    bbb.skew = skew
    await worker.enter()
    assert worker.seen().recordings.clocks["bigbluebutton"] == skew


async def test_bbb_webhooks_is_asked_to_tell_more_and_need_not_be_there(worker: Worker, bbb: FakeBBB):
    await worker.enter()
    await soon(lambda: "s1-r1" in bbb.hooks)
    bbb.webhooks = False
    await worker.enter(PLENARY)
    await soon(lambda: bbb.asked.count("hooks/create") == 2)


# Asking


async def test_recordings_come_by_asking_alone(worker: Worker, bbb: FakeBBB, clock: FakeClock):
    await come_in(worker)
    await worker.send(Start())
    await pass_time(worker, 45 * MINUTE)
    await worker.tools["bigbluebutton"].end(ROOM)
    await pass_time(worker, 2 * MINUTE)
    await soon(lambda: states(worker) == ["processing"])
    bbb.publish()
    await pass_time(worker, 3 * MINUTE)
    await soon(lambda: states(worker) == ["available"])
    (recording,) = worker.recordings()
    assert recording.url == f"https://bbb.test/playback/presentation/2.3/{bbb.runs[0].internal_id}"
    await pass_time(worker, 25 * HOUR, HOUR)
    assert bbb.asked.count("getRecordings") == 2


async def test_what_never_comes_is_asked_for_a_day_and_then_failed(worker: Worker, bbb: FakeBBB):
    await come_in(worker)
    await worker.send(Start())
    await worker.send(Finish())
    await pass_time(worker, 23 * HOUR)
    assert (worker.events("RecordingsSought"), states(worker)) == (10, ["expected"])
    await pass_time(worker, HOUR)
    assert (worker.events("RecordingsSought"), states(worker)) == (11, ["failed"])
    asked = bbb.asked.count("getRecordings")
    await pass_time(worker, 24 * HOUR, HOUR)
    assert asked >= bbb.asked.count("getRecordings") - 1


async def test_a_restart_goes_on_where_the_log_says(worker: Worker, bbb: FakeBBB, clock: FakeClock, provider: BigBlueButton):
    await come_in(worker)
    await worker.send(Start())
    await worker.send(Finish())
    await pass_time(worker, 2 * MINUTE)
    await soon(lambda: bbb.asked.count("getRecordings") == 1)
    await worker.stop()
    clock.advance(2 * HOUR)
    bbb.run_of("s1-r1").ended_at = clock.now()
    bbb.runs[0].record = "published"
    after = await Worker(clock, provider, worker.log.shelf).start()
    await after.session()
    await soon(lambda: states(after) == ["available"])
    await after.stop()


async def test_a_wish_that_a_dead_process_left_is_fulfilled_when_somebody_looks(
    worker: Worker, bbb: FakeBBB, clock: FakeClock, provider: BigBlueButton
):
    await come_in(worker)
    await worker.tools["bigbluebutton"].end(ROOM)
    await worker.stop()
    await worker.send(SeekRecordings(), by="system")  # written down, and then nobody was there
    after = await Worker(clock, provider, worker.log.shelf).start()
    await after.session()
    await soon(lambda: states(after) == ["processing"])
    await after.stop()


async def test_a_tool_that_is_away_is_asked_again_and_again(worker: Worker, bbb: FakeBBB, clock: FakeClock):
    await come_in(worker)
    await soon(lambda: bbb.hooks)
    await worker.tools["bigbluebutton"].end(ROOM)
    bbb.chaos = Chaos(times=3, status=500)
    await worker.send(SeekRecordings(), by="system")
    for pause in (501, 1001, 2001):  # time passes only while we wait to ask again
        await soon(lambda pause=pause: pause in clock.slept)  # type: ignore[misc]
        clock.advance(pause)
    await soon(lambda: states(worker) == ["processing"])
    assert bbb.asked.count("getRecordings") == 4
    assert [pause for pause in clock.slept if pause < 10 * SECOND] == [501, 1001, 2001]


async def test_a_busy_tool_is_left_in_peace_as_long_as_it_says(worker: Worker, bbb: FakeBBB, clock: FakeClock):
    await come_in(worker)
    await soon(lambda: bbb.hooks)
    await worker.tools["bigbluebutton"].end(ROOM)
    bbb.chaos = Chaos(times=1, status=429, retry_after="600")
    await worker.send(SeekRecordings(), by="system")
    await soon(lambda: 600_000 in clock.slept)
    await pass_time(worker, 9 * MINUTE)
    await worker.send(SeekRecordings(), by="system")
    await settled()
    assert bbb.asked.count("getRecordings") == 1
    await pass_time(worker, MINUTE)
    await soon(lambda: states(worker) == ["processing"])


async def test_a_tool_that_refuses_is_not_asked_again_and_the_host_is_told(worker: Worker, bbb: FakeBBB, clock: FakeClock):
    await come_in(worker)
    await soon(lambda: bbb.hooks)
    bbb.chaos = Chaos(times=1, status=403)
    slept = len(clock.slept)
    await worker.send(SeekRecordings(), by="system")
    await soon(lambda: "recordings" in worker.seen().calls.troubles)
    assert worker.seen().calls.troubles["recordings"] == "calls.refused"
    assert not any(pause < 10 * SECOND for pause in clock.slept[slept:])
    await worker.send(SeekRecordings(), by="system")
    await soon(lambda: "recordings" not in worker.seen().calls.troubles)


# Warning


async def test_rooms_are_told_a_minute_before_they_end(worker: Worker, bbb: FakeBBB):
    await come_in(worker)
    await come_in(worker, PLENARY)
    await worker.send(Start())
    await pass_time(worker, 43 * MINUTE)
    assert bbb.runs[0].chat == []
    await pass_time(worker, MINUTE)
    await soon(lambda: bbb.runs[0].chat)
    assert bbb.runs[1].chat == []


async def test_rooms_that_got_more_time_are_told_later(worker: Worker, bbb: FakeBBB, clock: FakeClock):
    await come_in(worker)
    await worker.send(Start())
    await settled()
    ends_at = worker.seen().agenda.phase.ends_at
    await worker.send(SetEnd(phase_id="ph1", ends_at=ends_at + 10 * MINUTE))
    await pass_time(worker, 53 * MINUTE)
    assert bbb.runs[0].chat == []
    await pass_time(worker, MINUTE)
    await soon(lambda: bbb.runs[0].chat)


async def test_rooms_are_told_by_a_process_that_was_started_in_the_middle(
    worker: Worker, bbb: FakeBBB, clock: FakeClock, provider: BigBlueButton
):
    await come_in(worker)
    await worker.send(Start())
    await worker.stop()
    after = await Worker(clock, provider, worker.log.shelf).start()
    await after.session()
    await pass_time(after, 44 * MINUTE)
    await soon(lambda: bbb.runs[0].chat)
    await after.stop()


async def test_a_tool_that_cannot_warn_disturbs_nothing(worker: Worker, bbb: FakeBBB):
    await worker.send(Start())
    bbb.chaos = Chaos(times=99, status=500)
    await pass_time(worker, 44 * MINUTE)
    await soon(lambda: "sendChatMessage" in bbb.asked)


# Beside other workers


async def test_a_worker_to_which_it_does_not_fall_asks_and_warns_nobody(
    worker: Worker, bbb: FakeBBB, clock: FakeClock, provider: BigBlueButton
):
    deeds: list[tuple[str, str]] = []

    async def leave_it(session_id: str, deed: str) -> bool:
        deeds.append((session_id, deed))
        return False

    await come_in(worker)
    await worker.stop()
    idle = await Worker(clock, provider, worker.log.shelf, leave_it).start()
    await idle.send(Start())
    await pass_time(idle, 44 * MINUTE)
    await idle.tools["bigbluebutton"].end(ROOM)
    await idle.send(SeekRecordings(), by="system")
    await soon(lambda: len(deeds) == 2)
    await pass_time(idle, 30 * SECOND, SECOND)
    assert deeds == [("s1", f"warning of {t('19:45')}"), ("s1", "asking 1")]
    assert bbb.asked.count("getRecordings") == 0
    assert bbb.runs[0].chat == []
    await idle.stop()
