"""A browser shows the captions that were added to a recording, as text."""

import asyncio
from pathlib import Path

import pytest
from playwright.async_api import Browser, Route

from orchestrator.rehearsal.tape import record
from tests.server.serving import serving

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

CAPTIONS = "\ufeffWEBVTT\r\n\r\n00:01.000 --> 00:02.500\r\n<v Ana>Why &lt;b&gt;not&lt;/b&gt; &amp;amp; how --&gt; so?\r\nYes.\r\n"
PAGE = """<!doctype html><title>Player</title>
<video src="{media}"><track default kind="captions" srclang="en" src="{captions}"></video>"""
CUES = """async () => {
    const track = document.querySelector("track");
    if (track.readyState < 2) await new Promise((loaded) => { track.onload = track.onerror = loaded; });
    return [...(track.track.cues ?? [])].map(({ startTime, endTime, text }) =>
        ({ startTime, endTime, shown: new VTTCue(0, 1, text).getCueAsHTML().textContent }));
}"""


async def test_a_player_shows_the_words_and_nothing_runs(browser: Browser, tmp_path: Path) -> None:
    async with serving(tmp_path / "log.db", media_dir=str(tmp_path / "media")) as server:
        evening = await server.program.open()
        await asyncio.to_thread(record, tmp_path / "media" / evening.id / "plenary.wav", 5_000, 1)
        media = f"/media/{evening.id}/plenary.wav"
        recording = await evening.made(evening.host, "recordings.link", url=media)
        path = f"{evening.path}/recordings/{recording}/captions"
        sent = {"headers": {"Content-Type": "text/vtt"}, "data": CAPTIONS.encode(), "params": {"language": "en"}}
        reply = await server.program.call("POST", path, ticket=evening.host, **sent)
        assert reply.status == 201, reply.text
        captions = f"{path}/{reply.json['captions_id']}.vtt"
        context = await browser.new_context(extra_http_headers={"Authorization": f"Bearer {evening.tickets['watch']}"})
        page = await context.new_page()

        async def player(route: Route) -> None:
            await route.fulfill(body=PAGE.format(media=media, captions=captions), content_type="text/html")

        await page.route("**/player", player)
        await page.goto(f"{server.url}/player")
        cues = await page.evaluate(CUES)
        await context.close()
    assert cues == [{"startTime": 1, "endTime": 2.5, "shown": "Ana: Why <b>not</b> &amp; how --> so?\nYes."}]
