"""The rules of questions and votes; one each."""

import pytest

from orchestrator.qa_queue.commands import (
    CastVote,
    CountHands,
    Draft,
    Edit,
    HandOver,
    OrderRoom,
    Prepare,
    Submit,
    Withdraw,
    WithdrawVote,
)
from orchestrator.rooms.commands import Choose
from tests.given import (
    Events,
    answered,
    asked,
    called,
    deputises,
    drafted,
    edited,
    entered,
    finished,
    given,
    grouped,
    handed_over,
    helps,
    joined,
    paused,
    promised,
    rejected,
    revoked,
    roles_set,
    room_ordered,
    seated,
    skipped,
    speaks,
    submitted,
    t,
    unvoted,
    voted,
    withdrawn,
)

BREAKOUT, BREAK, PANEL = entered("ph1"), entered("ph2"), entered("ph3")

# Drafting


def test_a_member_drafts_a_question_for_the_own_room() -> None:
    given(BREAKOUT).when(Draft(text="Why?"), by="ana").then(drafted("q1", by="ana", room="r1", text="Why?"))


def test_a_draft_may_be_anonymous() -> None:
    given(BREAKOUT).when(Draft(text="Why?", anonymous=True), by="ana").then(drafted("q1", by="ana", text="Why?", anonymous=True))


def test_a_second_draft_has_another_id() -> None:
    given(BREAKOUT, drafted("q1", by="dee"), withdrawn("q1")).when(Draft(text="Why?"), by="ana").then(
        drafted("q2", by="ana", text="Why?")
    )


def test_the_same_words_twice_are_two_drafts() -> None:
    given(BREAKOUT).when(Draft(text="Why?"), by="ana").when(Draft(text="Why?"), by="ana").then(
        drafted("q2", by="ana", text="Why?")
    )


@pytest.mark.parametrize("phase", [BREAK, PANEL])
def test_asking_is_closed_outside_the_breakout(phase: object) -> None:
    given(phase).when(Draft(text="Why?"), by="ana").then_refused("qa_queue.asking_closed")


def test_asking_is_closed_before_the_start() -> None:
    given().when(Draft(text="Why?"), by="ana").then_refused("qa_queue.asking_closed")


def test_a_pause_of_the_clock_does_not_close_asking() -> None:
    given(BREAKOUT, paused("ph1", 1)).when(Draft(text="Why?"), by="ana").then(drafted("q1", by="ana", text="Why?"))


def test_somebody_without_a_room_drafts_nothing() -> None:
    given(BREAKOUT).when(Draft(text="Why?"), by="gus").then_refused("qa_queue.no_room")


def test_a_facilitator_drafts_nothing() -> None:
    given(BREAKOUT, helps("ana", "r1")).when(Draft(text="Why?"), by="ana").then_refused("qa_queue.no_room")


# Preparing before the evening


def test_before_the_start_a_member_prepares_a_question_for_the_own_room() -> None:
    ready = given().when(Prepare(text="Why?"), by="ana").then(drafted("q1", by="ana", text="Why?", prepared=True))
    assert ready.seen_by("ben")["questions"]["q1"]["prepared"] is True


def test_a_member_may_name_the_own_room() -> None:
    given().when(Prepare(text="Why?", room_id="r1"), by="ana").then(drafted("q1", by="ana", text="Why?", prepared=True))


@pytest.mark.parametrize("room", ["r2", "r9"])
@pytest.mark.parametrize("who", ["ana", "gus"])
def test_a_member_prepares_nothing_for_another_room(who: str, room: str) -> None:
    given().when(Prepare(text="Why?", room_id=room), by=who).then_refused("rooms.not_a_member")


def test_somebody_without_a_room_prepares_nothing() -> None:
    given().when(Prepare(text="Why?"), by="gus").then_refused("qa_queue.no_room")


@pytest.mark.parametrize("phase", [BREAKOUT, BREAK, PANEL])
def test_after_the_start_a_member_prepares_nothing(phase: Events) -> None:
    given(phase).when(Prepare(text="Why?"), by="ana").then_refused("qa_queue.asking_closed")


def test_a_facilitator_prepares_nothing() -> None:
    given(helps("gus", "r1")).when(Prepare(text="Why?"), by="gus").then_refused("session.forbidden")


@pytest.mark.parametrize("phase", [[], BREAKOUT, BREAK, PANEL])
@pytest.mark.parametrize("who", ["host", "hana"])
def test_the_host_prepares_a_question_for_a_room_at_any_time(phase: Events, who: str) -> None:
    given(phase).when(Prepare(text="Why?", room_id="r2"), by=who).then(
        drafted("q1", by=who, room="r2", text="Why?", prepared=True)
    )


