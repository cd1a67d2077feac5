"""Signals as something to wait for, beside what comes on pipes."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager

HEARD = {signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGCHLD}


@contextmanager
def hearing() -> Iterator[tuple[int, int]]:
    """The two ends of a pipe on which the numbers of these signals come; they do nothing else meanwhile."""
    heard, write = os.pipe()
    os.set_blocking(heard, False)
    os.set_blocking(write, False)
    before = {number: signal.signal(number, lambda *_: None) for number in HEARD}
    signal.set_wakeup_fd(write, warn_on_full_buffer=False)
    try:
        yield heard, write
    finally:
        signal.set_wakeup_fd(-1)
        for number, handler in before.items():
            signal.signal(number, handler)
        os.close(heard)
        os.close(write)


def forget() -> None:
    """In a child: the pipe is the parent's. What a terminal sends to all of us is the parent's to answer, too."""
    signal.set_wakeup_fd(-1)
    for number in (signal.SIGTERM, signal.SIGCHLD):
        signal.signal(number, signal.SIG_DFL)
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, HEARD)
