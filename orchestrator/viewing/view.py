"""What people see of viewing."""

from msgspec import UNSET, Struct, UnsetType

from orchestrator.messages import Audience, Millis, QuestionId, Role, RoomId
from orchestrator.viewing.state import FollowUpId, Thought, ViewerId, Viewing


class MarksView(Struct, frozen=True):
    """How many have a question too, and how many its answer helped."""

    too: int
    helped: int


class MineView(Struct, frozen=True):
    """``counted``: whether I may be counted, once I said so."""

    counted: bool | UnsetType = UNSET
    too: dict[QuestionId, bool] = {}
    helped: dict[QuestionId, bool] = {}


class FollowUpView(Struct, frozen=True, omit_defaults=True):
    room_id: RoomId
    text: str
    at: Millis
    question_id: QuestionId | None = None
    mine: bool = False


class ViewingView(Struct, frozen=True):
    questions: dict[QuestionId, MarksView]
    mine: MineView
    follow_ups: dict[FollowUpId, FollowUpView]


def view(viewing: Viewing, audience: Audience, viewer_id: ViewerId | None) -> ViewingView:
    """Everybody sees how many marked a question, nobody who. Follow-ups: the host all, the people of a room those of their room,
    whoever wrote one their own; without the name of who wrote it."""
    marked = {question_id: MarksView(viewing.too(question_id), viewing.helped(question_id)) for question_id in _marked(viewing)}
    mine = MineView() if viewer_id is None else _mine(viewing, viewer_id)
    follow_ups = {
        thought.id: FollowUpView(thought.room_id, thought.text, thought.at, thought.question_id, thought.viewer_id == viewer_id)
        for thought in sorted(viewing.follow_ups.values(), key=lambda thought: (thought.at, thought.id))
        if _sees(thought, audience, viewer_id)
    }
    return ViewingView({key: marks for key, marks in marked.items() if marks.too or marks.helped}, mine, follow_ups)


def _marked(viewing: Viewing) -> list[QuestionId]:
    return sorted({*viewing.toos.keys(), *viewing.helps.keys()})


def _mine(viewing: Viewing, viewer_id: ViewerId) -> MineView:
    return MineView(
        counted=viewing.counted.get(viewer_id, UNSET),
        too={question_id: True for question_id, who in viewing.toos.items() if viewer_id in who},
        helped={question_id: True for question_id, who in viewing.helps.items() if viewer_id in who},
    )


def _sees(thought: Thought, audience: Audience, viewer_id: ViewerId | None) -> bool:
    return audience.role is Role.HOST or thought.room_id == audience.room_id or thought.viewer_id == viewer_id
