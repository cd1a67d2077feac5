"""Live sockets: what every client is told, in which order, and when it is let go."""

import asyncio
import json
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing, suppress
from itertools import count
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from orchestrator.server.parsing import COMMANDS
from tests.server.program import Evening, Object, Person
from tests.server.serving import Server, serving
from tests.server.wire import PATIENCE, Closed, Wire, eventually

# -- coming in


async def test_the_snapshot_is_the_first_thing_after_the_answer_to_connect(server: Server, evening: Evening) -> None:
    wire = await server.connected(evening.id, evening.host)
    assert [name for name, _ in wire.heard] == ["snapshot"]
    seen = await evening.seen(evening.host)
    assert (wire.screen.view, wire.screen.me) == (seen["view"], seen["me"])
    assert (wire.screen.epoch, wire.screen.version) == (seen["epoch"], seen["version"])


async def test_nothing_is_said_before_connect_is_answered_however_much_happens(server: Server, running: Evening) -> None:
    wire = await server.wire()
    for number in range(5):
        await running.do(running.host, "rooms.announce", text=f"Number {number}")
    assert (await wire.connect({"session": running.id, "ticket": running.host})).startswith('40{"sid":')
    assert await wire.hear() == "snapshot"
    assert len(wire.screen.view["announcements"]) == 5


async def test_commands_sent_at_once_after_connect_are_answered_after_the_snapshot(server: Server, evening: Evening) -> None:
    wire = await server.wire()
    await wire.send("40" + json.dumps({"session": evening.id, "ticket": evening.host}))
    assert (await wire.frame()).startswith("40{")
    number = await wire.post("agenda.start")
    assert await wire.hear() == "snapshot"
    await wire.until(lambda: number in wire.answers)
    assert wire.answers[number]["ok"]


NOBODY: dict[str, Callable[[Evening], object]] = {
    "auth.no_ticket": lambda evening: {},
    "auth.no_ticket (none)": lambda evening: None,
    "auth.no_ticket (no text)": lambda evening: {"session": evening.id, "ticket": 5},
    "session.unknown": lambda evening: {"session": "s00000000000000000000", "ticket": evening.host},
    "session.unknown (a join code)": lambda evening: {"session": f"code-{evening.join_code}", "ticket": evening.host},
    "session.unknown (NUL)": lambda evening: {"session": "s\0", "ticket": evening.host},
    "auth.bad_ticket": lambda evening: {"session": evening.id, "ticket": "x" * 32},
    "auth.bad_ticket (empty)": lambda evening: {"session": evening.id, "ticket": ""},
}


async def test_whoever_may_never_come_in_is_told_why(server: Server, evening: Evening) -> None:
    wires = {case: await server.wire() for case in NOBODY}
    for case, wire in wires.items():
        answer = await wire.connect(NOBODY[case](evening))
        assert answer.startswith("44"), (case, answer)
        refusal = json.loads(answer[2:])
        assert refusal["data"]["code"] == case.split(" ")[0]
        assert refusal["message"] == refusal["data"]["message"]
    for wire in wires.values():
        assert await wire.closed() == []


async def test_a_ticket_of_another_session_proves_nothing(server: Server, evening: Evening) -> None:
    other = await server.program.open(title="Another")
    wire = await server.wire()
    answer = await wire.connect({"session": evening.id, "ticket": other.host})
    assert json.loads(answer[2:])["data"]["code"] == "auth.bad_ticket"


async def test_temporary_trouble_closes_the_socket_so_that_the_client_comes_back(tmp_path: Path, faults: list[str]) -> None:
    faults.append("cannot be read")
    store = tmp_path / "log.db"
    async with serving(store) as server:
        evening = await server.program.open()
    with closing(sqlite3.connect(store)) as db, db:
        db.execute(
            "UPDATE commits SET body = CAST(replace(body, 'An evening', 'An Evening') AS BLOB) WHERE stream = ?", (evening.id,)
        )
    async with serving(store) as server:
        wire = await server.wire()
        await wire.send("40" + json.dumps({"session": evening.id, "ticket": evening.host}))
        assert await wire.closed() == []


async def test_a_person_admitted_after_the_start_of_the_server_gets_in(server: Server, evening: Evening) -> None:
    ana = await evening.join("Ana", "r1")
    wire = await server.connected(evening.id, ana.ticket)
    assert wire.screen.me == {
        "id": ana.id,
        "name": "Ana",
        "roles": ["participant"],
        "room_id": "r1",
        "votes": {},
        "questions": {},
        "dismissed": {},
    }


# -- an evening, as everybody sees it

Data = dict[str, Any] | Callable[[Object], dict[str, Any]]


def later(minutes: int, phase: str) -> Callable[[Object], dict[str, Any]]:
    """Let a phase end later than the host sees it end."""

    def data(view: Object) -> dict[str, Any]:
        end = view["phases"][phase]["ends_at"]
        return {"phase_id": phase, "ends_at": end + minutes * 60_000, "expected_ends_at": end}

    return data


