"""From what a tool says to what a session is told: pure. However often, by whatever way and in whatever order it is said, the
same comes of it."""

from msgspec.structs import replace

from orchestrator.conferencing.provider import Found, Meeting, Place, Told, place_of
from orchestrator.messages import SYSTEM, Millis
from orchestrator.recordings.commands import Report, SetClock
from orchestrator.recordings.mapping import LONGEST
from orchestrator.recordings.state import Confidence, Recording, Segment, Status
from orchestrator.session.state import Session

CLOSE = 2_000  # ms; two clocks that differ by less are one
FAR = 86_400_000  # ms; a clock that is further off tells nothing


def place_in(session: Session, meeting_id: str) -> Place | None:
    """The place of a meeting, if this session has it."""
    place = place_of(meeting_id)
    known = place.room_id is None or place.room_id in session.rooms.rooms
    return place if place.session_id == session.id and known else None


def made_rooms(session: Session) -> list[Place]:
    """The rooms whose calls a tool makes: those for which nobody pasted a link."""
    return [Place(session.id, room.id) for room in session.rooms.rooms.values() if room.call_url is None]


def all_places(session: Session) -> list[Place]:
    """The plenary and every room: a call may have been made before somebody pasted another link."""
    return [Place(session.id), *(Place(session.id, room_id) for room_id in session.rooms.rooms)]


def expected(session: Session, provider: str, meeting: Meeting) -> Report | None:
    """A call that is recorded runs."""
    place = place_in(session, meeting.id)
    if place is None or meeting.run is None or session.recordings.known_as(provider, meeting.run) is not None:
        return None
    return _report(provider, meeting.run, place, Status.EXPECTED)


def begun(session: Session, provider: str, told: Told) -> Report | None:
    """Somebody came into a call: its recording begins with the first one, whoever is told of first."""
    place = place_in(session, told.meeting_id)
    if place is None or told.external_id is None or told.at is None:
        return None
    known = session.recordings.known_as(provider, told.external_id)
    if known is not None and (known.status is not Status.EXPECTED or _begins(known) <= told.at):
        return None
    return replace(_report(provider, told.external_id, place, Status.EXPECTED), segments=(Segment(told.at, None, 0),))


def found(session: Session, provider: str, recording: Found) -> Report | None:
    """A recording as its tool tells of it now. What a host said of its time stands."""
    place = place_in(session, recording.meeting_id)
    known = session.recordings.known_as(provider, recording.external_id)
    if place is None or (known is None and recording.status is Status.REMOVED):
        return None
    report = replace(_report(provider, recording.external_id, place, recording.status), url=recording.url)
    segment = _segment(known, recording)
    if segment is None or segment.wall_end is None or (known is not None and known.measured is Confidence.ANCHORED):
        return report
    return replace(report, segments=(segment,), duration=segment.wall_end - segment.wall_start)


def clock(session: Session, provider: str, ahead: int, sure: bool) -> SetClock | None:
    """The tool said what time it is: it was ``ahead`` ms ahead of our clock when we heard it. What was not asked for (not
    ``sure``) may have been long on its way, so it never sets a clock back."""
    known = session.recordings.clocks.get(provider, 0)
    if abs(ahead) > FAR:
        return None
    if ahead > known + CLOSE or (sure and ahead < known - CLOSE):
        return SetClock(actor=SYSTEM, provider=provider, offset=ahead)
    return None


def _report(provider: str, external_id: str, place: Place, status: Status) -> Report:
    return Report(actor=SYSTEM, provider=provider, external_id=external_id, status=status, room_id=place.room_id)


def _begins(recording: Recording) -> Millis:
    return recording.segments[0].wall_start if recording.segments else 2**53


def _segment(known: Recording | None, recording: Found) -> Segment | None:
    """From the first one who came in, where we know when, or else from the beginning of the meeting, to its end."""
    start = known.segments[0].wall_start if known is not None and known.segments else recording.starts_at
    if start is None or recording.ends_at is None or not 0 < recording.ends_at - start <= LONGEST:
        return None
    return Segment(start, recording.ends_at, 0)
