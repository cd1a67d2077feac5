"""The pages: who may open which, what stands in them, and that hostile words stay words."""

import base64
import hashlib
import json
import re
from http.cookies import Morsel, SimpleCookie
from pathlib import Path

import pytest
from yarl import URL

from tests.server.program import PLAN, Evening, Object, Reply
from tests.server.serving import Server, serving

PAGES = {"host": "host", "moderator": "moderate", "panel": "panel", "stage": "stage", "watch": "watch"}
LIVE = ["host", "moderate", "panel", "stage", "s"]
HOSTILE = '</script><script>alert("1")</script><!--\u2028<b>&amp;'
SCRIPT = re.compile(r"<script([^>]*)>(.*?)</script>", re.DOTALL)


def bootstrap(page: Reply) -> Object:
    """What the page's script begins with."""
    (text,) = [body for attributes, body in SCRIPT.findall(page.text) if 'id="bootstrap"' in attributes]
    assert "<" not in text
    assert ">" not in text
    return dict(json.loads(text))


def cookie_of(page: Reply) -> Morsel[str]:
    (morsel,) = SimpleCookie(page.headers["Set-Cookie"]).values()
    return morsel


def holding(**cookies: str) -> dict[str, dict[str, str]]:
    return {"headers": {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}}


# -- with a link


@pytest.mark.parametrize("link", PAGES)
async def test_a_secret_in_a_link_becomes_a_cookie(server: Server, evening: Evening, link: str) -> None:
    page, ticket = PAGES[link], evening.tickets[link]
    swap = await server.program.get(f"/{page}/{evening.id}?k={ticket}")
    assert (swap.status, swap.headers["Location"]) == (303, f"/{page}/{evening.id}")
    assert ticket not in swap.text
    cookie = cookie_of(swap)
    assert (cookie.key, cookie.value) == (f"orc_{evening.id}_{page}", ticket)
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")
    assert not cookie["secure"]
    assert not cookie["domain"]
    opened = await server.program.get(f"/{page}/{evening.id}", **holding(**{cookie.key: cookie.value}))
    assert opened.status == 200
    assert opened.headers["Cache-Control"] == "no-store"
    assert opened.headers["Content-Type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize(
    ("asked", "kept"), [("1:02:03", "?t=1:02:03"), ("754", "?t=754"), ("//evil", ""), ("9" * 13, ""), ("", "")]
)
async def test_the_moment_in_a_shared_link_outlives_the_swap(server: Server, evening: Evening, asked: str, kept: str) -> None:
    swap = await server.program.get(f"/watch/{evening.id}?k={evening.tickets['watch']}&t={asked}")
    assert (swap.status, swap.headers["Location"]) == (303, f"/watch/{evening.id}{kept}")


async def test_on_https_the_cookie_is_for_this_host_alone(tmp_path: Path) -> None:
    async with serving(tmp_path / "log.db", public_url="https://meet.example.org") as server:
        named = {"Host": "meet.example.org"}
        evening = Evening(server.program, (await server.program.post("/api/sessions", PLAN, headers=named)).json)
        swap = await server.program.get(f"/host/{evening.id}?k={evening.host}", headers=named)
        cookie = cookie_of(swap)
        assert cookie.key == f"__Host-orc_{evening.id}_host"
        assert (cookie["secure"], cookie["httponly"], cookie["path"], cookie["domain"]) == (True, True, "/", "")
        old = holding(**{f"orc_{evening.id}_host": evening.host})
        old["headers"] |= named
        assert (await server.program.get(f"/host/{evening.id}", **old)).status == 401, "a cookie that http could set is nobody's"


async def test_a_secret_that_opens_nothing_is_refused(server: Server, evening: Evening) -> None:
    other = await server.program.open()
    for page in LIVE:
        for secret in ("", "x", other.host, evening.host[:-1], "%00", "%ed%a0%80"):
            refused = await server.program.get(f"/{page}/{evening.id}?k={secret}")
            assert refused.status == 401
            assert "Set-Cookie" not in refused.headers


# -- who may open which page

MAY = {
    "host": {"host", "moderate", "panel", "stage", "watch"},
    "moderator": {"moderate", "watch"},
    "panel": {"panel", "watch"},
    "stage": {"stage", "watch"},
    "watch": {"watch"},
    "ana": {"s", "watch"},
}


