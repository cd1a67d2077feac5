"""What BigBlueButton answers: XML from a host we were told to trust, and yet read with care."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from orchestrator.conferencing.provider import Found, Trouble
from orchestrator.messages import Millis
from orchestrator.recordings.state import Status
from orchestrator.text import https_url

STATES = {
    "processing": Status.PROCESSING,
    "processed": Status.PROCESSING,
    "published": Status.AVAILABLE,
    "unpublished": Status.PROCESSING,  # it can be published again, as long as it is there
    "deleted": Status.REMOVED,
}
FORMATS = ("presentation", "video", "screenshare", "podcast")  # the first that there is, is linked


class Failed(Trouble):
    """An answer that says FAILED. ``key``: why, in one of BigBlueButton's words."""

    def __init__(self, key: str) -> None:
        super().__init__("calls.refused")
        self.key = key


def parsed(body: bytes) -> Element:
    """The answer, if it says SUCCESS. What was cut short on its way is like no answer."""
    try:
        answer: Element = fromstring(body, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        raise Trouble("calls.unreachable") from None
    code = answer.findtext("returncode")
    if code == "FAILED":
        raise Failed(answer.findtext("messageKey", ""))
    if code != "SUCCESS":
        raise Trouble("calls.unreachable")
    return answer


def recordings(answer: Element) -> Iterator[Found]:
    """What we know the state of; a recording without one or without a name is passed over."""
    for recording in answer.iterfind("recordings/recording"):
        record_id, status = recording.findtext("recordID", ""), STATES.get(recording.findtext("state", ""))
        if not record_id or status is None:
            continue
        yield Found(
            meeting_id=recording.findtext("meetingID", ""),
            external_id=record_id,
            status=status,
            url=_url(recording),
            starts_at=instant(recording.findtext("startTime")),
            ends_at=instant(recording.findtext("endTime")),
        )


def instant(text: str | None) -> Millis | None:
    """UTC ms; 0 stands for "not yet"."""
    digits = (text or "").strip()
    known = digits.isascii() and digits.isdigit() and len(digits) <= 15
    return (int(digits) or None) if known else None


def _url(recording: Element) -> str | None:
    urls = {each.findtext("type", ""): each.findtext("url", "") for each in recording.iterfind("playback/format")}
    for kind in FORMATS:
        try:
            return https_url(urls[kind])
        except (KeyError, ValueError):
            continue
    return None
