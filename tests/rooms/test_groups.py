"""A device that stands for a group of people, and the seat of who comes late; one rule each."""

import pytest

from orchestrator.messages import Role
from orchestrator.rooms.commands import Assign, Choose, SetGroup
from orchestrator.rooms.decider import place
from orchestrator.session.commands import Admit
from orchestrator.session.events import ParticipantJoined
from tests.given import (
    Sentence,
    entered,
    given,
    grouped,
    helps,
    joined,
    left,
    opened,
    revoked,
    room_added,
    seated,
)


def seats(sentence: Sentence) -> list[int]:
    rooms = sorted(sentence.session.rooms.rooms.values(), key=lambda room: room.position)
    return [room.seats for room in rooms]


def test_the_host_says_that_a_device_stands_for_a_group() -> None:
    given().when(SetGroup(participant_id="ana", people=12)).then(grouped("ana", 12))


def test_a_group_may_be_told_before_it_has_a_room() -> None:
    given().when(SetGroup(participant_id="gus", people=12)).then(grouped("gus", 12))


def test_telling_the_size_a_group_has_changes_nothing() -> None:
    given(grouped("ana", 12)).when(SetGroup(participant_id="ana", people=12)).then_nothing()
    given().when(SetGroup(participant_id="ana", people=1)).then_nothing()


def test_one_person_is_no_group() -> None:
    single = given(grouped("ana", 12)).when(SetGroup(participant_id="ana", people=1)).then(grouped("ana", 1))
    assert not single.session.rooms.groups
    assert seats(single) == [3, 2, 1, 0]


@pytest.mark.parametrize("who", ["ana", "mo", "pia", "panel", "stage", "watch"])
def test_only_the_host_makes_groups(who: str) -> None:
    given().when(SetGroup(participant_id="ana", people=12), by=who).then_refused("session.forbidden")


@pytest.mark.parametrize("who", ["pia", "zoe", "host"])
def test_only_participants_are_groups(who: str) -> None:
    given().when(SetGroup(participant_id=who, people=12)).then_refused("session.unknown_participant")


# Seats count people


def test_a_group_counts_all_its_people() -> None:
    assert seats(given(grouped("ana", 12))) == [14, 2, 1, 0]


def test_a_group_grows_and_shrinks() -> None:
    assert seats(given(grouped("ana", 12), grouped("ana", 15))) == [17, 2, 1, 0]
    assert seats(given(grouped("ana", 12), grouped("ana", 2))) == [4, 2, 1, 0]


def test_a_group_moves_with_all_its_people() -> None:
    moved = given(grouped("ana", 12)).when(Choose(room_id="r4"), by="ana").then(seated("ana", "r4"))
    assert seats(moved) == [2, 2, 1, 12]


def test_a_group_without_a_room_takes_its_seats_later() -> None:
    waiting = given(grouped("gus", 12))
    assert seats(waiting) == [3, 2, 1, 0]
    assert seats(waiting.when(Assign(participant_id="gus", room_id="r4"))) == [3, 2, 1, 12]


def test_a_group_that_leaves_frees_all_its_seats() -> None:
    assert seats(given(grouped("ana", 12), revoked("ana"), left("ana"))) == [2, 2, 1, 0]
    assert seats(given(grouped("ana", 12), helps("ana", "r1"))) == [2, 2, 1, 0]


# Coming late


def late(sentence: Sentence, room: str | None = None) -> Sentence:
    return sentence.when(Admit(name="Zoe", role=Role.PARTICIPANT, ticket_hash="hash of zoe", room_id=room), by="system")


def place_of(arrival: Sentence) -> str | None:
    (newcomer,) = (event.participant_id for event in arrival.outcome if isinstance(event, ParticipantJoined))
    return arrival.session.rooms.room_of(newcomer)


def test_who_comes_late_sits_where_fewest_people_are() -> None:
    assert place_of(late(given(entered("ph1")))) == "r4"
    assert place_of(late(given(entered("ph1"), seated("gus", "r4"), grouped("gus", 12)))) == "r3"


def test_where_rooms_are_alike_the_first_one_is_taken() -> None:
    assert place_of(late(given(entered("ph1"), seated("gus", "r4")))) == "r3"
    assert place_of(late(given(entered("ph1"), left("fay")))) == "r3"


def test_who_comes_late_may_name_a_room() -> None:
    assert place_of(late(given(entered("ph1")), room="r1")) == "r1"


def test_who_comes_in_time_chooses_later() -> None:
    assert place_of(late(given())) is None


def test_without_a_room_nobody_is_seated() -> None:
    empty = given(joined("gus"), evening=[opened()]).session.rooms
    assert place(empty, "gus", 1) == []


def test_who_has_a_room_keeps_it() -> None:
    rooms = given(helps("gus", "r2")).session.rooms
    assert place(rooms, "ana", 1) == []
    assert place(rooms, "gus", 1) == []


def test_a_room_added_later_is_the_last_of_those_alike() -> None:
    rooms = given(room_added("r5", "Homework")).session.rooms
    (taken,) = place(rooms, "gus", 1)
    assert taken.room_id == "r4"
