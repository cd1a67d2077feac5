"""The only writer: what it promises of answers, batches, repeats, rivals, time, and a store that breaks down."""

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given as for_any
from hypothesis import strategies as st
from msgspec.structs import replace

from orchestrator.agenda.commands import Advance, Pause, SetEnd, Start
from orchestrator.agenda.events import PhaseEntered
from orchestrator.eventlog.log import Commit, chain
from orchestrator.handler import BATCH, Answer, Done, Handler, Refused, Unreadable
from orchestrator.messages import LINKS, SYSTEM, Actor, ActorId, Audience, Command, Event, Role
from orchestrator.qa_queue.commands import CastVote, Draft, Submit, WithdrawVote
from orchestrator.rooms.commands import Announce
from orchestrator.session.codec import Entry, decode
from orchestrator.session.commands import Admit, Finish, Open, PlannedPhase, PlannedRoom, SetRoles
from orchestrator.session.view import view
from tests.fakes import FakeClock, MemoryLog, Shelf, settled, until
from tests.given import MINUTE, announced, t, voted

OPEN = Open(
    session_id="s1",
    title="An evening",
    join_code="JOINCODE",
    phases=(
        PlannedPhase("breakout", "In your rooms", 45 * MINUTE, "advance"),
        PlannedPhase("break", "Break", 15 * MINUTE, "advance"),
        PlannedPhase("panel", "Panel", 60 * MINUTE, "wait"),
    ),
    rooms=(PlannedRoom("Mentoring"), PlannedRoom("Assessment")),
    links={link: f"hash of {link}" for link in LINKS},
    language="en",
    timezone="UTC",
)
HOST = Audience(Role.HOST)


class Worker:
    """One process: a handler of its own over a log it may share."""

    def __init__(self, shelf: Shelf | None = None, clock: FakeClock | None = None) -> None:
        self.log = MemoryLog(shelf)
        self.clock = clock or FakeClock()
        self.cuts: list[str] = []
        self.handler = Handler(self.log, self.clock, cut=self.cuts.append)

    def beside(self) -> "Worker":
        """Another worker, or this one after a restart."""
        return Worker(self.log.shelf, self.clock)

    def send(self, command: Command, by: str = "host", command_id: str | None = None) -> asyncio.Future[Answer]:
        return self.handler.submit("s1", replace(command, actor=Actor(ActorId(by))), command_id)

    async def seen(self, audience: Audience = HOST) -> dict[str, Any]:
        desk = await self.handler.read("s1")
        assert desk is not None
        assert desk.folded.session is not None
        return view(desk.folded.session, audience)

    def entries(self) -> list[Entry]:
        return [entry for commit in self.log.commits("s1") for entry in decode(commit.body)]

    def events(self) -> list[Event]:
        return [event for entry in self.entries() for event in entry.events]

    @property
    def version(self) -> int:
        return len(self.log.commits("s1"))


@pytest.fixture
async def worker() -> Worker:
    """A session in its first phase since 19:00, with p1 and p2 in the first room and one draft, q1."""
    worker = Worker()
    await worker.send(OPEN, by=SYSTEM.id)
    for number in (1, 2):
        await worker.send(Admit(name="Ana", role=Role.PARTICIPANT, ticket_hash=f"hash {number}", room_id="r1"), by=SYSTEM.id)
    await worker.send(Start())
    await worker.send(Draft(text="Why?"), by="p1")
    return worker


VOTE = CastVote(question_id="q1")
LISTEN = Announce(text="Listen")


async def all_of(futures: Sequence[asyncio.Future[Answer]]) -> list[Answer]:
    return list(await asyncio.gather(*futures))


# Answers


async def test_an_answer_names_the_version_at_which_the_command_holds(worker: Worker) -> None:
    before = worker.version
    assert await worker.send(VOTE, by="p1") == Done(before + 1)
    assert worker.version == before + 1


async def test_what_was_made_is_named(worker: Worker) -> None:
    assert await worker.send(LISTEN) == Done(worker.version, {"announcement_id": "a1"})


