"""The rules of the rooms; one each."""

from orchestrator.rooms.commands import Add, Announce, Appoint, Assign, Choose, Dismiss, EditRoom, Volunteer
from tests.given import (
    announced,
    deputises,
    dismissed,
    entered,
    given,
    helps,
    joined,
    left,
    revoked,
    room_added,
    room_edited,
    seated,
    speaks,
    t,
)

# Rooms


def test_a_room_is_added_behind_the_others() -> None:
    given().when(Add(theme="Homework", prompt="Why?", call_url="https://meet.example.org/5")).then(
        room_added("r5", "Homework", "Why?", "https://meet.example.org/5")
    )


def test_a_room_may_be_added_while_the_evening_runs() -> None:
    given(entered("ph3")).when(Add(theme="Homework")).then(room_added("r5", "Homework"))


def test_two_rooms_added_in_a_row_are_two_rooms() -> None:
    given().when(Add(theme="Homework")).when(Add(theme="Homework")).then(room_added("r6", "Homework"))


HOMEWORK = room_added("r5", "Homework", "Why?", "https://meet.example.org/5")


def test_the_host_edits_a_room_also_while_the_evening_runs() -> None:
    edited = EditRoom(room_id="r5", theme="Exams", prompt="How?", call_url="https://meet.example.org/6")
    given(HOMEWORK, entered("ph2")).when(edited).then(room_edited("r5", "Exams", "How?", "https://meet.example.org/6"))


def test_what_is_absent_from_an_edit_of_a_room_stays() -> None:
    given(HOMEWORK).when(EditRoom(room_id="r5", theme="Exams")).then(
        room_edited("r5", "Exams", "Why?", "https://meet.example.org/5")
    )
    given(HOMEWORK).when(EditRoom(room_id="r5", prompt="How?")).then(
        room_edited("r5", "Homework", "How?", "https://meet.example.org/5")
    )


def test_null_takes_the_prompt_or_the_call_of_a_room_away() -> None:
    bare = (
        given(HOMEWORK)
        .when(EditRoom(room_id="r5", prompt=None))
        .then(room_edited("r5", "Homework", None, "https://meet.example.org/5"))
    )
    bare.when(EditRoom(room_id="r5", call_url=None)).then(room_edited("r5", "Homework"))


def test_an_edit_of_a_room_to_what_it_is_changes_nothing() -> None:
    given(HOMEWORK).when(EditRoom(room_id="r5")).then_nothing()
    given(HOMEWORK).when(EditRoom(room_id="r5", theme="Homework", prompt="Why?")).then_nothing()
    given().when(EditRoom(room_id="r1", prompt=None, call_url=None)).then_nothing()


def test_an_unknown_room_is_not_edited() -> None:
    given().when(EditRoom(room_id="r9", theme="Exams")).then_refused("rooms.unknown_room")


def test_an_edited_room_keeps_its_people() -> None:
    room = given(speaks("ana", "r1"), room_edited("r1", "Exams")).seen_by("host")["rooms"]["r1"]
    assert (room["theme"], room["seats"], room["representative_id"], room["letter"]) == ("Exams", 3, "ana", "A")


# Seats


def test_a_participant_chooses_a_room() -> None:
    given().when(Choose(room_id="r4"), by="gus").then(seated("gus", "r4"))


def test_choosing_another_room_leaves_the_one_before() -> None:
    moved = given().when(Choose(room_id="r4"), by="ana").then(seated("ana", "r4"))
    assert [room["seats"] for room in moved.seen_by("ana")["rooms"].values()].count(1) == 2  # fay's room and ana's
    assert moved.seen_by("host")["rooms"]["r1"]["seats"] == 2


def test_choosing_the_seat_one_has_changes_nothing() -> None:
    given().when(Choose(room_id="r1"), by="ana").then_nothing()


def test_an_unknown_room_cannot_be_chosen() -> None:
    given().when(Choose(room_id="r9"), by="ana").then_refused("rooms.unknown_room")


def test_the_host_gives_a_participant_a_seat() -> None:
    given().when(Assign(participant_id="ana", room_id="r2")).then(seated("ana", "r2"))


def test_assigning_the_seat_somebody_has_changes_nothing() -> None:
    given().when(Assign(participant_id="ana", room_id="r1")).then_nothing()


def test_nobody_is_assigned_to_an_unknown_room() -> None:
    given().when(Assign(participant_id="ana", room_id="r9")).then_refused("rooms.unknown_room")


def test_an_unknown_person_is_not_assigned() -> None:
    given().when(Assign(participant_id="zoe", room_id="r1")).then_refused("session.unknown_participant")


def test_only_participants_have_seats() -> None:
    for who in ("pia", "mo", "hana", "stage"):
        given().when(Assign(participant_id=who, room_id="r1")).then_refused("session.unknown_participant")


