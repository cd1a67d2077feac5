"""What the operator reads while a rehearsal plays."""

import io
from collections.abc import Callable

import pytest

from orchestrator.rehearsal.progress import Display, Progress, clock, line, progress
from orchestrator.rehearsal.scene import Scene
from orchestrator.rehearsal.summary import summary, told
from orchestrator.rehearsal.tally import Answer, Tally

MakeScene = Callable[..., Scene]
LINKS = {
    "host": "http://h/host/s1?k=1",
    "join": "http://h/join/ABC",
    "stage": "http://h/stage/s1?k=3",
    "watch": "http://h/watch/s1?k=2",
}
QUESTIONS = {"q1": ("r1", "draft", 2), "q2": ("r1", "open", 3), "q3": ("r2", "answered", 1)}


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_line_says_where_things_stand(scene: MakeScene) -> None:
    tally = Tally()
    tally.answered("qa_queue.cast_vote", Answer(ok=False, code="qa_queue.not_open"))
    now = progress(LINKS, scene("breakout", QUESTIONS), 36, tally, now=50_000)
    assert line(now) == "Breakout 0:11 · 36 connected · 1 drafts, 2 submitted, 1 answered · 6 votes · 1 refused"


def test_a_line_says_what_waits_for_review(scene: MakeScene) -> None:
    waiting = {"q4": ("r1", "pending", 0), "q5": ("r1", "rejected", 0)}
    now = progress(LINKS, scene("breakout", QUESTIONS | waiting), 36, Tally(), now=50_000)
    assert "1 drafts, 4 submitted (1 to review), 1 answered" in line(now)


def test_votes_of_a_merged_question_count_once(scene: MakeScene) -> None:
    merged = {"q1": ("r1", "open", 5, {"sources": ["q2"]}), "q2": ("r2", "merged", 3)}
    assert scene("break", merged).votes() == 5


def test_outside_a_phase_the_line_says_so(scene: MakeScene) -> None:
    now = progress(LINKS, scene("break", session={"status": "finished"}), 36, Tally(), now=0)
    assert line(now).startswith("finished · 36 connected")


def test_a_silent_server_is_told() -> None:
    assert line(Progress({}, "Break", silence_s=20)).endswith("nothing heard for 20 s")
    assert "heard" not in line(Progress({}, "Break", silence_s=9))


@pytest.mark.parametrize(
    ("left", "shown"), [(None, ""), (12_000, "0:12"), (11_001, "0:12"), (90_000, "1:30"), (0, "0:00"), (-3_000, "-0:03")]
)
def test_a_countdown_rounds_up(left: float | None, shown: str) -> None:
    assert clock(left) == shown


def test_links_are_shown_once_and_first() -> None:
    out = io.StringIO()
    show = Display(out)
    show(Progress(LINKS, "joining"))
    show(Progress(LINKS, "lobby"))
    lines = out.getvalue().splitlines()
    assert lines[:3] == ["     host  http://h/host/s1?k=1", "     join  http://h/join/ABC", "    watch  http://h/watch/s1?k=2"]
    assert out.getvalue().count("join  ") == 1


def test_without_a_terminal_a_line_is_repeated_only_after_a_while() -> None:
    out = io.StringIO()
    show = Display(out)
    for phase in ("Break", "Break", "Break", "Panel"):
        show(Progress({}, phase))
    assert [text.split(" ·")[0] for text in out.getvalue().splitlines() if text] == ["Break", "Panel"]


def test_a_terminal_rewrites_its_line() -> None:
    out = Terminal()
    show = Display(out)
    show(Progress({}, "Break", 2_000))
    show(Progress({}, "Break", 1_000))
    assert "\n" not in out.getvalue().split("Break", 1)[1]
    assert out.getvalue().count("\r\x1b[KBreak") == 2


def test_an_alarm_is_told_once_on_a_line_of_its_own() -> None:
    out = io.StringIO()
    show = Display(out)
    show(Progress({}, "Break", alarms=("panel.call was refused",)))
    show(Progress({}, "Break", alarms=("panel.call was refused",)))
    assert out.getvalue().count("! panel.call was refused\n") == 1


def test_a_repeat_that_is_answered_differently_is_an_alarm() -> None:
    tally = Tally()
    first, other = (Answer(ok=True, result={"question_id": question_id}) for question_id in ("q1", "q2"))
    tally.compare("Ana", "qa_queue.draft", first, first)
    assert tally.alarms == []
    tally.compare("Ana", "qa_queue.draft", first, other)
    assert len(tally.alarms) == 1


def test_the_summary_tells_what_became_of_every_submitted_question(scene: MakeScene) -> None:
    fates = {
        "q1": ("r1", "answered", 0),
        "q2": ("r1", "answered", 0, {"written_at": 5}),
        "q3": ("r1", "promised", 0),
        "q4": ("r1", "merged", 0),
        "q5": ("r1", "rejected", 0),
        "q6": ("r1", "pending", 0),
    }
    assert told(summary("s1", LINKS, 36, scene("panel", fates), Tally()))[:2] == [
        "36 people, 6 questions, 6 of them submitted; 0 votes, 0 recordings",
        "of those submitted 2 answered (1 in writing), 1 promised, 1 merged into another, 1 rejected, 1 still to review",
    ]


def test_the_summary_ends_with_the_link_to_watch(scene: MakeScene) -> None:
    result = summary("s1", LINKS, 36, scene("panel", QUESTIONS), Tally())
    assert result.went_well
    assert (result.questions, result.submitted, result.answered, result.votes) == (3, 2, 1, 6)
    assert told(result)[-2:] == ["It went well.", "Watch it: http://h/watch/s1?k=2"]