async def test_a_command_that_changes_nothing_appends_nothing(worker: Worker) -> None:
    before = worker.version
    assert await worker.send(Start()) == Done(before)
    assert worker.version == before


async def test_a_refusal_appends_nothing(worker: Worker) -> None:
    before = worker.version
    assert await worker.send(Start(), by="p1") == Refused("session.forbidden")
    assert worker.version == before


async def test_an_answer_leaves_only_after_the_append_is_durable(worker: Worker) -> None:
    worker.log.hold()
    answer = worker.send(VOTE, by="p1")
    await settled()
    assert worker.log.in_flight == 1
    assert not answer.done()
    worker.log.release()
    assert isinstance(await answer, Done)


async def test_until_the_append_is_durable_nobody_sees_the_change(worker: Worker) -> None:
    before = worker.version
    worker.log.hold()
    answer = worker.send(VOTE, by="p1")
    await settled()
    assert worker.handler.seen("s1").folded.version == before
    worker.log.release()
    await answer
    assert worker.handler.seen("s1").folded.version == before + 1


async def test_a_refusal_too_leaves_only_after_the_append_of_its_batch(worker: Worker) -> None:
    worker.log.hold()
    first = worker.send(LISTEN)
    await settled()
    second, refused = worker.send(LISTEN), worker.send(Start(), by="p1")
    await settled()
    assert not refused.done()
    worker.log.release()
    assert [type(answer) for answer in await all_of([first, second, refused])] == [Done, Done, Refused]


# Batches


async def test_what_arrives_while_an_append_is_in_flight_is_one_commit(worker: Worker) -> None:
    before = worker.version
    worker.log.hold()
    first = worker.send(LISTEN)
    await until(lambda: worker.log.in_flight)
    rest = [worker.send(LISTEN) for _ in range(20)]
    await settled()
    worker.log.release()
    answers = await all_of([first, *rest])
    assert [answer.version for answer in answers] == [before + 1] + [before + 2] * 20
    assert [answer.result for answer in answers] == [{"announcement_id": f"a{number}"} for number in range(1, 22)]
    assert worker.version == before + 2


async def test_one_append_is_in_flight_per_session(worker: Worker) -> None:
    worker.log.hold()
    answers = []
    for _ in range(5):
        answers.append(worker.send(LISTEN))
        await settled()
    worker.log.release()
    await all_of(answers)
    assert worker.log.most_in_flight == 1


async def test_sessions_do_not_wait_for_each_other(worker: Worker) -> None:
    worker.log.hold()
    one = worker.send(LISTEN)
    other = worker.handler.submit("s9", replace(OPEN, session_id="s9", actor=SYSTEM))
    await until(lambda: worker.log.in_flight == 2)
    worker.log.release()
    await all_of([one, other])


async def test_commands_of_a_batch_are_decided_in_turn(worker: Worker) -> None:
    presses = [worker.send(Advance(from_phase="ph1")), worker.send(Advance(from_phase="ph1"), by="host")]
    assert await all_of(presses) == [Done(worker.version), Refused("agenda.stale_phase")]


async def test_roles_are_those_of_the_moment_of_deciding(worker: Worker) -> None:
    revoked = worker.send(SetRoles(participant_id="p1", roles=frozenset()))
    late = worker.send(VOTE, by="p1")
    assert isinstance(await revoked, Done)
    assert await late == Refused("session.forbidden")


async def test_nobody_is_believed_who_brings_roles_or_a_time_along(worker: Worker) -> None:
    liar = Actor(ActorId("p1"), frozenset({Role.HOST}))
    assert await worker.handler.submit("s1", replace(Pause(), actor=liar, at=5)) == Refused("session.forbidden")
    await worker.handler.submit("s1", replace(VOTE, actor=liar, at=t("23:00")))
    assert worker.events()[-1] == voted("q1", "p1", room="r1", at=t("19:00"))


async def test_a_batch_is_bounded(worker: Worker) -> None:
    before = worker.version
    await all_of([worker.send(LISTEN) for _ in range(BATCH + 1)])
    assert worker.version == before + 2


