"""Pasted links: calls that people make themselves. We know the way in and nothing else."""

from collections.abc import Mapping, Sequence

from orchestrator.conferencing.provider import Able, BadHook, Call, Found, Guest, Meeting, Place, Told, Trouble
from orchestrator.recordings.state import MANUAL


class Manual:
    """A ``Provider`` that is able of nothing. The host warns, ends, and links recordings."""

    name = MANUAL
    able: frozenset[Able] = frozenset()
    token = ""

    async def open(self, call: Call) -> Meeting:
        if call.url is None:
            raise Trouble("calls.no_call")
        return Meeting(id=call.place.meeting_id, url=call.url)

    def join_url(self, meeting: Meeting, guest: Guest) -> str:
        """The same for everybody."""
        return meeting.url or ""

    async def follow(self, call: Call) -> None:
        pass

    async def warn(self, place: Place, text: str) -> None:
        pass

    async def end(self, place: Place) -> None:
        pass

    async def running(self, place: Place) -> bool:
        """Nobody tells us."""
        return False

    async def recordings(self, places: Sequence[Place]) -> list[Found]:
        return []

    def expects(self, token: str) -> bool:
        return False

    def verify(self, headers: Mapping[str, str], body: bytes, url: str) -> list[Told]:
        raise BadHook("hooks.bad_signature")
