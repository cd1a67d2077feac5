"""What was taken from the buckets of all workers: each hears from each other, and counts everything once.

Each second's takings are a numbered portion. A worker tells the portions that some other has not counted yet, by what the
others tell of what they have; so it does no harm when an exchange is missed, or comes twice. What is older than a minute
needs nobody any more: by then every bucket is full again.
"""

from collections import deque
from collections.abc import Mapping
from typing import Annotated

from msgspec import Meta, Struct

from orchestrator.server.limits import Shared
from orchestrator.server.peers import EVERY, Topic

MINUTE = 60_000 // EVERY  # portions

Count = Annotated[int, Meta(ge=1)]
Number = Annotated[int, Meta(ge=0)]
Portion = dict[str, dict[str, Count]]  # how many were taken, by name of the buckets and by key


class Spent(Struct, frozen=True, array_like=True):
    """``portions``: the last ones, up to number ``newest``. ``counted``: the newest portion of each other worker that counts."""

    newest: Number
    portions: list[Portion]
    counted: dict[str, Number]


class Spending:
    """``buckets`` by the name they have between workers."""

    def __init__(self, buckets: Mapping[str, Shared]) -> None:
        self._buckets = buckets
        self._newest = 0
        self._portions: deque[Portion] = deque(maxlen=MINUTE)
        self._counted: dict[str, int] = {}  # also of workers that are gone: they may be back
        self.told = Topic(Spent, self._tell, self._hear)

    def _tell(self) -> Spent:
        self._newest += 1
        taken = {name: buckets.taken() for name, buckets in self._buckets.items()}
        self._portions.append({name: counts for name, counts in taken.items() if counts})
        others = self.told.others
        known_to_all = min((spent.counted.get(self.told.worker, 0) for spent in others.values()), default=self._newest)
        wanted = min(max(0, self._newest - known_to_all), len(self._portions))
        portions = [self._portions[index - wanted] for index in range(wanted)]
        return Spent(self._newest, portions, {worker: self._counted.get(worker, 0) for worker in others})

    def _hear(self) -> None:
        for worker, spent in self.told.others.items():
            counted, first = self._counted.get(worker, 0), spent.newest - len(spent.portions) + 1
            if first > counted + 1 and len(spent.portions) < min(spent.newest, MINUTE):
                continue  # it has more, and tells it as soon as it has heard what is counted here
            for number, portion in enumerate(spent.portions, first):
                if number > counted:
                    self._count(portion, (spent.newest - number) * EVERY)
            self._counted[worker] = max(counted, spent.newest)

    def _count(self, portion: Portion, age: int) -> None:
        for name, counts in portion.items():
            if name in self._buckets:
                for key, count in counts.items():
                    self._buckets[name].spend(key, count, age)
