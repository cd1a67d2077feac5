"""Questions where nouns meet: after the end, rooms that come late, and what was merged on the panel."""

from typing import Any

import pytest

from orchestrator.messages import Command
from orchestrator.qa_queue.commands import (
    Approve,
    CastVote,
    CountHands,
    Draft,
    DropOverrides,
    Edit,
    HandOver,
    Merge,
    Move,
    OrderRoom,
    Prepare,
    Reject,
    ReleaseWaiting,
    Reorder,
    SendBack,
    SetModeration,
    SetRanking,
    Submit,
    Unmerge,
    Withdraw,
    WithdrawVote,
)
from orchestrator.qa_queue.ranking import Rule
from orchestrator.session.commands import Finish
from tests.given import (
    Events,
    Sentence,
    answered,
    approved,
    asked,
    called,
    came_late,
    drafted,
    edited,
    entered,
    finished,
    given,
    merged,
    moderated,
    promised,
    rejected,
    sent_back,
    skipped,
    submitted,
    t,
    unmerged,
    voted,
)

BREAKOUT, PANEL = entered("ph1"), entered("ph3")
REVIEWERS = ("host", "hana", "moderator", "mo")
TWO = [asked("q1", by="ana"), asked("q2", by="dee")]


def queue(evening: Sentence) -> list[str]:
    """The waiting questions, first to last."""
    ranked = {row["rank"]: each for each, row in evening.seen_by("host")["questions"].items() if "rank" in row}
    return [ranked[place] for place in sorted(ranked)]


def reason(evening: Sentence, question: str) -> dict[str, Any]:
    return evening.seen_by("host")["questions"][question]["reason"]


# Rooms whose first question comes late


def heard(question: str, start: str, end: str) -> Events:
    return [called(question, at=t(start)), answered(question, at=t(end))]


# A took two minutes, B one; A has another question, so the second round is played. Then asking is open once more.
FIRST_ROUND = [TWO, asked("q3", by="ben"), PANEL, heard("q1", "20:00", "20:02"), heard("q2", "20:02", "20:03")]
ASKING = [FIRST_ROUND, entered("ph1", at=t("20:10"))]


def test_a_first_question_that_comes_late_starts_at_the_current_round_with_the_least_airtime() -> None:
    late = given(ASKING, drafted("q4", by="fay")).when(Submit(question_id="q4"))
    late.then(submitted("q4"), came_late("r3", turns=1, airtime=60_000))
    assert reason(late, "q4") == {
        "rule": "fair_turn",
        "turn": 2,
        "room_id": "r3",
        "airtime": 0,
        "late": True,
        "support": 0,
        "rooms": 0,
    }
    assert queue(late) == ["q4", "q3"]


def test_the_next_question_of_a_late_room_stands_a_round_later() -> None:
    late = given(ASKING, asked("q4", by="fay"), came_late("r3", turns=1, airtime=60_000), asked("q5", by="fay"))
    assert (reason(late, "q4")["turn"], reason(late, "q5")["turn"]) == (2, 3)


def test_only_the_first_question_of_a_room_is_late() -> None:
    late = given(ASKING, asked("q4", by="fay"), came_late("r3", turns=1, airtime=60_000), drafted("q5", by="fay"))
    late.when(Submit(question_id="q5")).then(submitted("q5"))
    given(ASKING, drafted("q4", by="dee")).when(Submit(question_id="q4")).then(submitted("q4"))


def test_a_second_late_room_starts_where_the_first_one_did() -> None:
    first = [ASKING, asked("q4", by="fay"), came_late("r3", turns=1, airtime=60_000)]
    second = given(first, drafted("q5", by="gus", room="r4")).when(Submit(question_id="q5"))
    second.then(submitted("q5"), came_late("r4", turns=1, airtime=60_000))


def test_a_late_room_counts_with_what_it_was_given_when_it_had_a_turn() -> None:
    first = [ASKING, asked("q4", by="fay"), came_late("r3", turns=1, airtime=60_000), asked("q5", by="dee"), PANEL]
    turn = [heard("q4", "20:20", "20:21"), heard("q5", "20:21", "20:23"), heard("q3", "20:23", "20:25"), entered("ph1")]
    second = given(first, turn, drafted("q6", by="gus", room="r4")).when(Submit(question_id="q6"))
    second.then(submitted("q6"), came_late("r4", turns=1, airtime=120_000))


def test_while_a_room_still_waits_for_its_first_turn_the_first_round_is_played() -> None:
    first = [TWO, asked("q3", by="ben"), PANEL, heard("q1", "20:00", "20:02"), entered("ph1"), drafted("q4", by="fay")]
    given(first).when(Submit(question_id="q4")).then(submitted("q4"), came_late("r3", turns=0, airtime=0))


def test_while_a_question_is_on_air_its_round_is_played() -> None:
    first = [TWO, asked("q3", by="ben"), PANEL, heard("q2", "20:00", "20:02"), called("q1", at=t("20:02")), entered("ph1")]
    on_air = given(first, drafted("q4", by="fay")).when(Submit(question_id="q4"))
    on_air.then(submitted("q4"), came_late("r3", turns=0, airtime=0))


