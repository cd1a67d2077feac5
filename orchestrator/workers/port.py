"""A port that is kept for the workers of one server: all of them listen on it, and nobody else does."""

import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager


@contextmanager
def reserved(host: str, port: int) -> Iterator[tuple[int, Callable[[], None]]]:
    """Keep ``port`` (0: a free one) at every address of ``host``; which one it is, and how a child lets go of it.

    Within, those who set SO_REUSEPORT may listen there. Raises ``OSError`` where somebody else listens, also with SO_REUSEPORT.
    """
    with ExitStack() as kept:
        for family, kind, protocol, _, address in socket.getaddrinfo(
            host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        ):
            one = kept.enter_context(socket.socket(family, kind, protocol))
            if family == socket.AF_INET6:
                one.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)  # as asyncio listens
            one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # connections of the server before may linger
            one.bind((address[0], port, *address[2:]))
            port = one.getsockname()[1]
            _let_the_workers_in(one)
        yield port, kept.close


def _let_the_workers_in(one: socket.socket) -> None:
    """From the bind on, so that what was tried alone is kept without a gap. It never listens, so no connection comes to it."""
    one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 0)
