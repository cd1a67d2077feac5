"""What people see of a question that the panel touched."""

from msgspec import Struct

from orchestrator.messages import Millis, QuestionId
from orchestrator.panel.state import Hearing, Outcome, Panel


class HearingView(Struct, frozen=True):
    """``status``: the panel's word, where it has one. What was said on air is for everybody."""

    status: str | None = None
    on_air_at: Millis | None = None
    answered_at: Millis | None = None
    answer: str | None = None
    owner: str | None = None


UNHEARD = HearingView()


def view(panel: Panel, question_id: QuestionId) -> HearingView:
    hearing: Hearing | None = panel.hearings.get(question_id)
    if hearing is None:
        return UNHEARD
    return HearingView(
        status=None if hearing.outcome is Outcome.WAITING else hearing.outcome,
        on_air_at=hearing.called_at[-1] if hearing.called_at else None,
        answered_at=hearing.answered_at,
        answer=hearing.answer,
        owner=hearing.owner,
    )
