"""How the past is told without somebody: every event of a log as it would be, had a person never had a name.

Nothing is left out, so that seats, votes, turns and numbers stay what they were, and versions too.
"""

import hashlib
from collections.abc import Iterator, Sequence
from enum import Enum, auto
from functools import cache
from typing import get_type_hints

from msgspec import Struct
from msgspec.structs import replace

from orchestrator.agenda.events import PhaseAdded, PhaseEdited
from orchestrator.messages import ActorId, Event, QuestionId, Role
from orchestrator.panel.events import AnswerPromised, AnswerWritten, NoteWritten, QuestionAnswered, QuestionCalled
from orchestrator.qa_queue.events import (
    QuestionDrafted,
    QuestionEdited,
    QuestionRejected,
    QuestionsMoved,
    QuestionSubmitted,
    RankingSet,
)
from orchestrator.recordings.events import (
    CaptionsAdded,
    ClockSet,
    RecordingEdited,
    RecordingLinked,
    RecordingReported,
)
from orchestrator.rooms.events import AnnouncementMade, RoomAdded, RoomEdited
from orchestrator.session.codec import Entry
from orchestrator.session.events import (
    AnyEvent,
    CallTroubled,
    DetailsEdited,
    NoticeSet,
    ParticipantErased,
    ParticipantJoined,
    SessionDeleted,
    SessionOpened,
    SessionPseudonymised,
)
from orchestrator.session.state import Session

REMOVED = "[removed]"


class Meaning(Enum):
    """What a text in an event is."""

    PERSON = auto()  # the id of a person, or of a shared link
    OWN_NAME = auto()  # of the person the event names
    OWN_AFFILIATION = auto()
    OWN_TICKET = auto()
    QUESTION = auto()  # words of a question: its author's, whoever wrote them
    WORDS = auto()  # of whoever sent the command
    NAME = auto()  # somebody typed it; it may be a person's


# Every text but ids. What is not here belongs to nobody, and stands in NOBODYS.
SOMEBODYS: dict[type[Event], dict[str, Meaning]] = {
    ParticipantJoined: {"name": Meaning.OWN_NAME, "affiliation": Meaning.OWN_AFFILIATION, "ticket_hash": Meaning.OWN_TICKET},
    NoticeSet: {"keeper": Meaning.NAME},
    QuestionDrafted: {"text": Meaning.QUESTION, "addressed_to": Meaning.NAME},
    QuestionEdited: {"text": Meaning.QUESTION, "addressed_to": Meaning.NAME},
    QuestionRejected: {"reason": Meaning.WORDS},
    QuestionsMoved: {"reason": Meaning.WORDS},
    QuestionCalled: {"reason": Meaning.WORDS},
    QuestionAnswered: {"text": Meaning.WORDS},
    AnswerPromised: {"owner": Meaning.NAME},
    AnswerWritten: {"text": Meaning.WORDS},
    NoteWritten: {"text": Meaning.WORDS},
    AnnouncementMade: {"text": Meaning.WORDS},
}
NOBODYS: dict[type[Event], str] = {
    SessionOpened: "title join_code links language timezone plenary_call_url",
    DetailsEdited: "title plenary_call_url",
    CallTroubled: "place trouble",
    PhaseAdded: "kind title at_end opens",
    PhaseEdited: "title at_end",
    **dict.fromkeys((RoomAdded, RoomEdited), "theme prompt call_url"),
    QuestionSubmitted: "number",
    RankingSet: "rule",
    **dict.fromkeys((RecordingLinked, RecordingEdited), "url"),
    RecordingReported: "provider external_id url",
    ClockSet: "provider",
    CaptionsAdded: "language source",
}


class Alias(Struct, frozen=True):
    """Who a person is from now on. ``name``: what they were called."""

    id: ActorId
    name: str
    called: str


class Erasure(Struct, frozen=True):
    """Who is forgotten, and the questions they asked, whose words go unless ``keep_texts``."""

    people: dict[ActorId, Alias]
    questions: frozenset[QuestionId]
    keep_texts: bool

    def id_of(self, actor_id: ActorId) -> ActorId:
        gone = self.people.get(actor_id)
        return actor_id if gone is None else gone.id

    def naming(self, text: str) -> str:
        """A text that may be a person's name."""
        return next((gone.called for gone in self.people.values() if gone.name == text), text)


