"""What ``question-log.json`` looks like, as JSON Schema (2020-12); ``docs/question-log.schema.json`` is the same."""

from functools import cache

import msgspec

from orchestrator.reports.question_log import QuestionLog

Object = dict[str, object]
DIALECT = "https://json-schema.org/draft/2020-12/schema"
NAME = "urn:orchestrator:question-log"


@cache
def schema() -> bytes:
    """The document, laid out for people."""
    (root,), parts = msgspec.json.schema_components([QuestionLog], ref_template="#/$defs/{name}")
    document = {"$schema": DIALECT, "$id": NAME, "title": "The question log of a session", **root}
    return msgspec.json.format(msgspec.json.encode({**document, "$defs": _tidy(parts)}), indent=2) + b"\n"


def _tidy(part: object) -> object:
    """What is absent is absent: nothing in the log is ever null. Descriptions stand on one line."""
    match part:
        case {"anyOf": [{**kind}, {"type": "null"}], **rest}:
            return {key: _tidy(value) for key, value in {**kind, **rest}.items() if key != "default"}
        case {**known}:
            return {key: _tidy(value) for key, value in known.items()}
        case [*several]:
            return [_tidy(value) for value in several]
        case str():
            return " ".join(part.split())
        case _:
            return part
