"""The log and a group pack as Markdown: what people typed is shown, and is nothing but text."""

import re

import pytest
from hypothesis import given as for_any
from hypothesis import strategies as st

from orchestrator.reports.entries import Reader
from orchestrator.reports.markdown import JOINER, link, plain, quoted
from orchestrator.reports.markdown_log import markdown_log
from orchestrator.reports.markdown_pack import markdown_pack
from orchestrator.reports.pack import FollowUp, pack
from orchestrator.reports.places import playable
from orchestrator.reports.question_log import LATE, question_log
from orchestrator.session.state import Session
from tests.given import answered, asked, called, entered, given, linked, skipped, t
from tests.reports.hostile import TEXTS, evening, one_line

BASE = "https://meet.example.org"
WATCH = f"{BASE}/watch/s1"


def log(session: Session) -> str:
    told = question_log(session)
    reader = Reader(session, told, playable(session, None, LATE), BASE)
    return markdown_log(told, [reader.entry(question) for question in told.questions], WATCH)


def read(markdown: str) -> str:
    """What a reader of Markdown makes of text that is nothing but text: a backslash before a sign is not seen."""
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", markdown).replace(JOINER, "")


def unbroken(line: str) -> str:
    """Without the backslash that ends a line inside a paragraph."""
    return re.sub(r"(?<!\\)((?:\\\\)*)\\$", r"\1", line)


def is_nothing_but_text(line: str) -> bool:
    """No sign that begins something stands without its backslash."""
    bare = re.sub(r"\\[!-/:-@\[-`{-~]", "", line)
    inside = re.search(r"[\\`*_\[\]<>&~|$^#]|\S\.\S|[^\s\d]:\S|@\w", bare)
    return inside is None and re.match(r"[+=:.)-]|\d+[.)]", line) is None


@for_any(st.text())
def test_any_text_is_nothing_but_itself(text: str) -> None:
    assert is_nothing_but_text(plain(text))
    assert read(plain(text)) == one_line(text).replace(JOINER, "")


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_every_text_of_several_lines_is_a_quotation(text: str) -> None:
    told = quoted(text).split("\n")
    assert [one_line(read(unbroken(line.removeprefix(">")))) for line in told] == [one_line(line) for line in text.split("\n")]
    assert all(line == ">" or (line.startswith("> ") and is_nothing_but_text(unbroken(line[2:]))) for line in told)


def test_lines_of_a_quotation_stay_apart() -> None:
    assert quoted("one\ntwo\n\nthree") == "> one\\\n> two\n>\n> three"


def test_a_link_is_what_it_says_and_where_it_says() -> None:
    assert (
        link("12:34 in [it]", "https://r.example/a?b=1&copy;=2") == "[12:34 in \\[it\\]](<https://r.example/a?b=1&amp;copy;=2>)"
    )


def test_the_log_reads_as_a_document() -> None:
    assert (
        log(given(*evening("Why?")).session)
        == """# Why?

Wednesday 25 November 2026. Times are Europe/Brussels. [Questions and recordings](<https://meet.example.org/watch/s1>)

## A-1

> Why?

- A · Why?
- asked at 21:01, answered
- 2 min on air
- for Why?
- [1:00 in the recording](<https://youtu.be/a?t=60s>)

The answer:

> Why?

## B-1

> Why?

- B · Assessment
- asked at 21:05, answer promised by Why? until Thursday 26 November 2026
- 3 min on air
- [5:00 in the recording](<https://youtu.be/a?t=300s>)
"""
    )


def ours(line: str) -> bool:
    """A line of ours may be a heading, an item, a quotation or a link to where we say."""
    line = unbroken(re.sub(r"^(## |# |- |> ?|\d\. )", "", line))
    line = re.sub(r"\[(?:[^\[\]\\]|\\.)*\]\(<https://(?:meet\.example\.org|youtu\.be)/[^<> ]*>\)", "", line)
    return is_nothing_but_text(line.removesuffix(":"))


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_nothing_in_a_document_becomes_a_link_a_heading_or_html(text: str) -> None:
    session = given(*evening(text)).session
    for document in (log(session), markdown_pack(pack(session, "r1", [FollowUp(text, 0)], BASE), WATCH)):
        assert [line for line in document.split("\n") if not ours(line)] == []
        assert one_line(read(quoted(text)).replace(">", "")) in one_line(read(document).replace(">", ""))


def test_an_empty_log_says_so() -> None:
    assert "No question was submitted." in log(given().session)


# -- where it is heard


def heard(*calls: str, answer: bool = True, from_: str = "20:00") -> list[str]:
    """The words of the links to q1, which was called at these times."""
    events = [asked("q1", by="ana"), entered("ph3", at=t("20:00"))]
    for at in calls:
        events += [called("q1", at=t(at)), skipped("q1", at=t(at) + 60_000)]
    if answer:
        events[-1] = answered("q1", at=t("20:50"))
    session = given(*events, linked("rec1", url="https://youtu.be/a", started_at=t(from_), duration=3_600_000)).session
    return re.findall(r"\[(.+) in the recording\]", read(log(session)))


def test_a_question_that_was_called_once_is_heard_there() -> None:
    assert heard("20:10") == ["10:00"]


def test_of_several_calls_each_says_what_it_was() -> None:
    assert heard("20:10", "20:34") == ["called first at 10:00", "asked at 34:00"]
    assert heard("20:10", "20:20", "20:34") == ["called first at 10:00", "called again at 20:00", "asked at 34:00"]


def test_calls_that_led_to_nothing_are_calls() -> None:
    assert heard("20:10", "20:34", answer=False) == ["called at 10:00", "called at 34:00"]


def test_where_only_the_call_that_counts_was_recorded_nothing_more_is_said() -> None:
    assert heard("20:10", "20:34", from_="20:30") == ["4:00"]
