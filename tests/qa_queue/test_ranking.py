"""Who is asked next: rules one by one, then properties of any queue."""

from hypothesis import given as for_any
from hypothesis import strategies as st
from msgspec.structs import replace

from orchestrator.panel.commands import Call, Skip
from orchestrator.qa_queue.ranking import Candidate, rank
from tests.given import (
    Sentence,
    answered,
    asked,
    called,
    drafted,
    entered,
    given,
    promised,
    room_ordered,
    skipped,
    submitted,
    t,
    unvoted,
    voted,
    withdrawn,
)
from tests.strategies import candidates, turns_taken


def queue(evening: Sentence) -> list[str]:
    """The waiting questions, first to last."""
    ranked = {row["rank"]: question for question, row in evening.seen_by("host")["questions"].items() if "rank" in row}
    return [ranked[place] for place in sorted(ranked)]


def reason(evening: Sentence, question: str) -> dict[str, int]:
    return evening.seen_by("host")["questions"][question]["reason"]


# One rule each


def test_every_room_has_a_turn_before_any_room_has_a_second() -> None:
    evening = given(asked("q1", by="ana"), asked("q2", by="ana"), asked("q3", by="dee"), entered("ph3"))
    assert queue(evening) == ["q1", "q3", "q2"]
    assert reason(evening, "q2")["turn"] == 2


def test_inside_a_room_its_own_members_decide() -> None:
    assert queue(given(asked("q1", by="ana"), asked("q2", by="ana"), voted("q2", "ben"), voted("q1", "dee"))) == ["q2", "q1"]


def test_inside_a_room_the_order_of_its_representative_comes_before_votes() -> None:
    evening = given(asked("q1", by="ana"), asked("q2", by="ana"), voted("q1", "ben"), room_ordered("r1", "q2", "q1"))
    assert queue(evening) == ["q2", "q1"]


def test_inside_a_room_what_its_representative_left_out_follows_by_votes() -> None:
    evening = given([asked(f"q{number}", by="ana") for number in (1, 2, 3, 4)], voted("q3", "ben"), room_ordered("r1", "q4"))
    assert queue(evening) == ["q4", "q3", "q1", "q2"]


def test_the_order_of_a_room_costs_no_other_room_its_turn() -> None:
    asking = [asked("q1", by="ana"), asked("q2", by="ana"), asked("q3", by="dee"), voted("q3", "ana")]
    assert queue(given(asking)) == ["q3", "q1", "q2"]
    assert queue(given(asking, room_ordered("r1", "q2", "q1"))) == ["q3", "q2", "q1"]


def test_inside_a_room_the_older_question_is_first_where_votes_are_equal() -> None:
    evening = given(asked("q1", by="ana", at=t("19:20")), asked("q2", by="ana", at=t("19:21")))
    assert queue(evening) == ["q1", "q2"]


def test_between_rooms_the_support_of_other_rooms_decides() -> None:
    evening = given(asked("q1", by="ana"), asked("q2", by="dee"), voted("q2", "fay"))
    assert queue(evening) == ["q2", "q1"]
    assert reason(evening, "q2") == {"turn": 1, "support": 1, "rooms": 1}


def test_the_reason_counts_only_other_rooms_that_still_support_the_question() -> None:
    evening = given(
        asked("q1", by="ana"), *(voted("q1", who) for who in ("ben", "dee", "eli", "fay", "gus")), unvoted("q1", "fay")
    )
    assert reason(evening, "q1") == {"turn": 1, "support": 2, "rooms": 1}


def test_between_rooms_the_votes_of_the_own_room_do_not_count() -> None:
    evening = given(
        asked("q1", by="dee"), voted("q1", "fay"), asked("q2", by="ana"), *(voted("q2", who) for who in ("ana", "ben", "cal"))
    )
    assert queue(evening) == ["q1", "q2"]


def test_somebody_without_a_room_supports_no_question_past_another_room() -> None:
    assert queue(given(asked("q1", by="ana"), asked("q2", by="dee"), voted("q2", "gus"))) == ["q1", "q2"]


def test_between_rooms_the_older_question_is_first_where_support_is_equal() -> None:
    assert queue(given(asked("q1", by="ana", at=t("19:21")), asked("q2", by="dee", at=t("19:22")))) == ["q1", "q2"]


def test_older_is_what_was_submitted_first_not_what_was_drafted_first() -> None:
    drafts = [drafted("q1", by="ana"), drafted("q2", by="dee"), drafted("q3", by="ana")]
    later = [submitted("q3", at=t("19:30")), submitted("q2", at=t("19:31")), submitted("q1", at=t("19:32"))]
    assert queue(given(drafts, later)) == ["q3", "q2", "q1"]


def test_questions_of_the_same_instant_stand_in_the_order_of_drafting() -> None:
    assert queue(given(asked("q1", by="fay"), asked("q2", by="dee"), asked("q3", by="ana"))) == ["q1", "q2", "q3"]


def test_a_room_that_had_its_turn_waits_for_the_next_round() -> None:
    evening = given(
        asked("q1", by="ana"), asked("q2", by="ana"), asked("q3", by="dee"), entered("ph3"), called("q1"), answered("q1")
    )
    assert queue(evening) == ["q3", "q2"]


def test_a_question_on_air_is_its_rooms_turn() -> None:
    evening = given(asked("q1", by="ana"), asked("q2", by="ana"), asked("q3", by="dee"), entered("ph3"), called("q1"))
    assert queue(evening) == ["q3", "q2"]


