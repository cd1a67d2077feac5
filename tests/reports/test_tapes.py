"""The recordings as a late viewer finds them, and the evening as a strip."""

from orchestrator.messages import Audience, Role
from orchestrator.reports.question_log import question_log
from orchestrator.reports.strip import strip
from orchestrator.reports.tapes import tapes
from tests.given import (
    MINUTE,
    SECOND,
    answered,
    asked,
    called,
    entered,
    finished,
    given,
    linked,
    merged,
    removed,
    reported,
    segment,
    segments_set,
    t,
)

LATE, HOST = Audience(Role.VIEWER), Audience(Role.HOST)


def shown(*events, audience=LATE):
    return tapes(given(*events).session, audience)


def names(*events):
    return [(tape.id, tape.name) for tape in shown(*events)]


def test_those_of_everybody_come_first_and_each_room_in_its_place():
    rooms = linked("rec1", room_id="r2"), linked("rec2", room_id="r1"), linked("rec3")
    assert names(*rooms) == [("rec3", "Everybody together"), ("rec2", "A · Mentoring"), ("rec1", "B · Assessment")]


def test_several_of_one_place_are_numbered_as_they_were_recorded():
    late, early, unknown = linked("rec1", started_at=t("20:00")), linked("rec2", started_at=t("19:00")), linked("rec3")
    numbered = [("rec2", "Everybody together, 1"), ("rec1", "Everybody together, 2"), ("rec3", "Everybody together, 3")]
    assert names(late, early, unknown) == numbered


def test_what_was_removed_does_not_count():
    gone = linked("rec1"), linked("rec2"), removed("rec1")
    assert [(tape.name, tape.nth) for tape in shown(*gone, audience=HOST)] == [("Everybody together", None)] * 2


def test_a_file_plays_here_a_known_site_in_its_player_and_everything_else_is_a_link():
    (film, sound, video, other) = shown(
        linked("rec1", url="https://a.example/x.mp4?key=1#t=2"),
        linked("rec2", url="/media/s1/a.wav"),
        linked("rec3", url="https://youtu.be/dQw4w9WgXcQ"),
        linked("rec4", url="https://a.example/mp4"),
    )
    assert [tape.media for tape in (film, sound, video, other)] == ["video", "audio", None, None]
    assert [tape.playable for tape in (film, sound, video, other)] == [True, True, True, False]
    assert video.player.site == "YouTube"


def test_what_is_not_there_yet_or_no_more_does_not_play():
    (expected,) = shown(reported("rec1", status="processing", url="https://a.example/x.mp4"))
    assert (expected.recording.status, expected.playable) == ("processing", False)
    gone = linked("rec1", url="https://a.example/x.mp4"), removed("rec1")
    assert shown(*gone) == []
    assert [tape.playable for tape in shown(*gone, audience=HOST)] == [False]


def test_a_recording_is_gone_from_the_instant_it_expires():
    (tape,) = shown(linked("rec1", expires_at=t("20:00")))
    assert [tape.expired(at) for at in (t("20:00") - 1, t("20:00"))] == [False, True]


HELD = (
    entered("ph1", at=t("19:00")),
    *asked("q1", by="ana"),
    *asked("q2", by="dee"),
    entered("ph3", at=t("20:00")),
    called("q1", at=t("20:10")),
    answered("q1", at=t("20:15")),
    called("q2", at=t("20:30")),
    answered("q2", at=t("20:40")),
)


def drawn(*events):
    session = given(*events).session
    return strip(session, question_log(session).questions, tapes(session, LATE))


def test_before_anything_has_begun_there_is_nothing_to_draw():
    assert drawn(linked("rec1", started_at=t("19:00"))) is None


def test_the_parts_fill_the_evening_each_until_the_next():
    evening = drawn(*HELD, *finished(at=t("21:00")))
    assert [(part.word, part.x, part.width) for part in evening.parts] == [("Breakout", 0, 50), ("Panel", 50, 50)]


def test_a_question_stands_where_it_was_on_air_as_long_as_it_was():
    evening = drawn(*HELD, *finished(at=t("21:00")))
    assert [(turn.word, turn.start, turn.end) for turn in evening.turns] == [
        ("A-1", t("20:10"), t("20:15")),
        ("B-1", t("20:30"), t("20:40")),
    ]
    assert [(lane.room.letter, lane.airtime) for lane in evening.lanes] == [("A", 5 * MINUTE), ("B", 10 * MINUTE)]


def test_a_question_that_is_on_air_still_shows():
    evening = drawn(*HELD[:7])
    assert [turn.end - turn.start for turn in evening.turns] == [30 * SECOND]


def test_a_question_that_is_part_of_another_is_drawn_once():
    evening = drawn(*HELD[:6], merged("q2", "q1"), *HELD[6:8], *finished(at=t("21:00")))
    assert [turn.word for turn in evening.turns] == ["A-1"]


def test_what_was_recorded_is_drawn_without_its_pauses_and_within_the_evening():
    cut = segment("18:00", "19:30", 0), segment("19:45", "22:00", 90 * MINUTE)
    evening = drawn(linked("rec1"), segments_set("rec1", *cut), *HELD, *finished(at=t("21:00")))
    assert [(piece.x, piece.x + piece.width) for piece in evening.recorded["rec1"]] == [(0, 25), (37.5, 100)]
