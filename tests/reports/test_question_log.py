"""What is in the question log, in which order, and where it can be heard."""

from orchestrator.messages import Audience, Role
from orchestrator.reports.question_log import question_log
from tests.given import (
    MINUTE,
    answer_written,
    answered,
    asked,
    called,
    clock_set,
    drafted,
    edited,
    entered,
    followed_up,
    given,
    linked,
    merged,
    promised,
    rejected,
    segment,
    segments_set,
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
    assert [question.question_id for question in question_log(session, Audience(Role.HOST)).questions] == ["q1"]


def test_the_airtime_of_a_question_is_what_its_turn_took_follow_ups_apart() -> None:
    went_on = [followed_up("q2", at=t("20:14")), answered("q2", at=t("20:20"))]
    by_id = {question.question_id: question for question in log(*ASKED, merged("q3", into="q2"), *CALLED, *went_on).questions}
    assert by_id["q2"].airtime == 2 * MINUTE
    assert by_id["q3"].airtime is None


def test_wordings_are_counted_from_the_publication_on() -> None:
    before, after = edited("q1", "Before", by="ana", at=t("19:10")), edited("q1", "After", by="host", at=t("19:30"))
    published = [drafted("q1", by="ana", at=t("19:05")), before, submitted("q1", at=t("19:20"))]
    assert [question.wordings for question in log(*published).questions] == [1]
    assert [question.wordings for question in log(*published, after).questions] == [2]


def test_what_was_asked_while_nothing_was_recorded_is_heard_from_where_it_goes_on() -> None:
    recording = (
        linked("rec1", url="https://youtu.be/a"),
        segments_set("rec1", segment("20:00", "20:04", 0), segment("20:11", "20:30", 4 * MINUTE)),
    )
    by_id = {question.question_id: question for question in log(*ASKED, *CALLED, *recording).questions}
    assert [(place.offset, place.snapped) for place in by_id["q2"].places] == [(1 * MINUTE, False)]
    assert [(place.offset, place.snapped) for place in by_id["q1"].places] == [(4 * MINUTE, True)] * 2


def test_zoom_is_told_the_instant_by_the_clock_of_its_recorder() -> None:
    recording = linked("rec1", url="https://zoom.us/rec/share/x", started_at=t("20:00"), duration=60 * MINUTE)
    (place,) = log(*ASKED, *CALLED, recording).questions[0].places
    assert place.url == f"https://zoom.us/rec/share/x?startTime={t('20:01')}"
    fast = clock_set("manual", 30_000)
    (place,) = log(*ASKED, *CALLED, recording, fast).questions[0].places
    assert (place.offset, place.url) == (90_000, f"https://zoom.us/rec/share/x?startTime={t('20:01:30')}")


def test_nobody_who_asked_is_named() -> None:
    named = {"Ana", "Ben", "Dee", "Cal"}
    assert not [word for word in named if word in str(log(*ASKED, *CALLED))]
