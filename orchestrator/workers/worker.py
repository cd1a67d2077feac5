"""A worker: a child of the supervisor, from its fork to its end, as the supervisor sees it and as it begins itself."""

import ctypes
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import NoReturn

from orchestrator.workers import signals

Work = Callable[[Callable[[str], None]], None]
"""What a worker does: it calls back with its address when it takes requests, and again every ``BEAT_S`` to show that it still
does; it returns after SIGTERM, or raises ``CannotStart``."""

BEAT_S = 5.0

PR_SET_PDEATHSIG = 1  # prctl(2)
READY, FAILED = b"\x06", b"\x15"  # ACK, NAK: neither stands in an address or a reason


class CannotStart(Exception):
    """Why a worker cannot do its work, in words for the operator."""


class Worker:
    """``pid`` runs since ``began``; ``pipe`` is where it tells whether it is ready, -1 when there is nothing more to hear.

    ``killed_at`` is when it must have ended, if it was told to end. Instants are of ``time.monotonic``. ``missed``: how often
    the supervisor has looked since it was heard.
    """

    def __init__(self, pid: int, pipe: int) -> None:
        self.pid, self.pipe = pid, pipe
        self.began = time.monotonic()
        self.killed_at: float | None = None
        self.missed = 0
        self._told = b""

    @classmethod
    def start(cls, work: Work, not_its_own: Iterable[int]) -> "Worker":
        """Fork one. It does not outlive this process; ``not_its_own`` are files it must not hold. Raises ``OSError``."""
        parent = os.getpid()
        pipe, tell = os.pipe()
        os.set_blocking(tell, False)
        # A signal that comes before the child has handlers of its own must wait: those it inherits are the parent's.
        signal.pthread_sigmask(signal.SIG_BLOCK, signals.HEARD)
        try:
            pid = os.fork()
            if pid == 0:
                _be_one(work, tell, parent, (pipe, *not_its_own))
        except OSError:
            os.close(pipe)
            raise
        finally:
            os.close(tell)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, signals.HEARD)
        return cls(pid, pipe)

    @property
    def leaving(self) -> bool:
        return self.killed_at is not None

    @property
    def address(self) -> str:
        """Where it takes requests; ``""`` before it does."""
        return self._told.partition(FAILED)[0].removeprefix(READY).decode()

    @property
    def reason(self) -> str:
        """Why it ended; ``""`` while it lives, and where it ended as it should."""
        return self._told.partition(FAILED)[2].decode(errors="replace")

    def hear(self) -> None:
        """Take in what its pipe has now."""
        said = os.read(self.pipe, 65_536)
        self._told += said
        self._told = self._told[max(0, self._told.rfind(READY)) :]  # what was said before is the same
        self.missed = 0
        if not said:
            self._hang_up()

    def leave(self, patience: float) -> None:
        """Ask it to end, and let it have ``patience`` seconds for that."""
        os.kill(self.pid, signal.SIGTERM)
        self.killed_at = time.monotonic() + patience

    def kill(self) -> None:
        os.kill(self.pid, signal.SIGKILL)
        self.killed_at = time.monotonic() + 1

    def ended(self) -> bool:
        """Whether it is dead; if so it is buried, and everything it said is known."""
        pid, status = os.waitpid(self.pid, os.WNOHANG)
        if pid == 0:
            return False
        while self.pipe >= 0:
            self.hear()
        code = os.waitstatus_to_exitcode(status)
        if code and not self.reason:
            self._told += FAILED + _fate(code).encode()
        return True

    def _hang_up(self) -> None:
        os.close(self.pipe)
        self.pipe = -1


def _fate(code: int) -> str:
    return f"a worker was killed by signal {-code}" if code < 0 else f"a worker ended with code {code}"


def _be_one(work: Work, tell: int, parent: int, not_its_own: Iterable[int]) -> NoReturn:
    """The child. It leaves by ``os._exit``: below on its stack stands the supervisor, which is not its own to unwind."""
    code = 1
    try:
        _end_with(parent)
        signals.forget()
        for file in not_its_own:
            os.close(file)
        work(lambda address: _say(tell, READY, address))
        code = 0
    except CannotStart as reason:
        code = 2
        _say(tell, FAILED, str(reason))
    except BaseException:  # noqa: BLE001 - what is left of a mistake of ours is its trace, and the supervisor prints it
        _say(tell, FAILED, traceback.format_exc())
    finally:
        try:
            sys.stdout.flush()
            sys.stderr.flush()
        finally:
            os._exit(code)


def _say(tell: int, what: bytes, words: str) -> None:
    with suppress(BlockingIOError):  # a supervisor that does not listen must not stop us
        os.write(tell, what + words.encode())


def _end_with(parent: int) -> None:
    """The system kills this process when its parent dies: nobody would replace it, or end it, any more.

    At once and without a farewell, so that whoever starts the server again finds its port and its store free.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # it died before it was asked for
            os._exit(1)
