"""What people see of viewing: counts, their own, and follow-ups as far as they concern them."""

from orchestrator.messages import ActorId, Audience, Role, RoomId
from orchestrator.viewing.view import view
from tests.given import as_json
from tests.viewing.watching import LATER, Count, FindHelpful, FollowUp, HaveToo, Story, viewer

LATE = Audience(Role.VIEWER)


def seen(story: Story, audience: Audience = LATE, who: str | None = None) -> dict[str, object]:
    return dict(as_json(view(story.viewing, audience, None if who is None else ActorId(who))))


def marked() -> Story:
    story = Story().when(HaveToo(question_id="q1", on=True)).when(HaveToo(question_id="q1", on=True), "w2")
    story.when(FindHelpful(question_id="q2", on=True), "w2")
    return story.when(HaveToo(question_id="q3", on=True)).when(HaveToo(question_id="q3", on=False))


def test_everybody_sees_how_many_and_nobody_who() -> None:
    told = {"q1": {"too": 2, "helped": 0}, "q2": {"too": 0, "helped": 1}}
    for audience in (LATE, Audience(Role.HOST), Audience(Role.PARTICIPANT, RoomId("r1"))):
        shown = seen(marked(), audience)
        assert shown["questions"] == told
        assert "w1" not in str(shown)
        assert "w2" not in str(shown)


def test_a_viewer_sees_what_is_theirs() -> None:
    assert seen(marked(), who="w2")["mine"] == {"too": {"q1": True}, "helped": {"q2": True}}
    assert seen(marked())["mine"] == {"too": {}, "helped": {}}


def test_whether_i_am_counted_is_said_once_i_said_it() -> None:
    story = Story().when(Count(on=False), "w1").when(Count(on=True), "w2")
    assert [seen(story, who=who)["mine"] for who in ("w1", "w2", "w3")] == [
        {"counted": False, "too": {}, "helped": {}},
        {"counted": True, "too": {}, "helped": {}},
        {"too": {}, "helped": {}},
    ]


def test_a_follow_up_is_seen_by_its_room_the_host_and_who_wrote_it() -> None:
    story = Story().when(FollowUp(room_id="r1", text="And?", question_id="q1"))
    told = {"f1": {"room_id": "r1", "text": "And?", "at": LATER, "question_id": "q1"}}
    assert seen(story, Audience(Role.HOST))["follow_ups"] == told
    assert seen(story, Audience(Role.PARTICIPANT, RoomId("r1")), "ana")["follow_ups"] == told
    assert seen(story, who="w1")["follow_ups"] == {"f1": {**told["f1"], "mine": True}}
    for audience in (LATE, Audience(Role.PARTICIPANT, RoomId("r2")), Audience(Role.PANELIST), Audience(Role.STAGE)):
        assert seen(story, audience, "w2")["follow_ups"] == {}


def test_somebody_without_a_room_does_not_see_those_of_everybody() -> None:
    story = Story().when(FollowUp(room_id="r1", text="And?"), viewer("w1"))
    assert seen(story, Audience(Role.PARTICIPANT, None), "gus")["follow_ups"] == {}
