"""What strangers may put on a socket: a coded answer or a closed socket, and nothing half done. (conftest.py reads the log.)"""

import asyncio
import json
from collections.abc import Callable
from pathlib import Path

import aiohttp
import pytest

from orchestrator.server.channels import Connection
from tests.server.program import Evening
from tests.server.serving import Server, serving
from tests.server.wire import PATH, Closed, Wire, eventually

FRAME = 16 * 1024


async def still_serves(server: Server, evening: Evening, version: int) -> None:
    """Nothing was changed, and the next client is served."""
    wire = await server.connected(evening.id, evening.host)
    assert wire.screen.version == version
    assert (await wire.ask("rooms.announce", text="Hello"))["version"] == version + 1


# -- frames of somebody who is in

CLOSES = {
    "nothing": "",
    "a letter": "x",
    "a digit": "9",
    "a ping": "2",
    "a probe": "2probe",
    "a pong with something": "3probe",
    "a greeting": "0{}",
    "an upgrade": "5",
    "a noop": "6",
    "close": "1",
    "a message of nothing": "4",
    "goodbye": "41",
    "goodbye to elsewhere": "41/admin,",
    "an answer": "43[]",
    "an answer with a number": "431[1]",
    "a refusal": '44{"message":"no"}',
    "an event with an attachment": '451-["agenda.start",{"_placeholder":true,"num":0}]',
    "an event with many attachments": '4599999-["agenda.start"]',
    "an answer with an attachment": "461-1[]",
    "an unknown kind": '47["agenda.start"]',
    "an event of nothing": "42",
    "an event that is an object": "42{}",
    "an event that is text": '42"agenda.start"',
    "an event without a name": "42[]",
    "an event that is a number": "42[5]",
    "an event that is null": "42[null]",
    "an event that is a list": '42[["agenda.start"]]',
    "an event cut short": '42["agenda.start"',
    "an event with too much": '42["agenda.start"]]',
    "an event that is infinite": '42["agenda.start",{"a":1e999}]',
    "connect": '42["connect"]',
    "connect with a number": '421["connect",{}]',
    "connect_error": '42["connect_error",{}]',
    "disconnect": '42["disconnect"]',
    "disconnecting": '42["disconnecting"]',
    "newListener": '42["newListener"]',
    "removeListener": '42["removeListener"]',
    "underscores": '42["__x__"]',
    "underscores with a number": '427["__init__",{}]',
    "elsewhere": '42/admin,["agenda.start"]',
    "elsewhere with a number": '42/admin,1["agenda.start"]',
    "a negative number": '42-1["agenda.start"]',
    "a number with a fraction": '421.5["agenda.start"]',
    "a number of another script": '42\u0661["agenda.start"]',
    "a number of 19 digits": f'42{"9" * 19}["agenda.start"]',
    "a number with a space": '421 ["agenda.start"]',
    "connect again": "40",
    "connect again elsewhere": "40/admin,{}",
    "a frame too large": "x" * (FRAME + 1),
    "a command too large": f'421["rooms.announce",{{"text":"{"x" * FRAME}"}}]',
    "megabytes": "42" + "[" * 3_000_000,
}


@pytest.mark.parametrize("case", CLOSES)
async def test_this_is_not_how_we_talk(server: Server, evening: Evening, case: str) -> None:
    wire = await server.connected(evening.id, evening.host)
    await wire.send(CLOSES[case])
    assert await wire.closed() == []
    await still_serves(server, evening, wire.screen.version)


async def test_nobody_becomes_somebody_else_on_the_same_socket(server: Server, evening: Evening) -> None:
    ana = await evening.join("Ana", "r1")
    wire = await server.connected(evening.id, ana.ticket)
    await wire.send("40" + json.dumps({"session": evening.id, "ticket": evening.host}))
    assert await wire.closed() == []
    await eventually(lambda: server.parts.hub.count() == 0)


async def test_whoever_says_goodbye_is_gone(server: Server, evening: Evening) -> None:
    wire = await server.connected(evening.id, evening.host)
    await wire.send("41")
    await wire.send("40" + json.dumps({"session": evening.id, "ticket": evening.host}))
    assert await wire.closed() == []
    await eventually(lambda: server.parts.hub.count() == 0)


@pytest.mark.parametrize("binary", [b"", b"\x04\x02", b'42["agenda.start"]', b"\xff" * 1000])
async def test_nothing_we_speak_is_binary(server: Server, evening: Evening, binary: bytes) -> None:
    wire = await server.connected(evening.id, evening.host)
    await wire.socket.send_bytes(binary)
    assert await wire.closed() == []
    await still_serves(server, evening, wire.screen.version)