def reversed_order(view: Object) -> dict[str, Any]:
    """The waiting questions the other way round."""
    seen = sorted((question["rank"], question_id) for question_id, question in view["questions"].items() if "rank" in question)
    ids = [question_id for _, question_id in seen]
    return {"order": ids[::-1], "seen": ids}


SCRIPT: list[tuple[str, str, Data]] = [
    ("host", "rooms.add", {"theme": "Inclusion", "prompt": "Who is missing?\nWhy?"}),
    ("gus", "rooms.choose", {"room_id": "r3"}),
    ("host", "rooms.announce", {"text": "We begin in a moment."}),
    ("ana", "rooms.dismiss", {"announcement_id": "a1"}),
    ("host", "rooms.balance", {"by": "size"}),
    ("host", "rooms.set_group", {"participant_id": "p1", "people": 12}),
    ("dee", "qa_queue.prepare", {"text": "Who marks whom?", "addressed_to": "Pia"}),
    ("dee", "qa_queue.withdraw", {"question_id": "q1"}),
    ("host", "agenda.start", {}),
    ("ana", "rooms.volunteer", {}),
    ("ben", "rooms.volunteer", {}),
    ("hana", "rooms.appoint", {"room_id": "r2", "participant_id": "p3", "as": "representative"}),
    ("host", "rooms.appoint", {"room_id": "r1", "participant_id": "p5", "as": "facilitator"}),
    ("host", "session.edit", {"title": "A better evening", "plenary_call_url": "https://meet.example.org/p"}),
    ("host", "session.set_notice", {"recorded": True, "keeper": "The school", "days": 90}),
    ("ana", "session.consent", {"notice": 1}),
    ("ana", "qa_queue.draft", {"text": "How do I tell her?"}),
    ("ben", "qa_queue.draft", {"text": "Who is afraid of whom?", "anonymous": True}),
    ("dee", "qa_queue.draft", {"text": "What is a fair mark?"}),
    ("ana", "qa_queue.draft", {"text": "Never mind."}),
    ("ben", "qa_queue.cast_vote", {"question_id": "q2"}),
    ("ana", "qa_queue.cast_vote", {"question_id": "q2"}),
    ("ana", "qa_queue.edit", {"question_id": "q2", "text": "How do I tell her so?"}),
    ("ana", "qa_queue.withdraw", {"question_id": "q5"}),
    ("host", "rooms.edit", {"room_id": "r1", "theme": "Mentoring, gently", "call_url": "https://meet.example.org/r1"}),
    ("ben", "rooms.call_for_help", {"room_id": "r1"}),
    ("fay", "rooms.take_help", {"room_id": "r1"}),
    ("ana", "rooms.end_help", {"room_id": "r1"}),
    ("ana", "qa_queue.submit", {"question_id": "q2"}),
    ("ben", "qa_queue.submit", {"question_id": "q3"}),
    ("ben", "qa_queue.order_room", {"room_id": "r1", "order": ["q3", "q2"]}),
    ("dee", "qa_queue.submit", {"question_id": "q4"}),
    ("moderator", "qa_queue.edit", {"question_id": "q4", "text": "What is a fair grade?"}),
    ("host", "rooms.announce", {"text": "Room A, look here.", "room_id": "r1"}),
    ("host", "agenda.set_end", later(5, "ph1")),
    ("host", "agenda.add_phase", {"kind": "wrap_up", "title": "Goodbye", "duration": 600_000}),
    ("host", "agenda.edit_phase", {"phase_id": "ph4", "title": "Farewell", "duration": 300_000}),
    ("host", "agenda.remove_phase", {"phase_id": "ph4"}),
    ("host", "agenda.pause", {}),
    ("host", "agenda.resume", {}),
    ("host", "agenda.advance", {"from_phase": "ph1"}),
    ("dee", "qa_queue.cast_vote", {"question_id": "q2"}),
    ("gus", "qa_queue.cast_vote", {"question_id": "q3"}),
    ("gus", "qa_queue.withdraw_vote", {"question_id": "q3"}),
    ("host", "rooms.assign", {"participant_id": "p4", "room_id": "r2"}),
    ("gus", "qa_queue.cast_vote", {"question_id": "q4"}),
    ("ana", "qa_queue.count_hands", {"question_id": "q4", "hands": 9}),
    ("host", "qa_queue.hand_over", {}),
    ("host", "rooms.appoint", {"room_id": "r2", "participant_id": "p7", "as": "deputy"}),
    ("host", "rooms.mark_absent", {"participant_id": "p7"}),
    ("host", "rooms.mark_present", {"participant_id": "p7"}),
    ("host", "qa_queue.set_moderation", {"on": True}),
    ("moderator", "qa_queue.send_back", {"question_id": "q3"}),
    ("moderator", "qa_queue.reject", {"question_id": "q3", "reason": "Names a person"}),
    ("moderator", "qa_queue.approve", {"question_id": "q3"}),
    ("moderator", "qa_queue.send_back", {"question_id": "q4"}),
    ("moderator", "qa_queue.release_waiting", {}),
    ("moderator", "qa_queue.merge", {"question_id": "q4", "into": "q3"}),
    ("moderator", "qa_queue.unmerge", {"question_id": "q4"}),
    ("host", "qa_queue.move", {"question_id": "q4", "before": "q2", "seen_version": 10**6, "reason": "While she is here"}),
    ("host", "qa_queue.drop_overrides", {}),
    ("host", "qa_queue.set_ranking", {"rule": "by_votes"}),
    ("hana", "qa_queue.reorder", reversed_order),
    ("host", "qa_queue.set_ranking", {"rule": "fair_turn"}),
    ("panel", "panel.claim", {"question_id": "q2"}),
    ("moderator", "panel.note", {"text": "Short, please.", "question_id": "q2"}),
    ("panel", "panel.acknowledge_note", {"note_id": "n1"}),
    ("host", "agenda.advance", {"from_phase": "ph2", "to_phase": "ph3"}),
    ("host", "panel.call", {"question_id": "q2"}),
    ("host", "panel.unclaim", {"question_id": "q2"}),
    ("panel", "panel.answer", {"question_id": "q2", "text": "In private, and soon."}),
    ("host", "panel.reopen", {"question_id": "q2"}),
    ("host", "panel.answer", {"question_id": "q2", "text": "In private."}),
    ("host", "panel.call", {"question_id": "q4"}),
    ("host", "panel.skip", {"question_id": "q4"}),
    ("panel", "panel.hold", {"question_id": "q4"}),
    ("panel", "panel.release", {"question_id": "q4"}),
    ("host", "panel.follow_up", {"question_id": "q2"}),
    ("host", "panel.answer", {"question_id": "q2"}),
    ("panel", "panel.promise", {"question_id": "q3", "owner": "Pia"}),
    ("panel", "panel.write_answer", {"question_id": "q3", "text": "Everybody."}),
    ("ana", "rooms.choose", {"room_id": "r2"}),
    ("host", "session.set_roles", {"participant_id": "p2", "roles": ["participant", "panelist"]}),
    ("host", "session.set_roles", {"participant_id": "p2", "roles": ["participant"]}),
    (
        "host",
        "recordings.link",
        {"url": "https://video.example.org/plenary", "started_at": 1_764_000_000_000, "duration": 60_000},
    ),
    ("host", "recordings.link", {"url": "https://video.example.org/a", "room_id": "r1"}),
    ("host", "recordings.edit", {"recording_id": "rec2", "visibility": "room", "started_at": 1_764_000_000_000}),
    (
        "host",
        "recordings.set_segments",
        {
            "recording_id": "rec2",
            "segments": [
                {"wall_start": 1_764_000_000_000, "wall_end": 1_764_000_060_000, "media_start": 0},
                {"wall_start": 1_764_000_090_000, "wall_end": None, "media_start": 60_000},
            ],
        },
    ),
    ("host", "recordings.anchor", {"recording_id": "rec2", "at": 1_764_000_100_000, "offset": 72_000}),
    ("host", "recordings.set_clock", {"provider": "manual", "offset": -60_000}),
    ("host", "recordings.drop_anchor", {"recording_id": "rec2", "at": 1_764_000_100_000}),
    ("host", "recordings.remove", {"recording_id": "rec2"}),
    ("host", "rooms.dismiss", {"announcement_id": "a2"}),
    ("host", "session.set_retention", {"days": 30, "then": "pseudonymise"}),
    ("host", "session.finish", {}),
    ("host", "session.reopen", {}),
    ("host", "session.erase_participant", {"participant_id": "p7"}),
    ("hana", "session.finish", {}),
]
NOBODY_STAYS = {"session.pseudonymise", "session.delete"}  # to look at what comes of it: see test_privacy.py


