"""Who is asked next. Deterministic, and every place says why. ``docs/ranking.md`` tells it to a host and works an example."""

from collections.abc import Collection, Mapping

from msgspec import Struct

from orchestrator.messages import QuestionId, RoomId
from orchestrator.qa_queue.candidates import Candidate, Reason, Rule, Stake, Standing, weight
from orchestrator.qa_queue.fair_turn import AHEAD, BEHIND, Moves, Rounds, rounds

__all__ = ["Candidate", "Course", "Place", "Ranked", "Reason", "Rule", "Stake", "Standing", "rank", "weight"]


class Course(Struct, frozen=True):
    """What the host decides. ``heard``: how many turns were begun. ``pins``: the slot of each question the host moved, counted
    from the first turn of the evening; ``behind``: which of them were moved down. ``order``: of the rule ``host_order``, which
    knows no pins. ``next``: is asked next."""

    rule: Rule = Rule.FAIR_TURN
    heard: int = 0
    pins: Mapping[QuestionId, int] = {}
    order: tuple[QuestionId, ...] = ()
    next: QuestionId | None = None
    behind: Collection[QuestionId] = frozenset()


class Place(Struct, frozen=True):
    """``rank``: 1, 2, … without gaps."""

    rank: int
    reason: Reason


class Ranked(Struct, frozen=True, eq=False):
    """The waiting questions, first to last, and the place of each. ``rounds``: what makes the next ranking quick."""

    order: tuple[QuestionId, ...]
    places: dict[QuestionId, Place]
    rounds: Rounds


NOTHING = Ranked((), {}, Rounds())
BY_THE_RULE = Course()
BEFORE_ALL = -1  # the slot of what is next


def rank(
    waiting: Mapping[QuestionId, Candidate],
    standings: Mapping[RoomId, Standing],
    course: Course = BY_THE_RULE,
    before: Ranked | None = None,
) -> Ranked:
    """The order of what is ``waiting``, whatever the order it comes in. A room without a standing had nothing yet.

    ``before``: an earlier ranking. What it knows of the same objects is taken over; the result is the same without it.
    Nothing that was handed over may change afterwards.
    """
    known = NOTHING if before is None else before
    moves = _moves(course)
    fair = rounds(waiting, standings, moves, known.rounds) if course.rule is Rule.FAIR_TURN else Rounds()
    if course.rule is Rule.FAIR_TURN:
        reasons = fair.reasons
    elif course.rule is Rule.BY_VOTES:
        reasons = _by_votes(waiting)
    else:
        reasons = _host_order(waiting, course.order)
    order = _placed(reasons, moves, course.heard)
    return Ranked(tuple(order), _places(order, reasons, known.places), fair)


def _by_votes(waiting: Mapping[QuestionId, Candidate]) -> dict[QuestionId, Reason]:
    ordered = sorted(waiting.values(), key=lambda each: (-each.score, each.submitted_at, each.question_id))
    return {each.question_id: Reason(Rule.BY_VOTES, each.support, each.rooms, votes=each.score) for each in ordered}


def _host_order(waiting: Mapping[QuestionId, Candidate], order: tuple[QuestionId, ...]) -> dict[QuestionId, Reason]:
    """What the host has not ordered follows, oldest first."""
    known = {question_id: index for index, question_id in enumerate(order)}
    ordered = sorted(
        waiting.values(), key=lambda each: (known.get(each.question_id, len(order)), each.submitted_at, each.question_id)
    )
    return {each.question_id: Reason(Rule.HOST_ORDER, each.support, each.rooms) for each in ordered}


def _moves(course: Course) -> Moves:
    pins = {} if course.rule is Rule.HOST_ORDER else course.pins
    moves = {each: (BEHIND if each in course.behind else AHEAD, slot, each) for each, slot in pins.items()}
    if course.next is not None:
        moves[course.next] = AHEAD, BEFORE_ALL, course.next
    return moves


def _placed(reasons: dict[QuestionId, Reason], moves: Moves, heard: int) -> list[QuestionId]:
    """Each moved question at its slot or, where that is taken, behind; the others keep their order around them."""
    moved = moves.keys() & reasons.keys()
    placed = [question_id for question_id in reasons if question_id not in moved] if moved else list(reasons)
    free = 0
    for slot, question_id in sorted(moves[question_id][1:] for question_id in moved):
        index = max(slot - heard, free)
        placed.insert(index, question_id)
        free = index + 1
    return placed


def _places(
    order: list[QuestionId], reasons: dict[QuestionId, Reason], known: dict[QuestionId, Place]
) -> dict[QuestionId, Place]:
    """A place that is as it was stays the same object."""
    places = dict(known)
    for rank, question_id in enumerate(order, start=1):
        place, reason = known.get(question_id), reasons[question_id]
        if place is None or place.rank != rank or (place.reason is not reason and place.reason != reason):
            places[question_id] = Place(rank, reason)
    for question_id in places.keys() - reasons.keys() if len(places) > len(reasons) else ():
        del places[question_id]
    return places
