"""The bytes of the log."""

import pytest

from orchestrator.messages import Command, Event
from orchestrator.session.codec import Entry, UnknownEvent, decode, encode
from orchestrator.session.events import AnyEvent
from tests.given import drafted, t, voted

VOTE = Entry(actor="ben", at=t("19:10"), events=(voted("q1", "ben", at=t("19:10")),), command_id="c1")


def test_what_is_encoded_is_decoded() -> None:
    made = Entry(actor="ana", at=t("19:00"), events=(drafted("q1", by="ana", at=t("19:00")),), result={"question_id": "q1"})
    assert decode(encode((made, VOTE))) == (made, VOTE)


def test_the_bytes_of_a_vote_never_change() -> None:
    assert encode((VOTE,)) == (
        b'{"entries":[{"actor":"ben","at":1795633800000,"events":[{"type":"qa_queue.vote_cast","question_id":"q1",'
        b'"voter_id":"ben","room_id":"r1","at":1795633800000}],"command_id":"c1"}],"format":1}'
    )


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"not json",
        b"null",
        b'{"entries":[{"actor":"ben","at":1,"events":[{"type":"choir.sung","at":1}]}],"format":1}',
        b'{"entries":[{"actor":"ben","at":1,"events":[{"type":"qa_queue.vote_cast","at":1}]}],"format":1}',
        b'{"entries":[{"actor":"ben","at":-1,"events":[]}],"format":1}',
        b'{"entries":[],"format":2}',
        b"\xff",
    ],
    ids=["empty", "no json", "null", "unknown event", "field missing", "before 1970", "another format", "no utf-8"],
)
def test_what_this_version_does_not_know_is_not_guessed(body: bytes) -> None:
    with pytest.raises(UnknownEvent):
        decode(body)


def test_a_field_of_the_future_does_not_hide_an_event() -> None:
    body = b'{"entries":[{"actor":"host","at":1,"events":[{"type":"session.finished","at":1,"mood":"good"}]}],"format":1}'
    assert [type(event).__name__ for event in decode(body)[0].events] == ["SessionFinished"]


def kinds(parent: type) -> list[type]:
    return [leaf for child in parent.__subclasses__() for leaf in (kinds(child) or [child])]


def test_every_event_can_be_in_the_log() -> None:
    in_the_log = set(AnyEvent.__args__)
    assert {kind for kind in kinds(Event) if kind.__module__.startswith("orchestrator.")} == in_the_log


@pytest.mark.parametrize("parent", [Event, Command])
def test_names_of_messages_are_unique_and_say_their_package(parent: type) -> None:
    ours = [kind for kind in kinds(parent) if kind.__module__.startswith("orchestrator.")]
    names = [str(kind.__struct_config__.tag) for kind in ours]
    assert len(set(names)) == len(names)
    for kind, name in zip(ours, names, strict=True):
        assert name.split(".")[0] == kind.__module__.split(".")[1]
