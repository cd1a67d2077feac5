"""Who sits where, and what everybody came to ask."""

from pathlib import Path

from orchestrator.evening import Evening, PersonPlan, load
from orchestrator.rehearsal.cast import QUESTIONS, people, seats
from orchestrator.rehearsal.play import at_speed

EXAMPLE = Path(__file__).parents[2] / "examples" / "evening.yaml"


def shipped() -> Evening:
    return load(EXAMPLE.read_text(encoding="utf-8"), EXAMPLE.name)


def test_thirty_two_people_fill_four_rooms() -> None:
    sitting = seats(shipped(), 32)
    assert len({seat.name for seat in sitting}) == 32
    assert sorted((seat.room, seat.place) for seat in sitting) == [(room, place) for room in range(4) for place in range(8)]


def test_every_question_of_the_bank_is_asked_in_its_room() -> None:
    evening = shipped()
    asked = sorted((seat.room + 1, text) for seat in seats(evening, 32) for text in seat.questions)
    assert asked == sorted((question.room, question.text) for question in evening.questions)


def test_two_representatives_ask_nearly_the_same() -> None:
    first = [seat.questions[0] for seat in seats(shipped(), 32) if seat.place == 0]
    time = [text for text in first if text.startswith("Where do teachers find the time to learn from")]
    assert len(time) == 2


def test_nobody_asks_more_than_the_limit_for_one_person() -> None:
    assert max(len(seat.questions) for seat in seats(shipped(), 4)) == QUESTIONS


def test_an_institution_sits_in_several_rooms() -> None:
    rooms = {seat.room for seat in seats(shipped(), 32) if seat.affiliation == "IES Ribera del Turia, Valencia"}
    assert len(rooms) == 4


def test_more_people_than_the_evening_knows_are_numbered() -> None:
    known = [PersonPlan(name="Ana"), PersonPlan(name="Ben")]
    assert [person.name for person in people(known, 5, "Teacher")] == ["Ana", "Ben", "Ana 2", "Ben 2", "Ana 3"]
    assert [person.name for person in people([], 2, "Expert")] == ["Expert 1", "Expert 2"]


def test_in_seconds_a_minute_of_the_agenda_lasts_a_second() -> None:
    plan = at_speed(shipped().plan(), "seconds")
    assert [phase.duration for phase in plan.agenda or []] == [45_000, 15_000, 60_000]
    assert (plan.template, plan.starts_at, plan.auto_start) == (None, None, False)


def test_in_minutes_the_plan_stays_as_it_is() -> None:
    assert at_speed(shipped().plan(), "minutes").template == "45-15-60"
