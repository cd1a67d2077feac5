"""The bytes of an archive: streams and tombstones in one file. Pure; ``docs/archive.md`` says it in words.

A line of JSON (``Header``), records packed by zlib, a line of JSON (``Trailer``) with the SHA-256 of every byte before it.
"""

import hashlib
import itertools
import zlib
from collections.abc import Iterable, Iterator
from typing import Literal

import msgspec
from msgspec import Struct

from orchestrator.eventlog.log import NO_HASH, Commit, StoreUnavailable, chain
from orchestrator.messages import Millis

LINE = 4096  # bytes, which no header and no trailer reaches
PIECE = 1 << 16  # bytes that are unpacked at a time
LARGEST = 1 << 28  # bytes of a record; damaged lengths are larger than any commit
LEVEL = 6  # of zlib


class BadArchive(StoreUnavailable):
    """The file is no archive, is damaged or cut, or a newer version of this program made it."""


class Header(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the archive is. ``store``: the kind it was taken from; ``session``: the only one in it, ``""`` for a whole store."""

    format: Literal["orchestrator archive"]
    version: int
    made_at: Millis
    store: str
    session: str = ""


def header(made_at: Millis, store: str, session: str = "") -> Header:
    return Header(format="orchestrator archive", version=1, made_at=made_at, store=store, session=session)


class Trailer(Struct, frozen=True):
    """What was in it."""

    streams: int
    commits: int
    tombstones: int
    sha256: str


class Due(Struct, frozen=True, array_like=True, tag=2):
    """Something is due in a stream at this moment (UTC ms), as in the index of the log. All stand behind the streams."""

    stream: str
    at: int


class Buried(Struct, frozen=True, array_like=True, tag=3):
    """A tombstone. All stand at the end, so whatever was erased while the streams were read is among them."""

    line: bytes


class _Begun(Struct, frozen=True, array_like=True, tag=0):
    stream: str


class _Held(Struct, frozen=True, array_like=True, tag=1):
    version: int
    hash: bytes
    body: bytes


Item = Commit | Due | Buried
_Record = _Begun | _Held | Due | Buried

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(_Record).decode
_json = msgspec.json.Encoder().encode


class _Course(Struct):
    """Where in an archive we are. Streams come whole and in the order of their names, then what is due, then tombstones."""

    streams: int = 0
    commits: int = 0
    tombstones: int = 0
    stream: str = ""
    version: int = 0
    hash: bytes = NO_HASH
    stage: int = 0

    def begins(self, stream: str) -> None:
        if self.stage or (self.streams and (stream <= self.stream or not self.version)):
            raise BadArchive(f"the stream {stream} is out of place")
        self.streams, self.stream, self.version, self.hash = self.streams + 1, stream, 0, NO_HASH

    def goes_on(self, version: int, digest: bytes, body: bytes) -> None:
        if self.stage or not self.streams or version != self.version + 1 or digest != chain(self.hash, body):
            raise BadArchive(f"{self.stream} does not continue at version {version}")
        self.commits, self.version, self.hash = self.commits + 1, version, digest

    def reaches(self, stage: int) -> None:
        if stage < self.stage or (self.streams and not self.version):
            raise BadArchive("its parts are out of order")
        self.stage = stage

    def trailer(self, total: str) -> Trailer:
        self.reaches(2)
        return Trailer(self.streams, self.commits, self.tombstones, total)


class Writer:
    """Items in, bytes out: ``begin``, ``add`` each, ``end``. Raises ``BadArchive`` where an item is out of place."""

    def __init__(self, header: Header) -> None:
        self._header = header
        self._course = _Course()
        self._zip = zlib.compressobj(LEVEL)
        self._total = hashlib.sha256()

    def begin(self) -> bytes:
        return self._told(_line(self._header))

    def add(self, item: Item) -> bytes:
        course = self._course
        match item:
            case Commit():
                begun = b""
                if item.version == 1:
                    course.begins(item.stream)
                    begun = _packed(_Begun(item.stream))
                elif item.stream != course.stream:
                    raise BadArchive(f"{item.stream} begins with version {item.version}")
                course.goes_on(item.version, item.hash, item.body)
                return self._told(self._zip.compress(begun + _packed(_Held(item.version, item.hash, item.body))))
            case Due():
                course.reaches(1)
            case Buried():
                course.reaches(2)
                course.tombstones += 1
        return self._told(self._zip.compress(_packed(item)))

    def end(self) -> bytes:
        last = self._told(self._zip.flush())
        return last + _line(self.trailer())

    def trailer(self) -> Trailer:
        return self._course.trailer(self._total.hexdigest())

    def copy(self) -> "Writer":
        """One that goes on from here by itself, for whoever may have to go back."""
        copy = Writer(self._header)
        copy._course = msgspec.structs.replace(self._course)
        copy._zip, copy._total = self._zip.copy(), self._total.copy()
        return copy

    def _told(self, data: bytes) -> bytes:
        self._total.update(data)
        return data


def read(chunks: Iterable[bytes]) -> tuple[Header, Iterator[Item]]:
    """What the bytes of an archive hold. Only when the items have ended is it certain that they are what was written.

    Raises ``BadArchive``, also while the items are read.
    """
    rest = iter(chunks)
    line, found, data = _begin(rest).partition(b"\n")
    try:
        header = msgspec.json.decode(line, type=Header)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        raise BadArchive("this is no archive") from None
    if not found:
        raise BadArchive("this is no archive")
    if header.version != 1:
        raise BadArchive(f"its format is {header.version}, this program knows 1: use the newer version")
    return header, _items(line + b"\n", itertools.chain([data], rest))


def _begin(chunks: Iterator[bytes]) -> bytes:
    data = b""
    while b"\n" not in data and len(data) < LINE:
        chunk = next(chunks, b"")
        if not chunk:
            break
        data += chunk
    return data


def _items(line: bytes, chunks: Iterator[bytes]) -> Iterator[Item]:
    total, course, unzip, waiting = hashlib.sha256(line), _Course(), zlib.decompressobj(), bytearray()
    for chunk in chunks:
        for piece in _unpacked(unzip, chunk):
            waiting += piece
            yield from _taken(waiting, course)
        total.update(chunk[: len(chunk) - len(unzip.unused_data)])
        if unzip.eof:
            break
    if not unzip.eof:
        raise BadArchive("it is cut off")
    if waiting:
        raise BadArchive("it is damaged")
    said = unzip.unused_data
    for chunk in chunks:
        said += chunk
        if len(said) > LINE:
            break
    expected = _line(course.trailer(total.hexdigest()))
    if expected.startswith(said) and said != expected:
        raise BadArchive("it is cut off")
    if said != expected:
        raise BadArchive("it is damaged: its checksum is another one")


def _unpacked(unzip: "zlib._Decompress", data: bytes) -> Iterator[bytes]:
    while True:
        try:
            piece = unzip.decompress(data, PIECE)
        except zlib.error:
            raise BadArchive("it is damaged") from None
        yield piece
        data = unzip.unconsumed_tail
        if unzip.eof or (not data and len(piece) < PIECE):
            return


def _taken(waiting: bytearray, course: _Course) -> Iterator[Item]:
    """The items that stand whole in what waits, which go from it."""
    at = 0
    while len(waiting) >= at + 4:
        end = at + 4 + int.from_bytes(waiting[at : at + 4], "big")
        if end - at > LARGEST:
            raise BadArchive("it is damaged")
        if end > len(waiting):
            break
        try:
            record = _decode(waiting[at + 4 : end])
        except (msgspec.MsgspecError, UnicodeDecodeError):
            raise BadArchive("it is damaged") from None
        at = end
        match record:
            case _Begun():
                course.begins(record.stream)
            case _Held():
                course.goes_on(record.version, record.hash, record.body)
                yield Commit(course.stream, record.version, record.body, record.hash)
            case Due():
                course.reaches(1)
                yield record
            case Buried():
                course.reaches(2)
                course.tombstones += 1
                yield record
    del waiting[:at]


def _line(content: Header | Trailer) -> bytes:
    return _json(content) + b"\n"


def _packed(record: _Record) -> bytes:
    data = _encode(record)
    return len(data).to_bytes(4, "big") + data
