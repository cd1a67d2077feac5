"""No frame holds what its audience may not see: secrets are marked «like this», and looked for in everything that is sent."""

import re
from collections.abc import Iterator
from itertools import pairwise

import msgspec
import pytest
from hypothesis import given as for_any
from hypothesis import settings
from msgspec.structs import replace

from orchestrator.messages import LINKS, Audience, Role
from orchestrator.qa_queue.state import SUBMITTED, Question, Stage
from orchestrator.session.evolve import evolve
from orchestrator.session.me import me
from orchestrator.session.state import Session
from orchestrator.session.view import audience_of, patch, view
from tests.given import (
    EVENING,
    SEATS,
    Events,
    acknowledged,
    announced,
    answer_written,
    answered,
    asked,
    called,
    claimed,
    deputises,
    drafted,
    edited,
    entered,
    finished,
    given,
    handed_over,
    help_called,
    help_taken,
    helps,
    history,
    joined,
    linked,
    noted,
    notice_set,
    opened,
    promised,
    rejected,
    room_added,
    seated,
    speaks,
    voted,
    withdrawn,
)
from tests.strategies import ACTORS, AUDIENCES, BEGINNINGS, Step, beginnings, play, steps

HOST, MODERATOR, PANELIST, STAGE, VIEWER = (
    Audience(role) for role in (Role.HOST, Role.MODERATOR, Role.PANELIST, Role.STAGE, Role.VIEWER)
)
NOWHERE, R1, R2, R3 = (Audience(Role.PARTICIPANT, room) for room in (None, "r1", "r2", "r3"))
EVERYBODY = frozenset({HOST, MODERATOR, PANELIST, STAGE, VIEWER, NOWHERE, R1, R2, R3})
NOBODY: frozenset[Audience] = frozenset()


def secrets(value: object) -> set[str]:
    """What is marked, anywhere in the JSON of a value."""
    return set(re.findall("«([^»]*)»", msgspec.json.encode(value).decode()))


# One evening with a secret in every field