def test_a_revoked_participant_is_not_assigned() -> None:
    given(revoked("ana")).when(Assign(participant_id="ana", room_id="r2")).then_refused("session.unknown_participant")


def test_phone_and_laptop_are_one_seat() -> None:
    assert given(seated("gus", "r4"), seated("gus", "r4")).seen_by("host")["rooms"]["r4"]["seats"] == 1


# Who speaks for a room


def test_the_host_appoints_a_representative() -> None:
    given().when(Appoint(room_id="r1", participant_id="ana", seat="representative")).then(speaks("ana", "r1"))


def test_the_host_appoints_a_deputy() -> None:
    given().when(Appoint(room_id="r1", participant_id="ben", seat="deputy")).then(deputises("ben", "r1"))


def test_appointing_who_is_appointed_changes_nothing() -> None:
    speaking = given(speaks("ana", "r1"), deputises("ben", "r1"), helps("gus", "r2"))
    speaking.when(Appoint(room_id="r1", participant_id="ana", seat="representative")).then_nothing()
    speaking.when(Appoint(room_id="r1", participant_id="ben", seat="deputy")).then_nothing()
    speaking.when(Appoint(room_id="r2", participant_id="gus", seat="facilitator")).then_nothing()


def test_only_a_member_speaks_for_a_room() -> None:
    for seat in ("representative", "deputy"):
        given().when(Appoint(room_id="r1", participant_id="dee", seat=seat)).then_refused("rooms.not_a_member")


def test_somebody_without_a_room_speaks_for_none() -> None:
    given().when(Appoint(room_id="r1", participant_id="gus", seat="representative")).then_refused("rooms.not_a_member")


def test_nobody_speaks_for_an_unknown_room() -> None:
    given().when(Appoint(room_id="r9", participant_id="ana", seat="facilitator")).then_refused("rooms.unknown_room")


def test_an_unknown_person_is_not_appointed() -> None:
    given().when(Appoint(room_id="r1", participant_id="zoe", seat="facilitator")).then_refused("session.unknown_participant")


def test_a_new_representative_takes_the_place_of_the_old_one() -> None:
    room = given(speaks("ana", "r1"), speaks("ben", "r1")).seen_by("ana")["rooms"]["r1"]
    assert room["representative_id"] == "ben"


def test_a_deputy_who_is_appointed_representative_is_no_longer_deputy() -> None:
    room = given(speaks("ana", "r1"), deputises("ben", "r1"), speaks("ben", "r1")).seen_by("ana")["rooms"]["r1"]
    assert room["representative_id"] == "ben"
    assert "deputy_id" not in room


def test_a_representative_who_is_appointed_deputy_is_no_longer_representative() -> None:
    room = given(speaks("ana", "r1"), deputises("ana", "r1")).seen_by("ana")["rooms"]["r1"]
    assert room["deputy_id"] == "ana"
    assert "representative_id" not in room


def test_the_deputy_moves_up_when_the_representative_leaves_the_room() -> None:
    room = given(speaks("ana", "r1"), deputises("ben", "r1"), seated("ana", "r2")).seen_by("ben")["rooms"]["r1"]
    assert room["representative_id"] == "ben"
    assert "deputy_id" not in room


def test_the_deputy_moves_up_when_the_representative_is_revoked() -> None:
    room = given(speaks("ana", "r1"), deputises("ben", "r1"), revoked("ana"), left("ana")).seen_by("ben")["rooms"]["r1"]
    assert room["representative_id"] == "ben"


def test_a_deputy_who_leaves_leaves_the_representative_in_place() -> None:
    room = given(speaks("ana", "r1"), deputises("ben", "r1"), seated("ben", "r2")).seen_by("ana")["rooms"]["r1"]
    assert room["representative_id"] == "ana"
    assert "deputy_id" not in room


def test_a_representative_who_comes_back_is_a_member_like_any_other() -> None:
    room = given(speaks("ana", "r1"), seated("ana", "r2"), seated("ana", "r1")).seen_by("ana")["rooms"]["r1"]
    assert "representative_id" not in room


def test_the_first_volunteer_represents_the_room() -> None:
    given().when(Volunteer(), by="ana").then(speaks("ana", "r1"))


def test_the_second_volunteer_is_the_deputy() -> None:
    given(speaks("ana", "r1")).when(Volunteer(), by="ben").then(deputises("ben", "r1"))


def test_a_third_volunteer_is_refused() -> None:
    given(speaks("ana", "r1"), deputises("ben", "r1")).when(Volunteer(), by="cal").then_refused("rooms.seats_taken")


