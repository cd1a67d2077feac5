"""How long a session is kept after its end, and what happens then by itself."""

from collections.abc import Sequence

from orchestrator.messages import CLOCK, Millis
from orchestrator.session.commands import DeleteSession, Pseudonymise, SetRetention
from orchestrator.session.events import AnyEvent, RetentionSet
from orchestrator.session.state import Session, Then

DAY = 86_400_000  # ms


def set_retention(session: Session, command: SetRetention) -> Sequence[AnyEvent]:
    known = session.retention
    before = None if known is None else (known.days, known.then)
    if before == (None if command.days is None else (command.days, command.then)):
        return []
    return [RetentionSet(days=command.days, then=command.then, at=command.at)]


def due_at(session: Session) -> Millis | None:
    """When it happens. What is an archive already is not made one again."""
    kept = session.retention
    if kept is None or session.finished_at is None:
        return None
    if kept.then is Then.PSEUDONYMISE and session.archived_at is not None:
        return None
    return session.finished_at + kept.days * DAY


def due(session: Session) -> DeleteSession | Pseudonymise | None:
    at, kept = due_at(session), session.retention
    if at is None or kept is None:
        return None
    command = DeleteSession if kept.then is Then.DELETE else Pseudonymise
    return command(actor=CLOCK, at=max(at, session.last_at))
