"""What people see of a question that the panel touched, and of the notes backstage."""

from functools import lru_cache

from msgspec import Struct

from orchestrator.messages import ActorId, Audience, Millis, QuestionId, Role
from orchestrator.panel.state import BackstageNote, Hearing, Outcome, Panel

BACKSTAGE = (Role.HOST, Role.MODERATOR, Role.PANELIST)


class HearingView(Struct, frozen=True):
    """``status``: the panel's word, where it has one. What was said on air is for everybody.

    ``on_air_since``: when what runs now began, the call or the follow-up. ``airtime``: what a finished turn took, ms.
    """

    status: str | None = None
    on_air_at: Millis | None = None
    on_air_since: Millis | None = None
    follow_up: bool = False
    answered_at: Millis | None = None
    answer: str | None = None
    owner: str | None = None
    promised_at: Millis | None = None
    due_at: Millis | None = None
    written_at: Millis | None = None
    airtime: Millis | None = None


def view(panel: Panel, question_id: QuestionId) -> HearingView:
    hearing = panel.hearings.get(question_id)
    return UNTOUCHED if hearing is None else _shown(hearing)


UNTOUCHED = HearingView()


@lru_cache(maxsize=8192)
def _shown(hearing: Hearing) -> HearingView:
    called_at = hearing.called_at
    return HearingView(
        status=None if hearing.outcome is Outcome.WAITING else hearing.outcome,
        on_air_at=called_at[-1] if called_at else None,
        on_air_since=hearing.spans[-1].start if hearing.outcome is Outcome.ON_AIR else None,
        follow_up=hearing.following_up,
        answered_at=hearing.answered_at,
        answer=hearing.answer,
        owner=hearing.owner,
        promised_at=hearing.promised_at,
        due_at=hearing.due_at,
        written_at=hearing.written_at,
        airtime=hearing.airtime or None,
    )


class NoteView(Struct, frozen=True, omit_defaults=True):
    text: str
    at: Millis
    author: str
    author_id: ActorId
    seen_by: tuple[str, ...]
    question_id: QuestionId | None = None


class NoteRow(Struct, frozen=True):
    """A note and the names that its view shows."""

    note: BackstageNote
    author: str
    seen_by: tuple[str, ...]


def view_note(row: NoteRow, audience: Audience) -> NoteView | None:
    """Notes are for host, moderators and panelists, and for nobody else."""
    if audience.role not in BACKSTAGE:
        return None
    note = row.note
    return NoteView(
        text=note.text,
        at=note.at,
        author=row.author,
        author_id=note.author_id,
        seen_by=row.seen_by,
        question_id=note.question_id,
    )