def test_when_all_was_heard_a_late_room_joins_the_last_round() -> None:
    done = given(FIRST_ROUND, heard("q3", "20:05", "20:06"), entered("ph1"), drafted("q4", by="fay"))
    done.when(Submit(question_id="q4")).then(submitted("q4"), came_late("r3", turns=1, airtime=60_000))


@pytest.mark.parametrize("before", [[], PANEL, [PANEL, called("q1"), skipped("q1")]])
def test_before_a_turn_was_taken_nobody_is_late(before: Events) -> None:
    given(TWO, before, BREAKOUT, drafted("q3", by="fay")).when(Submit(question_id="q3")).then(submitted("q3"))


def test_what_waits_for_review_is_not_late_yet() -> None:
    given(ASKING, moderated(), drafted("q4", by="fay")).when(Submit(question_id="q4")).then(submitted("q4", pending=True))


def test_a_room_whose_first_question_was_approved_late_is_late() -> None:
    waiting = given(asked("q4", by="fay", pending=True), FIRST_ROUND)
    waiting.when(Approve(question_id="q4")).then(approved("q4"), came_late("r3", turns=1, airtime=60_000))


def test_all_rooms_whose_first_questions_are_released_late_are_late_alike() -> None:
    waiting = [asked("q4", by="gus", room="r4", pending=True), asked("q5", by="fay", pending=True)]
    given(waiting, FIRST_ROUND).when(ReleaseWaiting()).then(
        approved("q4"), approved("q5"), came_late("r3", turns=1, airtime=60_000), came_late("r4", turns=1, airtime=60_000)
    )


def test_a_room_whose_question_was_open_once_is_not_late_when_it_comes_back() -> None:
    back = given(asked("q4", by="fay"), sent_back("q4"), FIRST_ROUND)
    back.when(Approve(question_id="q4")).then(approved("q4"))


def test_a_room_that_is_late_as_part_of_another_question_is_late_once() -> None:
    waiting = given(asked("q4", by="fay", pending=True), FIRST_ROUND)
    together = waiting.when(Merge(question_id="q4", into="q3"))
    together.then(merged("q4", into="q3"), came_late("r3", turns=1, airtime=60_000))
    assert reason(together, "q3")["turn"] == 2
    apart = together.when(Unmerge(question_id="q4")).then(unmerged("q4"))
    assert reason(apart.when(Approve(question_id="q4")).then(approved("q4")), "q4")["turn"] == 2


def test_all_rooms_of_a_whole_that_is_approved_late_are_late() -> None:
    waiting = [asked("q4", by="fay", pending=True), asked("q5", by="gus", room="r4", pending=True), merged("q5", into="q4")]
    given(waiting, FIRST_ROUND).when(Approve(question_id="q4")).then(
        approved("q4"), came_late("r3", turns=1, airtime=60_000), came_late("r4", turns=1, airtime=60_000)
    )


def test_what_was_open_before_it_was_merged_is_not_late_when_it_is_taken_out() -> None:
    together = given(asked("q4", by="fay"), FIRST_ROUND, merged("q4", into="q3"))
    apart = together.when(Unmerge(question_id="q4")).then(unmerged("q4"))
    assert reason(apart, "q4")["turn"] == 1


def test_a_room_that_takes_part_in_another_question_plays_from_the_first_round() -> None:
    waiting = [asked("q4", by="fay", pending=True), TWO, merged("q4", into="q2"), PANEL, heard("q1", "20:00", "20:02"), BREAKOUT]
    late = given(waiting, drafted("q5", by="gus", room="r4")).when(Submit(question_id="q5"))
    late.then(submitted("q5"), came_late("r4", turns=0, airtime=0))


# Turns of what was merged


def test_a_shared_turn_is_a_turn_of_every_room_and_its_airtime_is_split() -> None:
    shared = given(TWO, merged("q1", into="q2"), PANEL, heard("q2", "20:00", "20:02")).seen_by("host")["rooms"]
    assert [(shared[room]["turns"], shared[room]["airtime"]) for room in ("r1", "r2", "r3")] == [(1, 60_000), (1, 60_000), (0, 0)]


def test_two_parts_of_one_room_are_one_turn() -> None:
    alone = given(asked("q1", by="dee"), asked("q2", by="dee"), merged("q1", into="q2"), PANEL, heard("q2", "20:00", "20:02"))
    assert (alone.seen_by("host")["rooms"]["r2"]["turns"], alone.seen_by("host")["rooms"]["r2"]["airtime"]) == (1, 120_000)


# After the end

PENDING = asked("q1", by="ana", pending=True)
OVER = [PANEL, finished()]


def test_at_the_end_what_is_merged_or_waits_for_review_is_not_owed() -> None:
    evening = given(TWO, merged("q1", into="q2"), asked("q3", by="fay", pending=True), PANEL)
    evening.when(Finish()).then(promised("q2"), finished())


