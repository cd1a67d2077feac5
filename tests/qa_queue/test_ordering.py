"""The host's hand on the queue: moving, ordering, another rule, and letting the rule decide again."""

from typing import Any

import pytest

from orchestrator.messages import Command
from orchestrator.qa_queue.commands import DropOverrides, Move, Reorder, SetRanking
from orchestrator.qa_queue.ranking import Rule
from tests.given import (
    Events,
    Sentence,
    answered,
    asked,
    called,
    drafted,
    entered,
    finished,
    given,
    handed_over,
    held,
    host_ordered,
    merged,
    moved,
    next_fixed,
    overrides_dropped,
    promised,
    ranking_set,
    rejected,
    skipped,
    t,
    voted,
    withdrawn,
)

PANEL = entered("ph3")
THREE = [asked("q1", by="ana"), asked("q2", by="dee"), asked("q3", by="fay")]
FOUR = [*THREE, asked("q4", by="ben")]  # a second one of the first room
HOSTS_ONLY = ("moderator", "mo", "panel", "pia", "stage", "watch", "ana")
TO_THE_TOP = Move(question_id="q3", before="q1", seen_version=0)


def queue(evening: Sentence) -> list[str]:
    """The waiting questions, first to last."""
    ranked = {row["rank"]: each for each, row in evening.seen_by("host")["questions"].items() if "rank" in row}
    return [ranked[place] for place in sorted(ranked)]


def shown(evening: Sentence, question: str = "q3", who: str = "host") -> dict[str, Any]:
    return evening.seen_by(who)["questions"][question]


# Moving one question


def test_the_host_moves_a_question_before_another_one() -> None:
    up = given(PANEL, THREE).when(TO_THE_TOP).then(moved({"q3": 0}, ahead=("q3",)))
    assert queue(up) == ["q3", "q1", "q2"]


def test_the_host_moves_a_question_to_the_end() -> None:
    down = given(PANEL, THREE).when(Move(question_id="q1", seen_version=0)).then(moved({"q1": 2}, behind=("q1",)))
    assert queue(down) == ["q2", "q3", "q1"]


def test_a_move_counts_from_the_first_turn_of_the_evening() -> None:
    heard = given(FOUR, PANEL, called("q1"), answered("q1"), called("q2"))
    heard.when(Move(question_id="q4", before="q3", seen_version=0)).then(moved({"q4": 2}, ahead=("q4",)))


def test_a_moved_question_comes_nearer_with_every_turn() -> None:
    up = [FOUR, moved({"q4": 2}, ahead=("q4",)), PANEL]
    assert [shown(given(up, turns), "q4")["rank"] for turns in ([], [called("q2")], [called("q2"), answered("q2")])] == [3, 2, 2]


def test_what_was_moved_before_stays_where_it_is() -> None:
    again = given(THREE, moved({"q3": 0}, ahead=("q3",))).when(Move(question_id="q2", before="q1", seen_version=1))
    assert queue(again.then(moved({"q3": 0, "q2": 1}, ahead=("q2",)))) == ["q3", "q2", "q1"]


def test_a_question_moved_up_takes_the_turn_of_its_room() -> None:
    assert queue(given(FOUR)) == ["q1", "q2", "q3", "q4"]
    charged = given(FOUR).when(Move(question_id="q4", before="q1", seen_version=0))
    assert queue(charged) == ["q4", "q2", "q3", "q1"]
    assert (shown(charged, "q4")["reason"]["turn"], shown(charged, "q1")["reason"]["turn"]) == (1, 2)


def test_what_was_held_or_skipped_is_moved_too() -> None:
    evening = given(THREE, PANEL, held("q1"), called("q2"), skipped("q2"))
    evening.when(Move(question_id="q1", seen_version=0)).then(moved({"q1": 2}, behind=("q1",)))


