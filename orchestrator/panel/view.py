"""What people see of a question that the panel touched, and of the notes backstage."""

from msgspec import Struct

from orchestrator.messages import ActorId, Audience, Millis, QuestionId, Role
from orchestrator.panel.state import BackstageNote, Hearing, Outcome, Panel

BACKSTAGE = (Role.HOST, Role.MODERATOR, Role.PANELIST)


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
