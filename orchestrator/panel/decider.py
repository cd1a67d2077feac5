"""The rules of the panel. That a question is open for calling is settled in ``session/answering.py``."""

from typing import assert_never

from msgspec.structs import replace

from orchestrator.messages import QuestionId, Rejected, Role
from orchestrator.panel import backstage, promises, reopening
from orchestrator.panel.commands import Call, Claim, FollowUp, GiveAnswer, Hold, Release, Reopen, Skip, Unclaim
from orchestrator.panel.events import (
    AnswerPromised,
    AnswerWritten,
    FollowUpOpened,
    HearingEvent,
    NextFixed,
    NoteAcknowledged,
    NoteWritten,
    PanelEvent,
    QuestionAnswered,
    QuestionCalled,
    QuestionClaimed,
    QuestionHeld,
    QuestionReleased,
    QuestionReopened,
    QuestionSkipped,
    QuestionUnclaimed,
)
from orchestrator.panel.state import Called, Hearing, Outcome, Panel, Span


def call(panel: Panel, command: Call, *, out_of_turn: bool) -> list[PanelEvent]:
    if panel.on_air == command.question_id:
        return []
    _air_is_free(panel)
    if not panel.waits(command.question_id):
        raise Rejected("panel.already_heard")
    return [
        QuestionCalled(
            question_id=command.question_id,
            override_by=command.actor.id if out_of_turn else None,
            reason=command.reason if out_of_turn else None,
            at=command.at,
        )
    ]


def follow_up(panel: Panel, command: FollowUp) -> list[PanelEvent]:
    hearing = panel.hearing(command.question_id)
    if hearing.following_up:
        return []
    if hearing.outcome is not Outcome.ON_AIR:
        if hearing.outcome is not Outcome.ANSWERED or not hearing.spans:
            raise Rejected("panel.not_answered")
        _air_is_free(panel)
    return [FollowUpOpened(question_id=command.question_id, at=command.at)]


def answer(panel: Panel, command: GiveAnswer) -> list[PanelEvent]:
    if panel.on_air == command.question_id:
        return [QuestionAnswered(question_id=command.question_id, text=command.text, at=command.at)]
    hearing = panel.hearing(command.question_id)
    if hearing.outcome is Outcome.ANSWERED and command.text in (None, hearing.answer):
        return []  # a second press of the same button
    raise Rejected("panel.not_on_air")


def skip(panel: Panel, command: Skip) -> list[PanelEvent]:
    if panel.on_air != command.question_id:
        raise Rejected("panel.not_on_air")
    if panel.hearing(command.question_id).asking_again:
        raise Rejected("panel.already_heard")
    return [QuestionSkipped(question_id=command.question_id, at=command.at)]


def hold(panel: Panel, command: Hold) -> list[PanelEvent]:
    hearing = panel.hearing(command.question_id)
    if hearing.held:
        return []
    if hearing.outcome in (Outcome.ANSWERED, Outcome.PROMISED) or hearing.asking_again:
        raise Rejected("panel.already_heard")
    return [QuestionHeld(question_id=command.question_id, at=command.at)]


def release(panel: Panel, command: Release) -> list[PanelEvent]:
    held = panel.hearing(command.question_id).held
    return [QuestionReleased(question_id=command.question_id, at=command.at)] if held else []


def reopen(panel: Panel, command: Reopen) -> list[PanelEvent]:
    if panel.on_air == command.question_id:
        return []
    hearing = panel.hearing(command.question_id)
    if hearing.outcome is Outcome.WAITING or hearing.written_at is not None:
        raise Rejected("panel.not_answered")
    if hearing.came_from_air:
        _air_is_free(panel)
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


def _air_is_free(panel: Panel) -> None:
    if panel.on_air is not None:
        raise Rejected("panel.busy")


def evolve(panel: Panel, event: PanelEvent) -> Panel:
    match event:
        case NextFixed():
            return replace(panel, next=event.question_id)
        case QuestionClaimed():
            return replace(panel, claims=panel.claims.insert(event.question_id, event.panelist_id))
        case QuestionUnclaimed():
            return replace(panel, claims=panel.claims.remove(event.question_id))
        case NoteWritten() | NoteAcknowledged():
            return backstage.evolve(panel, event)
        case _:
            return _with(panel, event.question_id, _heard(panel, event))


def _heard(panel: Panel, event: HearingEvent) -> Hearing:
    hearing = panel.hearing(event.question_id)
    at = event.at
    match event:
        case QuestionCalled():
            override = None if event.override_by is None else Called(event.override_by, at, event.reason)
            spans = (*hearing.spans, Span(at))
            return replace(hearing, outcome=Outcome.ON_AIR, spans=spans, held=False, skipped=False, out_of_turn=override)
        case FollowUpOpened():
            spans = (*hearing.off_air(at), Span(at, charged=False))
            return replace(hearing, outcome=Outcome.ON_AIR, spans=spans)
        case QuestionAnswered():
            text = hearing.answer if event.text is None else event.text  # reopened by mistake: what was noted stays
            first = hearing.answered_at if hearing.following_up else None
            answered_at = at if first is None else first
            return replace(hearing, outcome=Outcome.ANSWERED, spans=hearing.off_air(at), answered_at=answered_at, answer=text)
        case QuestionSkipped():
            return replace(hearing, outcome=Outcome.WAITING, spans=hearing.off_air(at), skipped=True, out_of_turn=None)
        case QuestionHeld():
            return replace(hearing, outcome=Outcome.WAITING, spans=hearing.off_air(at), held=True, out_of_turn=None)
        case QuestionReleased():
            return replace(hearing, held=False)
        case QuestionReopened():
            return reopening.reopened(hearing, at, heard_last=panel.last == event.question_id)
        case AnswerPromised() | AnswerWritten():
            return promises.evolve(hearing, event)
        case _:
            assert_never(event)


def _with(panel: Panel, question_id: QuestionId, hearing: Hearing) -> Panel:
    """What is on air, and whether the next is still to come, follow from what was heard."""
    on_air, last = panel.on_air, panel.last
    if hearing.outcome is Outcome.ON_AIR:
        on_air = last = question_id
    elif on_air == question_id:
        on_air = None
    following = panel.next
    if following == question_id and hearing.outcome is not Outcome.WAITING:
        following = None  # it had its turn: if it comes back, it waits like the others
    return replace(panel, hearings=panel.hearings.insert(question_id, hearing), on_air=on_air, last=last, next=following)