def masked(first: int, payload: bytes = b"", length: bytes | None = None, mask: int = 0x80) -> bytes:
    """A frame from client to server whose mask is zero."""
    size = bytes([mask | len(payload)]) if length is None else bytes([mask | length[0]]) + length[1:]
    return bytes([first]) + size + (bytes(4) if mask else b"") + payload


RAW = {
    "a continuation of nothing": masked(0x80, b"42[]"),
    "two beginnings": masked(0x01, b"42[") + masked(0x01, b"42["),
    "text that goes on as binary": masked(0x01, b"42[") + masked(0x82, b"]"),
    "an unknown kind of frame": masked(0x83, b"42[]"),
    "an unknown kind of control frame": masked(0x8B),
    "a reserved bit": masked(0xC1, b"42[]"),
    "all reserved bits": masked(0xF1, b"42[]"),
    "a frame without a mask": masked(0x81, b"42[]", mask=0),
    "a control frame in pieces": masked(0x09, b"x"),
    "a control frame too large": masked(0x89, b"x" * 200, length=b"\x7e\x00\xc8"),
    "no UTF-8": masked(0x81, b"42[\xff\xfe]"),
    "UTF-8 cut short": masked(0x81, b'42["\xe2\x82'),
    "a surrogate in UTF-8": masked(0x81, b'42["\xed\xa0\x80"]'),
    "2^63 bytes to come": masked(0x81, length=b"\x7f" + b"\x80" + bytes(7)),
    "16 MB to come": masked(0x81, length=b"\x7f" + (1 << 24).to_bytes(8, "big")) + b"x" * 20_000,
    "endless pieces": masked(0x01, b"42[") + masked(0x00, b"x" * 100) * 1000,
    "a close of one byte": masked(0x88, b"\x03"),
    "a close with a bad code": masked(0x88, b"\x00\x01"),
    "HTTP again": b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
}


@pytest.mark.parametrize("case", RAW)
async def test_broken_frames_close_the_socket(server: Server, evening: Evening, case: str) -> None:
    wire = await server.connected(evening.id, evening.host)
    transport = wire.socket._response.connection.transport  # type: ignore[union-attr]
    transport.write(RAW[case])
    assert await wire.closed() == []
    await still_serves(server, evening, wire.screen.version)


async def test_a_frame_of_the_largest_size_is_read(server: Server, evening: Evening) -> None:
    wire = await server.connected(evening.id, evening.host)
    frame = '421["rooms.announce",{"text":"%s"}]'
    await wire.send(frame % ("x" * (FRAME - len(frame) + 2)))
    await wire.until(lambda: 1 in wire.answers)
    assert wire.answers[1]["code"] == "invalid_command"


async def test_a_frame_in_honest_pieces_is_read(server: Server, evening: Evening) -> None:
    wire = await server.connected(evening.id, evening.host)
    transport = wire.socket._response.connection.transport  # type: ignore[union-attr]
    transport.write(masked(0x01, b'421["agenda.') + masked(0x89, b"ping") + masked(0x00, b'start"') + masked(0x80, b"]"))
    await wire.until(lambda: 1 in wire.answers)
    assert wire.answers[1]["ok"]


def nested(depth: int) -> str:
    """JSON of so many levels: ``{"a":[[…]]}``."""
    return '{"a":' + "[" * (depth - 1) + "]" * (depth - 1) + "}"


def keys(count: int) -> str:
    return "{" + ",".join(f'"k{number}":0' for number in range(count)) + "}"


