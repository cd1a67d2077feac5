"""All that any view depends on, computed once per state: the rows that ``view.py`` renders for each audience.

A row is compared with the row of an earlier state; where both are equal no audience sees a difference.
"""

from collections import Counter
from functools import lru_cache

from msgspec import Struct

from orchestrator.agenda.state import Activity
from orchestrator.agenda.view import PhaseView, phase_rows
from orchestrator.messages import ActorId, Millis, QuestionId, RoomId
from orchestrator.panel import view as panel_view
from orchestrator.panel.state import Outcome
from orchestrator.panel.view import NoteRow
from orchestrator.qa_queue.ranking import Candidate, Place, rank
from orchestrator.qa_queue.state import Question, Stage
from orchestrator.qa_queue.view import QuestionRow
from orchestrator.recordings.state import Recording
from orchestrator.rooms.state import Help, Notice
from orchestrator.rooms.view import HelpView, RoomRow
from orchestrator.session.state import Person, RecordingNotice, Session, Status


class SessionRow(Struct, frozen=True):
    """The session's own words. ``opens``: what the current phase opens."""

    id: str
    title: str
    status: Status
    language: str
    timezone: str
    join_code: str
    people: int
    opens: tuple[Activity, ...]
    phase_id: str | None
    starts_at: Millis | None
    started_at: Millis | None
    finished_at: Millis | None
    handed_over_at: Millis | None
    plenary_call_url: str | None
    recording_notice: RecordingNotice | None


class PersonRow(Struct, frozen=True):
    """``consented``: this person agreed to the recording notice that stands now."""

    person: Person
    room_id: RoomId | None
    facilitates: RoomId | None
    consented: bool


class Facts(Struct, frozen=True, eq=False):
    """Rows by collection and id."""

    session: SessionRow
    phases: dict[str, PhaseView]
    rooms: dict[str, RoomRow]
    people: dict[str, PersonRow]
    questions: dict[str, QuestionRow]
    announcements: dict[str, Notice]
    notes: dict[str, NoteRow]
    recordings: dict[str, Recording]


@lru_cache(maxsize=128)
def facts(session: Session) -> Facts:
    """The rows of a state. Remembered, since every audience asks for the same; what the last state of this session
    had in common with it is taken over, so that a vote does not cost a walk through all people."""
    last = _last.get(session.id)
    known = Facts(
        session=_session(session),
        phases=phase_rows(session.agenda, session.starts_at),
        rooms=last.facts.rooms if last is not None and last.same_rooms(session) else _rooms(session),
        people=last.facts.people if last is not None and last.same_people(session) else _people(session),
        questions=_questions(session),
        announcements=dict(session.rooms.announcements.items()),
        notes=last.facts.notes if last is not None and last.same_notes(session) else _notes(session),
        recordings=dict(session.recordings.recordings.items()),
    )
    if last is None and len(_last) >= SESSIONS:
        _last.clear()
    _last[session.id] = _Last(session, known)
    return known


class _Last(Struct, frozen=True):
    session: Session
    facts: Facts

    def same_people(self, session: Session) -> bool:
        then, now = self.session.rooms, session.rooms
        seats = then.members is now.members and then.facilitators is now.facilitators
        return seats and self.session.people is session.people and self.session.notice is session.notice

    def same_rooms(self, session: Session) -> bool:
        known = self.session.rooms.rooms is session.rooms.rooms and self.session.people is session.people
        return known and self.session.status is session.status

    def same_notes(self, session: Session) -> bool:
        return self.session.panel.notes is session.panel.notes and self.session.people is session.people


SESSIONS = 256  # how many sessions' last facts are kept to build upon
_last: dict[str, _Last] = {}


def _rooms(session: Session) -> dict[str, RoomRow]:
    return {
        room.id: RoomRow(room, _name(session, room.representative), _name(session, room.deputy), _help(session, room.help))
        for room in session.rooms.rooms.values()
    }


def _help(session: Session, call: Help | None) -> HelpView | None:
    """Nobody waits for help any more when the evening is over."""
    if call is None or session.status is Status.FINISHED:
        return None
    taken_by = None if call.taken_by is None else _called(session, call.taken_by)
    return HelpView(at=call.at, by=_called(session, call.by), taken_at=call.taken_at, taken_by=taken_by)


