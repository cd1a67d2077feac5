"""How soon a long session is back after kill -9: from the kill to the first right view on a client's screen.

A session of 250,000 events, a worker that is killed while votes come, and replaced by its supervisor; or, with ``--whole``, a
server of which everything is killed and started again at once. A client tries again every few milliseconds. Right is a view
that holds all that was acknowledged, and nothing that was never sent. ``README.md`` explains the figures.
"""

import argparse
import asyncio
import gc
import json
import os
import random
import signal
import socket
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

import aiohttp
import core
from msgspec.structs import replace

from orchestrator.app import open_log
from orchestrator.eventlog.log import NO_HASH, Commit, Log, chain
from orchestrator.eventlog.sqlite_snapshots import SnapshotFiles
from orchestrator.messages import LINKS, Audience, Command, Role, RoomId, SessionId
from orchestrator.qa_queue.events import VoteCast, VoteWithdrawn
from orchestrator.server.auth import hashed
from orchestrator.session.codec import Entry, decode, encode
from orchestrator.session.commands import Admit, Open
from orchestrator.session.snapshot import loaded
from orchestrator.session.state import Session
from orchestrator.session.view import view

STREAM = SessionId("s" + "0" * 20)
PEOPLE, QUESTIONS, ROOMS = 2_000, 300, 20
core.START = round(time.time() * 1000) - 6 * 3_600_000  # it is going on
AT_ONCE = 2_000  # commits on their way into the store while the session is made
VOTERS = 10  # that go on voting, each on a question of its own, with one vote under way
OURS = {f"p{number}" for number in range(1, VOTERS + 1)}
PAUSE_S = 0.015  # between the votes of each: together some 500 a second
TRY_AGAIN_S = 0.005
GOAL_S = 1.5


