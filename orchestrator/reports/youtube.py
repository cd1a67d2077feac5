"""Chapters as lines for the description of a YouTube video.

YouTube shows them where the first is at 0:00, there are three at least, and each lasts ten seconds; a description holds 5,000
bytes and no angle brackets.
"""

from orchestrator.local_time import offset
from orchestrator.messages import Millis
from orchestrator.reports.chapters import Chapters, titled
from orchestrator.text import shortened

APART = 10_000  # ms
FEWEST = 3
BYTES = 5_000
WIDTHS = (100, 60, 30, 6)  # of a title, in graphemes: the widest at which all fits
BRACKETS = str.maketrans("<>", "‹›")


class TooFew(Exception):
    """There are not enough chapters. ``found``: how many there are, the beginning included."""

    def __init__(self, found: int) -> None:
        super().__init__(found)
        self.found = found


def youtube(chapters: Chapters) -> str:
    """The lines, the beginning first. Questions less than ten seconds apart share a line. Raises ``TooFew``."""
    lines = _lines(chapters)
    if len(lines) < FEWEST:
        raise TooFew(len(lines))
    unheard = [titled(question) for question in chapters.unheard]
    texts = (_written(lines, unheard, width) for width in WIDTHS)
    return next((text for text in texts if len(text.encode()) <= BYTES), _written(lines, [], WIDTHS[-1]))


def _lines(chapters: Chapters) -> list[tuple[Millis, list[str]]]:
    lines: list[tuple[Millis, list[str]]] = [(0, [])]
    for chapter in chapters.chapters:
        too_near = chapter.start - lines[-1][0] < APART
        at_the_end = chapters.length is not None and chapters.length - chapter.start < APART
        if too_near or at_the_end:
            lines[-1][1].append(chapter.title)
        else:
            lines.append((chapter.start, [chapter.title]))
    return lines


def _written(lines: list[tuple[Millis, list[str]]], unheard: list[str], width: int) -> str:
    told = [f"{offset(at)} {' / '.join(shortened(title, width) for title in titles) or 'Beginning'}" for at, titles in lines]
    missing = [f"Not recorded: {shortened(title, width)}" for title in unheard]
    return "\n".join([*told, *([""] if missing else []), *missing]).translate(BRACKETS) + "\n"
