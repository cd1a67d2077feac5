"""JSON from strangers: finite numbers, text that is Unicode, no key twice, not too deep, not too much of anything."""

import json
import re
from typing import NoReturn

MAX_INT = 2**53
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")  # one half of a pair, escaped: the only way to write it without the other


class BadJson(ValueError):
    """Not JSON, or not JSON as we take it. The message never repeats the input."""


def loads(text: str | bytes, *, depth: int = 8, keys: int = 64, items: int = 1024) -> object:
    """Parse, or raise ``BadJson``. Integers stay below 2^53 so that JavaScript reads the same number."""
    try:
        source = text.decode() if isinstance(text, bytes) else text
        value: object = _decoder.decode(source)
    except BadJson:
        raise
    except (ValueError, RecursionError):
        raise BadJson("not valid JSON") from None
    _measure(value, depth, keys, items)
    if _SURROGATE.search(source):
        _check_unicode(value)
    return value


def _check_unicode(value: object) -> None:
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise BadJson("a text is not Unicode") from None


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    result = dict(pairs)
    if len(result) != len(pairs):
        raise BadJson("a key stands twice")
    return result


def _finite(digits: str) -> float:
    number = float(digits)
    if number - number != 0:  # infinity minus itself is not a number
        raise BadJson("a number is too large")
    return number


def _safe(digits: str) -> int:
    number = int(digits) if len(digits) < 18 else MAX_INT
    if not -MAX_INT < number < MAX_INT:
        raise BadJson("a number is too large")
    return number


def _no_constant(name: str) -> NoReturn:
    raise BadJson("a number is not finite")


_decoder = json.JSONDecoder(object_pairs_hook=_unique, parse_float=_finite, parse_int=_safe, parse_constant=_no_constant)


def _measure(value: object, depth: int, keys: int, items: int) -> None:
    if isinstance(value, dict):
        children, most = list(value.values()), keys
    elif isinstance(value, list):
        children, most = value, items
    else:
        return
    if depth == 0:
        raise BadJson("nested too deep")
    if len(children) > most:
        raise BadJson("too many parts")
    for child in children:
        if isinstance(child, (dict, list)):
            _measure(child, depth - 1, keys, items)
