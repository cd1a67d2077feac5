"""Who is asked next: rules one by one, then properties of any queue."""

import random
from typing import Any, NamedTuple

import msgspec
from hypothesis import given as for_any
from hypothesis import strategies as st
from msgspec.structs import replace

from orchestrator.qa_queue.ranking import Candidate, Course, Ranked, Reason, Rule, Stake, Standing, rank, weight
from tests.given import Sentence, by_id, drafted, given, promised, submitted, t, unvoted, voted, withdrawn
from tests.given import asked as asked_by

HALF_MINUTE = 30_000
FAIR_TURN, BY_VOTES, HOST_ORDER = (Course(rule=rule) for rule in Rule)


def asked(question_id: str, *rooms: str, own: int = 0, at: int = 0, order: int | None = None, **more: Any) -> Candidate:
    """A question of a room, or one of several rooms in which every part has the same votes, age and place."""
    parts = tuple(Stake(room, question_id if room == rooms[0] else f"{question_id}-{room}", own, at, order) for room in rooms)
    rest = {"score": 0, "support": 0, "rooms": 0, "weight": 0, **more}
    return Candidate(question_id=question_id, stakes=parts, submitted_at=at, **rest)


def queue(*waiting: Candidate, course: Course = FAIR_TURN, **standings: Standing) -> list[str]:
    """The order of what waits."""
    return list(rank(by_id(waiting), standings, course).order)


def reason(question_id: str, *waiting: Candidate, course: Course = FAIR_TURN, **standings: Standing) -> Reason:
    return rank(by_id(waiting), standings, course).places[question_id].reason


# Inside a room


def test_every_room_has_a_turn_before_any_room_has_a_second() -> None:
    waiting = asked("q1", "a", weight=9), asked("q2", "a", weight=8), asked("q3", "b")
    assert queue(*waiting) == ["q1", "q3", "q2"]
    assert [reason(each, *waiting).turn for each in ("q1", "q3", "q2")] == [1, 1, 2]


def test_inside_a_room_its_own_members_decide() -> None:
    assert queue(asked("q1", "a", own=1, weight=9), asked("q2", "a", own=2)) == ["q2", "q1"]


def test_inside_a_room_the_order_of_its_representative_comes_before_votes() -> None:
    assert queue(asked("q1", "a", own=9, order=2), asked("q2", "a", order=1)) == ["q2", "q1"]


def test_inside_a_room_what_its_representative_left_out_follows_by_votes() -> None:
    waiting = asked("q1", "a"), asked("q2", "a", own=1), asked("q3", "a", own=5), asked("q4", "a", order=3)
    assert queue(*waiting) == ["q4", "q3", "q2", "q1"]


def test_inside_a_room_the_older_question_is_first_where_votes_are_equal_then_the_id() -> None:
    assert queue(asked("q10", "a", at=2), asked("q9", "a", at=2), asked("q8", "a", at=1)) == ["q8", "q10", "q9"]


def test_the_order_of_a_room_costs_no_other_room_its_turn() -> None:
    others = asked("q3", "b"), asked("q4", "b")
    assert queue(asked("q1", "a", own=1), asked("q2", "a"), *others) == ["q1", "q3", "q2", "q4"]
    assert queue(asked("q1", "a", own=1), asked("q2", "a", order=1), *others) == ["q2", "q3", "q1", "q4"]


# Between rooms


def test_a_room_that_had_turns_waits_for_its_next_round() -> None:
    assert queue(asked("q1", "a"), asked("q2", "b"), asked("q3", "b"), a=Standing(turns=1)) == ["q2", "q1", "q3"]


def test_inside_a_round_the_room_with_less_airtime_is_first() -> None:
    standings = {"a": Standing(1, 4 * HALF_MINUTE), "b": Standing(1, 2 * HALF_MINUTE)}
    assert queue(asked("q1", "a", weight=9), asked("q2", "b"), **standings) == ["q2", "q1"]


def test_less_than_half_a_minute_of_airtime_makes_no_difference() -> None:
    waiting = asked("q1", "a", weight=9), asked("q2", "b")
    assert queue(*waiting, a=Standing(1, 2 * HALF_MINUTE - 1), b=Standing(1, HALF_MINUTE)) == ["q1", "q2"]
    assert queue(*waiting, a=Standing(1, 2 * HALF_MINUTE), b=Standing(1, HALF_MINUTE)) == ["q2", "q1"]