def test_the_host_names_the_room() -> None:
    given().when(Prepare(text="Why?")).then_refused("qa_queue.no_room")
    given().when(Prepare(text="Why?", room_id="r9")).then_refused("rooms.unknown_room")


def test_a_host_who_takes_part_prepares_for_the_own_room_as_a_member() -> None:
    both = roles_set("ana", "host", "participant")
    given(both).when(Prepare(text="Why?"), by="ana").then(drafted("q1", by="ana", text="Why?", prepared=True))
    given(both, BREAKOUT).when(Prepare(text="Why?"), by="ana").then_refused("qa_queue.asking_closed")


@pytest.mark.parametrize("who", ["moderator", "mo", "panel", "pia", "stage", "watch"])
def test_nobody_else_prepares_questions(who: str) -> None:
    given().when(Prepare(text="Why?", room_id="r1"), by=who).then_refused("session.forbidden")


def test_a_prepared_question_is_submitted_like_any_other() -> None:
    ready = given(drafted("q1", by="host", room="r1", prepared=True), BREAKOUT, speaks("ana", "r1"))
    ready.when(Submit(question_id="q1"), by="ana").then(submitted("q1", number="A-1"))


# For whom it is meant


def test_a_question_may_be_meant_for_a_panelist() -> None:
    meant = given(BREAKOUT).when(Draft(text="Why?", addressed_to="Pia"), by="ana")
    meant.then(drafted("q1", by="ana", text="Why?", addressed_to="Pia"))
    prepared = given().when(Prepare(text="Why?", addressed_to="Pia"), by="ana")
    prepared.then(drafted("q1", by="ana", text="Why?", addressed_to="Pia", prepared=True))


def test_everybody_sees_whom_an_open_question_is_meant_for() -> None:
    meant = given(asked("q1", by="ana", addressed_to="Pia"))
    assert {meant.seen_by(who)["questions"]["q1"]["addressed_to"] for who in ("watch", "pia", "fay")} == {"Pia"}


@pytest.mark.parametrize(("before", "after"), [(None, "Pia"), ("Pia", "Somebody else"), ("Pia", None)])
def test_whom_it_is_meant_for_is_set_changed_and_taken_away(before: str | None, after: str | None) -> None:
    meant = given(BREAKOUT, drafted("q1", by="ana", text="Why?", addressed_to=before))
    changed = meant.when(Edit(question_id="q1", text="Why?", addressed_to=after), by="ana")
    changed.then(edited("q1", "Why?", by="ana", addressed_to=after))
    assert changed.seen_by("ana")["questions"]["q1"].get("addressed_to") == after


def test_other_words_leave_whom_it_is_meant_for() -> None:
    meant = given(BREAKOUT, drafted("q1", by="ana", addressed_to="Pia"))
    meant.when(Edit(question_id="q1", text="Better"), by="ana").then(edited("q1", "Better", by="ana", addressed_to="Pia"))


def test_whom_it_is_meant_for_already_changes_nothing() -> None:
    meant = given(BREAKOUT, drafted("q1", by="ana", text="Why?", addressed_to="Pia"))
    meant.when(Edit(question_id="q1", text="Why?", addressed_to="Pia"), by="ana").then_nothing()


def test_whom_it_is_meant_for_is_no_earlier_wording() -> None:
    meant = given(drafted("q1", by="ana", text="Why?"), edited("q1", "Why?", by="ana", addressed_to="Pia"))
    assert "history" not in meant.seen_by("ana")["questions"]["q1"]


# Editing


def test_an_author_edits_a_draft_freely() -> None:
    given(BREAKOUT, drafted("q1", by="ana")).when(Edit(question_id="q1", text="Better"), by="ana").then(
        edited("q1", "Better", by="ana")
    )


def test_an_author_edits_a_draft_also_when_asking_is_closed() -> None:
    given(drafted("q1", by="ana"), PANEL).when(Edit(question_id="q1", text="Better"), by="ana").then(
        edited("q1", "Better", by="ana")
    )


def test_an_author_who_has_moved_edits_the_draft_left_behind() -> None:
    moved = given(BREAKOUT, drafted("q1", by="ana"), seated("ana", "r2"))
    moved.when(Edit(question_id="q1", text="Better"), by="ana").then(edited("q1", "Better", by="ana"))


def test_an_author_does_not_edit_what_is_open() -> None:
    given(BREAKOUT, asked("q1", by="ana")).when(Edit(question_id="q1", text="Better"), by="ana").then_refused(
        "qa_queue.already_open"
    )


