"""The sessions that the load client votes in, and the load client itself."""

import asyncio
import subprocess
from pathlib import Path
from typing import Any, NamedTuple

import aiohttp

HERE = Path(__file__).resolve().parent
QUESTIONS = 60
PER_ROOM = 250  # people


class Scene(NamedTuple):
    """A prepared session and everybody who may connect to it."""

    session_id: str
    host: str
    tickets: list[str]
    questions: list[str]


def build(folder: Path) -> Path:
    program = folder / "load"
    subprocess.run(["gcc", "-O2", "-o", program, HERE / "load.c"], check=True)
    return program


async def prepare(base: str, people: int, wanted: int = QUESTIONS) -> Scene:
    """A session in which everybody may vote for every question."""
    rooms = [{"theme": f"Theme {number}"} for number in range(1, max(3, min(20, people // PER_ROOM)) + 1)]
    agenda = [
        {"kind": "breakout", "title": "In your rooms", "minutes": 600, "at_end": "wait"},
        {"kind": "panel", "title": "With the panel", "minutes": 600, "at_end": "wait"},
    ]
    async with aiohttp.ClientSession(base, connector=aiohttp.TCPConnector(limit=64)) as http:

        async def post(path: str, body: object, bearer: str | None = None) -> dict[str, Any]:
            headers = {"Authorization": f"Bearer {bearer}"} if bearer else {}
            async with http.post(path, json=body, headers=headers) as response:
                answer: dict[str, Any] = await response.json()
                if response.status >= 300:
                    raise SystemExit(f"{path}: {answer}")
                return answer

        plan = {"title": f"{people} people", "agenda": agenda, "rooms": rooms}
        session = await post("/api/sessions", plan)
        path, host = f"/api/sessions/{session['session_id']}", session["tickets"]["host"]

        async def join(number: int) -> str:
            room = session["rooms"][number % len(rooms)]["room_id"]
            body = {"join_code": session["join_code"], "name": f"Person {number}", "room_id": room}
            return str((await post(f"{path}/participants", body))["ticket"])

        async def command(ticket: str, name: str, **data: str) -> dict[str, Any]:
            return await post(f"{path}/commands", {"name": name, "data": data}, ticket)

        tickets = await asyncio.gather(*(join(number) for number in range(people)))
        await command(host, "agenda.start")
        questions = []
        for number in range(wanted):
            made = await command(
                tickets[number % people], "qa_queue.draft", text=f"What would you do first about theme {number}, and why?"
            )
            questions.append(made["result"]["question_id"])
            await command(host, "qa_queue.submit", question_id=questions[-1])
        await command(host, "agenda.advance", from_phase="ph1")
        return Scene(session["session_id"], host, list(tickets), questions)


async def wake(base: str, scene: Scene) -> dict[str, Any]:
    """Read the session once, so that its own memory does not count as its clients'; what the host sees of it."""
    url = f"{base}/api/sessions/{scene.session_id}"
    async with aiohttp.ClientSession() as http, http.get(url, headers={"Authorization": f"Bearer {scene.host}"}) as response:
        response.raise_for_status()
        seen: dict[str, Any] = await response.json()
        return seen


def version_of(base: str, scene: Scene) -> int:
    """How many commits the session has."""
    return int(asyncio.run(wake(base, scene))["version"])
