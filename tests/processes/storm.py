"""Two thousand phones that vote as fast as they are answered, over raw sockets, and send again what was not answered.

Each phone knows what it wants in which order. What waits for an answer at one time concerns different questions, so that the
order in which it is sent again does not matter; repeats of what was answered long ago come in between. So what the tally must
be in the end is known beforehand.
"""

import asyncio
import json
import random
from collections.abc import Sequence
from typing import NamedTuple

LONG = 400  # s; a busy machine may take its time
WINDOW = 4  # commands of one phone that wait for an answer
REPEATS = 0.1  # of what was answered is sent again
GREETING = "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\n"
GREETING += "Connection: Upgrade\r\nSec-WebSocket-Key: c3Rvcm0tb2Ytdm90ZXMhIQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
TRY_AGAIN = {"server.store_unavailable", "server.draining", "server.full"}


class Wish(NamedTuple):
    """One command; ``question`` says what it is about, and of that only one waits at a time. ``repeats``: it may be said
    again, however late."""

    name: str
    question: str
    command_id: str
    data: dict[str, str]
    repeats: bool = True

    def packet(self, number: int) -> bytes:
        return f"42{number}{json.dumps([self.name, {**self.data, 'command_id': self.command_id}])}".encode()


class Phone(asyncio.Protocol):
    """``answered``: what it heard, by command id; ``wrong``: answers that differ from what was answered before."""

    def __init__(self, port: int, session_id: str, ticket: str, wishes: Sequence[Wish], dice: random.Random) -> None:
        self.auth = b"40" + json.dumps({"session": session_id, "ticket": ticket}).encode()
        self.port = port
        self.dice = dice
        self.ahead = list(reversed(wishes))
        self.waiting: dict[int, Wish] = {}  # by the number of the packet that asked last
        self.answered: dict[str, object] = {}
        self.done: list[Wish] = []
        self.wrong: list[object] = []
        self.finished = asyncio.Event()
        self.reconnects = -1
        self._transport: asyncio.Transport | None = None
        self._again: asyncio.Task[None] | None = None
        self._buffer = b""
        self._upgraded = self._entered = False
        self._number = 0

    # -- the line -----------------------------------------------------------------------------------------------------------

    async def connect(self) -> None:
        """Until there is a connection; it comes back by itself after a loss."""
        loop = asyncio.get_running_loop()
        while not self.finished.is_set():
            try:
                await loop.create_connection(lambda: self, "127.0.0.1", self.port)
            except OSError:
                await asyncio.sleep(self.dice.uniform(0.1, 0.5))
            else:
                return

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport, self._buffer, self._upgraded, self._entered = transport, b"", False, False
        self.reconnects += 1
        transport.write(GREETING.format(port=self.port).encode())

    def connection_lost(self, error: Exception | None) -> None:
        self._transport = None
        if not self.finished.is_set():
            self._again = asyncio.get_running_loop().create_task(self._come_back())

    async def _come_back(self) -> None:
        await asyncio.sleep(self.dice.uniform(0.05, 1.0))
        await self.connect()

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        if not self._upgraded:
            head, found, rest = self._buffer.partition(b"\r\n\r\n")
            if not found:
                return
            if b" 101 " not in head[:20]:
                self._close()
                return
            self._upgraded, self._buffer = True, rest
            self._write(self.auth)
        start, buffer = 0, self._buffer
        while (frame := _frame(buffer, start)) is not None:
            begin, start = frame
            if start < 0:
                self._close()
                return
            self._hear(buffer[begin:start])
        self._buffer = buffer[start:]

    def _close(self) -> None:
        if self._transport is not None:
            self._transport.close()

    def _write(self, *packets: bytes) -> None:
        if self._transport is not None:
            self._transport.write(b"".join(map(_masked, packets)))

    def go_on_with(self, wishes: Sequence[Wish]) -> None:
        """More to say, on the line that is there or on the next one."""
        self.finished.clear()
        self.ahead[:0] = reversed(wishes)
        if self._transport is None and (self._again is None or self._again.done()):
            self._again = asyncio.get_running_loop().create_task(self._come_back())
        self._go_on()

    # -- what is said -------------------------------------------------------------------------------------------------------

    def _hear(self, packet: bytes) -> None:
        if packet[:2] == b"43":
            start = packet.index(b"[")
            self._take(int(packet[2:start]), json.loads(packet[start:])[0])
        elif packet[:1] == b"2":
            self._write(b"3")
        elif packet[:2] == b"40":
            self._entered = True
            left = list(self.waiting.values())
            self.dice.shuffle(left)
            self.waiting = {}
            self._write(*[self._asked(wish) for wish in left])
            self._go_on()
        elif packet[:2] in (b"41", b"44"):
            self._close()

    def _take(self, number: int, answer: dict[str, object]) -> None:
        wish = self.waiting.pop(number, None)
        if wish is None:
            return
        if answer.get("code") in TRY_AGAIN:
            asyncio.get_running_loop().call_later(self.dice.uniform(0.05, 0.5), self._ask_again, wish)
            self.waiting[-number] = wish
            return
        told = answer.get("result", answer.get("code"))
        if self.answered.setdefault(wish.command_id, told) != told:
            self.wrong.append((wish, told))
        if wish.repeats:
            self.done.append(wish)
        self._go_on()

    def _ask_again(self, wish: Wish) -> None:
        self.waiting = {number: waiting for number, waiting in self.waiting.items() if waiting != wish}
        self._write(self._asked(wish))

    def _asked(self, wish: Wish) -> bytes:
        self._number += 1
        self.waiting[self._number] = wish
        return wish.packet(self._number)

    def _go_on(self) -> None:
        packets = []
        while len(self.waiting) < WINDOW and self.ahead and self._entered:
            busy = {wish.question for wish in self.waiting.values()}
            if self.ahead[-1].question in busy:
                break
            packets.append(self._asked(self.ahead.pop()))
            if self.done and self.dice.random() < REPEATS:
                packets.append(self._asked(self.dice.choice(self.done)))
        self._write(*packets)
        if not self.ahead and not self.waiting:
            self.finished.set()


async def say(phones: Sequence[Phone], turn: int) -> None:
    """Each of them, by its number, writes a draft of this turn; return when all have been answered."""
    for voter, phone in enumerate(phones):
        phone.go_on_with([draft(voter, turn)])
    await heard(phones)


def draft(voter: int, turn: int) -> Wish:
    return Wish("qa_queue.draft", f"d{turn}", f"draft-{voter}-{turn}", {"text": f"Draft {voter}-{turn}"})


async def heard(phones: Sequence[Phone]) -> None:
    async with asyncio.timeout(LONG):
        await asyncio.gather(*[phone.finished.wait() for phone in phones])


def _frame(buffer: bytes, start: int) -> tuple[int, int] | None:
    """Where the payload of the next frame begins and ends; an end below zero closes."""
    if len(buffer) < start + 2:
        return None
    size, begin = buffer[start + 1], start + 2
    if size == 126:
        size, begin = int.from_bytes(buffer[start + 2 : start + 4], "big"), start + 4
    elif size == 127:
        size, begin = int.from_bytes(buffer[start + 2 : start + 10], "big"), start + 10
    if len(buffer) < begin + size:
        return None
    return (begin, -1) if buffer[start] & 15 == 8 else (begin, begin + size)


def _masked(packet: bytes) -> bytes:
    """A text frame from client to server; its mask of zeros changes nothing."""
    size = len(packet)
    head = bytes((0x81, 0x80 | size)) if size < 126 else b"\x81\xfe" + size.to_bytes(2, "big")
    return head + b"\0\0\0\0" + packet
