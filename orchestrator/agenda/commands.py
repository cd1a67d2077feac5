"""What hosts, and the clock, want of the agenda."""

from typing import Annotated

from msgspec import Meta

from orchestrator.agenda.state import AtEnd, Kind
from orchestrator.messages import Command, Millis, PhaseId, PhaseTitle

Duration = Annotated[int, Meta(ge=1, le=24 * 60 * 60 * 1000)]


class Start(Command, frozen=True, tag="agenda.start"):
    """Begin the session: enter the first phase. Starting a started session changes nothing."""


class Advance(Command, frozen=True, tag="agenda.advance"):
    """Leave ``from_phase`` for the next phase, or for ``to_phase``.

    Refused when ``from_phase`` is not the current phase: of two presses in the same instant one moves the evening.
    """

    from_phase: PhaseId
    to_phase: PhaseId | None = None


class SetEnd(Command, frozen=True, tag="agenda.set_end"):
    """Let a phase end at an instant. ``expected_ends_at`` is the end the sender saw: a stale one is refused.

    For a phase that is still planned this fixes its end, so that it absorbs an overrun before it.
    """

    phase_id: PhaseId
    ends_at: Millis
    expected_ends_at: Millis | None = None


class EditPhase(Command, frozen=True, tag="agenda.edit_phase"):
    """Change the plan of a phase; what is absent stays. Another duration drops an end that was fixed.

    Of a phase that runs only the title and what happens at its end can be changed, of one that is over only the title.
    """

    phase_id: PhaseId
    title: PhaseTitle | None = None
    duration: Duration | None = None
    at_end: AtEnd | None = None


class AddPhase(Command, frozen=True, tag="agenda.add_phase"):
    """One more phase, behind ``after`` or at the end of the agenda."""

    kind: Kind
    title: PhaseTitle
    duration: Duration
    at_end: AtEnd = AtEnd.ADVANCE
    after: PhaseId | None = None


class RemovePhase(Command, frozen=True, tag="agenda.remove_phase"):
    """Take a planned phase out of the agenda."""

    phase_id: PhaseId


class Pause(Command, frozen=True, tag="agenda.pause"):
    """Stop the clock of the running phase and keep what remains."""


class Resume(Command, frozen=True, tag="agenda.resume"):
    """Let the paused phase go on with what remained."""


AgendaCommand = Start | Advance | SetEnd | Pause | Resume | EditPhase | AddPhase | RemovePhase
