"""What the operator's monitoring reads: counters and gauges as Prometheus text. No names, no texts, no ids."""

from collections import Counter
from collections.abc import Callable

from msgspec import Struct

from orchestrator.server.peers import Topic


class Measured(Struct, frozen=True, array_like=True):
    """What one worker has counted since it began, and what it finds now."""

    commands: dict[str, int]
    gauges: dict[str, int]


class Meter:
    """Counts how commands end; asks the parts for what is true now. Adds what the other living workers told last, so it is
    the same whoever is asked."""

    def __init__(self) -> None:
        self.commands: Counter[str] = Counter()  # "ok", or the code of the refusal
        self.told = Topic(Measured, self._measured)
        self._gauges: dict[str, tuple[str, Callable[[], int]]] = {}

    def gauge(self, name: str, help_text: str, value: Callable[[], int]) -> None:
        self._gauges[name] = (help_text, value)

    def text(self) -> str:
        """The text format of Prometheus, version 0.0.4."""
        lines = ["# HELP orchestrator_commands_total How commands ended.", "# TYPE orchestrator_commands_total counter"]
        all_of_us = [self._measured(), *self.told.others.values()]
        commands: Counter[str] = Counter()
        for measured in all_of_us:
            commands.update(measured.commands)
        lines += [f'orchestrator_commands_total{{outcome="{code}"}} {count}' for code, count in sorted(commands.items())]
        for name, (help_text, _) in self._gauges.items():
            lines += [f"# HELP orchestrator_{name} {help_text}", f"# TYPE orchestrator_{name} gauge"]
            lines.append(f"orchestrator_{name} {sum(measured.gauges.get(name, 0) for measured in all_of_us)}")
        return "\n".join(lines) + "\n"

    def _measured(self) -> Measured:
        return Measured(dict(self.commands), {name: value() for name, (_, value) in self._gauges.items()})
