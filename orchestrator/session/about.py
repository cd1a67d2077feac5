"""All that the log of a session holds about one person."""

from collections.abc import Iterable, Iterator

from msgspec import Struct, to_builtins

from orchestrator.messages import ActorId, Millis, QuestionId, wire_name
from orchestrator.qa_queue.events import VoteCast, VoteWithdrawn
from orchestrator.session.codec import Entry
from orchestrator.session.erasing import Meaning, meanings
from orchestrator.session.events import AnyEvent
from orchestrator.session.state import Session


class Record(Struct, frozen=True, omit_defaults=True):
    """One thing that happened. ``own``: they did it themselves, under ``command_id``."""

    type: str
    at: Millis
    data: dict[str, object]
    own: bool = False
    command_id: str | None = None


def about(session: Session, entries: Iterable[Entry], person: ActorId, *, secrets: bool) -> Iterator[Record]:
    """What they did, what names them, and the words of their questions. Who else had a hand in it is left out, and so is the
    fingerprint of their ticket. ``secrets``: with what nobody else may know, their votes and what they asked without a name."""
    for entry in entries:
        own = entry.actor == person
        for event in entry.events:
            if (own or _concerns(session, event, person)) and (secrets or not _is_secret(session, event, person)):
                yield Record(wire_name(type(event)), event.at, _data(event, person), own, entry.command_id if own else None)


def votes(session: Session, person: ActorId) -> int:
    """How many questions they support."""
    return sum(person in question.voters for question in session.queue.questions.values())


def _is_secret(session: Session, event: AnyEvent, person: ActorId) -> bool:
    if isinstance(event, VoteCast | VoteWithdrawn):
        return True
    question_id: QuestionId | None = getattr(event, "question_id", None)
    question = None if question_id is None else session.queue.questions.get(question_id)
    return question is not None and question.anonymous and question.author_id == person


def _concerns(session: Session, event: AnyEvent, person: ActorId) -> bool:
    return any(_is_theirs(session, event, field, meaning, person) for field, meaning in meanings(type(event)).items())


def _is_theirs(session: Session, event: AnyEvent, field: str, meaning: Meaning, person: ActorId) -> bool:
    match meaning:
        case Meaning.PERSON:
            return bool(getattr(event, field) == person)
        case Meaning.NAME:
            return bool(getattr(event, field) == session.people[person].name)
        case Meaning.QUESTION:
            return getattr(event, "question_id", None) in session.queue.authored.get(person, ())
        case _:
            return False


def _data(event: AnyEvent, person: ActorId) -> dict[str, object]:
    known = meanings(type(event))
    data: dict[str, object] = to_builtins(event)
    others = {field for field, meaning in known.items() if meaning is Meaning.PERSON and data.get(field) != person}
    secret = {field for field, meaning in known.items() if meaning is Meaning.OWN_TICKET}
    return {field: value for field, value in data.items() if field not in {"type", "at", *others, *secret}}
