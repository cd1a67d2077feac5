"""Forgetting over the wire: who is let go, who hears what, and what is left on the disk."""

import asyncio
import json
from pathlib import Path

import pytest

from orchestrator.eventlog.sqlite import SqliteLog
from tests.server.program import Evening, Person
from tests.server.serving import Server, serving
from tests.server.wire import eventually

NAME, SCHOOL, QUESTION, ANSWER = "Canary of the name", "Canary of the school", "Canary of the question?", "Canary of the answer"
COMMAND = "canary of a command"


@pytest.fixture
async def ana(running: Evening) -> Person:
    """Somebody with a name, a school, a question and a vote, in a room with Ben."""
    reply = await running.program.post(
        f"{running.path}/participants",
        {"join_code": running.join_code, "name": NAME, "affiliation": SCHOOL, "room_id": "r1"},
    )
    ana = Person(reply.json["participant_id"], reply.json["ticket"])
    await running.send(ana.ticket, "qa_queue.draft", {"text": QUESTION}, COMMAND)
    await running.do(ana.ticket, "qa_queue.edit", question_id="q1", text=f"{QUESTION} Really?")
    await running.do(ana.ticket, "qa_queue.cast_vote", question_id="q1")
    return ana


@pytest.fixture
async def ben(running: Evening, ana: Person) -> Person:
    return await running.join("Ben", "r1")


def left(folder: Path, *canaries: str) -> list[str]:
    """The canaries that stand in the bytes of any file of the store."""
    files = [path.read_bytes() for path in folder.iterdir() if path.is_file()]
    return [canary for canary in canaries if any(canary.encode() in content for content in files)]


# A person


async def test_everybody_gets_everything_anew_and_she_is_let_go(
    server: Server, running: Evening, ana: Person, ben: Person
) -> None:
    host, hers, his = [await server.connected(running.id, ticket) for ticket in (running.host, ana.ticket, ben.ticket)]
    epochs = {wire.screen.epoch for wire in (host, hers, his)}
    done = await running.do(running.host, "session.erase_participant", participant_id=ana.id)
    for wire in (host, his):
        snapshot = await wire.event("snapshot")
        assert (snapshot["version"], snapshot["epoch"] in epochs) == (done["version"], False)
        assert "anary" not in json.dumps(snapshot)
        question = snapshot["view"]["questions"]["q1"]
        assert (question["text"], question["author"], question["score"]) == ("[removed]", "[removed]", 1)
        assert wire.screen.view == (await running.seen(running.host if wire is host else ben.ticket))["view"]
    notice, dismissed = (await hers.closed())[-2:]
    assert json.loads(notice[2:])[1]["code"] == "auth.bad_ticket"
    assert dismissed == "41"


async def test_if_she_was_the_only_one_there_nobody_is_told_anything_any_more(
    server: Server, running: Evening, ana: Person
) -> None:
    hers = await server.connected(running.id, ana.ticket)
    await running.do(running.host, "session.erase_participant", participant_id=ana.id)
    await hers.closed()
    await eventually(lambda: not server.parts.hub.sessions())


async def test_afterwards_the_evening_goes_on_in_deltas(server: Server, running: Evening, ana: Person, ben: Person) -> None:
    wire = await server.connected(running.id, ben.ticket)
    await running.do(running.host, "session.erase_participant", participant_id=ana.id)
    await wire.event("snapshot")
    answer = await wire.ask("qa_queue.cast_vote", question_id="q1")
    await wire.reach(answer["version"])
    assert wire.screen.view["questions"]["q1"]["score"] == 2
    assert [name for name, _ in wire.heard].count("snapshot") == 2


async def test_whoever_comes_back_with_what_they_knew_gets_everything(
    server: Server, running: Evening, ana: Person, ben: Person
) -> None:
    known = await running.seen(ben.ticket)
    await running.do(running.host, "session.erase_participant", participant_id=ana.id)
    for version in (known["version"], known["version"] + 1, 10**6):
        wire = await server.wire()
        await wire.enter(running.id, ben.ticket, epoch=known["epoch"], version=version)
        assert [name for name, _ in wire.heard] == ["snapshot"]
        assert "anary" not in json.dumps(wire.screen.view)


