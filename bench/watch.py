"""The watch page of a large evening: how soon it is there, how much of it travels, how fast its search answers.

``README.md`` explains the figures. Exit code 1 where a goal is missed by what is not noise: bytes always, times by their median.
"""

import argparse
import asyncio
import itertools
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from late import Evening, held, prose
from playwright.async_api import Browser, Page, async_playwright

from orchestrator.eventlog.sqlite import SqliteLog

ROOT = Path(__file__).resolve().parents[1]
PAINT_GOAL, BYTES_GOAL, FRAME_GOAL = 50.0, 60 * 1024, 16.7  # ms, bytes, ms
CUES = 700  # of each recording
TYPED = ("a", "as", "ask", "assess", "the panel", "question", "zebra", "room answers", "")
BETWEEN = 250  # ms from key to key
SLOWER = 4  # a phone beside this machine

# What a press of a key costs: the handler, the styles and the layout it causes; the browser paints after that.
KEYSTROKE = """(words) => {
    const field = document.getElementById("filter-words");
    const began = performance.now();
    field.value = words;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    document.body.getBoundingClientRect();
    return performance.now() - began;
}"""


class Figure(NamedTuple):
    name: str
    values: Sequence[float]
    goal: float | None
    unit: str

    @property
    def missed(self) -> bool:
        return self.goal is not None and statistics.median(self.values) > self.goal

    def __str__(self) -> str:
        spread = "".join(f"{value:>10,.1f}" for value in (min(self.values), statistics.median(self.values), max(self.values)))
        goal = "" if self.goal is None else f"   goal {self.goal:,.1f}{', missed' if self.missed else ''}"
        return f"{self.name:<66}{spread} {self.unit}{goal}"


@contextmanager
def served(store: Path) -> Iterator[str]:
    """A server of its own; its address."""
    command = [
        sys.executable,
        "-m",
        "orchestrator",
        "serve",
        "--port",
        "0",
        "--store",
        f"sqlite:///{store}",
        "--limits",
        "relaxed",
    ]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        assert process.stdout is not None
        yield process.stdout.readline().strip().rsplit(" ", 1)[-1]
    finally:
        process.terminate()
        process.wait(timeout=15)


def asked(url: str, ticket: str, body: bytes | None = None, kind: str = "application/json") -> float:
    """Milliseconds until the whole answer is here."""
    headers = {"Authorization": f"Bearer {ticket}", "Content-Type": kind, "Accept-Encoding": "gzip"}
    request = urllib.request.Request(url, body, headers)
    began = time.perf_counter()
    with urllib.request.urlopen(request) as answer:
        answer.read()
    return (time.perf_counter() - began) * 1000


def transcribe(url: str, evening: Evening) -> None:
    words = prose()
    for number in range(1, 9):
        lines = (
            f"{n * 4 // 3600:02}:{n * 4 // 60 % 60:02}:{n * 4 % 60:02}.000 --> {n * 4 // 3600:02}:{n * 4 // 60 % 60:02}:"
            f"{n * 4 % 60 + 3:02}.000\n{' '.join(itertools.islice(words, 11))}\n"
            for n in range(CUES)
        )
        vtt = "WEBVTT\n\n" + "\n".join(lines)
        asked(
            f"{url}/api/sessions/{evening.session_id}/recordings/rec{number}/captions?language=en",
            evening.host,
            vtt.encode(),
            "text/vtt",
        )


def painted(store: Path, evening: Evening, rounds: int) -> Iterator[Figure]:
    """From the request to the last byte of the page, on loopback: what the network takes comes on top."""
    page, commands = f"/watch/{evening.session_id}", f"/api/sessions/{evening.session_id}/commands"
    first, changed, warm = [], [], []
    for _ in range(3):
        with served(store) as url:
            first.append(asked(url + page, evening.watch))
    with served(store) as url:
        asked(url + page, evening.watch)
        for number in range(rounds):
            edit = {"name": "recordings.edit", "data": {"recording_id": "rec8", "duration": 2_600_000 + number}}
            asked(url + commands, evening.host, json.dumps(edit).encode())
            changed.append(asked(url + page, evening.watch))
            warm.append(asked(url + page, evening.watch))
    yield Figure("first request after a restart: the log is read as well", first, None, "ms")
    yield Figure("cold: nothing of the page is remembered", changed, PAINT_GOAL, "ms")
    yield Figure("warm", warm, PAINT_GOAL, "ms")


async def opened(browser: Browser, url: str, evening: Evening) -> tuple[Page, dict[str, float]]:
    """The page at rest, and the bytes that came for it by address, headers included."""
    context = await browser.new_context(viewport={"width": 360, "height": 740})
    page = await context.new_page()
    network = await context.new_cdp_session(page)
    await network.send("Network.enable")
    names: dict[str, str] = {}
    came: dict[str, float] = {}
    network.on("Network.responseReceived", lambda told: names.update({told["requestId"]: told["response"]["url"]}))
    network.on("Network.loadingFinished", lambda told: came.update({told["requestId"]: told["encodedDataLength"]}))
    await page.route("https://**", lambda route: route.abort())  # media
    await page.goto(f"{url}/watch/{evening.session_id}?k={evening.watch}")
    await page.locator(".tools").last.wait_for(state="attached")
    await page.wait_for_load_state("networkidle")
    return page, {names[request]: size for request, size in came.items() if names.get(request, "").startswith("http")}


async def browsed(store: Path, evening: Evening, rounds: int, verbose: bool) -> list[Figure]:
    with served(store) as url:
        transcribe(url, evening)
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
            page, came = await opened(browser, url, evening)
            if verbose:
                print(
                    *(
                        f"    {size:>8,.0f}  {address.removeprefix(url)}"
                        for address, size in sorted(came.items(), key=lambda one: -one[1])
                    ),
                    sep="\n",
                )
            searched = await keystrokes(page, rounds)
            await browser.close()
    return [Figure("transferred beside media, headers included", [sum(came.values())], BYTES_GOAL, "bytes"), *searched]


async def keystrokes(page: Page, rounds: int) -> list[Figure]:
    await page.locator("#filter-words").focus()
    async with page.expect_response(lambda answer: answer.url.endswith(".vtt")):
        pass
    await page.wait_for_load_state("networkidle")
    processor = await page.context.new_cdp_session(page)
    await processor.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    await page.evaluate(KEYSTROKE, "warm up")
    took = []
    for words in TYPED * rounds:
        took.append(await page.evaluate(KEYSTROKE, words))
        await page.wait_for_timeout(BETWEEN)
    return [Figure(f"search, a press of a key, processor {SLOWER} times slower", took, FRAME_GOAL, "ms")]


async def main(rounds: int, verbose: bool) -> int:
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "late.db"
        log = await SqliteLog.open(str(store))
        evening = await held(log)
        await log.close()
        figures = [*painted(store, evening, rounds), *await browsed(store, evening, rounds, verbose)]
    print(f"{'300 questions, 2,000 people, 8 recordings':<66}{'min':>10}{'median':>10}{'max':>10}")
    print(*figures, sep="\n")
    return int(any(figure.missed for figure in figures))


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=10)
    options.add_argument("--verbose", action="store_true", help="say what was transferred, by address")
    chosen = options.parse_args()
    sys.exit(asyncio.run(main(chosen.rounds, chosen.verbose)))
