"""Seating everybody anew: rooms of one size, affiliations mixed, or one room per affiliation."""

from collections import Counter, defaultdict
from collections.abc import Sequence

from msgspec import Struct

from orchestrator.messages import ActorId, Rejected, RoomId
from orchestrator.rooms.commands import Balance
from orchestrator.rooms.events import RoomsEvent, SeatTaken
from orchestrator.rooms.spreading import Kind, Spread
from orchestrator.rooms.state import Rooms

Seating = dict[ActorId, RoomId]


class Guest(Struct, frozen=True):
    """Somebody to seat: what kind they are, and where they sit now."""

    id: ActorId
    kind: Kind
    room_id: RoomId | None


def balance(rooms: Rooms, command: Balance, people: Sequence[tuple[ActorId, str | None]]) -> list[RoomsEvent]:
    """A seat for everybody who needs one or another one. ``people``: who may have a seat, in the order of joining, each
    with an affiliation."""
    if not rooms.rooms:
        raise Rejected("rooms.no_rooms")
    told_apart = command.by != "size"
    guests = [
        Guest(person, Kind(_plain(affiliation) if told_apart else None, rooms.people_of(person)), rooms.room_of(person))
        for person, affiliation in people
    ]
    seating = _together(rooms, guests) if command.by == "affiliation" else _spread(rooms, guests)
    return [
        SeatTaken(participant_id=guest.id, room_id=seating[guest.id], at=command.at)
        for guest in guests
        if seating[guest.id] != guest.room_id
    ]


def _plain(affiliation: str | None) -> str | None:
    """Affiliations that differ only in capitals and spaces are one."""
    return " ".join(affiliation.casefold().split()) or None if affiliation is not None else None


def _spread(rooms: Rooms, guests: list[Guest]) -> Seating:
    """Even shares and sizes. Whoever speaks for a room stays."""
    fixed = {guest.id: guest.room_id for guest in guests if guest.room_id is not None and rooms.speaks(guest.id)}
    shares = {guest.kind.affiliation: Counter[RoomId]() for guest in guests if guest.kind.affiliation is not None}
    for guest in guests:
        if guest.kind.affiliation is not None and guest.room_id is not None:
            shares[guest.kind.affiliation][guest.room_id] += guest.kind.people
    return fixed | _even(_sizes(rooms), shares, [guest for guest in guests if guest.id not in fixed])


def _together(rooms: Rooms, guests: list[Guest]) -> Seating:
    """A room for each of the largest affiliations; the others join where fewest are; people without one fill up."""
    members: dict[str, list[Guest]] = defaultdict(list)
    for guest in guests:
        if guest.kind.affiliation is not None:
            members[guest.kind.affiliation].append(guest)
    heads = {affiliation: sum(guest.kind.people for guest in group) for affiliation, group in members.items()}
    sizes = Counter(dict.fromkeys(_sizes(rooms), 0))
    seating: Seating = {}
    for affiliation in sorted(members, key=lambda affiliation: -heads[affiliation]):
        group = members[affiliation]
        here = Counter(guest.room_id for guest in group)
        room = min(sizes, key=lambda room: (sizes[room], -here[room]))
        sizes[room] += heads[affiliation]
        seating |= {guest.id: room for guest in group}
    alone = [guest for guest in guests if guest.kind.affiliation is None]
    for guest in alone:
        if guest.room_id is not None:
            sizes[guest.room_id] += guest.kind.people
    return seating | _even(sizes, {}, sorted(alone, key=lambda guest: not rooms.speaks(guest.id)))


def _even(sizes: Counter[RoomId], shares: dict[str, Counter[RoomId]], guests: list[Guest]) -> Seating:
    """Even sizes and shares by moving these guests, of each kind in a room those who came last."""
    staying: dict[Kind, dict[RoomId, list[Guest]]] = defaultdict(lambda: defaultdict(list))
    homeless: dict[Kind, list[Guest]] = defaultdict(list)
    for guest in guests:
        (homeless[guest.kind] if guest.room_id is None else staying[guest.kind][guest.room_id]).append(guest)
    kinds = list(dict.fromkeys(guest.kind for guest in guests))
    home = {kind: Counter({room: len(sitting) for room, sitting in staying[kind].items()}) for kind in kinds}
    spread = Spread(sizes, shares, home)
    spread.settle([guest.kind for guest in guests if guest.room_id is None])
    seating: Seating = {}
    for kind in kinds:
        movers, wanted = homeless[kind], []
        for room in sizes:
            there, seats = staying[kind][room], spread.seated[kind][room]
            seating |= {guest.id: room for guest in there[:seats]}
            movers += there[seats:]
            wanted += [room] * (seats - len(there))
        seating |= {guest.id: room for guest, room in zip(movers, wanted, strict=True)}
    return seating


def _sizes(rooms: Rooms) -> Counter[RoomId]:
    """How many people sit in each room, in the order of the rooms."""
    ordered = sorted(rooms.rooms.values(), key=lambda room: room.position)
    return Counter({room.id: room.seats for room in ordered})
