"""What must be true when all trouble is over."""

from collections import Counter
from typing import Any

import msgspec

from orchestrator.eventlog.log import is_whole
from orchestrator.messages import Audience, Role
from orchestrator.qa_queue.commands import Draft
from orchestrator.qa_queue.events import VoteCast, VoteWithdrawn
from orchestrator.qa_queue.state import Stage
from orchestrator.session.codec import decode
from orchestrator.session.decider import due
from orchestrator.session.me import me
from orchestrator.session.state import Session
from orchestrator.session.view import audience_of, view
from tests.session.test_canaries import may_see, mine, secrets
from tests.simulation.browser import SORTED
from tests.simulation.storage import STREAM
from tests.simulation.truth import Wrong
from tests.simulation.world import World, small_world

HOST = Audience(Role.HOST)
LONG = 5_000  # ms for an answer from a store that is well
SOON = 12_000  # ms; the timekeeper looks at least every ten seconds


class Played(msgspec.Struct):
    """What a history came to: the bytes of its log, and how much happened."""

    log: bytes
    commits: int
    commands: int


def play(seed: int) -> Played:
    """One history and all checks; raises ``Wrong`` where a promise is broken."""
    failures: list[str] = []
    with small_world(seed, failures):
        world = World(seed)
        world.loop.failures = failures
        try:
            world.play()
            _no_failures(world)
            world.heal()
            _every_page_is_true(world, "after healing")
            said = world.truth.version
            world.say_goodbye()
            _check(world, said)
            log = b"".join(commit.body for commit in world.store.commits)
            return Played(log, world.truth.version, world.sending.commands)
        finally:
            world.close()


def _check(world: World, said: int) -> None:
    """``said``: the version that every worker must have seen by now."""
    truth = world.truth
    _no_failures(world)
    if not is_whole(STREAM, world.store.commits):
        raise Wrong("the chain is not whole")
    _every_page_is_true(world, "in the end")
    for worker in world.workers:
        folded = worker.folded
        if worker.desk is None:  # let go of meanwhile, as of all sessions at which nobody looks
            continue
        if folded.version < said or SORTED(_host_sees(folded.session)) != SORTED(_host_sees(truth.at[folded.version][-1])):
            raise Wrong(f"a worker has another fold than the log, which has {truth.version}: {folded.version}")
        waiting = due(truth.session)
        if waiting is not None and worker.clock.now() > waiting.at + SOON:
            raise Wrong(f"what was due at {waiting.at} has not happened by {worker.clock.now()}")
    if any(worker.alive and not future.done() and at < world.now() - LONG for at, worker, future in world.sending.waiting):
        raise Wrong("somebody waits for an answer for ever")
    _nothing_is_lost(world)
    _cuts_were_noticed(world)
    _who_is_forgotten_is_gone(world)
    _refusals_left_nothing(world)
    if counted(world) != _shown_scores(truth.session):
        raise Wrong(f"the votes are {counted(world)}, and shown are {_shown_scores(truth.session)}")
    _nothing_hidden_is_shown(truth.session)


def _no_failures(world: World) -> None:
    failures = [*world.truth.wrongs, *world.loop.failures]
    if failures:
        raise Wrong("\n".join(failures))


def _every_page_is_true(world: World, when: str) -> None:
    session = world.truth.session
    for browser in world.browsers:
        if browser.dismissed == "auth.replaced":
            continue
        if audience_of(session, browser.person) is None:
            if browser.connected:
                raise Wrong(f"{browser.person} has no role any more, and is still connected {when}")
        elif not browser.connected:
            raise Wrong(f"{browser.person} is not connected {when}: {browser.dismissed}")
        elif browser.version != world.truth.version or not browser.sees(session):
            raise Wrong(f"{browser.person} has version {browser.version} of {world.truth.version} {when}")


def _nothing_is_lost(world: World) -> None:
    truth = world.truth
    for key, done in truth.acknowledged.items():
        if truth.answers.get(key) != done:
            raise Wrong(f"{key} was acknowledged by {done}, and the log has {truth.answers.get(key)}")


def _cuts_were_noticed(world: World) -> None:
    for worker, desk, seen, before in world.cut_off:
        same = [commit for commit in world.store.commits if (commit.version, commit.hash) == (seen.version, seen.hash)]
        if worker.alive and worker.desk is desk and not same and not world.truth.rewrites and worker.cuts == before:
            raise Wrong(f"a worker had seen version {seen.version}, and has not said that it is lost")


def _who_is_forgotten_is_gone(world: World) -> None:
    log = b"".join(commit.body for commit in world.store.commits).decode()
    for message in world.sending.messages:
        if message.actor in world.truth.gone and isinstance(message.command, Draft) and message.command.text in log:
            raise Wrong(f"{message.command} is still in the log")


def _refusals_left_nothing(world: World) -> None:
    for message in world.sending.messages:
        if message.only_refused and message.key in world.truth.answers:
            raise Wrong(f"{message.command} was refused, and has happened")


def _events(world: World) -> list[msgspec.Struct]:
    return [event for commit in world.store.commits for entry in decode(commit.body) for event in entry.events]


def counted(world: World) -> dict[str, int]:
    """The votes as a child would count them: each person's last word on each question, hands counted."""
    hands: dict[tuple[str, str], int] = {}
    for event in _events(world):
        if isinstance(event, VoteCast):
            hands[event.question_id, event.voter_id] = event.hands
        elif isinstance(event, VoteWithdrawn):
            hands.pop((event.question_id, event.voter_id), None)
    questions = world.truth.session.queue.questions
    people: dict[tuple[str, str], int] = {}
    for (question_id, voter), count in hands.items():
        at = question_id
        while True:
            people[at, voter] = max(count, people.get((at, voter), 0))
            part_of = questions[at].part_of
            if part_of is None:
                break
            at = part_of
    scores: Counter[str] = Counter()
    for (question_id, _), count in people.items():
        scores[question_id] += count
    return {each: scores[each] for each in sorted(_shown_scores(world.truth.session))}


def _shown_scores(session: Session) -> dict[str, int]:
    shown = _host_sees(session)["questions"]
    return {each: shown[each]["score"] for each in sorted(shown) if session.queue.questions[each].stage is not Stage.MERGED}


def _host_sees(session: Session | None) -> dict[str, Any]:
    return {} if session is None else view(session, HOST)


def _nothing_hidden_is_shown(session: Session) -> None:
    """The policy is said a second time, in other words, where the canaries are."""
    people = [*sorted(session.people), *sorted(session.links)]
    audiences = {audience: None for audience in (audience_of(session, who) for who in people) if audience is not None}
    for audience in audiences:
        hidden = secrets(view(session, audience)) - may_see(session, audience)
        if hidden:
            raise Wrong(f"{audience} sees {hidden}")
    for who in people:
        if secrets(me(session, who)) - mine(session, who):
            raise Wrong(f"{who} is told what is not theirs")
