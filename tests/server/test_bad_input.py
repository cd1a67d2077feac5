"""What bad input gets: a clear code, no echo, nothing half done, and a server that goes on. (conftest.py reads the log.)"""

import json
from pathlib import Path
from typing import Any

import pytest

from orchestrator.messages import LINKS, Role, wire_name
from orchestrator.refusals import REFUSALS
from orchestrator.server.parsing import COMMANDS
from orchestrator.session.decider import MAY
from tests.server.program import PLAN, Evening, Object, Person, Reply
from tests.server.serving import Server, serving

CANARY = "cAnArY"  # stands in what is refused, and must not come back

# -- bodies that are no bodies


def nested(depth: int) -> str:
    return '{"a":' + "[" * (depth - 1) + "]" * (depth - 1) + "}"


BODIES: dict[str, tuple[bytes | str, str]] = {
    "nothing": ("", "server.bad_json"),
    "words": (CANARY, "server.bad_json"),
    "cut short": ('{"name":"agenda.st', "server.bad_json"),
    "two of them": ("{}{}", "server.bad_json"),
    "no UTF-8": (b'{"name":"\xff\xfe"}', "server.bad_json"),
    "UTF-16": ('{"name":"agenda.start"}'.encode("utf-16"), "server.bad_json"),
    "a byte order mark": (b'\xef\xbb\xbf{"name":"agenda.start"}', "server.bad_json"),
    "a number too large": ('{"name":"agenda.start","data":{"a":1e999}}', "server.bad_json"),
    "NaN": ('{"name":"agenda.start","data":{"a":NaN}}', "server.bad_json"),
    "Infinity": ('{"name":"agenda.start","data":{"a":-Infinity}}', "server.bad_json"),
    "2^53": (f'{{"name":"agenda.start","data":{{"a":{2**53}}}}}', "server.bad_json"),
    "a million digits": (f'{{"name":"agenda.start","data":{{"a":{"9" * 60_000}}}}}', "server.bad_json"),
    "a key twice": (f'{{"{CANARY}":1,"{CANARY}":2}}', "server.bad_json"),
    "a key twice, inside": ('{"name":"agenda.start","data":{"a":{"b":1,"b":1}}}', "server.bad_json"),
    "nine levels": (nested(9), "server.bad_json"),
    "eight levels": (nested(8), "server.bad_request"),
    "thousands of levels": ("[" * 60_000, "server.bad_json"),
    "65 keys": (json.dumps({f"k{number}": 0 for number in range(65)}), "server.bad_json"),
    "64 keys": (json.dumps({f"k{number}": 0 for number in range(64)}), "server.bad_request"),
    "1025 items": (json.dumps({"a": [0] * 1025}), "server.bad_json"),
    "1024 items": (json.dumps({"a": [0] * 1024}), "server.bad_request"),
    "a control character": ('{"name":"agenda\n.start"}', "server.bad_json"),
    "a list": ("[]", "server.bad_request"),
    "null": ("null", "server.bad_request"),
    "text": (f'"{CANARY}"', "server.bad_request"),
    "64 KiB and one": ('"' + "x" * (64 * 1024 - 1) + '"', "server.too_large"),
    "64 KiB": ('"' + "x" * (64 * 1024 - 2) + '"', "server.bad_request"),
    "a megabyte": ("x" * 1_000_000, "server.too_large"),
    "an unknown key": (f'{{"{CANARY}":1}}', "server.bad_request"),
    "an unknown key without end": (json.dumps({CANARY * 1000: 1}), "server.bad_request"),
    "half a pair for a key": (f'{{"\\ud800{CANARY}":1}}', "server.bad_json"),
    "half a pair for a key, inside": (f'{{"name":"x","data":{{"a":["\\uDFFF{CANARY}"]}}}}', "server.bad_json"),
    "a pair the wrong way": ('{"name":"\\udc00\\ud800"}', "server.bad_json"),
}


@pytest.mark.parametrize("path", ["", "/participants", "/commands"])
async def test_a_body_that_is_no_body_is_refused(server: Server, evening: Evening, path: str) -> None:
    before = await evening.version()
    for case, (body, code) in BODIES.items():
        url = f"{evening.path}{path}" if path else "/api/sessions"
        headers = {"Content-Type": "application/json"}
        reply = await server.program.post(url, ticket=evening.host, headers=headers, data=body)
        assert (reply.code, reply.status) == (code, REFUSALS[code].status), case
        assert_no_echo(reply)
    assert await evening.version() == before


