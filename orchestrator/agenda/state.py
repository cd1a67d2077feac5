"""The phases and their clock, as facts."""

from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from orchestrator.messages import Millis, PhaseId, Rejected


class Kind(StrEnum):
    PLENARY = "plenary"
    BREAKOUT = "breakout"
    BREAK = "break"
    PANEL = "panel"
    WRAP_UP = "wrap_up"


class AtEnd(StrEnum):
    ADVANCE = "advance"  # the next phase begins at the instant this one ends
    WAIT = "wait"  # it runs into overtime until the host moves on


class Activity(StrEnum):
    """What a phase may open."""

    DRAFTING = "drafting"
    SUBMITTING = "submitting"
    VOTING_ROOM = "voting_room"  # the own room's drafts and questions
    VOTING_ALL = "voting_all"  # every question one can see
    ANSWERING = "answering"


OPENS: dict[Kind, tuple[Activity, ...]] = {
    Kind.PLENARY: (),
    Kind.BREAKOUT: (Activity.DRAFTING, Activity.SUBMITTING, Activity.VOTING_ROOM),
    Kind.BREAK: (Activity.VOTING_ALL,),
    Kind.PANEL: (Activity.VOTING_ALL, Activity.ANSWERING),
    Kind.WRAP_UP: (),
}


class Phase(Struct, frozen=True, eq=False):
    """One timed block.

    ``ends_at`` is its end as it stands now: set while it runs, or fixed in the plan. ``remaining`` is set while paused.
    """

    id: PhaseId
    kind: Kind
    title: str
    duration: Millis
    at_end: AtEnd
    opens: tuple[Activity, ...]
    starts_at: Millis | None = None
    ends_at: Millis | None = None
    ended_at: Millis | None = None
    remaining: Millis | None = None


class Agenda(Struct, frozen=True, eq=False):
    """Phases in order. Those before ``current`` are done, those after it planned.

    ``broken_off``: the phase in which the session was finished, as it stood then.
    """

    phases: tuple[Phase, ...] = ()
    added: int = 0  # how many there ever were: the next id
    current: int | None = None
    started_at: Millis | None = None
    ended_at: Millis | None = None
    broken_off: Phase | None = None

    @property
    def phase(self) -> Phase | None:
        """The phase we are in, running or paused; ``None`` before the start and after the end."""
        return None if self.current is None or self.ended_at is not None else self.phases[self.current]

    def position(self, phase_id: PhaseId) -> int:
        for position, phase in enumerate(self.phases):
            if phase.id == phase_id:
                return position
        raise Rejected("agenda.unknown_phase")

    @property
    def begun(self) -> int:
        """How many phases are done or running; those behind them are still planned."""
        return 0 if self.current is None else self.current + 1

    def allows(self, activity: Activity) -> bool:
        phase = self.phase
        return phase is not None and activity in phase.opens

    def with_phase(self, position: int, phase: Phase) -> "Agenda":
        return replace(self, phases=(*self.phases[:position], phase, *self.phases[position + 1 :]))


def next_due(agenda: Agenda) -> Millis | None:
    """The instant at which the current phase ends by itself, if it does. The last phase always waits."""
    phase = agenda.phase
    if phase is None or phase.at_end is AtEnd.WAIT or phase is agenda.phases[-1]:
        return None
    return phase.ends_at
