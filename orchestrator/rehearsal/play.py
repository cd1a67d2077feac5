"""A whole evening in two minutes: ``rehearse`` plays it against a running server, with everybody in it.

Everything goes over real connections, and phases change by the server's clock. It is a client in real time: stop it at any
moment, act beside it as another host or participant, kill the server under it and start it again.
"""

import asyncio
from collections.abc import Callable, Coroutine
from functools import partial
from pathlib import Path
from typing import Literal

import aiohttp

from orchestrator.evening import Evening
from orchestrator.plan import PhasePlan, Plan, phases
from orchestrator.rehearsal import behaviour
from orchestrator.rehearsal.acting import carry_out, perform
from orchestrator.rehearsal.cast import Cast, Casting
from orchestrator.rehearsal.client import Client
from orchestrator.rehearsal.closing import close, keep_promises
from orchestrator.rehearsal.late import afterwards
from orchestrator.rehearsal.moves import Move
from orchestrator.rehearsal.progress import Progress, progress
from orchestrator.rehearsal.reception import Opened, Reception
from orchestrator.rehearsal.sense import Intent
from orchestrator.rehearsal.summary import Summary, compare, summary
from orchestrator.rehearsal.tally import Tally
from orchestrator.rehearsal.turns import panel_turns

Speed = Literal["seconds", "minutes"]
GOODBYE_S = 30  # everybody has heard of the end by then
SILENCE_S = 120  # a server that is gone for so long does not come back


async def rehearse(
    url: str,
    evening: Evening,
    speed: Speed = "seconds",
    people: int = 32,
    on_progress: Callable[[Progress], None] = lambda progress: None,
    key: str | None = None,
    media: Path | None = None,
) -> Summary:
    """Play an evening against the server at ``url`` and tell how it went.

    ``speed``: a minute of the agenda lasts a second, or a minute. ``key``: the operator's key where opening sessions needs one.
    ``media``: the folder in which the server looks for recordings; without it they are linked at example addresses.
    ``on_progress`` hears of it twice a second. Raises ``NotAdmitted`` where it cannot begin.
    """
    tally = Tally()
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar()) as http:
        reception = Reception(http, url, key)
        opened = await reception.open(at_speed(evening.plan(), speed))
        on_progress(Progress(opened.links, "joining"))
        cast = await Casting(reception, http, url, opened, tally).cast(evening, people)
        try:
            if await _play(cast, opened, tally, on_progress, media):
                await afterwards(reception, opened)
                await compare(reception, opened.session_id, cast.everybody(), tally)
            else:
                tally.alarm(f"the server was silent for {SILENCE_S} s")
        finally:
            await asyncio.gather(*(client.leave() for client in cast.everybody()), return_exceptions=True)
    return summary(opened.session_id, opened.links, len(cast.everybody()), cast.host.scene, tally)


def at_speed(plan: Plan, speed: Speed) -> Plan:
    """The plan to rehearse: it is started by hand, and in seconds a minute of its agenda lasts a second."""
    changes: dict[str, object] = {"starts_at": None, "auto_start": False}
    if speed == "seconds":
        changes |= {"template": None, "agenda": [_in_seconds(phase) for phase in phases(plan)]}
    return plan.model_copy(update=changes)


def _in_seconds(phase: PhasePlan) -> PhasePlan:
    return phase.model_copy(update={"minutes": None, "seconds": max(1.0, phase.duration / 60_000)})


async def _play(cast: Cast, opened: Opened, tally: Tally, on_progress: Callable[[Progress], None], media: Path | None) -> bool:
    """From the start to the finish; false where the server was lost for good. An error of one actor ends the rehearsal."""
    async with asyncio.TaskGroup() as stage:
        watching = stage.create_task(_report(cast, opened, tally, on_progress))
        actors = [stage.create_task(part, name=name) for name, part in _parts(cast)]
        hosting = stage.create_task(_host(cast, opened, media))
        await asyncio.wait((watching, hosting), return_when=asyncio.FIRST_COMPLETED)
        finished = hosting.done()
        if finished:
            _, late = await asyncio.wait(actors, timeout=GOODBYE_S)
            for actor in late:
                tally.alarm(f"{actor.get_name()} never heard that the session is over")
        for task in (watching, hosting, *actors):
            task.cancel()
    return finished


async def _host(cast: Cast, opened: Opened, media: Path | None) -> None:
    await carry_out(cast.host, Intent("agenda.start", {}))
    await close(cast.host, opened.session_id, media)


def _parts(cast: Cast) -> list[tuple[str, Coroutine[None, None, None]]]:
    """Everybody's part, with their name."""
    turns = panel_turns(len(cast.panelists))
    parts = [
        (cast.host.name, perform(cast.host, partial(behaviour.host, turns=turns))),
        (cast.moderator.name, perform(cast.moderator, behaviour.moderator)),
    ]
    for index, client in enumerate(cast.panelists):
        parts.append((client.name, _panelist(client, partial(behaviour.panelist, index, turns=turns))))
    for seat, client in cast.participants:
        parts.append((client.name, perform(client, partial(behaviour.participant, seat))))
    return parts


async def _panelist(client: Client, moves_of: Callable[[str], list[Move]]) -> None:
    await perform(client, moves_of)
    await keep_promises(client)


async def _report(cast: Cast, opened: Opened, tally: Tally, on_progress: Callable[[Progress], None]) -> None:
    """Tell the progress twice a second; ends only where the server is gone."""
    host = cast.host
    while host.silence_s < SILENCE_S:
        on_progress(progress(opened.links, host.scene, host.known.present, tally, host.known.now(), host.silence_s))
        await asyncio.sleep(0.5)
