"""Merging: one question becomes part of another one, and can be taken out again."""

import pytest

from orchestrator.qa_queue.commands import CastVote, Edit, Merge, Move, OrderRoom, Unmerge, Withdraw, WithdrawVote
from tests.given import (
    Events,
    Sentence,
    answer_written,
    answered,
    approved,
    asked,
    called,
    drafted,
    edited,
    entered,
    given,
    grouped,
    handed_over,
    held,
    merged,
    moderated,
    promised,
    rejected,
    room_ordered,
    seated,
    sent_back,
    skipped,
    speaks,
    unmerged,
    unvoted,
    voted,
    withdrawn,
)

BREAKOUT, BREAK, PANEL = entered("ph1"), entered("ph2"), entered("ph3")
TWO = [asked("q1", by="ana"), asked("q2", by="dee")]
THREE = [TWO, asked("q3", by="fay")]
ONE_OF_TWO = [TWO, merged("q1", into="q2")]
INTO = Merge(question_id="q1", into="q2")


def question(evening: Sentence, question_id: str = "q2", who: str = "watch") -> dict[str, object]:
    return evening.seen_by(who)["questions"][question_id]


def counts(evening: Sentence, question_id: str = "q2") -> tuple[object, object]:
    """Score and support."""
    seen = question(evening, question_id)
    return seen["score"], seen["support"]


def queue(evening: Sentence) -> list[str]:
    """The waiting questions, first to last."""
    ranked = {row["rank"]: each for each, row in evening.seen_by("host")["questions"].items() if "rank" in row}
    return [ranked[place] for place in sorted(ranked)]


# Becoming part of another one


@pytest.mark.parametrize("who", ["host", "hana", "moderator", "mo"])
def test_host_and_moderators_merge_questions_and_take_them_apart(who: str) -> None:
    together = given(BREAKOUT, TWO).when(INTO, by=who).then(merged("q1", into="q2"))
    together.when(Unmerge(question_id="q1"), by=who).then(unmerged("q1"))


@pytest.mark.parametrize("who", ["panel", "pia", "stage", "watch", "ana", "dee"])
def test_nobody_else_merges_or_takes_apart(who: str) -> None:
    given(BREAKOUT, TWO).when(INTO, by=who).then_refused("session.forbidden")
    given(BREAKOUT, ONE_OF_TWO).when(Unmerge(question_id="q1"), by=who).then_refused("session.forbidden")


@pytest.mark.parametrize("who", ["watch", "ana", "dee", "mo"])
def test_everybody_sees_what_is_part_of_what_and_for_which_rooms_it_speaks(who: str) -> None:
    together = given(ONE_OF_TWO)
    source, target = question(together, "q1", who), question(together, "q2", who)
    assert (source["status"], source["merged_into"]) == ("merged", "q2")
    assert (target["status"], target["sources"], target["credited"]) == ("open", ["q1"], ["r1"])


def test_an_author_is_told_what_the_question_is_part_of_now() -> None:
    assert given(ONE_OF_TWO).me("ana")["questions"]["q1"] == {"status": "merged", "text": "Text of q1", "merged_into": "q2"}


def test_two_questions_of_one_room_credit_no_other_room() -> None:
    assert "credited" not in question(given(asked("q1", by="dee"), asked("q2", by="dee"), merged("q1", into="q2")))


def test_a_merged_question_takes_one_place_in_the_queue() -> None:
    assert queue(given(THREE, merged("q1", into="q2"))) == ["q2", "q3"]


def test_the_same_merge_twice_is_nothing() -> None:
    given(ONE_OF_TWO).when(INTO).then_nothing()


@pytest.mark.parametrize("fate", [[called("q1"), skipped("q1")], [held("q1")]])
def test_what_the_panel_put_back_is_merged(fate: list[Events]) -> None:
    given(TWO, PANEL, fate).when(INTO).then(merged("q1", into="q2"))


# Chains


def test_a_whole_becomes_part_of_another_one_with_all_its_parts() -> None:
    chain = given(THREE, merged("q1", into="q2"), merged("q2", into="q3"), voted("q1", "ben"))
    assert question(chain, "q1")["merged_into"] == "q3"
    assert (question(chain, "q3")["sources"], question(chain, "q3")["credited"]) == (["q2", "q1"], ["r2", "r1"])
    assert counts(chain, "q3") == (1, 0)


def test_the_middle_of_a_chain_is_taken_out_with_its_parts() -> None:
    apart = given(THREE, merged("q1", into="q2"), merged("q2", into="q3")).when(Unmerge(question_id="q2"))
    assert question(apart.then(unmerged("q2")), "q2")["sources"] == ["q1"]
    assert "sources" not in question(apart, "q3")