@pytest.mark.parametrize("who", MAY)
async def test_every_role_has_its_pages(server: Server, evening: Evening, who: str) -> None:
    ticket = (await evening.join("Ana", "r1")).ticket if who == "ana" else evening.tickets[who]
    for page in [*LIVE, "watch"]:
        by_cookie = await server.program.get(f"/{page}/{evening.id}", **holding(**{f"orc_{evening.id}_{page}": ticket}))
        by_ticket = await server.program.get(f"/{page}/{evening.id}", ticket)
        assert by_cookie.status == by_ticket.status == (200 if page in MAY[who] else 403), page


async def test_without_a_ticket_there_is_a_way_to_get_one(server: Server, evening: Evening) -> None:
    for page in LIVE:
        refused = await server.program.get(f"/{page}/{evening.id}")
        assert refused.status == 401
        assert 'action="/join"' in refused.text
        assert refused.headers["Cache-Control"] == "no-store"


async def test_the_cookie_of_one_page_opens_no_other(server: Server, evening: Evening) -> None:
    held = holding(**{f"orc_{evening.id}_moderate": evening.host})
    assert (await server.program.get(f"/host/{evening.id}", **held)).status == 401


async def test_a_revoked_ticket_opens_nothing(server: Server, evening: Evening) -> None:
    mo = await evening.named("moderator", "Mo")
    await evening.do(evening.host, "session.set_roles", participant_id=mo.id, roles=[])
    held = holding(**{f"orc_{evening.id}_moderate": mo.ticket})
    assert (await server.program.get(f"/moderate/{evening.id}", **held)).status == 401


@pytest.mark.parametrize("page", [*LIVE, "watch"])
@pytest.mark.parametrize("session", ["s" + "0" * 20, "s1", "%00", "%3Cscript%3E", "code-ABCDEFGH"])
async def test_a_session_that_is_not_there_is_not_found(server: Server, page: str, session: str) -> None:
    missing = await server.program.get(f"/{page}/{session}?k=x")
    assert missing.status == 404
    assert missing.headers["Content-Type"].startswith("text/html")
    assert "<script>" not in missing.text


async def test_the_watch_page_always_answers(server: Server, evening: Evening) -> None:
    for how in ("", "?k=wrong", "?k=", f"?k={evening.join_code}"):
        page = await server.program.get(f"/watch/{evening.id}{how}")
        assert page.status == 200
        assert "An evening" in page.text
        assert "Mentoring" not in page.text
        assert "Set-Cookie" not in page.headers
    assert (await server.program.get(f"/watch/{evening.id}", "wrong")).status == 200
    await evening.do(evening.host, "session.set_roles", participant_id="watch", roles=[])
    assert (await server.program.get(f"/watch/{evening.id}?k={evening.tickets['watch']}")).status == 200


async def test_whoever_took_part_may_watch_with_the_cookie_they_have(server: Server, running: Evening) -> None:
    ana = await running.join("Ana", "r1")
    await running.asked(ana, "Is this on the page?")
    page = await server.program.get(f"/watch/{running.id}", **holding(**{f"orc_{running.id}_s": ana.ticket}))
    assert "Is this on the page?" in page.text
    assert "Is this on the page?" not in (await server.program.get(f"/watch/{running.id}")).text


# -- what stands in a page


async def test_a_live_page_begins_with_what_its_socket_would_say(server: Server, running: Evening) -> None:
    ana = await running.join("Ana", "r1")
    for page, ticket in {"host": running.host, "moderate": running.tickets["moderator"], "s": ana.ticket}.items():
        begins = bootstrap(await server.program.get(f"/{page}/{running.id}", ticket))
        seen = await running.seen(ticket)
        assert {key: begins[key] for key in ("epoch", "version", "view", "me")} == {
            key: seen[key] for key in ("epoch", "version", "view", "me")
        }
        assert (begins["session_id"], begins["ticket"], begins["page"]) == (running.id, ticket, page)
        assert ("links" in begins) == (page == "host")


async def test_the_host_page_hands_out_the_links_as_long_as_they_open_something(server: Server, evening: Evening) -> None:
    path = f"/host/{evening.id}"
    handed = dict(evening.opened["links"])
    handed.pop("host")
    assert bootstrap(await server.program.get(path, evening.host))["links"] == handed
    await evening.do(evening.host, "session.set_roles", participant_id="panel", roles=[])
    handed.pop("panel")
    assert bootstrap(await server.program.get(path, evening.host))["links"] == handed
    hana = await evening.named("host", "Hana")
    assert bootstrap(await server.program.get(path, hana.ticket))["links"].keys() == {"join"}, "only the link derives links"


