"""The composition root: the only file that knows every part. It reads as a list."""

import asyncio
import gc
import logging
import random
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from functools import cache
from typing import NamedTuple

import aiohttp
from aiohttp import web
from msgspec import Struct

from orchestrator.clock import Clock, SystemClock
from orchestrator.conferencing.opening import Opener
from orchestrator.conferencing.reactor import Reactor
from orchestrator.conferencing.tools import providers
from orchestrator.conferencing.warning import Warner
from orchestrator.eventlog.log import BadStore, Change, Log, StoreUnavailable
from orchestrator.eventlog.redis_line import Terms
from orchestrator.eventlog.redis_servers import SCHEMES
from orchestrator.eventlog.redis_streams import RedisLog
from orchestrator.eventlog.sqlite import SqliteLog
from orchestrator.handler import Handler
from orchestrator.messages import Role, SessionId
from orchestrator.server import site
from orchestrator.server.access import Access
from orchestrator.server.api import Api
from orchestrator.server.assets import Assets
from orchestrator.server.attendance import Attendance
from orchestrator.server.calendars import Calendars
from orchestrator.server.calls import Calls
from orchestrator.server.caption_store import CaptionStore
from orchestrator.server.captions import Captions
from orchestrator.server.codes import JoinCodes
from orchestrator.server.deeds import Deeds
from orchestrator.server.doorway import Doorway
from orchestrator.server.engagement import EngagementReport
from orchestrator.server.exports import Exports
from orchestrator.server.freshness import Freshness
from orchestrator.server.guard import Guard
from orchestrator.server.hub import Hub
from orchestrator.server.invitations import Invitations
from orchestrator.server.leftovers import Files, finish_erasing
from orchestrator.server.media import Media
from orchestrator.server.meter import Meter
from orchestrator.server.outage import Outage
from orchestrator.server.packs import Packs
from orchestrator.server.pages import WEB, Pages
from orchestrator.server.parsing import Parser
from orchestrator.server.patience import Patience
from orchestrator.server.peers import Peers
from orchestrator.server.persons import Persons
from orchestrator.server.register import Register
from orchestrator.server.similar import Similar
from orchestrator.server.sockets import Sockets
from orchestrator.server.spending import Spending
from orchestrator.server.telling import notice
from orchestrator.server.viewing import ViewingApi, limits_of
from orchestrator.server.watching import Watching
from orchestrator.server.webhooks import Webhooks
from orchestrator.settings import Settings
from orchestrator.timekeeper import Timekeeper
from orchestrator.viewing.ledger import Ledger
from orchestrator.workers.board import Alone, Board
from orchestrator.workers.redis_board import RedisBoard
from orchestrator.workers.worker import BEAT_S

logger = logging.getLogger(__name__)

BACKLOG = 4096  # connections that wait for accept: a lecture hall opens the page at once
CHECK_CLOCK = 5_000  # ms
TIDY = 600_000  # ms
ALONE = Terms()  # without replicas


class Door(NamedTuple):
    """Where requests come in."""

    address: str
    server: asyncio.Server


class Parts(Struct, frozen=True):
    """What the tests and the main program need to hold."""

    settings: Settings
    log: Log
    handler: Handler
    hub: Hub
    guard: Guard
    peers: Peers
    freshness: Freshness
    patience: Patience
    web: web.Application


async def open_log(store: str, terms: Terms = ALONE) -> Log:
    """The log behind a store URL. ``terms``: with Redis and its replicas."""
    if store.startswith("sqlite:///"):
        return await SqliteLog.open(store.removeprefix("sqlite:///"))
    if store.partition("://")[0] in SCHEMES:
        return await RedisLog.open(store, terms)
    raise BadStore(f"the store {store.split(':', 1)[0]}: is not known; use sqlite:////absolute/path.db or redis://host:6379/0")


async def open_board(store: str) -> Board:
    """Where the workers of a store meet."""
    return await RedisBoard.open(store) if store.partition("://")[0] in SCHEMES else Alone()


@cache
def static_files() -> Assets:
    """Read once in a process: they do not change while it runs."""
    return Assets(WEB / "static", WEB / "templates" / "importmap.json")


