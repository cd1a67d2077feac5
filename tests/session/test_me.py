"""What is personal."""

from tests.given import (
    announced,
    answered,
    asked,
    called,
    deputises,
    dismissed,
    drafted,
    edited,
    entered,
    given,
    helps,
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
