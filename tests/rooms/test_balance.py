"""Seating everybody anew: what a host expects of each way, and what holds of any evening."""

from collections import Counter
from collections.abc import Iterator
from itertools import product
from typing import NamedTuple

import pytest
from hypothesis import given as any_of
from hypothesis import strategies as st

from orchestrator.messages import ActorId, RoomId
from orchestrator.rooms.balance import balance
from orchestrator.rooms.commands import Balance
from orchestrator.rooms.decider import evolve
from orchestrator.rooms.events import RoomsEvent, SeatTaken
from orchestrator.rooms.state import Rooms
from tests.given import (
    EVENING,
    ROOMS,
    Sentence,
    deputises,
    entered,
    given,
    grouped,
    helps,
    joined,
    opened,
    revoked,
    room_added,
    seated,
    speaks,
)

SIZE, MIXED, TOGETHER = (Balance(by=by) for by in ("size", "mixed", "affiliation"))
WAYS = (SIZE, MIXED, TOGETHER)


def people(room: str | None, affiliation: str | None, *names: str) -> list[object]:
    return [joined(name, room, affiliation=affiliation) for name in names]


def rooms_of(sentence: Sentence) -> dict[str, str]:
    """Where everybody sits, by person."""
    return dict(sorted(sentence.session.rooms.members.items()))


# What a host expects


@pytest.mark.parametrize("way", WAYS)
def test_without_rooms_nobody_is_seated(way: Balance) -> None:
    given(evening=[opened(), joined("ana")]).when(way).then_refused("rooms.no_rooms")


@pytest.mark.parametrize("who", ["ana", "mo", "pia", "panel", "stage", "watch"])
def test_only_the_host_balances(who: str) -> None:
    given().when(SIZE, by=who).then_refused("session.forbidden")


def test_rooms_are_made_even_and_who_has_no_seat_is_seated_first() -> None:
    given(entered("ph1")).when(SIZE).then(seated("cal", "r4"), seated("gus", "r3"))


def test_those_who_came_last_move_first() -> None:
    full = given(people("r1", None, "a", "b", "c", "d"), evening=[opened(), *ROOMS[:2]])
    full.when(SIZE).then(seated("c", "r2"), seated("d", "r2"))


def test_who_speaks_for_a_room_stays() -> None:
    heads = given(people("r1", None, "a", "b", "c"), speaks("c", "r1"), deputises("b", "r1"), evening=[opened(), *ROOMS[:3]])
    heads.when(SIZE).then(seated("a", "r2"))
    heads.when(MIXED).then(seated("a", "r2"))


def test_a_group_counts_all_its_people_and_single_persons_move_rather_than_groups() -> None:
    mixed = given(people("r1", None, "a", "b", "c", "d"), grouped("d", 5), evening=[opened(), *ROOMS[:2]])
    mixed.when(SIZE).then(seated("a", "r2"), seated("b", "r2"), seated("c", "r2"))


def test_a_group_moves_where_single_persons_do_not_suffice() -> None:
    groups = given(people("r1", None, "a", "b"), grouped("a", 5), grouped("b", 6), evening=[opened(), *ROOMS[:2]])
    groups.when(SIZE).then(seated("a", "r2"))


def test_nobody_who_helps_a_room_or_was_revoked_is_seated() -> None:
    moved = given(helps("gus", "r1"), revoked("eli")).when(SIZE)
    assert not {"gus", "eli", "mo", "pia", "hana"} & {event.participant_id for event in moved.outcome}


def test_affiliations_are_mixed() -> None:
    apart = [*people("r1", "North", "a", "b", "c", "d"), *people("r2", "South", "e", "f", "g", "h")]
    given(apart, evening=[opened(), *ROOMS[:2]]).when(MIXED).then(
        seated("c", "r2"), seated("d", "r2"), seated("g", "r1"), seated("h", "r1")
    )


def test_affiliations_are_one_whatever_their_capitals_and_spaces() -> None:
    apart = [*people("r1", "North Hill", "a"), *people("r1", " north  HILL ", "b")]
    given(apart, evening=[opened(), *ROOMS[:2]]).when(MIXED).then(seated("b", "r2"))


