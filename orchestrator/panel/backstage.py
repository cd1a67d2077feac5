"""The rules of the notes that host, moderators and panelists write to each other."""

from typing import assert_never

from msgspec.structs import replace

from orchestrator.messages import NoteId, Rejected
from orchestrator.panel.commands import AcknowledgeNote, WriteNote
from orchestrator.panel.events import NoteAcknowledged, NoteWritten, PanelEvent
from orchestrator.panel.state import BackstageNote, Panel


def write(panel: Panel, command: WriteNote) -> list[PanelEvent]:
    return [
        NoteWritten(
            note_id=NoteId(f"n{len(panel.notes) + 1}"),
            author_id=command.actor.id,
            text=command.text,
            question_id=command.question_id,
            at=command.at,
        )
    ]


def acknowledge(panel: Panel, command: AcknowledgeNote) -> list[PanelEvent]:
    note = panel.notes.get(command.note_id)
    if note is None:
        raise Rejected("panel.unknown_note")
    if command.actor.id in note.seen_by:
        return []
    return [NoteAcknowledged(note_id=note.id, actor_id=command.actor.id, at=command.at)]


def evolve(panel: Panel, event: NoteWritten | NoteAcknowledged) -> Panel:
    match event:
        case NoteWritten():
            note = BackstageNote(event.note_id, event.text, event.at, event.author_id, event.question_id)
            return _with(panel, note)
        case NoteAcknowledged():
            note = panel.notes[event.note_id]
            return _with(panel, replace(note, seen_by=(*note.seen_by, event.actor_id)))
        case _:
            assert_never(event)


def _with(panel: Panel, note: BackstageNote) -> Panel:
    return replace(panel, notes=panel.notes.insert(note.id, note))