async def test_who_no_longer_waits_does_not_hold_up_the_others(worker: Worker) -> None:
    gone, waiting = worker.send(LISTEN), worker.send(LISTEN)
    gone.cancel()
    assert isinstance(await waiting, Done)
    assert len([event for event in worker.events() if type(event) is type(announced("a1"))]) == 2


async def test_an_exception_fails_only_its_own_command() -> None:
    worker = Worker()
    opened = worker.send(replace(OPEN, phases=()), by=SYSTEM.id)
    broken = worker.send(Start())  # there is no first phase
    told = worker.send(LISTEN)
    assert await all_of([opened, broken, told]) == [
        Done(1, {"session_id": "s1"}),
        Refused("server.internal"),
        Done(1, {"announcement_id": "a1"}),
    ]


async def test_an_event_that_cannot_be_folded_fails_only_its_own_command() -> None:
    worker = Worker()
    broken = worker.send(replace(OPEN, links={"nobody": "hash"}), by=SYSTEM.id)
    opened = worker.send(OPEN, by=SYSTEM.id)
    async with asyncio.timeout(30):
        assert await all_of([broken, opened]) == [Refused("server.internal"), Done(1, {"session_id": "s1"})]


async def test_text_that_cannot_be_written_leaves_nobody_waiting(worker: Worker) -> None:
    async with asyncio.timeout(30):
        assert await worker.send(Announce(text="\ud800")) == Refused("server.internal")
    assert isinstance(await worker.send(LISTEN), Done)


# Repeats


async def test_a_repeat_answers_as_the_first_time_and_appends_nothing(worker: Worker) -> None:
    first = await worker.send(LISTEN, command_id="c1")
    before = worker.version
    await worker.send(VOTE, by="p1")
    assert await worker.send(LISTEN, command_id="c1") == first
    assert worker.version == before + 1


async def test_a_repeat_after_a_restart_answers_as_the_first_time(worker: Worker) -> None:
    first = await worker.send(LISTEN, command_id="c1")
    before = worker.version
    assert await worker.beside().send(LISTEN, command_id="c1") == first
    assert worker.version == before


async def test_a_repeat_inside_one_batch_is_made_once(worker: Worker) -> None:
    first, again = await all_of([worker.send(LISTEN, command_id="c1"), worker.send(LISTEN, command_id="c1")])
    assert first == again == Done(worker.version, {"announcement_id": "a1"})
    assert [entry.command_id for entry in worker.entries()].count("c1") == 1


async def test_a_repeat_that_races_over_two_workers_is_made_once(worker: Worker) -> None:
    rival = worker.beside()
    await rival.seen()
    answers = await all_of([worker.send(LISTEN, command_id="c1"), rival.send(LISTEN, command_id="c1")])
    assert answers == [Done(worker.version, {"announcement_id": "a1"})] * 2
    assert [entry.command_id for entry in worker.entries()].count("c1") == 1


async def test_a_repeat_beside_something_new_names_the_version_of_the_first_time(worker: Worker) -> None:
    first = await worker.send(LISTEN, command_id="c1")
    again, new = await all_of([worker.send(LISTEN, command_id="c1"), worker.send(LISTEN)])
    assert (again, new.version) == (first, first.version + 1)


async def test_the_same_id_of_two_people_is_two_commands(worker: Worker) -> None:
    await all_of([worker.send(VOTE, by="p1", command_id="c1"), worker.send(VOTE, by="p2", command_id="c1")])
    assert (await worker.seen())["questions"]["q1"]["score"] == 2


async def test_a_repeat_is_not_decided_again(worker: Worker) -> None:
    first = await worker.send(VOTE, by="p1", command_id="c1")
    await worker.send(WithdrawVote(question_id="q1"), by="p1")
    assert await worker.send(VOTE, by="p1", command_id="c1") == first
    assert (await worker.seen())["questions"]["q1"]["score"] == 0


