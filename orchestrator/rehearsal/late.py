"""What happens after an evening: captions for the plenary, and people who could not come watch what they missed."""

from collections.abc import Sequence
from itertools import pairwise
from random import Random
from urllib.parse import parse_qs, urlsplit

import aiohttp
from msgspec import Struct

from orchestrator.rehearsal.reception import Opened, Reception
from orchestrator.rehearsal.scene import Json

VIEWERS = 9
LISTENS_MS = (2_000, 20_000)
FOLLOW_UP = "How did this work with larger groups?"


class Place(Struct, frozen=True):
    recording_id: str
    offset: int


class Heard(Struct, frozen=True):
    """A question of the log, as far as a late viewer cares."""

    question_id: str
    room_id: str
    text: str
    status: str
    places: tuple[Place, ...] = ()
    answer: str | None = None


class Log(Struct, frozen=True):
    questions: tuple[Heard, ...]


async def afterwards(reception: Reception, opened: Opened) -> None:
    """The host adds captions where questions can be heard, then viewers come. Raises ``NotAdmitted``."""
    host = opened.tickets["host"]
    log = await reception.log(opened.session_id, host, Log)
    for recording_id in sorted({place.recording_id for question in log.questions for place in question.places}):
        path = f"api/sessions/{opened.session_id}/recordings/{recording_id}/captions?language=en"
        await reception.send(path, host, subtitles(log.questions, recording_id).encode(), "text/vtt")
    ticket = parse_qs(urlsplit(opened.links["watch"]).query)["k"][0]
    heard = [question for question in log.questions if question.places]
    for number in range(VIEWERS if heard else 0):
        async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as browser:
            await _watch(reception.of(browser), opened.session_id, ticket, heard, Random(number))  # noqa: S311  (a play, no secret)


async def _watch(reception: Reception, session_id: str, ticket: str, heard: Sequence[Heard], rng: Random) -> None:
    """Somebody agrees to be counted, listens to a few answers, and says what they think of them."""

    async def tell(name: str, **data: Json) -> None:
        await reception.tell(session_id, ticket, f"viewing.{name}", data)

    await tell("count", on=True)
    for question in rng.sample(heard, min(len(heard), rng.randint(1, 4))):
        for place in question.places[:1]:
            listened: list[Json] = [place.offset, place.offset + rng.randint(*LISTENS_MS)]
            await tell("watched", recording_id=place.recording_id, ranges=[listened])
        await tell(rng.choice(("too", "helped")), question_id=question.question_id, on=True)
    if rng.random() < 0.2:
        await tell("follow_up", room_id=heard[0].room_id, question_id=heard[0].question_id, text=FOLLOW_UP)


def subtitles(questions: Sequence[Heard], recording_id: str) -> str:
    """What was said in a recording, as far as we know: each question where it was asked, and the answer noted after it."""
    said = {place.offset: question for question in questions for place in question.places if place.recording_id == recording_id}
    starts = sorted(said)
    lines = ["WEBVTT", ""]
    for start, end in pairwise([*starts, starts[-1] + 8_000]):
        half = (start + end) // 2
        lines += [_span(start, half), _one_line(said[start].text), ""]
        lines += [_span(half, end), _one_line(said[start].answer or "The panel answers."), ""]
    return "\n".join(lines)


def _one_line(text: str) -> str:
    return " ".join(text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").split())


def _span(start: int, end: int) -> str:
    return f"{_clock(start)} --> {_clock(max(start + 1, end))}"


def _clock(ms: int) -> str:
    return f"{ms // 3_600_000:02d}:{ms // 60_000 % 60:02d}:{ms // 1000 % 60:02d}.{ms % 1000:03d}"
