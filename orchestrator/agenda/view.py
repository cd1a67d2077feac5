"""What people see of the agenda."""

from msgspec import Struct

from orchestrator.agenda.state import Agenda, AtEnd, Phase
from orchestrator.messages import Audience, Millis


class PhaseView(Struct, frozen=True, omit_defaults=True):
    """Three times are told apart: as planned, as expected now, as it was (``starts_at``, ``ended_at``)."""

    position: int
    kind: str
    title: str
    status: str
    duration: Millis
    at_end: str
    opens: tuple[str, ...]
    planned_starts_at: Millis | None = None
    expected_starts_at: Millis | None = None
    starts_at: Millis | None = None
    ends_at: Millis | None = None
    ended_at: Millis | None = None
    remaining: Millis | None = None


def phase_rows(agenda: Agenda, planned_start: Millis | None) -> dict[str, PhaseView]:
    """Every phase with its times. ``planned_start``: when the evening was to begin (UTC ms), if anybody said so.

    What was planned never moves. What is expected follows from the phase that runs: an overrun pushes everything
    after it, until a phase with a fixed end absorbs it.
    """
    planned = planned_start if planned_start is not None else agenda.started_at
    expected = None if agenda.current is not None else planned
    rows: dict[str, PhaseView] = {}
    for position, phase in enumerate(agenda.phases):
        status = _status(agenda, position, phase)
        rows[phase.id] = PhaseView(
            position=position,
            kind=phase.kind,
            title=phase.title,
            status=status,
            duration=phase.duration,
            at_end=AtEnd.WAIT if phase is agenda.phases[-1] else phase.at_end,
            opens=phase.opens,
            planned_starts_at=planned,
            expected_starts_at=expected if status == "planned" else None,
            starts_at=phase.starts_at,
            ends_at=phase.ends_at,
            ended_at=phase.ended_at,
            remaining=phase.remaining,
        )
        planned = None if planned is None else planned + phase.duration
        if status == "running":
            expected = phase.ends_at
        elif status == "planned" and expected is not None:
            expected = max(expected, phase.ends_at) if phase.ends_at is not None else expected + phase.duration
    return rows


def _status(agenda: Agenda, position: int, phase: Phase) -> str:
    if agenda.current is None:
        return "done" if agenda.ended_at is not None else "planned"
    if position != agenda.current:
        return "done" if position < agenda.current or agenda.ended_at is not None else "planned"
    if agenda.ended_at is not None:
        return "done"
    return "paused" if phase.remaining is not None else "running"


def view(row: PhaseView, audience: Audience) -> PhaseView:
    """The agenda is for everybody."""
    return row