@asynccontextmanager
async def running(
    settings: Settings, log: Log | None = None, clock: Clock | None = None, board: Board | None = None
) -> AsyncIterator[Parts]:
    """Every part, wired and at work; stopped in order at the end."""
    clock = SystemClock() if clock is None else clock
    log = await open_log(settings.store, Terms(settings.redis_replicas, settings.redis_wait_ms)) if log is None else log
    board = await open_board(settings.store) if board is None else board
    await board.enter()
    guard = Guard(settings)
    parser = Parser(settings)
    ledger = Ledger(log, clock, limits_of(settings))
    files = Files(settings.media_dir)
    await finish_erasing(log, (ledger, files))
    handler = Handler(
        log,
        clock,
        settings.resume_versions,
        (ledger, files),
        cut=lambda session_id: _log_cut(hub, session_id),
        opened=lambda session_id: reactor.opened(session_id),
    )
    attendance = Attendance(handler, clock, settings)
    hub = Hub(handler, attendance, clock, settings)
    peers = Peers(board, clock, hub.gathered)
    deeds = Deeds(peers.leads, clock)
    timekeeper = Timekeeper(log, handler, clock, peers.leads)
    register = Register(handler, ledger, clock, hub.connections, attendance.newcomers)
    codes = JoinCodes(log)
    access = Access(handler, guard, settings)
    doorway = Doorway(handler, codes, guard, settings)
    meter = Meter()
    meter.gauge("sockets", "Open sockets.", hub.count)
    meter.gauge("sessions", "Sessions held in memory.", handler.count)
    sockets = Sockets(handler, hub, parser, guard, meter, settings)
    api = Api(handler, hub, access, doorway, parser, guard, meter, settings)
    assets = static_files()
    pages = Pages(hub, access, doorway, guard, assets, clock, settings)
    watching = Watching(pages, access, clock, settings)
    invitations = Invitations(pages, access, settings)
    media = Media(access, settings)
    record = Exports(pages, access, settings), Packs(pages, access, ledger, settings), Calendars(access, settings)
    similar = Similar(access, guard, settings)
    captions = Captions(access, handler, CaptionStore(log), clock, guard, settings)
    http = aiohttp.ClientSession()
    tools = providers(settings, http)
    opener = Opener(handler, tools, clock)
    calls = Calls(access, opener, tools, clock, settings)
    webhooks = Webhooks(access, handler, tools, clock, settings)
    meter.gauge("hooks_unknown", "Authentic deliveries of conferencing tools that meant nothing to us.", webhooks.unknown)
    reactor = Reactor(handler, tools, Warner(clock, deeds.ours), clock, random.random, deeds.ours)
    spending = Spending({**guard.shared, "hooks": webhooks.new})
    peers.carry(sockets=hub.told, back=attendance.told, addresses=guard.told, spent=spending.told)
    peers.carry(measured=meter.told, done=deeds.told)
    viewing = ViewingApi(access, ledger, guard, settings)
    engagement = EngagementReport(pages, access, viewing)
    persons = Persons(access, viewing, log)
    patience = Patience(settings.header_seconds)
    after = (*record, captions, viewing, engagement, persons)
    parts = (api, pages, watching, invitations, media, *after, similar, calls, webhooks, assets)
    application = site.build(settings, guard, patience, pages, sockets, parts)
    freshness = Freshness(handler, clock, hub.forget, watching.forget)
    readers = (timekeeper, hub, reactor, ledger, freshness)
    await peers.exchange()
    work = [
        asyncio.create_task(_carry(log, *[part.changed for part in readers]), name="changes"),
        asyncio.create_task(peers.run(), name="peers"),
        asyncio.create_task(timekeeper.run(), name="timekeeper"),
        asyncio.create_task(reactor.run(), name="reactor"),
        asyncio.create_task(hub.pulse(), name="pulse"),
        asyncio.create_task(_watch_clock(clock, hub), name="clock"),
        asyncio.create_task(_watch_log(log, clock), name="log"),
        asyncio.create_task(Outage(log, clock, hub.store_is).run(), name="outage"),
        asyncio.create_task(_tidy(handler, hub, ledger, clock), name="tidy"),
        asyncio.create_task(freshness.run(), name="freshness"),
        asyncio.create_task(register.run(), name="register"),
        asyncio.create_task(ledger.pay(), name="viewing"),
    ]
    for task in work:
        task.add_done_callback(_must_not_end)
    try:
        yield Parts(settings, log, handler, hub, guard, peers, freshness, patience, application)
    finally:
        await handler.drain()
        for task in work:
            task.cancel()
        await asyncio.gather(*work, return_exceptions=True)
        await peers.leave()
        await sockets.close()
        await opener.close()
        await http.close()
        await log.close()


