"""One command on its way: sent again, late, through another worker; each answer is held against what the store had meanwhile."""

from functools import partial
from random import Random
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from orchestrator.handler import Answer, Done, Future, Refused
from orchestrator.messages import Actor, ActorId, Command, Millis, Rejected
from orchestrator.session.commands import EraseParticipant, Pseudonymise
from orchestrator.session.decider import decide
from tests.simulation.storage import STREAM
from tests.simulation.truth import Key, Point, Truth
from tests.simulation.worker import Worker

if TYPE_CHECKING:
    from tests.simulation.world import World

AWAY = "server.store_unavailable"
PATIENCE = 4.0  # s; whoever has no answer by then asks another worker
TRIES = 4


class Message:
    """What one person wants, however often it is sent. ``only_refused``: each time a rule was against it."""

    def __init__(self, actor: str, command: Command, command_id: str | None) -> None:
        self.actor = actor
        self.command = replace(command, actor=Actor(ActorId(actor)))
        self.command_id = command_id
        self.answers: list[Answer] = []
        self.sent = 0

    @property
    def key(self) -> Key:
        return self.actor, self.command_id

    @property
    def only_refused(self) -> bool:
        refusals = [each for each in self.answers if isinstance(each, Refused) and each.code != AWAY]
        return len(refusals) == self.sent


class Sending:
    """Gives messages to workers, and looks at every answer."""

    def __init__(self, world: "World", truth: Truth, random: Random) -> None:
        self.world, self.truth, self.random = world, truth, random
        self.messages: list[Message] = []
        self.commands = 0
        self.waiting: list[tuple[int, Worker, Future]] = []

    def send(self, actor: str, command: Command) -> None:
        """Most have an id; of those a third is sent more than once."""
        random = self.random
        command_id = f"c{len(self.messages)}" if random.random() < 0.85 else None
        message = Message(actor, command, command_id)
        self.messages.append(message)
        self._later(random.choice((0, 0, 0, 0.01, 0.2)), message, TRIES)
        if command_id is not None and random.random() < 0.3:
            for _ in range(random.randint(1, 3)):
                self._later(random.choice((0, 0, 0.001, 0.1, 1, 20, 400)), message, 0)

    def _later(self, delay: float, message: Message, tries: int) -> None:
        self.world.loop.call_later(delay, self._give, message, tries)

    def _give(self, message: Message, tries: int) -> None:
        worker = self.world.some_worker()
        if worker is None:
            if tries:
                self._later(PATIENCE, message, tries - 1)
            return
        self.commands += 1
        message.sent += 1
        since = Since(len(self.truth.points) - 1, self.truth.answers.get(message.key), worker.clock.now(), worker.wire.harmed)
        future: Future = worker.run(worker.handler.submit, STREAM, message.command, message.command_id)
        self.waiting.append((self.world.now(), worker, future))
        future.add_done_callback(partial(self._answered, message, worker, since, tries))
        if tries:
            self.world.loop.call_later(PATIENCE, self._unanswered, message, future, tries)

    def _unanswered(self, message: Message, future: Future, tries: int) -> None:
        if not future.done():
            self._give(message, tries - 1)

    def _answered(self, message: Message, worker: Worker, since: "Since", tries: int, future: Future) -> None:
        answer = future.result()
        message.answers.append(answer)
        if answer == Refused(AWAY):
            if worker.wire.harmed == since.harmed and not worker.wire.away:
                self.truth.wrong("a command was refused by a store that was well")
            if tries:
                self._later(self.random.choice((0, 0.5, 2)), message, tries - 1)
            return
        self._holds(message, answer, since, worker.clock.now())
        if message.command_id is not None and self.random.random() < 0.03:  # the answer was lost on the way
            self._later(self.random.choice((0, 0.1)), message, 0)

    def _holds(self, message: Message, answer: Answer, since: "Since", now: Millis) -> None:
        """It was true at some moment between asking and answering."""
        key, truth = message.key, self.truth
        if isinstance(answer, Done) and answer.version > truth.version and not truth.cuts:
            truth.wrong(f"{message.command} is acknowledged in version {answer.version}; the store has {truth.version}")
        first = truth.answers.get(key)
        if first is not None and answer == first:
            truth.acknowledged[key] = first
            return
        points = truth.points[since.point :]
        if first is not None and not any(_is_of(point, key) for point in points[1:]):
            truth.wrong(f"{key} was answered by {answer}, and the first time by {first}")
        if answer == since.answer or any(_was_it(point, message, answer) for point in points):
            return  # the store has lost it meanwhile, or somebody was forgotten
        for point in reversed(points):
            if any(_decided(message.command, point, at) == _meant(answer, point) for at in (since.at, now)):
                return
        truth.wrong(f"{message.command} was answered by {answer}, as no state was since {since.point} of {len(truth.points)}")


class Since(NamedTuple):
    """How it was when a command was given to a worker: the last state, the answer to this command, the worker's time."""

    point: int
    answer: Answer | None
    at: Millis
    harmed: int


NO_EVENTS = "nothing to do"


def _meant(answer: Answer, point: Point) -> str:
    """What a decision must say to be this answer."""
    if isinstance(answer, Refused):
        return answer.code
    return NO_EVENTS if answer.result is None and answer.version in (point.version, point.version + 1) else "it never is"


def _decided(command: Command, point: Point, at: Millis) -> str:
    session = point.session
    for version in {point.version, max(0, point.version - 1)}:
        try:
            if session is None:
                events = decide(None, replace(command, at=at))
            else:
                told = replace(command, actor=session.actor(command.actor.id), at=max(at, session.last_at), version=version)
                events = decide(session, told)
        except Rejected as refusal:
            return refusal.code
        if not events:
            return NO_EVENTS
    return "something happens"


def _is_of(point: Point, key: Key) -> bool:
    return point.entry is not None and (str(point.entry.actor), point.entry.command_id) == key


def _was_it(point: Point, message: Message, answer: Answer) -> bool:
    """This state came by the message. One who has themselves forgotten sent it under a name that is gone."""
    entry = point.entry
    if entry is None or answer != Done(point.version, entry.result):
        return False
    forgets = isinstance(message.command, EraseParticipant | Pseudonymise)
    return _is_of(point, message.key) or (forgets and entry.command_id is None)
