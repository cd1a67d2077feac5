"""What a client knows is what it was told."""

from orchestrator.rehearsal.known import Known
from orchestrator.rehearsal.scene import Object

SNAPSHOT: Object = {
    "epoch": "e1",
    "version": 7,
    "now": 0,
    "view": {"session": {"status": "live"}, "questions": {"q1": {"text": "Why?", "status": "open", "room_id": "r1"}}},
    "me": {"id": "p1", "votes": {"q1": True}},
}


def told(*events: tuple[str, Object]) -> Known:
    known = Known()
    for event, data in (("snapshot", SNAPSHOT), *events):
        known.apply(event, data)
    return known


def test_a_snapshot_replaces_everything() -> None:
    known = told(("snapshot", {**SNAPSHOT, "version": 9, "view": {"session": {"status": "finished"}}}))
    assert (known.scene.session.status, known.scene.questions, known.at) == ("finished", {}, {"epoch": "e1", "version": 9})


def test_a_delta_changes_the_view_and_the_version() -> None:
    known = told(("delta", {"version": 8, "patch": {"questions": {"q1": {"score": 3}}}}))
    assert (known.scene.questions["q1"].score, known.at["version"]) == (3, 8)


def test_a_delta_takes_away_what_is_null() -> None:
    assert told(("delta", {"version": 8, "patch": {"questions": {"q1": None}}})).scene.questions == {}


def test_what_is_personal_comes_whole_or_as_a_patch() -> None:
    assert told(("me", {"version": 8, "patch": {"votes": {"q1": None, "q2": True}}})).myself.votes == {"q2": True}
    assert told(("me", {"version": 8, "me": {"id": "p1"}})).myself.votes == {}


def test_a_head_sets_the_clock_and_leaves_the_version() -> None:
    known = told(("head", {"version": 12, "now": 1_000_000}))
    assert known.at["version"] == 7
    assert abs(known.now() - 1_000_000) < 10_000