def test_where_airtime_is_equal_the_support_of_other_rooms_decides_then_age_then_id() -> None:
    waiting = asked("q4", "d", at=1), asked("q3", "c", at=1), asked("q2", "b", at=0), asked("q1", "a", weight=1, at=2)
    assert queue(*waiting) == ["q1", "q2", "q3", "q4"]


def test_own_votes_carry_no_question_past_another_room() -> None:
    assert queue(asked("q1", "a", own=99, score=99, at=2), asked("q2", "b", at=1)) == ["q2", "q1"]


def test_a_skipped_question_stands_behind_the_others_of_its_round() -> None:
    waiting = asked("q1", "a", weight=9, skipped=True), asked("q2", "a"), asked("q3", "b"), asked("q4", "b")
    assert queue(*waiting) == ["q3", "q1", "q2", "q4"]


def test_a_room_that_comes_late_begins_at_the_round_that_runs_with_the_airtime_it_is_given() -> None:
    standings = {"a": Standing(2, 4 * HALF_MINUTE), "late": Standing(late_turns=2, late_airtime=4 * HALF_MINUTE)}
    waiting = asked("q1", "a", at=1), asked("q2", "a", at=1), asked("q3", "late", at=2), asked("q4", "late", at=2)
    assert queue(*waiting, **standings) == ["q1", "q3", "q2", "q4"]


def test_the_reason_names_round_room_airtime_and_support() -> None:
    standings = {"a": Standing(1, 70_000), "late": Standing(late_turns=1, late_airtime=70_000)}
    waiting = asked("q1", "a", support=5, rooms=2), asked("q2", "late")
    assert reason("q1", *waiting, **standings) == Reason("fair_turn", 5, 2, turn=2, room_id="a", airtime=70_000)
    assert reason("q2", *waiting, **standings) == Reason("fair_turn", 0, 0, turn=2, room_id="late", airtime=0, late=True)


def test_a_reason_always_says_rule_support_and_rooms_and_the_rest_only_where_it_has_it() -> None:
    fair, votes, host = (reason("q1", asked("q1", "a"), course=course) for course in (FAIR_TURN, BY_VOTES, HOST_ORDER))
    nobody = {"support": 0, "rooms": 0}
    assert msgspec.to_builtins(fair) == {"rule": "fair_turn", **nobody, "turn": 1, "room_id": "a", "airtime": 0}
    assert msgspec.to_builtins(votes) == {"rule": "by_votes", **nobody, "votes": 0}
    assert msgspec.to_builtins(host) == {"rule": "host_order", **nobody}


# Merged questions


def test_a_merged_question_takes_the_best_place_among_its_rooms() -> None:
    standings = {"a": Standing(2, 90_000), "b": Standing(1, 60_000), "c": Standing(1, 30_000)}
    waiting = asked("q1", "a", "b", "c"), asked("q2", "b", order=1), asked("q3", "c")
    assert queue(*waiting, **standings) == ["q1", "q2", "q3"]
    assert reason("q1", *waiting, **standings) == Reason("fair_turn", 0, 0, turn=2, room_id="c", airtime=30_000)


def test_a_merged_question_is_a_turn_of_each_of_its_rooms() -> None:
    waiting = asked("q1", "a", "b", at=1), asked("q2", "a", at=2), asked("q3", "b", at=3), asked("q4", "c", at=4)
    assert queue(*waiting) == ["q1", "q4", "q2", "q3"]
    assert [reason(each, *waiting).turn for each in ("q2", "q3")] == [2, 2]


def test_a_merged_question_stands_in_each_room_as_high_as_its_part_there() -> None:
    parts = (Stake("a", "q1", own_votes=0, submitted_at=1), Stake("b", "q9", own_votes=9, submitted_at=9))
    waiting = replace(asked("q1", "a"), stakes=parts), asked("q2", "a", own=1, at=2), asked("q3", "b", own=1, at=3)
    assert [reason(each, *waiting).turn for each in ("q1", "q2", "q3")] == [1, 1, 2]
    assert reason("q1", *waiting).room_id == "b"


