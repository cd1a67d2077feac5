"""An evening as YAML: what is read, and how a mistake is told."""

from pathlib import Path

import pytest

from orchestrator.evening import BadEvening, Evening, instant, load
from orchestrator.plan import Plan
from orchestrator.text import graphemes

EXAMPLE = Path(__file__).parent.parent / "examples" / "evening.yaml"
SMALL = """\
title: An evening
template: 45-15-60
timezone: Europe/Brussels
rooms:
  - theme: Mentoring
  - theme: Learning from peers
"""


def said(text: str) -> list[str]:
    with pytest.raises(BadEvening) as caught:
        load(text, "evening.yaml")
    return str(caught.value).splitlines()


def shipped() -> Evening:
    return load(EXAMPLE.read_text(encoding="utf-8"), EXAMPLE.name)


def test_a_small_evening_is_read() -> None:
    evening = load(SMALL, "evening.yaml")
    assert (evening.title, evening.template, [room.theme for room in evening.rooms]) == (
        "An evening",
        "45-15-60",
        ["Mentoring", "Learning from peers"],
    )


def test_the_plan_leaves_the_rehearsal_behind() -> None:
    plan = shipped().plan()
    assert type(plan) is Plan
    assert not {"questions", "people", "panelists"} & set(plan.model_dump())


def test_a_bad_field_is_named_with_line_column_and_reason() -> None:
    text = SMALL.replace("Learning from peers", '""')
    assert said(text) == ["evening.yaml:6:12: rooms.1.theme: must be text of 1 to 80 characters"]


def test_every_mistake_is_told_at_once_in_the_order_of_the_file() -> None:
    text = SMALL.replace("Mentoring", "7").replace("An evening", "").replace("Brussels", "Atlantis") + "questions: none\n"
    assert said(text) == [
        "evening.yaml:1:7: title: must be text",
        "evening.yaml:3:11: timezone: must be a time zone such as Europe/Brussels",
        "evening.yaml:5:12: rooms.0.theme: must be text",
        "evening.yaml:7:12: questions: must be a list",
    ]


def test_an_unknown_key_brings_a_suggestion() -> None:
    assert said(SMALL + "    call_ulr: https://meet.example.org/a\n") == [
        "evening.yaml:7:5: rooms.1.call_ulr: is not a known key; did you mean call_url?"
    ]
    assert said(SMALL + "venue: Ghent\n") == ["evening.yaml:7:1: venue: is not a known key"]


def test_a_notice_of_a_recording_is_read_and_its_mistakes_are_placed() -> None:
    notice = "recording_notice:\n  recorded: true\n  keeper: The school\n"
    assert said(SMALL + notice) == ["evening.yaml:8:3: recording_notice: must have keeper and days where recorded is true"]
    assert said(SMALL + notice + "  day: 90\n") == [
        "evening.yaml:10:3: recording_notice.day: is not a known key; did you mean days?"
    ]
    evening = load(SMALL + notice + "  days: 90\n", "evening.yaml")
    assert evening.plan().recording_notice == evening.recording_notice
    assert evening.recording_notice is not None
    assert (evening.recording_notice.keeper, evening.recording_notice.days) == ("The school", 90)


def test_moderation_and_prepared_questions_are_read_and_their_mistakes_are_placed() -> None:
    prepared = "    questions:\n      - Why?\n      - |-\n        Who?\n        And when?\n"
    plan = load(SMALL + prepared + "moderation: true\n", "evening.yaml").plan()
    assert (plan.moderation, [room.questions for room in plan.rooms]) == (True, [[], ["Why?", "Who?\nAnd when?"]])
    assert said(SMALL + '    questions:\n      - Why?\n      - ""\nmoderation: on\n') == [
        "evening.yaml:9:9: rooms.1.questions.1: must be text of 1 to 500 characters",
        "evening.yaml:10:13: moderation: must be true or false",
    ]


def test_a_missing_key_is_told_at_its_group() -> None:
    assert said(SMALL + "  - prompt: Now what?\n") == ["evening.yaml:7:5: rooms.2.theme: is missing"]


def test_a_key_written_twice_is_refused() -> None:
    assert said(SMALL + "title: Again\n") == ["evening.yaml:7:1: title: is written twice"]


def test_a_question_must_stand_in_a_room_there_is() -> None:
    assert said(SMALL + "questions:\n  - {room: 2, text: Fine}\n  - {room: 3, text: Lost}\n") == [
        "evening.yaml:9:12: questions.1.room: must be the number of a room, 1 to 2"
    ]