WHAT_HAPPENED: list[Events] = [
    opened(
        join_code="«join code»",
        links={link: f"«hash of {link}»" for link in LINKS},
        plenary_call_url="«plenary call»",
    ),
    notice_set(keeper="«keeper»"),
    *EVENING[1:4],
    *(room_added(f"r{number}", f"Theme {number}", f"Prompt {number}", f"«call of r{number}»") for number in (1, 2, 3)),
    *(
        joined(who, room, name=f"«{who}»", affiliation=f"«{who}'s school»", ticket_hash=f"«hash of {who}»")
        for who, room in SEATS.items()
    ),
    joined("hana", role="host", name="«hana»", ticket_hash="«hash of hana»"),
    joined("gus", name="«gus»", affiliation="«gus's school»", ticket_hash="«hash of gus»"),
    joined("pia", role="panelist", name="«pia»", affiliation="«pia's school»", ticket_hash="«hash of pia»"),
    joined("mo", role="moderator", name="«mo»", ticket_hash="«hash of mo»"),
    joined("max", role="moderator", name="«max»", ticket_hash="«hash of max»"),
    speaks("ana", "r1"),
    deputises("ben", "r1"),
    helps("gus", "r2"),
    entered("ph1"),
    help_called("r1", by="cal"),
    help_taken("r1", by="hana"),
    drafted("q1", by="cal", text="«draft of r1»"),
    drafted("q2", by="cal", text="«hidden draft of r1»", anonymous=True),
    asked("q3", by="cal", text="«question of r1»"),
    asked("q4", by="eli", text="«question of r2»", anonymous=True),
    drafted("q5", by="fay", text="«withdrawn draft of r3»"),
    withdrawn("q5"),
    asked("q6", by="fay", text="«withdrawn question of r3»"),
    withdrawn("q6"),
    asked("q7", by="fay", text="«first words»"),
    edited("q7", "«better words»", by="mo"),
    asked("q8", by="dee", text="«waits for review in r2»", pending=True, addressed_to="«addressed to»"),
    asked("q9", by="cal", text="«rejected question of r1»", anonymous=True),
    rejected("q9", reason="«why it was rejected»"),
    edited("q4", "«question of r2, edited»", by="eli"),
    voted("q3", "dee"),
    claimed("q3", by="pia"),
    noted("n1", by="mo", text="«note»", about="q3"),
    acknowledged("n1", by="max"),
    announced("a1", "«to everybody»"),
    announced("a2", "«to r1»", room="r1"),
    announced("a3", "«to r2»", room="r2"),
    linked("rec1", url="«recording»"),
    entered("ph3"),
    called("q3"),
    answered("q3", text="«answer»"),
    handed_over(),
    promised("q7", owner="«owner»"),
    answer_written("q7", text="«in writing»", by="pia"),
]
BACKSTAGE = frozenset({HOST, MODERATOR, PANELIST})
ALL_BUT_VIEWER = EVERYBODY - {VIEWER}
MAY_SEE: dict[str, frozenset[Audience]] = {
    "join code": EVERYBODY - {MODERATOR, PANELIST, VIEWER},
    "plenary call": ALL_BUT_VIEWER,
    **{f"hash of {who}": NOBODY for who in (*LINKS, *SEATS, "gus", "hana", "pia", "mo", "max")},
    **{f"call of {room.room_id}": frozenset({HOST, room}) for room in (R1, R2, R3)},
    # representative and deputy are called by name, cal is the author of an open question
    "ana": ALL_BUT_VIEWER,
    "ben": ALL_BUT_VIEWER,
    "cal": frozenset({HOST, MODERATOR, R1}),
    # dee voted, and asked what waits for review, eli asked anonymously, fay's question is open, gus helps r2
    "dee": frozenset({HOST, MODERATOR, R2}),
    "eli": frozenset({HOST, R2}),
    "fay": frozenset({HOST, MODERATOR, R3}),
    "gus": frozenset({HOST, R2}),
    # hana is on the way to r1
    "hana": frozenset({HOST, R1}),
    # pia claimed a question before the hand-over, mo wrote a note, max read it
    "pia": EVERYBODY,
    "mo": BACKSTAGE | {R3},  # and changed the words of a question of r3
    "max": BACKSTAGE,
    "note": BACKSTAGE,
    "keeper": EVERYBODY,
    **{f"{who}'s school": frozenset({HOST, Audience(Role.PARTICIPANT, room)}) for who, room in SEATS.items()},
    "gus's school": frozenset({HOST, R2}),
    "pia's school": ALL_BUT_VIEWER,
    "draft of r1": frozenset({HOST, R1}),
    "hidden draft of r1": frozenset({HOST, R1}),
    "question of r1": EVERYBODY,
    "question of r2": frozenset({HOST, MODERATOR, R2}),  # its first words
    "question of r2, edited": EVERYBODY,
    "waits for review in r2": frozenset({HOST, MODERATOR, R2}),
    "addressed to": frozenset({HOST, MODERATOR, R2}),
    "rejected question of r1": frozenset({HOST, MODERATOR}),
    "why it was rejected": frozenset({HOST, MODERATOR}),
    "owner": EVERYBODY,
    "in writing": EVERYBODY,
    "better words": EVERYBODY,
    "first words": frozenset({HOST, MODERATOR, R3}),
    "withdrawn draft of r3": NOBODY,
    "withdrawn question of r3": NOBODY,
    "to everybody": ALL_BUT_VIEWER,
    "to r1": frozenset({HOST, R1}),
    "to r2": frozenset({HOST, R2}),
    "recording": EVERYBODY,
    "answer": EVERYBODY,
}
MINE = {
    "ana": {"ana"},
    "cal": {"cal", "draft of r1", "hidden draft of r1", "question of r1", "rejected question of r1", "why it was rejected"},
    "dee": {"dee", "waits for review in r2"},
    "eli": {"eli", "question of r2, edited"},
    "fay": {"fay", "withdrawn draft of r3", "withdrawn question of r3", "better words"},
    "gus": {"gus"},
    "hana": {"hana"},
    "pia": {"pia"},
    "mo": {"mo"},
    **{link: set() for link in LINKS},
    "zoe": set(),
}


each_audience = pytest.mark.parametrize(
    "audience", sorted(EVERYBODY, key=repr), ids=lambda audience: f"{audience.role} {audience.room_id or ''}".strip()
)


def states() -> Iterator[Session]:
    """The evening, event by event."""
    session: Session | None = None
    for event in history(*WHAT_HAPPENED, finished()):
        session = evolve(session, event)
        yield session


@each_audience
def test_every_audience_sees_what_it_may_and_nothing_else(audience: Audience) -> None:
    seen = secrets(view(given(evening=WHAT_HAPPENED).session, audience))
    assert seen == {secret for secret, audiences in MAY_SEE.items() if audience in audiences}


def test_every_secret_of_the_evening_is_spoken_of_here() -> None:
    told = secrets([msgspec.to_builtins(event) for event in history(*WHAT_HAPPENED)])
    assert told == set(MAY_SEE)


@each_audience
def test_no_patch_on_the_way_holds_what_the_audience_does_not_see_then(audience: Audience) -> None:
    evening = list(states())
    for old, new in pairwise(evening):
        assert secrets(patch(old, new, audience)) <= secrets(view(new, audience))
    assert secrets(patch(evening[0], evening[-1], audience)) <= secrets(view(evening[-1], audience))


@pytest.mark.parametrize("who", sorted(MINE))
def test_what_is_personal_holds_nothing_of_anybody_else(who: str) -> None:
    assert secrets(me(given(evening=WHAT_HAPPENED).session, who)) == MINE[who]


def test_what_somebody_sees_from_inside_stays_behind_when_they_move() -> None:
    moved = given(seated("cal", "r3"), evening=WHAT_HAPPENED).session
    audience = audience_of(moved, "cal")
    assert audience is not None
    assert {"draft of r1", "call of r1", "to r1", "ana's school"}.isdisjoint(secrets(view(moved, audience)))


# Any evening: the policy, said a second time and in other words