@pytest.mark.parametrize("who", ["ana", "ben", "mo", "hana", "host", "moderator"])
def test_who_speaks_for_the_room_moderators_and_hosts_edit_what_is_open(who: str) -> None:
    open_question = given(BREAKOUT, speaks("ana", "r1"), deputises("ben", "r1"), asked("q1", by="cal"))
    open_question.when(Edit(question_id="q1", text="Better"), by=who).then(edited("q1", "Better", by=who))


def test_another_member_edits_nothing() -> None:
    given(BREAKOUT, drafted("q1", by="ana")).when(Edit(question_id="q1", text="Worse"), by="ben").then_refused(
        "qa_queue.not_yours"
    )


def test_who_speaks_for_another_room_edits_nothing() -> None:
    given(BREAKOUT, speaks("dee", "r2"), asked("q1", by="ana")).when(Edit(question_id="q1", text="Worse"), by="dee").then_refused(
        "qa_queue.not_yours"
    )


def test_a_facilitator_edits_nothing_of_the_room() -> None:
    given(BREAKOUT, helps("gus", "r1"), drafted("q1", by="ana")).when(
        Edit(question_id="q1", text="Worse"), by="gus"
    ).then_refused("qa_queue.not_yours")


def test_editing_to_the_same_words_changes_nothing() -> None:
    given(BREAKOUT, drafted("q1", by="ana", text="Why?")).when(Edit(question_id="q1", text="Why?"), by="ana").then_nothing()


def test_what_is_withdrawn_is_not_edited() -> None:
    given(BREAKOUT, drafted("q1", by="ana"), withdrawn("q1")).when(Edit(question_id="q1", text="X"), by="ana").then_refused(
        "qa_queue.not_open"
    )


def test_an_edited_draft_does_not_show_that_it_was_edited() -> None:
    assert "edited" not in given(drafted("q1", by="ana"), edited("q1", "Better", by="ana")).seen_by("ana")["questions"]["q1"]


def test_an_open_question_that_was_edited_as_a_draft_does_not_show_it() -> None:
    question = given(drafted("q1", by="ana"), edited("q1", "Better", by="ana"), submitted("q1")).seen_by("fay")["questions"]["q1"]
    assert "edited" not in question


def test_an_edit_of_an_open_question_keeps_the_votes_and_shows() -> None:
    question = given(asked("q1", by="ana"), voted("q1", "dee"), edited("q1", "Better", by="mo")).seen_by("fay")["questions"]["q1"]
    assert (question["text"], question["score"], question["edited"]) == ("Better", 1, True)


def test_every_earlier_wording_is_kept() -> None:
    twice = [edited("q1", "Better", by="ana", at=t("19:10")), edited("q1", "Best", by="mo", at=t("19:20"))]
    assert given(asked("q1", by="ana", text="Why?"), twice).seen_by("ana")["questions"]["q1"]["history"] == [
        {"text": "Why?", "at": t("19:10"), "by": "Ana"},
        {"text": "Better", "at": t("19:20"), "by": "Mo"},
    ]


def test_an_edit_does_not_change_when_it_was_asked() -> None:
    late = given(asked("q1", by="ana", at=t("19:10")), edited("q1", "Better", by="mo", at=t("19:50")))
    assert late.seen_by("fay")["questions"]["q1"]["submitted_at"] == t("19:10")


def test_typos_are_corrected_after_the_end() -> None:
    over = given(asked("q1", by="ana"), finished())
    over.when(Edit(question_id="q1", text="Better"), by="mo").then(edited("q1", "Better", by="mo"))
    over.when(Edit(question_id="q1", text="Better")).then(edited("q1", "Better", by="host"))


def test_after_the_end_a_room_edits_nothing() -> None:
    given(speaks("ana", "r1"), asked("q1", by="ana"), drafted("q2", by="ana"), finished()).when(
        Edit(question_id="q2", text="Better"), by="ana"
    ).then_refused("session.finished")


# Withdrawing


def test_an_author_withdraws_a_draft() -> None:
    given(BREAKOUT, drafted("q1", by="ana")).when(Withdraw(question_id="q1"), by="ana").then(withdrawn("q1"))


def test_an_author_withdraws_an_open_question_also_when_asking_is_closed() -> None:
    given(asked("q1", by="ana"), PANEL).when(Withdraw(question_id="q1"), by="ana").then(withdrawn("q1"))


def test_an_author_who_has_moved_withdraws_the_draft_left_behind() -> None:
    given(BREAKOUT, drafted("q1", by="ana"), seated("ana", "r2")).when(Withdraw(question_id="q1"), by="ana").then(withdrawn("q1"))


