"""What a seat in a room means for questions."""

from orchestrator.rooms.commands import SetGroup
from tests.given import answered, asked, called, entered, given, grouped, voted

SHOWN = [
    grouped("ana", 12),
    asked("q1", by="ben"),
    asked("q2", by="dee"),
    voted("q1", "ana", hands=9),
    voted("q2", "ana", hands=2),
]


def test_a_group_that_became_smaller_shows_no_more_hands_than_it_has_people() -> None:
    given(SHOWN).when(SetGroup(participant_id="ana", people=3)).then(grouped("ana", 3), voted("q1", "ana", hands=3))


def test_a_device_that_stands_for_one_person_again_has_one_vote() -> None:
    smaller = given(SHOWN).when(SetGroup(participant_id="ana", people=1))
    smaller.then(grouped("ana", 1), voted("q1", "ana"), voted("q2", "ana"))
    assert {each: question["score"] for each, question in smaller.seen_by("host")["questions"].items()} == {"q1": 1, "q2": 1}


def test_a_group_that_grew_shows_the_hands_it_showed() -> None:
    given(SHOWN).when(SetGroup(participant_id="ana", people=20)).then(grouped("ana", 20))


def test_hands_for_what_was_heard_stay() -> None:
    heard = [*SHOWN, entered("ph3"), called("q1"), answered("q1")]
    given(heard).when(SetGroup(participant_id="ana", people=1)).then(grouped("ana", 1), voted("q2", "ana"))
