"""Review: what waits before everybody sees it, what is sent away, and what comes back."""

import pytest

from orchestrator.messages import Command
from orchestrator.qa_queue.commands import Approve, CastVote, Edit, Reject, ReleaseWaiting, SendBack, SetModeration, Submit
from tests.given import (
    Events,
    answered,
    approved,
    asked,
    called,
    drafted,
    edited,
    entered,
    given,
    handed_over,
    helps,
    merged,
    moderated,
    promised,
    rejected,
    room_ordered,
    seated,
    sent_back,
    skipped,
    speaks,
    submitted,
    t,
    unmerged,
    voted,
    withdrawn,
)

BREAKOUT, BREAK, PANEL = entered("ph1"), entered("ph2"), entered("ph3")
EVERYBODY = ("host", "hana", "moderator", "mo", "panel", "pia", "stage", "watch", "ana", "ben", "dee", "gus")
REVIEWERS = ("host", "hana", "moderator", "mo")
OTHERS = ("panel", "pia", "stage", "watch", "ana", "dee", "gus")
ASKED, PENDING = asked("q1", by="ana"), asked("q1", by="ana", pending=True)
REJECTED = [ASKED, rejected("q1")]

# The switch


def test_the_host_turns_moderation_on_and_off() -> None:
    given(BREAKOUT).when(SetModeration(on=True)).then(moderated())
    given(BREAKOUT, moderated()).when(SetModeration(on=False)).then(moderated(on=False))


@pytest.mark.parametrize("on", [True, False])
def test_turning_moderation_to_what_it_is_changes_nothing(on: bool) -> None:
    given(moderated(), moderated(on=on)).when(SetModeration(on=on)).then_nothing()


@pytest.mark.parametrize("who", ["moderator", "mo", "panel", "stage", "watch", "ana"])
def test_only_the_host_turns_moderation_on(who: str) -> None:
    given(BREAKOUT).when(SetModeration(on=True), by=who).then_refused("session.forbidden")


def test_everybody_sees_that_questions_are_reviewed() -> None:
    assert given(moderated()).seen_by("ana")["session"]["moderation"] is True
    assert "moderation" not in given(moderated(), moderated(on=False)).seen_by("ana")["session"]


def test_under_moderation_what_is_submitted_waits_and_has_its_number() -> None:
    waiting = given(BREAKOUT, moderated(), drafted("q1", by="ana")).when(Submit(question_id="q1"))
    question = waiting.then(submitted("q1", number="A-1", pending=True)).seen_by("mo")["questions"]["q1"]
    assert (question["status"], question["number"]) == ("pending", "A-1")
    assert "published_at" not in question


def test_turning_moderation_on_leaves_what_is_open() -> None:
    midway = given(BREAKOUT, ASKED, drafted("q2", by="ana")).when(SetModeration(on=True)).when(Submit(question_id="q2"))
    questions = midway.seen_by("host")["questions"]
    assert (questions["q1"]["status"], questions["q2"]["status"]) == ("open", "pending")


def test_turning_moderation_off_leaves_what_waits() -> None:
    midway = given(BREAKOUT, moderated(), PENDING, drafted("q2", by="ana"))
    questions = midway.when(SetModeration(on=False)).when(Submit(question_id="q2")).seen_by("host")["questions"]
    assert (questions["q1"]["status"], questions["q2"]["status"]) == ("pending", "open")


# What waits


@pytest.mark.parametrize("who", EVERYBODY)
def test_what_waits_for_review_is_for_its_room_host_and_moderators(who: str) -> None:
    assert ("q1" in given(PENDING).seen_by(who)["questions"]) == (who in (*REVIEWERS, "ana", "ben"))


def test_a_facilitator_sees_what_waits_of_the_room() -> None:
    assert "q1" in given(helps("gus", "r1"), PENDING).seen_by("gus")["questions"]


def test_an_author_who_has_left_the_room_is_told_that_it_waits() -> None:
    moved = given(PENDING, seated("ana", "r2"))
    assert moved.seen_by("ana")["questions"] == {}
    assert moved.me("ana")["questions"]["q1"]["status"] == "pending"