@pytest.mark.parametrize("before", ["q2", "q1"])
def test_moving_a_question_where_it_is_changes_nothing(before: str) -> None:
    given(THREE).when(Move(question_id="q1", before=before, seen_version=0)).then_nothing()


def test_moving_the_last_to_the_end_changes_nothing() -> None:
    given(THREE).when(Move(question_id="q3", seen_version=0)).then_nothing()


# What everybody is told of it

REVIEWERS = ("host", "hana", "moderator", "mo")


@pytest.mark.parametrize("who", [*REVIEWERS, "panel", "pia", "stage", "watch", "fay", "ana"])
def test_who_sees_the_ranks_sees_who_moved_a_question_and_why(who: str) -> None:
    hand = {"kind": "moved", "by": "Hana", "at": t("20:40"), "reason": "She has to leave"}
    told = moved({"q3": 0}, by="hana", ahead=("q3",), reason="She has to leave", at=t("20:40"))
    assert shown(given(THREE, told), who=who).get("override") == (hand if who in REVIEWERS else None)
    assert shown(given(THREE, told, handed_over()), who=who)["override"] == hand


def test_the_reason_of_a_move_is_kept() -> None:
    up = given(THREE).when(Move(question_id="q3", before="q1", seen_version=0, reason="She has to leave"), by="hana")
    up.then(moved({"q3": 0}, by="hana", ahead=("q3",), reason="She has to leave"))


def test_a_question_pushed_along_keeps_who_moved_it_and_why() -> None:
    twice = [
        moved({"q3": 0}, by="hana", ahead=("q3",), reason="She has to leave", at=t("20:40")),
        moved({"q2": 0, "q3": 1}, by="host", ahead=("q2",), reason="It is urgent", at=t("20:50")),
    ]
    override = shown(given(THREE, twice))["override"]
    assert (override["by"], override["at"], override["reason"]) == ("Hana", t("20:40"), "She has to leave")


def test_what_was_not_moved_says_nothing_of_it() -> None:
    assert "override" not in shown(given(THREE, moved({"q3": 0}, ahead=("q3",))), "q1")


def test_a_move_is_forgotten_once_the_question_is_on_air() -> None:
    assert "override" not in shown(given(THREE, moved({"q3": 0}, ahead=("q3",)), PANEL, called("q3")))


# Two hosts


def test_a_move_that_did_not_see_the_last_one_is_refused_with_the_order_as_it_is() -> None:
    evening = given(THREE, moved({"q3": 0}, by="hana", ahead=("q3",), version=7))
    refusal = evening.when(Move(question_id="q2", before="q1", seen_version=6)).then_refused("qa_queue.stale_order")
    assert refusal.details["order"] == ("q3", "q1", "q2")


def test_a_move_that_saw_the_last_one_is_made() -> None:
    evening = given(THREE, moved({"q3": 0}, by="hana", ahead=("q3",), version=7))
    evening.when(Move(question_id="q2", before="q1", seen_version=7)).then(moved({"q3": 0, "q2": 1}, ahead=("q2",)))


def test_a_host_who_waits_for_the_own_move_makes_the_next_one() -> None:
    first = Move(question_id="q3", before="q1", seen_version=40, version=41)
    evening = given(THREE).when(first).then(moved({"q3": 0}, ahead=("q3",), version=42))
    evening.when(Move(question_id="q2", before="q1", seen_version=42, version=42)).then(
        moved({"q3": 0, "q2": 1}, ahead=("q2",), version=43)
    )


def test_a_stale_move_is_refused_under_the_hosts_own_order_too() -> None:
    evening = given(THREE, ranking_set("host_order", "q1", "q2", "q3"), host_ordered("q3", "q1", "q2", version=7))
    evening.when(Move(question_id="q2", before="q1", seen_version=6)).then_refused("qa_queue.stale_order")


# What cannot be moved

