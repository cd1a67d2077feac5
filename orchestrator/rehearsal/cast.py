"""Who plays: the people of the evening on their seats, everybody with a connection of their own."""

import asyncio
from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple

from aiohttp import ClientSession

from orchestrator.evening import Evening, PersonPlan
from orchestrator.rehearsal.behaviour import Seat
from orchestrator.rehearsal.client import Client
from orchestrator.rehearsal.reception import Opened, Reception
from orchestrator.rehearsal.tally import Tally

AT_ONCE = 8  # so many arrive in the same moment
PANELISTS = 3
QUESTIONS = 4  # so many a person asks at most; more would run into the limit for one person


class Cast(NamedTuple):
    """Everybody who acts. Host and moderator act with their shared links."""

    host: Client
    moderator: Client
    panelists: list[Client]
    participants: list[tuple[Seat, Client]]

    def everybody(self) -> list[Client]:
        return [self.host, self.moderator, *self.panelists, *(client for _, client in self.participants)]


def people(known: Sequence[PersonPlan], count: int, otherwise: str) -> list[PersonPlan]:
    """So many people: those of the evening, then again with a number (``Ana 2``), or numbers alone where it names nobody."""
    if not known:
        return [PersonPlan(name=f"{otherwise} {number}") for number in range(1, count + 1)]
    rounds = [
        person if again == 0 else PersonPlan(name=f"{person.name[:35]} {again + 1}", affiliation=person.affiliation)
        for again in range(count // len(known) + 1)
        for person in known
    ]
    return list(islice(rounds, count))


def seats(evening: Evening, count: int) -> list[Seat]:
    """The participants spread over the rooms in turn, so that an institution sits in several; each room's questions likewise."""
    rooms = len(evening.rooms)
    result = []
    for index, person in enumerate(people(evening.people, count, "Teacher")):
        room, place = index % rooms, index // rooms
        bank = [question.text for question in evening.questions if question.room == room + 1]
        members = len(range(room, count, rooms))
        result.append(Seat(person.name, person.affiliation, room, place, tuple(bank[place::members][:QUESTIONS])))
    return result


class Casting:
    """Lets people in and connects them."""

    def __init__(self, reception: Reception, http: ClientSession, url: str, opened: Opened, tally: Tally) -> None:
        self._reception = reception
        self._http = http
        self._url = url
        self._opened = opened
        self._tally = tally
        self._door = asyncio.Semaphore(AT_ONCE)

    async def cast(self, evening: Evening, count: int) -> Cast:
        """Everybody, connected."""
        experts = evening.panelists or people((), PANELISTS, "Expert")
        sitting = seats(evening, count)
        host = await self._enter(self._opened.tickets["host"], "the host")
        moderator = await self._enter(self._opened.tickets["moderator"], "the moderator")
        panel = await asyncio.gather(*(self._panelist(person) for person in experts))
        members = await asyncio.gather(*(self._participant(seat) for seat in sitting))
        return Cast(host, moderator, list(panel), list(zip(sitting, members, strict=True)))

    async def _panelist(self, person: PersonPlan) -> Client:
        return await self._admit({"name": person.name, "affiliation": person.affiliation}, self._opened.tickets["panel"])

    async def _participant(self, seat: Seat) -> Client:
        """Most come with their room chosen; who is last in a room chooses it after coming in."""
        room_id = self._opened.rooms[seat.room].room_id
        later = seat.place == 6
        person = {
            "join_code": self._opened.join_code,
            "name": seat.name,
            "affiliation": seat.affiliation,
            "room_id": None if later else room_id,
        }
        client = await self._admit(person, None)
        if later:
            await client.send("rooms.choose", {"room_id": room_id})
        return client

    async def _admit(self, person: dict[str, str | None], ticket: str | None) -> Client:
        async with self._door:
            admitted = await self._reception.admit(self._opened.session_id, person, ticket)
            return await self._enter(admitted.ticket, str(person["name"]))

    async def _enter(self, ticket: str, name: str) -> Client:
        client = Client(self._url, self._opened.session_id, ticket, name, self._tally, self._http)
        await client.enter()
        return client
