"""The bytes of a stream of viewing: what a commit holds."""

from typing import Literal

import msgspec
from msgspec import Struct

from orchestrator.session.codec import UnknownEvent
from orchestrator.viewing.events import AnyViewing


class Body(Struct, frozen=True):
    """What one commit holds. ``format`` rises when old bytes need another reading."""

    events: tuple[AnyViewing, ...]
    format: Literal[1] = 1


_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Body)


def encode(events: tuple[AnyViewing, ...]) -> bytes:
    return _encoder.encode(Body(events))


def decode(body: bytes) -> tuple[AnyViewing, ...]:
    """The events of a commit, or ``UnknownEvent``."""
    try:
        return _decoder.decode(body).events
    except msgspec.DecodeError as error:
        raise UnknownEvent(str(error)) from error
