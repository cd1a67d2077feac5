"""The recordings as somebody who could not come finds them: by whom, what state they are in, and how they can be played."""

import re
from collections.abc import Iterator
from itertools import groupby

from msgspec import Struct

from orchestrator.messages import Audience, Millis, RecordingId
from orchestrator.recordings.state import Status
from orchestrator.recordings.view import RecordingView, view
from orchestrator.reports.players import Player, player
from orchestrator.rooms.state import Room
from orchestrator.session.state import Session

MEDIA = {
    **dict.fromkeys(("mp4", "m4v", "webm"), "video"),
    **dict.fromkeys(("mp3", "m4a", "ogg", "wav"), "audio"),
}


class Tape(Struct, frozen=True):
    """``name``: whose it is. ``nth``: of several of the same place, as they were recorded; what was removed is not counted.
    ``media``: "audio" or "video" where the browser itself plays it. ``player``: of another site that we may show, once somebody
    agrees. With neither it is a link; without an address it is a promise."""

    id: RecordingId
    name: str
    nth: int | None
    room: Room | None
    recording: RecordingView
    media: str | None
    player: Player | None

    @property
    def playable(self) -> bool:
        return self.media is not None or self.player is not None

    def expired(self, at: Millis) -> bool:
        return self.recording.expires_at is not None and self.recording.expires_at <= at


def tapes(session: Session, audience: Audience) -> list[Tape]:
    """What this audience may know of: the plenary first, then the rooms in their order, each as it was recorded."""
    seen = [(each.id, shown) for each in session.recordings.recordings.values() if (shown := view(each, audience)) is not None]
    rooms = session.rooms.rooms
    places = {room_id: room.position for room_id, room in rooms.items()}

    def whose(item: tuple[RecordingId, RecordingView]) -> int:
        room_id = item[1].room_id
        return -1 if room_id is None else places.get(room_id, len(places))

    def when(item: tuple[RecordingId, RecordingView]) -> tuple[int, Millis, int, str]:
        started_at = item[1].started_at
        return whose(item), 1 << 62 if started_at is None else started_at, len(item[0]), item[0]

    found: list[Tape] = []
    for _, several in groupby(sorted(seen, key=when), key=whose):
        found += _named(session, list(several))
    return found


def _named(session: Session, several: list[tuple[RecordingId, RecordingView]]) -> Iterator[Tape]:
    """Of several of one room, or of the plenary, each has its number."""
    standing = [recording_id for recording_id, recording in several if recording.status != Status.REMOVED]
    for recording_id, recording in several:
        room = None if recording.room_id is None else session.rooms.rooms.get(recording.room_id)
        name = "Everybody together" if room is None else f"{room.letter} · {room.theme}"
        nth = standing.index(recording_id) + 1 if len(standing) > 1 and recording_id in standing else None
        media, elsewhere = (None, None) if recording.status != Status.AVAILABLE else _ways(recording.url)
        yield Tape(recording_id, f"{name}, {nth}" if nth else name, nth, room, recording, media, elsewhere)


def _ways(url: str | None) -> tuple[str | None, Player | None]:
    if url is None or not url.startswith(("https://", "/media/")):
        return None, None
    ending = re.split("[?#]", url, maxsplit=1)[0].lower().rpartition(".")[2]
    return MEDIA.get(ending), player(url)
