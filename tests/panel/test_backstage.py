"""Notes between host, moderators and panelists; one rule each."""

import pytest

from orchestrator.panel.commands import AcknowledgeNote, WriteNote
from tests.given import (
    acknowledged,
    asked,
    drafted,
    entered,
    finished,
    given,
    helps,
    merged,
    noted,
    rejected,
    roles_set,
    t,
    withdrawn,
)

BACKSTAGE = ("host", "hana", "moderator", "mo", "panel", "pia")
READ = AcknowledgeNote(note_id="n1")


@pytest.mark.parametrize("who", BACKSTAGE)
def test_host_moderators_and_panelists_write_notes(who: str) -> None:
    given().when(WriteNote(text="Look at this"), by=who).then(noted("n1", by=who))


def test_notes_are_counted() -> None:
    given(noted("n1", by="mo")).when(WriteNote(text="And this"), by="mo").then(noted("n2", by="mo", text="And this"))


def test_writing_says_which_note_was_made() -> None:
    (written,) = given().when(WriteNote(text="Look")).outcome
    assert (written.makes, written.note_id) == ("note_id", "n1")


def test_a_note_may_be_about_a_question() -> None:
    note = WriteNote(text="Look at this", question_id="q1")
    given(asked("q1", by="ana")).when(note, by="pia").then(noted("n1", by="pia", about="q1"))


def test_a_note_is_not_about_a_question_that_is_not_there() -> None:
    given().when(WriteNote(text="Look", question_id="q9")).then_refused("qa_queue.unknown_question")


def test_a_note_does_not_give_a_draft_away() -> None:
    about = WriteNote(text="Look", question_id="q1")
    draft = given(drafted("q1", by="ana"))
    draft.when(about, by="mo").then_refused("qa_queue.unknown_question")
    draft.when(about, by="host").then_refused("qa_queue.not_open")


def test_a_note_gives_nothing_away_of_what_is_under_review() -> None:
    about = WriteNote(text="Look", question_id="q1")
    for hidden in (given(asked("q1", by="ana", pending=True)), given(asked("q1", by="ana"), rejected("q1"))):
        hidden.when(about, by="mo").then_refused("qa_queue.not_open")
        hidden.when(about, by="pia").then_refused("qa_queue.unknown_question")


def test_a_note_may_be_about_a_question_that_is_part_of_another() -> None:
    part = given(asked("q1", by="ana"), asked("q2", by="dee"), merged("q1", into="q2"))
    part.when(WriteNote(text="Look at this", question_id="q1"), by="pia").then(noted("n1", by="pia", about="q1"))


def test_a_note_may_be_about_a_question_that_was_taken_back() -> None:
    gone = given(asked("q1", by="ana"), withdrawn("q1"))
    gone.when(WriteNote(text="Look at this", question_id="q1"), by="mo").then(noted("n1", by="mo", about="q1"))


@pytest.mark.parametrize("who", BACKSTAGE)
def test_who_has_read_a_note_says_so(who: str) -> None:
    given(noted("n1", by="mo")).when(READ, by=who).then(acknowledged("n1", by=who))


def test_saying_it_twice_changes_nothing() -> None:
    given(noted("n1", by="mo"), acknowledged("n1", by="pia")).when(READ, by="pia").then_nothing()


def test_an_unknown_note_is_not_read() -> None:
    given().when(READ, by="pia").then_refused("panel.unknown_note")


def test_a_note_is_shown_with_its_author_and_its_readers_in_order() -> None:
    read = given(
        asked("q1", by="ana"),
        noted("n1", by="moderator", text="Short, please", about="q1", at=t("20:10")),
        acknowledged("n1", by="pia"),
        acknowledged("n1", by="host"),
        acknowledged("n1", by="panel"),
        acknowledged("n1", by="hana"),
    )
    for who in BACKSTAGE:
        assert read.seen_by(who)["notes"] == {
            "n1": {
                "text": "Short, please",
                "at": t("20:10"),
                "author": "the moderator",
                "author_id": "moderator",
                "question_id": "q1",
                "seen_by": ["Pia", "the host", "the panel", "Hana"],
            }
        }


@pytest.mark.parametrize("who", ["ana", "gus", "dee", "stage", "watch"])
def test_nobody_else_sees_a_note(who: str) -> None:
    assert given(helps("gus", "r1"), noted("n1", by="mo")).seen_by(who)["notes"] == {}


def test_a_participant_who_becomes_a_panelist_sees_the_notes() -> None:
    assert given(noted("n1", by="mo"), roles_set("ana", "participant", "panelist")).seen_by("ana")["notes"].keys() == {"n1"}


def test_notes_are_written_from_the_lobby_to_the_end() -> None:
    given(entered("ph3")).when(WriteNote(text="Look at this"), by="mo").then(noted("n1", by="mo"))
    over = given(noted("n1", by="mo"), finished())
    over.when(WriteNote(text="Look"), by="mo").then_refused("session.finished")
    over.when(READ, by="pia").then_refused("session.finished")
