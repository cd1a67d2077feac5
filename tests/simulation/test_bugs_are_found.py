"""The checker is proven by planting bugs: each is found within a few seeds."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, suppress
from typing import Any
from unittest.mock import patch

import pytest
from msgspec.structs import replace

from orchestrator.eventlog.log import Change, Commit, StoreUnavailable
from orchestrator.handler import deciding, writer
from orchestrator.handler.reading import Reader
from orchestrator.messages import Audience, Role
from orchestrator.server.hub import Hub
from orchestrator.session import view
from orchestrator.session.answers import Answers
from orchestrator.session.policy import view_person
from tests.simulation.checker import play
from tests.simulation.storage import Wire
from tests.simulation.truth import Wrong

HOST = Audience(Role.HOST)


def forgets_command_ids() -> AbstractContextManager[object]:
    return patch.object(Answers, "get", lambda self, key: None)


def answers_from_the_past() -> AbstractContextManager[object]:
    holds = writer.Handler._holds

    async def at_once(self: Any, desk: Any, made: Any) -> bool:
        return True if not made.entries else await holds(self, desk, made)

    return patch.object(writer.Handler, "_holds", at_once)


def acknowledges_before_it_is_durable() -> AbstractContextManager[object]:
    append = Wire.append

    async def careless(self: Wire, commit: Commit, due_at: int | None) -> None:
        with suppress(StoreUnavailable):
            await append(self, commit, due_at)

    return patch.object(Wire, "append", careless)


def applies_twice_what_is_due() -> AbstractContextManager[object]:
    overdue = deciding._overdue

    def twice(folded: Any, now: int) -> Iterator[Any]:
        for entry in overdue(folded, now):
            yield entry
            yield entry

    return patch.object(deciding, "_overdue", twice)


def does_what_is_due_when_it_notices() -> AbstractContextManager[object]:
    overdue = deciding._overdue

    def late(folded: Any, now: int) -> Iterator[Any]:
        for entry in overdue(folded, now):
            yield replace(entry, at=now, events=tuple(replace(event, at=now) for event in entry.events))

    return patch.object(deciding, "_overdue", late)


def has_a_log_that_reorders() -> AbstractContextManager[object]:
    read = Wire.read

    async def reordered(self: Wire, stream: str, after: int = 0, limit: int | None = None) -> list[Commit]:
        return (await read(self, stream, after, limit))[::-1]

    return patch.object(Wire, "read", reordered)


def lets_time_go_back() -> AbstractContextManager[object]:
    decide = deciding.decide
    return patch.object(deciding, "decide", lambda session, command: decide(session, replace(command, at=command.at - 60_000)))


def keeps_quiet_about_a_cut() -> AbstractContextManager[object]:
    init = Reader.__init__
    return patch.object(
        Reader, "__init__", lambda self, log, history, begun, cut: init(self, log, history, begun, lambda _: None)
    )


def does_not_hear_every_change() -> AbstractContextManager[object]:
    changed = Hub.changed

    def deaf(self: Hub, change: Change) -> None:
        if change.version % 5:
            changed(self, change)

    return patch.object(Hub, "changed", deaf)


def loses_rows_of_a_patch() -> AbstractContextManager[object]:
    changes = view._changes.__wrapped__
    return patch.object(view, "_changes", _cached(lambda *args: [(name, rows[:3]) for name, rows in changes(*args)]))


def shows_everybody_to_everybody() -> AbstractContextManager[object]:
    return patch.dict(view.COLLECTIONS, people=lambda row, audience: view_person(row, HOST))


def _cached(call: Callable[..., Any]) -> Callable[..., Any]:
    call.cache_clear = lambda: None  # type: ignore[attr-defined]
    return call


BUGS = {
    forgets_command_ids: 10,
    answers_from_the_past: 20,
    acknowledges_before_it_is_durable: 30,
    applies_twice_what_is_due: 10,
    does_what_is_due_when_it_notices: 20,
    has_a_log_that_reorders: 10,
    lets_time_go_back: 10,
    keeps_quiet_about_a_cut: 80,
    does_not_hear_every_change: 30,
    loses_rows_of_a_patch: 40,
    shows_everybody_to_everybody: 10,
}


@pytest.mark.parametrize(("bug", "seeds"), BUGS.items(), ids=lambda each: getattr(each, "__name__", ""))
def test_a_worker_is_found_that(bug: Callable[[], AbstractContextManager[object]], seeds: int) -> None:
    with bug():
        for seed in range(seeds):
            try:
                play(seed)
            except Wrong:
                return
    pytest.fail(f"not within {seeds} seeds")
