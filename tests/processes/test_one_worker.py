"""One server on a file: what dies of it is started again by itself, and nothing is lost."""

import os
import signal

import aiohttp
import pytest

from orchestrator.workers.supervisor import HUNG
from orchestrator.workers.worker import BEAT_S
from tests.processes.server import Evening, Process
from tests.workers.supervised import children, gone, until

pytestmark = pytest.mark.process


def worker(process: Process) -> int:
    """The one that serves."""
    assert process.process is not None
    (pid,) = children(process.process.pid)
    return pid


def replaced(process: Process, before: int) -> int:
    return until(lambda: next((pid for pid in children(process.process.pid) - {before} if not gone({pid})), 0))


async def answered(evening: Evening) -> dict[str, object]:
    """What the host is shown by whoever serves now."""
    while True:
        try:
            return {name: part for name, part in (await evening.look()).items() if name != "now"}
        except aiohttp.ClientError:  # nobody listens yet
            continue


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
async def test_a_worker_that_ends_is_replaced_and_nothing_is_lost(process, http, number):
    process.start()
    evening = await Evening.open(http, process.url)
    ticket = await evening.join("Ana")
    await evening.send(evening.host, "agenda.start")
    assert (await evening.send(ticket, "qa_queue.draft", text="Why?"))[0] == 200
    shown, before = await answered(evening), worker(process)
    os.kill(before, number)
    assert replaced(process, before)
    assert await answered(evening) == shown
    assert (await evening.send(ticket, "qa_queue.draft", text="And why not?"))[0] == 200
    assert process.end()[0] == 0


async def test_sighup_replaces_it(process, http):
    process.start()
    evening = await Evening.open(http, process.url)
    shown, before = await answered(evening), worker(process)
    os.kill(process.process.pid, signal.SIGHUP)
    assert replaced(process, before)
    assert await answered(evening) == shown
    assert process.end() == (0, "")


def test_it_goes_with_the_process_that_was_started(process):
    process.start()
    pid = worker(process)
    process.kill()
    until(lambda: gone({pid}))  # the system has killed it, but it must still be given a moment of the processor to end
    assert process.start() == f"orchestrator serves on {process.url}"


@pytest.mark.soak
def test_a_worker_that_hangs_is_noticed(process):
    process.start()
    before = worker(process)
    os.kill(before, signal.SIGSTOP)
    assert until(lambda: gone({before}), BEAT_S * (HUNG + 3))
    assert replaced(process, before)
    assert "it has done nothing for 30 s" in process.end()[1]
