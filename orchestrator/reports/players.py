"""Players of other sites that may stand in our page: a list of those we know, and nothing else.

An address is taken apart and a new one is made of its ids, so that nothing of what was typed reaches a frame.
"""

import re
from collections.abc import Callable
from urllib.parse import SplitResult, parse_qs, urlsplit

from msgspec import Struct

_YOUTUBE_ID = re.compile(r"[A-Za-z0-9_-]{11}")
_NO_VIDEOS = ("videoseries", "live_stream")  # words of its own, as long as an id
_VIMEO = re.compile(r"/(?:video/|channels/[\w-]+/)?(?P<id>[0-9]{1,12})(?:/(?P<hash>[0-9a-f]{6,40}))?/?")
_SECOND = "{s}"


class Player(Struct, frozen=True):
    """``site``: how people call it. ``origin``: what the page's policy must allow. ``frame``: the address of the player, with
    ``{s}`` where the second at which it begins belongs."""

    site: str
    origin: str
    frame: str

    def at(self, seconds: int) -> str:
        return self.frame.replace(_SECOND, str(seconds))


def player(url: str) -> Player | None:
    """The player for a recording on another site; ``None`` where we know none."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    find = SITES.get((parts.hostname or "").removeprefix("www.").removeprefix("m.")) if parts.scheme == "https" else None
    return None if find is None else find(parts)


def _youtube(parts: SplitResult) -> Player | None:
    """``/watch?v=…``, ``/live/…``, ``/embed/…``, ``/shorts/…``; by the address that sets no cookies before it plays."""
    kind, _, rest = parts.path.strip("/").partition("/")
    if kind == "watch":
        rest = _only(parts, "v")
    elif kind not in ("live", "embed", "shorts"):
        return None
    return _youtube_video(rest)


def _youtu_be(parts: SplitResult) -> Player | None:
    return _youtube_video(parts.path.strip("/"))


def _youtube_video(video: str) -> Player | None:
    if not _YOUTUBE_ID.fullmatch(video) or video in _NO_VIDEOS:
        return None
    origin = "https://www.youtube-nocookie.com"
    return Player("YouTube", origin, f"{origin}/embed/{video}?autoplay=1&rel=0&start={_SECOND}")


def _vimeo(parts: SplitResult) -> Player | None:
    """An unlisted video has a hash behind its number, or as ``h``."""
    found = _VIMEO.fullmatch(parts.path)
    if found is None:
        return None
    unlisted = found["hash"] or _only(parts, "h")
    key = f"&h={unlisted}" if re.fullmatch("[0-9a-f]{6,40}", unlisted) else ""
    origin = "https://player.vimeo.com"
    return Player("Vimeo", origin, f"{origin}/video/{found['id']}?dnt=1&autoplay=1{key}#t={_SECOND}s")


def _only(parts: SplitResult, key: str) -> str:
    values = parse_qs(parts.query).get(key, [])
    return values[0] if len(values) == 1 else ""


SITES: dict[str, Callable[[SplitResult], Player | None]] = {
    "youtube.com": _youtube,
    "youtube-nocookie.com": _youtube,
    "youtu.be": _youtu_be,
    "vimeo.com": _vimeo,
    "player.vimeo.com": _vimeo,
}
