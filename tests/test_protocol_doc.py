"""``docs/protocol.md`` says what the code does: commands, events, view keys, refusals."""

import ast
import re
from pathlib import Path
from typing import get_args

import pytest
from msgspec.structs import fields as struct_fields

from orchestrator.agenda.view import PhaseView
from orchestrator.messages import Command, Event, wire_name
from orchestrator.panel.view import NoteView
from orchestrator.qa_queue.view import QuestionView
from orchestrator.recordings.view import RecordingView
from orchestrator.refusals import NOTICES, REFUSALS
from orchestrator.reports.engagement import Engagement, Figures, Minute, QuestionFigures
from orchestrator.reports.engagement_rows import COLUMNS as ENGAGEMENT
from orchestrator.reports.people_rows import PersonRow
from orchestrator.reports.places import Place
from orchestrator.reports.played import Mark, Part, Played
from orchestrator.reports.question_log import LoggedQuestion, LoggedSession
from orchestrator.reports.rows import COLUMNS
from orchestrator.rooms.view import HelpView, NoticeView, RoomView
from orchestrator.server.parsing import COMMANDS
from orchestrator.session.decider import MAY
from orchestrator.session.events import AnyEvent
from orchestrator.session.me import Me, MyQuestion
from orchestrator.session.policy import PersonView, RetentionView, SessionView
from orchestrator.session.state import RecordingNotice
from orchestrator.session.view import COLLECTIONS
from orchestrator.viewing.commands import COMMANDS as VIEWING
from orchestrator.viewing.events import AnyViewing
from orchestrator.viewing.view import FollowUpView, MarksView, MineView, ViewingView

ROOT = Path(__file__).resolve().parents[1]
DOC = (ROOT / "docs" / "protocol.md").read_text(encoding="utf-8")
EVENTS = {wire_name(event): event for event in get_args(AnyEvent)}


def section(number: int) -> str:
    return re.split(rf"^## {number}\. .*$", DOC, flags=re.M)[1].split("\n## ")[0]


def rows(number: int) -> dict[str, list[str]]:
    """The first table of a section: first cell (without backquotes) to the other cells."""
    found = {}
    for line in section(number).splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("| `"):
            found[cells[0].strip("`")] = cells[1:]
    return found


def fields(message: type[Command] | type[Event]) -> str:
    """As the document writes them: on the wire's names, optional ones with a question mark, required ones first."""
    inherited = (Command if issubclass(message, Command) else Event).__struct_fields__
    parts = [field for field in struct_fields(message) if field.name not in inherited]
    return ", ".join(f.encode_name + ("" if f.required else "?") for f in parts)


def fields_in(cell: str) -> str:
    match = re.match(r"`([^`]*)`", cell)
    return match.group(1) if match else ""


def test_every_command_is_in_the_table_and_nothing_else():
    assert rows(3).keys() == COMMANDS.keys()


@pytest.mark.parametrize("name", COMMANDS)
def test_the_table_names_the_fields_of_a_command(name):
    assert sorted(fields_in(rows(3)[name][0]).split(", ")) == sorted(fields(COMMANDS[name]).split(", "))


def test_every_event_is_in_the_table_and_nothing_else():
    assert rows(5).keys() == EVENTS.keys()


@pytest.mark.parametrize("name", EVENTS)
def test_the_table_names_the_fields_of_an_event(name):
    assert fields_in(rows(5)[name][0]) == fields(EVENTS[name])


@pytest.mark.parametrize(
    ("collection", "view"),
    [
        ("session", SessionView),
        ("session", RecordingNotice),
        ("session", RetentionView),
        ("phases", PhaseView),
        ("rooms", RoomView),
        ("rooms", HelpView),
        ("people", PersonView),
        ("questions", QuestionView),
        ("announcements", NoticeView),
        ("notes", NoteView),
        ("recordings", RecordingView),
    ],
)
def test_section_4_names_every_key_of_a_view(collection, view):
    words = set(re.findall(r"[a-z_]+", " ".join(rows(4)[collection])))
    assert set(view.__struct_fields__) <= words


def test_section_4_names_every_collection_and_every_key_of_me():
    assert set(COLLECTIONS) | {"session"} == rows(4).keys()
    words = set(re.findall(r"[a-z_]+", section(4).split("`me`:")[1]))
    assert {*Me.__struct_fields__, *MyQuestion.__struct_fields__} <= words


def test_section_6_names_every_key_of_the_question_log():
    words = set(re.findall(r"[a-z_]+", section(6)))
    assert {*LoggedSession.__struct_fields__, *LoggedQuestion.__struct_fields__, *Place.__struct_fields__, *COLUMNS} <= words


def test_section_7_is_the_table_of_refusals():
    assert {code: (cells[0], cells[1]) for code, cells in rows(7).items()} == {
        code: (str(refusal.status), refusal.message) for code, refusal in REFUSALS.items()
    }


def test_section_8_is_the_table_of_what_viewers_tell():
    assert rows(8).keys() == VIEWING.keys()
    for name, command in VIEWING.items():
        told = [each.encode_name + ("" if each.required else "?") for each in struct_fields(command)]
        assert sorted(fields_in(rows(8)[name][0]).split(", ")) == sorted(told)
    words = set(re.findall(r"[a-z_]+", section(8)))
    assert {*ViewingView.__struct_fields__, *MarksView.__struct_fields__, *MineView.__struct_fields__} <= words
    assert set(FollowUpView.__struct_fields__) <= words


def test_section_9_names_every_key_of_the_engagement_report():
    words = set(re.findall(r"[a-z_]+", section(9)))
    for part in (Engagement, Figures, QuestionFigures, Minute, Played, Part, Mark, PersonRow):
        assert set(part.__struct_fields__) <= words, part
    assert set(ENGAGEMENT) <= words


def _viewing() -> set[str]:
    """The commands of those who watch later, and the events of their own stream."""
    return {*VIEWING, *(str(event.__struct_config__.tag) for event in get_args(AnyViewing))}


def _codes_in_the_source() -> set[str]:
    """Every text constant that looks like a code, anywhere but in the table itself."""
    found = set()
    packages = {code.split(".")[0] for code in REFUSALS if "." in code}
    for file in (ROOT / "orchestrator").rglob("*.py"):
        if file.name == "refusals.py" or "rehearsal" in file.parts:
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.fullmatch(r"[a-z_]+\.[a-z_]+", node.value):
                if node.value.split(".")[0] in packages:
                    found.add(node.value)
            elif isinstance(node, ast.Constant) and node.value in ("unknown_command", "invalid_command"):
                found.add(node.value)
    messages = COMMANDS.keys() | EVENTS.keys() | {"session.open", *map(wire_name, MAY)} | _viewing()
    return {code for code in found if not code.endswith(".html")} - (messages - REFUSALS.keys())


def test_every_code_in_the_source_has_a_sentence_and_every_sentence_is_used():
    assert _codes_in_the_source() == REFUSALS.keys() | NOTICES.keys()
