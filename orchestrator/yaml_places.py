"""YAML text as plain values, with the place of each: the reader of an evening says on which line a mistake stands.

Read by YAML 1.2's rules for plain words: only ``true`` and ``false`` are truth values (``language: no`` is Norwegian), ``12:30``
and dates stay text. Anchors, aliases, tags, deep nesting and repeated keys are refused: a plan needs none of them.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple, Protocol, TypeAlias

import yaml

Loc: TypeAlias = tuple[int | str, ...]
Plain: TypeAlias = "str | int | float | bool | list[Plain] | dict[str, Plain] | None"

MAX_BYTES = 256 * 1024
MAX_DEPTH = 8

_WORDS = {  # tag: (pattern, first characters)
    "tag:yaml.org,2002:null": (r"~|null|", ["~", "n", ""]),
    "tag:yaml.org,2002:bool": (r"true|false", ["t", "f"]),
    "tag:yaml.org,2002:int": (r"[-+]?[0-9]{1,18}", list("-+0123456789")),
    "tag:yaml.org,2002:float": (r"[-+]?([0-9]+\.[0-9]*|\.[0-9]+)([eE][-+]?[0-9]{1,3})?", list("-+.0123456789")),
}


class _Mark(Protocol):
    """Where the parser stands, counted from 0."""

    line: int
    column: int


class Place(NamedTuple):
    """Line and column, both from 1."""

    line: int
    column: int


class Misread(Exception):
    """The text is not YAML we accept; at ``place``, for ``reason``."""

    def __init__(self, place: Place, reason: str) -> None:
        super().__init__(reason)
        self.place = place
        self.reason = reason


class Placed(NamedTuple):
    """What a text says, where each value and each key stands, and which keys are written twice."""

    value: Plain
    values: dict[Loc, Place]
    keys: dict[Loc, Place]
    repeated: list[tuple[Loc, Place]]


class _Loader(yaml.SafeLoader):
    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012  (as the parent declares it)
    depth = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        event: yaml.Event = self.peek_event()  # type: ignore[no-untyped-call,unused-ignore]
        if reason := self._unwanted(event):
            raise Misread(_place(event.start_mark), reason)
        self.depth += 1
        node: yaml.Node | None = super().compose_node(parent, index)
        self.depth -= 1
        return node

    def _unwanted(self, event: yaml.Event) -> str | None:
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            return "anchors and aliases are not accepted"
        if getattr(event, "tag", None):  # only where it is written; what is guessed comes later
            return "tags (!...) are not accepted"
        return f"is nested more than {MAX_DEPTH} deep" if self.depth > MAX_DEPTH else None


for _tag, (_pattern, _first) in _WORDS.items():
    _Loader.add_implicit_resolver(_tag, re.compile(rf"^(?:{_pattern})$"), _first)


def read(text: str) -> Placed:
    """The plain values of one YAML document and their places. Raises ``Misread`` at the first thing that cannot be read."""
    if len(text.encode(errors="surrogatepass")) > MAX_BYTES:
        raise Misread(Place(1, 1), f"must be at most {MAX_BYTES // 1024} KiB")
    root = _compose(text)
    if root is None:
        raise Misread(Place(1, 1), "is empty")
    placed = Placed(None, {}, {}, [])
    return placed._replace(value=_plain(root, (), placed))


def _compose(text: str) -> yaml.Node | None:
    try:
        loader = _Loader(text)
        return loader.get_single_node()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise Misread(_place(mark), f"is not valid YAML: {error.problem or error.context}") from None
    except yaml.reader.ReaderError as error:
        before = text[: error.position]
        place = Place(before.count("\n") + 1, error.position - before.rfind("\n"))
        raise Misread(place, f"must not hold the character U+{error.character:04X}") from None


def _plain(node: yaml.Node, loc: Loc, placed: Placed) -> Plain:
    placed.values[loc] = _place(node.start_mark)
    if isinstance(node, yaml.MappingNode):
        return {key: _plain(child, (*loc, key), placed) for key, child in _entries(node, loc, placed)}
    if isinstance(node, yaml.SequenceNode):
        return [_plain(child, (*loc, index), placed) for index, child in enumerate(node.value)]
    return _word(node.tag, str(node.value))


def _entries(node: yaml.MappingNode, loc: Loc, placed: Placed) -> Iterator[tuple[str, yaml.Node]]:
    seen: set[str] = set()
    for key, child in node.value:
        if not isinstance(key, yaml.ScalarNode):
            raise Misread(_place(key.start_mark), "a key must be text")
        if key.value in seen:
            placed.repeated.append(((*loc, key.value), _place(key.start_mark)))
            continue
        seen.add(key.value)
        placed.keys[(*loc, key.value)] = _place(key.start_mark)
        yield key.value, child


def _word(tag: str, text: str) -> Plain:
    match tag.removeprefix("tag:yaml.org,2002:"):
        case "null":
            return None
        case "bool":
            return text == "true"
        case "int":
            return int(text)
        case "float":
            return float(text)
    return text


def _place(mark: _Mark | None) -> Place:
    return Place(mark.line + 1, mark.column + 1) if mark else Place(1, 1)
