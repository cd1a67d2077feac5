"""What a plan accepts and refuses; one rule each."""

from typing import Any

import pytest
from pydantic import ValidationError

from orchestrator.plan import Loc, PhasePlan, Plan, RoomPlan, phases, problems

SMALL: dict[str, Any] = {"title": "An evening", "template": "45-15-60", "rooms": [{"theme": "Mentoring"}]}
PANEL: dict[str, Any] = {"kind": "panel", "title": "Panel", "minutes": 60}


def refused(**changes: Any) -> list[tuple[Loc, str]]:
    with pytest.raises(ValidationError) as caught:
        Plan.model_validate({**SMALL, **changes})
    return problems(caught.value)


NOTICE = {"recorded": True, "keeper": "The school", "days": 90}
INCOMPLETE = "must have keeper and days where recorded is true"


def notice(**changes: Any) -> dict[str, Any]:
    return {"recording_notice": {**NOTICE, **changes}}


def prepared(*texts: object) -> dict[str, Any]:
    return {"rooms": [{"theme": "Mentoring", "questions": list(texts)}]}


def agenda(**changes: Any) -> dict[str, Any]:
    return {"template": None, "agenda": [{**PANEL, **changes}]}


def test_the_template_is_three_phases() -> None:
    plan = Plan.model_validate(SMALL)
    assert [(phase.kind, phase.title, phase.duration, phase.at_end) for phase in phases(plan)] == [
        ("breakout", "In your rooms", 45 * 60_000, "advance"),
        ("break", "Break", 15 * 60_000, "advance"),
        ("panel", "Questions and answers with the panel", 60 * 60_000, "advance"),
    ]


def test_an_agenda_is_taken_as_it_is_given() -> None:
    given = [PANEL | {"at_end": "wait"}, {"kind": "wrap_up", "title": "Thanks", "seconds": 1.5}]
    plan = Plan.model_validate({"title": "T", "rooms": [{"theme": "R"}], "agenda": given})
    assert [(phase.at_end, phase.duration) for phase in phases(plan)] == [("wait", 3_600_000), ("advance", 1_500)]


def test_what_is_not_said_has_a_default() -> None:
    plan = Plan.model_validate(SMALL)
    assert (plan.language, plan.timezone, plan.starts_at, plan.auto_start) == ("en", "UTC", None, False)
    assert (plan.moderation, plan.rooms[0].questions) == (False, [])


def test_an_empty_body_names_everything_that_is_missing() -> None:
    with pytest.raises(ValidationError) as caught:
        Plan.model_validate({})
    assert problems(caught.value) == [(("title",), "is missing"), (("rooms",), "is missing")]


def test_exactly_one_of_template_and_agenda() -> None:
    both, neither = refused(agenda=[PANEL]), refused(template=None)
    assert both == neither == [((), "must have either template or agenda")]


def test_another_template_is_refused() -> None:
    assert refused(template="50-10-60") == [(("template",), "must be '45-15-60'")]


def test_a_phase_has_minutes_or_seconds() -> None:
    for changes in ({"seconds": 60}, {"minutes": None}):
        assert refused(**agenda(**changes)) == [(("agenda", 0), "must have either minutes or seconds")]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"minutes": 0}, "must be more than 0.0"),
        ({"minutes": 1441}, "must be at most 1440.0"),
        ({"minutes": float("inf")}, "must be a finite number"),
        ({"minutes": "45"}, "must be a number"),
        ({"minutes": True}, "must be a number"),
        ({"seconds": 0.5, "minutes": None}, "must be at least 1.0"),
        ({"seconds": 86_401, "minutes": None}, "must be at most 86400.0"),
        ({"title": ""}, "must be text of 1 to 80 characters"),
        ({"kind": "lunch"}, "must be 'plenary', 'breakout', 'break', 'panel' or 'wrap_up'"),
        ({"at_end": "stop"}, "must be 'advance' or 'wait'"),
        ({"colour": "red"}, "is not a known key"),
    ],
)
def test_a_phase_out_of_bounds_is_refused(changes: dict[str, Any], reason: str) -> None:
    ((_, said),) = refused(**agenda(**changes))
    assert said == reason


def test_lengths_at_the_limit_are_accepted() -> None:
    PhasePlan(kind="break", title="x" * 80, seconds=86_400)
    PhasePlan(kind="break", title="x", seconds=1)
    RoomPlan(theme="\U0001f600" * 80, prompt="\u00e9" * 2_000, questions=["\u00e9" * 500] * 20)
    Plan.model_validate(SMALL | {"title": "x" * 120, "rooms": SMALL["rooms"] * 60})
    Plan.model_validate(SMALL | {"template": None, "agenda": [PANEL] * 24})