@pytest.mark.parametrize(
    "content_type", ["", "text/plain", "application/x-www-form-urlencoded", "application/jsonp", "multipart/form-data"]
)
async def test_only_json_is_read(server: Server, evening: Evening, content_type: str) -> None:
    body = json.dumps({"name": "agenda.start"})
    reply = await server.program.post(
        f"{evening.path}/commands", ticket=evening.host, headers={"Content-Type": content_type}, data=body
    )
    assert (reply.code, reply.status) == ("server.not_json", 415)
    charset = {"Content-Type": "application/json; charset=utf-8"}
    assert (await server.program.post(f"{evening.path}/commands", ticket=evening.host, headers=charset, data=body)).status == 200


def assert_no_echo(reply: Reply) -> None:
    assert CANARY not in reply.text
    assert "Traceback" not in reply.text
    assert len(reply.text) < 1_000


# -- plans that are no plans

PLANS: dict[str, Object] = {
    "no title": {"title": None},
    "a title of spaces": {"title": "  "},
    "a title too long": {"title": "x" * 121},
    "a title of bytes too many": {"title": "\U0001f469\u200d\U0001f467" * 100},
    "a title with NUL": {"title": "a\0b"},
    "a title that is no Unicode": {"title": "a\ud800b"},
    "a title that is a number": {"title": 5},
    "a title that is invisible": {"title": "\u200b\u2060"},
    "a title under marks": {"title": "e" + "\u0301" * 50},
    "no rooms": {"rooms": []},
    "61 rooms": {"rooms": [{"theme": "x"}] * 61},
    "rooms that are text": {"rooms": CANARY},
    "a room without a theme": {"rooms": [{}]},
    "a room with more": {"rooms": [{"theme": "x", CANARY: 1}]},
    "a theme too long": {"rooms": [{"theme": "x" * 81}]},
    "a prompt too long": {"rooms": [{"theme": "x", "prompt": "x" * 2001}]},
    "a call that is no link": {"rooms": [{"theme": "x", "call_url": f"javascript:{CANARY}"}]},
    "calls that nobody makes": {"calls": CANARY},
    "a call that is not https": {"rooms": [{"theme": "x", "call_url": f"http://{CANARY}"}]},
    "a call with a password": {"plenary_call_url": f"https://{CANARY}:x@example.org"},
    "a template and an agenda": {"template": "45-15-60"},
    "neither": {"agenda": None},
    "an unknown template": {"agenda": None, "template": CANARY},
    "no phases": {"agenda": []},
    "25 phases": {"agenda": [{"kind": "break", "title": "x", "minutes": 1}] * 25},
    "an unknown kind": {"agenda": [{"kind": CANARY, "title": "x", "minutes": 1}]},
    "no length": {"agenda": [{"kind": "break", "title": "x"}]},
    "two lengths": {"agenda": [{"kind": "break", "title": "x", "minutes": 1, "seconds": 60}]},
    "a length of nothing": {"agenda": [{"kind": "break", "title": "x", "minutes": 0}]},
    "a negative length": {"agenda": [{"kind": "break", "title": "x", "seconds": -1}]},
    "a length of more than a day": {"agenda": [{"kind": "break", "title": "x", "minutes": 1441}]},
    "a length that is text": {"agenda": [{"kind": "break", "title": "x", "minutes": "5"}]},
    "a length that is true": {"agenda": [{"kind": "break", "title": "x", "minutes": True}]},
    "an unknown end": {"agenda": [{"kind": "break", "title": "x", "minutes": 5, "at_end": CANARY}]},
    "a language that is none": {"language": f"<{CANARY}>"},
    "a language too long": {"language": "en-" + "x" * 9},
    "a time zone that is none": {"timezone": f"../../{CANARY}"},
    "a time zone that is a file": {"timezone": "/etc/passwd"},
    "a start that is text": {"starts_at": "2026-11-25"},
    "a start before all time": {"starts_at": -1},
    "a start after all time": {"starts_at": 253_402_300_800_000},
    "a start with a fraction": {"starts_at": 1.5},
    "a start by itself at no time": {"auto_start": True},
    "a start by itself that is text": {"starts_at": 1, "auto_start": "yes"},
    "a recording that nobody keeps": {"recording_notice": {"recorded": True, "days": 1}},
    "a recording that is kept for ever": {"recording_notice": {"recorded": True, "keeper": "x", "days": 3_651}},
    "a notice that is text": {"recording_notice": CANARY},
    "more than a notice": {"recording_notice": {"recorded": False, CANARY: 1}},
    "more than a plan": {CANARY: 1},
}


