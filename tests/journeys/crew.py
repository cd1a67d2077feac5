"""Browsers of several people at once. Everything a page complains about is kept, and must come to nothing."""

import asyncio
import re
from typing import Any
from urllib.parse import urlsplit

from playwright.async_api import Browser, ConsoleMessage, Locator, Page, expect

PATIENCE = 30_000  # ms; an end to waiting for what will never come, also on a machine with other work
PHONE = {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True}
DESK = {"viewport": {"width": 1280, "height": 860}}
OUTAGE = re.compile(r"WebSocket connection to|net::ERR_(CONNECTION_|EMPTY_RESPONSE|INTERNET_DISCONNECTED)|status of 503")
BAD_LINE = re.compile(r"Connection lost|The server is restarting|Connecting…|There is no live connection")
UNUSED = re.compile(r"was preloaded using link preload but not used within a few seconds")  # the machine was slow, that is all

expect.set_options(timeout=PATIENCE)


class Crew:
    """Every page is somebody's own browser: cookies and storage are not shared."""

    def __init__(self, browser: Browser, url: str) -> None:
        self._browser = browser
        self.url = url
        self.faults: list[str] = []

    async def open(self, where: str, *, phone: bool = False, clock: bool = False, **how: Any) -> Page:
        """A page in a fresh browser; ``where`` is a path or a whole link. ``clock``: its time can be moved on."""
        shape = PHONE if phone else DESK
        context = await self._browser.new_context(locale="en-GB", timezone_id="America/Bogota", **shape, **how)
        context.set_default_timeout(PATIENCE)
        if clock:
            await context.clock.install()
        page = await context.new_page()
        self._listen(page)
        await self.go(page, where)
        return page

    async def another_tab(self, page: Page, where: str | None = None) -> Page:
        """The same person once more, here or elsewhere: same cookies, own window. A tab behind another hardly moves."""
        known = await page.context.storage_state()
        return await self.open(where or page.url, phone=page.viewport_size == PHONE["viewport"], storage_state=known)

    async def go(self, page: Page, where: str) -> None:
        await page.goto(where if where.startswith("http") else self.url + where)

    def forgive(self, pattern: re.Pattern[str]) -> None:
        """What was provoked on purpose is no fault."""
        self.faults = [fault for fault in self.faults if not pattern.search(fault)]

    def _listen(self, page: Page) -> None:
        def said(message: ConsoleMessage) -> None:
            if message.type in ("error", "warning", "assert") and not UNUSED.search(message.text):
                self.faults.append(f"{_place(page)}: {message.text} {message.location.get('url', '')}")

        page.on("console", said)
        page.on("pageerror", lambda error: self.faults.append(f"{_place(page)}: {error}"))
        page.on("crash", lambda _: self.faults.append(f"{_place(page)}: crashed"))


def _place(page: Page) -> str:
    return urlsplit(page.url).path


# -- what people see and press --------------------------------------------------------------------------------------------------


def button(place: Page | Locator, name: str) -> Locator:
    return place.get_by_role("button", name=name, exact=True)


async def press(place: Page | Locator, name: str) -> None:
    await button(place, name).click()


async def confirm(page: Page, name: str, yes: str) -> None:
    """Press what asks once more, and mean it."""
    await press(page, name)
    await press(page.locator(".confirm"), yes)


def question(page: Page, words: str) -> Locator:
    """A question by some of its words."""
    return page.get_by_role("article").filter(has_text=words)


def says(page: Page | Locator, words: str | re.Pattern[str]) -> Locator:
    return page.get_by_text(words).first


async def sees(page: Page | Locator, *words: str | re.Pattern[str]) -> None:
    for each in words:
        await expect(says(page, each)).to_be_visible()


async def is_connected(page: Page) -> None:
    """Nothing is said of a bad line any more. That it is well again is said for some seconds only."""
    await expect(page.locator(".banner").filter(has_text=BAD_LINE)).to_have_count(0)


async def becomes(page: Page, expression: str, arg: object = None) -> None:
    """Wait until the page answers yes. Playwright's own waiting evaluates text inside the page, which our CSP forbids."""
    async with asyncio.timeout(PATIENCE / 1000):
        while not await page.evaluate(expression, arg):
            pass  # each question is a round trip to the browser


KNOWN = """() => {
    const found = (node) => {
        if (!node || typeof node !== "object") return undefined;
        if (node.props?.value?.view) return node.props.value;
        return [node.__k ?? []].flat().map(found).find(Boolean);
    };
    const { version, view, me } = found(document.getElementById("app").__k);
    return { version: version.value, view: view.value, me: me.value };
}"""


async def known(page: Page) -> dict[str, Any]:
    """What the page goes by, ``{version, view, me}``: taken from where Preact keeps it."""
    return dict(await page.evaluate(KNOWN))


async def current(page: Page) -> dict[str, Any]:
    """The part of the evening that is on, as the page knows it."""
    view = (await known(page))["view"]
    return dict(view["phases"][view["session"]["phase_id"]])


async def ends(page: Page, at: int) -> None:
    """Wait until the page knows that the part that is on ends at this instant, UTC ms."""
    async with asyncio.timeout(PATIENCE / 1000):
        while (await current(page)).get("ends_at") != at:
            pass  # each look is a round trip to the browser


async def is_up_to_date(page: Page, fresh: dict[str, Any]) -> None:
    """The page, drawn from many small changes, holds what a new one would be told."""
    async with asyncio.timeout(PATIENCE / 1000):
        while (now := await known(page))["version"] < fresh["version"]:
            pass  # each look is a round trip to the browser
    for part in ("view", "me"):
        assert now[part] == fresh[part], page.url


async def fits(page: Page) -> None:
    """Nothing has to be pushed sideways to be read."""
    wide = await sticking_out(page)
    assert wide == [], f"{page.url} is too wide: {wide[:5]}"


async def sticking_out(page: Page) -> list[str]:
    """What is wider than the page."""
    return list(
        await page.evaluate(
            """() => {
            const limit = document.documentElement.clientWidth;
            const stands_out = (element) => {
                if (element.closest(".visually-hidden, .skip") || !element.checkVisibility()) return false;
                const box = element.getBoundingClientRect();
                return box.width > 0 && box.right > limit + 1;
            };
            const out = [...document.body.querySelectorAll("*")].filter(stands_out).map((e) => `${e.tagName}.${e.className}`);
            return document.documentElement.scrollWidth > limit ? ["the page", ...out] : out;
        }"""
        )
    )


async def join(page: Page, name: str, room: str | None = None, *, agrees: bool = False) -> None:
    """Fill in the join page that is open, and wait to be in."""
    await page.get_by_label("Your name").fill(name)
    if room is not None:
        await page.get_by_label(room).check()
    if agrees:
        await page.get_by_label("I agree to be recorded").check()
    await press(page, "Join")
    await page.wait_for_url("**/s/*")
