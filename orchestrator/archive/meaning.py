"""What the bytes of a commit mean, whichever stream it stands in."""

import msgspec

from orchestrator.eventlog.log import Commit, Damaged
from orchestrator.messages import Millis
from orchestrator.server import caption_store, codes
from orchestrator.session.codec import Entry, UnknownEvent, decode
from orchestrator.session.decider import due
from orchestrator.session.folded import Folded
from orchestrator.viewing import codec as viewing
from orchestrator.viewing.decider import folded
from orchestrator.viewing.state import Viewing


class Unreadable(Damaged):
    """This program does not know what a commit means: a newer version wrote it, or it is none of ours."""

    def __init__(self, commit: Commit, why: str) -> None:
        super().__init__(commit.stream, commit.version, why)
        self.args = (f"{commit.stream} means nothing to this program at version {commit.version}: {why}",)


def check(commit: Commit) -> None:
    """Raise ``Unreadable`` if need be."""
    try:
        _decoded(commit)
    except (UnknownEvent, msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise Unreadable(commit, str(error)) from None


def entries(commit: Commit) -> tuple[Entry, ...]:
    """Who did what when, as far as a commit of a session can be read; ``()`` otherwise."""
    try:
        return decode(commit.body) if is_session(commit.stream) else ()
    except (UnknownEvent, UnicodeDecodeError):
        return ()


def is_session(stream: str) -> bool:
    return not stream.startswith(("v:", "c:", "code-"))


class Fold:
    """A stream folded from its first commit on: ``add`` each. Raises ``Unreadable``."""

    def __init__(self) -> None:
        self._session = Folded()
        self._viewing = Viewing()

    def add(self, commit: Commit) -> None:
        check(commit)
        try:
            if is_session(commit.stream):
                self._session = self._session.with_commit(decode(commit.body), commit.hash)
            elif commit.stream.startswith("v:"):
                self._viewing = folded(self._viewing, viewing.decode(commit.body))
        except Exception as error:  # events that do not fit each other fail in any way
            raise Unreadable(commit, f"it does not follow: {error!r}") from error

    @property
    def due_at(self) -> Millis | None:
        """What the index of the log has to say of it."""
        wakes = None if self._session.session is None else due(self._session.session)
        return None if wakes is None else wakes.at


def _decoded(commit: Commit) -> object:
    if commit.stream.startswith("v:"):
        return viewing.decode(commit.body)
    if commit.stream.startswith("c:"):
        return msgspec.json.decode(commit.body, type=caption_store.Body)
    if commit.stream.startswith("code-"):
        return msgspec.json.decode(commit.body, type=codes.Named)
    return decode(commit.body)
