"""How each site is told to begin at a second, and that no other link is changed."""

import base64
import json
from urllib.parse import parse_qs, urlsplit

import pytest

from orchestrator.reports.deep_links import deep_link, knows

AT = 754_321
UUID = "9c9de5e8-0a1e-484a-b099-e80766180a6d"

JUMPS = {
    "https://www.youtube.com/watch?v=abc": "https://www.youtube.com/watch?v=abc&t=754s",
    "https://www.youtube.com/watch?v=abc&t=3s": "https://www.youtube.com/watch?v=abc&t=754s",
    "https://www.youtube.com/live/abc?si=x": "https://www.youtube.com/live/abc?si=x&t=754s",
    "https://www.youtube-nocookie.com/embed/abc?rel=0": "https://www.youtube-nocookie.com/embed/abc?rel=0&start=754",
    "https://youtu.be/abc": "https://youtu.be/abc?t=754s",
    "https://vimeo.com/1234": "https://vimeo.com/1234#t=12m34s",
    "https://vimeo.com/1234/a1b2": "https://vimeo.com/1234/a1b2#t=12m34s",
    "https://player.vimeo.com/video/1234": "https://player.vimeo.com/video/1234#t=12m34s",
    "https://www.twitch.tv/videos/77": "https://www.twitch.tv/videos/77?t=0h12m34s",
    "https://uni.wistia.com/medias/lpu6bgplle": "https://uni.wistia.com/medias/lpu6bgplle?wtime=754s",
    "https://uni.hosted.panopto.com/Panopto/Pages/Viewer.aspx?id=7": (
        "https://uni.hosted.panopto.com/Panopto/Pages/Viewer.aspx?id=7&start=754"
    ),
    "https://bbb.example/playback/presentation/2.3/abc-1": "https://bbb.example/playback/presentation/2.3/abc-1?t=754s",
    "https://bbb.example/playback/video/abc-1/": "https://bbb.example/playback/video/abc-1/?t=754s",
    "https://oc.example/paella7/ui/watch.html?id=5": "https://oc.example/paella7/ui/watch.html?id=5&time=12m34s",
    "https://oc.example/engage/theodul/ui/core.html?id=5": "https://oc.example/engage/theodul/ui/core.html?id=5&time=12m34s",
    "https://tube.example/w/kkGMgK9ZtnKfYAgnEtQxbv": "https://tube.example/w/kkGMgK9ZtnKfYAgnEtQxbv?start=12m34s",
    f"https://tube.example/videos/watch/{UUID}": f"https://tube.example/videos/watch/{UUID}?start=12m34s",
    "https://files.example/plenary.MP4?x=y": "https://files.example/plenary.MP4?x=y#t=754",
    "/media/s1/plenary.wav": "/media/s1/plenary.wav#t=754",
}
AGAIN = {
    "https://www.youtube.com/watch?v=x#t=3": "https://www.youtube.com/watch?v=x&t=754s",
    "https://www.youtube.com/watch?start=3&v=x&time_continue=4#t=3&a=b": "https://www.youtube.com/watch?v=x&t=754s#a=b",
    "https://www.youtube-nocookie.com/embed/abc?t=3&start=4": "https://www.youtube-nocookie.com/embed/abc?start=754",
    "https://vimeo.com/1234?t=3&h=a1#t=4s": "https://vimeo.com/1234?h=a1#t=12m34s",
    "https://www.twitch.tv/videos/77?t=3s#t=4": "https://www.twitch.tv/videos/77?t=0h12m34s",
    "https://uni.wistia.com/medias/lpu6bgplle?wtime=3s&time=4": "https://uni.wistia.com/medias/lpu6bgplle?wtime=754s",
    "https://bbb.example/playback/presentation/2.3/abc-1?t=3s#start=4": "https://bbb.example/playback/presentation/2.3/abc-1?t=754s",
    "https://oc.example/paella7/ui/watch.html?id=5&t=3&time=4": "https://oc.example/paella7/ui/watch.html?id=5&time=12m34s",
    "https://tube.example/w/kkGMgK9ZtnKfYAgnEtQxbv?start=3s&t=4": "https://tube.example/w/kkGMgK9ZtnKfYAgnEtQxbv?start=12m34s",
    "https://files.example/plenary.mp4?start=3&t=5f0c#t=4": "https://files.example/plenary.mp4?t=5f0c#t=754",
}
STAYS = [
    "https://unknown.example/r/1?x=y#z",
    "https://www.youtube.com/playlist?list=1",
    "https://notyoutube.com/watch?v=abc",
    "https://youtube.com.evil.example/watch?v=abc",
    "https://vimeo.com/about",
    "https://zoom.us/j/123",
    "https://school.sharepoint.com/sites/x/notes.docx",
    "https://tube.example/w/p/kkGMgK9ZtnKfYAgnEtQxbv",
    "https://wiki.example/w/index.php",
    "https://www.loom.com/share/abc",
    "https://files.example/plenary.mp4/page",
]