GONE = [
    drafted("q1", by="ana"),
    asked("q1", by="ana", pending=True),
    [asked("q1", by="ana"), rejected("q1")],
    [asked("q1", by="ana"), withdrawn("q1")],
    [asked("q1", by="ana"), PANEL, called("q1")],
    [asked("q1", by="ana"), PANEL, called("q1"), answered("q1")],
    [asked("q1", by="ana"), PANEL, promised("q1")],
]


@pytest.mark.parametrize("fate", GONE)
def test_only_what_waits_is_moved(fate: Events) -> None:
    evening = given(fate, asked("q2", by="dee"), asked("q3", by="fay"))
    evening.when(Move(question_id="q1", seen_version=0)).then_refused("qa_queue.not_open")
    evening.when(Move(question_id="q3", before="q1", seen_version=0)).then_refused("qa_queue.not_open")


def test_what_never_was_is_not_moved_and_nothing_is_moved_before_it() -> None:
    given(THREE).when(Move(question_id="q9", before="q1", seen_version=0)).then_refused("qa_queue.unknown_question")
    given(THREE).when(Move(question_id="q1", before="q9", seen_version=0)).then_refused("qa_queue.unknown_question")


LOCKED = [THREE, PANEL, handed_over(), next_fixed("q1")]


@pytest.mark.parametrize(
    "command",
    [
        Move(question_id="q1", seen_version=0),
        Move(question_id="q1", before="q3", seen_version=0),
        Move(question_id="q3", before="q1", seen_version=0),
        Reorder(order=("q2", "q1", "q3"), seen=("q1", "q2", "q3")),
    ],
)
@pytest.mark.parametrize("rule", [[], ranking_set("by_votes"), ranking_set("host_order", "q1", "q2", "q3")])
def test_what_is_next_stays_next(rule: Events, command: Command) -> None:
    given(LOCKED, rule).when(command).then_refused("qa_queue.locked")


def test_behind_what_is_next_everything_is_moved() -> None:
    up = given(LOCKED).when(Move(question_id="q3", before="q2", seen_version=0)).then(moved({"q3": 1}, ahead=("q3",)))
    assert queue(up) == ["q1", "q3", "q2"]


def test_what_was_next_and_is_held_is_moved() -> None:
    given(LOCKED, held("q1")).when(Move(question_id="q1", seen_version=0)).then(moved({"q1": 2}, behind=("q1",)))


# A whole new order


def test_the_host_puts_all_waiting_questions_in_order() -> None:
    turned = given(THREE).when(Reorder(order=("q3", "q2", "q1"), seen=("q1", "q2", "q3"), reason="By age"))
    turned.then(moved({"q3": 0, "q2": 1, "q1": 2}, ahead=("q3",), behind=("q1",), reason="By age"))
    assert queue(turned) == ["q3", "q2", "q1"]


def test_an_order_counts_from_the_first_turn_of_the_evening() -> None:
    heard = given(THREE, PANEL, called("q1"))
    heard.when(Reorder(order=("q3", "q2"), seen=("q2", "q3"))).then(moved({"q3": 1, "q2": 2}, ahead=("q3",), behind=("q2",)))


def test_after_a_new_order_the_next_move_has_to_have_seen_it() -> None:
    turned = given(THREE).when(Reorder(order=("q3", "q2", "q1"), seen=("q1", "q2", "q3"), version=6))
    turned.when(Move(question_id="q1", before="q3", seen_version=6)).then_refused("qa_queue.stale_order")


def test_the_order_as_it_is_changes_nothing() -> None:
    given(THREE).when(Reorder(order=("q1", "q2", "q3"), seen=("q1", "q2", "q3"))).then_nothing()


def test_no_order_of_no_questions_changes_nothing() -> None:
    given().when(Reorder(order=(), seen=())).then_nothing()


@pytest.mark.parametrize("rule", [[], ranking_set("by_votes"), ranking_set("host_order", "q1", "q2", "q3")])
def test_new_questions_stand_behind_a_new_order(rule: Events) -> None:
    turned = given(THREE, rule).when(Reorder(order=("q3", "q2", "q1"), seen=("q1", "q2", "q3")))
    late = given(THREE, rule, turned.outcome, asked("q4", by="gus", room="r4"), voted("q4", "fay"), voted("q4", "ana"))
    assert queue(late) == ["q3", "q2", "q1", "q4"]


