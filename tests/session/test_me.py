"""What is personal."""

from tests.given import (
    announced,
    answered,
    asked,
    away,
    back,
    called,
    deputises,
    dismissed,
    drafted,
    edited,
    entered,
    given,
    grouped,
    helps,
    merged,
    promised,
    rejected,
    revoked,
    speaks,
    unvoted,
    voted,
    withdrawn,
)


def test_somebody_new_has_done_nothing() -> None:
    assert given().me("gus") == {
        "id": "gus",
        "name": "Gus",
        "roles": ["participant"],
        "votes": {},
        "questions": {},
        "dismissed": {},
    }


def test_a_shared_link_has_no_name() -> None:
    assert given().me("stage") == {"id": "stage", "roles": ["stage"], "votes": {}, "questions": {}, "dismissed": {}}


def test_my_room_and_what_i_am_in_it() -> None:
    room = given(speaks("ana", "r1"), deputises("ben", "r1"), helps("gus", "r1"))
    assert (room.me("ana")["room_id"], room.me("ana")["speaks_as"]) == ("r1", "representative")
    assert (room.me("ben")["room_id"], room.me("ben")["speaks_as"]) == ("r1", "deputy")
    assert "speaks_as" not in room.me("cal")
    assert room.me("gus")["facilitates"] == "r1"
    assert "room_id" not in room.me("gus")


def test_my_votes() -> None:
    votes = given(asked("q1", by="ana"), asked("q2", by="ana"), voted("q1", "dee"), voted("q2", "dee"), unvoted("q2", "dee"))
    assert votes.me("dee")["votes"] == {"q1": True}
    assert votes.me("ana")["votes"] == {}


def test_my_questions_and_what_became_of_them() -> None:
    mine = given(
        drafted("q1", by="ana"),
        asked("q2", by="ana"),
        asked("q3", by="ana"),
        asked("q4", by="ana"),
        asked("q5", by="ben"),
        entered("ph3"),
        called("q3"),
        answered("q3"),
        called("q4"),
    ).me("ana")["questions"]
    assert {question: row["status"] for question, row in mine.items()} == {
        "q1": "draft",
        "q2": "open",
        "q3": "answered",
        "q4": "on_air",
    }


def test_a_withdrawn_question_is_still_mine() -> None:
    gone = given(asked("q1", by="ana", text="Why?"), withdrawn("q1"))
    assert gone.me("ana")["questions"] == {"q1": {"status": "withdrawn", "text": "Why?"}}


def test_an_anonymous_question_is_still_mine() -> None:
    assert given(asked("q1", by="ana", anonymous=True)).me("ana")["questions"].keys() == {"q1"}


def test_my_question_in_the_words_of_whoever_edited_it() -> None:
    assert given(asked("q1", by="ana"), edited("q1", "Better", by="mo")).me("ana")["questions"]["q1"]["text"] == "Better"


def test_what_i_have_dismissed() -> None:
    read = given(announced("a1"), dismissed("a1", by="ana"))
    assert read.me("ana")["dismissed"] == {"a1": True}
    assert read.me("ben")["dismissed"] == {}


def test_somebody_revoked_has_no_roles() -> None:
    assert given(revoked("ana")).me("ana")["roles"] == []


def test_my_question_that_waits_for_review_says_so() -> None:
    assert given(asked("q1", by="ana", pending=True)).me("ana")["questions"]["q1"]["status"] == "pending"


def test_who_is_rejected_is_told_why() -> None:
    mine = given(asked("q1", by="ana", text="Why?"), rejected("q1", "Asked already")).me("ana")["questions"]
    assert mine == {"q1": {"status": "rejected", "text": "Why?", "reason": "Asked already"}}


def test_who_is_merged_is_told_into_what() -> None:
    chain = given(
        asked("q1", by="ana", text="Why?"),
        asked("q2", by="dee"),
        asked("q3", by="fay"),
        merged("q1", into="q2"),
        merged("q2", into="q3"),
    )
    assert chain.me("ana")["questions"] == {"q1": {"status": "merged", "text": "Why?", "merged_into": "q3"}}


def test_who_is_owed_an_answer_sees_so() -> None:
    assert given(asked("q1", by="ana"), promised("q1")).me("ana")["questions"]["q1"]["status"] == "promised"


def test_my_device_may_stand_for_a_group() -> None:
    assert given(grouped("ana", 12)).me("ana")["group"] == 12
    assert "group" not in given().me("ana")


def test_the_hands_i_counted() -> None:
    counted = given(
        grouped("ana", 12), asked("q1", by="dee"), asked("q2", by="dee"), voted("q1", "ana", hands=7), voted("q2", "ana")
    ).me("ana")
    assert counted["votes"] == {"q1": True, "q2": True}
    assert counted["hands"] == {"q1": 7}


def test_hands_taken_back_are_none() -> None:
    assert "hands" not in given(grouped("ana", 12), asked("q1", by="dee"), voted("q1", "ana", hands=7), unvoted("q1", "ana")).me(
        "ana"
    )


def test_i_know_that_i_am_taken_to_be_away() -> None:
    assert given(speaks("ana", "r1"), away("ana")).me("ana")["absent"] is True
    assert "absent" not in given(speaks("ana", "r1"), away("ana"), back("ana")).me("ana")
