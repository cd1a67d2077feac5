"""The log as CSV and as a workbook, read by the csv module and by openpyxl."""

import csv
import io
from datetime import datetime

import openpyxl
import pytest

from orchestrator.reports.csv_file import RUN, csv_file
from orchestrator.reports.question_log import question_log
from orchestrator.reports.rows import COLUMNS, Instant, Link, rows
from orchestrator.reports.xlsx_file import MAX_LINK, about, xlsx_file
from orchestrator.session.state import Session
from tests.given import answered, asked, called, entered, given, linked, merged, skipped, t
from tests.reports.hostile import TEXTS, evening, one_line

BASE = "https://meet.example.org"
CALLED_TWICE = [
    asked("q1", by="ana"),
    entered("ph3", at=t("20:00")),
    called("q1", at=t("20:05")),
    skipped("q1", at=t("20:06")),
    called("q1", at=t("20:10")),
    answered("q1", at=t("20:12")),
]


def cells(session: Session) -> list[tuple[object, ...]]:
    return rows(session, question_log(session), BASE)


def as_csv(session: Session) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(csv_file(COLUMNS, cells(session)), newline=""), strict=True))


def workbook(session: Session) -> openpyxl.Workbook:
    made = xlsx_file(COLUMNS, cells(session), about(question_log(session), f"{BASE}/watch/s1"), session.last_at)
    return openpyxl.load_workbook(io.BytesIO(made))


def as_xlsx(session: Session) -> list[dict[str, object]]:
    head, *lines = workbook(session)["Questions"].iter_rows(values_only=True)
    return [dict(zip(head, line, strict=True)) for line in lines]


def test_both_have_a_row_a_question_and_a_cell_a_column() -> None:
    session = given(*evening("Why?")).session
    for table in (as_csv(session), as_xlsx(session)):
        assert [tuple(row) for row in table] == [COLUMNS, COLUMNS]
        assert [row["number"] for row in table] == ["A-1", "B-1"]
        assert [row["status"] for row in table] == ["answered", "promised"]


def test_csv_times_are_iso_8601_and_workbook_times_are_times() -> None:
    session = given(*evening("Why?")).session
    assert as_csv(session)[0]["on_air_at"] == "2026-11-25T20:01:00.000+00:00"
    assert as_xlsx(session)[0]["on_air_at"] == datetime(2026, 11, 25, 20, 1)
    assert as_csv(session)[0]["airtime_seconds"] == "120"
    assert as_xlsx(session)[0]["airtime_seconds"] == 120


def test_empty_is_empty() -> None:
    session = given(asked("q1", by="ana")).session
    assert as_csv(session)[0]["on_air_at"] == ""
    assert as_xlsx(session)[0]["on_air_at"] is None
    assert as_csv(session)[0]["answer"] == ""


def test_a_merged_question_names_the_one_it_is_part_of() -> None:
    session = given(asked("q1", by="ana"), asked("q2", by="dee"), merged("q2", into="q1")).session
    told = [(row["number"], row["part_of"], row["also_from"]) for row in as_csv(session)]
    assert told == [("A-1", "", "B"), ("B-1", "A-1", "")]


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_every_text_comes_out_of_the_csv_as_it_went_in(text: str) -> None:
    answered, promised = as_csv(given(*evening(text)).session)
    line = one_line(text)
    shown, shown_line = ("'" + text if text.startswith(RUN) else text), ("'" + line if line.startswith(RUN) else line)
    assert (answered["text"], answered["answer"], promised["text"]) == (shown, shown, shown)
    assert (answered["theme"], answered["addressed_to"], promised["owner"]) == (shown_line, shown_line, shown_line)


@pytest.mark.parametrize("trigger", [*(f"{sign}1" for sign in RUN), "=", "-"])
def test_no_cell_of_the_csv_begins_like_a_formula(trigger: str) -> None:
    _, row = csv.reader(io.StringIO(csv_file(("a",), [(trigger,)]), newline=""))
    assert row == ["'" + trigger]


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_every_text_comes_out_of_the_workbook_as_it_went_in_and_none_of_it_runs(text: str) -> None:
    book = workbook(given(*evening(text)).session)
    answered, promised = as_xlsx(given(*evening(text)).session)
    line = one_line(text)
    assert (answered["text"], answered["answer"], promised["text"]) == (text, text, text)
    assert (answered["theme"], answered["addressed_to"], promised["owner"]) == (line, line, line)
    assert book["About"]["B1"].value == line
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f", cell.coordinate
                assert cell.hyperlink is None or cell.value.startswith((BASE, "https://youtu.be/")), cell.coordinate


def test_the_workbook_says_of_what_it_is() -> None:
    sheet = workbook(given(*evening("Why?")).session)["About"]
    told = dict(sheet.iter_rows(values_only=True))
    assert told["Times"] == "UTC"
    assert told["Questions and recordings"] == f"{BASE}/watch/s1"


def test_the_same_state_makes_the_same_workbook() -> None:
    session = given(*evening("Why?")).session
    assert len({xlsx_file(COLUMNS, cells(session), about(question_log(session), BASE), session.last_at) for _ in range(2)}) == 1


def test_a_recording_of_ours_has_a_whole_address() -> None:
    ours = linked("rec1", url="/media/s1/a.mp4", started_at=t("20:00"), duration=600_000)
    session = given(*evening("Why?")[:-1], ours).session
    assert as_csv(session)[0]["link"] == f"{BASE}/media/s1/a.mp4#t=60"


def test_the_link_leads_to_the_call_that_led_to_the_answer() -> None:
    twice = [*CALLED_TWICE, linked("rec1", url="https://youtu.be/a", started_at=t("20:00"), duration=3_600_000)]
    assert as_csv(given(*twice).session)[0]["link"] == "https://youtu.be/a?t=600s"


def test_there_is_no_link_to_a_call_that_led_to_nothing() -> None:
    short = linked("rec1", url="https://youtu.be/a", started_at=t("20:00"), duration=360_000)
    assert as_csv(given(*CALLED_TWICE, short).session)[0]["link"] == ""
    whole = linked("rec1", url="https://youtu.be/a", started_at=t("20:00"), duration=3_600_000)
    assert as_csv(given(*CALLED_TWICE[:4], whole).session)[0]["link"] == ""


def test_a_link_that_is_too_long_for_excel_is_text() -> None:
    url = "https://r.example/" + "x" * MAX_LINK
    book = openpyxl.load_workbook(io.BytesIO(xlsx_file(("link",), [(Link(url),), (Link(url[:100]),)], [], 0)))
    long, short = (row[0] for row in book["Questions"].iter_rows(min_row=2))
    assert (long.value, long.hyperlink) == (url, None)
    assert short.hyperlink.target == url[:100]


def test_an_instant_beyond_all_calendars_breaks_no_workbook() -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsx_file(("at",), [(Instant(2**53 - 1),)], [], 0)))
    assert book["Questions"]["A2"].value.year == 9999
    assert csv_file(("at",), [(Instant(2**53 - 1),)]).split() == ["at", "9999-12-30T00:00:00.000+00:00"]
