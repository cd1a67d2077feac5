"""A BigBlueButton for the tests of this folder, and the provider that asks it."""

from collections.abc import AsyncIterator

import aiohttp
import pytest

from orchestrator.conferencing.bigbluebutton.provider import BigBlueButton
from orchestrator.conferencing.fetching import Fetcher
from orchestrator.conferencing.tools import api_base
from tests.conferencing.fake_bbb import SECRET, FakeBBB, fake_bbb
from tests.fakes import FakeClock


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
async def bbb(clock: FakeClock) -> AsyncIterator[FakeBBB]:
    async with fake_bbb(clock.now) as fake:
        yield fake


@pytest.fixture
async def fetch(bbb: FakeBBB) -> AsyncIterator[Fetcher]:
    async with aiohttp.ClientSession() as http:
        yield Fetcher(bbb.url, http, longest=30)


@pytest.fixture
def provider(bbb: FakeBBB, fetch: Fetcher) -> BigBlueButton:
    return BigBlueButton(api_base(bbb.url), SECRET, "", fetch)
