"""Somebody is forgotten, a session goes: what the handler and its log hold afterwards, whoever is in the way."""

import asyncio
from collections.abc import Mapping

import pytest

from orchestrator import erasure
from orchestrator.agenda.commands import Start
from orchestrator.clock import Clock
from orchestrator.eventlog.log import NO_HASH, Commit, StoreUnavailable, chain
from orchestrator.handler import Done, Handler, Refused
from orchestrator.messages import SYSTEM, Role, SessionId
from orchestrator.qa_queue.commands import CastVote, Draft
from orchestrator.rooms.commands import Announce, Volunteer
from orchestrator.session.commands import (
    Admit,
    DeleteSession,
    EditDetails,
    EraseParticipant,
    Finish,
    Pseudonymise,
    SetNotice,
    SetRetention,
)
from orchestrator.session.erasing import REMOVED
from orchestrator.session.retention import DAY
from orchestrator.session.state import Then
from orchestrator.timekeeper import Timekeeper
from tests.fakes import MemoryLog, settled, until
from tests.test_handler import OPEN, Worker

ERASE, LISTEN, VOTE = EraseParticipant(participant_id="p1"), Announce(text="Listen"), CastVote(question_id="q1")
CANARIES = (b"Ana", b"Her school", b"hash 1", b"Her question", b"her command", b'"p1"')


class Notebook:
    """Keeps something about people beside the log."""

    def __init__(self) -> None:
        self.renamed: list[tuple[str, dict[str, str], bool]] = []
        self.forgotten: list[str] = []
        self.fails = False

    async def rename_all(self, session_id: SessionId, aliases: Mapping[str, str], keep_texts: bool) -> None:
        if self.fails:
            raise StoreUnavailable("the disk is full")
        self.renamed.append((session_id, dict(aliases), keep_texts))

    async def forget(self, session_id: SessionId) -> None:
        self.forgotten.append(session_id)


class Office(Worker):
    """A worker with somebody who keeps more."""

    def __init__(self, log: MemoryLog | None = None, clock: Clock | None = None) -> None:
        super().__init__(None if log is None else log.shelf, clock)
        self.notes = Notebook()
        self.handler = Handler(self.log, self.clock, keepers=[self.notes])

    def beside(self) -> "Office":
        return Office(self.log, self.clock)

    @property
    def bytes(self) -> bytes:
        return b"".join(commit.body for commit in self.log.commits("s1"))


@pytest.fixture
async def office() -> Office:
    """A live session: p1 (Ana) and p2 (Ben) sit in the first room; Ana speaks for it, and asked q1, which Ben supports."""
    office = Office()
    await office.send(OPEN, by=SYSTEM.id)
    for number, (name, school) in enumerate([("Ana", "Her school"), ("Ben", None)], start=1):
        come = Admit(name=name, affiliation=school, role=Role.PARTICIPANT, ticket_hash=f"hash {number}", room_id="r1")
        await office.send(come, by=SYSTEM.id)
    await office.send(LISTEN, command_id="the host's")
    await office.send(Start())
    await office.send(Volunteer(), by="p1")
    await office.send(Draft(text="Her question"), by="p1", command_id="her command")
    await office.send(VOTE, by="p2")
    assert all(canary in office.bytes for canary in CANARIES)
    return office


async def fresh(office: Office) -> dict[str, object]:
    """What a worker sees that has seen nothing before."""
    return await office.beside().seen()


# A person


async def test_nothing_of_them_is_left_in_the_log(office: Office) -> None:
    before = office.version
    assert await office.send(ERASE) == Done(before + 1)
    assert [canary for canary in CANARIES if canary in office.bytes] == []
    assert office.version == before + 1


async def test_everything_else_goes_on(office: Office) -> None:
    before = await office.seen()
    await office.send(ERASE)
    after = await office.seen()
    assert after == await fresh(office)
    question = after["questions"]["q1"]
    assert (question["text"], question["author"], question["score"]) == (REMOVED, REMOVED, 1)
    assert after["rooms"]["r1"]["seats"] == before["rooms"]["r1"]["seats"] == 2
    assert after["session"] == before["session"]
    assert await office.send(CastVote(question_id="q1"), by="p2") == Done(office.version)
    assert isinstance(await office.send(Draft(text="Mine"), by="p2"), Done)


async def test_what_is_due_stays_due(office: Office) -> None:
    due = dict(office.log.shelf.due)
    await office.send(ERASE)
    assert office.log.shelf.due == due != {}


