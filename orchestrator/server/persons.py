"""All that is stored of one person, for themselves and for the host: ``docs/protocol.md`` section 1."""

import asyncio

from aiohttp import web
from msgspec import Struct

from orchestrator.eventlog.log import Log
from orchestrator.messages import ActorId, Millis, QuestionId, RecordingId, Role, RoomId, SessionId
from orchestrator.server.access import Access
from orchestrator.server.api import json_response
from orchestrator.server.guard import Refuse
from orchestrator.server.viewing import ViewingApi
from orchestrator.session.about import Record, about, votes
from orchestrator.session.codec import Entry, decode
from orchestrator.session.state import Session
from orchestrator.viewing.ranges import Ranges, length
from orchestrator.viewing.state import MINUTE, Thought, Viewing

BREATH = 200  # commits; then the loop may look at what else waits


class Watched(Struct, frozen=True, omit_defaults=True):
    """What is stored beside the session. ``watched``: ranges (ms) of each recording; ``minutes``: how many they were there."""

    minutes: int = 0
    counted: bool | None = None
    watched: dict[RecordingId, Ranges] = {}
    too: list[QuestionId] = []
    helped: list[QuestionId] = []
    follow_ups: list[Thought] = []


class Counted(Struct, frozen=True, omit_defaults=True):
    """The same for the host: how much of each, and never which. ``watched``: minutes of all recordings."""

    minutes: int = 0
    counted: bool | None = None
    watched: int = 0
    too: int = 0
    helped: int = 0
    follow_ups: int = 0


class PersonData(Struct, frozen=True, omit_defaults=True):
    """``happened``: what the log says about them, in order. ``votes``: how many, where ``happened`` leaves them out."""

    session_id: SessionId
    participant_id: ActorId
    name: str
    joined_at: Millis
    roles: tuple[Role, ...]
    happened: list[Record]
    viewing: Watched | Counted
    votes: int | None = None
    affiliation: str | None = None
    room_id: RoomId | None = None
    consented: int | None = None


class Persons:
    def __init__(self, access: Access, viewing: ViewingApi, log: Log) -> None:
        self._access = access
        self._viewing = viewing
        self._log = log

    def routes(self) -> list[web.RouteDef]:
        return [web.get("/api/sessions/{session}/participants/{person}/data.json", self.data)]

    async def data(self, request: web.Request) -> web.Response:
        caller = await self._access.caller(request, request.match_info["session"])
        person = ActorId(request.match_info["person"])
        if person != caller.actor.id and Role.HOST not in caller.actor.roles:
            raise Refuse("session.forbidden")
        if person not in caller.session.people:
            raise Refuse("session.unknown_participant")
        entries = await self._entries(caller.session.id)
        viewing = await self._viewing.state(caller.session.id)
        response = json_response(held_of(caller.session, entries, viewing, person, themself=person == caller.actor.id))
        response.headers["Content-Disposition"] = f'attachment; filename="stored-data-{person}.json"'
        return response

    async def _entries(self, session_id: SessionId) -> list[Entry]:
        entries: list[Entry] = []
        for number, commit in enumerate(await self._log.read(session_id)):
            entries += decode(commit.body)
            if number % BREATH == 0:
                await asyncio.sleep(0)
        return entries


def held_of(session: Session, entries: list[Entry], viewing: Viewing, person: ActorId, *, themself: bool) -> PersonData:
    """What ``themself`` may read of it, or else the host."""
    known, watched = session.people[person], _watched(viewing, person)
    return PersonData(
        session_id=session.id,
        participant_id=person,
        name=known.name,
        affiliation=known.affiliation,
        joined_at=known.joined_at,
        roles=tuple(sorted(known.roles)),
        room_id=session.rooms.sees(person),
        consented=known.consented,
        happened=list(about(session, entries, person, secrets=themself)),
        viewing=watched if themself else _counted(watched),
        votes=None if themself else votes(session, person),
    )


def _watched(viewing: Viewing, person: ActorId) -> Watched:
    return Watched(
        minutes=viewing.present.get(person, 0),
        counted=viewing.counted.get(person),
        watched=dict(viewing.watched[person].items()) if person in viewing.watched else {},
        too=sorted(question for question, who in viewing.toos.items() if person in who),
        helped=sorted(question for question, who in viewing.helps.items() if person in who),
        follow_ups=sorted((each for each in viewing.follow_ups.values() if each.viewer_id == person), key=lambda each: each.at),
    )


def _counted(held: Watched) -> Counted:
    return Counted(
        minutes=held.minutes,
        counted=held.counted,
        watched=round(sum(map(length, held.watched.values())) / MINUTE),
        too=len(held.too),
        helped=len(held.helped),
        follow_ups=len(held.follow_ups),
    )
