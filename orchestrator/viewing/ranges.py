"""Stretches of time as sorted pairs that do not touch: ``((from, to), …)``, in ms. Each holds ``from`` and not ``to``."""

from collections.abc import Iterable

Ranges = tuple[tuple[int, int], ...]

SEAM = 1_000  # ms; a player tells its place a few times a second, so two stretches that are so near are one


def merged(ranges: Iterable[tuple[int, int]], seam: int = 0) -> Ranges:
    """The stretches in order, each moment once; gaps shorter than ``seam`` are closed."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(each for each in ranges if each[0] < each[1]):
        if joined and (start <= joined[-1][1] or start - joined[-1][1] < seam):
            joined[-1] = joined[-1][0], max(joined[-1][1], end)
        else:
            joined.append((start, end))
    return tuple(joined)


def within(ranges: Iterable[tuple[int, int]], start: int, end: int) -> list[tuple[int, int]]:
    """What of the stretches lies from ``start`` to ``end``."""
    cut = ((max(start, one), min(end, other)) for one, other in ranges)
    return [each for each in cut if each[0] < each[1]]


def length(ranges: Iterable[tuple[int, int]]) -> int:
    return sum(end - start for start, end in ranges)