async def people(evening: Evening) -> dict[str, str]:
    """The tickets of everybody in the script, by name."""
    seats = (("ana", "r1"), ("ben", "r1"), ("dee", "r2"), ("gus", None), ("fay", None))
    members = {name: (await evening.join(name.title(), room)).ticket for name, room in seats}
    hana = await evening.named("host", "Hana")
    await evening.join("Ida", "r2")  # who never looks
    return evening.tickets | members | {"hana": hana.ticket}


async def test_everybody_sees_the_same_evening_live_and_on_a_fresh_look(server: Server, evening: Evening) -> None:
    tickets = await people(evening)
    wires = {who: await server.connected(evening.id, ticket) for who, ticket in tickets.items()}
    by_command = set()
    for who, name, data in SCRIPT:
        by_command.add(name)
        shown = data(wires["host"].screen.view) if callable(data) else data
        reply = await evening.send(tickets[who], name, shown)
        assert reply.status == 200, (who, name, reply.text)
        for audience, wire in wires.items():
            seen = await evening.seen(tickets[audience])
            await wire.reach(seen["version"])
            assert seen["version"] == reply.json["version"]
            assert wire.screen.view == seen["view"], (audience, name)
            if wire.screen.me != seen["me"]:
                await wire.event("me")
            assert wire.screen.me == seen["me"], (audience, name)
    assert by_command | NOBODY_STAYS == set(COMMANDS), "the script is an evening with everything in it"


