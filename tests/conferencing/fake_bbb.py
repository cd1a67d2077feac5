"""A BigBlueButton in this process: it checks what a real one checks, and can be made to fail as real ones do."""

import asyncio
import hashlib
import hmac
import json
from base64 import urlsafe_b64encode
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from urllib.parse import parse_qsl, urlencode
from xml.sax.saxutils import escape

import aiohttp
from aiohttp import web
from msgspec import Struct, field

SECRET = "639259d4-9dd8-4b25-bf01-95f9567eaf4b"
HASHES = {40: "sha1", 64: "sha256", 96: "sha384", 128: "sha512"}
MINUTE = 60_000
BASE = "/bigbluebutton/api"


class Run(Struct):
    """One meeting from create to end. ``record``: its recording's state, or none."""

    meeting_id: str
    params: dict[str, str]
    internal_id: str
    created_at: int
    people: list[dict[str, str]] = field(default_factory=list)
    first_joined_at: int | None = None
    ended_at: int | None = None
    chat: list[str] = field(default_factory=list)
    record: str | None = None


class Chaos(Struct):
    """How the next answers are spoilt, for as many ``times``."""

    times: int = 0
    status: int = 200
    retry_after: str | None = None
    hang: bool = False
    reset: bool = False
    truncate: bool = False
    redirect: str | None = None
    pad: int = 0  # bytes of white space before the answer


class Refusal(Exception):
    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