async def all_pages(evening: Evening) -> dict[str, Reply]:
    ana = await evening.join("Ana", "r1")
    program = evening.program
    pages = {
        page: await program.get(f"/{page}/{evening.id}", evening.host) for page in ("host", "moderate", "panel", "stage", "watch")
    }
    return pages | {
        "s": await program.get(f"/s/{evening.id}", ana.ticket),
        "outside": await program.get(f"/watch/{evening.id}"),
        "join": await program.get(f"/join/{evening.join_code}"),
        "start": await program.get("/"),
        "error": await program.get("/nothing"),
    }


async def test_pages_run_our_scripts_and_no_others(running: Evening) -> None:
    for name, page in (await all_pages(running)).items():
        policy = dict(part.strip().partition(" ")[::2] for part in page.headers["Content-Security-Policy"].split(";"))
        assert policy["default-src"] == "'none'"
        assert policy["frame-ancestors"] == "'none'"
        assert policy["base-uri"] == "'none'"
        assert policy["require-trusted-types-for"] == "'script'"
        assert "unsafe" not in page.headers["Content-Security-Policy"]
        for attributes, body in SCRIPT.findall(page.text):
            if "src=" in attributes:
                assert re.search(r'src="/static/[0-9a-f]{16}/js/[\w/.-]+"', attributes)
            elif "importmap" in attributes:
                digest = base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()
                assert f"'sha256-{digest}'" in policy["script-src"].split()
            else:
                assert 'type="application/json"' in attributes, (name, attributes)
        assert not re.search(r"\son\w+\s*=", page.text), "no handlers in attributes"
        assert not re.search(r"<[^>]+\sstyle=", page.text), "the policy forbids styles in attributes"


async def test_hostile_words_stay_words(server: Server) -> None:
    agenda = [{"kind": "breakout", "title": HOSTILE, "minutes": 5}, {"kind": "panel", "title": HOSTILE, "minutes": 5}]
    room = {"theme": HOSTILE, "prompt": HOSTILE * 3}
    evening = await server.program.open(title=HOSTILE, agenda=agenda, rooms=[room])
    await evening.do(evening.host, "agenda.start")
    eve = await server.program.post(
        f"{evening.path}/participants",
        {"name": '"><script>alert(1)', "affiliation": HOSTILE, "room_id": "r1", "join_code": evening.join_code},
    )
    question = await evening.made(eve.json["ticket"], "qa_queue.draft", text=HOSTILE)
    await evening.do(eve.json["ticket"], "rooms.volunteer")
    await evening.do(eve.json["ticket"], "qa_queue.submit", question_id=question)
    await evening.do(evening.host, "rooms.announce", text=HOSTILE)
    await evening.do(evening.host, "agenda.advance", from_phase="ph1")
    await evening.do(evening.host, "panel.call", question_id=question)
    await evening.do(evening.host, "recordings.link", url="https://video.example.org/'onmouseover='alert(1)", started_at=1)
    await evening.do(evening.host, "panel.answer", question_id=question, text=HOSTILE)
    for name, page in (await all_pages(evening)).items():
        assert page.status in (200, 404)
        assert "<script>alert" not in page.text, name
        assert "<b>" not in page.text.replace('<b class="', ""), name
        if 'id="bootstrap"' in page.text:
            assert bootstrap(page)["view"]["announcements"]["a1"]["text"] == HOSTILE.replace("\u2028", "\n")


async def test_an_instant_beyond_all_calendars_breaks_no_page(server: Server) -> None:
    late = {"starts_at": 253_402_300_799_999, "timezone": "Pacific/Kiritimati"}
    evening = await server.program.open(**late)
    await evening.do(evening.host, "recordings.link", url="https://video.example.org/1", started_at=2**53 - 1, duration=1000)
    await evening.do(evening.host, "recordings.link", url="https://video.example.org/2", started_at=0)
    for name, page in (await all_pages(evening)).items():
        assert page.status in (200, 404), name


# -- the front door


async def test_the_first_page_is_for_everybody(server: Server) -> None:
    page = await server.program.get("/")
    assert page.status == 200
    assert 'action="/join"' in page.text


