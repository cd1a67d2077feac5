"""The rules of the panel; one each."""

from typing import Any

import pytest

from orchestrator.messages import Command
from orchestrator.panel.commands import Call, Claim, FollowUp, GiveAnswer, Hold, Release, Reopen, Skip, Unclaim
from tests.given import (
    answer_written,
    answered,
    asked,
    called,
    claimed,
    drafted,
    entered,
    finished,
    followed_up,
    given,
    handed_over,
    held,
    merged,
    promised,
    rejected,
    released,
    reopened,
    roles_set,
    skipped,
    submitted,
    t,
    unclaimed,
    withdrawn,
)

PANEL = [asked("q1", by="ana"), asked("q2", by="dee"), entered("ph3", at=t("20:00"))]

# Calling


def test_the_host_puts_a_question_on_air() -> None:
    given(PANEL).when(Call(question_id="q1")).then(called("q1"))


def test_calling_out_of_turn_works_and_is_an_override() -> None:
    ranks = {question: row["rank"] for question, row in given(PANEL).seen_by("host")["questions"].items()}
    assert ranks == {"q1": 1, "q2": 2}
    given(PANEL).when(Call(question_id="q2", reason="She must leave"), by="hana").then(
        called("q2", override="hana", reason="She must leave")
    )


def test_a_call_in_turn_needs_no_reason() -> None:
    given(PANEL).when(Call(question_id="q1", reason="It is time")).then(called("q1"))


def test_a_call_does_not_need_the_hand_over() -> None:
    assert "handed_over_at" not in given(PANEL).when(Call(question_id="q1")).seen_by("host")["session"]


def test_calling_what_is_on_air_changes_nothing() -> None:
    given(PANEL, called("q1")).when(Call(question_id="q1")).then_nothing()


def test_a_call_never_ends_another() -> None:
    given(PANEL, called("q1")).when(Call(question_id="q2")).then_refused("panel.busy")


@pytest.mark.parametrize("fate", [answered("q1"), promised("q1")])
def test_what_was_heard_is_not_called_again(fate: object) -> None:
    given(PANEL, called("q1"), fate).when(Call(question_id="q1")).then_refused("panel.already_heard")


def test_what_was_skipped_is_called_again() -> None:
    given(PANEL, called("q1"), skipped("q1"), called("q2"), answered("q2")).when(Call(question_id="q1")).then(called("q1"))


def test_what_is_held_can_be_called_and_is_held_no_longer() -> None:
    again = given(PANEL, held("q1")).when(Call(question_id="q1")).then(called("q1", override="host"))
    assert "held" not in again.when(Skip(question_id="q1")).seen_by("host")["questions"]["q1"]


def test_nothing_is_called_outside_the_panel() -> None:
    for phase in ("ph1", "ph2"):
        given(asked("q1", by="ana"), entered(phase)).when(Call(question_id="q1")).then_refused("panel.answering_closed")


def test_a_draft_is_not_called() -> None:
    given(drafted("q1", by="ana"), entered("ph3")).when(Call(question_id="q1")).then_refused("qa_queue.not_open")


@pytest.mark.parametrize("fate", [withdrawn("q1"), rejected("q1"), merged("q1", into="q2")])
def test_what_is_not_open_is_not_called(fate: Any) -> None:
    given(PANEL, fate).when(Call(question_id="q1")).then_refused("qa_queue.not_open")


def test_what_waits_for_review_is_not_called() -> None:
    given(asked("q1", by="ana", pending=True), entered("ph3")).when(Call(question_id="q1")).then_refused("qa_queue.not_open")


def test_an_unknown_question_is_not_called() -> None:
    given(PANEL).when(Call(question_id="q9")).then_refused("qa_queue.unknown_question")


# Answering


@pytest.mark.parametrize("who", ["pia", "panel", "hana", "host"])
def test_any_panelist_or_host_answers_without_a_claim(who: str) -> None:
    given(PANEL, called("q1")).when(GiveAnswer(question_id="q1"), by=who).then(answered("q1"))


