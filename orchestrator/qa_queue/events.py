"""What happened to the questions."""

from orchestrator.messages import ActorId, Event, Millis, QuestionId, RoomId


class QuestionDrafted(Event, frozen=True, tag="qa_queue.drafted"):
    """``prepared``: before the evening."""

    makes = "question_id"
    question_id: QuestionId
    room_id: RoomId
    author_id: ActorId
    text: str
    anonymous: bool = False
    addressed_to: str | None = None
    prepared: bool = False


class QuestionEdited(Event, frozen=True, tag="qa_queue.edited"):
    """The words, and whom they are for, as they are from now on."""

    question_id: QuestionId
    text: str
    editor_id: ActorId
    addressed_to: str | None = None


class QuestionWithdrawn(Event, frozen=True, tag="qa_queue.withdrawn"):
    question_id: QuestionId


class QuestionSubmitted(Event, frozen=True, tag="qa_queue.submitted"):
    """A draft became open, or ``pending`` review. ``number`` is how it is called aloud, such as "C-2"; it is never used again."""

    question_id: QuestionId
    number: str
    pending: bool = False


class RoomOrdered(Event, frozen=True, tag="qa_queue.room_ordered"):
    """``order``: every question of the room that has a place in its order, first to last."""

    room_id: RoomId
    order: tuple[QuestionId, ...]


class VoteCast(Event, frozen=True, tag="qa_queue.vote_cast"):
    """``room_id`` is where the voter sat then: it decides for ever whether the vote is the own room's or support.
    ``hands``: of how many people, where a group shares a device; it replaces what the device said before."""

    question_id: QuestionId
    voter_id: ActorId
    room_id: RoomId | None = None
    hands: int = 1


class VoteWithdrawn(Event, frozen=True, tag="qa_queue.vote_withdrawn"):
    question_id: QuestionId
    voter_id: ActorId


class ModerationSet(Event, frozen=True, tag="qa_queue.moderation_set"):
    on: bool


class QuestionApproved(Event, frozen=True, tag="qa_queue.approved"):
    question_id: QuestionId


class QuestionRejected(Event, frozen=True, tag="qa_queue.rejected"):
    question_id: QuestionId
    reason: str


class QuestionSentBack(Event, frozen=True, tag="qa_queue.sent_back"):
    """It waits for review again."""

    question_id: QuestionId


class QuestionMerged(Event, frozen=True, tag="qa_queue.merged"):
    question_id: QuestionId
    into: QuestionId


class QuestionUnmerged(Event, frozen=True, tag="qa_queue.unmerged"):
    question_id: QuestionId


class QuestionsMoved(Event, frozen=True, tag="qa_queue.moved"):
    """An override of the host. ``slots``: where every question that was ever moved, and waits, stands now, counted in turns of
    the whole evening. ``ahead`` and ``behind``: which of them this override moved up, and down. ``version``: of its commit."""

    slots: dict[QuestionId, int]
    actor_id: ActorId
    version: int
    ahead: tuple[QuestionId, ...] = ()
    behind: tuple[QuestionId, ...] = ()
    reason: str | None = None


class OverridesDropped(Event, frozen=True, tag="qa_queue.overrides_dropped"):
    """Without a question: all of them."""

    question_id: QuestionId | None = None


class RankingSet(Event, frozen=True, tag="qa_queue.ranking_set"):
    """``order``: where the host's own order begins."""

    rule: str
    order: tuple[QuestionId, ...] = ()


class HostOrdered(Event, frozen=True, tag="qa_queue.host_ordered"):
    """Under ``host_order``: the waiting questions as the host wants them. ``version``: of its commit."""

    order: tuple[QuestionId, ...]
    version: int


class RoomCameLate(Event, frozen=True, tag="qa_queue.room_came_late"):
    """A room's first question was published after turns were taken: it counts as if the room had had so many turns, and so
    much airtime (ms)."""

    room_id: RoomId
    turns: int
    airtime: Millis


class QueueHandedOver(Event, frozen=True, tag="qa_queue.handed_over"):
    pass


ReviewEvent = ModerationSet | QuestionApproved | QuestionRejected | QuestionSentBack
MergingEvent = QuestionMerged | QuestionUnmerged
OrderingEvent = QuestionsMoved | OverridesDropped | RankingSet | HostOrdered | RoomCameLate
QueueEvent = (
    QuestionDrafted
    | QuestionEdited
    | QuestionWithdrawn
    | QuestionSubmitted
    | RoomOrdered
    | VoteCast
    | VoteWithdrawn
    | QueueHandedOver
    | ReviewEvent
    | MergingEvent
    | OrderingEvent
)
