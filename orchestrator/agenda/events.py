"""What happened to the agenda."""

from orchestrator.messages import Event, Millis, PhaseId


class PhaseAdded(Event, frozen=True, tag="agenda.phase_added"):
    """A block of the plan. ``opens``: what people may do in it, see ``state.OPENS``."""

    makes = "phase_id"
    phase_id: PhaseId
    kind: str
    title: str
    duration: Millis
    at_end: str
    opens: tuple[str, ...]


class PhaseEntered(Event, frozen=True, tag="agenda.phase_entered"):
    """A phase began; the one before it, if any, ended in the same instant."""

    phase_id: PhaseId
    ends_at: Millis


class EndSet(Event, frozen=True, tag="agenda.end_set"):
    phase_id: PhaseId
    ends_at: Millis


class PhasePaused(Event, frozen=True, tag="agenda.phase_paused"):
    phase_id: PhaseId
    remaining: Millis


class PhaseResumed(Event, frozen=True, tag="agenda.phase_resumed"):
    phase_id: PhaseId
    ends_at: Millis


class AgendaEnded(Event, frozen=True, tag="agenda.ended"):
    """The session was finished: the current phase ended with it."""


AgendaEvent = PhaseAdded | PhaseEntered | EndSet | PhasePaused | PhaseResumed | AgendaEnded
