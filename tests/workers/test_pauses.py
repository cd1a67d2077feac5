"""How long a dead worker is waited for."""

from orchestrator.workers.pauses import LONGEST_S, STEADY_S, Pauses


def test_the_first_early_death_is_mended_at_once_and_then_the_pauses_grow():
    pauses = Pauses()
    assert [pauses.after(0) for _ in range(5)] == [0, 0.1, 0.2, 0.4, 0.8]


def test_no_pause_is_longer_than_five_seconds():
    pauses = Pauses()
    assert max(pauses.after(0) for _ in range(5_000)) == LONGEST_S == 5


def test_a_steady_life_makes_good_for_the_early_deaths():
    pauses = Pauses()
    for _ in range(10):
        pauses.after(0)
    assert [pauses.after(STEADY_S), pauses.after(0), pauses.after(0)] == [0, 0, 0.1]