@pytest.mark.parametrize("url", JUMPS)
def test_a_link_begins_at_the_offset_in_the_words_of_its_site(url: str) -> None:
    assert deep_link(url, AT) == JUMPS[url]
    assert knows(url)


@pytest.mark.parametrize("url", AGAIN)
def test_another_moment_in_a_link_is_gone(url: str) -> None:
    assert deep_link(url, AT) == AGAIN[url]


@pytest.mark.parametrize("url", STAYS)
def test_a_link_that_nobody_knows_to_begin_elsewhere_stays_as_it_is(url: str) -> None:
    assert deep_link(url, AT, at=1_795_564_800_000) == url
    assert not knows(url)


@pytest.mark.parametrize("host", ["zoom.us", "us02web.zoom.us", "uni.zoomgov.com"])
@pytest.mark.parametrize("kind", ["share", "play"])
def test_zoom_is_told_the_instant_and_not_the_offset(host: str, kind: str) -> None:
    url = f"https://{host}/rec/{kind}/a_b.c-d?startTime=1"
    assert deep_link(url, AT, at=1_795_564_800_000) == f"https://{host}/rec/{kind}/a_b.c-d?startTime=1795564800000"
    assert deep_link(url, AT) == url
    assert knows(url)


@pytest.mark.parametrize("path", ["/:v:/g/personal/ana/Eabc?e=x1", "/sites/a/_layouts/15/stream.aspx?id=%2Fa%2Emp4&nav=b2xk"])
def test_sharepoint_is_told_by_what_it_calls_playback_options(path: str) -> None:
    link = deep_link(f"https://school.sharepoint.com{path}", AT)
    fields = parse_qs(urlsplit(link).query)
    (nav,) = fields["nav"]
    assert json.loads(base64.b64decode(nav)) == {"playbackOptions": {"startTimeInSeconds": 754}}
    assert link.startswith(f"https://school.sharepoint.com{path.partition('&nav')[0]}&nav=")


def test_an_hour_is_an_hour() -> None:
    assert deep_link("https://vimeo.com/1234", 3_723_000) == "https://vimeo.com/1234#t=1h02m03s"
    assert deep_link("https://www.twitch.tv/videos/77", 3_723_000) == "https://www.twitch.tv/videos/77?t=1h02m03s"
    assert deep_link("https://vimeo.com/1234", 0) == "https://vimeo.com/1234#t=0m00s"


def test_the_other_fields_of_a_link_stay_byte_by_byte() -> None:
    url = "https://files.example/p.mp4?Expires=1&Signature=a%2Fb+c~%20=&Key"
    assert deep_link(url, AT) == f"{url}#t=754"
    signed = "https://youtu.be/abc?si=a%2Fb+c~%20"
    assert deep_link(signed, AT) == f"{signed}&t=754s"
