"""How the host ends an evening."""

from collections.abc import Callable

from orchestrator.rehearsal.closing import left_ms, recordings
from orchestrator.rehearsal.scene import Scene

MakeScene = Callable[..., Scene]


def held(scene: MakeScene, **more: object) -> Scene:
    phase = {"title": "T", "status": "done", "duration": 60_000}
    phases = {
        "ph1": {**phase, "position": 0, "kind": "breakout", "starts_at": 10_000, "ended_at": 70_000},
        "ph2": {**phase, "position": 1, "kind": "break", "starts_at": 70_000, "ended_at": 90_000},
        "ph3": {**phase, "position": 2, "kind": "panel", "status": "running", "starts_at": 90_000, "ends_at": 150_000},
    }
    session = {"status": "live", "phase_id": "ph3"}
    return scene("panel", phases=phases, session=session, **more)


def test_the_plenary_and_every_room_have_a_recording(scene: MakeScene) -> None:
    found = [(intent.data.get("room_id"), intent.data["started_at"]) for intent in recordings(held(scene), "s1", 151_000)]
    assert found == [(None, 88_000), ("r1", 8_000), ("r2", 8_000)]


def test_a_recording_lasts_as_long_as_its_phase(scene: MakeScene) -> None:
    plenary, room, _ = (intent.data["duration"] for intent in recordings(held(scene), "s1", 151_000))
    assert (plenary, room) == (63_000, 62_000)


def test_what_somebody_linked_already_is_left_alone(scene: MakeScene) -> None:
    linked = {"rec1": {"url": "https://a.example/1"}, "rec2": {"url": "https://a.example/2", "room_id": "r1"}}
    found = [intent.data["room_id"] for intent in recordings(held(scene, recordings=linked), "s1", 151_000)]
    assert found == ["r2"]


def test_the_end_is_the_end_of_the_last_phase(scene: MakeScene) -> None:
    assert left_ms(held(scene), 149_000) == 1_000
    assert left_ms(scene("breakout", session={"status": "lobby"}), 0) is None
