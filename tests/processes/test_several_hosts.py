"""Two servers on one Redis, behind nginx as ``docs/operating.md`` sets it up: either of them may be lost."""

import asyncio
import random
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import aiohttp
import pytest

from tests.processes.server import Evening, free_ports
from tests.processes.storm import LONG, Phone, draft, heard, say
from tests.processes.workers import Workers
from tests.workers.supervised import HOUSE

pytestmark = [pytest.mark.process, pytest.mark.soak]

PEOPLE = 200
NGINX = shutil.which("nginx", path="/usr/sbin:/usr/bin")


def documented(port: int, ports: list[int]) -> str:
    """The sample, without TLS and with these addresses."""
    text = (HOUSE / "docs" / "operating.md").read_text()
    sample = text.partition("```nginx\n")[2].partition("```")[0]
    sample = re.sub(r"listen 443 ssl;", f"listen 127.0.0.1:{port};", re.sub(r" *(ssl_|server_name).*\n", "", sample))
    servers = iter(ports)
    sample = re.sub(r"server 10\.0\.0\.\d:8000", lambda _: f"server 127.0.0.1:{next(servers)}", sample)
    assert next(servers, None) is None
    return sample


@contextmanager
def proxy(folder: Path, port: int, ports: list[int]) -> Iterator[None]:
    own = "".join(f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    config = folder / "nginx.conf"
    config.write_text(
        f"daemon off; pid {folder}/pid; error_log {folder}/errors; events {{ worker_connections 2048; }}"
        f"http {{ access_log off; {own}\n{documented(port, ports)} }}"
    )
    assert NGINX is not None
    nginx = subprocess.Popen([NGINX, "-e", str(folder / "errors"), "-c", str(config)])
    try:
        yield
    finally:
        nginx.terminate()
        nginx.wait()


async def open_through(http: aiohttp.ClientSession, url: str) -> Evening:
    async with asyncio.timeout(LONG):
        while True:
            try:
                async with http.get(f"{url}/readyz") as answer:
                    if answer.status == 200:
                        return await Evening.open(http, url)
            except aiohttp.ClientConnectionError:  # nginx does not listen yet
                pass


@pytest.mark.skipif(NGINX is None, reason="nginx is not there: apt-get install nginx-light")
async def test_either_host_may_be_lost_or_restarted_behind_a_proxy(redis_server, tmp_path, http):
    (port, *ports), dice = free_ports(3), random.Random(4)
    url = f"http://127.0.0.1:{port}"
    here, there = (Workers(redis_server.url, each, "--public-url", url, count=2) for each in ports)
    with proxy(tmp_path, port, ports), here, there:
        assert here.start() == there.start() == f"orchestrator serves on {url}"
        evening = await open_through(http, url)
        tickets = [await evening.join(f"Writer {number}", f"r{1 + number % 2}") for number in range(PEOPLE)]
        await evening.send(evening.host, "agenda.start")
        phones = [Phone(port, evening.session_id, ticket, [draft(v, 0)], dice) for v, ticket in enumerate(tickets)]
        await asyncio.gather(*[phone.connect() for phone in phones])
        await heard(phones)

        saying = asyncio.create_task(say(phones, 1))
        await asyncio.to_thread(here.kill)
        await saying
        assert 0 < sum(phone.reconnects > 0 for phone in phones) < PEOPLE, "both had people"

        assert await asyncio.to_thread(here.start) == f"orchestrator serves on {url}"
        ending = asyncio.create_task(asyncio.to_thread(there.end))
        await say(phones, 2)
        assert await ending == (0, "")
        await say(phones, 3)
        assert [voter for voter, phone in enumerate(phones) if phone.reconnects < 1] == []

        direct = Evening(http, f"http://127.0.0.1:{here.port}", evening.opened)
        shown = (await direct.look())["view"]["questions"].values()
        assert Counter(question["text"] for question in shown) == Counter(
            draft(voter, turn).data["text"] for voter in range(PEOPLE) for turn in range(4)
        )