async def test_whoever_comes_back_in_the_middle_is_told_what_was_missed(server: Server, evening: Evening) -> None:
    """Everybody leaves and comes back after every third command, and holds what a fresh look shows."""
    tickets = await people(evening)
    screens = {who: (await server.connected(evening.id, ticket)).screen for who, ticket in tickets.items()}
    for index, (who, name, data) in enumerate(SCRIPT):
        host = (await evening.seen(evening.host))["view"]
        assert (await evening.send(tickets[who], name, data(host) if callable(data) else data)).status == 200
        if index % 3:
            continue
        for audience, ticket in tickets.items():
            wire = await server.wire()
            wire.screen = screens[audience]
            await wire.enter(evening.id, ticket, epoch=wire.screen.epoch, version=wire.screen.version)
            if wire.heard[-1][0] == "delta":
                await wire.event("me")
            seen = await evening.seen(ticket)
            await wire.reach(seen["version"])  # whoever was away is back by coming back
            if wire.screen.me != seen["me"]:
                await wire.event("me")
            assert (wire.screen.view, wire.screen.me) == (seen["view"], seen["me"]), (audience, name)
            await wire.socket.close()


# -- changes of who one is


async def test_another_room_is_another_view_whole(server: Server, running: Evening) -> None:
    ana, dee = await running.join("Ana", "r1"), await running.join("Dee", "r2")
    await running.made(dee.ticket, "qa_queue.draft", text="Only for room B")
    wire = await server.connected(running.id, ana.ticket)
    assert wire.screen.view["questions"] == {}
    await running.do(ana.ticket, "rooms.choose", room_id="r2")
    await wire.event("snapshot")
    assert "delta" not in [name for name, _ in wire.heard]
    assert [question["text"] for question in wire.screen.view["questions"].values()] == ["Only for room B"]
    assert wire.screen.me["room_id"] == "r2"


async def test_another_role_is_another_view_whole(server: Server, evening: Evening) -> None:
    mo = await evening.named("moderator", "Mo")
    wire = await server.connected(evening.id, mo.ticket)
    await evening.do(evening.host, "session.set_roles", participant_id=mo.id, roles=["host"])
    await wire.event("snapshot")
    assert "delta" not in [name for name, _ in wire.heard]
    assert wire.screen.me["roles"] == ["host"]
    assert wire.screen.view["people"][mo.id]["name"] == "Mo"


async def test_whoever_is_revoked_is_let_go_at_once_and_hears_nothing_more(server: Server, evening: Evening) -> None:
    ana = await evening.join("Ana", "r1")
    phone, laptop = [await server.connected(evening.id, ana.ticket) for _ in range(2)]
    before = phone.screen.version
    await evening.do(evening.host, "session.set_roles", participant_id=ana.id, roles=[])
    for wire in (phone, laptop):
        notice, dismissed = await wire.closed()
        assert json.loads(notice[2:])[1]["code"] == "auth.bad_ticket"
        assert dismissed == "41"
        assert wire.screen.version == before
    answer = await (await server.wire()).connect({"session": evening.id, "ticket": ana.ticket})
    assert json.loads(answer[2:])["data"]["code"] == "auth.bad_ticket"


async def test_a_revoked_link_lets_all_its_holders_go(server: Server, evening: Evening) -> None:
    wires = [await server.connected(evening.id, evening.tickets["panel"]) for _ in range(3)]
    await evening.do(evening.host, "session.set_roles", participant_id="panel", roles=[])
    for wire in wires:
        assert (await wire.closed())[-1] == "41"


async def test_commands_of_the_revoked_do_nothing(server: Server, evening: Evening) -> None:
    """Sent in the same instant as the revocation, before the socket is closed."""
    mo = await evening.named("host", "Mo")
    mine, theirs = await server.connected(evening.id, evening.host), await server.connected(evening.id, mo.ticket)
    revoke = await mine.post("session.set_roles", {"participant_id": mo.id, "roles": []})
    await mine.until(lambda: revoke in mine.answers)
    with suppress(ConnectionError):
        await theirs.post("rooms.announce", {"text": "I am still here"})
    rest = await theirs.closed()
    assert not any('"ok":true' in frame for frame in rest)
    assert (await evening.seen(evening.host))["view"]["announcements"] == {}


# -- coming back