def test_volunteering_twice_changes_nothing() -> None:
    given(speaks("ana", "r1")).when(Volunteer(), by="ana").then_nothing()
    given(deputises("ben", "r1")).when(Volunteer(), by="ben").then_nothing()


def test_somebody_without_a_room_has_nothing_to_volunteer_for() -> None:
    given().when(Volunteer(), by="gus").then_refused("rooms.no_room")


# Facilitators


def test_the_host_appoints_somebody_without_a_room_to_help_one() -> None:
    given().when(Appoint(room_id="r2", participant_id="gus", seat="facilitator")).then(helps("gus", "r2"))


def test_a_member_who_is_appointed_to_help_gives_up_the_seat() -> None:
    helping = given(speaks("ana", "r1"), deputises("ben", "r1")).when(
        Appoint(room_id="r1", participant_id="ana", seat="facilitator")
    )
    room = helping.then(helps("ana", "r1")).seen_by("host")["rooms"]["r1"]
    assert room["seats"] == 2
    assert room["representative_id"] == "ben"


def test_a_facilitator_helps_one_room() -> None:
    moved = given(helps("gus", "r1"), helps("gus", "r2"))
    assert moved.me("gus")["facilitates"] == "r2"


def test_a_facilitator_does_not_volunteer() -> None:
    given(helps("gus", "r1")).when(Volunteer(), by="gus").then_refused("rooms.no_room")


def test_a_facilitator_does_not_represent_the_room() -> None:
    helping = given(helps("gus", "r1"))
    helping.when(Appoint(room_id="r1", participant_id="gus", seat="representative")).then_refused("rooms.not_a_member")


def test_a_facilitator_does_not_count_as_a_seat() -> None:
    assert given(helps("gus", "r1")).seen_by("ana")["rooms"]["r1"]["seats"] == 3


def test_a_facilitator_who_is_assigned_a_seat_helps_no_longer() -> None:
    member = given(helps("gus", "r1")).when(Assign(participant_id="gus", room_id="r1")).then(seated("gus", "r1"))
    assert "facilitates" not in member.me("gus")


# Announcements


def test_the_host_tells_everybody_something() -> None:
    given().when(Announce(text="Five minutes")).then(announced("a1", "Five minutes"))


def test_the_host_tells_one_room_something() -> None:
    given().when(Announce(text="Come back", room_id="r2")).then(announced("a1", "Come back", room="r2"))


def test_an_unknown_room_is_told_nothing() -> None:
    given().when(Announce(text="Hello?", room_id="r9")).then_refused("rooms.unknown_room")


def test_ids_of_announcements_are_never_used_again() -> None:
    given(announced("a1"), dismissed("a1")).when(Announce(text="Again")).then(announced("a2", "Again"))


def test_the_host_dismisses_an_announcement_for_everybody() -> None:
    gone = given(announced("a1")).when(Dismiss(announcement_id="a1")).then(dismissed("a1"))
    assert gone.seen_by("ana")["announcements"] == {}


def test_anybody_else_dismisses_an_announcement_for_themselves() -> None:
    read = given(announced("a1")).when(Dismiss(announcement_id="a1"), by="ana").then(dismissed("a1", by="ana"))
    assert read.me("ana")["dismissed"] == {"a1": True}
    assert read.me("ben")["dismissed"] == {}
    assert "a1" in read.seen_by("ben")["announcements"]


def test_dismissing_twice_changes_nothing() -> None:
    given(announced("a1"), dismissed("a1", by="ana")).when(Dismiss(announcement_id="a1"), by="ana").then_nothing()


def test_an_unknown_announcement_is_not_dismissed() -> None:
    given(announced("a1")).when(Dismiss(announcement_id="a2"), by="ana").then_refused("rooms.unknown_announcement")


def test_what_was_dismissed_for_everybody_is_unknown() -> None:
    given(announced("a1"), dismissed("a1")).when(Dismiss(announcement_id="a1")).then_refused("rooms.unknown_announcement")


def test_an_announcement_to_another_room_is_unknown() -> None:
    for who in ("dee", "gus", "mo", "pia"):
        given(announced("a1", room="r1")).when(Dismiss(announcement_id="a1"), by=who).then_refused("rooms.unknown_announcement")


def test_a_facilitator_dismisses_what_the_room_was_told() -> None:
    given(helps("gus", "r1"), announced("a1", room="r1")).when(Dismiss(announcement_id="a1"), by="gus").then(
        dismissed("a1", by="gus")
    )


def test_an_announcement_stays_until_it_is_dismissed() -> None:
    assert "a1" in given(entered("ph1"), announced("a1"), entered("ph3", at=t("20:00"))).seen_by("ana")["announcements"]


def test_somebody_who_comes_late_sees_what_was_announced() -> None:
    assert "a1" in given(announced("a1"), joined("zoe")).seen_by("zoe")["announcements"]