def may_see(session: Session, audience: Audience) -> set[str]:
    host, moderator, viewer = (audience.role is role for role in (Role.HOST, Role.MODERATOR, Role.VIEWER))
    inside = audience.room_id
    rooms, questions = session.rooms, session.queue.questions.values()
    backstage = audience.role in (Role.HOST, Role.MODERATOR, Role.PANELIST)
    allowed = secrets([session.title, None if session.notice is None else session.notice.keeper])
    allowed |= secrets([phase.title for phase in session.agenda.phases])
    if not viewer:
        allowed |= secrets(session.plenary_call_url)
    for note in session.panel.notes.values() if backstage else ():
        allowed |= secrets([note.text, *(name_of(session, actor) for actor in (note.author_id, *note.seen_by))])
    for panelist in session.panel.claims.values() if backstage or session.queue.handed_over_at is not None else ():
        allowed |= secrets(name_of(session, panelist))
    for person in session.people.values():
        if host or (inside is not None and inside in (rooms.members.get(person.id), rooms.facilitators.get(person.id))):
            allowed |= secrets([person.name, person.affiliation])
        if Role.PANELIST in person.roles and not viewer:
            allowed |= secrets([person.name, person.affiliation])
    for room in rooms.rooms.values():
        for speaker in (room.representative, room.deputy):
            if speaker is not None and not viewer:
                allowed |= secrets(session.people[speaker].name)
        if host or room.id == inside:
            allowed |= secrets(room.call_url)
            if room.help is not None and session.finished_at is None:
                allowed |= secrets([name_of(session, room.help.by), name_of(session, room.help.taken_by or "")])
    for question in questions:
        allowed |= may_see_of(session, question, audience)
    for override in session.queue.overrides.values() if host or moderator or session.queue.handed_over_at else ():
        allowed |= secrets([override.reason, name_of(session, override.by)])
    for notice in rooms.announcements.values():
        if not viewer and (host or notice.room_id in (None, inside)):
            allowed |= secrets(notice.text)
    return allowed


def may_see_of(session: Session, question: Question, audience: Audience) -> set[str]:
    host, moderator = audience.role is Role.HOST, audience.role is Role.MODERATOR
    own_room = question.room_id == audience.room_id
    everybody = question.stage in (Stage.OPEN, Stage.MERGED) and question.published_at is not None
    submitted = question.stage in (Stage.PENDING, Stage.OPEN, Stage.MERGED)
    seen = everybody or (question.stage in (Stage.DRAFT, *SUBMITTED) and host) or (submitted and (moderator or own_room))
    if question.stage is Stage.REJECTED:
        seen = host or moderator
    if not (seen or (question.stage is Stage.DRAFT and own_room)):
        return set()
    allowed = secrets([question.text, question.addressed_to])
    if host or moderator or own_room:
        allowed |= secrets([each.text for each in question.history])
        named = [each.editor_id for each in question.history if not (question.anonymous and each.editor_id == question.author_id)]
        allowed |= secrets([name_of(session, actor) for actor in named])
        if not question.anonymous:
            allowed |= secrets(name_of(session, question.author_id))
    if host or moderator:
        allowed |= secrets(question.rejection)
    hearing = session.panel.hearing(question.id)
    called = hearing.out_of_turn
    if called is not None and (host or moderator or session.queue.handed_over_at is not None):
        allowed |= secrets([called.reason, name_of(session, called.by)])
    return allowed | secrets([hearing.answer, hearing.owner])


def name_of(session: Session, actor: str) -> str | None:
    person = session.people.get(actor)
    return None if person is None else person.name


def mine(session: Session, who: str) -> set[str]:
    person = session.people.get(who)
    own = [[question.text, question.rejection] for question in session.queue.questions.values() if question.author_id == who]
    return secrets([None if person is None else person.name, own])


def marked(evening: list[Step]) -> list[Step]:
    """Every text of every command is a secret of its own."""
    return [
        replace_command(step, {field: f"«{field} {number}»" for field in TEXTS if getattr(step.command, field, None) is not None})
        for number, step in enumerate(evening)
    ]


TEXTS = (
    "text",
    "name",
    "affiliation",
    "ticket_hash",
    "call_url",
    "title",
    "plenary_call_url",
    "keeper",
    "reason",
    "addressed_to",
    "owner",
)


def replace_command(step: Step, texts: dict[str, str]) -> Step:
    return step._replace(command=replace(step.command, **texts))


@settings(max_examples=settings().max_examples * 2)
@for_any(beginnings(), steps())
def test_no_frame_of_any_evening_holds_what_its_audience_may_not_see(beginning: str, evening: list[Step]) -> None:
    for moment in play(beginning, marked(evening)):
        for audience in AUDIENCES:
            allowed = may_see(moment.after, audience)
            assert secrets(view(moment.after, audience)) <= allowed
            assert secrets(patch(moment.before, moment.after, audience)) <= allowed
            assert secrets(patch(BEGINNINGS[beginning], moment.after, audience)) <= allowed
        for actor in ACTORS:
            assert secrets(me(moment.after, actor)) <= mine(moment.after, actor)
