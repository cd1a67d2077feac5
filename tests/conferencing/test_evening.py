"""An evening in BigBlueButton, over HTTP: two people in a call, a question on air, afterwards the second of the recording."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from msgspec import Struct
from yarl import URL

from tests.conferencing.fake_bbb import MINUTE, SECRET, FakeBBB
from tests.fakes import FakeClock, settled
from tests.given import SECOND
from tests.server.program import Evening, Object
from tests.server.serving import Server, serving

PLAN: Object = {"calls": "bigbluebutton", "rooms": [{"theme": "Mentoring"}]}


class Played(Struct):
    """What happened: ``asked_after`` ms of the common call the question went on air."""

    evening: Evening
    question: str
    asked_after: int


@pytest.fixture
async def server(tmp_path: Path, bbb: FakeBBB, clock: FakeClock) -> AsyncIterator[Server]:
    async with serving(tmp_path / "log.db", clock=clock, bbb_url=bbb.url, bbb_secret=SECRET) as server:
        yield server


async def enter(server: Server, evening: Evening, place: str, ticket: str) -> None:
    reply = await evening.program.get(f"/call/{evening.id}/{place}", ticket)
    assert reply.status == 303, reply.text
    async with server.http.get(URL(reply.headers["Location"], encoded=True)) as answer:
        assert answer.status == 200


async def play(server: Server, bbb: FakeBBB, clock: FakeClock) -> Played:
    """From the lobby to the end; the calls are over, their recordings are being made."""
    evening = await server.program.open(**PLAN)
    ana, ben = await evening.join("Ana", "r1"), await evening.join("Ben", "r1")
    await evening.do(evening.host, "agenda.start")
    for person in (ana, ben):
        await enter(server, evening, "r1", person.ticket)
    question = await evening.asked(ana, "How do we begin?")
    clock.advance(45 * MINUTE)
    await evening.do(evening.host, "agenda.advance", from_phase="ph2")  # the break came by itself
    rooms = await evening.program.post(f"{evening.path}/calls/end", ticket=evening.host)
    assert rooms.json == {"rooms": {"r1": "ended"}}
    began = clock.now()
    for person in (ana, ben):
        clock.advance(5 * SECOND)
        await enter(server, evening, "plenary", person.ticket)
    clock.advance(10 * MINUTE)
    await evening.do(evening.host, "panel.call", question_id=question)
    asked_after = clock.now() - began - 5 * SECOND  # the call was made when Ana came
    clock.advance(3 * MINUTE)
    await evening.do(evening.host, "panel.answer", question_id=question)
    await evening.do(evening.host, "session.finish")
    bbb.run_of(f"{evening.id}-plenary").ended_at = clock.now()
    bbb.runs[1].record = "processing"
    return Played(evening, question, asked_after)


async def recordings(evening: Evening) -> dict[str, str]:
    seen = (await evening.seen(evening.host))["view"]["recordings"]
    return {found.get("room_id", "plenary"): found["status"] for found in seen.values()}


async def until_available(evening: Evening) -> None:
    """Asks a few times; each time the server has the time to do its work."""
    for _ in range(200):
        if set((await recordings(evening)).values()) == {"available"}:
            return
    raise AssertionError(await recordings(evening))


async def check_places(played: Played, bbb: FakeBBB) -> None:
    log = (await played.evening.program.get(f"{played.evening.path}/question-log.json", played.evening.tickets["watch"])).json
    (question,) = log["questions"]
    (place,) = question["places"]
    assert (question["question_id"], place["offset"], place["confidence"]) == (played.question, played.asked_after, "derived")
    seconds = played.asked_after // 1000
    assert place["url"] == f"https://bbb.test/playback/presentation/2.3/{bbb.runs[1].internal_id}?t={seconds}s"


@pytest.mark.parametrize("skew", [0, 90 * SECOND, -90 * SECOND])
async def test_the_recordings_come_by_the_hook(server: Server, bbb: FakeBBB, clock: FakeClock, skew: int):
    bbb.skew = skew
    played = await play(server, bbb, clock)
    if skew:
        bbb.runs[1].ended_at += skew
    assert (await recordings(played.evening))["plenary"] == "expected"
    bbb.publish()
    for run in bbb.runs:
        assert await bbb.send_ready(run) == [200, 200]
    await until_available(played.evening)
    await check_places(played, bbb)


async def test_the_recordings_come_by_asking_alone(server: Server, bbb: FakeBBB, clock: FakeClock):
    played = await play(server, bbb, clock)
    for _ in range(3):
        clock.advance(MINUTE)
        await settled(500)
    assert set((await recordings(played.evening)).values()) <= {"expected", "processing"}
    bbb.publish()
    for _ in range(20):
        clock.advance(MINUTE)
        await settled(500)
    await until_available(played.evening)
    await check_places(played, bbb)
