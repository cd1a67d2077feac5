"""Whole evenings with everything that can go wrong, many of them, each drawn from one seed.

``SEED=7 pytest tests/simulation`` plays one history again, ``SEEDS=5000`` more of them.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.simulation.checker import Played, play
from tests.simulation.truth import Wrong

QUICK, SOAK = 100, 2_000
SEED = os.environ.get("SEED")


def played(seeds: Iterable[int]) -> list[Played]:
    """All of them; the first that breaks a promise is named."""
    histories = []
    for seed in seeds:
        try:
            histories.append(play(seed))
        except Wrong as wrong:
            raise AssertionError(f"SEED={seed}: {wrong}") from None
    return histories


def test_whatever_goes_wrong_every_promise_is_kept() -> None:
    histories = played([int(SEED)] if SEED else range(int(os.environ.get("SEEDS", QUICK))))
    assert all(history.log for history in histories)


@pytest.mark.soak
def test_whatever_goes_wrong_in_thousands_of_sessions_every_promise_is_kept(capsys: pytest.CaptureFixture[str]) -> None:
    began = time.monotonic()
    histories = played(range(1_000_000, 1_000_000 + SOAK))
    minutes = (time.monotonic() - began) / 60
    commands, commits = (sum(getattr(history, name) for history in histories) for name in ("commands", "commits"))
    with capsys.disabled():
        print(f"\n{SOAK} sessions, {commands} commands, {commits} commits: {SOAK / minutes:.0f} sessions a minute")  # noqa: T201


def test_a_history_meets_what_an_evening_has() -> None:
    """Else the promises would be kept by nothing happening."""
    histories = played(range(20))
    assert sum(history.commands for history in histories) > 20 * len(histories)
    assert sum(history.commits for history in histories) > 5 * len(histories)


def test_the_same_seed_gives_the_same_log() -> None:
    for seed in range(4):
        assert play(seed) == play(seed)


def test_the_same_seed_gives_the_same_log_in_another_process() -> None:
    program = "from tests.simulation.checker import play; print([play(seed) for seed in range(4)])"
    told = [
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=Path(__file__).parents[2],
            env={**os.environ, "PYTHONHASHSEED": number},
            capture_output=True,
            check=True,
        ).stdout
        for number in ("1", "2")
    ]
    assert told[0] == told[1]