async def test_a_plan_that_is_no_plan_makes_no_session(server: Server) -> None:
    for case, changes in PLANS.items():
        plan = {key: value for key, value in (PLAN | changes).items() if value is not None}
        reply = await server.program.post("/api/sessions", plan)
        assert reply.status == 400, case
        assert reply.code == ("server.bad_json" if "no Unicode" in case else "server.bad_request")
        assert_no_echo(reply)
    assert await server.parts.log.streams() == []


async def test_a_plan_at_its_limits_makes_a_session(server: Server) -> None:
    phase = {"kind": "break", "title": "x" * 80, "minutes": 1440}
    room = {"theme": "\u00e9" * 80, "prompt": "x" * 2000, "call_url": "https://example.org/" + "x" * 1980}
    plan = {"title": "x" * 120, "agenda": [phase] * 24, "rooms": [room] * 10 + [{"theme": "x"}] * 50, "starts_at": 0}
    evening = await server.program.open(**plan)
    assert len((await evening.seen(evening.host))["view"]["rooms"]) == 60


# -- people who are no people

NEWCOMERS: dict[str, tuple[Object, str]] = {
    "no name": ({"name": None}, "server.bad_request"),
    "a name of spaces": ({"name": " \u3000"}, "server.bad_request"),
    "a name too long": ({"name": "x" * 41}, "server.bad_request"),
    "a name with NUL": ({"name": "a\0"}, "server.bad_request"),
    "a name that is no Unicode": ({"name": "\udfff"}, "server.bad_json"),
    "a name that is a list": ({"name": [CANARY]}, "server.bad_request"),
    "a name of bytes too many": ({"name": "\U0001f469\u200d\U0001f467" * 40}, "server.bad_request"),
    "an affiliation too long": ({"affiliation": "x" * 81}, "server.bad_request"),
    "an affiliation that is a number": ({"affiliation": 5}, "server.bad_request"),
    "a room that is a number": ({"room_id": 1}, "server.bad_request"),
    "a consent that is a word": ({"consent": CANARY}, "server.bad_request"),
    "a room that is not there": ({"room_id": CANARY}, "rooms.unknown_room"),
    "a room that is no Unicode": ({"room_id": "\ud800"}, "server.bad_json"),
    "a room without end": ({"room_id": "r" * 101}, "server.bad_request"),
    "a role": ({"role": "host"}, "server.bad_request"),
    "an id": ({"participant_id": "host"}, "server.bad_request"),
    "no code": ({"join_code": None}, "auth.wrong_code"),
    "a wrong code": ({"join_code": "ABCDEFGH"}, "auth.wrong_code"),
    "a code too long": ({"join_code": CANARY * 3}, "auth.wrong_code"),
    "a code without end": ({"join_code": "A" * 101}, "server.bad_request"),
    "a code that is a number": ({"join_code": 5}, "server.bad_request"),
    "a code that is no Unicode": ({"join_code": "\ud800"}, "server.bad_json"),
}


async def test_whoever_is_no_newcomer_does_not_come_in(tmp_path: Path) -> None:
    async with serving(tmp_path / "log.db", wrong_codes_per_minute=1000) as server:
        evening = await server.program.open()
        for case, (changes, code) in NEWCOMERS.items():
            body = {"name": "Ana", "join_code": evening.join_code} | changes
            sent = {key: value for key, value in body.items() if value is not None}
            reply = await server.program.post(f"{evening.path}/participants", sent)
            assert reply.code == code, case
            assert_no_echo(reply)
        assert await evening.version() == 1


async def test_texts_are_taken_up_to_their_limit(evening: Evening) -> None:
    for name in ("x" * 40, "\u00e9" * 40, "e\u0301" * 40, "\U0001f600" * 40):
        await evening.join(name)
    assert (await evening.seen(evening.host))["view"]["session"]["people"] == 4


# -- guessing codes


@pytest.mark.usefixtures("no_refill")
async def test_wrong_codes_are_limited_by_address(server: Server, evening: Evening) -> None:
    for _ in range(10):
        assert (await server.program.get("/api/join/ABCDEFGH")).code == "auth.wrong_code"
    refused = await server.program.get("/api/join/ABCDEFGH")
    assert (refused.code, refused.status) == ("auth.too_many_codes", 429)
    assert "Retry-After" in refused.headers
    body = {"join_code": "ABCDEFGH", "name": "Eve"}
    assert (await server.program.post(f"{evening.path}/participants", body)).code == "auth.too_many_codes"
    assert (await server.program.get("/join/ABCDEFGH")).status == 429
    assert (await server.program.get(evening.path, evening.host)).status == 200, "only codes are slowed down"
    await evening.join("Ana")  # a right code is never refused, whoever else guesses behind this address


