"""Servers for the tests of this folder, on the event loop that serves in production."""

import asyncio
import gc
import logging
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest
import uvloop

from tests.server.program import Evening
from tests.server.serving import Server, serving

CLIENTS_OWN = "Unclosed client session"  # python-socketio forgets to close its own when a connect is refused


def pytest_asyncio_loop_factories() -> dict[str, Callable[[], asyncio.AbstractEventLoop]]:
    return {"uvloop": uvloop.new_event_loop}


@pytest.fixture
def no_refill(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tokens do not come back: this test may be as slow as it likes. For servers that are started after it."""
    monkeypatch.setattr("orchestrator.server.guard._monotonic_ms", lambda: 0)


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[Server]:
    async with serving(tmp_path / "log.db") as server:
        yield server


@pytest.fixture
async def evening(server: Server) -> Evening:
    """A session that has not begun."""
    return await server.program.open()


@pytest.fixture
async def running(evening: Evening) -> Evening:
    """A session in its first phase, the breakout."""
    await evening.do(evening.host, "agenda.start")
    return evening


@pytest.fixture
def faults(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What a test says it provokes: words of the errors that may be logged."""
    return []


@pytest.fixture(autouse=True)
def _no_errors_in_the_log(caplog: pytest.LogCaptureFixture, faults: list[str]) -> Iterator[None]:
    """Nothing a client does is an error of the server's, unless a test breaks the server on purpose."""
    yield
    gc.collect(0)  # a task that failed unseen says so when it is forgotten
    errors = [
        record.getMessage()
        for when in ("setup", "call", "teardown")
        for record in caplog.get_records(when)
        if record.levelno >= logging.ERROR and not record.getMessage().startswith(CLIENTS_OWN)
    ]
    assert [error for error in errors if not any(words in error for words in faults)] == []
