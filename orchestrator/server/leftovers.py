"""What is left over: the files of a session's recordings beside the log, and erasures that a crash broke off."""

import asyncio
import logging
import shutil
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from msgspec import MsgspecError

from orchestrator import erasure
from orchestrator.erasure import Keeper, Tombstone
from orchestrator.eventlog.log import Damaged, Log, VersionConflict
from orchestrator.messages import Millis, SessionId
from orchestrator.session.codec import UnknownEvent

logger = logging.getLogger(__name__)

RECENT: Millis = 600_000  # what is so much older than the newest tombstone was finished: nothing is erased while that waits


class Files:
    """The recordings of our own, as a keeper. They are not the people's: whoever is erased is heard in them still."""

    def __init__(self, media_dir: str) -> None:
        self._folder = Path(media_dir) if media_dir else None

    async def rename_all(self, session_id: SessionId, aliases: Mapping[str, str], keep_texts: bool) -> None:
        pass

    async def forget(self, session_id: SessionId) -> None:
        """What cannot be removed now is tried again at the next start, see ``finish_erasing``."""
        if self._folder is None:
            return
        folder = self._folder / session_id
        try:
            await asyncio.to_thread(shutil.rmtree, folder)
        except FileNotFoundError:
            pass
        except OSError as error:
            logger.error("%s has to be removed by hand: %s", folder, error)


async def finish_erasing(log: Log, keepers: Sequence[Keeper]) -> None:
    """Finish what a crash broke off, before anybody is let in. Raises ``StoreUnavailable``: then nobody is."""
    tombstones = list(_readable(await log.tombstones()))
    newest = max((tombstone.at for tombstone in tombstones), default=0)
    for tombstone in tombstones:
        if tombstone.at >= newest - RECENT:
            await _finish(log, keepers, tombstone)
        elif tombstone.what == "deleted":  # files that could not be removed then
            for keeper in keepers:
                await keeper.forget(tombstone.session_id)


async def _finish(log: Log, keepers: Sequence[Keeper], tombstone: Tombstone) -> None:
    try:
        if await _applied(log, keepers, tombstone):
            logger.warning("an erasure in %s had been broken off, and is finished now", tombstone.session_id)
    except (Damaged, UnknownEvent, MsgspecError, ValueError) as error:  # nobody is served from that log either
        logger.error("an erasure in %s may not be finished: %s", tombstone.session_id, error)


async def _applied(log: Log, keepers: Sequence[Keeper], tombstone: Tombstone) -> bool:
    while True:
        try:
            return await erasure.apply(log, tombstone, keepers)
        except VersionConflict:  # another worker takes commands there, or finishes the same
            logger.info("%s changed meanwhile; its erasure is looked at again", tombstone.session_id)


def _readable(lines: Iterable[bytes]) -> Iterable[Tombstone]:
    for line in lines:
        try:
            yield erasure.parse(line)
        except MsgspecError as error:
            logger.error("a tombstone cannot be read: %s", error)