def test_what_waits_has_no_rank() -> None:
    assert "rank" not in given(PENDING, PANEL, handed_over()).seen_by("host")["questions"]["q1"]


def test_the_own_room_votes_for_what_waits() -> None:
    given(BREAKOUT, PENDING).when(CastVote(question_id="q1"), by="ben").then(voted("q1", "ben"))
    given(PENDING, BREAK).when(CastVote(question_id="q1"), by="ben").then(voted("q1", "ben"))


@pytest.mark.parametrize("phase", [BREAKOUT, BREAK, PANEL])
def test_for_another_room_what_waits_does_not_exist(phase: Events) -> None:
    given(PENDING, phase).when(CastVote(question_id="q1"), by="dee").then_refused("qa_queue.unknown_question")


def test_an_author_does_not_edit_what_waits() -> None:
    given(BREAKOUT, PENDING).when(Edit(question_id="q1", text="Better"), by="ana").then_refused("qa_queue.already_open")


@pytest.mark.parametrize("who", ["cal", "mo", "host"])
def test_who_speaks_for_the_room_and_reviewers_edit_what_waits(who: str) -> None:
    waiting = given(BREAKOUT, speaks("cal", "r1"), PENDING)
    waiting.when(Edit(question_id="q1", text="Better"), by=who).then(edited("q1", "Better", by=who))


def test_submitting_what_waits_changes_nothing() -> None:
    given(BREAKOUT, moderated(), PENDING).when(Submit(question_id="q1")).then_nothing()


# Approving


@pytest.mark.parametrize("who", REVIEWERS)
@pytest.mark.parametrize("before", [PENDING, REJECTED])
def test_host_and_moderators_approve_what_waits_or_was_rejected(before: Events, who: str) -> None:
    given(BREAKOUT, before).when(Approve(question_id="q1"), by=who).then(approved("q1"))


def test_approving_what_is_open_changes_nothing() -> None:
    given(BREAKOUT, ASKED).when(Approve(question_id="q1")).then_nothing()


def test_approving_keeps_when_it_was_asked_and_says_when_it_was_published() -> None:
    waiting = given(asked("q1", by="ana", pending=True, at=t("19:10")), approved("q1", at=t("19:40")))
    question = waiting.seen_by("watch")["questions"]["q1"]
    assert (question["status"], question["submitted_at"], question["published_at"]) == ("open", t("19:10"), t("19:40"))


def test_approving_what_was_rejected_forgets_the_reason() -> None:
    back = given(REJECTED, approved("q1"))
    assert "rejection" not in back.seen_by("mo")["questions"]["q1"]
    assert back.me("ana")["questions"]["q1"] == {"status": "open", "text": "Text of q1"}


def test_votes_cast_while_it_waited_count() -> None:
    assert given(PENDING, voted("q1", "ben"), approved("q1")).seen_by("dee")["questions"]["q1"]["score"] == 1


# Releasing all


@pytest.mark.parametrize("who", REVIEWERS)
def test_everything_that_waits_is_released_in_the_order_of_asking(who: str) -> None:
    waiting = given(
        drafted("q1", by="ana"),
        asked("q2", by="dee", pending=True, at=t("19:10")),
        submitted("q1", pending=True, at=t("19:11")),
        asked("q3", by="fay"),
        drafted("q4", by="fay"),
    )
    waiting.when(ReleaseWaiting(), by=who).then(approved("q2"), approved("q1"))


def test_what_waits_as_part_of_another_question_is_not_released() -> None:
    given(PENDING, asked("q2", by="dee", pending=True), merged("q1", into="q2")).when(ReleaseWaiting()).then(approved("q2"))


def test_releasing_when_nothing_waits_changes_nothing() -> None:
    given(BREAKOUT, ASKED).when(ReleaseWaiting()).then_nothing()


def test_releasing_leaves_moderation_on() -> None:
    assert given(moderated(), PENDING).when(ReleaseWaiting()).seen_by("host")["session"]["moderation"] is True


# Rejecting