async def test_a_refusal_is_not_remembered(worker: Worker) -> None:
    submit = Submit(question_id="q9")
    assert await worker.send(submit, command_id="c1") == Refused("qa_queue.unknown_question")
    assert isinstance(await worker.send(replace(submit, question_id="q1"), command_id="c1"), Done)
    assert (await worker.seen())["questions"]["q1"]["status"] == "open"


async def test_what_changed_nothing_is_not_remembered(worker: Worker) -> None:
    await worker.send(VOTE, by="p1")
    await worker.send(VOTE, by="p1", command_id="c1")
    await worker.send(WithdrawVote(question_id="q1"), by="p1")
    await worker.send(VOTE, by="p1", command_id="c1")
    assert (await worker.seen())["questions"]["q1"]["score"] == 1


# Rivals


async def test_a_worker_that_lost_the_race_decides_again(worker: Worker) -> None:
    rival = worker.beside()
    await rival.seen()
    before = worker.version
    await worker.send(VOTE, by="p1")
    assert await rival.send(VOTE, by="p2") == Done(before + 2)
    assert (await rival.seen())["questions"]["q1"]["score"] == 2


async def test_of_two_hosts_on_two_workers_one_moves_the_evening(worker: Worker) -> None:
    rival = worker.beside()
    await rival.seen()
    answers = await all_of([worker.send(Advance(from_phase="ph1")), rival.send(Advance(from_phase="ph1"))])
    assert sorted(type(answer).__name__ for answer in answers) == ["Done", "Refused"]
    assert (await worker.seen())["session"]["phase_id"] == "ph2"


async def test_a_refusal_is_decided_again_when_the_log_has_moved(worker: Worker) -> None:
    rival = worker.beside()
    await rival.seen()
    await worker.send(Submit(question_id="q1"))
    await worker.send(Admit(name="Dee", role=Role.PARTICIPANT, ticket_hash="hash 3", room_id="r2"), by=SYSTEM.id)
    await worker.send(Advance(from_phase="ph1"))
    assert await rival.send(VOTE, by="p3") == Done(worker.version)  # the rival did not even know p3


async def test_nothing_to_do_is_decided_again_when_the_log_has_moved(worker: Worker) -> None:
    rival = worker.beside()
    await worker.send(VOTE, by="p1")
    await rival.seen()
    await worker.send(WithdrawVote(question_id="q1"), by="p1")
    before = worker.version
    assert await rival.send(VOTE, by="p1") == Done(before + 1)


async def test_no_answer_is_older_than_what_another_worker_has_acknowledged(worker: Worker) -> None:
    rival = worker.beside()
    await rival.seen()
    acknowledged = await worker.send(VOTE, by="p1")
    assert await rival.send(Start()) == Done(acknowledged.version)
    assert await rival.send(Start(), by="p1") == Refused("session.forbidden")
    assert rival.handler.seen("s1").folded.version == acknowledged.version


async def test_reading_shows_what_another_worker_has_acknowledged(worker: Worker) -> None:
    rival = worker.beside()
    await rival.seen()
    await worker.send(VOTE, by="p1")
    assert (await rival.seen())["questions"]["q1"]["score"] == 1


async def test_all_workers_fold_the_same_evening(worker: Worker) -> None:
    rival = worker.beside()
    await all_of([each.send(LISTEN) for each in (worker, rival) * 10])
    assert await worker.seen() == await rival.seen() == await worker.beside().seen()


# Time


async def test_what_is_due_happens_first_and_at_its_own_instant(worker: Worker) -> None:
    worker.clock.advance(90 * MINUTE)
    await worker.send(LISTEN)
    assert worker.events()[-3:] == [
        PhaseEntered(phase_id="ph2", ends_at=t("20:00"), at=t("19:45")),
        PhaseEntered(phase_id="ph3", ends_at=t("21:00"), at=t("20:00")),
        announced("a1", at=t("20:30")),
    ]


async def test_a_command_is_decided_in_the_phase_that_holds_at_its_instant(worker: Worker) -> None:
    worker.clock.advance(45 * MINUTE)
    assert await worker.send(Draft(text="Late"), by="p1") == Refused("qa_queue.asking_closed")
    assert worker.events()[-1] == PhaseEntered(phase_id="ph2", ends_at=t("20:00"), at=t("19:45"))


