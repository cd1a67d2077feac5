"""Files of captions: what is read of them, and what is refused, with its line."""

import pytest
from hypothesis import given as for_any
from hypothesis import strategies as st

from orchestrator.reports.transcripts import Cue, as_webvtt
from orchestrator.server.subtitles import LONGEST_CUE, MOST_CUES, MOST_LINES, BadCaptions, Format, cues_of

VTT = "WEBVTT\n\n00:01.000 --> 00:02.500\nHello.\n\n01:00:03.000 --> 01:00:04.000\nAnd so\non.\n"
SRT = "1\n00:00:01,000 --> 00:00:02,500\nHello.\n\n2\n01:00:03,000 --> 01:00:04,000\nAnd so\non.\n"
BOTH = (Cue(1_000, 2_500, "Hello."), Cue(3_603_000, 3_604_000, "And so\non."))


def read(text: str, kind: Format = "vtt") -> tuple[Cue, ...]:
    return cues_of(text.encode(), kind)


def one(text: str, kind: Format = "vtt") -> str:
    """The text of a cue that is written so in its file."""
    head = "WEBVTT\n\n00:01.000 --> 00:02.000\n" if kind == "vtt" else "1\n00:00:01,000 --> 00:00:02,000\n"
    return "|".join(cue.text for cue in read(head + text, kind))


def refused(text: str | bytes, kind: Format = "vtt") -> tuple[int, str]:
    with pytest.raises(BadCaptions) as refusal:
        cues_of(text.encode() if isinstance(text, str) else text, kind)
    return refusal.value.line, str(refusal.value)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_both_kinds_are_read_with_any_line_ends_and_with_a_byte_order_mark(end: str, mark: str) -> None:
    assert read(mark + VTT.replace("\n", end)) == BOTH
    assert read(mark + SRT.replace("\n", end), "srt") == BOTH


def test_cues_are_put_in_the_order_of_time() -> None:
    mixed = "WEBVTT\n\n00:05.000 --> 00:06.000\nb\n\n00:01.000 --> 00:09.000\nlong\n\n00:01.000 --> 00:02.000\na\n"
    assert [cue.text for cue in read(mixed)] == ["a", "long", "b"]


def test_styles_regions_notes_positions_and_names_of_cues_are_dropped() -> None:
    dressed = (
        "WEBVTT A title\nKind: captions\n\nSTYLE\n::cue { background: url(https://evil.example) }\n\nREGION\nid:fred\n\n"
        "NOTE a secret\n\ncue 1\n00:01.000 --> 00:02.000 align:start position:10%\n<c.red>Plain</c> <i>text</i>\n"
    )
    (cue,) = read(dressed)
    assert as_webvtt([cue]) == "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nPlain text\n"
    assert one("{\\an8}<font color=red>Plain</font> text", "srt") == "Plain text"


def test_whoever_begins_to_speak_is_named() -> None:
    spoken = "\n\n".join(
        f"00:0{second}.000 --> 00:0{second + 1}.000\n{text}"
        for second, text in enumerate(["<v Ana>One", "<v Ana>Two", "<v.loud Ben Lee>Three", "Four", "<v Ana>Five"])
    )
    assert [cue.text for cue in read(f"WEBVTT\n\n{spoken}\n")] == ["Ana: One", "Two", "Ben Lee: Three", "Four", "Ana: Five"]
    assert one("<v &lt;b&gt;&#7;>Hello") == "<b>: Hello"
    assert refused("WEBVTT\n\n00:01.000 --> 00:02.000\n<v " + "x" * LONGEST_CUE + ">Hello")[0] == 3


def test_references_are_read_once() -> None:
    assert one("Tom &amp; Jerry &lt;3 &#x41; &amp;lt; &unknown; &") == "Tom & Jerry <3 A &lt; &unknown; &"
    assert one("&#" + "9" * 1_900 + ";").startswith("&#999")


def test_what_could_run_is_text() -> None:
    hostile = "&lt;script&gt;alert(1)&lt;/script&gt; --&gt; \u202eabc\u0007"
    (cue,) = read(f"WEBVTT\n\n00:01.000 --> 00:02.000\n{hostile}\n")
    assert cue.text == "<script>alert(1)</script> --> abc"
    assert "<script>" not in as_webvtt([cue])
    assert as_webvtt([cue]).count("-->") == 1