async def test_a_typed_code_leads_to_its_page(server: Server, evening: Evening) -> None:
    code = evening.join_code
    for typed in (code, f"{code[:4]}-{code[4:]}", f"{code[:4]}+{code[4:].lower()}"):
        sent = await server.program.get(f"/join?code={typed}")
        assert sent.status == 303
        assert (await server.program.get(sent.headers["Location"])).status == 200
    assert (await server.program.get("/join")).headers["Location"] == "/"
    for typed in ("//evil.example", "https://evil.example", "%0d%0aSet-Cookie:a=b", "..%2f..", "%ed%a0%80", "\u0661"):
        location = (await server.program.get(f"/join?code={typed}")).headers["Location"]
        assert re.fullmatch(r"/join/[A-Za-z0-9-]+|/", location), location


async def test_after_the_end_the_join_link_leads_to_the_watch_page(server: Server, running: Evening) -> None:
    path = f"/join/{running.join_code}"
    await running.do(running.host, "session.finish")
    for page in (await server.program.get(path), await server.program.call("POST", path, data={"name": "Ana"})):
        assert "This session is over" in page.text
        assert f'href="/watch/{running.id}"' in page.text
        assert "<form" not in page.text
    assert [(await server.program.get(path)).status, page.status] == [200, 409]
    assert (await server.program.get(f"/watch/{running.id}")).status == 200


async def test_people_join_without_scripts(server: Server, evening: Evening) -> None:
    path = f"/join/{evening.join_code}"
    joined = await server.program.call("POST", path, data={"name": "Ana", "affiliation": "", "room_id": "r2"})
    assert (joined.status, joined.headers["Location"]) == (303, f"/s/{evening.id}")
    cookie = cookie_of(joined)
    assert cookie.key == f"orc_{evening.id}_s"
    assert cookie["httponly"]
    held = holding(**{cookie.key: cookie.value})
    assert bootstrap(await server.program.get(f"/s/{evening.id}", **held))["me"]["room_id"] == "r2"
    back = await server.program.get(path, **held)
    assert (back.status, back.headers["Location"]) == (303, f"/s/{evening.id}"), "who has a seat goes there"


NOTICE = {"recorded": True, "keeper": "The school", "days": 90}


async def consent_of(evening: Evening, **form: str) -> tuple[int, int | None]:
    """The status of joining with this form, and which notice that person has agreed to."""
    joined = await evening.program.call("POST", f"/join/{evening.join_code}", data={"name": "Ana", **form})
    if joined.status != 303:
        assert 'role="alert"' in joined.text
        return joined.status, None
    return joined.status, (await evening.seen(cookie_of(joined).value))["me"].get("consented")


async def test_who_joins_a_session_that_is_recorded_has_to_agree(server: Server) -> None:
    evening = await server.program.open(recording_notice=NOTICE)
    before = await evening.version()
    refused = await server.program.call("POST", f"/join/{evening.join_code}", data={"name": "Ana"})
    assert refused.status == 400
    assert "This session is recorded. You can join if you agree to that." in refused.text
    assert await evening.version() == before
    assert await consent_of(evening, consent="") == (400, None)
    assert await consent_of(evening, consent="on") == (303, 1)
    assert await consent_of(evening, consent="1") == (303, 1)


async def test_who_agreed_to_a_notice_that_changed_meanwhile_is_asked_again(server: Server) -> None:
    evening = await server.program.open(recording_notice=NOTICE)
    await evening.do(evening.host, "session.set_notice", recorded=True, keeper="The school", days=30)
    assert await consent_of(evening, consent="1") == (409, None)
    assert await consent_of(evening, consent="9" * 400) == (303, 2), "a word that is no number means the current one"
    assert await consent_of(evening, consent="2") == (303, 2)


async def test_where_nothing_is_recorded_nobody_has_to_agree(server: Server, evening: Evening) -> None:
    assert await consent_of(evening) == await consent_of(evening, consent="1") == (303, None)
    told = await server.program.open(recording_notice={"recorded": False})
    assert await consent_of(told) == (303, None)
    assert await consent_of(told, consent="1") == (303, 1)


