"""How the host ends an evening: when the last phase is over the recordings are linked and the session is finished."""

from collections.abc import Iterator

from orchestrator.rehearsal.acting import OVER, carry_out
from orchestrator.rehearsal.client import Client
from orchestrator.rehearsal.scene import Object, Phase, Scene
from orchestrator.rehearsal.sense import Intent

STORE = "https://recordings.example.org"
EARLY_MS = 2_000  # somebody presses "record" before the phase begins


async def close(host: Client, session_id: str) -> None:
    """Wait for the end of the last phase, or for somebody who finishes earlier; then link what was recorded and finish."""
    await _last_end(host)
    for intent in recordings(host.scene, session_id, round(host.known.now())):
        await carry_out(host, intent)
    if host.scene.session.status not in OVER:
        await carry_out(host, Intent("session.finish", {}))


def recordings(scene: Scene, session_id: str, now: int) -> Iterator[Intent]:
    """The plenary's recording and one for each room, as long as the phases were; what is linked already is left alone."""
    linked = {recording.room_id for recording in scene.recordings.values()}
    if None not in linked:
        for phase in _held(scene, ("panel", "plenary"))[-1:]:
            yield Intent("recordings.link", _link(phase, f"{STORE}/{session_id}/plenary.mp4", now))
    for phase in _held(scene, ("breakout",))[:1]:
        for room_id in sorted(scene.rooms.keys() - linked):
            data = _link(phase, f"{STORE}/{session_id}/room-{room_id}.mp4", now)
            yield Intent("recordings.link", data | {"room_id": room_id})


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


def _link(phase: Phase, url: str, now: int) -> Object:
    started_at = (phase.starts_at or now) - EARLY_MS
    ended_at = now if phase.ended_at is None else phase.ended_at
    return {"url": url, "started_at": started_at, "duration": max(1, ended_at - started_at)}