@pytest.mark.usefixtures("no_refill")
async def test_wrong_codes_count_however_they_are_sent(server: Server, evening: Evening) -> None:
    for _ in range(2):
        await server.program.get("/api/join/ABCDEFGH")
        await server.program.get("/api/join/x")
        await server.program.get("/join/ABCDEFGH")
        await server.program.call("POST", "/join/ABCDEFGH", data={"name": "Eve"})
        await server.program.post(f"{evening.path}/participants", {"join_code": "ABCDEFGH", "name": "Eve"})
    assert (await server.program.get("/api/join/ABCDEFGH")).code == "auth.too_many_codes"


@pytest.mark.usefixtures("no_refill")
async def test_wrong_codes_are_limited_by_session_too(tmp_path: Path) -> None:
    async with serving(tmp_path / "log.db", trusted_proxies=["127.0.0.1"]) as server:
        evening, other = await server.program.open(), await server.program.open()
        wrong = {"join_code": "ABCDEFGH", "name": "Eve"}

        async def guess(evening: Evening, number: int) -> str:
            headers = {"X-Forwarded-For": f"198.51.100.{number}"}
            return (await server.program.post(f"{evening.path}/participants", wrong, headers=headers)).code

        codes = [await guess(evening, number % 30) for number in range(61)]
        assert codes == ["auth.wrong_code"] * 60 + ["auth.too_many_codes"]
        assert await guess(other, 99) == "auth.wrong_code"


async def test_right_codes_are_not_counted(evening: Evening) -> None:
    """A lecture hall joins at once, from one address."""
    for number in range(100):
        await evening.join(f"Number {number}")
        assert (await evening.program.get(f"/api/join/{evening.join_code}")).status == 200
    assert (await evening.program.get("/api/join/ABCDEFGH")).code == "auth.wrong_code"


@pytest.mark.usefixtures("no_refill")
async def test_nobody_forges_an_address(server: Server) -> None:
    for number in range(10):
        headers = {"X-Forwarded-For": f"198.51.100.{number}"}
        assert (await server.program.get("/api/join/ABCDEFGH", headers=headers)).code == "auth.wrong_code"
    forged = await server.program.get("/api/join/ABCDEFGH", headers={"X-Forwarded-For": "198.51.100.99"})
    assert forged.code == "auth.too_many_codes"


@pytest.mark.usefixtures("no_refill")
async def test_people_join_at_the_pace_of_a_hall(tmp_path: Path) -> None:
    async with serving(tmp_path / "log.db", joins_per_minute=5) as server:
        evening = await server.program.open()
        for number in range(5):
            await evening.join(f"Number {number}")
        body = {"join_code": evening.join_code, "name": "One more"}
        assert (await server.program.post(f"{evening.path}/participants", body)).code == "server.slow_down"


# -- who may what

