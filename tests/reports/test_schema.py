"""The published schema of the question log, and that the log is as it says."""

import json
from pathlib import Path

import msgspec
import pytest

from orchestrator.messages import Audience, Role
from orchestrator.reports.question_log import STATUSES, question_log
from orchestrator.reports.schema import DIALECT, schema
from tests.given import approved, asked, edited, finished, given, merged
from tests.reports.hostile import TEXTS, evening
from tests.reports.json_schema import faults, unnamed

PUBLISHED = Path(__file__).parents[2] / "docs" / "question-log.schema.json"
SCHEMA = json.loads(schema())


def test_the_published_schema_is_what_the_server_says() -> None:
    assert PUBLISHED.read_bytes() == schema()
    assert SCHEMA["$schema"] == DIALECT


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_every_log_is_as_the_schema_says(text: str) -> None:
    events = [
        *evening(text),
        asked("q4", by="fay", pending=True),
        asked("q5", by="eli"),
        asked("q6", by="fay", pending=True),
        approved("q6"),
        edited("q5", "Anew", by="mo"),
        merged("q5", into="q1"),
        finished(),
    ]
    for audience in (Audience(Role.HOST), Audience(Role.VIEWER)):
        log = json.loads(msgspec.json.encode(question_log(given(*events).session, audience)))
        assert log["questions"]
        assert faults(log, SCHEMA) == []
        assert unnamed(log, SCHEMA, SCHEMA) == set()


def test_an_empty_log_is_as_the_schema_says() -> None:
    log = json.loads(msgspec.json.encode(question_log(given().session)))
    assert faults(log, SCHEMA) == []


def test_what_is_wrong_is_found() -> None:
    assert faults({}, SCHEMA) == ["$.session is missing", "$.questions is missing"]
    question = {"question_id": 1, "number": "A-1", "text": "x", "room_id": "r1", "status": "gone", "places": [{}], "airtime": -1}
    found = faults({"session": {}, "questions": [question]}, SCHEMA)
    assert "$.questions[0].question_id is no string" in found
    assert "$.questions[0].airtime is too small" in found
    assert f"$.questions[0].status is none of {list(STATUSES)}" in found
    assert "$.questions[0].places[0].offset is missing" in found


def test_nothing_in_it_is_ever_null() -> None:
    assert "null" not in schema().decode()
