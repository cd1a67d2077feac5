"""The rules of what is not answered live: who owes the answer, until when, and the written answer."""

from collections.abc import Iterable
from typing import assert_never

from msgspec.structs import replace

from orchestrator.messages import Millis, QuestionId, Rejected
from orchestrator.panel.commands import Promise, WriteAnswer
from orchestrator.panel.events import AnswerPromised, AnswerWritten, PanelEvent
from orchestrator.panel.state import Hearing, Outcome, Panel


def promise(panel: Panel, command: Promise) -> list[PanelEvent]:
    hearing = panel.hearing(command.question_id)
    if hearing.outcome is Outcome.ANSWERED:
        raise Rejected("panel.already_heard")
    if hearing.outcome is Outcome.PROMISED and (hearing.owner, hearing.due_at) == (command.owner, command.due_at):
        return []
    if command.due_at is not None and command.due_at < command.at:
        raise Rejected("panel.bad_due")
    return [AnswerPromised(question_id=command.question_id, owner=command.owner, due_at=command.due_at, at=command.at)]


def promise_all(question_ids: Iterable[QuestionId], owner: str, at: Millis) -> list[PanelEvent]:
    """The evening is over: whatever was not answered live is owed."""
    return [AnswerPromised(question_id=question_id, owner=owner, at=at) for question_id in question_ids]


def write_answer(panel: Panel, command: WriteAnswer) -> list[PanelEvent]:
    hearing = panel.hearing(command.question_id)
    if hearing.outcome not in (Outcome.PROMISED, Outcome.ANSWERED):
        raise Rejected("panel.not_promised")
    if hearing.outcome is Outcome.ANSWERED and hearing.answer == command.text:
        return []
    return [
        AnswerWritten(question_id=command.question_id, text=command.text, author_id=command.actor.id, at=command.at),
    ]


def evolve(hearing: Hearing, event: AnswerPromised | AnswerWritten) -> Hearing:
    match event:
        case AnswerPromised():
            again = hearing.outcome is Outcome.PROMISED
            return replace(
                hearing,
                outcome=Outcome.PROMISED,
                spans=hearing.off_air(event.at),
                owner=event.owner,
                due_at=event.due_at,
                promised_at=hearing.promised_at if again else event.at,
                promised_on_air=hearing.promised_on_air if again else hearing.outcome is Outcome.ON_AIR,
                held=False,
            )
        case AnswerWritten():
            live = hearing.outcome is Outcome.ANSWERED and hearing.written_at is None
            first = hearing.written_at or (None if live else event.at)  # better words for what was said live change no instant
            answered_at = hearing.answered_at or event.at
            return replace(hearing, outcome=Outcome.ANSWERED, answer=event.text, written_at=first, answered_at=answered_at)
        case _:
            assert_never(event)
