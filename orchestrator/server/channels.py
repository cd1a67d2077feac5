"""The way out of one socket: frames, written straight to its transport.

A frame is encoded once and the same bytes go to everybody who gets it. The direct path overtakes engine.io's own queue,
so everything of ours goes this way, and only after the CONNECT answer has left.
"""

import asyncio
from typing import Final

DISCONNECT: Final = b"41"  # Socket.IO: the server lets go for good, the client does not come back by itself


def frame(text: bytes) -> bytes:
    """A whole WebSocket text frame from server to client (RFC 6455 section 5.2: final, unmasked)."""
    size = len(text)
    if size < 126:
        return bytes((0x81, size)) + text
    if size < 65536:
        return b"\x81\x7e" + size.to_bytes(2, "big") + text
    return b"\x81\x7f" + size.to_bytes(8, "big") + text


def event(name: str, payload: bytes) -> bytes:
    """A Socket.IO event of the default namespace as a frame; ``payload`` is JSON."""
    return frame(b'42["' + name.encode() + b'",' + payload + b"]")


def acknowledgement(ack_id: bytes, payload: bytes) -> bytes:
    """The answer to a client's event as a frame; ``ack_id`` are the digits the client chose."""
    return frame(b"43" + ack_id + b"[" + payload + b"]")


class Connection:
    """One open socket, seen from its sending side."""

    def __init__(self, transport: asyncio.Transport, address: str) -> None:
        self.transport = transport
        self.address = address
        self.session_id = ""  # who it is, once proven
        self.actor_id = ""
        self.resume: tuple[object, object] = (None, None)  # the epoch and version it says it has
        self.in_flight = 0  # commands that wait for their answer
        self._pending: list[bytes] = []

    @property
    def closed(self) -> bool:
        return self.transport.is_closing()

    def backlog(self) -> int:
        """Bytes that this process holds for a client that does not read."""
        return self.transport.get_write_buffer_size()

    def write(self, data: bytes) -> None:
        """One or more whole frames, now."""
        if not self.transport.is_closing():
            self.transport.write(data)

    def write_soon(self, data: bytes) -> None:
        """A frame that may share its write with others of this turn of the loop."""
        if not self._pending:
            asyncio.get_running_loop().call_soon(self._flush)
        self._pending.append(data)

    def dismiss(self, *frames: bytes) -> None:
        """Say why, let go for good, and close."""
        self._flush()
        self.write(b"".join(frames) + frame(DISCONNECT))
        self.close()

    def close(self) -> None:
        """Close the socket after what was written has left. The client may come back."""
        self.transport.close()

    def abort(self) -> None:
        """Close it now, whatever waits."""
        self.transport.abort()

    def _flush(self) -> None:
        if self._pending:
            pending, self._pending = self._pending, []
            self.write(b"".join(pending))
