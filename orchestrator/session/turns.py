"""Who is asked next, from all nouns: what the ranking is told of questions, rooms and the panel, and what it says."""

from __future__ import annotations  # rpds's containers cannot be subscripted when the program runs

from contextlib import suppress
from functools import lru_cache

from msgspec import Struct
from rpds import HashTrieMap

from orchestrator.messages import Millis, QuestionId, RoomId
from orchestrator.panel.state import Hearing
from orchestrator.qa_queue import decider as queue
from orchestrator.qa_queue import merging
from orchestrator.qa_queue.ordering import Standing as QueueStanding
from orchestrator.qa_queue.ranking import Candidate, Course, Ranked, Stake, Standing, rank, weight
from orchestrator.qa_queue.state import Late, Question, Stage
from orchestrator.session.state import Session

NOT_LATE = Late(0, 0)
SESSIONS = 256  # how many sessions' last rankings are kept to build upon


class Turns(Struct, frozen=True, eq=False):
    """The ranking of a state and what it was made of, in plain dicts: those of the next state are built upon them."""

    hearings: HashTrieMap[QuestionId, Hearing]
    seats: dict[RoomId, int]
    orders: dict[QuestionId, int]
    questions: dict[QuestionId, Question]
    candidates: dict[QuestionId, Candidate]
    ranked: Ranked


_last: dict[str, Turns] = {}


@lru_cache(maxsize=128)
def turns(session: Session) -> Turns:
    last = _last.get(session.id)
    seats = {room.id: room.seats for room in session.rooms.rooms.values()}
    orders = room_orders(session)
    if last is not None and last.hearings is session.panel.hearings and (last.seats, last.orders) == (seats, orders):
        questions, candidates = _taken_over(session, last)
    else:
        questions = dict(session.queue.questions.items())
        candidates = _candidates(session, questions, seats, orders)
    before = None if last is None else last.ranked
    result = rank(candidates, standings(session), course(session), before)
    if last is None and len(_last) >= SESSIONS:
        _last.clear()
    known = Turns(session.panel.hearings, seats, orders, questions, candidates, result)
    _last[session.id] = known
    return known


def ranked(session: Session) -> Ranked:
    """The order of all questions that wait, on air apart, and why each stands where it stands."""
    return turns(session).ranked


def _taken_over(session: Session, last: Turns) -> tuple[dict[QuestionId, Question], dict[QuestionId, Candidate]]:
    """A vote changes one question: the others, and what the ranking was told of them, are those of the last state."""
    questions = _questions(session, last)
    then = last.questions
    changed = {each: question for each, question in questions.items() if then.get(each) is not question}
    for question in [question for question in changed.values() if question.part_of is not None]:
        whole = session.queue.root(question)
        changed[whole.id] = whole
    candidates = dict(last.candidates)
    for gone in (*changed, *(then.keys() - questions.keys() if len(then) + len(changed) > len(questions) else ())):
        candidates.pop(gone, None)
    candidates.update(_candidates(session, changed, last.seats, last.orders))
    return questions, candidates


def _questions(session: Session, last: Turns) -> dict[QuestionId, Question]:
    """In the order of the last state, which costs half as much; in any where somebody drafted, or the last state is no
    earlier one."""
    now = session.queue.questions
    if len(now) == len(last.questions):
        with suppress(KeyError):
            return dict(zip(last.questions, map(now.__getitem__, last.questions), strict=True))
    return dict(now.items())


def _candidates(
    session: Session, questions: dict[QuestionId, Question], seats: dict[RoomId, int], orders: dict[QuestionId, int]
) -> dict[QuestionId, Candidate]:
    """What the ranking is told of those that wait."""
    panel = session.panel
    return {
        question.id: _candidate(session, question, seats, orders, skipped=panel.hearing(question.id).skipped)
        for question in questions.values()
        if question.stage is Stage.OPEN and panel.waits(question.id)
    }