async def test_whoever_missed_nothing_is_told_so(server: Server, evening: Evening) -> None:
    first = await server.connected(evening.id, evening.host)
    again = await server.wire()
    again.screen = first.screen
    await again.enter(evening.id, evening.host, epoch=first.screen.epoch, version=first.screen.version)
    assert [name for name, _ in again.heard] == ["head"]


async def test_what_was_missed_comes_as_one_patch(server: Server, running: Evening) -> None:
    ana = await running.join("Ana", "r1")
    first = await server.connected(running.id, ana.ticket)
    await first.socket.close()
    question = await running.asked(ana)
    await running.do(ana.ticket, "qa_queue.cast_vote", question_id=question)
    await running.do(running.host, "rooms.announce", text="Hello")
    again = await server.wire()
    again.screen = first.screen
    await again.enter(running.id, ana.ticket, epoch=first.screen.epoch, version=first.screen.version)
    await again.event("me")
    assert [name for name, _ in again.heard] == ["delta", "me"]
    seen = await running.seen(ana.ticket)
    assert (again.screen.view, again.screen.me, again.screen.version) == (seen["view"], seen["me"], seen["version"])


STRANGE: dict[str, Callable[[Object], Object]] = {
    "another epoch": lambda had: had | {"epoch": "0" * 16},
    "no epoch": lambda had: {"version": had["version"]},
    "an epoch that is no text": lambda had: had | {"epoch": {}},
    "a version ahead of the log": lambda had: had | {"version": had["version"] + 1},
    "a version far ahead": lambda had: had | {"version": 2**53 - 1},
    "version 0": lambda had: had | {"version": 0},
    "a negative version": lambda had: had | {"version": -1},
    "a version that is text": lambda had: had | {"version": str(had["version"])},
    "a version with a fraction": lambda had: had | {"version": had["version"] + 0.5},
    "no version": lambda had: {"epoch": had["epoch"]},
    "a version that is a list": lambda had: had | {"version": [1]},
}


@pytest.mark.parametrize("case", STRANGE)
async def test_whoever_remembers_something_strange_gets_everything(server: Server, evening: Evening, case: str) -> None:
    had = {key: (await evening.seen(evening.host))[key] for key in ("epoch", "version")}
    wire = await server.connected(evening.id, evening.host, **STRANGE[case](had))
    assert [name for name, _ in wire.heard] == ["snapshot"]


async def test_whoever_was_away_too_long_gets_everything(tmp_path: Path) -> None:
    async with serving(tmp_path / "log.db", resume_versions=3) as server:
        evening = await server.program.open()
        had = await evening.seen(evening.host)
        for number in range(4):
            await evening.do(evening.host, "rooms.announce", text=f"Number {number}")
        resume = {"epoch": had["epoch"], "version": had["version"]}
        assert (await server.connected(evening.id, evening.host, **resume)).heard[0][0] == "snapshot"
        recent = await server.wire()
        recent.screen.version = had["version"] + 2
        await recent.enter(evening.id, evening.host, epoch=had["epoch"], version=had["version"] + 2)
        assert recent.heard[0][0] == "delta"


async def test_whoever_missed_too_much_gets_everything(tmp_path: Path) -> None:
    async with serving(tmp_path / "log.db", resume_bytes=300) as server:
        evening = await server.program.open()
        had = await evening.seen(evening.host)
        await evening.do(evening.host, "rooms.announce", text="x" * 280)
        wire = await server.connected(evening.id, evening.host, epoch=had["epoch"], version=had["version"])
        assert wire.heard[0][0] == "snapshot"


async def test_whoever_changed_rooms_while_away_gets_everything(server: Server, evening: Evening) -> None:
    ana = await evening.join("Ana", "r1")
    had = await evening.seen(ana.ticket)
    await evening.do(evening.host, "rooms.assign", participant_id=ana.id, room_id="r2")
    wire = await server.connected(evening.id, ana.ticket, epoch=had["epoch"], version=had["version"])
    assert wire.heard[0][0] == "snapshot"


# -- commands


async def test_every_command_is_answered_once_and_in_order(server: Server, running: Evening) -> None:
    wire = await server.connected(running.id, running.host)
    sent: list[int] = []
    for _ in range(5):
        for _ in range(20):  # at most 64 may wait for their answer
            sent.append(await wire.post("rooms.announce", {"text": "Listen"}))
            sent.append(await wire.post("rooms.choose", {"room_id": "r1"}))
            sent.append(await wire.post("agenda.start"))
        await wire.until(lambda: len(wire.answers) == len(sent))
    assert list(wire.answers) == sent
    made = [wire.answers[number] for number in sent[0::3]]
    assert [answer["result"]["announcement_id"] for answer in made] == [f"a{number}" for number in range(1, 101)]
    assert [answer["version"] for answer in made] == sorted(answer["version"] for answer in made)
    assert {wire.answers[number]["code"] for number in sent[1::3]} == {"session.forbidden"}
    assert all(wire.answers[number]["ok"] for number in sent[2::3])


