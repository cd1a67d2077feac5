"""``POST /api/sessions/{id}/similar``: what is like a text, for whoever asks."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.server.program import Evening, Person, Reply
from tests.server.serving import serving

TEXT = "How should we assess group work fairly?"
NEARLY = "How do we assess group work in a fair way?"


async def ask(evening: Evening, ticket: str | None, text: object = TEXT, **more: Any) -> Reply:
    return await evening.program.post(f"{evening.path}/similar", {"text": text, **more}, ticket)


async def found(evening: Evening, ticket: str, text: str = TEXT, **more: Any) -> list[str]:
    """The ids of what is like the text, in order."""
    reply = await ask(evening, ticket, text, **more)
    assert reply.status == 200, reply.text
    assert reply.json.keys() == {"similar"}
    assert all(each.keys() == {"question_id", "percent"} for each in reply.json["similar"])
    return [each["question_id"] for each in reply.json["similar"]]


@pytest.fixture
async def ana(running: Evening) -> Person:
    return await running.join("Ana", "r1")


@pytest.fixture
async def dee(running: Evening) -> Person:
    return await running.join("Dee", "r2")


async def test_who_writes_a_question_hears_what_says_nearly_the_same(running: Evening, ana: Person, dee: Person) -> None:
    question = await running.asked(ana, NEARLY)
    await running.asked(ana, "When is lunch?")
    reply = await ask(running, dee.ticket)
    assert reply.json == {"similar": [{"question_id": question, "percent": 75}]}
    assert await found(running, dee.ticket, "Will it rain tomorrow?") == []


async def test_a_draft_of_another_room_is_never_found(evening: Evening) -> None:
    ana, ben, dee, gus = [await evening.join(name, room) for name, room in zip("abdg", ("r1", "r1", "r2", None), strict=True)]
    await evening.do(evening.host, "agenda.start")
    secret = await evening.made(ana.ticket, "qa_queue.draft", text=f"Canary! {TEXT}")
    links = [evening.tickets[link] for link in ("moderator", "panel", "stage", "watch")]
    for ticket in (dee.ticket, gus.ticket, *links):
        for text in (TEXT, f"Canary! {TEXT}"):
            assert (await ask(evening, ticket, text)).json == {"similar": []}
    for ticket in (ana.ticket, ben.ticket, evening.host):
        assert await found(evening, ticket) == [secret]


async def test_the_own_room_comes_first(running: Evening, ana: Person, dee: Person) -> None:
    theirs = [await running.asked(dee, TEXT) for _ in range(6)]
    less, more = [await running.made(ana.ticket, "qa_queue.draft", text=text) for text in (NEARLY, TEXT)]
    assert await found(running, ana.ticket) == [more, less, *theirs[:3]]
    assert await found(running, dee.ticket) == theirs[:5]


async def test_a_question_that_is_being_edited_is_not_like_itself(running: Evening, ana: Person) -> None:
    one, other = [await running.made(ana.ticket, "qa_queue.draft", text=text) for text in (TEXT, NEARLY)]
    assert await found(running, ana.ticket, question_id=one) == [other]
    assert await found(running, ana.ticket, question_id="nobodys") == [one, other]
    assert await found(running, ana.ticket, question_id=None) == [one, other]


async def test_what_was_withdrawn_is_not_found(running: Evening, ana: Person) -> None:
    question = await running.asked(ana, TEXT)
    await running.do(ana.ticket, "qa_queue.withdraw", question_id=question)
    assert await found(running, ana.ticket) == []


async def test_what_waits_for_review_is_found_by_its_room_and_the_reviewers(running: Evening, ana: Person, dee: Person) -> None:
    await running.do(running.host, "qa_queue.set_moderation", on=True)
    question = await running.asked(ana, TEXT)
    for ticket in (ana.ticket, running.host, running.tickets["moderator"]):
        assert await found(running, ticket) == [question]
    for ticket in (dee.ticket, running.tickets["panel"], running.tickets["stage"]):
        assert await found(running, ticket) == []


async def test_what_was_rejected_is_not_found(running: Evening, ana: Person) -> None:
    question = await running.asked(ana, TEXT)
    await running.do(running.host, "qa_queue.reject", question_id=question, reason="Off topic.")
    for ticket in (ana.ticket, running.host, running.tickets["moderator"]):
        assert await found(running, ticket) == []


async def test_what_is_part_of_another_is_found_in_that_one_only(running: Evening, ana: Person, dee: Person) -> None:
    part, whole = await running.asked(ana, TEXT), await running.asked(dee, TEXT)
    await running.do(running.host, "qa_queue.merge", question_id=part, into=whole)
    assert await found(running, ana.ticket) == await found(running, dee.ticket) == [whole]


async def test_what_was_answered_is_found(running: Evening, ana: Person, dee: Person) -> None:
    question = await running.asked(ana, TEXT)
    await running.do(running.host, "agenda.advance", from_phase="ph1", to_phase="ph3")
    await running.do(running.host, "panel.call", question_id=question)
    assert await found(running, dee.ticket) == [question]
    await running.do(running.host, "panel.answer", question_id=question)
    assert await found(running, dee.ticket) == [question]


async def test_a_text_without_words_is_like_nothing(running: Evening, ana: Person) -> None:
    await running.asked(ana, "?!")
    assert await found(running, ana.ticket, "?!") == []


@pytest.mark.parametrize(
    "body",
    [
        *({}, [], {"text": None}, {"text": 5}, {"text": ""}, {"text": " \u3000"}, {"text": "x" * 501}, {"text": "a\0"}),
        *({"question_id": "q1"}, {"text": "Why?", "question_id": 5}, {"text": "Why?", "question_id": "q" * 101}),
        {"text": "Why?", "room_id": "r1"},
    ],
)
async def test_another_body_is_refused(running: Evening, ana: Person, body: object) -> None:
    reply = await running.program.post(f"{running.path}/similar", body, ana.ticket)
    assert (reply.status, reply.code) == (400, "server.bad_request")


async def test_who_is_nobody_hears_nothing(running: Evening) -> None:
    assert (await ask(running, None)).code == "auth.no_ticket"
    assert (await ask(running, "wrong")).code == "auth.bad_ticket"
    assert (await running.program.post("/api/sessions/nosuch/similar", {"text": TEXT}, running.host)).code == "session.unknown"


async def test_a_cookie_has_to_come_from_our_own_pages(running: Evening) -> None:
    cookie = {"Cookie": f"orc_{running.id}_host={running.host}"}
    path, body = f"{running.path}/similar", {"text": TEXT}
    assert (await running.program.post(path, body, headers=cookie)).code == "server.bad_origin"
    ours = cookie | {"Origin": running.program.url}
    assert (await running.program.post(path, body, headers=ours)).json == {"similar": []}


async def test_nobody_asks_too_often_and_nobody_else_is_slowed_down(tmp_path: Path) -> None:
    async with serving(tmp_path / "log.db", commands_burst=3, commands_per_second=0.01) as server:
        evening = await server.program.open()
        ana, ben = await evening.join("Ana"), await evening.join("Ben")
        replies = [await ask(evening, ana.ticket) for _ in range(4)]
        assert [reply.status for reply in replies] == [200, 200, 200, 429]
        assert replies[3].code == "server.slow_down"
        assert (await ask(evening, ben.ticket)).status == 200


async def test_a_damaged_session_is_refused(tmp_path: Path, faults: list[str]) -> None:
    faults.append("is damaged at version 1")
    async with serving(tmp_path / "log.db") as server:
        opened = (await server.program.open()).opened
    with closing(sqlite3.connect(tmp_path / "log.db")) as db, db:
        db.execute("UPDATE commits SET body = CAST('{}' AS BLOB) WHERE stream = ?", (opened["session_id"],))
    async with serving(tmp_path / "log.db") as server:
        evening = Evening(server.program, opened)
        reply = await ask(evening, evening.host)
        assert (reply.status, reply.code) == (503, "session.damaged")
