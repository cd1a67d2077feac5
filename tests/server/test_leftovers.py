"""A server that is killed while it erases: whichever the moment, the next start leaves nothing half done."""

from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from orchestrator.agenda.commands import Start
from orchestrator.erasure import Tombstone
from orchestrator.eventlog.log import VersionConflict
from orchestrator.handler import Done, Handler
from orchestrator.messages import SYSTEM, Actor, ActorId, Command, Role, SessionId
from orchestrator.qa_queue.commands import Draft
from orchestrator.server.leftovers import RECENT, finish_erasing
from orchestrator.session.commands import Admit, DeleteSession, EraseParticipant, Finish, Pseudonymise
from orchestrator.viewing.decider import Limits
from orchestrator.viewing.ledger import Ledger
from orchestrator.viewing.state import Viewing
from tests.fakes import FakeClock, MemoryLog, Shelf
from tests.test_handler import OPEN
from tests.viewing.watching import Count, FollowUp, HaveToo, held, viewer

SESSION = SessionId("s1")
ERASE = EraseParticipant(participant_id=ActorId("p1"))
STEPS = range(8)  # more than erasing takes


class Killed(Exception):
    pass


class MortalLog(MemoryLog):
    """Dies after so many steps of erasing: before anything, when the tombstone stands, when the stream is another."""

    def __init__(self, shelf: Shelf, steps: float) -> None:
        super().__init__(shelf)
        self._steps = steps

    def _check_writable(self) -> None:
        self._step()

    def _bury(self, tombstone: bytes) -> None:
        super()._bury(tombstone)
        self._step()

    def _tell(self, *changes: object) -> None:
        self._step()

    def _step(self) -> None:
        self._steps -= 1
        if self._steps < 0:
            raise Killed


class Life:
    """One run of a server, from its start to its end."""

    def __init__(self, shelf: Shelf, clock: FakeClock, steps: float = float("inf")) -> None:
        self.log, self.clock = MortalLog(shelf, steps), clock
        self.ledger = Ledger(self.log, clock, Limits())
        self.handler = Handler(self.log, clock, keepers=[self.ledger])

    @classmethod
    async def begun(cls, life: "Life") -> "Life":
        again = cls(life.log.shelf, life.clock)
        await finish_erasing(again.log, [again.ledger])
        return again

    async def send(self, command: Command, by: str = "host") -> object:
        return await self.handler.submit(SESSION, replace(command, actor=Actor(ActorId(by))))

    async def people(self) -> dict[str, str]:
        desk = await self.handler.read(SESSION)
        return {} if desk is None else {person.id: person.name for person in desk.folded.session.people.values()}

    async def viewing(self) -> Viewing:
        return await self.ledger.state(SESSION)

    @property
    def bytes(self) -> bytes:
        return b"".join(commit.body for commits in self.log.shelf.streams.values() for commit in commits)


@pytest.fixture(autouse=True)
def _kills_are_meant(faults: list[str]) -> None:
    faults.append("settling s1 failed")


@pytest.fixture
async def evening() -> Life:
    """Ana (p1) and Ben (p2) took part. Ana will not be counted, and wrote something later; Ben is counted."""
    life = Life(Shelf(), FakeClock())
    await life.send(OPEN, by=SYSTEM.id)
    for name in ("Ana", "Ben"):
        come = Admit(name=name, role=Role.PARTICIPANT, ticket_hash=f"hash of {name}", room_id="r1")
        await life.send(come, by=SYSTEM.id)
    await life.send(Start())
    await life.send(Draft(text="Her question"), by="p1")
    await life.send(Finish())
    for command, by in (
        (Count(on=False), "p1"),
        (HaveToo(question_id="q1", on=True), "p1"),
        (FollowUp(room_id="r1", text="Her thought"), "p1"),
        (Count(on=True), "p2"),
        (HaveToo(question_id="q1", on=True), "p2"),
    ):
        await life.ledger.submit(held(), viewer(by, role=Role.HOST), command)
    await life.ledger.present(SESSION, [ActorId("p2")])
    return life


async def killed_and_begun_again(evening: Life, command: Command, steps: int) -> tuple[Life, bool]:
    """The next run, and whether anything had been begun before the kill."""
    await Life(evening.log.shelf, evening.clock, steps).send(command)
    begun = bool(evening.log.shelf.tombstones)
    return await Life.begun(evening), begun


