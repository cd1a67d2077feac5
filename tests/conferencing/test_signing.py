"""BigBlueButton's signatures, against values computed elsewhere."""

import pytest

from orchestrator.conferencing.bigbluebutton.hooks import verify
from orchestrator.conferencing.bigbluebutton.signing import checksum, hook_token, proven, signed
from orchestrator.conferencing.provider import BadHook, News

SECRET = "639259d4-9dd8-4b25-bf01-95f9567eaf4b"
QUERY = "name=Test+Meeting&meetingID=abc123&attendeePW=111222&moderatorPW=333444"
ADDRESS = "https://app.example/hooks/bbb?s=1"
BODY = "domain=bbb.test&event=%5B%7B%22data%22%3A%7B%7D%7D%5D&timestamp=1700000000000"
DIGEST = "9df37e533652d475e3c66e639d04a1063412ec8f05365d0cdc8de6c1c373dd1d"
READY = (
    "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJtZWV0aW5nX2lkIjoicm9vbS0xIiwicmVjb3JkX2lkIjoicmVjLTEifQ."
    "n4IC1vpHDOu6uAK7u1DN6RbG7hvfGWK0-v42UBI9qdI"
)
READY_SECRET = "0123456789abcdef0123456789abcdef"
UNSIGNED = "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.eyJtZWV0aW5nX2lkIjoicm9vbS0xIiwicmVjb3JkX2lkIjoicmVjLTEifQ."


def test_the_vendors_example():
    assert checksum("create" + QUERY, SECRET, "sha1") == "1fcbb0c4fc1f039f73aa6d697d2db9ba7f803f17"
    assert checksum("create" + QUERY, SECRET) == "da9185f7f333cfdfcd6eeac32dca3777510c4c436020d8b887ba5515bd1d189e"


def test_what_is_hashed_is_what_is_sent():
    url = signed("https://bbb.test/api/", "create", {"name": "Ünïcode & co+", "meetingID": "s1-r1"}, SECRET)
    sent = url.removeprefix("https://bbb.test/api/create?")
    query, _, given = sent.rpartition("&checksum=")
    assert given == checksum("create" + query, SECRET)


def test_a_call_without_words_is_signed_too():
    assert signed("https://bbb.test/api/", "getMeetings", {}, SECRET) == (
        f"https://bbb.test/api/getMeetings?checksum={checksum('getMeetings', SECRET)}"
    )


@pytest.mark.parametrize("algorithm", ["sha1", "sha256", "sha384", "sha512"])
def test_a_checksum_of_any_length_is_proven_with_the_new_or_the_old_secret(algorithm: str):
    assert proven(checksum("said", "old", algorithm), "said", ["new", "old"])
    assert proven(checksum("said", "new", algorithm), "said", ["new", "old"])
    assert not proven(checksum("said", "other", algorithm), "said", ["new", "old"])
    assert not proven(checksum("else", "new", algorithm), "said", ["new", "old"])


@pytest.mark.parametrize("given", ["", "a", "é" * 40, "\ud800" * 40, "0" * 64])
def test_nonsense_proves_nothing(given: str):
    assert not proven(given, "said", ["secret"])


def test_the_address_of_the_hook_needs_the_secret_and_does_not_tell_it():
    assert hook_token("one") != hook_token("two")
    assert "one" not in hook_token("one")


# What is delivered


def test_an_event_of_bbb_webhooks_is_believed_by_its_checksum():
    (told,) = verify({}, BODY.encode(), f"{ADDRESS}&checksum={DIGEST}", ["s3cret"])
    assert (told.news, told.said_at) == (News.OTHER, 1_700_000_000_000)


@pytest.mark.parametrize("algorithm", ["sha1", "sha384", "sha512"])
def test_the_length_of_the_checksum_tells_how_it_was_made(algorithm: str):
    digest = checksum(ADDRESS + BODY, "s3cret", algorithm)
    assert verify({}, BODY.encode(), f"{ADDRESS}&checksum={digest}", ["new", "s3cret"])


def test_it_is_believed_by_the_secret_as_bearer_too():
    assert verify({"Authorization": "Bearer s3cret"}, BODY.encode(), ADDRESS, ["s3cret"])


@pytest.mark.parametrize(
    ("body", "url", "headers"),
    [
        (BODY, ADDRESS, {}),
        (BODY, f"{ADDRESS}&checksum=", {}),
        (BODY, f"{ADDRESS}&checksum={'0' * 64}", {}),
        (BODY + "&x=1", f"{ADDRESS}&checksum={DIGEST}", {}),
        (BODY, f"https://other.example/hooks/bbb?s=1&checksum={DIGEST}", {}),
        (BODY, ADDRESS, {"Authorization": "Bearer other"}),
        (BODY, ADDRESS, {"Authorization": "s3cret"}),
    ],
)
def test_without_the_secret_nothing_is_believed(body: str, url: str, headers: dict[str, str]):
    with pytest.raises(BadHook, match=r"^hooks\.bad_signature$"):
        verify(headers, body.encode(), url, ["s3cret"])


def test_a_recording_is_ready_says_a_token_signed_with_the_secret():
    (told,) = verify({}, f"signed_parameters={READY}".encode(), ADDRESS, ["n" * 32, READY_SECRET])
    assert (told.news, told.meeting_id, told.external_id) == (News.RECORDING, "room-1", "rec-1")


@pytest.mark.parametrize("token", [READY[:-2] + "AA", UNSIGNED, READY.replace(".", "", 1), "x", ""])
def test_a_token_of_somebody_else_is_refused(token: str):
    with pytest.raises(BadHook):
        verify({}, f"signed_parameters={token}".encode(), ADDRESS, [READY_SECRET])


@pytest.mark.parametrize("event", ["", "null", "{}", "[", "[" * 100_000, "12"])
def test_what_is_signed_and_cannot_be_read_is_refused(event: str):
    with pytest.raises(BadHook, match=r"^server\.bad_request$"):
        verify({"Authorization": "Bearer s"}, f"event={event}&timestamp=1".encode(), ADDRESS, ["s"])


@pytest.mark.parametrize("event", ['["x"]', '[{"data":{"id":5}}]', '[{"data":{"id":"user-joined","attributes":null}}]', "[null]"])
def test_what_is_signed_and_unlike_all_we_know_means_nothing(event: str):
    (told,) = verify({"Authorization": "Bearer s"}, f"event={event}&timestamp=x".encode(), ADDRESS, ["s"])
    assert (told.news, told.meeting_id, told.said_at) == (News.OTHER, "", None)
