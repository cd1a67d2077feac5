"""What host, panelists and moderators want of the panel."""

from orchestrator.messages import Answer, Command, Note, NoteId, QuestionId


class Call(Command, frozen=True, tag="panel.call"):
    """Put a question on air and call its representative. Refused while another is on air; it never ends the other."""

    question_id: QuestionId


class GiveAnswer(Command, frozen=True, tag="panel.answer"):
    """The question on air is answered. ``text``: the answer in short, for the log."""

    question_id: QuestionId
    text: Answer | None = None


class Skip(Command, frozen=True, tag="panel.skip"):
    """Take the question off the air unanswered. It keeps its turn and waits."""

    question_id: QuestionId


class Reopen(Command, frozen=True, tag="panel.reopen"):
    """Undo a stray "answered": the question is on air again since the same instant."""

    question_id: QuestionId


class Claim(Command, frozen=True, tag="panel.claim"):
    """A panelist says "I will answer this". Others may still answer it."""

    question_id: QuestionId


class Unclaim(Command, frozen=True, tag="panel.unclaim"):
    """Whoever claimed a question, or the host, makes it free again."""

    question_id: QuestionId


class WriteNote(Command, frozen=True, tag="panel.note"):
    """A word backstage, between host, moderators and panelists; about a question where one is named."""

    text: Note
    question_id: QuestionId | None = None


class AcknowledgeNote(Command, frozen=True, tag="panel.acknowledge_note"):
    """I have read this note."""

    note_id: NoteId