def erases(events: Sequence[AnyEvent]) -> bool:
    """Whether they change what came before them: the last one says so."""
    return bool(events) and isinstance(events[-1], ParticipantErased | SessionPseudonymised | SessionDeleted)


def erasure(session: Session, event: ParticipantErased | SessionPseudonymised, seed: str) -> Erasure:
    """What an event means for a session as it was before. ``seed``: of chance, so that nobody can guess who has which alias."""
    if isinstance(event, ParticipantErased):
        called, keep_texts = {event.participant_id: REMOVED}, event.keep_texts
    else:
        called, keep_texts = {person: f"Person {number}" for number, person in enumerate(_named(session), start=1)}, True
    people = {person: Alias(alias(person, seed), session.people[person].name, name) for person, name in called.items()}
    questions = frozenset(question for person in people for question in session.queue.authored.get(person, ()))
    return Erasure(people, questions, keep_texts)


def _named(session: Session) -> list[ActorId]:
    """Everybody who still has a name, in the order of joining."""
    people = sorted(session.people.values(), key=lambda person: (person.joined_at, len(person.id), person.id))
    return [person.id for person in people if person.erased is None]


def everybody_ever(session: Session) -> list[ActorId]:
    """The ids under which people came in, also those that are aliases now."""
    return [ActorId(f"p{number}") for number in range(1, len(session.people) + 1)]


def alias(person: ActorId, seed: str) -> ActorId:
    """The id that stands in the place of a person's: always the same one for the same seed."""
    return ActorId("x" + hashlib.sha256(f"{seed} {person}".encode()).hexdigest()[:16])


def rewritten(entry: Entry, erasure: Erasure) -> Entry:
    """The entry without them. The ids they gave their commands go; other people's commands are still remembered."""
    made = None if entry.result is None else {key: str(erasure.id_of(ActorId(each))) for key, each in entry.result.items()}
    theirs = entry.actor in erasure.people or made != entry.result
    return Entry(
        actor=erasure.id_of(entry.actor),
        at=entry.at,
        events=tuple(_retold(event, entry.actor, erasure) for event in entry.events),
        command_id=None if theirs else entry.command_id,
        result=made,
    )


def _retold(event: AnyEvent, sender: ActorId, erasure: Erasure) -> AnyEvent:
    changed: dict[str, str | None] = {}
    for field, meaning in meanings(type(event)).items():
        text: str | None = getattr(event, field)
        if text is not None:
            changed[field] = _without(text, meaning, event, sender, erasure)
    return replace(event, **changed) if changed else event


def _without(text: str, meaning: Meaning, event: AnyEvent, sender: ActorId, erasure: Erasure) -> str | None:
    match meaning:
        case Meaning.PERSON:
            return erasure.id_of(ActorId(text))
        case Meaning.NAME:
            return text if text in ("", Role.HOST) else erasure.naming(text)
        case Meaning.WORDS:
            return REMOVED if sender in erasure.people and not erasure.keep_texts else text
        case Meaning.QUESTION:
            theirs = isinstance(event, QuestionDrafted | QuestionEdited) and event.question_id in erasure.questions
            return REMOVED if theirs and not erasure.keep_texts else text
        case Meaning.OWN_NAME | Meaning.OWN_AFFILIATION | Meaning.OWN_TICKET:
            gone = erasure.people.get(event.participant_id) if isinstance(event, ParticipantJoined) else None
            if gone is None:
                return text
            return {Meaning.OWN_NAME: gone.called, Meaning.OWN_AFFILIATION: None, Meaning.OWN_TICKET: ""}[meaning]


@cache
def meanings(event: type[Event]) -> dict[str, Meaning]:
    """The fields of an event that may tell of somebody."""
    return {**dict(_persons(event)), **SOMEBODYS.get(event, {})}


def _persons(event: type[Event]) -> Iterator[tuple[str, Meaning]]:
    for field, hint in get_type_hints(event).items():
        if hint in (ActorId, ActorId | None):
            yield field, Meaning.PERSON
