"""The bytes of the log: what a commit of a session means."""

from typing import Literal

import msgspec
from msgspec import Struct

from orchestrator.messages import ActorId, Millis
from orchestrator.session.events import AnyEvent


class Entry(Struct, frozen=True, omit_defaults=True):
    """One command that made events. A repeat of it is answered with ``result``."""

    actor: ActorId
    at: Millis
    events: tuple[AnyEvent, ...]
    command_id: str | None = None
    result: dict[str, str] | None = None


class Body(Struct, frozen=True):
    """What one commit holds. ``format`` rises when old bytes need another reading."""

    entries: tuple[Entry, ...]
    format: Literal[1] = 1


class UnknownEvent(Exception):
    """A newer version wrote this, or the bytes are not ours. This worker must not guess: the session is read-only here."""


_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Body)


def encode(entries: tuple[Entry, ...]) -> bytes:
    return _encoder.encode(Body(entries))


def decode(body: bytes) -> tuple[Entry, ...]:
    """The entries of a commit, or ``UnknownEvent``."""
    try:
        return _decoder.decode(body).entries
    except msgspec.DecodeError as error:
        raise UnknownEvent(str(error)) from error
