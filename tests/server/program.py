"""A program that talks HTTP with a server, in the words of ``docs/protocol.md`` section 1."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

import aiohttp
from msgspec import Struct
from multidict import CIMultiDictProxy

Object = dict[str, Any]

SEVERAL = [
    {"kind": "breakout", "title": "In your rooms", "minutes": 45},
    {"kind": "break", "title": "Break", "minutes": 15},
    {"kind": "panel", "title": "Panel", "minutes": 60},
]
PLAN: Object = {
    "title": "An evening",
    "agenda": SEVERAL,
    "rooms": [{"theme": "Mentoring", "call_url": "https://meet.example.org/a"}, {"theme": "Assessment"}],
}


class Reply(Struct):
    status: int
    headers: CIMultiDictProxy[str]
    text: str

    @property
    def json(self) -> Any:
        return json.loads(self.text)

    @property
    def code(self) -> str:
        """The code of a refusal, which has a sentence and nothing else."""
        body = self.json
        assert body.keys() == {"code", "message"}, body
        assert body["message"]
        return str(body["code"])


class Person(Struct):
    id: str
    ticket: str


class Program:
    def __init__(self, http: aiohttp.ClientSession, url: str) -> None:
        self._http = http
        self.url = url

    async def call(
        self,
        method: str,
        path: str,
        body: object = None,
        ticket: str | None = None,
        headers: Mapping[str, str] | None = None,
        **more: Any,
    ) -> Reply:
        """One request; ``body`` becomes JSON. Redirects are not followed, cookies are not kept."""
        sent = dict(headers or {})
        if ticket is not None:
            sent["Authorization"] = f"Bearer {ticket}"
        if body is not None:
            sent.setdefault("Content-Type", "application/json")
            more["data"] = json.dumps(body)
        async with self._http.request(method, self.url + path, headers=sent, allow_redirects=False, **more) as response:
            self._http.cookie_jar.clear()
            return Reply(response.status, response.headers, await response.text())

    async def get(self, path: str, ticket: str | None = None, **more: Any) -> Reply:
        return await self.call("GET", path, ticket=ticket, **more)

    async def post(self, path: str, body: object = None, ticket: str | None = None, **more: Any) -> Reply:
        return await self.call("POST", path, body, ticket, **more)

    async def open(self, **changes: Any) -> "Evening":
        """A new session: three phases of 45, 15 and 60 minutes, rooms r1 and r2, unless said otherwise."""
        reply = await self.post("/api/sessions", PLAN | changes)
        assert reply.status == 201, reply.text
        return Evening(self, reply.json)


class Evening:
    """A session on the server, seen from outside."""

    def __init__(self, program: Program, opened: Object) -> None:
        self.program = program
        self.opened = opened
        self.id: str = opened["session_id"]
        self.path = f"/api/sessions/{self.id}"
        self.join_code: str = opened["join_code"]
        self.tickets: dict[str, str] = opened["tickets"] | {"watch": secret(opened["links"]["watch"])}
        self.host = self.tickets["host"]

    async def join(self, name: str, room: str | None = None) -> Person:
        return await self._admit({"join_code": self.join_code, "name": name, **({"room_id": room} if room else {})}, None)

    async def named(self, link: str, name: str) -> Person:
        """A person with the role of a link."""
        return await self._admit({"name": name}, self.tickets[link])

    async def _admit(self, body: Object, ticket: str | None) -> Person:
        reply = await self.program.post(f"{self.path}/participants", body, ticket)
        assert reply.status == 201, reply.text
        return Person(reply.json["participant_id"], reply.json["ticket"])

    async def send(self, ticket: str, name: str, data: object = None, command_id: str | None = None) -> Reply:
        body = {"name": name, "data": data or {}, **({"command_id": command_id} if command_id is not None else {})}
        return await self.program.post(f"{self.path}/commands", body, ticket)

    async def do(self, ticket: str, name: str, **data: Any) -> Object:
        """A command that has to hold; its answer. A field ``as_`` is sent as ``as``."""
        reply = await self.send(ticket, name, {field.rstrip("_"): value for field, value in data.items()})
        assert reply.status == 200, (name, reply.text)
        return dict(reply.json)

    async def made(self, ticket: str, name: str, **data: Any) -> str:
        """The id of what a command made."""
        (made,) = (await self.do(ticket, name, **data))["result"].values()
        return str(made)

    async def refused(self, ticket: str, name: str, **data: Any) -> str:
        """The code with which a command is refused, and nothing was changed by it."""
        before = await self.version()
        reply = await self.send(ticket, name, data)
        assert reply.status >= 400, (name, reply.text)
        assert await self.version() == before
        return reply.code

    async def seen(self, ticket: str) -> Object:
        reply = await self.program.get(self.path, ticket)
        assert reply.status == 200, reply.text
        return dict(reply.json)

    async def version(self) -> int:
        return int((await self.seen(self.host))["version"])

    async def asked(self, author: Person, text: str = "Why?") -> str:
        """A submitted question; asking must be open."""
        question = await self.made(author.ticket, "qa_queue.draft", text=text)
        await self.do(self.host, "qa_queue.submit", question_id=question)
        return question


def secret(link: str) -> str:
    """The secret in a link."""
    return parse_qs(urlsplit(link).query)["k"][0]
