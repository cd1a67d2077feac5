"""When a conferencing tool is asked for its recordings: often at first, then ever more rarely, for a day."""

from collections.abc import Iterator, Sequence

from orchestrator.agenda.state import Kind
from orchestrator.messages import CLOCK, Millis, RoomId
from orchestrator.recordings.events import RecordingReported
from orchestrator.recordings.state import Recording, Status
from orchestrator.session.calls import Tool
from orchestrator.session.commands import NoteTrouble, SeekRecordings
from orchestrator.session.events import AnyEvent, CallTroubled, RecordingsSought
from orchestrator.session.state import Session

MINUTE = 60_000
STEPS = tuple(minutes * MINUTE for minutes in (2, 5, 10, 20, 40, 80, 160, 320, 640, 1280, 1440))
PATIENCE = STEPS[-1]  # what has not come by then does not come


def awaited(session: Session) -> Iterator[tuple[Recording, Millis]]:
    """The recordings of the tool that have not come though their call is over, and since when it is."""
    for recording in session.recordings.recordings.values():
        ours = recording.provider == session.calls.tool
        if ours and recording.status in (Status.EXPECTED, Status.PROCESSING):
            over = over_since(session, recording.room_id)
            if over is not None:
                yield recording, over


def over_since(session: Session, room_id: RoomId | None) -> Millis | None:
    """When the phase of a call ended: room work for a room, the whole evening for the plenary. ``None``: it may still go on.

    A last phase that nobody ends counts as over at its planned end.
    """
    agenda, phase = session.agenda, session.agenda.phase
    if room_id is None:
        if session.finished_at is not None or phase is not agenda.phases[-1]:
            return session.finished_at
        return None if phase is None else phase.ends_at
    if phase is not None and phase.kind is Kind.BREAKOUT:
        return phase.ends_at if phase is agenda.phases[-1] else None
    ends = [each.ended_at for each in agenda.phases if each.kind is Kind.BREAKOUT and each.ended_at is not None]
    return max(ends, default=session.finished_at)


def due(session: Session) -> SeekRecordings | None:
    """The next time to ask, stamped with the instant."""
    if session.calls.tool is Tool.LINKS:
        return None
    after = -1 if session.calls.sought_at is None else session.calls.sought_at
    steps = (over + step for _, over in awaited(session) for step in STEPS if over + step > after)
    at = min(steps, default=None)
    return None if at is None else SeekRecordings(actor=CLOCK, at=at)


def seek(session: Session, command: SeekRecordings) -> Sequence[AnyEvent]:
    """Whoever reads the log asks the tool. What had a day to come is given up; should it come later it counts all the same."""
    given_up = [_failed(each, command.at) for each, over in awaited(session) if over + PATIENCE <= command.at]
    return [RecordingsSought(at=command.at), *given_up]


def _failed(recording: Recording, at: Millis) -> RecordingReported:
    return RecordingReported(
        recording_id=recording.id,
        provider=recording.provider,
        external_id=recording.external_id or "",
        status=Status.FAILED,
        confidence=recording.measured,
        at=at,
    )


def note(session: Session, command: NoteTrouble) -> Sequence[AnyEvent]:
    if session.calls.troubles.get(command.place) == command.trouble:
        return []
    return [CallTroubled(place=command.place, trouble=command.trouble, at=command.at)]
