"""Chapters as podcast players read them: JSON chapters 1.2 (podcast-namespace, ``application/json+chapters``)."""

import msgspec
from msgspec import UNSET, Struct, UnsetType

from orchestrator.reports.chapters import Chapters, titled
from orchestrator.reports.webvtt import NOTHING_KNOWN


class PodcastChapter(Struct, frozen=True, rename="camel"):
    start_time: float
    end_time: float
    title: str
    url: str


class PodcastChapters(Struct, frozen=True):
    version: str
    title: str
    chapters: list[PodcastChapter]
    description: str | UnsetType = UNSET


def podcast(chapters: Chapters, watch: str) -> bytes:
    """``watch``: the address of the watch page; each chapter leads to its question there."""
    told = "Not recorded: " + "; ".join(titled(question) for question in chapters.unheard) if chapters.unheard else UNSET
    found = [
        PodcastChapter(each.start / 1000, each.end / 1000, each.title, f"{watch}#{each.question.number}")
        for each in chapters.chapters
    ]
    return msgspec.json.encode(PodcastChapters("1.2.0", chapters.title, found, told if chapters.placed else NOTHING_KNOWN))
