"""What people see of the rooms."""

from msgspec import Struct

from orchestrator.messages import ActorId, Audience, Millis, Role, RoomId
from orchestrator.rooms.state import Notice, Room


class HelpView(Struct, frozen=True, omit_defaults=True):
    """A call for help: since when, by whom, and who is on the way. People by their names."""

    at: Millis
    by: str | None = None
    taken_at: Millis | None = None
    taken_by: str | None = None


class RoomView(Struct, frozen=True, omit_defaults=True):
    position: int
    letter: str
    theme: str
    seats: int
    prompt: str | None = None
    call_url: str | None = None
    representative: str | None = None
    representative_id: ActorId | None = None
    deputy: str | None = None
    deputy_id: ActorId | None = None
    help: HelpView | None = None
    airtime: Millis | None = None
    turns: int | None = None
    absent: tuple[str, ...] = ()
    speaker: str | None = None
    speaker_id: ActorId | None = None


class RoomRow(Struct, frozen=True):
    """A room, the names of who speaks for it, its call for help, and what it had of the panel: all that its view depends on.

    ``call_url``: pasted, or where a call is made. ``airtime``: ms, of finished turns. ``turns``: finished or running. ``absent``:
    of ``representative`` and ``deputy``. ``speaker``: who is called now.
    """

    room: Room
    representative: str | None
    deputy: str | None
    help: HelpView | None
    call_url: str | None = None
    airtime: Millis = 0
    turns: int = 0
    absent: tuple[str, ...] = ()
    speaker: str | None = None
    speaker_id: ActorId | None = None


class NoticeView(Struct, frozen=True, omit_defaults=True):
    text: str
    at: Millis
    room_id: RoomId | None = None


def view(row: RoomRow, audience: Audience) -> RoomView:
    """Themes and prompts are for everybody; who speaks for a room, who of them is away, and its share of the panel for
    everybody but late viewers; its call and its call for help are for its people and the host."""
    room = row.room
    inside = audience.role is Role.HOST or (audience.role is Role.PARTICIPANT and audience.room_id == room.id)
    late = audience.role is Role.VIEWER
    return RoomView(
        position=room.position,
        letter=room.letter,
        theme=room.theme,
        seats=room.seats,
        prompt=room.prompt,
        call_url=row.call_url if inside else None,
        representative=None if late else row.representative,
        representative_id=None if late else room.representative,
        deputy=None if late else row.deputy,
        deputy_id=None if late else room.deputy,
        help=row.help if inside else None,
        airtime=None if late else row.airtime,
        turns=None if late else row.turns,
        absent=() if late else row.absent,
        speaker=None if late else row.speaker,
        speaker_id=None if late else row.speaker_id,
    )


def view_notice(notice: Notice, audience: Audience) -> NoticeView | None:
    """An announcement to everybody is for everybody but late viewers; one to a room is for that room and the host."""
    if audience.role is Role.VIEWER:
        return None
    if notice.room_id is not None and audience.role is not Role.HOST and audience.room_id != notice.room_id:
        return None
    return NoticeView(text=notice.text, at=notice.at, room_id=notice.room_id)
