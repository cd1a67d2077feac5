"""What happens after an evening."""

import webvtt

from orchestrator.rehearsal.late import Heard, Place, subtitles

FIRST = Heard("q1", "r1", "What <b>works</b> & what --> does not?", "answered", (Place("rec1", 1_000),), "Start\nsmall.")
SECOND = Heard("q2", "r2", "And then?", "answered", (Place("rec1", 9_000), Place("rec2", 5)))


def cues(*questions: Heard) -> list[tuple[str, str, str]]:
    return [(each.start, each.end, each.text) for each in webvtt.from_string(subtitles(questions, "rec1"))]


def test_each_question_stands_where_it_was_asked_and_its_answer_after_it() -> None:
    assert cues(SECOND, FIRST) == [
        ("00:00:01.000", "00:00:05.000", "What &lt;b&gt;works&lt;/b&gt; &amp; what --&gt; does not?"),
        ("00:00:05.000", "00:00:09.000", "Start small."),
        ("00:00:09.000", "00:00:13.000", "And then?"),
        ("00:00:13.000", "00:00:17.000", "The panel answers."),
    ]


def test_questions_that_were_asked_together_are_said_once() -> None:
    again = Heard("q3", "r2", "The same?", "merged", (Place("rec1", 1_000),))
    assert len(cues(FIRST, again)) == 2
