"""A fold that is made of its bytes again is the same fold, now and in all that follows."""

import hashlib
from typing import Any

import msgspec
import pytest
from hypothesis import given as for_any
from msgspec import Struct
from msgspec.structs import replace
from rpds import HashTrieMap

from orchestrator.messages import Rejected
from orchestrator.session import snapshot
from orchestrator.session.codec import Entry, decode, encode
from orchestrator.session.decider import decide, due
from orchestrator.session.events import SessionEvent
from orchestrator.session.evolve import evolve
from orchestrator.session.folded import Folded
from orchestrator.session.me import me
from orchestrator.session.snapshot import FORMAT, kept, loaded
from orchestrator.session.state import Session
from orchestrator.session.turns import ranked, standings
from orchestrator.session.view import audience_of, view
from tests.given import as_json, given, history
from tests.strategies import ACTORS, AUDIENCES, BEGINNINGS, HAPPENED, Moment, Step, beginnings, play, steps

# What a fixed evening is folded to. Where the fold of the same events becomes another, FORMAT has to rise: a server would
# go on with what an older version made of them. Where only names or types of the state change, the bytes say so themselves,
# and where only the evening of the tests has changed nothing has to rise: then write down its new sum here.
FOLDED = {1: "2b9bfac771269f27"}


def again(folded: Folded) -> Folded:
    back = loaded(kept(folded))
    assert back is not None
    return back


def folded_of(moments: list[Moment], session: Session) -> Folded:
    folded = Folded(session=session)
    for number, moment in enumerate(moments, start=1):
        entry = Entry(
            actor=moment.command.actor.id,
            at=moment.command.at,
            events=tuple(moment.events),
            command_id=f"c{number}" if number % 3 else None,
            result={"question_id": f"q{number}"} if number % 2 else None,
        )
        folded = folded.with_commit((entry,), hashlib.sha256(folded.hash).digest())
    return folded


def same_for_everybody(one: Session, other: Session) -> None:
    for audience in AUDIENCES:
        assert as_json(view(one, audience)) == as_json(view(other, audience))
    for actor in ACTORS:
        assert as_json(me(one, actor)) == as_json(me(other, actor))
        assert audience_of(one, actor) == audience_of(other, actor)
    assert ranked(one).places == ranked(other).places
    assert ranked(one).order == ranked(other).order
    assert standings(one) == standings(other)
    assert due(one) == due(other)


def outcome(session: Session, moment: Moment) -> Any:
    try:
        return list(decide(session, moment.command))
    except Rejected as refusal:
        return refusal.code, refusal.details


@for_any(beginnings(), steps(), steps())
def test_a_loaded_fold_shows_decides_and_becomes_the_same(beginning: str, evening: list[Step], later: list[Step]) -> None:
    folded = folded_of(list(play(beginning, evening)), BEGINNINGS[beginning])
    back = again(folded)
    assert (back.version, back.hash, back.events) == (folded.version, folded.hash, folded.events)
    assert dict(back.remembered.items()) == dict(folded.remembered.items())
    session, other = folded.session, back.session
    same_for_everybody(session, other)
    for step in later:
        moment = Moment(
            session, replace(step.command, actor=session.actor(step.by), at=session.last_at + abs(step.wait)), [], session
        )
        made = outcome(session, moment)
        assert outcome(other, moment) == made
        for event in made if isinstance(made, list) else ():
            session, other = evolve(session, event), evolve(other, event)
    same_for_everybody(session, other)


@pytest.mark.parametrize("beginning", BEGINNINGS)
def test_what_is_loaded_is_of_the_types_of_the_state(beginning: str) -> None:
    entries = decode(encode((Entry(actor="host", at=0, events=tuple(history(*HAPPENED[beginning]))),)))
    folded = Folded().with_commit(entries, b"")
    alike(folded.session, again(folded).session)


def alike(one: object, other: object) -> None:
    assert type(one) is type(other)
    if isinstance(one, Struct):
        for name in one.__struct_fields__:
            alike(getattr(one, name), getattr(other, name))
    elif isinstance(one, HashTrieMap):
        assert set(one) == set(other)
        for key, value in one.items():
            alike(value, other[key])
    elif isinstance(one, tuple):
        assert len(one) == len(other)
        for mine, theirs in zip(one, other, strict=True):
            alike(mine, theirs)
    else:
        assert one == other


def test_an_empty_fold_is_kept_too() -> None:
    back = again(Folded())
    assert (back.session, back.version, back.hash) == (None, 0, b"")


def test_what_was_the_same_before_two_states_is_the_same_in_the_next_one() -> None:
    """Where nothing changed, nothing is told: states after a load share as states before it do."""
    session = again(Folded(session=BEGINNINGS["busy"])).session
    after = replace(session, last_at=session.last_at + 1)
    assert after.people is session.people


# Bytes of something else


def test_bytes_of_a_state_of_another_shape_are_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    body = kept(Folded(session=BEGINNINGS["busy"]))

    class More(Folded, frozen=True):
        forgotten: int | None = None

    snapshot._shape.cache_clear()
    with monkeypatch.context() as patched:
        patched.setattr(snapshot, "Folded", More)
        assert loaded(body) is None
    snapshot._shape.cache_clear()
    assert loaded(body) is not None


def test_bytes_of_another_format_are_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    body = kept(Folded(session=BEGINNINGS["busy"]))
    monkeypatch.setattr(snapshot, "FORMAT", FORMAT + 1)
    snapshot._shape.cache_clear()
    assert loaded(body) is None
    monkeypatch.undo()
    snapshot._shape.cache_clear()
    assert loaded(body) is not None


def test_bytes_of_a_version_that_knows_another_event_are_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    body = kept(Folded(session=BEGINNINGS["busy"]))
    monkeypatch.setattr(snapshot, "AnyEvent", SessionEvent)
    snapshot._shape.cache_clear()
    assert loaded(body) is None
    monkeypatch.undo()
    snapshot._shape.cache_clear()
    assert loaded(body) is not None


@pytest.mark.parametrize("cut", [0, 1, 10, 17, 30, -1])
def test_bytes_that_were_cut_are_not_read(cut: int) -> None:
    assert loaded(kept(Folded(session=BEGINNINGS["busy"]))[:cut]) is None


def test_a_container_that_snapshots_do_not_know_yet_is_noticed() -> None:
    class Odd(Struct):
        inside: list[Session]

    with pytest.raises(TypeError, match="do not know"):
        snapshot._plain(Odd)


# The meaning of the events


def test_the_same_events_are_folded_to_the_same_state_unless_the_format_rose() -> None:
    session = given(evening=HAPPENED["busy"]).session
    told = msgspec.json.encode(plainly(session), order="sorted")
    assert hashlib.sha256(told).hexdigest()[:16] == FOLDED[FORMAT]


def plainly(value: object) -> object:
    """The state in words that have an order, defaults left out: a field that is new and empty changes nothing."""
    if isinstance(value, Struct):
        fields = ((name, getattr(value, name)) for name in value.__struct_fields__)
        return {name: plainly(each) for name, each in fields if plainly(each) not in (None, 0, "", [], {}, False)}
    if isinstance(value, HashTrieMap):
        return {str(key): plainly(each) for key, each in value.items()}
    if isinstance(value, tuple):
        return [plainly(each) for each in value]
    if isinstance(value, str | int | float | bool | None):
        return value
    return sorted(value)
