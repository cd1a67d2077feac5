"""What host, panelists and moderators want of the panel."""

from orchestrator.messages import Answer, Command, Millis, Name, Note, NoteId, QuestionId, Why


class Call(Command, frozen=True, tag="panel.call"):
    """Put a question on air and call its representative. Refused while another is on air; it never ends the other.
    ``reason``: why it comes out of turn, if it does."""

    question_id: QuestionId
    reason: Why | None = None


class GiveAnswer(Command, frozen=True, tag="panel.answer"):
    """The question on air is answered. ``text``: the answer in short, for the log."""

    question_id: QuestionId
    text: Answer | None = None


class Skip(Command, frozen=True, tag="panel.skip"):
    """Take the question off the air unanswered. It keeps its turn and waits."""

    question_id: QuestionId


class Hold(Command, frozen=True, tag="panel.hold"):
    """Pass a question over until it is released; it keeps its place and its turn. What is on air leaves the air."""

    question_id: QuestionId


class Release(Command, frozen=True, tag="panel.release"):
    """A question is no longer held."""

    question_id: QuestionId


class FollowUp(Command, frozen=True, tag="panel.follow_up"):
    """The asking room may ask once more: on air, but neither a turn nor airtime of the room."""

    question_id: QuestionId


class Promise(Command, frozen=True, tag="panel.promise"):
    """Not answered live: ``owner`` answers in writing, until ``due_at``. Again: somebody else, or another day."""

    question_id: QuestionId
    owner: Name
    due_at: Millis | None = None


class WriteAnswer(Command, frozen=True, tag="panel.write_answer"):
    """The written answer to a promise, or better words for an answer there is. Also after the end."""

    question_id: QuestionId
    text: Answer


class Reopen(Command, frozen=True, tag="panel.reopen"):
    """Undo a stray "answered" or "promised": the question is on air again since the same instant, or waits again."""

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


PanelCommand = (
    Call
    | GiveAnswer
    | Skip
    | Hold
    | Release
    | FollowUp
    | Promise
    | WriteAnswer
    | Reopen
    | Claim
    | Unclaim
    | WriteNote
    | AcknowledgeNote
)
