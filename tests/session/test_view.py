"""What each audience sees of the session and its people, and to which audience one belongs."""

import pytest

from orchestrator.messages import Audience, Role
from orchestrator.session.view import audience_of
from tests.given import (
    EVENING,
    away,
    entered,
    given,
    grouped,
    helps,
    joined,
    left,
    moderated,
    opened,
    ranking_set,
    revoked,
    roles_set,
    seated,
    speaks,
)

EVERYBODY = ("host", "hana", "moderator", "mo", "panel", "pia", "stage", "watch", "ana", "dee", "gus")
PLENARY = [opened(plenary_call_url="https://meet.example.org/p"), *EVENING[1:]]


@pytest.mark.parametrize(
    ("who", "audience"),
    [
        ("host", Audience(Role.HOST)),
        ("hana", Audience(Role.HOST)),
        ("mo", Audience(Role.MODERATOR)),
        ("panel", Audience(Role.PANELIST)),
        ("stage", Audience(Role.STAGE)),
        ("watch", Audience(Role.VIEWER)),
        ("ana", Audience(Role.PARTICIPANT, "r1")),
        ("gus", Audience(Role.PARTICIPANT)),
        ("zoe", None),
    ],
)
def test_everybody_belongs_to_one_audience(who: str, audience: Audience | None) -> None:
    assert audience_of(given().session, who) == audience


def test_a_person_with_several_roles_sees_with_the_widest() -> None:
    assert audience_of(given(roles_set("ana", "participant", "moderator")).session, "ana") == Audience(Role.MODERATOR)
    assert audience_of(given(roles_set("ana", "viewer", "stage")).session, "ana") == Audience(Role.STAGE)


def test_a_facilitator_sees_the_room_from_inside() -> None:
    assert audience_of(given(helps("gus", "r2")).session, "gus") == Audience(Role.PARTICIPANT, "r2")


def test_somebody_revoked_belongs_to_no_audience() -> None:
    assert audience_of(given(revoked("ana")).session, "ana") is None


@pytest.mark.parametrize("who", EVERYBODY)
def test_the_join_code_is_for_who_may_hand_it_on(who: str) -> None:
    code = given().seen_by(who)["session"].get("join_code")
    assert code == ("JOINCODE" if who in ("host", "hana", "stage", "ana", "dee", "gus") else None)


@pytest.mark.parametrize("who", EVERYBODY)
def test_the_plenary_call_is_for_everybody_but_late_viewers(who: str) -> None:
    url = given(evening=PLENARY).seen_by(who)["session"].get("plenary_call_url")
    assert url == (None if who == "watch" else "https://meet.example.org/p")


@pytest.mark.parametrize("who", EVERYBODY)
def test_people_are_for_the_host_and_for_the_own_room(who: str) -> None:
    seen = set(given().seen_by(who)["people"])
    everybody = {"ana", "ben", "cal", "dee", "eli", "fay", "gus", "hana", "mo", "pia"}
    expected = {"host": everybody, "hana": everybody, "ana": {"ana", "ben", "cal"}, "dee": {"dee", "eli"}}
    panelists = set() if who == "watch" else {"pia"}
    assert seen == expected.get(who, set()) | panelists


@pytest.mark.parametrize("who", EVERYBODY)
def test_panelists_are_for_everybody_but_late_viewers(who: str) -> None:
    person = given(joined("pete", role="panelist", affiliation="Ghent")).seen_by(who)["people"].get("pete")
    known = {"name": "Pete", "roles": ["panelist"], "affiliation": "Ghent"}
    assert person == (None if who == "watch" else known)


def test_of_a_panelist_who_sits_in_a_room_the_room_is_for_that_room() -> None:
    both = given(roles_set("ana", "participant", "panelist"), grouped("ana", 12))
    assert both.seen_by("ben")["people"]["ana"]["room_id"] == "r1"
    assert both.seen_by("dee")["people"]["ana"] == {"name": "Ana", "roles": ["panelist", "participant"]}


@pytest.mark.parametrize("who", EVERYBODY)
def test_groups_and_absence_are_for_the_host_and_the_own_room(who: str) -> None:
    person = given(speaks("ben", "r1"), away("ben"), grouped("ben", 12)).seen_by(who)["people"].get("ben", {})
    inside = who in ("host", "hana", "ana")
    assert (person.get("group"), person.get("absent")) == ((12, True) if inside else (None, None))


def test_one_person_is_no_group() -> None:
    assert "group" not in given(grouped("ben", 12), grouped("ben", 1)).seen_by("host")["people"]["ben"]


@pytest.mark.parametrize("who", EVERYBODY)
def test_everybody_sees_by_which_rule_is_ranked_and_whether_questions_wait_for_review(who: str) -> None:
    plain = given().seen_by(who)["session"]
    assert (plain["ranking"], plain.get("moderation")) == ("fair_turn", None)
    other = given(ranking_set("by_votes"), moderated()).seen_by(who)["session"]
    assert (other["ranking"], other["moderation"]) == ("by_votes", True)


def test_a_facilitator_is_one_of_the_people_of_the_room() -> None:
    helping = given(helps("gus", "r2"))
    assert helping.seen_by("dee")["people"]["gus"] == {"name": "Gus", "roles": ["participant"], "facilitates": "r2"}
    assert helping.seen_by("gus")["people"].keys() == {"dee", "eli", "gus", "pia"}


def test_a_member_is_shown_with_room_and_affiliation() -> None:
    person = given(joined("zoe", "r1", affiliation="Ghent")).seen_by("ana")["people"]["zoe"]
    assert person == {"name": "Zoe", "roles": ["participant"], "affiliation": "Ghent", "room_id": "r1"}


def test_who_leaves_a_room_is_no_longer_seen_there() -> None:
    assert "ben" not in given(seated("ben", "r2")).seen_by("ana")["people"]
    assert "ben" not in given(revoked("ben"), left("ben")).seen_by("ana")["people"]


def test_the_host_sees_who_was_revoked() -> None:
    assert given(revoked("ben"), left("ben")).seen_by("host")["people"]["ben"] == {"name": "Ben", "roles": []}


def test_every_view_has_every_collection() -> None:
    for who in EVERYBODY:
        assert set(given(entered("ph1")).seen_by(who)) == {
            "session",
            "phases",
            "rooms",
            "people",
            "questions",
            "announcements",
            "notes",
            "recordings",
        }
