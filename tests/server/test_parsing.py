"""From a name and data to a command: the allow-list, the types, the texts."""

from typing import Any, get_args

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import UNSET

from orchestrator.messages import Actor, ActorId, Command, wire_name
from orchestrator.recordings.commands import SetAnchor, ToolsCommand
from orchestrator.rooms.commands import EditRoom
from orchestrator.server.parsing import COMMANDS, BadCommand, Parser
from orchestrator.session.commands import Admit, NoteTrouble, Open, SeekRecordings
from orchestrator.session.decider import MAY
from orchestrator.settings import Settings

PARSER = Parser(Settings())
ANA = ActorId("p1")


def parsed(name: str, **data: Any) -> Command:
    return PARSER.parse(name, data, ANA)[0]


def refused(name: str, data: object) -> BadCommand:
    with pytest.raises(BadCommand) as refusal:
        PARSER.parse(name, data, ANA)
    return refusal.value


def test_the_allow_list_is_every_command_but_the_servers_own() -> None:
    own = {Admit, SeekRecordings, NoteTrouble, *get_args(ToolsCommand)}
    assert {*COMMANDS.values()} == set(MAY) - own
    assert wire_name(Open) not in COMMANDS
    assert own <= set(MAY)
    assert all(wire_name(kind) == name for name, kind in COMMANDS.items())


def test_at_is_a_word_of_a_command_that_has_one() -> None:
    anchor = {"recording_id": "rec1", "at": 7, "offset": 9, "decided_at": 5}
    assert parsed("recordings.anchor", **anchor) == SetAnchor(actor=Actor(ANA), recording_id="rec1", instant=7, offset=9)
    assert parsed("agenda.start", at=5, decided_at=5).at == 0


def test_actor_and_time_are_never_taken_from_the_data() -> None:
    command = parsed("agenda.start", actor={"id": "host", "roles": ["host"]}, at=5)
    assert (command.actor, command.at) == (Actor(ANA), 0)


@pytest.mark.parametrize("data", [None, 5, "x", [], [{}], True])
def test_data_is_an_object(data: object) -> None:
    assert refused("agenda.start", data).code == "invalid_command"


@pytest.mark.parametrize("field", ["x", "command", "type", "", "__class__", "command_Id"])
def test_a_field_too_many_is_refused_and_not_repeated(field: str) -> None:
    refusal = refused("agenda.start", {field: "CANARY"})
    assert refusal.code == "invalid_command"
    assert str(refusal) == "there is a field too many"


def test_a_field_of_the_wire_has_its_name_of_the_wire() -> None:
    command, _ = PARSER.parse("rooms.appoint", {"room_id": "r1", "participant_id": "p1", "as": "deputy"}, ANA)
    assert command.seat == "deputy"  # type: ignore[attr-defined]
    assert refused("rooms.appoint", {"room_id": "r1", "participant_id": "p1", "seat": "deputy"}).code == "invalid_command"


def test_texts_are_cleaned_and_links_are_checked() -> None:
    assert parsed("qa_queue.draft", text="  Cafe\u0301\r\n?").text == "Caf\u00e9\n?"  # type: ignore[attr-defined]
    assert parsed("rooms.add", theme="two\nlines").theme == "two lines"  # type: ignore[attr-defined]
    assert str(refused("recordings.link", {"url": "ftp://example.org"})).startswith("url: must be a link")
    assert str(refused("rooms.announce", {"text": "x" * 281})) == "text: must be text of 1 to 280 characters"


def test_what_is_absent_and_what_is_null_are_told_apart() -> None:
    empty, cleared = parsed("session.edit"), parsed("session.edit", plenary_call_url=None, starts_at=None)
    assert (empty.title, empty.plenary_call_url, empty.starts_at) == (UNSET, UNSET, UNSET)  # type: ignore[attr-defined]
    assert (cleared.plenary_call_url, cleared.starts_at) == (None, None)  # type: ignore[attr-defined]
    assert str(refused("session.edit", {"title": None})).startswith("title: ")
    assert str(refused("session.edit", {"title": "x" * 121})) == "title: must be text of 1 to 120 characters"
    assert str(refused("session.edit", {"plenary_call_url": "http://x"})).startswith("plenary_call_url: must be a link")
    assert refused("session.edit", {"starts_at": 253_402_300_800_000}).code == "invalid_command"


