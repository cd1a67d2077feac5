"""``docs/ranking.md`` works an evening by hand; the program comes to the same."""

import math
import re
from pathlib import Path
from typing import TypeAlias

from msgspec.structs import replace

from orchestrator.qa_queue.ranking import Candidate, Course, Rule, Stake, Standing, rank, weight
from tests.given import by_id

DOC = (Path(__file__).resolve().parents[2] / "docs" / "ranking.md").read_text(encoding="utf-8")
Row: TypeAlias = dict[str, str]


def table(*columns: str) -> list[Row]:
    """The rows, by column, of the table whose head begins with these columns."""
    (text,) = re.findall(rf"^\| {re.escape(' | '.join(columns))} \|.*\n\|-.*\n((?:\|.*\n)+)", DOC, flags=re.M)
    head = DOC[: DOC.index(text)].splitlines()[-2]
    return [dict(zip(_cells(head), _cells(line), strict=True)) for line in text.splitlines()]


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.removeprefix("|").removesuffix("|").split("|")]


def millis(clock: str) -> int:
    """Of minutes:seconds; of the time of day it is as good, since only the order counts."""
    minutes, seconds = clock.split(":")
    return (int(minutes) * 60 + int(seconds)) * 1_000


ROOMS = {row["room"]: row for row in table("room", "seats")}
ASKED = {row["question"]: row for row in table("question", "votes of A")}
RESULT = table("rank", "question", "round")
OTHERS = table("rank", "by votes")
WEIGHTS = {row["question"]: row for row in table("question", "factors of the other rooms")}

SEATS = {room: int(row["seats"]) for room, row in ROOMS.items()}
PARTS = {question: row["and"].removeprefix("part of ") for question, row in ASKED.items() if row["and"].startswith("part of ")}
TARGETS = [question for question in ASKED if question not in PARTS and "+" not in question]
HEARD = sum(int(row["turns"]) for row in ROOMS.values())
PINS = {
    question: int(row["and"].removeprefix("moved to turn ")) - 1
    for question, row in ASKED.items()
    if row["and"].startswith("moved to turn ")
}


def stake(question: str) -> Stake:
    row, room = ASKED[question], question[0]
    order = int(row["order in its room"]) if row["order in its room"] else None
    return Stake(room, question, int(row[f"votes of {room}"]), millis(row["submitted"]), order)


def votes_of(question: str) -> dict[str, int]:
    """Everybody who supports it or one of its parts, once."""
    together = " + ".join([question, *(part for part, target in PARTS.items() if target == question)])
    return {room: int(ASKED[together][f"votes of {room}"]) for room in ROOMS}


def candidate(question: str) -> Candidate:
    stakes = tuple(stake(part) for part in (question, *PARTS) if question in (part, PARTS.get(part)))
    credited = {each.room_id for each in stakes}
    votes = votes_of(question)
    others = [votes[room] for room in ROOMS if room not in credited]
    return Candidate(
        question_id=question,
        stakes=stakes,
        score=sum(votes.values()),
        support=sum(others),
        rooms=sum(map(bool, others)),
        weight=weight(votes, SEATS, credited),
        submitted_at=millis(ASKED[question]["submitted"]),
        skipped=ASKED[question]["and"] == "skipped",
    )


CANDIDATES = [candidate(question) for question in TARGETS]
STANDINGS = {
    room: Standing(int(row["turns"]), millis(row["airtime"]), int(row["late: turns"]), millis(row["late: airtime"]))
    for room, row in ROOMS.items()
}
COURSE = Course(heard=HEARD, pins=PINS)


def test_the_example_has_what_makes_an_evening_difficult() -> None:
    assert PARTS
    assert PINS
    assert any(each.skipped for each in CANDIDATES)
    assert any(standing.late_turns for standing in STANDINGS.values())
    assert len(set(SEATS.values())) == len(SEATS) == 4


def test_every_weight_is_what_the_program_computes() -> None:
    assert {each.question_id: f"{each.weight:,}" for each in CANDIDATES} == {q: row["weight"] for q, row in WEIGHTS.items()}


def test_every_weight_is_the_mean_of_its_factors() -> None:
    for each in CANDIDATES:
        votes, credited = votes_of(each.question_id), {stake.room_id for stake in each.stakes}
        factors = [1 + votes[room] / (SEATS[room] + 2) for room in ROOMS if room not in credited]
        row = WEIGHTS[each.question_id]
        assert row["factors of the other rooms"] == " × ".join(f"{factor:.3f}" for factor in factors)
        assert row["mean"] == f"{math.prod(factors) ** (1 / len(factors)):.3f}"


def test_fair_turn_gives_the_ranks_and_reasons_of_the_table() -> None:
    places = rank(by_id(CANDIDATES), STANDINGS, COURSE).places
    shown = []
    for question, place in sorted(places.items(), key=lambda item: item[1].rank):
        why = place.reason
        minutes, seconds = divmod((why.airtime or 0) // 1_000, 60)
        numbers = [place.rank, question, why.turn, why.room_id, f"{minutes}:{seconds:02}", "late" if why.late else ""]
        shown.append([str(cell) for cell in [*numbers, why.support, why.rooms]])
    assert shown == [list(row.values())[:-1] for row in RESULT]
    assert {place.reason.rule for place in places.values()} == {"fair_turn"}


def test_without_the_skip_that_question_would_stand_where_the_text_says() -> None:
    never_skipped = [replace(each, skipped=False) for each in CANDIDATES]
    order = rank(by_id(never_skipped), STANDINGS, COURSE).order
    assert order.index("C-2") + 1 == order.index("D-2")


def test_the_other_rules_give_their_columns() -> None:
    by_votes = rank(by_id(CANDIDATES), STANDINGS, replace(COURSE, rule=Rule.BY_VOTES))
    order = tuple(re.findall(r"[A-D]-\d", re.findall(r"The host's order is here (.*?)\.", DOC)[0]))
    by_host = rank(by_id(CANDIDATES), STANDINGS, replace(COURSE, rule=Rule.HOST_ORDER, order=order))
    assert [(each, str(by_votes.places[each].reason.votes)) for each in by_votes.order] == [
        (row["by votes"], row["votes"]) for row in OTHERS
    ]
    assert list(by_host.order) == [row["host's order"] for row in OTHERS]
