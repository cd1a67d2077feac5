"""The rules of the clock."""

from typing import assert_never

from msgspec.structs import replace

from orchestrator.agenda.commands import Advance, Pause, Resume, SetEnd, Start
from orchestrator.agenda.events import (
    AgendaEnded,
    AgendaEvent,
    AgendaReopened,
    EndSet,
    PhaseAdded,
    PhaseEdited,
    PhaseEntered,
    PhasePaused,
    PhaseRemoved,
    PhaseResumed,
)
from orchestrator.agenda.state import OPENS, Activity, Agenda, AtEnd, Kind, Phase, next_due
from orchestrator.messages import Millis, PhaseId, Rejected

DAY = 24 * 60 * 60 * 1000
FARTHEST_END = DAY  # a running phase that ends later than this from now is a typing error
FARTHEST_PLAN = 400 * DAY  # and so is a fixed end of a phase that is still planned


def planned(
    phase_id: str, kind: str, title: str, duration: Millis, at_end: str, at: Millis, after: PhaseId | None = None
) -> PhaseAdded:
    """A block of the plan that opens what its kind opens."""
    return PhaseAdded(
        phase_id=PhaseId(phase_id),
        kind=kind,
        title=title,
        duration=duration,
        at_end=at_end,
        opens=OPENS[Kind(kind)],
        after=after,
        at=at,
    )


def start(agenda: Agenda, command: Start) -> list[AgendaEvent]:
    if agenda.started_at is not None:
        return []
    return [_entered(agenda.phases[0], command.at)]


def advance(agenda: Agenda, command: Advance) -> list[AgendaEvent]:
    agenda.position(command.from_phase)
    phase = agenda.phase
    if phase is None or agenda.current is None or phase.id != command.from_phase:
        raise Rejected("agenda.stale_phase")
    position = agenda.current + 1 if command.to_phase is None else agenda.position(command.to_phase)
    if position == agenda.current:
        raise Rejected("agenda.same_phase")
    if position == len(agenda.phases):
        raise Rejected("agenda.last_phase")
    return [_entered(agenda.phases[position], command.at)]


def set_end(agenda: Agenda, command: SetEnd) -> list[AgendaEvent]:
    position = agenda.position(command.phase_id)
    phase = agenda.phases[position]
    if phase.remaining is not None:
        raise Rejected("agenda.paused")
    if agenda.ended_at is not None or (agenda.current is not None and position < agenda.current):
        raise Rejected("agenda.phase_done")
    if phase.ends_at == command.ends_at:
        return []
    if command.expected_ends_at is not None and command.expected_ends_at != phase.ends_at:
        raise Rejected("agenda.stale_end")
    farthest = FARTHEST_PLAN if phase.starts_at is None else FARTHEST_END
    if not command.at <= command.ends_at <= command.at + farthest:
        raise Rejected("agenda.bad_end")
    return [EndSet(phase_id=phase.id, ends_at=command.ends_at, at=command.at)]


def pause(agenda: Agenda, command: Pause) -> list[AgendaEvent]:
    phase = _current(agenda)
    if phase.remaining is not None or phase.ends_at is None:
        return []
    return [PhasePaused(phase_id=phase.id, remaining=max(0, phase.ends_at - command.at), at=command.at)]


def resume(agenda: Agenda, command: Resume) -> list[AgendaEvent]:
    phase = _current(agenda)
    if phase.remaining is None:
        return []
    return [PhaseResumed(phase_id=phase.id, ends_at=command.at + phase.remaining, at=command.at)]


def end(agenda: Agenda, at: Millis) -> list[AgendaEvent]:
    """The session is over: whatever runs ends now."""
    return [] if agenda.ended_at is not None else [AgendaEnded(at=at)]


def reopen(agenda: Agenda, at: Millis) -> list[AgendaEvent]:
    return [] if agenda.ended_at is None else [AgendaReopened(at=at)]


