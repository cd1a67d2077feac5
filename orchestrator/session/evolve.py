"""The fold: a state and an event make the next state."""

from typing import assert_never

from msgspec.structs import replace

from orchestrator.agenda import decider as agenda
from orchestrator.agenda.events import AgendaEvent
from orchestrator.messages import LINKS
from orchestrator.panel import decider as panel
from orchestrator.panel.events import PanelEvent
from orchestrator.qa_queue import decider as queue
from orchestrator.qa_queue.events import QueueEvent
from orchestrator.recordings import decider as recordings
from orchestrator.recordings.events import RecordingsEvent
from orchestrator.rooms import decider as rooms
from orchestrator.rooms.events import RoomsEvent
from orchestrator.session.calls import Calls
from orchestrator.session.events import (
    AnyEvent,
    CallTroubled,
    ConsentGiven,
    DetailsEdited,
    NoticeSet,
    ParticipantErased,
    ParticipantJoined,
    RecordingsSought,
    RetentionSet,
    RolesSet,
    SessionDeleted,
    SessionEvent,
    SessionFinished,
    SessionOpened,
    SessionPseudonymised,
    SessionReopened,
)
from orchestrator.session.state import Erased, Person, RecordingNotice, Retention, Session


def evolve(session: Session | None, event: AnyEvent) -> Session:
    """The state after an event. Replaces only what changed; never refuses."""
    if session is None:
        if isinstance(event, SessionOpened):
            return _opened(event)
        raise ValueError("a session begins with session.opened")
    at = event.at
    if isinstance(event, QueueEvent):
        return replace(session, queue=queue.evolve(session.queue, event), last_at=at)
    if isinstance(event, RoomsEvent):
        return replace(session, rooms=rooms.evolve(session.rooms, event), last_at=at)
    if isinstance(event, PanelEvent):
        return replace(session, panel=panel.evolve(session.panel, event), last_at=at)
    if isinstance(event, AgendaEvent):
        return replace(session, agenda=agenda.evolve(session.agenda, event), last_at=at)
    if isinstance(event, RecordingsEvent):
        return replace(session, recordings=recordings.evolve(session.recordings, event), last_at=at)
    return _evolve_session(session, event)


def _opened(event: SessionOpened) -> Session:
    session = Session(
        id=event.session_id,
        title=event.title,
        join_code=event.join_code,
        language=event.language,
        timezone=event.timezone,
        opened_at=event.at,
        last_at=event.at,
        starts_at=event.starts_at,
        auto_start=event.auto_start,
        plenary_call_url=event.plenary_call_url,
        calls=Calls(tool=event.calls),
    )
    links, tickets = session.links, session.tickets
    for link, ticket_hash in event.links.items():
        links = links.insert(link, frozenset({LINKS[link]}))
        tickets = tickets.insert(ticket_hash, link)
    return replace(session, links=links, tickets=tickets)


def _evolve_session(session: Session, event: SessionEvent) -> Session:
    match event:
        case ParticipantJoined():
            person = Person(
                id=event.participant_id,
                name=event.name,
                affiliation=event.affiliation,
                roles=frozenset({event.role}),
                joined_at=event.at,
            )
            return replace(
                session,
                people=session.people.insert(person.id, person),
                tickets=session.tickets.insert(event.ticket_hash, person.id) if event.ticket_hash else session.tickets,
                last_at=event.at,
            )
        case RolesSet():
            target, roles = event.participant_id, frozenset(event.roles)
            known = session.people.get(target)
            if known is None:
                return replace(session, links=session.links.insert(target, roles), last_at=event.at)
            people = session.people.insert(target, replace(known, roles=roles))
            return replace(session, people=people, last_at=event.at)
        case DetailsEdited():
            return replace(
                session,
                title=event.title,
                plenary_call_url=event.plenary_call_url,
                starts_at=event.starts_at,
                last_at=event.at,
            )
        case NoticeSet():
            number = 1 if session.notice is None else session.notice.number + 1
            notice = RecordingNotice(number, event.recorded, event.keeper, event.days)
            return replace(session, notice=notice, last_at=event.at)
        case ConsentGiven():
            agreed = replace(session.people[event.participant_id], consented=event.notice)
            return replace(session, people=session.people.insert(agreed.id, agreed), last_at=event.at)
        case RecordingsSought():
            sought = replace(session.calls, sought=session.calls.sought + 1, sought_at=event.at)
            return replace(session, calls=sought, last_at=event.at)
        case CallTroubled():
            troubles = session.calls.troubles.discard(event.place)
            if event.trouble is not None:
                troubles = troubles.insert(event.place, event.trouble)
            return replace(session, calls=replace(session.calls, troubles=troubles), last_at=event.at)
        case SessionFinished():
            return replace(session, finished_at=event.at, last_at=event.at)
        case SessionReopened():
            return replace(session, finished_at=None, last_at=event.at)
        case RetentionSet():
            kept = None if event.days is None else Retention(event.days, event.then)
            return replace(session, retention=kept, last_at=event.at)
        case ParticipantErased():
            gone = Erased.NAME if event.keep_texts else Erased.TEXTS
            erased = replace(session.people[event.participant_id], erased=gone)
            return replace(session, people=session.people.insert(erased.id, erased), last_at=event.at)
        case SessionPseudonymised():
            return replace(session, archived_at=event.at, last_at=event.at)
        case SessionDeleted():
            return replace(session, retention=None, last_at=event.at)
        case SessionOpened():
            raise ValueError("a session is opened once")
        case _:
            assert_never(event)
