"""A client keeps its view by merge patches, and reads from it what it acts on."""

import pytest
from msgspec import convert

from orchestrator.rehearsal.scene import Json, Phase, Scene, merge


@pytest.mark.parametrize(
    ("target", "patch", "result"),
    [  # the examples of RFC 7396, appendix A
        ({"a": "b"}, {"a": "c"}, {"a": "c"}),
        ({"a": "b"}, {"b": "c"}, {"a": "b", "b": "c"}),
        ({"a": "b"}, {"a": None}, {}),
        ({"a": "b", "b": "c"}, {"a": None}, {"b": "c"}),
        ({"a": ["b"]}, {"a": "c"}, {"a": "c"}),
        ({"a": "c"}, {"a": ["b"]}, {"a": ["b"]}),
        ({"a": {"b": "c"}}, {"a": {"b": "d", "c": None}}, {"a": {"b": "d"}}),
        ({"a": [{"b": "c"}]}, {"a": [1]}, {"a": [1]}),
        (["a", "b"], ["c", "d"], ["c", "d"]),
        ({"a": "b"}, ["c"], ["c"]),
        ({"a": "foo"}, None, None),
        ({"a": "foo"}, "bar", "bar"),
        ({"e": None}, {"a": 1}, {"e": None, "a": 1}),
        ([1, 2], {"a": "b", "c": None}, {"a": "b"}),
        ({}, {"a": {"bb": {"ccc": None}}}, {"a": {"bb": {}}}),
    ],
)
def test_a_merge_patch_is_applied(target: Json, patch: Json, result: Json) -> None:
    assert merge(target, patch) == result


def test_a_merge_leaves_what_it_began_with_alone() -> None:
    view: Json = {"questions": {"q1": {"score": 1}}}
    merge(view, {"questions": {"q1": {"score": 2}, "q2": {"score": 0}}})
    assert view == {"questions": {"q1": {"score": 1}}}


def test_a_view_is_read_whatever_else_it_holds() -> None:
    scene = convert({"session": {"status": "lobby", "title": "T", "open": []}, "stickers": {}}, Scene)
    assert (scene.session.status, scene.running(), scene.on_air()) == ("lobby", None, None)


def test_a_share_of_a_phase_follows_its_end() -> None:
    phase = Phase(position=0, kind="break", title="Break", status="running", duration=10_000, starts_at=1_000, ends_at=21_000)
    assert phase.moment(0.5) == 11_000


def test_a_paused_phase_and_one_to_come_have_no_moments() -> None:
    phase = Phase(position=0, kind="break", title="Break", status="planned", duration=10_000)
    assert phase.moment(0.5) is None
    paused = Phase(position=0, kind="break", title="Break", status="paused", duration=10_000, starts_at=1, remaining=500)
    assert paused.moment(0.5) is None
