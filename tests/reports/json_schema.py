"""What JSON Schema (2020-12) says of a value, as far as our schemas use it; any other word of it is an error here."""

import re
from typing import Any

TYPES = {"object": dict, "array": list, "string": str, "boolean": bool}
SAYS_NOTHING = {"$schema", "$id", "$defs", "title", "description", "default"}
KNOWN = {"$ref", "type", "enum", "properties", "required", "items", "minimum", "exclusiveMaximum"}


def faults(value: Any, schema: dict[str, Any], root: dict[str, Any] | None = None, path: str = "$") -> list[str]:
    """Where the value is not as the schema wants it."""
    root = schema if root is None else root
    assert schema.keys() <= KNOWN | SAYS_NOTHING, schema.keys() - KNOWN - SAYS_NOTHING
    found: list[str] = []
    if "$ref" in schema:
        part: Any = root
        for step in re.fullmatch("#/(.+)", schema["$ref"])[1].split("/"):
            part = part[step]
        found += faults(value, part, root, path)
    if "type" in schema and not _is(value, schema["type"]):
        return [*found, f"{path} is no {schema['type']}"]
    if "enum" in schema and value not in schema["enum"]:
        found.append(f"{path} is none of {schema['enum']}")
    if "minimum" in schema and value < schema["minimum"]:
        found.append(f"{path} is too small")
    if "exclusiveMaximum" in schema and value >= schema["exclusiveMaximum"]:
        found.append(f"{path} is too large")
    for name in schema.get("required", []):
        if name not in value:
            found.append(f"{path}.{name} is missing")
    for name, wanted in schema.get("properties", {}).items():
        if name in value:
            found += faults(value[name], wanted, root, f"{path}.{name}")
    if "items" in schema:
        for index, item in enumerate(value):
            found += faults(item, schema["items"], root, f"{path}[{index}]")
    return found


def unnamed(value: Any, schema: dict[str, Any], root: dict[str, Any]) -> set[str]:
    """The keys of a value that its schema does not name."""
    while "$ref" in schema:
        schema = root["$defs"][schema["$ref"].rsplit("/", 1)[1]]
    if isinstance(value, list):
        return {key for item in value for key in unnamed(item, schema["items"], root)}
    if not isinstance(value, dict):
        return set()
    named = schema["properties"]
    inside = {key for name in value.keys() & named.keys() for key in unnamed(value[name], named[name], root)}
    return set(value.keys() - named.keys()) | inside


def _is(value: Any, kind: str) -> bool:
    if kind == "integer":
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, TYPES[kind])
