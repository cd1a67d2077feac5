"""How long to wait before a dead worker is replaced."""

STEADY_S = 1  # a worker that lived so long did not die of its start, and a second between two starts is no hurry
FIRST_S, LONGEST_S = 0.1, 5.0


class Pauses:
    """None after a steady life and after one early death; then growing ones, until a life was steady again."""

    def __init__(self) -> None:
        self._next = 0.0

    def after(self, lived: float) -> float:
        """Seconds to wait, after a worker that lived for so many."""
        pause = 0.0 if lived >= STEADY_S else self._next
        self._next = 0.0 if lived >= STEADY_S else min(LONGEST_S, max(FIRST_S, 2 * pause))
        return pause
