"""JSON Merge Patch (RFC 7396): the difference of two views, and how it is applied."""

from typing import TypeAlias

JSON: TypeAlias = "str | int | float | bool | list[JSON] | tuple[JSON, ...] | dict[str, JSON] | None"
Object: TypeAlias = dict[str, JSON]


def diff(old: Object, new: Object) -> Object:
    """The smallest patch that makes ``new`` of ``old``. Neither may hold ``None``: it means "leaves" in a patch."""
    patch: Object = {key: None for key in old if key not in new}
    for key, value in new.items():
        before = old.get(key)
        if before is value or before == value:
            continue
        patch[key] = diff(before, value) if isinstance(before, dict) and isinstance(value, dict) else value
    return patch


def apply(target: Object, patch: Object) -> Object:
    """``target`` with the patch applied; neither is changed."""
    result = dict(target)
    for key, value in patch.items():
        if value is None:
            result.pop(key, None)
        elif isinstance(value, dict):
            before = result.get(key)
            result[key] = apply(before if isinstance(before, dict) else {}, value)
        else:
            result[key] = value
    return result