def _candidate(
    session: Session, question: Question, seats: dict[RoomId, int], orders: dict[QuestionId, int], *, skipped: bool
) -> Candidate:
    together = merging.whole(session.queue, question)
    stakes = tuple(
        Stake(part.room_id, part.id, part.own_votes, part.submitted_at or 0, orders.get(part.id))
        for part in (question, *merging.parts(session.queue, question))
    )
    return Candidate(
        question_id=question.id,
        stakes=stakes,
        score=together.score,
        support=together.support,
        rooms=together.supporting_rooms,
        weight=weight(together.tally, seats, together.credited),
        submitted_at=min(stake.submitted_at for stake in stakes),
        skipped=skipped,
    )


@lru_cache(maxsize=128)
def room_orders(session: Session) -> dict[QuestionId, int]:
    """1, 2, … inside each room, over what its representative has ordered and still has a place there."""
    places: dict[QuestionId, int] = {}
    questions = session.queue.questions
    for order in session.queue.orders.values():
        left = [each for each in order if queue.has_place(questions[each]) and _waits(session, questions[each])]
        places.update((question_id, place) for place, question_id in enumerate(left, start=1))
    return places


def _waits(session: Session, question: Question) -> bool:
    return session.panel.waits(session.queue.root(question).id)


@lru_cache(maxsize=128)
def standings(session: Session) -> dict[RoomId, Standing]:
    """Turns and airtime of every room so far. A shared turn is a turn of each room, its airtime is split."""
    late = session.queue.late
    begun: dict[RoomId, int] = {}
    airtime: dict[RoomId, Millis] = {}
    for question_id, hearing in session.panel.hearings.items():
        if not hearing.took_turn:
            continue
        rooms = credited(session, question_id)
        for room_id in rooms:
            begun[room_id] = begun.get(room_id, 0) + 1
            airtime[room_id] = airtime.get(room_id, 0) + hearing.airtime // len(rooms)
    return {
        room_id: Standing(
            turns=begun.get(room_id, 0),
            airtime=airtime.get(room_id, 0),
            late_turns=late.get(room_id, NOT_LATE).turns,
            late_airtime=late.get(room_id, NOT_LATE).airtime,
        )
        for room_id in session.rooms.rooms
    }


def course(session: Session) -> Course:
    waiting = session.queue
    overrides = waiting.overrides
    return Course(
        rule=waiting.rule,
        heard=heard(session),
        pins={question_id: override.slot for question_id, override in overrides.items()},
        behind=frozenset(question_id for question_id, override in overrides.items() if not override.ahead),
        order=waiting.host_order,
        next=fixed_next(session),
    )


def heard(session: Session) -> int:
    """How many turns were begun."""
    return sum(hearing.took_turn for hearing in session.panel.hearings.values())


def standing(session: Session) -> QueueStanding:
    """The queue as a host sees it who wants to change its order."""
    return QueueStanding(ranked(session).order, heard(session), fixed_next(session))


def held(session: Session, question: Question) -> str | None:
    """Why a question is passed over: "host", by hand; "absent", nobody who speaks for its rooms is here."""
    if session.panel.hearing(question.id).held:
        return "host"
    rooms = session.rooms
    asking = [rooms.rooms[room_id] for room_id in merging.whole(session.queue, question).credited]
    here = any(rooms.speaker(room) is not None or not room.speakers for room in asking)
    return None if here else "absent"


def fixed_next(session: Session) -> QuestionId | None:
    """What was fixed to come next, if it still can."""
    question_id = session.panel.next
    if question_id is None or not session.panel.waits(question_id):
        return None
    question = session.queue.questions[question_id]
    return question_id if question.stage is Stage.OPEN and held(session, question) is None else None


def credited(session: Session, question_id: QuestionId) -> tuple[RoomId, ...]:
    """The rooms whose turn it is, or was. What the panel had before it was merged is no part of that turn."""
    question = session.queue.questions[question_id]
    together = (question, *(part for part in merging.parts(session.queue, question) if session.panel.waits(part.id)))
    return tuple(dict.fromkeys(part.room_id for part in together))
