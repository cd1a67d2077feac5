"""What follows from a command for the queue: another question is fixed as the next, a room came late."""

from collections.abc import Sequence

from orchestrator.messages import Millis, QuestionId
from orchestrator.panel.events import NextFixed
from orchestrator.qa_queue.events import QueueEvent, RoomCameLate
from orchestrator.session import turns
from orchestrator.session.events import AnyEvent
from orchestrator.session.evolve import evolve
from orchestrator.session.state import Session


def expected(session: Session) -> QuestionId | None:
    """The one to call now: the first that is not passed over; where all are, the first."""
    order, questions = turns.ranked(session).order, session.queue.questions
    return next((each for each in order if turns.held(session, questions[each]) is None), order[0] if order else None)


def with_next(session: Session, events: Sequence[AnyEvent]) -> Sequence[AnyEvent]:
    """And what they fix to come next, so that its representative can make ready.

    While a turn runs its airtime is not known: if the room on air competes for the next place, it is fixed after the turn.
    """
    if not events:
        return events
    for event in events:
        session = evolve(session, event)
    if session.finished_at is not None or session.queue.handed_over_at is None or turns.fixed_next(session) is not None:
        return events
    following = expected(session)
    if following is None or turns.held(session, session.queue.questions[following]) or _depends_on_air(session, following):
        return events
    return [*events, NextFixed(question_id=following, at=events[-1].at)]


def keeping_next(session: Session, events: Sequence[AnyEvent]) -> Sequence[AnyEvent]:
    """What was fixed as the next may have gone by this: then another one is."""
    return events if turns.fixed_next(session) is None else with_next(session, events)


def _depends_on_air(session: Session, following: QuestionId) -> bool:
    """Whether the room on air and others compete for the next place."""
    if session.panel.on_air is None:
        return False
    speaking = set(turns.credited(session, session.panel.on_air))
    places = turns.ranked(session).places
    turn = places[following].reason.turn
    rivals = {place.reason.room_id for place in places.values() if turn is not None and place.reason.turn == turn}
    return bool(rivals & speaking) and len(rivals) > 1


def with_late_rooms(session: Session, events: Sequence[QueueEvent]) -> Sequence[AnyEvent]:
    """A room whose first question comes after turns were taken starts at the current round, with the least airtime so far."""
    published = session.queue.published
    state = session
    for event in events:
        state = evolve(state, event)
    newcomers = [room_id for room_id in state.queue.published if room_id not in published]
    if not newcomers or not turns.heard(session):
        return events
    round_, airtime = _current(session)
    at = events[-1].at
    return [*events, *(RoomCameLate(room_id=room, turns=round_ - 1, airtime=airtime, at=at) for room in sorted(newcomers))]


def _current(session: Session) -> tuple[int, Millis]:
    """The round that is being played, and the least airtime of those who play."""
    playing = {room_id: each for room_id, each in turns.standings(session).items() if room_id in session.queue.published}
    begun = {room_id: each.turns + each.late_turns for room_id, each in playing.items()}
    on_air = session.panel.on_air
    rounds = [] if on_air is None else [begun[room_id] for room_id in turns.credited(session, on_air)]
    for question_id in turns.ranked(session).order:
        rounds += [begun[room_id] + 1 for room_id in turns.credited(session, question_id)]
    airtime = min((each.airtime + each.late_airtime for each in playing.values()), default=0)
    return min(rounds, default=max(begun.values(), default=1)), airtime
