"""The rules of what is not answered live; one each."""

from typing import Any

import pytest

from orchestrator.panel.commands import Promise, Reopen, WriteAnswer
from tests.given import (
    answer_written,
    answered,
    asked,
    called,
    drafted,
    entered,
    finished,
    followed_up,
    given,
    held,
    promised,
    rejected,
    reopened,
    skipped,
    t,
    withdrawn,
)

PANEL = [asked("q1", by="ana"), asked("q2", by="dee"), entered("ph3", at=t("20:00"))]
PROMISE = Promise(question_id="q1", owner="Pia", due_at=t("23:00"))
WRITE = WriteAnswer(question_id="q1", text="It is.")
REOPEN = Reopen(question_id="q1")


# Promising


@pytest.mark.parametrize("who", ["pia", "panel", "hana", "host"])
def test_a_panelist_or_host_promises_an_answer(who: str) -> None:
    given(PANEL).when(PROMISE, by=who).then(promised("q1", owner="Pia", due_at=t("23:00")))


def test_a_promise_has_an_owner_and_may_have_a_day() -> None:
    question = given(PANEL, promised("q1", owner="Pia", due_at=t("23:00"), at=t("20:10"))).seen_by("watch")["questions"]["q1"]
    assert (question["status"], question["owner"]) == ("promised", "Pia")
    assert (question["promised_at"], question["due_at"]) == (t("20:10"), t("23:00"))
    assert "due_at" not in given(PANEL, promised("q1", owner="Pia")).seen_by("watch")["questions"]["q1"]


def test_what_is_on_air_leaves_the_air_by_a_promise() -> None:
    owed = given(PANEL, called("q1", at=t("20:05"))).when(PROMISE, at=t("20:06"))
    owed.then(promised("q1", owner="Pia", due_at=t("23:00")))
    assert owed.session.panel.on_air is None
    assert owed.seen_by("host")["questions"]["q1"]["airtime"] == t("20:06") - t("20:05")


def test_what_waits_and_is_promised_had_no_turn() -> None:
    room = given(PANEL, promised("q1")).seen_by("host")["rooms"]["r1"]
    assert (room["turns"], room["airtime"]) == (0, 0)


def test_what_was_promised_is_not_ranked_any_more() -> None:
    questions = given(PANEL, promised("q1")).seen_by("host")["questions"]
    assert "rank" not in questions["q1"]
    assert questions["q2"]["rank"] == 1


def test_what_is_held_can_be_promised_and_is_held_no_longer() -> None:
    owed = given(PANEL, held("q1")).when(PROMISE).then(promised("q1", owner="Pia", due_at=t("23:00")))
    assert "held" not in owed.seen_by("host")["questions"]["q1"]


def test_the_same_promise_twice_changes_nothing() -> None:
    given(PANEL, promised("q1", owner="Pia", due_at=t("23:00"))).when(PROMISE).then_nothing()


@pytest.mark.parametrize(("owner", "due_at"), [("Gus", t("23:00")), ("Pia", t("22:00")), ("Pia", None)])
def test_a_promise_passes_to_somebody_else_or_another_day(owner: str, due_at: int | None) -> None:
    made = given(PANEL, promised("q1", owner="Pia", due_at=t("23:00"), at=t("20:10")))
    kept = made.when(Promise(question_id="q1", owner=owner, due_at=due_at), at=t("20:20"))
    question = kept.then(promised("q1", owner=owner, due_at=due_at)).seen_by("host")["questions"]["q1"]
    assert (question["owner"], question.get("due_at"), question["promised_at"]) == (owner, due_at, t("20:10"))


def test_nothing_is_due_in_the_past() -> None:
    given(PANEL).when(PROMISE, at=t("23:01")).then_refused("panel.bad_due")
    given(PANEL, promised("q1", owner="Gus")).when(PROMISE, at=t("23:01")).then_refused("panel.bad_due")


def test_a_promise_may_be_due_at_once() -> None:
    given(PANEL).when(PROMISE, at=t("23:00")).then(promised("q1", owner="Pia", due_at=t("23:00")))


@pytest.mark.parametrize("fate", [[called("q1"), answered("q1")], [promised("q1"), answer_written("q1")]])
def test_what_was_answered_is_not_promised(fate: list[Any]) -> None:
    given(PANEL, fate).when(PROMISE).then_refused("panel.already_heard")


@pytest.mark.parametrize("fate", [withdrawn("q1"), rejected("q1")])
def test_what_is_not_open_is_not_promised(fate: Any) -> None:
    given(PANEL, fate).when(PROMISE).then_refused("qa_queue.not_open")


def test_what_is_pending_is_not_promised() -> None:
    given(asked("q1", by="ana", pending=True), entered("ph3")).when(PROMISE).then_refused("qa_queue.not_open")


def test_a_draft_is_not_promised() -> None:
    given(drafted("q1", by="ana")).when(PROMISE).then_refused("qa_queue.not_open")
    given(drafted("q1", by="ana")).when(PROMISE, by="pia").then_refused("qa_queue.unknown_question")


def test_a_promise_passes_on_also_after_the_end() -> None:
    over = given(PANEL, promised("q1"), promised("q2"), finished())
    over.when(PROMISE).then(promised("q1", owner="Pia", due_at=t("23:00")))


# Writing the answer


@pytest.mark.parametrize("who", ["pia", "panel", "hana", "host"])
def test_a_promise_is_kept_in_writing(who: str) -> None:
    kept = given(PANEL, promised("q1", at=t("20:10"))).when(WRITE, by=who, at=t("21:00"))
    question = kept.then(answer_written("q1", "It is.", by=who)).seen_by("watch")["questions"]["q1"]
    assert (question["status"], question["answer"]) == ("answered", "It is.")
    assert (question["written_at"], question["answered_at"], question["promised_at"]) == (t("21:00"), t("21:00"), t("20:10"))