def test_an_affiliation_of_spaces_is_none() -> None:
    apart = [*people("r1", " ", "a", "b"), *people("r2", "North", "c", "d")]
    given(apart, evening=[opened(), *ROOMS[:2]]).when(TOGETHER).then_nothing()


def test_each_affiliation_gets_the_room_where_most_of_them_sit() -> None:
    apart = [
        *people("r1", "North", "a"),
        *people("r2", "North", "b", "c"),
        *people("r1", "South", "d"),
        *people("r2", "South", "e"),
    ]
    given(apart, evening=[opened(), *ROOMS[:2]]).when(TOGETHER).then(seated("a", "r2"), seated("e", "r1"))


def test_who_speaks_for_a_room_moves_with_the_affiliation_and_the_deputy_moves_up() -> None:
    apart = [*people("r1", "North", "a", "b"), *people("r1", "South", "c", "d", "e")]
    moved = given(apart, speaks("a", "r1"), deputises("c", "r1"), evening=[opened(), *ROOMS[:2]]).when(TOGETHER)
    moved.then(seated("a", "r2"), seated("b", "r2"))
    assert moved.session.rooms.room(RoomId("r1")).representative == "c"


def test_affiliations_that_are_left_share_the_room_with_the_fewest_people() -> None:
    apart = [
        *people(None, "North", "a", "b", "c"),
        *people(None, "South", "d", "e"),
        *people(None, "West", "f"),
        *people(None, "East", "g"),
    ]
    together = given(apart, evening=[opened(), *ROOMS[:2]]).when(TOGETHER)
    assert rooms_of(together) == {**dict.fromkeys("abcg", "r1"), **dict.fromkeys("def", "r2")}


def test_people_without_an_affiliation_fill_up_the_rooms() -> None:
    apart = [*people(None, "North", "a", "b", "c"), *people("r1", None, "d", "e"), *people(None, None, "f")]
    together = given(apart, evening=[opened(), *ROOMS[:2]]).when(TOGETHER)
    assert rooms_of(together) == {**dict.fromkeys("abc", "r1"), **dict.fromkeys("def", "r2")}


def test_an_evening_in_which_everybody_sits_well_stays_as_it_is() -> None:
    well = given(seated("cal", "r4"), seated("gus", "r3"), evening=EVENING)
    well.when(SIZE).then_nothing()


# What holds of any evening


class Hall(NamedTuple):
    rooms: Rooms
    people: list[tuple[ActorId, str | None]]


class Guest(NamedTuple):
    room: int | None
    affiliation: str | None
    head: str  # of the room: representative, deputy, or neither
    people: int


def halls(most: int = 60, most_rooms: int = 12, heads: bool = True, groups: bool = True) -> st.SearchStrategy[Hall]:
    def filled(room_count: int) -> st.SearchStrategy[Hall]:
        guest = st.builds(
            Guest,
            room=st.none() | st.sampled_from([*range(room_count), 0, 0]),
            affiliation=st.sampled_from([None, "North", " NORTH", "South", "East", "West  Hill", "west hill"]),
            head=st.sampled_from(["", "", "", "representative", "deputy"] if heads else [""]),
            people=st.sampled_from([1, 1, 1, 1, 2, 3, 7] if groups else [1]),
        )
        return st.lists(guest, max_size=most).map(lambda guests: _hall(room_count, guests))

    return st.integers(1, most_rooms).flatmap(filled)


def _hall(room_count: int, guests: list[Guest]) -> Hall:
    rooms = after(Rooms(), [room_added(f"r{number}", "A theme", at=1) for number in range(room_count)])
    for number, guest in enumerate(guests):
        rooms = after(rooms, _arrival(f"p{number}", guest))
    return Hall(rooms, [(ActorId(f"p{number}"), guest.affiliation) for number, guest in enumerate(guests)])