async def test_her_ticket_opens_nothing_any_more(server: Server, running: Evening, ana: Person, ben: Person) -> None:
    await running.do(running.host, "session.erase_participant", participant_id=ana.id)
    assert (await server.program.get(running.path, ana.ticket)).code == "auth.bad_ticket"
    assert (await running.send(ana.ticket, "qa_queue.draft", {"text": "x"})).code == "auth.bad_ticket"
    answer = await (await server.wire()).connect({"session": running.id, "ticket": ana.ticket})
    assert json.loads(answer[2:])["data"]["code"] == "auth.bad_ticket"


async def test_no_byte_of_her_is_left_on_the_disk(
    tmp_path: Path, server: Server, running: Evening, ana: Person, ben: Person
) -> None:
    canaries = (NAME, SCHOOL, QUESTION, COMMAND)
    assert left(tmp_path, *canaries) == list(canaries)
    await running.do(running.host, "session.erase_participant", participant_id=ana.id)
    assert left(tmp_path, *canaries) == []
    assert left(tmp_path, "Ben") == ["Ben"]


async def test_what_she_watched_counts_on_without_her(server: Server, running: Evening, ana: Person, ben: Person) -> None:
    path = f"{running.path}/viewing"
    text = {"room_id": "r1", "text": "Canary of a thought"}
    await server.program.post(path, {"name": "viewing.follow_up", "data": text}, ana.ticket)
    await running.do(running.host, "session.erase_participant", participant_id=ana.id)
    (thought,) = (await server.program.get(path, running.host)).json["follow_ups"].values()
    assert thought["text"] == "[removed]"


async def test_after_a_restart_all_is_as_it_was(tmp_path: Path) -> None:
    async with serving(tmp_path / "log.db") as server:
        evening = await server.program.open()
        ana = await evening.join(NAME, "r1")
        await evening.do(evening.host, "session.erase_participant", participant_id=ana.id)
        before = await evening.seen(evening.host)
    async with serving(tmp_path / "log.db") as server:
        after = await Evening(server.program, evening.opened).seen(evening.host)
        assert {**after, "now": 0} == {**before, "now": 0}


async def test_nobody_but_a_host_forgets(running: Evening, ana: Person, ben: Person) -> None:
    for name, data in (
        ("session.erase_participant", {"participant_id": ana.id}),
        ("session.pseudonymise", {}),
        ("session.delete", {}),
        ("session.set_retention", {"days": 1, "then": "delete"}),
        ("session.reopen", {}),
    ):
        for ticket in (ben.ticket, ana.ticket, *(running.tickets[link] for link in ("moderator", "panel", "stage", "watch"))):
            assert await running.refused(ticket, name, **data) == "session.forbidden"


# Everybody


async def test_an_archive_is_read_by_links_alone(
    tmp_path: Path, server: Server, running: Evening, ana: Person, ben: Person
) -> None:
    assert await running.refused(running.host, "session.pseudonymise") == "session.not_finished"
    await running.do(running.host, "session.finish")
    wires = [await server.connected(running.id, ticket) for ticket in (ana.ticket, ben.ticket, running.tickets["watch"])]
    await running.do(running.host, "session.pseudonymise")
    for wire in wires[:2]:
        assert (await wire.closed())[-1] == "41"
    assert (await wires[2].event("snapshot"))["view"]["session"]["status"] == "archived"
    assert left(tmp_path, NAME, SCHOOL, COMMAND) == []
    question = (await running.seen(running.host))["view"]["questions"]["q1"]
    assert (question["author"], question["text"]) == ("Person 1", f"{QUESTION} Really?")
    assert (await server.program.get(f"{running.path}/question-log.json", running.tickets["watch"])).status == 200
    assert await running.refused(running.host, "session.reopen") == "session.archived"


# The session