def test_a_written_answer_is_no_turn() -> None:
    room = given(PANEL, promised("q1"), answer_written("q1")).seen_by("host")["rooms"]["r1"]
    assert (room["turns"], room["airtime"]) == (0, 0)


def test_better_words_keep_the_instant_of_the_first() -> None:
    written = given(PANEL, promised("q1"), answer_written("q1", "Is it?", at=t("21:00")))
    better = written.when(WRITE, at=t("21:30")).then(answer_written("q1", "It is."))
    question = better.seen_by("ana")["questions"]["q1"]
    assert (question["answer"], question["written_at"], question["answered_at"]) == ("It is.", t("21:00"), t("21:00"))


def test_better_words_for_what_was_said_live_are_no_written_answer() -> None:
    live = given(PANEL, called("q1"), answered("q1", text="Is it?", at=t("20:09")))
    question = live.when(WRITE, at=t("21:00")).then(answer_written("q1", "It is.")).seen_by("ana")["questions"]["q1"]
    assert (question["answer"], question["answered_at"]) == ("It is.", t("20:09"))
    assert "written_at" not in question


def test_the_same_words_again_change_nothing() -> None:
    given(PANEL, promised("q1"), answer_written("q1", "It is.")).when(WRITE).then_nothing()
    given(PANEL, called("q1"), answered("q1", text="It is.")).when(WRITE).then_nothing()


@pytest.mark.parametrize("fate", [[], [called("q1")], [called("q1"), skipped("q1")], [held("q1")]])
def test_only_what_was_promised_or_answered_is_written(fate: list[Any]) -> None:
    given(PANEL, fate).when(WRITE).then_refused("panel.not_promised")


@pytest.mark.parametrize("fate", [withdrawn("q1"), rejected("q1")])
def test_what_is_not_open_is_not_answered_in_writing(fate: Any) -> None:
    given(PANEL, fate).when(WRITE).then_refused("qa_queue.not_open")


def test_a_draft_is_not_answered_in_writing() -> None:
    given(drafted("q1", by="ana")).when(WRITE, by="pia").then_refused("qa_queue.unknown_question")


def test_answers_are_written_also_after_the_end() -> None:
    over = given(PANEL, promised("q1"), called("q2"), answered("q2", text="Yes"), finished())
    over.when(WRITE, by="pia").then(answer_written("q1", "It is.", by="pia"))
    better = WriteAnswer(question_id="q2", text="Yes, and why.")
    over.when(better).then(answer_written("q2", "Yes, and why."))


# Taking a promise back


def test_a_promise_made_on_air_is_undone_on_air() -> None:
    made = given(PANEL, called("q1", at=t("20:05")), promised("q1", owner="Pia", due_at=t("23:00"), at=t("20:09")))
    question = made.when(REOPEN, at=t("20:10")).then(reopened("q1")).seen_by("host")["questions"]["q1"]
    assert (question["status"], question["on_air_since"]) == ("on_air", t("20:05"))
    assert question.keys().isdisjoint({"owner", "due_at", "promised_at", "airtime"})


@pytest.mark.parametrize("before", [[], [called("q1"), skipped("q1")], [held("q1")], [called("q1"), held("q1")]])
def test_a_promise_made_while_it_waited_is_undone_to_waiting(before: list[Any]) -> None:
    again = given(PANEL, before, promised("q1")).when(REOPEN).then(reopened("q1"))
    question = again.seen_by("host")["questions"]["q1"]
    assert question["status"] == "open"
    assert "rank" in question
    assert again.session.panel.on_air is None


def test_a_promise_that_was_passed_on_is_undone_to_where_it_came_from() -> None:
    on_air = given(PANEL, called("q1"), promised("q1", at=t("20:09")), promised("q1", owner="Pia", at=t("20:20")))
    assert on_air.when(REOPEN).session.panel.on_air == "q1"
    waiting = given(PANEL, promised("q1", at=t("20:09")), promised("q1", owner="Pia", at=t("20:20")))
    assert waiting.when(REOPEN).session.panel.on_air is None


def test_a_promise_made_on_air_is_not_undone_while_another_is_on_air() -> None:
    given(PANEL, called("q1"), promised("q1"), called("q2")).when(REOPEN).then_refused("panel.busy")


def test_a_promise_made_while_it_waited_is_undone_also_while_another_is_on_air() -> None:
    given(PANEL, called("q2"), promised("q1")).when(REOPEN).then(reopened("q1"))


def test_a_written_answer_is_not_undone() -> None:
    given(PANEL, promised("q1"), answer_written("q1")).when(REOPEN).then_refused("panel.not_answered")
    given(PANEL, called("q1"), promised("q1"), answer_written("q1")).when(REOPEN).then_refused("panel.not_answered")


def test_better_words_for_what_was_said_live_keep_nobody_from_reopening_it() -> None:
    given(PANEL, called("q1"), answered("q1"), answer_written("q1")).when(REOPEN).then(reopened("q1"))


def test_a_follow_up_can_be_promised_and_its_promise_undone() -> None:
    owed = given(PANEL, called("q1"), answered("q1", at=t("20:09")), followed_up("q1"), promised("q1", at=t("20:12")))
    question = owed.when(REOPEN).then(reopened("q1")).seen_by("host")["questions"]["q1"]
    assert (question["status"], question["follow_up"], question["answered_at"]) == ("on_air", True, t("20:09"))