ANSWERED = {
    "too large a number": ('["agenda.start",{"a":1e999}]', "server.bad_json"),
    "minus infinity": ('["agenda.start",{"a":-1e999}]', "server.bad_json"),
    "Infinity": ('["agenda.start",{"a":Infinity}]', "server.bad_json"),
    "NaN": ('["agenda.start",NaN]', "server.bad_json"),
    "2^53": (f'["agenda.start",{{"a":{2**53}}}]', "server.bad_json"),
    "-2^53": (f'["agenda.start",{{"a":{-(2**53)}}}]', "server.bad_json"),
    "5000 digits": (f'["agenda.start",{{"a":{"9" * 5000}}}]', "server.bad_json"),
    "a key twice": ('["agenda.start",{"a":1,"a":2}]', "server.bad_json"),
    "nine levels": (f'["agenda.start",{nested(9)}]', "server.bad_json"),
    "eight levels": (f'["agenda.start",{nested(8)}]', "invalid_command"),
    "thousands of levels": (f'["agenda.start",{"[" * 8000}]', "server.bad_json"),
    "65 keys": (f'["agenda.start",{keys(65)}]', "server.bad_json"),
    "64 keys": (f'["agenda.start",{keys(64)}]', "invalid_command"),
    "1025 items": (f'["agenda.start",{{"a":[{",".join("1" * 1025)}]}}]', "server.bad_json"),
    "1024 items": (f'["agenda.start",{{"a":[{",".join("1" * 1024)}]}}]', "invalid_command"),
    "cut short": ('["agenda.start"', "server.bad_json"),
    "a comma too many": ('["agenda.start",{},]', "server.bad_json"),
    "single quotes": ("['agenda.start']", "server.bad_json"),
    "two arguments": ('["agenda.start",{},{}]', "invalid_command"),
    "data that is a number": ('["agenda.start",5]', "invalid_command"),
    "data that is null": ('["agenda.start",null]', "invalid_command"),
    "data that is a list": ('["agenda.start",[]]', "invalid_command"),
    "an unknown command": ('["agenda.stop",{}]', "unknown_command"),
    "a command of the server's": ('["session.open",{}]', "unknown_command"),
    "another command of the server's": ('["session.admit",{}]', "unknown_command"),
    "an empty name": ('["",{}]', "unknown_command"),
    "a name that is no Unicode": ('["\\ud800",{}]', "server.bad_json"),
    "an id that is no Unicode": ('["panel.call",{"question_id":"\\ud800"}]', "server.bad_json"),
    "an instant that is no Unicode": ('["agenda.set_end",{"phase_id":"ph1","ends_at":"\\uDbFf"}]', "server.bad_json"),
    "a name of spaces": ('[" agenda.start",{}]', "unknown_command"),
}


@pytest.mark.parametrize("case", ANSWERED)
async def test_what_has_a_number_is_answered(server: Server, evening: Evening, case: str) -> None:
    packet, code = ANSWERED[case]
    wire = await server.connected(evening.id, evening.host)
    await wire.send(f"42909{packet}")
    await wire.until(lambda: 909 in wire.answers)
    answer = wire.answers[909]
    assert answer.keys() == {"ok", "code", "message"}
    assert (answer["ok"], answer["code"]) == (False, code)
    assert answer["message"]
    version = wire.screen.version
    assert (await wire.ask("rooms.announce", text="Hello"))["version"] == version + 1


# -- frames of somebody who is not in

NOT_A_CONNECT = {
    "a command": '421["agenda.start",{}]',
    "a ping": "2",
    "a letter": "x",
    "nothing": "",
    "an object cut short": "40{",
    "an infinite number": '40{"session":1e999}',
    "a key twice": '40{"session":"a","session":"b"}',
    "nine levels": "40" + nested(9),
    "text that is no Unicode": '40{"session":"\\ud800","ticket":"a"}',
    "a list": "40[1]",
    "null": "40null",
    "text": '40"x"',
    "a word": "40abc",
    "a number": "405",
    "a number before": '401{"session":"a"}',
    "elsewhere": "40/admin,",
    "elsewhere with data": '40/admin,{"session":"a"}',
    "markup": "40/<script>,{}",
    "a query": "40?token=1",
    "an attachment": '451-["a"]',
    "too large": '40{"session":"' + "x" * FRAME + '"}',
}


@pytest.mark.parametrize("case", NOT_A_CONNECT)
async def test_whoever_does_not_introduce_themselves_is_let_go(server: Server, evening: Evening, case: str) -> None:
    version = await evening.version()
    wire = await server.wire()
    await wire.send(NOT_A_CONNECT[case])
    assert await wire.closed() == []
    await still_serves(server, evening, version)


async def test_whoever_says_nothing_is_let_go(tmp_path: Path) -> None:
    async with serving(tmp_path / "log.db", connect_seconds=2) as server:
        evening = await server.program.open()
        known = await server.connected(evening.id, evening.host)
        silent = await server.wire()  # the second to come, so when it is let go the other's deadline has passed, too
        assert await silent.closed() == []
        assert (await known.ask("agenda.start"))["ok"], "the deadline is for those who said nothing"


async def test_whoever_was_refused_cannot_try_again_on_the_same_socket(
    server: Server, evening: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Connection, "close", lambda self: None)  # which the server does by itself, a second after it refused
    wire = await server.wire()
    assert (await wire.connect({"session": evening.id, "ticket": "wrong"})).startswith("44")
    await wire.send("40" + json.dumps({"session": evening.id, "ticket": evening.host}))
    assert await wire.closed() == []
    assert server.parts.hub.count() == 0


