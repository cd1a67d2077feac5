"""The plan of a session: what the HTTP call that creates one and the YAML file of an evening have in common.

A plan is parsed here once, strictly: unknown keys, wrong types and texts out of bounds are refused, each with a plain reason
(``problems``). Durations are given in minutes or seconds and leave as milliseconds; ``starts_at`` is UTC milliseconds.
"""

import functools
import zoneinfo
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from orchestrator.text import clean, https_url

Loc = tuple[int | str, ...]
Kind = Literal["plenary", "breakout", "break", "panel", "wrap_up"]

MAX_SECONDS = 86_400
MAX_INSTANT = 253_402_300_799_999  # the last millisecond of the year 9999


def line(limit: int) -> AfterValidator:
    """A text of one line and at most ``limit`` graphemes."""
    return AfterValidator(lambda value: clean(value, limit, lines=False))


def lines(limit: int) -> AfterValidator:
    """A text of several lines and at most ``limit`` graphemes."""
    return AfterValidator(lambda value: clean(value, limit))


@functools.cache
def _known_zones() -> frozenset[str]:
    return frozenset(zoneinfo.available_timezones())


def _known_zone(value: str) -> str:
    if value not in _known_zones():  # ZoneInfo itself would open a file of that name
        raise ValueError("must be a time zone such as Europe/Brussels")
    return value


Https = Annotated[str, AfterValidator(https_url)]
Zone = Annotated[str, AfterValidator(_known_zone)]
Language = Annotated[str, Field(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,4}$")]


class Strict(BaseModel):
    """Nothing is guessed and nothing is dropped."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class PhasePlan(Strict):
    """One timed block. ``at_end``: the next phase begins by itself (``advance``) or when the host says so (``wait``)."""

    kind: Kind
    title: Annotated[str, line(80)]
    minutes: Annotated[float, Field(gt=0, le=MAX_SECONDS / 60, allow_inf_nan=False)] | None = None
    seconds: Annotated[float, Field(ge=1, le=MAX_SECONDS, allow_inf_nan=False)] | None = None
    at_end: Literal["advance", "wait"] = "advance"

    @model_validator(mode="after")
    def _one_length(self) -> Self:
        if (self.minutes is None) == (self.seconds is None):
            raise ValueError("must have either minutes or seconds")
        return self

    @property
    def duration(self) -> int:
        """Milliseconds, at least one."""
        seconds = self.seconds if self.minutes is None else self.minutes * 60
        return max(1, round((seconds or 0) * 1000))


class RoomPlan(Strict):
    """One thematic room: its theme, the dilemma it discusses, the link of its call, questions prepared for its members."""

    theme: Annotated[str, line(80)]
    prompt: Annotated[str, lines(2_000)] | None = None
    call_url: Https | None = None
    questions: Annotated[list[Annotated[str, lines(500)]], Field(max_length=20)] = Field(default_factory=list)


class NoticePlan(Strict):
    """What people are told before they join: whether this is recorded, who keeps the recording, for how many days."""

    recorded: bool
    keeper: Annotated[str, line(80)] | None = None
    days: Annotated[int, Field(ge=1, le=3_650)] | None = None

    @model_validator(mode="after")
    def _is_complete(self) -> Self:
        if self.recorded and (self.keeper is None or self.days is None):
            raise ValueError("must have keeper and days where recorded is true")
        return self


class Plan(Strict):
    """Everything that is known of a session before it begins. Exactly one of ``template`` and ``agenda`` is given.

    ``moderation``: questions wait for review before all rooms see them. ``calls``: who makes the calls that nobody pasted.
    """

    title: Annotated[str, line(120)]
    template: Literal["45-15-60"] | None = None
    agenda: Annotated[list[PhasePlan], Field(min_length=1, max_length=24)] | None = None
    rooms: Annotated[list[RoomPlan], Field(min_length=1, max_length=60)]
    language: Language = "en"
    timezone: Zone = "UTC"
    starts_at: Annotated[int, Field(ge=0, le=MAX_INSTANT)] | None = None
    auto_start: bool = False
    plenary_call_url: Https | None = None
    recording_notice: NoticePlan | None = None
    moderation: bool = False
    calls: Literal["links", "bigbluebutton"] = "links"

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if (self.template is None) == (self.agenda is None):
            raise ValueError("must have either template or agenda")
        if self.auto_start and self.starts_at is None:
            raise ValueError("must have starts_at where auto_start is true")
        return self


_TEMPLATE = (
    PhasePlan(kind="breakout", title="In your rooms", minutes=45),
    PhasePlan(kind="break", title="Break", minutes=15),
    PhasePlan(kind="panel", title="Questions and answers with the panel", minutes=60),
)


def phases(plan: Plan) -> list[PhasePlan]:
    """The phases of a plan in order: its agenda, or the three of its template."""
    return list(_TEMPLATE if plan.agenda is None else plan.agenda)


def problems(error: ValidationError) -> list[tuple[Loc, str]]:
    """Where a plan is wrong and why, in plain words without the input: ``(("rooms", 1, "theme"), "must be text …")``."""
    return [(problem["loc"], _reason(problem["type"], problem.get("ctx", {}))) for problem in error.errors(include_input=False)]


def _reason(kind: str, details: dict[str, object]) -> str:
    """One plain sentence part for a kind of error of the validator; ``details`` are the numbers it gives."""
    templates = {
        "missing": "is missing",
        "extra_forbidden": "is not a known key",
        "value_error": "{error}",
        "string_type": "must be text",
        "string_pattern_mismatch": "must be a language code such as en or pt-BR",
        "bool_type": "must be true or false",
        "int_type": "must be a whole number",
        "float_type": "must be a number",
        "finite_number": "must be a finite number",
        "list_type": "must be a list",
        "model_type": "must be a group of keys with values",
        "literal_error": "must be {expected}",
        "too_short": "must have at least {min_length} of them",
        "too_long": "must have at most {max_length} of them",
        "greater_than": "must be more than {gt}",
        "greater_than_equal": "must be at least {ge}",
        "less_than_equal": "must be at most {le}",
    }
    return templates.get(kind, "is not valid").format_map(details)