@pytest.mark.parametrize("steps", STEPS)
async def test_a_person_is_there_or_gone_and_their_no_holds(evening: Life, steps: int) -> None:
    before = await evening.viewing()
    life, begun = await killed_and_begun_again(evening, ERASE, steps)
    people, viewing = await life.people(), await life.viewing()
    (ana,) = people.keys() - {"p2"}
    assert begun == (steps > 0)
    assert people == {ana: "[removed]" if begun else "Ana", "p2": "Ben"}
    assert [word for word in (b"Ana", b"Her question", b"Her thought", b'"p1"') if (word in life.bytes) == begun] == []
    assert viewing.declined(ana)
    assert not viewing.declined("p2")
    assert viewing.present == before.present == {"p2": 1}
    assert viewing.too("q1") == 2


@pytest.mark.parametrize("steps", STEPS)
async def test_so_it_is_with_everybody(evening: Life, steps: int) -> None:
    life, begun = await killed_and_begun_again(evening, Pseudonymise(), steps)
    people, viewing = await life.people(), await life.viewing()
    ana, ben = sorted(people, key=lambda person: people[person])
    assert sorted(people.values()) == (["Person 1", "Person 2"] if begun else ["Ana", "Ben"])
    assert [word for word in (b"Ana", b"Ben", b'"p1"', b'"p2"') if (word in life.bytes) == begun] == []
    assert (viewing.declined(ana), viewing.declined(ben), viewing.present) == (True, False, {ben: 1})
    assert b"Her thought" in life.bytes


@pytest.mark.parametrize("steps", STEPS)
async def test_a_session_is_there_or_gone(evening: Life, steps: int) -> None:
    life, begun = await killed_and_begun_again(evening, DeleteSession(), steps)
    assert bool(await life.log.streams()) != begun


@pytest.mark.parametrize("command", [ERASE, Pseudonymise(), DeleteSession()])
async def test_what_was_finished_is_left_alone(evening: Life, command: Command) -> None:
    assert isinstance(await evening.send(command), Done)
    shelf = evening.log.shelf
    before = dict(shelf.streams), dict(shelf.epochs), list(shelf.tombstones)
    await Life.begun(evening)
    assert (shelf.streams, shelf.epochs, shelf.tombstones) == before


async def test_what_was_begun_long_before_the_last_erasure_is_not_looked_at(evening: Life) -> None:
    await evening.send(ERASE)
    evening.clock.advance(RECENT + 1)
    await evening.send(EraseParticipant(participant_id=ActorId("p2")))
    life = await Life.begun(evening)
    assert life.log.reads == 2  # the session and its viewing, for the last one


async def test_a_damaged_session_holds_up_no_other(evening: Life, faults: list[str]) -> None:
    faults += ["an erasure in s2 may not be finished", "a tombstone cannot be read"]
    await Life(evening.log.shelf, evening.clock, 2).send(ERASE)
    evening.log.shelf.tombstones.insert(0, evening.log.shelf.tombstones[0].replace(b'"s1"', b'"s2"'))
    evening.log.shelf.streams["s2"] = [replace(evening.log.commits("s1")[0], stream="s2", body=b"{}")]
    evening.log.shelf.tombstones.append(b"no tombstone")
    life = await Life.begun(evening)
    assert "Ana" not in (await life.people()).values()


async def test_what_another_worker_does_meanwhile_is_let_pass(evening: Life) -> None:
    """A worker starts anew, and the others go on."""

    class Busy(MemoryLog):
        hindered = 0

        async def rewrite(self, stream: str, seen: int, *rest: Any) -> str:
            if self.hindered < 2:
                self.hindered += 1
                raise VersionConflict("another worker was faster")
            return await super().rewrite(stream, seen, *rest)

    tombstone = Tombstone(SESSION, "participant", evening.clock.now(), ERASE.participant_id, seed="seed")
    evening.log.shelf.tombstones.append(msgspec.json.encode(tombstone))
    log = Busy(evening.log.shelf)
    await finish_erasing(log, [Ledger(log, evening.clock, Limits())])
    assert log.hindered == 2
    desk = await Handler(log, evening.clock).read(SESSION)
    assert desk is not None
    assert desk.folded.session is not None
    assert ERASE.participant_id not in desk.folded.session.people
