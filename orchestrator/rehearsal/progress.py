"""What the operator sees while a rehearsal plays: one line that is rewritten on a terminal, a line every 5 s elsewhere."""

import shutil
import time
from collections.abc import Mapping
from typing import NamedTuple, TextIO

from orchestrator.rehearsal.scene import Scene
from orchestrator.rehearsal.tally import Tally

EVERY_S = 5
SILENT_S = 12  # a server speaks every 10 s
LINKS = ("host", "moderator", "panel", "join", "watch")
SUBMITTED = ("pending", "open", "merged", "rejected", "on_air", "answered", "promised")


class Progress(NamedTuple):
    """Where a rehearsal stands. ``left_ms``: until the end of the phase, below zero in overtime, ``None`` where nothing runs."""

    links: Mapping[str, str]
    phase: str
    left_ms: float | None = None
    present: int = 0
    drafts: int = 0
    submitted: int = 0
    pending: int = 0
    answered: int = 0
    votes: int = 0
    refused: int = 0
    silence_s: float = 0
    alarms: tuple[str, ...] = ()


def progress(links: Mapping[str, str], scene: Scene, present: int, tally: Tally, now: float, silence_s: float = 0) -> Progress:
    """The state of things as the host sees it."""
    phase_id = scene.running()
    ends_at = None if phase_id is None else scene.phases[phase_id].moment(1)
    questions = scene.questions.values()
    return Progress(
        links=links,
        phase=scene.session.status if phase_id is None else scene.phases[phase_id].title,
        left_ms=None if ends_at is None else ends_at - now,
        present=present,
        drafts=sum(question.status == "draft" for question in questions),
        submitted=sum(question.status in SUBMITTED for question in questions),
        pending=sum(question.status == "pending" for question in questions),
        answered=sum(question.status == "answered" for question in questions),
        votes=scene.votes(),
        refused=tally.refused.total(),
        silence_s=silence_s,
        alarms=tuple(tally.alarms),
    )


def line(now: Progress) -> str:
    """One line: ``Break 0:12 · 36 connected · 12 drafts, 14 submitted, 0 answered · 97 votes · 2 refused``."""
    return " · ".join(
        (
            f"{now.phase} {clock(now.left_ms)}".strip(),
            f"{now.present} connected",
            f"{now.drafts} drafts, {now.submitted} submitted{_in_review(now)}, {now.answered} answered",
            f"{now.votes} votes",
            f"{now.refused} refused",
            *([f"nothing heard for {now.silence_s:.0f} s"] if now.silence_s > SILENT_S else []),
        )
    )


def _in_review(now: Progress) -> str:
    return f" ({now.pending} to review)" if now.pending else ""


def clock(left_ms: float | None) -> str:
    """Minutes and seconds left, rounded up as on a countdown: ``0:12``, ``-0:03`` in overtime."""
    if left_ms is None:
        return ""
    seconds = -int(-left_ms // 1000)
    minutes, rest = divmod(abs(seconds), 60)
    return f"{'-' if seconds < 0 else ''}{minutes}:{rest:02}"


class Display:
    """Shows progress on a stream. Links come first; alarms come at once, on lines of their own."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._rewrites = out.isatty()
        self._linked = False
        self._alarms = 0
        self._shown: tuple[str, float] = ("", 0.0)  # phase, moment

    def __call__(self, now: Progress) -> None:
        self._show_links(now.links)
        for alarm in now.alarms[self._alarms :]:
            self._print(f"! {alarm}")
        self._alarms = len(now.alarms)
        if self._rewrites:
            width = shutil.get_terminal_size().columns
            print(f"\r\x1b[K{line(now)[: width - 1]}", end="", file=self._out, flush=True)
        elif now.phase != self._shown[0] or time.monotonic() - self._shown[1] >= EVERY_S:
            print(line(now), file=self._out, flush=True)
            self._shown = (now.phase, time.monotonic())

    def end(self, lines: list[str]) -> None:
        """The last words, below the line."""
        self._print("\n".join(lines))

    def _show_links(self, links: Mapping[str, str]) -> None:
        if not self._linked:
            self._linked = True
            self._print("\n".join(f"{name:>9}  {links[name]}" for name in LINKS if name in links))

    def _print(self, text: str) -> None:
        print(f"\r\x1b[K{text}" if self._rewrites else text, file=self._out, flush=True)
