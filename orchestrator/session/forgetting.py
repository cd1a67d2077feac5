"""Who may be forgotten, and what that needs first. What it does to the past is in ``erasing.py``."""

from collections.abc import Sequence

from orchestrator.messages import CLOCK, Actor, Millis, Rejected, Role
from orchestrator.rooms.events import MarkedAbsent
from orchestrator.session.commands import EraseParticipant, Pseudonymise
from orchestrator.session.events import AnyEvent, ParticipantErased, RolesSet, SessionPseudonymised
from orchestrator.session.state import Erased, Person, Session


def erase(session: Session, command: EraseParticipant) -> Sequence[AnyEvent]:
    """Only a person is forgotten: a shared link is nobody in particular."""
    person = session.people.get(command.participant_id)
    if person is None:
        raise Rejected("session.unknown_participant")
    if person.erased in (Erased.TEXTS, Erased.NAME if command.keep_texts else Erased.TEXTS):
        return []
    _a_host_stays(session, [person], command.actor)
    erased = ParticipantErased(participant_id=person.id, keep_texts=command.keep_texts, at=command.at)
    return [*_retired(session, person, command.at), erased]


def pseudonymise(session: Session, command: Pseudonymise) -> Sequence[AnyEvent]:
    if session.finished_at is None:
        raise Rejected("session.not_finished")
    if session.archived_at is not None:
        return []
    everybody = sorted(session.people.values(), key=lambda person: person.id)
    _a_host_stays(session, everybody, command.actor)
    retired = [event for person in everybody for event in _retired(session, person, command.at)]
    return [*retired, SessionPseudonymised(at=command.at)]


def _retired(session: Session, person: Person, at: Millis) -> list[AnyEvent]:
    """Nobody can come in with their ticket any more: what is left of them holds a seat, and waits for nobody's call.

    After the end, too: the session may be reopened.
    """
    kept = person.roles & {Role.PARTICIPANT}
    roles: list[AnyEvent] = [] if kept == person.roles else [RolesSet(participant_id=person.id, roles=tuple(kept), at=at)]
    called = session.rooms.speaks(person.id) and person.id not in session.rooms.absent
    return [*roles, MarkedAbsent(participant_id=person.id, at=at)] if called else roles


def _a_host_stays(session: Session, leaving: Sequence[Person], actor: Actor) -> None:
    """What is due happens all the same."""
    hosts = {person.id for person in session.people.values() if Role.HOST in person.roles}
    links = any(Role.HOST in roles for roles in session.links.values())
    if actor != CLOCK and hosts and not links and hosts <= {person.id for person in leaving}:
        raise Rejected("session.last_host")
