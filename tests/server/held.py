"""An evening on a server as it is after two answers, for tests of what remains of it."""

from msgspec import Struct

from tests.server.program import Evening, Person, Reply


class Held(Struct):
    """Ana of room r1 asked A-1, which was answered; Dee of r2 asked B-1, and drafted another one."""

    evening: Evening
    ana: Person
    dee: Person
    recording: str

    async def log(self, ending: str, ticket: str | None = None, recording: str | None = None) -> Reply:
        wanted = self.recording if recording is None else recording
        return await self.get(f"question-log.{ending}?recording={wanted}", ticket)

    async def pack(self, ending: str, room: str, ticket: str) -> Reply:
        return await self.get(f"rooms/{room}/pack.{ending}", ticket)

    async def get(self, path: str, ticket: str | None = None) -> Reply:
        evening = self.evening
        return await evening.program.get(f"{evening.path}/{path}", evening.host if ticket is None else ticket)


async def held_by(running: Evening, text: str = "Why?") -> Held:
    ana, dee = await running.join("Ana", "r1"), await running.join("Dee", "r2")
    asked = [await running.asked(ana, text), await running.asked(dee, "Who decides?")]
    await running.made(dee.ticket, "qa_queue.draft", text="Only a draft")
    for phase in ("ph1", "ph2"):
        await running.do(running.host, "agenda.advance", from_phase=phase)
    start = int((await running.seen(running.host))["now"]) - 100_000
    for question in asked:
        await running.do(running.host, "panel.call", question_id=question)
        await running.do(running.host, "panel.answer", question_id=question, text=text)
    recording = await running.made(
        running.host, "recordings.link", url="https://youtu.be/abc", started_at=start, duration=3_600_000
    )
    return Held(running, ana, dee, recording)
