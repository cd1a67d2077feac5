"""A question that is taken up again after it was answered or promised."""

from msgspec.structs import replace

from orchestrator.messages import Millis
from orchestrator.panel.state import Hearing, Outcome, Span


def reopened(hearing: Hearing, at: Millis, *, heard_last: bool) -> Hearing:
    """As it was before its answer or its promise. Where the panel heard another question since (``heard_last`` is false),
    a time on air of its own begins: nobody pays for the turn of another."""
    if not hearing.came_from_air:
        return _undone(hearing, outcome=Outcome.WAITING, spans=hearing.spans)
    *before, ended = hearing.spans
    spans = (*before, replace(ended, end=None)) if heard_last else (*before, ended, Span(at, charged=ended.charged, resumed=True))
    return _undone(hearing, outcome=Outcome.ON_AIR, spans=spans)


def _undone(hearing: Hearing, *, outcome: Outcome, spans: tuple[Span, ...]) -> Hearing:
    following_up = outcome is Outcome.ON_AIR and not spans[-1].charged
    first = hearing.answered_at  # of the question itself, if that was answered before the follow-up began
    kept = following_up and first is not None and first <= spans[-1].start
    return replace(
        hearing,
        outcome=outcome,
        spans=spans,
        answered_at=first if kept else None,
        owner=None,
        due_at=None,
        promised_at=None,
        promised_on_air=False,
    )
