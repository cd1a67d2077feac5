"""How figures are told: the minimum, median and maximum over the rounds."""

import statistics
from collections.abc import Sequence
from typing import NamedTuple


class Broken(Exception):
    """Figures of a broken run are no figures."""


class Figure(NamedTuple):
    """One line of the table."""

    name: str
    more_is_better: bool


NOT_HERE = f"{'-':>9} {'-':>9} {'-':>9}"


def table(rounds: dict[str, list[dict[Figure, float]]]) -> str:
    names = list(rounds)
    head = ["", *(f"{name}: min, median, max" for name in names)]
    if len(names) == 2:
        head.append(f"{names[0]}/{names[1]}: min, median, max")
    lines = [head]
    for figure in dict.fromkeys(figure for name in names for figure in rounds[name][0]):
        values = [[one[figure] for one in rounds[name] if figure in one] for name in names]
        cells = [spread(series, digits(series)) if series else NOT_HERE for series in values]
        if len(names) == 2:
            ratios = [a / b if b else float("inf") for a, b in zip(*values, strict=True)]
            better = statistics.median(ratios) > 1 if figure.more_is_better else statistics.median(ratios) < 1
            cells.append(spread(ratios, 2) + ("  better" if better else ""))
        lines.append([figure.name, *cells])
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines)


def digits(series: Sequence[float]) -> int:
    return 0 if max(series) >= 100 else 1


def spread(series: Sequence[float], places: int) -> str:
    return " ".join(f"{value:>9,.{places}f}" for value in (min(series), statistics.median(series), max(series)))
