"""Live sockets: what every client is told, in which order, and when it is let go."""

from tests.server.program import Evening
from tests.server.serving import Server


async def test_the_snapshot_is_the_first_thing_after_the_answer_to_connect(server: Server, evening: Evening) -> None:
    wire = await server.connected(evening.id, evening.host)
    assert [name for name, _ in wire.heard] == ["snapshot"]
    seen = await evening.seen(evening.host)
    assert (wire.screen.view, wire.screen.me) == (seen["view"], seen["me"])
    assert (wire.screen.epoch, wire.screen.version) == (seen["epoch"], seen["version"])
