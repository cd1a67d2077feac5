"""Who is erased at one worker leaves the memory of all of them, also where nobody looks at the session."""

import gc
from pathlib import Path

from orchestrator.session.state import Session
from tests.server.test_two_servers import two_servers


def names_in_memory(session_id: str) -> set[str]:
    gc.collect()
    sessions = [each for each in gc.get_objects() if isinstance(each, Session) and each.id == session_id]
    return {person.name for session in sessions for person in session.people.values()}


async def test_an_erased_name_is_in_no_memory(tmp_path: Path) -> None:
    async with two_servers(tmp_path) as two:
        ana = await two.evening.join("Ana Example", "r1")
        await two.beside.seen(ana.ticket)
        await two.beside.program.get(f"/watch/{two.evening.id}", two.evening.host)
        assert "Ana Example" in names_in_memory(two.evening.id)
        await two.evening.do(two.evening.host, "session.erase_participant", participant_id=ana.id)
        for server in (two.a, two.b):
            await server.parts.freshness.renew()
        assert "Ana Example" not in names_in_memory(two.evening.id)
