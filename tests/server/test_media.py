"""Recordings of our own: who may hear them, any part of them, and nothing else of the disk."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from yarl import URL

from tests.server.program import Evening
from tests.server.serving import Server, serving

SOUND = bytes(range(256)) * 40
TYPES = {
    "wav": "audio/wav",
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "ogg": "audio/ogg",
    "mp4": "video/mp4",
    "webm": "video/webm",
}


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[Server]:
    (tmp_path / "media").mkdir()
    async with serving(tmp_path / "log.db", media_dir=str(tmp_path / "media")) as server:
        yield server


@pytest.fixture
async def folder(tmp_path: Path, evening: Evening) -> Path:
    """The folder of the session, with one recording, which is linked."""
    folder = tmp_path / "media" / evening.id
    folder.mkdir()
    (folder / "plenary.wav").write_bytes(SOUND)
    await evening.do(evening.host, "recordings.link", url=address(evening))
    return folder


def address(evening: Evening, file: str = "plenary.wav") -> str:
    return f"/media/{evening.id}/{file}"


async def status_of(server: Server, path: str, ticket: str | None) -> int:
    headers = {"Authorization": f"Bearer {ticket}"} if ticket else {}
    async with server.http.get(URL(server.url + path, encoded=True), headers=headers, allow_redirects=False) as answer:
        return answer.status


@pytest.mark.usefixtures("folder")
async def test_whoever_may_watch_may_hear(server: Server, evening: Evening) -> None:
    ana = await evening.join("Ana")
    for ticket in (*evening.tickets.values(), ana.ticket):
        assert await status_of(server, address(evening), ticket) == 200
    for page in ("s", "watch", "panel"):
        cookie = {"Cookie": f"orc_{evening.id}_{page}={ana.ticket}"}
        async with server.http.get(server.url + address(evening), headers=cookie) as answer:
            assert (answer.status, await answer.read()) == (200, SOUND)


@pytest.mark.usefixtures("folder")
async def test_nobody_else_may(server: Server, evening: Evening) -> None:
    other = await server.program.open()
    for ticket in (None, "wrong", other.host):
        assert await status_of(server, address(evening), ticket) == 401
    mo = await evening.named("moderator", "Mo")
    await evening.do(evening.host, "session.set_roles", participant_id=mo.id, roles=[])
    assert await status_of(server, address(evening), mo.ticket) == 401
    assert await status_of(server, f"/media/{'s' + '0' * 20}/plenary.wav", evening.host) == 404


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("wanted", "first", "last"), [("bytes=100-199", 100, 199), ("bytes=10000-", 10000, 10239), ("bytes=-40", 10200, 10239)]
)
async def test_a_player_jumps_by_asking_for_a_part(server: Server, evening: Evening, wanted: str, first: int, last: int) -> None:
    headers = {"Authorization": f"Bearer {evening.host}", "Range": wanted}
    async with server.http.get(server.url + address(evening), headers=headers) as answer:
        assert answer.status == 206
        assert answer.headers["Content-Range"] == f"bytes {first}-{last}/{len(SOUND)}"
        assert await answer.read() == SOUND[first : last + 1]


@pytest.mark.usefixtures("folder")
async def test_a_part_that_is_not_there_is_said_to_be_so(server: Server, evening: Evening) -> None:
    headers = {"Authorization": f"Bearer {evening.host}", "Range": f"bytes={len(SOUND)}-"}
    async with server.http.get(server.url + address(evening), headers=headers) as answer:
        assert (answer.status, answer.headers["Content-Range"]) == (416, f"bytes */{len(SOUND)}")


@pytest.mark.parametrize("ending", TYPES)
async def test_a_recording_says_what_it_is_and_is_kept_by_nobody_between(
    server: Server, evening: Evening, folder: Path, ending: str
) -> None:
    (folder / f"room-r1.{ending}").write_bytes(SOUND)
    await evening.do(evening.host, "recordings.link", url=address(evening, f"room-r1.{ending}"))
    async with server.http.head(
        server.url + address(evening, f"room-r1.{ending}"), headers={"Authorization": f"Bearer {evening.host}"}
    ) as answer:
        assert (answer.status, answer.headers["Content-Type"]) == (200, TYPES[ending])
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "private"
        assert answer.headers["Accept-Ranges"] == "bytes"


async def test_only_recordings_in_the_folder_are_handed_out(server: Server, evening: Evening, folder: Path) -> None:
    other = await server.program.open()
    (folder.parent / other.id).mkdir()
    (folder.parent / other.id / "secret.wav").write_bytes(SOUND)
    (folder / "notes.txt").write_text("no recording")
    (folder / "Upper.wav").write_bytes(SOUND)
    (folder / "folder.wav").mkdir()
    (folder / "link.wav").symlink_to(folder.parent / other.id / "secret.wav")
    (folder / "beside.wav").symlink_to(folder / "plenary.wav")
    for name in ("folder", "link", "beside", "missing"):
        await evening.do(evening.host, "recordings.link", url=address(evening, f"{name}.wav"))
    names = ["notes.txt", "Upper.wav", "folder.wav", "link.wav", "beside.wav", "missing.wav", ".wav", "a" * 81 + ".wav"]
    names += ["plenary.wav%00", "plenary.wav%0a", f"..%2f{other.id}%2fsecret.wav", "%2e%2e", "plenary%2ewav%2f"]
    for name in names:
        assert await status_of(server, address(evening, name), evening.host) == 404, name
    (folder.parent / "linked").symlink_to(folder)
    assert await status_of(server, "/media/linked/plenary.wav", evening.host) == 404


async def test_a_recording_is_for_those_who_may_see_it(server: Server, evening: Evening, folder: Path) -> None:
    (folder / "room.wav").write_bytes(SOUND)
    assert await status_of(server, address(evening, "room.wav"), evening.host) == 404, "nobody linked it"
    ana, dee = await evening.join("Ana", "r1"), await evening.join("Dee", "r2")
    room = {"url": address(evening, "room.wav"), "room_id": "r1", "visibility": "room"}
    recording = await evening.made(evening.host, "recordings.link", **room)
    for ticket, status in ((evening.host, 200), (ana.ticket, 200), (dee.ticket, 404), (evening.tickets["watch"], 404)):
        assert await status_of(server, address(evening, "room.wav"), ticket) == status
    await evening.do(evening.host, "recordings.edit", recording_id=recording, visibility="session")
    for ticket, status in ((dee.ticket, 200), (evening.tickets["watch"], 404)):
        assert await status_of(server, address(evening, "room.wav"), ticket) == status
    await evening.do(evening.host, "recordings.remove", recording_id=recording)
    assert await status_of(server, address(evening, "room.wav"), ana.ticket) == 404


async def test_without_a_folder_there_are_none(tmp_path: Path) -> None:
    async with serving(tmp_path / "other.db") as server:
        evening = await server.program.open()
        assert await status_of(server, address(evening), evening.host) == 404


async def test_a_recording_of_ours_is_linked_and_leads_to_its_questions(server: Server, running: Evening) -> None:
    ana = await running.join("Ana", "r1")
    question = await running.asked(ana)
    await running.do(running.host, "agenda.advance", from_phase="ph1")
    await running.do(running.host, "agenda.advance", from_phase="ph2")
    await running.do(running.host, "panel.call", question_id=question)
    on_air_at = (await running.seen(running.host))["view"]["questions"][question]["on_air_at"]
    await running.do(running.host, "recordings.link", url=address(running), started_at=on_air_at - 123_456, duration=3_600_000)
    log = (await server.program.get(f"{running.path}/question-log.json", running.host)).json
    (place,) = log["questions"][0]["places"]
    assert (place["url"], place["offset"]) == (f"{address(running)}#t=123", 123_456)


@pytest.mark.parametrize(
    "url",
    [
        "/media/{id}/notes.txt",
        "/media/{id}/../x/a.wav",
        "/media/{id}/a.wav?x=1",
        "/media/{id}/a.wav#t=1",
        "/media/{id}/deep/a.wav",
        "/host/{id}",
        "//evil.example/a.wav",
        "media/{id}/a.wav",
    ],
)
async def test_no_other_path_is_linked(server: Server, evening: Evening, url: str) -> None:
    refused = await evening.send(evening.host, "recordings.link", {"url": url.format(id=evening.id)})
    assert (refused.status, refused.code) == (400, "invalid_command")


async def test_the_recording_of_another_session_is_not_linked(server: Server, evening: Evening) -> None:
    other = await server.program.open()
    assert await evening.refused(evening.host, "recordings.link", url=address(other)) == "recordings.other_session"


async def test_a_call_lies_on_the_web(server: Server, evening: Evening) -> None:
    assert await evening.refused(evening.host, "rooms.add", theme="T", call_url=address(evening)) == "invalid_command"