def test_an_answer_may_be_told_in_short() -> None:
    given(PANEL, called("q1")).when(GiveAnswer(question_id="q1", text="Yes")).then(answered("q1", text="Yes"))


def test_a_second_press_of_answered_changes_nothing() -> None:
    for text in (None, "Yes"):
        given(PANEL, called("q1"), answered("q1", text="Yes")).when(GiveAnswer(question_id="q1", text=text)).then_nothing()


def test_another_answer_is_not_a_second_press() -> None:
    given(PANEL, called("q1"), answered("q1", text="Yes")).when(GiveAnswer(question_id="q1", text="No")).then_refused(
        "panel.not_on_air"
    )


def test_what_is_not_on_air_is_not_answered() -> None:
    given(PANEL).when(GiveAnswer(question_id="q1")).then_refused("panel.not_on_air")
    given(PANEL, called("q2")).when(GiveAnswer(question_id="q1")).then_refused("panel.not_on_air")
    given(PANEL, called("q1"), skipped("q1")).when(GiveAnswer(question_id="q1")).then_refused("panel.not_on_air")


def test_an_unknown_question_is_not_answered() -> None:
    given(PANEL).when(GiveAnswer(question_id="q9")).then_refused("qa_queue.unknown_question")


def test_a_draft_is_as_unknown_to_a_panelist_as_one_that_never_was() -> None:
    given(PANEL, drafted("q3", by="ana")).when(GiveAnswer(question_id="q3"), by="pia").then_refused("qa_queue.unknown_question")


def test_a_question_on_air_when_its_phase_ends_can_still_be_answered() -> None:
    given(PANEL, called("q1"), entered("ph2")).when(GiveAnswer(question_id="q1")).then(answered("q1"))


# Skipping


def test_a_skipped_question_leaves_the_air_and_waits() -> None:
    waiting = given(PANEL, called("q1")).when(Skip(question_id="q1")).then(skipped("q1"))
    assert waiting.seen_by("host")["questions"]["q1"]["status"] == "open"


def test_what_is_not_on_air_is_not_skipped() -> None:
    given(PANEL, called("q2")).when(Skip(question_id="q1")).then_refused("panel.not_on_air")


def test_a_follow_up_of_what_was_answered_is_ended_by_answering_it() -> None:
    again = given(PANEL, called("q1"), answered("q1"), followed_up("q1"))
    again.when(Skip(question_id="q1")).then_refused("panel.already_heard")


def test_an_unknown_question_is_not_skipped() -> None:
    given(PANEL).when(Skip(question_id="q9")).then_refused("qa_queue.unknown_question")


# Holding

HOLD, RELEASE = Hold(question_id="q1"), Release(question_id="q1")


@pytest.mark.parametrize("who", ["pia", "panel", "hana", "host"])
def test_a_panelist_or_host_holds_and_releases(who: str) -> None:
    given(PANEL).when(HOLD, by=who).then(held("q1"))
    given(PANEL, held("q1")).when(RELEASE, by=who).then(released("q1"))


def test_what_is_held_leaves_the_air_and_waits() -> None:
    waiting = given(PANEL, called("q1")).when(HOLD).then(held("q1"))
    assert waiting.session.panel.on_air is None
    assert waiting.seen_by("host")["questions"]["q1"]["status"] == "open"


def test_a_question_can_be_held_before_the_panel_begins() -> None:
    given(asked("q1", by="ana"), entered("ph1")).when(HOLD).then(held("q1"))


def test_holding_twice_changes_nothing() -> None:
    given(PANEL, held("q1")).when(HOLD).then_nothing()


def test_releasing_what_is_not_held_changes_nothing() -> None:
    given(PANEL).when(RELEASE).then_nothing()
    given(PANEL, held("q1"), released("q1")).when(RELEASE).then_nothing()
    given(PANEL, called("q1")).when(RELEASE).then_nothing()


@pytest.mark.parametrize("fate", [[called("q1"), answered("q1")], [promised("q1")], [promised("q1"), answer_written("q1")]])
def test_what_was_heard_is_not_held(fate: list[Any]) -> None:
    given(PANEL, fate).when(HOLD).then_refused("panel.already_heard")


