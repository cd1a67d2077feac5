"""Who may import whom: the house of docs/architecture.md, enforced. Every refusal has a code, and every code a sentence."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from orchestrator.refusals import REFUSALS

HOUSE = Path(__file__).parents[1] / "orchestrator"
NOUNS = ("agenda", "rooms", "qa_queue", "panel", "recordings")
PURE = ("session", *NOUNS, "messages")
NOT_PURE = {"aiohttp", "socketio", "engineio", "redis", "sqlite3", "asyncio", "random", "time", "datetime", "secrets", "uuid"}

# Left may import right; those side by side do not know each other. Behind the colon: what a part needs from the pantry.
LAYERS = (
    {"__main__": ""},
    {"cli": "all"},
    {"upkeep": "all"},
    {"app": "all", "demo": "all", "archive": "clock"},
    {"server": "all", "rehearsal": "evening plan text"},
    {"conferencing": "clock settings text", "timekeeper": "clock", "reports": "local_time text"},
    {"handler": "clock", "viewing": "clock"},
    {"erasure": ""},
    {"workers": "clock"},
    {"eventlog": "", "session": ""},
    dict.fromkeys(NOUNS, ""),
    {"messages": ""},
)
PANTRY = {
    **dict.fromkeys(("hosts", "local_time", "log_flood", "refusals", "settings", "yaml_places"), ""),
    "text": "hosts",
    "clock": "messages",
    "plan": "text",
    "evening": "plan yaml_places",
}


def may_import(part: str) -> set[str]:
    if part in PANTRY:
        return {part, *PANTRY[part].split()}
    level = next((level for level, layer in enumerate(LAYERS) if part in layer), None)
    assert level is not None, f"{part} has no place in the house yet: put it into LAYERS or PANTRY"
    pantry = LAYERS[level][part]
    below = set() if part == "rehearsal" else {name for layer in LAYERS[level + 1 :] for name in layer}
    return {part, *below, *(PANTRY if pantry == "all" else pantry.split())}


def parts() -> list[str]:
    modules = {path.stem for path in HOUSE.glob("*.py")} - {"__init__"}
    return sorted(modules | {path.parent.name for path in HOUSE.glob("*/__init__.py")})


def sources(part: str) -> Iterator[tuple[str, ast.Module]]:
    files = [HOUSE / f"{part}.py"] if (HOUSE / f"{part}.py").exists() else sorted((HOUSE / part).rglob("*.py"))
    for file in files:
        yield str(file.relative_to(HOUSE.parent)), ast.parse(file.read_text())


def imports(part: str) -> Iterator[tuple[str, str]]:
    """File and dotted name of everything a part imports, wherever in the file that stands."""
    for file, tree in sources(part):
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                yield from ((file, alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 0, f"{file} imports relatively"
                yield from ((file, f"{node.module}.{alias.name}") for alias in node.names)


@pytest.mark.parametrize("part", parts())
def test_every_part_imports_only_what_is_to_its_right(part: str) -> None:
    known = {(file, name.split(".")[1]) for file, name in imports(part) if name.startswith("orchestrator.")}
    assert sorted((file, name) for file, name in known if name not in may_import(part)) == []


@pytest.mark.parametrize("part", PURE)
def test_the_pure_side_knows_no_world(part: str) -> None:
    assert [(file, name) for file, name in imports(part) if name.split(".")[0] in NOT_PURE] == []


def codes(part: str) -> Iterator[tuple[str, str]]:
    for file, tree in sources(part):
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Rejected":
                (code,) = node.args
                if isinstance(code, ast.Constant):
                    yield file, str(code.value)
                else:  # handed on, as ``rules.needs`` does
                    assert isinstance(code, ast.Name), f"{file}:{node.lineno} makes up a code"
            elif isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) == "needs":
                yield file, str(ast.literal_eval(node.args[2]))


RAISED = sorted({code for part in PURE for _, code in codes(part)})


@pytest.mark.parametrize("code", RAISED)
def test_every_refusal_of_the_core_names_a_package_and_a_reason(code: str) -> None:
    package, _, reason = code.partition(".")
    assert code == "unknown_command" or (package in PURE and reason.isidentifier())


@pytest.mark.parametrize("code", RAISED)
def test_every_refusal_of_the_core_has_a_sentence(code: str) -> None:
    assert code in REFUSALS


@pytest.mark.parametrize("code", [code for code in RAISED if code != "unknown_command"])
def test_every_refusal_of_the_core_has_a_test(code: str) -> None:
    folders = [HOUSE.parent / "tests" / part for part in (*NOUNS, "session")]
    assert any(f'"{code}"' in file.read_text() for folder in folders for file in folder.glob("test_*.py"))
