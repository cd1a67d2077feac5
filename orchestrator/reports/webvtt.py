"""Chapters as WebVTT, for ``<track kind="chapters">``: one cue a question, its number as its id."""

from orchestrator.messages import Millis
from orchestrator.reports.chapters import Chapters, titled

NOTHING_KNOWN = "Nobody has said yet when this recording began, so no question can be found in it."


def webvtt(chapters: Chapters) -> str:
    cues = [
        f"{each.question.number}\n{stamp(each.start)} --> {stamp(each.end)}\n{escaped(each.title)}" for each in chapters.chapters
    ]
    notes = [f"NOTE Not recorded: {escaped(titled(question))}" for question in chapters.unheard]
    if not chapters.placed:
        notes = [f"NOTE {NOTHING_KNOWN}"]
    return "\n\n".join(["WEBVTT", *notes, *cues]) + "\n"


def escaped(text: str) -> str:
    """Text of a cue on one line: no tag, no reference, and no arrow in it."""
    return " ".join(text.split()).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def stamp(at: Millis) -> str:
    """``01:02:03.456``"""
    seconds, ms = divmod(at, 1000)
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}.{ms:03d}"
