"""
How many steps something takes, and how long they would take somebody who knows what to do but has not done it before.

The keystroke-level model of Card, Moran and Newell (1980), in its usual times. A tap is a pointing, a filled field one step.
"""

from enum import Enum
from typing import NamedTuple

from playwright.async_api import Locator

POINTING = 1.1  # P, seconds: to a target and press it
HOMING = 0.4  # H: a hand from the keys to the pointer, or back
DECIDING = 1.35  # M: to see what comes next


class Keys(Enum):
    """K, seconds a key."""

    DESK = 0.28
    PHONE = 0.4


class Step(NamedTuple):
    what: str
    letters: int
    seconds: float


class Person:
    """Does things on a page and counts."""

    def __init__(self, keys: Keys) -> None:
        self._keys = keys
        self.steps: list[Step] = []

    async def press(self, target: Locator, what: str) -> None:
        await target.click()
        self._did(f"press {what}", 0)

    async def fill(self, field: Locator, what: str, text: str) -> None:
        """Point at the field, take the keys, type, and let them go."""
        await field.fill(text)
        self._did(f"type {what}", len(text))

    def _did(self, what: str, letters: int) -> None:
        typing = letters * self._keys.value + 2 * HOMING if letters else 0
        self.steps.append(Step(what, letters, DECIDING + POINTING + typing))

    @property
    def seconds(self) -> float:
        return sum(step.seconds for step in self.steps)

    def told(self, title: str) -> str:
        """The breakdown, a line a step."""
        lines = [f"{step.seconds:6.1f} s  {step.letters:3} letters  {step.what}" for step in self.steps]
        return "\n".join([title, *lines, f"{self.seconds:6.1f} s  in {len(self.steps)} steps"])
