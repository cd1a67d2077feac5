"""What happened on the panel."""

from orchestrator.messages import ActorId, Event, NoteId, QuestionId


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


class QuestionClaimed(Event, frozen=True, tag="panel.question_claimed"):
    """``panelist_id``: a person, or the shared link of the panel."""

    question_id: QuestionId
    panelist_id: ActorId


class QuestionUnclaimed(Event, frozen=True, tag="panel.question_unclaimed"):
    question_id: QuestionId


class NoteWritten(Event, frozen=True, tag="panel.noted"):
    makes = "note_id"
    note_id: NoteId
    author_id: ActorId
    text: str
    question_id: QuestionId | None = None


class NoteAcknowledged(Event, frozen=True, tag="panel.note_acknowledged"):
    note_id: NoteId
    actor_id: ActorId


HearingEvent = QuestionCalled | QuestionAnswered | QuestionSkipped | QuestionReopened | AnswerPromised
PanelEvent = HearingEvent | QuestionClaimed | QuestionUnclaimed | NoteWritten | NoteAcknowledged
