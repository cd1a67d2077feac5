"""What a rehearsal does over HTTP: open a session, let people in, look at a view from outside."""

import asyncio
from collections.abc import Mapping
from http import HTTPStatus
from typing import NamedTuple, TypeVar
from urllib.parse import urljoin

import msgspec
from aiohttp import ClientError, ClientSession
from msgspec import Struct

from orchestrator.plan import Plan
from orchestrator.rehearsal.scene import Object, as_object

TRIES = 30  # with a second in between where the server does not say


class NotAdmitted(Exception):
    """The server cannot be reached or lets nobody in; the message says why."""


Shape = TypeVar("Shape")


class OpenedRoom(Struct, frozen=True):
    room_id: str
    theme: str


class Opened(Struct, frozen=True):
    """A new session, as ``POST /api/sessions`` tells it."""

    session_id: str
    join_code: str
    links: dict[str, str]
    tickets: dict[str, str]
    rooms: tuple[OpenedRoom, ...]


class Admitted(Struct, frozen=True):
    participant_id: str
    ticket: str


class Look(NamedTuple):
    """One audience's view, freshly read."""

    view: Object
    me: Object


class _Refusal(Struct, frozen=True):
    code: str = ""
    message: str = ""


class Reception:
    """The HTTP side of the server at ``url``. ``key``: what the operator asks for to open a session, if anything."""

    def __init__(self, http: ClientSession, url: str, key: str | None = None) -> None:
        self._http = http
        self._url = url.rstrip("/") + "/"
        self._key = key

    async def open(self, plan: Plan) -> Opened:
        body: Object = plan.model_dump(mode="json", exclude_none=True)
        opened = msgspec.json.decode(await self._call("POST", "api/sessions", self._key, body), type=Opened)
        return msgspec.structs.replace(opened, links={name: self.absolute(link) for name, link in opened.links.items()})

    async def admit(self, session_id: str, person: Mapping[str, str | None], ticket: str | None = None) -> Admitted:
        """Let somebody in with a join code in ``person``, or in the role of the ``ticket``. They agree to be recorded."""
        body: Object = {key: value for key, value in person.items() if value is not None}
        body["consent"] = True
        answer = await self._call("POST", f"api/sessions/{session_id}/participants", ticket, body)
        return msgspec.json.decode(answer, type=Admitted)

    async def look(self, session_id: str, ticket: str) -> Look:
        answer: Object = msgspec.json.decode(await self._call("GET", f"api/sessions/{session_id}", ticket))
        return Look(as_object(answer["view"]), as_object(answer["me"]))

    async def log(self, session_id: str, ticket: str, shape: type[Shape]) -> Shape:
        """The question log, as much of it as ``shape`` names."""
        return msgspec.json.decode(await self._call("GET", f"api/sessions/{session_id}/question-log.json", ticket), type=shape)

    async def tell(self, session_id: str, ticket: str, name: str, data: Object) -> None:
        """What a late viewer does."""
        await self._call("POST", f"api/sessions/{session_id}/viewing", ticket, {"name": name, "data": data})

    async def send(self, path: str, ticket: str, file: bytes, content_type: str) -> None:
        await self._call("POST", path, ticket, file=file, content_type=content_type)

    def of(self, http: ClientSession) -> "Reception":
        """The same server, for another browser."""
        return Reception(http, self._url)

    def absolute(self, link: str) -> str:
        return urljoin(self._url, link)

    async def _call(
        self,
        method: str,
        path: str,
        ticket: str | None,
        body: Object | None = None,
        file: bytes | None = None,
        content_type: str = "",
    ) -> bytes:
        """The body of a good answer; asks again where the server says that it is busy. Raises ``NotAdmitted``."""
        headers = {"Authorization": f"Bearer {ticket}"} if ticket else {}
        if content_type:
            headers["Content-Type"] = content_type
        try:
            for _ in range(TRIES):
                async with self._http.request(method, self._url + path, json=body, data=file, headers=headers) as response:
                    answer = await response.read()
                    if response.ok:
                        return answer
                    if response.status not in (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE):
                        break
                    wait = response.headers.get("Retry-After", "1")
                await asyncio.sleep(int(wait) if wait.isdecimal() else 1)
        except ClientError:
            raise NotAdmitted(f"no server answers at {self._url}; start one with: orchestrator serve") from None
        raise NotAdmitted(f"{method} /{path}: {_sentence(answer)}")


def _sentence(answer: bytes) -> str:
    try:
        refusal = msgspec.json.decode(answer, type=_Refusal)
    except msgspec.DecodeError:
        return "the server gave no reason"
    return f"{refusal.message} ({refusal.code})"
