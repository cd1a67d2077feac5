import pytest

from orchestrator.reports.deep_links import deep_link


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("https://www.youtube.com/watch?v=abc", "https://www.youtube.com/watch?v=abc&t=754s"),
        ("https://www.youtube.com/watch?v=abc&t=3s", "https://www.youtube.com/watch?v=abc&t=754s"),
        ("https://youtu.be/abc", "https://youtu.be/abc?t=754s"),
        ("https://vimeo.com/1234", "https://vimeo.com/1234#t=12m34s"),
        ("https://player.vimeo.com/video/1234", "https://player.vimeo.com/video/1234#t=12m34s"),
        ("https://bbb.example/playback/presentation/2.3/abc-1", "https://bbb.example/playback/presentation/2.3/abc-1?t=754s"),
        ("https://uni.hosted.panopto.com/Panopto/Pages/Viewer.aspx?id=7", None),
        ("https://files.example/plenary.mp4", "https://files.example/plenary.mp4#t=754"),
        ("/media/s1/plenary.wav", "/media/s1/plenary.wav#t=754"),
        ("https://unknown.example/r/1?x=y", "https://unknown.example/r/1?x=y#t=754"),
    ],
)
def test_a_link_begins_at_the_offset_in_the_words_of_its_site(url, link):
    expected = link or "https://uni.hosted.panopto.com/Panopto/Pages/Viewer.aspx?id=7&start=754"
    assert deep_link(url, 754_321) == expected


def test_a_name_that_only_looks_like_a_site_is_not_that_site():
    assert deep_link("https://notyoutube.com/watch?v=abc", 5_000) == "https://notyoutube.com/watch?v=abc#t=5"