DATA: dict[str, Object] = {
    "agenda.advance": {"from_phase": "ph1"},
    "agenda.set_end": {"phase_id": "ph1", "ends_at": 2**52},
    "agenda.edit_phase": {"phase_id": "ph1"},
    "agenda.add_phase": {"kind": "break", "title": "x", "duration": 60_000},
    "agenda.remove_phase": {"phase_id": "ph3"},
    "session.set_roles": {"participant_id": "p1", "roles": []},
    "session.edit": {},
    "session.set_retention": {},
    "session.erase_participant": {"participant_id": "p1"},
    "session.set_notice": {"recorded": False},
    "session.consent": {"notice": 1},
    "rooms.add": {"theme": "x"},
    **{f"rooms.{name}": {"room_id": "r1"} for name in ("edit", "call_for_help", "take_help", "end_help")},
    "rooms.choose": {"room_id": "r2"},
    "rooms.assign": {"participant_id": "p1", "room_id": "r2"},
    "rooms.appoint": {"room_id": "r1", "participant_id": "p1", "as": "representative"},
    "rooms.balance": {"by": "size"},
    "rooms.set_group": {"participant_id": "p1", "people": 3},
    **{f"rooms.{name}": {"participant_id": "p1"} for name in ("mark_absent", "mark_present")},
    "rooms.announce": {"text": "x"},
    "rooms.dismiss": {"announcement_id": "a1"},
    "qa_queue.draft": {"text": "x"},
    "qa_queue.edit": {"question_id": "q1", "text": "x"},
    "qa_queue.order_room": {"room_id": "r1", "order": ["q1"]},
    "qa_queue.prepare": {"text": "x"},
    "qa_queue.count_hands": {"question_id": "q1", "hands": 2},
    "qa_queue.set_moderation": {"on": True},
    "qa_queue.reject": {"question_id": "q1", "reason": "x"},
    "qa_queue.merge": {"question_id": "q1", "into": "q2"},
    "qa_queue.move": {"question_id": "q1", "seen_version": 1},
    "qa_queue.reorder": {"order": ["q1"], "seen": ["q1"]},
    "qa_queue.set_ranking": {"rule": "by_votes"},
    **{f"qa_queue.{name}": {"question_id": "q1"} for name in ("withdraw", "submit", "cast_vote", "withdraw_vote")},
    **{f"qa_queue.{name}": {"question_id": "q1"} for name in ("approve", "send_back", "unmerge")},
    "panel.promise": {"question_id": "q1", "owner": "x"},
    "panel.write_answer": {"question_id": "q1", "text": "x"},
    **{f"panel.{name}": {"question_id": "q1"} for name in ("call", "answer", "skip", "reopen", "claim", "unclaim")},
    **{f"panel.{name}": {"question_id": "q1"} for name in ("hold", "release", "follow_up")},
    "panel.note": {"text": "x"},
    "panel.acknowledge_note": {"note_id": "n1"},
    "recordings.link": {"url": "https://video.example.org/1"},
    **{f"recordings.{name}": {"recording_id": "rec1"} for name in ("edit", "remove")},
    "recordings.set_segments": {"recording_id": "rec1", "segments": []},
    "recordings.anchor": {"recording_id": "rec1", "at": 1, "offset": 1},
    "recordings.drop_anchor": {"recording_id": "rec1", "at": 1},
    "recordings.set_clock": {"provider": "manual", "offset": 1},
}


async def everybody(evening: Evening) -> dict[Role, list[str]]:
    """The tickets of every role: of the links, and of people with that role."""
    tickets = {role: [evening.tickets[link]] for link, role in LINKS.items()}
    for link in ("host", "moderator", "panel", "stage"):
        tickets[LINKS[link]].append((await evening.named(link, "Somebody")).ticket)  # type: ignore[index]
    tickets[Role.PARTICIPANT] = [(await evening.join("Somebody", "r1")).ticket, (await evening.join("Somebody else")).ticket]
    return tickets


async def test_every_command_is_refused_to_every_role_that_may_not(running: Evening) -> None:
    ana = await running.join("Ana", "r1")
    await running.asked(ana)
    tickets = await everybody(running)
    before, tried = await running.version(), 0
    for name, kind in COMMANDS.items():
        for role in set(Role) - MAY[kind]:
            for ticket in tickets[role]:
                reply = await running.send(ticket, name, DATA.get(name, {}))
                assert (reply.code, reply.status) == ("session.forbidden", 403), (role, name)
                tried += 1
    assert tried > 200
    assert await running.version() == before


async def test_every_command_is_refused_to_those_roles_on_sockets_too(server: Server, running: Evening) -> None:
    ana = await running.join("Ana", "r1")
    await running.asked(ana)
    tickets = await everybody(running)
    before = await running.version()
    for role in Role:
        wire = await server.connected(running.id, tickets[role][0])
        for name in [wire_name(kind) for kind in COMMANDS.values() if role not in MAY[kind]]:
            assert (await wire.ask(name, **DATA.get(name, {})))["code"] == "session.forbidden", (role, name)
    assert await running.version() == before


async def test_nobody_may_what_is_the_servers(running: Evening) -> None:
    for name in (
        "session.open",
        "session.admit",
        "session.joined",
        "agenda.phase_entered",
        "qa_queue.vote_cast",
        "",
        "agenda",
        "x" * 100,
    ):
        assert (await running.send(running.host, name)).code == "unknown_command"
    assert (await running.send(running.host, "x" * 101)).code == "server.bad_request"


# -- fields that are no fields


async def test_every_field_of_every_command_has_one_type(running: Evening) -> None:
    wrong: list[Any] = [None, 5, -1, 1.5, True, "", [], {}, [CANARY], {CANARY: 1}, CANARY, "\ud800", "\0", 2**53 - 1]
    before = await running.version()
    for name, data in DATA.items():
        for field, right in data.items():
            for value in wrong:
                if type(value) is type(right):
                    continue
                reply = await running.send(running.host, name, data | {field: value})
                assert reply.code == ("server.bad_json" if value == "\ud800" else "invalid_command"), (name, field, value)
                assert_no_echo(reply)
            missing = {key: value for key, value in data.items() if key != field}
            assert (await running.send(running.host, name, missing)).code == "invalid_command", (name, field)
        for field in (CANARY, "", "type", "command", "voter_id", "at ", "__class__"):
            reply = await running.send(running.host, name, data | {field: CANARY})
            assert reply.code == "invalid_command", (name, field)
            assert_no_echo(reply)
    assert await running.version() == before


