"""BigBlueButton over HTTP: what it is asked, what is made of its answers, and what when it does not answer."""

import aiohttp
import pytest
from msgspec.structs import replace
from yarl import URL

from orchestrator.conferencing.bigbluebutton.answers import Failed, parsed, recordings
from orchestrator.conferencing.bigbluebutton.provider import BigBlueButton
from orchestrator.conferencing.fetching import Fetcher
from orchestrator.conferencing.provider import Call, Guest, Meeting, Place, Trouble
from orchestrator.conferencing.tools import api_base
from orchestrator.messages import ActorId, RoomId, SessionId
from orchestrator.recordings.state import Status
from tests.conferencing.fake_bbb import SECRET, Chaos, FakeBBB
from tests.fakes import FakeClock
from tests.given import MINUTE, SECOND

ROOM = Place(SessionId("s1"), RoomId("r1"))
CALL = Call(ROOM, "A · Mentoring", 240, True, "https://app.example.org/hooks/bigbluebutton/token")
ANA = Guest("Ana Ümit & Co", ActorId("p1"), False)


async def enter(provider: BigBlueButton, meeting: Meeting, guest: Guest = ANA) -> int:
    async with aiohttp.ClientSession() as http, http.get(URL(provider.join_url(meeting, guest), encoded=True)) as answer:
        return answer.status


# Opening and coming in


async def test_a_call_is_recorded_from_the_first_person_in_and_nobody_can_stop_it(provider: BigBlueButton, bbb: FakeBBB):
    await provider.open(CALL)
    params = bbb.runs[0].params
    assert (params["record"], params["autoStartRecording"], params["allowStartStopRecording"]) == ("true", "true", "false")
    assert (params["meetingID"], params["name"], params["duration"]) == ("s1-r1", "A · Mentoring", "240")
    assert params["meta_bbb-recording-ready-url"] == CALL.hook_url


async def test_where_people_were_told_that_nothing_is_recorded_nothing_is(provider: BigBlueButton, bbb: FakeBBB):
    meeting = await provider.open(replace(CALL, record=False))
    params = bbb.runs[0].params
    assert (params["record"], params["autoStartRecording"], meeting.run) == ("false", "false", None)
    assert "meta_bbb-recording-ready-url" not in params


async def test_a_title_of_any_length_is_a_name(provider: BigBlueButton, bbb: FakeBBB):
    await provider.open(replace(CALL, title="é" * 200))
    await provider.open(replace(CALL, place=Place(SessionId("s2")), title="x"))
    assert len(bbb.runs) == 2


async def test_a_call_that_runs_under_another_title_is_found(provider: BigBlueButton, bbb: FakeBBB):
    first = await provider.open(CALL)
    again = await provider.open(replace(CALL, title="B · Other words"))
    assert (again.run, again.began_at, len(bbb.runs)) == (first.run, None, 1)


async def test_a_call_that_runs_unrecorded_is_not_expected_to_be_recorded(provider: BigBlueButton, bbb: FakeBBB):
    await provider.open(replace(CALL, record=False))
    assert (await provider.open(CALL)).run is None


async def test_a_call_says_when_it_was_made_by_the_clock_of_the_tool(provider: BigBlueButton, bbb: FakeBBB, clock: FakeClock):
    bbb.skew = -90 * SECOND
    assert (await provider.open(CALL)).began_at == clock.now() - 90 * SECOND


async def test_people_come_in_under_their_name_in_their_role(provider: BigBlueButton, bbb: FakeBBB):
    meeting = await provider.open(CALL)
    assert await enter(provider, meeting) == 200
    assert await enter(provider, meeting, Guest("Host", None, True)) == 200
    ana, host = bbb.runs[0].people
    assert (ana["fullName"], ana["role"], ana["userID"]) == ("Ana Ümit & Co", "VIEWER", "p1")
    assert (host["role"], "userID" in host) == ("MODERATOR", False)


async def test_the_way_in_is_good_for_one_run_of_a_call(provider: BigBlueButton, bbb: FakeBBB, clock: FakeClock):
    old = await provider.open(CALL)
    await provider.end(ROOM)
    clock.advance(MINUTE)
    new = await provider.open(CALL)
    assert new.run != old.run
    assert await enter(provider, old) == 400
    assert await enter(provider, new) == 200


async def test_an_empty_call_goes_and_comes_again(provider: BigBlueButton, bbb: FakeBBB, clock: FakeClock):
    first = await provider.open(CALL)
    clock.advance(10 * MINUTE)
    assert (await provider.open(CALL)).run != first.run


# Warning, ending, following


async def test_a_room_is_warned_and_ended(provider: BigBlueButton, bbb: FakeBBB):
    await enter(provider, await provider.open(CALL))
    await provider.warn(ROOM, "x" * 600)
    assert bbb.runs[0].chat == ["x" * 500]
    await provider.end(ROOM)
    assert not await provider.running(ROOM)


async def test_with_bbb_webhooks_it_tells_more_at_an_address_of_each_room(provider: BigBlueButton, bbb: FakeBBB):
    await provider.follow(CALL)
    assert bbb.hooks["s1-r1"]["callbackURL"] == f"{CALL.hook_url}?meeting=s1-r1"


async def test_without_bbb_webhooks_it_says_so(provider: BigBlueButton, bbb: FakeBBB):
    bbb.webhooks = False
    with pytest.raises(Trouble, match=r"^calls\.refused$"):
        await provider.follow(CALL)


# Recordings


