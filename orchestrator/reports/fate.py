"""What became of a question, in words."""

from orchestrator.local_time import clock, day
from orchestrator.messages import Millis
from orchestrator.reports.question_log import LoggedQuestion, QuestionLog


def fate(question: LoggedQuestion, log: QuestionLog) -> str:
    """``asked at 20:05, answered``; of a part of another question ``asked as part of C-2``."""
    timezone = log.session.timezone
    if question.merged_into is not None:
        whole = next((each.number for each in log.questions if each.question_id == question.merged_into), "another question")
        return f"asked as part of {whole}"
    asked = f"asked at {clock(question.on_air_at, timezone)}" if question.on_air_at is not None else "not called"
    match question.status:
        case "answered" if question.written_at is not None:
            return f"{asked}, answered in writing on {day(question.written_at, timezone)}"
        case "answered":
            return f"{asked}, answered"
        case "promised":
            until = "" if question.due_at is None else f" until {day(question.due_at, timezone)}"
            return f"{asked}, answer promised by {owner(question)}{until}"
        case "on_air":
            return f"{asked}, on air"
        case "pending":
            return "waiting for review"
        case _:
            return asked


def owner(question: LoggedQuestion) -> str:
    """Who promised an answer; the shared link of the host has no name."""
    return "the host" if question.owner in ("host", None) else str(question.owner)


def lasted(airtime: Millis) -> str:
    """``under a minute``, ``3 min``"""
    return "under a minute" if airtime < 60_000 else f"{round(airtime / 60_000)} min"