FIELDS = [
    ("qa_queue.draft", "anonymous", "yes"),
    ("session.set_roles", "roles", [CANARY]),
    ("session.set_roles", "roles", ["host", 5]),
    ("session.set_roles", "roles", "host"),
    ("session.edit", "title", None),
    ("session.set_retention", "days", 0),
    ("session.set_retention", "days", 3_651),
    ("session.set_retention", "days", "30"),
    ("session.set_retention", "then", CANARY),
    ("session.set_retention", "then", None),
    ("session.erase_participant", "participant_id", None),
    ("session.erase_participant", "keep_texts", "no"),
    ("session.edit", "title", "x" * 121),
    ("session.edit", "plenary_call_url", f"http://{CANARY}.example"),
    ("session.edit", "starts_at", 253_402_300_800_000),
    ("session.set_notice", "keeper", "x" * 81),
    ("session.set_notice", "days", 3_651),
    ("session.consent", "notice", 0),
    ("panel.note", "text", "x" * 501),
    ("panel.note", "question_id", 5),
    ("rooms.appoint", "as", CANARY),
    ("rooms.appoint", "as", ["representative"]),
    ("agenda.set_end", "ends_at", -1),
    ("agenda.set_end", "ends_at", 1.5),
    ("agenda.set_end", "expected_ends_at", "now"),
    ("agenda.edit_phase", "at_end", CANARY),
    ("agenda.edit_phase", "duration", 24 * 60 * 60 * 1000 + 1),
    ("agenda.add_phase", "kind", CANARY),
    ("agenda.add_phase", "duration", 0),
    ("agenda.add_phase", "after", 5),
    ("qa_queue.order_room", "order", ["q1", 5]),
    ("rooms.edit", "theme", None),
    ("rooms.edit", "call_url", f"http://{CANARY}.example"),
    ("recordings.link", "url", f"http://{CANARY}.example"),
    ("recordings.link", "url", f"javascript:{CANARY}"),
    ("recordings.link", "url", f"https://{CANARY}\n.example"),
    ("recordings.link", "url", "https://"),
    ("recordings.link", "url", "https://" + "x" * 2000),
    ("recordings.link", "url", "https://[" + CANARY),
    ("recordings.link", "url", f"data:text/html,{CANARY}"),
    ("recordings.link", "url", f"https://{CANARY}.local/1"),
    ("recordings.link", "url", "https://192.168.1.1/1"),
    ("recordings.edit", "url", "https://[::1]/1"),
    ("recordings.edit", "url", None),
    ("recordings.edit", "visibility", CANARY),
    ("recordings.edit", "expires_at", "soon"),
    ("recordings.set_segments", "segments", [{"wall_start": 1, "media_start": 0}]),
    ("recordings.set_segments", "segments", [{"wall_start": -1, "wall_end": 2, "media_start": 0}]),
    ("recordings.anchor", "at", 2**53 - 0.5),
    ("recordings.anchor", "offset", -1),
    ("recordings.set_clock", "provider", f"<{CANARY}>"),
    ("recordings.set_clock", "offset", 86_400_001),
    ("recordings.link", "started_at", -1),
    ("recordings.link", "duration", "long"),
    ("rooms.add", "call_url", f"data:text/html,{CANARY}"),
]


@pytest.mark.parametrize(("name", "field", "value"), FIELDS)
async def test_a_field_out_of_bounds_is_named_and_not_repeated(running: Evening, name: str, field: str, value: Any) -> None:
    version = await running.version()
    reply = await running.send(running.host, name, DATA[name] | {field: value})
    assert reply.code == "invalid_command"
    assert field in reply.json["message"]
    assert_no_echo(reply)
    assert await running.version() == version


TEXTS = [
    ("rooms.add", "theme", 80),
    ("rooms.add", "prompt", 2000),
    ("rooms.edit", "theme", 80),
    ("rooms.edit", "prompt", 2000),
    ("agenda.edit_phase", "title", 80),
    ("agenda.add_phase", "title", 80),
    ("rooms.announce", "text", 280),
    ("qa_queue.draft", "text", 500),
    ("qa_queue.edit", "text", 500),
    ("panel.answer", "text", 4000),
    ("panel.note", "text", 500),
    ("panel.promise", "owner", 40),
    ("qa_queue.reject", "reason", 280),
    ("session.set_notice", "keeper", 80),
    ("session.edit", "title", 120),
]


