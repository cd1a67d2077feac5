"""The only way out: to one host, a few seconds, a few hundred kilobytes, no redirects."""

import asyncio
from typing import Protocol

import aiohttp
from yarl import URL

from orchestrator.conferencing.provider import Trouble
from orchestrator.messages import Millis

LONGEST = 3.0  # s, from the first byte out to the last one in
LARGEST = 256 * 1024
RETRY_AFTER = 30_000  # ms, where a tool is busy and does not say for how long


class Fetch(Protocol):
    """The body of an answer of status 200; raises ``Trouble`` for all else."""

    async def __call__(self, url: str) -> bytes: ...


class Fetcher:
    """Fetches from ``origin`` (``https://host``) and from nowhere else."""

    def __init__(self, origin: str, http: aiohttp.ClientSession, longest: float = LONGEST) -> None:
        self._origin = URL(origin).origin()
        self._http = http
        self._longest = longest

    async def __call__(self, url: str) -> bytes:
        target = URL(url, encoded=True)  # signed addresses are sent as they are
        if target.origin() != self._origin:
            raise Trouble("calls.refused")
        try:
            async with asyncio.timeout(self._longest), self._http.get(target, allow_redirects=False) as answer:
                if answer.status == 200:
                    return await _body(answer)
                raise _trouble(answer)
        except (TimeoutError, aiohttp.ClientError, OSError):
            raise Trouble("calls.unreachable") from None


async def _body(answer: aiohttp.ClientResponse) -> bytes:
    body = bytearray()
    async for chunk in answer.content.iter_any():
        body += chunk
        if len(body) > LARGEST:
            answer.close()
            raise Trouble("calls.unreachable")
    return bytes(body)


def _trouble(answer: aiohttp.ClientResponse) -> Trouble:
    if answer.status in (408, 425, 429) or (answer.status == 503 and "Retry-After" in answer.headers):
        return Trouble("calls.busy", _pause(answer.headers.get("Retry-After", "")))
    return Trouble("calls.unreachable" if answer.status >= 500 else "calls.refused")


def _pause(retry_after: str) -> Millis:
    """Seconds, as every tool of ours says it; a date is not worth its clock."""
    return min(int(retry_after), 86_400) * 1000 if retry_after.isdecimal() and len(retry_after) < 9 else RETRY_AFTER