async def test_what_is_due_is_signed_by_the_clock(worker: Worker) -> None:
    worker.clock.advance(45 * MINUTE)
    await worker.handler.wake("s1")
    assert (worker.entries()[-1].actor, worker.entries()[-1].at) == ("clock", t("19:45"))


async def test_waking_a_session_in_which_nothing_is_due_appends_nothing(worker: Worker) -> None:
    before = worker.version
    assert await worker.handler.wake("s1") == Done(before)
    assert worker.version == before


async def test_two_workers_that_wake_a_session_move_one_phase(worker: Worker) -> None:
    rival = worker.beside()
    await rival.seen()
    worker.clock.advance(45 * MINUTE)
    await all_of([worker.handler.wake("s1"), rival.handler.wake("s1")])
    assert [event.phase_id for event in worker.events() if isinstance(event, PhaseEntered)] == ["ph1", "ph2"]


async def test_reading_lets_happen_what_is_due(worker: Worker) -> None:
    worker.clock.advance(45 * MINUTE)
    assert (await worker.seen())["session"]["phase_id"] == "ph2"


async def test_time_never_goes_back_when_the_clock_does(worker: Worker) -> None:
    worker.clock.advance(5 * MINUTE)
    await worker.send(LISTEN)
    worker.clock.jump(-60 * MINUTE)
    await worker.send(LISTEN)
    assert [event.at for event in worker.events()[-2:]] == [t("19:05"), t("19:05")]


@pytest.mark.parametrize(("ahead", "alarms"), [(5 * MINUTE, 0), (5 * MINUTE + 1, 1)])
async def test_a_log_more_than_five_minutes_ahead_is_an_alarm(
    worker: Worker, caplog: pytest.LogCaptureFixture, ahead: int, alarms: int
) -> None:
    worker.clock.jump(-ahead)
    await worker.handler.wake("s1")
    assert sum(f"{ahead} ms ahead" in record.message for record in caplog.records) == alarms


async def test_the_log_is_told_what_is_due_next(worker: Worker) -> None:
    due = worker.log.shelf.due
    assert due == {"s1": t("19:45")}
    await worker.send(SetEnd(phase_id="ph1", ends_at=t("19:50")))
    assert due == {"s1": t("19:50")}
    await worker.send(Pause())
    assert due == {}
    await worker.send(Finish())
    assert due == {}


# A store that breaks down


async def test_what_the_store_refuses_is_refused(worker: Worker) -> None:
    before = worker.version
    worker.log.refuses_writes = True
    assert await all_of([worker.send(LISTEN), worker.send(VOTE, by="p1")]) == [Refused("server.store_unavailable")] * 2
    assert worker.version == before
    assert (await worker.seen())["announcements"] == {}


async def test_it_heals_by_itself(worker: Worker) -> None:
    worker.log.refuses_writes = True
    await worker.send(LISTEN)
    worker.log.refuses_writes = False
    assert await worker.send(LISTEN) == Done(worker.version, {"announcement_id": "a1"})


async def test_while_the_store_refuses_writes_it_is_read(worker: Worker) -> None:
    worker.log.refuses_writes = True
    worker.clock.advance(45 * MINUTE)  # and the phase cannot be left
    assert (await worker.seen())["session"]["phase_id"] == "ph1"


async def test_without_reading_the_log_nothing_is_refused_from_the_past(worker: Worker) -> None:
    worker.log.refuses_reads = True
    assert await worker.send(Start(), by="p1") == Refused("server.store_unavailable")


async def test_a_session_never_read_is_not_guessed(worker: Worker) -> None:
    rival = worker.beside()
    rival.log.refuses_reads = True
    with pytest.raises(Unreadable) as caught:
        await rival.handler.read("s1")
    assert caught.value.code == "server.store_unavailable"
    assert await rival.send(VOTE, by="p1") == Refused("server.store_unavailable")


