"""Tables as CSV (RFC 4180, UTF-8), safe to open in a spreadsheet."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import UTC

from orchestrator.local_time import local
from orchestrator.messages import Millis
from orchestrator.reports.rows import Cell, Instant, Link

RUN = ("=", "+", "-", "@", "\t", "\r")


def csv_file(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """The columns' names and then the rows; times as ISO 8601 in UTC."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([_written(cell) for cell in row] for row in rows)
    return out.getvalue()


def neutral(text: str) -> str:
    """A spreadsheet runs a cell that begins like a formula; a leading apostrophe makes it text."""
    return "'" + text if text.startswith(RUN) else text


def iso(at: Millis) -> str:
    return local(at, "UTC").astimezone(UTC).isoformat(timespec="milliseconds")


def _written(cell: Cell) -> str | int:
    match cell:
        case None:
            return ""
        case Instant():
            return iso(cell.at)
        case Link():
            return neutral(cell.url)
        case str():
            return neutral(cell)
        case _:
            return cell
