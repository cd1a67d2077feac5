"""Which players of other sites may stand in our page, and that nothing of what was typed reaches them but an id."""

import pytest

from orchestrator.reports.players import player

VIDEO = "dQw4w9WgXcQ"


@pytest.mark.parametrize(
    "url",
    [
        f"https://www.youtube.com/watch?v={VIDEO}",
        f"https://m.youtube.com/watch?list=x&v={VIDEO}&t=40s",
        f"https://youtu.be/{VIDEO}?si=x",
        f"https://youtube.com/live/{VIDEO}",
        f"https://www.youtube-nocookie.com/embed/{VIDEO}",
        f"https://WWW.YouTube.com/shorts/{VIDEO}",
    ],
)
def test_a_video_of_youtube_plays_without_cookies_and_begins_at_a_second(url):
    found = player(url)
    assert found.site == "YouTube"
    assert found.at(754) == f"https://www.youtube-nocookie.com/embed/{VIDEO}?autoplay=1&rel=0&start=754"
    assert found.at(0).startswith(found.origin + "/")


@pytest.mark.parametrize(
    ("url", "rest"),
    [
        ("https://vimeo.com/123456", "123456?dnt=1&autoplay=1#t=9s"),
        ("https://vimeo.com/channels/staff-picks/123456/", "123456?dnt=1&autoplay=1#t=9s"),
        ("https://vimeo.com/123456/abcdef0123", "123456?dnt=1&autoplay=1&h=abcdef0123#t=9s"),
        ("https://player.vimeo.com/video/123456?h=abcdef0123", "123456?dnt=1&autoplay=1&h=abcdef0123#t=9s"),
    ],
)
def test_a_video_of_vimeo_plays_there_also_when_it_is_unlisted(url, rest):
    assert player(url).at(9) == f"https://player.vimeo.com/video/{rest}"


@pytest.mark.parametrize(
    "url",
    [
        "https://video.example.org/watch?v=dQw4w9WgXcQ",
        "http://www.youtube.com/watch?v=dQw4w9WgXcQ",
        "https://youtube.com.example.org/watch?v=dQw4w9WgXcQ",
        "https://notyoutube.com/watch?v=dQw4w9WgXcQ",
        "https://www.youtube.com/watch?v=dQw4w9WgXcQ&v=dQw4w9WgXcR",
        'https://www.youtube.com/watch?v="onload=x//',
        "https://www.youtube.com/channel/dQw4w9WgXcQ",
        "https://www.youtube.com/embed/videoseries",
        "https://youtu.be/../../evil",
        "https://vimeo.com/123456/not-a-hash",
        "https://vimeo.com/features",
        "https://[::1",
        "/media/s1/a.mp4",
        "",
    ],
)
def test_everything_else_stays_a_link(url):
    assert player(url) is None