@pytest.mark.parametrize(("name", "field", "limit"), TEXTS)
async def test_texts_are_refused_above_their_limit_and_never_cut(running: Evening, name: str, field: str, limit: int) -> None:
    ana = await running.join("Ana", "r1")
    question = await running.asked(ana)
    for phase in ("ph1", "ph2") if name == "panel.answer" else ():
        await running.do(running.host, "agenda.advance", from_phase=phase)
    if name == "panel.answer":
        await running.do(running.host, "panel.call", question_id=question)
    ticket = ana.ticket if name == "qa_queue.draft" else running.host
    version = await running.version()
    hostile = [
        "x" * (limit + 1),
        "\u00e9" * (limit + 1),
        "",
        "  ",
        "\u200b",
        "a\0b",
        "\ud800",
        "e" + "\u0301" * 9,
    ]
    if limit <= 2000:  # else the body is too large before the text is
        hostile.append("\U0001f469\u200d\U0001f467" * limit)
    for text in hostile:
        reply = await running.send(ticket, name, DATA[name] | {field: text})
        assert reply.code == ("server.bad_json" if text == "\ud800" else "invalid_command"), text[:20]
        assert reply.json["message"].startswith((f"{field}: must ", "This is not JSON"))
        assert text[:20] not in reply.json["message"] or not text.strip()
    assert await running.version() == version
    longest = "\u00e9" * limit
    await running.do(ticket, name, **(DATA[name] | {field: longest}))
    assert longest in json.dumps((await running.seen(running.host))["view"], ensure_ascii=False)


async def test_what_is_kept_of_a_text_is_clean(running: Evening) -> None:
    ana = await running.join("Ana", "r1")
    question = await running.made(ana.ticket, "qa_queue.draft", text="  Cafe\u0301\r\n\u202eok\u0007\t? ")
    assert (await running.seen(ana.ticket))["view"]["questions"][question]["text"] == "Caf\u00e9\nok ?"


# -- the right thing at the wrong time

WRONG_IDS = ("q99", "q0", "", "q1 ", "Q1", "__proto__", CANARY, "\0", "\ud800", "q" * 10_000)


async def test_what_is_not_there_is_not_found(running: Evening) -> None:
    ana = await running.join("Ana", "r1")
    await running.asked(ana)
    unknown = {
        "question_id": "qa_queue.unknown_question",
        "room_id": "rooms.unknown_room",
        "participant_id": "session.unknown_participant",
        "announcement_id": "rooms.unknown_announcement",
        "recording_id": "recordings.unknown_recording",
        "note_id": "panel.unknown_note",
        "from_phase": "agenda.unknown_phase",
        "phase_id": "agenda.unknown_phase",
    }
    before = await running.version()
    for phase in ("ph1", "ph2"):
        await running.do(running.host, "agenda.advance", from_phase=phase)
    senders = {Role.HOST: running.host, Role.PARTICIPANT: ana.ticket, Role.PANELIST: running.tickets["panel"]}
    for name, data in DATA.items():
        ticket = next(ticket for role, ticket in senders.items() if role in MAY[COMMANDS[name]])
        for field in data.keys() & unknown.keys():
            for value in WRONG_IDS:
                reply = await running.send(ticket, name, data | {field: value})
                assert reply.code == ("server.bad_json" if value == "\ud800" else unknown[field]), (name, field, value)
                assert_no_echo(reply)
    assert await running.version() == before + 2


async def test_before_the_start_nothing_is_open(evening: Evening) -> None:
    ana = await evening.join("Ana", "r1")
    assert await evening.refused(ana.ticket, "qa_queue.draft", text="Why?") == "qa_queue.asking_closed"
    assert await evening.refused(ana.ticket, "qa_queue.cast_vote", question_id="q1") == "qa_queue.voting_closed"
    assert await evening.refused(evening.host, "qa_queue.hand_over") == "session.not_live"
    assert await evening.refused(evening.host, "panel.call", question_id="q1") == "panel.answering_closed"
    assert await evening.refused(evening.host, "agenda.pause") == "agenda.not_running"
    assert await evening.refused(evening.host, "agenda.advance", from_phase="ph1") == "agenda.stale_phase"