@pytest.mark.parametrize(
    ("changes", "loc", "reason"),
    [
        ({"title": "x" * 121}, ("title",), "must be text of 1 to 120 characters"),
        ({"title": "a\0b"}, ("title",), "must not hold the character NUL"),
        ({"title": 7}, ("title",), "must be text"),
        ({"rooms": []}, ("rooms",), "must have at least 1 of them"),
        ({"rooms": SMALL["rooms"] * 61}, ("rooms",), "must have at most 60 of them"),
        ({"rooms": [{"theme": "x" * 81}]}, ("rooms", 0, "theme"), "must be text of 1 to 80 characters"),
        ({"rooms": [{"theme": "x", "prompt": "x" * 2_001}]}, ("rooms", 0, "prompt"), "must be text of 1 to 2000 characters"),
        (prepared("Why?", ""), ("rooms", 0, "questions", 1), "must be text of 1 to 500 characters"),
        (prepared("x" * 501), ("rooms", 0, "questions", 0), "must be text of 1 to 500 characters"),
        (prepared("a\0b"), ("rooms", 0, "questions", 0), "must not hold the character NUL"),
        (prepared(7), ("rooms", 0, "questions", 0), "must be text"),
        (prepared(*["Why?"] * 21), ("rooms", 0, "questions"), "must have at most 20 of them"),
        ({"rooms": [{"theme": "x", "questions": "Why?"}]}, ("rooms", 0, "questions"), "must be a list"),
        ({"moderation": "yes"}, ("moderation",), "must be true or false"),
        ({"rooms": ["Mentoring"]}, ("rooms", 0), "must be a group of keys with values"),
        ({"template": None, "agenda": [PANEL] * 25}, ("agenda",), "must have at most 24 of them"),
        ({"timezone": "Europe/Bruxelles"}, ("timezone",), "must be a time zone such as Europe/Brussels"),
        ({"timezone": "../etc/passwd"}, ("timezone",), "must be a time zone such as Europe/Brussels"),
        ({"language": "english"}, ("language",), "must be a language code such as en or pt-BR"),
        ({"starts_at": -1}, ("starts_at",), "must be at least 0"),
        ({"starts_at": "tomorrow"}, ("starts_at",), "must be a whole number"),
        ({"starts_at": True}, ("starts_at",), "must be a whole number"),
        ({"auto_start": "yes"}, ("auto_start",), "must be true or false"),
        ({"auto_start": True}, (), "must have starts_at where auto_start is true"),
        ({"plenary_call_url": "http://meet.example.org/"}, ("plenary_call_url",), "must be a link that begins with https://"),
        ({"owner": "me"}, ("owner",), "is not a known key"),
        ({"recording_notice": {}}, ("recording_notice", "recorded"), "is missing"),
        ({"recording_notice": {"recorded": 1}}, ("recording_notice", "recorded"), "must be true or false"),
        ({"recording_notice": {"recorded": True}}, ("recording_notice",), INCOMPLETE),
        ({"recording_notice": {"recorded": True, "keeper": "x"}}, ("recording_notice",), INCOMPLETE),
        ({"recording_notice": {"recorded": True, "days": 1}}, ("recording_notice",), INCOMPLETE),
        (notice(days=0), ("recording_notice", "days"), "must be at least 1"),
        (notice(days=3_651), ("recording_notice", "days"), "must be at most 3650"),
        (notice(keeper="x" * 81), ("recording_notice", "keeper"), "must be text of 1 to 80 characters"),
        (notice(where="x"), ("recording_notice", "where"), "is not a known key"),
    ],
)
def test_a_plan_out_of_bounds_is_refused(changes: dict[str, Any], loc: Loc, reason: str) -> None:
    assert refused(**changes) == [(loc, reason)]


@pytest.mark.parametrize("notice", [NOTICE, {"recorded": False}, NOTICE | {"recorded": False, "days": 3_650}])
def test_a_plan_may_say_what_is_recorded(notice: dict[str, Any]) -> None:
    plan = Plan.model_validate(SMALL | {"recording_notice": notice})
    assert plan.model_dump(include={"recording_notice"}, exclude_none=True) == {"recording_notice": notice}


def test_prepared_questions_are_cleaned_like_any_other() -> None:
    plan = Plan.model_validate(SMALL | prepared("  Why?\r\nHow?\t"))
    assert plan.rooms[0].questions == ["Why?\nHow?"]


def test_all_problems_are_told_at_once() -> None:
    assert len(refused(title="", timezone="Mars", rooms=[{"theme": ""}, {"prompt": "p"}])) == 4
