"""JSON Merge Patch: RFC 7396 for applying, and the way back from any two objects."""

from typing import Any

import pytest
from hypothesis import given as for_any
from hypothesis import strategies as st

from orchestrator.session.patch import apply, diff

# RFC 7396, appendix A, where target and patch are objects
EXAMPLES: list[tuple[Any, Any, Any]] = [
    ({"a": "b"}, {"a": "c"}, {"a": "c"}),
    ({"a": "b"}, {"b": "c"}, {"a": "b", "b": "c"}),
    ({"a": "b"}, {"a": None}, {}),
    ({"a": "b", "b": "c"}, {"a": None}, {"b": "c"}),
    ({"a": ["b"]}, {"a": "c"}, {"a": "c"}),
    ({"a": "c"}, {"a": ["b"]}, {"a": ["b"]}),
    ({"a": {"b": "c"}}, {"a": {"b": "d", "c": None}}, {"a": {"b": "d"}}),
    ({"a": [{"b": "c"}]}, {"a": [1]}, {"a": [1]}),
    ({"e": None}, {"a": 1}, {"e": None, "a": 1}),
    ({}, {"a": {"bb": {"ccc": None}}}, {"a": {"bb": {}}}),
]

leaves = st.integers(-5, 5) | st.sampled_from(["", "a", "b"]) | st.lists(st.integers(0, 2), max_size=2)
keys = st.sampled_from(["a", "b", "c"])
objects = st.dictionaries(keys, st.recursive(leaves, lambda inner: st.dictionaries(keys, inner, max_size=3)), max_size=3)


@pytest.mark.parametrize(("target", "patch", "result"), EXAMPLES)
def test_the_examples_of_the_rfc(target: Any, patch: Any, result: Any) -> None:
    assert apply(target, patch) == result


@for_any(objects, objects)
def test_a_difference_applied_to_the_old_is_the_new(old: Any, new: Any) -> None:
    assert apply(old, diff(old, new)) == new


@for_any(objects)
def test_between_equal_objects_there_is_no_difference(same: Any) -> None:
    assert diff(same, dict(same)) == {}


@for_any(objects, objects)
def test_applying_a_patch_twice_is_applying_it_once(old: Any, new: Any) -> None:
    patch = diff(old, new)
    assert apply(apply(old, patch), patch) == new


@for_any(objects, objects)
def test_applying_leaves_both_as_they_were(old: Any, new: Any) -> None:
    patch = diff(old, new)
    before = repr(old), repr(patch)
    apply(old, patch)
    assert (repr(old), repr(patch)) == before
