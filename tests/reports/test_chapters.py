"""Chapters of a recording: for the player, for podcasts, and for YouTube."""

import itertools
import json
import re

import pytest
import webvtt as reader

from orchestrator.reports.chapters import Chapters, chapters
from orchestrator.reports.podcast import podcast
from orchestrator.reports.question_log import question_log
from orchestrator.reports.webvtt import webvtt
from orchestrator.reports.youtube import BYTES, TooFew, youtube
from tests.given import (
    MINUTE,
    Events,
    anchored,
    answered,
    asked,
    called,
    entered,
    given,
    linked,
    merged,
    segment,
    segments_set,
    skipped,
    t,
)
from tests.reports.hostile import TEXTS, evening, one_line

SECOND = 1_000
HOUR = linked("rec1", url="https://youtu.be/a", started_at=t("20:00"), duration=60 * MINUTE)
ASKED = [
    asked("q1", by="ana"),
    asked("q2", by="dee"),
    asked("q3", by="fay"),
    asked("q4", by="eli"),
    entered("ph3", at=t("20:00")),
]


def on_air(question: str, start: str, end: str) -> list[Events]:
    return [called(question, at=t(start)), answered(question, at=t(end))]


EVENING = [*ASKED, on_air("q2", "20:01", "20:03"), on_air("q1", "20:03:20", "20:10"), on_air("q3", "20:20", "20:40")]


def of(*events: Events, recording: str = "rec1") -> Chapters:
    session = given(*events).session
    return chapters(session, session.recordings.recordings[recording], question_log(session))


def spans(told: Chapters) -> list[tuple[str, float, float]]:
    return [(each.question.question_id, each.start / SECOND, each.end / SECOND) for each in told.chapters]


def cues(told: Chapters) -> list[reader.Caption]:
    return list(reader.from_string(webvtt(told)))


# -- which, and from where to where


def test_a_chapter_is_a_question_from_its_call_until_it_leaves_the_air() -> None:
    assert spans(of(*EVENING, HOUR)) == [("q2", 60, 180), ("q1", 200, 600), ("q3", 1200, 2400)]


def test_a_question_called_twice_begins_at_the_call_that_led_to_its_answer() -> None:
    twice = [called("q1", at=t("20:01")), skipped("q1", at=t("20:02")), on_air("q1", "20:05", "20:06")]
    assert spans(of(*ASKED, *twice, HOUR)) == [("q1", 300, 360)]


def test_a_question_that_was_only_called_and_taken_off_has_none() -> None:
    assert spans(of(*ASKED, called("q1", at=t("20:01")), skipped("q1", at=t("20:02")), HOUR)) == []


def test_a_merged_question_is_heard_in_the_chapter_of_the_one_it_is_part_of() -> None:
    assert spans(of(*ASKED, merged("q3", into="q2"), on_air("q2", "20:01", "20:03"), HOUR)) == [("q2", 60, 180)]


def test_what_was_asked_in_a_pause_or_outside_is_listed_as_not_recorded() -> None:
    paused = [linked("rec1"), segments_set("rec1", segment("20:02", "20:05", 0), segment("20:15", "20:18", 3 * MINUTE))]
    told = of(*EVENING, on_air("q4", "20:08", "20:12"), *paused)
    assert spans(told) == [("q1", 80, 180)]
    assert [question.question_id for question in told.unheard] == ["q2", "q4", "q3"]


@pytest.mark.parametrize("start", ["19:00", "20:00"])
def test_in_a_recording_of_a_room_the_panel_is_neither_heard_nor_missing(start: str) -> None:
    told = of(*EVENING, linked("rec1", room_id="r1", started_at=t(start), duration=60 * MINUTE))
    assert (told.chapters, told.unheard, told.title) == ([], [], "An evening: A · Mentoring")


def test_a_recording_whose_beginning_nobody_knows_has_no_chapters_and_says_so() -> None:
    told = of(*EVENING, linked("rec1"))
    assert (told.chapters, told.unheard, told.placed) == ([], [], False)
    assert "Nobody has said yet" in webvtt(told)
    assert "Nobody has said yet" in json.loads(podcast(told, "https://w.example"))["description"]


def test_what_is_still_on_air_lasts_until_the_recording_ends() -> None:
    assert spans(of(*ASKED, called("q1", at=t("20:01")), HOUR)) == [("q1", 60, 3600)]
    assert spans(of(*ASKED, called("q1", at=t("20:01")), linked("rec1", started_at=t("20:00")))) == [("q1", 60, 60.001)]


def test_chapters_never_overlap_and_always_last_however_the_anchors_press_them_together() -> None:
    pressed = [linked("rec1", started_at=t("20:00"), duration=60 * MINUTE), anchored("rec1", t("20:00"), 0)]
    told = of(*EVENING, *pressed, anchored("rec1", t("20:30"), 3))
    ends = [(each.start, each.end) for each in told.chapters]
    assert all(start < end for start, end in ends)
    assert all(end <= start for (_, end), (start, _) in itertools.pairwise(ends))


# -- WebVTT