async def test_a_write_whose_answer_was_lost_is_made_once(worker: Worker) -> None:
    worker.log.loses_answers = True
    assert await worker.send(LISTEN, command_id="c1") == Refused("server.store_unavailable")
    worker.log.loses_answers = False
    assert await worker.send(LISTEN, command_id="c1") == Done(worker.version, {"announcement_id": "a1"})
    assert (await worker.seen())["announcements"].keys() == {"a1"}


async def test_a_store_that_fails_in_an_unknown_way_leaves_nobody_waiting(worker: Worker) -> None:
    worker.log.fails_with = OSError("what is this?")
    async with asyncio.timeout(30):
        assert await worker.send(LISTEN) == Refused("server.internal")
    worker.log.fails_with = None
    assert isinstance(await worker.send(LISTEN), Done)


# A log that cannot be read


async def test_a_damaged_log_is_said_to_be_damaged(worker: Worker) -> None:
    worker.log.damage("s1", 2, b"{}")
    fresh = worker.beside()
    assert await fresh.send(VOTE, by="p1") == Refused("session.damaged")
    with pytest.raises(Unreadable) as caught:
        await fresh.handler.read("s1")
    assert caught.value.code == "session.damaged"


async def test_a_repaired_log_is_read_again(worker: Worker) -> None:
    sound = worker.log.commits("s1")[1].body
    worker.log.damage("s1", 2, b"{}")
    fresh = worker.beside()
    await fresh.send(VOTE, by="p1")
    worker.log.damage("s1", 2, sound)
    assert isinstance(await fresh.send(VOTE, by="p1"), Done)


async def newer_version_writes(worker: Worker) -> None:
    body = b'{"entries":[{"actor":"host","at":1,"events":[{"type":"choir.sung","at":1}]}],"format":1}'
    last = worker.log.commits("s1")[-1]
    await worker.log.append(Commit("s1", last.version + 1, body, chain(last.hash, body)), None)


async def test_a_session_with_unknown_events_is_never_written(worker: Worker) -> None:
    await newer_version_writes(worker)
    before = worker.version
    for each in (worker, worker.beside()):
        for command, by in ((VOTE, "p1"), (Start(), "host"), (Start(), "p1")):
            assert await each.send(command, by=by) == Refused("session.newer_version")
        with pytest.raises(Unreadable) as caught:
            await each.handler.read("s1")
        assert caught.value.code == "session.newer_version"
    assert worker.version == before


async def test_another_session_does_not_suffer(worker: Worker) -> None:
    await newer_version_writes(worker)
    await worker.send(VOTE, by="p1")
    other = replace(OPEN, session_id="s9", actor=SYSTEM)
    assert await worker.handler.submit("s9", other) == Done(1, {"session_id": "s9"})


# Sessions that do not exist


async def test_a_session_that_does_not_exist_is_unknown() -> None:
    worker = Worker()
    assert await worker.send(VOTE) == Refused("session.unknown")
    assert await worker.handler.read("s1") is None


async def test_asking_for_sessions_that_do_not_exist_fills_no_memory() -> None:
    worker = Worker()
    for number in range(100):
        await worker.handler.read(f"guess-{number}")
        await worker.handler.submit(f"guess-{number}", replace(VOTE, actor=SYSTEM))
    assert worker.handler.count() == 0


async def test_a_session_is_opened_once(worker: Worker) -> None:
    assert await worker.send(OPEN, by=SYSTEM.id) == Refused("session.exists")
    assert await worker.beside().send(OPEN, by=SYSTEM.id) == Refused("session.exists")


# What a desk remembers


async def test_recent_states_are_remembered_by_version(worker: Worker) -> None:
    await worker.send(VOTE, by="p1")
    desk = worker.handler.seen("s1")
    score = {version: len(desk.at(version).queue.questions["q1"].voters) for version in (worker.version - 1, worker.version)}
    assert score == {worker.version - 1: 0, worker.version: 1}
    assert desk.at(worker.version + 1) is None


