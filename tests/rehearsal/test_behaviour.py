"""Who does what when: spread over the phase, the same in every rehearsal."""

from itertools import pairwise

import pytest

from orchestrator.rehearsal.behaviour import Seat, host, moderator, panelist, participant
from orchestrator.rehearsal.turns import TURNS, panel_turns

KINDS = ("plenary", "breakout", "break", "panel", "wrap_up")
ROOM = [Seat(f"Person {place}", None, 0, place, (f"Question {place}?",)) for place in range(8)]
TURNS_OF_THREE = panel_turns(3)


@pytest.mark.parametrize("kind", KINDS)
def test_two_rehearsals_are_alike(kind: str) -> None:
    assert [participant(seat, kind) for seat in ROOM] == [participant(seat, kind) for seat in ROOM]
    assert panel_turns(3) == TURNS_OF_THREE


@pytest.mark.parametrize("kind", KINDS)
def test_moves_come_in_order_and_inside_the_phase(kind: str) -> None:
    everybody = [participant(seat, kind) for seat in ROOM]
    everybody += [moderator(kind), host(kind, TURNS_OF_THREE)] + [panelist(index, kind, TURNS_OF_THREE) for index in range(3)]
    for moves in everybody:
        assert moves == sorted(moves, key=lambda move: move.at)
        assert all(0 < move.at < 1 for move in moves)


def test_everybody_asks_what_they_came_with() -> None:
    for seat in ROOM:
        assert [move.text for move in participant(seat, "breakout") if move.act == "draft"] == list(seat.questions)


def test_nobody_asks_the_second_question_before_the_first() -> None:
    moves = participant(Seat("Ana", None, 0, 1, ("One?", "Two?", "Three?")), "breakout")
    assert [move.text for move in moves if move.act == "draft"] == ["One?", "Two?", "Three?"]


def test_a_representative_orders_before_submitting() -> None:
    moves = [move.act for move in participant(ROOM[0], "breakout") if move.act in ("order", "submit")]
    assert moves[0] == "order"
    assert moves.count("order") == 1


def test_a_moderator_rejects_one_question_while_others_wait_and_lets_none_wait_for_long() -> None:
    breakout = moderator("breakout")
    (rejected,) = [move for move in breakout if move.act == "reject"]
    assert rejected.text
    assert sum(move.act == "approve" and move.at < rejected.at for move in breakout) >= 4
    assert [move.act for move in moderator("break")] == ["release_waiting", "merge", "reword"]
    assert [move.act for move in moderator("panel")] == ["release_waiting"]


def test_a_representative_submits_some_after_the_votes() -> None:
    for room in range(4):
        moves = participant(Seat("Ana", None, room, 0), "breakout")
        submits = [move.at for move in moves if move.act == "submit"]
        assert len(submits) == (4, 2, 4, 3)[room]
        assert min(submits) > max(move.at for move in moves if move.act == "vote")


def test_one_volunteers_first_and_another_after() -> None:
    volunteers = [(move.at, seat.place) for seat in ROOM for move in participant(seat, "breakout") if move.act == "volunteer"]
    assert [place for _, place in sorted(volunteers)] == [0, 1]


def test_everybody_votes_in_the_break() -> None:
    assert all(any(move.act == "vote" for move in participant(seat, "break")) for seat in ROOM)


def test_some_commands_are_sent_twice() -> None:
    crowd = [Seat(f"Person {number}", None, number % 4, number // 4) for number in range(32)]
    moves = [move for seat in crowd for kind in KINDS for move in participant(seat, kind)]
    assert 0 < sum(move.twice for move in moves) < len(moves) / 5


def test_one_person_asks_too_late_on_purpose() -> None:
    crowd = [Seat(f"Person {number}", None, number % 4, number // 4) for number in range(32)]
    assert sum(move.act == "draft_late" for seat in crowd for move in participant(seat, "break")) == 1


def test_the_host_hands_over_before_the_panel() -> None:
    assert [move.act for move in host("break", [])][-1] == "hand_over"


def test_turns_follow_each_other() -> None:
    for turn, after in pairwise(TURNS_OF_THREE):
        assert turn.starts < turn.ends < after.starts


def test_everything_that_can_happen_on_the_panel_happens_once() -> None:
    acts = [move.act for move in host("panel", TURNS_OF_THREE)]
    once = ("call_out_of_turn", "skip", "follow_up", "hold", "release", "reopen", "answer")
    assert [acts.count(act) for act in once] == [1] * len(once)
    assert acts.count("call") == TURNS - 1
    acts = [move.act for index in range(3) for move in panelist(index, "panel", TURNS_OF_THREE)]
    assert acts.count("promise") == 1
    assert acts.count("answer") == TURNS - 3 + 2, (
        "not what is skipped, promised, or ticked off; twice what is undone or asked again"
    )


def test_a_question_is_held_while_another_has_its_turn() -> None:
    (turn,) = [turn for turn in TURNS_OF_THREE if turn.outcome == "after_hold"]
    held, called, released = (move.at for move in turn.of_host())
    assert held < called < released


def test_a_stray_click_is_undone() -> None:
    (stray,) = [turn for turn in TURNS_OF_THREE if turn.outcome == "stray"]
    reopened = next(move.at for move in stray.of_host() if move.act == "reopen")
    claimed, first, second = (move.at for move in stray.of_panelist(stray.panelist))
    assert stray.starts < claimed < first < reopened < second


def test_every_panelist_speaks() -> None:
    assert all(panelist(index, "panel", TURNS_OF_THREE) for index in range(3))
    answers = [move for move in panelist(0, "panel", panel_turns(1)) if move.act == "answer"]
    assert len(answers) == TURNS - 3 + 2