def test_a_mistake_that_concerns_the_whole_is_told_at_its_beginning() -> None:
    assert said(SMALL.replace("template: 45-15-60\n", "")) == ["evening.yaml:1:1: must have either template or agenda"]


@pytest.mark.parametrize(
    ("text", "place", "reason"),
    [
        ("", "1:1", "is empty"),
        ("# nothing\n", "1:1", "is empty"),
        ("- a\n- b\n", "1:1", "must be a group of keys with values"),
        ("title: a: b\n", "1:9", "is not valid YAML: mapping values are not allowed here"),
        ("title: [a\n", "2:1", "is not valid YAML"),
        ("title: a\n---\ntitle: b\n", "2:1", "is not valid YAML: but found another document"),
        ("title: a\n\x1b[31m", "2:1", "must not hold the character U+001B"),
        ("a: &x [1]\nb: 1\n", "1:4", "anchors and aliases are not accepted"),
        ("a: 1\nb: *x\n", "2:4", "anchors and aliases are not accepted"),
        ("a: !!python/object:os.system {}\n", "1:4", "tags (!...) are not accepted"),
        ("a: !!int x\n", "1:4", "tags (!...) are not accepted"),
        ("? [a]\n: 1\n", "1:3", "a key must be text"),
        ("a: " + "[" * 20_000, "1:12", "is nested more than 8 deep"),
        ("#" + "x" * 256 * 1024, "1:1", "must be at most 256 KiB"),
    ],
)
def test_what_is_not_our_yaml_is_refused(text: str, place: str, reason: str) -> None:
    (line,) = said(text)
    assert line.startswith(f"evening.yaml:{place}: {reason}")


def test_plain_words_stay_text() -> None:
    evening = load(SMALL.replace("An evening", "12:30") + "language: no\n", "evening.yaml")
    assert (evening.title, evening.language) == ("12:30", "no")


def test_a_number_too_large_is_refused_and_not_made_infinite() -> None:
    agenda = "agenda:\n  - {kind: break, title: Break, minutes: 1.0e999}\n"
    assert said(SMALL.replace("template: 45-15-60\n", agenda)) == ["evening.yaml:3:42: agenda.0.minutes: must be a finite number"]


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2026-11-25 17:00", 1_795_622_400_000),
        ("2026-11-25T17:00:00+01:00", 1_795_622_400_000),
        ("2026-11-25 16:00 Z", 1_795_622_400_000),
        ("2026-07-01 17:00", 1_782_918_000_000),
    ],
)
def test_a_start_is_read_in_its_zone(written: str, moment: int) -> None:
    assert load(SMALL + f"starts_at: {written}\n", "evening.yaml").starts_at == moment


@pytest.mark.parametrize("value", ["2026-11-25", "tomorrow", "2026-13-01 10:00", "17:00", 20261125, True])
def test_what_is_no_start_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="must be a date and time"):
        instant(value, "UTC")


@pytest.mark.parametrize(("value", "often"), [("2027-03-28 02:30", "never"), ("2026-10-25 02:30", "twice")])
def test_a_time_the_clocks_skip_or_repeat_needs_an_offset(value: str, often: str) -> None:
    with pytest.raises(ValueError, match=f"happens {often} in Europe/Brussels"):
        instant(value, "Europe/Brussels")
    assert instant(f"{value}+01:00", "Europe/Brussels") > 0


def test_the_shipped_evening_can_be_played() -> None:
    evening = shipped()
    assert len(evening.rooms) == 4
    assert all(room.prompt and 60 <= len(room.prompt.split()) <= 120 and room.call_url for room in evening.rooms)
    assert len(evening.questions) >= 48
    assert {question.room for question in evening.questions} == {1, 2, 3, 4}
    assert len({question.text for question in evening.questions}) == len(evening.questions)
    assert (len(evening.people), len(evening.panelists)) == (36, 3)
    assert evening.recording_notice is not None
    assert evening.recording_notice.recorded
    assert evening.moderation
    assert all(len(room.questions) == 1 for room in evening.rooms)


def test_the_shipped_questions_hold_what_breaks_naive_programs() -> None:
    texts = [question.text for question in shipped().questions]
    assert any("<script>" in text for text in texts)
    assert any(graphemes(text) == 500 for text in texts)
    assert any(text.startswith("=HYPERLINK(") for text in texts)
    assert any("\u200d" in text for text in texts)
    assert any('"' in text and "," in text and "\n" in text for text in texts)
