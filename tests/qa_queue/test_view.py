"""What each audience sees of the questions."""

import pytest

from tests.given import (
    Events,
    Sentence,
    answered,
    asked,
    called,
    deputises,
    drafted,
    edited,
    entered,
    finished,
    given,
    handed_over,
    held,
    helps,
    next_fixed,
    promised,
    room_ordered,
    seated,
    skipped,
    submitted,
    t,
    voted,
    withdrawn,
)

EVERYBODY = ("host", "hana", "moderator", "mo", "panel", "pia", "stage", "watch", "ana", "ben", "dee", "gus")


@pytest.mark.parametrize("who", EVERYBODY)
def test_a_draft_is_for_its_room_and_the_host(who: str) -> None:
    seen = given(drafted("q1", by="ana")).seen_by(who)["questions"]
    assert ("q1" in seen) == (who in ("host", "hana", "ana", "ben"))


def test_a_facilitator_sees_the_drafts_of_the_room() -> None:
    helping = given(helps("gus", "r1"), drafted("q1", by="ana"), drafted("q2", by="dee"))
    assert helping.seen_by("gus")["questions"].keys() == {"q1"}


def test_who_moves_to_another_room_sees_its_drafts_instead() -> None:
    moved = given(drafted("q1", by="ana"), drafted("q2", by="dee"), seated("ben", "r2"))
    assert moved.seen_by("ben")["questions"].keys() == {"q2"}


@pytest.mark.parametrize("who", EVERYBODY)
def test_an_open_question_is_for_everybody(who: str) -> None:
    question = given(asked("q1", by="ana", text="Why?")).seen_by(who)["questions"]["q1"]
    assert (question["text"], question["status"], question["number"], question["room_id"]) == ("Why?", "open", "A-1", "r1")


@pytest.mark.parametrize("who", EVERYBODY)
def test_a_withdrawn_question_is_for_nobody(who: str) -> None:
    seen = given(drafted("q1", by="ana"), withdrawn("q1"), asked("q2", by="ana"), withdrawn("q2")).seen_by(who)
    assert seen["questions"] == {}


@pytest.mark.parametrize("who", EVERYBODY)
def test_ranks_are_for_host_and_moderator_and_from_the_hand_over_for_everybody(who: str) -> None:
    before = given(asked("q1", by="ana"), voted("q1", "dee")).seen_by(who)["questions"]["q1"]
    after = given(asked("q1", by="ana"), voted("q1", "dee"), handed_over()).seen_by(who)["questions"]["q1"]
    assert ("rank" in before, "reason" in before) == (
        (True, True) if who in ("host", "hana", "moderator", "mo") else (False, False)
    )
    reason = {"rule": "fair_turn", "turn": 1, "room_id": "r1", "airtime": 0, "support": 1, "rooms": 1}
    assert (after["rank"], after["reason"]) == (1, reason)


@pytest.mark.parametrize("who", EVERYBODY)
def test_the_author_is_for_the_own_room_host_and_moderator(who: str) -> None:
    question = given(asked("q1", by="ana")).seen_by(who)["questions"]["q1"]
    named = (question.get("author"), question.get("author_id"))
    assert named == (("Ana", "ana") if who in ("host", "hana", "moderator", "mo", "ana", "ben") else (None, None))


@pytest.mark.parametrize("who", EVERYBODY)
def test_an_anonymous_author_is_for_nobody(who: str) -> None:
    question = given(asked("q1", by="ana", anonymous=True)).seen_by(who)["questions"]["q1"]
    assert question["anonymous"] is True
    assert {"author", "author_id"}.isdisjoint(question)


def test_a_question_that_is_not_anonymous_does_not_say_so() -> None:
    assert "anonymous" not in given(asked("q1", by="ana")).seen_by("ana")["questions"]["q1"]


@pytest.mark.parametrize("who", EVERYBODY)
def test_earlier_words_are_for_the_own_room_host_and_moderator(who: str) -> None:
    question = given(asked("q1", by="ana", text="Why?"), edited("q1", "Better", by="mo", at=t("19:20"))).seen_by(who)[
        "questions"
    ]["q1"]
    earlier = [{"text": "Why?", "at": t("19:20"), "by": "Mo"}]
    assert question.get("history") == (earlier if who in ("host", "hana", "moderator", "mo", "ana", "ben") else None)


@pytest.mark.parametrize("who", ["host", "moderator", "ana", "ben"])
def test_earlier_words_do_not_name_an_anonymous_author(who: str) -> None:
    edits = [edited("q1", "Better", by="ana"), edited("q1", "Best", by="ben"), edited("q1", "The very best", by="host")]
    question = given(deputises("ben", "r1"), drafted("q1", by="ana", anonymous=True), edits, submitted("q1")).seen_by(who)[
        "questions"
    ]["q1"]
    assert [each["by"] for each in question["history"]] == ["the author", "Ben", "the host"]


