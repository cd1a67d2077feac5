"""What people type, made fit to be stored and shown: ``clean`` is the one door for free text, ``https_url`` for links.

Text stays plain text; nothing here escapes anything. What is kept: letters of every script, emoji sequences (ZWJ, variation
selectors), the direction marks LRM, RLM and ALM. What goes: control characters, the byte order mark, and the bidi embeddings,
overrides and isolates (U+202A-202E, U+2066-2069): one left open turns the rest of a page around; pages isolate texts themselves.
"""

import unicodedata
from collections.abc import Callable
from urllib.parse import urlsplit

import regex  # type: ignore[import-untyped,unused-ignore]

from orchestrator import hosts

BYTES_PER_GRAPHEME = 8  # leaves room for every script and most emoji sequences, not for a novel inside one character
MARKS_PER_BASE = 4
MAX_URL = 2_000
STREAM_SAFE = 30  # UAX 15: longer runs of marks make normalising slow, and no language has them

MEDIA_FILE = r"[a-z0-9-]{1,80}\.(?:wav|mp3|m4a|ogg|mp4|webm)"

_OUR_MEDIA = regex.compile(rf"/media/[A-Za-z0-9]{{1,80}}/{MEDIA_FILE}")
_GRAPHEME = regex.compile(r"\X")
_LINE_ENDS = regex.compile(r"\r\n|[\r\x85\u2028\u2029]")
_DROPPED = regex.compile(r"[[\p{Cc}\u202A-\u202E\u2066-\u2069\uFEFF]--[\n]]", regex.V1)
_AROUND_LINE_ENDS = regex.compile(r"[ \n]*\n[ \n]*")
_MARK = r"[\p{Mn}\p{Me}]"  # format characters in between (ZWJ) do not start a new base
_TOO_MANY_MARKS = regex.compile(rf"{_MARK}(?:\p{{Cf}}*+{_MARK}){{{MARKS_PER_BASE}}}")
_NOT_STREAM_SAFE = regex.compile(rf"{_MARK}(?:\p{{Cf}}*+{_MARK}){{{STREAM_SAFE}}}")
_VISIBLE = regex.compile(r"[^\p{Z}\p{Cc}\p{Mn}\p{Me}\p{Default_Ignorable_Code_Point}\u2800]")


def graphemes(text: str) -> int:
    """How many characters a reader sees (extended grapheme clusters)."""
    return len(text) if text.isascii() and "\r" not in text else len(_GRAPHEME.findall(text))


def visible(text: str) -> bool:
    """There is something to see in it."""
    return _VISIBLE.search(text) is not None


def shortened(text: str, limit: int) -> str:
    """At most ``limit`` characters as a reader counts them, the last of them "…" where something was left out."""
    return text if graphemes(text) <= limit else "".join(_GRAPHEME.findall(text)[: limit - 1]).rstrip() + "…"


def clean(value: str, limit: int, *, lines: bool = True) -> str:
    """The text as it is stored: NFC, without surrounding white space; cleaning it again changes nothing.

    Line ends become a newline, or one space where ``lines`` is false; a tab becomes a space. Raises ``ValueError`` with a reason
    to show ("must …") on NUL, lone surrogates, nothing visible, more than 4 combining marks on one base, more than ``limit``
    graphemes, or more than 8 bytes of UTF-8 a grapheme allowed. A text too long is refused, never cut.
    """
    plain = value.isascii() and value.isprintable()  # the common case: no control characters, nothing to normalise
    text = value.strip(" ") if plain else _unfold(value, lines)
    if not text or (len(text) > limit and graphemes(text) > limit):  # never more graphemes than code points
        raise ValueError(f"must be text of 1 to {limit} characters")
    if len(text) * 4 > limit * BYTES_PER_GRAPHEME and len(text.encode()) > limit * BYTES_PER_GRAPHEME:
        raise ValueError(f"must be at most {limit * BYTES_PER_GRAPHEME} bytes of text")
    return text


def https_url(value: str) -> str:
    """A link that is stored and shown: https only, no name or password in it, and not to the reader's own device. It may lead
    into the network of an institution, as calls do. Raises ``ValueError``."""
    value = value.strip()
    if not 1 <= len(value) <= MAX_URL:
        raise ValueError(f"must be a link of 1 to {MAX_URL} characters")
    if not value.isprintable() or any(character in ' \\"<>' for character in value):  # browsers read \ as /
        raise ValueError("must be a link without spaces, quotes or control characters")
    try:
        parts = urlsplit(value)
        parts.port  # noqa: B018  (reading it checks it)
    except ValueError:
        raise ValueError("must be a valid link") from None
    if parts.scheme != "https" or not parts.hostname:
        raise ValueError("must be a link that begins with https://")
    if "@" in parts.netloc:
        raise ValueError("must be a link without a name or password")
    _check_host(parts.hostname, hosts.is_own)
    return value


def _check_host(host: str, unfit: Callable[[str], bool]) -> None:
    try:
        reached = not unfit(hosts.normal(host))
    except ValueError:
        raise ValueError("must be a valid link") from None
    if not reached:
        raise ValueError("must be a link that others can open, not a private address")


def recording_url(value: str) -> str:
    """Where a recording lies: a file of our own (``/media/<session>/<file>``), or a link as ``https_url`` takes it that can be
    opened from anywhere.

    Whose session it is, is not judged here. Raises ``ValueError``.
    """
    path = value.strip()
    if _OUR_MEDIA.fullmatch(path):
        return path
    link = https_url(value)
    _check_host(urlsplit(link).hostname or "", hosts.is_private)
    return link


def _unfold(value: str, lines: bool) -> str:
    """The cleaned text before its length is judged; empty where a reader would see nothing."""
    text = value if value.isprintable() else _without_controls(value)
    if _NOT_STREAM_SAFE.search(text):
        raise ValueError(f"must not stack more than {MARKS_PER_BASE} marks on one letter")
    text = unicodedata.normalize("NFC", text)
    if _TOO_MANY_MARKS.search(text):
        raise ValueError(f"must not stack more than {MARKS_PER_BASE} marks on one letter")
    text = text.strip() if lines else _AROUND_LINE_ENDS.sub(" ", text).strip()
    return text if visible(text) else ""


def _without_controls(value: str) -> str:
    """The text with newlines as its only control characters, and without what turns a line around."""
    if "\0" in value:
        raise ValueError("must not hold the character NUL")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise ValueError("must be valid Unicode without lone surrogates") from None
    return str(_DROPPED.sub("", _LINE_ENDS.sub("\n", value).replace("\t", " ")))
