"""The answers to the commands that made events, for whoever sends one again.

A long evening has a quarter of a million of them. As bytes in drawers they take a tenth of the room that objects would, and
a snapshot holds them as they are.
"""

from __future__ import annotations  # rpds's containers cannot be subscripted when the program runs

from collections.abc import Iterator
from typing import TypeAlias
from zlib import crc32

import msgspec
from msgspec import Struct
from rpds import HashTrieMap

from orchestrator.messages import ActorId

DRAWERS = 4096

Key: TypeAlias = tuple[ActorId, str]  # who sent it, and its command_id


class Remembered(Struct, frozen=True):
    """The answer to a command, as it was given the first time."""

    version: int
    result: dict[str, str] | None


class Slip(Struct, frozen=True, array_like=True):
    """What lies in a drawer."""

    key: tuple[ActorId, str]
    version: int
    result: dict[str, str] | None


_encode = msgspec.msgpack.Encoder().encode
_slips = msgspec.msgpack.Decoder(list[Slip])


class Answers(Struct, frozen=True, eq=False):
    """Grows by sharing, like all of the state. A drawer is found by the checksum of the key; it is a MessagePack array of slips:
    0xdd, four bytes with their number, the slips."""

    drawers: HashTrieMap[int, bytes] = HashTrieMap()

    def get(self, key: Key) -> Remembered | None:
        wanted = _encode(key)
        drawer = self.drawers.get(crc32(wanted) % DRAWERS)
        if drawer is None or wanted not in drawer:  # which is the case of every new command, and needs no look inside
            return None
        return next((Remembered(slip.version, slip.result) for slip in _slips.decode(drawer) if slip.key == key), None)

    def with_answer(self, key: Key, answer: Remembered) -> Answers:
        wanted = _encode(key)
        number = crc32(wanted) % DRAWERS
        drawer = self.drawers.get(number)
        slip = _encode(Slip(key, answer.version, answer.result))
        if drawer is None:
            filled = b"\xdd\0\0\0\1" + slip
        else:
            length = int.from_bytes(drawer[1:5], "big") + 1
            filled = b"".join((b"\xdd", length.to_bytes(4, "big"), drawer[5:], slip))
        return Answers(self.drawers.insert(number, filled))

    def items(self) -> Iterator[tuple[Key, Remembered]]:
        """All of them, in no order."""
        for drawer in self.drawers.values():
            for slip in _slips.decode(drawer):
                yield slip.key, Remembered(slip.version, slip.result)
