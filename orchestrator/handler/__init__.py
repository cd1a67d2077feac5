"""The only writer: takes commands, decides them, appends what they made, and answers."""

from orchestrator.handler.answer import Answer, Done, Future, Refused, Unreadable
from orchestrator.handler.deciding import BATCH
from orchestrator.handler.desk import Desk
from orchestrator.handler.writer import Handler

__all__ = ["BATCH", "Answer", "Desk", "Done", "Future", "Handler", "Refused", "Unreadable"]
