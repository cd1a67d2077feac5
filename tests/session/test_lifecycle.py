"""Opening a session, admitting people, giving and taking roles, finishing; one rule each."""

from typing import Any

import pytest
from msgspec.structs import replace

from orchestrator.messages import LINKS, Actor, ActorId, Role
from orchestrator.qa_queue.commands import CastVote
from orchestrator.rooms.commands import Appoint
from orchestrator.session.commands import Admit, EditDetails, Finish, PlannedPhase, PlannedRoom, SetRoles
from tests.given import (
    EVENING,
    MINUTE,
    PEOPLE,
    agenda,
    answer_written,
    answered,
    asked,
    called,
    deputises,
    details,
    drafted,
    entered,
    finished,
    given,
    given_nothing,
    held,
    helps,
    joined,
    left,
    merged,
    opened,
    promised,
    rejected,
    revoked,
    roles_set,
    room_added,
    skipped,
    speaks,
    t,
    voted,
    withdrawn,
)
from tests.strategies import NEWCOMER, OPEN


def admit(**details: Any) -> Admit:
    return Admit(**{"name": "Zoe", "role": Role.PARTICIPANT, "ticket_hash": "hash of zoe", **details})


def set_roles(who: str, *roles: str) -> SetRoles:
    return SetRoles(participant_id=who, roles=frozenset(map(Role, roles)))


# Opening


def test_a_session_begins_with_its_phases_and_rooms() -> None:
    command = replace(
        OPEN,
        phases=(PlannedPhase("breakout", "Rooms", 45 * MINUTE, "advance"), PlannedPhase("panel", "Panel", MINUTE, "wait")),
        rooms=(PlannedRoom("Mentoring", "Why?", "https://meet.example.org/a"), PlannedRoom("Assessment")),
        starts_at=t("19:00"),
        auto_start=True,
        plenary_call_url="https://meet.example.org/p",
    )
    session = given_nothing().when(command).seen_by("host")
    assert session["session"] == {
        "id": "s2",
        "title": "Another",
        "status": "lobby",
        "language": "en",
        "timezone": "UTC",
        "people": 0,
        "open": [],
        "ranking": "fair_turn",
        "starts_at": t("19:00"),
        "join_code": "OTHERONE",
        "plenary_call_url": "https://meet.example.org/p",
    }
    assert {phase: (row["kind"], row["title"], row["duration"], row["at_end"]) for phase, row in session["phases"].items()} == {
        "ph1": ("breakout", "Rooms", 45 * MINUTE, "advance"),
        "ph2": ("panel", "Panel", MINUTE, "wait"),
    }
    assert {room: (row["letter"], row["theme"], row.get("prompt")) for room, row in session["rooms"].items()} == {
        "r1": ("A", "Mentoring", "Why?"),
        "r2": ("B", "Assessment", None),
    }


def test_opening_says_which_session_was_made() -> None:
    first, *_ = given_nothing().when(OPEN).outcome
    assert (first.makes, first.session_id) == ("session_id", "s2")


def test_questions_of_the_plan_are_drafts_that_the_host_prepared() -> None:
    rooms = (PlannedRoom("Mentoring", questions=("Why?", "How?")), PlannedRoom("Assessment", questions=("Who?",)))
    opening = given_nothing().when(replace(OPEN, rooms=rooms))
    questions = opening.seen_by("host")["questions"]
    assert {key: (row["room_id"], row["text"], row["status"], row["prepared"]) for key, row in questions.items()} == {
        "q1": ("r1", "Why?", "draft", True),
        "q2": ("r1", "How?", "draft", True),
        "q3": ("r2", "Who?", "draft", True),
    }
    assert {row["author"] for row in questions.values()} == {"the host"}
    assert "moderation" not in opening.seen_by("host")["session"]


def test_a_plan_may_say_that_questions_wait_for_review() -> None:
    assert given_nothing().when(replace(OPEN, moderation=True)).seen_by("host")["session"]["moderation"] is True


def test_each_shared_link_has_its_role() -> None:
    session = given_nothing().when(OPEN).session
    assert {link: session.actor(link).roles for link in LINKS} == {link: {role} for link, role in LINKS.items()}