async def test_it_is_another_incarnation(office: Office) -> None:
    epoch = office.handler.seen("s1").epoch
    await office.send(ERASE)
    desk = office.handler.seen("s1")
    assert desk.epoch == await office.log.epoch("s1") != epoch
    assert desk.at(office.version - 1) is None
    assert desk.at(office.version) is desk.folded.session


async def test_their_texts_may_stay(office: Office) -> None:
    await office.send(EraseParticipant(participant_id="p1", keep_texts=True))
    assert [canary for canary in CANARIES if canary in office.bytes] == [b"Her question"]


async def test_a_repeat_answers_as_the_first_time(office: Office) -> None:
    first = await office.send(ERASE, command_id="forget her")
    assert await office.send(ERASE, command_id="forget her") == first
    assert await office.beside().send(ERASE, command_id="forget her") == first
    assert await office.send(ERASE) == Refused("session.unknown_participant")


async def test_what_others_sent_is_remembered_and_what_she_sent_is_not(office: Office) -> None:
    heard = await office.send(LISTEN, command_id="the host's")
    await office.send(ERASE)
    assert await office.send(LISTEN, command_id="the host's") == heard
    assert await office.send(Draft(text="Again"), by="p1", command_id="her command") == Refused("session.forbidden")


async def test_who_keeps_more_is_told_of_the_alias(office: Office) -> None:
    await office.send(ERASE)
    (alias,) = set(office.handler.seen("s1").folded.session.people) - {"p2"}
    assert set(map(repr, office.notes.renamed)) == {repr(("s1", {"p1": alias}, False))}


async def test_what_a_keeper_could_not_write_is_not_acknowledged_and_done_later(office: Office) -> None:
    office.notes.fails = True
    assert await office.send(ERASE) == Refused("server.store_unavailable")
    (line,) = await office.log.tombstones()
    (alias,) = set((await fresh(office))["people"]) - {"p2"}
    office.notes.fails = False
    assert not await erasure.apply(office.log, erasure.parse(line), [office.notes])
    assert office.notes.renamed == [("s1", {"p1": alias}, False)]
    assert isinstance(await office.send(LISTEN), Done)


async def test_a_store_that_takes_nothing_changes_nothing(office: Office) -> None:
    before, seen = office.bytes, await office.seen()
    office.log.refuses_writes = True
    assert await office.send(ERASE) == Refused("server.store_unavailable")
    assert (office.bytes, await office.seen()) == (before, seen)
    assert await office.log.tombstones() == []
    office.log.refuses_writes = False
    assert isinstance(await office.send(ERASE), Done)


async def test_an_answer_leaves_only_when_the_old_bytes_are_gone(office: Office) -> None:
    office.log.hold()
    answer = office.send(ERASE)
    await settled()
    assert not answer.done()
    office.log.release()
    assert isinstance(await answer, Done)


async def test_when_the_answer_was_lost_a_repeat_finds_it_done(office: Office) -> None:
    office.log.loses_answers = True
    assert await office.send(ERASE, command_id="forget her") == Refused("server.store_unavailable")
    office.log.loses_answers = False
    assert await office.send(ERASE, command_id="forget her") == Done(office.version)
    assert len(await office.log.tombstones()) == 1


# In the way of others


async def test_what_was_sent_before_holds_and_what_she_sends_after_does_not(office: Office) -> None:
    hers = Draft(text="Her question")
    before, _, after, other = await asyncio.gather(
        office.send(hers, by="p1"), office.send(ERASE), office.send(hers, by="p1"), office.send(LISTEN)
    )
    assert isinstance(before, Done)
    assert after == Refused("session.forbidden")
    assert other == Done(office.version, {"announcement_id": "a2"})
    assert [canary for canary in CANARIES if canary in office.bytes] == []
    assert (await fresh(office))["questions"].keys() == {"q1", "q2"}


@pytest.mark.parametrize("turns", range(0, 12, 2))
async def test_a_rival_that_writes_meanwhile_is_told_anew_too(office: Office, turns: int) -> None:
    rival = office.beside()
    await rival.seen()
    erasing = office.send(ERASE)
    for _ in range(turns):
        await asyncio.sleep(0)
    votes = [rival.send(Draft(text="Her question"), by="p1"), rival.send(Draft(text="His"), by="p2")]
    assert isinstance(await erasing, Done)
    hers, his = await asyncio.gather(*votes)
    assert isinstance(his, Done)
    assert isinstance(hers, Done) or hers == Refused("session.forbidden")
    assert [canary for canary in CANARIES if canary in office.bytes] == []
    assert await office.seen() == await rival.seen() == await fresh(office)


