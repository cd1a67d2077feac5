"""What every conferencing tool promises: ``orchestrator/conferencing/provider.py``, held against each provider."""

import aiohttp
import pytest

from orchestrator.conferencing.bigbluebutton.provider import BigBlueButton
from orchestrator.conferencing.manual import Manual
from orchestrator.conferencing.provider import Able, BadHook, Call, Guest, Place, Provider, place_of
from orchestrator.messages import ActorId, RoomId, SessionId

ROOM = Place(SessionId("s1"), RoomId("r1"))
PLENARY = Place(SessionId("s1"))
CALL = Call(ROOM, "A · Mentoring", 240, True, "https://app.example.org/hooks/x/y", "https://meet.example.org/a")
ANA, HOST = Guest("Ana", ActorId("p1"), False), Guest("Host", None, True)


@pytest.fixture(params=["bigbluebutton", "manual"])
def tool(request: pytest.FixtureRequest) -> Provider:
    return Manual() if request.param == "manual" else request.getfixturevalue("provider")


def test_a_meeting_is_called_as_its_place_and_a_place_is_found_by_it():
    assert (ROOM.meeting_id, PLENARY.meeting_id) == ("s1-r1", "s1-plenary")
    assert (place_of("s1-r1"), place_of("s1-plenary")) == (ROOM, PLENARY)


async def test_its_name_may_stand_in_an_address_and_in_a_recording(tool: Provider):
    assert tool.name.isidentifier()
    assert tool.name.islower()


async def test_asking_for_a_call_twice_gives_the_same_one(tool: Provider):
    first, second = await tool.open(CALL), await tool.open(CALL)
    assert (first.id, first.run, first.url) == (second.id, second.run, second.url)
    assert second.began_at is None


async def test_everybody_gets_in_by_an_address_of_their_own_call(tool: Provider):
    meeting = await tool.open(CALL)
    for guest in (ANA, HOST):
        assert tool.join_url(meeting, guest).startswith(("https://", "http://127.0.0.1"))


async def test_roles_are_in_the_way_in_where_the_tool_knows_them(tool: Provider):
    meeting = await tool.open(CALL)
    assert (tool.join_url(meeting, ANA) != tool.join_url(meeting, HOST)) == (Able.ROLES in tool.able)


async def test_a_call_that_was_ended_does_not_run(tool: Provider):
    meeting = await tool.open(CALL)
    if Able.END in tool.able:
        async with aiohttp.ClientSession() as http, http.get(aiohttp.client.URL(tool.join_url(meeting, ANA), encoded=True)):
            assert await tool.running(ROOM)
    await tool.end(ROOM)
    assert not await tool.running(ROOM)


async def test_ending_what_does_not_run_is_nothing_to_complain_about(tool: Provider):
    await tool.end(PLENARY)


async def test_what_was_never_recorded_is_not_found(tool: Provider):
    assert await tool.recordings([ROOM, PLENARY]) == []
    assert await tool.recordings([]) == []


async def test_a_tool_that_tells_us_things_has_a_secret_address(tool: Provider):
    assert (len(tool.token) >= 32) == (Able.WEBHOOKS in tool.able)
    assert not tool.expects("")
    assert not tool.expects("x" * 40)
    assert tool.expects(tool.token) == (Able.WEBHOOKS in tool.able)


@pytest.mark.parametrize("body", [b"", b"x=1", b"\xff", b"signed_parameters=abc", b"event=[]&timestamp=1", b"{}"])
async def test_what_is_not_signed_is_not_believed(tool: Provider, body: bytes):
    with pytest.raises(BadHook):
        tool.verify({}, body, "https://app.example.org/hooks/x/y")


async def test_it_may_be_asked_to_tell_more_and_to_warn(tool: Provider):
    await tool.open(CALL)
    await tool.follow(CALL)
    await tool.warn(ROOM, "One minute left.")


def test_it_is_a_provider(provider: BigBlueButton):
    tools: list[Provider] = [provider, Manual()]
    assert [tool.name for tool in tools] == ["bigbluebutton", "manual"]