# Editing

SCHEDULED = [opened(starts_at=t("19:00"), auto_start=True, plenary_call_url="https://meet.example.org/p"), *EVENING[1:]]
AS_PLANNED = {"starts_at": t("19:00"), "plenary_call_url": "https://meet.example.org/p"}


def test_the_host_finds_a_better_title() -> None:
    given(evening=SCHEDULED).when(EditDetails(title="Better")).then(details("Better", **AS_PLANNED))


def test_what_is_absent_stays_and_null_clears() -> None:
    planned = given(evening=SCHEDULED)
    planned.when(EditDetails(plenary_call_url=None)).then(details(starts_at=t("19:00")))
    planned.when(EditDetails(starts_at=None)).then(details(plenary_call_url="https://meet.example.org/p"))


def test_an_edit_that_changes_nothing_is_none() -> None:
    given(evening=SCHEDULED).when(EditDetails()).then_nothing()
    given(evening=SCHEDULED).when(EditDetails(title="An evening", **AS_PLANNED)).then_nothing()


def test_everybody_sees_the_new_details() -> None:
    edited = given(evening=SCHEDULED).when(EditDetails(title="Better", starts_at=t("19:30")))
    for who in ("host", "ana", "watch"):
        seen = edited.seen_by(who)
        assert (seen["session"]["title"], seen["session"]["starts_at"]) == ("Better", t("19:30"))
        assert [phase["planned_starts_at"] for phase in seen["phases"].values()] == [t("19:30"), t("20:15"), t("20:30")]


def test_the_planned_start_moves_only_in_the_lobby() -> None:
    running = given(entered("ph1", at=t("19:00")), evening=SCHEDULED)
    for start in (t("19:30"), None):
        running.when(EditDetails(starts_at=start)).then_refused("session.started")
    running.when(EditDetails(title="Better", starts_at=t("19:00"))).then(details("Better", **AS_PLANNED))


def test_title_and_call_change_while_the_evening_runs_and_after_it() -> None:
    for happened in ([entered("ph3")], [entered("ph3"), finished()]):
        given(*happened).when(EditDetails(title="Better")).then(details("Better"))
        new_call = EditDetails(plenary_call_url="https://meet.example.org/q")
        given(*happened).when(new_call).then(details(plenary_call_url="https://meet.example.org/q"))


def test_after_the_end_the_planned_start_stays() -> None:
    given(finished()).when(EditDetails(starts_at=t("19:00"))).then_refused("session.started")


def test_a_start_by_itself_moves_with_the_plan() -> None:
    moved = given(evening=SCHEDULED).when(EditDetails(starts_at=t("19:30")))
    moved.when_time_passes(until=t("19:29")).then_nothing()
    moved.when_time_passes(until=t("19:31")).then(entered("ph1", at=t("19:30")))


def test_without_a_planned_start_nothing_starts_by_itself() -> None:
    given(evening=SCHEDULED).when(EditDetails(starts_at=None)).when_time_passes(until=t("23:00")).then_nothing()


def test_a_planned_start_in_the_past_starts_at_once() -> None:
    moved = given(evening=SCHEDULED).when(EditDetails(starts_at=t("18:00")), at=t("18:55"))
    moved.when_time_passes(until=t("18:55")).then(entered("ph1", at=t("18:55")))


# Admitting


def test_somebody_comes_in() -> None:
    given().when(admit()).then(joined(NEWCOMER, name="Zoe", ticket_hash="hash of zoe"))


def test_somebody_comes_into_a_room() -> None:
    given().when(admit(room_id="r4", affiliation="Ghent")).then(
        joined(NEWCOMER, "r4", name="Zoe", affiliation="Ghent", ticket_hash="hash of zoe")
    )


def test_somebody_comes_in_with_a_role() -> None:
    given().when(admit(role=Role.PANELIST)).then(joined(NEWCOMER, role="panelist", name="Zoe", ticket_hash="hash of zoe"))


def test_two_people_of_the_same_name_are_two_people() -> None:
    two = given().when(admit()).when(admit(ticket_hash="another hash"))
    assert [row["name"] for row in two.seen_by("host")["people"].values()].count("Zoe") == 2


