"""Bodies of requests: read within limits, parsed strictly, refused in words."""

from typing import Annotated, TypeVar

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from orchestrator.plan import problems
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


class SentCommand(BaseModel):
    """A command over HTTP."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    name: Annotated[str, Field(max_length=100)]
    data: dict[str, object] = {}
    command_id: str | None = None


Model = TypeVar("Model", bound=BaseModel)


async def read_body(request: web.Request, model: type[Model], settings: Settings) -> Model:
    """The body as ``model``. Raises ``Refuse``, naming the field and the reason, never the value."""
    if request.content_type != "application/json":
        raise Refuse("server.not_json")
    try:
        data = loads(await request.read(), depth=settings.json_depth, keys=settings.json_keys, items=settings.json_items)
    except web.HTTPRequestEntityTooLarge:
        raise Refuse("server.too_large") from None
    except BadJson as error:
        raise Refuse("server.bad_json", f"This is not JSON as we take it: {error}.") from None
    try:
        return model.model_validate(data)
    except ValidationError as error:
        places = [f"{'.'.join(map(str, place)) or 'the body'}: {reason}" for place, reason in problems(error)]
        raise Refuse("server.bad_request", "; ".join(places[:5])) from None
