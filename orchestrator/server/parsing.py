"""From a name and JSON data to a command: the allow-list, the types, the texts. Parsed once, here; inside, types are trusted."""

from collections.abc import Callable
from functools import cache
from typing import Annotated, get_args, get_origin, get_type_hints

import msgspec

from orchestrator.agenda.commands import AgendaCommand
from orchestrator.messages import Actor, ActorId, Command, wire_name
from orchestrator.panel.commands import PanelCommand
from orchestrator.qa_queue.commands import QueueCommand
from orchestrator.recordings.commands import RecordingsCommand
from orchestrator.rooms.commands import RoomsCommand
from orchestrator.session.commands import (
    Consent,
    DeleteSession,
    EditDetails,
    EraseParticipant,
    Finish,
    Pseudonymise,
    ReopenSession,
    SetNotice,
    SetRetention,
    SetRoles,
)
from orchestrator.settings import Settings
from orchestrator.text import clean, https_url, recording_url

# What a client may send. Nothing else is ever dispatched.
COMMANDS: dict[str, type[Command]] = {
    wire_name(command): command
    for command in (
        *get_args(AgendaCommand),
        *get_args(RoomsCommand),
        *get_args(QueueCommand),
        *get_args(PanelCommand),
        *get_args(RecordingsCommand),
        *(Finish, SetRoles, EditDetails, SetNotice, Consent),
        *(ReopenSession, EraseParticipant, Pseudonymise, DeleteSession, SetRetention),
    )
}

ONE_LINE = frozenset({"theme", "phase_title", "name", "affiliation", "session_title", "keeper", "reason"})
SET_BY_SERVER = ("actor", "at", "decided_at", "version")


class BadCommand(Exception):
    """``code`` is ``unknown_command`` or ``invalid_command``; the message says which field and why, never its value."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class Parser:
    """Knows the allow-list and the limits of texts."""

    def __init__(self, settings: Settings) -> None:
        self._texts = {name: _cleaners(command, settings) for name, command in COMMANDS.items()}

    def parse(self, name: str, data: object, actor_id: ActorId) -> tuple[Command, str | None]:
        """The command, sent by ``actor_id``, and its ``command_id`` if it has one. Raises ``BadCommand``."""
        kind = COMMANDS.get(name)
        if kind is None:
            raise BadCommand("unknown_command", "There is no such command.")
        if not isinstance(data, dict):
            raise BadCommand("invalid_command", "The data of a command is an object.")
        command_id = _command_id(data.pop("command_id", None))
        for field in _set_by_server(kind):
            data.pop(field, None)
        for field, cleaner in self._texts[name]:
            if isinstance(data.get(field), str):
                try:
                    data[field] = cleaner(data[field])
                except ValueError as error:
                    raise BadCommand("invalid_command", f"{field}: {error}") from None
        data["actor"] = Actor(actor_id)
        try:
            return msgspec.convert(data, kind), command_id
        except msgspec.ValidationError as error:
            raise BadCommand("invalid_command", plain(error)) from None


def _set_by_server(kind: type[Command]) -> list[str]:
    """The fields that are ignored, but where they are words of the command itself."""
    own = {wire for field, wire in zip(kind.__struct_fields__, kind.__struct_encode_fields__, strict=True) if field != wire}
    return [field for field in SET_BY_SERVER if field == "decided_at" or field not in own]


def _command_id(value: object) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str) or not 1 <= len(value) <= 100 or not value.isprintable():
        raise BadCommand("invalid_command", "command_id: must be 1 to 100 printable characters")
    return value


Cleaner = Callable[[str], str]
URLS: dict[str, Cleaner] = {"url": https_url, "recording_url": recording_url}


def _cleaners(command: type[Command], settings: Settings) -> list[tuple[str, Cleaner]]:
    """The fields of a command that hold a person's text, by their names on the wire, each with what makes it fit."""
    return [(wire_name, cleaner(limit, settings)) for wire_name, limit in _limits(command)]


@cache
def _limits(command: type[Command]) -> list[tuple[str, str]]:
    wire_names = dict(zip(command.__struct_fields__, command.__struct_encode_fields__, strict=True))
    limits = {field: _limit_of(hint) for field, hint in get_type_hints(command, include_extras=True).items()}
    return [(wire_names[field], limit) for field, limit in limits.items() if limit is not None and field in wire_names]


def _limit_of(hint: object) -> str | None:
    """The name of the limit in ``Annotated[str, Meta(extra={"limit": …})]``, also inside a union with ``None``."""
    if get_origin(hint) is Annotated:
        for meta in get_args(hint)[1:]:
            if isinstance(meta, msgspec.Meta) and meta.extra and "limit" in meta.extra:
                return str(meta.extra["limit"])
        return None
    return next((limit for part in get_args(hint) if (limit := _limit_of(part)) is not None), None)


def cleaner(limit: str, settings: Settings) -> Cleaner:
    """What makes a text of this kind fit; it raises ``ValueError`` with a reason to show."""
    if limit in URLS:
        return URLS[limit]
    size: int = getattr(settings, f"limit_{limit}")
    lines = limit not in ONE_LINE
    return lambda text: clean(text, size, lines=lines)


def plain(error: msgspec.ValidationError) -> str:
    """What was wanted and where, without what was sent: that may be hostile, and goes nowhere."""
    reason, _, place = str(error).partition(" - at `$")
    if reason.startswith("Invalid enum value"):
        reason = "is not one of the allowed values"
    elif "unknown field" in reason or reason.startswith("Invalid value"):  # the latter: a field of the name of the tag
        reason, place = "there is a field too many", ""
    field = place.strip("`.")
    return f"{field}: {reason}" if field else reason
