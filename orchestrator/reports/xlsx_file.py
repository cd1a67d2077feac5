"""Tables as an Excel workbook: times are times, texts are texts, and nothing in it runs."""

import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from orchestrator.local_time import local
from orchestrator.messages import Millis
from orchestrator.reports.question_log import QuestionLog
from orchestrator.reports.rows import Cell, Instant, Link

if TYPE_CHECKING:
    from xlsxwriter.format import Format  # type: ignore[import-untyped,unused-ignore]
    from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped,unused-ignore]

MADE = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
WIDE = {"text": 60, "answer": 60, "theme": 24, "owner": 20, "link": 40, "addressed_to": 20}
MEDIUM = 20  # a date with its time
MAX_LINK = 2_079  # Excel takes none that is longer


def xlsx_file(
    columns: Sequence[str], rows: Iterable[Sequence[Cell]], about: Sequence[tuple[str, Cell]], made_at: Millis
) -> bytes:
    """A workbook with the sheets "Questions" and "About", the latter with a row for each pair of ``about``."""
    from xlsxwriter import Workbook  # type: ignore[import-untyped,unused-ignore]  # not at the start of a server: it takes long

    out = io.BytesIO()
    with Workbook(out, MADE) as workbook:
        workbook.set_properties({"created": _date(made_at)})
        bold, cell = (workbook.add_format({"text_wrap": True, "valign": "top", **more}) for more in ({"bold": True}, {}))
        date = workbook.add_format({"valign": "top", "num_format": "yyyy-mm-dd hh:mm:ss"})
        questions = workbook.add_worksheet("Questions")
        for column, name in enumerate(columns):
            questions.set_column(column, column, WIDE.get(name, MEDIUM if name.endswith("_at") else len(name) + 2))
        questions.write_row(0, 0, columns, bold)
        questions.freeze_panes(1, 1)
        last = 0
        for last, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                _write(questions, last, column, value, date if isinstance(value, Instant) else cell)
        questions.autofilter(0, 0, last, len(columns) - 1)
        sheet = workbook.add_worksheet("About")
        sheet.set_column(0, 0, MEDIUM)
        sheet.set_column(1, 1, WIDE["text"])
        for line, (name, value) in enumerate(about):
            sheet.write_string(line, 0, name, bold)
            _write(sheet, line, 1, value, cell)
    return out.getvalue()


def about(log: QuestionLog, watch: str) -> list[tuple[str, Cell]]:
    """What a reader of the workbook should know. ``watch``: the address of the watch page."""
    told: list[tuple[str, Cell]] = [
        ("Session", log.session.title),
        ("Times", "UTC"),
        ("Time zone of the session", log.session.timezone),
        ("Questions and recordings", Link(watch)),
    ]
    return told


def _write(sheet: "Worksheet", row: int, column: int, value: Cell, form: "Format") -> None:
    match value:
        case None:
            pass
        case Instant():
            sheet.write_datetime(row, column, _date(value.at), form)
        case Link() if len(value.url) <= MAX_LINK:
            sheet.write_url(row, column, value.url, form, value.url)
        case Link():
            sheet.write_string(row, column, value.url, form)
        case str():
            sheet.write_string(row, column, value, form)
        case _:
            sheet.write_number(row, column, value, form)


def _date(at: Millis) -> datetime:
    """Excel's times know no zone; these are UTC."""
    return local(at, "UTC").replace(tzinfo=None)
