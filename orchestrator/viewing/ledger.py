"""The only writer of viewing: a stream beside each session's, ``v:<session>``, folded once and kept while it is used."""

import asyncio
import logging
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from orchestrator.clock import Clock
from orchestrator.eventlog.log import Change, Damaged, Log, StoreUnavailable
from orchestrator.messages import ActorId, Rejected, SessionId
from orchestrator.session.codec import UnknownEvent
from orchestrator.session.state import Session
from orchestrator.viewing.book import WHAT, Book, Buried, Decide, Written
from orchestrator.viewing.commands import AnyCommand
from orchestrator.viewing.decider import Limits, Viewer, decide
from orchestrator.viewing.events import AnyViewing, RosterTaken
from orchestrator.viewing.forgetting import declining, renamed
from orchestrator.viewing.state import MINUTE, Viewing

logger = logging.getLogger(__name__)

PAUSE = 60_000  # ms between two rewritings for who declined
SHARE = 50  # and so many times as long as the last one took: everything else waits while a store rewrites


class Ledger:
    def __init__(self, log: Log, clock: Clock, limits: Limits) -> None:
        self._log = log
        self._clock = clock
        self._limits = limits
        self._books: dict[SessionId, Book] = {}
        self._gone: set[SessionId] = set()
        self._owing: set[SessionId] = set()  # where somebody declined, and the log still holds what was counted
        self._owes = asyncio.Event()

    async def state(self, session_id: SessionId) -> Viewing:
        """Everything known, never older than what was acknowledged. Raises what the log raises, and ``UnknownEvent``."""
        return (await self._write(session_id, lambda viewing: ())).viewing

    async def submit(self, session: Session, viewer: Viewer, command: AnyCommand) -> Written:
        """Let a viewer's command happen. Raises ``Rejected``, and as ``state`` does.

        What was counted of who declines is void with the answer; its bytes go soon after, see ``pay``.
        """
        at = self._clock.now()
        return await self._write(session.id, lambda viewing: decide(viewing, session, viewer, command, at, self._limits))

    async def present(self, session_id: SessionId, people: Iterable[ActorId]) -> None:
        """Who is there in this minute; but for those who declined."""
        at = self._clock.now() // MINUTE * MINUTE

        def roster(viewing: Viewing) -> Sequence[AnyViewing]:
            known = frozenset(viewing.rosters.get(at, ()))
            came = tuple(sorted(person for person in people if person not in known and not viewing.declined(person)))
            return [RosterTaken(people=came, at=at)] if came else []

        await self._write(session_id, roster)

    def changed(self, change: Change) -> None:
        """A session may have been deleted by another worker."""
        session_id = SessionId(change.stream)
        if change.version:
            return
        self._gone.add(session_id)
        if session_id in self._books and self._books[session_id].at_rest:
            del self._books[session_id]

    def let_go(self) -> None:
        """Streams that nobody asked for since the last call leave the memory."""
        for session_id, book in list(self._books.items()):
            if not book.used and book.at_rest:
                del self._books[session_id]
            book.used = False

    # -- forgetting ---------------------------------------------------------------------------------------------------------

    async def rename(self, session_id: SessionId, old: str, alias: str, keep_texts: bool = False) -> None:
        """Somebody is erased: what they did stays under ``alias``, what they wrote only if it is said."""
        await self.rename_all(session_id, {old: alias}, keep_texts)

    async def rename_all(self, session_id: SessionId, aliases: Mapping[str, str], keep_texts: bool = True) -> None:
        """Several people at once, in one rewriting. Doing it twice does no harm."""
        await self._book(session_id).rewrite(self._clock.now(), lambda events: renamed(events, aliases, keep_texts))

    async def apply(self, tombstone: bytes) -> bool:
        """Take out again of a log that came back what was counted of those who declined; says whether there was anything."""
        buried = msgspec.json.decode(tombstone, type=Buried)
        if buried.what != WHAT or not buried.declined:
            return False
        book = self._book(buried.session_id)
        return await book.rewrite(buried.at, lambda events: declining(events, buried.declined, buried.at))

    async def forget(self, session_id: SessionId) -> None:
        """The session is deleted: what is in flight ends, and nothing is written here any more. Who deletes it deletes the
        stream, too."""
        self._gone.add(session_id)
        book = self._books.pop(session_id, None)
        if book is not None:
            await book.close()

    async def pay(self) -> None:
        """Until cancelled, take out of the log what was counted of those who declined: at once, but seldom."""
        while True:
            await self._owes.wait()
            self._owes.clear()
            began = self._clock.now()
            for session_id in sorted(self._owing):
                await self._pay(session_id)
            await self._clock.sleep(max(PAUSE, SHARE * (self._clock.now() - began)))

    async def _pay(self, session_id: SessionId) -> None:
        self._owing.discard(session_id)
        try:
            await self._book(session_id).rewrite(self._clock.now())
        except Rejected:
            pass  # deleted meanwhile
        except (StoreUnavailable, Damaged, UnknownEvent) as error:
            logger.warning("what was counted of who declined in %s has to wait: %s", session_id, error)
            self._owing.add(session_id)
            self._owes.set()

    def _book(self, session_id: SessionId) -> Book:
        if session_id in self._gone:
            raise Rejected("session.unknown")
        return self._books.setdefault(session_id, Book(self._log, session_id))

    async def _write(self, session_id: SessionId, decide: Decide) -> Written:
        written = await self._book(session_id).write(decide)
        if written.viewing.owed:
            self._owing.add(session_id)
            self._owes.set()
        return written
