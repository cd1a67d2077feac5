"""The HTTP interface described for tools: OpenAPI 3.1, made from the models that parse the bodies."""

from importlib.metadata import version

import msgspec

from orchestrator.plan import Plan
from orchestrator.refusals import REFUSALS
from orchestrator.reports.question_log import QuestionLog
from orchestrator.server.bodies import NewParticipant, NewQuestion, SentCommand, Told
from orchestrator.server.parsing import COMMANDS
from orchestrator.viewing.commands import COMMANDS as VIEWING

Object = dict[str, object]
IN_A_ROOM = "session room"
FORMATS = {
    "json": "The question log",
    "csv": "The question log as CSV",
    "xlsx": "The question log as a workbook",
    "md": "The question log as Markdown",
    "html": "The question log as a page to print",
    "vtt": "Chapters of one recording (?recording=) as WebVTT",
    "chapters.json": "Chapters of one recording (?recording=) for podcasts",
    "youtube.txt": "Chapters of one recording (?recording=) for YouTube",
}


def describe() -> Object:
    """The whole document."""
    every = (*COMMANDS.values(), *VIEWING.values())
    commands, parts = msgspec.json.schema_components(every, ref_template="#/components/schemas/{name}")
    log = msgspec.json.schema(QuestionLog, ref_template="#/components/schemas/{name}")
    schemas: Object = {**parts, **log.get("$defs", {}), "Refusal": _refusal()}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Orchestrator", "version": version("orchestrator"), "description": "See docs/protocol.md."},
        "components": {"schemas": schemas, "securitySchemes": {"ticket": {"type": "http", "scheme": "bearer"}}},
        "security": [{"ticket": []}],
        "x-commands": dict(zip(COMMANDS, commands, strict=False)),
        "x-viewing": dict(zip(VIEWING, commands[len(COMMANDS) :], strict=True)),
        "paths": {
            "/api/sessions": {"post": _call("Create a session", 201, Plan.model_json_schema())},
            "/api/join/{code}": {"get": _call("What a join code opens", 200, path="code")},
            "/api/sessions/{session}": {"get": _call("The view of the ticket's audience", 200, path="session")},
            "/api/sessions/{session}/participants/{person}/data.json": {
                "get": _call("All that is stored of one person", 200, path="session person")
            },
            "/api/sessions/{session}/participants": {
                "post": _call("Come in", 201, NewParticipant.model_json_schema(), path="session")
            },
            "/api/sessions/{session}/commands": {
                "post": _call("Send a command", 200, SentCommand.model_json_schema(), path="session")
            },
            "/api/sessions/{session}/similar": {
                "post": _call("Questions that say nearly the same", 200, NewQuestion.model_json_schema(), path="session")
            },
            **{
                f"/api/sessions/{{session}}/question-log.{ending}": {"get": _call(words, 200, path="session")}
                for ending, words in FORMATS.items()
            },
            "/api/sessions/{session}/recordings/{recording}/captions": {
                "post": _call("Add captions (?language=) as WebVTT or SRT", 201, path="session recording")
            },
            "/api/sessions/{session}/recordings/{recording}/captions/{captions}.vtt": {
                "get": _call("Captions as WebVTT", 200, path="session recording captions")
            },
            "/api/sessions/{session}/recordings/{recording}/captions/{captions}": {
                "delete": _call("Remove captions", 200, path="session recording captions")
            },
            "/api/question-log.schema.json": {"get": _call("JSON Schema of the question log", 200)},
            **{
                f"/api/sessions/{{session}}/rooms/{{room}}/pack.{ending}": {"get": _call("A room's pack", 200, path=IN_A_ROOM)}
                for ending in ("html", "md")
            },
            "/api/sessions/{session}/session.ics": {"get": _call("The session for a calendar", 200, path="session")},
            "/api/sessions/{session}/calls/end": {"post": _call("End the calls of all rooms", 200, path="session")},
            "/api/sessions/{session}/watch": {"get": _call("What the watch page goes by", 200, path="session")},
            "/api/sessions/{session}/viewing": {
                "get": _call("What late viewers said", 200, path="session"),
                "post": _call("Say what was watched, what helped, what follows", 200, Told.model_json_schema(), path="session"),
            },
            "/api/sessions/{session}/engagement.json": {"get": _call("The engagement report", 200, path="session")},
            "/api/sessions/{session}/engagement.csv": {"get": _call("The engagement report as CSV", 200, path="session")},
            "/healthz": {"get": _call("The process lives", 200)},
            "/readyz": {"get": _call("It may take traffic", 200)},
            "/metrics": {"get": _call("Counters for monitoring", 200)},
            "/version": {"get": _call("The version", 200)},
        },
    }


def _call(summary: str, status: int, body: Object | None = None, path: str | None = None) -> Object:
    refused = {"description": "Refused", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Refusal"}}}}
    call: Object = {"summary": summary, "responses": {str(status): {"description": summary}, "default": refused}}
    if body is not None:
        call["requestBody"] = {"required": True, "content": {"application/json": {"schema": body}}}
    if path is not None:
        call["parameters"] = [
            {"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in path.split()
        ]
    return call


def _refusal() -> Object:
    return {
        "type": "object",
        "required": ["code", "message"],
        "properties": {"code": {"type": "string", "enum": sorted(REFUSALS)}, "message": {"type": "string"}},
    }