def test_a_question_that_was_skipped_keeps_its_turn_behind_the_others_of_the_round() -> None:
    evening = given(
        asked("q1", by="ana"),
        asked("q2", by="ana"),
        asked("q3", by="dee"),
        asked("q4", by="dee"),
        entered("ph3"),
        called("q1"),
        skipped("q1"),
    )
    assert queue(evening) == ["q3", "q1", "q2", "q4"]


def test_calling_the_first_and_skipping_it_offers_another_room() -> None:
    evening = given(asked("q1", by="ana"), voted("q1", "dee"), asked("q2", by="dee"), entered("ph3"))
    assert queue(evening.when(Call(question_id="q1")).when(Skip(question_id="q1"))) == ["q2", "q1"]


def test_a_promised_question_was_not_its_rooms_turn() -> None:
    assert queue(given(asked("q1", by="ana"), asked("q2", by="ana"), promised("q1"))) == ["q2"]
    assert reason(given(asked("q1", by="ana"), asked("q2", by="ana"), promised("q1")), "q2")["turn"] == 1


def test_withdrawing_a_question_moves_the_rooms_next_one_up() -> None:
    assert queue(given(asked("q1", by="ana"), asked("q2", by="ana"), asked("q3", by="dee"), withdrawn("q1"))) == ["q2", "q3"]


def test_ranks_follow_votes_only_in_the_order_of_questions() -> None:
    before = queue(given(asked("q1", by="ana"), asked("q2", by="dee"), entered("ph2")))
    after = queue(given(asked("q1", by="ana"), asked("q2", by="dee"), entered("ph2"), voted("q2", "ana"), voted("q1", "dee")))
    assert before == after == ["q1", "q2"]


# Any queue


@for_any(candidates(), turns_taken())
def test_ranks_are_one_to_n(waiting: list[Candidate], taken: dict[str, int]) -> None:
    assert sorted(place.rank for place in rank(waiting, taken).values()) == list(range(1, len(waiting) + 1))


@for_any(candidates(), turns_taken(), st.randoms(use_true_random=False))
def test_the_order_in_which_questions_are_looked_at_does_not_matter(
    waiting: list[Candidate], taken: dict[str, int], chance
) -> None:
    shuffled = list(waiting)
    chance.shuffle(shuffled)
    assert rank(shuffled, taken) == rank(waiting, taken)


@for_any(candidates(), turns_taken())
def test_each_room_with_a_question_has_exactly_one_turn_per_round(waiting: list[Candidate], taken: dict[str, int]) -> None:
    places = rank(waiting, taken)
    for room in {candidate.room_id for candidate in waiting}:
        turns = sorted(places[candidate.question_id].reason.turn for candidate in waiting if candidate.room_id == room)
        first = taken.get(room, 0) + 1
        assert turns == list(range(first, first + len(turns)))


@for_any(candidates(), turns_taken())
def test_inside_every_room_its_order_is_kept_and_the_rest_follows(waiting: list[Candidate], taken: dict[str, int]) -> None:
    places = rank(waiting, taken)
    for room in {candidate.room_id for candidate in waiting}:
        bucket = [candidate for candidate in waiting if candidate.room_id == room]
        bucket.sort(key=lambda candidate: places[candidate.question_id].reason.turn)
        orders = [candidate.room_order for candidate in bucket]
        named = [order for order in orders if order is not None]
        assert orders == [*sorted(named), *[None] * (len(orders) - len(named))]


@for_any(candidates(), turns_taken())
def test_no_round_begins_before_the_one_before_it_is_over(waiting: list[Candidate], taken: dict[str, int]) -> None:
    places = sorted(rank(waiting, taken).values(), key=lambda place: place.rank)
    assert [place.reason.turn for place in places] == sorted(place.reason.turn for place in places)


@for_any(candidates(), turns_taken(), st.sampled_from(["r1", "r2", "r3"]), st.integers(1, 500))
def test_more_voters_in_one_room_never_cost_another_room_its_turn(
    waiting: list[Candidate], taken: dict[str, int], crowded: str, more: int
) -> None:
    """The crowd votes for many questions of its own room and of the others."""
    before = rank(waiting, taken)
    after = rank([_with_crowd(candidate, crowded, more) for candidate in waiting], taken)
    for candidate in waiting:
        if candidate.room_id != crowded:
            assert after[candidate.question_id].reason.turn == before[candidate.question_id].reason.turn


@for_any(candidates(), turns_taken(), st.integers(1, 500))
def test_votes_of_the_own_room_alone_move_no_question_of_another_room(
    waiting: list[Candidate], taken: dict[str, int], more: int
) -> None:
    """Where they leave the order inside the room as it is."""
    before, after = (
        [question for question, _ in sorted(rank(each, taken).items(), key=lambda item: item[1].rank)]
        for each in (waiting, [_with_own_votes(candidate, "r1", more) for candidate in waiting])
    )
    assert before == after


def _with_crowd(candidate: Candidate, room: str, more: int) -> Candidate:
    gained = "own_votes" if candidate.room_id == room else "support"
    return replace(candidate, **{gained: getattr(candidate, gained) + more * (candidate.sequence % 3)})


def _with_own_votes(candidate: Candidate, room: str, more: int) -> Candidate:
    return replace(candidate, own_votes=candidate.own_votes + more) if candidate.room_id == room else candidate
