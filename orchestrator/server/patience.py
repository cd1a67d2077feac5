"""Connections that do not say one whole request in time are let go: a thousand of them would be all the server has."""

import asyncio
from collections.abc import Callable

from aiohttp import web


class Patience:
    """How long a new connection may take for the head of its first request."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._waiting: set[object] = set()

    def watch(self, new: Callable[[], web.RequestHandler]) -> Callable[[], web.RequestHandler]:
        """``new`` makes the protocol of a connection, as ``loop.create_server`` wants it; so does the answer."""

        def watched() -> web.RequestHandler:
            protocol = new()
            self._waiting.add(protocol)
            asyncio.get_running_loop().call_later(self._seconds, self._expire, protocol)
            return protocol

        return watched

    def began(self, request: web.Request) -> None:
        """A whole head has arrived."""
        self._waiting.discard(request.protocol)

    def _expire(self, protocol: web.RequestHandler) -> None:
        if protocol in self._waiting:
            self._waiting.discard(protocol)
            protocol.force_close()
