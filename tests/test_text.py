"""Every free text passes ``clean``; one rule each."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestrator.text import clean, graphemes, https_url, shortened

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=60)  # with surrogates, controls and marks
FAMILY = "\U0001f469\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466"
BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def test_ascii_is_only_stripped() -> None:
    assert clean("  How do we start?  ", 40) == "How do we start?"


def test_decomposed_letters_are_composed() -> None:
    assert clean("e\u0301cole", 40) == "\u00e9cole"


def test_line_ends_become_newlines_and_tabs_become_spaces() -> None:
    assert clean("a\r\nb\rc\u2028d\te", 40) == "a\nb\nc\nd e"


def test_a_one_line_text_has_no_newline() -> None:
    assert clean("a \r\n\n b", 40, lines=False) == "a b"


def test_other_control_characters_are_removed() -> None:
    assert clean("a\x07b\x1b[31mc\x7f", 40) == "ab[31mc"


def test_bidi_controls_are_removed_and_direction_marks_stay() -> None:
    assert clean(f"a{BIDI}b\u200e\u200f\u061c", 40) == "ab\u200e\u200f\u061c"


def test_a_removed_character_does_not_keep_a_mark_from_its_base() -> None:
    assert clean("e\u202e\u0301", 40) == "\u00e9"


@pytest.mark.parametrize("value", ["", "   ", "\n\t", "\u200b", "\u3164", "\u2800", BIDI, "\ufeff", "\u0301"])
def test_a_text_without_anything_to_see_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match="must be text of 1 to 40 characters"):
        clean(value, 40)


def test_nul_is_refused() -> None:
    with pytest.raises(ValueError, match="NUL"):
        clean("a\0b", 40)


def test_lone_surrogates_are_refused() -> None:
    with pytest.raises(ValueError, match="surrogates"):
        clean("a\ud800b", 40)


def test_four_marks_on_one_base_are_accepted_and_a_fifth_is_refused() -> None:
    assert clean("x" + "\u0301" * 4, 40) == "x" + "\u0301" * 4
    with pytest.raises(ValueError, match="marks"):
        clean("x" + "\u0301" * 5, 40)


def test_a_joiner_between_marks_does_not_start_a_new_base() -> None:
    with pytest.raises(ValueError, match="marks"):
        clean("x" + "\u0301\u200d" * 5, 40)


def test_the_limit_counts_what_a_reader_sees() -> None:
    assert clean(FAMILY * 10, 10 * 4) == FAMILY * 10
    with pytest.raises(ValueError, match="1 to 40"):
        clean("\U0001f600" * 41, 40)


@pytest.mark.parametrize("letter", ["a", "\u00e9", "\u306e", "\U0001f600"])
def test_a_text_at_the_limit_is_accepted_and_one_above_refused(letter: str) -> None:
    assert clean(letter * 500, 500) == letter * 500
    with pytest.raises(ValueError, match="1 to 500"):
        clean(letter * 501, 500)


def test_the_bytes_are_limited_as_well() -> None:
    with pytest.raises(ValueError, match="320 bytes"):
        clean(FAMILY * 13, 40)  # 13 graphemes of 25 bytes


def test_a_family_is_one_grapheme() -> None:
    assert graphemes(FAMILY) == 1
    assert graphemes("\r\n") == 1


@given(ANY_TEXT, st.booleans())
def test_cleaning_twice_changes_nothing(value: str, lines: bool) -> None:
    try:
        once = clean(value, 50, lines=lines)
    except ValueError:
        return
    assert clean(once, 50, lines=lines) == once


@given(ANY_TEXT, st.booleans())
def test_what_passes_keeps_every_promise(value: str, lines: bool) -> None:
    try:
        text = clean(value, 50, lines=lines)
    except ValueError:
        return
    assert text == text.strip() == unicodedata.normalize("NFC", text)
    assert 1 <= graphemes(text) <= 50
    assert len(text.encode()) <= 50 * 8
    assert not set(text) & set(BIDI)
    assert all(character == "\n" and lines for character in text if unicodedata.category(character) == "Cc")


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=60))
def test_the_short_way_for_ascii_gives_the_same_as_the_long_way(value: str) -> None:
    def result(text: str) -> str:
        try:
            return clean(text, 50)
        except ValueError as error:
            return f"refused: {error}"

    assert result(value) == result(value + "\n")


@pytest.mark.parametrize(
    "url",
    [
        "http://meet.example.org/a",
        "javascript:alert(1)",
        "https://",
        "https:///path",
        "https://ana:secret@meet.example.org/",
        "https://meet.example.org\\@evil.example/",
        "https://meet.example.org/a b",
        "https://meet.example.org/\na",
        "https://meet.example.org:99999/",
        "https://[meet.example.org/",
        "https://meet.example.org/" + "x" * 1_976,
        "",
    ],
)
def test_a_bad_link_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match=r"must be a (valid )?link"):
        https_url(url)


def test_a_good_link_is_kept() -> None:
    for url in ("https://meet.example.org/room?pwd=a%20b#x@y", "https://[2001:db8::1]:8443/", "https://a.example/" + "x" * 1_982):
        assert https_url(url) == url


def test_white_space_around_a_pasted_link_is_no_harm() -> None:
    assert https_url(" https://meet.example.org/a\n") == "https://meet.example.org/a"


def test_a_text_too_long_to_be_shown_ends_where_a_reader_would_cut_it() -> None:
    assert shortened("seven letters", 13) == "seven letters"
    assert shortened("seven letters", 12) == "seven lette…"
    assert shortened("seven letters", 7) == "seven…"
    assert shortened("👩‍👩‍👧e\u0301👍👍", 3) == "👩‍👩‍👧e\u0301…"


@given(st.text(), st.integers(1, 20))
def test_no_text_is_shown_longer_than_wanted(text: str, limit: int) -> None:
    assert graphemes(shortened(text, limit)) <= limit