def test_an_author_withdraws_what_was_skipped() -> None:
    given(asked("q1", by="ana"), PANEL, called("q1"), skipped("q1")).when(Withdraw(question_id="q1"), by="ana").then(
        withdrawn("q1")
    )


def test_the_host_withdraws_any_question() -> None:
    given(BREAKOUT, asked("q1", by="ana")).when(Withdraw(question_id="q1")).then(withdrawn("q1"))


def test_nobody_else_withdraws_a_question() -> None:
    given(BREAKOUT, speaks("ben", "r1"), asked("q1", by="ana")).when(Withdraw(question_id="q1"), by="ben").then_refused(
        "qa_queue.not_yours"
    )


def test_withdrawing_twice_changes_nothing() -> None:
    given(BREAKOUT, asked("q1", by="ana"), withdrawn("q1")).when(Withdraw(question_id="q1"), by="ana").then_nothing()


@pytest.mark.parametrize("heard", [[called("q1")], [called("q1"), answered("q1")], [promised("q1")]])
def test_what_the_panel_has_heard_is_not_withdrawn(heard: list[object]) -> None:
    given(asked("q1", by="ana"), PANEL, heard).when(Withdraw(question_id="q1"), by="ana").then_refused("qa_queue.not_open")


# Submitting


@pytest.mark.parametrize("who", ["ana", "ben", "host", "hana"])
def test_who_speaks_for_the_room_submits_a_draft(who: str) -> None:
    ready = given(BREAKOUT, speaks("ana", "r1"), deputises("ben", "r1"), drafted("q1", by="cal"))
    ready.when(Submit(question_id="q1"), by=who).then(submitted("q1", number="A-1"))


def test_a_member_does_not_submit_the_own_draft() -> None:
    given(BREAKOUT, drafted("q1", by="ana")).when(Submit(question_id="q1"), by="ana").then_refused("qa_queue.not_representative")


def test_a_facilitator_does_not_submit() -> None:
    given(BREAKOUT, helps("gus", "r1"), drafted("q1", by="ana")).when(Submit(question_id="q1"), by="gus").then_refused(
        "qa_queue.not_representative"
    )


def test_a_representative_who_left_does_not_submit() -> None:
    gone = given(BREAKOUT, speaks("ana", "r1"), drafted("q1", by="ben"), seated("ana", "r2"))
    gone.when(Submit(question_id="q1"), by="ana").then_refused("qa_queue.unknown_question")


@pytest.mark.parametrize("phase", [BREAK, PANEL])
def test_nothing_is_submitted_when_asking_is_closed(phase: object) -> None:
    given(speaks("ana", "r1"), drafted("q1", by="ana"), phase).when(Submit(question_id="q1"), by="ana").then_refused(
        "qa_queue.asking_closed"
    )


def test_submitting_twice_changes_nothing() -> None:
    given(BREAKOUT, asked("q1", by="ana")).when(Submit(question_id="q1")).then_nothing()


def test_what_is_withdrawn_is_not_submitted() -> None:
    given(BREAKOUT, drafted("q1", by="ana"), withdrawn("q1")).when(Submit(question_id="q1")).then_refused("qa_queue.not_open")


def test_numbers_count_in_each_room() -> None:
    given(BREAKOUT, asked("q1", by="ana"), asked("q2", by="dee"), drafted("q3", by="dee")).when(Submit(question_id="q3")).then(
        submitted("q3", number="B-2")
    )


def test_the_number_of_a_withdrawn_question_is_not_used_again() -> None:
    given(BREAKOUT, asked("q1", by="ana"), withdrawn("q1"), drafted("q2", by="ana")).when(Submit(question_id="q2")).then(
        submitted("q2", number="A-2")
    )


def test_the_room_of_a_question_is_where_it_was_drafted() -> None:
    moved = given(BREAKOUT, drafted("q1", by="ana"), seated("ana", "r2"))
    question = moved.when(Submit(question_id="q1")).then(submitted("q1", number="A-1")).seen_by("fay")["questions"]["q1"]
    assert question["room_id"] == "r1"


# The order of a room

ORDERED = [speaks("ana", "r1"), deputises("ben", "r1"), asked("q1", by="ana"), drafted("q2", by="cal"), asked("q3", by="ben")]


@pytest.mark.parametrize("who", ["ana", "ben", "host", "hana"])
def test_who_speaks_for_a_room_or_a_host_puts_its_questions_in_order(who: str) -> None:
    given(BREAKOUT, ORDERED).when(OrderRoom(room_id="r1", order=("q3", "q2", "q1")), by=who).then(
        room_ordered("r1", "q3", "q2", "q1")
    )


