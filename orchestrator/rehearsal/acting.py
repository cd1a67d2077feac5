"""Doing the moves: at the right moment, through the client, with an eye on every answer."""

import asyncio
import time
from collections.abc import Callable
from uuid import uuid4

from orchestrator.rehearsal.client import Client
from orchestrator.rehearsal.intents import intents
from orchestrator.rehearsal.moves import Move
from orchestrator.rehearsal.sense import Intent, sensible
from orchestrator.rehearsal.tally import Answer

CATCH_UP_S = 2  # a view may be so late behind an answer
OVER = ("finished", "archived")


async def perform(client: Client, moves_of: Callable[[str], list[Move]]) -> None:
    """Play every phase as it comes, until the session is over. ``moves_of``: the moves in a phase of that kind."""
    played = None
    while (phase_id := await _next_phase(client, played)) is not None:
        for move in moves_of(client.scene.phases[phase_id].kind):
            if not await reach(client, phase_id, move.at):
                break
            await do(client, move)
        played = phase_id


async def reach(client: Client, phase_id: str, share: float) -> bool:
    """Wait until that share of the phase has passed; false where the phase is over before."""
    while client.scene.running() == phase_id:
        moment = client.scene.phases[phase_id].moment(share)
        left = None if moment is None else (moment - client.known.now()) / 1000
        if left is not None and left <= 0:
            return True
        await client.change(left)
    return False


async def do(client: Client, move: Move) -> None:
    """Carry out one move, whatever it comes to."""
    if move.act == "drop":
        await client.drop()
        return
    for intent in intents(move, client.scene, client.known.myself, client.rng):
        await carry_out(client, intent, twice=move.twice)


async def carry_out(client: Client, intent: Intent, *, twice: bool = False) -> Answer:
    """Send one command and judge its answer."""
    answer = await _send(client, intent, twice=twice)
    await _judge(client, intent, answer)
    return answer


async def _send(client: Client, intent: Intent, *, twice: bool) -> Answer:
    """Send it; ``twice``: like a phone that does not know whether the first one arrived."""
    if not twice:
        return await client.send(intent.name, intent.data)
    command_id = uuid4().hex
    first, second = await asyncio.gather(*(client.send(intent.name, intent.data, command_id) for _ in range(2)))
    client.tally.compare(client.name, intent.name, first, second)
    return first


async def _judge(client: Client, intent: Intent, answer: Answer) -> None:
    """Tell loudly what should not have been: an accepted wrong command, or a refusal that the view does not explain."""
    if answer.lost or (intent.wrong and not answer.ok):
        return
    if intent.wrong:
        client.tally.alarm(f"{client.name} sent {intent.name} too late, and it was accepted")
    elif not answer.ok and await _stays_sensible(client, intent):
        client.tally.alarm(f"{client.name} sent {intent.name} and was refused: {answer.code} {answer.message}")


async def _stays_sensible(client: Client, intent: Intent) -> bool:
    deadline = time.monotonic() + CATCH_UP_S
    while sensible(intent, client.scene, client.known.myself):
        left = deadline - time.monotonic()
        if left <= 0:
            return True
        await client.change(left)
    return False


async def _next_phase(client: Client, played: str | None) -> str | None:
    """The id of the phase that runs, once it is another than the one played; ``None``: the session is over."""
    while client.scene.session.status not in OVER:
        phase_id = client.scene.running()
        if phase_id is not None and phase_id != played:
            return phase_id
        await client.change(None)
    return None