@pytest.mark.parametrize("who", REVIEWERS)
@pytest.mark.parametrize("before", [ASKED, PENDING, [ASKED, PANEL, called("q1"), skipped("q1")]])
def test_host_and_moderators_reject_what_waits_or_is_open(before: Events, who: str) -> None:
    given(before).when(Reject(question_id="q1", reason="Off topic"), by=who).then(rejected("q1", "Off topic"))


def test_rejecting_twice_keeps_the_first_reason() -> None:
    given(REJECTED).when(Reject(question_id="q1", reason="Another one")).then_nothing()


@pytest.mark.parametrize("before", [ASKED, PENDING])
@pytest.mark.parametrize("who", EVERYBODY)
def test_what_was_rejected_is_for_host_and_moderators(before: Events, who: str) -> None:
    seen = given(before, rejected("q1", "Off topic")).seen_by(who)["questions"]
    assert ("q1" in seen) == (who in REVIEWERS)
    if who in REVIEWERS:
        assert (seen["q1"]["status"], seen["q1"]["rejection"]) == ("rejected", "Off topic")


def test_the_author_is_told_why_and_nobody_else_of_the_rooms() -> None:
    sent_away = given(ASKED, rejected("q1", "Off topic"))
    assert sent_away.me("ana")["questions"]["q1"] == {"status": "rejected", "text": "Text of q1", "reason": "Off topic"}
    assert "Off topic" not in str([sent_away.me("ben"), *(sent_away.seen_by(who) for who in OTHERS)])


def test_what_was_rejected_has_neither_rank_nor_place_in_the_order_of_the_room() -> None:
    ordered = given(asked("q1", by="ana"), asked("q2", by="ana"), room_ordered("r1", "q1", "q2"), rejected("q1"))
    questions = ordered.seen_by("host")["questions"]
    assert {"rank", "room_order"}.isdisjoint(questions["q1"])
    assert (questions["q2"]["rank"], questions["q2"]["room_order"]) == (1, 1)


def test_the_number_of_what_was_rejected_is_not_used_again() -> None:
    given(BREAKOUT, REJECTED, drafted("q2", by="ana")).when(Submit(question_id="q2")).then(submitted("q2", number="A-2"))


@pytest.mark.parametrize("who", ["cal", "mo", "host"])
def test_what_was_rejected_is_not_edited(who: str) -> None:
    sent_away = given(BREAKOUT, speaks("cal", "r1"), REJECTED)
    sent_away.when(Edit(question_id="q1", text="Better"), by=who).then_refused("qa_queue.not_open")


def test_what_was_rejected_gets_no_votes() -> None:
    given(REJECTED, BREAK).when(CastVote(question_id="q1"), by="ben").then_refused("qa_queue.not_open")
    given(REJECTED, BREAK).when(CastVote(question_id="q1"), by="dee").then_refused("qa_queue.unknown_question")


# Sending back


@pytest.mark.parametrize("who", REVIEWERS)
@pytest.mark.parametrize("before", [ASKED, REJECTED, [PENDING, approved("q1")], [PENDING, rejected("q1")]])
def test_approving_and_rejecting_are_undone(before: Events, who: str) -> None:
    undone = given(BREAKOUT, before).when(SendBack(question_id="q1"), by=who).then(sent_back("q1"))
    question = undone.seen_by("mo")["questions"]["q1"]
    assert (question["status"], question["number"]) == ("pending", "A-1")
    assert {"published_at", "rejection"}.isdisjoint(question)


def test_the_author_of_what_was_sent_back_reads_no_reason_any_more() -> None:
    assert given(REJECTED, sent_back("q1")).me("ana")["questions"]["q1"] == {"status": "pending", "text": "Text of q1"}


def test_what_was_sent_back_is_hidden_from_the_other_rooms_again() -> None:
    assert given(ASKED, sent_back("q1")).seen_by("dee")["questions"] == {}


def test_sending_back_what_waits_changes_nothing() -> None:
    given(PENDING).when(SendBack(question_id="q1")).then_nothing()