# -- requests that are no handshake

GOOD = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
}
HANDSHAKES: dict[str, tuple[str, str, dict[str, str]]] = {
    "no handshake at all": ("GET", PATH, {}),
    "polling": ("GET", "/socket.io/?EIO=4&transport=polling", {}),
    "polling and upgrading": ("GET", "/socket.io/?EIO=4&transport=polling", GOOD),
    "no transport": ("GET", "/socket.io/?EIO=4", GOOD),
    "an unknown transport": ("GET", "/socket.io/?EIO=4&transport=<script>", GOOD),
    "another version": ("GET", "/socket.io/?EIO=3&transport=websocket", GOOD),
    "no version": ("GET", "/socket.io/?transport=websocket", GOOD),
    "two versions": ("GET", PATH + "&EIO=3", GOOD),
    "somebody's socket": ("GET", PATH + "&sid=abc", GOOD),
    "JSONP": ("GET", PATH + "&j=0", GOOD),
    "JSONP with nonsense": ("GET", PATH + "&j=<script>", GOOD),
    "a POST": ("POST", PATH, {"Content-Type": "text/plain"}),
    "a POST to somebody's socket": ("POST", "/socket.io/?EIO=4&transport=polling&sid=abc", {}),
    "a PUT": ("PUT", PATH, GOOD),
    "a DELETE": ("DELETE", PATH, {}),
    "HEAD": ("HEAD", PATH, GOOD),
    "OPTIONS": ("OPTIONS", PATH, {}),
    "no key": ("GET", PATH, {key: value for key, value in GOOD.items() if key != "Sec-WebSocket-Key"}),
    "a bad key": ("GET", PATH, GOOD | {"Sec-WebSocket-Key": "x"}),
    "another websocket": ("GET", PATH, GOOD | {"Sec-WebSocket-Version": "12"}),
    "an upgrade to something else": ("GET", PATH, GOOD | {"Upgrade": "h2c"}),
    "almost an upgrade": ("GET", PATH, GOOD | {"Connection": "noupgrade"}),
}


@pytest.mark.parametrize("case", HANDSHAKES)
async def test_what_is_no_handshake_is_refused_in_words(server: Server, case: str) -> None:
    method, path, headers = HANDSHAKES[case]
    reply = await server.program.call(method, path, headers=headers)
    assert 400 <= reply.status < 500, reply.text
    if method != "HEAD":
        assert reply.code.startswith("server.")
        assert "<script>" not in reply.text


FOREIGN: dict[str, Callable[[str], dict[str, str]]] = {
    "another site": lambda url: {"Origin": "https://evil.example"},
    "another port": lambda url: {"Origin": "http://127.0.0.1:1"},
    "no site": lambda url: {"Origin": "null"},
    "nonsense": lambda url: {"Origin": "http://["},
    "nothing": lambda url: {"Origin": ""},
    "another site by its own word": lambda url: {"Sec-Fetch-Site": "cross-site"},
    "another scheme": lambda url: {"Origin": "file://" + url.removeprefix("http://")},
    "another name for us": lambda url: {"Host": "evil.example", "Origin": "http://evil.example"},
}


@pytest.mark.parametrize("case", FOREIGN)
async def test_no_other_site_opens_our_sockets(server: Server, case: str) -> None:
    with pytest.raises(aiohttp.WSServerHandshakeError) as refusal:
        await Wire.open(server.http, server.url, headers=FOREIGN[case](server.url))
    assert refusal.value.status in (403, 421)


async def test_our_own_pages_open_sockets(server: Server, evening: Evening) -> None:
    wire = await Wire.open(server.http, server.url, headers={"Origin": server.url})
    await wire.enter(evening.id, evening.host)


async def test_what_never_became_a_socket_leaves_nothing_behind(server: Server, evening: Evening) -> None:
    (sockets,) = {route.handler.__self__ for route in server.parts.web.router.routes() if "socket.io" in str(route.resource)}
    engine = sockets._sio.eio
    for method, path, headers in HANDSHAKES.values():
        await server.program.call(method, path, headers=headers)
    for frames in ("x", "40{", "40{}", '40{"session":"a","ticket":"b"}', "1", "41"):
        wire = await server.wire()
        await wire.send(frames)
    wire = await server.connected(evening.id, evening.host)
    await wire.socket.close()
    await eventually(lambda: not engine.sockets)


