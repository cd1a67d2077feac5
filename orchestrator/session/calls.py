"""The calls that a conferencing tool opens for a session: which tool, what is wrong with them, when it was last asked."""

from __future__ import annotations  # rpds's containers cannot be subscripted when the program runs

from enum import StrEnum

from msgspec import Struct
from rpds import HashTrieMap

from orchestrator.messages import Millis, RoomId

PLENARY = "plenary"  # the place of the call for everybody; the place of a room's call is the room's id
RECORDINGS = "recordings"  # stands for a place where the tool does not tell of its recordings


class Tool(StrEnum):
    """Who makes the calls."""

    LINKS = "links"  # people paste what they have
    BIGBLUEBUTTON = "bigbluebutton"


class Calls(Struct, frozen=True, eq=False):
    """``troubles``: why a call cannot be opened, by place. ``sought``: how often the tool was to be asked for its recordings."""

    tool: Tool = Tool.LINKS
    troubles: HashTrieMap[str, str] = HashTrieMap()
    sought: int = 0
    sought_at: Millis | None = None


def path(session_id: str, calls: Calls, room_id: RoomId | None) -> str | None:
    """Where a call is opened that nobody pasted, if somebody makes one."""
    return None if calls.tool is Tool.LINKS else f"/call/{session_id}/{room_id or PLENARY}"
