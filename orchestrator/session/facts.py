"""All that any view depends on, computed once per state: the rows that ``view.py`` renders for each audience.

A row is compared with the row of an earlier state; where both are equal no audience sees a difference.
"""

from functools import lru_cache

from msgspec import Struct

from orchestrator.agenda.state import Activity
from orchestrator.agenda.view import PhaseView, phase_rows
from orchestrator.messages import Millis, RoomId
from orchestrator.panel.view import NoteRow
from orchestrator.qa_queue.ranking import Rule
from orchestrator.qa_queue.view import QuestionRow
from orchestrator.recordings.state import Recording
from orchestrator.rooms.state import Help, Notice
from orchestrator.rooms.view import HelpView, RoomRow
from orchestrator.session import retention, turns
from orchestrator.session.calls import Tool, path
from orchestrator.session.names import called, name
from orchestrator.session.question_rows import question_row
from orchestrator.session.state import Person, RecordingNotice, Retention, Session, Status


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
    calls: Tool
    call_troubles: dict[str, str]
    recording_notice: RecordingNotice | None
    ranking: Rule
    moderation: bool
    retention: Retention | None
    retention_due_at: Millis | None


class PersonRow(Struct, frozen=True):
    """``consented``: this person agreed to the recording notice that stands now. ``group``: so many share the device."""

    person: Person
    room_id: RoomId | None
    facilitates: RoomId | None
    consented: bool
    group: int | None
    absent: bool


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
        questions=_questions(session, last),
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
        devices = then.groups is now.groups and then.absent is now.absent
        return seats and devices and self.session.people is session.people and self.session.notice is session.notice

    def same_rooms(self, session: Session) -> bool:
        then, now = self.session, session
        rooms = then.rooms.rooms is now.rooms.rooms and then.rooms.absent is now.rooms.absent
        turns_taken = turns.standings(then) == turns.standings(now)
        return rooms and turns_taken and then.people is now.people and then.status is now.status

    def same_around_questions(self, session: Session) -> bool:
        """All that rows of questions are made of, but the questions themselves and their places."""
        then, now = self.session, session
        panel = then.panel.hearings is now.panel.hearings and then.panel.claims is now.panel.claims
        fixed = then.panel.next == now.panel.next and (then.queue.handed_over_at is None) == (now.queue.handed_over_at is None)
        host = turns.room_orders(then) == turns.room_orders(now) and then.queue.overrides is now.queue.overrides
        names = then.people is now.people and self.same_rooms(now)
        return panel and fixed and host and names

    def same_notes(self, session: Session) -> bool:
        return self.session.panel.notes is session.panel.notes and self.session.people is session.people


SESSIONS = 256  # how many sessions' last facts are kept to build upon
_last: dict[str, _Last] = {}


def _rooms(session: Session) -> dict[str, RoomRow]:
    rooms, stood = session.rooms, turns.standings(session)
    return {
        room.id: RoomRow(
            room=room,
            call_url=room.call_url or _made(session, room.id),
            representative=name(session, room.representative),
            deputy=name(session, room.deputy),
            help=_help(session, room.help),
            airtime=stood[room.id].airtime,
            turns=stood[room.id].turns,
            absent=rooms.away(room),
            speaker=name(session, rooms.speaker(room)),
            speaker_id=rooms.speaker(room),
        )
        for room in rooms.rooms.values()
    }


def _made(session: Session, room_id: RoomId | None) -> str | None:
    """Where a call is made at the click; none is any more when the evening is over."""
    return None if session.finished_at is not None else path(session.id, session.calls, room_id)


def _help(session: Session, call: Help | None) -> HelpView | None:
    """Nobody waits for help any more when the evening is over."""
    if call is None or session.finished_at is not None:
        return None
    taken_by = None if call.taken_by is None else called(session, call.taken_by)
    return HelpView(at=call.at, by=called(session, call.by), taken_at=call.taken_at, taken_by=taken_by)


def _people(session: Session) -> dict[str, PersonRow]:
    members, facilitators = session.rooms.members, session.rooms.facilitators
    notice = session.notice
    return {
        person.id: PersonRow(
            person=person,
            room_id=members.get(person.id),
            facilitates=facilitators.get(person.id),
            consented=notice is not None and person.consented == notice.number,
            group=session.rooms.groups.get(person.id),
            absent=person.id in session.rooms.absent,
        )
        for person in session.people.values()
    }


def _notes(session: Session) -> dict[str, NoteRow]:
    return {
        note.id: NoteRow(
            note=note,
            author=called(session, note.author_id),
            seen_by=tuple(called(session, actor_id) for actor_id in note.seen_by),
        )
        for note in session.panel.notes.values()
    }


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
        plenary_call_url=session.plenary_call_url or _made(session, None),
        calls=session.calls.tool,
        call_troubles=dict(session.calls.troubles.items()),
        recording_notice=session.notice,
        ranking=session.queue.rule,
        moderation=session.queue.moderated,
        retention=session.retention,
        retention_due_at=retention.due_at(session),
    )


def _questions(session: Session, last: _Last | None) -> dict[str, QuestionRow]:
    """After a vote most rows are those of the last state: the same question at the same place."""
    now, places = turns.turns(session).questions, turns.ranked(session).places
    if last is None or now.keys() != last.facts.questions.keys() or not last.same_around_questions(session):
        return {question.id: question_row(session, question, places.get(question.id)) for question in now.values()}
    rows = last.facts.questions
    changed = {
        question_id: question_row(session, now[row.question.id], places.get(row.question.id))
        for question_id, row in rows.items()
        if now.get(row.question.id) is not row.question
        or places.get(row.question.id) is not row.place
        or row.sources
        or row.merged_into
    }
    return {**rows, **changed} if changed else rows