def test_a_follow_up_of_what_was_answered_is_not_held() -> None:
    given(PANEL, called("q1"), answered("q1"), followed_up("q1")).when(HOLD).then_refused("panel.already_heard")


@pytest.mark.parametrize("command", [HOLD, RELEASE])
@pytest.mark.parametrize("fate", [withdrawn("q1"), rejected("q1"), merged("q1", into="q2")])
def test_what_is_not_open_is_neither_held_nor_released(fate: Any, command: Command) -> None:
    given(PANEL, fate).when(command).then_refused("qa_queue.not_open")


@pytest.mark.parametrize("command", [HOLD, RELEASE])
def test_a_draft_is_neither_held_nor_released(command: Command) -> None:
    given(drafted("q1", by="ana")).when(command).then_refused("qa_queue.not_open")
    given(drafted("q1", by="ana")).when(command, by="pia").then_refused("qa_queue.unknown_question")


# Following up

FOLLOW_UP = FollowUp(question_id="q1")


def test_the_room_asks_once_more_after_the_answer() -> None:
    again = given(PANEL, called("q1"), answered("q1")).when(FOLLOW_UP).then(followed_up("q1"))
    assert again.session.panel.on_air == "q1"


def test_the_rest_of_the_time_on_air_is_a_follow_up() -> None:
    again = given(PANEL, called("q1")).when(FOLLOW_UP).then(followed_up("q1"))
    assert again.session.panel.on_air == "q1"


def test_a_second_press_of_follow_up_changes_nothing() -> None:
    given(PANEL, called("q1"), followed_up("q1")).when(FOLLOW_UP).then_nothing()
    given(PANEL, called("q1"), answered("q1"), followed_up("q1")).when(FOLLOW_UP).then_nothing()


def test_there_may_be_another_follow_up() -> None:
    given(PANEL, called("q1"), followed_up("q1"), answered("q1")).when(FOLLOW_UP).then(followed_up("q1"))


@pytest.mark.parametrize(
    "fate", [[], [called("q1"), skipped("q1")], [held("q1")], [promised("q1")], [promised("q1"), answer_written("q1")]]
)
def test_there_is_no_follow_up_of_what_was_not_answered_live(fate: list[Any]) -> None:
    given(PANEL, fate).when(FOLLOW_UP).then_refused("panel.not_answered")


def test_a_follow_up_never_ends_another() -> None:
    given(PANEL, called("q1"), answered("q1"), called("q2")).when(FOLLOW_UP).then_refused("panel.busy")


def test_nothing_is_called_during_a_follow_up() -> None:
    again = given(PANEL, called("q1"), answered("q1"), followed_up("q1"))
    again.when(Call(question_id="q2")).then_refused("panel.busy")


def test_there_is_no_follow_up_outside_the_panel() -> None:
    given(PANEL, called("q1"), answered("q1"), entered("ph2")).when(FOLLOW_UP).then_refused("panel.answering_closed")


def test_an_unknown_question_is_not_followed_up() -> None:
    given(PANEL).when(FollowUp(question_id="q9")).then_refused("qa_queue.unknown_question")


def test_an_answered_follow_up_keeps_the_instant_of_the_answer() -> None:
    again = given(PANEL, called("q1", at=t("20:05")), answered("q1", at=t("20:09")), followed_up("q1", at=t("20:10")))
    heard = again.when(GiveAnswer(question_id="q1"), at=t("20:12")).then(answered("q1"))
    assert heard.seen_by("watch")["questions"]["q1"]["answered_at"] == t("20:09")


def test_what_was_never_answered_before_its_follow_up_is_answered_after_it() -> None:
    again = given(PANEL, called("q1", at=t("20:05")), followed_up("q1", at=t("20:09")))
    heard = again.when(GiveAnswer(question_id="q1"), at=t("20:12")).then(answered("q1"))
    assert heard.seen_by("watch")["questions"]["q1"]["answered_at"] == t("20:12")


# Re-opening


