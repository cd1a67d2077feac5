"""Token buckets: how often somebody may do something."""

from collections import Counter
from collections.abc import Callable, Hashable

KEPT = 10_000  # keys; above it full buckets are forgotten


class Rates:
    """``per_minute`` of something for each key, a minute's worth at once. Forgets keys that are full again."""

    def __init__(self, per_minute: float, now: Callable[[], int], burst: float | None = None) -> None:
        self._per_ms = per_minute / 60_000
        self._burst = per_minute if burst is None else burst
        self._now = now
        self._buckets: dict[Hashable, tuple[float, int]] = {}  # key: what was left, and when (ms)
        self._many = KEPT

    def left(self, key: Hashable) -> float:
        known = self._buckets.get(key)
        if known is None:
            return self._burst
        left, at = known
        return min(self._burst, left + (self._now() - at) * self._per_ms)

    def take(self, key: Hashable) -> bool:
        """Take one, if there is one to take."""
        left = self.left(key)
        if left < 1:
            return False
        self._put(key, left - 1, self._now())
        return True

    def _put(self, key: Hashable, left: float, at: int) -> None:
        self._buckets[key] = (left, at)
        if len(self._buckets) > self._many:
            self._forget()

    def _forget(self) -> None:
        """Looks at every key, so it is done again only when there are twice as many as it left."""
        self._buckets = {key: bucket for key, bucket in self._buckets.items() if self.left(key) < self._burst}
        self._many = max(KEPT, 2 * len(self._buckets))


class Shared(Rates):
    """Buckets that all workers take from: each at once from its own, of which the others' takings are deducted later.

    So over all of them the average holds, and only for a moment there may be as many bursts as workers.
    """

    def __init__(self, per_minute: float, now: Callable[[], int]) -> None:
        super().__init__(per_minute, now)
        self._taken: Counter[str] = Counter()

    def take(self, key: Hashable) -> bool:
        if not super().take(key):
            return False
        self._taken[str(key)] += 1
        return True

    def taken(self) -> dict[str, int]:
        """How many were taken here, by key, since the last call."""
        taken, self._taken = dict(self._taken), Counter()
        return taken

    def spend(self, key: str, count: int, age: int) -> None:
        """Somebody else took so many, ``age`` ms ago. What is left may fall below nothing."""
        then = self._now() - age
        left, at = self._buckets.get(key, (self._burst, then))
        if then > at:
            left, at = min(self._burst, left + (then - at) * self._per_ms), then
        self._put(key, left - count, at)


class Unlimited(Rates):
    """For rehearsals and load programs on loopback."""

    def __init__(self) -> None:
        super().__init__(1, lambda: 0)

    def left(self, key: Hashable) -> float:
        return 1

    def take(self, key: Hashable) -> bool:
        return True
