"""What a client holds of a session, after everything it was told. Whoever breaks the protocol is told so here."""

from typing import Any

Object = dict[str, Any]


def merged(target: Any, patch: Any) -> Any:
    """RFC 7396, section 2, word for word; independent of the server's own."""
    if not isinstance(patch, dict):
        return patch
    result = dict(target) if isinstance(target, dict) else {}
    for name, value in patch.items():
        if value is None:
            result.pop(name, None)
        else:
            result[name] = merged(result.get(name), value)
    return result


class Screen:
    def __init__(self) -> None:
        self.epoch = ""
        self.version = 0
        self.view: Object = {}
        self.me: Object = {}
        self.here: Object = {}

    def take(self, event: str, payload: Any) -> None:
        match event:
            case "snapshot":
                assert payload.keys() == {"epoch", "version", "now", "view", "me"}
                self.epoch, self.version = payload["epoch"], payload["version"]
                self.view, self.me = payload["view"], payload["me"]
            case "delta":
                assert payload.keys() == {"version", "patch"}
                assert payload["version"] > self.version, "versions rise strictly"
                self.version, self.view = payload["version"], merged(self.view, payload["patch"])
            case "me":
                assert payload["version"] == self.version, "what is personal comes with its version"
                assert len(payload) == 2
                self.me = payload["me"] if "me" in payload else merged(self.me, payload["patch"])
            case "head":
                assert payload.keys() == {"version", "now"}
                assert payload["version"] == self.version
            case "presence":
                self.here = payload
            case "notice":
                assert payload["message"]
            case _:
                raise AssertionError(f"the server sent {event}")
        assert not holds_null(self.view), "absent means none"
        assert not holds_null(self.me)


def holds_null(value: Any) -> bool:
    if isinstance(value, dict):
        return any(map(holds_null, value.values()))
    if isinstance(value, list):
        return any(map(holds_null, value))
    return value is None
