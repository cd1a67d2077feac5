"""Who speaks for a room may be away; one rule each."""

import pytest

from orchestrator.rooms.commands import Appoint, Assign, MarkAbsent, MarkPresent, Volunteer
from orchestrator.session.commands import Finish
from tests.given import (
    Sentence,
    away,
    back,
    deputises,
    entered,
    finished,
    given,
    helps,
    left,
    revoked,
    seated,
    speaks,
)

GONE, HERE = MarkAbsent(participant_id="ana"), MarkPresent(participant_id="ana")
SPEAKERS = [entered("ph3"), speaks("ana", "r1"), deputises("ben", "r1"), speaks("dee", "r2")]
EVERYBODY = ("host", "hana", "moderator", "mo", "panel", "pia", "stage", "watch", "ana", "dee", "gus")


def speaker(sentence: Sentence, room: str = "r1") -> str | None:
    """Who is called when the room is."""
    rooms = sentence.session.rooms
    return rooms.speaker(rooms.room(room))


# Being away


@pytest.mark.parametrize("who", ["ana", "ben"])
def test_representative_and_deputy_may_be_away(who: str) -> None:
    given(SPEAKERS).when(MarkAbsent(participant_id=who)).then(away(who))


def test_the_server_says_who_is_away_and_who_is_back() -> None:
    given(SPEAKERS).when(GONE, by="system").then(away("ana")).when(HERE, by="system").then(back("ana"))


def test_somebody_may_be_away_before_the_evening_begins() -> None:
    given(speaks("ana", "r1")).when(GONE).then(away("ana"))


@pytest.mark.parametrize("who", ["ana", "ben", "mo", "pia", "moderator", "panel", "stage", "watch"])
def test_nobody_but_the_host_says_that_somebody_is_away(who: str) -> None:
    given(SPEAKERS).when(GONE, by=who).then_refused("session.forbidden")


@pytest.mark.parametrize("who", ["cal", "gus"])
def test_only_who_speaks_for_a_room_is_missed(who: str) -> None:
    given(SPEAKERS, helps("gus", "r1")).when(MarkAbsent(participant_id=who)).then_refused("rooms.not_a_speaker")
    given(SPEAKERS, helps("gus", "r1")).when(MarkPresent(participant_id=who)).then_refused("rooms.not_a_speaker")


@pytest.mark.parametrize("who", ["pia", "zoe", "host"])
def test_somebody_who_does_not_take_part_is_not_missed(who: str) -> None:
    given(SPEAKERS).when(MarkAbsent(participant_id=who)).then_refused("session.unknown_participant")


def test_being_away_twice_changes_nothing() -> None:
    given(SPEAKERS, away("ana")).when(GONE).then_nothing()


def test_nobody_is_away_after_the_end() -> None:
    given(SPEAKERS).when(Finish()).when(GONE, by="system").then_refused("session.finished")


# Coming back


@pytest.mark.parametrize("who", ["host", "hana", "ana"])
def test_the_host_or_the_person_says_that_they_are_back(who: str) -> None:
    given(SPEAKERS, away("ana")).when(HERE, by=who).then(back("ana"))


@pytest.mark.parametrize("who", ["ben", "dee", "mo", "pia"])
def test_nobody_else_says_that_they_are_back(who: str) -> None:
    given(SPEAKERS, away("ana")).when(HERE, by=who).then_refused("session.forbidden")


def test_coming_back_without_having_been_away_changes_nothing() -> None:
    given(SPEAKERS).when(HERE).then_nothing()
    given(SPEAKERS, away("ana"), back("ana")).when(HERE, by="ana").then_nothing()


# Who is called


def test_the_representative_is_called() -> None:
    assert speaker(given(SPEAKERS)) == "ana"
    assert speaker(given(SPEAKERS, away("ben"))) == "ana"


def test_the_deputy_is_called_while_the_representative_is_away() -> None:
    assert speaker(given(SPEAKERS, away("ana"))) == "ben"
    assert speaker(given(SPEAKERS, away("ana"), back("ana"))) == "ana"


def test_nobody_is_called_while_both_are_away() -> None:
    assert speaker(given(SPEAKERS, away("ana"), away("ben"))) is None


