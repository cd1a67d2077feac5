"""The engagement report as pictures: everything in percent, so that a page draws them without styles. Pure."""

from collections.abc import Sequence
from itertools import groupby

from msgspec import Struct

from orchestrator.messages import Millis
from orchestrator.reports.engagement import Engagement, Figures, Minute, QuestionFigures
from orchestrator.reports.played import Played
from orchestrator.reports.strip import Stretch
from orchestrator.viewing.state import MINUTE

SHADES = 5
APART, APART_ON_PHONES = 4, 10  # percent of a picture: labels that are nearer would cover each other
MEASURES = (  # of a group: what is counted, how it is called, and the kind of phase in which it happens
    ("joined", "joined", "none"),
    ("drafted", "drafted", "breakout"),
    ("submitted", "submitted", "breakout"),
    ("voted", "voted", "break"),
    ("answered", "answered", "panel"),
    ("watched", "watched later", "wrap_up"),
)


class Bar(Struct, frozen=True):
    """``x``, ``width``: percent of the picture; ``size``: of the largest. ``count`` is ``None`` where it is not told."""

    label: str
    x: float
    width: float
    size: float
    count: int | None
    kind: str = "none"
    at: Millis = 0


class Crowd(Struct, frozen=True):
    """Who was there, minute by minute. ``runs``: the same for a table, as ``(from, to, people)``."""

    bars: list[Bar]
    parts: list[Stretch]
    most: int
    runs: list[tuple[Millis, Millis, int | None]]


class Cells(Struct, frozen=True):
    """A row of bars side by side, each as long as its share of the largest of its kind."""

    name: str
    bars: list[Bar]


class Label(Struct, frozen=True):
    """``shown``: where there is room for the text: ``always``, on ``wide`` screens, or nowhere."""

    text: str
    x: float
    offset: Millis
    shown: str


class Heat(Struct, frozen=True):
    """A recording along its seconds. ``shade`` of a bar's ``size``: 0 nobody, 1 to 5. ``runs`` as of a crowd."""

    name: str
    duration: Millis
    bars: list[Bar]
    labels: list[Label]
    most: int
    runs: list[tuple[Millis, Millis, int | None]]


def crowd(minutes: Sequence[Minute], parts: Sequence[Stretch]) -> Crowd | None:
    """``None`` where nobody wrote down who was there, or nothing was held."""
    if not minutes or not parts:
        return None
    start, end = parts[0].start, max(parts[-1].end, minutes[-1].at + MINUTE)
    share = 100 / (end - start)
    most = max((minute.people or 0 for minute in minutes), default=0)
    bars = [
        Bar(
            label="",
            x=max(0.0, (minute.at - start) * share),
            width=MINUTE * share,
            size=_share(minute.people, most),
            count=minute.people,
            kind=next((part.kind for part in parts if part.start <= minute.at + MINUTE // 2 < part.end), "none"),
            at=minute.at,
        )
        for minute in minutes
        if minute.at + MINUTE > start
    ]
    known = [(minute.at, minute.at + MINUTE, minute.people) for minute in minutes]
    stretched = [Stretch(p.start, p.end, (p.start - start) * share, (p.end - p.start) * share, p.word, p.kind) for p in parts]
    return Crowd(bars, stretched, most, _runs(known))


def side_by_side(groups: Sequence[Figures]) -> list[Cells]:
    """Groups as rows, what they did as columns."""
    most = {name: max((getattr(group, name) or 0 for group in groups), default=0) for name, _, _ in MEASURES}
    return [
        Cells(
            group.name,
            [
                Bar(words, 0, _share(getattr(group, name), most[name]), 0, getattr(group, name), kind)
                for name, words, kind in MEASURES
            ],
        )
        for group in groups
    ]


def by_seconds(questions: Sequence[QuestionFigures]) -> list[tuple[QuestionFigures, float]]:
    """The questions that were on air or marked, each with how long it was watched as a share of the longest."""
    most = max((question.seconds or 0 for question in questions), default=0)
    shown = (question for question in questions if question.lasted or question.too != 0 or question.helped != 0)
    return [(question, _share(question.seconds, most)) for question in shown]


def heat(recording: Played) -> Heat:
    most = max((part.viewers or 0 for part in recording.parts), default=0)
    share = 100 / recording.duration
    bars = [
        Bar(
            label="",
            x=part.offset * share,
            width=min(recording.step, recording.duration - part.offset) * share,
            size=0 if not part.viewers else -(-SHADES * part.viewers // most),
            count=part.viewers,
        )
        for part in recording.parts
    ]
    known = [(part.offset, min(part.offset + recording.step, recording.duration), part.viewers) for part in recording.parts]
    return Heat(recording.name, recording.duration, bars, _labels(recording), most, _runs(known))


def heats(report: Engagement) -> list[Heat]:
    return [heat(recording) for recording in report.recordings or ()]


def _labels(recording: Played) -> list[Label]:
    """A mark for every question; its number where there is room."""
    labels: list[Label] = []
    last = last_on_phones = -100.0
    for mark in sorted(recording.marks, key=lambda mark: mark.offset):
        x = mark.offset * 100 / recording.duration
        shown = ""
        if x - last >= APART and x <= 100 - APART:
            shown, last = "wide", x
            if x - last_on_phones >= APART_ON_PHONES:
                shown, last_on_phones = "always", x
        labels.append(Label(mark.number, x, mark.offset, shown))
    return labels


def _runs(known: Sequence[tuple[Millis, Millis, int | None]]) -> list[tuple[Millis, Millis, int | None]]:
    """Neighbours of the same count as one, as long as nothing lies between them."""
    runs: list[tuple[Millis, Millis, int | None]] = []
    for count, same in groupby(known, key=lambda each: each[2]):
        for start, end, _ in same:
            if runs and runs[-1][1:] == (start, count):
                runs[-1] = runs[-1][0], end, count
            else:
                runs.append((start, end, count))
    return runs


def _share(count: int | None, most: int) -> float:
    return 0.0 if not count or not most else count * 100 / most
