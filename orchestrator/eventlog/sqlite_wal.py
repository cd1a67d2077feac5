"""What SQLite passes over in silence: a write-ahead log damaged in the middle."""

import struct
from pathlib import Path

PAGE = 4096  # bytes, of every file we make


def wal_damage(path: Path) -> str:
    wal = Path(f"{path}-wal")
    frame = _lost_from(wal)
    if not frame or frame != _lost_from(wal):  # a frame may have been read while the server was writing it
        return ""
    return f"{wal.name} is damaged at frame {frame}, and SQLite passes over what was acknowledged after it"


def _lost_from(wal: Path) -> int:
    """The number (from 1) of the first frame that SQLite will not read though acknowledged ones follow it, else 0.

    SQLite takes a damaged frame for the end of the log. One transaction behind it may be a crash in the middle of a
    write; two cannot, as each is made durable before the next begins. (So a flaw in the very last one stays unseen.)
    Format: sqlite.org/fileformat2.html, section 4.
    """
    data = wal.read_bytes() if wal.exists() else b""
    if len(data) < 32 + 24:
        return 0
    order = ">" if data[3] & 1 else "<"
    sums = wal_sums(order, data[:24], (0, 0))
    bad = 0 if sums == struct.unpack_from(">2I", data, 24) else 1
    salts = data[40:48] if bad else data[16:24]
    page = PAGE if bad else int.from_bytes(data[8:12], "big")
    transactions = 0
    for number, at in enumerate(range(32, len(data) - 24 - page + 1, 24 + page), start=1):
        if not bad:
            sums = wal_sums(order, data[at + 24 : at + 24 + page], wal_sums(order, data[at : at + 8], sums))
            if data[at + 8 : at + 16] != salts or sums != struct.unpack_from(">2I", data, at + 16):
                bad = number
        ends_transaction = data[at + 4 : at + 8] != bytes(4)
        transactions += bool(bad and ends_transaction and data[at + 8 : at + 16] == salts)  # else of an older round
    return bad if transactions > 1 else 0


def wal_sums(order: str, data: bytes, sums: tuple[int, int]) -> tuple[int, int]:
    """The checksums after ``data``, which go on from those before it."""
    first, second = sums
    for one, two in struct.iter_unpack(f"{order}2I", data):
        first = (first + one + second) & 0xFFFFFFFF
        second = (second + two + first) & 0xFFFFFFFF
    return first, second