async def test_whoever_has_no_wish_sits_where_there_is_space(server: Server, evening: Evening) -> None:
    await evening.join("Ana", "r1")
    for name in ("Ben", "Cal", "Dee"):
        await server.program.call("POST", f"/join/{evening.join_code}", data={"name": name})
    people = (await evening.seen(evening.host))["view"]["people"].values()
    assert sorted(person["room_id"] for person in people) == ["r1", "r1", "r2", "r2"]


@pytest.mark.parametrize(
    "form", [{}, {"name": ""}, {"name": " "}, {"name": "x" * 41}, {"name": "a\0"}, {"name": "Ana", "room_id": "r9"}]
)
async def test_a_form_that_is_wrong_comes_back_with_what_was_typed(server: Server, evening: Evening, form: Object) -> None:
    before = await evening.version()
    again = await server.program.call("POST", f"/join/{evening.join_code}", data=form)
    assert 400 <= again.status < 500
    assert 'role="alert"' in again.text
    assert "Set-Cookie" not in again.headers
    assert await evening.version() == before


FORMS = {
    "no boundary": ("multipart/form-data", b"x"),
    "a boundary that does not come": ("multipart/form-data; boundary=a", b"x"),
    "parts cut short": ("multipart/form-data; boundary=a", b'--a\r\nContent-Disposition: form-data; name="name"\r\n\r\nAna'),
    "a part without a name": ("multipart/form-data; boundary=a", b"--a\r\n\r\nAna\r\n--a--\r\n"),
    "an encoding that does not fit": ("application/x-www-form-urlencoded; charset=ascii", b"name=\xff"),
    "no UTF-8": ("application/x-www-form-urlencoded", b"name=\xff\xfe"),
    "a surrogate": ("application/x-www-form-urlencoded", b"name=%ed%a0%80"),
    "a file for a name": (
        "multipart/form-data; boundary=a",
        b'--a\r\nContent-Disposition: form-data; name="name"; filename="x"\r\nContent-Type: text/plain\r\n\r\nAna\r\n--a--\r\n',
    ),
    "a part with a bad encoding": (
        "multipart/form-data; boundary=a",
        b'--a\r\nContent-Disposition: form-data; name="name"\r\nContent-Type: text/plain; charset=klingon\r\n\r\nA\r\n--a--\r\n',
    ),
    "a part with a bad transfer": (
        "multipart/form-data; boundary=a",
        b'--a\r\nContent-Disposition: form-data; name="name"\r\nContent-Transfer-Encoding: zip\r\n\r\nA\r\n--a--\r\n',
    ),
    "too much": ("application/x-www-form-urlencoded", b"name=" + b"a" * 70_000),
    "JSON": ("application/json", b'{"name":"Ana"}'),
    "nothing": ("application/x-www-form-urlencoded", b""),
    "a thousand fields": ("application/x-www-form-urlencoded", b"&".join(b"a%d=1" % number for number in range(5_000))),
}


@pytest.mark.parametrize("case", FORMS)
async def test_a_form_that_is_no_form_is_refused(server: Server, evening: Evening, case: str) -> None:
    content_type, body = FORMS[case]
    before = await evening.version()
    refused = await server.program.call("POST", f"/join/{evening.join_code}", headers={"Content-Type": content_type}, data=body)
    assert 400 <= refused.status < 500, refused.text[:200]
    assert await evening.version() == before


async def test_a_form_of_another_site_is_refused(server: Server, evening: Evening) -> None:
    for origin in ("https://evil.example", "null", ""):
        path = f"/join/{evening.join_code}"
        refused = await server.program.call("POST", path, headers={"Origin": origin}, data={"name": "Eve"})
        assert refused.status == 403


@pytest.mark.parametrize(
    "path",
    [
        "/static/",
        "/static/../settings.py",
        "/static/%2e%2e/%2e%2e/pyproject.toml",
        "/static/..%2f..%2fpyproject.toml",
        "/static/%00",
        "/static/js",
    ],
)
async def test_only_what_lies_in_static_is_handed_out(server: Server, path: str) -> None:
    async with server.http.get(URL(server.url + path, encoded=True), allow_redirects=False) as answer:
        assert answer.status == 404


async def test_what_a_browser_has_costs_one_short_answer(server: Server) -> None:
    first = await server.program.get("/static/css/base.css")
    again = await server.program.get("/static/css/base.css", headers={"If-None-Match": first.headers["ETag"]})
    assert (first.status, again.status) == (200, 304)
    assert first.headers["Cache-Control"] == "no-cache"