def test_a_notice_has_its_limits() -> None:
    notice = {"recorded": True, "keeper": "The\nschool", "days": 90}
    assert parsed("session.set_notice", **notice).keeper == "The school"  # type: ignore[attr-defined]
    for change in ({"days": 0}, {"days": 3_651}, {"keeper": ""}, {"keeper": "x" * 81}, {"recorded": None}):
        assert refused("session.set_notice", notice | change).code == "invalid_command"


def test_a_note_has_its_limit() -> None:
    assert parsed("panel.note", text="two\nlines").text == "two\nlines"  # type: ignore[attr-defined]
    assert str(refused("panel.note", {"text": "x" * 501})) == "text: must be text of 1 to 500 characters"


@pytest.mark.parametrize(("name", "field"), [("panel.answer", "text"), ("rooms.add", "prompt"), ("rooms.add", "call_url")])
def test_what_may_be_absent_may_not_be_empty(name: str, field: str) -> None:
    data = {"panel.answer": {"question_id": "q1"}, "rooms.add": {"theme": "x"}}[name]
    assert getattr(parsed(name, **data), field) is None
    assert str(refused(name, {**data, field: ""})).startswith(f"{field}: must be")


def test_what_may_be_taken_away_is_told_apart_from_what_is_absent() -> None:
    assert parsed("rooms.edit", room_id="r1", prompt=None) == EditRoom(room_id="r1", prompt=None, actor=Actor(ANA))
    assert refused("rooms.edit", {"room_id": "r1", "theme": None}).code == "invalid_command"
    assert str(refused("rooms.edit", {"room_id": "r1", "theme": ""})).startswith("theme: must be")


@pytest.mark.parametrize("duration", [0, -1, 24 * 60 * 60 * 1000 + 1, 1.5, "15"])
def test_a_phase_lasts_more_than_nothing_and_at_most_a_day(duration: object) -> None:
    phase = {"kind": "break", "title": "Air", "duration": duration}
    assert str(refused("agenda.add_phase", phase)).startswith("duration: ")
    assert str(refused("agenda.edit_phase", {"phase_id": "ph1", "duration": duration})).startswith("duration: ")


def test_the_title_of_a_phase_is_one_line_of_at_most_80_characters() -> None:
    assert parsed("agenda.edit_phase", phase_id="ph1", title="two\nlines").title == "two lines"  # type: ignore[attr-defined]
    assert str(refused("agenda.edit_phase", {"phase_id": "ph1", "title": "x" * 81})).startswith("title: must be")


@pytest.mark.parametrize("command_id", ["x", "x" * 100, "\u00e9"])
def test_a_command_id_goes_beside_the_command(command_id: str) -> None:
    assert PARSER.parse("agenda.start", {"command_id": command_id}, ANA)[1] == command_id


@pytest.mark.parametrize("command_id", ["", "x" * 101, "\n", 5, [], {}, True, "\u200b"])
def test_other_command_ids_are_refused(command_id: object) -> None:
    assert str(refused("agenda.start", {"command_id": command_id})).startswith("command_id: must be")


words = st.sampled_from([*(f for kind in COMMANDS.values() for f in kind.__struct_encode_fields__), "command_id", "x"])
scalars = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False) | st.text()
anything = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
)


@given(st.sampled_from(sorted(COMMANDS)), st.dictionaries(words, anything, max_size=6))
def test_whatever_is_sent_becomes_a_command_or_a_refusal(name: str, data: dict[str, Any]) -> None:
    """And a command that was taken can be written to the log and read again."""
    command, refusal = _outcome(name, dict(data))
    if command is None:
        assert refusal.code == "invalid_command"
        assert len(str(refusal)) < 200
        assert not any(value in str(refusal) for value in data.values() if isinstance(value, str) and len(value) > 6)
        return
    assert command.actor == Actor(ANA)
    assert msgspec.json.decode(msgspec.json.encode(command), type=type(command)) == command


def _outcome(name: str, data: dict[str, Any]) -> tuple[Command, None] | tuple[None, BadCommand]:
    try:
        return PARSER.parse(name, data, ANA)[0], None
    except BadCommand as refusal:
        return None, refusal
