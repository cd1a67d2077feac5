"""The past is told without somebody, and everything else stays as it was.

In these evenings every text is marked with whose it is, «like this», and looked for in all that is left.
"""

import re
from collections.abc import Iterable
from types import UnionType
from typing import Any, get_args, get_type_hints

import pytest
from hypothesis import assume
from hypothesis import given as for_any
from hypothesis import strategies as st
from msgspec.structs import replace

from orchestrator.messages import CLOCK, LINKS, ActorId, Command, Event, Rejected, Role
from orchestrator.session.codec import Entry, encode
from orchestrator.session.commands import EraseParticipant, Finish, Pseudonymise
from orchestrator.session.decider import decide
from orchestrator.session.erasing import NOBODYS, REMOVED, SOMEBODYS, Erasure, Meaning, erasure, meanings, rewritten
from orchestrator.session.events import AnyEvent
from orchestrator.session.folded import Folded, result_of
from orchestrator.session.me import me
from orchestrator.session.state import Session
from orchestrator.session.turns import ranked, standings
from orchestrator.session.view import view
from tests.given import (
    EVENING,
    Events,
    announced,
    answer_written,
    answered,
    as_json,
    asked,
    called,
    drafted,
    edited,
    entered,
    finished,
    history,
    joined,
    moved,
    noted,
    notice_set,
    promised,
    rejected,
    t,
)
from tests.session.test_properties import RULES
from tests.strategies import ACTORS, AUDIENCES, HAPPENED, Step, beginnings, goes_on, play, steps

PEOPLE = ("ana", "ben", "cal", "dee", "eli", "fay", "gus", "hana", "mo", "pia")


# Every text has a meaning


def texts(event: type[Event]) -> set[str]:
    """The fields that are texts, or hold texts."""
    return {field for field in event.__struct_fields__ if str in parts(get_type_hints(event)[field])}


def persons(event: type[Event]) -> set[str]:
    return {field for field in event.__struct_fields__ if ActorId in parts(get_type_hints(event)[field])}


def parts(hint: Any) -> set[Any]:
    """A type, and all that it is put together from."""
    inside = {part for each in get_args(hint) for part in parts(each)}
    return inside if isinstance(hint, UnionType) else {hint, *inside}


@pytest.mark.parametrize("event", get_args(AnyEvent))
def test_of_every_text_it_is_said_whose_it_is(event: type[Event]) -> None:
    somebodys, nobodys = set(SOMEBODYS.get(event, ())), set(NOBODYS.get(event, "").split())
    assert not somebodys & nobodys
    assert texts(event) - nobodys == somebodys
    assert nobodys <= set(event.__struct_fields__)


@pytest.mark.parametrize("event", get_args(AnyEvent))
def test_every_id_of_a_person_is_known_as_one(event: type[Event]) -> None:
    named = {field for field, meaning in meanings(event).items() if meaning is Meaning.PERSON}
    assert persons(event) - set(NOBODYS.get(event, "").split()) == named


# One rule each


def told(*happened: Events, by: str = "host", forget: str = "ana", keep_texts: bool = False) -> list[Event]:
    """What the log says of these events, sent by ``by``, when somebody is forgotten."""
    past = [Entry(actor="host", at=0, events=tuple(history(*EVENING)))]
    new = history(*EVENING, *happened)[len(past[0].events) :]
    entries = [*past, Entry(actor=by, at=0, events=tuple(new))]
    gone, _ = forgetting(fold(entries), EraseParticipant(participant_id=forget, keep_texts=keep_texts))
    return [replace(event, at=0) for event in rewritten(entries[1], gone).events]


def forgetting(folded: Folded, command: Command) -> tuple[Erasure, Entry]:
    """Whoever is forgotten is called x… from then on."""
    session = folded.session
    events = tuple(decide(session, replace(command, actor=CLOCK, at=session.last_at)))
    return erasure(session, events[-1], "seed"), Entry(actor="host", at=session.last_at, events=events)


def fold(entries: Iterable[Entry]) -> Folded:
    folded = Folded()
    for entry in entries:
        folded = folded.with_commit([entry], b"")
    return folded


