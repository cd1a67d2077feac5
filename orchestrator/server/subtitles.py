"""Files of captions, WebVTT or SRT, read as cues: times and clean text. Styles, regions, positions, notes and tags go."""

import html
import re
from collections.abc import Iterator, Sequence
from typing import Literal

import webvtt
from webvtt.errors import MalformedCaptionError, MalformedFileError

from orchestrator.recordings.mapping import LONGEST
from orchestrator.reports.transcripts import Cue
from orchestrator.text import clean, visible

Format = Literal["vtt", "srt"]

MOST_CUES = 20_000
MOST_LINES = 10 * MOST_CUES
LONGEST_CUE = 2_000  # characters; some tools put whole paragraphs into one
ARROW = "-->"
NO_CUES = "there are no cues with text in it"

_MINUTES = r"[0-5]?\d:[0-5]?\d"
_TIMES = {
    "vtt": re.compile(rf"\s*(?:\d{{1,4}}:)?{_MINUTES}\.\d{{3}}\s*-->\s*(?:\d{{1,4}}:)?{_MINUTES}\.\d{{3}}(?=\s|$)"),
    "srt": re.compile(rf"\s*\d{{1,4}}:{_MINUTES}[,.]\d{{3}}\s*-->\s*\d{{1,4}}:{_MINUTES}[,.]\d{{3}}(?=\s|$)"),
}
_EXAMPLE = {"vtt": "00:00:01.000 --> 00:00:04.500", "srt": "00:00:01,000 --> 00:00:04,500"}
_LINE_ENDS = re.compile(r"\r\n|\r|\n")
_REFERENCE = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_POSITION = re.compile(r"\{\\[^{}]*\}")  # how SRT says where a cue stands


class BadCaptions(Exception):
    """These are no captions as we take them. ``line``: where; the message says why, and never repeats the file."""

    def __init__(self, line: int, why: str) -> None:
        super().__init__(why)
        self.line = line


def cues_of(body: bytes, kind: Format) -> tuple[Cue, ...]:
    """The cues of a file, in order of time; those without anything to see are left out. Raises ``BadCaptions``."""
    lines = _lines(body)
    if kind == "vtt" and not re.match(r"WEBVTT(?=\s|$)", lines[0]):
        raise BadCaptions(1, "a WebVTT file begins with WEBVTT")
    times = [place for place, line in enumerate(lines) if ARROW in line]
    for place in times:
        if not _TIMES[kind].match(lines[place]):
            raise BadCaptions(place + 1, f"a cue begins and ends, as in {_EXAMPLE[kind]}")
    if not times:
        raise BadCaptions(1, NO_CUES)
    if len(times) > MOST_CUES:
        raise BadCaptions(times[MOST_CUES] + 1, f"there are more than {MOST_CUES} cues")
    found = _parsed(lines if kind == "vtt" else _as_vtt(lines))
    if len(found) != len(times):
        raise BadCaptions(times[0] + 1, "some cues cannot be read")
    cues = sorted(_cues([place + 1 for place in times], found, kind), key=lambda cue: (cue.start, cue.end))
    if not cues:
        raise BadCaptions(1, NO_CUES)
    return tuple(cues)


def _lines(body: bytes) -> list[str]:
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = len(_LINE_ENDS.split(body[: error.start].decode("latin-1")))
        raise BadCaptions(line, "this is no UTF-8; save the file as UTF-8") from None
    lines = _LINE_ENDS.split(text)
    if len(lines) > MOST_LINES:
        raise BadCaptions(MOST_LINES + 1, f"there are more than {MOST_LINES} lines")
    return lines


def _as_vtt(lines: list[str]) -> list[str]:
    """SRT line by line: no numbers of cues, no commas in times. Empty lines in the text of a cue do not end it."""
    told = [line if line.strip() else " " for line in lines]
    for place, line in enumerate(lines):
        if ARROW in line:
            told[place] = _POSITION.sub("", line).replace(",", ".")
            if place and lines[place - 1].strip().isdigit():
                told[place - 1] = ""
    return ["WEBVTT", "", *told]


def _parsed(lines: list[str]) -> list[webvtt.Caption]:
    try:
        return webvtt.from_string("\n".join(lines)).captions
    except (MalformedFileError, MalformedCaptionError):
        raise BadCaptions(1, "some cues cannot be read") from None


def _cues(lines: Sequence[int], captions: Sequence[webvtt.Caption], kind: Format) -> Iterator[Cue]:
    """Whoever begins to speak is named, as WebVTT tells it (``<v Ana>``)."""
    before = None
    for line, caption in zip(lines, captions, strict=True):
        start, end = caption.start_time.in_milliseconds(), caption.end_time.in_milliseconds()
        if not start < end <= LONGEST:
            raise BadCaptions(line, "a cue ends after it begins, within a day")
        text = _unescaped(caption.text if kind == "vtt" else _POSITION.sub("", caption.text))
        if visible(text):
            voice = _unescaped(caption.voice or "")
            yield Cue(start, end, _clean(line, f"{voice}: {text}" if visible(voice) and voice != before else text))
            before = voice


def _unescaped(text: str) -> str:
    return _REFERENCE.sub(lambda reference: html.unescape(reference[0]), text)


def _clean(line: int, text: str) -> str:
    try:
        whole = clean(text, LONGEST_CUE)
    except ValueError as error:
        raise BadCaptions(line, f"the cue {error}") from None
    shown = (part.strip() for part in whole.split("\n"))
    return "\n".join(part for part in shown if part)