async def test_old_states_are_forgotten(worker: Worker) -> None:
    forgetful = Handler(worker.log, worker.clock, history=2)
    desk = await forgetful.read("s1")
    remembered = [version for version in range(worker.version + 1) if desk.at(version) is not None]
    assert remembered == [worker.version - 1, worker.version]


async def test_a_session_at_rest_is_forgotten_unless_somebody_looks(worker: Worker) -> None:
    worker.handler.forget(keep={"s1"})
    assert worker.handler.count() == 1
    worker.handler.forget(keep=())
    assert worker.handler.count() == 0


async def test_what_was_forgotten_is_in_the_log(worker: Worker) -> None:
    before, first = await worker.seen(), await worker.send(LISTEN, command_id="c1")
    worker.handler.forget(keep=())
    assert await worker.send(LISTEN, command_id="c1") == first
    assert {**await worker.seen(), "announcements": {}} == before


async def test_a_session_at_work_is_not_forgotten(worker: Worker) -> None:
    worker.log.hold()
    answer = worker.send(LISTEN)
    await settled()
    worker.handler.forget(keep=())
    assert worker.handler.count() == 1
    worker.log.release()
    assert isinstance(await answer, Done)


async def test_forgetting_at_any_moment_hides_no_session_from_who_reads_it(worker: Worker) -> None:
    reading = asyncio.ensure_future(worker.handler.read("s1"))
    while not reading.done():
        worker.handler.forget(keep=())
        await asyncio.sleep(0)
    assert reading.result() is not None


async def test_the_epoch_of_the_log_is_known_to_whoever_wrote_or_read_it(worker: Worker) -> None:
    desk = await worker.beside().handler.read("s1")
    assert desk.epoch == worker.handler.seen("s1").epoch == "epoch 1"


async def test_draining_waits_for_what_is_on_its_way(worker: Worker) -> None:
    worker.log.hold()
    answer = worker.send(LISTEN)
    draining = asyncio.ensure_future(worker.handler.drain())
    await settled()
    assert not draining.done()
    worker.log.release()
    await draining
    assert answer.done()


# Anything at once: two workers, a store with moods, clients that repeat what was not answered


class Intent:
    """What a client wants until it is told that it holds."""

    def __init__(self, command: Command, by: str, command_id: str) -> None:
        self.command, self.by, self.command_id = command, by, command_id


moods = st.sampled_from(["fine", "fine", "fine", "refuses", "loses answers"])
turns = st.lists(st.tuples(moods, st.integers(0, 1), st.sampled_from(["vote", "tell", "next"]), st.integers(0, 20)), max_size=25)


@for_any(turns)
async def test_what_was_acknowledged_is_in_the_log_exactly_once(evening: list[tuple[str, int, str, int]]) -> None:
    first = Worker()
    await first.send(OPEN, by=SYSTEM.id)
    await first.send(Start())
    workers = [first, first.beside()]
    acknowledged: dict[str, Answer] = {}
    for number, (mood, which, wish, minutes) in enumerate(evening):
        worker = workers[which]
        worker.log.refuses_writes, worker.log.loses_answers = mood == "refuses", mood == "loses answers"
        worker.clock.advance(minutes * MINUTE)
        command: Command = LISTEN if wish != "next" else Advance(from_phase=f"ph{number % 3 + 1}")
        tries = [worker.send(command, command_id=f"c{number}") for _ in range(2)]
        await all_of(tries)
        worker.log.refuses_writes = worker.log.loses_answers = False
        acknowledged[f"c{number}"] = await workers[1 - which].send(command, command_id=f"c{number}")
    made = [entry.command_id for entry in first.entries() if entry.command_id is not None]
    assert len(made) == len(set(made))
    versions = {entry.command_id: commit.version for commit in first.log.commits("s1") for entry in decode(commit.body)}
    for command_id, answer in acknowledged.items():
        assert (command_id in made) == isinstance(answer, Done)
        if isinstance(answer, Done):
            assert versions[command_id] == answer.version
    instants = [event.at for event in first.events()]
    assert instants == sorted(instants)
    assert await workers[0].seen() == await workers[1].seen() == await first.beside().seen()
