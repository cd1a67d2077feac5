"""The HTTP interface for programs: ``docs/protocol.md`` section 1, as a script relies on it."""

import csv
import io
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from orchestrator.messages import LINKS, Role
from tests.server.program import PLAN, Evening, Object, secret
from tests.server.serving import Server, serving

MINUTE = 60_000

# -- making a session


async def test_a_session_is_made_of_a_template(server: Server) -> None:
    plan = {"title": "An evening", "template": "45-15-60", "rooms": [{"theme": "Mentoring"}, {"theme": "Assessment"}]}
    reply = await server.program.post("/api/sessions", plan)
    assert reply.status == 201
    opened = reply.json
    assert opened.keys() == {"session_id", "join_code", "links", "tickets", "rooms"}
    assert opened["links"].keys() == {"host", "moderator", "panel", "stage", "join", "watch"}
    assert opened["tickets"].keys() == {"host", "moderator", "panel", "stage"}
    assert opened["rooms"] == [{"room_id": "r1", "theme": "Mentoring"}, {"room_id": "r2", "theme": "Assessment"}]
    phases = (await Evening(server.program, opened).seen(opened["tickets"]["host"]))["view"]["phases"].values()
    assert [(phase["kind"], phase["duration"] // MINUTE) for phase in phases] == [("breakout", 45), ("break", 15), ("panel", 60)]


async def test_a_session_is_made_of_an_agenda_with_everything(server: Server) -> None:
    plan = {
        "title": "Une soirée",
        "agenda": [
            {"kind": "plenary", "title": "Welcome", "seconds": 90},
            {"kind": "breakout", "title": "Rooms", "minutes": 0.5, "at_end": "wait"},
            {"kind": "wrap_up", "title": "Goodbye", "seconds": 1.5, "at_end": "advance"},
        ],
        "rooms": [{"theme": "Mentoring", "prompt": "Why?\nHow?", "call_url": "https://meet.example.org/a"}],
        "language": "fr-BE",
        "timezone": "Europe/Brussels",
        "starts_at": 1_795_300_000_000,
        "auto_start": False,
        "plenary_call_url": "https://meet.example.org/plenary",
    }
    opened = Evening(server.program, (await server.program.post("/api/sessions", plan)).json)
    view = (await opened.seen(opened.host))["view"]
    shown = {key: view["session"][key] for key in ("title", "language", "timezone", "starts_at", "plenary_call_url")}
    assert shown == {key: plan[key] for key in shown}
    phases = sorted(view["phases"].values(), key=lambda phase: phase["position"])
    assert [phase["duration"] for phase in phases] == [90_000, 30_000, 1_500]
    assert [phase["at_end"] for phase in phases] == ["advance", "wait", "wait"], "the last phase always waits"
    assert [phase["planned_starts_at"] - plan["starts_at"] for phase in phases] == [0, 90_000, 120_000]
    room = view["rooms"]["r1"]
    assert {key: room[key] for key in plan["rooms"][0]} == plan["rooms"][0]


async def test_a_session_is_made_with_moderation_and_prepared_questions(server: Server) -> None:
    rooms = [{"theme": "Mentoring", "questions": ["Why?", " How? "]}, {"theme": "Assessment"}]
    plan = PLAN | {"rooms": rooms, "moderation": True}
    opened = Evening(server.program, (await server.program.post("/api/sessions", plan)).json)
    view = (await opened.seen(opened.host))["view"]
    assert view["session"]["moderation"] is True
    shown = {key: (question["text"], question["room_id"], question["prepared"]) for key, question in view["questions"].items()}
    assert shown == {"q1": ("Why?", "r1", True), "q2": ("How?", "r1", True)}


async def test_a_prepared_question_out_of_bounds_is_named(server: Server) -> None:
    rooms = [{"theme": "Mentoring", "questions": ["Why?", "x" * 501]}]
    reply = await server.program.post("/api/sessions", PLAN | {"rooms": rooms})
    assert (reply.status, reply.json["message"]) == (400, "rooms.0.questions.1: must be text of 1 to 500 characters")


async def test_links_open_their_pages_with_a_secret_and_tickets_are_those_secrets(server: Server, evening: Evening) -> None:
    links = evening.opened["links"]
    assert links.pop("join") == f"{server.url}/join/{evening.join_code}"
    pages = {"host": "host", "moderator": "moderate", "panel": "panel", "stage": "stage", "watch": "watch"}
    for link, url in links.items():
        parts = urlsplit(url)
        assert f"{parts.scheme}://{parts.netloc}" == server.url
        assert parts.path == f"/{pages[link]}/{evening.id}"
        assert len(secret(url)) >= 22, "at least 128 bits"
        assert evening.tickets[link] == secret(url)
    assert len(set(evening.tickets.values())) == 5


async def test_links_begin_with_the_public_address(tmp_path: Path) -> None:
    async with serving(tmp_path / "log.db", public_url="https://meet.example.org/") as server:
        reply = await server.program.post("/api/sessions", PLAN, headers={"Host": "meet.example.org"})
        assert all(link.startswith("https://meet.example.org/") for link in reply.json["links"].values())
        assert "//" not in reply.json["links"]["join"].removeprefix("https://")


async def test_no_ticket_is_in_the_log(server: Server, tmp_path: Path, evening: Evening) -> None:
    ana = await evening.join("Ana")
    stored = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert b"Ana" in stored
    for ticket in (*evening.tickets.values(), ana.ticket):
        assert ticket.encode() not in stored


async def test_whoever_creates_shows_the_key_where_there_is_one(tmp_path: Path) -> None:
    async with serving(tmp_path / "log.db", create_key="the operator's") as server:
        for ticket in (None, "", "another's", "the operator'", "the operator's!"):
            assert (await server.program.post("/api/sessions", PLAN, ticket)).code == "auth.bad_key"
        assert (await server.program.post("/api/sessions", PLAN, "the operator's")).status == 201


async def test_off_loopback_nobody_creates_without_a_key(tmp_path: Path) -> None:
    async with serving(tmp_path / "log.db", host="192.0.2.1", public_url="https://meet.example.org") as server:
        assert (await server.program.post("/api/sessions", PLAN)).code == "auth.bad_key"
        assert (await server.program.post("/api/sessions", PLAN, "")).code == "auth.bad_key"


@pytest.mark.usefixtures("no_refill")
async def test_sessions_are_made_one_after_the_other(tmp_path: Path) -> None:
    async with serving(tmp_path / "log.db", sessions_per_minute=3) as server:
        replies = [await server.program.post("/api/sessions", PLAN) for _ in range(4)]
        assert [reply.status for reply in replies] == [201, 201, 201, 429]
        assert replies[3].code == "server.slow_down"
        assert "Retry-After" in replies[3].headers


# -- coming in


async def test_people_join_with_the_code_as_they_type_it(evening: Evening) -> None:
    code = evening.join_code
    for typed in (code, code.lower(), f"{code[:4]}-{code[4:]}", f" {code[:4]} {code[4:]} "):
        reply = await evening.program.post(f"{evening.path}/participants", {"join_code": typed, "name": "Ana"})
        assert (reply.status, reply.json.keys()) == (201, {"participant_id", "ticket"})
    assert (await evening.seen(evening.host))["view"]["session"]["people"] == 4


async def test_people_join_with_a_room_and_an_affiliation(evening: Evening) -> None:
    body = {"join_code": evening.join_code, "name": "  Ana  ", "affiliation": "Lycée", "room_id": "r2"}
    reply = await evening.program.post(f"{evening.path}/participants", body)
    person = (await evening.seen(evening.host))["view"]["people"][reply.json["participant_id"]]
    assert person == {"name": "Ana", "affiliation": "Lycée", "room_id": "r2", "roles": ["participant"]}
    me = (await evening.seen(reply.json["ticket"]))["me"]
    assert (me["id"], me["room_id"], me["roles"]) == (reply.json["participant_id"], "r2", ["participant"])


async def test_an_unknown_room_admits_nobody(evening: Evening) -> None:
    before = await evening.version()
    body = {"join_code": evening.join_code, "name": "Ana", "room_id": "r9"}
    assert (await evening.program.post(f"{evening.path}/participants", body)).code == "rooms.unknown_room"
    assert await evening.version() == before


async def test_a_code_tells_which_session_and_rooms_it_opens(evening: Evening) -> None:
    code = evening.join_code
    reply = await evening.program.get(f"/api/join/{code[:4].lower()}-{code[4:]}")
    assert reply.status == 200
    assert reply.json == {
        "session_id": evening.id,
        "title": "An evening",
        "timezone": "UTC",
        "rooms": [{"room_id": "r1", "theme": "Mentoring"}, {"room_id": "r2", "theme": "Assessment"}],
    }


NOTICE = {"recorded": True, "keeper": "The school", "days": 90}


async def test_a_code_tells_when_the_session_is_planned_and_what_is_recorded(server: Server) -> None:
    evening = await server.program.open(starts_at=1_795_622_400_000, timezone="Europe/Brussels", recording_notice=NOTICE)
    told = (await server.program.get(f"/api/join/{evening.join_code}")).json
    assert (told["starts_at"], told["timezone"]) == (1_795_622_400_000, "Europe/Brussels")
    assert told["recording_notice"] == {"number": 1, **NOTICE}


async def test_who_joins_may_agree_to_the_recording_in_the_same_commit(server: Server) -> None:
    evening = await server.program.open(recording_notice=NOTICE)
    door = f"{evening.path}/participants"
    for consent, agreed in ((True, 1), (False, None)):
        before = await evening.version()
        ana = await server.program.post(door, {"join_code": evening.join_code, "name": "Ana", "consent": consent})
        assert (await evening.seen(ana.json["ticket"]))["me"].get("consented") == agreed
        assert await evening.version() == before + 1
    pia = await server.program.post(door, {"name": "Pia", "consent": True}, evening.tickets["panel"])
    assert (await evening.seen(pia.json["ticket"]))["me"]["consented"] == 1
    people = (await evening.seen(evening.host))["view"]["people"]
    assert {person: row.get("consented") for person, row in people.items()} == {"p1": True, "p2": None, "p3": True}


async def test_where_nothing_was_said_of_a_recording_there_is_nothing_to_agree_to(evening: Evening) -> None:
    body = {"join_code": evening.join_code, "name": "Ana", "consent": True}
    ana = await evening.program.post(f"{evening.path}/participants", body)
    assert "consented" not in (await evening.seen(ana.json["ticket"]))["me"]
    assert await evening.refused(ana.json["ticket"], "session.consent", notice=1) == "session.no_notice"


@pytest.mark.parametrize("link", ["host", "moderator", "panel", "stage"])
async def test_a_role_ticket_makes_a_named_person_of_that_role(evening: Evening, link: str) -> None:
    person = await evening.named(link, "Pia")
    me = (await evening.seen(person.ticket))["me"]
    assert (me["id"], me["name"], me["roles"]) == (person.id, "Pia", [LINKS[link]])  # type: ignore[index]


async def test_only_a_role_that_works_live_makes_people(evening: Evening) -> None:
    ana = await evening.join("Ana")
    for ticket, code in (
        (ana.ticket, "session.forbidden"),
        (evening.tickets["watch"], "session.forbidden"),
        ("x", "auth.bad_ticket"),
    ):
        reply = await evening.program.post(f"{evening.path}/participants", {"name": "Eve"}, ticket)
        assert reply.code == code
        with_code = await evening.program.post(
            f"{evening.path}/participants", {"name": "E", "join_code": evening.join_code}, ticket
        )
        assert with_code.code == code


async def test_only_participants_sit_in_rooms(evening: Evening) -> None:
    reply = await evening.program.post(f"{evening.path}/participants", {"name": "Pia", "room_id": "r1"}, evening.tickets["panel"])
    assert reply.code == "rooms.not_a_member"


async def test_nobody_joins_when_the_evening_is_over(running: Evening) -> None:
    await running.do(running.host, "session.finish")
    body = {"join_code": running.join_code, "name": "Ana"}
    assert (await running.program.post(f"{running.path}/participants", body)).code == "session.finished"


# -- looking


async def test_everybody_sees_their_own_view(evening: Evening) -> None:
    ana = await evening.join("Ana", "r1")
    for who, ticket in (evening.tickets | {"ana": ana.ticket}).items():
        reply = await evening.program.get(evening.path, ticket)
        assert reply.status == 200
        assert reply.headers["Cache-Control"] == "no-store"
        seen = reply.json
        assert seen.keys() == {"epoch", "version", "now", "view", "me"}
        assert seen["version"] == 2
        assert abs(seen["now"] - time.time() * 1000) < 5_000
        assert seen["view"]["session"]["status"] == "lobby"
        assert seen["me"]["id"] == (ana.id if who == "ana" else who)
    assert "join_code" not in (await evening.seen(evening.tickets["watch"]))["view"]["session"]


async def test_whoever_is_nobody_sees_nothing(server: Server, evening: Evening) -> None:
    other = await server.program.open()
    for path in (evening.path, f"{evening.path}/question-log.json", f"{evening.path}/question-log.csv"):
        assert (await server.program.get(path)).code == "auth.no_ticket"
        for ticket in ("x", other.host, f"{evening.host}x", evening.host[:-1], "\u00e9"):
            reply = await server.program.get(path, ticket)
            assert (reply.status, reply.code) == (401, "auth.bad_ticket")
    for scheme in ("Basic", "Token", ""):
        reply = await server.program.get(evening.path, headers={"Authorization": f"{scheme} {evening.host}".strip()})
        assert reply.code == "auth.no_ticket"
    assert (await server.program.get(evening.path, headers={"Authorization": f"bearer  {evening.host} "})).status == 200


@pytest.mark.parametrize(
    "name", ["s" + "0" * 20, "s", "x", "code-ABCDEFGH", "S" + "0" * 20, "s%00", "s%ed%a0%80", "..", "%2e%2e", "s" * 5000]
)
async def test_an_unknown_session_is_not_found(server: Server, name: str) -> None:
    for path in (f"/api/sessions/{name}", f"/api/sessions/{name}/question-log.json"):
        reply = await server.program.get(path, "x")
        assert reply.status in (400, 404), reply.text
        assert reply.code in ("session.unknown", "server.not_found", "server.bad_request")


async def test_a_join_code_is_no_session(server: Server, evening: Evening) -> None:
    """Codes are streams of the same log."""
    for name in (f"code-{evening.join_code}", evening.join_code):
        assert (await server.program.get(f"/api/sessions/{name}", evening.host)).code == "session.unknown"
        assert (await server.program.get(f"/host/{name}")).status == 404


async def test_a_ticket_is_void_when_its_roles_are_taken(evening: Evening) -> None:
    ana = await evening.join("Ana")
    await evening.do(evening.host, "session.set_roles", participant_id=ana.id, roles=[])
    assert (await evening.program.get(evening.path, ana.ticket)).code == "auth.bad_ticket"
    assert (await evening.send(ana.ticket, "rooms.choose", {"room_id": "r1"})).code == "auth.bad_ticket"
    await evening.do(evening.host, "session.set_roles", participant_id="watch", roles=[])
    assert (await evening.program.get(evening.path, evening.tickets["watch"])).code == "auth.bad_ticket"


# -- commands


async def test_a_command_answers_with_the_version_and_what_it_made(running: Evening) -> None:
    ana = await running.join("Ana", "r1")
    version = await running.version()
    made = await running.do(ana.ticket, "qa_queue.draft", text="Why?")
    assert made == {"version": version + 1, "result": {"question_id": "q1"}}
    assert await running.do(running.host, "rooms.add", theme="More") == {"version": version + 2, "result": {"room_id": "r3"}}
    announced = await running.do(running.host, "rooms.announce", text="Listen")
    assert announced["result"] == {"announcement_id": "a1"}
    linked = await running.do(running.host, "recordings.link", url="https://video.example.org/1")
    assert linked["result"] == {"recording_id": "rec1"}
    assert await running.do(running.host, "qa_queue.submit", question_id="q1") == {"version": version + 5}


async def test_nothing_to_do_answers_with_the_version_as_it_is(running: Evening) -> None:
    version = await running.version()
    assert await running.do(running.host, "agenda.start") == {"version": version}
    assert await running.version() == version


async def test_a_repeat_answers_as_the_first_time_and_does_nothing(running: Evening) -> None:
    ana, ben = await running.join("Ana", "r1"), await running.join("Ben", "r1")
    first = await running.send(ana.ticket, "qa_queue.draft", {"text": "Why?"}, "same")
    await running.do(running.host, "rooms.announce", text="Meanwhile")
    version = await running.version()
    assert (await running.send(ana.ticket, "qa_queue.draft", {"text": "Why?"}, "same")).json == first.json
    assert (await running.send(ana.ticket, "qa_queue.draft", {"text": "Another"}, "same")).json == first.json
    in_data = await running.send(ana.ticket, "qa_queue.draft", {"text": "Why?", "command_id": "same"})
    assert in_data.json == first.json
    assert await running.version() == version
    other = await running.send(ben.ticket, "qa_queue.draft", {"text": "Why?"}, "same")
    assert other.json["result"] == {"question_id": "q2"}, "an id is somebody's own"


async def test_what_was_refused_may_be_tried_again_with_the_same_id(evening: Evening) -> None:
    ana = await evening.join("Ana", "r1")
    assert (await evening.send(ana.ticket, "qa_queue.draft", {"text": "Why?"}, "same")).code == "qa_queue.asking_closed"
    await evening.do(evening.host, "agenda.start")
    assert (await evening.send(ana.ticket, "qa_queue.draft", {"text": "Why?"}, "same")).status == 200


@pytest.mark.parametrize("command_id", ["x", "x" * 100, "é", "\U0001f600", " ", "a b"])
async def test_a_command_id_is_any_printable_text(running: Evening, command_id: str) -> None:
    first = await running.send(running.host, "rooms.announce", {"text": "Listen"}, command_id)
    assert (await running.send(running.host, "rooms.announce", {"text": "Listen"}, command_id)).json == first.json


@pytest.mark.parametrize("command_id", ["", "x" * 101, "\n", "a\0", "\ud800", "\u202e"])
async def test_other_command_ids_are_refused(running: Evening, command_id: str) -> None:
    version = await running.version()
    refused = await running.send(running.host, "rooms.announce", {"text": "Listen"}, command_id)
    assert refused.code == ("server.bad_json" if command_id == "\ud800" else "invalid_command")
    assert await running.version() == version


async def test_actor_and_time_are_the_servers_word(running: Evening) -> None:
    ana = await running.join("Ana", "r1")
    forged = {"text": "Why?", "actor": {"id": "host", "roles": ["host"]}, "at": 5}
    assert (await running.send(ana.ticket, "qa_queue.draft", forged)).status == 200
    question = (await running.seen(running.host))["view"]["questions"]["q1"]
    assert question["author_id"] == ana.id
    assert abs(question["drafted_at"] - time.time() * 1000) < 5_000
    assert await running.refused(ana.ticket, "session.finish", actor={"id": "host"}) == "session.forbidden"


# -- the question log


async def panel_evening(evening: Evening) -> Object:
    """One question answered, one skipped and called again, one waiting, one withdrawn, one draft."""
    ana = await evening.join("Ana", "r1")
    answered, twice, waiting, gone = [await evening.asked(ana, f"Question {number}?") for number in range(4)]
    await evening.do(ana.ticket, "qa_queue.withdraw", question_id=gone)
    await evening.made(ana.ticket, "qa_queue.draft", text="Only a draft")
    for phase in ("ph1", "ph2"):
        await evening.do(evening.host, "agenda.advance", from_phase=phase)
    start = int((await evening.seen(evening.host))["now"]) - 100_000
    await evening.do(evening.host, "recordings.link", url="https://youtu.be/abc", started_at=start)
    await evening.do(evening.host, "panel.call", question_id=twice)
    await evening.do(evening.host, "panel.skip", question_id=twice)
    await evening.do(evening.host, "panel.call", question_id=answered)
    await evening.do(evening.tickets["panel"], "panel.answer", question_id=answered, text='=Because, of "this"\nand that')
    await evening.do(evening.host, "panel.call", question_id=twice)
    return {"answered": answered, "twice": twice, "waiting": waiting, "start": start}


async def test_the_question_log_says_what_was_asked_and_where_to_hear_it(running: Evening) -> None:
    made = await panel_evening(running)
    reply = await running.program.get(f"{running.path}/question-log.json", running.host)
    assert reply.status == 200
    assert reply.json["session"].keys() == {"session_id", "title", "status", "language", "timezone", "started_at"}
    questions = {question["question_id"]: question for question in reply.json["questions"]}
    assert list(questions) == [made["answered"], made["twice"], made["waiting"]], "as they were on air, then by submission"
    answered, twice, waiting = questions.values()
    assert answered.keys() >= {"question_id", "number", "text", "room_id", "status", "submitted_at", "published_at"}
    assert (answered["status"], answered["number"], answered["room_id"]) == ("answered", "A-1", "r1")
    assert answered["on_air_at"] <= answered["answered_at"]
    (place,) = answered["places"]
    assert place.keys() == {"recording_id", "at", "offset", "confidence", "url"}
    assert place["offset"] == answered["on_air_at"] - made["start"]
    assert place["url"] == f"https://youtu.be/abc?t={place['offset'] // 1000}s"
    assert len(twice["places"]) == 2
    assert twice["places"][1]["offset"] == twice["on_air_at"] - made["start"]
    assert waiting["places"] == []
    assert waiting.keys().isdisjoint({"on_air_at", "answered_at", "answer", "owner"})


async def test_the_question_log_is_a_table_for_spreadsheets_too(running: Evening) -> None:
    await panel_evening(running)
    reply = await running.program.get(f"{running.path}/question-log.csv", running.tickets["watch"])
    assert reply.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert reply.headers["Content-Disposition"] == 'attachment; filename="question-log.csv"'
    assert reply.headers["Cache-Control"] == "no-store"
    rows = list(csv.DictReader(io.StringIO(reply.text, newline="")))
    assert [row["number"] for row in rows] == ["A-1", "A-2", "A-3"]
    assert rows[0]["answer"] == '\'=Because, of "this"\nand that'
    assert rows[0]["theme"] == "Mentoring"
    assert rows[0]["link"].startswith("https://youtu.be/abc?t=")


@pytest.mark.parametrize("who", [*LINKS, "ana"])
async def test_whoever_has_a_way_in_reads_the_log(evening: Evening, who: str) -> None:
    ticket = (await evening.join("Ana")).ticket if who == "ana" else evening.tickets[who]
    for name in ("question-log.json", "question-log.csv"):
        assert (await evening.program.get(f"{evening.path}/{name}", ticket)).status == 200


# -- the server itself


async def test_the_server_says_how_it_is(server: Server, evening: Evening) -> None:
    assert (await server.program.get("/healthz")).json == {"status": "ok"}
    assert (await server.program.get("/readyz")).json == {"status": "ready"}
    assert (await server.program.get("/version")).json.keys() == {"version"}
    metrics = await server.program.get("/metrics")
    assert metrics.headers["Content-Type"].startswith("text/plain; version=0.0.4")
    assert "orchestrator_sessions 1" in metrics.text


async def test_the_description_for_tools_names_every_call(server: Server) -> None:
    paths = (await server.program.get("/api/openapi.json")).json["paths"]
    resources = {route.resource.canonical for route in server.parts.web.router.routes() if route.resource}
    described = {
        path for path in resources if path.startswith("/api/") or path in ("/healthz", "/readyz", "/version", "/metrics")
    }
    assert set(paths) == described - {"/api/openapi.json"}


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api", 404),
        ("GET", "/api/nothing", 404),
        ("GET", "/hooks/zoom/x", 405),
        ("POST", "/hooks/zoom/x", 404),
        ("PUT", "/api/sessions", 405),
        ("DELETE", "/api/sessions/s1", 405),
        ("POST", "/healthz", 405),
        ("OPTIONS", "/api/sessions", 405),
        ("PATCH", "/version", 405),
    ],
)
async def test_what_is_not_there_is_refused_with_a_code(server: Server, method: str, path: str, status: int) -> None:
    reply = await server.program.call(method, path)
    assert reply.status == status
    if path.startswith(("/api/", "/hooks", "/healthz", "/version")):
        assert reply.code == {404: "server.not_found", 405: "server.bad_method"}[status]