def _arrival(who: str, guest: Guest) -> Iterator[RoomsEvent]:
    if guest.people > 1:
        yield grouped(who, guest.people, at=1)
    if guest.room is not None:
        yield seated(who, f"r{guest.room}", at=1)
        if guest.head:
            yield (speaks if guest.head == "representative" else deputises)(who, f"r{guest.room}", at=1)


def after(rooms: Rooms, events: list[RoomsEvent] | Iterator[RoomsEvent]) -> Rooms:
    for event in events:
        rooms = evolve(rooms, event)
    return rooms


def balanced(hall: Hall, way: Balance) -> Rooms:
    return after(hall.rooms, balance(hall.rooms, way, hall.people))


def moved(hall: Hall, way: Balance) -> list[ActorId]:
    """Who had a seat and got another one."""
    events = [event for event in balance(hall.rooms, way, hall.people) if isinstance(event, SeatTaken)]
    return [event.participant_id for event in events if hall.rooms.room_of(event.participant_id) is not None]


def plain(affiliation: str | None) -> str | None:
    return None if affiliation is None else " ".join(affiliation.casefold().split())


def uneven(hall: Hall, seats: dict[ActorId, RoomId], way: Balance) -> tuple[int, int]:
    """How uneven the shares of the affiliations are, and the sizes of the rooms."""
    sizes = Counter(dict.fromkeys(hall.rooms.rooms, 0))
    shares: Counter[tuple[str, RoomId]] = Counter()
    for person, affiliation in hall.people:
        sizes[seats[person]] += hall.rooms.people_of(person)
        if affiliation is not None and way is MIXED:
            shares[str(plain(affiliation)), seats[person]] += hall.rooms.people_of(person)
    return sum(share**2 for share in shares.values()), sum(size**2 for size in sizes.values())


def spread(counts: list[int]) -> int:
    return max(counts) - min(counts)


def sizes(rooms: Rooms) -> list[int]:
    return [room.seats for room in rooms.rooms.values()]


ways = st.sampled_from(WAYS)


@any_of(halls(), ways)
def test_everybody_has_a_seat(hall: Hall, way: Balance) -> None:
    assert set(balanced(hall, way).members) == {person for person, _ in hall.people}


@any_of(halls(), ways)
def test_seats_count_the_people_who_sit_there(hall: Hall, way: Balance) -> None:
    rooms = balanced(hall, way)
    seats: Counter[RoomId] = Counter()
    for person, room_id in rooms.members.items():
        seats[room_id] += rooms.people_of(person)
    assert all(room.seats == seats[room.id] for room in rooms.rooms.values())


@any_of(halls(), ways)
def test_nobody_takes_the_seat_they_have(hall: Hall, way: Balance) -> None:
    for event in balance(hall.rooms, way, hall.people):
        assert isinstance(event, SeatTaken)
        assert hall.rooms.room_of(event.participant_id) != event.room_id


@any_of(halls(), ways)
def test_balancing_twice_changes_nothing_the_second_time(hall: Hall, way: Balance) -> None:
    assert balance(balanced(hall, way), way, hall.people) == []


@any_of(halls(), ways, st.randoms(use_true_random=False))
def test_the_order_in_which_seats_were_taken_does_not_matter(hall: Hall, way: Balance, chance: object) -> None:
    seats = list(hall.rooms.members.items())
    chance.shuffle(seats)  # type: ignore[attr-defined]
    again = after(hall.rooms, [seated(person, room_id, at=2) for person, room_id in seats])
    heads = [room for room in hall.rooms.rooms.values() if room.representative is not None]
    again = after(again, [speaks(room.representative, room.id, at=3) for room in heads])
    deputies = [room for room in hall.rooms.rooms.values() if room.deputy is not None]
    again = after(again, [deputises(room.deputy, room.id, at=3) for room in deputies])
    assert balance(again, way, hall.people) == balance(hall.rooms, way, hall.people)


@any_of(halls(), st.sampled_from([SIZE, MIXED]))
def test_whoever_speaks_for_a_room_keeps_the_seat(hall: Hall, way: Balance) -> None:
    assert not any(hall.rooms.speaks(person) for person in moved(hall, way))