@pytest.mark.parametrize("who", REVIEWERS)
@pytest.mark.parametrize("before", [PENDING, [PENDING, rejected("q1")]])
def test_what_is_approved_after_the_end_is_owed_by_the_host(before: Events, who: str) -> None:
    approval = given(before, OVER).when(Approve(question_id="q1"), by=who).then(approved("q1"), promised("q1", owner="host"))
    assert approval.seen_by("watch")["questions"]["q1"]["status"] == "promised"


def test_what_is_released_after_the_end_is_owed_in_the_order_of_asking() -> None:
    waiting = given(asked("q1", by="ana", pending=True), asked("q2", by="dee", pending=True), OVER)
    waiting.when(ReleaseWaiting(), by="mo").then(approved("q1"), approved("q2"), promised("q1"), promised("q2"))


def test_after_the_end_nobody_comes_late() -> None:
    waiting = given(FIRST_ROUND, asked("q4", by="fay", pending=True), promised("q3"), finished())
    waiting.when(Approve(question_id="q4")).then(approved("q4"), promised("q4"))


def test_approving_after_the_end_what_is_open_changes_nothing() -> None:
    given(TWO, promised("q1"), promised("q2"), OVER).when(Approve(question_id="q1")).then_nothing()


@pytest.mark.parametrize("who", REVIEWERS)
def test_what_waits_is_rejected_and_reviewed_again_after_the_end(who: str) -> None:
    over = given(PENDING, OVER).when(Reject(question_id="q1", reason="Off topic"), by=who).then(rejected("q1", "Off topic"))
    over.when(SendBack(question_id="q1"), by=who).then(sent_back("q1"))


def test_what_is_owed_is_not_rejected_after_the_end() -> None:
    over = given(TWO, promised("q1"), promised("q2"), OVER)
    over.when(Reject(question_id="q1", reason="Off topic")).then_refused("qa_queue.not_open")


@pytest.mark.parametrize("who", REVIEWERS)
def test_words_are_corrected_after_the_end(who: str) -> None:
    given(TWO, promised("q1"), OVER).when(Edit(question_id="q1", text="Better"), by=who).then(edited("q1", "Better", by=who))


@pytest.mark.parametrize("who", REVIEWERS)
def test_what_is_owed_is_merged_and_taken_apart_after_the_end(who: str) -> None:
    over = given(TWO, promised("q1"), promised("q2"), OVER)
    together = over.when(Merge(question_id="q1", into="q2"), by=who).then(merged("q1", into="q2"))
    together.when(Unmerge(question_id="q1"), by=who).then(unmerged("q1"))


def test_what_is_taken_out_after_the_end_and_was_never_promised_is_owed_too() -> None:
    over = given(TWO, merged("q1", into="q2"), promised("q2"), OVER)
    apart = over.when(Unmerge(question_id="q1")).then(unmerged("q1"), promised("q1", owner="host"))
    assert apart.seen_by("watch")["questions"]["q1"]["status"] == "promised"


def test_what_is_taken_out_after_the_end_and_was_never_open_waits_for_review() -> None:
    over = given(PENDING, asked("q2", by="dee"), merged("q1", into="q2"), promised("q2"), OVER)
    apart = over.when(Unmerge(question_id="q1")).then(unmerged("q1"))
    assert apart.seen_by("mo")["questions"]["q1"]["status"] == "pending"


@pytest.mark.parametrize(
    ("command", "who"),
    [
        (Draft(text="Why?"), "ana"),
        (Prepare(text="Why?", room_id="r1"), "host"),
        (Withdraw(question_id="q1"), "ana"),
        (Withdraw(question_id="q1"), "host"),
        (Submit(question_id="q3"), "host"),
        (OrderRoom(room_id="r1", order=("q1",)), "host"),
        (CastVote(question_id="q2"), "ana"),
        (WithdrawVote(question_id="q1"), "dee"),
        (CountHands(question_id="q1", hands=1), "dee"),
        (SetModeration(on=True), "host"),
        (Move(question_id="q1", seen_version=0), "host"),
        (Reorder(order=("q2", "q1"), seen=("q1", "q2")), "host"),
        (DropOverrides(), "host"),
        (SetRanking(rule=Rule.BY_VOTES), "host"),
        (HandOver(), "host"),
    ],
)
def test_nothing_else_is_done_with_questions_after_the_end(command: Command, who: str) -> None:
    over = given(TWO, drafted("q3", by="ana"), voted("q1", "dee"), OVER)
    over.when(command, by=who).then_refused("session.finished")


@pytest.mark.parametrize(
    "command",
    [
        Approve(question_id="q1"),
        Reject(question_id="q1", reason="Off topic"),
        SendBack(question_id="q1"),
        ReleaseWaiting(),
        Merge(question_id="q1", into="q2"),
        Unmerge(question_id="q1"),
    ],
)
@pytest.mark.parametrize("who", ["panel", "pia", "stage", "watch", "ana"])
def test_nobody_else_curates_after_the_end(command: Command, who: str) -> None:
    given(TWO, OVER).when(command, by=who).then_refused("session.forbidden")