def test_the_end_of_a_chain_is_taken_out_alone() -> None:
    apart = given(THREE, merged("q1", into="q2"), merged("q2", into="q3")).when(Unmerge(question_id="q1"))
    assert question(apart.then(unmerged("q1")), "q3")["sources"] == ["q2"]


# Votes


def test_somebody_who_supports_both_counts_once() -> None:
    assert counts(given(TWO, voted("q1", "fay"), voted("q2", "fay"), merged("q1", into="q2"))) == (1, 1)


def test_the_people_of_all_parts_count_together() -> None:
    assert counts(given(THREE, merged("q1", into="q2"), voted("q1", "gus"), voted("q2", "fay"), voted("q2", "eli"))) == (3, 1)


def test_support_comes_from_rooms_that_are_not_credited() -> None:
    apart = [TWO, voted("q2", "ben"), voted("q2", "fay")]
    assert counts(given(apart)) == (2, 2)
    assert counts(given(apart, merged("q1", into="q2"))) == (2, 1)


def test_somebody_who_moved_between_two_votes_counts_once() -> None:
    moved = given(TWO, voted("q2", "fay", room="r3"), seated("fay", "r4"), voted("q1", "fay", room="r4"), merged("q1", into="q2"))
    assert counts(moved) == (1, 1)


def test_somebody_who_moved_counts_in_the_room_of_their_vote_for_the_target() -> None:
    moved = given(TWO, voted("q2", "fay", room="r3"), seated("fay", "r1"), voted("q1", "fay", room="r1"), merged("q1", into="q2"))
    assert counts(moved) == (1, 1)
    back = given(TWO, voted("q1", "fay", room="r3"), seated("fay", "r1"), voted("q2", "fay", room="r1"), merged("q1", into="q2"))
    assert counts(back) == (1, 0)


@pytest.mark.parametrize(("source", "target"), [(4, 7), (7, 4), (7, 7)])
def test_of_the_hands_of_one_group_the_larger_number_counts(source: int, target: int) -> None:
    group = [grouped("fay", 9), voted("q1", "fay", hands=source), voted("q2", "fay", hands=target)]
    assert counts(given(TWO, group, merged("q1", into="q2"))) == (7, 7)


def test_a_vote_for_a_source_counts_there_and_for_the_target_and_returns() -> None:
    voting = given(ONE_OF_TWO, BREAK).when(CastVote(question_id="q1"), by="fay").then(voted("q1", "fay"))
    assert (counts(voting, "q1"), counts(voting, "q2")) == ((1, 1), (1, 1))
    apart = voting.when(Unmerge(question_id="q1"))
    assert (counts(apart, "q1"), counts(apart, "q2")) == ((1, 1), (0, 0))


def test_a_vote_for_a_source_is_taken_back_there() -> None:
    voting = given(ONE_OF_TWO, voted("q1", "fay"), BREAK)
    assert counts(voting.when(WithdrawVote(question_id="q1"), by="fay").then(unvoted("q1", "fay"))) == (0, 0)


@pytest.mark.parametrize("heard", [[called("q2")], [called("q2"), answered("q2")], [promised("q2")]])
def test_a_source_gets_no_votes_once_the_panel_has_had_the_target(heard: list[Events]) -> None:
    given(ONE_OF_TWO, PANEL, heard).when(CastVote(question_id="q1"), by="fay").then_refused("qa_queue.not_open")


# Words


def test_taking_apart_keeps_the_words_of_both() -> None:
    apart = given(ONE_OF_TWO, edited("q2", "Both together?", by="mo")).when(Unmerge(question_id="q1"))
    assert (question(apart, "q1")["text"], question(apart, "q2")["text"]) == ("Text of q1", "Both together?")


@pytest.mark.parametrize("who", ["ben", "mo", "host"])
def test_a_source_is_not_edited(who: str) -> None:
    together = given(BREAKOUT, speaks("ben", "r1"), ONE_OF_TWO)
    together.when(Edit(question_id="q1", text="Better"), by=who).then_refused("qa_queue.merged")


def test_the_target_is_edited() -> None:
    given(ONE_OF_TWO).when(Edit(question_id="q2", text="Both together?"), by="mo").then(edited("q2", "Both together?", by="mo"))


# Places


def test_a_source_is_not_moved_in_the_queue() -> None:
    together = given(THREE, merged("q1", into="q2"), PANEL)
    together.when(Move(question_id="q1", before="q3", seen_version=0)).then_refused("qa_queue.merged")
    together.when(Move(question_id="q3", before="q1", seen_version=0)).then_refused("qa_queue.merged")


def test_who_speaks_for_the_room_of_a_source_still_orders_it() -> None:
    asking = [speaks("ana", "r1"), asked("q1", by="ana"), asked("q2", by="dee"), asked("q3", by="ben"), merged("q1", into="q2")]
    ordered = given(BREAKOUT, asking).when(OrderRoom(room_id="r1", order=("q3", "q1")), by="ana")
    assert question(ordered.then(room_ordered("r1", "q3", "q1")), "q1", "ana")["room_order"] == 2


