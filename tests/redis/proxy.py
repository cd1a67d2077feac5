"""A wire between a worker and Redis that can be cut, and can swallow answers."""

import asyncio
import contextlib
from types import TracebackType
from typing import Self


class Wire:
    """Listens on ``port`` and hands on what it hears to ``target``, a port on loopback."""

    def __init__(self, target: int) -> None:
        self.target = target
        self.port = 0
        self.swallows = False  # the answers, while the questions go on
        self.is_cut = False  # nothing arrives, and nobody is told: as when a cable is pulled
        self.heard = asyncio.Event()  # a question was handed on since that was cleared
        self._server: asyncio.Server | None = None
        self._writers: set[asyncio.StreamWriter] = set()
        self._joined: set[asyncio.Task[None]] = set()

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def drop(self) -> None:
        """Everybody's connection ends now."""
        for writer in list(self._writers):
            writer.transport.abort()

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._join, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *error: type[BaseException] | BaseException | TracebackType | None) -> None:
        assert self._server is not None
        self._server.close()
        self.drop()
        await asyncio.gather(*self._joined, return_exceptions=True)

    async def _join(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._joined.add(task)
        task.add_done_callback(self._joined.discard)
        try:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self.target)
        except OSError:
            writer.close()
            return
        self._writers |= {writer, far_writer}
        ways = [self._carry(reader, far_writer, answers=False), self._carry(far_reader, writer, answers=True)]
        with contextlib.suppress(OSError):
            await asyncio.gather(*ways)
        self._writers -= {writer, far_writer}

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, answers: bool) -> None:
        try:
            while data := await reader.read(65536):
                if self.is_cut or (answers and self.swallows):
                    continue
                writer.write(data)
                await writer.drain()
                if not answers:
                    self.heard.set()
        finally:
            writer.close()
