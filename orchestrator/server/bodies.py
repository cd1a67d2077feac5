"""Bodies of requests: read within limits, parsed strictly, refused in words."""

import asyncio
from itertools import takewhile
from typing import Annotated, TypeVar
from urllib.parse import parse_qsl

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from orchestrator.plan import Loc, NoticePlan, PhasePlan, Plan, RoomPlan, problems
from orchestrator.server.guard import Refuse
from orchestrator.server.strict_json import BadJson, loads
from orchestrator.settings import Settings


class NewParticipant(BaseModel):
    """Somebody wants to come in."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    name: str
    join_code: Annotated[str, Field(max_length=100)] | None = None
    affiliation: str | None = None
    room_id: Annotated[str, Field(max_length=100)] | None = None
    consent: bool = False


class SentCommand(BaseModel):
    """A command over HTTP."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    name: Annotated[str, Field(max_length=100)]
    data: dict[str, object] = {}
    command_id: str | None = None


class NewQuestion(BaseModel):
    """Somebody writes a question, or writes ``question_id`` anew, and asks what is like it."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    text: str
    question_id: Annotated[str, Field(max_length=100)] | None = None


class Told(BaseModel):
    """Something a viewer wants."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    name: Annotated[str, Field(max_length=100)]
    data: dict[str, object] = {}


MODELS = (Plan, PhasePlan, RoomPlan, NoticePlan, NewParticipant, SentCommand, NewQuestion)
OUR_WORDS = {word for model in MODELS for word in model.model_fields}
Model = TypeVar("Model", bound=BaseModel)


async def read_form(request: web.Request, settings: Settings) -> dict[str, str]:
    """The fields of a form as a page of ours sends it: texts, no files. Raises ``Refuse``."""
    if request.content_type != "application/x-www-form-urlencoded":
        raise Refuse("server.bad_request")
    body = await _read(request, settings)
    try:
        return dict(parse_qsl(body.decode(), keep_blank_values=True, errors="strict", max_num_fields=settings.json_keys))
    except ValueError:
        raise Refuse("server.bad_request") from None


async def read_body(request: web.Request, model: type[Model], settings: Settings) -> Model:
    """The body as ``model``. Raises ``Refuse``, naming the field and the reason, never the value."""
    if request.content_type != "application/json":
        raise Refuse("server.not_json")
    try:
        data = loads(
            await _read(request, settings), depth=settings.json_depth, keys=settings.json_keys, items=settings.json_items
        )
    except BadJson as error:
        raise Refuse("server.bad_json", f"This is not JSON as we take it: {error}.") from None
    try:
        return model.model_validate(data)
    except ValidationError as error:
        told = [f"{_named(place) or 'the body'}: {reason}" for place, reason in problems(error)]
        raise Refuse("server.bad_request", "; ".join(told[:5])) from None


async def read_raw(request: web.Request, largest: int, settings: Settings) -> bytes:
    """The body as it came, of at most so many bytes. Raises ``Refuse``, and what aiohttp raises of one too large."""
    return await _read(request.clone(client_max_size=largest), settings)


async def _read(request: web.Request, settings: Settings) -> bytes:
    """The whole body, if it arrives in time."""
    try:
        async with asyncio.timeout(settings.header_seconds):
            return await request.read()
    except TimeoutError:
        request.protocol.force_close()
        raise Refuse("server.bad_request", "The body did not arrive in time.") from None


def _named(place: Loc) -> str:
    """A place in a body, as far as its words are ours: keys may be hostile text too."""
    return ".".join(str(part) for part in takewhile(lambda part: isinstance(part, int) or part in OUR_WORDS, place))
