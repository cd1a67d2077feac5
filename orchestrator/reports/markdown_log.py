"""The question log as Markdown."""

from collections.abc import Iterable

from orchestrator.local_time import day
from orchestrator.reports.entries import Entry, Hear
from orchestrator.reports.markdown import link, plain, quoted
from orchestrator.reports.question_log import QuestionLog

NOTHING = "No question was submitted."


def markdown_log(log: QuestionLog, entries: list[Entry], watch: str) -> str:
    """``watch``: the address of the watch page."""
    at = log.session.started_at or log.session.starts_at
    when = "" if at is None else f"{day(at, log.session.timezone)}. "
    head = [
        f"# {plain(log.session.title)}",
        f"{when}Times are {plain(log.session.timezone)}. {link('Questions and recordings', watch)}",
    ]
    told = [part for entry in entries for part in written(entry)]
    return "\n\n".join([*head, *(told or [NOTHING])]) + "\n"


def written(entry: Entry) -> Iterable[str]:
    """The parts of a question, each a paragraph, a list or a quotation."""
    yield f"## {plain(entry.number)}"
    yield quoted(entry.text)
    yield "\n".join(f"- {fact}" for fact in [*map(plain, entry.facts), *map(heard, entry.places)])
    if entry.answer is not None:
        yield "The answer:"
        yield quoted(entry.answer)


def heard(hear: Hear) -> str:
    return link(hear.words, hear.url) + (f" ({plain(hear.note)})" if hear.note else "")