def alias(person: str) -> str:
    entries = [Entry(actor="host", at=0, events=tuple(history(*EVENING)))]
    return forgetting(fold(entries), EraseParticipant(participant_id=person))[0].people[ActorId(person)].id


def test_nobody_can_tell_from_an_alias_who_it_was() -> None:
    assert re.fullmatch("x[0-9a-f]{16}", alias("ana"))
    session = fold([Entry(actor="host", at=0, events=tuple(history(*EVENING)))]).session
    command = EraseParticipant(participant_id="ana", actor=CLOCK, at=0)
    one, other = (erasure(session, decide(session, command)[-1], seed) for seed in ("one", "other"))
    assert one.people["ana"].id != other.people["ana"].id


def test_a_question_goes_in_every_wording_whoever_wrote_it() -> None:
    happened = [drafted("q1", by="ana"), edited("q1", "Other words", by="ben")]
    assert [event.text for event in told(*happened)] == [REMOVED, REMOVED]
    assert [event.text for event in told(*happened, keep_texts=True)] == ["Text of q1", "Other words"]


def test_a_question_of_somebody_else_stays_though_they_mended_it() -> None:
    first, second = told(drafted("q1", by="ben"), edited("q1", "Other words", by="ana"))
    assert (first.text, second.text, second.editor_id) == ("Text of q1", "Other words", alias("ana"))


@pytest.mark.parametrize(
    ("happened", "field"),
    [
        (announced("a1", "«words»"), "text"),
        (noted("n1", by="pia", text="«words»"), "text"),
        (rejected("q1", reason="«words»"), "reason"),
        (called("q1", override="pia", reason="«words»"), "reason"),
        (moved({"q1": 1}, by="pia", reason="«words»"), "reason"),
        (answered("q1", text="«words»"), "text"),
        (answer_written("q1", "«words»", by="pia"), "text"),
    ],
)
def test_what_they_said_goes_and_what_others_said_stays(happened: Event, field: str) -> None:
    before = (
        [asked("q1", by="dee"), promised("q1")] if isinstance(happened, type(answer_written("q1"))) else [asked("q1", by="dee")]
    )
    said = {
        (by, keep_texts): getattr(told(before, happened, by=by, forget="pia", keep_texts=keep_texts)[-1], field)
        for by in ("pia", "host")
        for keep_texts in (True, False)
    }
    assert said.pop(("pia", False)) == REMOVED
    assert set(said.values()) == {"«words»"}


@pytest.mark.parametrize(
    ("happened", "field"),
    [
        (lambda name: notice_set(keeper=name), "keeper"),
        (lambda name: drafted("q1", by="dee", addressed_to=name), "addressed_to"),
        (lambda name: promised("q1", owner=name), "owner"),
    ],
)
@pytest.mark.parametrize(("name", "stays"), [("Ana", False), ("Ana B.", True), ("ana", True), ("host", True), ("", True)])
def test_a_name_that_is_exactly_theirs_goes(happened: Any, field: str, name: str, stays: bool) -> None:
    said = getattr(told(happened(name), keep_texts=True)[-1], field)
    assert said == (name if stays else REMOVED)


def test_a_person_called_as_a_link_is_does_not_take_the_host_away() -> None:
    entries = [Entry(actor="host", at=0, events=tuple(history(*EVENING, joined("zed", name="host"), promised("q1"))))]
    gone, _ = forgetting(fold(entries), EraseParticipant(participant_id="zed"))
    *_, arrival, owed = rewritten(entries[0], gone).events
    assert (arrival.name, owed.owner) == (REMOVED, "host")


def test_the_ids_of_their_commands_go_and_those_of_others_are_remembered() -> None:
    entries = [
        Entry(actor="host", at=0, events=tuple(history(*EVENING))),
        Entry(actor="ana", at=0, events=(drafted("q1", by="ana"),), command_id="c1", result={"question_id": "q1"}),
        Entry(actor="host", at=0, events=(entered("ph1", ends_at=1),), command_id="c2"),
        Entry(actor="system", at=0, events=tuple(joined("zoe")), command_id="c3", result={"participant_id": "zoe"}),
    ]
    gone, _ = forgetting(fold(entries), EraseParticipant(participant_id="ana"))
    after = fold(rewritten(entry, gone) for entry in entries).remembered
    assert {key for key, _ in after.items()} == {("host", "c2"), ("system", "c3")}
    assert after.get(("host", "c2")) == fold(entries).remembered.get(("host", "c2"))


