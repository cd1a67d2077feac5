"""Who sits where, made even with few moves: affiliations over the rooms, and the sizes of the rooms.

It is reckoned in counts, not persons: people of one kind can stand in for each other. Less is better of, in this order:
the unevenness of every affiliation (squares of its shares), that of the sizes, and the moves.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import product
from typing import NamedTuple

from orchestrator.messages import RoomId


class Kind(NamedTuple):
    """People who can stand in for each other. ``people``: how many each of their devices stands for."""

    affiliation: str | None
    people: int


class Cost(NamedTuple):
    shares: int
    sizes: int


FREE = Cost(0, 0)


class Spread:
    """``seated``: how many of a kind who may move sit in a room. ``sizes`` and ``shares`` count those who may not, too."""

    def __init__(self, sizes: Counter[RoomId], shares: dict[str, Counter[RoomId]], home: dict[Kind, Counter[RoomId]]) -> None:
        self._rooms = list(sizes)
        self._sizes = sizes
        self._shares = shares
        self._home = home
        self._kinds = sorted(home, key=lambda kind: kind.people)
        self.seated = {kind: Counter(rooms) for kind, rooms in home.items()}

    def settle(self, newcomers: Sequence[Kind]) -> None:
        """Seat who has no seat, large groups first; then move people as long as that makes anything better."""
        for kind in sorted(newcomers, key=lambda kind: (-kind.people, kind.affiliation is None)):
            share = self._share(kind)
            self._seat(kind, min(self._rooms, key=lambda room: (share[room], self._sizes[room])), 1)
        while self._level_shares() or self._level_sizes() or self._send_home():
            pass

    def _level_shares(self) -> bool:
        moved = False
        for affiliation, share in self._shares.items():
            crowd = [kind for kind in self._kinds if kind.affiliation == affiliation]
            while self._level(crowd, share):
                moved = True
        return moved

    def _level_sizes(self) -> bool:
        moved = False
        while self._level(self._kinds, self._sizes):
            moved = True
        return moved

    def _level(self, crowd: list[Kind], levels: Counter[RoomId]) -> bool:
        """One move from a room with many to a room with few; single persons rather than groups."""
        full = sorted(self._rooms, key=lambda room: (-levels[room], -self._sizes[room]))
        empty = sorted(self._rooms, key=lambda room: (levels[room], self._sizes[room]))
        for source in full:
            for target in empty:
                gap = levels[source] - levels[target]
                if gap < 2:
                    break
                able = [kind for kind in crowd if kind.people < gap and self.seated[kind][source]]
                better = [kind for kind in able if self._cost(kind, source, target) < FREE]
                if better:
                    self._move(min(better, key=lambda kind: (kind.people, self._detour(kind, source, target))), source, target)
                    return True
        return False

    def _send_home(self) -> bool:
        """Take moves back that made nothing better."""
        ways: dict[tuple[RoomId, RoomId], list[Kind]] = defaultdict(list)
        for kind, home in self._home.items():
            seated = self.seated[kind]
            more = [room for room in self._rooms if seated[room] > home[room]]
            fewer = [room for room in self._rooms if seated[room] < home[room]]
            for way in product(more, fewer):
                ways[way].append(kind)
        taken_back = False
        for (source, target), kinds in ways.items():
            against = ways.get((target, source), [])
            for kind in kinds:
                taken_back = self._take_back(kind, source, target, against) or taken_back
        return taken_back

    def _take_back(self, kind: Kind, source: RoomId, target: RoomId, against: list[Kind]) -> bool:
        """One person goes home: alone, or in exchange with somebody whose home is where they sit."""
        if not self._saves(kind, source, target):
            return False  # what was taken back before has settled it
        first = self._cost(kind, source, target)
        self._move(kind, source, target)
        if first <= FREE:
            return True
        for other in against:
            if self._saves(other, target, source):
                then = self._cost(other, target, source)
                if Cost(first.shares + then.shares, first.sizes + then.sizes) <= FREE:
                    self._move(other, target, source)
                    return True
        self._move(kind, target, source)
        return False

    def _saves(self, kind: Kind, source: RoomId, target: RoomId) -> bool:
        """Whether more of a kind sit here than at the beginning, and fewer there: then a move home saves one."""
        seated, home = self.seated[kind], self._home[kind]
        return seated[source] > home[source] and seated[target] < home[target]

    def _cost(self, kind: Kind, source: RoomId, target: RoomId) -> Cost:
        """What a move adds to the unevenness of the affiliation and of the sizes; below zero it makes them more even."""
        people, share = kind.people, self._share(kind)
        shares = 0 if kind.affiliation is None else people * (people - share[source] + share[target])
        return Cost(shares, people * (people - self._sizes[source] + self._sizes[target]))

    def _detour(self, kind: Kind, source: RoomId, target: RoomId) -> int:
        """How many more people leave their room because of a move."""
        seated, home = self.seated[kind], self._home[kind]
        return int(seated[source] <= home[source]) - int(seated[target] < home[target])

    def _move(self, kind: Kind, source: RoomId, target: RoomId) -> None:
        self._seat(kind, source, -1)
        self._seat(kind, target, 1)

    def _seat(self, kind: Kind, room: RoomId, devices: int) -> None:
        self.seated[kind][room] += devices
        self._sizes[room] += devices * kind.people
        self._share(kind)[room] += devices * kind.people

    def _share(self, kind: Kind) -> Counter[RoomId]:
        """How many of its affiliation sit in each room; people without one are not an affiliation."""
        return Counter() if kind.affiliation is None else self._shares[kind.affiliation]