@pytest.mark.parametrize("who", EVERYBODY)
def test_what_is_next_and_what_is_held_is_seen_with_the_ranks(who: str) -> None:
    evening = [asked("q1", by="ana"), asked("q2", by="dee"), entered("ph3"), held("q2"), next_fixed("q1")]
    before, after = (given(evening, told).seen_by(who)["questions"] for told in ([], handed_over()))
    assert (after["q1"]["next"], after["q2"]["held"]) == (True, "host")
    if who in ("host", "hana", "moderator", "mo"):
        assert (before["q1"]["next"], before["q2"]["held"]) == (True, "host")
    else:
        assert {"next", "held"}.isdisjoint({*before["q1"], *before["q2"]})


@pytest.mark.parametrize("who", EVERYBODY)
def test_nobody_sees_who_voted(who: str) -> None:
    question = given(asked("q1", by="ana"), voted("q1", "dee"), voted("q1", "ben")).seen_by(who)["questions"]["q1"]
    assert (question["score"], question["support"]) == (2, 1)
    assert "dee" not in str(question)
    assert "ben" not in str(question)


@pytest.mark.parametrize("who", EVERYBODY)
def test_the_order_of_a_room_is_for_that_room_host_and_moderator(who: str) -> None:
    question = given(asked("q1", by="ana"), asked("q2", by="ana"), room_ordered("r1", "q2", "q1")).seen_by(who)["questions"]["q1"]
    assert question.get("room_order") == (2 if who in ("host", "hana", "moderator", "mo", "ana", "ben") else None)


def orders(evening: Sentence) -> dict[str, int | None]:
    return {question: row.get("room_order") for question, row in evening.seen_by("ana")["questions"].items()}


def test_the_order_of_a_room_counts_its_drafts_and_open_questions() -> None:
    asking = [drafted("q1", by="ana"), asked("q2", by="ana"), asked("q3", by="ben"), asked("q4", by="ben")]
    ordered = [*asking, room_ordered("r1", "q3", "q1", "q2")]
    assert orders(given(asking)) == {"q1": None, "q2": None, "q3": None, "q4": None}
    assert orders(given(ordered)) == {"q1": 2, "q2": 3, "q3": 1, "q4": None}
    assert orders(given(ordered, withdrawn("q1"))) == {"q2": 2, "q3": 1, "q4": None}
    assert orders(given(ordered, entered("ph3"), called("q3"))) == {"q1": 1, "q2": 2, "q3": None, "q4": None}
    assert orders(given(ordered, entered("ph3"), called("q3"), skipped("q3"))) == {"q1": 2, "q2": 3, "q3": 1, "q4": None}


def test_only_open_questions_have_a_rank() -> None:
    seen = given(
        drafted("q1", by="ana"),
        asked("q2", by="ana"),
        asked("q3", by="dee"),
        asked("q4", by="fay"),
        entered("ph3"),
        called("q3"),
        answered("q3"),
        called("q4"),
        handed_over(),
    ).seen_by("host")["questions"]
    assert {question: row.get("rank") for question, row in seen.items()} == {"q1": None, "q2": 1, "q3": None, "q4": None}


@pytest.mark.parametrize(
    ("fate", "status"),
    [
        ([], "open"),
        ([called("q1")], "on_air"),
        ([called("q1"), skipped("q1")], "open"),
        ([called("q1"), answered("q1")], "answered"),
        ([promised("q1"), finished()], "promised"),
    ],
)
def test_one_word_says_where_a_question_stands(fate: list[Events], status: str) -> None:
    told = given(asked("q1", by="ana"), entered("ph3"), *fate)
    assert told.seen_by("watch")["questions"]["q1"]["status"] == status
    assert told.me("ana")["questions"]["q1"]["status"] == status


def test_each_step_of_a_question_has_its_instant() -> None:
    question = given(
        drafted("q1", by="ana", at=t("19:10")),
        *asked("q2", by="dee", at=t("19:15")),
        entered("ph3", at=t("20:00")),
        called("q2", at=t("20:05")),
        answered("q2", text="Yes", at=t("20:09")),
    ).seen_by("watch")["questions"]["q2"]
    steps = ("drafted_at", "submitted_at", "published_at", "on_air_at", "answered_at")
    assert [question[step] for step in steps] == [t("19:15"), t("19:15"), t("19:15"), t("20:05"), t("20:09")]
    assert question["answer"] == "Yes"