def test_two_parts_of_the_same_room_are_one_turn_at_the_place_of_the_better_part() -> None:
    parts = (Stake("a", "q1", own_votes=0, submitted_at=1), Stake("a", "q9", own_votes=9, submitted_at=9))
    waiting = replace(asked("q1", "a"), stakes=parts), asked("q2", "a", own=5), asked("q3", "a", own=3)
    assert [reason(each, *waiting).turn for each in ("q1", "q2", "q3")] == [1, 2, 3]


# What the host moves


def test_a_moved_question_stands_at_its_slot_and_the_others_fill_the_rest_in_their_order() -> None:
    waiting = [asked(f"q{number}", f"r{number}", at=number) for number in range(1, 6)]
    assert queue(*waiting, course=Course(pins={"q5": 1})) == ["q1", "q5", "q2", "q3", "q4"]
    assert queue(*waiting, course=Course(pins={"q1": 3, "q5": 1})) == ["q2", "q5", "q3", "q1", "q4"]


def test_slots_are_counted_from_the_first_turn_of_the_evening() -> None:
    waiting = [asked(f"q{number}", f"r{number}", at=number) for number in range(1, 5)]
    assert queue(*waiting, course=Course(heard=2, pins={"q4": 3})) == ["q1", "q4", "q2", "q3"]
    assert queue(*waiting, course=Course(heard=9, pins={"q4": 3})) == ["q4", "q1", "q2", "q3"]


def test_a_slot_behind_the_last_is_the_end_of_the_queue() -> None:
    assert queue(asked("q1", "a"), asked("q2", "b"), course=Course(pins={"q1": 7, "gone": 0})) == ["q2", "q1"]


def test_two_questions_moved_to_one_slot_stand_there_one_behind_the_other() -> None:
    waiting = [asked(f"q{number}", f"r{number}", at=number) for number in range(1, 5)]
    assert queue(*waiting, course=Course(pins={"q4": 1, "q3": 1})) == ["q1", "q3", "q4", "q2"]
    assert queue(*waiting, course=Course(heard=3, pins={"q4": 1, "q3": 2})) == ["q4", "q3", "q1", "q2"]


def test_a_question_moved_down_costs_its_room_no_turn() -> None:
    waiting = asked("q1", "a", at=1), asked("q2", "a", at=2), asked("q3", "b", at=3), asked("q4", "b", at=4)
    course = Course(pins={"q1": 3}, behind={"q1"})
    assert queue(*waiting, course=course) == ["q2", "q3", "q4", "q1"]
    assert [reason(each, *waiting, course=course).turn for each in ("q2", "q1")] == [1, 2]


def test_a_moved_question_is_charged_to_its_room() -> None:
    waiting = asked("q1", "a", own=5), asked("q2", "a"), asked("q3", "b"), asked("q4", "b")
    course = Course(pins={"q2": 0})
    assert queue(*waiting, course=course) == ["q2", "q3", "q1", "q4"]
    assert [reason(each, *waiting, course=course).turn for each in ("q2", "q1")] == [1, 2]


def test_what_is_next_stands_first_whatever_else_and_is_its_rooms_turn() -> None:
    waiting = asked("q1", "a", own=5), asked("q2", "a"), asked("q3", "b", weight=9), asked("q4", "b")
    course = Course(pins={"q4": 0, "q2": 3}, next="q2")
    assert queue(*waiting, course=course) == ["q2", "q4", "q3", "q1"]
    assert reason("q2", *waiting, course=course).turn == 1


def test_what_was_next_and_waits_no_more_changes_nothing() -> None:
    assert queue(asked("q1", "a"), asked("q2", "b"), course=Course(next="q9")) == ["q1", "q2"]


# The other rules


def test_a_merged_question_is_in_each_room_as_old_as_the_part_of_that_room() -> None:
    stakes = Stake("a", "q1", 0, 9), Stake("b", "q2", 0, 1)
    merged = Candidate(question_id="q1", stakes=stakes, score=0, support=0, rooms=0, weight=0, submitted_at=1)
    assert queue(merged, asked("q3", "c", at=5)) == ["q1", "q3"]
    assert reason("q1", merged, asked("q3", "c", at=5)).room_id == "b"