def test_what_was_sent_back_keeps_its_votes() -> None:
    back = given(ASKED, voted("q1", "dee"), sent_back("q1"), approved("q1"))
    assert back.seen_by("dee")["questions"]["q1"]["score"] == 1


# What was merged into it does not vanish with it

WHOLE = [ASKED, asked("q2", by="dee"), asked("q3", by="fay"), merged("q2", into="q1"), merged("q3", into="q2")]


@pytest.mark.parametrize(
    ("command", "after"),
    [
        (Reject(question_id="q1", reason="Asked already"), rejected("q1")),
        (SendBack(question_id="q1"), sent_back("q1")),
    ],
)
def test_what_is_merged_into_it_stands_by_itself_with_its_own_parts(command: Command, after: Events) -> None:
    questions = given(WHOLE).when(command).then(unmerged("q2"), after).seen_by("dee")["questions"]
    assert questions["q2"]["status"] == "open"
    assert questions["q2"]["sources"] == ["q3"]
    assert "q1" not in questions


# Refusals

REVIEWS = [Approve(question_id="q1"), Reject(question_id="q1", reason="Off topic"), SendBack(question_id="q1")]


@pytest.mark.parametrize("command", REVIEWS)
class TestEveryReview:
    @pytest.mark.parametrize("who", OTHERS)
    def test_nobody_else_reviews(self, command: Command, who: str) -> None:
        given(BREAKOUT, PENDING).when(command, by=who).then_refused("session.forbidden")

    def test_a_draft_is_not_reviewed(self, command: Command) -> None:
        given(BREAKOUT, drafted("q1", by="ana")).when(command).then_refused("qa_queue.not_submitted")

    def test_a_moderator_knows_no_draft(self, command: Command) -> None:
        given(BREAKOUT, drafted("q1", by="ana")).when(command, by="mo").then_refused("qa_queue.unknown_question")

    def test_what_never_was_is_not_reviewed(self, command: Command) -> None:
        given(BREAKOUT).when(command).then_refused("qa_queue.unknown_question")

    def test_what_is_withdrawn_is_not_reviewed(self, command: Command) -> None:
        given(ASKED, withdrawn("q1")).when(command).then_refused("qa_queue.not_open")

    def test_what_is_part_of_another_question_is_not_reviewed(self, command: Command) -> None:
        given(ASKED, asked("q2", by="dee"), merged("q1", into="q2")).when(command).then_refused("qa_queue.merged")


@pytest.mark.parametrize("command", REVIEWS[1:])
@pytest.mark.parametrize("heard", [[called("q1")], [called("q1"), answered("q1")], [promised("q1")]])
def test_what_the_panel_has_had_is_not_hidden(command: Command, heard: list[Events]) -> None:
    given(ASKED, PANEL, heard).when(command).then_refused("qa_queue.not_open")


@pytest.mark.parametrize("who", OTHERS)
def test_nobody_else_releases_what_waits(who: str) -> None:
    given(BREAKOUT, PENDING).when(ReleaseWaiting(), by=who).then_refused("session.forbidden")


# Two who review at once


def test_a_decision_that_somebody_else_has_overtaken_is_refused() -> None:
    pending = given(BREAKOUT, asked("q1", by="ana", pending=True))
    pending.when(Reject(question_id="q1", reason="Asked already", seen="pending"), by="mo").then(rejected("q1")).when(
        Approve(question_id="q1", seen="pending"), by="moderator"
    ).then_refused("qa_queue.decided")
    pending.when(Approve(question_id="q1", seen="pending"), by="mo").then(approved("q1")).when(
        Reject(question_id="q1", reason="No", seen="pending"), by="moderator"
    ).then_refused("qa_queue.decided")
    given(BREAKOUT, asked("q1", by="ana")).when(SendBack(question_id="q1", seen="rejected"), by="mo").then_refused(
        "qa_queue.decided"
    )


def test_the_same_decision_twice_is_one_whatever_was_seen() -> None:
    given(BREAKOUT, asked("q1", by="ana")).when(Approve(question_id="q1", seen="pending"), by="mo").then_nothing()
