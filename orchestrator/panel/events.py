"""What happened on the panel."""

from orchestrator.messages import Event, QuestionId


class QuestionCalled(Event, frozen=True, tag="panel.called"):
    question_id: QuestionId


class QuestionAnswered(Event, frozen=True, tag="panel.answered"):
    question_id: QuestionId
    text: str | None = None


class QuestionSkipped(Event, frozen=True, tag="panel.skipped"):
    question_id: QuestionId


class QuestionReopened(Event, frozen=True, tag="panel.reopened"):
    question_id: QuestionId


class AnswerPromised(Event, frozen=True, tag="panel.promised"):
    """Not answered live. ``owner`` says who answers in writing."""

    question_id: QuestionId
    owner: str


PanelEvent = QuestionCalled | QuestionAnswered | QuestionSkipped | QuestionReopened | AnswerPromised
