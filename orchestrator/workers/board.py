"""Where the workers of one store tell each other what each of them has just now: who is here, what was used up.

Nothing of it is kept. A worker that has not said anything for a few seconds is gone, and with it what it said.
"""

from typing import Protocol

LIFETIME_MS = 5_000  # a worker tells once a second; this much later it is believed to be dead


class Board(Protocol):
    """``worker``: how this worker is called, unique among all that ever were."""

    @property
    def worker(self) -> str: ...

    async def enter(self) -> None:
        """Begin to serve. Raises ``StoreUnavailable`` where a restore into the store has not come to its end."""
        ...

    async def shut(self) -> None:
        """Let no worker begin to serve until ``reopen``. Raises ``StoreInUse`` where some serve, and changes nothing then."""
        ...

    async def reopen(self) -> None:
        """The store is whole: workers may serve."""
        ...

    async def exchange(self, mine: bytes) -> dict[str, bytes]:
        """Put up what this worker has, instead of what it put up before; what every other living worker has put up.

        Raises ``StoreUnavailable``.
        """
        ...

    async def leave(self) -> None:
        """Take down what this worker put up. Never raises."""
        ...


class Alone:
    """The board of a process that shares its store with nobody."""

    worker = "w"

    async def enter(self) -> None:
        pass

    async def shut(self) -> None:
        pass

    async def reopen(self) -> None:
        pass

    async def exchange(self, mine: bytes) -> dict[str, bytes]:
        return {}

    async def leave(self) -> None:
        pass