async def test_more_commands_than_may_wait_are_refused_and_leave_the_others_alone(tmp_path: Path) -> None:
    async with serving(tmp_path / "log.db", commands_in_flight=8) as server:
        evening = await server.program.open()
        wire = await server.connected(evening.id, evening.host)
        sent = [await wire.post("rooms.announce", {"text": "Listen"}) for _ in range(200)]
        await wire.until(lambda: len(wire.answers) == len(sent))
        made = [number for number in sent if wire.answers[number]["ok"]]
        assert {wire.answers[number].get("code") for number in sent} <= {None, "server.slow_down"}
        assert len((await evening.seen(evening.host))["view"]["announcements"]) == len(made) >= 8
        assert [number for number in wire.answers if wire.answers[number]["ok"]] == made, "in order"


async def test_what_is_no_command_is_answered_too(server: Server, evening: Evening) -> None:
    wire = await server.connected(evening.id, evening.host)
    assert (await wire.ask("agenda.stop"))["code"] == "unknown_command"
    assert (await wire.ask("agenda.advance"))["code"] == "invalid_command"
    version = wire.screen.version
    assert await wire.ask("agenda.start") == {"ok": True, "version": version + 1}


async def test_a_command_without_a_number_is_obeyed_in_silence(server: Server, evening: Evening) -> None:
    wire = await server.connected(evening.id, evening.host)
    await wire.send('42["agenda.start",{}]')
    await wire.event("delta")
    assert wire.screen.view["session"]["status"] == "live"
    assert wire.answers == {}


async def test_a_repeated_command_is_answered_as_the_first_time(server: Server, running: Evening) -> None:
    ana = await running.join("Ana", "r1")
    first, second = [await server.connected(running.id, ana.ticket) for _ in range(2)]
    answer = await first.ask("qa_queue.draft", text="Why?", command_id="once")
    assert await second.ask("qa_queue.draft", text="Why?", command_id="once") == answer
    numbers = [await first.post("qa_queue.draft", {"text": "How?", "command_id": "twice"}) for _ in range(2)]
    await first.until(lambda: set(numbers) <= first.answers.keys())
    assert first.answers[numbers[0]] == first.answers[numbers[1]]
    assert len((await running.seen(ana.ticket))["view"]["questions"]) == 2


async def test_the_acknowledgement_names_a_version_that_a_look_shows(server: Server, running: Evening) -> None:
    wire = await server.connected(running.id, running.host)
    for number in range(20):
        answer = await wire.ask("rooms.announce", text=f"Number {number}")
        assert (await running.version()) >= answer["version"]
        await wire.until(lambda version=answer["version"]: wire.screen.version >= version)  # type: ignore[misc]


# -- limits


def refused_upgrade(error: aiohttp.WSServerHandshakeError) -> tuple[int, bool]:
    return error.status, error.headers is not None and "Retry-After" in error.headers


async def test_one_device_too_many_lets_the_oldest_go(server: Server, evening: Evening) -> None:
    ana = await evening.join("Ana", "r1")
    oldest, *others = [await server.connected(evening.id, ana.ticket) for _ in range(4)]
    notice, dismissed = await oldest.closed()
    assert json.loads(notice[2:])[1]["code"] == "auth.replaced"
    assert dismissed == "41"
    for wire in others:
        assert (await wire.ask("rooms.choose", room_id="r1"))["ok"]


async def test_a_link_is_opened_by_many_but_not_by_any_number(tmp_path: Path) -> None:
    async with serving(tmp_path / "log.db", sockets_per_link=5) as server:
        evening = await server.program.open()
        wires = [await server.connected(evening.id, evening.tickets["stage"]) for _ in range(6)]
        assert (await wires[0].closed())[-1] == "41"
        assert server.parts.hub.count() == 5


@pytest.mark.parametrize("limit", ["sockets_per_address", "sockets_per_process"])
async def test_a_socket_too_many_is_refused_before_the_upgrade(tmp_path: Path, limit: str) -> None:
    async with serving(tmp_path / "log.db", **{limit: 2}) as server:
        evening = await server.program.open()
        first = await server.connected(evening.id, evening.host)
        second = await server.connected(evening.id, evening.host)
        with pytest.raises(aiohttp.WSServerHandshakeError) as refusal:
            await server.wire()
        assert refused_upgrade(refusal.value) == (503, True)
        await first.socket.close()
        third: Wire | None = None
        async with asyncio.timeout(PATIENCE):
            while third is None:  # its place is free when the server has seen the other go
                with suppress(aiohttp.WSServerHandshakeError):
                    third = await server.connected(evening.id, evening.host)
        assert (await third.ask("agenda.start"))["ok"]
        assert (await second.ask("agenda.start"))["ok"]


