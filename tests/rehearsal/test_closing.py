"""How the host ends an evening."""

from collections.abc import Callable

from orchestrator.rehearsal.closing import Take, left_ms, takes
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
    found = [(take.room_id, take.started_at) for take in takes(held(scene), 151_000)]
    assert found == [(None, 88_000), ("r1", 8_000), ("r2", 8_000)]


def test_a_recording_lasts_as_long_as_its_phase(scene: MakeScene) -> None:
    plenary, room, _ = (take.duration for take in takes(held(scene), 151_000))
    assert (plenary, room) == (63_000, 62_000)


def test_what_somebody_linked_already_is_left_alone(scene: MakeScene) -> None:
    linked = {"rec1": {"url": "https://a.example/1"}, "rec2": {"url": "https://a.example/2", "room_id": "r1"}}
    found = [take.room_id for take in takes(held(scene, recordings=linked), 151_000)]
    assert found == ["r2"]


def test_it_is_linked_as_it_was_taken() -> None:
    data = {"url": "/media/s1/plenary.wav", "started_at": 5_000, "duration": 7}
    assert Take("plenary", 5_000, 7).link(data["url"]).data == data
    assert Take("room-r1", 5_000, 7, "r1").link(data["url"]).data == data | {"room_id": "r1"}


def test_the_end_is_the_end_of_the_last_phase(scene: MakeScene) -> None:
    assert left_ms(held(scene), 149_000) == 1_000
    assert left_ms(scene("breakout", session={"status": "lobby"}), 0) is None