def test_who_comes_while_the_evening_runs_sits_where_the_fewest_sit() -> None:
    given(entered("ph3")).when(admit()).then(joined(NEWCOMER, "r4", name="Zoe", ticket_hash="hash of zoe"))


def test_who_comes_while_the_evening_runs_may_name_a_room() -> None:
    given(entered("ph3")).when(admit(room_id="r1")).then(joined(NEWCOMER, "r1", name="Zoe", ticket_hash="hash of zoe"))


def test_only_participants_are_seated_by_themselves() -> None:
    given(entered("ph3")).when(admit(role=Role.PANELIST)).then(
        joined(NEWCOMER, role="panelist", name="Zoe", ticket_hash="hash of zoe")
    )


def test_where_there_is_no_room_nobody_is_seated() -> None:
    plenary = given(entered("ph1"), evening=[opened(), *agenda("panel")])
    plenary.when(admit()).then(joined("p1", name="Zoe", ticket_hash="hash of zoe"))


def test_nobody_comes_into_an_unknown_room() -> None:
    given().when(admit(room_id="r9")).then_refused("rooms.unknown_room")


def test_only_a_participant_comes_into_a_room() -> None:
    given().when(admit(role=Role.PANELIST, room_id="r1")).then_refused("rooms.not_a_member")


def test_after_the_end_nobody_comes_in() -> None:
    given(finished()).when(admit()).then_refused("session.finished")


# Tickets


def test_a_ticket_proves_who_one_is() -> None:
    assert given().session.proven_by("hash of ana") == Actor(ActorId("ana"), frozenset({Role.PARTICIPANT}))
    assert given().session.proven_by("hash of stage") == Actor(ActorId("stage"), frozenset({Role.STAGE}))


def test_an_unknown_ticket_proves_nothing() -> None:
    assert given().session.proven_by("hash of zoe") is None


def test_a_revoked_ticket_proves_nothing() -> None:
    gone = given(revoked("ana"), revoked("watch")).session
    assert gone.proven_by("hash of ana") is None
    assert gone.proven_by("hash of watch") is None


# Roles


def test_the_host_gives_a_person_another_role() -> None:
    given().when(set_roles("mo", "moderator", "panelist")).then(roles_set("mo", "moderator", "panelist"))


def test_giving_the_same_roles_changes_nothing() -> None:
    given().when(set_roles("mo", "moderator")).then_nothing()


def test_no_roles_revoke_a_person() -> None:
    given().when(set_roles("pia")).then(roles_set("pia"))


def test_no_roles_revoke_a_shared_link() -> None:
    given().when(set_roles("watch")).then(roles_set("watch"))


def test_somebody_revoked_can_be_let_in_again() -> None:
    given(revoked("ana"), left("ana")).when(set_roles("ana", "participant")).then(roles_set("ana", "participant"))


def test_a_participant_who_is_revoked_leaves_the_room() -> None:
    given().when(set_roles("ana")).then(roles_set("ana"), left("ana"))


def test_a_participant_who_becomes_a_panelist_leaves_the_room() -> None:
    given().when(set_roles("ana", "panelist")).then(roles_set("ana", "panelist"), left("ana"))


def test_a_participant_who_becomes_a_host_too_keeps_the_seat() -> None:
    given().when(set_roles("ana", "participant", "host")).then(roles_set("ana", "host", "participant"))


def test_a_facilitator_who_is_revoked_helps_no_longer() -> None:
    gone = given(helps("gus", "r1")).when(set_roles("gus")).then(roles_set("gus"), left("gus"))
    gone.when(Appoint(room_id="r1", participant_id="gus", seat="facilitator")).then_refused("session.unknown_participant")


def test_a_representative_who_is_revoked_makes_room_for_the_deputy() -> None:
    gone = given(speaks("ana", "r1"), deputises("ben", "r1")).when(set_roles("ana"))
    assert gone.seen_by("ben")["rooms"]["r1"]["representative_id"] == "ben"


def test_somebody_unknown_gets_no_role() -> None:
    given().when(set_roles("zoe", "host")).then_refused("session.unknown_participant")


def test_a_shared_link_does_not_become_a_participant() -> None:
    given().when(set_roles("stage", "participant")).then_refused("session.unknown_participant")