@pytest.mark.parametrize("phase", [BREAKOUT, BREAK, PANEL])
def test_a_room_is_put_in_order_in_every_phase(phase: object) -> None:
    given(ORDERED, phase).when(OrderRoom(room_id="r1", order=("q3",)), by="ana").then(room_ordered("r1", "q3"))


def test_what_is_not_named_follows_in_the_order_it_had() -> None:
    ordered = given(BREAKOUT, ORDERED, room_ordered("r1", "q1", "q2", "q3"))
    ordered.when(OrderRoom(room_id="r1", order=("q3",)), by="ana").then(room_ordered("r1", "q3", "q1", "q2"))


@pytest.mark.parametrize("order", [("q1", "q2", "q3"), ("q1", "q2"), ("q1",), ()])
def test_the_order_a_room_has_changes_nothing(order: tuple[str, ...]) -> None:
    ordered = given(BREAKOUT, ORDERED, room_ordered("r1", "q1", "q2", "q3"))
    ordered.when(OrderRoom(room_id="r1", order=order), by="ana").then_nothing()


def test_naming_nothing_in_a_room_without_an_order_changes_nothing() -> None:
    given(BREAKOUT, ORDERED).when(OrderRoom(room_id="r1", order=()), by="ana").then_nothing()


@pytest.mark.parametrize("who", ["cal", "dee", "gus"])
def test_nobody_else_puts_a_room_in_order(who: str) -> None:
    given(BREAKOUT, ORDERED, speaks("dee", "r2"), helps("gus", "r1")).when(
        OrderRoom(room_id="r1", order=("q3",)), by=who
    ).then_refused("qa_queue.not_representative")


@pytest.mark.parametrize("order", [("q9",), ("q4",), ("q5",), ("q1", "q1"), ("q1", "q9")])
def test_an_order_names_only_questions_of_the_room_that_are_not_withdrawn_each_once(order: tuple[str, ...]) -> None:
    evening = given(BREAKOUT, ORDERED, asked("q4", by="dee"), drafted("q5", by="cal"), withdrawn("q5"))
    evening.when(OrderRoom(room_id="r1", order=order), by="ana").then_refused("qa_queue.bad_order")


def test_what_was_rejected_has_no_place_in_the_order() -> None:
    evening = given(BREAKOUT, ORDERED, room_ordered("r1", "q1", "q2", "q3"), rejected("q1"))
    evening.when(OrderRoom(room_id="r1", order=("q1",)), by="ana").then_refused("qa_queue.bad_order")
    evening.when(OrderRoom(room_id="r1", order=("q3",)), by="ana").then(room_ordered("r1", "q3", "q2"))


@pytest.mark.parametrize("fate", [[called("q1")], [called("q1"), answered("q1")]])
def test_what_was_heard_has_no_place_in_the_order(fate: list[object]) -> None:
    heard = given(ORDERED, room_ordered("r1", "q1", "q2", "q3"), PANEL, *fate)
    heard.when(OrderRoom(room_id="r1", order=("q1",)), by="ana").then_refused("qa_queue.bad_order")
    heard.when(OrderRoom(room_id="r1", order=("q3",)), by="ana").then(room_ordered("r1", "q3", "q2"))
    heard.when(OrderRoom(room_id="r1", order=("q2", "q3")), by="ana").then_nothing()


def test_what_was_skipped_keeps_its_place_in_the_order() -> None:
    skipping = given(ORDERED, room_ordered("r1", "q3", "q1"), PANEL, called("q3"), skipped("q3"))
    skipping.when(OrderRoom(room_id="r1", order=("q3", "q1")), by="ana").then_nothing()


def test_an_unknown_room_is_not_put_in_order() -> None:
    given(BREAKOUT).when(OrderRoom(room_id="r9", order=())).then_refused("rooms.unknown_room")


def test_before_the_start_and_after_the_end_no_room_is_put_in_order() -> None:
    order = OrderRoom(room_id="r1", order=("q3",))
    given(ORDERED).when(order, by="ana").then_refused("session.not_live")
    given(ORDERED, finished()).when(order, by="ana").then_refused("session.finished")


# Voting


def test_a_vote_for_the_own_room_in_the_breakout() -> None:
    given(BREAKOUT, drafted("q1", by="ana")).when(CastVote(question_id="q1"), by="ben").then(voted("q1", "ben", room="r1"))


def test_an_author_may_vote_for_the_own_question() -> None:
    given(BREAKOUT, drafted("q1", by="ana")).when(CastVote(question_id="q1"), by="ana").then(voted("q1", "ana"))


def test_nothing_is_voted_automatically() -> None:
    fresh = given(BREAKOUT).when(Draft(text="Why?"), by="ana").when(Submit(question_id="q1"))
    assert fresh.seen_by("host")["questions"]["q1"]["score"] == 0


