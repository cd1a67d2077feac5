"""Counts of so few people that somebody could be recognised: not told, and not to be found out."""

import itertools
from collections import defaultdict
from collections.abc import Sequence

import pytest

from orchestrator.reports.suppression import few, unsafe

Told = tuple[object, ...]


def told(counts: Sequence[int], most: Sequence[int | None] | None = None) -> Told:
    """What a table says: the sum and the counts, as far as they are told."""
    hidden = unsafe(counts, most)
    if hidden is None:
        return ("nothing",)
    return sum(counts), tuple(None if place in hidden else count for place, count in enumerate(counts))


@pytest.mark.parametrize(
    ("counts", "row"),
    [
        ((12, 8, 0), (20, (12, 8, 0))),
        ((12, 3, 8), (23, (12, None, None))),  # 3 alone would be 23 - 20
        ((12, 3, 2), (17, (12, None, None))),
        ((12, 1, 2, 6), (21, (12, None, None, None))),  # three people together are few, too
        ((12, 4, 4, 7), (27, (12, None, None, None))),  # 8 in two small rooms can only be 4 and 4
        ((9, 3, 0), (12, (None, None, None))),
        ((3, 1), ("nothing",)),
        ((2,), ("nothing",)),
        ((4, 4, 4), ("nothing",)),
        ((0, 0), (0, (0, 0))),
        ((5,), (5, (5,))),
    ],
)
def test_a_small_count_takes_the_next_ones_with_it(counts: Sequence[int], row: Told) -> None:
    assert told(counts) == (row if len(row) == 2 else ("nothing",))


@pytest.mark.parametrize(
    ("counts", "most", "row"),
    [
        ((4, 6, 10), (9, 9, 12), (20, (None, None, 10))),
        ((14, 4, 0, 23), (14, 9, 10, None), (41, (None, None, None, None))),  # neither 14 nor 23 could be of the second
        ((4, 6, 10), (5, 6, 10), ("nothing",)),  # all but one did: it could only be of the first
    ],
)
def test_a_count_that_fits_nowhere_else_takes_more_with_it(counts: Sequence[int], most: Sequence[int | None], row: Told) -> None:
    assert told(counts, most) == row


@pytest.mark.parametrize(
    ("most", "top"),
    [
        *(((None,) * places, 12) for places in (1, 2, 3)),
        ((None,) * 4, 8),
        *((most, 10) for most in ((5, 9), (6, 6, 6), (5, 6, 9), (7, 9, 9), (5, 5, 5, 6), (5, 8, 9, 9))),
        *((most, 22) for most in ((6, None), (5, 8, None), (9, 9, None))),
    ],
)
def test_who_knows_the_rule_and_all_that_is_told_cannot_tell_a_small_count(most: Sequence[int | None], top: int) -> None:
    """Every table there can be, as far as ``top`` people: each small count that is hidden could be another number."""
    possible: defaultdict[Told, list[tuple[int, ...]]] = defaultdict(list)
    for counts in itertools.product(*(range((top if bound is None else min(bound, top)) + 1) for bound in most)):
        if None not in most or sum(counts) <= top or set(most) == {None}:
            possible[told(counts, most)].append(counts)
    for row, worlds in possible.items():
        for place, count in enumerate(row[1]) if len(row) == 2 else ():  # type: ignore[arg-type]
            assert count is None or not few(count)
            numbers = {counts[place] for counts in worlds}
            assert count is not None or len(numbers) > 1 or not few(min(numbers)), (row, worlds)