def test_by_votes_the_score_decides_then_age_then_id() -> None:
    waiting = asked("q4", "a", at=1), asked("q3", "a", at=1), asked("q2", "b"), asked("q1", "a", score=2, weight=0, at=9)
    assert queue(*waiting, course=BY_VOTES) == ["q1", "q2", "q3", "q4"]
    assert reason("q1", *waiting, course=BY_VOTES) == Reason("by_votes", 0, 0, votes=2)


def test_by_votes_the_host_moves_questions_too() -> None:
    course = replace(BY_VOTES, pins={"q2": 0}, next="q3")
    assert queue(asked("q1", "a", score=2), asked("q2", "a"), asked("q3", "a"), course=course) == ["q3", "q2", "q1"]


def test_by_host_order_what_the_host_left_out_follows_by_age() -> None:
    waiting = asked("q1", "a", at=3), asked("q2", "a", at=2), asked("q3", "b", score=9, at=4), asked("q4", "b", at=2)
    assert queue(*waiting, course=replace(HOST_ORDER, order=("q3", "gone"))) == ["q3", "q2", "q4", "q1"]


def test_by_host_order_moves_do_not_count_but_what_is_next_does() -> None:
    course = replace(HOST_ORDER, order=("q1", "q2", "q3"), pins={"q3": 0})
    waiting = [asked(each, "a") for each in ("q1", "q2", "q3")]
    assert queue(*waiting, course=course) == ["q1", "q2", "q3"]
    assert queue(*waiting, course=replace(course, next="q2")) == ["q2", "q1", "q3"]


# Weight


def test_nobody_elses_support_weighs_nothing() -> None:
    assert weight({}, {"a": 10, "b": 10}, {"a"}) == 0
    assert weight({"a": 10}, {"a": 10, "b": 10}, {"a"}) == 0
    assert weight({"a": 10}, {"a": 10}, {"a"}) == 0


def test_the_same_share_of_a_small_and_of_a_large_room_weigh_nearly_the_same() -> None:
    small, large = weight({"b": 8}, {"a": 10, "b": 8, "c": 98}, {"a"}), weight({"c": 80}, {"a": 10, "b": 8, "c": 98}, {"a"})
    assert small == large


def test_some_support_of_two_rooms_weighs_more_than_twice_that_of_one() -> None:
    seats = {"a": 10, "b": 10, "c": 10}
    assert weight({"b": 4, "c": 4}, seats, {"a"}) > weight({"b": 8}, seats, {"a"}) > weight({"b": 7}, seats, {"a"})


def test_rooms_that_do_not_vote_count_among_the_others() -> None:
    assert weight({"b": 4}, {"a": 10, "b": 10}, {"a"}) == 2 * weight({"b": 4}, {"a": 10, "b": 10, "c": 10}, {"a"})


def test_every_credited_room_is_an_own_room() -> None:
    seats = {"a": 10, "b": 10, "c": 10}
    assert weight({"a": 9, "b": 9, "c": 4}, seats, {"a", "b"}) == weight({"c": 4}, {"b": 1, "c": 10}, {"b"})


def test_the_order_of_rooms_does_not_change_a_weight() -> None:
    votes = {f"r{number}": number * 7 % 23 for number in range(50)}
    seats = dict.fromkeys(votes, 20)
    assert len({weight(dict(random.Random(seed).sample(list(votes.items()), 50)), seats, {"r7"}) for seed in range(9)}) == 1


# Out of an evening


def waiting_in(evening: Sentence) -> list[str]:
    """The waiting questions, first to last."""
    ranked = {row["rank"]: question for question, row in evening.seen_by("host")["questions"].items() if "rank" in row}
    return [ranked[place] for place in sorted(ranked)]


def reason_of(evening: Sentence, question: str) -> dict[str, Any]:
    reason: dict[str, Any] = evening.seen_by("host")["questions"][question]["reason"]
    return reason


def test_the_reason_counts_only_other_rooms_that_still_support_the_question() -> None:
    evening = given(
        asked_by("q1", by="ana"), *(voted("q1", who) for who in ("ben", "dee", "eli", "fay", "gus")), unvoted("q1", "fay")
    )
    assert reason_of(evening, "q1") == {"rule": "fair_turn", "turn": 1, "room_id": "r1", "airtime": 0, "support": 2, "rooms": 1}


