"""What is due happens at its instant, also where nobody commands."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from msgspec.structs import replace

from orchestrator.agenda.commands import Advance, Pause, Resume, SetEnd, Start
from orchestrator.agenda.events import PhaseEntered
from orchestrator.eventlog.log import Change
from orchestrator.handler import Handler
from orchestrator.messages import LINKS, SYSTEM, Actor, ActorId, Command
from orchestrator.session.codec import decode
from orchestrator.session.commands import Finish, Open, PlannedPhase, PlannedRoom
from orchestrator.timekeeper import LATER, Timekeeper
from tests.fakes import FakeClock, MemoryLog, Shelf, settled, until
from tests.given import MINUTE, SECOND, t

OPEN = Open(
    session_id="s1",
    title="An evening",
    join_code="JOINCODE",
    phases=(
        PlannedPhase("breakout", "In your rooms", 45 * MINUTE, "advance"),
        PlannedPhase("break", "Break", 15 * MINUTE, "advance"),
        PlannedPhase("panel", "Panel", 60 * MINUTE, "wait"),
    ),
    rooms=(PlannedRoom("Mentoring"),),
    links={link: f"hash of {link}" for link in LINKS},
    language="en",
    timezone="UTC",
)


class Worker:
    """One process with its timekeeper, which is told what changes as the application does."""

    def __init__(self, clock: FakeClock, shelf: Shelf | None = None, leads: bool = True) -> None:
        self.clock = clock
        self.log = MemoryLog(shelf)
        self.handler = Handler(self.log, clock)
        self.leads = leads
        self.keeper = Timekeeper(self.log, self.handler, clock, lambda session_id: self.leads)
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        changes = self.log.changes()

        async def listen() -> None:
            async for change in changes:
                self.keeper.changed(change)

        self._tasks = [asyncio.create_task(listen()), asyncio.create_task(self.keeper.run())]
        await settled()

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    @property
    def runs(self) -> bool:
        return not any(task.done() for task in self._tasks)

    async def send(self, command: Command, by: str = "host", session: str = "s1") -> None:
        await self.handler.submit(session, replace(command, actor=Actor(ActorId(by))))
        await settled()

    async def open(self, session: str = "s1", **details: object) -> None:
        await self.send(replace(OPEN, session_id=session, **details), by=SYSTEM.id, session=session)

    async def later(self, duration: int) -> None:
        self.clock.advance(duration)
        await settled()

    def entered(self, session: str = "s1") -> list[tuple[str, int]]:
        """Which phases were entered, and when."""
        entries = [entry for commit in self.log.commits(session) for entry in decode(commit.body)]
        return [(event.phase_id, event.at) for entry in entries for event in entry.events if isinstance(event, PhaseEntered)]


@pytest.fixture
async def worker() -> AsyncIterator[Worker]:
    """A session that started at 19:00, and a timekeeper that has been running all the time."""
    worker = Worker(FakeClock())
    await worker.start()
    await worker.open()
    await worker.send(Start())
    yield worker
    await worker.stop()


async def test_a_session_in_which_nobody_commands_moves_on(worker: Worker) -> None:
    await worker.later(45 * MINUTE)
    assert worker.entered() == [("ph1", t("19:00")), ("ph2", t("19:45"))]


async def test_it_goes_on_and_on(worker: Worker) -> None:
    for _ in range(13):
        await worker.later(5 * MINUTE)
    assert worker.entered() == [("ph1", t("19:00")), ("ph2", t("19:45")), ("ph3", t("20:00"))]


async def test_before_its_instant_nothing_happens(worker: Worker) -> None:
    await worker.later(45 * MINUTE - 1)
    assert worker.entered() == [("ph1", t("19:00"))]


async def test_while_nothing_is_due_the_log_is_left_alone(worker: Worker) -> None:
    reads, appends = worker.log.reads, worker.log.appends
    for _ in range(44):
        await worker.later(MINUTE)
    assert (worker.log.reads, worker.log.appends) == (reads, appends)


async def test_an_end_that_was_set_earlier_is_kept(worker: Worker) -> None:
    await worker.send(SetEnd(phase_id="ph1", ends_at=t("19:10")))
    await worker.later(10 * MINUTE)
    assert worker.entered()[-1] == ("ph2", t("19:10"))


async def test_an_end_that_was_set_later_is_waited_for(worker: Worker) -> None:
    await worker.send(SetEnd(phase_id="ph1", ends_at=t("19:50")))
    await worker.later(45 * MINUTE)
    assert worker.entered()[-1] == ("ph1", t("19:00"))
    await worker.later(5 * MINUTE)
    assert worker.entered()[-1] == ("ph2", t("19:50"))


async def test_an_end_that_was_moved_there_and_back_is_kept(worker: Worker) -> None:
    await worker.send(SetEnd(phase_id="ph1", ends_at=t("19:50")))
    await worker.send(SetEnd(phase_id="ph1", ends_at=t("19:45")))
    await worker.later(45 * MINUTE)
    assert worker.entered()[-1] == ("ph2", t("19:45"))


async def test_a_paused_phase_is_left_alone_until_it_is_resumed(worker: Worker) -> None:
    await worker.send(Pause())
    await worker.later(60 * MINUTE)
    assert worker.entered()[-1] == ("ph1", t("19:00"))
    await worker.send(Resume())
    await worker.later(45 * MINUTE)
    assert worker.entered()[-1] == ("ph2", t("20:45"))


async def test_a_host_who_is_faster_moves_one_phase(worker: Worker) -> None:
    await worker.later(40 * MINUTE)
    await worker.send(Advance(from_phase="ph1"))
    await worker.later(5 * MINUTE)
    assert worker.entered() == [("ph1", t("19:00")), ("ph2", t("19:40"))]


async def test_a_finished_evening_is_left_alone(worker: Worker) -> None:
    await worker.send(Finish())
    await worker.later(24 * 60 * MINUTE)
    assert worker.entered() == [("ph1", t("19:00"))]


async def test_a_scheduled_start_happens(worker: Worker) -> None:
    await worker.open("s2", starts_at=t("19:30"), auto_start=True)
    await worker.later(30 * MINUTE)
    assert worker.entered("s2") == [("ph1", t("19:30"))]


async def test_every_session_has_its_own_instants(worker: Worker) -> None:
    for number in range(2, 12):
        await worker.open(f"s{number}", starts_at=t("19:00") + number * MINUTE, auto_start=True)
    for _ in range(20):
        await worker.later(MINUTE)
    assert [worker.entered(f"s{number}") for number in range(2, 12)] == [
        [("ph1", t("19:00") + number * MINUTE)] for number in range(2, 12)
    ]


# After a time in which nobody kept time


async def test_what_became_due_during_a_downtime_happens_at_the_start_and_at_its_own_instants(worker: Worker) -> None:
    await worker.stop()
    await worker.later(90 * MINUTE)
    assert worker.entered()[-1] == ("ph1", t("19:00"))
    fresh = Worker(worker.clock, worker.log.shelf)
    await fresh.start()
    assert fresh.entered() == [("ph1", t("19:00")), ("ph2", t("19:45")), ("ph3", t("20:00"))]
    await fresh.stop()


async def test_what_becomes_due_after_a_restart_happens(worker: Worker) -> None:
    await worker.stop()
    fresh = Worker(worker.clock, worker.log.shelf)
    await fresh.start()
    await fresh.later(45 * MINUTE)
    assert fresh.entered()[-1] == ("ph2", t("19:45"))
    await fresh.stop()


async def test_two_workers_that_keep_time_move_one_phase(worker: Worker) -> None:
    other = Worker(worker.clock, worker.log.shelf)
    await other.start()
    await worker.later(60 * MINUTE)
    assert worker.entered() == [("ph1", t("19:00")), ("ph2", t("19:45")), ("ph3", t("20:00"))]
    await other.stop()


async def test_what_another_worker_sets_is_kept(worker: Worker) -> None:
    other = Worker(worker.clock, worker.log.shelf)
    await other.send(SetEnd(phase_id="ph1", ends_at=t("19:10")))
    await worker.later(10 * MINUTE)
    assert worker.entered()[-1] == ("ph2", t("19:10"))


async def test_a_worker_that_does_not_lead_leaves_what_it_does_not_hold_to_the_one_that_does(worker: Worker) -> None:
    other = Worker(worker.clock, worker.log.shelf, leads=False)
    await other.start()
    await worker.later(45 * MINUTE)
    await worker.later(LATER)
    assert worker.entered()[-1] == ("ph2", t("19:45"))
    assert other.log.reads == 0
    await worker.later(15 * MINUTE)
    assert worker.entered()[-1] == ("ph3", t("20:00"))
    assert other.log.reads == 0
    await other.stop()


async def test_where_nobody_leads_it_happens_a_little_later_and_at_its_own_instant(worker: Worker) -> None:
    await worker.stop()
    other = Worker(worker.clock, worker.log.shelf, leads=False)
    await other.start()
    await other.later(45 * MINUTE)
    await other.later(LATER - 1)
    assert worker.entered()[-1] == ("ph1", t("19:00"))
    await other.later(1)
    assert worker.entered()[-1] == ("ph2", t("19:45"))
    await other.stop()


async def test_after_a_downtime_whoever_leads_comes_first_too(worker: Worker) -> None:
    await worker.stop()
    await worker.later(50 * MINUTE)
    other, leader = Worker(worker.clock, worker.log.shelf, leads=False), Worker(worker.clock, worker.log.shelf)
    await other.start()
    await leader.start()
    await other.later(LATER)
    assert worker.entered()[-1] == ("ph2", t("19:45"))
    assert (leader.log.appends, other.log.appends) == (1, 0)
    assert other.log.reads == 0
    for each in (other, leader):
        await each.stop()


async def test_a_worker_that_holds_a_session_waits_for_nobody(worker: Worker) -> None:
    worker.leads = False
    await worker.later(45 * MINUTE)
    assert worker.entered()[-1] == ("ph2", t("19:45"))


# A store that breaks down


async def test_while_the_store_refuses_it_is_tried_again_until_it_does_not(worker: Worker) -> None:
    worker.log.refuses_writes = True
    await worker.later(45 * MINUTE)
    for _ in range(5):
        await worker.later(SECOND)
    assert worker.entered()[-1] == ("ph1", t("19:00"))
    worker.log.refuses_writes = False
    await worker.later(SECOND)
    assert worker.entered()[-1] == ("ph2", t("19:45"))


async def test_a_refusing_store_is_not_asked_without_pause(worker: Worker) -> None:
    worker.log.refuses_writes = True
    await worker.later(45 * MINUTE)
    before = worker.log.appends
    await settled(1_000)
    assert worker.log.appends == before


async def test_a_store_that_does_not_answer_at_the_start_is_asked_again() -> None:
    first = Worker(FakeClock())
    await first.open(starts_at=t("19:00"), auto_start=True)
    fresh = Worker(first.clock, first.log.shelf)
    fresh.log.refuses_reads = True
    await fresh.start()
    assert fresh.runs
    fresh.log.refuses_reads = False
    await fresh.later(SECOND)
    assert fresh.entered() == [("ph1", t("19:00"))]
    await fresh.stop()


async def test_a_session_that_cannot_be_read_does_not_stop_the_others(worker: Worker) -> None:
    await worker.open("s2", starts_at=t("19:30"), auto_start=True)
    worker.log.damage("s1", 1, b"{}")
    fresh = Worker(worker.clock, worker.log.shelf)
    await worker.stop()
    await fresh.start()
    await fresh.later(50 * MINUTE)
    assert fresh.runs
    assert fresh.entered("s2") == [("ph1", t("19:30"))]
    await fresh.stop()


async def test_a_session_that_cannot_be_read_is_tried_once_a_minute(worker: Worker) -> None:
    await worker.stop()
    worker.log.damage("s1", 1, b"{}")
    fresh = Worker(worker.clock, worker.log.shelf)
    await fresh.start()
    await fresh.later(46 * MINUTE)
    before = fresh.log.reads
    for _ in range(50):
        await fresh.later(SECOND)
    assert fresh.log.reads <= before + 1
    for _ in range(30):
        await fresh.later(SECOND)
    assert before < fresh.log.reads <= before + 2
    await fresh.stop()


# A clock that is moved


async def test_a_clock_that_was_moved_back_is_waited_for(worker: Worker) -> None:
    worker.clock.jump(-10 * MINUTE)
    await worker.later(45 * MINUTE)
    assert worker.entered()[-1] == ("ph1", t("19:00"))
    await worker.later(10 * MINUTE)
    assert worker.entered()[-1] == ("ph2", t("19:45"))


async def test_a_clock_that_was_moved_forward_is_noticed_soon(worker: Worker) -> None:
    worker.clock.jump(50 * MINUTE)
    await worker.later(10 * SECOND)
    assert worker.entered()[-1] == ("ph2", t("19:45"))


# The index is read once, the changes come all the time


class SlowIndex(MemoryLog):
    """Gives its index as it was when it was asked, but late."""

    def __init__(self, shelf: Shelf) -> None:
        super().__init__(shelf)
        self.asked = False
        self.answer = asyncio.Event()

    async def due(self, before: int) -> list[tuple[str, int]]:
        found = await super().due(before)
        self.asked = True
        await self.answer.wait()
        return found


async def test_what_changes_while_the_index_is_read_is_newer_than_the_index(worker: Worker) -> None:
    log = SlowIndex(worker.log.shelf)
    clock = worker.clock
    keeper = Timekeeper(log, Handler(log, clock), clock)
    await worker.stop()
    running = asyncio.create_task(keeper.run())
    await until(lambda: log.asked)
    await worker.send(SetEnd(phase_id="ph1", ends_at=t("19:50")))
    keeper.changed(Change("s1", len(log.commits("s1")), t("19:50")))
    log.answer.set()
    await settled()
    for _ in range(10):
        await worker.later(5 * MINUTE)
    assert worker.entered()[-1] == ("ph2", t("19:50"))
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
