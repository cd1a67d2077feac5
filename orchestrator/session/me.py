"""What is personal: my roles, my room, my votes, the fate of my questions."""

from msgspec import Struct, to_builtins

from orchestrator.messages import ActorId, QuestionId, Role, RoomId
from orchestrator.panel import view as panel_view
from orchestrator.qa_queue.state import Question, Stage
from orchestrator.session.patch import Object
from orchestrator.session.state import Session


class MyQuestion(Struct, frozen=True, omit_defaults=True):
    """Also one that nobody else sees any more. ``reason``: why it was rejected."""

    status: str
    text: str
    reason: str | None = None
    merged_into: QuestionId | None = None


class Me(Struct, frozen=True, omit_defaults=True):
    id: ActorId
    roles: tuple[Role, ...]
    votes: dict[str, bool]
    questions: dict[str, MyQuestion]
    dismissed: dict[str, bool]
    name: str | None = None
    room_id: RoomId | None = None
    speaks_as: str | None = None
    facilitates: RoomId | None = None
    consented: int | None = None
    group: int | None = None
    absent: bool = False
    hands: dict[str, int] = {}


def traces(session: Session, actor_id: ActorId) -> tuple[object, ...]:
    """All that ``me`` depends on, told apart by identity: where two states give equal traces, nothing personal changed."""
    queue, rooms = session.queue, session.rooms
    room_id = rooms.members.get(actor_id)
    mine = queue.authored.get(actor_id, ())
    return (
        session.people.get(actor_id),
        session.links.get(actor_id),
        room_id,
        rooms.facilitators.get(actor_id),
        _speaks_as(session, actor_id, room_id),
        queue.ballots.get(actor_id),
        rooms.groups.get(actor_id),
        actor_id in rooms.absent,
        _hands(session, actor_id) if actor_id in rooms.groups else None,
        rooms.dismissed.get(actor_id),
        *(_fate(session, queue.questions[question_id]) for question_id in mine),
    )


def me(session: Session, actor_id: ActorId) -> Object:
    """The personal part of the view, in the shape of ``docs/protocol.md`` section 4."""
    queue, rooms = session.queue, session.rooms
    person = session.people.get(actor_id)
    room_id = rooms.members.get(actor_id)
    shown: Object = to_builtins(
        Me(
            id=actor_id,
            name=None if person is None else person.name,
            roles=tuple(sorted(session.actor(actor_id).roles)),
            room_id=room_id,
            speaks_as=_speaks_as(session, actor_id, room_id),
            facilitates=rooms.facilitators.get(actor_id),
            consented=None if person is None else person.consented,
            group=rooms.groups.get(actor_id),
            absent=actor_id in rooms.absent,
            hands=_hands(session, actor_id) if actor_id in rooms.groups else {},
            votes={str(question_id): True for question_id in queue.ballots.get(actor_id, ())},
            questions={
                str(question_id): _fate(session, queue.questions[question_id]) for question_id in queue.authored.get(actor_id, ())
            },
            dismissed={str(notice_id): True for notice_id in rooms.dismissed.get(actor_id, ())},
        )
    )
    return shown


def _speaks_as(session: Session, actor_id: ActorId, room_id: RoomId | None) -> str | None:
    room = None if room_id is None else session.rooms.rooms.get(room_id)
    if room is None:
        return None
    if room.representative == actor_id:
        return "representative"
    return "deputy" if room.deputy == actor_id else None


def _fate(session: Session, question: Question) -> MyQuestion:
    heard = None if question.stage is Stage.MERGED else panel_view.view(session.panel, question.id).status
    return MyQuestion(
        status=heard or question.stage,
        text=question.text,
        reason=question.rejection,
        merged_into=None if question.part_of is None else session.queue.root(question).id,
    )


def _hands(session: Session, actor_id: ActorId) -> dict[str, int]:
    questions, ballot = session.queue.questions, session.queue.ballots.get(actor_id, ())
    hands = {str(each): questions[each].hands.get(actor_id, 1) for each in ballot}
    return {question_id: count for question_id, count in hands.items() if count > 1}