def test_in_the_breakout_another_rooms_question_gets_no_votes() -> None:
    given(BREAKOUT, asked("q1", by="ana")).when(CastVote(question_id="q1"), by="dee").then_refused("qa_queue.voting_closed")


@pytest.mark.parametrize("phase", [BREAK, PANEL])
def test_in_break_and_panel_everybody_votes_for_everything(phase: object) -> None:
    given(asked("q1", by="ana"), phase).when(CastVote(question_id="q1"), by="dee").then(voted("q1", "dee", room="r2"))


def test_somebody_without_a_room_votes_once_everybody_does() -> None:
    given(asked("q1", by="ana"), BREAK).when(CastVote(question_id="q1"), by="gus").then(voted("q1", "gus", room=None))


def test_somebody_without_a_room_does_not_vote_in_the_breakout() -> None:
    given(BREAKOUT, asked("q1", by="ana")).when(CastVote(question_id="q1"), by="gus").then_refused("qa_queue.voting_closed")


def test_casting_twice_changes_nothing() -> None:
    given(asked("q1", by="ana"), BREAK, voted("q1", "dee")).when(CastVote(question_id="q1"), by="dee").then_nothing()


def test_withdrawing_a_vote_takes_it_back() -> None:
    given(asked("q1", by="ana"), BREAK, voted("q1", "dee")).when(WithdrawVote(question_id="q1"), by="dee").then(
        unvoted("q1", "dee")
    )


def test_withdrawing_a_vote_twice_changes_nothing() -> None:
    given(asked("q1", by="ana"), BREAK).when(WithdrawVote(question_id="q1"), by="dee").then_nothing()


@pytest.mark.parametrize("command", [CastVote(question_id="q1"), WithdrawVote(question_id="q1")])
class TestBothDirections:
    def test_no_votes_before_the_start(self, command: CastVote | WithdrawVote) -> None:
        given(drafted("q1", by="ana"), voted("q1", "ana")).when(command, by="ana").then_refused("qa_queue.voting_closed")

    def test_no_votes_after_the_end(self, command: CastVote | WithdrawVote) -> None:
        given(asked("q1", by="ana"), PANEL, voted("q1", "dee"), finished()).when(command, by="dee").then_refused(
            "session.finished"
        )

    def test_no_votes_for_another_rooms_question_once_voting_is_for_the_own_room_again(
        self, command: CastVote | WithdrawVote
    ) -> None:
        back = given(asked("q1", by="ana"), BREAK, voted("q1", "dee"), entered("ph1"))
        back.when(command, by="dee").then_refused("qa_queue.voting_closed")

    def test_a_facilitator_does_not_vote(self, command: CastVote | WithdrawVote) -> None:
        given(asked("q1", by="ana"), BREAK, helps("ben", "r1")).when(command, by="ben").then_refused("session.forbidden")

    def test_no_votes_for_what_is_withdrawn(self, command: CastVote | WithdrawVote) -> None:
        given(asked("q1", by="ana"), BREAK, voted("q1", "dee"), withdrawn("q1")).when(command, by="dee").then_refused(
            "qa_queue.not_open"
        )

    @pytest.mark.parametrize("heard", [[called("q1")], [called("q1"), answered("q1")]])
    def test_no_votes_for_what_the_panel_has(self, command: CastVote | WithdrawVote, heard: list[object]) -> None:
        given(asked("q1", by="ana"), PANEL, voted("q1", "dee"), heard).when(command, by="dee").then_refused("qa_queue.not_open")

    def test_no_votes_by_somebody_revoked(self, command: CastVote | WithdrawVote) -> None:
        given(asked("q1", by="ana"), BREAK, voted("q1", "dee"), revoked("dee")).when(command, by="dee").then_refused(
            "session.forbidden"
        )

    def test_no_votes_by_somebody_who_became_a_panelist(self, command: CastVote | WithdrawVote) -> None:
        given(asked("q1", by="ana"), BREAK, roles_set("dee", "panelist")).when(command, by="dee").then_refused(
            "session.forbidden"
        )

    def test_no_votes_for_an_unknown_question(self, command: CastVote | WithdrawVote) -> None:
        given(BREAK).when(command, by="dee").then_refused("qa_queue.unknown_question")


def test_a_question_that_was_skipped_waits_for_votes_again() -> None:
    waiting = given(asked("q1", by="ana"), PANEL, voted("q1", "eli"), called("q1"), skipped("q1"))
    waiting.when(CastVote(question_id="q1"), by="dee").then(voted("q1", "dee"))
    waiting.when(WithdrawVote(question_id="q1"), by="eli").then(unvoted("q1", "eli"))


