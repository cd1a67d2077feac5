"""Every test that ``docs/promises.md`` names is there."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
NAMED = sorted(set(re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", (ROOT / "docs" / "promises.md").read_text())))


@pytest.mark.parametrize(("file", "name"), NAMED)
def test_it_is_there(file: str, name: str) -> None:
    tree = ast.parse((ROOT / file).read_text())
    assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}


def test_every_promise_has_one() -> None:
    said = set(re.findall(r"^(P\d)\.", (ROOT / "docs" / "operating.md").read_text(), re.M))
    kept = set(re.findall(r"^\| (P\d) ", (ROOT / "docs" / "promises.md").read_text(), re.M))
    assert said == kept == {f"P{number}" for number in range(1, 9)}
