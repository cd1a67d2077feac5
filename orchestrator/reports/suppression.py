"""Counts of so few people that a person could be recognised, and what would give them away."""

from collections.abc import Sequence

FEWEST = 5

Bounds = Sequence[int | None]


def few(count: int) -> bool:
    """Too few people to be told of."""
    return 0 < count < FEWEST


def unsafe(counts: Sequence[int], most: Bounds | None = None) -> frozenset[int] | None:
    """Which counts must not be told beside their sum; ``None`` where the sum must not be told either.

    Somebody who sees all that is told, and knows this rule, cannot say what any small count is; a test tries every table.
    ``most``: what each count cannot exceed, where that is told elsewhere.
    """
    bounds = [None] * len(counts) if most is None else most
    if few(sum(counts)):
        return None
    hidden = _smallest(counts, bounds)
    if hidden is not None:
        return hidden
    every = frozenset(range(len(counts)))
    return every if all(_could_differ(counts, bounds, place) for place in every if few(counts[place])) else None


def _smallest(counts: Sequence[int], bounds: Bounds) -> frozenset[int] | None:
    """All counts up to some number, as few as will do, and the empty places where nothing else is left; ``None`` if none do."""
    small = [count for count in counts if few(count)]
    if not small:
        return frozenset()
    for largest in sorted({count for count in counts if count >= max(small)}):
        hidden = [place for place, count in enumerate(counts) if 0 < count <= largest]
        if _covers(counts, hidden, bounds):
            alone = len(hidden) == sum(count > 0 for count in counts)
            return frozenset(range(len(counts)) if alone else hidden)
    return None


def _covers(counts: Sequence[int], hidden: Sequence[int], bounds: Bounds) -> bool:
    """Together they are many, and each small one could as well have changed places with another one."""

    def exchangeable(one: int) -> bool:
        return any(
            counts[one] != counts[two] and _fits(counts[one], bounds[two]) and _fits(counts[two], bounds[one]) for two in hidden
        )

    together = sum(counts[place] for place in hidden)
    return together >= FEWEST and all(exchangeable(place) for place in hidden if few(counts[place]))


def _could_differ(counts: Sequence[int], bounds: Bounds, one: int) -> bool:
    """Of a table that tells only its sum: another table with that sum and another count here would tell no more."""
    for two in range(len(counts)):
        both = counts[one] + counts[two]
        for count in range(both + 1) if one != two else ():
            if count != counts[one] and _fits(count, bounds[one]) and _fits(both - count, bounds[two]):
                other = list(counts)
                other[one], other[two] = count, both - count
                if _smallest(other, bounds) is None:
                    return True
    return False


def _fits(count: int, bound: int | None) -> bool:
    return bound is None or count <= bound
