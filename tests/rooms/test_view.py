"""What each audience sees of the rooms."""

import pytest

from tests.given import EVENING, announced, deputises, given, helps, room_added, seated, speaks

EVERYBODY = ("host", "hana", "moderator", "mo", "panel", "pia", "stage", "watch", "ana", "dee", "gus")
CALL = "https://meet.example.org/a"
WITH_A_CALL = [*EVENING, room_added("r5", "Homework", "Is it fair?", CALL)]


def test_themes_prompts_and_letters_are_for_everybody() -> None:
    for who in EVERYBODY:
        room = given(evening=WITH_A_CALL).seen_by(who)["rooms"]["r5"]
        assert (room["theme"], room["prompt"], room["letter"], room["position"]) == ("Homework", "Is it fair?", "E", 4)


def test_what_a_room_does_not_have_is_absent() -> None:
    assert {"prompt", "call_url", "representative", "deputy"}.isdisjoint(given().seen_by("host")["rooms"]["r1"])


@pytest.mark.parametrize("who", EVERYBODY)
def test_the_call_of_a_room_is_for_its_members_its_facilitators_and_the_host(who: str) -> None:
    room = given(seated("ana", "r5"), helps("gus", "r5"), evening=WITH_A_CALL).seen_by(who)["rooms"]["r5"]
    assert room.get("call_url") == (CALL if who in ("host", "hana", "ana", "gus") else None)


def test_the_inside_of_a_room_moves_with_the_seat() -> None:
    gone = given(seated("ana", "r5"), seated("ana", "r1"), evening=WITH_A_CALL)
    assert "call_url" not in gone.seen_by("ana")["rooms"]["r5"]


@pytest.mark.parametrize("who", EVERYBODY)
def test_who_speaks_for_a_room_is_for_everybody_but_late_viewers(who: str) -> None:
    room = given(speaks("ana", "r1"), deputises("ben", "r1")).seen_by(who)["rooms"]["r1"]
    spoken = [room.get(key) for key in ("representative", "representative_id", "deputy", "deputy_id")]
    assert spoken == ([None] * 4 if who == "watch" else ["Ana", "ana", "Ben", "ben"])


@pytest.mark.parametrize("who", EVERYBODY)
def test_an_announcement_is_for_everybody_but_late_viewers(who: str) -> None:
    seen = given(announced("a1", "Listen")).seen_by(who)["announcements"]
    assert ("a1" in seen) == (who != "watch")


@pytest.mark.parametrize("who", EVERYBODY)
def test_an_announcement_to_a_room_is_for_that_room_and_the_host(who: str) -> None:
    seen = given(announced("a1", "Listen", room="r1")).seen_by(who)["announcements"]
    assert ("a1" in seen) == (who in ("host", "hana", "ana"))


def test_a_facilitator_sees_what_the_room_was_told() -> None:
    seen = given(helps("gus", "r2"), announced("a1", "Listen", room="r2")).seen_by("gus")["announcements"]
    assert seen["a1"]["room_id"] == "r2"


def test_letters_go_on_after_z() -> None:
    many = [room_added(f"r{index}", f"Theme {index}") for index in range(5, 55)]
    rooms = given(*many).seen_by("ana")["rooms"]
    assert [rooms[room]["letter"] for room in ("r1", "r26", "r27", "r52", "r53")] == ["A", "Z", "AA", "AZ", "BA"]