async def test_every_phase_opens_only_what_it_opens(running: Evening) -> None:
    ana, dee = await running.join("Ana", "r1"), await running.join("Dee", "r2")
    question, draft = await running.asked(ana), await running.made(ana.ticket, "qa_queue.draft", text="How?")
    assert await running.refused(dee.ticket, "qa_queue.cast_vote", question_id=question) == "qa_queue.voting_closed"
    assert await running.refused(dee.ticket, "qa_queue.cast_vote", question_id=draft) == "qa_queue.unknown_question"
    assert await running.refused(running.host, "panel.call", question_id=question) == "panel.answering_closed"
    await running.do(running.host, "agenda.advance", from_phase="ph1")
    assert await running.refused(ana.ticket, "qa_queue.draft", text="Why?") == "qa_queue.asking_closed"
    assert await running.refused(running.host, "qa_queue.submit", question_id=draft) == "qa_queue.asking_closed"
    await running.do(dee.ticket, "qa_queue.cast_vote", question_id=question)
    await running.do(running.host, "agenda.advance", from_phase="ph2")
    await running.do(running.host, "panel.call", question_id=question)
    assert await running.refused(dee.ticket, "qa_queue.withdraw_vote", question_id=question) == "qa_queue.not_open"
    await running.do(running.host, "session.finish")
    for ticket, name in ((ana.ticket, "qa_queue.cast_vote"), (running.host, "panel.call"), (ana.ticket, "qa_queue.withdraw")):
        assert await running.refused(ticket, name, question_id=question) == "session.finished"


async def test_somebody_elses_question_is_somebody_elses(running: Evening) -> None:
    ana, ben = await running.join("Ana", "r1"), await running.join("Ben", "r1")
    draft = await running.made(ana.ticket, "qa_queue.draft", text="Why?")
    assert await running.refused(ben.ticket, "qa_queue.edit", question_id=draft, text="x") == "qa_queue.not_yours"
    assert await running.refused(ben.ticket, "qa_queue.withdraw", question_id=draft) == "qa_queue.not_yours"
    assert await running.refused(ben.ticket, "qa_queue.submit", question_id=draft) == "qa_queue.not_representative"
    await running.do(running.host, "qa_queue.submit", question_id=draft)
    assert await running.refused(ana.ticket, "qa_queue.edit", question_id=draft, text="x") == "qa_queue.already_open"
    assert await running.refused(running.tickets["panel"], "panel.answer", question_id=draft) == "panel.not_on_air"


async def test_what_somebody_was_faster_at_is_refused(running: Evening) -> None:
    end = (await running.seen(running.host))["view"]["phases"]["ph1"]["ends_at"]
    await running.do(running.host, "agenda.set_end", phase_id="ph1", ends_at=end + 300_000, expected_ends_at=end)
    stale = {"phase_id": "ph1", "ends_at": end + 600_000, "expected_ends_at": end}
    assert await running.refused(running.host, "agenda.set_end", **stale) == "agenda.stale_end"
    await running.do(running.host, "agenda.advance", from_phase="ph1")
    assert await running.refused(running.host, "agenda.advance", from_phase="ph1") == "agenda.stale_phase"
    assert await running.refused(running.host, "agenda.advance", from_phase="ph3") == "agenda.stale_phase"
    assert await running.refused(running.host, "agenda.advance", from_phase="ph2", to_phase="ph2") == "agenda.same_phase"
    assert await running.refused(running.host, "agenda.set_end", phase_id="ph1", ends_at=end) == "agenda.phase_done"
    assert await running.refused(running.host, "agenda.set_end", phase_id="ph2", ends_at=0) == "agenda.bad_end"
    assert await running.refused(running.host, "agenda.set_end", phase_id="ph2", ends_at=2**53 - 1) == "agenda.bad_end"


async def test_somebody_stays_host(evening: Evening) -> None:
    assert await evening.refused(evening.host, "session.set_roles", participant_id="host", roles=[]) == "session.last_host"
    hana: Person = await evening.named("host", "Hana")
    await evening.do(hana.ticket, "session.set_roles", participant_id="host", roles=[])
    assert (await evening.program.get(evening.path, evening.host)).code == "auth.bad_ticket"


async def test_a_facilitator_asks_and_votes_nothing(running: Evening) -> None:
    ana, fay = await running.join("Ana", "r1"), await running.join("Fay", "r1")
    question = await running.asked(ana)
    await running.do(running.host, "rooms.appoint", room_id="r1", participant_id=fay.id, as_="facilitator")
    assert await running.refused(fay.ticket, "qa_queue.draft", text="Why?") == "qa_queue.no_room"
    assert await running.refused(fay.ticket, "qa_queue.cast_vote", question_id=question) == "session.forbidden"
