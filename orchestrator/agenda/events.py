"""What happened to the agenda."""

from orchestrator.messages import Event, Millis, PhaseId


class PhaseAdded(Event, frozen=True, tag="agenda.phase_added"):
    """A block of the plan, behind ``after`` or the last one. ``opens``: what people may do in it, see ``state.OPENS``."""

    makes = "phase_id"
    phase_id: PhaseId
    kind: str
    title: str
    duration: Millis
    at_end: str
    opens: tuple[str, ...]
    after: PhaseId | None = None


class PhaseEdited(Event, frozen=True, tag="agenda.phase_edited"):
    """The plan of a phase as it is from now on. Another duration drops an end that was fixed."""

    phase_id: PhaseId
    title: str
    duration: Millis
    at_end: str


class PhaseRemoved(Event, frozen=True, tag="agenda.phase_removed"):
    phase_id: PhaseId


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


class AgendaReopened(Event, frozen=True, tag="agenda.reopened"):
    """The session was not over: the phase in which it was finished goes on as it stood."""


AgendaEvent = (
    PhaseAdded | PhaseEdited | PhaseRemoved | PhaseEntered | EndSet | PhasePaused | PhaseResumed | AgendaEnded | AgendaReopened
)