def test_a_cue_has_the_number_of_its_question_as_its_id() -> None:
    told = cues(of(*EVENING, HOUR))
    assert [(cue.identifier, cue.start, cue.end, cue.text) for cue in told] == [
        ("B-1", "00:01:00.000", "00:03:00.000", "B-1 Text of q2"),
        ("A-1", "00:03:20.000", "00:10:00.000", "A-1 Text of q1"),
        ("C-1", "00:20:00.000", "00:40:00.000", "C-1 Text of q3"),
    ]


def test_what_was_not_recorded_is_a_note() -> None:
    short = linked("rec1", started_at=t("20:00"), duration=4 * MINUTE)
    assert "\n\nNOTE Not recorded: C-1 Text of q3\n\n" in webvtt(of(*EVENING, short))


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_every_text_stays_inside_its_cue(text: str) -> None:
    told = of(*evening(text))
    first, second = cues(told)
    for cue, number in ((first, "A-1"), (second, "B-1")):
        assert cue.identifier == number
        shown = cue.raw_text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
        assert shown == f"{number} {one_line(text)}"
    assert webvtt(told).count("-->") == 2


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_every_text_stays_inside_its_note(text: str) -> None:
    told = of(*evening(text)[:-1], linked("rec1", started_at=t("18:00"), duration=MINUTE))
    blocks = webvtt(told).strip().split("\n\n")
    assert len(blocks) == 3
    assert blocks[0] == "WEBVTT"
    assert all(block.startswith("NOTE Not recorded: ") and "\n" not in block and "-->" not in block for block in blocks[1:])


# -- podcasts


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_podcast_chapters_lead_to_their_questions_on_the_watch_page(text: str) -> None:
    told = json.loads(podcast(of(*evening(text)), "https://meet.example.org/watch/s1"))
    assert (told["version"], told["title"]) == ("1.2.0", one_line(text))
    assert told["chapters"] == [
        {
            "startTime": 60.0,
            "endTime": 180.0,
            "title": f"A-1 {one_line(text)}",
            "url": "https://meet.example.org/watch/s1#A-1",
        },
        {
            "startTime": 300.0,
            "endTime": 480.0,
            "title": f"B-1 {one_line(text)}",
            "url": "https://meet.example.org/watch/s1#B-1",
        },
    ]


def test_podcast_chapters_say_what_was_not_recorded() -> None:
    told = json.loads(podcast(of(*EVENING, linked("rec1", started_at=t("20:00"), duration=4 * MINUTE)), "https://w.example"))
    assert told["description"] == "Not recorded: C-1 Text of q3"


# -- YouTube


def lines(told: Chapters) -> list[str]:
    return youtube(told).splitlines()


def test_a_description_begins_at_the_beginning() -> None:
    assert lines(of(*EVENING, HOUR)) == [
        "0:00 Beginning",
        "1:00 B-1 Text of q2",
        "3:20 A-1 Text of q1",
        "20:00 C-1 Text of q3",
    ]


def test_what_comes_before_ten_seconds_is_the_beginning() -> None:
    early = linked("rec1", started_at=t("20:00:51"), duration=60 * MINUTE)
    assert lines(of(*EVENING, early))[0] == "0:00 B-1 Text of q2"


def test_questions_less_than_ten_seconds_apart_share_a_line() -> None:
    hasty = [*on_air("q4", "20:40:01", "20:40:02"), *on_air("q1", "20:40:09", "20:40:20")]
    told = of(*ASKED, on_air("q2", "20:01", "20:03"), on_air("q3", "20:20", "20:40"), *hasty, HOUR)
    assert lines(told)[-1] == "40:01 B-2 Text of q4 / A-1 Text of q1"


def test_what_begins_in_the_last_ten_seconds_shares_the_line_before() -> None:
    cut = linked("rec1", started_at=t("20:00"), duration=20 * MINUTE + 9 * SECOND)
    assert lines(of(*EVENING, cut))[-1] == "3:20 A-1 Text of q1 / C-1 Text of q3"


def test_what_was_not_recorded_stands_below() -> None:
    cut = linked("rec1", started_at=t("20:00"), duration=19 * MINUTE)
    assert lines(of(*EVENING, cut))[-2:] == ["", "Not recorded: C-1 Text of q3"]


def test_with_fewer_than_three_youtube_shows_none() -> None:
    with pytest.raises(TooFew) as few:
        youtube(of(*ASKED, on_air("q2", "20:01", "20:03"), HOUR))
    assert few.value.found == 2


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_every_text_stays_on_its_line_without_brackets(text: str) -> None:
    told = youtube(of(*evening(text)))
    assert re.fullmatch("0:00 Beginning\n1:00 A-1 [^\n<>]+\n5:00 B-1 [^\n<>]+\n", told)


def test_a_description_is_never_longer_than_youtube_takes() -> None:
    many = [f"q{number}" for number in range(1, 201)]
    drafted = [asked(question, by="ana", text="👍" * 500) for question in many]
    calls = [
        [called(question, at=t("20:00") + index * 20 * SECOND), answered(question, at=t("20:00") + index * 20 * SECOND + 15)]
        for index, question in enumerate(many)
    ]
    told = youtube(of(*drafted, entered("ph3", at=t("20:00")), *calls, HOUR, linked("rec1", started_at=t("20:00"))))
    assert len(told.encode()) <= BYTES
    assert len(told.splitlines()) >= 150