class Recorded(core.Evening):
    """An evening whose entries are kept, with tickets that open doors."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self._tickets = 0
        super().__init__(PEOPLE, QUESTIONS, ROOMS)

    def do(self, command: Command) -> tuple[Entry, Session]:
        if isinstance(command, Open):
            command = replace(command, session_id=STREAM, links={link: hashed(f"ticket of {link}") for link in LINKS})
        elif isinstance(command, Admit):
            self._tickets += 1
            command = replace(command, ticket_hash=hashed(f"ticket of p{self._tickets}"))
        entry, session = super().do(command)
        self.entries.append(entry)
        return entry, session


def entries(events: int) -> Iterator[Entry]:
    """A session of so many events. Votes of people who change their minds, from many phones, a commit each."""
    evening = Recorded()
    yield from evening.entries
    made = sum(len(entry.events) for entry in evening.entries)
    chance, at = random.Random(1), evening.at
    standing: set[tuple[str, str]] = set()
    voters = [person for person in evening.people if person not in OURS]
    for _ in range(events - made):
        voter, question = chance.choice(voters), chance.choice(evening.questions)
        at += chance.randrange(20)
        if (voter, question) in standing:
            standing.remove((voter, question))
            event: VoteCast | VoteWithdrawn = VoteWithdrawn(question_id=question, voter_id=voter, at=at)
        else:
            standing.add((voter, question))
            event = VoteCast(question_id=question, voter_id=voter, room_id=evening.now.rooms.room_of(voter), at=at)
        command_id = f"{chance.getrandbits(128):032x}"
        yield Entry(actor=voter, at=at, events=(event,), command_id=command_id)


async def fill(log: Log, events: int) -> None:
    version, last = 0, NO_HASH
    waiting: list[asyncio.Task[None]] = []
    for entry in entries(events):
        body = encode((entry,))
        version, last = version + 1, chain(last, body)
        waiting.append(asyncio.create_task(log.append(Commit(STREAM, version, body, last), None)))
        if len(waiting) == AT_ONCE:
            await asyncio.gather(*waiting)
            waiting = []
    await asyncio.gather(*waiting)


# -- the server -----------------------------------------------------------------------------------------------------------


class Server:
    def __init__(self, store: str, python: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self._command = [python, "-m", "orchestrator", "serve", "--port", str(self.port), "--store", store, "--limits", "relaxed"]
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Returns at once."""
        environment = {key: value for key, value in os.environ.items() if not key.startswith("ORCHESTRATOR_")}
        self._process = await asyncio.create_subprocess_exec(*self._command, stdout=asyncio.subprocess.DEVNULL, env=environment)

    def worker(self) -> int:
        """The process that serves."""
        assert self._process is not None
        pid = self._process.pid
        (worker,) = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        return int(worker)

    def processor(self) -> float:
        """Seconds of processor that the worker has used."""
        fields = Path(f"/proc/{self.worker()}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    async def kill(self, whole: bool) -> None:
        if whole:
            await self.end(signal.SIGKILL)
            await self.start()
        else:
            os.kill(self.worker(), signal.SIGKILL)

    async def end(self, number: signal.Signals) -> None:
        if self._process is not None:
            with suppress(ProcessLookupError):
                self._process.send_signal(number)
            await self._process.wait()
            self._process = None


# -- clients ----------------------------------------------------------------------------------------------------------------


class Line:
    """One socket that has sent who it is."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse, greeted: float) -> None:
        self.greeted = greeted  # when the server took the connection
        self._socket = socket

    async def event(self) -> tuple[str, Any]:
        """The next event or answer (``("answer", …)``); ``ConnectionError`` when the server is gone."""
        while True:
            message = await self._socket.receive()
            if message.type is not aiohttp.WSMsgType.TEXT:
                raise ConnectionError(message)
            text = message.data
            if text == "2":
                await self._socket.send_str("3")
            elif text.startswith("42"):
                name, payload = json.loads(text[2:])
                return name, payload
            elif text.startswith("43"):
                return "answer", json.loads(text[text.index("[") :])[0]

    async def send(self, name: str, **data: object) -> None:
        await self._socket.send_str(f"421{json.dumps([name, data])}")


@asynccontextmanager
async def line(http: aiohttp.ClientSession, url: str, actor: str) -> AsyncIterator[Line]:
    try:
        async with http.ws_connect(f"{url}/socket.io/?EIO=4&transport=websocket", max_msg_size=0) as socket:
            await socket.receive()
            greeted = time.monotonic()
            await socket.send_str("40" + json.dumps({"session": STREAM, "ticket": f"ticket of {actor}"}))
            answer = await socket.receive()
            if answer.type is not aiohttp.WSMsgType.TEXT or not answer.data.startswith("40"):
                raise ConnectionError(answer)
            yield Line(socket, greeted)
    except aiohttp.ClientError as error:
        raise ConnectionError(error) from error


class Voter:
    """Supports a question, takes it back, and so on. ``cast``: what was acknowledged last; ``open``: one is under way."""

    def __init__(self, number: int) -> None:
        self.actor, self.question = f"p{number + 1}", f"q{number + 1}"
        self.cast = self.open = False
        self.version = 0
        self._commands = 0

    async def vote(self, http: aiohttp.ClientSession, url: str) -> None:
        """Until the server is gone. What had no answer then is sent again, as a phone does."""
        with suppress(ConnectionError):
            async with line(http, url, self.actor) as mine:
                while True:
                    self._commands += not self.open
                    self.open = True
                    name = "qa_queue.withdraw_vote" if self.cast else "qa_queue.cast_vote"
                    await mine.send(name, question_id=self.question, command_id=f"c{self._commands}")
                    while (heard := await mine.event())[0] != "answer":
                        pass
                    if not heard[1].get("ok"):
                        raise AssertionError(f"{name} was refused: {heard[1]}")
                    self.cast, self.open, self.version = not self.cast, False, max(self.version, heard[1]["version"])
                    await asyncio.sleep(PAUSE_S)


class Back(NamedTuple):
    """Seconds after the kill: when the server took a connection, and when the view was right. ``processor``: what the new
    worker had used by then, which tells more where others use the machine."""

    listening: float
    right: float
    processor: float


async def back(http: aiohttp.ClientSession, server: Server, voters: list[Voter], base: dict[str, int], killed: float) -> Back:
    """The first view after a start, seen by a client that tries as often as it can."""
    while True:
        try:
            async with line(http, server.url, "host") as mine:
                while (heard := await mine.event())[0] != "snapshot":
                    pass
                right, processor = time.monotonic() - killed, server.processor()
                check(heard[1], voters, base)
                return Back(mine.greeted - killed, right, processor)
        except ConnectionError:
            await asyncio.sleep(TRY_AGAIN_S)


def check(snapshot: dict[str, Any], voters: list[Voter], base: dict[str, int]) -> None:
    """All that was acknowledged is there, and no vote that nobody sent."""
    newest = max(voter.version for voter in voters)
    if not newest <= snapshot["version"] <= newest + len(voters) + 1:
        raise AssertionError(f"the view is of version {snapshot['version']}, acknowledged was {newest}")
    for question_id, question in snapshot["view"]["questions"].items():
        voter = next((each for each in voters if each.question == question_id), None)
        cast = {False} if voter is None else {voter.cast, voter.cast != voter.open}
        if question["score"] - base.setdefault(question_id, question["score"]) not in cast:
            raise AssertionError(f"{question_id} has {question['score']}, and had {base[question_id]}; known: {cast}")


# -- what is measured -------------------------------------------------------------------------------------------------------


async def rounds(server: Server, store: str, version: int, number: int, whole: bool) -> tuple[float, list[Back]]:
    """How long the first start took, without a snapshot, and what each kill cost. ``version``: of the last commit."""
    voters, base = [Voter(each) for each in range(VOTERS)], dict[str, int]()
    chance = random.Random(2)
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as http:
        began = time.monotonic()
        await server.start()
        voters[0].version = version
        first = await back(http, server, voters, base, began)
        await until_kept(store)
        costs = []
        for _ in range(number):
            voting = [asyncio.create_task(voter.vote(http, server.url)) for voter in voters]
            await asyncio.sleep(chance.uniform(1, 3))
            for task in voting:
                if task.done():
                    task.result()
            killed = time.monotonic()
            await server.kill(whole)
            await asyncio.gather(*voting)
            costs.append(await back(http, server, voters, base, killed))
            print(f"  {costs[-1].right:.2f} s, version {max(voter.version for voter in voters)}", flush=True)
        await server.end(signal.SIGTERM)
        return first.right, costs


async def until_kept(store: str) -> None:
    """Return when there is a snapshot to begin with. Nobody tells: a log is for servers, and a SQLite file for one of them."""
    files = SnapshotFiles(Path(store.removeprefix("sqlite:///")))
    log = None if store.startswith("sqlite:///") else await open_log(store)
    while (files.get(STREAM) if log is None else await log.kept(STREAM)) is None:  # noqa: ASYNC110
        await asyncio.sleep(0.1)
    if log is not None:
        await log.close()


async def parts(store: str) -> list[tuple[str, float]]:
    """What a desk does to begin, in this process: seconds of each step."""
    steps: list[tuple[str, float]] = []
    gc.set_threshold(50_000, 20, 100)  # as the server does
    began = time.perf_counter()

    def step(name: str) -> None:
        nonlocal began
        steps.append((name, time.perf_counter() - began))
        began = time.perf_counter()

    log = await open_log(store)
    step("open the store")
    snapshot = await log.kept(STREAM)
    assert snapshot is not None
    step(f"read the snapshot ({len(snapshot.body) / 1e6:.1f} MB)")
    folded = loaded(snapshot.body)
    assert folded is not None
    step("make a state of it")
    tail = await log.read(STREAM, folded.version)
    for commit in tail:
        folded = folded.with_commit(decode(commit.body), commit.hash)
    step(f"read and fold what came after it ({len(tail)} commits)")
    assert folded.session is not None
    view(folded.session, Audience(Role.HOST))
    step("make the host's view")
    view(folded.session, Audience(Role.PARTICIPANT, RoomId("r1")))
    step("make a room's view")
    await log.close()
    return steps


async def measure(store: str, events: int, number: int, whole: bool, python: str) -> int:
    log = await open_log(store)
    if await log.streams():
        print(f"{store} is not empty", file=sys.stderr)
        return 2
    began = time.monotonic()
    await fill(log, events)
    version = (await log.read(STREAM))[-1].version
    await log.close()
    print(f"{events:,} events in {version:,} commits, made in {time.monotonic() - began:.0f} s")
    server = Server(store, python)
    try:
        without, costs = await rounds(server, store, version, number, whole)
    finally:
        await server.end(signal.SIGKILL)
    print(f"\nwithout a snapshot: {without:.2f} s from the start of the process")
    print(f"{'from kill -9 to':34}{'min':>8}{'median':>8}{'max':>8}")
    for name, took in (
        ("a connection taken", [each.listening for each in costs]),
        ("a right view", [each.right for each in costs]),
        ("processor used by then", [each.processor for each in costs]),
    ):
        print(f"{name:34}{min(took):8.2f}{statistics.median(took):8.2f}{max(took):8.2f} s")
    print("\nof which, in a process of its own:")
    for name, seconds in await parts(store):
        print(f"{name:52}{seconds:8.3f} s")
    return 0 if max(each.right for each in costs) <= GOAL_S else 1


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=250_000)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--whole", action="store_true", help="kill everything and start it again, not only the worker")
    parser.add_argument("--store", help="an empty store; without it a SQLite file that is thrown away")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = options.store or f"sqlite:///{folder}/log.db"
        return asyncio.run(measure(store, options.events, options.rounds, options.whole, sys.executable))


if __name__ == "__main__":
    sys.exit(main())
