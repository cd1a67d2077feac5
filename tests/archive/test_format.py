"""The bytes of an archive: what went in comes out, and no flipped byte and no cut passes."""

from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestrator.archive.format import BadArchive, Buried, Due, Header, Item, Writer, header, read
from orchestrator.eventlog.log import NO_HASH, Commit, StoreUnavailable, chain

MADE = header(1_000, "sqlite")


def whole(stream: str, *bodies: bytes) -> list[Commit]:
    commits: list[Commit] = []
    for body in bodies:
        previous = commits[-1].hash if commits else NO_HASH
        commits.append(Commit(stream, len(commits) + 1, body, chain(previous, body)))
    return commits


def written(items: Sequence[Item], made: Header = MADE) -> bytes:
    writer = Writer(made)
    return b"".join([writer.begin(), *[writer.add(item) for item in items], writer.end()])


def cut(data: bytes, size: int) -> Iterator[bytes]:
    return (data[at : at + size] for at in range(0, len(data), size))


def found(data: bytes, size: int = 1 << 16) -> tuple[Header, list[Item]]:
    made, items = read(cut(data, size))
    return made, list(items)


names = st.text(st.characters(codec="utf-8"), max_size=8)
streams = st.dictionaries(names, st.lists(st.binary(max_size=200), min_size=1, max_size=5), max_size=5)
dues = st.dictionaries(names, st.integers(0, 2**53), max_size=3)
lines = st.lists(st.binary(max_size=50), max_size=3)


@st.composite
def contents(draw: st.DrawFn) -> list[Item]:
    commits = [commit for name, bodies in sorted(draw(streams).items()) for commit in whole(name, *bodies)]
    return [*commits, *[Due(name, at) for name, at in draw(dues).items()], *[Buried(line) for line in draw(lines)]]


@given(contents(), st.sampled_from(["", "s1"]), st.integers(1, 300))
def test_what_went_in_comes_out_however_the_file_is_read(items: list[Item], session: str, size: int) -> None:
    made = header(5, "redis", session)
    assert found(written(items, made), size) == (made, items)


@given(contents(), st.data())
def test_one_flipped_byte_is_refused_wherever_it_is(items: list[Item], data: st.DataObject) -> None:
    archive = bytearray(written(items))
    archive[data.draw(st.integers(0, len(archive) - 1))] ^= data.draw(st.integers(1, 255))
    with pytest.raises(BadArchive):
        found(bytes(archive))


@given(contents(), st.data())
def test_a_cut_is_refused_wherever_it_is(items: list[Item], data: st.DataObject) -> None:
    archive = written(items)
    with pytest.raises(BadArchive):
        found(archive[: data.draw(st.integers(0, len(archive) - 1))])


@given(contents(), st.binary(min_size=1, max_size=5_000))
def test_nothing_may_stand_behind_it(items: list[Item], more: bytes) -> None:
    with pytest.raises(BadArchive):
        found(written(items) + more)


def test_large_bodies_come_piece_by_piece() -> None:
    items = whole("a", bytes(5_000_000), b"", b"x" * 70_000)
    assert found(written(items), 4096)[1] == items


@pytest.mark.parametrize("data", [b"", b"\n", b"{}\n", b"SQLite format 3\0" + bytes(5_000), b"x" * 10_000, b'{"a":1}\n' * 900])
def test_what_is_no_archive_is_said_so(data: bytes) -> None:
    with pytest.raises(BadArchive, match="no archive"):
        found(data)


def test_a_newer_archive_is_said_so() -> None:
    newer = Header(format="orchestrator archive", version=2, made_at=1, store="sqlite")
    with pytest.raises(StoreUnavailable, match="its format is 2, this program knows 1"):
        found(written([], newer))


def test_the_first_line_says_what_it_is() -> None:
    assert written([]).startswith(b'{"format":"orchestrator archive","version":1,"made_at":1000,"store":"sqlite"}\n')


@pytest.mark.parametrize(
    "items",
    [
        whole("a", b"1", b"2")[1:],
        [whole("a", b"1")[0], whole("a", b"1", b"2", b"3")[2]],
        [whole("a", b"1")[0], whole("a", b"x", b"2")[1]],
        [whole("a", b"1")[0], whole("b", b"1", b"2")[1]],
        [*whole("b", b"1"), *whole("a", b"1")],
        [*whole("a", b"1"), *whole("a", b"1")],
        [Due("a", 1), *whole("a", b"1")],
        [Buried(b"x"), Due("a", 1)],
    ],
)
def test_what_is_out_of_place_is_not_written(items: list[Item]) -> None:
    with pytest.raises(BadArchive):
        written(items)


def test_a_writer_goes_back_to_where_it_was_copied() -> None:
    writer = Writer(MADE)
    data = writer.begin() + writer.add(whole("a", b"1")[0])
    again = writer.copy()
    writer.add(whole("b", b"wrong")[0])
    data += b"".join(again.add(commit) for commit in whole("b", b"right")) + again.end()
    assert found(data) == (MADE, [*whole("a", b"1"), *whole("b", b"right")])
