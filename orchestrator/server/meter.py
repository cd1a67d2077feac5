"""What the operator's monitoring reads: counters and gauges as Prometheus text. No names, no texts, no ids."""

from collections import Counter
from collections.abc import Callable


class Meter:
    """Counts how commands end; asks the parts for what is true now."""

    def __init__(self) -> None:
        self.commands: Counter[str] = Counter()  # "ok", or the code of the refusal
        self._gauges: dict[str, tuple[str, Callable[[], int]]] = {}

    def gauge(self, name: str, help_text: str, value: Callable[[], int]) -> None:
        self._gauges[name] = (help_text, value)

    def text(self) -> str:
        """The text format of Prometheus, version 0.0.4."""
        lines = ["# HELP orchestrator_commands_total How commands ended.", "# TYPE orchestrator_commands_total counter"]
        lines += [f'orchestrator_commands_total{{outcome="{code}"}} {count}' for code, count in sorted(self.commands.items())]
        for name, (help_text, value) in self._gauges.items():
            lines += [f"# HELP orchestrator_{name} {help_text}", f"# TYPE orchestrator_{name} gauge"]
            lines.append(f"orchestrator_{name} {value()}")
        return "\n".join(lines) + "\n"
