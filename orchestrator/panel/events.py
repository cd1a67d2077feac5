"""What happened on the panel."""

from orchestrator.messages import ActorId, Event, Millis, NoteId, QuestionId


class QuestionCalled(Event, frozen=True, tag="panel.called"):
    """``override_by``: who called it although it was not the next; ``reason``: why."""

    question_id: QuestionId
    override_by: ActorId | None = None
    reason: str | None = None


class FollowUpOpened(Event, frozen=True, tag="panel.follow_up_opened"):
    """From here the room is not charged."""

    question_id: QuestionId


class QuestionAnswered(Event, frozen=True, tag="panel.answered"):
    question_id: QuestionId
    text: str | None = None


class QuestionSkipped(Event, frozen=True, tag="panel.skipped"):
    question_id: QuestionId


class QuestionHeld(Event, frozen=True, tag="panel.held"):
    question_id: QuestionId


class QuestionReleased(Event, frozen=True, tag="panel.released"):
    question_id: QuestionId


class QuestionReopened(Event, frozen=True, tag="panel.reopened"):
    question_id: QuestionId


class AnswerPromised(Event, frozen=True, tag="panel.promised"):
    """Not answered live. ``owner`` says who answers in writing, until ``due_at``."""

    question_id: QuestionId
    owner: str
    due_at: Millis | None = None


class AnswerWritten(Event, frozen=True, tag="panel.answer_written"):
    question_id: QuestionId
    text: str
    author_id: ActorId


class NextFixed(Event, frozen=True, tag="panel.next_fixed"):
    """This question comes next, whatever the votes do now."""

    question_id: QuestionId


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


HearingEvent = (
    QuestionCalled
    | FollowUpOpened
    | QuestionAnswered
    | QuestionSkipped
    | QuestionHeld
    | QuestionReleased
    | QuestionReopened
    | AnswerPromised
    | AnswerWritten
)
PanelEvent = HearingEvent | NextFixed | QuestionClaimed | QuestionUnclaimed | NoteWritten | NoteAcknowledged
