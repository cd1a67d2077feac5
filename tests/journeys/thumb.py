"""A thumb on a touch screen. It is as slow as a person's by its own clock, so that nobody has to wait for it."""

import asyncio
import time

from playwright.async_api import CDPSession, Locator, Page

LONG_AGO = 900.0  # seconds: where its clock begins, to stay behind the true one
PAUSE = 1.0  # between two touches; two within a third of a second are a double tap
STEPS = 6
STEP = 0.1  # a finger that lets go while it moves fast flings, and the tap after that only stops the fling


class Thumb:
    def __init__(self, line: CDPSession) -> None:
        self._line = line
        self._now = time.time() - LONG_AGO

    @classmethod
    async def on(cls, page: Page) -> "Thumb":
        return cls(await page.context.new_cdp_session(page))

    async def tap(self, x: float, y: float) -> None:
        await asyncio.gather(self._touches("touchStart", PAUSE, x, y), self._touches("touchEnd", STEP))

    async def swipe(self, target: Locator, dx: float) -> None:
        """To the right, or to the left if negative."""
        box = await target.bounding_box()
        assert box is not None
        x, y = box["x"] + box["width"] / 2, box["y"] + 20
        await self._touches("touchStart", PAUSE, x, y)
        for nth in range(1, STEPS + 1):
            await self._touches("touchMove", STEP, x + dx * nth / STEPS, y)
        await self._touches("touchEnd", PAUSE)

    async def _touches(self, kind: str, later: float, *place: float) -> None:
        self._now += later
        points = [dict(zip("xy", place, strict=True))] if place else []
        await self._line.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points, "timestamp": self._now})