async def test_a_client_that_shouts_and_does_not_listen_is_not_listened_to(tmp_path: Path) -> None:
    """Answers nobody reads must not fill the memory."""
    async with serving(tmp_path / "log.db", outbox_bytes=16 * 1024, stalled_seconds=60) as server:
        evening = await server.program.open()
        reader, writer = await asyncio.open_connection("127.0.0.1", int(server.url.rsplit(":", 1)[1]), limit=1024)
        request = [f"GET {PATH} HTTP/1.1", "Host: 127.0.0.1", *(f"{key}: {value}" for key, value in GOOD.items()), "", ""]
        writer.write("\r\n".join(request).encode())
        connect = b"40" + json.dumps({"session": evening.id, "ticket": evening.host}).encode()
        await reader.readuntil(b"\r\n\r\n")
        writer.write(masked(0x01, connect[:100]) + masked(0x80, connect[100:]))
        await reader.readuntil(b'42["snapshot"')
        shout = masked(0x81, b'421["no.such.command",{}]') * 2000

        async def shouting() -> None:
            while True:
                writer.write(shout)
                await writer.drain()

        with pytest.raises(TimeoutError):
            await asyncio.wait_for(shouting(), 0.7)
        assert sum(known.backlog() for known in server.parts.hub.connections()) < 64 * 1024
        assert (await server.connected(evening.id, evening.host)).screen.version == 1
        writer.transport.abort()


async def test_a_connection_that_breaks_in_the_middle_of_anything_is_nobodys_fault(server: Server, evening: Evening) -> None:
    """Cut off before, in and after the handshake, and in the middle of a frame and of a body."""
    request = [f"GET {PATH} HTTP/1.1", "Host: 127.0.0.1", *(f"{key}: {value}" for key, value in GOOD.items()), "", ""]
    handshake = "\r\n".join(request).encode()
    body = b"POST /api/sessions HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"
    beginnings = [b"", b"G", handshake[:40], handshake, handshake + masked(0x81, b"40{}")[:5], handshake + b"\x81", body]
    for beginning in beginnings * 3:
        _, writer = await asyncio.open_connection("127.0.0.1", int(server.url.rsplit(":", 1)[1]))
        writer.write(beginning)
        await writer.drain()
        writer.transport.abort()
    await still_serves(server, evening, await evening.version())


GARBAGE = {
    "bytes": bytes(range(256)),
    "TLS": bytes.fromhex("16030100f8010000f40303") + b"\x00" * 100,
    "no method": b" / HTTP/1.1\r\n\r\n",
    "an unknown method": b"HACK / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
    "another protocol": b"GET / SPDY/3\r\n\r\n",
    "no host": b"GET / HTTP/1.1\r\n\r\n",
    "a line too long": b"GET /" + b"a" * 20_000 + b" HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
    "a header too long": b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: " + b"a" * 20_000 + b"\r\n\r\n",
    "headers without end": b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n" + b"X: a\r\n" * 5_000,
    "a header without a name": b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n: a\r\n\r\n",
    "two lengths": b"POST /api/sessions HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n{}",
    "a negative length": b"POST /api/sessions HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: -1\r\n\r\n",
    "a bad chunk": b"POST /api/sessions HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
    b"Transfer-Encoding: chunked\r\n\r\nzz\r\n",
    "a path that is no URL": b"GET http://[ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
    "a path of percent signs": b"GET /%%%/%zz/%ed%a0%80/%00 HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n",
    "a host that is no name": b"GET / HTTP/1.1\r\nHost: [::1\r\nConnection: close\r\n\r\n",
    "two hosts": b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n",
    "CONNECT": b"CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example\r\n\r\n",
    "an absolute address": b"GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n",
}


@pytest.mark.parametrize("case", GARBAGE)
async def test_what_is_no_http_is_refused_without_a_traceback(server: Server, case: str) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", int(server.url.rsplit(":", 1)[1]))
    writer.write(GARBAGE[case])
    writer.write_eof()
    answer = (await asyncio.wait_for(reader.read(), 5)).decode("latin-1")
    assert not answer or answer.split()[1].startswith("4"), answer[:200]
    assert "Traceback" not in answer
    assert "a" * 1000 not in answer
    writer.close()
    assert (await server.program.get("/healthz")).status == 200


async def test_a_closed_wire_says_so(server: Server) -> None:
    wire = await server.wire()
    await wire.send("x")
    with pytest.raises(Closed):
        await wire.frame()
