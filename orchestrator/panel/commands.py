"""What host and panelists want of the panel."""

from orchestrator.messages import Answer, Command, QuestionId


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