def test_what_a_new_order_leaves_where_it_was_keeps_the_turn_of_its_room() -> None:
    turned = given(THREE).when(Reorder(order=("q1", "q3", "q2"), seen=("q1", "q2", "q3")))
    late = given(THREE, turned.outcome, asked("q4", by="ben"))
    assert (shown(late, "q1")["reason"]["turn"], shown(late, "q4")["reason"]["turn"]) == (1, 2)


@pytest.mark.parametrize("seen", [("q2", "q1", "q3"), ("q1", "q2"), ("q1", "q2", "q3", "q4"), ()])
def test_an_order_made_of_another_one_than_it_is_now_is_refused_with_that(seen: tuple[str, ...]) -> None:
    refusal = given(THREE).when(Reorder(order=("q3", "q2", "q1"), seen=seen)).then_refused("qa_queue.stale_order")
    assert refusal.details["order"] == ("q1", "q2", "q3")


def test_a_vote_that_changes_the_order_makes_what_was_seen_stale() -> None:
    evening = given(PANEL, THREE, voted("q3", "dee"))
    evening.when(Reorder(order=("q2", "q1", "q3"), seen=("q1", "q2", "q3"))).then_refused("qa_queue.stale_order")


@pytest.mark.parametrize("order", [("q3", "q2"), ("q3", "q2", "q1", "q1"), ("q3", "q3", "q1"), ("q3", "q2", "q9"), ()])
def test_an_order_names_every_waiting_question_once(order: tuple[str, ...]) -> None:
    refusal = given(THREE).when(Reorder(order=order, seen=("q1", "q2", "q3"))).then_refused("qa_queue.bad_order")
    assert refusal.details["order"] == ("q1", "q2", "q3")


def test_an_order_does_not_name_what_does_not_wait() -> None:
    evening = given(THREE, drafted("q4", by="ana"), merged("q3", into="q2"))
    for foreign in ("q3", "q4"):
        evening.when(Reorder(order=(foreign, "q1", "q2"), seen=("q1", "q2"))).then_refused("qa_queue.bad_order")


# Letting the rule decide again

MOVED = [THREE, moved({"q3": 0, "q2": 1}, ahead=("q3", "q2"))]


def test_the_rule_decides_again_for_one_question() -> None:
    freed = given(MOVED).when(DropOverrides(question_id="q3")).then(overrides_dropped("q3"))
    assert "override" not in shown(freed)
    assert "override" in shown(freed, "q2")
    assert queue(freed) == ["q1", "q2", "q3"]


def test_the_rule_decides_again_for_all() -> None:
    freed = given(MOVED).when(DropOverrides()).then(overrides_dropped())
    assert queue(freed) == ["q1", "q2", "q3"]
    assert all("override" not in row for row in freed.seen_by("host")["questions"].values())


def test_the_rule_decides_again_for_what_is_next() -> None:
    given(MOVED, PANEL, handed_over(), next_fixed("q3")).when(DropOverrides(question_id="q3")).then(overrides_dropped("q3"))


def test_where_nothing_was_moved_there_is_nothing_to_drop() -> None:
    given(THREE).when(DropOverrides()).then_nothing()
    given(MOVED).when(DropOverrides(question_id="q1")).then_nothing()
    given(MOVED, overrides_dropped("q3")).when(DropOverrides(question_id="q3")).then_nothing()


def test_for_what_never_was_there_is_nothing_to_drop() -> None:
    given(MOVED).when(DropOverrides(question_id="q9")).then_refused("qa_queue.unknown_question")


# Another rule

VOTED = [FOUR, voted("q4", "ana"), voted("q4", "cal"), voted("q4", "ben"), voted("q3", "dee")]