def test_cues_with_nothing_to_see_are_left_out() -> None:
    empty = "00:01.000 --> 00:02.000\n{}\n\n00:03.000 --> 00:04.000\nHello.\n"
    for nothing in ("", " ", "\u200b", "<b></b>", "&#8203;"):
        assert [cue.text for cue in read("WEBVTT\n\n" + empty.format(nothing))] == ["Hello."]
        srt = empty.format(nothing).replace("00:0", "00:00:0")
        assert [cue.text for cue in read(srt, "srt")] == ["Hello."]


def test_an_empty_line_does_not_end_a_cue_of_srt() -> None:
    gaps = "1\n00:00:01,000 --> 00:00:02,000\nOne\n\nmore\n2\n00:00:03,000 --> 00:00:04,000\n1984\n\n\n"
    gaps += "3\n00:00:05,000 --> 00:00:06,000\nx"
    assert [cue.text for cue in read(gaps, "srt")] == ["One\nmore", "1984", "x"]


def test_cues_of_srt_need_no_numbers() -> None:
    assert read("\n" + SRT.replace("1\n0", "0", 1).replace("2\n0", "0"), "srt") == BOTH


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        ("", 1, "begins with WEBVTT"),
        ("WEBVTTX\n\n00:01.000 --> 00:02.000\nx", 1, "begins with WEBVTT"),
        (SRT, 1, "begins with WEBVTT"),
        ("WEBVTT\n\nHello.", 1, "no cues"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\n<b></b>", 1, "no cues"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\na\n\n00:03,000 --> 00:04.000\nb", 6, "as in 00:00:01.000"),
        ("WEBVTT\n\n00:61.000 --> 00:02.000\nx", 3, "as in"),
        ("WEBVTT\n\n00:01.000 --> 00:02\nx", 3, "as in"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\nthis --> that", 4, "as in"),
        ("WEBVTT\n\n" + "9" * 500 + ":00:01.000 --> 00:02.000\nx", 3, "as in"),
        ("WEBVTT\n\n00:02.000 --> 00:02.000\nx", 3, "ends after it begins"),
        ("WEBVTT\n\n00:02.000 --> 00:01.000\nx", 3, "ends after it begins"),
        ("WEBVTT\n\n23:00:00.000 --> 24:00:00.001\nx", 3, "within a day"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\n" + "x" * (LONGEST_CUE + 1), 3, "the cue must be text of 1 to 2000"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\nx\0y", 3, "NUL"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\ne" + "\u0301" * 9, 3, "marks"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(text: str, line: int, why: str) -> None:
    found, said = refused(text)
    assert (found, why in said) == (line, True), said


def test_what_is_wrong_in_srt_is_said_with_its_line() -> None:
    assert refused("1\n00:00:01,000 --> 00:00:02,000\na\n\n2\n00:00:03 --> 00:00:04,000\nb", "srt")[0] == 6
    assert "as in 00:00:01,000" in refused(VTT.removeprefix("WEBVTT\n\n"), "srt")[1]
    assert refused("", "srt") == (1, "there are no cues with text in it")


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252"])
def test_what_is_no_utf_8_is_said_with_its_line(encoding: str) -> None:
    line, why = refused(VTT.replace("And so", "Und über").encode(encoding))
    assert (line, "UTF-8" in why) == (7, True)


def test_utf_16_is_no_utf_8() -> None:
    assert "UTF-8" in refused(VTT.encode("utf-16"))[1]


def test_there_are_only_so_many_cues_and_lines() -> None:
    many = "WEBVTT\n" + "".join("\n00:01.000 --> 00:02.000\nx\n" for _ in range(MOST_CUES + 1))
    assert "more than 20000 cues" in refused(many)[1]
    assert "lines" in refused(VTT + "\n" * MOST_LINES)[1]


ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@for_any(st.lists(st.tuples(st.integers(0, 10**7), st.integers(1, 10**5), ANY_TEXT), min_size=1, max_size=5))
def test_any_text_that_is_taken_comes_back_the_same(said: list[tuple[int, int, str]]) -> None:
    written = as_webvtt([Cue(start, start + length, " ".join(text.split("\n"))) for start, length, text in said])
    try:
        cues = read(written)
    except BadCaptions:
        return
    if cues:
        assert read(as_webvtt(cues)) == cues


@for_any(st.binary(max_size=300), st.sampled_from(["vtt", "srt"]), st.booleans())
def test_any_bytes_are_read_or_refused(body: bytes, kind: Format, begun: bool) -> None:
    start = b"WEBVTT\n\n00:01.000 --> 00:02.000\n" if kind == "vtt" else b"1\n00:00:01,000 --> 00:00:02,000\n"
    try:
        cues = cues_of((start if begun else b"") + body, kind)
    except BadCaptions:
        return
    assert all(cue.start < cue.end for cue in cues)