async def serve(settings: Settings, ready: Callable[[str], None]) -> None:
    """Serve until SIGTERM or SIGINT; ``ready`` is called with the address when requests are taken, and every ``BEAT_S`` then.

    Raises ``OSError`` when the port is taken, and what the store raises when it cannot be opened.
    """
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with running(settings) as parts, listening(parts) as door:
        _calm_the_collector()
        ready(door.address)
        while not stop.is_set():
            with suppress(TimeoutError):
                async with asyncio.timeout(BEAT_S):
                    await stop.wait()
            ready(door.address)
        if settings.workers > 1:
            door.server.close()  # who comes now is let in by another worker
        await _drain(parts)


@asynccontextmanager
async def listening(parts: Parts) -> AsyncIterator[Door]:
    """Take requests; in the end let those in flight finish, for a while."""
    settings = parts.settings
    runner = web.AppRunner(
        parts.web,
        access_log=None,
        keepalive_timeout=settings.header_seconds,
        shutdown_timeout=2,
        handler_cancellation=False,
    )
    await runner.setup()
    if runner.server is None:
        raise RuntimeError("the runner made no server")
    new_connection = parts.patience.watch(runner.server)
    loop = asyncio.get_running_loop()
    # The supervisor keeps the port, so that nobody but its workers can listen there.
    server = await loop.create_server(new_connection, settings.host, settings.port, backlog=BACKLOG, reuse_port=True)
    try:
        yield Door(_address(settings, server), server)
    finally:
        server.close()
        with suppress(TimeoutError):
            async with asyncio.timeout(settings.drain_seconds / 2):
                await runner.cleanup()


async def _drain(parts: Parts) -> None:
    """Take no more, answer what waits, and spread the return of the clients over a few seconds."""
    parts.guard.draining = True
    for connection in parts.hub.connections():
        connection.write(notice("server.draining", retry_in=random.randint(500, 3000)))  # noqa: S311 - spreads load
    with suppress(TimeoutError):
        async with asyncio.timeout(parts.settings.drain_seconds / 2):
            await parts.handler.drain()
    for connection in parts.hub.connections():
        connection.close()


async def _carry(log: Log, *listeners: Callable[..., None]) -> None:
    """The log is the bus: what it says goes to those who read it."""
    async for change in log.changes():
        for listener in listeners:
            listener(change)


def _log_cut(hub: Hub, session_id: SessionId) -> None:
    """Hosts hear of it, and everybody is shown what is left, though nothing new has happened."""
    hub.announce("server.log_cut", roles=(Role.HOST,), session_id=session_id)
    hub.changed(Change(session_id, 0, None))


async def _watch_clock(clock: Clock, hub: Hub) -> None:
    while isinstance(clock, SystemClock):
        await clock.sleep(CHECK_CLOCK)
        moved = clock.check()
        if moved is not None:
            logger.warning("the wall clock differed for a minute; sessions follow it by %d ms", moved)
            hub.announce("server.clock_moved", roles=(Role.HOST,), moved=moved)


async def _tidy(handler: Handler, hub: Hub, ledger: Ledger, clock: Clock) -> None:
    """Sessions nobody looks at leave the memory; the log has them."""
    while True:
        await clock.sleep(TIDY)
        handler.forget(keep=hub.sessions())
        ledger.let_go()


async def _watch_log(log: Log, clock: Clock) -> None:
    """A disk that failed once is not trusted again: end, and let the next start read what is really there."""
    while not log.broken:
        await clock.sleep(1000)
    raise StoreUnavailable(log.broken)


def _must_not_end(task: "asyncio.Task[None]") -> None:
    """A part that dies silently would be worse than a restart."""
    if not task.cancelled() and task.exception() is not None:
        logger.critical("%s stopped; this worker ends and is replaced", task.get_name(), exc_info=task.exception())
        signal.raise_signal(signal.SIGTERM)


def _address(settings: Settings, server: asyncio.Server) -> str:
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return settings.base_for(f"{host}:{server.sockets[0].getsockname()[1]}")


def _calm_the_collector() -> None:
    """What is alive at the start stays; collecting young objects often only costs time here."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
