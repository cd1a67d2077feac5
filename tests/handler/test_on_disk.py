"""A session that comes back from a SQLite store: with the snapshot if it is sound, without it if it is not."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from orchestrator.eventlog.log import Commit
from orchestrator.eventlog.sqlite import SqliteLog
from orchestrator.handler import Desk, Done, Handler, keeping
from orchestrator.messages import CLOCK, SYSTEM
from orchestrator.session.commands import DeleteSession
from tests.fakes import FakeClock
from tests.test_handler import LISTEN, OPEN

EVENTS = 40


class Reads(SqliteLog):
    """Knows from which version on it was read."""

    first = 99

    async def read(self, stream: str, after: int = 0, limit: int | None = None) -> list[Commit]:
        self.first = min(self.first, after)
        return await super().read(stream, after, limit)


@pytest.fixture
async def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store with a session of ``EVENTS``, of which a snapshot was kept on the way."""
    monkeypatch.setattr(keeping, "EVERY", EVENTS // 3)
    monkeypatch.setattr(keeping, "SHARE", 1)
    path = tmp_path / "log.db"
    log = await SqliteLog.open(path)
    handler = Handler(log, FakeClock())
    await handler.submit("s1", replace(OPEN, actor=SYSTEM))
    while handler.seen("s1").folded.events < EVENTS:
        await handler.submit("s1", replace(LISTEN, actor=SYSTEM))
    await handler.drain()
    await log.close()
    assert files(path)
    return path


def files(path: Path) -> list[Path]:
    return list(Path(f"{path}.snapshots").iterdir())


async def come_back(path: Path) -> tuple[Desk, int]:
    """The desk of another process, and the version from which on it read."""
    log = await Reads.open(path)
    handler = Handler(log, FakeClock())
    desk = await handler.read("s1")
    assert isinstance(await handler.submit("s1", replace(LISTEN, actor=SYSTEM)), Done)
    await handler.drain()
    await log.close()
    return desk, log.first


async def test_it_begins_with_the_snapshot(path: Path) -> None:
    desk, first = await come_back(path)
    assert (desk.folded.events, first > 0) == (EVENTS + 1, True)


async def test_without_it_everything_is_the_same_and_it_is_kept_again(path: Path) -> None:
    (file,) = files(path)
    file.write_bytes(file.read_bytes()[:-1] + b"?")
    desk, first = await come_back(path)
    assert (desk.folded.events, first) == (EVENTS + 1, 0)
    again, first = await come_back(path)
    assert (again.folded.events, first > 0) == (EVENTS + 2, True)
    assert len(again.folded.session.rooms.announcements) == len(desk.folded.session.rooms.announcements) + 1


async def test_of_a_deleted_session_none_stays(path: Path) -> None:
    log = await SqliteLog.open(path)
    handler = Handler(log, FakeClock())
    await handler.submit("s1", replace(DeleteSession(), actor=CLOCK))
    await handler.drain()
    await log.close()
    assert files(path) == []