def test_the_answer_to_an_admission_names_the_alias() -> None:
    entry = Entry(actor="system", at=0, events=tuple(joined("ana")), command_id="c1", result={"participant_id": "ana"})
    entries = [Entry(actor="host", at=0, events=tuple(history(*EVENING)))]
    gone, _ = forgetting(fold(entries), EraseParticipant(participant_id="ana"))
    after = rewritten(entry, gone)
    assert (after.result, after.command_id) == ({"participant_id": alias("ana")}, None)


def test_in_an_archive_people_are_numbered_as_they_came() -> None:
    over = [
        Entry(
            actor="host",
            at=0,
            events=tuple(history(*EVENING, joined("zoe", at=t("19:00")), promised("q1", owner="Zoe"), finished())),
        )
    ]
    gone, last = forgetting(fold(over), Pseudonymise())
    after = fold(rewritten(entry, gone) for entry in (*over, last)).session
    assert {person.name for person in after.people.values()} == {f"Person {number}" for number in range(1, 12)}
    assert after.panel.hearing("q1").owner == after.people[gone.people["zoe"].id].name == "Person 11"
    assert set(after.tickets.values()) == {"host", "moderator", "panel", "stage", "watch"}


def test_who_was_forgotten_before_stays_without_a_number() -> None:
    entries = [Entry(actor="host", at=0, events=tuple(history(*EVENING, finished())))]
    for command in (EraseParticipant(participant_id="ana"), Pseudonymise()):
        gone, last = forgetting(fold(entries), command)
        entries = [rewritten(entry, gone) for entry in (*entries, last)]
    names = sorted(person.name for person in fold(entries).session.people.values())
    assert names == sorted([REMOVED, *(f"Person {number}" for number in range(1, 10))])


# Any evening


def log_of(beginning: str, evening: list[Step]) -> list[Entry]:
    """What the log holds of an evening, every text marked."""
    entries = [Entry(actor=sender(event), at=event.at, events=(event,)) for event in history(*HAPPENED[beginning])]
    entries += [
        Entry(
            actor=moment.command.actor.id,
            at=moment.events[-1].at,
            events=tuple(moment.events),
            result=result_of(tuple(moment.events)),
        )
        for moment in play(beginning, evening)
        if moment.events
    ]
    authors: dict[str, str] = {}
    return [marked(entry, number, authors) for number, entry in enumerate(entries)]


def sender(event: Event) -> str:
    fields = ("author_id", "editor_id", "voter_id", "panelist_id", "actor_id", "override_by")
    return next((getattr(event, field) for field in fields if getattr(event, field, None) is not None), "host")


def marked(entry: Entry, number: int, authors: dict[str, str]) -> Entry:
    events = []
    for event in entry.events:
        if hasattr(event, "author_id") and hasattr(event, "question_id"):
            authors.setdefault(event.question_id, event.author_id)
        words = {
            Meaning.OWN_NAME: f"«name of {getattr(event, 'participant_id', '')}»",
            Meaning.OWN_AFFILIATION: f"«school of {getattr(event, 'participant_id', '')}»",
            Meaning.OWN_TICKET: f"«ticket of {getattr(event, 'participant_id', '')}»",
            Meaning.WORDS: f"«words of {entry.actor}, {number}»",
            Meaning.QUESTION: f"«words of {authors.get(getattr(event, 'question_id', ''))}, {number}»",
            Meaning.NAME: f"«name of {PEOPLE[number % len(PEOPLE)]}»",
        }
        kinds = SOMEBODYS.get(type(event), {})
        changed = {field: words[kind] for field, kind in kinds.items() if getattr(event, field) is not None}
        if changed.get("owner") and event.owner == "host":
            del changed["owner"]
        events.append(replace(event, **changed))
    return replace(entry, events=tuple(events), command_id=f"«command of {entry.actor}, {number}»")