def test_a_stray_answered_is_undone() -> None:
    again = given(PANEL, called("q1", at=t("20:05")), answered("q1", at=t("20:09"))).when(Reopen(question_id="q1"), at=t("20:10"))
    question = again.then(reopened("q1")).seen_by("host")["questions"]["q1"]
    assert (question["status"], question["on_air_at"]) == ("on_air", t("20:05"))
    assert "answered_at" not in question


def test_an_answer_noted_by_mistake_stays_when_the_question_is_answered_again() -> None:
    again = given(PANEL, called("q1"), answered("q1", text="Yes"), reopened("q1"), answered("q1", at=t("20:30")))
    question = again.seen_by("watch")["questions"]["q1"]
    assert (question["answer"], question["answered_at"]) == ("Yes", t("20:30"))


def test_a_stray_answered_of_a_follow_up_is_undone_to_the_follow_up() -> None:
    twice = given(
        PANEL, called("q1"), answered("q1", at=t("20:09")), followed_up("q1", at=t("20:10")), answered("q1", at=t("20:12"))
    )
    question = twice.when(Reopen(question_id="q1")).then(reopened("q1")).seen_by("host")["questions"]["q1"]
    assert (question["status"], question["follow_up"], question["on_air_since"]) == ("on_air", True, t("20:10"))
    assert question["answered_at"] == t("20:09")


def test_a_follow_up_from_on_air_that_is_reopened_was_not_answered() -> None:
    stray = given(PANEL, called("q1"), followed_up("q1", at=t("20:09")), answered("q1", at=t("20:12")))
    again = stray.when(Reopen(question_id="q1")).then(reopened("q1"))
    assert "answered_at" not in again.seen_by("host")["questions"]["q1"]
    heard = again.when(GiveAnswer(question_id="q1"), at=t("20:15"))
    assert heard.seen_by("host")["questions"]["q1"]["answered_at"] == t("20:15")


def test_reopening_what_is_on_air_changes_nothing() -> None:
    given(PANEL, called("q1")).when(Reopen(question_id="q1")).then_nothing()


def test_what_was_not_answered_is_not_reopened() -> None:
    given(PANEL).when(Reopen(question_id="q1")).then_refused("panel.not_answered")
    given(PANEL, called("q1"), skipped("q1")).when(Reopen(question_id="q1")).then_refused("panel.not_answered")
    given(PANEL, held("q1")).when(Reopen(question_id="q1")).then_refused("panel.not_answered")


def test_reopening_never_ends_another() -> None:
    given(PANEL, called("q1"), answered("q1"), called("q2")).when(Reopen(question_id="q1")).then_refused("panel.busy")


def test_an_unknown_question_is_not_reopened() -> None:
    given(PANEL).when(Reopen(question_id="q9")).then_refused("qa_queue.unknown_question")


# What is kept


def test_the_last_call_is_the_one_that_counts() -> None:
    twice = given(PANEL, called("q1", at=t("20:05")), skipped("q1", at=t("20:06")), called("q1", at=t("20:30")))
    assert twice.seen_by("watch")["questions"]["q1"]["on_air_at"] == t("20:30")


def test_every_call_is_remembered_for_the_recordings() -> None:
    twice = given(PANEL, called("q1", at=t("20:05")), skipped("q1", at=t("20:06")), called("q1", at=t("20:30")))
    assert twice.session.panel.hearings["q1"].called_at == (t("20:05"), t("20:30"))


def test_a_question_submitted_during_the_panel_can_be_called() -> None:
    given(PANEL, drafted("q3", by="fay"), submitted("q3")).when(Call(question_id="q3")).then(called("q3", override="host"))


# Claiming

CLAIM, FREE = Claim(question_id="q1"), Unclaim(question_id="q1")


@pytest.mark.parametrize("who", ["pia", "panel"])
def test_a_panelist_claims_a_question(who: str) -> None:
    given(PANEL).when(CLAIM, by=who).then(claimed("q1", by=who))


def test_a_question_on_air_can_be_claimed() -> None:
    given(PANEL, called("q1")).when(CLAIM, by="pia").then(claimed("q1", by="pia"))


