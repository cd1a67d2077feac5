"""What a rehearsal counts, and what it must not keep quiet about."""

from collections import Counter
from dataclasses import dataclass, field

from msgspec import Struct


class Answer(Struct, frozen=True):
    """The answer to a command. ``lost``: none came, however often it was sent."""

    ok: bool
    version: int = 0
    result: dict[str, str] = {}
    code: str = ""
    message: str = ""
    lost: bool = False


@dataclass
class Tally:
    """Counts of one rehearsal; ``alarms`` are sentences to show at once."""

    sent: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)  # by code
    alarms: list[str] = field(default_factory=list)
    resent: int = 0
    repeated: int = 0
    reconnects: int = 0

    def answered(self, name: str, answer: Answer) -> None:
        self.sent[name] += 1
        if not answer.ok:
            self.refused[answer.code] += 1

    def alarm(self, sentence: str) -> None:
        self.alarms.append(sentence)

    def compare(self, who: str, name: str, first: Answer, second: Answer) -> None:
        """A command sent twice with one id answers twice alike."""
        self.repeated += 1
        if not first.lost and not second.lost and (first.ok, first.result) != (second.ok, second.result):
            self.alarm(f"{who} sent {name} twice with one id and was answered {_told(first)}, then {_told(second)}")


def _told(answer: Answer) -> str:
    return f"ok {answer.result}" if answer.ok else answer.code