@pytest.mark.parametrize("heard", [[called("q2")], [called("q2"), answered("q2")], [promised("q2")]])
def test_a_source_has_no_place_in_its_room_once_the_panel_has_had_the_target(heard: list[Events]) -> None:
    together = given(speaks("ana", "r1"), ONE_OF_TWO, room_ordered("r1", "q1"), PANEL, heard)
    together.when(OrderRoom(room_id="r1", order=("q1",)), by="ana").then_refused("qa_queue.bad_order")
    assert "room_order" not in question(together, "q1", "ana")


def test_a_merged_question_takes_the_best_place_of_its_parts() -> None:
    asking = [asked("q1", by="fay"), asked("q2", by="ana"), asked("q3", by="ana"), asked("q4", by="dee")]
    assert queue(given(asking)) == ["q1", "q2", "q4", "q3"]
    assert queue(given(asking, merged("q1", into="q3"))) == ["q2", "q3", "q4"]


def test_taking_apart_restores_the_queue() -> None:
    asking = [THREE, asked("q4", by="fay"), voted("q4", "ana"), voted("q1", "dee")]
    assert queue(given(asking, merged("q1", into="q4"), unmerged("q1"))) == queue(given(asking))


# Taking out what goes


def test_withdrawing_a_target_frees_its_parts() -> None:
    freed = given(BREAKOUT, ONE_OF_TWO).when(Withdraw(question_id="q2"), by="dee").then(unmerged("q1"), withdrawn("q2"))
    assert question(freed, "q1")["status"] == "open"


def test_an_author_withdraws_a_source() -> None:
    gone = given(BREAKOUT, ONE_OF_TWO, voted("q1", "ben")).when(Withdraw(question_id="q1"), by="ana")
    assert counts(gone.then(unmerged("q1"), withdrawn("q1"))) == (0, 0)
    assert "sources" not in question(gone)


def test_withdrawing_the_middle_of_a_chain_frees_its_parts() -> None:
    chain = given(BREAKOUT, THREE, merged("q1", into="q2"), merged("q2", into="q3"))
    chain.when(Withdraw(question_id="q2"), by="dee").then(unmerged("q2"), unmerged("q1"), withdrawn("q2"))


@pytest.mark.parametrize("heard", [[called("q2")], [called("q2"), answered("q2")], [promised("q2")]])
def test_a_source_is_not_withdrawn_once_the_panel_has_had_the_target(heard: list[Events]) -> None:
    given(ONE_OF_TWO, PANEL, heard).when(Withdraw(question_id="q1"), by="ana").then_refused("qa_queue.not_open")


# What waits for review

WAITS = [asked("q1", by="ana", pending=True), asked("q2", by="dee")]


@pytest.mark.parametrize("target", [asked("q2", by="dee"), asked("q2", by="dee", pending=True)])
def test_what_waits_for_review_is_merged_into_what_waits_or_is_open(target: Events) -> None:
    given(asked("q1", by="ana", pending=True), target).when(INTO).then(merged("q1", into="q2"))


def test_what_is_open_is_not_merged_into_what_waits_for_review() -> None:
    given(asked("q1", by="ana"), asked("q2", by="dee", pending=True)).when(INTO).then_refused("qa_queue.unlike_merge")


def test_what_waited_for_review_stays_hidden_as_a_part() -> None:
    together = given(WAITS, merged("q1", into="q2"))
    assert "q1" not in together.seen_by("fay")["questions"]
    assert question(together)["credited"] == ["r1"]


def test_what_waited_for_review_waits_again_when_it_is_taken_out() -> None:
    apart = given(WAITS, merged("q1", into="q2")).when(Unmerge(question_id="q1")).then(unmerged("q1"))
    assert question(apart, "q1", "mo")["status"] == "pending"


@pytest.mark.parametrize("fate", [[sent_back("q1")], [rejected("q1"), sent_back("q1"), approved("q1"), sent_back("q1")]])
def test_what_was_sent_back_waits_again_when_it_is_taken_out(fate: list[Events]) -> None:
    apart = given(TWO, fate, merged("q1", into="q2")).when(Unmerge(question_id="q1"))
    assert question(apart, "q1", "mo")["status"] == "pending"


# Promises

PROMISED = [TWO, PANEL, promised("q1"), promised("q2")]


def test_what_was_promised_is_merged_into_what_was_promised_so_that_one_answer_is_owed() -> None:
    together = given(PROMISED).when(INTO).then(merged("q1", into="q2"))
    assert (question(together, "q1")["status"], question(together, "q2")["status"]) == ("merged", "promised")