@any_of(halls())
def test_sizes_differ_by_one_at_most_where_single_persons_allow_it(hall: Hall) -> None:
    rooms = balanced(hall, SIZE)
    smallest = min(sizes(rooms))
    for person, room_id in rooms.members.items():
        if rooms.people_of(person) == 1 and not rooms.speaks(person):
            assert rooms.room(room_id).seats <= smallest + 1


@any_of(halls(heads=False, groups=False))
def test_sizes_are_made_even_with_the_fewest_moves(hall: Hall) -> None:
    size, larger = divmod(len(hall.people), len(hall.rooms.rooms))
    before = sorted(sizes(hall.rooms), reverse=True)
    wanted = [size + 1] * larger + [size] * (len(before) - larger)
    assert spread(sizes(balanced(hall, SIZE))) <= 1
    assert len(moved(hall, SIZE)) == sum(max(0, was - now) for was, now in zip(before, wanted, strict=True))


@any_of(halls(), st.sampled_from([SIZE, MIXED]))
def test_among_people_alike_those_who_came_last_move(hall: Hall, way: Balance) -> None:
    movers = set(moved(hall, way))
    gone: set[object] = set()
    for person, affiliation in hall.people:
        room_id, one = hall.rooms.room_of(person), hall.rooms.people_of(person)
        if room_id is None or hall.rooms.speaks(person):
            continue
        alike = (room_id, one, plain(affiliation) if way is MIXED else None)
        if person in movers:
            gone.add(alike)
        else:
            assert alike not in gone


@any_of(halls(heads=False, groups=False))
def test_each_affiliation_is_spread_and_the_rooms_are_even(hall: Hall) -> None:
    rooms = balanced(hall, MIXED)
    assert spread(sizes(rooms)) <= 1
    shares: dict[str, Counter[RoomId]] = {}
    for person, affiliation in hall.people:
        if affiliation is not None:
            shares.setdefault(str(plain(affiliation)), Counter(dict.fromkeys(rooms.rooms, 0)))[rooms.members[person]] += 1
    assert all(spread(list(share.values())) <= 1 for share in shares.values())


@any_of(halls(), st.sampled_from([SIZE, MIXED]))
def test_nobody_moves_who_need_not(hall: Hall, way: Balance) -> None:
    seats = dict(balanced(hall, way).members.items())
    as_it_is = uneven(hall, seats, way)
    for person in moved(hall, way):
        assert uneven(hall, {**seats, person: hall.rooms.members[person]}, way) > as_it_is


@any_of(halls(most=6, most_rooms=3, heads=False, groups=False))
def test_affiliations_are_mixed_as_well_as_can_be(hall: Hall) -> None:
    persons = [person for person, _ in hall.people]
    every = [dict(zip(persons, seats, strict=True)) for seats in product(hall.rooms.rooms, repeat=len(persons))]
    best = min(uneven(hall, seats, MIXED) for seats in every)
    assert uneven(hall, dict(balanced(hall, MIXED).members.items()), MIXED) == best


@any_of(halls())
def test_an_affiliation_sits_together(hall: Hall) -> None:
    rooms = balanced(hall, TOGETHER)
    homes: dict[str, set[RoomId]] = {}
    for person, affiliation in hall.people:
        if affiliation is not None:
            homes.setdefault(str(plain(affiliation)), set()).add(rooms.members[person])
    assert all(len(home) == 1 for home in homes.values())
    assert len(set().union(*homes.values())) == min(len(homes), len(rooms.rooms))


@any_of(halls())
def test_people_without_an_affiliation_never_make_a_room_larger_than_another_by_two(hall: Hall) -> None:
    rooms = balanced(hall, TOGETHER)
    alone = [person for person, affiliation in hall.people if affiliation is None and rooms.people_of(person) == 1]
    assert all(rooms.room(rooms.members[person]).seats <= min(sizes(rooms)) + 1 for person in alone)
