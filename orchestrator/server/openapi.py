"""The HTTP interface described for tools: OpenAPI 3.1, made from the models that parse the bodies."""

from importlib.metadata import version

import msgspec

from orchestrator.plan import Plan
from orchestrator.refusals import REFUSALS
from orchestrator.reports.question_log import QuestionLog
from orchestrator.server.bodies import NewParticipant, NewQuestion, SentCommand
from orchestrator.server.parsing import COMMANDS

Object = dict[str, object]


def describe() -> Object:
    """The whole document."""
    commands, parts = msgspec.json.schema_components(list(COMMANDS.values()), ref_template="#/components/schemas/{name}")
    log = msgspec.json.schema(QuestionLog, ref_template="#/components/schemas/{name}")
    schemas: Object = {**parts, **log.get("$defs", {}), "Refusal": _refusal()}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Orchestrator", "version": version("orchestrator"), "description": "See docs/protocol.md."},
        "components": {"schemas": schemas, "securitySchemes": {"ticket": {"type": "http", "scheme": "bearer"}}},
        "security": [{"ticket": []}],
        "x-commands": dict(zip(COMMANDS, commands, strict=True)),
        "paths": {
            "/api/sessions": {"post": _call("Create a session", 201, Plan.model_json_schema())},
            "/api/join/{code}": {"get": _call("What a join code opens", 200, path="code")},
            "/api/sessions/{session}": {"get": _call("The view of the ticket's audience", 200, path="session")},
            "/api/sessions/{session}/participants": {
                "post": _call("Come in", 201, NewParticipant.model_json_schema(), path="session")
            },
            "/api/sessions/{session}/commands": {
                "post": _call("Send a command", 200, SentCommand.model_json_schema(), path="session")
            },
            "/api/sessions/{session}/similar": {
                "post": _call("Questions that say nearly the same", 200, NewQuestion.model_json_schema(), path="session")
            },
            "/api/sessions/{session}/question-log.json": {"get": _call("The question log", 200, path="session")},
            "/api/sessions/{session}/question-log.csv": {"get": _call("The question log as CSV", 200, path="session")},
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
        call["parameters"] = [{"name": path, "in": "path", "required": True, "schema": {"type": "string"}}]
    return call


def _refusal() -> Object:
    return {
        "type": "object",
        "required": ["code", "message"],
        "properties": {"code": {"type": "string", "enum": sorted(REFUSALS)}, "message": {"type": "string"}},
    }