def test_nobody_is_called_in_a_room_for_which_nobody_speaks() -> None:
    assert speaker(given(), "r4") is None


def test_a_deputy_without_a_representative_is_called() -> None:
    assert speaker(given(speaks("ana", "r1"), deputises("ana", "r1"))) == "ana"


# Absence is only kept of who speaks for a room


@pytest.mark.parametrize("end", [seated("ana", "r2"), left("ana"), helps("ana", "r1"), helps("ana", "r3")])
def test_whoever_leaves_the_seat_is_no_longer_away(end: object) -> None:
    gone = given(SPEAKERS, away("ana"), end)
    assert not gone.session.rooms.absent
    assert speaker(gone) == "ben"


def test_whoever_is_revoked_is_no_longer_away() -> None:
    assert not given(SPEAKERS, away("ana"), revoked("ana"), left("ana")).session.rooms.absent


def test_whoever_is_replaced_is_no_longer_away() -> None:
    assert not given(SPEAKERS, away("ana"), speaks("cal", "r1")).session.rooms.absent
    assert not given(SPEAKERS, away("ben"), deputises("cal", "r1")).session.rooms.absent


def test_a_deputy_who_moves_up_while_away_is_still_away() -> None:
    moved_up = given(SPEAKERS, away("ben"), seated("ana", "r2"))
    assert set(moved_up.session.rooms.absent) == {"ben"}
    assert speaker(moved_up) is None


def test_changing_places_at_the_head_of_a_room_brings_nobody_back() -> None:
    changed = given(SPEAKERS, away("ana"), deputises("ana", "r1"))
    assert set(changed.session.rooms.absent) == {"ana"}


def test_a_new_representative_is_appointed_as_always() -> None:
    missed = given(SPEAKERS, away("ana"))
    missed.when(Appoint(room_id="r1", participant_id="cal", seat="representative")).then(speaks("cal", "r1"))
    missed.when(Appoint(room_id="r1", participant_id="ben", seat="representative")).then(speaks("ben", "r1"))


def test_being_away_does_not_free_the_seat_at_the_head() -> None:
    given(SPEAKERS, away("ana")).when(Volunteer(), by="cal").then_refused("rooms.seats_taken")


def test_whoever_comes_back_to_the_room_was_never_away() -> None:
    returned = given(SPEAKERS, away("ana"), seated("ana", "r2"), seated("ana", "r1"), speaks("ana", "r1"))
    assert speaker(returned) == "ana"


def test_somebody_away_may_be_given_another_seat() -> None:
    given(SPEAKERS, away("ana")).when(Assign(participant_id="ana", room_id="r2")).then(seated("ana", "r2"))


# What is seen


@pytest.mark.parametrize("who", EVERYBODY)
def test_who_is_away_and_who_is_called_is_for_everybody_but_late_viewers(who: str) -> None:
    room = given(SPEAKERS, away("ana")).seen_by(who)["rooms"]["r1"]
    seen = [room.get(key) for key in ("absent", "speaker", "speaker_id")]
    assert seen == ([None] * 3 if who == "watch" else [["representative"], "Ben", "ben"])


def test_nobody_to_call_is_nobody_seen() -> None:
    room = given(SPEAKERS, away("ana"), away("ben")).seen_by("host")["rooms"]["r1"]
    assert room["absent"] == ["representative", "deputy"]
    assert {"speaker", "speaker_id"}.isdisjoint(room)


def test_where_nobody_is_away_nothing_says_so() -> None:
    room = given(SPEAKERS).seen_by("host")["rooms"]["r1"]
    assert "absent" not in room
    assert room["speaker_id"] == "ana"


@pytest.mark.parametrize("who", EVERYBODY)
def test_the_share_of_the_panel_is_for_everybody_but_late_viewers(who: str) -> None:
    room = given(finished()).seen_by(who)["rooms"]["r1"]
    assert (room.get("airtime"), room.get("turns")) == ((None, None) if who == "watch" else (0, 0))


def test_somebody_away_is_told_so() -> None:
    missed = given(SPEAKERS, away("ana"))
    assert missed.me("ana")["absent"] is True
    assert "absent" not in missed.me("ben")
