"""One server and one Chromium for all journeys; every journey makes its own sessions and its own people."""

import shutil
from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio
from aiohttp import ClientSession
from playwright.async_api import Browser, async_playwright

from tests.journeys.crew import Crew
from tests.journeys.serving import Service
from tests.server.program import Program

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
FLAGS += ["--disable-component-update", "--disable-sync"]


@pytest.fixture(scope="session")
def _service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with Service(tmp_path_factory.mktemp("journeys") / "log.db") as service:
        yield service


@pytest.fixture
def service(_service: Service) -> Service:
    """It runs, whatever the journey before did to it."""
    _service.start()
    return _service


@pytest.fixture(scope="session")
def hasty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """One that takes as much as a program can send, and notices within a second who has gone."""
    with Service(tmp_path_factory.mktemp("hasty") / "log.db", limits="relaxed", absent_seconds=1) as service:
        yield service


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    where = shutil.which("chromium")
    assert where is not None, "chromium is missing: make browser"
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=where, args=FLAGS)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="session")
async def crew(browser: Browser, service: Service) -> AsyncIterator[Crew]:
    """Nobody's page may have complained at the end."""
    crew = Crew(browser, service.url)
    yield crew
    for context in browser.contexts:
        await context.close()
    assert crew.faults == []


@pytest_asyncio.fixture(loop_scope="session")
async def program(service: Service) -> AsyncIterator[Program]:
    async with ClientSession() as http:
        yield Program(http, service.url)
