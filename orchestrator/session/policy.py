"""What people see of the session itself and of each other."""

from msgspec import Struct

from orchestrator.agenda.state import Activity
from orchestrator.messages import Audience, Millis, Role, RoomId
from orchestrator.session.calls import Tool
from orchestrator.session.facts import PersonRow, SessionRow
from orchestrator.session.state import RecordingNotice, Then


class RetentionView(Struct, frozen=True, omit_defaults=True):
    """``due_at``: when it happens, known from the end on."""

    days: int
    then: Then
    due_at: Millis | None = None


class SessionView(Struct, frozen=True, omit_defaults=True):
    id: str
    title: str
    status: str
    language: str
    timezone: str
    people: int
    open: tuple[str, ...]
    ranking: str
    voting_scope: str | None = None
    phase_id: str | None = None
    starts_at: Millis | None = None
    started_at: Millis | None = None
    finished_at: Millis | None = None
    handed_over_at: Millis | None = None
    join_code: str | None = None
    plenary_call_url: str | None = None
    calls: Tool = Tool.LINKS
    call_troubles: dict[str, str] = {}
    recording_notice: RecordingNotice | None = None
    moderation: bool = False
    retention: RetentionView | None = None


class PersonView(Struct, frozen=True, omit_defaults=True):
    name: str
    roles: tuple[Role, ...]
    affiliation: str | None = None
    room_id: RoomId | None = None
    facilitates: RoomId | None = None
    consented: bool = False
    group: int | None = None
    absent: bool = False


def view_session(row: SessionRow, audience: Audience) -> SessionView:
    """The join code is for those who may hand it on; calls are for those who take part; late viewers get neither. What is wrong
    with the calls is for the host.

    What is recorded, who keeps it, and how long the session is kept, is for everybody.
    """
    opens = [word for word in (Activity.DRAFTING, Activity.SUBMITTING) if word in row.opens]
    voting = Activity.VOTING_ALL in row.opens or Activity.VOTING_ROOM in row.opens
    scope = "all" if Activity.VOTING_ALL in row.opens else "room"
    late = audience.role is Role.VIEWER
    kept = row.retention
    return SessionView(
        id=row.id,
        title=row.title,
        status=row.status,
        language=row.language,
        timezone=row.timezone,
        people=row.people,
        open=(*opens, *(["voting"] if voting else []), *([Activity.ANSWERING] if Activity.ANSWERING in row.opens else [])),
        voting_scope=scope if voting else None,
        phase_id=row.phase_id,
        starts_at=row.starts_at,
        started_at=row.started_at,
        finished_at=row.finished_at,
        handed_over_at=row.handed_over_at,
        join_code=row.join_code if audience.role in (Role.HOST, Role.STAGE, Role.PARTICIPANT) else None,
        plenary_call_url=None if late else row.plenary_call_url,
        calls=row.calls,
        call_troubles=row.call_troubles if audience.role is Role.HOST else {},
        recording_notice=row.recording_notice,
        ranking=row.ranking,
        moderation=row.moderation,
        retention=None if kept is None else RetentionView(kept.days, kept.then, row.retention_due_at),
    )


def view_person(row: PersonRow, audience: Audience) -> PersonView | None:
    """The host sees everybody, and who agreed to the recording; a member sees the people of the own room; panelists are
    known to everybody who takes part."""
    person = row.person
    host = audience.role is Role.HOST
    inside = host or (audience.room_id is not None and audience.room_id in (row.room_id, row.facilitates))
    expert = Role.PANELIST in person.roles and audience.role is not Role.VIEWER
    if not inside and not expert:
        return None
    return PersonView(
        name=person.name,
        roles=tuple(sorted(person.roles)),
        affiliation=person.affiliation,
        room_id=row.room_id if inside else None,
        facilitates=row.facilitates if inside else None,
        consented=host and row.consented,
        group=row.group if inside else None,
        absent=inside and row.absent,
    )