async def test_another_worker_folds_the_new_log_and_calls_nothing_damaged(office: Office) -> None:
    rival = office.beside()
    await rival.seen()
    await office.send(ERASE)
    assert await rival.seen() == await office.seen()
    assert rival.handler.seen("s1").epoch == office.handler.seen("s1").epoch
    assert isinstance(await rival.send(LISTEN), Done)


async def test_a_log_that_really_is_damaged_is_still_said_to_be(office: Office) -> None:
    await office.send(ERASE)
    office.log.damage("s1", 3, b"{}")
    assert await office.beside().send(LISTEN) == Refused("session.damaged")


async def test_two_hosts_forget_two_people_at_once(office: Office) -> None:
    rival = office.beside()
    await rival.seen()
    await asyncio.gather(office.send(ERASE), rival.send(EraseParticipant(participant_id="p2")))
    assert b"Ana" not in office.bytes
    assert b"Ben" not in office.bytes
    assert {person["name"] for person in (await fresh(office))["people"].values()} == {REMOVED}


# All of them


async def test_an_archive_has_nobody_in_it(office: Office) -> None:
    await office.send(SetNotice(recorded=True, keeper="Ana", days=30))
    await office.send(Finish())
    assert isinstance(await office.send(Pseudonymise()), Done)
    assert [canary for canary in (*CANARIES, b"Ben", b'"p2"') if canary in office.bytes] == [b"Her question"]
    seen = await fresh(office)
    assert (seen["session"]["status"], seen["session"]["people"]) == ("archived", 2)
    assert seen["questions"]["q1"]["author"] == "Person 1"
    ((_, aliases, keep_texts), *_) = office.notes.renamed
    assert (aliases.keys(), keep_texts) == ({"p1", "p2"}, True)


# The whole session


async def kept_beside(log: MemoryLog, *streams: str) -> None:
    for stream in streams:
        await log.append(Commit(stream, 1, b"x", chain(NO_HASH, b"x")), None)


async def test_all_of_a_session_goes_and_nothing_of_another(office: Office) -> None:
    await kept_beside(office.log, "v:s1", "c:s1:cap1", "c:s1:cap2", "code-JOINCODE", "v:s10", "c:s10:cap1", "code-OTHER", "s10")
    assert isinstance(await office.send(DeleteSession()), Done)
    assert await office.log.streams() == ["c:s10:cap1", "code-OTHER", "s10", "v:s10"]
    assert office.notes.forgotten == ["s1"]


async def test_afterwards_there_is_no_such_session(office: Office) -> None:
    rival = office.beside()
    await rival.seen()
    later = office.send(DeleteSession()), office.send(LISTEN), office.send(VOTE, by="p1")
    _, *answers = await asyncio.gather(*later)
    assert answers == [Refused("session.unknown")] * 2
    for worker in (office, rival, office.beside()):
        assert await worker.handler.read("s1") is None
        assert await worker.send(LISTEN) == Refused("session.unknown")
    assert office.handler.count() == rival.handler.count() == 0


async def test_a_store_that_takes_nothing_deletes_nothing(office: Office) -> None:
    before = await office.seen()
    office.log.refuses_writes = True
    assert await office.send(DeleteSession()) == Refused("server.store_unavailable")
    assert (await office.seen(), office.notes.forgotten) == (before, [])


# By itself


async def test_when_the_time_is_over_it_happens_with_nobody_there(office: Office) -> None:
    await office.send(SetRetention(days=30, then=Then.PSEUDONYMISE))
    await office.send(Finish())
    office.handler.forget(keep=())
    timekeeper = Timekeeper(office.log, office.handler, office.clock)
    keeping = asyncio.ensure_future(timekeeper.run())
    await until(lambda: office.clock.sleepers)
    office.clock.advance(30 * DAY - 1)
    await settled(200)
    assert b"Ana" in office.bytes
    office.clock.advance(1)
    office.clock.advance(10_000)
    await until(lambda: b"Ana" not in office.bytes)
    keeping.cancel()
    assert (await fresh(office))["session"]["status"] == "archived"


async def test_what_comes_first_then_finds_it_done(office: Office) -> None:
    await office.send(SetRetention(days=1, then=Then.DELETE))
    await office.send(Finish())
    office.clock.advance(DAY)
    assert await office.send(EditDetails(title="Too late")) == Refused("session.unknown")
    assert await office.log.streams() == []


async def test_what_is_due_before_it_happens_before_it(office: Office) -> None:
    await office.send(SetRetention(days=1, then=Then.PSEUDONYMISE))
    await office.send(Finish())
    office.clock.advance(DAY)
    answers = await asyncio.gather(office.send(EditDetails(title="Other")), office.send(EditDetails(title="Ours"), by="p1"))
    assert answers == [Done(office.version), Refused("session.forbidden")]
    assert (await fresh(office))["session"]["title"] == "Other"


