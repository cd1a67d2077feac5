"""What a rehearsal proved, in the end."""

import asyncio
from collections.abc import Mapping, Sequence

from msgspec import Struct

from orchestrator.rehearsal.client import Client
from orchestrator.rehearsal.progress import SUBMITTED
from orchestrator.rehearsal.reception import NotAdmitted, Reception
from orchestrator.rehearsal.scene import Scene
from orchestrator.rehearsal.tally import Tally

SETTLE_S = 5  # after the end, the last changes are on their way for so long at most


class Summary(Struct, frozen=True):
    """Counts of one rehearsal. It went well where ``alarms`` is empty."""

    session_id: str
    watch: str
    people: int
    questions: int
    submitted: int
    answered: int
    written: int
    promised: int
    merged: int
    rejected: int
    pending: int
    votes: int
    recordings: int
    commands: int
    repeated: int
    resent: int
    reconnects: int
    refused: dict[str, int]
    alarms: tuple[str, ...]

    @property
    def went_well(self) -> bool:
        return not self.alarms


def summary(session_id: str, links: Mapping[str, str], people: int, scene: Scene, tally: Tally) -> Summary:
    """The counts, from the host's last view."""
    statuses = [question.status for question in scene.questions.values()]
    return Summary(
        session_id=session_id,
        watch=links["watch"],
        people=people,
        questions=len(statuses),
        submitted=sum(status in SUBMITTED for status in statuses),
        answered=statuses.count("answered"),
        written=sum(question.written_at is not None for question in scene.questions.values()),
        promised=statuses.count("promised"),
        merged=statuses.count("merged"),
        rejected=statuses.count("rejected"),
        pending=statuses.count("pending"),
        votes=scene.votes(),
        recordings=len(scene.recordings),
        commands=tally.sent.total(),
        repeated=tally.repeated,
        resent=tally.resent,
        reconnects=tally.reconnects,
        refused=dict(tally.refused),
        alarms=tuple(tally.alarms),
    )


def told(result: Summary) -> list[str]:
    """The summary for the operator, line by line."""
    refusals = ", ".join(f"{count} x {code}" for code, count in sorted(result.refused.items())) or "none"
    lines = [
        f"{result.people} people, {result.questions} questions, {result.submitted} of them submitted; "
        f"{result.votes} votes, {result.recordings} recordings",
        f"of those submitted {result.answered} answered ({result.written} in writing), {result.promised} promised, "
        f"{result.merged} merged into another, {result.rejected} rejected"
        + (f", {result.pending} still to review" if result.pending else ""),
        f"{result.commands} commands, {result.repeated} of them sent twice on purpose, {result.resent} sent again; "
        f"{result.reconnects} reconnects",
        f"refused: {refusals}",
        *(f"! {alarm}" for alarm in result.alarms),
    ]
    verdict = "It went well." if result.went_well else f"{len(result.alarms)} things went wrong."
    return [*lines, verdict, f"Watch it: {result.watch}"]


async def compare(reception: Reception, session_id: str, clients: Sequence[Client], tally: Tally) -> None:
    """Whoever holds another view than the server shows for the same ticket was sent something wrong, or not everything."""
    for client in clients:
        try:
            different = await _difference(reception, session_id, client)
        except NotAdmitted as error:
            different = str(error)
        if different:
            tally.alarm(f"{client.name} holds another view than the server: {different}")


async def _difference(reception: Reception, session_id: str, client: Client) -> str:
    """Which parts of the view differ; ``""`` where it is the same, or soon is."""
    for _ in range(SETTLE_S * 5):
        look = await reception.look(session_id, client.ticket)
        if (client.known.view, client.known.me) == (look.view, look.me):
            return ""
        await asyncio.sleep(0.2)
    parts = sorted(key for key in look.view.keys() | client.known.view.keys() if look.view.get(key) != client.known.view.get(key))
    return ", ".join([*parts, *(["me"] if look.me != client.known.me else [])])