def test_between_rooms_the_votes_of_the_own_room_do_not_count() -> None:
    evening = given(
        asked_by("q1", by="dee"),
        voted("q1", "fay"),
        asked_by("q2", by="ana"),
        *(voted("q2", who) for who in ("ana", "ben", "cal")),
    )
    assert waiting_in(evening) == ["q1", "q2"]


def test_somebody_without_a_room_supports_no_question_past_another_room() -> None:
    assert waiting_in(given(asked_by("q1", by="ana"), asked_by("q2", by="dee"), voted("q2", "gus"))) == ["q1", "q2"]


def test_older_is_what_was_submitted_first_not_what_was_drafted_first() -> None:
    drafts = [drafted("q1", by="ana"), drafted("q2", by="dee"), drafted("q3", by="ana")]
    later = [submitted("q3", at=t("19:30")), submitted("q2", at=t("19:31")), submitted("q1", at=t("19:32"))]
    assert waiting_in(given(drafts, later)) == ["q3", "q2", "q1"]


def test_a_promised_question_was_not_its_rooms_turn() -> None:
    assert waiting_in(given(asked_by("q1", by="ana"), asked_by("q2", by="ana"), promised("q1"))) == ["q2"]
    assert reason_of(given(asked_by("q1", by="ana"), asked_by("q2", by="ana"), promised("q1")), "q2")["turn"] == 1


def test_withdrawing_a_question_moves_the_rooms_next_one_up() -> None:
    assert waiting_in(given(asked_by("q1", by="ana"), asked_by("q2", by="ana"), asked_by("q3", by="dee"), withdrawn("q1"))) == [
        "q2",
        "q3",
    ]


# Any queue


class Asked(NamedTuple):
    """``votes``: of every room."""

    question_id: str
    room_id: str
    votes: dict[str, int]
    submitted_at: int
    room_order: int | None
    skipped: bool


class Evening(NamedTuple):
    seats: dict[str, int]
    standings: dict[str, Standing]
    questions: list[Asked]
    merged: dict[str, str]  # part to target
    course: Course

    @property
    def candidates(self) -> list[Candidate]:
        parts: dict[str, list[Asked]] = {}
        for question in self.questions:
            parts.setdefault(self.merged.get(question.question_id, question.question_id), []).append(question)
        return [self._candidate(target, of) for target, of in parts.items()]

    def _candidate(self, target: str, parts: list[Asked]) -> Candidate:
        credited = {part.room_id for part in parts}
        votes = {room: max(part.votes[room] for part in parts) for room in self.seats}
        others = [votes[room] for room in self.seats if room not in credited]
        return Candidate(
            question_id=target,
            stakes=tuple(
                Stake(part.room_id, part.question_id, part.votes[part.room_id], part.submitted_at, part.room_order)
                for part in parts
            ),
            score=sum(votes.values()),
            support=sum(others),
            rooms=sum(map(bool, others)),
            weight=weight(votes, self.seats, credited),
            submitted_at=min(part.submitted_at for part in parts),
            skipped=any(part.skipped for part in parts),
        )

    def ranked(self, before: Ranked | None = None) -> Ranked:
        return rank(by_id(self.candidates), self.standings, self.course, before)


