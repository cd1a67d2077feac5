"""Putting one session of an archive into a store that does not have it, so that it appears whole."""

from pathlib import Path

from orchestrator import erasure
from orchestrator.archive.file import read_file
from orchestrator.archive.format import BadArchive
from orchestrator.archive.restoring import Restored, replaced, staged
from orchestrator.archive.session import belongs, buried_of, code_stream
from orchestrator.archive.taking import FOREVER
from orchestrator.eventlog.log import Commit, Log, StoreUnavailable, VersionConflict
from orchestrator.messages import Millis, SessionId


async def import_session(log: Log, archive: Path, now: Millis) -> tuple[SessionId, Restored]:
    """Put the session of an archive into a store; workers may serve from it. The session itself appears last, in one step.

    What the tombstones of both say of the session is applied before. If it breaks off, do it again. Raises ``BadArchive``,
    and ``StoreUnavailable`` where one of its streams is there already, or it was deleted.
    """
    made, items = read_file(archive)
    session_id = SessionId(made.session)
    if not session_id:
        raise BadArchive(f"{archive} holds a whole store; put it back with: orchestrator restore")
    own = [line for line in await log.tombstones() if buried_of(line) == session_id]
    async with staged(items, own) as (new, streams, erased):
        tombstones = await new.tombstones()
        if any(erasure.parse(line).what == "deleted" for line in tombstones):
            raise StoreUnavailable(f"{session_id} was deleted, and stays deleted")
        names = await new.streams()
        beginning = await new.read(session_id, limit=1)
        if not all(belongs(name, session_id) or name == code_stream(beginning) for name in names) or not beginning:
            raise BadArchive(f"{archive} is not what it says: it holds other streams than those of {session_id}")
        await _check_free(log, new, session_id)
        for line in tombstones:
            await log.delete([], line)
        moments, mark = dict(await new.due(FOREVER)), replaced(session_id, now)
        for name in [*(name for name in names if name != session_id), session_id]:
            await _put(log, await new.read(name), moments.get(name), mark)
    return session_id, Restored(streams, len(tombstones), erased, None)


async def _check_free(log: Log, new: Log, session_id: SessionId) -> None:
    """The session must not be there. What an import that broke off has put beside it already may be."""
    there = set(await log.streams())
    taken = [name for name in await new.streams() if name in there]
    for name in taken:
        if session_id in there or await log.read(name) != await new.read(name):
            raise StoreUnavailable(f"{name} is in the store already; nothing is imported")


async def _put(log: Log, commits: list[Commit], due_at: int | None, mark: bytes) -> None:
    stream = commits[0].stream
    try:
        if len(commits) == 1:
            await log.append(commits[0], due_at)
        else:
            await log.rewrite(stream, 0, commits, due_at, mark)
    except VersionConflict:
        if await log.read(stream) != commits:
            raise StoreUnavailable(f"{stream} came into the store meanwhile; look at what is there") from None
