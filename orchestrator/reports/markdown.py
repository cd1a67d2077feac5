"""What people typed as Markdown that shows it, and nothing more: no link, no heading, no HTML, in CommonMark and its dialects."""

import re

ALWAYS = re.compile(r"([\\`*_\[\]<>&~|$^#])")
INSIDE_A_WORD = re.compile(r"((?<=\S)\.(?=\S)|(?<=[^\s\d]):(?=\S))")  # what a reader would take for an address
LINE_BEGINS = re.compile(r"^(\d+(?=[.)])|(?=[+=:.)-]))")
MAIL = re.compile(r"@(?=\w)")
JOINER = "\N{WORD JOINER}"  # not seen, and nothing is an address any more: a backslash does not stop every reader


def plain(text: str) -> str:
    """A text on one line."""
    return _line(" ".join(text.split()))


def quoted(text: str) -> str:
    """A text of several lines as a quotation."""
    lines = [_line(" ".join(line.split())) for line in text.split("\n")]
    return "\n".join(_quoted(line, last=index + 1 == len(lines) or not lines[index + 1]) for index, line in enumerate(lines))


def link(words: str, url: str) -> str:
    """A link of ours: ``words`` are plain text, ``url`` is known to be an address without spaces or brackets."""
    return f"[{plain(words)}](<{url.replace('&', '&amp;')}>)"


def _quoted(line: str, last: bool) -> str:
    return f"> {line}" + ("" if last else "\\") if line else ">"


def _line(text: str) -> str:
    escaped = MAIL.sub("@" + JOINER, INSIDE_A_WORD.sub(r"\\\1", ALWAYS.sub(r"\\\1", text)))
    return LINE_BEGINS.sub(lambda found: f"{found[0]}\\", escaped, count=1)
