"""What a page makes of what it is told; each time it is compared with the fold of the log at the version it was told."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import msgspec

from orchestrator.messages import Audience
from orchestrator.server.channels import Connection
from orchestrator.session.me import me
from orchestrator.session.patch import apply
from orchestrator.session.state import Session
from orchestrator.session.view import audience_of, view
from tests.simulation.storage import STREAM
from tests.simulation.truth import Truth
from tests.simulation.worker import Worker

SORTED = msgspec.json.Encoder(order="sorted").encode
FOR_GOOD = b"41"
GONE_FOR_GOOD = ("auth.bad_ticket", "auth.replaced", "session.unknown")


class Browser:
    """Somebody's page. ``dismissed``: the server let go of it for good, else it comes back. ``reads``: else what is written
    waits."""

    def __init__(self, truth: Truth, person: str, come_back: "Callable[[Browser], None]") -> None:
        self.truth, self.person, self.come_back = truth, person, come_back
        self.line: Line | None = None
        self.reads = True
        self.dismissed = ""
        self.epoch: str | None = None
        self.version: int | None = None
        self.view: dict[str, Any] = {}
        self.me: dict[str, Any] = {}

    @property
    def connected(self) -> bool:
        return self.line is not None and not self.line.closing

    def connect(self, worker: Worker) -> None:
        """Come, or come back with what was told before."""
        self.line, self.dismissed = Line(worker, self), ""
        worker.start(worker.hub.admit(self.line.connection, self.epoch, self.version))

    def leave(self) -> None:
        line, self.line = self.line, None
        if line is not None:
            line.close()

    def read(self) -> None:
        self.reads = True
        if self.line is not None:
            self.line.flush()

    def hear(self, data: bytes) -> None:
        """The frames of one write: what is said together is compared together."""
        told = False
        for name, payload in _frames(data):
            if name == "snapshot":
                self.epoch, self.version = payload["epoch"], payload["version"]
                self.view, self.me = payload["view"], payload["me"]
                told = True
            elif name == "delta":
                if self.version is None or payload["version"] <= self.version:
                    self.truth.wrong(f"{self.person} has version {self.version} and is told {payload['version']}")
                self.version = payload["version"]
                self.view = apply(self.view, payload["patch"])
                told = True
            elif name == "me":
                self.me = payload["me"] if "me" in payload else apply(self.me, payload["patch"])
                told = True
            elif name == "notice" and payload["code"] in GONE_FOR_GOOD:
                self.dismissed = payload["code"]
            elif name == "head" and payload["version"] != self.version:
                self.truth.wrong(f"{self.person} has version {self.version} and is told that it is {payload['version']}")
        if told:
            self._compare()

    def sees(self, session: Session) -> bool:
        """Whether its page shows just what this person may see of that state."""
        audience = audience_of(session, self.person)
        if audience is None:
            return False
        return SORTED(self.view) == shown(session, audience) and SORTED(self.me) == SORTED(me(session, self.person))

    def _compare(self) -> None:
        assert self.version is not None
        if not any(self.sees(session) for session in reversed(self.truth.at[self.version])):
            self.truth.wrong(f"{self.person} does not see version {self.version} as it was: {self._difference()}")

    def _difference(self) -> str:
        for session in reversed(self.truth.at[self.version or 0]):
            audience = audience_of(session, self.person)
            if audience is not None:
                whole = msgspec.json.decode(shown(session, audience))
                return f"{_differs(self.view, whole)} {_differs(self.me, msgspec.json.decode(SORTED(me(session, self.person))))}"
        return "nobody may see it"


class Line:
    """The socket between a page and a worker, as the hub knows it."""

    def __init__(self, worker: Worker, browser: Browser) -> None:
        self.worker, self.browser = worker, browser
        self.closing = False
        self.connection = Connection(self, "")  # type: ignore[arg-type]
        self.connection.session_id, self.connection.actor_id = STREAM, browser.person
        self._unread: list[bytes] = []

    def write(self, data: bytes) -> None:
        self._unread.append(data)
        if self.browser.reads:
            self.flush()

    def flush(self) -> None:
        unread, self._unread = self._unread, []
        if self.browser.line is self:
            for data in unread:
                self.browser.hear(data)

    def close(self) -> None:
        if not self.closing:
            self.closing = True
            store = self.worker.store
            self.worker.run(store.loop.call_soon, self.worker.hub.leave, self.connection)
            if self.browser.line is self and not self.browser.dismissed:
                store.loop.call_later(1, self.browser.come_back, self.browser, context=store.context)

    abort = close

    def is_closing(self) -> bool:
        return self.closing

    def get_write_buffer_size(self) -> int:
        return 1_000_000 * bool(self._unread)


@lru_cache(maxsize=512)
def shown(session: Session, audience: Audience) -> bytes:
    return SORTED(view(session, audience))


def _frames(data: bytes) -> list[tuple[str, dict[str, Any]]]:
    frames = []
    while data:
        size, start = data[1], 2
        if size >= 126:
            start = 4 if size == 126 else 10
            size = int.from_bytes(data[2:start], "big")
        text, data = data[start : start + size], data[start + size :]
        if text != FOR_GOOD:
            frames.append(tuple(msgspec.json.decode(text[2:])))
    return frames  # type: ignore[return-value]


def _differs(one: Any, other: Any, path: str = "") -> str:
    """Where two values differ first."""
    if isinstance(one, dict) and isinstance(other, dict):
        for key in sorted({*one, *other}):
            if one.get(key) != other.get(key):
                return _differs(one.get(key), other.get(key), f"{path}.{key}")
    return "" if one == other else f"{path}: {one!r} is not {other!r}"