async def test_a_recording_is_processed_then_published_then_perhaps_gone(provider: BigBlueButton, bbb: FakeBBB, clock: FakeClock):
    meeting = await provider.open(CALL)
    began = clock.now()
    await enter(provider, meeting)
    clock.advance(45 * MINUTE)
    await provider.end(ROOM)
    for state, status in {
        "processing": Status.PROCESSING,
        "processed": Status.PROCESSING,
        "published": Status.AVAILABLE,
        "unpublished": Status.PROCESSING,
        "deleted": Status.REMOVED,
    }.items():
        bbb.publish(state)
        (found,) = await provider.recordings([ROOM])
        assert (found.external_id, found.meeting_id, found.status) == (meeting.run, "s1-r1", status)
        assert (found.starts_at, found.ends_at) == (began, began + 45 * MINUTE)
        assert found.url == (f"https://bbb.test/playback/presentation/2.3/{meeting.run}" if state == "published" else None)


async def test_many_rooms_are_asked_about_in_parts(provider: BigBlueButton, bbb: FakeBBB):
    await provider.recordings([Place(SessionId("s1"), RoomId(f"r{number}")) for number in range(1, 62)])
    assert bbb.asked == ["getRecordings"] * 4


@pytest.mark.parametrize("url", ["http://bbb.test/p", "javascript:alert(1)", "data:text/html,x", "//bbb.test/p", ""])
def test_only_what_lies_on_https_is_linked(url: str):
    answer = parsed(
        f"<response><returncode>SUCCESS</returncode><recordings><recording><recordID>a-1</recordID><meetingID>s1-r1</meetingID>"
        f"<state>published</state><playback><format><type>presentation</type><url>{url}</url></format>"
        f"<format><type>video</type><url>https://bbb.test/v</url></format></playback></recording></recordings></response>".encode()
    )
    (found,) = recordings(answer)
    assert found.url == "https://bbb.test/v"


# Trouble


@pytest.mark.parametrize("accepted", ["sha256", "sha512"])
async def test_the_server_decides_which_checksum_it_takes(provider: BigBlueButton, bbb: FakeBBB, accepted: str):
    bbb.takes = {accepted}
    meeting = await provider.open(CALL)
    assert await enter(provider, meeting) == 200
    assert bbb.asked.count("create") == (1 if accepted == "sha256" else 2)


async def test_another_secret_is_refused_and_not_tried_for_ever(bbb: FakeBBB, fetch: Fetcher):
    with pytest.raises(Failed, match=r"^calls\.refused$") as trouble:
        await BigBlueButton(api_base(bbb.url), "other", "", fetch).open(CALL)
    assert (trouble.value.key, trouble.value.passes, bbb.asked) == ("checksumError", False, ["create", "create"])


@pytest.mark.parametrize(
    ("chaos", "code", "retry_after"),
    [
        (Chaos(times=5, reset=True), "calls.unreachable", None),
        (Chaos(times=1, status=500), "calls.unreachable", None),
        (Chaos(times=1, status=503), "calls.unreachable", None),
        (Chaos(times=1, status=503, retry_after="7"), "calls.busy", 7_000),
        (Chaos(times=1, status=429, retry_after="120"), "calls.busy", 120_000),
        (Chaos(times=1, status=429), "calls.busy", 30_000),
        (Chaos(times=1, status=429, retry_after="Wed, 21 Oct 2026 07:28:00 GMT"), "calls.busy", 30_000),
        (Chaos(times=1, status=429, retry_after="9" * 400), "calls.busy", 30_000),
        (Chaos(times=1, status=404), "calls.refused", None),
        (Chaos(times=1, status=401), "calls.refused", None),
        (Chaos(times=1, redirect="http://127.0.0.1:1/"), "calls.refused", None),
        (Chaos(truncate=True), "calls.unreachable", None),
        (Chaos(pad=10_000_000), "calls.unreachable", None),
    ],
)
async def test_what_goes_wrong_has_a_name(
    provider: BigBlueButton, bbb: FakeBBB, chaos: Chaos, code: str, retry_after: int | None
):
    bbb.chaos = chaos
    with pytest.raises(Trouble) as trouble:
        await provider.open(CALL)
    assert (trouble.value.code, trouble.value.retry_after) == (code, retry_after)
    assert SECRET not in str(trouble.value)


async def test_a_tool_that_does_not_answer_in_time_does_not_answer(bbb: FakeBBB):
    bbb.chaos = Chaos(times=1, hang=True)
    async with aiohttp.ClientSession() as http:
        impatient = BigBlueButton(api_base(bbb.url), SECRET, "", Fetcher(bbb.url, http, longest=0.05))
        with pytest.raises(Trouble, match=r"^calls\.unreachable$"):
            await impatient.open(CALL)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<response>",
        b"<html/>",
        b"\xff\xfe",
        b'<!DOCTYPE r [<!ENTITY a "aaaa">]><response><returncode>SUCCESS</returncode>&a;</response>',
        b'<?xml version="1.0" encoding="nonsense"?><response/>',
    ],
)
def test_an_answer_that_is_none_is_no_answer(body: bytes):
    with pytest.raises(Trouble, match=r"^calls\.unreachable$"):
        parsed(body)


async def test_no_other_host_is_ever_asked(fetch: Fetcher, bbb: FakeBBB):
    for url in (
        "https://elsewhere.example.org/",
        "http://127.0.0.1:1/",
        bbb.url.replace("http://127", "http://x@127").replace("http", "https"),
    ):
        with pytest.raises(Trouble, match=r"^calls\.refused$"):
            await fetch(url)
    assert bbb.asked == []


@pytest.mark.parametrize(
    "pasted", ["https://b.test", "https://b.test/", "https://b.test/bigbluebutton/", "https://b.test/bigbluebutton/api"]
)
def test_its_address_may_be_pasted_in_several_ways(pasted: str):
    assert api_base(pasted) == "https://b.test/bigbluebutton/api/"