@pytest.mark.parametrize("limit", ["sockets_per_address", "sockets_per_process"])
async def test_sockets_that_have_not_said_who_they_are_count_too(tmp_path: Path, limit: str) -> None:
    async with serving(tmp_path / "log.db", **{limit: 2}) as server:
        wires = [await server.wire() for _ in range(2)]
        with pytest.raises(aiohttp.WSServerHandshakeError):
            wires.append(await server.wire())


@pytest.mark.usefixtures("no_refill")
async def test_a_burst_of_commands_is_slowed_down(tmp_path: Path) -> None:
    async with serving(tmp_path / "log.db", commands_per_second=20, commands_burst=40) as server:
        evening = await server.program.open()
        wire, other = [await server.connected(evening.id, evening.host) for _ in range(2)]
        sent = [await wire.post("agenda.start") for _ in range(60)]
        await wire.until(lambda: len(wire.answers) == 60)
        answers = [wire.answers[number] for number in sent]
        assert all(answer["ok"] for answer in answers[:40])
        assert [answer.get("code") for answer in answers[40:]] == ["server.slow_down"] * 20
        assert (await other.ask("agenda.start"))["ok"], "another socket is another bucket"


@pytest.mark.usefixtures("no_refill")
async def test_nonsense_counts_as_commands(tmp_path: Path) -> None:
    async with serving(tmp_path / "log.db", commands_per_second=20, commands_burst=40) as server:
        evening = await server.program.open()
        wire = await server.connected(evening.id, evening.host)
        sent = [await wire.post("no.command") for _ in range(60)]
        await wire.until(lambda: len(wire.answers) == 60)
        codes = [wire.answers[number]["code"] for number in sent]
        assert codes == ["unknown_command"] * 40 + ["server.slow_down"] * 20


@pytest.mark.usefixtures("no_refill")
async def test_nobody_asks_more_than_six_questions_a_minute(tmp_path: Path) -> None:
    async with serving(tmp_path / "log.db", questions_per_minute=6) as server:
        evening = await server.program.open()
        await evening.do(evening.host, "agenda.start")
        ana, ben = await evening.join("Ana", "r1"), await evening.join("Ben", "r1")
        phone, laptop = [await server.connected(evening.id, ana.ticket) for _ in range(2)]
        for number in range(6):
            assert (await (phone, laptop)[number % 2].ask("qa_queue.draft", text="Why?"))["ok"]
        assert (await phone.ask("qa_queue.draft", text="Why?"))["code"] == "server.slow_down"
        assert (await evening.send(ana.ticket, "qa_queue.draft", {"text": "Why?"})).code == "server.slow_down"
        assert (await evening.send(ben.ticket, "qa_queue.draft", {"text": "Why?"})).status == 200


@pytest.mark.usefixtures("no_refill")
async def test_nobody_changes_votes_more_than_sixty_times_a_minute(tmp_path: Path) -> None:
    async with serving(tmp_path / "log.db", votes_per_minute=60) as server:
        evening = await server.program.open()
        await evening.do(evening.host, "agenda.start")
        ana = await evening.join("Ana", "r1")
        question = await evening.made(ana.ticket, "qa_queue.draft", text="Why?")
        wire = await server.connected(evening.id, ana.ticket)
        for _ in range(30):
            assert (await wire.ask("qa_queue.cast_vote", question_id=question))["ok"]
            assert (await wire.ask("qa_queue.withdraw_vote", question_id=question))["ok"]
        answers = [await wire.ask(name, question_id=question) for name in ("qa_queue.cast_vote", "qa_queue.withdraw_vote")]
        assert [answer.get("code") for answer in answers] == ["server.slow_down"] * 2


async def test_relaxed_limits_lift_rates_and_counts_but_no_sizes(tmp_path: Path) -> None:
    tight = {"commands_per_second": 1, "commands_burst": 1, "questions_per_minute": 1, "sessions_per_minute": 1}
    async with serving(tmp_path / "log.db", limits="relaxed", sockets_per_person=1, sockets_per_address=1, **tight) as server:
        evening = await server.program.open()
        await server.program.open()
        await evening.do(evening.host, "agenda.start")
        ana = await evening.join("Ana", "r1")
        wires = [await server.connected(evening.id, ana.ticket) for _ in range(5)]
        for wire in wires:
            sent = [await wire.post("qa_queue.draft", {"text": "Why?"}) for _ in range(100)]
            await wire.until(lambda wire=wire, sent=sent: set(sent) <= wire.answers.keys())  # type: ignore[misc]
            assert all(answer["ok"] for answer in wire.answers.values())
        assert (await wires[0].ask("qa_queue.draft", text="x" * 501))["code"] == "invalid_command"


# -- readers that do not read


async def say_a_lot(evening: Evening, number: int) -> None:
    """10 kB to everybody, and no more to somebody who missed all before."""
    await evening.do(evening.host, "rooms.edit", room_id="r1", prompt=f"{number} " + "\U0001f469\u200d\U0001f467" * 900)


