"""Who may be forgotten, and what that needs first."""

import pytest

from orchestrator.messages import CLOCK, LINKS
from orchestrator.session.commands import EraseParticipant, Pseudonymise, ReopenSession
from orchestrator.session.decider import decide
from tests.given import (
    asked,
    away,
    entered,
    erased,
    finished,
    given,
    helps,
    pseudonymised,
    revoked,
    roles_set,
    speaks,
    t,
)


def erase(who: str, keep_texts: bool = False) -> EraseParticipant:
    return EraseParticipant(participant_id=who, keep_texts=keep_texts)


def test_a_person_is_forgotten() -> None:
    given(entered("ph1")).when(erase("ben")).then(erased("ben"))


@pytest.mark.parametrize("who", [*LINKS, "zoe", "clock", ""])
def test_a_shared_link_is_nobody_who_could_be_forgotten(who: str) -> None:
    given().when(erase(who)).then_refused("session.unknown_participant")


def test_who_is_forgotten_already_is_not_forgotten_again() -> None:
    given(erased("ben")).when(erase("ben")).then_nothing()
    given(erased("ben")).when(erase("ben", keep_texts=True)).then_nothing()
    given(erased("ben", keep_texts=True)).when(erase("ben", keep_texts=True)).then_nothing()


def test_texts_that_were_kept_may_go_later() -> None:
    given(erased("ben", keep_texts=True)).when(erase("ben")).then(erased("ben"))


def test_whoever_spoke_for_a_room_is_called_no_more() -> None:
    gone = given(entered("ph1"), speaks("ana", "r1")).when(erase("ana")).then(away("ana"), erased("ana"))
    assert "speaker" not in gone.seen_by("host")["rooms"]["r1"]


def test_of_who_was_away_it_is_not_said_twice() -> None:
    given(entered("ph1"), speaks("ana", "r1"), away("ana")).when(erase("ana")).then(erased("ana"))


def test_after_the_end_too_in_case_it_was_a_slip() -> None:
    gone = given(speaks("ana", "r1"), finished()).when(erase("ana")).then(away("ana"), erased("ana"))
    assert "speaker" not in gone.when(ReopenSession()).seen_by("host")["rooms"]["r1"]


def test_a_question_of_their_room_is_held_when_the_session_is_reopened() -> None:
    spoken = speaks("ana", "r1"), speaks("dee", "r2")
    evening = given(*spoken, asked("q1", by="ben"), asked("q2", by="dee"), entered("ph3"), finished())
    held = evening.when(erase("ana")).when(ReopenSession()).seen_by("host")["questions"]
    assert (held["q1"].get("held"), held["q2"].get("held")) == ("absent", None)


def test_the_seat_stays_and_every_other_role_goes() -> None:
    given(roles_set("ana", "participant", "panelist")).when(erase("ana")).then(roles_set("ana", "participant"), erased("ana"))
    given().when(erase("pia")).then(revoked("pia"), erased("pia"))


def test_a_seat_stays_a_seat() -> None:
    gone = given(helps("gus", "r3")).when(erase("ana")).when(erase("gus"))
    assert gone.seen_by("host")["rooms"]["r1"]["seats"] == 3
    assert gone.session.rooms.facilitators["gus"] == "r3"


def test_the_last_host_stays() -> None:
    given(revoked("host")).when(erase("hana"), by="hana").then_refused("session.last_host")
    given(revoked("host"), finished()).when(Pseudonymise(), by="hana").then_refused("session.last_host")


def test_what_is_due_happens_without_a_host_too() -> None:
    session = given(revoked("host"), finished()).session
    *_, last = decide(session, Pseudonymise(actor=CLOCK, at=t("23:00")))
    assert last == pseudonymised(at=t("23:00"))


def test_a_session_that_is_not_over_is_no_archive() -> None:
    for happened in ([], [entered("ph1")]):
        given(happened).when(Pseudonymise()).then_refused("session.not_finished")


def test_everybody_is_forgotten_at_once() -> None:
    archive = given(finished()).when(Pseudonymise()).then(revoked("hana"), revoked("mo"), revoked("pia"), pseudonymised())
    assert archive.seen_by("watch")["session"]["status"] == "archived"


def test_an_archive_stays_one() -> None:
    given(finished(), pseudonymised()).when(Pseudonymise()).then_nothing()


def test_in_an_archive_somebody_may_still_be_forgotten_with_their_texts() -> None:
    given(finished(), pseudonymised()).when(erase("ben")).then(erased("ben"))
