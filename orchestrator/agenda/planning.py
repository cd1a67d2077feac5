"""The rules of the plan, also while the evening runs: what has begun stays, what is to come can change."""

from orchestrator.agenda.commands import AddPhase, EditPhase, RemovePhase
from orchestrator.agenda.decider import planned
from orchestrator.agenda.events import AgendaEvent, EndSet, PhaseEdited, PhaseRemoved
from orchestrator.agenda.state import Agenda, AtEnd, Phase
from orchestrator.messages import Millis, Rejected

MOST_PHASES = 24


def edit_phase(agenda: Agenda, command: EditPhase) -> list[AgendaEvent]:
    position = agenda.position(command.phase_id)
    phase = agenda.phases[position]
    title = phase.title if command.title is None else command.title
    duration = phase.duration if command.duration is None else command.duration
    at_end = phase.at_end if command.at_end is None else command.at_end
    if position < agenda.begun and position != agenda.current and (duration, at_end) != (phase.duration, phase.at_end):
        raise Rejected("agenda.phase_done")
    if position == agenda.current and duration != phase.duration:
        raise Rejected("agenda.phase_running")
    if (title, duration, at_end) == (phase.title, phase.duration, phase.at_end):
        return []
    edited = PhaseEdited(phase_id=phase.id, title=title, duration=duration, at_end=at_end, at=command.at)
    return [edited, *_end_now(agenda, phase, at_end, command.at)]


def add_phase(agenda: Agenda, command: AddPhase) -> list[AgendaEvent]:
    position = len(agenda.phases) if command.after is None else agenda.position(command.after) + 1
    if position < agenda.begun:
        raise Rejected("agenda.phase_done")
    if len(agenda.phases) >= MOST_PHASES:
        raise Rejected("agenda.too_many_phases")
    phase_id = f"ph{agenda.added + 1}"
    added = planned(phase_id, command.kind, command.title, command.duration, command.at_end, command.at, after=command.after)
    return [added, *_go_on_waiting(agenda, command.at)]


def remove_phase(agenda: Agenda, command: RemovePhase) -> list[AgendaEvent]:
    if agenda.position(command.phase_id) < agenda.begun:
        raise Rejected("agenda.phase_done")
    if len(agenda.phases) == 1:
        raise Rejected("agenda.only_phase")
    return [PhaseRemoved(phase_id=command.phase_id, at=command.at)]


def _end_now(agenda: Agenda, phase: Phase, at_end: AtEnd, at: Millis) -> list[AgendaEvent]:
    """A phase in overtime that is told to end by itself ends now: nothing is ever due in the past."""
    overtime = phase is agenda.phase and phase.ends_at is not None and phase.ends_at < at
    if not overtime or at_end is AtEnd.WAIT or phase is agenda.phases[-1]:
        return []
    return [EndSet(phase_id=phase.id, ends_at=at, at=at)]


def _go_on_waiting(agenda: Agenda, at: Millis) -> list[AgendaEvent]:
    """The last phase waits because it is the last. In overtime it waits on when it no longer is: a new phase ends nothing."""
    phase = agenda.phase
    if phase is None or phase is not agenda.phases[-1] or phase.at_end is AtEnd.WAIT:
        return []
    if phase.ends_at is None or phase.ends_at > at:
        return []
    return [PhaseEdited(phase_id=phase.id, title=phase.title, duration=phase.duration, at_end=AtEnd.WAIT, at=at)]