async def test_answers_carry_the_headers_that_protect(server: Server, evening: Evening) -> None:
    for path in ("/healthz", evening.path, "/", "/nothing", "/static/css/base.css", f"/host/{evening.id}"):
        headers = (await server.program.get(path)).headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert "Server" not in headers
        assert "Strict-Transport-Security" not in headers
    assert Role.VIEWER in LINKS.values()


async def test_on_https_browsers_are_told_to_stay_there(tmp_path: Path) -> None:
    async with serving(tmp_path / "log.db", public_url="https://meet.example.org") as server:
        reply = await server.program.get("/healthz", headers={"Host": "meet.example.org"})
        assert reply.headers["Strict-Transport-Security"].startswith("max-age=")


# -- from where


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "[", "evil.example:80", "169.254.169.254"])
async def test_the_server_answers_only_to_its_names(server: Server, host: str) -> None:
    reply = await server.program.get("/healthz", headers={"Host": host})
    assert reply.status in (400, 421)
    if reply.status == 421:
        assert reply.code == "server.bad_host"


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:5", "[::1]:8000", "LOCALHOST"])
async def test_the_server_has_several_names(server: Server, host: str) -> None:
    assert (await server.program.get("/healthz", headers={"Host": host})).status == 200


FOREIGN = [
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": ""},
    {"Origin": "http://["},
    {"Origin": "http://127.0.0.1:1"},
    {"Origin": "javascript://127.0.0.1"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
]


@pytest.mark.parametrize("headers", FOREIGN)
async def test_no_other_site_changes_anything(server: Server, evening: Evening, headers: dict[str, str]) -> None:
    before = await evening.version()
    calls = [
        ("/api/sessions", PLAN),
        (f"{evening.path}/participants", {"join_code": evening.join_code, "name": "Eve"}),
        (f"{evening.path}/commands", {"name": "agenda.start"}),
    ]
    for path, body in calls:
        reply = await server.program.post(path, body, evening.host, headers=headers)
        assert (reply.status, reply.code) == (403, "server.bad_origin")
    assert await evening.version() == before


async def test_programs_need_no_origin_and_our_pages_have_ours(server: Server, evening: Evening) -> None:
    for headers in ({}, {"Origin": server.url}, {"Sec-Fetch-Site": "same-origin"}, {"Sec-Fetch-Site": "none"}):
        body = {"name": "rooms.announce", "data": {"text": "Listen"}}
        assert (await server.program.post(f"{evening.path}/commands", body, evening.host, headers=headers)).status == 200


async def test_a_command_with_a_cookie_comes_from_our_own_pages(server: Server, evening: Evening) -> None:
    cookie = {"Cookie": f"orc_{evening.id}_host={evening.host}"}
    body = {"name": "rooms.announce", "data": {"text": "Listen"}}
    before = await evening.version()
    for headers in ({}, *FOREIGN, {"Sec-Fetch-Site": "none"}):
        reply = await server.program.post(f"{evening.path}/commands", body, headers=cookie | headers)
        assert (reply.status, reply.code) == (403, "server.bad_origin"), headers
    assert await evening.version() == before
    for headers in ({"Origin": server.url}, {"Sec-Fetch-Site": "same-origin"}):
        assert (await server.program.post(f"{evening.path}/commands", body, headers=cookie | headers)).status == 200
    assert (await server.program.get(evening.path, headers=cookie)).status == 200
    named = {"name": "Eve"}
    assert (await server.program.post(f"{evening.path}/participants", named, headers=cookie)).status == 403


async def test_a_bearer_ticket_counts_more_than_a_cookie(server: Server, evening: Evening) -> None:
    cookie = {"Cookie": f"orc_{evening.id}_host={evening.host}"}
    ana = await evening.join("Ana")
    assert (await server.program.get(evening.path, ana.ticket, headers=cookie)).json["me"]["id"] == ana.id
    assert (await server.program.get(evening.path, "wrong", headers=cookie)).code == "auth.bad_ticket"
