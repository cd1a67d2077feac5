"""A session as an entry for people's calendars (RFC 5545): one event, its phases in the description."""

from icalendar import Calendar, Event

from orchestrator.agenda.view import PhaseView, phase_rows
from orchestrator.messages import Millis
from orchestrator.server.local_time import clock, local
from orchestrator.session.state import Session


def planned_end(session: Session) -> Millis:
    """When the evening is to end; it has a planned start."""
    return (session.starts_at or 0) + sum(phase.duration for phase in session.agenda.phases)


def calendar_file(session: Session, link: str, host: str, version: int) -> bytes:
    """The bytes of an ``.ics`` file. ``link``: where people join; ``host``: whose id it is; ``version``: rises with each change.

    The session has a planned start.
    """
    starts, ends = (local(at, session.timezone).replace(microsecond=0) for at in (session.starts_at or 0, planned_end(session)))
    event = Event()
    event.add("uid", f"{session.id}@{host}")
    event.add("sequence", version)
    event.add("dtstamp", local(session.last_at, "UTC").replace(microsecond=0))
    event.add("dtstart", starts)
    event.add("dtend", ends)
    event.add("summary", session.title)
    event.add("description", _description(session, link))
    event.add("url", link)
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//Orchestrator//EN")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    calendar.add_missing_timezones(first_date=starts.date(), last_date=ends.date())
    return bytes(calendar.to_ical())


def _description(session: Session, link: str) -> str:
    rows = phase_rows(session.agenda, session.starts_at).values()
    return "\n".join([*(_line(row, session.timezone) for row in rows), "", f"Join: {link}"])


def _line(row: PhaseView, timezone: str) -> str:
    starts_at = row.planned_starts_at or 0
    return f"{clock(starts_at, timezone)}-{clock(starts_at + row.duration, timezone)} {row.title}"
