"""A link into a recording at an offset, in the words of the site that plays it."""

from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit

from orchestrator.messages import Millis


def deep_link(url: str, offset: Millis) -> str:
    """``url`` so that it begins at ``offset`` ms. A site we do not know gets a media fragment, which does no harm."""
    parts, seconds = urlsplit(url), offset // 1000
    host = parts.hostname or ""
    if _is(host, "youtube.com") or host == "youtu.be":
        return _with_query(parts, "t", f"{seconds}s")
    if _is(host, "vimeo.com"):
        return parts._replace(fragment=f"t={_words(seconds)}").geturl()
    if "/playback/presentation/" in parts.path or "/playback/video/" in parts.path:  # BigBlueButton
        return _with_query(parts, "t", f"{seconds}s")
    if ".panopto." in host and parts.path.endswith("Viewer.aspx"):
        return _with_query(parts, "start", str(seconds))
    return parts._replace(fragment=f"t={seconds}").geturl()


def _is(host: str, domain: str) -> bool:
    return host == domain or host.endswith("." + domain)


def _with_query(parts: SplitResult, key: str, value: str) -> str:
    query = [(known, old) for known, old in parse_qsl(parts.query, keep_blank_values=True) if known != key]
    return parts._replace(query=urlencode([*query, (key, value)])).geturl()


def _words(seconds: int) -> str:
    return f"{seconds // 60}m{seconds % 60:02d}s"