# An old backup


async def restored(office: Office, body: dict[str, list[Commit]]) -> tuple[MemoryLog, list[erasure.Tombstone]]:
    """The log as it was once, and what was erased since."""
    tombstones = [erasure.parse(line) for line in await office.log.tombstones()]
    log = MemoryLog()
    for commits in body.values():
        for commit in commits:
            await log.append(commit, None)
    return log, tombstones


def backup(office: Office) -> dict[str, list[Commit]]:
    return {stream: list(commits) for stream, commits in office.log.shelf.streams.items()}


async def test_who_was_forgotten_stays_forgotten_in_an_old_backup(office: Office) -> None:
    old = backup(office)
    await office.send(ERASE)
    log, (tombstone,) = await restored(office, old)
    assert await erasure.apply(log, tombstone, [office.notes])
    again = Office(log, office.clock)
    assert [canary for canary in CANARIES if canary in again.bytes] == []
    assert await again.seen() == await office.seen()  # under the same alias
    assert not await erasure.apply(log, tombstone)
    assert isinstance(await again.send(LISTEN), Done)


async def test_texts_that_went_later_go_again(office: Office) -> None:
    old = backup(office)
    await office.send(EraseParticipant(participant_id="p1", keep_texts=True))
    (alias,) = set(office.handler.seen("s1").folded.session.people) - {"p2"}
    await office.send(EraseParticipant(participant_id=alias))
    log, tombstones = await restored(office, old)
    assert [await erasure.apply(log, tombstone) for tombstone in tombstones] == [True, True]
    assert b"Her question" not in Office(log).bytes


async def test_an_evening_that_became_an_archive_becomes_one_again(office: Office) -> None:
    old = backup(office)
    await office.send(Finish())
    await office.send(Pseudonymise())
    log, (tombstone,) = await restored(office, old)
    assert await erasure.apply(log, tombstone)
    again = Office(log, office.clock)
    assert [canary for canary in CANARIES if canary in again.bytes] == [b"Her question"]
    assert (await again.seen())["session"]["status"] == "archived"
    assert not await erasure.apply(log, tombstone)


async def test_a_deleted_session_is_deleted_again(office: Office) -> None:
    await kept_beside(office.log, "v:s1", "c:s1:cap1", "code-JOINCODE", "other")
    old = backup(office)
    await office.send(DeleteSession())
    log, (tombstone,) = await restored(office, old)
    assert await erasure.apply(log, tombstone)
    assert await log.streams() == ["other"]
    assert not await erasure.apply(log, tombstone)


async def test_who_came_after_the_backup_is_not_in_it(office: Office) -> None:
    old = backup(office)
    await office.send(Admit(name="Zoe", role=Role.PARTICIPANT, ticket_hash="hash 3"), by=SYSTEM.id)
    await office.send(EraseParticipant(participant_id="p3"))
    log, (tombstone,) = await restored(office, old)
    assert not await erasure.apply(log, tombstone)
    assert log.shelf.streams == old


async def test_whoever_has_their_id_since_the_backup_is_somebody_else(office: Office) -> None:
    old = backup(office)
    come = Admit(name="Zoe", role=Role.PARTICIPANT, ticket_hash="hash 3")
    await office.send(come, by=SYSTEM.id)
    await office.send(EraseParticipant(participant_id="p3"))
    log, (tombstone,) = await restored(office, old)
    again = Office(log, office.clock)
    office.clock.advance(1)
    await again.send(come, by=SYSTEM.id)
    assert not await erasure.apply(log, tombstone, [again.notes])
    assert ("p3" in (await fresh(again))["people"], again.notes.renamed) == (True, [("s1", {}, False)])


async def test_what_was_erased_of_the_viewing_alone_is_left_to_who_keeps_that(office: Office) -> None:
    before = backup(office)
    tombstone = erasure.parse(b'{"session_id": "s1", "what": "viewing", "people": ["p1"], "at": 1}')
    assert not await erasure.apply(office.log, tombstone)
    assert backup(office) == before


async def test_a_tombstone_names_nobody(office: Office) -> None:
    await office.send(ERASE)
    (line,) = await office.log.tombstones()
    assert not [canary for canary in CANARIES if canary in line and canary != b'"p1"']
    tombstone = erasure.parse(line)
    assert (tombstone.session_id, tombstone.what, tombstone.participant_id) == ("s1", "participant", "p1")
