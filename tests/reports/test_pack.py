"""What is in a group pack, for whom, and in which words."""

import pytest

from orchestrator.messages import Rejected
from orchestrator.reports.entries import AT_ITS_BEGINNING, GOES_ON
from orchestrator.reports.markdown_pack import markdown_pack
from orchestrator.reports.pack import FollowUp, Pack, pack
from tests.given import (
    MINUTE,
    Events,
    announced,
    answer_written,
    answered,
    asked,
    called,
    drafted,
    entered,
    finished,
    given,
    linked,
    merged,
    promised,
    rejected,
    relinked,
    room_edited,
    segment,
    segments_set,
    t,
    withdrawn,
)

BASE = "https://meet.example.org"


def of(*events: Events, room: str = "r1", written: list[FollowUp] | None = None) -> Pack:
    return pack(given(*events).session, room, written or [], BASE)


def numbers(entries: list) -> list[str]:
    return [entry.number for entry in entries]


def test_it_holds_the_questions_of_the_room_as_they_were_asked_and_its_drafts() -> None:
    told = of(
        asked("q1", by="ana"),
        asked("q2", by="ben"),
        asked("q3", by="dee"),
        drafted("q4", by="cal", text="Not yet"),
        drafted("q5", by="dee"),
        entered("ph3", at=t("20:00")),
        called("q2", at=t("20:01")),
        answered("q2", text="Yes.", at=t("20:03")),
    )
    assert numbers(told.own) == ["A-2", "A-1"]
    assert told.own[0].answer == "Yes."
    assert told.own[0].facts == ("asked at 21:01, answered", "2 min on air")
    assert told.own[1].facts == ("not called",)
    assert told.drafts == ["Not yet"]


def test_what_waits_for_review_is_the_room_s_own_and_what_was_withdrawn_or_rejected_is_nobody_s() -> None:
    events = [
        asked("q1", by="ana", pending=True),
        asked("q2", by="ben"),
        asked("q3", by="cal", pending=True),
        asked("q4", by="dee", pending=True),
    ]
    told = of(*events, withdrawn("q2"), rejected("q3"))
    assert numbers(told.own) == ["A-1"]
    assert told.own[0].facts == ("waiting for review",)


def test_a_question_that_became_part_of_another_room_s_is_found_there_with_its_answer() -> None:
    events = [
        asked("q1", by="ana"),
        asked("q2", by="dee"),
        merged("q1", into="q2"),
        entered("ph3", at=t("20:00")),
        called("q2", at=t("20:01")),
        answered("q2", text="Both.", at=t("20:03")),
        linked("rec1", url="https://youtu.be/a", started_at=t("20:00"), duration=60 * MINUTE),
    ]
    told = of(*events)
    assert (numbers(told.own), numbers(told.credited)) == (["A-1"], ["B-1"])
    assert told.own[0].facts == ("asked as part of B-1",)
    assert (told.own[0].answer, told.own[0].places) == (None, ())
    assert told.credited[0].answer == "Both."
    assert told.credited[0].facts == ("B · Assessment", "also from A", "asked at 21:01, answered", "2 min on air")
    assert (numbers(of(*events, room="r2").own), of(*events, room="r2").credited) == (["B-1"], [])


def test_a_promise_says_who_and_until_when_and_a_written_answer_since_when() -> None:
    promise = [asked("q1", by="ana"), entered("ph3", at=t("20:00")), promised("q1", owner="Pia", due_at=t("23:30"))]
    assert of(*promise).own[0].facts == ("not called, answer promised by Pia until Thursday 26 November 2026",)
    written = of(*promise, answer_written("q1", text="So.", at=t("21:00"))).own[0]
    assert written.facts == ("not called, answered in writing on Wednesday 25 November 2026",)
    assert written.answer == "So."


def test_what_the_end_turned_into_promises_is_the_host_s() -> None:
    told = of(asked("q1", by="ana"), entered("ph3", at=t("20:00")), promised("q1"), finished())
    assert told.own[0].facts == ("not called, answer promised by the host",)