def _people(session: Session) -> dict[str, PersonRow]:
    members, facilitators = session.rooms.members, session.rooms.facilitators
    notice = session.notice
    return {
        person.id: PersonRow(
            person=person,
            room_id=members.get(person.id),
            facilitates=facilitators.get(person.id),
            consented=notice is not None and person.consented == notice.number,
        )
        for person in session.people.values()
    }


def _notes(session: Session) -> dict[str, NoteRow]:
    return {
        note.id: NoteRow(
            note=note,
            author=_called(session, note.author_id),
            seen_by=tuple(_called(session, actor_id) for actor_id in note.seen_by),
        )
        for note in session.panel.notes.values()
    }


def ranking(session: Session) -> dict[QuestionId, Place]:
    """The place of every open question."""
    hearings, orders = session.panel.hearings, room_orders(session)
    taken: Counter[RoomId] = Counter()
    candidates = []
    for question in session.queue.questions.values():
        if question.stage is not Stage.OPEN:
            continue
        hearing = hearings.get(question.id)
        if hearing is None or hearing.outcome is Outcome.WAITING:
            candidates.append(_candidate(question, orders.get(question.id), skipped=hearing is not None))
        elif hearing.outcome is not Outcome.PROMISED:
            taken[question.room_id] += 1
    return rank(candidates, taken)


@lru_cache(maxsize=4096)
def _candidate(question: Question, room_order: int | None, *, skipped: bool) -> Candidate:
    return Candidate(
        question_id=question.id,
        room_id=question.room_id,
        own_votes=question.own_votes,
        support=question.support,
        supporting_rooms=sum(1 for room, votes in question.tally.items() if votes and room != question.room_id),
        submitted_at=question.submitted_at or 0,
        sequence=question.sequence,
        skipped=skipped,
        room_order=room_order,
    )


def room_orders(session: Session) -> dict[QuestionId, int]:
    """1, 2, … inside each room, over what its representative has ordered and nobody has withdrawn or heard yet."""
    places: dict[QuestionId, int] = {}
    questions, panel = session.queue.questions, session.panel
    for order in session.queue.orders.values():
        left = [each for each in order if questions[each].stage is not Stage.WITHDRAWN and panel.waits(each)]
        places.update((question_id, place) for place, question_id in enumerate(left, start=1))
    return places


def _session(session: Session) -> SessionRow:
    phase = session.agenda.phase
    return SessionRow(
        id=session.id,
        title=session.title,
        status=session.status,
        language=session.language,
        timezone=session.timezone,
        join_code=session.join_code,
        people=len(session.people),
        opens=() if phase is None else phase.opens,
        phase_id=None if phase is None else phase.id,
        starts_at=session.starts_at,
        started_at=session.agenda.started_at,
        finished_at=session.finished_at,
        handed_over_at=session.queue.handed_over_at,
        plenary_call_url=session.plenary_call_url,
        recording_notice=session.notice,
    )


def _questions(session: Session) -> dict[str, QuestionRow]:
    places, orders = ranking(session), room_orders(session)
    handed_over = session.queue.handed_over_at is not None
    rows: dict[str, QuestionRow] = {}
    for question in session.queue.questions.values():
        hearing = panel_view.view(session.panel, question.id)
        claimed_by = session.panel.claims.get(question.id)
        rows[question.id] = QuestionRow(
            question=question,
            status=hearing.status or question.stage,
            author=_name(session, question.author_id),
            place=places.get(question.id),
            handed_over=handed_over,
            hearing=hearing,
            claimed_by_id=claimed_by,
            claimed_by=None if claimed_by is None else _called(session, claimed_by),
            room_order=orders.get(question.id),
        )
    return rows


def _name(session: Session, person_id: ActorId | None) -> str | None:
    person = None if person_id is None else session.people.get(person_id)
    return None if person is None else person.name


LINKS_CALLED = {"host": "the host", "moderator": "the moderator", "panel": "the panel"}


def _called(session: Session, actor_id: ActorId) -> str:
    """How people speak of an actor: a person by name, whoever holds a shared link by what they are."""
    return _name(session, actor_id) or LINKS_CALLED.get(actor_id, actor_id)
