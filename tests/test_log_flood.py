"""Of a flood a few messages are kept, and how many there were."""

import logging

from orchestrator.log_flood import AT_MOST, WITHIN_S, FloodFilter


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


class Log:
    def __init__(self) -> None:
        self.clock = Clock()
        self.filter = FloodFilter(self.clock)

    def say(self, line: int = 1, name: str = "s1") -> str | None:
        """What is written of a message from this line of code."""
        record = logging.LogRecord("server", logging.ERROR, "writer.py", line, "%s cannot be read", (name,), None)
        return record.getMessage() if self.filter.filter(record) else None


def test_a_few_are_written_as_they_are():
    log = Log()
    assert [log.say(name=f"s{number}") for number in range(AT_MOST)] == [f"s{number} cannot be read" for number in range(AT_MOST)]


def test_what_is_too_much_is_left_out_and_counted_later():
    log = Log()
    said = [log.say() for _ in range(AT_MOST + 3)]
    assert said[AT_MOST:] == [None] * 3
    log.clock.now += WITHIN_S
    assert log.say() == "s1 cannot be read (3 more like it were left out)"
    assert log.say() == "s1 cannot be read"


def test_another_line_of_code_is_heard_beside_a_flood():
    log = Log()
    for _ in range(AT_MOST + 1):
        log.say()
    assert log.say(line=2) == "s1 cannot be read"


def test_a_little_now_and_then_is_never_left_out():
    log = Log()
    for _ in range(100):
        assert log.say() == "s1 cannot be read"
        log.clock.now += WITHIN_S / AT_MOST