def test_by_fair_turn_rooms_take_turns() -> None:
    evening = given(VOTED)
    assert evening.seen_by("watch")["session"]["ranking"] == "fair_turn"
    assert queue(evening) == ["q3", "q2", "q4", "q1"]


def test_by_votes_the_most_wanted_comes_first() -> None:
    evening = given(VOTED).when(SetRanking(rule=Rule.BY_VOTES)).then(ranking_set("by_votes"))
    assert evening.seen_by("watch")["session"]["ranking"] == "by_votes"
    assert queue(evening) == ["q4", "q3", "q1", "q2"]
    assert shown(evening, "q4")["reason"] == {"rule": "by_votes", "support": 0, "rooms": 0, "votes": 3}


def test_the_hosts_own_order_begins_with_the_order_as_it_is() -> None:
    evening = given(VOTED).when(SetRanking(rule=Rule.HOST_ORDER)).then(ranking_set("host_order", "q3", "q2", "q4", "q1"))
    assert queue(evening) == ["q3", "q2", "q4", "q1"]
    assert shown(evening, "q3")["reason"] == {"rule": "host_order", "support": 1, "rooms": 1}


def test_votes_do_not_change_the_hosts_own_order() -> None:
    fixed = [THREE, ranking_set("host_order", "q1", "q2", "q3")]
    assert queue(given(fixed, voted("q3", "ana"), voted("q3", "dee"))) == ["q1", "q2", "q3"]


def test_under_the_hosts_own_order_a_move_is_no_override() -> None:
    up = given(THREE, ranking_set("host_order", "q1", "q2", "q3")).when(TO_THE_TOP).then(host_ordered("q3", "q1", "q2"))
    assert queue(up) == ["q3", "q1", "q2"]
    assert "override" not in shown(up)


def test_under_the_hosts_own_order_all_are_put_in_order() -> None:
    ordered = given(THREE, ranking_set("host_order", "q1", "q2", "q3"))
    ordered.when(Reorder(order=("q3", "q2", "q1"), seen=("q1", "q2", "q3"))).then(host_ordered("q3", "q2", "q1"))


def test_by_votes_a_moved_question_stands_where_the_host_put_it() -> None:
    up = given(THREE, ranking_set("by_votes")).when(TO_THE_TOP).then(moved({"q3": 0}, ahead=("q3",)))
    assert queue(up) == ["q3", "q1", "q2"]


@pytest.mark.parametrize("rule", [Rule.BY_VOTES, Rule.HOST_ORDER])
def test_another_rule_forgets_what_was_moved(rule: Rule) -> None:
    other = given(MOVED).when(SetRanking(rule=rule))
    assert all("override" not in row for row in other.seen_by("host")["questions"].values())
    assert queue(other.when(SetRanking(rule=Rule.FAIR_TURN)).then(ranking_set("fair_turn"))) == ["q1", "q2", "q3"]


@pytest.mark.parametrize("rule", list(Rule))
def test_the_rule_it_is_changes_nothing(rule: Rule) -> None:
    given(THREE, ranking_set(rule, *(["q1", "q2", "q3"] if rule is Rule.HOST_ORDER else []))).when(
        SetRanking(rule=rule)
    ).then_nothing()


# Who may, and when

HANDS = [TO_THE_TOP, Reorder(order=("q3",), seen=("q3",)), DropOverrides(), SetRanking(rule=Rule.BY_VOTES)]


@pytest.mark.parametrize("command", HANDS)
@pytest.mark.parametrize("who", HOSTS_ONLY)
def test_only_hosts_put_a_hand_on_the_queue(command: Command, who: str) -> None:
    given(THREE, PANEL).when(command, by=who).then_refused("session.forbidden")


@pytest.mark.parametrize("command", HANDS)
def test_after_the_end_there_is_no_queue(command: Command) -> None:
    given(THREE, PANEL, finished()).when(command).then_refused("session.finished")
