"""What becomes of an authentic delivery: something durable, before it is acknowledged. The asking comes after."""

from collections.abc import Sequence

from orchestrator.conferencing import finding
from orchestrator.conferencing.provider import News, Told
from orchestrator.messages import SYSTEM, Command, Millis
from orchestrator.session.commands import SeekRecordings
from orchestrator.session.state import Session


def consequences(session: Session, provider: str, told: Sequence[Told], now: Millis) -> list[Command]:
    """The commands that a delivery comes to in a session. Deliveries come late, twice and in any order."""
    commands: list[Command | None] = []
    if any(each.news is News.RECORDING and finding.place_in(session, each.meeting_id) is not None for each in told):
        commands.append(SeekRecordings(actor=SYSTEM))
    for each in told:
        if each.news is News.JOINED:
            commands.append(finding.begun(session, provider, each))
        if each.said_at is not None:
            commands.append(finding.clock(session, provider, each.said_at - now, sure=False))
    return [command for command in commands if command is not None]
