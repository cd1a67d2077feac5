"""What a client was told so far: snapshots replace it, patches change it."""

import time

import msgspec

from orchestrator.rehearsal.scene import Json, Me, Object, Scene, as_object, merge

EVENTS = ("snapshot", "delta", "me", "head", "presence")


class Known:
    """The view and ``me`` of one connection, and how far the server's clock is ahead of ours."""

    def __init__(self) -> None:
        self.view: Object = {}
        self.me: Object = {}
        self.present = 0
        self.at: Object = {}  # epoch and version, to name on reconnect
        self._ahead_ms = 0.0

    @property
    def scene(self) -> Scene:
        return msgspec.convert(self.view, Scene)

    @property
    def myself(self) -> Me:
        return msgspec.convert(self.me, Me)

    def now(self) -> float:
        """The server's time, UTC ms."""
        return time.time() * 1000 + self._ahead_ms

    def apply(self, event: str, data: Object) -> None:
        """Take in what the server sent. Only views move the version: a ``head`` says nothing about what was missed."""
        match event:
            case "snapshot":
                self.view, self.me = as_object(data["view"]), as_object(data["me"])
                self.at = {"epoch": data["epoch"], "version": data["version"]}
                self._set_clock(data["now"])
            case "delta":
                self.view = as_object(merge(self.view, data["patch"]))
                self.at["version"] = data["version"]
            case "me":
                self.me = as_object(data["me"] if "me" in data else merge(self.me, data["patch"]))
            case "head":
                self._set_clock(data["now"])
            case "presence":
                total = data["total"]
                self.present = total if isinstance(total, int) else 0

    def _set_clock(self, now: Json) -> None:
        if isinstance(now, int | float):
            self._ahead_ms = now - time.time() * 1000
