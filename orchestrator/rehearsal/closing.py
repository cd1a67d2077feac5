"""How an evening ends: after the last phase the host links the recordings and finishes, and panelists keep their promises."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from orchestrator.rehearsal import tape
from orchestrator.rehearsal.acting import OVER, carry_out
from orchestrator.rehearsal.client import Client
from orchestrator.rehearsal.leading import kept
from orchestrator.rehearsal.scene import Object, Phase, Scene
from orchestrator.rehearsal.sense import Intent

EXAMPLE = "https://recordings.example.org"
WRITTEN = (
    "As promised, in writing: try one small change, tell a colleague what you expect of it, and look at it together in a month."
)
EARLY_MS = 2_000  # somebody presses "record" before the phase begins


class Take(NamedTuple):
    """One recording: from ``started_at`` (UTC ms) on for ``duration`` ms; of the plenary where no room is named."""

    name: str
    started_at: int
    duration: int
    room_id: str | None = None

    def link(self, url: str) -> Intent:
        data: Object = {"url": url, "started_at": self.started_at, "duration": self.duration}
        return Intent("recordings.link", data if self.room_id is None else data | {"room_id": self.room_id})


async def close(host: Client, session_id: str, media: Path | None) -> None:
    """Wait for the end of the last phase, or for somebody who finishes earlier; then link what was recorded and finish.

    ``media``: the folder in which the server looks for recordings. Without it they are linked where nothing can be heard.
    """
    await _last_end(host)
    for voice, take in enumerate(takes(host.scene, round(host.known.now()))):
        try:
            url = f"{EXAMPLE}/{session_id}/{take.name}.mp4" if media is None else await taped(take, voice, session_id, media)
        except OSError as error:
            host.tally.alarm(f"the recording {take.name} could not be written: {error.strerror}")
        else:
            await carry_out(host, take.link(url))
    if host.scene.session.status not in OVER:
        await carry_out(host, Intent("session.finish", {}))


async def keep_promises(panelist: Client) -> None:
    """After the end: what a panelist promised in person is answered in writing."""
    for intent in kept(panelist.scene, panelist.known.myself, WRITTEN):
        await carry_out(panelist, intent)


def takes(scene: Scene, now: int) -> Iterator[Take]:
    """The plenary's recording and one for each room, as long as the phases were; what is linked already is left alone."""
    linked = {recording.room_id for recording in scene.recordings.values()}
    if None not in linked:
        for phase in _held(scene, ("panel", "plenary"))[-1:]:
            yield _take("plenary", phase, now)
    for phase in _held(scene, ("breakout",))[:1]:
        for room_id in sorted(scene.rooms.keys() - linked):
            yield _take(f"room-{room_id}", phase, now, room_id)


async def taped(take: Take, voice: int, session_id: str, media: Path) -> str:
    """Write a tape of that length into the server's folder; its address there."""
    file = Path(session_id, f"{take.name}.wav")
    await asyncio.to_thread(tape.record, media / file, take.duration, voice)
    return f"/media/{file.as_posix()}"


def left_ms(scene: Scene, now: float) -> float | None:
    """How long the last phase still runs; ``None`` while it has not begun or stands still."""
    last = max(scene.phases, key=lambda phase_id: scene.phases[phase_id].position)
    ends_at = scene.phases[last].moment(1) if scene.running() == last else None
    return None if ends_at is None else ends_at - now


async def _last_end(host: Client) -> None:
    while host.scene.session.status not in OVER:
        left = left_ms(host.scene, host.known.now())
        if left is not None and left <= 0:
            return
        await host.change(None if left is None else left / 1000)


def _held(scene: Scene, kinds: tuple[str, ...]) -> list[Phase]:
    phases = sorted(scene.phases.values(), key=lambda phase: phase.position)
    return [phase for phase in phases if phase.kind in kinds and phase.starts_at is not None]


def _take(name: str, phase: Phase, now: int, room_id: str | None = None) -> Take:
    started_at = (phase.starts_at or now) - EARLY_MS
    ended_at = now if phase.ended_at is None else phase.ended_at
    return Take(name, started_at, max(1, ended_at - started_at), room_id)
