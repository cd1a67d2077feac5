"""Bad lines on purpose: news that come late, no network at all, a slow one."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Locator, Page, WebSocketRoute, expect

from tests.journeys.crew import is_connected, sees

LATENCY_MS, BYTES_PER_SECOND = 400, 50_000


class News:
    """What a page is told of others, as long as it is held back; the answers to its own commands do come through."""

    def __init__(self) -> None:
        self._line: WebSocketRoute | None = None
        self._kept: list[str | bytes] | None = None

    @classmethod
    async def of(cls, page: Page) -> "News":
        """From the next time the page is opened."""
        news = cls()
        await page.route_web_socket(re.compile("socket.io"), news._connected)
        return news

    def hold(self) -> None:
        self._kept = []

    def release(self) -> None:
        kept, self._kept = self._kept or [], None
        for message in kept:
            self._pass(message)

    def _connected(self, line: WebSocketRoute) -> None:
        self._line = line
        line.connect_to_server().on_message(self._came)

    def _came(self, message: str | bytes) -> None:
        if self._kept is not None and str(message).startswith("42"):
            self._kept.append(message)
        else:
            self._pass(message)

    def _pass(self, message: str | bytes) -> None:
        assert self._line is not None
        self._line.send(message)


@asynccontextmanager
async def held(*several: News) -> AsyncIterator[None]:
    """Nobody learns what the others do meanwhile."""
    for news in several:
        news.hold()
    yield
    for news in several:
        news.release()


@asynccontextmanager
async def offline_minute(page: Page) -> AsyncIterator[None]:
    """No network for a minute of the page's own clock (installed). What is pressed in here is 24 s old at its end."""
    await page.context.set_offline(True)
    await page.clock.fast_forward(36_000)
    await sees(page, "Connection lost.")
    yield
    await page.clock.fast_forward(24_000)
    await page.context.set_offline(False)
    await is_connected(page)


@asynccontextmanager
async def slow_network(page: Page) -> AsyncIterator[None]:
    """The page is opened anew on it, with a line that is slow in both directions."""
    line = await page.context.new_cdp_session(page)
    await line.send("Network.enable")
    shape = {"offline": False, "downloadThroughput": BYTES_PER_SECOND, "uploadThroughput": BYTES_PER_SECOND}
    await line.send("Network.emulateNetworkConditions", {**shape, "latency": LATENCY_MS})
    await page.reload()
    yield
    await line.detach()  # and the network is as before


async def pressed_shows_busy(button: Locator) -> None:
    """Within a frame of the press, long before an answer over a slow network."""
    look = "async (one) => { one.click(); await new Promise(requestAnimationFrame); return one.getAttribute('aria-busy'); }"
    await expect(button).to_be_enabled()
    assert await button.evaluate(look) == "true"