def test_what_was_promised_is_promised_still_when_it_is_taken_out() -> None:
    apart = given(PROMISED, merged("q1", into="q2")).when(Unmerge(question_id="q1")).then(unmerged("q1"))
    assert question(apart, "q1")["status"] == "promised"


@pytest.mark.parametrize("promise", [promised("q1"), promised("q2")])
def test_what_was_promised_and_what_waits_are_not_merged(promise: Events) -> None:
    given(TWO, PANEL, promise).when(INTO).then_refused("qa_queue.unlike_merge")


def test_what_was_promised_and_what_waits_for_review_are_not_merged() -> None:
    given(WAITS, PANEL, promised("q2")).when(INTO).then_refused("qa_queue.unlike_merge")


# Refusals


def test_a_question_is_not_part_of_itself() -> None:
    given(TWO).when(Merge(question_id="q1", into="q1")).then_refused("qa_queue.merge_circle")


def test_a_whole_is_not_part_of_its_part() -> None:
    given(ONE_OF_TWO).when(Merge(question_id="q2", into="q1")).then_refused("qa_queue.merge_circle")


def test_a_whole_is_not_part_of_the_part_of_its_part() -> None:
    chain = given(THREE, merged("q1", into="q2"), merged("q2", into="q3"))
    chain.when(Merge(question_id="q3", into="q1")).then_refused("qa_queue.merge_circle")


def test_what_is_part_of_one_question_does_not_become_part_of_another() -> None:
    given(THREE, merged("q1", into="q2")).when(Merge(question_id="q1", into="q3")).then_refused("qa_queue.merged")


def test_nothing_becomes_part_of_what_is_a_part() -> None:
    given(THREE, merged("q1", into="q2")).when(Merge(question_id="q3", into="q1")).then_refused("qa_queue.merged")


@pytest.mark.parametrize("other", [INTO, Merge(question_id="q2", into="q1")])
class TestInBothDirections:
    def test_a_draft_is_not_merged(self, other: Merge) -> None:
        given(BREAKOUT, drafted("q1", by="ana"), asked("q2", by="dee")).when(other).then_refused("qa_queue.not_submitted")

    def test_a_moderator_knows_no_draft(self, other: Merge) -> None:
        given(BREAKOUT, drafted("q1", by="ana"), asked("q2", by="dee")).when(other, by="mo").then_refused(
            "qa_queue.unknown_question"
        )

    def test_what_never_was_is_not_merged(self, other: Merge) -> None:
        given(BREAKOUT, asked("q1", by="ana")).when(other).then_refused("qa_queue.unknown_question")

    @pytest.mark.parametrize("gone", [rejected("q1"), withdrawn("q1")])
    def test_what_is_gone_is_not_merged(self, other: Merge, gone: Events) -> None:
        given(TWO, gone).when(other).then_refused("qa_queue.not_open")

    def test_what_is_on_air_is_not_merged(self, other: Merge) -> None:
        given(TWO, PANEL, called("q1")).when(other).then_refused("panel.on_air")

    @pytest.mark.parametrize("fate", [[called("q1"), answered("q1")], [promised("q1"), answer_written("q1")]])
    def test_what_was_answered_is_not_merged(self, other: Merge, fate: list[Events]) -> None:
        given(TWO, PANEL, fate).when(other).then_refused("qa_queue.not_open")


@pytest.mark.parametrize("apart", [TWO, [TWO, merged("q1", into="q2"), unmerged("q1")]])
def test_what_stands_by_itself_is_not_taken_out(apart: Events) -> None:
    given(apart).when(Unmerge(question_id="q1")).then_refused("qa_queue.not_merged")


def test_what_never_was_is_not_taken_out() -> None:
    given(TWO).when(Unmerge(question_id="q9")).then_refused("qa_queue.unknown_question")


def test_nothing_is_taken_out_of_what_is_on_air() -> None:
    given(ONE_OF_TWO, PANEL, called("q2")).when(Unmerge(question_id="q1")).then_refused("panel.on_air")


@pytest.mark.parametrize("fate", [[called("q2"), answered("q2")], [promised("q2"), answer_written("q2")]])
def test_nothing_is_taken_out_of_what_was_answered(fate: list[Events]) -> None:
    given(ONE_OF_TWO, PANEL, handed_over(), fate).when(Unmerge(question_id="q1")).then_refused("qa_queue.not_open")


def test_only_who_reviews_learns_of_a_part_that_nobody_saw() -> None:
    session = given(
        entered("ph1"), asked("q1", by="ana"), moderated(), asked("q2", by="dee", pending=True), merged("q2", into="q1")
    )
    assert question(session, "q1", "host")["sources"] == question(session, "q1", "mo")["sources"] == ["q2"]
    for who in ("ana", "pia", "watch"):
        assert "sources" not in session.seen_by(who)["questions"]["q1"], who
