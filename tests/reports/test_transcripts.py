"""What was said when, and under which question; and captions as a player takes them."""

import webvtt
from hypothesis import given as for_any
from hypothesis import strategies as st

from orchestrator.reports.transcripts import Cue, Spoken, as_webvtt, transcript
from tests.given import MINUTE, SECOND, anchored, answered, asked, called, entered, given, handed_over, linked, t

ON_AIR = (
    *(asked("q1", by="ana"), asked("q2", by="dee"), handed_over(), entered("ph3", at=t("20:00"))),
    *(called("q1", at=t("20:01")), answered("q1", at=t("20:03")), called("q2", at=t("20:05")), answered("q2", at=t("20:06"))),
)
PLENARY = linked("rec1", started_at=t("20:00"), duration=60 * MINUTE)


def spoken(*events: object, cues: tuple[Cue, ...]) -> list[Spoken]:
    session = given(*ON_AIR, *events).session
    return transcript(session, session.recordings.recordings["rec1"], cues)


def at(minutes: int) -> Cue:
    return Cue(minutes * MINUTE, minutes * MINUTE + SECOND, "Words")


def test_what_was_said_has_its_instant_and_its_question() -> None:
    said = spoken(PLENARY, cues=(at(0), at(1), at(2), at(3), at(5)))
    assert [each.question_id for each in said] == [None, "q1", "q1", None, "q2"]
    assert said[1] == Spoken("rec1", MINUTE, "Words", t("20:01"), "q1")


def test_it_moves_with_the_anchors() -> None:
    said = spoken(PLENARY, anchored("rec1", t("20:05"), 2 * MINUTE), cues=(at(1), at(2)))
    assert [(each.at, each.question_id) for each in said] == [(t("20:04"), None), (t("20:05"), "q2")]


def test_where_no_time_is_known_there_is_only_text() -> None:
    assert spoken(linked("rec1"), cues=(at(1),)) == [Spoken("rec1", MINUTE, "Words")]
    assert spoken(PLENARY, cues=(at(70),)) == [Spoken("rec1", 70 * MINUTE, "Words")]


def test_nothing_is_on_air_in_a_room() -> None:
    (said,) = spoken(linked("rec1", room_id="r1", started_at=t("20:00")), cues=(at(1),))
    assert (said.at, said.question_id) == (t("20:01"), None)


TEXTS = st.lists(st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), min_size=1, max_size=30), min_size=1, max_size=3)


@for_any(st.lists(st.tuples(st.integers(0, 10**8), st.integers(1, 10**6), TEXTS), max_size=5))
def test_a_tool_that_is_not_ours_reads_times_and_text_and_no_tags(said: list[tuple[int, int, list[str]]]) -> None:
    cues = [Cue(start, start + length, "\n".join(lines)) for start, length, lines in said]
    read = webvtt.from_string(as_webvtt(cues), strict=True).captions
    found = [(each.start_time.in_milliseconds(), each.end_time.in_milliseconds(), each.raw_text) for each in read]
    assert [(start, end) for start, end, _ in found] == [(cue.start, cue.end) for cue in cues]
    for cue, (_, _, text) in zip(cues, found, strict=True):
        assert "<" not in text
        assert text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") == cue.text