def test_score_counts_all_voters_and_support_those_of_other_rooms() -> None:
    question = given(
        asked("q1", by="ana"), BREAK, voted("q1", "ana"), voted("q1", "ben"), voted("q1", "dee"), voted("q1", "gus")
    ).seen_by("fay")["questions"]["q1"]
    assert (question["score"], question["support"]) == (4, 1)


def test_a_vote_counts_for_the_room_it_was_cast_from() -> None:
    moved = given(asked("q1", by="ana"), BREAK, voted("q1", "dee")).when(Choose(room_id="r1"), by="dee")
    assert moved.seen_by("fay")["questions"]["q1"]["support"] == 1


def test_a_voter_who_has_moved_takes_back_the_vote_that_was_cast() -> None:
    moved = given(asked("q1", by="ana"), BREAK, voted("q1", "dee"), seated("dee", "r1"))
    question = moved.when(WithdrawVote(question_id="q1"), by="dee").then(unvoted("q1", "dee")).seen_by("fay")["questions"]["q1"]
    assert (question["score"], question["support"]) == (0, 0)


def test_a_voter_who_has_moved_has_still_one_vote() -> None:
    given(asked("q1", by="ana"), BREAK, voted("q1", "dee"), seated("dee", "r3")).when(
        CastVote(question_id="q1"), by="dee"
    ).then_nothing()


def test_the_votes_of_somebody_revoked_stay() -> None:
    assert given(asked("q1", by="ana"), voted("q1", "dee"), revoked("dee")).seen_by("fay")["questions"]["q1"]["score"] == 1


# Hands of a group that shares a device

GROUP = [asked("q1", by="ana"), grouped("dee", 12)]


@pytest.mark.parametrize("hands", [1, 7, 12])
def test_a_group_counts_its_hands(hands: int) -> None:
    counted = given(GROUP, BREAK).when(CountHands(question_id="q1", hands=hands), by="dee")
    question = counted.then(voted("q1", "dee", hands=hands)).seen_by("watch")["questions"]["q1"]
    assert (question["score"], question["support"]) == (hands, hands)


def test_in_the_breakout_the_hands_of_the_own_room_are_counted() -> None:
    counted = given(BREAKOUT, asked("q1", by="ana"), grouped("ben", 12)).when(CountHands(question_id="q1", hands=7), by="ben")
    question = counted.then(voted("q1", "ben", hands=7)).seen_by("watch")["questions"]["q1"]
    assert (question["score"], question["support"]) == (7, 0)


def test_there_are_not_more_hands_than_people() -> None:
    given(GROUP, BREAK).when(CountHands(question_id="q1", hands=13), by="dee").then_refused("qa_queue.too_many_hands")


@pytest.mark.parametrize("alone", [[], [grouped("eli", 12), grouped("eli", 1)]])
@pytest.mark.parametrize("hands", [0, 1, 2])
def test_only_a_group_counts_hands(alone: list[Events], hands: int) -> None:
    given(GROUP, BREAK, alone).when(CountHands(question_id="q1", hands=hands), by="eli").then_refused("qa_queue.no_group")


def test_no_hands_take_the_vote_back() -> None:
    counted = given(GROUP, BREAK, voted("q1", "dee", hands=7)).when(CountHands(question_id="q1", hands=0), by="dee")
    assert counted.then(unvoted("q1", "dee")).seen_by("watch")["questions"]["q1"]["score"] == 0


def test_no_hands_where_none_were_counted_change_nothing() -> None:
    given(GROUP, BREAK).when(CountHands(question_id="q1", hands=0), by="dee").then_nothing()


@pytest.mark.parametrize("hands", [1, 3, 9])
def test_another_number_of_hands_replaces_the_first(hands: int) -> None:
    again = given(GROUP, BREAK, voted("q1", "dee", hands=7)).when(CountHands(question_id="q1", hands=hands), by="dee")
    question = again.then(voted("q1", "dee", hands=hands)).seen_by("watch")["questions"]["q1"]
    assert (question["score"], question["support"]) == (hands, hands)


def test_the_same_number_of_hands_changes_nothing() -> None:
    given(GROUP, BREAK, voted("q1", "dee", hands=7)).when(CountHands(question_id="q1", hands=7), by="dee").then_nothing()
    given(GROUP, BREAK, voted("q1", "dee")).when(CountHands(question_id="q1", hands=1), by="dee").then_nothing()


def test_a_plain_vote_of_a_group_is_one_hand() -> None:
    given(GROUP, BREAK).when(CastVote(question_id="q1"), by="dee").then(voted("q1", "dee"))


