"""The bytes of a fold, so that a long evening is back without its whole log.

Which bytes these are follows from the types of the state alone. rpds's maps stand as dicts, its sets as lists; a struct that
holds any has a plain twin, and everything else is read by MessagePack as what it is. Bytes of another shape are not read.
"""

from __future__ import annotations  # rpds's containers cannot be subscripted when the program runs

import hashlib
from collections.abc import Callable
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Generic, NamedTuple, NewType, TypeVar, Union, cast, get_args, get_origin, get_type_hints

import msgspec
from msgspec import Struct
from rpds import HashTrieMap, HashTrieSet

from orchestrator.messages import wire_name
from orchestrator.session.events import AnyEvent
from orchestrator.session.folded import Folded

FORMAT = 1  # rises when the same events make another state, though its types are the same

K = TypeVar("K")
V = TypeVar("V")


class _Map(Generic[K, V]):
    """Stands for ``HashTrieMap`` in annotations, which cannot be subscripted itself."""


class _Set(Generic[K]):
    """Stands for ``HashTrieSet``."""


class Plain(NamedTuple):
    """A type as MessagePack reads it, all names and types in it, and how to make of that what the state holds; ``None``: that
    is the same."""

    type: Any
    told: str
    made: Callable[[Any], Any] | None = None


def kept(folded: Folded) -> bytes:
    """Takes a while for a long evening. What is given is frozen, so a thread may do it; others get their turn meanwhile."""
    return _encoder.encode((_shape(), folded))


def loaded(body: bytes) -> Folded | None:
    """What ``kept`` was given, or ``None`` if these bytes are of a state of another shape. For a thread, too."""
    if not body.startswith(_encoder.encode((_shape(), None))[:-1]):
        return None
    plain = _plain(Folded)
    try:
        _, folded = msgspec.msgpack.decode(body, type=tuple[bytes, plain.type])  # type: ignore[name-defined]
        return cast(Folded, _made(plain, folded))
    except (msgspec.DecodeError, ValueError):  # no MessagePack, or no Unicode in it
        return None


def _hook(container: object) -> object:
    if not isinstance(container, HashTrieMap | HashTrieSet):
        raise TypeError(f"a {type(container).__name__} has no place in a snapshot")
    reduced: Any = container.__reduce__()  # as for a copy: the iterators of these containers are ten times as slow
    (items,) = reduced[1]
    return dict(items) if isinstance(container, HashTrieMap) else items


_encoder = msgspec.msgpack.Encoder(enc_hook=_hook)


@cache
def _shape() -> bytes:
    """The format, and a fingerprint of all names and types of the state, and of what can happen: whoever does not know an event
    must not go on from what it did."""
    events = sorted(wire_name(event) for event in get_args(AnyEvent))
    return bytes([FORMAT]) + hashlib.sha256(f"{_plain(Folded).told} {events}".encode()).digest()[:16]


@cache
def _plain(hint: Any) -> Plain:
    origin, inner = get_origin(hint), get_args(hint)
    if isinstance(hint, NewType):
        return _plain(hint.__supertype__)
    if isinstance(hint, type) and issubclass(hint, Struct):
        return _plain_struct(hint)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return Plain(hint, f"{hint.__name__} {[each.value for each in hint]}")
    if origin is _Map:
        return _plain_map(*inner)
    if origin is _Set:
        return Plain(list[inner[0]], f"set of {_plain(inner[0]).told}", HashTrieSet)  # type: ignore[valid-type]
    if origin in (Union, UnionType) and len(inner) == 2 and NoneType in inner:
        some = _plain(next(each for each in inner if each is not NoneType))
        made = some.made and (lambda value: None if value is None else _made(some, value))
        return Plain(some.type | None, f"{some.told} or nothing", made)
    inside = [_plain(each) for each in inner]
    if any(each.made is not None for each in inside):
        raise TypeError(f"{hint} holds maps in a way that snapshots do not know yet")
    return Plain(hint, f"{origin or hint} of {[each.told for each in inside]}")


def _plain_struct(kind: type[Struct]) -> Plain:
    hints = get_type_hints(kind, localns={"HashTrieMap": _Map, "HashTrieSet": _Set}, include_extras=True)
    fields = {name: _plain(hints[name]) for name in kind.__struct_fields__}
    told = f"{kind.__name__}({', '.join(f'{name}: {field.told}' for name, field in fields.items())})"
    if all(field.made is None for field in fields.values()):
        return Plain(kind, told)
    twin = msgspec.defstruct(kind.__name__, [(name, field.type) for name, field in fields.items()])

    def made(plain: Any) -> Struct:
        return kind(**{name: _made(field, getattr(plain, name)) for name, field in fields.items()})

    return Plain(twin, told, made)


def _plain_map(of: Any, to: Any) -> Plain:
    """What a map holds is read one by one where it is no plain value, so that no single step takes long."""
    key, value = _plain(of), _plain(to)
    if key.made is not None:
        raise TypeError(f"a key of {of} holds a map")
    told, made = f"map of {key.told} to {value.told}", value.made
    if made is None:
        return Plain(dict[key.type, value.type], told, HashTrieMap)  # type: ignore[name-defined]
    decode = msgspec.msgpack.Decoder(value.type).decode

    def maps(plain: dict[Any, msgspec.Raw]) -> HashTrieMap[Any, Any]:
        return HashTrieMap({key: made(decode(each)) for key, each in plain.items()})

    return Plain(dict[key.type, msgspec.Raw], told, maps)  # type: ignore[name-defined]


def _made(plain: Plain, value: Any) -> Any:
    return value if plain.made is None else plain.made(value)
