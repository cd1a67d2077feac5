"""JSON from strangers: what is taken means what every other parser reads, and the rest is refused without being repeated."""

import json
import math

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from orchestrator.server.strict_json import BadJson, loads

REFUSED = [
    "",
    " ",
    "nul",
    "NaN",
    "-Infinity",
    "[1e999]",
    "[-1e999]",
    "[1e400, 1]",
    f"[{2**53}]",
    f"[-{2**53}]",
    f"[{'9' * 10_000}]",
    '{"a":1,"a":1}',
    '{"a":{"b":1,"b":2}}',
    '{"a":1,"\\u0061":2}',
    "[1,]",
    '{"a":1,}',
    "{'a':1}",
    "{a:1}",
    "[01]",
    "[+1]",
    "[.5]",
    "[1.]",
    "[0x10]",
    '["\t"]',
    '["\\x41"]',
    '["\\ud800"]',
    '["\\uDC00\\uD800"]',
    '{"\\udfff":1}',
    '["\\u12"]',
    "[1]]",
    "[1] [2]",
    "// one\n1",
    "\ufeff1",
    "[" * 100_000,
    '{"a":' * 100_000,
    b"\xff",
    b'["\xed\xa0\x80"]',
    b"[\x00]",
]


@pytest.mark.parametrize("text", REFUSED, ids=lambda text: ascii(text)[:24])
def test_what_another_parser_may_read_otherwise_is_refused(text: str | bytes) -> None:
    with pytest.raises(BadJson) as refusal:
        loads(text)
    assert len(str(refusal.value)) < 60


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("null", None),
        (" [ ] ", []),
        (f"[{2**53 - 1}, -{2**53 - 1}]", [2**53 - 1, -(2**53) + 1]),
        ("[1e308, -0, 0.1, 1E2]", [1e308, 0, 0.1, 100.0]),
        ('["\\ud83d\\ude00"]', ["\U0001f600"]),
        ('["\\\\ud800"]', ["\\ud800"]),
        ('["\\u0000"]', ["\0"]),
        ('{"a":1,"A":2,"":3}', {"a": 1, "A": 2, "": 3}),
        ("[" * 8 + "]" * 8, [[[[[[[[]]]]]]]]),
        (b'{"\xc3\xa9":1}', {"\u00e9": 1}),
    ],
)
def test_the_rest_is_read(text: str | bytes, value: object) -> None:
    assert loads(text) == value


def test_limits_are_exact() -> None:
    for depth in (1, 2, 8):
        loads("[" * depth + "]" * depth, depth=depth)
        with pytest.raises(BadJson):
            loads("[" * (depth + 1) + "]" * (depth + 1), depth=depth)
    loads(json.dumps([0] * 10), items=10)
    loads(json.dumps(dict.fromkeys("abc")), keys=3)
    for text in (json.dumps([0] * 11), json.dumps({"a": [[0] * 11]})):
        with pytest.raises(BadJson):
            loads(text, items=10)
    with pytest.raises(BadJson):
        loads(json.dumps([dict.fromkeys("abcd")]), keys=3)
    assert loads("5", depth=0) == 5, "a plain value has no depth"


scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(codec=None, exclude_categories=()))
values = st.recursive(scalars, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=12)


def ours(value: object) -> bool:
    """Whether every part is one that we take."""
    match value:
        case bool() | None:
            return True
        case int():
            return abs(value) < 2**53
        case float():
            return math.isfinite(value)
        case str():
            return not any("\ud800" <= character <= "\udfff" for character in value)
        case list():
            return all(map(ours, value))
        case dict():
            return all(map(ours, value)) and all(map(ours, value.values()))
    raise AssertionError(value)


@given(values, st.booleans())
@example("\ud800", True)
@example(["\ud83d\ude00"], True)
def test_it_takes_exactly_what_it_promises_and_reads_it_as_json_does(value: object, escaped: bool) -> None:
    text = json.dumps(value, ensure_ascii=escaped)
    try:
        read = loads(text if escaped else text.encode("utf-8", "surrogatepass"), depth=99, keys=9_999, items=9_999)
    except BadJson:
        assert not ours(json.loads(text))
    else:
        assert ours(read)
        assert json.dumps(read) == json.dumps(json.loads(text))


@given(st.text('[]{}",:0129.eE+-\\u d8truefalsnN\x00\ud800', max_size=40))
def test_whatever_it_takes_json_takes_too(text: str) -> None:
    try:
        read = loads(text)
    except BadJson:
        return
    assert json.dumps(read) == json.dumps(json.loads(text))
    assert json.loads(json.dumps(read, allow_nan=False)) == read


@given(st.binary(max_size=60))
def test_bytes_of_any_kind_are_read_or_refused(text: bytes) -> None:
    try:
        read = loads(text)
    except BadJson:
        return
    assert read == json.loads(text)
