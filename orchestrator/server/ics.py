"""A session as an entry for people's calendars (RFC 5545): one event, its phases in the description."""

from datetime import date, timedelta

from aiohttp import web

from orchestrator.agenda.view import PhaseView, phase_rows
from orchestrator.local_time import clock, local
from orchestrator.messages import Millis
from orchestrator.session.state import Session

LAST_RULES = date(9990, 1, 1)  # changes of a zone are looked for some months ahead, and dates end with 9999


def planned_end(session: Session) -> Millis:
    """When the evening is to end; it has a planned start."""
    return (session.starts_at or 0) + _planned_length(session)


def calendar_file(session: Session, link: str, host: str, version: int, words: str = "Join") -> bytes:
    """The bytes of an ``.ics`` file. ``link``: where people go, called ``words``; ``host``: whose id it is; ``version``: rises
    with each change.

    The session has a planned start, or has started.
    """
    from icalendar import Calendar, Event  # not at the start of a server: it takes long

    starts, ends = (local(at, session.timezone).replace(microsecond=0) for at in _span(session))
    event = Event()
    event.add("uid", f"{session.id}@{host}")
    event.add("sequence", version)
    event.add("dtstamp", local(session.last_at, "UTC").replace(microsecond=0))
    event.add("dtstart", starts)
    event.add("dtend", ends)
    event.add("summary", session.title)
    event.add("description", _description(session, f"{words}: {link}"))
    event.add("url", link)
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//Orchestrator//EN")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    first, last = (min(at.date(), LAST_RULES) for at in (starts, ends))
    calendar.add_missing_timezones(first_date=first, last_date=last + timedelta(days=1))  # the last day is not in it
    return bytes(calendar.to_ical())


def calendar_response(body: bytes) -> web.Response:
    headers = {"Content-Disposition": 'attachment; filename="session.ics"', "Cache-Control": "private, no-cache"}
    return web.Response(body=body, content_type="text/calendar", charset="utf-8", headers=headers)


def _span(session: Session) -> tuple[Millis, Millis]:
    """As planned; of an evening that nobody planned, as it was or is going to be."""
    if session.starts_at is not None:
        return session.starts_at, planned_end(session)
    started_at = session.agenda.started_at or session.opened_at
    return started_at, max(started_at, session.finished_at or started_at + _planned_length(session))


def _planned_length(session: Session) -> Millis:
    return sum(phase.duration for phase in session.agenda.phases)


def _description(session: Session, way: str) -> str:
    rows = phase_rows(session.agenda, session.starts_at).values()
    return "\n".join([*(_line(row, session.timezone) for row in rows), "", way])


def _line(row: PhaseView, timezone: str) -> str:
    starts_at = row.planned_starts_at or row.starts_at
    if starts_at is None:
        return f"{row.duration // 60_000} min {row.title}"
    return f"{clock(starts_at, timezone)}-{clock(starts_at + row.duration, timezone)} {row.title}"
