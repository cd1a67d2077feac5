"""What becomes of a command."""

import asyncio

from msgspec import Struct


class Done(Struct, frozen=True):
    """The command holds, and everything up to ``version`` is durable."""

    version: int
    result: dict[str, str] | None = None


class Refused(Struct, frozen=True):
    """Nothing changed. ``code`` is one of ``refusals.REFUSALS``; ``details``: what helps to try again."""

    code: str
    details: dict[str, tuple[str, ...]] = {}


Answer = Done | Refused
Future = asyncio.Future[Answer]


class Unreadable(Exception):
    """The log of a session cannot be read here and now. ``code`` is one of ``refusals.REFUSALS``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
