"""A link into a recording at an offset, in the words of the site that plays it.

Where a site has no such words the link stays as it is; whoever shows it says the offset beside it.
"""

import json
import re
from base64 import b64encode
from collections.abc import Callable, Collection
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import SplitResult, quote, urlsplit

from orchestrator.messages import Millis


class Moment(NamedTuple):
    """``seconds`` into the recording; ``at``: the instant (UTC ms) of the recorder's clock that is heard there."""

    seconds: int
    at: Millis | None


Words = Callable[[Moment], str]  # a moment as a site writes it
Begins = Callable[[Moment], str]  # the link that begins there


class Site(NamedTuple):
    """``plays``: what ``host/path`` in small letters looks like where this site can begin at a moment (a regular expression).
    ``begins``: how a link to it does."""

    plays: str
    begins: Callable[[SplitResult], Begins]


def deep_link(url: str, offset: Millis, at: Millis | None = None) -> str:
    """``url`` so that it begins at ``offset`` ms, or ``url`` itself where nobody knows how.

    ``at``: what the recorder's clock showed then (UTC ms); some sites count from no other beginning.
    """
    begins = _begins(url)
    return url if begins is None else begins(Moment(offset // 1000, at))


def knows(url: str) -> bool:
    """A link into this recording really jumps."""
    return _begins(url) is not None


@lru_cache(maxsize=1024)
def _begins(url: str) -> Begins | None:
    """Taken apart once a recording, since every question of an evening leads into the same few."""
    parts = urlsplit(url)
    address = f"{parts.hostname or ''}{parts.path}".lower()
    site = next((site for site in SITES if re.fullmatch(site.plays, address)), None)
    return None if site is None else site.begins(parts)


def _query(key: str, words: Words) -> Callable[[SplitResult], Begins]:
    """The moment as a field of the query. Another moment in the link is gone; the other fields stay byte by byte, since some
    are signed."""

    def begins(parts: SplitResult) -> Begins:
        kept, after = _without(parts.query, {key, *MOMENTS}), _without(parts.fragment, MOMENTS)
        return _filled(parts._replace(query="&".join([*kept, f"{key}={GAP}"]), fragment="&".join(after)), words)

    return begins


def _fragment(words: Words, instead_of: Collection[str]) -> Callable[[SplitResult], Begins]:
    """The moment as the fragment, and no other one in the query."""

    def begins(parts: SplitResult) -> Begins:
        return _filled(parts._replace(query="&".join(_without(parts.query, instead_of)), fragment=f"t={GAP}"), words)

    return begins


def _without(fields: str, keys: Collection[str]) -> list[str]:
    return [field for field in fields.split("&") if field.partition("=")[0] not in keys] if fields else []


def _filled(parts: SplitResult, words: Words) -> Begins:
    before, _, after = parts.geturl().partition(GAP)
    return lambda moment: f"{before}{words(moment)}{after}"


def _zoom(parts: SplitResult) -> Begins:
    begins = _query("startTime", lambda moment: str(moment.at))(parts)
    return lambda moment: parts.geturl() if moment.at is None else begins(moment)


def _playback_options(moment: Moment) -> str:
    options = {"playbackOptions": {"startTimeInSeconds": moment.seconds}}
    return quote(b64encode(json.dumps(options, separators=(",", ":")).encode()), safe="")


def _plain(moment: Moment) -> str:
    return str(moment.seconds)


def _seconds(moment: Moment) -> str:
    return f"{moment.seconds}s"


def _words(moment: Moment) -> str:
    """``12m34s``, ``1h02m03s``."""
    whole = _all_words(moment)
    return whole if moment.seconds >= 3600 else whole.partition("h")[2].removeprefix("0")


def _all_words(moment: Moment) -> str:
    minutes, seconds = divmod(moment.seconds, 60)
    return f"{minutes // 60}h{minutes % 60:02d}m{seconds:02d}s"


GAP = "\0"  # in no address
MOMENTS = frozenset({"t", "start", "time", "time_continue"})
CUTS = frozenset({"start"})  # what servers of files understand; to them `t` is part of a signature
SITES = (
    Site(r"(?:.+\.)?youtube(?:-nocookie)?\.com/embed/.+", _query("start", _plain)),
    Site(r"(?:.+\.)?youtube\.com/(?:watch|live/.+)|youtu\.be/.+", _query("t", _seconds)),
    Site(r"(?:.+\.)?vimeo\.com/(?:.*/)?\d+(?:/.*)?", _fragment(_words, MOMENTS)),
    Site(r"(?:.+\.)?zoom(?:gov)?\.(?:us|com)/rec/(?:share|play)/.+", _zoom),
    Site(r".+\.sharepoint\.com/(?::v:/.+|.*_layouts/15/stream\.aspx)", _query("nav", _playback_options)),
    Site(r"(?:.+\.)?twitch\.tv/videos/\d+/?", _query("t", _all_words)),
    Site(r"(?:.+\.)?wistia\.com/medias/[a-z0-9]+", _query("wtime", _seconds)),
    Site(r".+/panopto/pages/viewer\.aspx", _query("start", _plain)),
    Site(r".+/playback/(?:presentation|video)/.+", _query("t", _seconds)),  # BigBlueButton
    Site(r".+/(?:paella\d*/ui/watch|engage/theodul/ui/core)\.html", _query("time", _words)),  # Opencast
    Site(r"[^/]+/(?:w/[a-z0-9]{22}|videos/(?:watch|embed)/[a-z0-9-]{22,36})", _query("start", _words)),  # PeerTube
    Site(r".*\.(?:mp4|m4v|webm|mp3|m4a|ogg|oga|ogv|wav)", _fragment(_plain, CUTS)),  # a plain file
)
