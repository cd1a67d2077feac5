"""The rules of the panel. That a question is open for calling is settled in ``session/decider.py``."""

from collections.abc import Iterable
from typing import assert_never

from msgspec.structs import replace

from orchestrator.messages import Millis, QuestionId, Rejected, Role
from orchestrator.panel import backstage
from orchestrator.panel.commands import Call, Claim, GiveAnswer, Reopen, Skip, Unclaim
from orchestrator.panel.events import (
    AnswerPromised,
    HearingEvent,
    NoteAcknowledged,
    NoteWritten,
    PanelEvent,
    QuestionAnswered,
    QuestionCalled,
    QuestionClaimed,
    QuestionReopened,
    QuestionSkipped,
    QuestionUnclaimed,
)
from orchestrator.panel.state import Hearing, Outcome, Panel


def call(panel: Panel, command: Call) -> list[PanelEvent]:
    if panel.on_air == command.question_id:
        return []
    if panel.on_air is not None:
        raise Rejected("panel.busy")
    hearing = panel.hearings.get(command.question_id)
    if hearing is not None and hearing.outcome is not Outcome.WAITING:
        raise Rejected("panel.already_heard")
    return [QuestionCalled(question_id=command.question_id, at=command.at)]


def answer(panel: Panel, command: GiveAnswer) -> list[PanelEvent]:
    if panel.on_air == command.question_id:
        return [QuestionAnswered(question_id=command.question_id, text=command.text, at=command.at)]
    hearing = panel.hearings.get(command.question_id)
    if hearing is not None and hearing.outcome is Outcome.ANSWERED and command.text in (None, hearing.answer):
        return []  # a second press of the same button
    raise Rejected("panel.not_on_air")


def skip(panel: Panel, command: Skip) -> list[PanelEvent]:
    if panel.on_air != command.question_id:
        raise Rejected("panel.not_on_air")
    return [QuestionSkipped(question_id=command.question_id, at=command.at)]


def reopen(panel: Panel, command: Reopen) -> list[PanelEvent]:
    if panel.on_air == command.question_id:
        return []
    hearing = panel.hearings.get(command.question_id)
    if hearing is None or hearing.outcome is not Outcome.ANSWERED:
        raise Rejected("panel.not_answered")
    if panel.on_air is not None:
        raise Rejected("panel.busy")
    return [QuestionReopened(question_id=command.question_id, at=command.at)]


def claim(panel: Panel, command: Claim) -> list[PanelEvent]:
    claimed_by = panel.claims.get(command.question_id)
    if claimed_by == command.actor.id:
        return []
    if claimed_by is not None:
        raise Rejected("panel.claimed")
    return [QuestionClaimed(question_id=command.question_id, panelist_id=command.actor.id, at=command.at)]


def unclaim(panel: Panel, command: Unclaim) -> list[PanelEvent]:
    claimed_by = panel.claims.get(command.question_id)
    if claimed_by is None:
        return []
    if claimed_by != command.actor.id and not command.actor.may_act_as(Role.HOST):
        raise Rejected("panel.claimed")
    return [QuestionUnclaimed(question_id=command.question_id, at=command.at)]


def promise_all(question_ids: Iterable[QuestionId], owner: str, at: Millis) -> list[PanelEvent]:
    """The evening is over: whatever was not answered live is owed."""
    return [AnswerPromised(question_id=question_id, owner=owner, at=at) for question_id in question_ids]


def evolve(panel: Panel, event: PanelEvent) -> Panel:
    match event:
        case QuestionClaimed():
            return replace(panel, claims=panel.claims.insert(event.question_id, event.panelist_id))
        case QuestionUnclaimed():
            return replace(panel, claims=panel.claims.remove(event.question_id))
        case NoteWritten() | NoteAcknowledged():
            return backstage.evolve(panel, event)
        case _:
            return _heard(panel, event)


def _heard(panel: Panel, event: HearingEvent) -> Panel:
    hearing = panel.hearings.get(event.question_id, Hearing(outcome=Outcome.WAITING))
    match event:
        case QuestionCalled():
            called = replace(hearing, outcome=Outcome.ON_AIR, called_at=(*hearing.called_at, event.at))
            return _with(panel, event.question_id, called, on_air=event.question_id)
        case QuestionAnswered():
            text = hearing.answer if event.text is None else event.text  # reopened by mistake: what was noted stays
            answered = replace(hearing, outcome=Outcome.ANSWERED, answered_at=event.at, answer=text)
            return _with(panel, event.question_id, answered, on_air=None)
        case QuestionSkipped():
            return _with(panel, event.question_id, replace(hearing, outcome=Outcome.WAITING), on_air=None)
        case QuestionReopened():
            again = replace(hearing, outcome=Outcome.ON_AIR, answered_at=None)
            return _with(panel, event.question_id, again, on_air=event.question_id)
        case AnswerPromised():
            on_air = None if panel.on_air == event.question_id else panel.on_air
            owed = replace(hearing, outcome=Outcome.PROMISED, owner=event.owner)
            return _with(panel, event.question_id, owed, on_air=on_air)
        case _:
            assert_never(event)


def _with(panel: Panel, question_id: QuestionId, hearing: Hearing, on_air: QuestionId | None) -> Panel:
    return replace(panel, hearings=panel.hearings.insert(question_id, hearing), on_air=on_air)
