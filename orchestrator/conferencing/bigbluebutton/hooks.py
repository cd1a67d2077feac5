"""What BigBlueButton tells by itself: that a recording is ready, in a signed token; and the events of bbb-webhooks."""

from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import parse_qs, parse_qsl, urlsplit

import jwt
import msgspec
from msgspec import Struct

from orchestrator.conferencing.bigbluebutton.answers import instant
from orchestrator.conferencing.bigbluebutton.signing import proven, same
from orchestrator.conferencing.provider import BadHook, News, Told
from orchestrator.messages import Millis

NEWS = {
    "user-joined": News.JOINED,
    **dict.fromkeys(("rap-publish-ended", "rap-published", "rap-unpublished", "rap-deleted"), News.RECORDING),
}


class Ready(Struct, frozen=True):
    meeting_id: str
    record_id: str


class MeetingIds(Struct, frozen=True, rename="kebab"):
    internal_meeting_id: str = ""
    external_meeting_id: str = ""


class Attributes(Struct, frozen=True, rename="kebab"):
    meeting: MeetingIds = MeetingIds()
    record_id: str | None = None


class When(Struct, frozen=True):
    ts: Millis | None = None


class Data(Struct, frozen=True):
    id: str
    attributes: Attributes = Attributes()
    event: When = When()


class Happened(Struct, frozen=True):
    data: Data


def verify(headers: Mapping[str, str], body: bytes, url: str, secrets: Sequence[str]) -> list[Told]:
    """As ``Provider.verify``: ``body`` is judged as it came, and read afterwards."""
    try:
        text = body.decode()
        form = dict(parse_qsl(text, strict_parsing=True, max_num_fields=8, errors="strict"))
    except ValueError:
        raise BadHook("server.bad_request") from None
    if "signed_parameters" in form:
        return [_ready(form["signed_parameters"], secrets)]
    if not (_bears(headers, secrets) or _checked(text, url, secrets)):
        raise BadHook("hooks.bad_signature")
    return list(_events(form))


def _ready(token: str, secrets: Sequence[str]) -> Told:
    """It holds no time and can be sent again for ever, so it is only a reason to ask."""
    for secret in secrets:
        try:
            claims = jwt.decode(token, secret, algorithms=["HS256"])
            ready = msgspec.convert(claims, Ready)
        except jwt.InvalidSignatureError:
            continue
        except (jwt.InvalidTokenError, msgspec.ValidationError):
            raise BadHook("hooks.bad_signature") from None
        return Told(News.RECORDING, ready.meeting_id, f"ready {ready.record_id}", external_id=ready.record_id)
    raise BadHook("hooks.bad_signature")


def _bears(headers: Mapping[str, str], secrets: Sequence[str]) -> bool:
    scheme, _, secret = headers.get("Authorization", "").partition(" ")
    return scheme.lower() == "bearer" and any(same(secret.strip(), known) for known in secrets)


def _checked(body: str, url: str, secrets: Sequence[str]) -> bool:
    """The sender put the checksum behind the address as we had given it."""
    given = parse_qs(urlsplit(url).query).get("checksum", [""])[-1]
    address = url.removesuffix(f"checksum={given}")[:-1]  # without its ? or &
    return proven(given, address + body, secrets)


def _events(form: Mapping[str, str]) -> Iterator[Told]:
    """What is not as we know it is still authentic, and means nothing to us."""
    try:
        events = msgspec.json.decode(form.get("event", ""), type=list[object])
    except (msgspec.DecodeError, RecursionError):
        raise BadHook("server.bad_request") from None
    timestamp = form.get("timestamp", "")
    for event in events:
        try:
            data = msgspec.convert(event, Happened).data
        except msgspec.ValidationError:
            data = Data(id="")
        meeting = data.attributes.meeting
        yield Told(
            news=NEWS.get(data.id, News.OTHER),
            meeting_id=meeting.external_meeting_id,
            key=f"{data.id} {meeting.internal_meeting_id} {data.event.ts} {timestamp}",
            external_id=data.attributes.record_id or meeting.internal_meeting_id or None,
            at=data.event.ts,
            said_at=instant(timestamp),
        )
