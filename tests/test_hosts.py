"""Where a link leads: to everybody, into one network, or to the reader's own device."""

import pytest

from orchestrator.text import https_url, recording_url

OWN = [
    "localhost",
    "LOCALHOST",
    "localhost.",
    "meet.localhost",
    "127.0.0.1",
    "127.8.9.1",
    "0.0.0.0",
    "169.254.1.1",
    "224.0.0.1",
    "[::1]",
    "[::]",
    "[fe80::1]",
    "[ff02::1]",
    "[::ffff:127.0.0.1]",
    "[2002:7f00:1::]",
    "\uff11\uff12\uff17.0.0.1",  # full-width digits
    "127\u30020\u30020\u30021",  # ideographic full stops
    "l\u24deca\u217chost",
]
PRIVATE = [
    "10.0.0.1",
    "172.16.5.4",
    "192.168.1.1",
    "100.64.0.1",
    "192.0.2.1",
    "255.255.255.255",
    "[fd00::1]",
    "[2001:db8::1]",
    "[64:ff9b::a00:1]",
    "[::a00:1]",
    "[::ffff:192.168.1.1]",
    "[2002:c0a8:101::]",
    "recordings",
    "recordings.local",
    "nas.LAN.",
    "nas.corp.internal",
    "box.home.arpa",
]
UNCOMMON = [
    "2130706433",
    "0x7f000001",
    "0x7f.1",
    "0177.0.0.1",
    "127.1",
    "3232235777",
    "8.8.8.08",
    "1.2.3.4.5",
    "256.1.1.1",
    "%6c%6f%63alhost",
    "[fe80::1%25eth0]",
    "a..example.org",
    "0x.0x",
]
OPEN = [
    "video.example.org",
    "uni.hosted.panopto.com:8443",
    "8.8.8.8",
    "[2606:4700::1111]",
    "b\u00fccher.example",
    "xn--bcher-kva.example",
    "localhost.example.org",
    "1-2-3.example.org",
    "under_score.example.org",
    "local.example",
]


def link(host: str) -> str:
    return f"https://{host}/path?x=1"


@pytest.mark.parametrize("host", OPEN)
def test_what_everybody_reaches_is_linked(host: str) -> None:
    assert https_url(link(host)) == recording_url(link(host)) == link(host)


@pytest.mark.parametrize("host", PRIVATE)
def test_a_call_may_be_in_the_network_of_an_institution_and_a_recording_may_not(host: str) -> None:
    assert https_url(link(host)) == link(host)
    with pytest.raises(ValueError, match="others can open"):
        recording_url(link(host))


@pytest.mark.parametrize("host", OWN)
def test_what_is_everybodys_own_device_is_refused(host: str) -> None:
    for check in (https_url, recording_url):
        with pytest.raises(ValueError, match="others can open"):
            check(link(host))


@pytest.mark.parametrize("host", UNCOMMON)
def test_an_address_written_so_that_nobody_recognises_it_is_refused(host: str) -> None:
    for check in (https_url, recording_url):
        with pytest.raises(ValueError, match="must be a"):
            check(link(host))


def test_a_file_of_our_own_needs_no_host() -> None:
    assert recording_url("/media/s1/plenary.wav") == "/media/s1/plenary.wav"
