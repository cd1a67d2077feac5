"""BigBlueButton as a ``Provider``."""

from collections.abc import Mapping, Sequence
from xml.etree.ElementTree import Element

from orchestrator.conferencing.bigbluebutton import answers, hooks
from orchestrator.conferencing.bigbluebutton.answers import Failed, instant
from orchestrator.conferencing.bigbluebutton.signing import hook_token, same, signed
from orchestrator.conferencing.fetching import Fetch
from orchestrator.conferencing.provider import Able, Call, Found, Guest, Meeting, Place, Told
from orchestrator.session.calls import Tool

LONGEST_NAME = 64
LONGEST_MESSAGE = 500
EMPTY_MINUTES = "10"  # a call that nobody is in ends by itself; a phone that changes network is back before
PER_REQUEST = 20  # calls asked about at once: an answer stays far below what we take
EVENTS = "user-joined,rap-publish-ended,rap-published,rap-unpublished,rap-deleted"
CAUTIOUS = "sha512"  # what a server takes that does not take sha256


class BigBlueButton:
    """``base``: the address of the API, up to and with its last slash. ``old_secret``: believed as well, while it is changed."""

    name = Tool.BIGBLUEBUTTON.value
    able = frozenset(Able)

    def __init__(self, base: str, secret: str, old_secret: str, fetch: Fetch) -> None:
        self._base = base
        self._secret = secret
        self._secrets = [secret, *([old_secret] if old_secret else [])]
        self._fetch = fetch
        self._algorithm = "sha256"

    async def open(self, call: Call) -> Meeting:
        """What runs already may have been made with another title: then it is only looked up."""
        try:
            answer = await self._ask("create", _wanted(call))
        except Failed as failed:
            if failed.key != "idNotUnique":
                raise
            answer = await self._ask("getMeetingInfo", {"meetingID": call.place.meeting_id})
        created = answer.findtext("createTime", "")
        new = answer.findtext("messageKey") != "duplicateWarning" and answer.find("running") is None
        return Meeting(
            id=call.place.meeting_id,
            run=(answer.findtext("internalMeetingID") or None)
            if call.record and answer.findtext("recording") != "false"
            else None,
            created=created,
            began_at=instant(created) if new else None,
        )

    def join_url(self, meeting: Meeting, guest: Guest) -> str:
        """Bound to this run of the meeting."""
        query = {"fullName": guest.name, "meetingID": meeting.id, "role": "MODERATOR" if guest.moderates else "VIEWER"}
        if guest.id is not None:
            query["userID"] = guest.id
        if meeting.created:
            query["createTime"] = meeting.created
        return self._signed("join", query)

    async def follow(self, call: Call) -> None:
        """Needs bbb-webhooks. Each call has an address of its own: a hook for all and one for a call cannot share one."""
        meeting_id = call.place.meeting_id
        address = f"{call.hook_url}?meeting={meeting_id}"
        await self._ask("hooks/create", {"callbackURL": address, "meetingID": meeting_id, "eventID": EVENTS})

    async def warn(self, place: Place, text: str) -> None:
        await self._ask("sendChatMessage", {"meetingID": place.meeting_id, "message": text[:LONGEST_MESSAGE]})

    async def end(self, place: Place) -> None:
        try:
            await self._ask("end", {"meetingID": place.meeting_id})
        except Failed as failed:
            if failed.key not in ("notFound", "invalidMeetingIdentifier"):
                raise

    async def running(self, place: Place) -> bool:
        answer = await self._ask("isMeetingRunning", {"meetingID": place.meeting_id})
        return answer.findtext("running") == "true"

    async def recordings(self, places: Sequence[Place]) -> list[Found]:
        found: list[Found] = []
        for first in range(0, len(places), PER_REQUEST):
            ids = ",".join(place.meeting_id for place in places[first : first + PER_REQUEST])
            found += answers.recordings(await self._ask("getRecordings", {"meetingID": ids, "state": "any"}))
        return found

    @property
    def token(self) -> str:
        return hook_token(self._secret)

    def expects(self, token: str) -> bool:
        return any(same(token, hook_token(secret)) for secret in self._secrets)

    def verify(self, headers: Mapping[str, str], body: bytes, url: str) -> list[Told]:
        return hooks.verify(headers, body, url, self._secrets)

    async def _ask(self, call: str, query: Mapping[str, str]) -> Element:
        """The server decides which checksums it takes; what it took once it takes again."""
        try:
            return answers.parsed(await self._fetch(self._signed(call, query)))
        except Failed as failed:
            if failed.key != "checksumError" or self._algorithm == CAUTIOUS:
                raise
        answer = answers.parsed(await self._fetch(self._signed(call, query, CAUTIOUS)))
        self._algorithm = CAUTIOUS
        return answer

    def _signed(self, call: str, query: Mapping[str, str], algorithm: str = "") -> str:
        return signed(self._base, call, query, self._secret, algorithm or self._algorithm)


def _wanted(call: Call) -> dict[str, str]:
    """Recorded from the first person in to the end, or not at all: with pauses nobody knows which second is which."""
    recorded = "true" if call.record else "false"
    return {
        "name": f"{call.title:2}"[:LONGEST_NAME],
        "meetingID": call.place.meeting_id,
        "record": recorded,
        "autoStartRecording": recorded,
        "allowStartStopRecording": "false",
        "notifyRecordingIsOn": recorded,
        "duration": str(call.minutes),
        "meetingExpireIfNoUserJoinedInMinutes": EMPTY_MINUTES,
        "meetingExpireWhenLastUserLeftInMinutes": EMPTY_MINUTES,
        **({"meta_bbb-recording-ready-url": call.hook_url} if call.record else {}),
    }
