"""An evening as a YAML file: the plan of a session, and what a rehearsal plays with (questions, people, panelists).

``load`` tells every mistake at once, each with file, line and column: ``evening.yaml:14:12: rooms.1.theme: must be text …``.
Numbers in such a path count from 0, as they do on the wire; ``room: 1`` of a question is the first room.
"""

import difflib
import re
from datetime import UTC, datetime
from typing import Annotated, NamedTuple
from zoneinfo import ZoneInfo

from pydantic import BaseModel, Field, ValidationError, ValidationInfo, field_validator

from orchestrator.plan import NoticePlan, PhasePlan, Plan, RoomPlan, Strict, line, lines, problems
from orchestrator.yaml_places import Loc, Misread, Place, Placed, read

_DATE_TIME = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,6})?)?\s*(Z|[+-]\d\d:?\d\d)?")


class QuestionPlan(Strict):
    """A question somebody asks in a rehearsal, in the ``room``-th room (from 1)."""

    room: Annotated[int, Field(ge=1)]
    text: Annotated[str, lines(500)]

    @field_validator("room")
    @classmethod
    def _exists(cls, room: int, info: ValidationInfo) -> int:
        rooms = (info.context or {}).get("rooms", room)
        if room > rooms:
            raise ValueError(f"must be the number of a room, 1 to {rooms}")
        return room


class PersonPlan(Strict):
    """Somebody who joins a rehearsal."""

    name: Annotated[str, line(40)]
    affiliation: Annotated[str, line(80)] | None = None


class Evening(Plan):
    """A plan with its rehearsal. In YAML ``starts_at`` is an ISO date and time, local to ``timezone`` where it names no zone."""

    questions: list[QuestionPlan] = Field(default_factory=list)
    people: list[PersonPlan] = Field(default_factory=list)
    panelists: list[PersonPlan] = Field(default_factory=list)

    @field_validator("starts_at", mode="before")
    @classmethod
    def _to_utc_ms(cls, value: object, info: ValidationInfo) -> int | None:
        return None if value is None else instant(value, info.data.get("timezone", "UTC"))

    def plan(self) -> Plan:
        """What ``POST /api/sessions`` takes: everything but the rehearsal."""
        return Plan.model_validate(self.model_dump(include=set(Plan.model_fields)))


class Fault(NamedTuple):
    """One mistake in a file: where it stands, which key it is about, and what is wrong."""

    file: str
    place: Place
    path: str
    reason: str

    def __str__(self) -> str:
        return ": ".join(filter(None, (f"{self.file}:{self.place.line}:{self.place.column}", self.path, self.reason)))


class BadEvening(ValueError):
    """The file cannot be used. ``faults`` in the order of the file; as text one line each."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = sorted(faults, key=lambda fault: fault.place)
        super().__init__("\n".join(map(str, self.faults)))


def load(text: str, name: str) -> Evening:
    """The evening a YAML text describes; ``name`` is the file's name in messages. Raises ``BadEvening``."""
    try:
        placed = read(text)
    except Misread as error:
        raise BadEvening([Fault(name, error.place, "", error.reason)]) from None
    faults = [Fault(name, place, _path(loc), "is written twice") for loc, place in placed.repeated]
    try:
        evening = Evening.model_validate(placed.value, context=_context(placed))
    except ValidationError as error:
        faults += [_fault(name, placed, loc, reason) for loc, reason in problems(error)]
    if faults:
        raise BadEvening(faults)
    return evening


def instant(value: object, zone: str) -> int:
    """UTC milliseconds of an ISO date and time, read in ``zone`` where it names none. Raises ``ValueError``."""
    if not isinstance(value, str) or not _DATE_TIME.fullmatch(value):
        raise ValueError("must be a date and time such as 2026-11-25 17:00")
    try:
        moment = datetime.fromisoformat(value[:10] + "T" + value[11:].replace(" ", ""))
    except ValueError:
        raise ValueError("must be a date and time that exists") from None
    if moment.tzinfo is None:
        moment = _local(moment, zone)
    return round(moment.timestamp() * 1000)


def _local(moment: datetime, zone: str) -> datetime:
    """The one instant a wall clock in ``zone`` shows that time; it may show it never or twice when clocks change."""
    first, second = (moment.replace(tzinfo=ZoneInfo(zone), fold=fold) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return first
    shown = first.astimezone(UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    how_often = "twice" if shown == moment else "never"
    raise ValueError(f"must name its offset (such as +01:00): that time happens {how_often} in {zone}")


_INSIDE: dict[int | str, type[BaseModel]] = {
    "agenda": PhasePlan,
    "rooms": RoomPlan,
    "recording_notice": NoticePlan,
    "questions": QuestionPlan,
    "people": PersonPlan,
    "panelists": PersonPlan,
}


def _context(placed: Placed) -> dict[str, int]:
    """How many rooms there are, known also where one of them is wrong."""
    rooms = placed.value.get("rooms") if isinstance(placed.value, dict) else None
    return {"rooms": len(rooms)} if isinstance(rooms, list) and rooms else {}


def _fault(name: str, placed: Placed, loc: Loc, reason: str) -> Fault:
    if reason == "is not a known key":
        known = (Evening if len(loc) == 1 else _INSIDE[loc[0]]).model_fields
        near = difflib.get_close_matches(str(loc[-1]), known, n=1)
        return Fault(name, placed.keys[loc], _path(loc), f"{reason}; did you mean {near[0]}?" if near else reason)
    held = loc
    while held not in placed.values:  # what is missing is told at the group it is missing from
        held = held[:-1]
    return Fault(name, placed.values[held], _path(loc), reason)


def _path(loc: Loc) -> str:
    parts = map(str, loc)
    return ".".join(part if part.isprintable() and len(part) <= 40 else ascii(part)[:40] for part in parts)