def without(value: Any, gone: Erasure) -> Any:
    """JSON as it should be afterwards."""
    if isinstance(value, dict):
        items = {without(key, gone): without(each, gone) for key, each in value.items()}
        if items.get("text") == REMOVED:
            items.pop("history", None)  # where no word is left nothing was changed
        return {key: each for key, each in items.items() if each is not None}
    if isinstance(value, list):
        return [without(each, gone) for each in value]
    if not isinstance(value, str):
        return value
    if value in gone.people:
        return gone.people[ActorId(value)].id
    mark = re.fullmatch("«(name|school|words) of ([^,»]*).*»", value)
    theirs = gone.people.get(ActorId(mark[2])) if mark else None
    if theirs is None or (mark[1] == "words" and gone.keep_texts):
        return value
    return {"name": theirs.called, "school": None, "words": REMOVED}[mark[1]]


def decides(session: Session, command: Command) -> bool:
    """A host forgets one person; everybody is forgotten by itself, too, and then nobody need stay host."""
    hosts = (actor for name in (*LINKS, *session.people) if Role.HOST in (actor := session.actor(name)).roles)
    actor = next(hosts, CLOCK) if isinstance(command, EraseParticipant) else CLOCK
    try:
        return bool(decide(session, replace(command, actor=actor, at=session.last_at)))
    except Rejected:
        return False


def check(entries: list[Entry], command: Command) -> Session:
    """Forget, and see that nothing else has changed. The evening as it is then."""
    session = fold(entries).session
    assume(decides(session, command))  # they may be forgotten already
    gone, last = forgetting(fold(entries), command)
    after_all = [rewritten(entry, gone) for entry in (*entries, last)]
    was, now = fold([*entries, last]), fold(after_all)
    for audience in AUDIENCES:
        assert as_json(view(now.session, audience)) == without(as_json(view(was.session, audience)), gone)
    for actor in ACTORS:
        mine = without(as_json(me(was.session, actor)), gone)
        assert as_json(me(now.session, gone.id_of(actor))) == mine
    assert ranked(now.session).places == ranked(was.session).places
    assert ranked(now.session).order == ranked(was.session).order
    assert standings(now.session) == standings(was.session)
    assert [entry.at for entry in after_all] == [entry.at for entry in (*entries, last)]
    assert (now.version, now.session.last_at) == (was.version, was.session.last_at)
    others = {key: answer for key, answer in was.remembered.items() if key[0] not in gone.people}
    assert {key: answer.version for key, answer in now.remembered.items()} == {
        key: answer.version
        for key, answer in others.items()
        if answer.result is None or not set(answer.result.values()) & set(gone.people)
    }
    written = encode(tuple(after_all)).decode()
    for person in gone.people:
        secrets = "name|school|ticket|command" if gone.keep_texts else "name|school|ticket|command|words"
        assert not re.search(f"«({secrets}) of {person}[,»]", written)
        assert f'"{person}"' not in written
    return now.session


@for_any(beginnings(), steps(), st.sampled_from(PEOPLE), st.booleans(), steps(8))
def test_whoever_is_forgotten_nothing_else_changes(
    beginning: str, evening: list[Step], person: str, keep_texts: bool, then: list[Step]
) -> None:
    session = check(log_of(beginning, evening), EraseParticipant(participant_id=person, keep_texts=keep_texts))
    for moment in goes_on(session, then):
        for rule in RULES:
            rule(moment)


@for_any(beginnings(), steps(), steps(8))
def test_everybody_can_be_forgotten_at_once(beginning: str, evening: list[Step], then: list[Step]) -> None:
    entries = log_of(beginning, evening)
    session = fold(entries).session
    if session.finished_at is None:
        events = tuple(decide(session, Finish(actor=CLOCK, at=session.last_at)))
        entries = [*entries, Entry(actor=CLOCK.id, at=session.last_at, events=events)]
    assume(fold(entries).session.archived_at is None)
    for moment in goes_on(check(entries, Pseudonymise()), then):
        for rule in RULES:
            rule(moment)
