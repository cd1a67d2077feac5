"""A flood of one message says no more than a few of them, fills disks, and stops a server whose stderr nobody reads."""

import logging
import time
from collections.abc import Callable

from msgspec import Struct

AT_MOST = 10  # messages of one place in the program
WITHIN_S = 10.0


class _Said(Struct):
    since: float
    number: int = 0
    left_out: int = 0


class FloodFilter(logging.Filter):
    """Lets so many messages of each line of code through; the next one after that tells how many were left out.

    ``clock``: seconds that never go back.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._clock = clock
        self._said: dict[tuple[str, int], _Said] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        now = self._clock()
        said = self._said.setdefault((record.pathname, record.lineno), _Said(now))
        if now >= said.since + WITHIN_S:
            if said.left_out:
                record.msg, record.args = f"{record.getMessage()} ({said.left_out} more like it were left out)", None
            said.since, said.number, said.left_out = now, 0, 0
        if said.number == AT_MOST:
            said.left_out += 1
            return False
        said.number += 1
        return True