async def test_a_reader_that_stands_still_is_skipped_and_then_told_what_is_true(tmp_path: Path) -> None:
    async with serving(tmp_path / "log.db", outbox_bytes=16 * 1024, stalled_seconds=60, tick_ms=1) as server:
        evening = await server.program.open()
        async with narrow() as http:
            slow = await Wire.open(http, server.url)
            await slow.enter(evening.id, evening.host)
            (connection,) = server.parts.hub.connections()
            other = await server.connected(evening.id, evening.host)
            full = 0  # after how many the kernel took no more for the slow one, and the outbox was full
            for number in range(2_000):
                await say_a_lot(evening, number)
                version = await evening.version()
                await other.reach(version)
                assert connection.backlog() < 32 * 1024, "what waits for a slow reader is bounded: the outbox, and one delta"
                full = full or (number if connection.backlog() > 16 * 1024 else 0)
                if full and number > full + 50:
                    break
            await slow.until(lambda: slow.screen.version >= version)
            told, others = [[name for name, _ in wire.heard].count("delta") for wire in (slow, other)]
            assert told < others, "it was not told every step"
            seen = await evening.seen(evening.host)
            assert (slow.screen.view, slow.screen.version) == (seen["view"], seen["version"])


async def test_a_reader_that_never_reads_is_let_go(tmp_path: Path) -> None:
    async with serving(tmp_path / "log.db", outbox_bytes=16 * 1024, stalled_seconds=0.5, tick_ms=1) as server:
        evening = await server.program.open()
        async with narrow() as http:
            slow = await Wire.open(http, server.url)
            await slow.enter(evening.id, evening.host)
            assert server.parts.hub.count() == 1
            async with asyncio.timeout(20):
                for number in count():
                    if server.parts.hub.count() == 0:
                        break
                    await say_a_lot(evening, number)


def narrow() -> aiohttp.ClientSession:
    """Connections whose kernel keeps little for a reader that does not read."""
    import socket

    def small(info: Any) -> socket.socket:
        made = socket.socket(info[0], info[1], info[2])
        made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        return made

    return aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0, socket_factory=small))


# -- the pulse


async def test_everybody_hears_how_many_are_here_and_hosts_hear_who(server: Server, evening: Evening) -> None:
    ana, dee = await evening.join("Ana", "r1"), await evening.join("Dee", "r2")
    host = await server.connected(evening.id, evening.host)
    wire, again = [await server.connected(evening.id, ana.ticket) for _ in range(2)]
    other = await server.connected(evening.id, dee.ticket)
    counts = {"total": 2, "rooms": {"r1": 1, "r2": 1}}
    await host.until(lambda: host.screen.here == counts | {"here": sorted([ana.id, dee.id])})
    await wire.until(lambda: wire.screen.here == counts)
    await other.socket.close()
    await wire.until(lambda: wire.screen.here == {"total": 1, "rooms": {"r1": 1}})
    await again.socket.close()
    assert [name for name, _ in host.heard].count("delta") == 0, "presence is outside the versions"


async def test_the_head_tells_version_and_time_now_and_then(tmp_path: Path) -> None:
    async with serving(tmp_path / "log.db", head_seconds=1) as server:
        evening = await server.program.open()
        wire = await server.connected(evening.id, evening.host)
        head = await wire.event("head")
        assert head["version"] == wire.screen.version
        assert abs(head["now"] - time.time() * 1000) < 5_000


async def test_a_server_that_is_stopping_takes_nobody_in(server: Server, evening: Evening) -> None:
    server.parts.guard.draining = True
    with pytest.raises(aiohttp.WSServerHandshakeError) as refusal:
        await server.wire()
    assert refused_upgrade(refusal.value) == (503, True)
    assert (await server.program.get("/readyz")).code == "server.draining"
    assert (await server.program.get("/healthz")).status == 200


async def test_everything_goes_on_after_a_socket_breaks_off(server: Server, running: Evening) -> None:
    ana = await running.join("Ana", "r1")
    wire = await server.connected(running.id, ana.ticket)
    for number in range(50):
        await wire.post("qa_queue.draft", {"text": f"Number {number}"})
    transport = wire.socket.get_extra_info("socket")
    assert transport is not None
    wire.socket._response.connection.transport.abort()  # type: ignore[union-attr]
    again = await server.connected(running.id, ana.ticket)
    seen = await running.seen(ana.ticket)
    await again.reach(seen["version"])
    assert again.screen.view == seen["view"]
    with pytest.raises((Closed, ConnectionError)):
        await wire.frame()


async def test_a_person_who_left_is_forgotten(server: Server, evening: Evening) -> None:
    ana: Person = await evening.join("Ana", "r1")
    for _ in range(5):
        wire = await server.connected(evening.id, ana.ticket)
        await wire.socket.close()
    await eventually(lambda: server.parts.hub.count() == 0)