def test_a_question_can_be_claimed_before_the_panel_begins() -> None:
    given(asked("q1", by="ana"), entered("ph2")).when(CLAIM, by="pia").then(claimed("q1", by="pia"))


def test_claiming_twice_changes_nothing() -> None:
    given(PANEL, claimed("q1", by="pia")).when(CLAIM, by="pia").then_nothing()


def test_what_somebody_claimed_is_theirs() -> None:
    given(PANEL, claimed("q1", by="pia")).when(CLAIM, by="panel").then_refused("panel.claimed")


@pytest.mark.parametrize("fate", [[withdrawn("q1")], [called("q1"), answered("q1")], [promised("q1")]])
def test_what_is_not_open_is_not_claimed(fate: list[object]) -> None:
    given(PANEL, *fate).when(CLAIM, by="pia").then_refused("qa_queue.not_open")


def test_a_draft_is_not_claimed() -> None:
    given(drafted("q1", by="ana")).when(CLAIM, by="pia").then_refused("qa_queue.unknown_question")
    inside = given(roles_set("ana", "participant", "panelist"), drafted("q1", by="ana"))
    inside.when(CLAIM, by="ana").then_refused("qa_queue.not_open")


def test_a_claim_keeps_nobody_else_from_answering() -> None:
    given(PANEL, claimed("q1", by="panel"), called("q1")).when(GiveAnswer(question_id="q1"), by="pia").then(answered("q1"))


@pytest.mark.parametrize("who", ["pia", "hana", "host"])
def test_a_claim_is_given_up_by_who_has_it_or_by_the_host(who: str) -> None:
    given(PANEL, claimed("q1", by="pia")).when(FREE, by=who).then(unclaimed("q1"))


def test_nobody_else_gives_a_claim_up() -> None:
    given(PANEL, claimed("q1", by="pia")).when(FREE, by="panel").then_refused("panel.claimed")


@pytest.mark.parametrize("happened", [[], [claimed("q1", by="pia"), unclaimed("q1")], [called("q1"), answered("q1")]])
def test_giving_up_what_nobody_claimed_changes_nothing(happened: list[object]) -> None:
    given(PANEL, *happened).when(FREE, by="pia").then_nothing()


def test_a_free_question_is_claimed_by_the_next() -> None:
    given(PANEL, claimed("q1", by="pia"), unclaimed("q1")).when(CLAIM, by="panel").then(claimed("q1", by="panel"))


def test_who_answered_stays() -> None:
    heard = given(PANEL, handed_over(), claimed("q1", by="pia"), called("q1"), answered("q1"))
    heard.when(FREE, by="host").then_refused("qa_queue.not_open")
    assert heard.seen_by("watch")["questions"]["q1"]["claimed_by"] == "Pia"


def test_the_shared_link_of_the_panel_is_called_the_panel() -> None:
    question = given(PANEL, claimed("q1", by="panel")).seen_by("host")["questions"]["q1"]
    assert (question["claimed_by"], question["claimed_by_id"]) == ("the panel", "panel")


@pytest.mark.parametrize("who", ["host", "hana", "moderator", "mo", "panel", "pia", "ana", "dee", "gus", "stage", "watch"])
def test_claims_are_for_everybody_from_the_hand_over(who: str) -> None:
    before, after = given(PANEL, claimed("q1", by="pia")), given(PANEL, claimed("q1", by="pia"), handed_over())
    backstage = who in ("host", "hana", "moderator", "mo", "panel", "pia")
    assert before.seen_by(who)["questions"]["q1"].get("claimed_by") == ("Pia" if backstage else None)
    assert after.seen_by(who)["questions"]["q1"]["claimed_by_id"] == "pia"


# After the end


@pytest.mark.parametrize(
    "command", [CLAIM, FREE, HOLD, RELEASE, FOLLOW_UP, Call(question_id="q1"), Skip(question_id="q1"), Reopen(question_id="q1")]
)
def test_after_the_end_the_panel_has_gone(command: Command) -> None:
    by = "pia" if isinstance(command, Claim) else "host"
    given(PANEL, finished()).when(command, by=by).then_refused("session.finished")