def _current(agenda: Agenda) -> Phase:
    phase = agenda.phase
    if phase is None:
        raise Rejected("agenda.not_running")
    return phase


def _entered(phase: Phase, at: Millis) -> PhaseEntered:
    """A fixed end holds however late the phase begins; without one it lasts its duration. A phase is never negative."""
    fixed = phase.ends_at if phase.starts_at is None else None
    return PhaseEntered(phase_id=phase.id, ends_at=max(at, at + phase.duration if fixed is None else fixed), at=at)


def evolve(agenda: Agenda, event: AgendaEvent) -> Agenda:
    match event:
        case PhaseAdded():
            phase = Phase(
                id=event.phase_id,
                kind=Kind(event.kind),
                title=event.title,
                duration=event.duration,
                at_end=AtEnd(event.at_end),
                opens=tuple(Activity(word) for word in event.opens),
            )
            position = len(agenda.phases) if event.after is None else agenda.position(event.after) + 1
            phases = (*agenda.phases[:position], phase, *agenda.phases[position:])
            return replace(agenda, phases=phases, added=agenda.added + 1)
        case PhaseEdited():
            position = agenda.position(event.phase_id)
            phase = agenda.phases[position]
            ends_at = phase.ends_at if event.duration == phase.duration else None
            return agenda.with_phase(
                position,
                replace(phase, title=event.title, duration=event.duration, at_end=AtEnd(event.at_end), ends_at=ends_at),
            )
        case PhaseRemoved():
            return replace(agenda, phases=tuple(phase for phase in agenda.phases if phase.id != event.phase_id))
        case PhaseEntered():
            return _enter(agenda, event.phase_id, event.ends_at, event.at)
        case EndSet():
            position = agenda.position(event.phase_id)
            return agenda.with_phase(position, replace(agenda.phases[position], ends_at=event.ends_at))
        case PhasePaused():
            position = agenda.position(event.phase_id)
            return agenda.with_phase(position, replace(agenda.phases[position], remaining=event.remaining, ends_at=None))
        case PhaseResumed():
            position = agenda.position(event.phase_id)
            return agenda.with_phase(position, replace(agenda.phases[position], remaining=None, ends_at=event.ends_at))
        case AgendaEnded():
            return replace(_leave(agenda, event.at), ended_at=event.at, broken_off=agenda.phase)
        case AgendaReopened():
            return _as_it_stood(agenda, event.at)
        case _:
            assert_never(event)


def _enter(agenda: Agenda, phase_id: PhaseId, ends_at: Millis, at: Millis) -> Agenda:
    """Going back makes the phases from there on planned again; going forward past a phase leaves it without times."""
    position = agenda.position(phase_id)
    left = _leave(agenda, at)
    phases = tuple(
        replace(phase, starts_at=None, ends_at=None, ended_at=None)
        if index >= position and phase.starts_at is not None
        else phase
        for index, phase in enumerate(left.phases)
    )
    entered = replace(phases[position], starts_at=at, ends_at=ends_at)
    return replace(
        left,
        phases=(*phases[:position], entered, *phases[position + 1 :]),
        current=position,
        started_at=at if agenda.started_at is None else agenda.started_at,
    )


def _as_it_stood(agenda: Agenda, at: Millis) -> Agenda:
    """A phase that would have ended by itself meanwhile ends now, and not in the past."""
    phase = agenda.broken_off
    goes_on = replace(agenda, ended_at=None, broken_off=None)
    if phase is None or agenda.current is None:
        return goes_on
    again = goes_on.with_phase(agenda.current, phase)
    ends_at = next_due(again)
    return again.with_phase(agenda.current, replace(phase, ends_at=at)) if ends_at is not None and ends_at < at else again


def _leave(agenda: Agenda, at: Millis) -> Agenda:
    phase = agenda.phase
    if phase is None or agenda.current is None:
        return agenda
    return agenda.with_phase(agenda.current, replace(phase, ended_at=at, ends_at=at, remaining=None))