def test_the_last_host_stays() -> None:
    given(revoked("hana")).when(set_roles("host")).then_refused("session.last_host")
    given(revoked("host")).when(set_roles("hana", "participant"), by="hana").then_refused("session.last_host")


def test_a_host_may_go_while_another_stays() -> None:
    given().when(set_roles("host"), by="hana").then(roles_set("host"))
    given().when(set_roles("hana")).then(roles_set("hana"))


def test_a_link_may_stay_the_only_host() -> None:
    alone = given(evening=[opened(), *agenda("panel"), *joined("hana", role="host")])
    alone.when(set_roles("hana")).then(roles_set("hana"))
    given(revoked("hana"), evening=[*EVENING, joined("hugo", role="host")]).when(set_roles("host")).then(roles_set("host"))


def test_roles_are_taken_also_after_the_end() -> None:
    given(finished()).when(set_roles("watch")).then(roles_set("watch"))


def test_what_a_participant_wrote_and_voted_stays_when_they_go() -> None:
    gone = given(entered("ph2"), asked("q1", by="ana"), voted("q1", "ana")).when(set_roles("ana"))
    assert gone.seen_by("dee")["questions"]["q1"]["score"] == 1


# Finishing


def test_finishing_ends_the_phase_that_runs() -> None:
    given(entered("ph3", at=t("20:00"))).when(Finish(), at=t("20:55")).then(finished(at=t("20:55")))


def test_finishing_twice_changes_nothing() -> None:
    given(finished()).when(Finish()).then_nothing()


def test_an_evening_that_never_started_can_be_finished() -> None:
    given().when(Finish()).then(finished())


@pytest.mark.parametrize("fate", [[], [called("q1")], [called("q1"), skipped("q1")], [held("q1")], [called("q1"), held("q1")]])
def test_what_was_not_answered_becomes_a_promise_of_the_host(fate: list[Any]) -> None:
    over = given(asked("q1", by="ana"), entered("ph3"), fate).when(Finish()).then(promised("q1", owner="host"), finished())
    question = over.seen_by("watch")["questions"]["q1"]
    assert (question["status"], question["owner"]) == ("promised", "host")
    assert over.session.panel.on_air is None


def test_promises_are_made_in_the_order_of_drafting() -> None:
    given(asked("q1", by="ana"), asked("q2", by="dee"), asked("q3", by="fay")).when(Finish()).then(
        promised("q1"), promised("q2"), promised("q3"), finished()
    )


@pytest.mark.parametrize(
    "fate",
    [
        [drafted("q1", by="ana")],
        [asked("q1", by="ana", pending=True)],
        [asked("q1", by="ana"), rejected("q1")],
        [asked("q1", by="ana"), withdrawn("q1")],
        [asked("q1", by="ana"), called("q1"), answered("q1")],
        [asked("q1", by="ana"), promised("q1", owner="Pia")],
        [asked("q1", by="ana"), promised("q1"), answer_written("q1")],
    ],
)
def test_nothing_else_is_promised(fate: list[Any]) -> None:
    given(entered("ph3"), fate).when(Finish()).then(finished())


def test_a_merged_question_is_promised_once() -> None:
    given(asked("q1", by="ana"), asked("q2", by="dee"), merged("q1", into="q2")).when(Finish()).then(promised("q2"), finished())


def test_a_finished_evening_takes_no_votes() -> None:
    given(asked("q1", by="ana"), entered("ph3")).when(Finish()).when(CastVote(question_id="q1"), by="dee").then_refused(
        "session.finished"
    )


@pytest.mark.parametrize(
    ("happened", "status"), [([], "lobby"), ([entered("ph1")], "live"), ([entered("ph1"), finished()], "finished")]
)
def test_the_status_follows_the_evening(happened: list[Any], status: str) -> None:
    assert given(*happened).seen_by("watch")["session"]["status"] == status


def test_the_session_counts_who_joined() -> None:
    persons = sum(1 for event in PEOPLE if hasattr(event, "ticket_hash"))
    assert given(joined("zoe"), room_added("r5", "Homework")).seen_by("watch")["session"]["people"] == persons + 1
