"""What hosts, and the clock, want of the agenda."""

from orchestrator.messages import Command, Millis, PhaseId


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


class Pause(Command, frozen=True, tag="agenda.pause"):
    """Stop the clock of the running phase and keep what remains."""


class Resume(Command, frozen=True, tag="agenda.resume"):
    """Let the paused phase go on with what remained."""