def built(rooms: int, people: int, questions: int, merges: int, seed: int) -> Evening:
    chance = random.Random(seed)
    ids = [f"r{number}" for number in range(1, rooms + 1)]
    seats = dict.fromkeys(ids, 0)
    for _ in range(people):
        seats[chance.choice(ids)] += 1
    texts = [_question(number, chance.choice(ids), seats, chance) for number in range(questions)]
    names = [each.question_id for each in texts]
    parts, targets = names[1 : merges + 1], names[merges + 1 :]
    merged = {part: chance.choice(targets) for part in parts if targets}
    standings = {room: _standing(chance) for room in ids if chance.random() < 0.7}
    pins = {each: chance.randrange(questions) for each in names if chance.random() < 0.02}
    behind = {each for each in pins if chance.random() < 0.3}
    following = chance.choice(names) if names and chance.random() < 0.3 else None
    rule = chance.choices(list(Rule), [8, 1, 1])[0]
    order = tuple(chance.sample(names, len(names) // 2))
    return Evening(seats, standings, texts, merged, Course(rule, chance.randrange(9), pins, order, following, behind))


def _question(number: int, room_id: str, seats: dict[str, int], chance: random.Random) -> Asked:
    votes = {room: int(chance.random() * chance.random() * (most + 1)) for room, most in seats.items()}
    order = chance.randrange(1, 9) if chance.random() < 0.2 else None
    return Asked(f"q{number}", room_id, votes, chance.randrange(5), order, chance.random() < 0.05)


def _standing(chance: random.Random) -> Standing:
    if chance.random() < 0.2:
        return Standing(late_turns=chance.randrange(3), late_airtime=chance.randrange(4) * 20_000)
    return Standing(chance.randrange(3), chance.randrange(9) * 20_000)


def evenings(merges: int = 20) -> st.SearchStrategy[Evening]:
    sizes = {"rooms": st.integers(1, 12), "people": st.integers(0, 500), "questions": st.integers(0, 300)}
    return st.builds(built, **sizes, merges=st.integers(0, merges), seed=st.integers(0, 2**32))


def fair_evenings(merges: int = 20) -> st.SearchStrategy[Evening]:
    return evenings(merges).map(lambda evening: evening._replace(course=replace(evening.course, rule=Rule.FAIR_TURN)))


def turns(ranked: Ranked) -> dict[str, int | None]:
    return {question_id: place.reason.turn for question_id, place in ranked.places.items()}


def outcome(ranked: Ranked) -> tuple[Any, ...]:
    return ranked.order, ranked.places


@for_any(evenings())
def test_ranks_are_one_to_n_in_the_order_of_the_queue(evening: Evening) -> None:
    ranked = evening.ranked()
    assert sorted(ranked.order) == sorted(each.question_id for each in evening.candidates)
    assert {each: ranked.places[each].rank for each in ranked.order} == {each: at for at, each in enumerate(ranked.order, 1)}
    assert len(ranked.places) == len(ranked.order)


@for_any(evenings(), st.integers())
def test_the_order_in_which_questions_arrive_does_not_matter(evening: Evening, seed: int) -> None:
    arrived = evening.candidates
    shuffled = random.Random(seed).sample(arrived, len(arrived))
    first, second = (rank(by_id(waiting), evening.standings, evening.course) for waiting in (arrived, shuffled))
    assert outcome(first) == outcome(second)


@for_any(st.integers(1, 12), st.integers(0, 60), st.integers(), st.sampled_from(Rule))
def test_no_two_questions_tie(rooms: int, questions: int, seed: int, rule: Rule) -> None:
    """All are alike but for room and id, and stand in one order all the same."""
    alike = [asked(f"q{number}", f"r{number % rooms}", f"r{number % 3 + 20}") for number in range(questions)]
    shuffled = random.Random(seed).sample(alike, questions)
    assert outcome(rank(by_id(alike), {}, Course(rule))) == outcome(rank(by_id(shuffled), {}, Course(rule)))


@for_any(fair_evenings(merges=0))
def test_each_room_with_a_question_has_exactly_one_turn_per_round(evening: Evening) -> None:
    taken = turns(evening.ranked())
    for room in evening.seats:
        own = sorted(taken[each.question_id] for each in evening.questions if each.room_id == room)
        standing = evening.standings.get(room, Standing())
        first = standing.turns + standing.late_turns + 1
        assert own == list(range(first, first + len(own)))


@for_any(fair_evenings())
def test_a_merged_question_takes_one_round_from_each_of_its_rooms(evening: Evening) -> None:
    """And stands in the first round of those."""
    taken, candidates = turns(evening.ranked()), evening.candidates
    for room in evening.seats:
        own = [each for each in candidates if room in {stake.room_id for stake in each.stakes}]
        standing = evening.standings.get(room, Standing())
        first = standing.turns + standing.late_turns + 1
        alone = [taken[each.question_id] for each in own if len({stake.room_id for stake in each.stakes}) == 1]
        free = sorted(set(range(first, first + len(own))) - set(alone))
        shared = sorted(taken[each.question_id] for each in own if len({stake.room_id for stake in each.stakes}) > 1)
        assert len(set(alone)) == len(alone)
        assert len(free) == len(shared)
        assert all(round_taken <= own_round for round_taken, own_round in zip(shared, free, strict=True))


@for_any(fair_evenings())
def test_no_round_begins_before_the_one_before_it_is_over_but_for_what_the_host_moved(evening: Evening) -> None:
    moved = {*evening.course.pins, evening.course.next}
    ranked = evening.ranked()
    rounds = [ranked.places[each].reason.turn for each in ranked.order if each not in moved]
    assert rounds == sorted(rounds)


@for_any(fair_evenings(), st.integers())
def test_own_votes_of_a_room_change_no_round_of_another(evening: Evening, seed: int) -> None:
    chance = random.Random(seed)
    room = chance.choice(list(evening.seats))

    def voted(question: Asked) -> Asked:
        return question._replace(votes=question.votes | {room: chance.randrange(500)}) if question.room_id == room else question

    after = evening._replace(questions=[voted(question) for question in evening.questions])
    assert _rounds_without(room, after) == _rounds_without(room, evening)


@for_any(fair_evenings(), st.integers())
def test_more_voters_in_one_room_cost_no_other_room_its_turn(evening: Evening, seed: int) -> None:
    """The crowd votes for questions of its own room and of the others."""
    chance = random.Random(seed)
    room, more = chance.choice(list(evening.seats)), chance.randrange(1, 500)
    crowd = [each._replace(votes=each.votes | {room: each.votes[room] + chance.randrange(more)}) for each in evening.questions]
    after = evening._replace(questions=crowd, seats=evening.seats | {room: evening.seats[room] + more})
    assert _rounds_without(room, after) == _rounds_without(room, evening)


def _rounds_without(room: str, evening: Evening) -> dict[str, int | None]:
    taken = turns(evening.ranked())
    return {
        each.question_id: taken[each.question_id]
        for each in evening.candidates
        if room not in {stake.room_id for stake in each.stakes}
    }


@for_any(evenings())
def test_merging_and_unmerging_restores_the_order(evening: Evening) -> None:
    apart = evening._replace(merged={})
    first = apart.ranked()
    together = evening.ranked(before=first)
    assert outcome(together) == outcome(evening.ranked())
    assert outcome(apart.ranked(before=together)) == outcome(first)


@for_any(evenings(), evenings())
def test_an_earlier_ranking_of_anything_never_matters(evening: Evening, another: Evening) -> None:
    assert outcome(evening.ranked(before=another.ranked())) == outcome(evening.ranked())


@for_any(evenings(), st.integers())
def test_an_evening_ranked_step_by_step_is_ranked_as_from_scratch(evening: Evening, seed: int) -> None:
    """What did not change is the same object, as a session hands it over."""
    chance = random.Random(seed)
    candidates, standings, course = evening.candidates, evening.standings, evening.course
    pool, ranked = list(candidates), None
    for _ in range(5):
        for number in range(len(candidates)):
            if chance.random() < 0.02:
                candidates[number] = replace(candidates[number], weight=chance.randrange(9), skipped=chance.random() < 0.5)
        gone = {each.question_id for each in candidates if chance.random() < 0.02}
        here = {each.question_id for each in candidates}
        back = [each for each in pool if each.question_id not in here and chance.random() < 0.3]
        candidates = [each for each in candidates if each.question_id not in gone] + back
        standings = standings | {room: _standing(chance) for room in evening.seats if chance.random() < 0.1}
        pins = {each: slot for each, slot in course.pins.items() if chance.random() < 0.8}
        pins |= {each.question_id: chance.randrange(20) for each in candidates if chance.random() < 0.01}
        following = chance.choice(candidates).question_id if candidates and chance.random() < 0.3 else course.next
        rule = chance.choices(list(Rule), [8, 1, 1])[0]
        course = replace(course, rule=rule, pins=pins, next=following, heard=course.heard + chance.randrange(2))
        ranked = rank(by_id(candidates), standings, course, ranked)
        assert outcome(ranked) == outcome(rank(by_id(candidates), standings, course))


@for_any(evenings())
def test_a_place_that_did_not_change_is_the_same_object(evening: Evening) -> None:
    first = evening.ranked()
    second = evening.ranked(before=first)
    assert all(second.places[each] is first.places[each] for each in first.order)