def test_a_plain_vote_changes_nothing_where_hands_were_counted() -> None:
    given(GROUP, BREAK, voted("q1", "dee", hands=7)).when(CastVote(question_id="q1"), by="dee").then_nothing()


def test_a_group_takes_all_its_hands_back_at_once() -> None:
    counted = given(GROUP, BREAK, voted("q1", "dee", hands=7)).when(WithdrawVote(question_id="q1"), by="dee")
    assert counted.then(unvoted("q1", "dee")).seen_by("watch")["questions"]["q1"]["score"] == 0


def test_hands_count_for_the_room_they_were_first_counted_in() -> None:
    moved = given(GROUP, BREAK, voted("q1", "dee", hands=7), seated("dee", "r1"))
    question = moved.when(CountHands(question_id="q1", hands=5), by="dee").then(voted("q1", "dee", room="r2", hands=5))
    assert question.seen_by("watch")["questions"]["q1"]["support"] == 5


def test_a_group_is_told_how_many_hands_it_counted_where_more_than_one() -> None:
    counted = given(GROUP, asked("q2", by="ana"), voted("q1", "dee", hands=7), voted("q2", "dee"))
    assert counted.me("dee")["hands"] == {"q1": 7}
    assert counted.me("dee")["votes"] == {"q1": True, "q2": True}


@pytest.mark.parametrize("hands", [0, 7])
class TestWhenHandsAreCounted:
    def test_not_before_the_start(self, hands: int) -> None:
        given(GROUP).when(CountHands(question_id="q1", hands=hands), by="dee").then_refused("qa_queue.voting_closed")

    def test_not_for_another_room_in_the_breakout(self, hands: int) -> None:
        given(GROUP, BREAKOUT).when(CountHands(question_id="q1", hands=hands), by="dee").then_refused("qa_queue.voting_closed")

    def test_not_for_what_is_withdrawn(self, hands: int) -> None:
        given(GROUP, BREAK, voted("q1", "dee", hands=3), withdrawn("q1")).when(
            CountHands(question_id="q1", hands=hands), by="dee"
        ).then_refused("qa_queue.not_open")

    def test_not_for_what_the_panel_has(self, hands: int) -> None:
        given(GROUP, PANEL, called("q1")).when(CountHands(question_id="q1", hands=hands), by="dee").then_refused(
            "qa_queue.not_open"
        )

    def test_not_by_a_facilitator(self, hands: int) -> None:
        given(GROUP, BREAK, helps("dee", "r2")).when(CountHands(question_id="q1", hands=hands), by="dee").then_refused(
            "session.forbidden"
        )


# What is not for one's eyes is unknown


@pytest.mark.parametrize(
    "command",
    [
        CastVote(question_id="q1"),
        WithdrawVote(question_id="q1"),
        Edit(question_id="q1", text="X"),
        Withdraw(question_id="q1"),
        Submit(question_id="q1"),
    ],
)
@pytest.mark.parametrize("fate", [[], [withdrawn("q1")]])
def test_another_rooms_draft_is_as_unknown_as_one_that_never_was(command: CastVote | Edit, fate: list[object]) -> None:
    breakout = [BREAKOUT, speaks("dee", "r2")]
    for phase in (BREAKOUT, BREAK):
        given(breakout, drafted("q1", by="ana"), fate, phase).when(command, by="dee").then_refused("qa_queue.unknown_question")
        given(breakout, phase).when(command, by="dee").then_refused("qa_queue.unknown_question")


def test_a_moderator_does_not_know_drafts() -> None:
    given(BREAKOUT, drafted("q1", by="ana")).when(Edit(question_id="q1", text="X"), by="mo").then_refused(
        "qa_queue.unknown_question"
    )


def test_a_draft_is_unknown_to_who_has_left_the_room() -> None:
    given(BREAKOUT, drafted("q1", by="ana"), seated("ben", "r2")).when(CastVote(question_id="q1"), by="ben").then_refused(
        "qa_queue.unknown_question"
    )


def test_who_comes_into_a_room_may_vote_for_its_drafts() -> None:
    given(BREAKOUT, drafted("q1", by="ana"), joined("zoe", "r1")).when(CastVote(question_id="q1"), by="zoe").then(
        voted("q1", "zoe", room="r1")
    )


# Handing over


def test_the_host_hands_the_queue_over() -> None:
    given(PANEL).when(HandOver()).then(handed_over())


def test_handing_over_again_is_nothing_to_do() -> None:
    given(PANEL, handed_over()).when(HandOver()).then_nothing()


def test_before_the_start_there_is_no_queue_to_hand_over() -> None:
    given().when(HandOver()).then_refused("session.not_live")
