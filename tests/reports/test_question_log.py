"""What is in the question log, in which order, and where it can be heard."""

import csv
import io

import pytest

from orchestrator.reports.question_log import COLUMNS, as_csv, question_log
from tests.given import (
    answer_written,
    answered,
    asked,
    called,
    drafted,
    entered,
    given,
    linked,
    merged,
    promised,
    rejected,
    skipped,
    submitted,
    t,
    withdrawn,
)

CALLED = (
    entered("ph3", at=t("20:00")),
    called("q2", at=t("20:01")),
    answered("q2", text="So it is.", at=t("20:03")),
    called("q1", at=t("20:05")),
    skipped("q1", at=t("20:06")),
    called("q1", at=t("20:10")),
    answered("q1", at=t("20:12")),
)
ASKED = (
    drafted("q1", by="ana"),
    drafted("q2", by="dee"),
    drafted("q3", by="ben"),
    drafted("q4", by="cal"),
    submitted("q1"),
    submitted("q2"),
    submitted("q3"),
)


def log(*events):
    return question_log(given(*events).session)


def test_what_was_on_air_comes_first_in_that_order_then_what_was_submitted():
    assert [question.question_id for question in log(*ASKED, *CALLED).questions] == ["q2", "q1", "q3"]


def test_a_draft_and_a_withdrawn_question_are_not_in_it():
    assert [q.question_id for q in log(*ASKED, withdrawn("q1")).questions] == ["q2", "q3"]


def test_every_instant_on_air_is_a_place_in_the_plenary_recordings_that_cover_it():
    recording = linked("rec1", url="https://r.example/p.mp4", started_at=t("20:00"), duration=8 * 60_000)
    late = linked("rec2", url="https://r.example/late.mp4", started_at=t("20:04"), duration=60 * 60_000)
    of_a_room = linked("rec3", url="https://r.example/a.mp4", room_id="r1", started_at=t("20:00"))
    by_id = {question.question_id: question for question in log(*ASKED, *CALLED, recording, late, of_a_room).questions}
    assert [(place.recording_id, place.offset) for place in by_id["q1"].places] == [
        ("rec1", 5 * 60_000),
        ("rec2", 1 * 60_000),
        ("rec2", 6 * 60_000),
    ]
    assert by_id["q1"].places[0].url == "https://r.example/p.mp4#t=300"
    assert by_id["q1"].places[0].confidence == "anchored"
    assert by_id["q3"].places == []


def test_on_air_at_is_the_call_that_led_to_the_answer():
    assert {q.question_id: q.on_air_at for q in log(*ASKED, *CALLED).questions}["q1"] == t("20:10")


def test_a_recording_of_an_unknown_start_has_no_places():
    assert all(not q.places for q in log(*ASKED, *CALLED, linked("rec1", url="https://r.example/p.mp4")).questions)


def read(text):
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_the_csv_is_read_by_the_csv_module_whatever_people_typed():
    nasty = 'He said: "no",\nand left; =1+1'
    state = given(drafted("q1", by="ana", text=nasty), submitted("q1")).session
    (row,) = read(as_csv(state))
    assert tuple(row) == COLUMNS
    assert row["text"] == nasty
    assert row["number"] == "A-1"
    assert row["status"] == "open"


@pytest.mark.parametrize("trigger", ["=HYPERLINK(1)", "+1", "-1", "@x"])
def test_a_cell_that_a_spreadsheet_would_run_is_made_text(trigger):
    (row,) = read(as_csv(given(drafted("q1", by="ana", text=trigger), submitted("q1")).session))
    assert row["text"] == "'" + trigger


def test_what_was_called_and_taken_off_again_was_not_asked() -> None:
    taken_off = [*ASKED, entered("ph3", at=t("20:00")), called("q1", at=t("20:05")), skipped("q1", at=t("20:06")), promised("q1")]
    by_id = {question.question_id: question for question in log(*taken_off).questions}
    assert by_id["q1"].on_air_at is None
    by_id = {question.question_id: question for question in log(*taken_off, answer_written("q1")).questions}
    assert (by_id["q1"].status, by_id["q1"].on_air_at) == ("answered", None)


def test_what_was_promised_on_air_was_asked() -> None:
    on_air = [*ASKED, entered("ph3", at=t("20:00")), called("q1", at=t("20:05")), promised("q1", at=t("20:06"))]
    assert {question.question_id: question.on_air_at for question in log(*on_air).questions}["q1"] == t("20:05")


def test_a_merged_question_has_what_became_of_the_one_it_is_part_of() -> None:
    answered_together = [*ASKED, merged("q3", into="q2"), *CALLED]
    by_id = {question.question_id: question for question in log(*answered_together).questions}
    assert (by_id["q3"].status, by_id["q3"].merged_into, by_id["q3"].answer) == ("merged", "q2", "So it is.")
    assert by_id["q2"].credited == ("r1",)


def test_what_waits_for_review_is_for_who_reviews() -> None:
    session = given(asked("q1", by="ana", pending=True), asked("q2", by="dee", pending=True), rejected("q2")).session
    assert question_log(session).questions == []
    assert [question.question_id for question in question_log(session, reviewer=True).questions] == ["q1"]