class FakeBBB:
    """``now`` is the time by its own clock, which ``skew`` sets wrong. ``asked``: the calls it took, in order."""

    def __init__(self, now: Callable[[], int], http: aiohttp.ClientSession) -> None:
        self._now = now
        self._http = http
        self.url = ""
        self.skew = 0
        self.takes = set(HASHES.values())
        self.webhooks = True
        self.chaos = Chaos()
        self.asked: list[str] = []
        self.runs: list[Run] = []
        self.hooks: dict[str, dict[str, str]] = {}
        self.released = asyncio.Event()

    def now(self) -> int:
        return self._now() + self.skew

    def run_of(self, meeting_id: str) -> Run | None:
        """The run of a meeting that has not ended; rooms nobody is in and rooms past their time are gone."""
        for run in self.runs:
            if run.ended_at is None and self._expired(run):
                self._end(run)
        return next((run for run in self.runs if run.meeting_id == meeting_id and run.ended_at is None), None)

    def publish(self, state: str = "published") -> None:
        """What was recorded and is over is ready now."""
        for run in self.runs:
            if run.record is not None and run.ended_at is not None:
                run.record = state

    # -- what it tells by itself ------------------------------------------------------------------------------------------

    async def send_ready(self, run: Run, times: int = 2, secret: str = SECRET) -> list[int]:
        """The signed token that a recording is ready: no id of its own, so it may come again. The statuses of the answers."""
        head, claims = {"alg": "HS256", "typ": "JWT"}, {"meeting_id": run.meeting_id, "record_id": run.internal_id}
        signed = b".".join(_segment(part) for part in (head, claims))
        token = signed + b"." + _base64(hmac.digest(secret.encode(), signed, "sha256"))
        url = run.params["meta_bbb-recording-ready-url"]
        return [(await self._post(url, urlencode({"signed_parameters": token.decode()}))) for _ in range(times)]

    def event(self, run: Run, name: str, at: int, **attributes: object) -> tuple[str, str]:
        """The address and body of a delivery of bbb-webhooks; to be sent now, later, or twice."""
        meeting = {"internal-meeting-id": run.internal_id, "external-meeting-id": run.meeting_id}
        event = [{"data": {"type": "event", "id": name, "attributes": {"meeting": meeting, **attributes}, "event": {"ts": at}}}]
        body = urlencode({"domain": "bbb.test", "event": json.dumps(event), "timestamp": str(self.now())})
        url = self.hooks[run.meeting_id]["callbackURL"]
        checksum = hashlib.sha1((url + body + SECRET).encode()).hexdigest()
        return f"{url}{'&' if '?' in url else '?'}checksum={checksum}", body

    async def send(self, delivery: tuple[str, str]) -> int:
        return await self._post(*delivery)

    async def _post(self, url: str, body: str) -> int:
        headers = {"Content-Type": "application/x-www-form-urlencoded;charset=UTF-8"}
        async with self._http.post(aiohttp.client.URL(url, encoded=True), data=body, headers=headers) as answer:
            return answer.status

    # -- what it answers --------------------------------------------------------------------------------------------------

    async def handle(self, request: web.Request) -> web.StreamResponse:
        call = request.path.removeprefix(BASE + "/")
        self.asked.append(call)
        if self.chaos.times > 0:
            self.chaos.times -= 1
            spoilt = await self._spoilt(request)
            if spoilt is not None:
                return spoilt
        if call == "join":
            return self._join(request)
        if call.startswith("hooks/") and not self.webhooks:
            return web.Response(status=404)
        try:
            answer = self._answer(call, self._checked(call, request.raw_path.partition("?")[2]))
            body = f"<response><returncode>SUCCESS</returncode>{answer}</response>"
        except Refusal as refusal:
            body = f"<response><returncode>FAILED</returncode><messageKey>{refusal.key}</messageKey></response>"
        if self.chaos.truncate and self.chaos.times >= 0:
            body, self.chaos.truncate = body[: len(body) // 2], False
        return web.Response(text=" " * self.chaos.pad + body if self.chaos.pad else body, content_type="text/xml")

    async def _spoilt(self, request: web.Request) -> web.StreamResponse | None:
        chaos = self.chaos
        if chaos.hang:
            await self.released.wait()
        if chaos.reset and request.transport is not None:
            request.transport.abort()
        if chaos.redirect is not None:
            return web.Response(status=302, headers={"Location": chaos.redirect})
        if chaos.status != 200:
            after = {} if chaos.retry_after is None else {"Retry-After": chaos.retry_after}
            return web.Response(status=chaos.status, headers=after, text="<html>It broke.</html>")
        return None

    def _checked(self, call: str, query: str) -> dict[str, str]:
        said, _, given = query.rpartition("checksum=")
        algorithm = HASHES.get(len(given), "")
        wanted = hashlib.new(algorithm, (call + said.rstrip("&") + SECRET).encode()).hexdigest() if algorithm else ""
        if algorithm not in self.takes or not hmac.compare_digest(wanted, given):
            raise Refusal("checksumError")
        return dict(parse_qsl(said, keep_blank_values=True))

    def _answer(self, call: str, params: dict[str, str]) -> str:
        match call:
            case "create":
                return self._create(params)
            case "end":
                self._end(self._known(params))
                return "<messageKey>sentEndMeetingRequest</messageKey>"
            case "isMeetingRunning":
                run = self.run_of(params["meetingID"])
                return f"<running>{'true' if run is not None and run.people else 'false'}</running>"
            case "getMeetingInfo":
                run = self._known(params)
                running = "true" if run.people else "false"
                return f"{_made(run)}<running>{running}</running><recording>{run.params['record']}</recording>"
            case "sendChatMessage":
                self._known(params).chat.append(params["message"])
                return ""
            case "getRecordings":
                return self._recordings(params)
            case "hooks/create":
                self.hooks[params["meetingID"]] = params
                return "<hookID>8a5fd3a6-0001-4000-8000-000000000000</hookID>"
        raise Refusal("unsupportedRequest")

    def _create(self, params: dict[str, str]) -> str:
        if not 2 <= len(params["name"]) <= 64:
            raise Refusal("validationError")
        if not 2 <= len(params["meetingID"]) <= 256 or "," in params["meetingID"]:
            raise Refusal("validationError")
        known = self.run_of(params["meetingID"])
        if known is not None and known.params != params:
            raise Refusal("idNotUnique")
        if known is not None:
            return f"{_made(known)}<messageKey>duplicateWarning</messageKey>"
        now = self.now()
        name = hashlib.sha1(params["meetingID"].encode()).hexdigest()
        run = Run(params["meetingID"], params, f"{name}-{now}", now)
        self.runs.append(run)
        return f"{_made(run)}<messageKey></messageKey>"

    def _join(self, request: web.Request) -> web.Response:
        try:
            params = self._checked("join", request.raw_path.partition("?")[2])
            run = self._known(params)
            if params["role"] not in ("MODERATOR", "VIEWER") or not params["fullName"]:
                raise Refusal("validationError")
            if params.get("createTime", str(run.created_at)) != str(run.created_at):
                raise Refusal("mismatchCreateTimeParam")
        except Refusal as refusal:
            return web.Response(status=400, text=refusal.key)
        run.people.append(params)
        run.first_joined_at = run.first_joined_at or self.now()
        return web.Response(text="You are in.")

    def _recordings(self, params: dict[str, str]) -> str:
        wanted, states = params["meetingID"].split(","), params.get("state", "published,unpublished").split(",")
        found = [
            run for run in self.runs
            if run.meeting_id in wanted and run.record is not None and ("any" in states or run.record in states)
        ]  # fmt: skip
        return f"<recordings>{''.join(map(_recording, found))}</recordings>"

    def _known(self, params: dict[str, str]) -> Run:
        run = self.run_of(params["meetingID"])
        if run is None:
            raise Refusal("notFound")
        return run

    def _expired(self, run: Run) -> bool:
        empty = int(run.params.get("meetingExpireIfNoUserJoinedInMinutes", "5")) * MINUTE
        too_long = int(run.params.get("duration", "0")) * MINUTE
        age = self.now() - run.created_at
        return (not run.people and age >= empty) or (too_long > 0 and age >= too_long)

    def _end(self, run: Run) -> None:
        run.ended_at = self.now()
        recorded = run.params["record"] == "true" and run.params["autoStartRecording"] == "true"
        run.record = "processing" if recorded and run.people else None


def _made(run: Run) -> str:
    return (
        f"<meetingID>{run.meeting_id}</meetingID><internalMeetingID>{run.internal_id}</internalMeetingID>"
        f"<createTime>{run.created_at}</createTime>"
    )


def _recording(run: Run) -> str:
    playback = f"https://bbb.test/playback/presentation/2.3/{run.internal_id}"
    formats = (
        f"<format><type>statistics</type><url>https://bbb.test/stat/{run.internal_id}</url><length>45</length></format>"
        f"<format><type>presentation</type><url> {playback} </url><length>45</length></format>"
    )
    return (
        f"<recording><recordID>{run.internal_id}</recordID><meetingID>{escape(run.meeting_id)}</meetingID>"
        f"<internalMeetingID>{run.internal_id}</internalMeetingID><state>{run.record}</state>"
        f"<startTime>{run.created_at}</startTime><endTime>{run.ended_at}</endTime>"
        f"<playback>{formats if run.record == 'published' else ''}</playback></recording>"
    )


def _segment(part: dict[str, str]) -> bytes:
    return _base64(json.dumps(part, separators=(",", ":")).encode())


def _base64(data: bytes) -> bytes:
    return urlsafe_b64encode(data).rstrip(b"=")


@asynccontextmanager
async def fake_bbb(now: Callable[[], int]) -> AsyncIterator[FakeBBB]:
    """On a free port of 127.0.0.1."""
    async with aiohttp.ClientSession() as http:
        fake = FakeBBB(now, http)
        app = web.Application()
        app.router.add_get(BASE + "/{call:.*}", fake.handle)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        fake.url = f"http://127.0.0.1:{runner.addresses[0][1]}/bigbluebutton/"
        try:
            yield fake
        finally:
            fake.released.set()
            await runner.cleanup()