def test_announcements_are_those_to_the_room() -> None:
    told = of(announced("a1", text="Listen", room="r1", at=t("19:05")), announced("a2", room="r2"), announced("a3"))
    assert [(said.when, said.text) for said in told.announcements] == [("20:05", "Listen")]


def test_what_late_viewers_wrote_is_in_it_in_order_with_the_question_it_is_about() -> None:
    late, early = FollowUp("And now?", t("23:30")), FollowUp("Me too", t("22:00"), "q1")
    told = of(asked("q1", by="ana"), written=[late, early])
    assert [(said.when, said.text, said.about) for said in told.follow_ups] == [
        ("Wednesday 25 November 2026", "Me too", "A-1"),
        ("Thursday 26 November 2026", "And now?", ""),
    ]


# -- recordings

ON_AIR = [
    asked("q1", by="ana", at=t("19:20")),
    entered("ph3", at=t("20:00")),
    called("q1", at=t("20:01")),
    answered("q1", at=t("20:03")),
]


def test_a_question_is_heard_in_the_plenary_and_where_the_room_submitted_it() -> None:
    plenary = linked("rec1", url="https://youtu.be/a", started_at=t("20:00"), duration=60 * MINUTE)
    own = linked("rec2", url="/media/s1/a.mp4", room_id="r1", started_at=t("19:00"), duration=45 * MINUTE)
    other = linked("rec3", url="https://youtu.be/b", room_id="r2", started_at=t("19:00"), duration=45 * MINUTE)
    told = of(*ON_AIR, plenary, own, other)
    assert [(hear.words, hear.url, hear.note) for hear in told.own[0].places] == [
        ("1:00 in the recording", "https://youtu.be/a?t=60s", ""),
        ("20:00 in your room’s recording, when you submitted it", f"{BASE}/media/s1/a.mp4#t=1200", ""),
    ]
    assert [(hear.words, hear.url) for hear in told.recordings] == [("Your room’s recording", f"{BASE}/media/s1/a.mp4#t=0")]


def test_a_link_that_does_not_jump_says_so_and_so_does_one_near_the_moment() -> None:
    unknown = (
        linked("rec1", url="https://r.example/view/1"),
        segments_set("rec1", segment("19:50", "20:00", 0), segment("20:02", "20:30", 10 * MINUTE)),
    )
    (hear,) = of(*ON_AIR, *unknown).own[0].places
    assert (hear.words, hear.url) == ("10:00 in the recording", "https://r.example/view/1")
    assert hear.note == f"{GOES_ON}; {AT_ITS_BEGINNING}"


def test_nothing_the_room_may_not_see_is_in_it() -> None:
    hidden = linked("rec1", url="https://youtu.be/a", room_id="r2", started_at=t("19:00"), duration=180 * MINUTE)
    told = of(*ON_AIR, hidden, relinked("rec1", "room", url="https://youtu.be/a", room_id="r2"), drafted("q9", by="dee"))
    assert (told.own[0].places, told.recordings, told.drafts) == ((), [], [])


# -- to talk about


def test_the_first_prompt_goes_back_to_the_dilemma_and_does_not_repeat_it() -> None:
    told = of(room_edited("r1", theme="Mentoring", prompt="Do you step in,\nor wait?"))
    assert len(told.prompts) == 4
    assert told.prompts[0].startswith("Go back to your dilemma: what would you do now? Where did you stand")
    assert markdown_pack(told, f"{BASE}/watch/s1").count("Do you step in,") == 1
    assert of().prompts[0].startswith("Go back to your theme, “Mentoring”. Where did you stand")


def test_a_room_that_asked_nothing_is_told_so() -> None:
    assert "Your room submitted no question." in markdown_pack(of(room="r4"), f"{BASE}/watch/s1")


def test_there_is_no_pack_of_no_room() -> None:
    with pytest.raises(Rejected, match="unknown_room"):
        of(room="r9")