async def test_a_session_that_is_deleted_lets_everybody_go(server: Server, running: Evening, ana: Person, ben: Person) -> None:
    wires = [await server.connected(running.id, ticket) for ticket in (running.host, ana.ticket, running.tickets["watch"])]
    assert (await running.send(running.host, "session.delete")).status == 200
    for wire in wires:
        notice, dismissed = (await wire.closed())[-2:]
        assert json.loads(notice[2:]) == ["notice", {"code": "session.unknown", "message": "There is no such session."}]
        assert dismissed == "41"
    for path in (running.path, f"{running.path}/question-log.json", f"{running.path}/participants/{ana.id}/data.json"):
        assert (await server.program.get(path, running.host)).code == "session.unknown"
    assert (await running.send(running.host, "session.delete")).code == "session.unknown"
    await eventually(lambda: not server.parts.hub.sessions())


async def test_a_session_that_is_deleted_leaves_no_byte(tmp_path: Path) -> None:
    (tmp_path / "store").mkdir()
    media = tmp_path / "media"
    async with serving(tmp_path / "store" / "log.db", media_dir=str(media)) as server:
        evening, other = await server.program.open(title="Canary of the title"), await server.program.open()
        for each in (evening, other):
            (media / each.id).mkdir(parents=True)
            (media / each.id / "plenary.wav").write_bytes(b"x")
        await evening.join(NAME, "r1")
        code = f"code-{evening.join_code}"
        assert left(tmp_path / "store", code) == [code]
        await evening.do(evening.host, "session.delete")
        assert left(tmp_path / "store", "Canary", code) == []
        assert [path.name for path in media.iterdir()] == [other.id]
        assert (await other.send(other.host, "agenda.start")).status == 200


async def test_files_that_a_crash_left_behind_go_at_the_next_start(tmp_path: Path) -> None:
    media = tmp_path / "media"
    async with serving(tmp_path / "log.db", media_dir=str(media)) as server:
        evening, other = await server.program.open(), await server.program.open()
        await evening.do(evening.host, "session.delete")
    for each in (evening, other):
        (media / each.id).mkdir(parents=True)
    async with serving(tmp_path / "log.db", media_dir=str(media)):
        assert [path.name for path in media.iterdir()] == [other.id]


async def test_deleting_is_remembered_for_old_backups(tmp_path: Path, server: Server, running: Evening) -> None:
    await running.do(running.host, "session.delete")
    (tombstone,) = [json.loads(line) for line in await server.parts.log.tombstones()]
    assert (tombstone["what"], tombstone["session_id"]) == ("deleted", running.id)
    assert isinstance(server.parts.log, SqliteLog)


# The end was a slip


async def test_a_session_is_reopened_for_everybody(server: Server, running: Evening, ana: Person) -> None:
    await running.do(running.host, "qa_queue.submit", question_id="q1")
    wire = await server.connected(running.id, ana.ticket)
    before = wire.screen.view
    await running.do(running.host, "session.finish")
    done = await running.do(running.host, "session.reopen")
    await wire.reach(done["version"])
    assert wire.screen.view == before
    assert await running.refused(running.host, "session.reopen") == "session.not_finished"


# What is stored of somebody


async def data_of(server: Server, evening: Evening, person: str, ticket: str | None) -> object:
    return await server.program.get(f"{evening.path}/participants/{person}/data.json", ticket)


async def test_a_person_may_read_all_that_is_stored_of_them(server: Server, running: Evening, ana: Person, ben: Person) -> None:
    await running.do(ben.ticket, "qa_queue.cast_vote", question_id="q1")
    thought = {"room_id": "r1", "text": "One more thing"}
    await server.program.post(f"{running.path}/viewing", {"name": "viewing.follow_up", "data": thought}, ana.ticket)
    reply = await data_of(server, running, ana.id, ana.ticket)
    name = f'attachment; filename="stored-data-{ana.id}.json"'
    assert (reply.status, reply.headers["Content-Disposition"]) == (200, name)
    held = reply.json
    assert (held["name"], held["affiliation"], held["room_id"]) == (NAME, SCHOOL, "r1")
    happened = [(each["type"], each.get("own", False)) for each in held["happened"]]
    assert happened == [
        ("session.joined", False),
        ("rooms.seat_taken", False),
        ("qa_queue.drafted", True),
        ("qa_queue.edited", True),
        ("qa_queue.vote_cast", True),
    ]
    assert held["happened"][2]["command_id"] == COMMAND
    assert [each["text"] for each in held["viewing"]["follow_ups"]] == ["One more thing"]
    assert "ticket" not in reply.text
    assert ben.id not in reply.text


