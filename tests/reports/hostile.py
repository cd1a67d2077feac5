"""Texts that people could type, each of which some format would take for something else."""

from orchestrator.messages import Event
from tests.given import (
    announced,
    answered,
    asked,
    called,
    details,
    drafted,
    entered,
    joined,
    linked,
    promised,
    room_edited,
    t,
)

TEXTS = {
    "a formula": '=HYPERLINK("https://evil.example","x")',
    "a sum": "+1+1",
    "a difference": "-1+1",
    "an old formula": "@SUM(1;1)",
    "a table": 'a,"b";c\n=1+1\n| a | b |\n|---|---|',
    "markdown": "# head\n## head ##\n1. one\n- two\n> three\n***\n[x](https://evil.example) ![y](z) **b** `c` ~~d~~\n[a]: https://evil.example",
    "addresses": "https://evil.example www.evil.example evil.example/x a@evil.example mailto:a@evil.example javascript:alert(1)",
    "html": "<script>alert(1)</script><img src=x onerror=alert(1)> </title></textarea> &lt;b&gt; &amp; &copy &#65;",
    "cues": "WEBVTT\n\nC-9\n00:00:00.000 --> 09:00:00.000\n<v.loud Ana>x</v> & y\n\nNOTE z",
    "a template": "{{ 7 * 7 }} {% raw %} {# x #}",
    "right to left": "שלום C-2 مرحبا \u200f(1)!",
    "a chapter of its own": "0:30 not this\n0:45 nor this",
    "a calendar": "x\nEND:VEVENT\nBEGIN:VEVENT\nSUMMARY;X=Y:z\\, a",
    "an escape of Excel": "_x0041_ _x000D_",
    "500 emoji": "👍" * 500,
    "500 marked letters": "q\u0323\u0307" * 500,
    "backslashes": "\\*a\\* \\\\ \\",
    "one letter": "x",
}


def one_line(text: str) -> str:
    return " ".join(text.split())


def evening(text: str) -> list[Event | list[Event]]:
    """An evening in which everything that somebody types is this text: q1 was answered, q2 promised, q3 is a draft of ana's."""
    line = one_line(text)
    return [
        details(title=line),
        joined("pam", role="panelist", name=line),
        room_edited("r1", theme=line, prompt=text),
        asked("q1", by="ana", text=text, addressed_to=line),
        asked("q2", by="dee", text=text),
        drafted("q3", by="ana", text=text),
        announced("a1", text=text, room="r1"),
        entered("ph3", at=t("20:00")),
        called("q1", at=t("20:01")),
        answered("q1", text=text, at=t("20:03")),
        called("q2", at=t("20:05")),
        promised("q2", owner=line, due_at=t("23:00"), at=t("20:08")),
        linked("rec1", url="https://youtu.be/a", started_at=t("20:00"), duration=1_200_000),
    ]