async def test_the_host_reads_how_much_she_supported_watched_and_marked_and_never_what(
    server: Server, running: Evening, ana: Person
) -> None:
    await running.do(running.host, "qa_queue.submit", question_id="q1")
    await running.do(running.host, "recordings.link", url="https://youtu.be/abc", started_at=1, duration=600_000)
    for name, data in (
        ("viewing.watched", {"recording_id": "rec1", "ranges": [[0, 90_000], [200_000, 230_000]]}),
        ("viewing.too", {"question_id": "q1", "on": True}),
        ("viewing.follow_up", {"room_id": "r1", "text": "One more thing"}),
    ):
        assert (await server.program.post(f"{running.path}/viewing", {"name": name, "data": data}, ana.ticket)).status == 200
    hers, hosts = [(await data_of(server, running, ana.id, ticket)).json for ticket in (ana.ticket, running.host)]
    assert hosts["votes"] == 1
    assert hosts["happened"] == [each for each in hers["happened"] if each["type"] != "qa_queue.vote_cast"]
    assert hosts["viewing"] == {"watched": 2, "too": 1, "follow_ups": 1}
    assert hers["viewing"]["watched"] == {"rec1": [[0, 90_000], [200_000, 230_000]]}
    assert hers["viewing"]["too"] == ["q1"]
    assert "votes" not in hers


async def test_what_she_asked_without_her_name_the_host_does_not_read_there(
    server: Server, running: Evening, ana: Person
) -> None:
    await running.do(ana.ticket, "qa_queue.draft", text="Canary of a secret", anonymous=True)
    assert "Canary of a secret" in (await data_of(server, running, ana.id, ana.ticket)).text
    assert "Canary of a secret" not in (await data_of(server, running, ana.id, running.host)).text


async def test_what_others_did_with_her_words_is_in_it_without_them(
    server: Server, running: Evening, ana: Person, ben: Person
) -> None:
    await running.do(running.host, "rooms.appoint", room_id="r1", participant_id=ben.id, as_="representative")
    await running.do(ben.ticket, "qa_queue.edit", question_id="q1", text="Better words")
    reply = await data_of(server, running, ana.id, ana.ticket)
    assert reply.json["happened"][-1]["data"] == {"question_id": "q1", "text": "Better words"}
    assert ben.id not in reply.text


async def test_nobody_else_reads_it(server: Server, running: Evening, ana: Person, ben: Person) -> None:
    others = (ben.ticket, *(running.tickets[link] for link in ("moderator", "panel", "stage", "watch")))
    for ticket in others:
        assert (await data_of(server, running, ana.id, ticket)).code == "session.forbidden"
    assert (await data_of(server, running, ana.id, None)).code == "auth.no_ticket"
    for nobody in ("p99", "host", "system"):
        assert (await data_of(server, running, nobody, running.host)).code == "session.unknown_participant"
    assert (await data_of(server, running, "watch", running.tickets["watch"])).code == "session.unknown_participant"


async def test_of_who_is_forgotten_there_is_nothing_to_read(server: Server, running: Evening, ana: Person, ben: Person) -> None:
    await running.do(running.host, "session.erase_participant", participant_id=ana.id)
    assert (await data_of(server, running, ana.id, running.host)).code == "session.unknown_participant"


# Many at once


async def test_while_people_vote_somebody_is_forgotten(server: Server, running: Evening, ana: Person) -> None:
    people = [await running.join(f"Voter {number}", "r1") for number in range(10)]
    wires = [await server.connected(running.id, person.ticket) for person in people]
    votes = [wire.ask("qa_queue.cast_vote", question_id="q1") for wire in wires]
    *answers, erased = await asyncio.gather(*votes, running.do(running.host, "session.erase_participant", participant_id=ana.id))
    assert all(answer["ok"] for answer in answers)
    last = max(erased["version"], *(answer["version"] for answer in answers))
    for wire in wires:
        await wire.until(lambda wire=wire: wire.screen.version >= last and wire.screen.view["questions"]["q1"]["score"] == 11)
        assert wire.screen.view["questions"]["q1"]["text"] == "[removed]"
